//! Several sheets in one committed table, each under its name, and how they are read back.

use crate::study::sheet::Sheet;

/// Begins the part of the table that is one sheet.
pub const MARK: &str = "# ";

/// The sheets one after the other.
pub fn to_table(sheets: &[Sheet]) -> String {
    sheets.iter().map(|it| format!("{MARK}{}\n{}", it.name, it.to_csv())).collect()
}

/// A sheet of the table.
pub struct Part<'a> {
    columns: Vec<&'a str>,
    /// The rows.
    pub rows: Vec<Vec<&'a str>>,
}

impl<'a> Part<'a> {
    /// The sheet of a name; without rows if there is none.
    pub fn find(table: &'a str, name: &str) -> Self {
        let lines = table.lines().skip_while(|it| it.strip_prefix(MARK) != Some(name)).skip(1);
        let lines = lines.take_while(|it| !it.starts_with(MARK));
        let mut lines = lines.map(|it| it.split(',').collect::<Vec<_>>());
        Self { columns: lines.next().unwrap_or_default(), rows: lines.collect() }
    }

    /// A cell, or nothing.
    pub fn get(&self, row: &[&'a str], column: &str) -> &'a str {
        let position = self.columns.iter().position(|it| *it == column);
        position.and_then(|it| row.get(it)).copied().unwrap_or_default()
    }

    /// The second cell of the row that begins with a name.
    pub fn value(&self, name: &str) -> &'a str {
        let row = self.rows.iter().find(|it| it.first() == Some(&name));
        row.and_then(|it| it.get(1)).copied().unwrap_or_default()
    }

    /// A share in per cent.
    pub fn percent(&self, row: &[&'a str], column: &str) -> String {
        let number: Option<f64> = self.get(row, column).parse().ok();
        number.map_or_else(|| "-".to_owned(), |it| format!("{:.0} %", 100.0 * it))
    }

    /// A number without decimals.
    pub fn whole(&self, row: &[&'a str], column: &str) -> String {
        let number: Option<f64> = self.get(row, column).parse().ok();
        number.map_or_else(|| "-".to_owned(), |it| format!("{it:.0}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::sheet::{Cell, Shape};

    #[test]
    fn sheets_come_back_by_name() {
        let mut one = Sheet::new("one", &[("name", Shape::Text), ("share", Shape::Percent)]);
        one.push(vec![Cell::text("a"), Cell::Number(0.314)]);
        let mut two = Sheet::new("two", &[("persons", Shape::Whole)]);
        two.push(vec![Cell::Number(12.4)]);
        let table = to_table(&[one, two]);
        let found = Part::find(&table, "one");
        assert_eq!(found.percent(&found.rows[0], "share"), "31 %");
        assert_eq!((found.value("a"), found.value("b")), ("0.314", ""));
        let found = Part::find(&table, "two");
        assert_eq!(found.whole(&found.rows[0], "persons"), "12");
        assert!(Part::find(&table, "three").rows.is_empty());
    }
}
