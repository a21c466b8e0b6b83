//! The command lines of the studies.

use super::arguments::{Format, LARGEST_SEED};
use crate::study::sweep::Design;
use clap::{Args, ValueEnum, value_parser};
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
    /// Write every table as a CSV file, the figures and a page with both into this folder, which must not exist
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

/// `bosett sensitivity`.
#[derive(Clone, Debug, Args)]
pub struct SensitivityArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// The number that is explained, as NAME@YEAR or NAME@YEAR@POST [default: cash_kroner of the first year]
    #[arg(long, value_name = "NAME@YEAR")]
    pub quantity: Option<String>,
    /// Walks of the screening of all parameters
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u16).range(2..=1000))]
    pub walks: u16,
    /// Parameters that are measured after the screening
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = value_parser!(u16).range(1..=100))]
    pub foremost: u16,
    /// Rows of the plan that shares of variance are estimated from, best a power of two
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = value_parser!(u16).range(4..=32_768))]
    pub rows: u16,
}

/// `bosett sweep`.
#[derive(Clone, Debug, Args)]
pub struct SweepArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// A key and its values, as KEY=1,2,3 or KEY=1..3; may be given many times
    #[arg(long, value_name = "KEY=VALUES", required = true)]
    pub vary: Vec<String>,
    /// A number to read off at each point, as NAME@YEAR; may be given many times
    #[arg(long, value_name = "NAME@YEAR", required = true)]
    pub quantity: Vec<String>,
    /// How points are chosen
    #[arg(long, value_enum, default_value_t = DesignName::Grid)]
    pub design: DesignName,
    /// Number of points, unless they are a grid
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = value_parser!(u32).range(1..=100_000))]
    pub points: u32,
    /// A CSV file that rows are added to as they are done; points that are in it are not run again
    #[arg(long, value_name = "CSV")]
    pub file: Option<PathBuf>,
}

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignName {
    /// Every combination of the values listed
    Grid,
    /// Latin hypercube: evenly over each key
    Lhs,
    /// Scrambled Sobol points: evenly over the whole space
    Sobol,
}

impl From<DesignName> for Design {
    fn from(it: DesignName) -> Self {
        match it {
            DesignName::Grid => Self::Grid,
            DesignName::Lhs => Self::LatinHypercube,
            DesignName::Sobol => Self::Sobol,
        }
    }
}

/// `bosett plan`.
#[derive(Clone, Debug, Args)]
pub struct PlanArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// The letter whose number of persons is to be decided, by its name under policy.requests
    #[arg(long, value_name = "NAME", default_value = "letter-2023")]
    pub letter: String,
    /// The year the letter is for
    #[arg(long, value_name = "YEAR", default_value_t = 2023)]
    pub year: i32,
    /// The smallest and the largest request looked at; with the largest, places must be no limit
    #[arg(long, value_name = "LOW..HIGH", default_value = "10000..70000")]
    pub between: String,
    /// What would break the service guarantee, as NAME@YEAR<LIMIT
    #[arg(long, value_name = "BREACH")]
    pub guarantee: Option<String>,
    /// How often the guarantee may be broken
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    pub accepted: f64,
    /// What a person without a place costs, kroner
    #[arg(long, value_name = "KRONER", default_value_t = 300_000.0)]
    pub short: f64,
    /// What a place without a person costs, kroner
    #[arg(long, value_name = "KRONER", default_value_t = 100_000.0)]
    pub idle: f64,
    /// What a place asked for at mid-year costs more, kroner
    #[arg(long, value_name = "KRONER", default_value_t = 50_000.0)]
    pub late: f64,
    /// The share of such a place that it is worth this year
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    pub in_time: f64,
}

/// `bosett stress`.
#[derive(Clone, Debug, Args)]
pub struct StressArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// What is a breach, as NAME@YEAR<LIMIT or NAME@YEAR>LIMIT; any of several is one
    #[arg(long, value_name = "BREACH", required = true)]
    pub breach: Vec<String>,
    /// What presses: a key and its values
    #[arg(long, value_name = "KEY=VALUES", requires = "capacity")]
    pub pressure: Option<String>,
    /// What is looked for: a key with the value at which a breach is most likely, and that at which it is least
    #[arg(long, value_name = "KEY=FROM..TO", requires = "pressure")]
    pub capacity: Option<String>,
}
