//! Reads the rows of a table, all of them or those that are wanted.

use crate::register::BadTable;
use csv::StringRecord;
use serde::de::DeserializeOwned;

/// The rows of a table.
pub(in crate::register) fn rows<Row: DeserializeOwned>(
    table: &str,
    text: &str,
) -> Result<Vec<Row>, BadTable> {
    rows_where(table, text, |_, _| true)
}

/// The rows of a table that somebody else made in the form of `own`, one of ours.
pub(in crate::register) fn rows_like<Row: DeserializeOwned>(
    own: &str,
    table: &str,
    text: &str,
) -> Result<Vec<Row>, BadTable> {
    let header = |text: &str| -> Vec<String> {
        let cells = text.lines().next().unwrap_or_default().split(',');
        cells.map(|it| it.trim().trim_matches('"').to_owned()).collect()
    };
    let (columns, found) = (header(embedded_text(own)), header(text));
    match columns.iter().find(|it| !found.contains(it)) {
        Some(missing) => {
            let columns = columns.join(",");
            let problem = format!("the column {missing} is missing, must begin with {columns}");
            Err(BadTable { table: table.to_owned(), line: 1, problem })
        }
        None => rows(table, text),
    }
}

/// The rows of a table that are wanted by header and fields; the others are not looked into.
fn rows_where<Row: DeserializeOwned>(
    table: &str,
    text: &str,
    is_wanted: impl Fn(&StringRecord, &StringRecord) -> bool,
) -> Result<Vec<Row>, BadTable> {
    let bad = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let problem = match error.kind() {
            csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("the row has {len} cells, must have {expected_len}, as the header has")
            }
            _ => error.to_string(),
        };
        BadTable { table: table.to_owned(), line, problem }
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(bad)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        if is_wanted(&header, &record) {
            rows.push(record.deserialize(Some(&header)).map_err(bad)?);
        }
    }
    Ok(rows)
}

/// The rows of one of our own tables.
///
/// # Panics
/// If it is not embedded or broken, which the tests rule out.
pub(in crate::register) fn embedded<Row: DeserializeOwned>(table: &str) -> Vec<Row> {
    rows(table, embedded_text(table)).unwrap_or_else(|broken| panic!("{broken}"))
}

/// The rows of one of our own tables that have a text in a column.
///
/// # Panics
/// If it is not embedded or broken, which the tests rule out.
pub(in crate::register) fn embedded_with<Row: DeserializeOwned>(
    table: &str,
    column: &str,
    text: &str,
) -> Vec<Row> {
    let has_text = |header: &StringRecord, record: &StringRecord| {
        header.iter().zip(record).any(|(name, field)| name == column && field == text)
    };
    rows_where(table, embedded_text(table), has_text).unwrap_or_else(|broken| panic!("{broken}"))
}

fn embedded_text(table: &str) -> &'static str {
    crate::register::tables::text(table).unwrap_or_else(|| panic!("{table} is not embedded"))
}
