//! The command line: what may be written, declared once; `--help` is made from it.

use crate::matching::Method;
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
    /// List the embedded scenarios
    List,
    /// Write a commented scenario to start from
    New(NewArguments),
    /// Place a list of cases in destinations, with no scenario around it
    Allocate(AllocateArguments),
    /// Write what the program has been held against: docs/validation.md
    Validate(ValidateArguments),
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
    pub csv: bool,
    /// Run this one history only, counted from 0: the same as in the whole run
    #[arg(long, value_name = "K")]
    pub only_replication: Option<u32>,
    /// Leave the figures out
    #[arg(long)]
    pub no_report: bool,
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

    /// The arguments that decide what the numbers are, and none of those that only decide how and where
    /// they are worked out and shown.
    pub fn deciding(&self) -> Vec<String> {
        let mut arguments = vec!["run".to_owned(), self.scenario().to_owned()];
        let mut add = |option: &str, value: String| arguments.extend([option.to_owned(), value]);
        self.set.iter().for_each(|it| add("--set", it.clone()));
        self.replications.iter().for_each(|it| add("--replications", it.to_string()));
        self.seed.iter().for_each(|it| add("--seed", it.to_string()));
        self.only_replication.iter().for_each(|it| add("--only-replication", it.to_string()));
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

/// `bosett new`.
#[derive(Clone, Debug, Args)]
pub struct NewArguments {
    /// Name of the scenario; the file is NAME.toml
    pub name: PathBuf,
    /// The scenario to start from: embedded, or a file in the folder of the new one
    #[arg(long, value_name = "SCENARIO", default_value = DEFAULT)]
    pub from: String,
}

/// `bosett allocate`.
#[derive(Clone, Debug, Args)]
pub struct AllocateArguments {
    /// A CSV file with case, size, destination and score, a row for each pair; an empty score, compatible 0 or
    /// no row means that the case must not go there
    pub cases: String,
    /// A CSV file with destination and capacity
    pub destinations: String,
    /// Other cases, in a file like the first, that stand for those who are still to come
    #[arg(long, value_name = "CSV")]
    pub forecast: Option<String>,
    /// How places are found [default: balanced-prices with a forecast, else hindsight: all cases at once]
    #[arg(long, value_enum)]
    pub method: Option<MethodName>,
    /// Cases that are placed together, in the order of the file
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = value_parser!(u32).range(1..))]
    pub batch: u32,
    /// Seed of the proportional method, which draws lots
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Print the answer for machines
    #[arg(long)]
    pub json: bool,
}

/// A method of allocation on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MethodName {
    /// By chance, in proportion to the places left
    Proportional,
    /// The next in turn with places
    RoundRobin,
    /// Where the smallest share of the places is used
    LargestDeficit,
    /// Where the case scores most
    Greedy,
    /// Where a batch scores most together
    GreedyBatch,
    /// By score less the price of the places
    ShadowPrices,
    /// The same, evenly over time
    BalancedPrices,
    /// By prices that rise with use, without a forecast
    Subgradient,
    /// Where the best plan for the forecast would most often put such a case
    MinimumDiscord,
    /// All cases at once, as if all were known beforehand
    Hindsight,
}

impl MethodName {
    /// The method of that name.
    pub fn method(self) -> Method {
        match self {
            Self::Proportional => Method::Proportional,
            Self::RoundRobin => Method::RoundRobin,
            Self::LargestDeficit => Method::LargestDeficit,
            Self::Greedy => Method::Greedy,
            Self::GreedyBatch => Method::GreedyBatch,
            Self::ShadowPrices => Method::ShadowPrices,
            Self::BalancedPrices => Method::DEFAULT,
            Self::Subgradient => Method::Subgradient { step: 0.005 },
            Self::MinimumDiscord => Method::MinimumDiscord,
            Self::Hindsight => Method::Hindsight,
        }
    }
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
    fn methods_have_one_name_everywhere() {
        for (name, method) in MethodName::value_variants().iter().zip(Method::ALL) {
            let written = name.to_possible_value().expect("none is hidden");
            assert_eq!((written.get_name(), name.method()), (method.name(), method));
        }
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
