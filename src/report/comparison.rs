//! Scenarios side by side as a web page: what each brings, how far it is from the baseline, and a picture and
//! a sentence for each cause of the difference in payments. Computes no statistics.

mod sentences;
mod tables;
mod waterfall;

use super::documents::{Content, Section, render_content};
use super::page::{Page, Sheet};
use super::text::Language;
use super::web::FigureView;
use super::{ReportError, WrittenFigure, make_folder, write, write_figure};
use crate::results::comparison::{Compared, Comparison, Difference};
use std::path::{Path, PathBuf};

pub use sentences::of_scenario;

/// The post whose payments are taken apart.
const POST: &str = "671/60";
/// The period that is all years together.
const ALL: &str = "all";

/// What [`write_comparison`] has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// A waterfall for each scenario and period.
    pub figures: Vec<WrittenFigure>,
    /// The web page.
    pub report: PathBuf,
}

/// Writes `comparison.html` and its figures into `folder`.
pub fn write_comparison(
    comparison: &Comparison,
    folder: &Path,
    language: Language,
) -> Result<Written, ReportError> {
    let page = Page::new(&comparison.baseline().summary, language);
    let figures = folder.join("figures");
    make_folder(&figures)?;
    let drawn = waterfall::render_all(&page, comparison);
    let written = drawn.iter().map(|figure| write_figure(figure, &figures));
    let figures = written.collect::<Result<_, _>>()?;
    let report = folder.join("comparison.html");
    write(&report, render_page(comparison, language).as_bytes())?;
    Ok(Written { figures, report })
}

/// Every waterfall on every sheet, to be held against its edges.
#[cfg(test)]
pub fn draw_all(comparison: &Comparison, language: Language) -> Vec<super::figure::Figure> {
    let of = |sheet| {
        let page = Page::new(&comparison.baseline().summary, language).on(sheet);
        waterfall::render_all(&page, comparison)
    };
    [Sheet::File, Sheet::Screen, Sheet::Phone].into_iter().flat_map(of).collect()
}

/// The comparison as one web page.
pub fn render_page(comparison: &Comparison, language: Language) -> String {
    let page = Page::new(&comparison.baseline().summary, language).on(Sheet::Screen);
    let wide = waterfall::render_all(&page, comparison);
    let page = page.on(Sheet::Phone);
    let narrow = waterfall::render_all(&page, comparison);
    let pairs = wide.iter().zip(&narrow);
    let views: Vec<_> = pairs.map(|(one, other)| FigureView::new(one, other, &page.text)).collect();
    let mut sections = Vec::new();
    for (index, other) in comparison.others().iter().enumerate() {
        let prefix = waterfall::name(index, "");
        let of_other = views.iter().filter(|view| view.name().starts_with(&prefix));
        sections.push(Section {
            sentences: of_scenario(&page, other),
            figures: of_other.cloned().collect(),
            ..Section::new(other.summary.title.clone())
        });
    }
    let tables = tables::side_by_side(&page, comparison);
    sections.push(Section {
        sentences: vec![page.text.get("compare-table-how")],
        tables: tables.iter().map(|table| table.view(&page.text)).collect(),
        ..Section::new(page.text.get("pack-table"))
    });
    let shown = comparison.others().iter().map(|other| tables::differences(&page, other));
    sections.push(Section {
        sentences: vec![page.text.get("compare-differences-how")],
        tables: shown.map(|table| table.view(&page.text)).collect(),
        ..Section::new(page.text.get("compare-differences"))
    });
    let changes = comparison.others().iter().map(|other| tables::changes(&page, other));
    sections.push(Section {
        sentences: vec![page.text.get("compare-changes-how")],
        tables: changes.map(|table| table.view(&page.text)).collect(),
        ..Section::new(page.text.get("compare-changes"))
    });
    let title = page.text.get("compare-title");
    render_content(Content { title, sections }, &page, &comparison.version)
}

/// The period of a heading: a year, or all years.
fn period_words(page: &Page, period: &str) -> String {
    let years = page.years();
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if period == ALL => format!("{first}\u{2013}{last}"),
        _ => period.to_owned(),
    }
}

/// The whole difference in payments.
fn total<'a>(other: &'a Compared, period: &str) -> Option<&'a Difference> {
    other.difference("cash_kroner", period, Some(POST))
}

/// The periods that are shown as pictures and sentences: the headline's year, and all.
fn periods(page: &Page) -> Vec<String> {
    let focus = page.focus_year().map(|year| year.to_string());
    focus.into_iter().chain([ALL.to_owned()]).collect()
}
