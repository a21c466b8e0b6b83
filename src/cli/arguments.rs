//! The command line: what may be written, declared once; `--help` is made from it.

use super::out::Wanted;
use super::shard::Shard;
use crate::report::text::Language;
use crate::scenario::library::DEFAULT;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use std::path::PathBuf;

/// Largest seed: what every program that reads JSON can hold.
const LARGEST_SEED: u64 = 9_007_199_254_740_991;

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
    /// Print all problems of a scenario, or how it is understood
    Check(CheckArguments),
    /// Join the parts of a run that were made with --shard into the result of the whole run
    Merge(MergeArguments),
    /// List the embedded scenarios
    List,
    /// Write a commented scenario to start from
    New(NewArguments),
    /// Print the JSON Schema of the scenario file, for completion in editors
    Schema,
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
    /// Leave the figures out
    #[arg(long)]
    no_report: bool,
}

impl RunArguments {
    /// The file or embedded scenario.
    pub fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or(DEFAULT)
    }

    /// Every value to set, options with a name of their own last: they count.
    pub fn overrides(&self) -> Vec<String> {
        let mut overrides = self.set.clone();
        overrides.extend(self.replications.map(|it| format!("run.replications={it}")));
        overrides.extend(self.seed.map(|it| format!("run.seed={it}")));
        overrides
    }

    /// What the result folder is to hold; the figures of a part of a run would show a part only.
    pub fn wanted(&self) -> Wanted {
        let with_report = !self.no_report && self.shard.is_none();
        Wanted { with_csv: self.csv, with_report }
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

/// `bosett merge`.
#[derive(Clone, Debug, Args)]
pub struct MergeArguments {
    /// The result folders of all parts, in any order
    #[arg(required = true, value_name = "DIR")]
    pub shards: Vec<PathBuf>,
    /// The result folder of the whole run
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Write a CSV file beside each Parquet table
    #[arg(long)]
    pub csv: bool,
    /// Leave the figures out
    #[arg(long)]
    pub no_report: bool,
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

/// `bosett new`.
#[derive(Clone, Debug, Args)]
pub struct NewArguments {
    /// Name of the scenario; the file is NAME.toml
    pub name: PathBuf,
    /// The scenario to start from: embedded, or a file in the folder of the new one
    #[arg(long, value_name = "SCENARIO", default_value = DEFAULT)]
    pub from: String,
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
