//! `bosett calibrate`: behaviour fitted to published figures, into tables and a file that a scenario can extend.

use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::error::file::FileError;
use super::study::Frame;
use super::study_arguments::StudyArguments;
use crate::calendar::{Day, Year};
use crate::filter::AbcSettings;
use crate::report::studies::Question as ReportQuestion;
use crate::report::text::Text;
use crate::study::calibrate::{
    Effort, Question, Stamp, Task, USUAL, check_sheet, render_fitted, to_sheets,
};
use clap::{Args, value_parser};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The world before the figures that are fitted.
const LOOKED_FROM: &str = "calibration-2022";

/// `bosett calibrate`.
#[derive(Clone, Debug, Args)]
pub struct CalibrateArguments {
    #[command(flatten)]
    pub study: StudyArguments,
    /// A year whose published figures are fitted; may be given many times. Those of other years are left out
    /// and show how good the fit is
    #[arg(long, value_name = "YEAR", default_value = "2022")]
    pub fit: Vec<i32>,
    /// The key of an uncertain number to fit; may be given many times
    /// [default: ten numbers of municipalities and Ukrainians]
    #[arg(long, value_name = "KEY")]
    pub parameter: Vec<String>,
    /// The arrival group whose permits are fitted, and whose settlement where it was counted
    #[arg(long, default_value = "ukraine")]
    pub group: String,
    /// Sets of parameters kept in each generation
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = value_parser!(u16).range(10..=10_000))]
    pub particles: u16,
    /// Generations, each of which accepts half the distance of the one before
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = value_parser!(u16).range(1..=20))]
    pub generations: u16,
    /// Runs after which no further generation is finished
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = value_parser!(u32).range(10..=1_000_000))]
    pub runs: u32,
    /// Test the method instead: fit so many truths drawn from the scenario's laws to their own simulations
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1000), conflicts_with = "write")]
    pub check: Option<u32>,
    /// Write the fitted laws as a scenario file, which must not exist, for other scenarios to extend
    #[arg(long, value_name = "TOML")]
    pub write: Option<PathBuf>,
    /// The day that the written file is to be dated with
    #[arg(long, value_name = "DAY", requires = "write")]
    pub day: Option<Day>,
}

/// Fits, or tests the method.
pub fn calibrate(arguments: &CalibrateArguments, text: &Text) -> Result<(), CliError> {
    let frame = Frame { arguments: &arguments.study, text };
    let scenario = frame.scenario(LOOKED_FROM, &[])?;
    let keys = match arguments.parameter.as_slice() {
        [] => USUAL.map(str::to_owned).to_vec(),
        some => some.to_vec(),
    };
    let years = arguments.fit.iter().copied().map(Year).collect();
    let question = Question { keys, group: arguments.group.clone(), years };
    let task = Task::new(&scenario, question).map_err(CommandLineError::from)?;
    let effort = Effort {
        n_shown: scenario.run.replications as usize,
        abc: AbcSettings {
            n_kept: arguments.particles.into(),
            n_generations: arguments.generations.into(),
            n_runs_most: arguments.runs.into(),
        },
    };
    let seed = scenario.run.seed.to_string();
    let years: Vec<String> = arguments.fit.iter().map(ToString::to_string).collect();
    let years = years.join(", ");
    let heading = |key: &str, number: &str| {
        let about = [
            ("scenario", scenario.name.as_str()),
            ("years", &years),
            ("number", number),
            ("seed", &seed),
        ];
        text.with(key, &about)
    };
    if let Some(n_truths) = arguments.check {
        let n_steps =
            effort.n_shown + n_truths as usize * effort.abc.n_kept * effort.abc.n_generations;
        let check = frame.work(n_steps, |stop, progress| {
            task.check(n_truths as usize, effort, stop, &progress)
        })?;
        let sheet = check_sheet(task.keys(), &check);
        let heading = heading("calibration-check-heading", &n_truths.to_string());
        return frame.show(&scenario, ReportQuestion::Other, heading, &[sheet]);
    }
    let n_steps = 2 * effort.n_shown + effort.abc.n_runs_most as usize;
    let found = frame.work(n_steps, |stop, progress| task.calibrate(effort, stop, &progress))?;
    if let Some(path) = &arguments.write {
        let stamp = Stamp { day: arguments.day, version: env!("CARGO_PKG_VERSION") };
        write_new(path, &render_fitted(&task, &found, &stamp))?;
    }
    let heading = heading("calibration-heading", &arguments.particles.to_string());
    frame.show(&scenario, ReportQuestion::Other, heading, &to_sheets(&found))
}

/// Writes a file that must not exist.
fn write_new(path: &Path, content: &str) -> Result<(), CliError> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut it| it.write_all(content.as_bytes()));
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => FileError::Exists { path: path.to_owned() }.into(),
        _ => FileError::write(path, source).into(),
    })
}
