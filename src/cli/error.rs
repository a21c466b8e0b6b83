//! Everything that can end a command, with its exit code. The run cannot go on after any of these.
//!
//! It is longer than other files because each variant carries its whole message.

use super::shard::Shard;
use crate::engine::{Interrupted, NoThreads};
use crate::register::BadTable;
use crate::report::ReportError;
use crate::results::folder::FolderError;
use crate::rules::RuleNotInForce;
use crate::scenario::load::{Look, Problems};
use crate::study::calibrate::NoAnswer;
use crate::study::compare::CompareError;
use crate::study::quantity::NoQuantity;
use crate::study::stress::Stopped;
use crate::study::vary::Ended;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a command did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The scenario has problems.
    #[error("{0}")]
    Scenario(Problems),
    /// There is no such history in the run.
    #[error("--only-replication is {found}, must be below {n}, the number of replications")]
    NoSuchReplication {
        /// The number that was asked for.
        found: u32,
        /// How many there are.
        n: u32,
    },
    /// There is no such measure in the results.
    #[error(
        "--measure is {found}, must be a name, a period and, where it has one, a post of summary.json, \
         for example settled_persons,2023 or cash_kroner,2023,671/60"
    )]
    NoSuchMeasure {
        /// What was asked for.
        found: String,
    },
    /// A part of a run has nothing to do.
    #[error("--shard is {shard}, must be one of at most {n} parts, the number of replications")]
    EmptyShard {
        /// The part that was asked for.
        shard: Shard,
        /// How many replications there are.
        n: u32,
    },
    /// A folder to merge is not a part of a run.
    #[error("{path} is not a part of a run; bosett run --shard makes them")]
    NotAShard {
        /// The folder.
        path: PathBuf,
    },
    /// Not every part is there, or one is there twice.
    #[error("the {n} folders are not all the parts of one run, each once")]
    NotWhole {
        /// How many folders were given.
        n: usize,
    },
    /// A folder to merge is a part of another run.
    #[error("{path} is a part of another run than {first}")]
    OtherRun {
        /// The folder.
        path: PathBuf,
        /// The folder it was compared with.
        first: PathBuf,
    },
    /// A new scenario can only extend one beside or below it.
    #[error("--from is {from}, must be an embedded scenario or a file in the folder of {new}")]
    TooFar {
        /// The scenario to start from.
        from: String,
        /// The file to write.
        new: PathBuf,
    },
    /// The default folder holds something that cannot stand for this run.
    #[error("{path} exists already{why}; name another folder with --out, or move it away")]
    NotReusable {
        /// The folder.
        path: PathBuf,
        /// Why it will not do.
        why: Unusable,
    },
    /// Nobody to price.
    #[error("there are no cohorts to price; give a table with at least one row")]
    NoCohorts,
    /// The law is not known in a year that is to be priced.
    #[error("the law is not known in all years from the first settlement to the last year: {0}")]
    NotInForce(#[from] RuleNotInForce),
    /// No section of the validation document with a simulation has this name.
    #[error("--simulate is {found}, must be a section of the document that rests on a simulation")]
    NoSuchSection {
        /// The name that was asked for.
        found: String,
    },
    /// The result folder cannot be written or read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The report cannot be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Something else cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file named on the command line cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A study is asked about something it cannot read.
    #[error("{option} is \"{found}\", must be {accepted}")]
    Option {
        /// The option.
        option: &'static str,
        /// What was given.
        found: String,
        /// What it must be.
        accepted: &'static str,
    },
    /// A study is asked about a number that is not there.
    #[error(transparent)]
    Quantity(#[from] NoQuantity),
    /// A calibration is asked for what it cannot find.
    #[error(transparent)]
    Calibration(#[from] NoAnswer),
    /// A table named on the command line is not what it must be.
    #[error(transparent)]
    Table(#[from] BadTable),
    /// A new scenario is never written over an old one.
    #[error("{path} exists already; choose another name, or move it away")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The result has no measures that a document could be made from.
    #[error("{path} has nothing to say in this document; choose another one with --document")]
    NothingToSay {
        /// The result folder.
        path: PathBuf,
    },
    /// A file of counts is not one.
    #[error("{path}, line {line}: {what}")]
    Counts {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is found there, and what is accepted.
        what: String,
    },
    /// A file has no borders that a map could be drawn from.
    #[error("{path} is no map: {why}")]
    NoMap {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        why: String,
    },
    /// Counts of periods that no plan is about.
    #[error("no period of {path} has a plan; a plan by week cannot be held against months")]
    NothingPlanned {
        /// The file of counts.
        path: PathBuf,
    },
    /// Scenarios that cannot be compared.
    #[error("{0}")]
    Apart(CompareError),
    /// The system gives no threads.
    #[error(transparent)]
    Threads(#[from] NoThreads),
    /// The system does not let us hear of Ctrl-C.
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
    /// Ctrl-C while finished histories are kept.
    #[error(
        "interrupted; what is finished is kept in {path}, and the same command goes on from there"
    )]
    InterruptedAndKept {
        /// The folder of `--checkpoint`.
        path: PathBuf,
    },
    /// Ctrl-C.
    #[error("interrupted; nothing was written")]
    Interrupted(#[from] Interrupted),
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

impl CliError {
    /// 1 the scenario, 2 the command line, 3 the machine or we ourselves, 130 interrupted.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Scenario(_)
            | Self::Table(_)
            | Self::Apart(_)
            | Self::Counts { .. }
            | Self::NoMap { .. }
            | Self::NothingPlanned { .. }
            | Self::NoCohorts
            | Self::NotInForce(_) => 1,
            Self::NoSuchReplication { .. }
            | Self::NoSuchMeasure { .. }
            | Self::EmptyShard { .. }
            | Self::NotAShard { .. }
            | Self::NotWhole { .. }
            | Self::OtherRun { .. }
            | Self::TooFar { .. }
            | Self::NoSuchSection { .. }
            | Self::Option { .. }
            | Self::Quantity(_)
            | Self::Calibration(_) => 2,
            Self::Interrupted(_) | Self::InterruptedAndKept { .. } => 130,
            Self::NotReusable { .. }
            | Self::Folder(_)
            | Self::Report(_)
            | Self::Write { .. }
            | Self::Read { .. }
            | Self::Exists { .. }
            | Self::NothingToSay { .. }
            | Self::Threads(_)
            | Self::Signal(_)
            | Self::Broken { .. } => 3,
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

impl From<Ended> for CliError {
    fn from(it: Ended) -> Self {
        match it {
            Ended::Interrupted(it) => it.into(),
            Ended::Wrong(problems) => Self::Scenario(problems),
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

    #[test]
    fn a_message_names_its_cause_once() {
        let source = || io::Error::other("disk full");
        let write = CliError::Write { path: "a.toml".into(), source: source() };
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
