//! Sheets that are filled line by line under named columns.

use super::{Looks, new_sheet, text};
use crate::report::page::Page;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Rows above the lines: what the sheet shows, and the names of the columns.
const NAMES: u32 = 1;
/// The first line.
pub const FIRST: u32 = 2;

/// What stands in a cell of a line.
pub enum Entry<'a> {
    /// Text.
    Words(&'a str),
    /// A number and how it is written.
    Number(f64, &'a Format),
}

/// A sheet with its lines so far.
pub struct Lines<'b> {
    sheet: &'b mut Worksheet,
    row: u32,
    n_columns: u16,
}

impl<'b> Lines<'b> {
    /// Begins the sheet `key` with these columns and their widths.
    pub fn begin(
        book: &'b mut Workbook,
        page: &Page,
        key: &str,
        columns: &[(String, f64)],
        looks: &Looks,
    ) -> Result<Self, XlsxError> {
        let sheet = new_sheet(book, page, key, looks)?;
        for (column, (name, width)) in (0..).zip(columns) {
            sheet.write_string_with_format(NAMES, column, text(name), &looks.head)?;
            sheet.set_column_width(column, *width)?;
        }
        Ok(Self { sheet, row: FIRST, n_columns: columns.len() as u16 })
    }

    /// Adds a line; a number that is none is left out.
    pub fn push(&mut self, entries: &[Entry]) -> Result<(), XlsxError> {
        for (column, entry) in (0..).zip(entries) {
            match entry {
                Entry::Words(words) => self.sheet.write_string(self.row, column, text(words))?,
                Entry::Number(number, look) if number.is_finite() => {
                    self.sheet.write_number_with_format(self.row, column, *number, look)?
                }
                Entry::Number(..) => continue,
            };
        }
        self.row += 1;
        Ok(())
    }

    /// Lets names stay in sight, be printed on every page, and lines be chosen.
    pub fn finish(self) -> Result<(), XlsxError> {
        if self.row > FIRST {
            self.sheet.autofilter(NAMES, 0, self.row - 1, self.n_columns - 1)?;
        }
        self.sheet.set_freeze_panes(FIRST, 1)?;
        self.sheet.set_repeat_rows(NAMES, NAMES)?;
        Ok(())
    }
}
