//! The text of a CSV file into lines of cells, each with its place.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Problems};
use super::place::{Place, SourceText};

/// One line of a table; a quoted cell may make it several lines of text.
#[derive(Clone, Debug)]
pub struct Record {
    /// The cells from left to right.
    pub cells: Vec<Cell>,
    /// The bytes of the whole line.
    pub span: Range<usize>,
}

/// One cell, without its quotes and without space around it.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Its bytes, with the quotes.
    pub span: Range<usize>,
}

impl Cell {
    /// Where it is in `file`.
    pub fn place(&self, file: &Arc<SourceText>) -> Place {
        Place::new(file, self.span.clone())
    }
}

/// Every line that is not empty and no comment, or the quotes that do not match.
pub fn parse(file: &Arc<SourceText>) -> Result<Vec<Record>, Problems> {
    let text = file.text();
    let mut records = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = line_from(text, at);
        if line.trim().is_empty() || line.starts_with('#') {
            at += line.len() + 1;
            continue;
        }
        let record = parse_record(text, at).map_err(|span| {
            let problem = Diagnostic::error(Place::new(file, span), "has quotes that do not match");
            problem.accepting("must have quotes around the whole cell, doubled inside it")
        })?;
        at = record.span.end + 1;
        records.push(record);
    }
    Ok(records)
}

/// The rest of the line, without its line feed.
fn line_from(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    rest.split('\n').next().unwrap_or(rest)
}

/// The record that begins at a byte, up to its line feed; or the cell whose quotes do not match.
fn parse_record(text: &str, start: usize) -> Result<Record, Range<usize>> {
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let (cell, end) = parse_cell(text, at)?;
        cells.push(cell);
        at = end;
        if text[at..].starts_with(',') {
            at += 1;
        } else {
            break;
        }
    }
    Ok(Record { cells, span: start..at })
}

/// The cell that begins at a byte, and where its comma or line feed is.
fn parse_cell(text: &str, start: usize) -> Result<(Cell, usize), Range<usize>> {
    let rest = &text[start..];
    let ends = |from: usize| rest[from..].find([',', '\n']).map_or(rest.len(), |at| from + at);
    let begin = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if !rest[begin..].starts_with('"') {
        let end = ends(0);
        let text = rest[..end].trim();
        let begin = begin.min(end);
        let span = start + begin..start + begin + text.len();
        return Ok((Cell { text: text.to_owned(), span }, start + end));
    }
    let Some(close) = closing_quote(rest, begin + 1) else {
        return Err(start + begin..start + begin + line_from(rest, begin).trim_end().len());
    };
    let end = ends(close + 1);
    if !rest[close + 1..end].trim().is_empty() {
        return Err(start + begin..start + end);
    }
    let inside = rest[begin + 1..close].replace("\"\"", "\"");
    Ok((Cell { text: inside, span: start + begin..start + close + 1 }, start + end))
}

/// The quote that ends a cell; two quotes in a row are one inside it.
fn closing_quote(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let quote = at + text[at..].find('"')?;
        if !text[quote + 1..].starts_with('"') {
            return Some(quote);
        }
        at = quote + 2;
    }
}
