//! Scenarios side by side as a web page, a workbook and a pack for the Calculation Group: what each brings, how far
//! it is from the baseline, and a picture and a sentence for each cause of the difference in payments. Computes no
//! statistics.

mod allocation;
mod pack;
mod scenario_table;
mod sentences;
mod tables;
mod waterfall;

use super::documents::{Content, Section, render_content};
use super::figure::Figure;
use super::page::{Page, Sheet};
use super::table::Table;
use super::text::Language;
use super::web::FigureView;
use super::workbook::render_comparison;
use super::{ReportError, WrittenFigure, make_folder, write, write_figure};
use crate::results::comparison::{Compared, Comparison, Difference};
use std::path::{Path, PathBuf};

pub use sentences::{cause_words, of_scenario};
pub use tables::side_by_side;

/// The post whose payments are taken apart.
pub const POST: &str = "671/60";
/// The period that is all years together.
const ALL: &str = "all";

/// What [`write_comparison`] has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// A waterfall for each scenario and period, the table of scenarios, and where they lie between fit and spread.
    pub figures: Vec<WrittenFigure>,
    /// The web page.
    pub report: PathBuf,
    /// The workbook.
    pub workbook: PathBuf,
    /// The pack for the Calculation Group.
    pub pack: PathBuf,
}

/// Writes `comparison.html`, `comparison.xlsx`, `documents/calculation-group.html` and the figures into `folder`.
pub fn write_comparison(
    comparison: &Comparison,
    folder: &Path,
    language: Language,
) -> Result<Written, ReportError> {
    let page = Page::new(&comparison.baseline().summary, language).without_provenance();
    let pictures = folder.join("figures");
    make_folder(&pictures)?;
    let mut drawn = render_figures(&page, comparison);
    // Web pages show the table itself.
    drawn.extend(scenario_table::render(&page, comparison));
    let written = drawn.iter().map(|figure| write_figure(figure, &pictures));
    let figures = written.collect::<Result<_, _>>()?;
    let report = folder.join("comparison.html");
    let views = draw_views(comparison, language);
    write(&report, render_page(comparison, &views, language).as_bytes())?;
    let workbook = folder.join("comparison.xlsx");
    write(&workbook, &render_comparison(&page, comparison)?)?;
    let documents = folder.join("documents");
    make_folder(&documents)?;
    let pack = documents.join("calculation-group.html");
    write(&pack, pack::render(comparison, &views, language).as_bytes())?;
    Ok(Written { figures, report, workbook, pack })
}

/// Every figure that web pages show.
fn render_figures(page: &Page, comparison: &Comparison) -> Vec<Figure> {
    let waterfalls = waterfall::render_all(page, comparison);
    waterfalls.into_iter().chain(allocation::render(page, comparison)).collect()
}

/// Every figure on every sheet, to be held against its edges.
#[cfg(test)]
pub fn draw_all(comparison: &Comparison, language: Language) -> Vec<Figure> {
    let of = |sheet| {
        let page =
            Page::new(&comparison.baseline().summary, language).without_provenance().on(sheet);
        let mut figures = render_figures(&page, comparison);
        figures.extend(page.is_file().then(|| scenario_table::render(&page, comparison)).flatten());
        figures
    };
    [Sheet::File, Sheet::Screen, Sheet::Phone].into_iter().flat_map(of).collect()
}

/// Every figure as web pages show it.
pub fn draw_views(comparison: &Comparison, language: Language) -> Vec<FigureView> {
    let page =
        Page::new(&comparison.baseline().summary, language).without_provenance().on(Sheet::Screen);
    let wide = render_figures(&page, comparison);
    let page = page.on(Sheet::Phone);
    let narrow = render_figures(&page, comparison);
    let pairs = wide.iter().zip(&narrow);
    pairs.map(|(one, other)| FigureView::new(one, other, &page.text)).collect()
}

/// The comparison as one web page.
pub fn render_page(comparison: &Comparison, views: &[FigureView], language: Language) -> String {
    let page = Page::new(&comparison.baseline().summary, language).without_provenance();
    let mut sections = of_causes(&page, comparison, views);
    let tables = |key: &str, how: &str, tables: Vec<Table>| Section {
        sentences: vec![page.text.get(how)],
        tables: tables.iter().map(|table| table.view(&page.text)).collect(),
        ..Section::new(page.text.get(key))
    };
    let side_by_side = side_by_side(&page, comparison);
    sections.push(tables("compare-scenarios", "compare-table-how", side_by_side));
    sections.push(Section {
        figures: of_allocation(views),
        ..Section::new(page.text.get("compare-allocation"))
    });
    let differences = comparison.others().iter().map(|it| tables::differences(&page, it));
    sections.push(tables("compare-differences", "compare-differences-how", differences.collect()));
    let changes = comparison.others().iter().map(|it| tables::changes(&page, it));
    sections.push(tables("compare-changes", "compare-changes-how", changes.collect()));
    let title = page.text.get("compare-title");
    render_content(Content { title, sections }, &page, &comparison.version)
}

/// For each scenario what it changes and why: sentences and waterfalls.
fn of_causes(page: &Page, comparison: &Comparison, views: &[FigureView]) -> Vec<Section> {
    let of = |(index, other): (usize, &Compared)| {
        let prefix = waterfall::name(index, "");
        let figures = views.iter().filter(|view| view.name().starts_with(&prefix));
        Section {
            sentences: of_scenario(page, other),
            figures: figures.cloned().collect(),
            ..Section::new(page.text.title(&other.summary.title))
        }
    };
    comparison.others().iter().enumerate().map(of).collect()
}

fn of_allocation(views: &[FigureView]) -> Vec<FigureView> {
    views.iter().filter(|view| view.name() == allocation::NAME).cloned().collect()
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
    // A single year is all there is.
    let all = (page.years().len() > 1).then(|| ALL.to_owned());
    focus.into_iter().chain(all).collect()
}
