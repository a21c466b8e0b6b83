//! What forecasts made in the past would have been worth: origins x horizons x targets (methods 7.1 to 7.3).
//!
//! From each origin - a day on which an official forecast came out, or the end of a quarter - arrivals,
//! settlement, persons in reception and post 60 are forecast with what was published by then: the months so
//! far, the official ranges, the letters that had been sent, and the adopted budget. The forecasts are scored
//! against what came, beside simple ones.

mod baseline;
mod official;
mod outlook;
mod pace;
mod past;
mod record;
mod tables;
mod verdict;
mod view;

pub use baseline::Baseline;
pub use record::Record;
pub use tables::{share_beaten, to_sheets};
pub use verdict::{Reach, Score, Versus, score};

use crate::calendar::{Day, Month, Year};
use crate::chance::{Chance, Process, text_key};
use crate::engine::Interrupted;
use crate::results::summarise::distribution::quantile;
use crate::scenario::Scenario;
use record::first_ahead;
use std::sync::atomic::AtomicBool;
use view::View;

/// Months ahead that are forecast, to the end of the year after at the longest.
const MOST_MONTHS: i32 = 24;

/// What is forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Persons of the group who apply.
    Arrivals,
    /// Persons settled under a request.
    Settlement,
    /// Persons in reception centres at a month end.
    InReception,
    /// Kroner paid on post 60 in a year.
    Post60,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Arrivals, Self::Settlement, Self::InReception, Self::Post60];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arrivals => "arrived_persons",
            Self::Settlement => "settled_under_request_persons",
            Self::InReception => "reception_persons",
            Self::Post60 => "cash_kroner",
        }
    }
}

/// The time that a forecast is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A month, so many months ahead, the first being 1.
    Month(Month, usize),
    /// A calendar year, what has come of it included.
    Year(Year),
}

/// One forecast with what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The day from which it was made.
    pub origin: Day,
    /// What is forecast.
    pub target: Target,
    /// The time it is about.
    pub period: Period,
    /// What came.
    pub outcome: f64,
    /// One number for each history, sorted.
    pub sample: Vec<f64>,
    /// The same of each baseline, where it says anything.
    pub baselines: [Option<Vec<f64>>; Baseline::N],
}

impl Case {
    /// The quantile of the forecast at a probability, between order statistics.
    pub fn quantile(&self, probability: f64) -> f64 {
        quantile(&self.sample, (probability * 1000.0).round() as usize)
    }
}

/// How to look back.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Histories from each origin.
    pub n_histories: usize,
}

/// The forecasts of every origin of the record, in order of time.
///
/// `base` describes the world from before the first origin, with every letter and its day.
pub fn hindcast(
    base: &Scenario,
    record: &Record,
    settings: Settings,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<Case>, Interrupted> {
    let mut cases = Vec::new();
    for origin in record.origins() {
        cases.extend(look_back(base, record, origin, settings, stop, progress)?);
    }
    Ok(cases)
}

/// The forecasts from one origin.
fn look_back(
    base: &Scenario,
    record: &Record,
    origin: Day,
    settings: Settings,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<Case>, Interrupted> {
    let first = first_ahead(origin);
    let Some(last) = record.last_month() else { return Ok(Vec::new()) };
    let last = last.min(first.plus(MOST_MONTHS - 1));
    let ahead: Vec<Month> = (0..=last.since(first)).map(|later| first.plus(later)).collect();
    let chance = Chance::new(base.run.seed, 0);
    let noise = past::noise_of(base, &record.group);
    let n = settings.n_histories;
    let outlook = outlook::draw_outlook(record, origin, ahead.len(), n, noise, &chance);
    let scenario = past::scenario_as_of(base, origin, last);
    let runs = past::run_histories(&scenario, record, &outlook, stop, progress)?;
    let start = scenario.run.horizon.first_month();
    let n_past = first.since(start).max(0) as usize;
    let published: Vec<f64> = (0..n_past as i32)
        .map(|later| record.settled.get(&start.plus(later)).copied().unwrap_or_default())
        .collect();
    let mut stream = chance.stream(Process::Parameter, text_key(&format!("pace from {origin}")));
    let drawn = pace::draw_ahead(&runs, &published, noise, &mut stream);
    let likely: Vec<&past::History> = drawn.iter().map(|(history, _)| &runs[*history]).collect();
    let settled = drawn.iter().map(|(_, ahead)| ahead.clone()).collect();
    let housed: Vec<&[f64]> = likely.iter().map(|it| &it.housed[n_past..]).collect();

    let mut stream =
        chance.stream(Process::Parameter, text_key(&format!("baselines from {origin}")));
    let mut cases = Vec::new();
    let planned = |year| record.planning(year, origin);
    let view = View { origin, ahead: &ahead, dispersion: noise.dispersion };
    cases.extend(view.cases(Target::Arrivals, &record.arrived, outlook, planned, &mut stream));
    let asked = |year| past::requested(base, year, origin);
    cases.extend(view.cases(Target::Settlement, &record.settled, settled, asked, &mut stream));
    cases.extend(view.cases_of_stock(Target::InReception, &record.housed, &housed));
    let paid = |year: Year| -> Vec<f64> {
        let months = year.first_month().since(start).max(0)..=year.last_month().since(start);
        let sum = |it: &&past::History| months.clone().map(|at| it.paid[at as usize]).sum();
        likely.iter().map(sum).collect()
    };
    cases.extend(view.cases_of_years(Target::Post60, record, paid));
    Ok(cases)
}
