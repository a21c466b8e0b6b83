//! The tables of `bosett allocate`, row by row into cases; every mistake with its line and column.

use crate::cli::error::CliError;
use crate::cli::error::input::InputError;
use crate::matching::Class;
use crate::scenario::load::{Problems, Table, load_table_file};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A case in one destination.
#[derive(Debug, Deserialize, JsonSchema)]
struct CaseRow {
    /// Name of the case; its rows need not stand together.
    case: String,
    /// Persons in it.
    #[schemars(range(min = 1, max = 1000))]
    size: u32,
    /// Where it could go.
    destination: String,
    /// What it would be worth there; empty where it must not go.
    #[schemars(range(min = -1e9, max = 1e9))]
    score: Option<f64>,
    /// `0` where it must not go, whatever the score.
    #[schemars(range(min = 0, max = 1))]
    compatible: Option<u8>,
}

/// A destination.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DestinationRow {
    /// Its name.
    pub destination: String,
    /// Places, in persons.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub capacity: u32,
}

/// Cases in the order in which they first appear.
pub struct Cases {
    /// Their names.
    pub names: Vec<String>,
    /// Size, and the score in every destination; not a number where it must not go.
    pub classes: Vec<Class>,
}

/// The destinations in a file.
pub fn load_destinations(path: &str) -> Result<Vec<DestinationRow>, CliError> {
    let table = load_table_file::<DestinationRow>(path, &["destination"])?;
    Ok(some_rows(table, path, "destination")?.rows)
}

/// The cases in a file; `path` is that of the destinations.
pub fn load_cases(
    file: &str,
    destinations: &[DestinationRow],
    path: &str,
) -> Result<Cases, CliError> {
    let table = load_table_file::<CaseRow>(file, &["case", "destination"])?;
    Ok(gather(&some_rows(table, file, "case")?, destinations, path)?)
}

/// The table, which has at least one row.
fn some_rows<R>(table: Table<R>, path: &str, what: &'static str) -> Result<Table<R>, InputError> {
    match table.rows.is_empty() {
        true => Err(InputError::NoRows { path: path.to_owned(), what }),
        false => Ok(table),
    }
}

/// The rows of each case; every destination must be known, and a case has one size.
fn gather(
    rows: &Table<CaseRow>,
    destinations: &[DestinationRow],
    path: &str,
) -> Result<Cases, Problems> {
    let mut problems = Problems::new();
    let mut cases = Cases { names: Vec::new(), classes: Vec::new() };
    let mut positions = BTreeMap::new();
    for (number, row) in rows.rows.iter().enumerate() {
        let Some(at) = destinations.iter().position(|it| it.destination == row.destination) else {
            let accepted = format!("must be a destination of {path}");
            problems.push(rows.problem(number, "destination", accepted));
            continue;
        };
        let case = *positions.entry(row.case.as_str()).or_insert_with(|| {
            let values = vec![f64::NAN; destinations.len()];
            cases.names.push(row.case.clone());
            cases.classes.push(Class { size: row.size, values });
            cases.names.len() - 1
        });
        if cases.classes[case].size != row.size {
            let size = cases.classes[case].size;
            let accepted = format!("must be {size}, as in the first row of the case");
            problems.push(rows.problem(number, "size", accepted));
        }
        let is_compatible = row.compatible != Some(0);
        cases.classes[case].values[at] = row.score.filter(|_| is_compatible).unwrap_or(f64::NAN);
    }
    if problems.has_errors() { Err(problems) } else { Ok(cases) }
}
