//! Observations read back from a folder, replication by replication, to be written or summarised
//! again.
//!
//! Nothing is lost on the way: a folder joined from shards has the bytes of one made in a single
//! run.

use super::Summary;
use super::columns::{Key, Kind, MISSING, PARTS_PER_MILLION, Rows, TABLES, Table, TableId};
use super::folder::{FolderError, TABLES_FOLDER, file_of};
use super::observation::{Dimensions, Observation};
use super::tables::{load_replications, load_rows};
use crate::calendar::Day;
use polars::prelude::{DataFrame, DataType, PolarsError, PolarsResult};
use std::path::{Path, PathBuf};

/// Most replications in memory at a time.
const AT_A_TIME: usize = 50;

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
            branches: summary.branches.iter().map(|it| (it.name.clone(), it.weight)).collect(),
        })
    }
}

/// The replications of a folder, in order; a few at a time are in memory.
pub struct Replications {
    tables: PathBuf,
    dimensions: Dimensions,
    /// Number of each replication.
    numbers: Vec<u32>,
    /// For each table, the first row of each replication, and the end of the last.
    starts: Vec<Vec<usize>>,
    loaded: Vec<Loaded>,
    next: usize,
    at_a_time: usize,
}

/// Some rows of a table: one array a column, and where in an observation each row belongs.
struct Loaded {
    first: usize,
    columns: Vec<Vec<i64>>,
    rows: Vec<usize>,
}

impl Replications {
    /// Opens the tables of a folder that was written with these dimensions.
    pub fn open(folder: &Path, dimensions: &Dimensions) -> Result<Self, FolderError> {
        let tables = folder.join(TABLES_FOLDER);
        let of_rows = |table: &Table| {
            load_replications(&tables, table).map_err(|source| cannot_read(&tables, table, source))
        };
        let numbers = of_rows(TableId::Replications.table())?;
        let starts = TABLES.iter().map(|table| {
            let of_row = of_rows(table)?;
            let start = |number: &u32| of_row.partition_point(|it| it < number);
            let starts: Vec<usize> = numbers.iter().map(start).chain([of_row.len()]).collect();
            let n_rows = dimensions.layout().n_rows(table.id);
            let complete = starts.windows(2).all(|pair| pair[1] - pair[0] == n_rows);
            if table.rows == Rows::All && !complete {
                return Err(FolderError::Mismatch { path: tables.join(table.name) });
            }
            Ok(starts)
        });
        let starts = starts.collect::<Result<_, _>>()?;
        let dimensions = dimensions.clone();
        let at_a_time = dimensions.layout().n_in_memory(AT_A_TIME);
        Ok(Self { tables, dimensions, numbers, starts, loaded: Vec::new(), next: 0, at_a_time })
    }

    fn load(&self) -> Result<Vec<Loaded>, FolderError> {
        let end = (self.next + self.at_a_time).min(self.numbers.len());
        let load = |(table, starts): (&Table, &Vec<usize>)| {
            let rows = starts[self.next]..starts[end];
            let first = rows.start;
            let found = load_rows(&self.tables, table, rows)
                .and_then(|frame| Loaded::of(&frame, first, table, &self.dimensions));
            let mismatch = || FolderError::Mismatch { path: self.tables.join(table.name) };
            found.map_err(|source| cannot_read(&self.tables, table, source))?.ok_or_else(mismatch)
        };
        TABLES.iter().zip(&self.starts).map(load).collect()
    }

    fn observation(&self) -> Observation {
        let mut observation = Observation::new(&self.dimensions);
        for ((table, starts), loaded) in TABLES.iter().zip(&self.starts).zip(&self.loaded) {
            let values = observation.values_mut(table.id);
            for row in starts[self.next] - loaded.first..starts[self.next + 1] - loaded.first {
                let first = loaded.rows[row] * loaded.columns.len();
                for (value, column) in values[first..].iter_mut().zip(&loaded.columns) {
                    *value = column[row];
                }
            }
        }
        observation
    }
}

impl Iterator for Replications {
    type Item = Result<(u32, Observation), FolderError>;

    fn next(&mut self) -> Option<Self::Item> {
        let number = *self.numbers.get(self.next)?;
        if self.next.is_multiple_of(self.at_a_time) {
            match self.load() {
                Ok(loaded) => self.loaded = loaded,
                Err(error) => {
                    self.next = self.numbers.len();
                    return Some(Err(error));
                }
            }
        }
        let observation = self.observation();
        self.next += 1;
        Some(Ok((number, observation)))
    }
}

impl Loaded {
    /// Nothing if a row is for something that the dimensions do not have.
    fn of(
        frame: &DataFrame,
        first: usize,
        table: &Table,
        dimensions: &Dimensions,
    ) -> PolarsResult<Option<Self>> {
        let columns =
            table.columns.iter().map(|column| whole_numbers(frame, column.name, column.kind));
        let columns = columns.collect::<PolarsResult<_>>()?;
        let mut rows = vec![0; frame.height()];
        for key in table.keys {
            let n_values = dimensions.layout().n_values(*key);
            let Some(positions) = positions(frame, *key, dimensions)? else { return Ok(None) };
            for (row, position) in rows.iter_mut().zip(positions) {
                *row = *row * n_values + position;
            }
        }
        Ok(Some(Self { first, columns, rows }))
    }
}

/// The position of each row's label, or nothing if the dimensions do not have one of them.
fn positions(
    frame: &DataFrame,
    key: Key,
    dimensions: &Dimensions,
) -> PolarsResult<Option<Vec<usize>>> {
    let n_values = dimensions.layout().n_values(key);
    let labels: Vec<String> = (0..n_values).map(|index| dimensions.label(key, index)).collect();
    let cells = frame.column(key.name())?.cast(&DataType::String)?;
    let mut guess = 0;
    let mut position = |label: &str| {
        // Rows are in the order of the labels, so the label is most often the last one or the next.
        let near = [guess, (guess + 1) % n_values.max(1), 0];
        let known = |index: &usize| labels.get(*index).is_some_and(|it| it == label);
        let found =
            near.into_iter().find(known).or_else(|| labels.iter().position(|it| it == label));
        guess = found.unwrap_or(guess);
        found
    };
    Ok(cells.str()?.iter().map(|label| label.and_then(&mut position)).collect())
}

/// A column as it was observed.
fn whole_numbers(frame: &DataFrame, name: &str, kind: Kind) -> PolarsResult<Vec<i64>> {
    let cells = frame.column(name)?;
    if kind == Kind::Share {
        let parts = |share: f64| (share * PARTS_PER_MILLION as f64).round() as i64;
        return Ok(cells.f64()?.iter().map(|it| it.map_or(MISSING, parts)).collect());
    }
    let whole = cells.cast(&DataType::Int64)?;
    Ok(whole.i64()?.iter().map(|it| it.unwrap_or(MISSING)).collect())
}

fn cannot_read(tables: &Path, table: &Table, source: PolarsError) -> FolderError {
    FolderError::Table { path: file_of(tables, table), source }
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
        write(&whole, replications(0..161));
        write(&first, replications(0..23));
        write(&last, replications(23..161));
        let open = |shard| Replications::open(shard, &dimensions()).expect("a result folder");
        let read = open(&first).chain(open(&last)).collect::<Result<Vec<_>, _>>();
        let read = read.expect("they can be read");
        assert!(read == replications(0..161).collect::<Vec<_>>(), "not what was written");
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
        let error = Replications::open(&out, &other).err().expect("there are no minors");
        assert!(matches!(error, FolderError::Mismatch { .. }), "{error}");
    }
}
