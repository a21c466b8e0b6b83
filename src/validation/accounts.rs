//! What was adopted and what was paid: the figures that the other sections are held against.

use super::{deviation, millions, render_table};
use crate::calendar::Year;
use crate::register::budget::budget_post;

/// Posts shown, by their chapter and post of 2023.
const SERIES: [&str; 3] = ["671/60", "671/61", "672/60"];

/// The section as Markdown.
pub fn section() -> String {
    let rows = SERIES.into_iter().flat_map(|series| {
        let years = (2017..=2023).map(Year);
        years.filter_map(move |year| {
            let post = budget_post(series, year)?;
            let (adopted, revised, accounts) = (post.adopted?, post.revised?, post.accounts?);
            Some([
                format!("{series}, {year}"),
                millions(adopted),
                millions(revised),
                millions(accounts),
                deviation(accounts, adopted),
                deviation(accounts, revised),
            ])
        })
    });
    let header = ["post", "adopted", "revised", "accounts", "over adopted", "over revised"];
    format!(
        "## The accounts\n\n\
         Adopted budget, budget after all changes in the year, and accounts, million kroner of the year. Posts of earlier\n\
         years stand under their number of 2023. Source: `scenarios/reference/budget-posts.csv`.\n\n{}",
        render_table(header, rows)
    )
}
