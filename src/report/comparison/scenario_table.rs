//! The scenarios side by side as a picture, for slides.

use super::tables;
use crate::report::answer::{POST, on_post, with};
use crate::report::figure::Figure;
use crate::report::look::canvas::Canvas;
use crate::report::look::tabular::{draw_table, height_of};
use crate::report::page::{Heading, Heights, Page};
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
            let page = Page::new(&it.summary, page.language());
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
    let heading = Heading {
        title: with(page, "scenario-table-title", &arguments),
        unit: table.caption.clone(),
        has_actuals: false,
        tables: vec![table.clone()],
    };
    let height = AROUND + height_of(table.rows.len());
    let heights = Heights { wide: height, narrow: height };
    let paint = |canvas: &mut Canvas, area| draw_table(canvas, area, &table, &page.text);
    Some(page.figure_of_height(heights, "scenario-table", heading, paint))
}
