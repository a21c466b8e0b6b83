//! One table as Parquet and CSV: observations in, row groups out, and back again.
//!
//! With `csv_text` and the dictionary the only code that knows polars. The rows of a fixed number of replications make a row group,
//! however the observations arrive, so the bytes depend on the numbers alone.

use super::columns::{Column, Key, Kind, MISSING, PARTS_PER_MILLION, Rows, Table};
use super::csv_text::write_rows;
use super::observation::{Dimensions, Observation};
use polars::prelude::{
    Column as Cells, DataFrame, DataType, Field, Float64Chunked, Int32Chunked, Int64Chunked,
    IntoColumn, NewChunkedArray, ParquetCompression, ParquetReader, ParquetWriter, PolarsResult,
    Schema, SerReader, StringChunked, UInt32Chunked,
};
use polars_io::parquet::write::BatchedWriter;
use std::fs::File;
use std::ops::Range;
use std::path::Path;

/// Most replications in a row group: enough to compress well. Where there are very many rows it is fewer.
const ROW_GROUP: usize = 50;

/// Name of the first column of every table.
pub const REPLICATION: &str = "replication";

/// Writes one table, a row group at a time.
pub struct TableWriter {
    table: &'static Table,
    keys: Vec<KeyCells>,
    n_rows: usize,
    parquet: BatchedWriter<File>,
    csv: Option<CsvFile>,
    /// Rows of the observations that wait to be written, and their numbers.
    replications: Vec<u32>,
    rows: Vec<u32>,
    columns: Vec<Numbers>,
    n_pending: usize,
    /// Replications in a row group.
    n_in_group: usize,
}

/// A CSV file whose header is written with the first rows.
struct CsvFile {
    file: File,
    has_header: bool,
}

/// What a key is called in the row of each of its values.
struct KeyCells {
    key: Key,
    labels: Labels,
    n_values: usize,
    /// Rows from one value to the next.
    stride: usize,
}

enum Labels {
    Text(Vec<String>),
    Number(Vec<i32>),
}

/// The numbers of one column, as they are written.
enum Numbers {
    Small(Vec<i32>),
    Large(Vec<i64>),
    LargeOrMissing(Vec<Option<i64>>),
    SmallOrMissing(Vec<Option<i32>>),
    ShareOrMissing(Vec<Option<f64>>),
}

impl TableWriter {
    /// Opens `NAME.parquet` in a folder, and `NAME.csv` beside it if wanted.
    pub fn create(
        folder: &Path,
        table: &'static Table,
        dimensions: &Dimensions,
        with_csv: bool,
    ) -> PolarsResult<Self> {
        let parquet =
            ParquetWriter::new(File::create(folder.join(format!("{}.parquet", table.name)))?)
                .with_compression(ParquetCompression::Zstd(None))
                .batched(&schema(table))?;
        let csv = if with_csv {
            let file = File::create(folder.join(format!("{}.csv", table.name)))?;
            Some(CsvFile { file, has_header: false })
        } else {
            None
        };
        Ok(Self {
            table,
            keys: key_cells(table, dimensions),
            n_rows: dimensions.layout().n_rows(table.id),
            parquet,
            csv,
            replications: Vec::new(),
            rows: Vec::new(),
            columns: table.columns.iter().map(Numbers::of).collect(),
            n_pending: 0,
            n_in_group: dimensions.layout().n_in_memory(ROW_GROUP),
        })
    }

    /// Adds the rows of one replication.
    pub fn append(&mut self, replication: u32, observation: &Observation) -> PolarsResult<()> {
        let values = observation.values(self.table.id);
        let n_columns = self.table.columns.len();
        let first = self.rows.len();
        match self.table.rows {
            Rows::All => self.rows.extend(0..self.n_rows as u32),
            Rows::NonZero | Rows::Known => {
                let nothing = if self.table.rows == Rows::Known { MISSING } else { 0 };
                let rows = (0_u32..).zip(values.chunks_exact(n_columns));
                let any = |row: &[i64]| row.iter().any(|value| *value != nothing);
                self.rows.extend(rows.filter(|(_, row)| any(row)).map(|(index, _)| index));
            }
        }
        let rows = &self.rows[first..];
        self.replications.extend(rows.iter().map(|_| replication));
        for (index, numbers) in self.columns.iter_mut().enumerate() {
            numbers.extend(rows.iter().map(|row| values[*row as usize * n_columns + index]));
        }
        self.n_pending += 1;
        if self.n_pending == self.n_in_group { self.write_row_group() } else { Ok(()) }
    }

    /// Writes what is left and closes the files.
    pub fn finish(mut self) -> PolarsResult<()> {
        self.write_row_group()?;
        if let Some(CsvFile { mut file, has_header: false }) = self.csv {
            write_rows(&mut file, &DataFrame::empty_with_schema(&schema(self.table)), true)?;
        }
        self.parquet.finish().map(|_| ())
    }

    fn write_row_group(&mut self) -> PolarsResult<()> {
        let n_rows = self.rows.len();
        self.n_pending = 0;
        if n_rows == 0 {
            return Ok(());
        }
        let replications = std::mem::take(&mut self.replications);
        let mut cells =
            vec![UInt32Chunked::from_vec(REPLICATION.into(), replications).into_column()];
        cells.extend(self.keys.iter().map(|key| key.cells(&self.rows)));
        let columns = self.table.columns.iter().zip(&mut self.columns);
        cells.extend(columns.map(|(column, numbers)| numbers.take(column.name)));
        self.rows.clear();
        let frame = DataFrame::new(n_rows, cells)?;
        self.parquet.write_batch(&frame)?;
        if let Some(csv) = &mut self.csv {
            write_rows(&mut csv.file, &frame, !csv.has_header)?;
            csv.has_header = true;
        }
        Ok(())
    }
}

impl KeyCells {
    fn cells(&self, rows: &[u32]) -> Cells {
        let name = self.key.name().into();
        let value = |row: &u32| *row as usize / self.stride % self.n_values;
        match &self.labels {
            Labels::Text(labels) => {
                let labels = rows.iter().map(|row| labels[value(row)].as_str());
                StringChunked::from_iter_values(name, labels).into_column()
            }
            Labels::Number(labels) => {
                let labels = rows.iter().map(|row| labels[value(row)]).collect();
                Int32Chunked::from_vec(name, labels).into_column()
            }
        }
    }
}

impl Numbers {
    fn of(column: &Column) -> Self {
        match column.kind {
            Kind::Kroner | Kind::Nights | Kind::Points => Self::Large(Vec::new()),
            Kind::KronerOrMissing | Kind::PointsOrMissing => Self::LargeOrMissing(Vec::new()),
            Kind::Share => Self::ShareOrMissing(Vec::new()),
            Kind::Days => Self::SmallOrMissing(Vec::new()),
            Kind::Persons | Kind::Beds | Kind::Places => Self::Small(Vec::new()),
            Kind::PlaceMonths | Kind::Code => Self::Small(Vec::new()),
        }
    }

    fn extend(&mut self, values: impl Iterator<Item = i64>) {
        let small =
            |value| i32::try_from(value).expect("all but kroner, nights and points fits 32 bits");
        let present = |value: &i64| *value != MISSING;
        match self {
            Self::Small(to) => to.extend(values.map(small)),
            Self::Large(to) => to.extend(values),
            Self::LargeOrMissing(to) => to.extend(values.map(|it| Some(it).filter(present))),
            Self::SmallOrMissing(to) => {
                to.extend(values.map(|it| Some(it).filter(present).map(small)));
            }
            Self::ShareOrMissing(to) => {
                let share = |parts: i64| parts as f64 / PARTS_PER_MILLION as f64;
                to.extend(values.map(|it| Some(it).filter(present).map(share)));
            }
        }
    }

    fn take(&mut self, name: &'static str) -> Cells {
        let name = name.into();
        match self {
            Self::Small(from) => Int32Chunked::from_vec(name, take_all(from)).into_column(),
            Self::Large(from) => Int64Chunked::from_vec(name, take_all(from)).into_column(),
            Self::LargeOrMissing(from) => {
                Int64Chunked::from_iter_options(name, from.drain(..)).into_column()
            }
            Self::SmallOrMissing(from) => {
                Int32Chunked::from_iter_options(name, from.drain(..)).into_column()
            }
            Self::ShareOrMissing(from) => {
                Float64Chunked::from_iter_options(name, from.drain(..)).into_column()
            }
        }
    }
}

/// The numbers, leaving room for as many again.
fn take_all<T>(from: &mut Vec<T>) -> Vec<T> {
    let room = Vec::with_capacity(from.len());
    std::mem::replace(from, room)
}

fn key_cells(table: &Table, dimensions: &Dimensions) -> Vec<KeyCells> {
    let layout = dimensions.layout();
    let mut stride = layout.n_rows(table.id);
    let cells = table.keys.iter().map(|key| {
        let n_values = layout.n_values(*key);
        stride /= n_values.max(1);
        let label = |index| dimensions.label(*key, index);
        let labels = match key_type(*key) {
            DataType::String => Labels::Text((0..n_values).map(label).collect()),
            _ => {
                let number = |index| label(index).parse().expect("years and months are numbers");
                Labels::Number((0..n_values).map(number).collect())
            }
        };
        KeyCells { key: *key, labels, n_values, stride }
    });
    cells.collect()
}

fn key_type(key: Key) -> DataType {
    match key {
        Key::Year | Key::PermitYear | Key::MonthsWaited => DataType::Int32,
        Key::Month
        | Key::PermitMonth
        | Key::Group
        | Key::GroupOrAll
        | Key::Post
        | Key::Municipality
        | Key::HouseholdSize => DataType::String,
    }
}

/// Names and types of the columns of a table in Parquet.
fn schema(table: &Table) -> Schema {
    let replication = Field::new(REPLICATION.into(), DataType::UInt32);
    let keys = table.keys.iter().map(|key| Field::new(key.name().into(), key_type(*key)));
    let columns = table.columns.iter().map(|column| {
        let data_type = match column.kind {
            Kind::Kroner | Kind::KronerOrMissing | Kind::Nights => DataType::Int64,
            Kind::Points | Kind::PointsOrMissing => DataType::Int64,
            Kind::Share => DataType::Float64,
            _ => DataType::Int32,
        };
        Field::new(column.name.into(), data_type)
    });
    std::iter::once(replication).chain(keys).chain(columns).collect()
}

/// Reads one table of a folder.
pub fn load_table(folder: &Path, table: &Table) -> PolarsResult<DataFrame> {
    reader(folder, table)?.finish()
}

/// Reads some consecutive rows of one table of a folder.
pub fn load_rows(folder: &Path, table: &Table, rows: Range<usize>) -> PolarsResult<DataFrame> {
    reader(folder, table)?.with_slice(Some((rows.start, rows.len()))).finish()
}

/// Reads which replication each row of a table belongs to.
pub fn load_replications(folder: &Path, table: &Table) -> PolarsResult<Vec<u32>> {
    let frame = reader(folder, table)?.with_columns(Some(vec![REPLICATION.to_owned()])).finish()?;
    Ok(frame.column(REPLICATION)?.u32()?.iter().flatten().collect())
}

fn reader(folder: &Path, table: &Table) -> PolarsResult<ParquetReader<File>> {
    Ok(ParquetReader::new(File::open(folder.join(format!("{}.parquet", table.name)))?))
}

#[cfg(test)]
mod tests {
    use super::super::columns::TableId;
    use super::super::csv_text::write_csv;
    use super::super::examples::{dimensions, observation};
    use super::*;

    #[test]
    fn the_declared_types_are_those_in_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let dimensions = dimensions();
        for table in TableId::ALL.map(TableId::table) {
            let mut writer = TableWriter::create(folder.path(), table, &dimensions, true)
                .unwrap_or_else(|error| panic!("{}: {error}", table.name));
            writer.append(7, &observation(&dimensions, 7)).expect("it can be written");
            writer.finish().expect("it can be closed");
            let frame = load_table(folder.path(), table).expect("it can be read");
            assert_eq!(**frame.schema(), schema(table), "{}", table.name);
            let csv = folder.path().join(format!("{}.csv", table.name));
            let lines = std::fs::read_to_string(csv).expect("it is there");
            assert_eq!(lines.lines().count(), frame.height() + 1, "{}", table.name);
        }
    }

    #[test]
    fn cells_say_what_was_observed() {
        let folder = tempfile::tempdir().expect("a folder");
        let dimensions = dimensions();
        let mut observation = Observation::new(&dimensions);
        let row = observation.layout().waits(13, 1, 24);
        observation.set(row, super::super::columns::Waits::Settled, 5);
        let row = observation.layout().pace_year(1, 2);
        observation.set(row, super::super::columns::PaceYear::Within6Months, 625_000);
        observation.set(0, super::super::columns::Reception::PersonNights, 3_000_000_000);
        for table in [TableId::Waits, TableId::PaceYear, TableId::Reception].map(TableId::table) {
            let mut writer = TableWriter::create(folder.path(), table, &dimensions, true)
                .unwrap_or_else(|error| panic!("{}: {error}", table.name));
            writer.append(3, &observation).expect("it can be written");
            writer.finish().expect("it can be closed");
        }
        let read = |name| std::fs::read_to_string(folder.path().join(name)).expect("it is there");
        let waits = read("waits.csv");
        assert_eq!(waits.lines().nth(1), Some("3,2024-02,quota,24,5,0,0"));
        assert_eq!(waits.lines().count(), 2, "rows of zeros are left out");
        assert_eq!(read("pace_year.csv").lines().last(), Some("3,2024,all,,0.625,,,"));
        let nights = read("reception.csv").lines().nth(1).map(|it| it.contains(",3000000000,"));
        assert_eq!(nights, Some(true));
    }

    #[test]
    fn a_name_like_a_formula_is_text_in_csv_and_itself_in_parquet() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut dimensions = dimensions();
        dimensions.groups[0] = "=1+1".to_owned();
        dimensions.municipalities[0].code = "<script>".to_owned();
        dimensions.municipalities[1].code = "@SUM(A1)".to_owned();
        for id in [TableId::Monthly, TableId::MunicipalYear] {
            let writer = TableWriter::create(folder.path(), id.table(), &dimensions, true);
            let mut writer = writer.expect("it can be opened");
            writer.append(1, &observation(&dimensions, 1)).expect("it can be written");
            writer.finish().expect("it can be closed");
            let frame = load_table(folder.path(), id.table()).expect("it can be read");
            let again = folder.path().join("again.csv");
            write_csv(&again, &frame).expect("it can be written");
            let csv = folder.path().join(id.table().name).with_extension("csv");
            let [one, other] = [csv, again].map(|it| std::fs::read_to_string(it).expect("text"));
            assert_eq!(one, other);
            let expected = match id {
                TableId::Monthly => vec![",'=1+1,"],
                _ => vec![",<script>,", ",'@SUM(A1),"],
            };
            assert!(expected.iter().all(|it| one.contains(it)), "{one}");
            let begins = |cell: &str| cell.starts_with(['=', '@', '+']);
            assert!(!one.lines().flat_map(|it| it.split(',')).any(begins), "{one}");
            let column = if id == TableId::Monthly { "group" } else { "municipality" };
            let texts = frame.column(column).and_then(|it| it.str().cloned()).expect("text");
            let name = if id == TableId::Monthly { "=1+1" } else { "@SUM(A1)" };
            assert!(texts.iter().any(|it| it == Some(name)), "{name} is itself in Parquet");
        }
    }

    #[test]
    fn a_table_without_rows_still_has_its_columns() {
        let folder = tempfile::tempdir().expect("a folder");
        let table = TableId::Waits.table();
        let writer = TableWriter::create(folder.path(), table, &dimensions(), true);
        writer.and_then(TableWriter::finish).expect("it can be written");
        let frame = load_table(folder.path(), table).expect("it can be read");
        assert_eq!((frame.height(), frame.width()), (0, 7));
        let csv = std::fs::read_to_string(folder.path().join("waits.csv")).expect("it is there");
        assert!(csv.starts_with("replication,permit_month,group,months_waited,settled_persons"));
    }
}
