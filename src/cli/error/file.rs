//! Files and folders that the system or we ourselves refuse to read or write: exit code 3.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file or folder cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The default folder holds something that cannot stand for this run.
    #[error("{path} exists already{why}; name another folder with --out, or move it away")]
    NotReusable {
        /// The folder.
        path: PathBuf,
        /// Why it will not do.
        why: Unusable,
    },
    /// It cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder it should lie in is not there.
    #[error(
        "cannot write {path}: there is no folder {folder}; make it first, or choose another name"
    )]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// A file named on the command line cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What is there is never written over.
    #[error("{path} exists already; choose another name, or move it away")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Rows can only be added to a file that has the same columns.
    #[error(
        "{path} exists already and is not a table of a sweep; choose another name, or move it away"
    )]
    NotASweep {
        /// The file.
        path: PathBuf,
    },
    /// The result has no measures that a document could be made from.
    #[error("{path} has nothing to say in this document; choose another one with --document")]
    NothingToSay {
        /// The result folder.
        path: PathBuf,
    },
}

impl FileError {
    /// A file that cannot be written, with the reason that helps most.
    pub fn write(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match path.parent() {
            Some(folder) if source.kind() == io::ErrorKind::NotFound && !folder.exists() => {
                Self::NoFolder { folder: folder.to_owned(), path }
            }
            _ => Self::Write { path, source },
        }
    }
}

/// Why an existing result folder cannot stand for a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It holds something else.
    Different,
    /// It was made before the program was.
    OlderThanProgram,
    /// It has no CSV files and they were asked for.
    NoCsv,
    /// It has no report and that was asked for.
    NoReport,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Different => " and is not a result of this run",
            Self::OlderThanProgram => " and is older than this build of bosett",
            Self::NoCsv => " and holds this run without CSV files",
            Self::NoReport => " and holds this run without its report",
        })
    }
}
