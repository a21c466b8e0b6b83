//! The sheet of the branches: the headline of each by itself, a line for each measure and year.

use super::grid::measure_name;
use super::lines::{Entry, Lines};
use super::{Looks, text};
use crate::report::branches::name;
use crate::report::page::Page;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Adds it, where the scenario has branches.
pub fn add(book: &mut Workbook, page: &Page, looks: &Looks) -> Result<(), XlsxError> {
    let branches = &page.summary.branches;
    if branches.is_empty() {
        return Ok(());
    }
    let heads = [
        (page.text.get("by-branch"), 14.0),
        (page.text.get("by-branch-weight"), 14.0),
        (page.text.get("by-branch-runs"), 10.0),
        (page.text.get("year"), 8.0),
        (page.text.get("measure-label"), 36.0),
        (page.text.get("post"), 10.0),
        (page.text.get("mean"), 18.0),
        (page.text.get("median"), 18.0),
        (page.percent(0.1), 18.0),
        (page.percent(0.9), 18.0),
        (page.text.get("by-branch-error"), 18.0),
    ];
    let mut lines = Lines::begin(book, page, "branches", &heads, looks)?;
    let (whole, share) = (Format::new().set_num_format("0"), looks.of_unit("share"));
    for branch in branches {
        let called = text(&name(page, branch));
        for measure in &branch.measures {
            let look = looks.of_unit(&measure.unit);
            let number = |value| Entry::Number(value, &look);
            let label = measure_name(page, &measure.name);
            let year = measure.period.parse().unwrap_or(f64::NAN);
            lines.push(&[
                Entry::Words(&called),
                Entry::Number(branch.weight, &share),
                Entry::Number(branch.replications as f64, &whole),
                Entry::Number(year, &whole),
                Entry::Words(&label),
                Entry::Words(measure.post.as_deref().unwrap_or_default()),
                number(measure.mean),
                number(measure.q50),
                number(measure.q10),
                number(measure.q90),
                number(measure.mc_error),
            ])?;
        }
    }
    lines.finish()
}
