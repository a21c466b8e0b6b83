//! Everything that can end a command, with its exit code. The run cannot go on after any of these.

pub mod command_line;
pub mod file;
pub mod input;

use crate::engine::{Interrupted, NoThreads};
use crate::register::BadTable;
use crate::report::ReportError;
use crate::results::folder::FolderError;
use crate::results::summarise::ScratchError;
use crate::scenario::load::{Look, Problems};
use crate::study::compare::CompareError;
use crate::study::quantity::NoQuantity;
use crate::study::stress::Stopped;
use crate::study::vary::Ended;
use command_line::CommandLineError;
use file::FileError;
use input::InputError;
use std::error::Error;
use std::path::PathBuf;

/// Why a command did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A scenario or a table has problems, each with its place.
    #[error("{0}")]
    Scenario(#[from] Problems),
    /// What a file holds cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The command line asks for what is not there.
    #[error(transparent)]
    CommandLine(#[from] CommandLineError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The result folder cannot be written or read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The numbers of very many histories cannot be kept on disk.
    #[error(transparent)]
    Scratch(#[from] ScratchError),
    /// The report cannot be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The system gives no threads.
    #[error(transparent)]
    Threads(#[from] NoThreads),
    /// The system does not let us hear of interruptions.
    #[error("cannot listen for Ctrl-C")]
    Signal(#[from] ctrlc::Error),
    /// A mistake of this program.
    #[error(
        "this is a mistake of bosett and not of yours: {what} ({place}); \
         nothing was written; please report it together with the scenario and its seed"
    )]
    Broken {
        /// The invariant that does not hold.
        what: String,
        /// Where in the program it was found out.
        place: String,
    },
    /// Interrupted while finished histories are kept.
    #[error(
        "interrupted; what is finished is kept in {path}, and the same command goes on from there"
    )]
    InterruptedAndKept {
        /// The folder of `--checkpoint`.
        path: PathBuf,
    },
    /// Ctrl-C, or asked to end by the system.
    #[error("interrupted; nothing was written")]
    Interrupted(#[from] Interrupted),
}

impl CliError {
    /// 1 a file that somebody made, 2 the command line, 3 the machine or we ourselves, 130 interrupted.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Scenario(_) | Self::Input(_) => 1,
            Self::CommandLine(_) => 2,
            Self::File(_)
            | Self::Folder(_)
            | Self::Scratch(_)
            | Self::Report(_)
            | Self::Threads(_)
            | Self::Signal(_)
            | Self::Broken { .. } => 3,
            Self::Interrupted(_) | Self::InterruptedAndKept { .. } => 130,
        }
    }

    /// The whole message, with what caused it, ending in a line break.
    pub fn to_text(&self, look: Look) -> String {
        if let Self::Scenario(problems) = self {
            return problems.to_text(look);
        }
        let mut message = format!("error: {self}");
        let mut cause = self.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Some messages have their cause in them already.
            if !message.contains(&text) {
                message.push_str(&format!(": {text}"));
            }
            cause = error.source();
        }
        message.push('\n');
        message
    }
}

impl From<NoQuantity> for CliError {
    fn from(error: NoQuantity) -> Self {
        CommandLineError::from(error).into()
    }
}

impl From<BadTable> for CliError {
    fn from(error: BadTable) -> Self {
        InputError::from(error).into()
    }
}

impl From<CompareError> for CliError {
    fn from(error: CompareError) -> Self {
        match error {
            CompareError::Interrupted(interrupted) => interrupted.into(),
            CompareError::Scratch(scratch) => scratch.into(),
            apart => InputError::Apart(apart).into(),
        }
    }
}

impl From<Ended> for CliError {
    fn from(it: Ended) -> Self {
        match it {
            Ended::Interrupted(it) => it.into(),
            Ended::Wrong(problems) => problems.into(),
        }
    }
}

impl From<Stopped> for CliError {
    fn from(it: Stopped) -> Self {
        match it {
            Stopped::Ended(it) => it.into(),
            Stopped::NoQuantity(it) => it.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn a_message_names_its_cause_once() {
        let source = || io::Error::other("disk full");
        let write = CliError::from(FileError::Write { path: "a.toml".into(), source: source() });
        assert_eq!(write.to_text(Look::Plain), "error: cannot write a.toml: disk full\n");
        let folder = FolderError::Write { path: "a".into(), source: source() };
        let folder = CliError::from(folder);
        assert_eq!(folder.to_text(Look::Plain), "error: cannot write a: disk full\n");
        assert_eq!((write.exit_code(), folder.exit_code()), (3, 3));
        let interrupted = CliError::from(Interrupted);
        let message = "error: interrupted; nothing was written\n";
        assert_eq!(
            (interrupted.to_text(Look::Plain).as_str(), interrupted.exit_code()),
            (message, 130)
        );
    }
}
