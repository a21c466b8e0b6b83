//! The answer year by year as a picture, for slides; web pages and the workbook have the table itself.

use crate::report::answer::{self, POST, on_post, with};
use crate::report::figure::Figure;
use crate::report::look::tabular::figure_of;
use crate::report::measures::Subject;
use crate::report::page::Page;

/// What stands above and below the table.
const AROUND: f64 = 140.0;

/// Needs `settled_under_request_persons` and `cash_kroner` of post 60 in the headline's year.
pub fn render(page: &Page) -> Option<Figure> {
    let year = page.focus_year()?;
    let settled = page.measures.year(Subject::national("settled_under_request_persons"), year)?;
    let cash = on_post(page, "cash_kroner", POST, year)?;
    let arguments = [
        ("year", year.to_string()),
        ("persons", page.rounded(settled.q50)),
        ("cash", page.rounded_millions(cash.q50)),
    ];
    let title = with(page, "numbers-title", &arguments);
    Some(figure_of(page, "key-numbers", title, answer::table(page), AROUND))
}
