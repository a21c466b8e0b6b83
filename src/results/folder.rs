//! The result folder: written whole or not at all, and read back.
//!
//! Everything goes into a temporary folder beside the final one, which takes its name in one step
//! at the end. A writer that is dropped before that leaves nothing behind. A folder that exists is
//! never touched.

mod unpublished;

use super::Summary;
use super::columns::{TABLES, Table, TableId};
use super::csv_text::write_csv;
use super::dictionary::dictionary;
use super::json::RecordLines;
use super::measures::SUMMARY_FILE;
use super::observation::{Dimensions, Observation};
use super::provenance::Provenance;
use super::tables::{TableWriter, load_table};
use polars::prelude::{DataFrame, PolarsError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use unpublished::UnpublishedFolder;

/// Name of the provenance in the folder.
pub const PROVENANCE_FILE: &str = "provenance.json";
/// Name of the data dictionary in the folder.
pub const DICTIONARY_FILE: &str = "data-dictionary.csv";
/// Name of the folder of tables in the folder.
pub const TABLES_FOLDER: &str = "tables";

/// Why a result folder could not be written or read. The run cannot go on after any of these.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something of that name already, which is never overwritten.
    #[error("{path} exists already; name another folder with --out, or move it away")]
    Exists {
        /// The folder that was asked for.
        path: PathBuf,
    },
    /// The system refuses to write.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system refuses to read.
    #[error("cannot read {path}: {source}; is it a result folder?")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A table cannot be written or read.
    #[error("cannot process the table {path}: {source}")]
    Table {
        /// The file.
        path: PathBuf,
        /// What polars says.
        source: PolarsError,
    },
    /// A JSON file is not what this version writes.
    #[error(
        "{path} is not as this version of bosett writes it: {source}; run the scenario again, or use the \
         version that made it"
    )]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        source: serde_json::Error,
    },
    /// A table does not have the rows that the summary speaks of.
    #[error("{path} does not fit the {SUMMARY_FILE} beside it; was it changed afterwards?")]
    Mismatch {
        /// The file.
        path: PathBuf,
    },
}

/// A result folder in the making.
pub struct FolderWriter {
    folder: UnpublishedFolder,
    tables: Vec<TableWriter>,
    last_replication: Option<u32>,
}

impl FolderWriter {
    /// Begins the folder `out`, with CSV beside each Parquet table if wanted.
    pub fn create(
        out: &Path,
        dimensions: &Dimensions,
        with_csv: bool,
    ) -> Result<Self, FolderError> {
        Self::begin(UnpublishedFolder::create(out)?, dimensions, with_csv)
    }

    /// Begins a folder in `above` that gets its name before it is published.
    pub fn create_in(
        above: &Path,
        dimensions: &Dimensions,
        with_csv: bool,
    ) -> Result<Self, FolderError> {
        Self::begin(UnpublishedFolder::create_in(above)?, dimensions, with_csv)
    }

    /// Where the folder is made: files of no name may be there too.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Says what the folder will be called, beside the name it has now.
    pub fn name(&mut self, out: &Path) {
        self.folder.name(out);
    }

    fn begin(
        folder: UnpublishedFolder,
        dimensions: &Dimensions,
        with_csv: bool,
    ) -> Result<Self, FolderError> {
        let tables = folder.path().join(TABLES_FOLDER);
        fs::create_dir(&tables).map_err(|source| cannot_write(&tables, source))?;
        let tables = TABLES.iter().map(|table| {
            TableWriter::create(&tables, table, dimensions, with_csv)
                .map_err(|source| FolderError::Table { path: tables.join(table.name), source })
        });
        let tables = tables.collect::<Result<_, _>>()?;
        Ok(Self { folder, tables, last_replication: None })
    }

    /// Adds replications to every table; the memory of a block is free again once a row group is
    /// full.
    ///
    /// # Panics
    /// If the replications do not come in order.
    pub fn append(&mut self, block: &[(u32, Observation)]) -> Result<(), FolderError> {
        for (replication, observation) in block {
            assert!(
                self.last_replication.is_none_or(|last| last < *replication),
                "replication {replication} comes after {:?}",
                self.last_replication
            );
            self.last_replication = Some(*replication);
            for (table, writer) in TABLES.iter().zip(&mut self.tables) {
                writer.append(*replication, observation).map_err(|source| {
                    let path = self.folder.path().join(TABLES_FOLDER).join(table.name);
                    FolderError::Table { path, source }
                })?;
            }
        }
        Ok(())
    }

    /// Writes summary, provenance and data dictionary, and closes the tables. The folder is
    /// complete but for what the caller wants to add, and still has its temporary name.
    pub fn close(
        self,
        summary: &Summary,
        provenance: &Provenance,
    ) -> Result<UnpublishedFolder, FolderError> {
        let folder = self.folder;
        for (table, writer) in TABLES.iter().zip(self.tables) {
            let path = folder.path().join(TABLES_FOLDER).join(table.name);
            writer.finish().map_err(|source| FolderError::Table { path, source })?;
        }
        let one_measure_a_line = RecordLines::default();
        write_json(&folder.path().join(SUMMARY_FILE), summary, one_measure_a_line)?;
        write_json(&folder.path().join(PROVENANCE_FILE), provenance, PrettyFormatter::new())?;
        write_dictionary(folder.path())?;
        Ok(folder)
    }

    /// [`Self::close`], then [`UnpublishedFolder::publish`].
    pub fn finish(
        self,
        summary: &Summary,
        provenance: &Provenance,
    ) -> Result<PathBuf, FolderError> {
        self.close(summary, provenance)?.publish()
    }
}

/// Reads `summary.json` of a result folder.
pub fn read_summary(folder: &Path) -> Result<Summary, FolderError> {
    read_json(&folder.join(SUMMARY_FILE))
}

/// Reads `provenance.json` of a result folder.
pub fn read_provenance(folder: &Path) -> Result<Provenance, FolderError> {
    read_json(&folder.join(PROVENANCE_FILE))
}

/// Reads one table of a result folder.
pub fn read_table(folder: &Path, table: TableId) -> Result<DataFrame, FolderError> {
    let tables = folder.join(TABLES_FOLDER);
    load_table(&tables, table.table())
        .map_err(|source| FolderError::Table { path: file_of(&tables, table.table()), source })
}

/// The file of a table in the folder of tables.
pub(super) fn file_of(tables: &Path, table: &Table) -> PathBuf {
    tables.join(table.name).with_extension("parquet")
}

/// Writes every table of a result folder as CSV into `out`, which has to exist, with the data dictionary.
pub fn write_tables_as_csv(folder: &Path, out: &Path) -> Result<(), FolderError> {
    let tables = out.join(TABLES_FOLDER);
    fs::create_dir_all(&tables).map_err(|source| cannot_write(&tables, source))?;
    for table in TableId::ALL {
        let path = tables.join(table.table().name).with_extension("csv");
        write_csv(&path, &read_table(folder, table)?)
            .map_err(|source| FolderError::Table { path, source })?;
    }
    write_dictionary(out)
}

fn write_dictionary(folder: &Path) -> Result<(), FolderError> {
    let path = folder.join(DICTIONARY_FILE);
    write_csv(&path, &dictionary()).map_err(|source| FolderError::Table { path, source })
}

fn cannot_write(path: &Path, source: io::Error) -> FolderError {
    FolderError::Write { path: path.to_owned(), source }
}

fn write_json(
    path: &Path,
    value: &impl Serialize,
    formatter: impl Formatter,
) -> Result<(), FolderError> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, formatter);
    value
        .serialize(&mut serializer)
        .map_err(|source| FolderError::Json { path: path.to_owned(), source })?;
    text.push(b'\n');
    fs::write(path, text).map_err(|source| cannot_write(path, source))
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, FolderError> {
    let text = fs::read_to_string(path)
        .map_err(|source| FolderError::Read { path: path.to_owned(), source })?;
    serde_json::from_str(&text)
        .map_err(|source| FolderError::Json { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::super::examples::{dimensions, observation, provenance, summary};
    use super::super::summarise::Summariser;
    use super::*;

    /// A result of so many replications, appended in blocks of a size.
    fn write(out: &Path, n_replications: u32, block: usize) -> Result<PathBuf, FolderError> {
        let dimensions = dimensions();
        let mut writer = FolderWriter::create(out, &dimensions, true)?;
        let mut summariser = Summariser::new(&dimensions);
        let all: Vec<_> =
            (0..n_replications).map(|it| (it, observation(&dimensions, it))).collect();
        for block in all.chunks(block) {
            writer.append(block)?;
            for (_, observation) in block {
                summariser.push(observation).expect("it fits into memory");
            }
        }
        writer.finish(
            &summary(&dimensions, summariser.finish().expect("nothing is on disk")),
            &provenance(),
        )
    }

    /// Path and bytes of every file below a folder, in order.
    fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files.extend(self::files(&path));
            } else {
                files.push((path.clone(), fs::read(&path).expect("a file")));
            }
        }
        files.sort();
        files
    }

    fn n_entries(folder: &Path) -> usize {
        fs::read_dir(folder).expect("a folder").count()
    }

    #[test]
    fn what_was_written_is_read_back() {
        let above = tempfile::tempdir().expect("a folder");
        let out = above.path().join("made/on/the/way");
        assert_eq!(write(&out, 3, 2).expect("it can be written"), out);
        let found = read_summary(&out).expect("a summary");
        let mut summariser = Summariser::new(&dimensions());
        (0..3).for_each(|it| {
            summariser.push(&observation(&dimensions(), it)).expect("it fits into memory")
        });
        assert_eq!(found, summary(&dimensions(), summariser.finish().expect("nothing is on disk")));
        assert_eq!(read_provenance(&out).expect("a provenance"), provenance());
        for table in TableId::ALL {
            let frame = read_table(&out, table).expect("a table");
            let n_rows = dimensions().layout().n_rows(table);
            let expected = if table == TableId::Waits { n_rows / 2 } else { n_rows };
            // Some of the rows that may hold numbers hold zeros by chance.
            assert!(frame.height() <= 3 * expected && frame.height() > 2 * expected);
        }
        assert!(out.join(DICTIONARY_FILE).exists() && out.join("tables/monthly.csv").exists());
    }

    #[test]
    fn the_bytes_do_not_depend_on_the_blocks() {
        let above = tempfile::tempdir().expect("a folder");
        let [one, other] = ["one", "other"].map(|name| above.path().join(name));
        write(&one, 103, 103).expect("it can be written");
        write(&other, 103, 7).expect("it can be written");
        let (one_files, other_files) = (files(&one), files(&other));
        assert_eq!(one_files.len(), 2 * TableId::N + 3);
        for ((path, bytes), (other_path, other_bytes)) in one_files.iter().zip(&other_files) {
            assert_eq!(path.strip_prefix(&one).ok(), other_path.strip_prefix(&other).ok());
            assert!(bytes == other_bytes, "{} differs", path.display());
        }
    }

    #[test]
    fn one_measure_is_one_line_of_the_summary() {
        let above = tempfile::tempdir().expect("a folder");
        let out = above.path().join("result");
        write(&out, 2, 2).expect("it can be written");
        let text = fs::read_to_string(out.join(SUMMARY_FILE)).expect("a file");
        let found = read_summary(&out).expect("a summary");
        let lines = text.lines().filter(|line| line.starts_with("    {\"name\"")).count();
        assert_eq!(lines, found.measures.len());
        assert!(text.starts_with("{\n  \"scenario\": \"example\",\n"));
        assert!(text.ends_with("\n  ]\n}\n"));
    }

    #[test]
    fn a_folder_may_get_its_name_at_the_end_but_needs_one() {
        let above = tempfile::tempdir().expect("a folder");
        let begin = |above: &Path| {
            FolderWriter::create_in(above, &dimensions(), false).expect("it can be written")
        };
        let made = above.path().join("made");
        let mut writer = begin(&made);
        writer.name(&made.join("result"));
        let out = writer.finish(&summary(&dimensions(), Vec::new()), &provenance());
        assert_eq!(out.expect("a name"), made.join("result"));
        let nameless = begin(&made).finish(&summary(&dimensions(), Vec::new()), &provenance());
        assert!(matches!(nameless, Err(FolderError::Exists { .. })));
        assert_eq!(n_entries(&made), 1, "the nameless one is gone");
    }

    #[test]
    fn an_unfinished_writer_leaves_nothing_behind() {
        let above = tempfile::tempdir().expect("a folder");
        let out = above.path().join("made/on/the/way");
        let mut writer = FolderWriter::create(&out, &dimensions(), false).expect("a writer");
        writer.append(&[(0, observation(&dimensions(), 0))]).expect("it can be written");
        assert_eq!(n_entries(above.path()), 1);
        drop(writer);
        assert_eq!(n_entries(above.path()), 0);
    }

    #[test]
    fn nothing_is_ever_written_over() {
        let above = tempfile::tempdir().expect("a folder");
        let out = above.path().join("result");
        fs::create_dir(&out).expect("it can be made");
        let error = write(&out, 1, 1).expect_err("it is there already");
        assert!(matches!(error, FolderError::Exists { .. }), "{error}");
        fs::remove_dir(&out).expect("it can be removed");
        let writer = FolderWriter::create(&out, &dimensions(), false).expect("a writer");
        fs::create_dir(&out).expect("it can be made");
        let error = writer.finish(&summary(&dimensions(), Vec::new()), &provenance());
        assert!(matches!(error, Err(FolderError::Exists { .. })), "made meanwhile");
        assert_eq!((n_entries(above.path()), n_entries(&out)), (1, 0));
    }

    #[test]
    fn what_is_no_result_folder_is_named() {
        let above = tempfile::tempdir().expect("a folder");
        let error = read_summary(above.path()).expect_err("there is none");
        assert!(error.to_string().contains(SUMMARY_FILE), "{error}");
        let error = read_table(above.path(), TableId::Waits).expect_err("there is none");
        assert!(error.to_string().contains("waits"), "{error}");
    }
}
