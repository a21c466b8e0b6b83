//! Sheets of text: the assumptions, the reference data, what the columns are, and the scenario.

use super::grid::measure_name;
use super::lines::{Entry, FIRST, Lines};
use super::{Looks, new_sheet, text};
use crate::report::basis;
use crate::report::page::Page;
use crate::results::provenance::{Parameter, Provenance};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::collections::BTreeMap;

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
    let heads = [
        ("basis-key", 62.0),
        ("basis-central", 16.0),
        ("basis-law", 44.0),
        ("basis-status", 14.0),
        ("basis-source", 80.0),
    ];
    let mut lines = Lines::begin(book, page, "parameters", &named(page, heads), looks)?;
    let look = Format::new().set_num_format("#,##0.####");
    let groups = basis::groups(provenance, &page.text);
    for parameter in groups.iter().flat_map(|group| &group.parameters) {
        let Parameter { key, central, law, status, source } = parameter;
        let number = central.parse::<f64>().ok().filter(|it| it.is_finite());
        let central = number.map_or(Entry::Words(central), |it| Entry::Number(it, &look));
        let law = law.as_ref().map(|law| basis::law_words(law, &page.text)).unwrap_or_default();
        let status = page.text.find(&format!("status-{status}")).unwrap_or_else(|| status.clone());
        let source = source.as_deref().unwrap_or_default();
        let [law, status, source] = [&law, &status, source].map(Entry::Words);
        lines.push(&[Entry::Words(key), central, law, status, source])?;
    }
    lines.finish()
}

fn add_references(
    book: &mut Workbook,
    page: &Page,
    provenance: &Provenance,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let heads = [("origin-file", 44.0), ("origin-vintage", 36.0), ("origin-hash-file", 72.0)];
    let mut lines = Lines::begin(book, page, "references", &named(page, heads), looks)?;
    for it in &provenance.references {
        lines.push(&[&it.file, &it.vintage, &it.sha256].map(|it| Entry::Words(it)))?;
    }
    lines.finish()
}

/// What each measure is called in the sheets and in `summary.json`.
fn add_measures(book: &mut Workbook, page: &Page, looks: &Looks) -> Result<(), XlsxError> {
    let heads = [("measure-label", 64.0), ("measure-id", 44.0), ("measure-unit", 20.0)];
    let mut lines = Lines::begin(book, page, "measures", &named(page, heads), looks)?;
    let measures = page.summary.measures.iter();
    let units: BTreeMap<&str, &str> =
        measures.map(|it| (it.name.as_str(), it.unit.as_str())).collect();
    for (name, unit) in units {
        lines.push(&[&measure_name(page, name), name, unit].map(Entry::Words))?;
    }
    lines.finish()
}

/// The names of columns by their keys.
fn named<const N: usize>(page: &Page, heads: [(&str, f64); N]) -> [(String, f64); N] {
    heads.map(|(key, width)| (page.text.get(key), width))
}
