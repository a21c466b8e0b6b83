//! What is wrong with a command line although its options can be read: exit code 2.

use crate::cli::shard::Shard;
use crate::study::calibrate::NoAnswer;
use crate::study::quantity::NoQuantity;
use std::path::PathBuf;

/// Why a command line asks for what is not there.
#[derive(Debug, thiserror::Error)]
pub enum CommandLineError {
    /// A value of an option does not fit the scenario or the other options.
    #[error("{option} is {found:?}, must be {accepted}")]
    Option {
        /// The option.
        option: &'static str,
        /// What was given.
        found: String,
        /// What it must be.
        accepted: String,
    },
    /// A study is asked about a number that is not there.
    #[error(transparent)]
    Quantity(#[from] NoQuantity),
    /// A calibration is asked for what it cannot find.
    #[error(transparent)]
    Calibration(#[from] NoAnswer),
    /// The spread of a single history is not known.
    #[error(
        "there is only 1 random history, a study must have at least 2; ask for more with --replications"
    )]
    OnlyOneHistory,
    /// A folder to merge is not a part of a run.
    #[error("{path} is not a part of a run; bosett run --shard makes them")]
    NotAShard {
        /// The folder.
        path: PathBuf,
    },
    /// Not every part is there.
    #[error("the run lacks part {missing}; name the folders of all {n} parts")]
    MissingParts {
        /// The parts.
        missing: String,
        /// How many there should be.
        n: u32,
    },
    /// A part is there twice, or is of another division of the same run.
    #[error(
        "{path} is part {shard} and {first} is part {first_shard}; name each part of one division once"
    )]
    NotApart {
        /// A folder.
        path: PathBuf,
        /// Its part.
        shard: Shard,
        /// The folder it was compared with.
        first: PathBuf,
        /// The part of that.
        first_shard: Shard,
    },
    /// A folder to merge is a part of another run.
    #[error("{path} is a part of another run than {first}: {what}")]
    OtherRun {
        /// The folder.
        path: PathBuf,
        /// The folder it was compared with.
        first: PathBuf,
        /// What differs.
        what: String,
    },
    /// A new scenario can only extend one beside or below it.
    #[error("--from is {from}, must be an embedded scenario or a file in the folder of {new}")]
    TooFar {
        /// The scenario to start from.
        from: String,
        /// The file to write.
        new: PathBuf,
    },
}

impl CommandLineError {
    /// A value of an option that does not fit.
    pub fn option(option: &'static str, found: &str, accepted: impl Into<String>) -> Self {
        Self::Option { option, found: found.to_owned(), accepted: accepted.into() }
    }
}
