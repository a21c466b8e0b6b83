//! Tables as data: what stands in each cell and how it is written, for the web page and the workbook.
//!
//! Numbers are measures as they are; only here do they become text.

use super::number;
use super::text::{Language, Text};
use serde::Serialize;

/// The most letters of a word in the name of a line; our own are shorter in every language.
const LONGEST_WORD: usize = 24;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Persons, beds, days: no decimals.
    Whole,
    /// With so many decimals.
    Decimal(u8),
    /// Kroner, written in millions with so many decimals.
    Millions(u8),
    /// A share of one, written as a percentage without decimals.
    Percent,
    /// A number of any size, with four significant digits at least.
    Significant,
    /// A probability, of which replications never prove that it is 0 or 1.
    Chance,
}

impl Format {
    /// The number in the words of a language.
    pub fn words(self, value: f64, text: &Text) -> String {
        let language = text.language();
        match self {
            Self::Whole => number::whole(value, language),
            Self::Decimal(n_decimals) => number::decimal(value, n_decimals.into(), language),
            Self::Millions(n_decimals) => number::millions(value, n_decimals.into(), language),
            Self::Percent => number::percent(value, 0, language),
            Self::Significant => number::significant(value, language),
            Self::Chance => match language {
                Language::En => format!("{}%", text.probability(value)),
                Language::Nb | Language::Nn => format!("{}\u{a0}%", text.probability(value)),
            },
        }
    }

    /// From one number to another; one number where both are written alike.
    pub fn range(self, (low, high): (f64, f64), text: &Text) -> String {
        let is_negative = low < 0.0 || high < 0.0;
        let high = self.words(high, text);
        if self.words(low, text) == high {
            return high;
        }
        let low = match self {
            // The sign of both stands behind the second.
            Self::Percent => number::whole(low * 100.0, text.language()),
            _ => self.words(low, text),
        };
        // A dash beside a minus sign cannot be read.
        match is_negative {
            true => text.with("range", &[("low", &low), ("high", &high)]),
            false => format!("{low}\u{2013}{high}"),
        }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// There is no such number.
    Nothing,
    /// Text.
    Words(String),
    /// A number.
    Number(f64, Format),
    /// From one number to another.
    Range(f64, f64, Format),
}

impl Cell {
    /// The number, if there is one.
    pub fn number(value: Option<f64>, format: Format) -> Self {
        value.map_or(Self::Nothing, |it| Self::Number(it, format))
    }

    /// As it is read.
    pub fn words(&self, text: &Text) -> String {
        match self {
            Self::Nothing => "\u{2013}".to_owned(),
            Self::Words(words) => words.clone(),
            Self::Number(value, format) => format.words(*value, text),
            Self::Range(low, high, format) => format.range((*low, *high), text),
        }
    }
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the line is about.
    pub name: String,
    /// One for each column; none in a line that is a heading for those under it.
    pub cells: Vec<Cell>,
    /// Whether it says more about the line above.
    pub is_detail: bool,
}

impl Row {
    /// A line with a cell for each column.
    pub fn new(name: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { name: name.into(), cells, is_detail: false }
    }

    /// A line that says more about the one above.
    pub fn detail(name: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { is_detail: true, ..Self::new(name, cells) }
    }

    /// A heading for the lines under it.
    pub fn heading(name: impl Into<String>) -> Self {
        Self::new(name, Vec::new())
    }

    /// Whether any cell holds something.
    pub fn has_content(&self) -> bool {
        self.cells.iter().any(|cell| *cell != Cell::Nothing)
    }
}

/// A table whose first column names the lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows, with the unit of its numbers.
    pub caption: String,
    /// What the first column names.
    pub corner: String,
    /// Names of the other columns.
    pub columns: Vec<String>,
    /// The lines.
    pub rows: Vec<Row>,
}

impl Table {
    /// The table without columns and headings under which nothing stands.
    pub fn without_empty(mut self) -> Self {
        let is_filled = |index: usize| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(index));
            cells.into_iter().any(|cell| *cell != Cell::Nothing)
        };
        let filled: Vec<_> = (0..self.columns.len()).map(is_filled).collect();
        let mut kept = filled.iter().copied();
        self.columns.retain(|_| kept.next().unwrap_or(true));
        for row in &mut self.rows {
            let mut kept = filled.iter().copied();
            row.cells.retain(|_| kept.next().unwrap_or(true));
        }
        let is_heading = |index: usize| self.rows.get(index).is_none_or(|it| it.cells.is_empty());
        let lone: Vec<_> =
            (0..self.rows.len()).map(|it| is_heading(it) && is_heading(it + 1)).collect();
        let mut lone = lone.into_iter();
        self.rows.retain(|_| !lone.next().unwrap_or(false));
        self
    }

    fn column(&self, index: usize) -> CellView {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(index));
        let mut filled = cells.filter(|cell| **cell != Cell::Nothing);
        let is_words = filled.all(|cell| matches!(cell, Cell::Words(_)));
        CellView { words: self.columns[index].clone(), is_words }
    }

    /// What a template needs of it.
    pub fn view(&self, text: &Text) -> TableView {
        let cell = |cell: &Cell| CellView {
            words: cell.words(text),
            is_words: matches!(cell, Cell::Words(_)),
        };
        let row = |row: &Row| RowView {
            name: row.name.clone(),
            is_heading: row.cells.is_empty(),
            is_detail: row.is_detail,
            cells: row.cells.iter().map(cell).collect(),
        };
        // Words so long that they are keys, which may be broken anywhere.
        let is_key = |name: &str| name.split(' ').any(|it| it.chars().count() > LONGEST_WORD);
        TableView {
            caption: self.caption.clone(),
            has_keys: self.rows.iter().any(|row| {
                let words = |cell: &Cell| matches!(cell, Cell::Words(it) if is_key(it));
                is_key(&row.name) || row.cells.iter().any(words)
            }),
            corner: self.corner.clone(),
            columns: (0..self.columns.len()).map(|index| self.column(index)).collect(),
            width: self.columns.len() + 1,
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

/// A table as text.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    caption: String,
    has_keys: bool,
    corner: String,
    columns: Vec<CellView>,
    width: usize,
    rows: Vec<RowView>,
}

#[derive(Clone, Debug, Serialize)]
struct RowView {
    name: String,
    is_heading: bool,
    is_detail: bool,
    cells: Vec<CellView>,
}

#[derive(Clone, Debug, Serialize)]
struct CellView {
    words: String,
    is_words: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_format_says() {
        let text = Text::new(Language::Nb);
        let cases = [
            (Format::Whole, 1_234.4, "1\u{202f}234"),
            (Format::Decimal(1), 1_234.44, "1\u{202f}234,4"),
            (Format::Millions(1), 15_335_900_000.0, "15\u{202f}335,9"),
            (Format::Percent, 0.426, "43\u{a0}%"),
            (Format::Chance, 1.0, "over 99\u{a0}%"),
        ];
        for (format, value, expected) in cases {
            assert_eq!(Cell::Number(value, format).words(&text), expected);
        }
        let range = Cell::Range(1.0, 2.0, Format::Whole);
        assert_eq!(range.words(&text), "1\u{2013}2");
        let range = Cell::Range(-2.0, 1.0, Format::Whole);
        assert_eq!(range.words(&text), "\u{2212}2 til 1");
        let range = Cell::Range(0.78, 0.88, Format::Percent);
        assert_eq!(range.words(&text), "78\u{2013}88\u{a0}%");
    }

    #[test]
    fn empty_columns_and_lone_headings_go() {
        let table = Table {
            caption: String::new(),
            corner: String::new(),
            columns: vec!["a".to_owned(), "b".to_owned()],
            rows: vec![
                Row::heading("lone"),
                Row::heading("kept"),
                Row::new("line", vec![Cell::Nothing, Cell::Number(1.0, Format::Whole)]),
                Row::heading("last"),
            ],
        };
        let table = table.without_empty();
        assert_eq!(table.columns, ["b"]);
        let names: Vec<_> = table.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["kept", "line"]);
        assert_eq!(table.rows[1].cells.len(), 1);
    }
}
