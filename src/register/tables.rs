//! The reference tables as they are embedded in the program, and the data dictionary that describes them.

use super::file::{ColumnFile, DictionaryFile};
use crate::origin::{Origin, Status};

/// Embeds tables of `scenarios/reference/` by name.
macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        /// Names of all embedded tables.
        pub const NAMES: &[&str] = &[$($name),+];

        /// The text of a table, or `None` if there is no such table.
        pub fn text(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!("../../scenarios/reference/", $name))),)+
                _ => None,
            }
        }
    };
}

embedded![
    "arrivals-annual.csv",
    "arrivals-monthly.csv",
    "asylum-applicants-age-sex.csv",
    "asylum-decisions-quarterly.csv",
    "asylum-pending-monthly.csv",
    "budget-assumptions.csv",
    "budget-posts.csv",
    "budget-proposals.csv",
    "cohort-backtest.csv",
    "decision-behaviour.csv",
    "demographics-ukrainians.csv",
    "family-reunification.csv",
    "forecasts.csv",
    "household-composition.csv",
    "law-deadlines.csv",
    "letter-2023.csv",
    "municipal-cohorts-2022.csv",
    "municipal-cohorts-2023.csv",
    "municipal-cost-coverage.csv",
    "municipal-settlement.csv",
    "municipalities-2023.csv",
    "municipalities-2024.csv",
    "municipality-indicators.csv",
    "municipality-mapping-2019-2023.csv",
    "municipality-mapping-2023-2024.csv",
    "payments-by-component.csv",
    "quota-refugees.csv",
    "reception-occupancy.csv",
    "reception-prices.csv",
    "requests-2024.csv",
    "retention-by-county.csv",
    "secondary-move-facts.csv",
    "secondary-moves-stock.csv",
    "settled-monthly.csv",
    "settled-sex-age55.csv",
    "settled-snapshots.csv",
    "settlement-by-centrality.csv",
    "settlement-by-size.csv",
    "settlement-county.csv",
    "settlement-national.csv",
    "unaccompanied-minors.csv",
    "waiting-times.csv",
];

/// What the data dictionary says about a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableEntry {
    /// File name of the table.
    pub name: String,
    /// What its rows are, and what to beware of.
    pub description: String,
    /// The date its figures were known.
    pub vintage: String,
    /// Its columns, in order.
    pub columns: Vec<ColumnEntry>,
}

/// What the data dictionary says about a column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnEntry {
    /// Name in the header.
    pub name: String,
    /// Unit of the figures, or `text`, `code`, `year` and so on.
    pub unit: String,
    /// What the figures are.
    pub meaning: String,
    /// Where all figures of the column come from; `None` where each row says so itself.
    pub origin: Option<Origin>,
}

/// The data dictionary of all tables, in order of name.
pub fn dictionary() -> Vec<TableEntry> {
    let text = include_str!("../../scenarios/reference/sources.toml");
    let file: DictionaryFile =
        toml::from_str(text).unwrap_or_else(|error| panic!("our own sources.toml: {error}"));
    let entries = file.file.into_iter().map(|(name, table)| TableEntry {
        name,
        description: table.description,
        vintage: table.vintage,
        columns: table.columns.into_iter().map(column).collect(),
    });
    entries.collect()
}

fn column(file: ColumnFile) -> ColumnEntry {
    let origin = file.source.zip(file.status).map(|(source, word)| {
        let status: Status =
            word.parse().unwrap_or_else(|error| panic!("our own sources.toml: {error}"));
        Origin { status, source }
    });
    ColumnEntry { name: file.name, unit: file.unit, meaning: file.meaning, origin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// Header and rows of an embedded table.
    fn cells(name: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let text = text(name).expect("embedded");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        (header, reader.records().map(|it| row(it.expect(name))).collect())
    }

    #[test]
    fn every_file_is_embedded_and_described() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|it| it.expect("an entry").file_name().into_string().expect("a name"))
            .filter(|name| name.ends_with(".csv"))
            .collect();
        let embedded: BTreeSet<String> = NAMES.iter().map(|it| (*it).to_owned()).collect();
        let described: BTreeSet<String> = dictionary().into_iter().map(|it| it.name).collect();
        assert_eq!(files, embedded);
        assert_eq!(files, described);
        assert_eq!(text("municipalities-2022.csv"), None);
    }

    #[test]
    fn every_column_is_described_in_order() {
        for table in dictionary() {
            let described: Vec<_> = table.columns.iter().map(|it| it.name.clone()).collect();
            assert_eq!(described, cells(&table.name).0, "{}", table.name);
            assert!(!table.description.is_empty() && !table.vintage.is_empty(), "{}", table.name);
            for column in table.columns {
                let said = !column.unit.is_empty() && !column.meaning.is_empty();
                assert!(said, "{} {}", table.name, column.name);
            }
        }
    }

    #[test]
    fn every_figure_has_a_source_and_a_status() {
        for table in dictionary() {
            let (header, rows) = cells(&table.name);
            let position = |name: &str| header.iter().position(|it| it == name);
            match (position("source"), position("status")) {
                (Some(source), Some(status)) => {
                    for row in &rows {
                        assert!(!row[source].is_empty(), "{}: {row:?}", table.name);
                        assert!(row[status].parse::<Status>().is_ok(), "{}: {row:?}", table.name);
                    }
                }
                _ => assert!(
                    table.columns.iter().all(|it| it.origin.is_some()),
                    "{}: no source in the rows, none in the dictionary",
                    table.name
                ),
            }
        }
    }

    #[test]
    fn tables_have_the_rows_they_should() {
        let n_rows: BTreeMap<&str, usize> =
            NAMES.iter().map(|name| (*name, cells(name).1.len())).collect();
        for (name, expected) in [
            ("municipalities-2023.csv", 356),
            ("municipalities-2024.csv", 357),
            ("municipality-mapping-2023-2024.csv", 357),
            ("municipality-indicators.csv", 2 * 357),
            ("requests-2024.csv", 357),
            ("municipal-cohorts-2022.csv", 356),
            ("municipal-cohorts-2023.csv", 357),
            ("settled-monthly.csv", 24),
            ("settlement-county.csv", 11),
        ] {
            assert_eq!(n_rows[name], expected, "{name}");
        }
    }
}
