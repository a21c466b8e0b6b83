//! Results into figures, in bokmål, nynorsk and English. Sees a summary and never the model; computes
//! no statistics: every number it shows is a measure of the summary.

mod answer;
pub mod bands;
mod basis;
pub mod borders;
mod branches;
pub mod comparison;
pub mod documents;
pub mod figure;
pub mod figures;
#[cfg(test)]
mod fixture;
mod html;
pub mod look;
pub mod measures;
pub mod number;
pub mod page;
mod parameter_name;
mod picture;
pub mod studies;
pub mod table;
pub mod text;
mod web;
mod workbook;
mod worth;

use crate::results::provenance::Provenance;
use documents::Kind;
use figure::{Figure, FigureError};
use page::{Page, Sheet};
use std::io;
use std::path::{Path, PathBuf};
use web::FigureView;

/// A figure that lies in a result folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFigure {
    /// Name of its files, without an ending.
    pub name: String,
    /// The finding it shows.
    pub title: String,
    /// The drawing, for print and web.
    pub svg: PathBuf,
    /// The picture, for slides and documents.
    pub png: PathBuf,
}

/// What [`write_report`] has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Every figure.
    pub figures: Vec<WrittenFigure>,
    /// The web page.
    pub report: PathBuf,
    /// The workbook.
    pub workbook: PathBuf,
    /// The documents for the ministry.
    pub documents: Vec<PathBuf>,
}

/// Why the figures could not be written. What was written before stays.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file or folder could not be written.
    #[error("cannot write {path}")]
    CannotWrite {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A drawing could not be turned into a picture.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// The workbook could not be put together.
    #[error("cannot make the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Writes every figure the page has measures for into `folder/figures` as SVG and PNG, with a list
/// of them (`figures.txt`), and returns the list.
pub fn write_figures(page: &Page, folder: &Path) -> Result<Vec<WrittenFigure>, ReportError> {
    let folder = folder.join("figures");
    make_folder(&folder)?;
    let mut figures = figures::render_all(page);
    figures.extend(figures::render_files(page));
    let written = std::thread::scope(|scope| {
        // Most of the time goes into the pictures, and none needs another.
        let folder = &folder;
        let write = |figure| scope.spawn(move || write_figure(figure, folder));
        let started: Vec<_> = figures.iter().map(write).collect();
        let done = started.into_iter().map(|it| it.join().expect("a figure does not panic"));
        done.collect::<Result<Vec<_>, _>>()
    })?;
    let list: String = written.iter().map(|it| format!("{}: {}\n", it.name, it.title)).collect();
    write(&folder.join("figures.txt"), list.as_bytes())?;
    Ok(written)
}

/// Writes the whole report into `folder`: every figure, `report.html`, `report.xlsx` and `documents`.
pub fn write_report(
    page: Page,
    provenance: &Provenance,
    folder: &Path,
) -> Result<Written, ReportError> {
    let figures = write_figures(&page, folder)?;
    let (page, views) = draw_views(page);
    let report = folder.join("report.html");
    write(&report, html::render_report(&page, provenance, &views).as_bytes())?;
    let workbook = folder.join("report.xlsx");
    write(&workbook, &workbook::render_workbook(&page, provenance)?)?;
    let folder = folder.join("documents");
    make_folder(&folder)?;
    let mut written = Vec::new();
    for kind in Kind::ALL {
        let path = folder.join(format!("{}.html", kind.name()));
        if let Some(html) = documents::render_document(kind, &page, provenance, &views) {
            write(&path, html.as_bytes())?;
            written.push(path);
        }
    }
    Ok(Written { figures, report, workbook, documents: written })
}

/// Writes one document as `folder/<name>.html`; nothing if the page has nothing to say in it.
pub fn write_document(
    kind: Kind,
    page: Page,
    provenance: &Provenance,
    folder: &Path,
) -> Result<Option<PathBuf>, ReportError> {
    let (page, views) = draw_views(page);
    let Some(html) = documents::render_document(kind, &page, provenance, &views) else {
        return Ok(None);
    };
    let path = folder.join(format!("{}.html", kind.name()));
    write(&path, html.as_bytes())?;
    Ok(Some(path))
}

/// Every figure as a web page shows it, for wide and for narrow screens.
fn draw_views(page: Page) -> (Page, Vec<FigureView>) {
    let page = page.on(Sheet::Screen);
    let wide = figures::render_all(&page);
    let page = page.on(Sheet::Phone);
    let narrow = figures::render_all(&page);
    let pairs = wide.iter().zip(&narrow);
    let views = pairs.map(|(one, other)| FigureView::new(one, other, &page.text)).collect();
    (page, views)
}

fn write_figure(figure: &Figure, folder: &Path) -> Result<WrittenFigure, ReportError> {
    let svg = folder.join(format!("{}.svg", figure.name));
    let png = folder.join(format!("{}.png", figure.name));
    write(&svg, figure.svg.as_bytes())?;
    write(&png, &figure.png()?)?;
    Ok(WrittenFigure { name: figure.name.clone(), title: figure.title.clone(), svg, png })
}

fn make_folder(path: &Path) -> Result<(), ReportError> {
    std::fs::create_dir_all(path)
        .map_err(|source| ReportError::CannotWrite { path: path.to_owned(), source })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    std::fs::write(path, bytes)
        .map_err(|source| ReportError::CannotWrite { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
