//! Sheets of a study as tables that people read: words of their language, kroner in millions.

use super::{key, quantity_words};
use crate::report::table::{Cell, Format, Row, Table};
use crate::report::text::Text;
use crate::results::sheet::{self, Column, Shape, Sheet};

/// The column that says which number a row is about.
const QUANTITY: &str = "quantity";
/// The column that tells a file of several runs apart, and nobody else.
const RUN: &str = "run";
/// Columns that are in the unit of what their row is about.
const IN_UNIT_OF_ROW: [&str; 24] = [
    "at_high",
    "at_low",
    "baseline_mean",
    "crps",
    "fitted_high",
    "fitted_low",
    "fitted_median",
    "high_error",
    "interval_score",
    "low_error",
    "mean",
    "mean_effect",
    "mean_size",
    "median",
    "official_figure",
    "outcome",
    "prior_high",
    "prior_low",
    "prior_median",
    "published",
    "q10",
    "q90",
    "spread",
    "standard_error",
];
/// Columns of kroner whatever their row is about.
const KRONER: [&str; 4] = ["cost_worst_tenth", "expected_cost", "largest_regret", "recourse_value"];

/// A sheet as tables: one for each quantity if that is what its rows begin with, else one.
pub fn to_tables(sheet: &Sheet, text: &Text) -> Vec<Table> {
    if sheet.columns.first().is_none_or(|it| it.name != QUANTITY) {
        return vec![Table { caption: String::new(), ..to_table(sheet, text) }];
    }
    let table = |(quantity, rows): (&str, Vec<usize>)| {
        let caption = with_unit(quantity, quantity_words(text, quantity), text);
        Table { caption, ..to_table(&part(sheet, &rows), text) }
    };
    by_quantity(sheet).into_iter().map(table).collect()
}

/// Each quantity of a sheet with its rows, in order.
pub fn by_quantity(sheet: &Sheet) -> Vec<(&str, Vec<usize>)> {
    let mut parts: Vec<(&str, Vec<usize>)> = Vec::new();
    for row in 0..sheet.rows.len() {
        let quantity = sheet.words(row, QUANTITY);
        match parts.iter_mut().find(|(it, _)| *it == quantity) {
            Some((_, rows)) => rows.push(row),
            None => parts.push((quantity, vec![row])),
        }
    }
    parts
}

/// Some rows of a sheet.
pub fn part(sheet: &Sheet, rows: &[usize]) -> Sheet {
    let rows = rows.iter().map(|row| sheet.rows[*row].clone()).collect();
    Sheet { columns: sheet.columns.clone(), rows, ..*sheet }
}

/// A sheet as a table of a report; the first column names the lines. A quantity that all rows are about does not stand
/// in each of them.
pub fn to_table(sheet: &Sheet, text: &Text) -> Table {
    let is_of_one = by_quantity(sheet).len() == 1;
    let is_shown = |column: &Column| match column.name {
        RUN => false,
        QUANTITY => !is_of_one,
        _ => true,
    };
    let shown: Vec<usize> =
        (0..sheet.columns.len()).filter(|at| is_shown(&sheet.columns[*at])).collect();
    let row = |row: &Vec<sheet::Cell>| {
        let is_kroner = row.iter().any(is_about_kroner);
        let of = |at: &usize| cell(&sheet.columns[*at], &row[*at], is_kroner, text);
        let cells: Vec<_> = shown.iter().map(of).collect();
        Row::new(cells[0].words(text), cells[1..].to_vec())
    };
    let names = shown.iter().map(|at| text.get(&key("head", sheet.columns[*at].name)));
    let names: Vec<_> = names.collect();
    Table {
        caption: text.get(&key("sheet", sheet.name)),
        corner: names[0].clone(),
        columns: names[1..].to_vec(),
        rows: sheet.rows.iter().map(row).collect(),
    }
}

/// Whether the cell names an amount of kroner.
fn is_about_kroner(cell: &sheet::Cell) -> bool {
    let name = match cell {
        sheet::Cell::Word(word) => word,
        sheet::Cell::Text(text) => text.split('@').next().unwrap_or_default(),
        sheet::Cell::Number(_) | sheet::Cell::Nothing => "",
    };
    name.ends_with("_kroner")
}

fn cell(column: &Column, cell: &sheet::Cell, is_kroner: bool, text: &Text) -> Cell {
    match cell {
        sheet::Cell::Nothing => Cell::Nothing,
        sheet::Cell::Text(words) => Cell::Words(match column.name {
            QUANTITY => with_unit(words, quantity_words(text, words), text),
            "branch" | "worst_branch" => {
                text.find(&key("branch", words)).unwrap_or_else(|| words.clone())
            }
            _ => words.clone(),
        }),
        sheet::Cell::Word(word) => Cell::Words(text.get(&key("word", word))),
        sheet::Cell::Number(number) => {
            let is_amount = is_kroner && IN_UNIT_OF_ROW.contains(&column.name);
            let format = match column.shape {
                _ if is_amount || KRONER.contains(&column.name) => Format::Millions(1),
                Shape::Whole => Format::Whole,
                Shape::Percent => Format::Percent,
                Shape::Text | Shape::Any => Format::Significant,
            };
            Cell::Number(*number, format)
        }
    }
}

/// The words, with the unit of the quantity if its numbers are not as they are in files.
fn with_unit(quantity: &str, words: String, text: &Text) -> String {
    match is_about_kroner(&sheet::Cell::text(quantity)) {
        true => format!("{words} ({})", text.get("tornado-millions")),
        false => words,
    }
}
