//! The documents the ministry asks for, as web pages that print well: the monthly analysis, the
//! half-year report and the pack for the Calculation Group (Beregningsgruppen).
//!
//! Each is a list of sections made from the same measures as the report; none has numbers of its own.

pub(super) mod calculation_group;
mod half_year;
mod monthly;
mod warning;

use super::page::Page;
use super::table::TableView;
use super::web::{FigureView, Head, render};
use crate::results::provenance::Provenance;
use serde::Serialize;

const TEMPLATE: &str = include_str!("templates/document.html");

/// A part of a document: any of it may be missing.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Section {
    /// What it is about.
    pub heading: String,
    /// Whether it belongs to the section before it.
    pub is_part: bool,
    /// A warning beside the heading.
    pub flag: Option<Flag>,
    /// What it says, one paragraph each.
    pub sentences: Vec<String>,
    /// Its tables.
    pub tables: Vec<TableView>,
    /// Whether long tables are folded away.
    pub folds: bool,
    /// Its figures.
    pub figures: Vec<FigureView>,
}

/// A warning, or that there is none.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Flag {
    kind: &'static str,
    words: String,
}

/// Title and sections of a document.
pub(super) struct Content {
    /// Title of the document.
    pub title: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// The documents there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Status, trend and deviation of settlement.
    Monthly,
    /// Every budget post: what there is, what is paid, what will be.
    HalfYear,
    /// The figures and tables of the Calculation Group.
    CalculationGroup,
}

impl Kind {
    /// Every document.
    pub const ALL: [Self; 3] = [Self::Monthly, Self::HalfYear, Self::CalculationGroup];

    /// Name of its file, without ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::HalfYear => "half-year",
            Self::CalculationGroup => "calculation-group",
        }
    }
}

#[derive(Serialize)]
struct View {
    head: Head,
    sections: Vec<Section>,
}

/// A document as a web page; `figures` are those of the report. Nothing if there is nothing to say.
pub fn render_document(
    kind: Kind,
    page: &Page,
    provenance: &Provenance,
    figures: &[FigureView],
) -> Option<String> {
    let content = match kind {
        Kind::Monthly => monthly::plan(page, figures),
        Kind::HalfYear => half_year::plan(page, figures),
        Kind::CalculationGroup => calculation_group::plan(page, figures),
    };
    Some(render_content(content?, page, &provenance.version))
}

/// A document as a web page, by this version of the program.
pub(super) fn render_content(content: Content, page: &Page, version: &str) -> String {
    let Content { title, sections } = content;
    let sections = sections.into_iter().filter(|it| !it.is_empty()).collect();
    let head = Head::new(page, page.text.get("document-kicker"), title.clone());
    let view = View { head, sections };
    render(TEMPLATE, &title, &view, page.language(), version)
}

impl Section {
    /// A section of which nothing is known yet but its heading.
    pub fn new(heading: String) -> Self {
        Self { heading, ..Self::default() }
    }

    fn is_empty(&self) -> bool {
        self.sentences.is_empty() && self.tables.is_empty() && self.figures.is_empty()
    }
}

/// The figures of these names, in this order. A name that ends with `-` stands for all that begin so.
pub(super) fn chosen(figures: &[FigureView], names: &[&str]) -> Vec<FigureView> {
    let is_named = |figure: &FigureView, name: &str| {
        figure.name() == name || name.ends_with('-') && figure.name().starts_with(name)
    };
    let mut chosen = Vec::new();
    for name in names {
        chosen.extend(figures.iter().filter(|figure| is_named(figure, name)).cloned());
    }
    chosen
}
