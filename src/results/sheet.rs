//! A study's answer: sheets of rows whose columns are declared beside them, the same for the terminal, JSON
//! and CSV.

use super::csv_text::csv_cell;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A date, a key of a scenario file, a name: the same in every language.
    Text(String),
    /// A word of ours, which a report may translate.
    Word(&'static str),
    /// A number, in the unit of its column.
    Number(f64),
    /// There is none.
    Nothing,
}

impl Cell {
    /// A number where there is one.
    pub fn of(number: Option<f64>) -> Self {
        number.filter(|it| it.is_finite()).map_or(Self::Nothing, Self::Number)
    }

    /// Anything that writes itself.
    pub fn text(it: impl ToString) -> Self {
        Self::Text(it.to_string())
    }
}

/// How the numbers of a column are to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Words and dates.
    Text,
    /// Whole numbers.
    Whole,
    /// Shares, as percent.
    Percent,
    /// Numbers of any size, with three significant digits.
    Any,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in files; its heading has the same key.
    pub name: &'static str,
    /// How its numbers are to be shown.
    pub shape: Shape,
}

/// Rows under declared columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name in files; its heading has the same key.
    pub name: &'static str,
    /// Whether it is too long for a terminal.
    pub is_long: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A sheet without rows.
    pub fn new(name: &'static str, columns: &[(&'static str, Shape)]) -> Self {
        let columns = columns.iter().map(|(name, shape)| Column { name, shape: *shape }).collect();
        Self { name, is_long: false, columns, rows: Vec::new() }
    }

    /// The same for files only.
    pub fn long(self) -> Self {
        Self { is_long: true, ..self }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If it has not a cell for each column.
    pub fn push(&mut self, row: Vec<Cell>) {
        assert_eq!(row.len(), self.columns.len(), "a cell for each column of {}", self.name);
        self.rows.push(row);
    }

    /// The cells of a column, row by row; none if there is no such column.
    pub fn column(&self, name: &str) -> impl Iterator<Item = &Cell> {
        let at = self.columns.iter().position(|it| it.name == name);
        self.rows.iter().filter_map(move |row| row.get(at?))
    }

    /// The number in a row under a name, if there is one.
    pub fn number(&self, row: usize, name: &str) -> Option<f64> {
        match self.column(name).nth(row)? {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The text or word in a row under a name; nothing in it if there is none.
    pub fn words(&self, row: usize, name: &str) -> &str {
        match self.column(name).nth(row) {
            Some(Cell::Text(text)) => text,
            Some(Cell::Word(word)) => word,
            _ => "",
        }
    }

    /// The sheet as comma-separated values: full numbers, empty where there is nothing.
    pub fn to_csv(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|it| it.name).collect();
        let rows = self.rows.iter().map(|row| csv_line(row));
        std::iter::once(format!("{}\n", names.join(","))).chain(rows).collect()
    }
}

/// A row of comma-separated values with its line break.
pub fn csv_line(row: &[Cell]) -> String {
    let cells = row.iter().map(|cell| match cell {
        Cell::Text(text) => csv_cell(text),
        Cell::Word(word) => (*word).to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Nothing => String::new(),
    });
    format!("{}\n", cells.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_written_with_what_it_lacks_left_empty() {
        let mut sheet = Sheet::new("some", &[("key", Shape::Text), ("share", Shape::Percent)]);
        sheet.push(vec![Cell::text("a,b"), Cell::Number(0.25)]);
        sheet.push(vec![Cell::Word("last_month"), Cell::of(Some(f64::NAN))]);
        sheet.push(vec![Cell::text("=1+1"), Cell::Number(-1.5)]);
        sheet.push(vec![Cell::text("<script>"), Cell::Nothing]);
        let rows = "\"a,b\",0.25\nlast_month,\n'=1+1,-1.5\n<script>,\n";
        assert_eq!(sheet.to_csv(), format!("key,share\n{rows}"));
        assert_eq!((sheet.words(1, "key"), sheet.number(0, "share")), ("last_month", Some(0.25)));
        assert_eq!((sheet.words(0, "nothing"), sheet.number(1, "share")), ("", None));
        assert_eq!((sheet.words(0, "key"), sheet.number(2, "share")), ("a,b", Some(-1.5)));
        assert_eq!((sheet.words(2, "share"), sheet.number(0, "key")), ("", None));
        assert!(!sheet.is_long && sheet.long().is_long);
    }
}
