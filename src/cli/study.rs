//! The commands that need many runs: what they have in common, and how their sheets are shown.

use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::error::file::FileError;
use super::interrupt::listen;
use super::options::Format;
use super::print;
use super::study_arguments::{HindcastArguments, StudyArguments};
use super::table::{Table, wrap};
use crate::chance::{Chance, Process, text_key};
use crate::engine::{Engine, on_threads};
use crate::register::actuals::{Measure, monthly_flows};
use crate::report::studies::{Question, Study, key, recommended, to_tables, write_study};
use crate::report::table::Table as ReportTable;
use crate::report::text::Text;
use crate::results::folder::UnpublishedFolder;
use crate::scenario::Scenario;
use crate::scenario::load::open_table_file;
use crate::study::hindcast::{self, Record, Settings};
use crate::study::sheet::{Cell, Sheet};
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Where lines of text are broken.
const WIDTH: usize = 80;

/// What every study has: the scenario, how it is run, and where the answer goes.
pub struct Frame<'a> {
    /// What all studies take.
    pub arguments: &'a StudyArguments,
    /// The language.
    pub text: &'a Text,
}

impl Frame<'_> {
    /// The scenario with the values that were set, and warnings told.
    pub fn scenario(&self, default: &str, set: &[String]) -> Result<Scenario, CliError> {
        let StudyArguments { options, .. } = self.arguments;
        let scenario = options.load(self.arguments.scenario(default), set)?;
        match scenario.run.replications {
            1 => Err(CommandLineError::OnlyOneHistory.into()),
            _ => Ok(scenario),
        }
    }

    /// Does the study's work on the threads asked for, with a bar of `n_steps` and an ear for interruption.
    pub fn work<R: Send, E: Send + Into<CliError>>(
        &self,
        n_steps: usize,
        work: impl FnOnce(&AtomicBool, &(dyn Fn() + Sync)) -> Result<R, E> + Send,
    ) -> Result<R, CliError> {
        let stop = listen()?;
        let progress = self.arguments.options.progress(n_steps as u64);
        on_threads(self.arguments.options.threads(), || work(stop, &|| progress.advance()))?
            .map_err(Into::into)
    }

    /// Writes every sheet with its figures and a page to the folder asked for, if any, and prints the sheets
    /// that a person reads.
    pub fn show(
        &self,
        scenario: &Scenario,
        question: Question,
        heading: String,
        sheets: &[Sheet],
    ) -> Result<(), CliError> {
        if let Some(folder) = &self.arguments.options.out {
            let folder = UnpublishedFolder::create(folder)?;
            write_sheets(folder.path(), sheets)?;
            let about = Engine::new(scenario).describe(Vec::new());
            let version = env!("CARGO_PKG_VERSION");
            let heading = heading.clone();
            let study = Study { question, heading, about: &about, version, sheets };
            write_study(&study, folder.path(), self.text.language())?;
            folder.publish()?;
        }
        print(&match self.arguments.options.format {
            Format::Json => format!("{:#}\n", to_json(sheets)),
            Format::Table => {
                let short = sheets.iter().filter(|it| !it.is_long && !it.rows.is_empty());
                let mut parts = vec![format!("{heading}\n")];
                let recommended = recommended(sheets, self.text);
                if !recommended.is_empty() {
                    parts.push(recommended.iter().map(|it| wrap(it, WIDTH, "")).collect());
                }
                parts.extend(short.map(|it| render(it, self.text)));
                parts.join("\n")
            }
        })
    }
}

/// One CSV file for each sheet.
fn write_sheets(folder: &Path, sheets: &[Sheet]) -> Result<(), CliError> {
    for sheet in sheets {
        let path = folder.join(format!("{}.csv", sheet.name));
        fs::write(&path, sheet.to_csv()).map_err(|source| FileError::write(&path, source))?;
    }
    Ok(())
}

/// Sheets by name, each a list of records.
pub fn to_json(sheets: &[Sheet]) -> serde_json::Value {
    let value = |cell: &Cell| match cell {
        Cell::Text(text) => text.as_str().into(),
        Cell::Word(word) => (*word).into(),
        Cell::Number(number) => (*number).into(),
        Cell::Nothing => serde_json::Value::Null,
    };
    let record = |sheet: &Sheet, row: &[Cell]| -> serde_json::Value {
        let pairs =
            sheet.columns.iter().zip(row).map(|(it, cell)| (it.name.to_owned(), value(cell)));
        serde_json::Value::Object(pairs.collect())
    };
    let named = sheets.iter().map(|sheet| {
        let rows: Vec<_> = sheet.rows.iter().map(|row| record(sheet, row)).collect();
        (sheet.name.to_owned(), serde_json::Value::Array(rows))
    });
    serde_json::Value::Object(named.collect())
}

/// A sheet for people.
pub fn render(sheet: &Sheet, text: &Text) -> String {
    let render = |it: ReportTable| {
        let mut table = Table::default();
        table.push([it.corner].into_iter().chain(it.columns));
        for row in it.rows {
            table.push([row.name].into_iter().chain(row.cells.iter().map(|cell| cell.words(text))));
        }
        let caption = if it.caption.is_empty() { it.caption } else { format!("{}\n", it.caption) };
        format!("{caption}{}", table.render())
    };
    let tables: Vec<_> = to_tables(sheet, text).into_iter().map(render).collect();
    format!("{}\n{}", text.get(&key("sheet", sheet.name)), tables.join("\n"))
}

/// The groups with published months of arrivals.
fn groups_published() -> Vec<String> {
    let flows = monthly_flows().into_iter();
    let mut groups: Vec<String> =
        flows.filter(|it| it.measure == Measure::Applications).map(|it| it.group).collect();
    groups.sort();
    groups.dedup();
    groups
}

/// `bosett hindcast`.
pub fn hindcast(arguments: &HindcastArguments, text: &Text) -> Result<(), CliError> {
    let frame = Frame { arguments: &arguments.study, text };
    let mut record = Record::embedded(&arguments.group);
    for path in &arguments.actuals {
        let table = open_table_file(path)?;
        // Its first column tells a table of any target from one of months.
        match table.text().starts_with("target,") {
            true => record.add_actuals(path, table.text())?,
            false => record.add_months(path, table.text())?,
        }
    }
    for path in &arguments.forecasts {
        record.add_rounds(path, open_table_file(path)?.text())?;
    }
    let origins = record.origins();
    if origins.is_empty() {
        let accepted =
            format!("a group with months of arrivals: {}", groups_published().join(", "));
        return Err(CommandLineError::option("--group", &arguments.group, accepted).into());
    }
    let last = record.last_month().map(|it| format!("run.end={}", it.last_day()));
    let scenario = frame.scenario("hindcast-2022", &last.into_iter().collect::<Vec<_>>())?;
    let n_histories = scenario.run.replications as usize;
    let n_steps = n_histories * origins.len();
    let cases = frame.work(n_steps, |stop, progress| {
        let settings = Settings { n_histories };
        hindcast::hindcast(&scenario, &record, settings, stop, &progress)
    })?;
    let name = text_key("where outcomes fell");
    let mut stream = Chance::new(scenario.run.seed, 0).stream(Process::Parameter, name);
    let scores = hindcast::score(&cases, &mut stream);
    let numbers = [origins.len().to_string(), n_histories.to_string()];
    let ends = [origins.first(), origins.last()]
        .map(|it| it.map_or_else(String::new, |it| text.date(*it)));
    let heading = text.with(
        "hindcast-heading",
        &[
            ("origins", &numbers[0]),
            ("histories", &numbers[1]),
            ("from", &ends[0]),
            ("to", &ends[1]),
        ],
    );
    let sheets = hindcast::to_sheets(&cases, &scores);
    frame.show(&scenario, Question::Hindcast, heading, &sheets)
}
