//! `comparison.xlsx`: the sentences and the scenarios side by side in front, then paired differences, causes, what
//! is written differently, and every measure of every scenario.

use super::front::add_sentences;
use super::grid::measure_name;
use super::{Looks, NUMBER_WIDTH, front, new_sheet, text};
use crate::calendar::Day;
use crate::report::comparison::{cause_words, of_scenario, side_by_side};
use crate::report::page::Page;
use crate::results::Measure;
use crate::results::comparison::{Comparison, Difference};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

/// Rows above the lines: what the sheet shows, and the names of the columns.
const NAMES: u32 = 1;
const FIRST: u32 = 2;
/// Width of a column under the title of a scenario.
const TITLE_WIDTH: f64 = 20.0;
/// Width of a column of words.
const WORDS_WIDTH: f64 = 34.0;

/// The workbook as a file's bytes.
pub fn render_comparison(page: &Page, comparison: &Comparison) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(page, comparison)?);
    let looks = Looks::new(page);
    add_front(&mut book, page, comparison, &looks)?;
    add_differences(&mut book, page, comparison, &looks)?;
    add_causes(&mut book, page, comparison, &looks)?;
    add_changes(&mut book, page, comparison, &looks)?;
    add_measures(&mut book, page, comparison, &looks)?;
    book.save_to_buffer()
}

fn properties(page: &Page, comparison: &Comparison) -> Result<DocProperties, XlsxError> {
    let start = page.summary.start.parse::<Day>().ok();
    let date = page.as_of().or(start).map_or((2000, 1, 1), |day| {
        let date = day.date();
        (date.year(), date.month(), date.day())
    });
    let created = ExcelDateTime::from_ymd(date.0 as u16, date.1 as u8, date.2 as u8)?;
    let author = format!("bosett {}", comparison.version);
    let title = page.text.get("compare-title");
    let properties = DocProperties::new().set_title(title).set_author(author);
    Ok(properties.set_creation_datetime(&created))
}

fn add_front(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(page.text.get("sheet-front"))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_screen_gridlines(false);
    let n_columns = comparison.scenarios.len() as u16;
    front::set_widths(sheet, n_columns.max(front::SPAN), TITLE_WIDTH)?;
    let title = page.text.get("compare-title");
    sheet.write_string_with_format(0, 0, text(&title), &looks.title)?;
    let before = format!("{}: {}", page.text.get("compare-before"), page.title());
    sheet.write_string_with_format(1, 0, text(&before), &looks.quiet)?;
    let mut row = 3;
    for other in comparison.others() {
        let title = page.text.title(&other.summary.title);
        sheet.write_string_with_format(row, 0, text(&title), &looks.heading)?;
        row = add_sentences(sheet, looks, &of_scenario(page, other), row + 1)? + 1;
    }
    for table in side_by_side(page, comparison) {
        // Titles of scenarios are long.
        sheet.set_row_height(row + 1, 3.0 * front::LINE_HEIGHT)?;
        row = front::add_table(sheet, page, looks, &table, row)? + 1;
    }
    let command = format!("bosett {}", comparison.command.join(" "));
    for (key, words) in [
        ("origin-command", command.as_str()),
        ("origin-version", &comparison.version),
        ("origin-streams", &comparison.rng_schema),
    ] {
        sheet.write_string(row, 0, page.text.get(key))?;
        sheet.write_string(row, 1, text(words))?;
        row += 1;
    }
    Ok(())
}

/// A sheet of lines that begin with words, under named columns.
fn begin<'b>(
    book: &'b mut Workbook,
    page: &Page,
    key: &str,
    (words, numbers): (&[&str], &[String]),
    looks: &Looks,
) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = new_sheet(book, page, key, looks)?;
    let names = words.iter().map(|key| page.text.get(key)).chain(numbers.iter().cloned());
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(NAMES, column, text(&name), &looks.head)?;
        let is_words = usize::from(column) < words.len();
        sheet.set_column_width(column, if is_words { WORDS_WIDTH } else { NUMBER_WIDTH })?;
    }
    sheet.set_freeze_panes(FIRST, 1)?;
    sheet.set_repeat_rows(NAMES, NAMES)?;
    Ok(sheet)
}

fn finish(sheet: &mut Worksheet, row: u32, n_columns: usize) -> Result<(), XlsxError> {
    if row > FIRST {
        sheet.autofilter(NAMES, 0, row - 1, n_columns as u16 - 1)?;
    }
    Ok(())
}

fn numbers(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    looks: &Looks,
    unit: &str,
    values: &[f64],
) -> Result<(), XlsxError> {
    let look = looks.of_unit(unit);
    for (at, value) in (column..).zip(values).filter(|(_, value)| value.is_finite()) {
        sheet.write_number_with_format(row, at, *value, &look)?;
    }
    Ok(())
}

fn period(page: &Page, measure: &Measure) -> String {
    match measure.period.as_str() {
        "all" => page.text.get("compare-all-years"),
        year => year.to_owned(),
    }
}

fn unit_words(page: &Page, unit: &str) -> String {
    page.text.find(&format!("unit-{}", unit.replace(' ', "-"))).unwrap_or_else(|| unit.to_owned())
}

/// Mean, its interval, and the band that holds 80 % of the replications.
fn heads(page: &Page) -> Vec<String> {
    let interval = page.text.get("compare-interval");
    let end = |key: &str| format!("{interval}, {}", page.text.get(key));
    let mut heads = vec![page.text.get("compare-mean"), end("compare-from"), end("compare-to")];
    heads.extend([page.percent(0.1), page.percent(0.9)]);
    heads
}

fn of_difference(difference: &Difference) -> [f64; 5] {
    let Difference { measure, low, high } = difference;
    [measure.mean, *low, *high, measure.q10, measure.q90]
}

fn add_differences(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words = ["compare-scenario", "compare-quantity", "year", "measure-unit"];
    let heads = heads(page);
    let sheet = begin(book, page, "differences", (&words, &heads), looks)?;
    let mut row = FIRST;
    for other in comparison.others() {
        for difference in &other.differences {
            let measure = &difference.measure;
            let line = [
                page.text.title(&other.summary.title),
                measure_name(page, &measure.name),
                period(page, measure),
                unit_words(page, &measure.unit),
            ];
            for (column, words) in (0..).zip(&line) {
                sheet.write_string(row, column, text(words))?;
            }
            numbers(sheet, (row, 4), looks, &measure.unit, &of_difference(difference))?;
            row += 1;
        }
    }
    finish(sheet, row, words.len() + heads.len())
}

fn add_causes(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words = ["compare-scenario", "compare-cause", "year"];
    let heads = heads(page);
    let sheet = begin(book, page, "causes", (&words, &heads), looks)?;
    let mut row = FIRST;
    for other in comparison.others() {
        for step in &other.steps {
            let measure = &step.difference.measure;
            let cause = cause_words(page, step.cause);
            let line = [page.text.title(&other.summary.title), cause, period(page, measure)];
            for (column, words) in (0..).zip(&line) {
                sheet.write_string(row, column, text(words))?;
            }
            numbers(sheet, (row, 3), looks, &measure.unit, &of_difference(&step.difference))?;
            row += 1;
        }
    }
    finish(sheet, row, words.len() + heads.len())
}

fn add_changes(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words =
        ["compare-scenario", "compare-key", "compare-cause", "compare-before", "compare-after"];
    let sheet = begin(book, page, "changes", (&words, &[]), looks)?;
    let mut row = FIRST;
    for other in comparison.others() {
        for change in &other.changes {
            let line = [
                page.text.title(&other.summary.title),
                change.key.clone(),
                cause_words(page, change.cause),
                change.before.clone().unwrap_or_default(),
                change.after.clone().unwrap_or_default(),
            ];
            for (column, words) in (0..).zip(&line) {
                sheet.write_string(row, column, text(words))?;
            }
            row += 1;
        }
    }
    finish(sheet, row, words.len())
}

/// Every measure of a year in every scenario.
fn add_measures(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words = ["compare-scenario", "compare-quantity", "year", "measure-unit"];
    let heads = [page.text.get("compare-mean"), page.text.get("median")];
    let heads = [&heads[..], &[page.percent(0.1), page.percent(0.9)]].concat();
    let sheet = begin(book, page, "scenarios", (&words, &heads), looks)?;
    let mut row = FIRST;
    for compared in &comparison.scenarios {
        let yearly = compared.summary.measures.iter().filter(|it| !it.period.contains('-'));
        for measure in yearly {
            let line = [
                page.text.title(&compared.summary.title),
                measure_name(page, &measure.name),
                period(page, measure),
                unit_words(page, &measure.unit),
            ];
            for (column, words) in (0..).zip(&line) {
                sheet.write_string(row, column, text(words))?;
            }
            let values = [measure.mean, measure.q50, measure.q10, measure.q90];
            numbers(sheet, (row, 4), looks, &measure.unit, &values)?;
            row += 1;
        }
    }
    finish(sheet, row, words.len() + heads.len())
}
