//! Commands, messages, progress and exit codes: the only code that knows a terminal.
//!
//! Answers go to stdout, everything else to stderr. Exit codes: 0 done, 1 a scenario or table is
//! wrong, 2 the command line is wrong, 3 the machine failed, 4 settlement is off its plan, 130 interrupted.

mod allocate;
mod answer;
mod arguments;
mod calibrate;
mod compare;
mod counts;
mod error;
mod fast;
mod guard;
mod interrupt;
mod ledger;
mod manual;
mod merge;
mod new;
mod options;
mod out;
mod precision;
mod progress;
mod provenance;
mod questions;
mod reading;
mod report;
mod result_arguments;
mod run;
mod run_arguments;
mod shard;
mod study;
mod study_arguments;
mod table;
mod validate;
mod values;
mod watch;
mod workshop;

use crate::report::text::Text;
use crate::scenario::Scenario;
use crate::scenario::check::load;
use crate::scenario::file::ScenarioFile;
use crate::scenario::library::LIBRARY;
use crate::scenario::load::{Look, Problems, editor_schema_of};
use arguments::{Arguments, CheckArguments, Command, SchemaArguments};
use error::CliError;
use error::file::FileError;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Exit code of a chart in alarm.
const ALARM: u8 = 4;

/// Does what the command line asks for and says how it went.
pub fn main() -> ExitCode {
    let arguments = Arguments::read();
    let text = Text::new(arguments.language());
    let outcome = guard::guarded(|| {
        match arguments.command() {
            Command::Watch(arguments) if watch::watch_settlement(&arguments, &text)? => {
                return Ok(ExitCode::from(ALARM));
            }
            Command::Watch(_) => Ok(()),
            Command::Run(arguments) => run::run(&arguments, &text),
            Command::Compare(arguments) => compare::compare(&arguments, &text),
            Command::Report(arguments) => report::report(&arguments, &text),
            Command::Check(arguments) => check(&arguments, &text),
            Command::Ledger(arguments) => ledger::ledger(&arguments, &text),
            Command::Allocate(arguments) => allocate::allocate(&arguments, &text),
            Command::Validate(arguments) => validate::validate(&arguments),
            Command::Hindcast(arguments) => study::hindcast(&arguments, &text),
            Command::Calibrate(arguments) => calibrate::calibrate(&arguments, &text),
            Command::Merge(arguments) => merge::merge(&arguments, &text),
            Command::Sensitivity(arguments) => questions::sensitivity(&arguments, &text),
            Command::Sweep(arguments) => questions::sweep(&arguments, &text),
            Command::Plan(arguments) => questions::plan(&arguments, &text),
            Command::Stress(arguments) => questions::stress(&arguments, &text),
            Command::List => list(),
            Command::New(arguments) => new::new(&arguments, &text),
            Command::Schema(arguments) => schema(&arguments),
        }?;
        Ok(ExitCode::SUCCESS)
    });
    match outcome {
        Ok(code) => code,
        Err(error) => {
            let message = error.to_text(Look::for_stream(&io::stderr()));
            // Where messages cannot be written, the exit code still says what happened.
            let _ = io::stderr().write_all(message.as_bytes());
            ExitCode::from(error.exit_code())
        }
    }
}

/// All problems of a scenario, or a page that says how it is understood.
fn check(arguments: &CheckArguments, text: &Text) -> Result<(), CliError> {
    let (scenario, warnings) = load_checked(&arguments.scenario, &arguments.set)?;
    print(&reading::render_reading(&scenario, &warnings, text))
}

/// Name, title and question of every embedded scenario.
fn list() -> Result<(), CliError> {
    let mut page = String::new();
    for name in (LIBRARY.names)() {
        let (scenario, _) = load_checked(name, &[])?;
        page.push_str(&format!("{name}\n    {}\n    {}\n", scenario.title, scenario.question));
    }
    print(&page)
}

/// The declaration of the scenario file, for editors or for people.
fn schema(arguments: &SchemaArguments) -> Result<(), CliError> {
    let schema = editor_schema_of::<ScenarioFile>();
    print(&if arguments.markdown { manual::render_manual(&schema) } else { pretty(&schema) })
}

fn load_checked(argument: &str, overrides: &[String]) -> Result<(Scenario, Problems), CliError> {
    Ok(load(argument, overrides, LIBRARY)?)
}

/// Writes an answer to stdout. Nobody reading any more is no failure.
fn print(answer: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(answer.as_bytes()).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(source) => Err(FileError::Write { path: "stdout".into(), source }.into()),
        Ok(()) => Ok(()),
    }
}

/// Writes a message to stderr. A message that nobody can see stops nothing.
fn tell(message: &str) {
    let _ = io::stderr().write_all(message.as_bytes());
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn is_stderr_terminal() -> bool {
    io::stderr().is_terminal()
}
