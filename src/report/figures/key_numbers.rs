//! The answer year by year as a picture, for slides; web pages and the workbook have the table itself.

use crate::report::answer::{self, POST, on_post, with};
use crate::report::figure::Figure;
use crate::report::look::canvas::Canvas;
use crate::report::look::tabular::{draw_table, height_of};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};

/// What stands above and below the table.
const AROUND: f64 = 140.0;

/// Needs `settled_persons` and `cash_kroner` of post 60 in the headline's year.
pub fn render(page: &Page) -> Option<Figure> {
    let year = page.focus_year()?;
    let settled = page.measures.year(Subject::national("settled_persons"), year)?;
    let cash = on_post(page, "cash_kroner", POST, year)?;
    let arguments = [
        ("year", year.to_string()),
        ("persons", page.rounded(settled.q50)),
        ("cash", page.rounded_millions(cash.q50)),
    ];
    let table = answer::table(page);
    let heading = Heading {
        title: with(page, "numbers-title", &arguments),
        unit: table.caption.clone(),
        has_actuals: false,
        tables: vec![table.clone()],
    };
    let height = AROUND + height_of(table.rows.len());
    let heights = Heights { wide: height, narrow: height };
    let paint = |canvas: &mut Canvas, area| draw_table(canvas, area, &table, &page.text);
    Some(page.figure_of_height(heights, "key-numbers", heading, paint))
}
