//! The command lines of what is made of results: `compare`, `report` and `watch`.

use super::options::RunOptions;
use super::values::number;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `bosett compare`.
#[derive(Clone, Debug, Args)]
pub struct CompareArguments {
    /// The baseline, then the scenarios to compare with it: files, or names of embedded scenarios
    #[arg(required = true, num_args = 2.., value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    #[command(flatten)]
    pub options: RunOptions,
    /// Leave web page, workbook, pack and figures out
    #[arg(long)]
    pub no_report: bool,
}

impl CompareArguments {
    /// The arguments that decide what the numbers are.
    pub fn deciding(&self) -> Vec<String> {
        let mut arguments = vec!["compare".to_owned()];
        arguments.extend(self.scenarios.iter().cloned());
        arguments.extend(self.options.deciding());
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
    /// Watch settlement under the request in these counts, which take the place of all that is published of it from
    /// their first month on: a CSV file with the columns week,persons (the week's first day) or month,persons
    #[arg(long, value_name = "CSV")]
    pub settled: Option<String>,
    /// Write every table as CSV with the data dictionary
    #[arg(long)]
    pub csv: bool,
}

/// `bosett watch`.
#[derive(Clone, Debug, Args)]
pub struct WatchArguments {
    /// The plan: a result folder, or a CSV file like that of the actuals
    pub plan: String,
    /// How many were settled under the request, family that follows not counted: a CSV file with the columns
    /// month,persons (2023-05) or week,persons (the week's first day, 2023-05-15)
    pub actuals: String,
    /// What a period varies besides chance of single persons: the square of its relative standard deviation
    /// [default: what the scenario says, world.municipalities.settlement_dispersion]
    #[arg(long, value_name = "D", value_parser = number(0.0, 10.0))]
    pub dispersion: Option<f64>,
}
