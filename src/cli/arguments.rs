//! The command line: what may be written, declared once; `--help` is made from it.

use super::allocate::AllocateArguments;
use super::calibrate::CalibrateArguments;
use super::ledger::LedgerArguments;
use super::merge::MergeArguments;
use super::result_arguments::{CompareArguments, ReportArguments, WatchArguments};
use super::run_arguments::RunArguments;
use super::study_arguments::{
    HindcastArguments, PlanArguments, SensitivityArguments, StressArguments, SweepArguments,
};
use super::values::whole;
use crate::report::text::Language;
use crate::scenario::library::DEFAULT;
use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

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
    /// The command line of this process. One that cannot be read ends it, and one that asks for help too.
    pub fn read() -> Self {
        let matches = Self::declared().get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// The declaration. A number below zero is a value out of range, not an option of that name.
    fn declared() -> clap::Command {
        let lenient = |arg: Arg| {
            let is_value = arg.get_action().takes_values() && !arg.is_positional();
            if is_value { arg.allow_negative_numbers(true) } else { arg }
        };
        <Self as CommandFactory>::command().mut_subcommands(|it| it.mut_args(lenient))
    }

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
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = whole(1, 1_000_000_u32))]
    pub replications: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_holds() {
        Arguments::declared().debug_assert();
    }

    #[test]
    fn no_command_is_a_run_of_the_default() {
        let arguments = Arguments::parse_from(["bosett", "--lang", "nn"]);
        assert_eq!(arguments.language(), Language::Nn);
        let Command::Run(run) = arguments.command() else { panic!("not a run") };
        assert_eq!(run.scenario(), "letter-2023");
        assert_eq!(run.deciding(), ["run", "letter-2023"]);
        assert!(run.options.overrides().is_empty());
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
        assert_eq!(run.options.overrides(), overrides);
    }

    /// The words of every command that the README shows, in blocks and in the text.
    fn commands_of_the_readme() -> Vec<Vec<String>> {
        let readme = include_str!("../../README.md").replace("\\\n", " ");
        let lines = readme.lines().filter(|it| it.starts_with("bosett "));
        let in_text =
            readme.split('`').filter(|it| it.starts_with("bosett ") && !it.contains('\n'));
        // Without arguments a name in the text is just a name.
        let in_text = in_text.filter(|it| it.split_whitespace().count() > 2);
        let word = |it: &str| it.trim_matches('\'').to_owned();
        let is_ours = |it: &&str| !["#", ">"].contains(it);
        let words = |line: &str| line.split_whitespace().take_while(is_ours).map(word).collect();
        lines.chain(in_text).map(words).collect()
    }

    #[test]
    fn every_command_of_the_readme_can_be_read() {
        let commands = commands_of_the_readme();
        for words in &commands {
            let read = Arguments::declared().try_get_matches_from(words);
            assert!(read.is_ok(), "{words:?}: {}", read.expect_err("it is wrong"));
        }
        let declared = Arguments::declared();
        let names = declared.get_subcommands().map(clap::Command::get_name);
        let missing: Vec<_> =
            names.filter(|name| !commands.iter().any(|it| it[1] == *name)).collect();
        assert_eq!(missing, ["merge"], "docs/scaling.md shows it; the README has all others");
    }
}
