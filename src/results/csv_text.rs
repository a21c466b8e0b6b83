//! CSV files: text is quoted where a comma would end it, and is never a formula in a spreadsheet.

use polars::prelude::{
    CsvWriter, DataFrame, IntoColumn, NewChunkedArray, PolarsResult, SerWriter, StringChunked,
};
use std::borrow::Cow;
use std::fs::File;
use std::path::Path;

/// What a cell begins with that a spreadsheet takes for a formula, or passes over before one.
const BEGINS_FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// The text, with an apostrophe before it if a spreadsheet would calculate with it. Numbers stay numbers.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_number = || text.parse::<f64>().is_ok_and(f64::is_finite);
    match text.starts_with(BEGINS_FORMULA) && !is_number() {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// The text as it stands between two commas.
pub fn csv_cell(text: &str) -> String {
    let text = harmless(text);
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.into_owned(),
    }
}

/// Writes a frame as one CSV file.
pub fn write_csv(path: &Path, frame: &DataFrame) -> PolarsResult<()> {
    write_rows(&mut File::create(path)?, frame, true)
}

/// Adds the rows of a frame to a CSV file; no text in it can be taken for a formula.
pub fn write_rows(file: &mut File, frame: &DataFrame, with_header: bool) -> PolarsResult<()> {
    let cells = frame.columns().iter().map(|column| match column.str() {
        Ok(texts) => {
            let texts = texts.iter().map(|it| it.map(harmless));
            StringChunked::from_iter_options(column.name().clone(), texts).into_column()
        }
        Err(_) => column.clone(),
    });
    let mut frame = DataFrame::new(frame.height(), cells.collect())?;
    CsvWriter::new(file).include_header(with_header).finish(&mut frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_begins_like_a_formula_but_a_number() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+47 22 00", "'+47 22 00"),
            ("-inf", "'-inf"),
            ("-A1", "'-A1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1+1", "'\t=1+1"),
            ("\r=1+1", "\"'\r=1+1\""),
            ("\n=1+1", "\"'\n=1+1\""),
            ("=A1,\"B\"", "\"'=A1,\"\"B\"\"\""),
            ("-1.5", "-1.5"),
            ("+2", "+2"),
            ("1=1", "1=1"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("Bærum, \"vest\"", "\"Bærum, \"\"vest\"\"\""),
            ("", ""),
        ] {
            assert_eq!(csv_cell(text), cell, "{text:?}");
        }
    }
}
