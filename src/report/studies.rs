//! What a study found as figures, and as one web page with its tables. Sees the study's sheets and never the
//! model; computes no statistics: every number it shows stands in a sheet.

mod calibration;
mod frontier;
mod ladder;
mod tables;
mod tornado;
mod verdict;

pub use tables::to_tables;
pub use verdict::sentences as recommended;

use super::documents::{Content, Section, render_content};
use super::figure::Figure;
use super::page::{Page, Sheet as Paper};
use super::table::{Format, Table};
use super::text::{Language, Text};
use super::web::FigureView;
use super::{ReportError, WrittenFigure, make_folder, write, write_figure};
use crate::results::Summary;
use crate::results::sheet::Sheet;
use std::path::{Path, PathBuf};

/// What a study asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What earlier forecasts would have been worth.
    Hindcast,
    /// What numbers depend on.
    Sensitivity,
    /// How much the system takes.
    Stress {
        /// Key of what presses.
        pressure: String,
        /// Key of what is looked for.
        capacity: String,
    },
    /// Any other: its sheets are shown as tables.
    Other,
}

/// A study that is done.
pub struct Study<'a> {
    /// What it asked.
    pub question: Question,
    /// One line that says what it is.
    pub heading: String,
    /// The scenario it is about, without measures.
    pub about: &'a Summary,
    /// Version of the program.
    pub version: &'a str,
    /// What it found.
    pub sheets: &'a [Sheet],
}

/// What [`write_study`] has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Every figure.
    pub figures: Vec<WrittenFigure>,
    /// The web page.
    pub report: PathBuf,
}

/// Writes `study.html` and the figures into `folder`.
pub fn write_study(
    study: &Study,
    folder: &Path,
    language: Language,
) -> Result<Written, ReportError> {
    let page = Page::new(study.about, language).without_provenance();
    let drawn = render_all(&page, study);
    let mut figures = Vec::new();
    if !drawn.is_empty() {
        let folder = folder.join("figures");
        make_folder(&folder)?;
        for figure in &drawn {
            figures.push(write_figure(figure, &folder)?);
        }
    }
    let report = folder.join("study.html");
    write(&report, render_page(study, language).as_bytes())?;
    Ok(Written { figures, report })
}

/// Every figure that the sheets have numbers for.
pub(super) fn render_all(page: &Page, study: &Study) -> Vec<Figure> {
    match &study.question {
        Question::Hindcast => {
            let ladders = ladder::render(page, study);
            ladders.into_iter().chain(calibration::render(page, study)).collect()
        }
        Question::Sensitivity => tornado::render_all(page, study),
        Question::Stress { pressure, capacity } => {
            frontier::render(page, study, pressure, capacity).into_iter().collect()
        }
        Question::Other => Vec::new(),
    }
}

/// The study as one web page.
pub(super) fn render_page(study: &Study, language: Language) -> String {
    let page = Page::new(study.about, language).without_provenance().on(Paper::Screen);
    let wide = render_all(&page, study);
    let page = page.on(Paper::Phone);
    let narrow = render_all(&page, study);
    let pairs = wide.iter().zip(&narrow);
    let figures: Vec<_> =
        pairs.map(|(one, other)| FigureView::new(one, other, &page.text)).collect();
    let mut sections = vec![Section { figures, ..Section::new(page.text.get("report-figures")) }];
    let sentences = recommended(study.sheets, &page.text);
    if !sentences.is_empty() {
        sections.insert(0, Section { sentences, ..Section::new(page.text.get("plan-verdict")) });
    }
    let shown: Vec<&Table> = wide.iter().flat_map(|it| &it.tables).collect();
    let listed = study.sheets.iter().filter(|it| !it.is_long && !it.rows.is_empty());
    sections.extend(listed.filter(|it| !is_shown(it, &shown, &page.text)).map(|it| Section {
        folds: true,
        tables: to_tables(it, &page.text).iter().map(|it| it.view(&page.text)).collect(),
        ..Section::new(page.text.get(&key("sheet", it.name)))
    }));
    let title = study.heading.clone();
    render_content(Content { title, sections }, &page, study.version)
}

/// Whether a figure has the whole sheet as its table, or some figures a part of it each.
fn is_shown(sheet: &Sheet, tables: &[&Table], text: &Text) -> bool {
    let caption = text.get(&key("sheet", sheet.name));
    let of = tables.iter().filter(|it| it.caption == caption);
    let n_rows: Vec<usize> = of.map(|it| it.rows.len()).collect();
    n_rows.contains(&sheet.rows.len()) || n_rows.iter().sum::<usize>() == sheet.rows.len()
}

impl Study<'_> {
    /// The sheet of this name, if it has rows.
    fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|it| it.name == name && !it.rows.is_empty())
    }
}

/// Key of a text about a column, sheet or word: language files have no low lines in their keys.
pub fn key(part: &str, name: &str) -> String {
    format!("{part}-{}", name.replace('_', "-"))
}

/// The text of a word of ours; the word itself where the language files do not know it.
fn word(page: &Page, word: &str) -> String {
    page.text.find(&key("word", word)).unwrap_or_else(|| word.to_owned())
}

/// How numbers of a quantity are written: by its name, as columns of result tables have their unit in it.
fn format_of(quantity: &str) -> Format {
    match quantity {
        it if it.ends_with("_kroner") => Format::Millions(0),
        it if it.starts_with("settled_within_") => Format::Percent,
        _ => Format::Whole,
    }
}

/// What `NAME@YEAR` or `NAME@YEAR@POST` is called in the sheets of a result, and when.
pub fn quantity_words(text: &Text, quantity: &str) -> String {
    let mut parts = quantity.split('@');
    let name = parts.next().unwrap_or_default();
    let name = text.find(&format!("measure-{name}")).unwrap_or_else(|| name.to_owned());
    let name = parts.clone().nth(1).map_or_else(|| name.clone(), |post| format!("{name} ({post})"));
    match parts.next() {
        Some(year) => text.with("quantity-in", &[("quantity", &name), ("year", year)]),
        None => name,
    }
}
