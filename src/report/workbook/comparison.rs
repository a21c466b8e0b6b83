//! `comparison.xlsx`: the sentences and the scenarios side by side in front, then paired differences, causes, what
//! is written differently, and every measure of every scenario.

use super::front::add_sentences;
use super::grid::measure_name;
use super::lines::{Entry, Lines};
use super::{Looks, NUMBER_WIDTH, front, properties, text};
use crate::report::comparison::{cause_words, of_scenario, side_by_side};
use crate::report::page::Page;
use crate::results::comparison::{Comparison, Difference};
use crate::results::{Measure, Summary};
use rust_xlsxwriter::{Workbook, XlsxError};

/// Width of a column under the title of a scenario.
const TITLE_WIDTH: f64 = 20.0;
/// Width of a column of words.
const WORDS_WIDTH: f64 = 34.0;

/// The workbook as a file's bytes.
pub fn render_comparison(page: &Page, comparison: &Comparison) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = page.text.get("compare-title");
    book.set_properties(&properties(page, &comparison.version, &title)?);
    let looks = Looks::new(page);
    add_front(&mut book, page, comparison, &looks)?;
    add_differences(&mut book, page, comparison, &looks)?;
    add_causes(&mut book, page, comparison, &looks)?;
    add_changes(&mut book, page, comparison, &looks)?;
    add_measures(&mut book, page, comparison, &looks)?;
    book.save_to_buffer()
}

fn add_front(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let n_columns = (comparison.scenarios.len() as u16).max(front::SPAN);
    let title = page.text.get("compare-title");
    let before = format!("{}: {}", page.text.get("compare-before"), page.title());
    let sheet = front::begin(book, page, looks, (n_columns, TITLE_WIDTH), [&title, &before])?;
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
    let about = [
        ("origin-command", command.as_str()),
        ("origin-version", &comparison.version),
        ("origin-streams", &comparison.rng_schema),
    ];
    front::add_named(sheet, page, &about, row)?;
    Ok(())
}

/// Columns of words by their keys, and then of numbers by their names.
fn columns(page: &Page, words: &[&str], numbers: &[String]) -> Vec<(String, f64)> {
    let words = words.iter().map(|key| (page.text.get(key), WORDS_WIDTH));
    words.chain(numbers.iter().map(|it| (it.clone(), NUMBER_WIDTH))).collect()
}

/// Adds a line of words and then numbers of a unit.
fn push(
    lines: &mut Lines,
    looks: &Looks,
    words: &[String],
    (unit, numbers): (&str, &[f64]),
) -> Result<(), XlsxError> {
    let look = looks.of_unit(unit);
    let words = words.iter().map(|it| Entry::Words(it));
    let numbers = numbers.iter().map(|it| Entry::Number(*it, &look));
    lines.push(&words.chain(numbers).collect::<Vec<_>>())
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
    let columns = columns(page, &words, &heads(page));
    let mut lines = Lines::begin(book, page, "differences", &columns, looks)?;
    for other in comparison.others() {
        for difference in &other.differences {
            let words = words_of(page, &other.summary, &difference.measure);
            let numbers = (difference.measure.unit.as_str(), &of_difference(difference)[..]);
            push(&mut lines, looks, &words, numbers)?;
        }
    }
    lines.finish()
}

/// Which scenario a measure is of, what it is, when, and in which unit.
fn words_of(page: &Page, summary: &Summary, measure: &Measure) -> [String; 4] {
    [
        page.text.title(&summary.title),
        measure_name(page, &measure.name),
        period(page, measure),
        unit_words(page, &measure.unit),
    ]
}

fn add_causes(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words = ["compare-scenario", "compare-cause", "year"];
    let columns = columns(page, &words, &heads(page));
    let mut lines = Lines::begin(book, page, "causes", &columns, looks)?;
    for other in comparison.others() {
        let title = page.text.title(&other.summary.title);
        for step in &other.steps {
            let measure = &step.difference.measure;
            let words = [title.clone(), cause_words(page, step.cause), period(page, measure)];
            let numbers = (measure.unit.as_str(), &of_difference(&step.difference)[..]);
            push(&mut lines, looks, &words, numbers)?;
        }
    }
    lines.finish()
}

fn add_changes(
    book: &mut Workbook,
    page: &Page,
    comparison: &Comparison,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words =
        ["compare-scenario", "compare-key", "compare-cause", "compare-before", "compare-after"];
    let mut lines = Lines::begin(book, page, "changes", &columns(page, &words, &[]), looks)?;
    for other in comparison.others() {
        let title = page.text.title(&other.summary.title);
        for change in &other.changes {
            let [before, after] =
                [&change.before, &change.after].map(|it| it.as_deref().unwrap_or_default());
            let cause = cause_words(page, change.cause);
            lines.push(&[&title, &change.key, &cause, before, after].map(Entry::Words))?;
        }
    }
    lines.finish()
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
    let columns = columns(page, &words, &heads);
    let mut lines = Lines::begin(book, page, "scenarios", &columns, looks)?;
    for compared in &comparison.scenarios {
        let yearly = compared.summary.measures.iter().filter(|it| !it.period.contains('-'));
        for measure in yearly {
            let numbers = [measure.mean, measure.q50, measure.q10, measure.q90];
            let words = words_of(page, &compared.summary, measure);
            push(&mut lines, looks, &words, (&measure.unit, &numbers))?;
        }
    }
    lines.finish()
}
