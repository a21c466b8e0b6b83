//! The branches of the scenario side by side: what each brings by itself, and all of them together.

use super::answer::POST;
use super::measures::Subject;
use super::page::Page;
use super::table::{Cell, Format, Row, Table};
use crate::calendar::Year;
use crate::results::{BranchSummary, Measure};

/// Measure, post, name of its line, and how its numbers are written.
const LINES: [(&str, Option<&str>, &str, Format); 4] = [
    ("arrived_persons", None, "row-arrived", Format::Whole),
    ("settled_persons", None, "row-settled", Format::Whole),
    ("cash_kroner", Some(POST), "by-branch-cash", Format::Millions(0)),
    ("waiting_persons", None, "by-branch-waiting", Format::Whole),
];

/// A table with a line for each measure of each year, where the scenario has branches.
pub fn table(page: &Page) -> Option<Table> {
    let branches = &page.summary.branches;
    let band = page.share_of_runs(0.8);
    let names = branches.iter().map(|it| column(page, it)).chain([page.text.get("by-branch-all")]);
    let mut rows = Vec::new();
    for year in page.years() {
        rows.push(Row::heading(year.to_string()));
        rows.extend(LINES.map(|line| row(page, year, line)).into_iter().filter(Row::has_content));
    }
    let table = Table {
        caption: page.text.get("by-branch-caption"),
        corner: page.text.get("year"),
        columns: names.flat_map(|name| [name, band.clone()]).collect(),
        rows,
    };
    (!branches.is_empty()).then(|| table.without_empty())
}

/// What a branch is called.
pub fn name(page: &Page, branch: &BranchSummary) -> String {
    page.text.find(&format!("branch-{}", branch.name)).unwrap_or_else(|| branch.name.clone())
}

fn column(page: &Page, branch: &BranchSummary) -> String {
    let arguments = [
        ("branch", name(page, branch)),
        ("percent", page.percent(branch.weight)),
        ("number", page.whole(branch.replications as f64)),
    ];
    super::answer::with(page, "by-branch-column", &arguments)
}

fn row(
    page: &Page,
    year: Year,
    (measure, post, key, format): (&str, Option<&str>, &str, Format),
) -> Row {
    let of_branch = |branch: &BranchSummary| {
        let period = year.to_string();
        let is_it =
            |it: &&Measure| it.name == measure && it.period == period && it.post.as_deref() == post;
        cells(branch.measures.iter().find(is_it), format)
    };
    let subject = Subject::national(measure);
    let subject = post.map_or(subject, |post| subject.post(post));
    let all = cells(page.measures.year(subject, year), format);
    let cells = page.summary.branches.iter().map(of_branch).chain([all]).flatten();
    Row::new(page.text.get(key), cells.collect())
}

/// The median and what most of the runs hold.
fn cells(measure: Option<&Measure>, format: Format) -> [Cell; 2] {
    match measure {
        Some(it) => [Cell::Number(it.q50, format), Cell::Range(it.q10, it.q90, format)],
        None => [Cell::Nothing, Cell::Nothing],
    }
}
