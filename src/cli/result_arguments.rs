//! The command lines of what is made of results: `compare`, `report` and `watch`.

use super::arguments::{Format, LARGEST_SEED};
use clap::{Args, ValueEnum, value_parser};
use std::path::PathBuf;

/// `bosett compare`.
#[derive(Clone, Debug, Args)]
pub struct CompareArguments {
    /// The baseline, then the scenarios to compare with it: files, or names of embedded scenarios
    #[arg(required = true, num_args = 2.., value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Number of random histories, in place of the baseline's
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1_000_000))]
    replications: Option<u32>,
    /// Seed of all random streams, in place of the baseline's
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(..=LARGEST_SEED))]
    seed: Option<u64>,
    /// Threads to use; as many as the machine has if it is not given. The results are the same
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The folder to write [default: results/compare-<scenarios>-<hash of the comparison>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Set one value of every scenario; may be given many times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Print errors and the answer only
    #[arg(long)]
    pub quiet: bool,
    /// Leave web page, workbook, pack and figures out
    #[arg(long)]
    pub no_report: bool,
}

impl CompareArguments {
    /// Every value to set in every scenario.
    pub fn overrides(&self) -> Vec<String> {
        let mut overrides = self.set.clone();
        overrides.extend(self.replications.map(|it| format!("run.replications={it}")));
        overrides.extend(self.seed.map(|it| format!("run.seed={it}")));
        overrides
    }

    /// The arguments that decide what the numbers are.
    pub fn deciding(&self) -> Vec<String> {
        let mut arguments = vec!["compare".to_owned()];
        arguments.extend(self.scenarios.iter().cloned());
        let set = self.overrides().into_iter();
        arguments.extend(set.flat_map(|it| ["--set".to_owned(), it]));
        arguments
    }
}

/// A document on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    /// The whole report: web page, workbook, figures and every document
    #[default]
    All,
    /// Only the monthly analysis of settlement
    Monthly,
    /// Only the half-year report on the budget
    HalfYear,
    /// Only the pack for the Calculation Group
    CalculationGroup,
}

/// `bosett report`.
#[derive(Clone, Debug, Args)]
pub struct ReportArguments {
    /// The result folder of a run
    pub result: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t)]
    pub document: Wanted,
    /// The folder to write [default: report-<language>, or <document>-<language>, in the result folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Draw a map of areas too, with the borders of a GeoJSON file: degrees, and a property such as
    /// kommunenummer
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Watch settlement in these counts in place of what is published: a CSV file with the columns
    /// week,persons (the week's first day) or month,persons
    #[arg(long, value_name = "CSV")]
    pub settled: Option<PathBuf>,
    /// Write every table as CSV with the data dictionary
    #[arg(long)]
    pub csv: bool,
}

/// `bosett watch`.
#[derive(Clone, Debug, Args)]
pub struct WatchArguments {
    /// The plan: a result folder, or a CSV file like that of the actuals
    pub plan: PathBuf,
    /// Who was settled: a CSV file with the columns month,persons (2023-05) or week,persons (the week's
    /// first day, 2023-05-15)
    pub actuals: PathBuf,
    /// What a period varies besides chance of single persons: the square of its relative standard deviation
    /// [default: what the scenario says, world.municipalities.settlement_dispersion]
    #[arg(long, value_name = "D", value_parser = parse_dispersion)]
    pub dispersion: Option<f64>,
}

fn parse_dispersion(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|it| (0.0..=10.0).contains(it));
    number.ok_or_else(|| "must be a number between 0 and 10".to_owned())
}
