//! One number a replication for every measure, in little memory however many replications there are.
//!
//! The numbers of the last replications are in memory. Whenever they fill their share of it they go to the end of
//! a file, turned round so that those of a measure lie together. The file has no name and is gone with the program.

use super::super::Label;
use super::series::Sink;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::PathBuf;

/// Measures that are looked at together at least, so that a cache line of each replication is read once.
const FEWEST_TOGETHER: usize = 16;
/// Memory for the numbers of the measures that are looked at together where the file is read, in bytes.
const MEMORY_TOGETHER: usize = 32 << 20;

/// The numbers of a run cannot be kept on disk, or read back.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot keep the numbers of so many replications in {}: {source}; make room there, or run fewer",
    folder.display()
)]
pub struct ScratchError {
    /// Where the file without a name is.
    pub folder: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

/// Where the numbers of a measure are.
#[derive(Clone, Copy, Debug)]
pub enum Position {
    /// Among the head counts.
    Count(usize),
    /// Among everything else.
    Amount(usize),
}

/// The numbers of one replication: head counts in half the memory of the rest.
#[derive(Default)]
pub struct Row {
    counts: Vec<i32>,
    amounts: Vec<f64>,
}

impl Row {
    fn at(&self, position: Position) -> f64 {
        match position {
            Position::Count(index) => f64::from(self.counts[index]),
            Position::Amount(index) => self.amounts[index],
        }
    }
}

impl Sink for Row {
    fn count(&mut self, value: i64, label: impl FnOnce() -> Label) {
        let fits = i32::try_from(value);
        self.counts.push(fits.unwrap_or_else(|_| panic!("{} fits 32 bits", label().name)));
    }

    fn amount(&mut self, value: f64, _label: impl FnOnce() -> Label) {
        self.amounts.push(value);
    }
}

/// The numbers of all replications, in order.
pub struct Numbers {
    n_counts: usize,
    n_amounts: usize,
    /// Replications that fill the memory there is, and make a block of the file.
    n_in_block: usize,
    rows: Vec<Row>,
    folder: PathBuf,
    file: Option<File>,
    n_blocks: usize,
}

impl Numbers {
    /// Nothing kept yet of so many numbers a replication: at most `memory` bytes of them in memory, the others in
    /// `folder`.
    pub fn new(n_counts: usize, n_amounts: usize, memory: usize, folder: PathBuf) -> Self {
        let n_in_block = (memory / (4 * n_counts + 8 * n_amounts).max(1)).max(1);
        Self { n_counts, n_amounts, n_in_block, rows: Vec::new(), folder, file: None, n_blocks: 0 }
    }

    /// Number of replications kept.
    pub fn n_replications(&self) -> usize {
        self.n_blocks * self.n_in_block + self.rows.len()
    }

    /// A row with room for the numbers of a replication.
    pub fn row(&self) -> Row {
        Row {
            counts: Vec::with_capacity(self.n_counts),
            amounts: Vec::with_capacity(self.n_amounts),
        }
    }

    /// Keeps the numbers of the next replication.
    pub fn push(&mut self, row: Row) -> Result<(), ScratchError> {
        if self.rows.len() == self.n_in_block {
            self.write_block().map_err(|source| self.failed(source))?;
        }
        self.rows.push(row);
        Ok(())
    }

    /// How many measures to ask for at a time: as many as fit into little memory.
    pub fn n_together(&self) -> usize {
        match self.file {
            None => FEWEST_TOGETHER,
            Some(_) => (MEMORY_TOGETHER / (8 * self.n_replications())).max(FEWEST_TOGETHER),
        }
    }

    /// The numbers of some measures, one a replication and in order, into as many of `values`. The positions of
    /// either kind follow one another without a gap.
    pub fn read(
        &self,
        positions: &[Position],
        values: &mut [Vec<f64>],
    ) -> Result<(), ScratchError> {
        values.iter_mut().for_each(Vec::clear);
        if let Some(file) = &self.file {
            let read = |block| self.read_block(file, block, positions, values);
            (0..self.n_blocks).try_for_each(read).map_err(|source| self.failed(source))?;
        }
        for row in &self.rows {
            for (position, values) in positions.iter().zip(&mut *values) {
                values.push(row.at(*position));
            }
        }
        Ok(())
    }

    /// Bytes of a block before its first amount, and in all.
    fn block_len(&self) -> (usize, usize) {
        let counts = 4 * self.n_counts * self.n_in_block;
        (counts, counts + 8 * self.n_amounts * self.n_in_block)
    }

    fn write_block(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        file.seek(SeekFrom::End(0))?;
        let mut to = BufWriter::new(file);
        turn(&self.rows, self.n_counts, |row, column| row.counts[column].to_le_bytes(), &mut to)?;
        turn(&self.rows, self.n_amounts, |row, column| row.amounts[column].to_le_bytes(), &mut to)?;
        to.flush()?;
        self.rows.clear();
        self.n_blocks += 1;
        Ok(())
    }

    fn read_block(
        &self,
        file: &File,
        block: usize,
        positions: &[Position],
        values: &mut [Vec<f64>],
    ) -> io::Result<()> {
        let (counts_len, len) = self.block_len();
        let columns = |of: fn(&Position) -> Option<usize>| {
            let first = positions.iter().find_map(of).unwrap_or(0);
            first..first + positions.iter().filter_map(of).count()
        };
        let read = |first_byte, columns: Range<usize>, width| {
            let column_len = width * self.n_in_block;
            let mut bytes = vec![0; columns.len() * column_len];
            let mut file = file;
            file.seek(SeekFrom::Start(
                (block * len + first_byte + columns.start * column_len) as u64,
            ))?;
            file.read_exact(&mut bytes)?;
            Ok::<_, io::Error>(bytes)
        };
        let counts = read(0, columns(Position::count), 4)?;
        let amounts = read(counts_len, columns(Position::amount), 8)?;
        let (mut counts, mut amounts) = (counts.as_chunks().0.iter(), amounts.as_chunks().0.iter());
        for (position, values) in positions.iter().zip(values) {
            match position {
                Position::Count(_) => {
                    let numbers = counts.by_ref().take(self.n_in_block);
                    values.extend(numbers.map(|it| f64::from(i32::from_le_bytes(*it))));
                }
                Position::Amount(_) => {
                    let numbers = amounts.by_ref().take(self.n_in_block);
                    values.extend(numbers.map(|it| f64::from_le_bytes(*it)));
                }
            }
        }
        Ok(())
    }

    fn failed(&self, source: io::Error) -> ScratchError {
        ScratchError { folder: self.folder.clone(), source }
    }
}

impl Position {
    fn count(&self) -> Option<usize> {
        match self {
            Self::Count(index) => Some(*index),
            Self::Amount(_) => None,
        }
    }

    fn amount(&self) -> Option<usize> {
        match self {
            Self::Count(_) => None,
            Self::Amount(index) => Some(*index),
        }
    }
}

/// Writes rows column by column.
fn turn<const N: usize>(
    rows: &[Row],
    n_columns: usize,
    bytes: impl Fn(&Row, usize) -> [u8; N],
    to: &mut impl Write,
) -> io::Result<()> {
    let mut turned = vec![Vec::new(); FEWEST_TOGETHER];
    for first in (0..n_columns).step_by(FEWEST_TOGETHER) {
        let columns = first..n_columns.min(first + FEWEST_TOGETHER);
        turned.iter_mut().for_each(Vec::clear);
        for row in rows {
            for (column, turned) in columns.clone().zip(&mut turned) {
                turned.extend(bytes(row, column));
            }
        }
        turned.iter().try_for_each(|column| to.write_all(column))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const N_COUNTS: usize = 37;
    const N_AMOUNTS: usize = 21;

    /// A number that tells its replication and position.
    fn number(replication: usize, position: Position) -> f64 {
        match position {
            Position::Count(index) => -((1_000 * index + replication) as f64),
            Position::Amount(index) => (1_000 * index + replication) as f64 + 0.25,
        }
    }

    /// Counts and amounts take turns, until there are no more amounts.
    fn positions() -> Vec<Position> {
        let both =
            |it| [Some(Position::Count(it)), (it < N_AMOUNTS).then_some(Position::Amount(it))];
        (0..N_COUNTS).flat_map(both).flatten().collect()
    }

    fn kept(n_replications: usize, n_in_block: usize, folder: PathBuf) -> Numbers {
        let memory = n_in_block * (4 * N_COUNTS + 8 * N_AMOUNTS);
        let mut numbers = Numbers::new(N_COUNTS, N_AMOUNTS, memory, folder);
        for replication in 0..n_replications {
            let mut row = numbers.row();
            let at = |position| number(replication, position);
            row.counts.extend((0..N_COUNTS).map(|it| at(Position::Count(it)) as i32));
            row.amounts.extend((0..N_AMOUNTS).map(|it| at(Position::Amount(it))));
            numbers.push(row).expect("it can be kept");
        }
        numbers
    }

    #[test]
    fn what_was_kept_comes_back_from_memory_and_from_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        for (n, n_in_block, n_blocks) in [(7, 100, 0), (7, 7, 0), (8, 7, 1), (40, 7, 5), (5, 1, 4)]
        {
            let numbers = kept(n, n_in_block, folder.path().to_owned());
            assert_eq!((numbers.n_replications(), numbers.n_blocks), (n, n_blocks));
            assert_eq!(numbers.file.is_some(), n_blocks > 0);
            for together in [1, 5, 58] {
                let mut values = vec![Vec::new(); together];
                for some in positions().chunks(together) {
                    numbers.read(some, &mut values).expect("it can be read");
                    for (position, values) in some.iter().zip(&values) {
                        let expected: Vec<f64> = (0..n).map(|it| number(it, *position)).collect();
                        assert_eq!(
                            *values, expected,
                            "{position:?} of {n} in blocks of {n_in_block}"
                        );
                    }
                }
            }
        }
        let left = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 0, "the file has a name");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let numbers = kept(1, 1, PathBuf::from("/nowhere/at/all"));
        let mut numbers = numbers;
        let row = numbers.row();
        let error = numbers.push(row).expect_err("there is no such folder").to_string();
        let expected = "cannot keep the numbers of so many replications in /nowhere/at/all: ";
        assert!(error.starts_with(expected), "{error}");
    }
}
