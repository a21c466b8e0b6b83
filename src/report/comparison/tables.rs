//! The tables of a comparison: scenarios side by side, paired differences, and what is written differently.

use super::POST;
use super::sentences::cause_words;
use crate::calendar::Year;
use crate::report::measures::{Measures, Subject};
use crate::report::page::Page;
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::comparison::{Compared, Comparison, Difference};

/// Measure, words, format, and whether it is of the post.
type Line = (&'static str, &'static str, Format, bool);

/// What stands side by side; the first and the payments with their 80 % band.
const LINES: [Line; 11] = [
    ("arrived_persons", "row-arrived", Format::Whole, false),
    ("settled_persons", "row-settled", Format::Whole, false),
    ("settled_within_6_months", "row-within-6", Format::Percent, false),
    ("peak_reception_persons", "row-reception", Format::Whole, false),
    ("cash_kroner", "row-cash-post-60", Format::Millions(0), true),
    ("available_kroner", "row-available", Format::Millions(1), true),
    ("overrun_probability", "row-overrun", Format::Chance, true),
    ("supplement_kroner_50", "row-supplement-50", Format::Millions(0), true),
    ("supplement_kroner_75", "row-supplement-75", Format::Millions(0), true),
    ("supplement_kroner_90", "row-supplement-90", Format::Millions(0), true),
    ("next_year_floor_kroner", "row-floor", Format::Millions(0), true),
];

/// What is shown with its band.
const BANDED: [&str; 4] =
    ["arrived_persons", "settled_persons", "peak_reception_persons", "cash_kroner"];

/// What is compared replication by replication.
const COMPARED: [Line; 9] = [
    ("arrived_persons", "row-arrived", Format::Whole, false),
    ("settled_persons", "row-settled", Format::Whole, false),
    ("settled_within_6_months", "row-within-6-points", Format::Decimal(3), false),
    ("waiting_persons", "row-waiting-at-end", Format::Whole, false),
    ("peak_reception_persons", "row-reception", Format::Whole, false),
    ("peak_bed_shortfall", "row-without-bed", Format::Whole, false),
    ("cash_kroner", "row-cash-post-60", Format::Millions(1), true),
    ("right_kroner", "row-right-post-60", Format::Millions(1), true),
    ("overrun_probability", "row-overrun-points", Format::Decimal(3), true),
];

/// A table for each year, a column for each scenario.
pub fn side_by_side(page: &Page, comparison: &Comparison) -> Vec<Table> {
    let tables = page.years().into_iter().map(|year| of_year(page, comparison, year));
    tables.filter(|table| !table.rows.is_empty()).collect()
}

/// The table of one year.
pub fn of_year(page: &Page, comparison: &Comparison, year: Year) -> Table {
    let measures: Vec<_> =
        comparison.scenarios.iter().map(|it| Measures::new(&it.summary)).collect();
    let mut rows = Vec::new();
    for (name, key, format, is_of_post) in LINES {
        let subject = Subject::national(name).post(if is_of_post { POST } else { "" });
        let found: Vec<_> = measures.iter().map(|it| it.year(subject, year)).collect();
        let medians = found.iter().map(|it| Cell::number(it.map(|it| it.q50), format));
        rows.push(Row::new(page.text.get(key), medians.collect()));
        if BANDED.contains(&name) {
            let band = found
                .iter()
                .map(|it| it.map_or(Cell::Nothing, |it| Cell::Range(it.q10, it.q90, format)));
            rows.push(Row::detail(page.share_of_runs(0.8), band.collect()));
        }
    }
    rows.retain(Row::has_content);
    Table {
        caption: page.text.with("compare-table", &[("year", &year.to_string())]),
        corner: page.text.get("compare-quantity"),
        columns: comparison.scenarios.iter().map(|it| page.text.title(&it.summary.title)).collect(),
        rows,
    }
}

/// How far a scenario is from the baseline: the mean difference, and the interval it lies in.
pub fn differences(page: &Page, other: &Compared) -> Table {
    let years = page.years();
    let mut rows = Vec::new();
    for (name, key, format, is_of_post) in COMPARED {
        let post = is_of_post.then_some(POST);
        let found: Vec<Option<&Difference>> =
            years.iter().map(|year| other.difference(name, &year.to_string(), post)).collect();
        let mean = |it: &Option<&Difference>| Cell::number(it.map(|it| it.measure.mean), format);
        let ends = |it: &Option<&Difference>| {
            it.map_or(Cell::Nothing, |it| Cell::Range(it.low, it.high, format))
        };
        rows.push(Row::new(page.text.get(key), found.iter().map(mean).collect()));
        rows.push(Row::detail(page.text.get("compare-interval"), found.iter().map(ends).collect()));
    }
    rows.retain(Row::has_content);
    Table {
        caption: page
            .text
            .with("compare-difference", &[("scenario", &page.text.title(&other.summary.title))]),
        corner: page.text.get("compare-quantity"),
        columns: years.iter().map(ToString::to_string).collect(),
        rows,
    }
}

/// What is written differently, and which kind of cause it is.
pub fn changes(page: &Page, other: &Compared) -> Table {
    let words = |it: &Option<String>| it.clone().map_or(Cell::Nothing, Cell::Words);
    let row = |change: &crate::results::comparison::Change| {
        let cause = Cell::Words(cause_words(page, change.cause));
        Row::new(change.key.clone(), vec![cause, words(&change.before), words(&change.after)])
    };
    Table {
        caption: page.text.title(&other.summary.title),
        corner: page.text.get("compare-key"),
        columns: ["compare-cause", "compare-before", "compare-after"]
            .map(|key| page.text.get(key))
            .into(),
        rows: other.changes.iter().map(row).collect(),
    }
}
