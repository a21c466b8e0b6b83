//! The branches of a scenario side by side, on the page and in the workbook.

use super::documents::cells;
use crate::report::branches::table;
use crate::report::fixture::{self, measure};
use crate::report::html::render_report;
use crate::report::page::Page;
use crate::report::table::{Cell, Format};
use crate::report::text::Language;
use crate::report::workbook::render_workbook;
use crate::results::{BranchSummary, Measure, Summary};
use calamine::Data;

/// The summary with two branches, and a third that no run is in.
fn with_branches() -> Summary {
    let branch = |name: &str, weight, times: f64| {
        let persons = |name, median| measure(name, "2023", "national", median * times, 0.1);
        let cash = measure("cash_kroner", "2023", "national", 9e9 * times, 0.1);
        let unit = "kroner".to_owned();
        let cash = Measure { unit, post: Some("671/60".to_owned()), ..cash };
        let measures = vec![
            persons("arrived_persons", 30_000.0),
            persons("settled_persons", 20_000.0),
            cash,
            persons("waiting_persons", 4_000.0),
        ];
        BranchSummary { name: name.to_owned(), weight, replications: 500, measures }
    };
    let none =
        BranchSummary { replications: 0, measures: Vec::new(), ..branch("Røros", 0.0, 1.0) };
    let branches = vec![branch("low", 0.4, 1.0), branch("high", 0.6, 2.0), none];
    Summary { branches, ..fixture::summary() }
}

#[test]
fn branches_stand_beside_all_of_them() {
    let summary = with_branches();
    let page = Page::new(&summary, Language::En);
    let table = table(&page).expect("there are branches");
    // Two columns for each branch that some run is in, and for all.
    assert_eq!(table.columns.len(), 6);
    assert_eq!(table.columns[0], "low: probability 40%, 500 runs");
    assert_eq!(table.columns[2], "high: probability 60%, 500 runs");
    let at = |name: &str| table.rows.iter().find(|row| row.name == name).expect("a line");
    assert_eq!(at("Arrived").cells[2], Cell::Number(60_000.0, Format::Whole));
    let cash = &at("Paid on post 60, NOK million").cells;
    assert_eq!(cash[0], Cell::Number(9e9, Format::Millions(0)));
    assert_eq!(cash[4], Cell::Number(18e9, Format::Millions(0)));
    assert!(table.rows.iter().all(|it| it.cells.is_empty() || it.cells.len() == 6));
    let provenance = fixture::provenance();
    let with = render_report(&page, &provenance, &[]);
    assert!(with.contains(&table.caption));
    let plain = fixture::summary();
    let page = Page::new(&plain, Language::En);
    assert_eq!(super::super::branches::table(&page), None);
    assert!(!render_report(&page, &provenance, &[]).contains(&table.caption));
}

#[test]
fn the_workbook_has_a_line_for_each_measure_of_each_branch() {
    let provenance = fixture::provenance();
    for language in Language::ALL {
        let of_sheet = |summary: &Summary| {
            let page = Page::new(summary, language);
            let sheet = page.text.get("sheet-branches");
            let book = render_workbook(&page, &provenance).expect("a workbook");
            let own = cells(book).into_iter().filter(move |(name, _)| *name == sheet);
            own.map(|(_, cell)| cell).collect::<Vec<_>>()
        };
        let found = of_sheet(&with_branches());
        let n_numbers = found.iter().filter(|it| matches!(it, Data::Float(_))).count();
        // Eight lines of eight numbers each.
        assert_eq!(n_numbers, 64);
        assert!(found.contains(&Data::Float(18e9)) && found.contains(&Data::Float(0.6)));
        assert!(of_sheet(&fixture::summary()).is_empty());
    }
}
