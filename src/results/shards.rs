//! Observations read back from a folder, replication by replication, to be written or summarised again.
//!
//! Nothing is lost on the way: a folder joined from shards has the bytes of one made in a single run.

use super::Summary;
use super::columns::{Kind, MISSING, PARTS_PER_MILLION, Rows, TABLES, Table, TableId};
use super::folder::{FolderError, TABLES_FOLDER, read_table};
use super::observation::{Dimensions, Observation};
use super::tables::REPLICATION;
use crate::calendar::Day;
use polars::prelude::{DataFrame, DataType, PolarsError, PolarsResult};
use std::collections::BTreeMap;
use std::path::Path;

impl Dimensions {
    /// The dimensions of a saved result, or nothing if its first or last day is not a date.
    pub fn of_summary(summary: &Summary) -> Option<Self> {
        let month = |text: &str| text.parse().map(Day::month).ok();
        let (first_month, last_month) = (month(&summary.start)?, month(&summary.end)?);
        let of_level = |is_county: bool| {
            let places = summary.places.iter();
            places.filter(|it| (it.code == it.county) == is_county).cloned().collect()
        };
        Some(Self {
            first_month,
            n_months: usize::try_from(last_month.since(first_month) + 1).ok()?,
            groups: summary.groups.clone(),
            posts: summary.posts.clone(),
            municipalities: of_level(false),
            counties: of_level(true),
        })
    }
}

/// The replications of a folder, in order.
pub struct Replications {
    dimensions: Dimensions,
    tables: Vec<Loaded>,
    /// Number of each replication.
    numbers: Vec<u32>,
    next: usize,
}

/// A table in memory as it is stored: one array a column, and where in an observation each row belongs.
struct Loaded {
    columns: Vec<Vec<i64>>,
    rows: Vec<u32>,
    /// The first row of each replication, and the end of the last.
    starts: Vec<usize>,
}

impl Replications {
    /// Loads the tables of a folder that was written with these dimensions.
    pub fn load(folder: &Path, dimensions: &Dimensions) -> Result<Self, FolderError> {
        let path = |table: TableId| folder.join(TABLES_FOLDER).join(table.table().name);
        let load = |table: TableId, numbers: &[u32]| {
            let frame = read_table(folder, table)?;
            Loaded::of(&frame, table.table(), dimensions, numbers)
                .map_err(|source| FolderError::Table { path: path(table), source })?
                .ok_or_else(|| FolderError::Mismatch { path: path(table) })
        };
        let numbers = replication_numbers(&read_table(folder, TableId::Replications)?)
            .map_err(|source| FolderError::Table { path: path(TableId::Replications), source })?;
        let tables = TABLES.iter().map(|table| load(table.id, &numbers));
        let tables = tables.collect::<Result<_, _>>()?;
        Ok(Self { dimensions: dimensions.clone(), tables, numbers, next: 0 })
    }
}

impl Iterator for Replications {
    type Item = (u32, Observation);

    fn next(&mut self) -> Option<Self::Item> {
        let number = *self.numbers.get(self.next)?;
        let mut observation = Observation::new(&self.dimensions);
        for (table, loaded) in TABLES.iter().zip(&self.tables) {
            let values = observation.values_mut(table.id);
            for row in loaded.starts[self.next]..loaded.starts[self.next + 1] {
                let first = loaded.rows[row] as usize * loaded.columns.len();
                for (value, column) in values[first..].iter_mut().zip(&loaded.columns) {
                    *value = column[row];
                }
            }
        }
        self.next += 1;
        Some((number, observation))
    }
}

impl Loaded {
    /// Nothing if the rows are not those of these replications and dimensions.
    fn of(
        frame: &DataFrame,
        table: &Table,
        dimensions: &Dimensions,
        numbers: &[u32],
    ) -> PolarsResult<Option<Self>> {
        let of_row = replication_numbers(frame)?;
        let starts = numbers.iter().map(|number| of_row.partition_point(|it| it < number));
        let starts: Vec<usize> = starts.chain([of_row.len()]).collect();
        let columns =
            table.columns.iter().map(|column| whole_numbers(frame, column.name, column.kind));
        let columns = columns.collect::<PolarsResult<_>>()?;
        let n_rows = dimensions.layout().n_rows(table.id);
        let Some(rows) = row_numbers(frame, table, dimensions)? else { return Ok(None) };
        let complete = match table.rows {
            Rows::All => rows.len() == n_rows * numbers.len(),
            Rows::NonZero => true,
        };
        Ok(complete.then_some(Self { columns, rows, starts }))
    }
}

fn replication_numbers(frame: &DataFrame) -> PolarsResult<Vec<u32>> {
    Ok(frame.column(REPLICATION)?.u32()?.into_no_null_iter().collect())
}

/// Where each row belongs, or nothing if one has a label that the dimensions do not have.
fn row_numbers(
    frame: &DataFrame,
    table: &Table,
    dimensions: &Dimensions,
) -> PolarsResult<Option<Vec<u32>>> {
    let layout = dimensions.layout();
    let mut rows = vec![0; frame.height()];
    for key in table.keys {
        let n_values = layout.n_values(*key) as u32;
        let positions: BTreeMap<String, u32> =
            (0..n_values).map(|index| (dimensions.label(*key, index as usize), index)).collect();
        let labels = frame.column(key.name())?.cast(&DataType::String)?;
        for (row, label) in rows.iter_mut().zip(labels.str()?.iter()) {
            let Some(position) = label.and_then(|label| positions.get(label)) else {
                return Ok(None);
            };
            *row = *row * n_values + position;
        }
    }
    Ok(Some(rows))
}

/// A column as it was observed.
fn whole_numbers(frame: &DataFrame, name: &str, kind: Kind) -> PolarsResult<Vec<i64>> {
    let cells = frame.column(name)?;
    if kind == Kind::Share {
        let parts = |share: f64| (share * PARTS_PER_MILLION as f64).round() as i64;
        return Ok(cells.f64()?.iter().map(|it| it.map_or(MISSING, parts)).collect());
    }
    let whole = cells.cast(&DataType::Int64)?;
    let values = whole.i64()?.iter().map(|it| it.unwrap_or(MISSING)).collect();
    Ok::<_, PolarsError>(values)
}

#[cfg(test)]
mod tests {
    use super::super::examples::{dimensions, observation, provenance, summary};
    use super::super::folder::FolderWriter;
    use super::*;
    use std::fs;

    fn write(out: &Path, replications: impl IntoIterator<Item = (u32, Observation)>) {
        let dimensions = dimensions();
        let mut writer = FolderWriter::create(out, &dimensions, false).expect("a writer");
        for replication in replications {
            writer.append(&[replication]).expect("it can be written");
        }
        writer.finish(&summary(&dimensions, Vec::new()), &provenance()).expect("it can be closed");
    }

    #[test]
    fn a_summary_has_its_dimensions() {
        let found = Dimensions::of_summary(&summary(&dimensions(), Vec::new()));
        assert_eq!(found, Some(dimensions()));
    }

    #[test]
    fn shards_joined_are_one_run() {
        let above = tempfile::tempdir().expect("a folder");
        let [whole, first, last, joined] =
            ["whole", "first", "last", "joined"].map(|name| above.path().join(name));
        let replications =
            |range: std::ops::Range<u32>| range.map(|it| (it, observation(&dimensions(), it)));
        write(&whole, replications(0..61));
        write(&first, replications(0..23));
        write(&last, replications(23..61));
        let load = |shard| Replications::load(shard, &dimensions()).expect("a result folder");
        let read: Vec<_> = load(&first).chain(load(&last)).collect();
        assert!(read == replications(0..61).collect::<Vec<_>>(), "not what was written");
        write(&joined, read);
        for table in &TABLES {
            let file = format!("{TABLES_FOLDER}/{}.parquet", table.name);
            let bytes = |folder: &Path| fs::read(folder.join(&file)).expect("a file");
            assert!(bytes(&whole) == bytes(&joined), "{} differs", table.name);
        }
    }

    #[test]
    fn tables_of_another_run_are_refused() {
        let above = tempfile::tempdir().expect("a folder");
        let out = above.path().join("result");
        write(&out, [(0, observation(&dimensions(), 0))]);
        let mut other = dimensions();
        other.groups.push("minors".to_owned());
        let error = Replications::load(&out, &other).err().expect("there are no minors");
        assert!(matches!(error, FolderError::Mismatch { .. }), "{error}");
    }
}
