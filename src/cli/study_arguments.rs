//! The command lines of the studies.

use super::options::RunOptions;
use super::values::{number, whole};
use crate::study::sweep::Design;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What every study takes.
#[derive(Clone, Debug, Default, Args)]
pub struct StudyArguments {
    /// A scenario file, or the name of an embedded scenario
    scenario: Option<String>,
    #[command(flatten)]
    pub options: RunOptions,
}

impl StudyArguments {
    /// The file or embedded scenario, or the one that a study begins with.
    pub fn scenario<'a>(&'a self, default: &'a str) -> &'a str {
        self.scenario.as_deref().unwrap_or(default)
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
    /// A CSV file of what came: rows of target,period,value, where targets are arrived_persons,
    /// settled_under_request_persons and reception_persons by month and cash_kroner of post 60 by year; or months in the
    /// form of scenarios/reference/arrivals-monthly.csv, those of settlement with group "all" and measure
    /// "settled"
    #[arg(long, value_name = "CSV")]
    pub actuals: Vec<String>,
    /// A CSV file with more official forecasts, in the form of scenarios/reference/forecasts.csv
    #[arg(long, value_name = "CSV")]
    pub forecasts: Vec<String>,
}

/// `bosett sensitivity`.
#[derive(Clone, Debug, Args)]
pub struct SensitivityArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// A number that is explained, as NAME@YEAR or NAME@YEAR@POST; may be given many times [default: cash_kroner and
    /// settled_within_6_months of the first year]
    #[arg(long, value_name = "NAME@YEAR")]
    pub quantity: Vec<String>,
    /// Walks of the screening of all parameters
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = whole(2, 1000_u16))]
    pub walks: u16,
    /// Parameters that are measured after the screening, the foremost of each number in turn
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = whole(1, 100_u16))]
    pub foremost: u16,
    /// Rows of the plan that shares of variance are estimated from, best a power of two
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = whole(4, 32_768_u16))]
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
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = whole(1, 100_000_u32))]
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
    #[arg(long, value_name = "YEAR", default_value_t = 2023, value_parser = whole(1900, 2200))]
    pub year: i32,
    /// The smallest and the largest request looked at; with the largest, places must be no limit
    #[arg(long, value_name = "LOW..HIGH", default_value = "10000..70000")]
    pub between: String,
    /// What would break the service guarantee, as NAME@YEAR<LIMIT
    #[arg(long, value_name = "BREACH")]
    pub guarantee: Option<String>,
    /// How often the guarantee may be broken
    #[arg(long, value_name = "SHARE", default_value_t = 0.1, value_parser = number(0.0, 1.0))]
    pub accepted: f64,
    /// What a person without a place costs, kroner
    #[arg(long, value_name = "KRONER", default_value_t = 300_000.0, value_parser = number(1.0, 1e9))]
    pub short: f64,
    /// What a place without a person costs, kroner
    #[arg(long, value_name = "KRONER", default_value_t = 100_000.0, value_parser = number(0.0, 1e9))]
    pub idle: f64,
    /// What a place asked for at mid-year costs more, kroner
    #[arg(long, value_name = "KRONER", default_value_t = 50_000.0, value_parser = number(0.0, 1e9))]
    pub late: f64,
    /// The share of such a place that it is worth this year
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = number(0.0, 1.0))]
    pub in_time: f64,
}

/// `bosett stress`.
#[derive(Clone, Debug, Args)]
pub struct StressArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// What is a breach, as NAME@YEAR<LIMIT or NAME@YEAR>LIMIT; any of several is one. A stock, such as bed_shortfall,
    /// is held against its limit at every month end of the year
    #[arg(long, value_name = "BREACH", required = true)]
    pub breach: Vec<String>,
    /// What presses: a key and its values
    #[arg(long, value_name = "KEY=VALUES", requires = "capacity")]
    pub pressure: Option<String>,
    /// What is looked for: a key with the value at which a breach is most likely, and that at which it is least
    #[arg(long, value_name = "KEY=FROM..TO", requires = "pressure")]
    pub capacity: Option<String>,
}
