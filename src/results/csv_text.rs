//! Text as a cell of a CSV file: quoted where a comma would end it, and never a formula in a spreadsheet.

use std::borrow::Cow;

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
