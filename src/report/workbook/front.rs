//! The front sheet: the answer in sentences and as a table, and where it comes from.

use super::{Looks, NUMBER_WIDTH, text};
use crate::report::answer;
use crate::report::page::Page;
use crate::report::table::{Cell, Format as NumberFormat, Row, Table};
use crate::results::provenance::Provenance;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Columns that a sentence spans, and the letters a line of it holds.
pub const SPAN: u16 = 6;
const LETTERS_A_LINE: usize = 105;
pub const LINE_HEIGHT: f64 = 15.5;

/// Adds the sheet.
pub fn add(
    book: &mut Workbook,
    page: &Page,
    provenance: &Provenance,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let known = [("date", page.as_of_words()), ("scenario", page.title())];
    let known = answer::with(page, "subtitle", &known);
    let sheet = begin(book, page, looks, (SPAN, NUMBER_WIDTH), [&page.title(), &known])?;
    let mut row = add_sentences(sheet, looks, &answer::sentences(page), 3)?;
    row = add_table(sheet, page, looks, &answer::table(page), row + 1)?;
    add_origin(sheet, page, provenance, looks, row + 1)
}

/// Begins the sheet with a title and a line under it: room for the names of lines, then for `n` columns that are so
/// many letters wide.
pub fn begin<'b>(
    book: &'b mut Workbook,
    page: &Page,
    looks: &Looks,
    (n, width): (u16, f64),
    [title, known]: [&str; 2],
) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(page.text.get("sheet-front"))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_screen_gridlines(false);
    sheet.set_column_width(0, 44.0)?;
    for column in 1..=n {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, text(title), &looks.title)?;
    sheet.write_string_with_format(1, 0, text(known), &looks.quiet)?;
    Ok(sheet)
}

/// Writes a paragraph a row from `row` on and returns the row after them.
pub fn add_sentences(
    sheet: &mut Worksheet,
    looks: &Looks,
    sentences: &[String],
    mut row: u32,
) -> Result<u32, XlsxError> {
    for sentence in sentences {
        sheet.merge_range(row, 0, row, SPAN, &text(sentence), &looks.wrapped)?;
        let n_lines = sentence.chars().count().div_ceil(LETTERS_A_LINE);
        sheet.set_row_height(row, n_lines as f64 * LINE_HEIGHT + 4.0)?;
        row += 1;
    }
    Ok(row)
}

/// Writes a table from `row` on and returns the row after it.
pub fn add_table(
    sheet: &mut Worksheet,
    page: &Page,
    looks: &Looks,
    table: &Table,
    mut row: u32,
) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(row, 0, text(&table.caption), &looks.quiet)?;
    row += 1;
    sheet.write_string_with_format(row, 0, "", &looks.head)?;
    for (column, name) in (1..).zip(&table.columns) {
        match name.parse::<f64>() {
            Ok(year) => sheet.write_number_with_format(row, column, year, &looks.head)?,
            Err(_) => sheet.write_string_with_format(row, column, text(name), &looks.head)?,
        };
    }
    for line in table.rows.iter().flat_map(|line| without_ranges(line, page)) {
        row += 1;
        let look = match (line.cells.is_empty(), line.is_detail) {
            (true, _) => &looks.heading,
            (_, true) => &looks.detail,
            _ => &looks.plain,
        };
        sheet.write_string_with_format(row, 0, text(&line.name), look)?;
        for (column, cell) in (1..).zip(&line.cells) {
            write_cell(sheet, row, column, cell, looks)?;
        }
    }
    Ok(row + 1)
}

/// A line of ranges as two lines of numbers; any other line as it is.
fn without_ranges(row: &Row, page: &Page) -> Vec<Row> {
    if !row.cells.iter().any(|cell| matches!(cell, Cell::Range(..))) {
        return vec![row.clone()];
    }
    let end = |quantile: f64, of: fn(&Cell) -> Cell| {
        let name = page.text.with("quantile", &[("percent", &page.percent(quantile))]);
        Row::detail(name, row.cells.iter().map(of).collect())
    };
    let low = end(0.1, |cell| match cell {
        Cell::Range(low, _, format) => Cell::Number(*low, *format),
        other => other.clone(),
    });
    let high = end(0.9, |cell| match cell {
        Cell::Range(_, high, format) => Cell::Number(*high, *format),
        other => other.clone(),
    });
    vec![low, high]
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing | Cell::Range(..) => {}
        Cell::Words(words) => {
            let right = Format::new().set_align(rust_xlsxwriter::FormatAlign::Right);
            sheet.write_string_with_format(row, column, text(words), &right)?;
        }
        Cell::Number(value, format) => {
            // In the unit that the caption names.
            let unit = if matches!(format, NumberFormat::Millions(_)) { 1e6 } else { 1.0 };
            let look = looks.of_number(*format);
            sheet.write_number_with_format(row, column, value / unit, &look)?;
        }
    }
    Ok(())
}

fn add_origin(
    sheet: &mut Worksheet,
    page: &Page,
    provenance: &Provenance,
    looks: &Looks,
    mut row: u32,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, page.text.get("report-origin"), &looks.heading)?;
    let command = format!("bosett {}", provenance.command.join(" "));
    let about = [
        ("origin-command", command.as_str()),
        ("origin-scenario", &provenance.scenario.name),
        ("origin-hash", &provenance.scenario.sha256),
        ("origin-as-of", &page.as_of_words()),
        ("origin-version", &provenance.version),
        ("origin-streams", &provenance.rng_schema),
    ];
    row = add_named(sheet, page, &about, row + 1)? - 1;
    let whole = Format::new().set_num_format("0").set_align(rust_xlsxwriter::FormatAlign::Left);
    for (key, number) in
        [("origin-replications", provenance.replications), ("origin-seed", provenance.seed)]
    {
        row += 1;
        sheet.write_string(row, 0, page.text.get(key))?;
        // A seed may have more digits than a cell's number holds.
        match u32::try_from(number) {
            Ok(number) => sheet.write_number_with_format(row, 1, number, &whole)?,
            Err(_) => sheet.write_string(row, 1, number.to_string())?,
        };
    }
    Ok(())
}

/// Writes a line for each key with what it names, from `row` on, and returns the row after them.
pub fn add_named(
    sheet: &mut Worksheet,
    page: &Page,
    about: &[(&str, &str)],
    mut row: u32,
) -> Result<u32, XlsxError> {
    for (key, words) in about {
        sheet.write_string(row, 0, page.text.get(key))?;
        sheet.write_string(row, 1, text(words))?;
        row += 1;
    }
    Ok(row)
}
