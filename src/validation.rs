//! `docs/validation.md`: what the program has been held against, section by section.
//!
//! Every number of the document is generated here. A section is a file below `validation/` that turns reference
//! data, or the table of a simulation made before, into Markdown.

mod accounts;
pub mod bands;
mod budget_2024;
mod calibration;
mod hindcast;
mod ledger;
mod matching;
mod moves;
mod municipalities;
mod sheets;

use crate::engine::Interrupted;
use crate::units::Kroner;
use std::sync::atomic::AtomicBool;

/// How much work a simulation may do, and who may stop it.
#[derive(Clone, Copy, Debug)]
pub struct Effort<'a> {
    /// Random histories of each scenario.
    pub replications: u32,
    /// Set when the user wants to stop.
    pub is_interrupted: &'a AtomicBool,
}

/// What a section is made from.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// The reference data, in a moment.
    Direct {
        /// The section as Markdown, from its heading.
        section: fn() -> String,
    },
    /// Simulations or fits that take too long for a test, by way of a table (CSV) in `docs/validation/`.
    Simulated {
        /// The table that is committed.
        committed: &'static str,
        /// Makes the table anew.
        simulate: fn(Effort<'_>) -> Result<String, Interrupted>,
        /// The section as Markdown, from its heading, given the table.
        section: fn(&str) -> String,
    },
}

/// A section of the document.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its name: that of its file here, and of its table if it has one.
    pub name: &'static str,
    /// What it is made from.
    pub content: Content,
}

/// All sections in the order of the document.
pub const SECTIONS: [Section; 9] = [
    Section { name: "accounts", content: Content::Direct { section: accounts::section } },
    Section {
        name: "ledger",
        content: Content::Simulated {
            committed: include_str!("../docs/validation/ledger.csv"),
            simulate: ledger::simulate,
            section: ledger::section,
        },
    },
    Section {
        name: "municipalities",
        content: Content::Direct { section: municipalities::section },
    },
    Section {
        name: "matching",
        content: Content::Simulated {
            committed: include_str!("../docs/validation/matching.csv"),
            simulate: matching::simulate,
            section: matching::section,
        },
    },
    Section { name: "moves", content: Content::Direct { section: moves::section } },
    Section {
        name: "bands",
        content: Content::Simulated {
            committed: include_str!("../docs/validation/bands.csv"),
            simulate: bands::simulate,
            section: bands::section,
        },
    },
    Section {
        name: "calibration",
        content: Content::Simulated {
            committed: include_str!("../docs/validation/calibration.csv"),
            simulate: calibration::simulate,
            section: calibration::section,
        },
    },
    Section {
        name: "hindcast",
        content: Content::Simulated {
            committed: include_str!("../docs/validation/hindcast.csv"),
            simulate: hindcast::simulate,
            section: hindcast::section,
        },
    },
    Section {
        name: "budget_2024",
        content: Content::Simulated {
            committed: include_str!("../docs/validation/budget_2024.csv"),
            simulate: budget_2024::simulate,
            section: budget_2024::section,
        },
    },
];

/// The document. A simulated section is written from the table that `table_of` finds by its name, or else from
/// the committed one.
pub fn render(table_of: impl Fn(&str) -> Option<String>) -> String {
    render_sections(&SECTIONS, table_of)
}

fn render_sections(sections: &[Section], table_of: impl Fn(&str) -> Option<String>) -> String {
    let mut page = String::from(
        "# Validation\n\n\
         What the program has been held against. Every number is generated: `bosett validate` writes this file from the\n\
         reference data in `scenarios/reference/` and from the tables of simulations in `docs/validation/`.\n",
    );
    for &Section { name, content } in sections {
        let section = match content {
            Content::Direct { section } => section(),
            Content::Simulated { committed, section, .. } => match table_of(name) {
                Some(table) => section(&table),
                None => section(committed),
            },
        };
        page.push_str(&format!("\n{}\n", section.trim_end()));
    }
    page
}

/// What a table calls something, in words.
fn words(name: &str) -> String {
    match name {
        "settled_under_request_persons" => "settled persons under request".to_owned(),
        "settled_group_persons" => "settled persons of the group".to_owned(),
        _ => name.replace('_', " "),
    }
}

/// A Markdown table: columns of numbers to the right, the first and columns of words to the left.
fn render_table<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let rows: Vec<[String; N]> = rows.into_iter().collect();
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let is_number = |row: &[String; N], column: usize| {
        row[column].starts_with(|it: char| it.is_ascii_digit() || it == '+' || it == '-')
    };
    let align = |column: usize| match column > 0 && rows.iter().all(|row| is_number(row, column)) {
        true => "---:".to_owned(),
        false => "---".to_owned(),
    };
    let mut table = line(&header.map(str::to_owned));
    table.push_str(&line(&std::array::from_fn::<_, N, _>(align)));
    table.extend(rows.iter().map(|row| line(row)));
    table
}

/// Million kroner with one decimal.
fn millions(kroner: Kroner) -> String {
    format!("{:.1}", kroner.0 as f64 / 1e6)
}

/// How much more `found` is than `expected`, in per cent.
fn deviation(found: Kroner, expected: Kroner) -> String {
    format!("{:+.1} %", 100.0 * (found.0 as f64 / expected.0 as f64 - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_their_sign_and_unit() {
        assert_eq!(millions(Kroner(18_026_300_000)), "18026.3");
        assert_eq!(deviation(Kroner(97), Kroner(100)), "-3.0 %");
        assert_eq!(deviation(Kroner(103), Kroner(100)), "+3.0 %");
        let table = render_table(["a", "b", "c"], [["1", "1", "x"].map(str::to_owned)]);
        assert_eq!(table, "| a | b | c |\n| --- | ---: | --- |\n| 1 | 1 | x |\n");
    }

    #[test]
    fn a_simulated_section_is_written_from_its_table() {
        let simulate = |_: Effort<'_>| -> Result<String, Interrupted> { Ok("b".to_owned()) };
        let section = |table: &str| format!("## From {table}\n");
        let content = Content::Simulated { committed: "c", simulate, section };
        let sections = [Section { name: "a", content }];
        let page = |table: Option<&str>| render_sections(&sections, |_| table.map(str::to_owned));
        assert!(page(Some("new")).ends_with("\n\n## From new\n"));
        assert!(page(None).ends_with("\n\n## From c\n"));
    }

    #[test]
    fn a_name_is_that_of_one_section() {
        let mut names: Vec<_> = SECTIONS.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SECTIONS.len());
    }
}
