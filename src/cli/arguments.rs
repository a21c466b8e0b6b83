//! The command line: what may be written, declared once; `--help` is made from it.
//!
//! It is longer than other files because it holds every command in one place, and most of it is their help.

use super::allocate::AllocateArguments;
use super::calibrate::CalibrateArguments;
use super::merge::MergeArguments;
use super::out::Contents;
use super::result_arguments::{CompareArguments, ReportArguments, WatchArguments};
use super::shard::Shard;
use super::study_arguments::{
    HindcastArguments, PlanArguments, SensitivityArguments, StressArguments, SweepArguments,
};
use crate::calendar::Month;
use crate::report::text::Language;
use crate::scenario::library::DEFAULT;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use std::path::PathBuf;

/// Largest seed: what every program that reads JSON can hold.
pub const LARGEST_SEED: u64 = 9_007_199_254_740_991;

/// Simulates refugee settlement in Norway: pace, waiting, municipal load and the integration grant.
///
/// Without a command it runs the embedded scenario letter-2023.
#[derive(Debug, Parser)]
#[command(name = "bosett", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Language of answers and reports; that of the system if it is not given
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
}

impl Arguments {
    /// The command; a run of the default scenario if there is none.
    pub fn command(&self) -> Command {
        self.command.clone().unwrap_or_else(|| Command::Run(RunArguments::default()))
    }

    /// The language of all text that is not a message.
    pub fn language(&self) -> Language {
        match self.lang {
            Some(Lang::Nb) => Language::Nb,
            Some(Lang::Nn) => Language::Nn,
            Some(Lang::En) => Language::En,
            None => Language::of_system(),
        }
    }
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    /// Norwegian, bokmål
    Nb,
    /// Norwegian, nynorsk
    Nn,
    /// English
    En,
}

/// What can be asked for.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run a scenario: write a result folder and print the answer
    Run(RunArguments),
    /// Compare scenarios on the same chance: differences, their causes, and what they cost
    Compare(CompareArguments),
    /// Write the report of a saved result again: in another language, with a map, or one document
    Report(ReportArguments),
    /// Watch settlement against a plan; exit code 4 if a chart alarms at the last period
    Watch(WatchArguments),
    /// Print all problems of a scenario, or how it is understood
    Check(CheckArguments),
    /// Join the parts of a run that were made with --shard into the result of the whole run
    Merge(MergeArguments),
    /// List the embedded scenarios
    List,
    /// Write a commented scenario to start from
    New(NewArguments),
    /// Price given cohorts by the law, without simulation: rights and cash by year and component
    Ledger(LedgerArguments),
    /// Place a list of cases in destinations, with no scenario around it
    Allocate(AllocateArguments),
    /// Write what the program has been held against: docs/validation.md
    Validate(ValidateArguments),
    /// Print the JSON Schema of the scenario file, for completion in editors
    Schema(SchemaArguments),
    /// Look back: what forecasts made in the past would have been worth
    Hindcast(HindcastArguments),
    /// Fit behaviour to published figures, and write it as a file that a scenario can extend
    Calibrate(CalibrateArguments),
    /// Find out what a result depends on: screening, shares of variance, tornado
    Sensitivity(SensitivityArguments),
    /// Run a scenario at many points of its values
    Sweep(SweepArguments),
    /// Decide how many to ask municipalities for
    Plan(PlanArguments),
    /// Find out how much the system takes, and under which conditions it breaks
    Stress(StressArguments),
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A short table for people
    #[default]
    Table,
    /// The measures behind it, for machines
    Json,
}

/// `bosett run`.
#[derive(Clone, Debug, Default, Args)]
pub struct RunArguments {
    /// A scenario file, or the name of an embedded scenario [default: letter-2023]
    scenario: Option<String>,
    /// Number of random histories, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1_000_000))]
    replications: Option<u32>,
    /// Run as many histories as it takes for the mean of --measure to be this certain, for example 0.5%: half
    /// the width of its 95 % interval over the mean. --replications is then the most that may be run
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "only_replication")]
    pub precision: Option<f64>,
    /// The measure that --precision is about: its name, period, and post if it has one, of the whole country
    /// [default: cash_kroner of 671/60 in the first year]
    #[arg(long, value_name = "NAME,PERIOD[,POST]", requires = "precision")]
    pub measure: Option<String>,
    /// Seed of all random streams, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(..=LARGEST_SEED))]
    seed: Option<u64>,
    /// Threads to use; as many as the machine has if it is not given. The results are the same
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The result folder itself [default: results/<scenario>-<as-of date>-<hash of the run>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Set one value of the scenario, for example run.end=2025-12-31; may be given many times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Print errors and the answer only
    #[arg(long)]
    pub quiet: bool,
    /// Write a CSV file beside each Parquet table
    #[arg(long)]
    csv: bool,
    /// Run this one history only, counted from 0: the same as in the whole run
    #[arg(long, value_name = "K")]
    pub only_replication: Option<u32>,
    /// Run this part of the histories only, for example 3/16, to be joined by `bosett merge`
    #[arg(long, value_name = "PART/PARTS", conflicts_with = "only_replication")]
    pub shard: Option<Shard>,
    /// Keep finished histories in this folder, so that the same command goes on where a run was interrupted
    #[arg(long, value_name = "DIR", conflicts_with_all = ["only_replication", "shard"])]
    pub checkpoint: Option<PathBuf>,
    /// Leave report, workbook, documents and figures out
    #[arg(long)]
    no_report: bool,
    /// Print expected values at once, without random histories: only what does not wait for places
    #[arg(long, conflicts_with_all = ["out", "csv", "only_replication", "shard", "checkpoint"])]
    pub fast: bool,
}

impl RunArguments {
    /// The file or embedded scenario.
    pub fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or(DEFAULT)
    }

    /// The number of histories on the command line.
    pub fn replications(&self) -> Option<u32> {
        self.replications
    }

    /// The same with so many histories, once it is known how many it takes.
    pub fn with_replications(&self, n: u32) -> Self {
        Self { replications: Some(n), precision: None, measure: None, ..self.clone() }
    }

    /// Every value to set, options with a name of their own last: they count.
    pub fn overrides(&self) -> Vec<String> {
        let mut overrides = self.set.clone();
        overrides.extend(self.replications.map(|it| format!("run.replications={it}")));
        overrides.extend(self.seed.map(|it| format!("run.seed={it}")));
        overrides
    }

    /// What the result folder is to hold; the figures of a part of a run would show a part only.
    pub fn wanted(&self) -> Contents {
        let with_report = !self.no_report && self.shard.is_none();
        Contents { with_csv: self.csv, with_report }
    }

    /// The arguments that decide what the numbers are, and none of those that only decide how and where
    /// they are worked out and shown.
    pub fn deciding(&self) -> Vec<String> {
        let mut arguments = vec!["run".to_owned(), self.scenario().to_owned()];
        let mut add = |option: &str, value: String| arguments.extend([option.to_owned(), value]);
        self.set.iter().for_each(|it| add("--set", it.clone()));
        self.replications.iter().for_each(|it| add("--replications", it.to_string()));
        self.seed.iter().for_each(|it| add("--seed", it.to_string()));
        self.only_replication.iter().for_each(|it| add("--only-replication", it.to_string()));
        self.shard.iter().for_each(|it| add("--shard", it.to_string()));
        arguments
    }
}

/// `bosett check`.
#[derive(Clone, Debug, Args)]
pub struct CheckArguments {
    /// A scenario file, or the name of an embedded scenario
    pub scenario: String,
    /// Set one value of the scenario; may be given many times
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// `bosett schema`.
#[derive(Clone, Copy, Debug, Args)]
pub struct SchemaArguments {
    /// Print every key with its meaning as a page of Markdown instead
    #[arg(long)]
    pub markdown: bool,
}

/// `bosett new`.
#[derive(Clone, Debug, Args)]
pub struct NewArguments {
    /// Name of the scenario; the file is NAME.toml
    pub name: PathBuf,
    /// The scenario to start from: embedded, or a file in the folder of the new one
    #[arg(long, value_name = "SCENARIO", default_value = DEFAULT)]
    pub from: String,
}

/// A share of one, written with a per cent sign or without.
fn share(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = match text.strip_suffix('%') {
        Some(percent) => number(percent).map(|it| it / 100.0),
        None => number(text),
    };
    let share = share.filter(|it| *it > 0.0 && *it < 1.0);
    share.ok_or_else(|| "must be a share such as 0.5% or 0.005".to_owned())
}

/// How priced cohorts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LedgerFormat {
    /// A table for people
    #[default]
    Table,
    /// For machines
    Json,
    /// For spreadsheets
    Csv,
}

/// `bosett ledger`.
#[derive(Clone, Debug, Args)]
pub struct LedgerArguments {
    /// A CSV file with the columns year, group, category and persons; see the README
    #[arg(value_name = "COHORTS", required_unless_present = "one_more")]
    pub cohorts: Option<String>,
    /// Last year to price [default: the fourth after the last settlement year]
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(i32).range(1900..=2200))]
    pub until: Option<i32>,
    /// Days from settlement until grant year 1 is paid
    #[arg(long, value_name = "DAYS", default_value_t = 38, value_parser = value_parser!(i32).range(0..=3650))]
    pub year_1_days: i32,
    /// Days from settlement until one-off grants are paid
    #[arg(long, value_name = "DAYS", default_value_t = 50, value_parser = value_parser!(i32).range(0..=3650))]
    pub one_off_days: i32,
    /// Days from settlement until the training grant is paid
    #[arg(long, value_name = "DAYS", default_value_t = 120, value_parser = value_parser!(i32).range(0..=3650))]
    pub training_days: i32,
    /// Tell municipalities apart
    #[arg(long)]
    pub by_municipality: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: LedgerFormat,
    /// Show instead what one more person settled in this month gives a right to, year by year
    #[arg(long, value_name = "MONTH", conflicts_with = "cohorts")]
    pub one_more: Option<Month>,
}

/// `bosett validate`.
#[derive(Clone, Debug, Args)]
pub struct ValidateArguments {
    /// The document, written over an earlier one; tables of simulations lie in a folder of the same name beside it
    #[arg(long, value_name = "FILE", default_value = "docs/validation.md")]
    pub out: PathBuf,
    /// Make the table of this section anew by simulation first; may be given many times
    #[arg(long, value_name = "SECTION")]
    pub simulate: Vec<String>,
    /// Number of random histories in each of these simulations
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub replications: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_holds() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn no_command_is_a_run_of_the_default() {
        let arguments = Arguments::parse_from(["bosett", "--lang", "nn"]);
        assert_eq!(arguments.language(), Language::Nn);
        let Command::Run(run) = arguments.command() else { panic!("not a run") };
        assert_eq!(run.scenario(), "letter-2023");
        assert_eq!(run.deciding(), ["run", "letter-2023"]);
        assert!(run.overrides().is_empty());
    }

    #[test]
    fn only_what_decides_the_numbers_is_kept() {
        let line = "bosett run a.toml --threads 3 --seed 7 --out x --csv --quiet --set a=1 \
                    --format json --only-replication 2 --replications 5 --set b=2";
        let arguments = Arguments::parse_from(line.split_whitespace());
        let Command::Run(run) = arguments.command() else { panic!("not a run") };
        let kept = "run a.toml --set a=1 --set b=2 --replications 5 --seed 7 --only-replication 2";
        assert_eq!(run.deciding().join(" "), kept);
        let overrides = ["a=1", "b=2", "run.replications=5", "run.seed=7"];
        assert_eq!(run.overrides(), overrides);
    }
}
