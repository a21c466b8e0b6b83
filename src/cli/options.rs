//! The options of every command that simulates, declared once: how it is run, and where the answer goes.

use super::error::CliError;
use super::progress::Progress;
use super::values::whole;
use super::{is_stderr_terminal, load_checked, tell};
use crate::scenario::Scenario;
use crate::scenario::load::Look;
use clap::{Args, ValueEnum};
use std::io;
use std::path::PathBuf;

/// Largest seed: what every program that reads JSON can hold.
const LARGEST_SEED: u64 = 9_007_199_254_740_991;
/// Most random histories of a run.
pub const MOST_REPLICATIONS: u32 = 1_000_000;
/// Most threads.
const MOST_THREADS: u16 = 1024;

/// How an answer is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A short table for people
    #[default]
    Table,
    /// The numbers behind it, for machines
    Json,
}

/// What every command that simulates takes.
#[derive(Clone, Debug, Default, Args)]
pub struct RunOptions {
    /// Set one value of every scenario named, for example run.end=2025-12-31; may be given many times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Run one branch of every scenario named alone, for example low; the same as --set world.branch=low
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// Number of random histories, in place of the scenario's; in a study, at each point
    #[arg(long, value_name = "N", value_parser = whole(1, MOST_REPLICATIONS))]
    replications: Option<u32>,
    /// Seed of all random streams, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = whole(0, LARGEST_SEED))]
    seed: Option<u64>,
    /// Threads to use; as many as the machine has if it is not given. The results are the same
    #[arg(long, value_name = "N", value_parser = whole(1, MOST_THREADS))]
    threads: Option<u16>,
    /// The folder to write, which must not exist [default: of a run or a comparison one below results/,
    /// named after it; a study writes only the folder it is given, with every table as CSV]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Print errors and the answer only
    #[arg(long)]
    pub quiet: bool,
}

impl RunOptions {
    /// The number of histories on the command line.
    pub fn replications(&self) -> Option<u32> {
        self.replications
    }

    /// The same with so many histories.
    pub fn with_replications(&self, n: u32) -> Self {
        Self { replications: Some(n), ..self.clone() }
    }

    /// The number of threads, if not as many as the machine has.
    pub fn threads(&self) -> Option<usize> {
        self.threads.map(usize::from)
    }

    /// Every value to set, options with a name of their own last: they count.
    pub fn overrides(&self) -> Vec<String> {
        let mut overrides = self.set.clone();
        overrides.extend(self.branch.iter().map(|it| format!("world.branch={it:?}")));
        overrides.extend(self.replications.map(|it| format!("run.replications={it}")));
        overrides.extend(self.seed.map(|it| format!("run.seed={it}")));
        overrides
    }

    /// The options that decide what the numbers are, and none of those that only decide how and where they
    /// are worked out and shown.
    pub fn deciding(&self) -> Vec<String> {
        let mut options = Vec::new();
        let mut add = |option: &str, value: String| options.extend([option.to_owned(), value]);
        self.set.iter().for_each(|it| add("--set", it.clone()));
        self.branch.iter().for_each(|it| add("--branch", it.clone()));
        self.replications.iter().for_each(|it| add("--replications", it.to_string()));
        self.seed.iter().for_each(|it| add("--seed", it.to_string()));
        options
    }

    /// A scenario with these values set, then those in `more`, which count; its warnings are told.
    pub fn load(&self, argument: &str, more: &[String]) -> Result<Scenario, CliError> {
        let mut overrides = self.overrides();
        overrides.extend_from_slice(more);
        let (scenario, warnings) = load_checked(argument, &overrides)?;
        self.remark(&warnings.to_text(Look::for_stream(&io::stderr())));
        Ok(scenario)
    }

    /// Says something beside the answer, unless only errors are wanted.
    pub fn remark(&self, message: &str) {
        if !self.quiet {
            tell(message);
        }
    }

    /// A bar of so many steps, where somebody can see it and wants to.
    pub fn progress(&self, n_steps: u64) -> Progress {
        Progress::new(n_steps, !self.quiet && is_stderr_terminal())
    }
}
