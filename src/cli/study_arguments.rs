//! The command lines of the studies.

use super::arguments::{Format, LARGEST_SEED};
use clap::{Args, value_parser};
use std::path::PathBuf;

/// What every study takes.
#[derive(Clone, Debug, Default, Args)]
pub struct StudyArguments {
    /// A scenario file, or the name of an embedded scenario
    scenario: Option<String>,
    /// Set one value of the scenario; may be given many times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Number of random histories at each point, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(2..=1_000_000))]
    replications: Option<u32>,
    /// Seed of all random streams, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(..=LARGEST_SEED))]
    seed: Option<u64>,
    /// Threads to use; as many as the machine has if it is not given. The answer is the same
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Write every table as a CSV file into this folder, which must not exist
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Print errors and the answer only
    #[arg(long)]
    pub quiet: bool,
}

impl StudyArguments {
    /// The file or embedded scenario, or the one that a study begins with.
    pub fn scenario<'a>(&'a self, default: &'a str) -> &'a str {
        self.scenario.as_deref().unwrap_or(default)
    }

    /// Every value to set, options with a name of their own last: they count.
    pub fn overrides(&self) -> Vec<String> {
        let mut overrides = self.set.clone();
        overrides.extend(self.replications.map(|it| format!("run.replications={it}")));
        overrides.extend(self.seed.map(|it| format!("run.seed={it}")));
        overrides
    }
}

/// `bosett hindcast`.
#[derive(Clone, Debug, Args)]
pub struct HindcastArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// The arrival group whose arrivals are forecast
    #[arg(long, default_value = "ukraine")]
    pub group: String,
    /// A CSV file with more months, in the form of scenarios/reference/arrivals-monthly.csv; months of
    /// settlement have the group "all" and the measure "settled"
    #[arg(long, value_name = "CSV")]
    pub actuals: Vec<PathBuf>,
    /// A CSV file with more official forecasts, in the form of scenarios/reference/forecasts.csv
    #[arg(long, value_name = "CSV")]
    pub forecasts: Vec<PathBuf>,
}
