//! The figures of a report, one file each. A figure whose measures are missing is not drawn.

mod arrivals;
mod budget_decomposition;
mod budget_pace;
mod centrality;
mod key_numbers;
mod map;
mod monthly_and_yearly;
mod pace_calendar;
mod reception;
pub(super) mod settled_within;
pub(super) mod settlements;
mod stages;
mod timeline;
mod waiting;
pub(super) mod watch;
mod worth_of_place;

use super::figure::Figure;
use super::page::Page;

/// Every figure the summary has measures for, in the order of a report.
pub fn render_all(page: &Page) -> Vec<Figure> {
    [
        settlements::render,
        pace_calendar::render,
        arrivals::render,
        waiting::render,
        stages::render,
        budget_pace::render,
        budget_decomposition::render,
        reception::render,
        settled_within::render,
        map::render,
        centrality::render,
        worth_of_place::render,
        watch::render,
    ]
    .iter()
    .flat_map(|render| render(page))
    .collect()
}

/// The figures that are files only, because a web page has the same as text.
pub fn render_files(page: &Page) -> Vec<Figure> {
    key_numbers::render(page).into_iter().collect()
}
