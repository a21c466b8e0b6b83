//! Turns a loaded [`ScenarioFile`] into a [`Scenario`], or into every problem it has.
//!
//! The file's schema has already said that shapes and ranges are right; here it is checked that the whole
//! makes sense: shares add up, months lie in the horizon, codes and groups exist, every rule is in force.

mod arrivals;
mod budget;
mod curves;
mod durations;
mod evidence;
mod groups;
mod opening;
mod policy;
mod rates;
mod register;
mod requests;
mod title;
mod world;

use super::file::{Limited, RegisterFile, ScenarioFile, Value};
use super::load::{Diagnostic, Home, Library, Loaded, Place, Problems, load_scenario};
use super::number::{Number, Parameter};
use super::{PlacesToDraw, Run, Scenario};
use crate::calendar::{Day, Horizon, Month, Year};
use crate::law::Law;
use crate::origin::Origin;
use crate::register::{Edition, Register};
use crate::rules::Rules;
use std::path::Path;
use std::sync::Arc;

/// Longest horizon the model is made for, in years.
const MOST_YEARS: usize = 40;

/// Loads and checks a scenario: a file or an embedded name, with `key=value` overrides on top.
///
/// A failure holds every problem that could be found.
pub fn load(
    argument: &str,
    overrides: &[String],
    library: Library,
) -> Result<(Scenario, Problems), Problems> {
    let loaded = load_scenario::<ScenarioFile>(argument, overrides, library)?;
    let Some(title) = title::plan_title(&loaded.value.title, overrides) else {
        return check(argument, &loaded);
    };
    let overrides = [overrides, &[title]].concat();
    check(argument, &load_scenario::<ScenarioFile>(argument, &overrides, library)?)
}

/// Checks the whole text of a scenario, as if it stood where the scenario `beside` stands.
pub fn load_text(text: String, beside: &str, library: Library) -> Result<Scenario, Problems> {
    let loaded = super::load::load_whole::<ScenarioFile>(text, beside, library)?;
    check(beside, &loaded).map(|(scenario, _)| scenario)
}

/// What is gone through while a scenario is checked.
pub(super) struct Check<'a> {
    /// The file and where everything in it was written.
    loaded: &'a Loaded<ScenarioFile>,
    /// Problems found so far.
    problems: Problems,
    /// Parameters met so far.
    parameters: Vec<Parameter>,
    /// The run's days.
    horizon: Horizon,
    /// The day whose knowledge the scenario rests on.
    as_of: Day,
    /// The run's municipalities.
    register: Arc<Register>,
}

/// Checks a loaded file; warnings come with the scenario.
fn check(argument: &str, loaded: &Loaded<ScenarioFile>) -> Result<(Scenario, Problems), Problems> {
    let file = &loaded.value;
    let mut problems = Problems::new();
    let run = check_run(loaded, &mut problems);
    let register = check_register(loaded, &mut problems);
    let (Some(run), Some(register)) = (run, register) else { return Err(problems) };
    let register = Arc::new(register);
    let mut check = Check {
        loaded,
        problems,
        parameters: Vec::new(),
        horizon: run.horizon,
        as_of: run.as_of,
        register: Arc::clone(&register),
    };
    let world = check.world(&file.world);
    let groups = world.as_ref().map_or(&[][..], |it| &it.groups);
    let policy = check.policy(&file.policy, groups);
    let budget = check.budget(&file.budget);
    let rates = check.rates(Rules::embedded(), &file.world.grants);
    let (Some(world), Some(policy), Some(budget), Some(rates)) = (world, policy, budget, rates)
    else {
        // Without every number it cannot be said which evidence is about none.
        return Err(check.problems);
    };
    check.evidence(&file.evidence);
    let Check { problems, parameters, .. } = check;
    if problems.has_errors() {
        return Err(problems);
    }
    let last_settled = world
        .opening
        .cohorts
        .last()
        .map(|last| last.settled.iter().map(|it| it.0 as u64).collect());
    let scenario = Scenario {
        name: name_of(argument),
        title: file.title.clone(),
        question: file.question.clone(),
        text: loaded.canonical_text(),
        tables: loaded.tables(),
        first_year: run.horizon.first_year(),
        run,
        world,
        policy,
        budget,
        parameters,
        places: PlacesToDraw::new(&register, last_settled),
        register,
        rates,
    };
    Ok((scenario, problems))
}

fn name_of(argument: &str) -> String {
    let stem = Path::new(argument).file_stem().and_then(|it| it.to_str());
    stem.unwrap_or(argument).to_owned()
}

fn check_run(loaded: &Loaded<ScenarioFile>, problems: &mut Problems) -> Option<Run> {
    let file = &loaded.value.run;
    let mut day = |key: &str, text: &str| {
        let day = text.parse::<Day>().ok();
        if day.is_none() {
            problems.push(loaded.problem(key, "must be a date such as 2023-05-17"));
        }
        day
    };
    let start = day("run.start", &file.start.0);
    let end = day("run.end", &file.end.0);
    let as_of = day("run.as_of", &file.as_of.0);
    let (start, end, as_of) = (start?, end?, as_of?);
    let horizon = Horizon { start, end };
    if end < start {
        let accepted = format!("must not be before run.start, which is {start}");
        problems.push(loaded.problem("run.end", accepted));
        return None;
    }
    if horizon.n_years() > MOST_YEARS {
        let accepted = format!("must be at most {MOST_YEARS} calendar years after run.start");
        problems.push(loaded.problem("run.end", accepted));
        return None;
    }
    Some(Run {
        horizon,
        as_of,
        replications: file.replications,
        replications_per_draw: file.replications_per_draw,
        seed: file.seed,
    })
}

fn check_register(loaded: &Loaded<ScenarioFile>, problems: &mut Problems) -> Option<Register> {
    match &loaded.value.run.register {
        RegisterFile::Year(2024) => Some(Register::embedded(Edition::Of2024)),
        RegisterFile::Year(_) => Some(Register::embedded(Edition::Of2023)),
        RegisterFile::Csv(_) => register::load_register(loaded, problems),
    }
}

impl Check<'_> {
    /// Notes a problem with the value at `key`; `accepted` comes with its verb.
    fn problem(&mut self, key: &str, accepted: impl Into<String>) {
        self.problems.push(self.loaded.problem(key, accepted));
    }

    /// The same, saying what is wrong with the value instead of repeating it; `found` comes with its verb.
    fn fault(&mut self, key: &str, found: impl Into<String>, accepted: impl Into<String>) {
        self.problems.push(self.loaded.problem(key, accepted).with_found(found));
    }

    /// Notes a problem that is already made.
    fn push(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Takes a number of the file: it becomes a parameter, and uncertain ones get their law.
    fn number<T: Limited>(&mut self, key: &str, number: &T) -> Number {
        let law = match number.value() {
            Value::Plain(value) => return self.certain(key, value),
            Value::Triangular { low, mode, high } => {
                if !(low <= mode && mode <= high) {
                    let found = format!("has low {low}, mode {mode} and high {high}");
                    self.fault(key, found, "must have low <= mode <= high");
                }
                Law::Triangular { low, mode, high }
            }
            Value::Quartiles { quartiles } => {
                if !quartiles.is_sorted() {
                    let found = quartiles.map(|it| it.to_string()).join(", ");
                    let accepted = "must rise from the smallest value to the largest";
                    self.fault(&format!("{key}.quartiles"), format!("has {found}"), accepted);
                }
                Law::Quartiles(quartiles)
            }
            Value::Normal { mean, sd } => {
                Law::Normal { mean, sd, lowest: T::LOWEST, highest: T::HIGHEST }
            }
        };
        self.uncertain(key, law.mean(), law, None)
    }

    fn certain(&mut self, key: &str, value: f64) -> Number {
        let key = key.to_owned();
        self.parameters.push(Parameter { key, central: value, law: None, origin: None });
        Number::certain(value)
    }

    fn uncertain(&mut self, key: &str, central: f64, law: Law, origin: Option<Origin>) -> Number {
        let position = u16::try_from(self.parameters.len());
        let key = key.to_owned();
        self.parameters.push(Parameter { key, central, law: Some(law), origin });
        match position {
            Ok(position) => Number::uncertain(central, position),
            // No file of a size that can be loaded has so many numbers; if one had, all would be certain.
            Err(_) => Number::certain(central),
        }
    }

    /// Five numbers, one a year.
    fn each<T: Limited, const N: usize>(&mut self, key: &str, numbers: &[T; N]) -> [Number; N] {
        std::array::from_fn(|it| self.number(&format!("{key}[{it}]"), &numbers[it]))
    }

    fn month(&mut self, key: &str, text: &str) -> Option<Month> {
        let month = text.parse().ok();
        if month.is_none() {
            self.problem(key, "must be a month such as \"2023-05\"");
        }
        month
    }

    fn day(&mut self, key: &str, text: &str) -> Option<Day> {
        let day = text.parse().ok();
        if day.is_none() {
            self.problem(key, "must be a date such as 2023-05-17");
        }
        day
    }

    /// A year written as a key.
    fn year_key(&mut self, key: &str, text: &str) -> Option<Year> {
        let year = text.parse::<i32>().ok().filter(|year| (1900..=2200).contains(year));
        if year.is_none() {
            self.fault(key, format!("stands under {text}"), "must stand under a year such as 2023");
        }
        year.map(Year)
    }

    /// Weights of the months scaled to add up to one; by days where there are none.
    fn profile(&mut self, key: &str, profile: Option<[f64; 12]>, year: Year) -> [f64; 12] {
        let days = |number: usize| f64::from(Month::new(year, number as u8 + 1).n_days());
        let weights = profile.unwrap_or_else(|| std::array::from_fn(days));
        let sum: f64 = weights.iter().sum();
        let accepted = "must have twelve weights from 0, not all 0";
        match weights.iter().find(|&&it| it < 0.0) {
            Some(weight) => self.fault(key, format!("has the weight {weight}"), accepted),
            None if sum <= 0.0 => self.fault(key, "has only zeros", accepted),
            None => {}
        }
        weights.map(|it| it / sum)
    }

    /// Whether shares add up to one, as near as people write them; shown where the author wrote one of them.
    fn check_sum(&mut self, key: &str, what: &str, sum: f64, shares: &[String]) {
        if (sum - 1.0).abs() > 1e-6 {
            let found = format!("has {what} that add up to {}", short(sum));
            let problem = self.loaded.problem(key, "must add up to 1").with_found(found);
            let places = shares.iter().map(|it| self.loaded.problem(it, "").place);
            let place = places.into_iter().find(is_authors).unwrap_or(problem.place.clone());
            self.push(Diagnostic { place, ..problem });
        }
    }
}

/// Whether something was written by the author and not in what the scenario starts from.
fn is_authors(place: &Place) -> bool {
    *place.file().home() != Home::Embedded || place.file().is_argument()
}

/// A number of a message: six decimals are more than anybody writes, and hide the last bits.
fn short(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
