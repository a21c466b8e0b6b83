//! `bosett sensitivity`, `sweep`, `plan` and `stress`: from a command line to a study and its sheets.

use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::error::file::FileError;
use super::study::Frame;
use super::study_arguments::{
    PlanArguments, SensitivityArguments, StressArguments, StudyArguments, SweepArguments,
};
use crate::calendar::Year;
use crate::chance::text_key;
use crate::decide::{Revision, UnitCosts};
use crate::engine::Engine;
use crate::report::studies::{Question, quantity_words};
use crate::report::text::Text;
use crate::results::csv_text::csv_cell;
use crate::scenario::Scenario;
use crate::scenario::library::{DEFAULT, LIBRARY};
use crate::scenario::load::words::list;
use crate::study::breach::Breach;
use crate::study::plan::Plan;
use crate::study::quantity::Quantity;
use crate::study::sensitivity::{Settings, measure_sensitivity};
use crate::study::sheet::csv_line;
use crate::study::stress::{Frontier, Stopped, discover, listed};
use crate::study::sweep::{Axis, Sweep, Values, plan_points};
use crate::study::vary::Variants;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// What a study of sensitivity is about where nobody says: what it costs, and how fast people are settled.
const WHAT_MATTERS: [&str; 2] = ["cash_kroner", "settled_within_6_months"];
/// Histories at each point of a tornado.
const TORNADO_HISTORIES: u32 = 16;
/// Replications after which a place of a frontier is judged by its share, as a multiple of the first ones.
const MOST_DOUBLINGS: usize = 4;
const AXIS: &str = "a key with values, such as run.seed=1,2,3 or run.seed=1..3";
const SPAN: &str = "a key with two ends, such as policy.requests.letter.size.persons=10000..70000";
const RANGE: &str = "two numbers of persons with the smaller one first, such as 10000..70000";
const BREACH: &str = "a number of a year against a limit, such as settled_within_6_months@2023<0.9";

fn variants(arguments: &StudyArguments) -> Variants {
    let argument = arguments.scenario(DEFAULT).to_owned();
    Variants { argument, overrides: arguments.options.overrides(), library: LIBRARY }
}

fn read_axis(option: &'static str, text: &str) -> Result<Axis, CommandLineError> {
    Axis::read(text).ok_or_else(|| CommandLineError::option(option, text, AXIS))
}

fn read_breach(option: &'static str, text: &str) -> Result<Breach, CommandLineError> {
    Breach::read(text).ok_or_else(|| CommandLineError::option(option, text, BREACH))
}

fn heading(text: &Text, key: &str, scenario: &Scenario, what: &str) -> String {
    let replications = scenario.run.replications.to_string();
    let seed = scenario.run.seed.to_string();
    let arguments = [
        ("scenario", scenario.name.as_str()),
        ("replications", &replications),
        ("seed", &seed),
        ("what", what),
    ];
    text.with(key, &arguments)
}

/// `bosett sensitivity`.
pub fn sensitivity(arguments: &SensitivityArguments, text: &Text) -> Result<(), CliError> {
    let frame = Frame { arguments: &arguments.study, text };
    let scenario = frame.scenario(DEFAULT, &[])?;
    let dimensions = Engine::new(&scenario).dimensions;
    let asked = match &arguments.quantity[..] {
        [] => WHAT_MATTERS.map(|it| format!("{it}@{}", scenario.first_year)).to_vec(),
        asked => asked.to_vec(),
    };
    let quantities = asked.iter().map(|it| Quantity::find(it, &dimensions));
    let quantities: Vec<Quantity> = quantities.collect::<Result<_, _>>()?;
    let settings = Settings {
        n_walks: arguments.walks.into(),
        n_foremost: arguments.foremost.into(),
        n_rows: arguments.rows.into(),
        n_histories: TORNADO_HISTORIES,
    };
    let sheets = frame.work(settings.n_runs(&scenario), |stop, progress| {
        measure_sensitivity(&scenario, &quantities, settings, stop, &progress)
    })?;
    let words: Vec<_> = asked.iter().map(|it| quantity_words(text, it)).collect();
    let heading = heading(text, "sensitivity-heading", &scenario, &words.join(" · "));
    // What its figures rest on.
    let mut shown = scenario;
    shown.run.replications = TORNADO_HISTORIES;
    frame.show(&shown, Question::Sensitivity, heading, &sheets)
}

/// `bosett sweep`.
pub fn sweep(arguments: &SweepArguments, text: &Text) -> Result<(), CliError> {
    let frame = Frame { arguments: &arguments.study, text };
    let scenario = frame.scenario(DEFAULT, &[])?;
    let axes = arguments.vary.iter().map(|it| read_axis("--vary", it));
    let axes: Vec<Axis> = axes.collect::<Result<_, _>>()?;
    let n = arguments.points as usize;
    let points = plan_points(&axes, arguments.design.into(), n, scenario.run.seed);
    let sweep = Sweep {
        run: format!("{:016x}", text_key(&scenario.text)),
        variants: variants(&arguments.study),
        keys: axes.into_iter().map(|it| it.key).collect(),
        quantities: arguments.quantity.clone(),
    };
    let done = match &arguments.file {
        Some(path) => begin(path, &sweep)?,
        None => Vec::new(),
    };
    let mut sheet = sweep.sheet();
    let n_steps = points.len() * scenario.run.replications as usize;
    frame.work(n_steps, |stop, progress| -> Result<(), CliError> {
        for (number, point) in points.iter().enumerate() {
            let values = csv_cell(&sweep.describe(point));
            let is_done = |quantity: &String| {
                done.contains(&format!("{},{values},{}", sweep.run, csv_cell(quantity)))
            };
            if sweep.quantities.iter().all(is_done) {
                (0..scenario.run.replications).for_each(|_| progress());
                continue;
            }
            for row in sweep.run_point(number, point, stop, &progress)?? {
                if let Some(path) = &arguments.file {
                    append(path, &csv_line(&row))?;
                }
                sheet.push(row);
            }
        }
        Ok(())
    })?;
    let n_done = (points.len() - sheet.rows.len() / sweep.quantities.len()).to_string();
    let heading = heading(text, "sweep-heading", &scenario, &n_done);
    frame.show(&scenario, Question::Other, heading, &[sheet])
}

/// Begins the file of a sweep, or finds in it which points and quantities are done.
fn begin(path: &Path, sweep: &Sweep) -> Result<Vec<String>, CliError> {
    let header = sweep.sheet().to_csv();
    if !path.exists() {
        append(path, &header)?;
        return Ok(Vec::new());
    }
    let read = fs::read_to_string(path);
    let content = read.map_err(|source| FileError::Read { path: path.to_owned(), source })?;
    let Some(rows) = content.strip_prefix(&header) else {
        return Err(FileError::NotASweep { path: path.to_owned() }.into());
    };
    // A row that was cut off by an interruption has no line break and is not counted as done.
    let whole = rows.split_inclusive('\n').filter(|it| it.ends_with('\n'));
    let done = whole.filter_map(|line| {
        let mut cells = line.split(',');
        let (run, _, values) = (cells.next()?, cells.next()?, cells.next()?);
        Some(format!("{run},{values},{}", cells.next()?))
    });
    Ok(done.collect())
}

fn append(path: &Path, text: &str) -> Result<(), CliError> {
    let file = OpenOptions::new().create(true).append(true).open(path);
    let written = file.and_then(|mut it| it.write_all(text.as_bytes()));
    Ok(written.map_err(|source| FileError::write(path, source))?)
}

/// Two numbers of persons, the smaller one first.
fn read_range(text: &str) -> Result<(f64, f64), CommandLineError> {
    match Axis::read(&format!("between={text}")).map(|it| it.values) {
        Some(Values::Between(low, high)) if 0.0 <= low && low < high => Ok((low, high)),
        _ => Err(CommandLineError::option("--between", text, RANGE)),
    }
}

/// Whether the letter is one of the scenario, for a year of the run.
fn check_letter(arguments: &PlanArguments, scenario: &Scenario) -> Result<(), CommandLineError> {
    let text: toml::Table = scenario.text.parse().expect("a checked scenario is TOML");
    let requests = text["policy"].get("requests").and_then(toml::Value::as_table);
    let letters: Vec<&str> =
        requests.into_iter().flat_map(|it| it.keys()).map(String::as_str).collect();
    if !letters.contains(&arguments.letter.as_str()) {
        let accepted = format!("a letter under policy.requests of the scenario: {}", list(letters));
        return Err(CommandLineError::option("--letter", &arguments.letter, accepted));
    }
    let (first, last) = (scenario.first_year, scenario.run.horizon.end.year());
    if !(first..=last).contains(&Year(arguments.year)) {
        let accepted = format!("a year of the run, from {first} to {last}");
        return Err(CommandLineError::option("--year", &arguments.year.to_string(), accepted));
    }
    Ok(())
}

/// `bosett plan`.
pub fn plan(arguments: &PlanArguments, text: &Text) -> Result<(), CliError> {
    let frame = Frame { arguments: &arguments.study, text };
    let scenario = frame.scenario(DEFAULT, &[])?;
    check_letter(arguments, &scenario)?;
    let guarantee = match &arguments.guarantee {
        Some(breach) => Some((read_breach("--guarantee", breach)?, arguments.accepted)),
        None => None,
    };
    let plan = Plan {
        variants: variants(&arguments.study),
        key: format!("policy.requests.{}.size.persons", arguments.letter),
        year: Year(arguments.year),
        between: read_range(&arguments.between)?,
        guarantee,
        costs: UnitCosts { short: arguments.short, idle: arguments.idle },
        revision: Revision { extra_cost: arguments.late, share_in_time: arguments.in_time },
    };
    let sheets =
        frame.work(plan.n_runs(&scenario), |stop, progress| plan.decide(stop, &progress))?;
    let heading = heading(text, "plan-heading", &scenario, &arguments.letter);
    frame.show(&scenario, Question::Other, heading, &sheets)
}

/// `bosett stress`.
pub fn stress(arguments: &StressArguments, text: &Text) -> Result<(), CliError> {
    let frame = Frame { arguments: &arguments.study, text };
    let scenario = frame.scenario(DEFAULT, &[])?;
    let breaches = arguments.breach.iter().map(|it| read_breach("--breach", it));
    let breaches: Vec<Breach> = breaches.collect::<Result<_, _>>()?;
    let frontier = match (&arguments.pressure, &arguments.capacity) {
        (Some(pressure), Some(capacity)) => {
            let pressure = read_axis("--pressure", pressure)?;
            let found = capacity.clone();
            let capacity = read_axis("--capacity", capacity)?;
            let Values::Between(from, to) = capacity.values else {
                return Err(CommandLineError::option("--capacity", &found, SPAN).into());
            };
            let n_first = scenario.run.replications as usize;
            Some(Frontier {
                variants: variants(&arguments.study),
                pressure: (pressure.key.clone(), listed(&pressure)),
                capacity: (capacity.key, from, to),
                breaches: breaches.clone(),
                n_first,
                n_most: n_first * MOST_DOUBLINGS,
            })
        }
        _ => None,
    };
    let n_steps = scenario.run.replications as usize;
    let sheets = frame.work(n_steps, |stop, progress| -> Result<_, Stopped> {
        let mut sheets = vec![discover(&scenario, &breaches, stop, &progress)?];
        if let Some(frontier) = &frontier {
            sheets.insert(0, frontier.find(stop, &progress)?);
            sheets.push(frontier.today(&scenario));
        }
        Ok(sheets)
    })?;
    let what = arguments.breach.join(", ");
    let question = frontier.map_or(Question::Other, |it| Question::Stress {
        pressure: it.pressure.0,
        capacity: it.capacity.0,
    });
    frame.show(&scenario, question, heading(text, "stress-heading", &scenario, &what), &sheets)
}
