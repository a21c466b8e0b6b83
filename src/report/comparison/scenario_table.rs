//! The scenarios side by side as a picture, for slides.

use super::tables;
use crate::report::answer::{POST, on_post, with};
use crate::report::figure::Figure;
use crate::report::look::tabular::figure_of;
use crate::report::page::Page;
use crate::results::comparison::Comparison;

/// What stands above and below the table.
const AROUND: f64 = 160.0;

/// The table of the headline's year.
pub fn render(page: &Page, comparison: &Comparison) -> Option<Figure> {
    let year = page.focus_year()?;
    let table = tables::of_year(page, comparison, year);
    let medians: Vec<_> = comparison
        .scenarios
        .iter()
        .filter_map(|it| {
            let page = Page::new(&it.summary, page.language()).without_provenance();
            on_post(&page, "cash_kroner", POST, year).map(|it| it.q50)
        })
        .collect();
    let least = medians.iter().copied().min_by(f64::total_cmp)?;
    let most = medians.iter().copied().max_by(f64::total_cmp)?;
    let arguments = [
        ("year", year.to_string()),
        ("least", page.rounded_millions(least)),
        ("most", page.rounded_millions(most)),
    ];
    let title = with(page, "scenario-table-title", &arguments);
    Some(figure_of(page, "scenario-table", title, table, AROUND))
}
