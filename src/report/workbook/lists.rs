//! Sheets of text: the assumptions, the reference data, what the columns are, and the scenario.

use super::grid::measure_name;
use super::{Looks, new_sheet, text};
use crate::report::basis;
use crate::report::page::Page;
use crate::results::provenance::{Parameter, Provenance};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Rows above the lines: what the sheet shows, and the names of the columns.
const NAMES: u32 = 1;
const FIRST: u32 = 2;

/// Adds them.
pub fn add_all(
    book: &mut Workbook,
    page: &Page,
    provenance: &Provenance,
    looks: &Looks,
) -> Result<(), XlsxError> {
    add_parameters(book, page, provenance, looks)?;
    add_references(book, page, provenance, looks)?;
    add_measures(book, page, looks)?;
    let sheet = new_sheet(book, page, "scenario", looks)?;
    sheet.set_column_width(0, 120.0)?;
    for (row, line) in (FIRST..).zip(provenance.scenario.text.lines()) {
        sheet.write_string(row, 0, text(line))?;
    }
    Ok(())
}

fn add_parameters(
    book: &mut Workbook,
    page: &Page,
    provenance: &Provenance,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let sheet = new_sheet(book, page, "parameters", looks)?;
    let heads = ["basis-key", "basis-central", "basis-law", "basis-status", "basis-source"];
    add_heads(sheet, page, looks, &heads, &[62.0, 16.0, 44.0, 14.0, 80.0])?;
    let groups = basis::groups(provenance, &page.text);
    let mut row = FIRST;
    for parameter in groups.iter().flat_map(|group| &group.parameters) {
        let Parameter { key, central, law, status, source } = parameter;
        sheet.write_string(row, 0, text(key))?;
        match central.parse::<f64>().ok().filter(|it| it.is_finite()) {
            Some(number) => {
                let look = Format::new().set_num_format("#,##0.####");
                sheet.write_number_with_format(row, 1, number, &look)?
            }
            None => sheet.write_string(row, 1, text(central))?,
        };
        let law = law.as_ref().map(|law| basis::law_words(law, &page.text));
        let status = page.text.find(&format!("status-{status}")).unwrap_or_else(|| status.clone());
        let words = [law.unwrap_or_default(), status, source.clone().unwrap_or_default()];
        for (column, words) in (2..).zip(words) {
            sheet.write_string(row, column, text(&words))?;
        }
        row += 1;
    }
    finish(sheet, row, heads.len())
}

fn add_references(
    book: &mut Workbook,
    page: &Page,
    provenance: &Provenance,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let sheet = new_sheet(book, page, "references", looks)?;
    let heads = ["origin-file", "origin-vintage", "origin-hash-file"];
    add_heads(sheet, page, looks, &heads, &[44.0, 36.0, 72.0])?;
    let mut row = FIRST;
    for reference in &provenance.references {
        let words = [&reference.file, &reference.vintage, &reference.sha256];
        for (column, words) in (0..).zip(words) {
            sheet.write_string(row, column, text(words))?;
        }
        row += 1;
    }
    finish(sheet, row, heads.len())
}

/// What each measure is called in the sheets and in `summary.json`.
fn add_measures(book: &mut Workbook, page: &Page, looks: &Looks) -> Result<(), XlsxError> {
    let sheet = new_sheet(book, page, "measures", looks)?;
    let heads = ["measure-label", "measure-id", "measure-unit"];
    add_heads(sheet, page, looks, &heads, &[64.0, 44.0, 20.0])?;
    let measures = page.summary.measures.iter();
    let units: BTreeMap<&str, &str> =
        measures.map(|it| (it.name.as_str(), it.unit.as_str())).collect();
    let mut row = FIRST;
    for (name, unit) in units {
        for (column, words) in (0..).zip([&measure_name(page, name), name, unit]) {
            sheet.write_string(row, column, text(words))?;
        }
        row += 1;
    }
    finish(sheet, row, heads.len())
}

fn add_heads(
    sheet: &mut Worksheet,
    page: &Page,
    looks: &Looks,
    keys: &[&str],
    widths: &[f64],
) -> Result<(), XlsxError> {
    for ((column, key), width) in (0..).zip(keys).zip(widths) {
        sheet.write_string_with_format(NAMES, column, page.text.get(key), &looks.head)?;
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}

fn finish(sheet: &mut Worksheet, row: u32, n_columns: usize) -> Result<(), XlsxError> {
    if row > FIRST {
        sheet.autofilter(NAMES, 0, row - 1, n_columns as u16 - 1)?;
    }
    sheet.set_freeze_panes(FIRST, 1)?;
    sheet.set_repeat_rows(NAMES, NAMES)?;
    Ok(())
}
