//! What forecasts made in the past would have been worth: origins x horizons x targets (methods 7.1 to 7.3).
//!
//! From each origin - a day on which an official forecast came out, or the end of a quarter - arrivals and
//! settlement are forecast with what was published by then: the months so far, the official ranges, and the
//! letters that had been sent. The forecasts are scored against what came, beside simple ones.

mod baseline;
mod outlook;
mod past;
mod record;
mod tables;
mod verdict;

pub use baseline::Baseline;
pub use record::Record;
pub use tables::{share_beaten, to_sheets};
pub use verdict::{Reach, Score, Versus, score};

use crate::calendar::{Day, Month, Year};
use crate::chance::{Chance, Process, Stream, text_key};
use crate::engine::Interrupted;
use crate::scenario::Scenario;
use baseline::{Histories, Seen};
use record::first_ahead;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// Months ahead that are forecast, to the end of the year after at the longest.
const MOST_MONTHS: i32 = 24;
/// Months ahead that are scored one by one.
const SCORED_MONTHS: usize = 12;

/// What is forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Persons of the group who apply.
    Arrivals,
    /// Persons settled under a request.
    Settlement,
}

impl Target {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Arrivals, Self::Settlement];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arrivals => "arrived_persons",
            Self::Settlement => "settled_persons",
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
        let at = probability * (self.sample.len() - 1) as f64;
        let (below, above) = (self.sample[at.floor() as usize], self.sample[at.ceil() as usize]);
        below + (above - below) * at.fract()
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
    let settled = past::run_settlement(&scenario, record, &outlook, stop, progress)?;
    let start = scenario.run.horizon.first_month();
    let n_past = first.since(start).max(0) as usize;
    let published: Vec<f64> = (0..n_past as i32)
        .map(|later| record.settled.get(&start.plus(later)).copied().unwrap_or_default())
        .collect();
    let kept = past::pick_closest(&settled, &published);
    let settled = kept.iter().map(|at| settled[*at][n_past..].to_vec()).collect();

    let mut stream =
        chance.stream(Process::Parameter, text_key(&format!("baselines from {origin}")));
    let mut cases = Vec::new();
    let planned = |year| record.planning(year, origin);
    let view = View { origin, ahead: &ahead, dispersion: noise.dispersion };
    cases.extend(view.cases(Target::Arrivals, &record.arrived, outlook, planned, &mut stream));
    let asked = |year| past::requested(base, year, origin);
    cases.extend(view.cases(Target::Settlement, &record.settled, settled, asked, &mut stream));
    Ok(cases)
}

/// Where a forecast is made and what it is about.
struct View<'a> {
    origin: Day,
    ahead: &'a [Month],
    dispersion: f64,
}

impl View<'_> {
    /// Every month and every year that is forecast in these histories, beside the baselines.
    fn cases(
        &self,
        target: Target,
        series: &BTreeMap<Month, f64>,
        histories: Vec<Vec<f64>>,
        official: impl Fn(Year) -> Option<f64>,
        stream: &mut Stream,
    ) -> Vec<Case> {
        let Some(first) = self.ahead.first() else { return Vec::new() };
        let so_far: BTreeMap<Month, f64> =
            series.range(..*first).map(|(month, persons)| (*month, *persons)).collect();
        let seen = Seen { so_far: &so_far, ahead: self.ahead, dispersion: self.dispersion };
        let baselines = Baseline::ALL.map(|it| seen.draw(it, &official, stream));
        let ours: Histories =
            histories.into_iter().map(|it| it.into_iter().map(Some).collect()).collect();
        let mut cases = Vec::new();
        for period in self.periods() {
            let Some(outcome) = self.read(period, &seen, |month| series.get(&month).copied())
            else {
                continue;
            };
            let Some(sample) = self.read_all(period, &seen, &ours) else { continue };
            let baselines = std::array::from_fn(|at| self.read_all(period, &seen, &baselines[at]));
            cases.push(Case { origin: self.origin, target, period, outcome, sample, baselines });
        }
        cases
    }

    /// The first twelve months, and every year whose last month is ahead.
    fn periods(&self) -> Vec<Period> {
        let months = self.ahead.iter().take(SCORED_MONTHS).enumerate();
        let mut periods: Vec<Period> =
            months.map(|(at, month)| Period::Month(*month, at + 1)).collect();
        let ends = self.ahead.iter().filter(|it| it.number() == 12);
        periods.extend(ends.map(|it| Period::Year(it.year())));
        periods
    }

    /// A period's number from those of its months ahead; nothing if one of them is missing.
    fn read(
        &self,
        period: Period,
        seen: &Seen<'_>,
        month: impl Fn(Month) -> Option<f64>,
    ) -> Option<f64> {
        match period {
            Period::Month(it, _) => month(it),
            Period::Year(year) => {
                let months = self.ahead.iter().filter(|it| it.year() == year);
                let rest: Option<Vec<f64>> = months.map(|it| month(*it)).collect();
                Some(seen.in_year(year) + rest?.iter().sum::<f64>())
            }
        }
    }

    /// The same in every history, sorted.
    fn read_all(&self, period: Period, seen: &Seen<'_>, histories: &Histories) -> Option<Vec<f64>> {
        let first = *self.ahead.first()?;
        let numbers = histories
            .iter()
            .map(|history| self.read(period, seen, |month| history[month.since(first) as usize]));
        let mut numbers = numbers.collect::<Option<Vec<f64>>>()?;
        numbers.sort_by(f64::total_cmp);
        Some(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_what_has_come_and_what_is_ahead() {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let series: BTreeMap<Month, f64> =
            (0..24).map(|later| (month("2022-01").plus(later), f64::from(later + 1))).collect();
        let ahead: Vec<Month> = (0..14).map(|later| month("2022-11").plus(later)).collect();
        let origin = "2022-11-08".parse().expect("a date");
        let view = View { origin, ahead: &ahead, dispersion: 0.0 };
        let histories = vec![vec![100.0; 14], vec![200.0; 14]];
        let mut stream = Chance::new(1, 0).stream(Process::Parameter, 0);
        let official = |year| (year == Year(2022)).then_some(255.0);
        let cases = view.cases(Target::Arrivals, &series, histories, official, &mut stream);
        // Twelve months and two years.
        assert_eq!(cases.len(), 14);
        let of_2022 = cases.iter().find(|it| it.period == Period::Year(Year(2022))).expect("there");
        // 1 + 2 + ... + 12 came; 55 by October.
        assert_eq!((of_2022.outcome, of_2022.sample.as_slice()), (78.0, &[255.0, 455.0][..]));
        assert_eq!(of_2022.baselines[0], Some(vec![255.0]), "the official figure itself");
        assert_eq!(of_2022.baselines[1], Some(vec![55.0 + 20.0]), "the last month twice");
        assert_eq!(of_2022.baselines[2], None, "no month a year before");
        let of_2023 = cases.iter().find(|it| it.period == Period::Year(Year(2023))).expect("there");
        assert_eq!(of_2023.baselines[0], None, "no official figure");
        let sum = |it: &[f64]| it.iter().sum::<f64>();
        assert_eq!(of_2023.sample, [sum(&[100.0; 12]), sum(&[200.0; 12])]);
        assert_eq!(of_2022.quantile(0.5), 355.0);
    }
}
