//! The documents the ministry asks for, as web pages that print well: the monthly analysis, the
//! half-year report and the pack for the Calculation Group (Beregningsgruppen).
//!
//! Each is a list of sections made from the same measures as the report; none has numbers of its own.

mod calculation_group;
mod half_year;
mod monthly;

use super::page::Page;
use super::table::TableView;
use super::web::{FigureView, Head, render};
use crate::results::provenance::Provenance;
use serde::Serialize;

const TEMPLATE: &str = include_str!("templates/document.html");

/// A part of a document: any of it may be missing.
#[derive(Clone, Debug, Default, Serialize)]
struct Section {
    heading: String,
    /// Whether it belongs to the section before it.
    is_part: bool,
    flag: Option<Flag>,
    sentences: Vec<String>,
    tables: Vec<TableView>,
    figures: Vec<FigureView>,
}

/// A warning, or that there is none.
#[derive(Clone, Debug, Serialize)]
struct Flag {
    kind: &'static str,
    words: String,
}

/// Title and sections of a document.
struct Content {
    title: String,
    sections: Vec<Section>,
}

/// A finished document.
pub struct Document {
    /// Name of its file, without ending.
    pub name: &'static str,
    /// The web page.
    pub html: String,
}

#[derive(Serialize)]
struct View {
    head: Head,
    sections: Vec<Section>,
}

/// Every document; `figures` are those of the report.
pub fn render_all(page: &Page, provenance: &Provenance, figures: &[FigureView]) -> Vec<Document> {
    let documents = [
        ("monthly", monthly::plan(page, figures)),
        ("half-year", half_year::plan(page, figures)),
        ("calculation-group", calculation_group::plan(page, figures)),
    ];
    let document = |(name, content): (&'static str, Option<Content>)| {
        let Content { title, sections } = content?;
        let sections = sections.into_iter().filter(|it| !it.is_empty()).collect();
        let head = Head::new(page, page.text.get("document-kicker"), title.clone());
        let view = View { head, sections };
        let html = render(TEMPLATE, &title, &view, page.language(), provenance);
        Some(Document { name, html })
    };
    documents.into_iter().filter_map(document).collect()
}

impl Section {
    fn new(heading: String) -> Self {
        Self { heading, ..Self::default() }
    }

    fn is_empty(&self) -> bool {
        self.sentences.is_empty() && self.tables.is_empty() && self.figures.is_empty()
    }
}

/// The figures of these names, in this order. A name that ends with `-` stands for all that begin so.
fn chosen(figures: &[FigureView], names: &[&str]) -> Vec<FigureView> {
    let is_named = |figure: &FigureView, name: &str| {
        figure.name() == name || name.ends_with('-') && figure.name().starts_with(name)
    };
    let mut chosen = Vec::new();
    for name in names {
        chosen.extend(figures.iter().filter(|figure| is_named(figure, name)).cloned());
    }
    chosen
}
