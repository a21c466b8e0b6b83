//! A table of text for a terminal: the first column to the left, the others to the right.

/// Between two columns.
const GAP: &str = "  ";

/// Rows with a cell for each column, the heading among them.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Adds a row.
    pub fn push<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows under each other, each with a line break and no spaces at its end.
    pub fn render(&self) -> String {
        let n_columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| width_of(cell)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..n_columns).map(width).collect();
        self.rows.iter().map(|row| format!("{}\n", line(row, &widths).trim_end())).collect()
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
        let space = " ".repeat(width - width_of(cell));
        if column == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
    });
    cells.collect::<Vec<_>>().join(GAP)
}

/// A text broken into lines of at most `width`, each with a line break; lines after the first are indented.
pub fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut lines = vec![String::new()];
    // Not at the no-break spaces of numbers.
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a first line");
        let gap = if last.is_empty() || *last == indent { 0 } else { 1 };
        if gap == 1 && width_of(last) + gap + width_of(word) > width {
            lines.push(format!("{indent}{word}"));
        } else {
            last.push_str(&" "[..gap]);
            last.push_str(word);
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Places on the screen. Our own words and numbers have no wide or combining characters.
fn width_of(cell: &str) -> usize {
    cell.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_under_each_other() {
        let mut table = Table::default();
        table.push(["år", "bosatte", ""]);
        table.push(["2023", "33\u{202f}420", "–"]);
        assert_eq!(table.render(), "år    bosatte\n2023   33\u{202f}420  –\n");
        assert_eq!(Table::default().render(), "");
    }

    #[test]
    fn long_text_is_broken_between_words() {
        assert_eq!(wrap("a bb ccc dddd 1\u{a0}000", 8, "  "), "a bb ccc\n  dddd\n  1\u{a0}000\n");
        assert_eq!(wrap("incomprehensible", 4, "  "), "incomprehensible\n");
        assert_eq!(wrap("", 4, "  "), "\n");
    }
}
