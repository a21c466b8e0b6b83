//! Arrivals as they could be seen from a day: the mean of what the official ranges say and what the pace of the
//! months so far does, quantile by quantile (assumption A140).
//!
//! Neither source knows a month after the day. The pace is what a particle filter makes of the months so far:
//! their level, how much it changes from month to month, and the level it returns to after a peak.

use super::official;
use super::record::{Record, Usual, first_ahead};
use crate::calendar::{Day, Month};
use crate::chance::{Chance, Process, Stream, text_key};
use crate::filter::{Particles, StateModel, count_log_likelihood};
use crate::law::standard_normal_quantile;
use crate::scenario::Arrivals;

/// Particles of the filter (methods 7.4).
const N_PARTICLES: usize = 5_000;
/// What the level may be before the first month is seen: so many persons, and this standard deviation of its
/// logarithm. As good as nothing is known.
const OPENING_LEVEL: (f64, f64) = (3_000.0, 1.5);
/// What the monthly change of log level may be before it is seen: median, and the factor one standard
/// deviation is worth (assumption A141).
const CHANGE: (f64, f64) = (0.25, 2.0);
/// The random variation of months around a year's total.
#[derive(Clone, Copy, Debug)]
pub struct Noise {
    /// Extra-Poisson variance of a month's count.
    pub dispersion: f64,
    /// Standard deviation of the monthly innovation of log intensity.
    pub drift_sd: f64,
    /// How much of the drift lasts to the next month.
    pub persistence: f64,
}

impl Noise {
    /// That of a scenario's group, every parameter at its central value.
    pub fn of(arrivals: &Arrivals) -> Self {
        Self {
            dispersion: arrivals.dispersion.central(),
            drift_sd: arrivals.drift_sd.central(),
            persistence: arrivals.persistence.central(),
        }
    }
}

/// What is not observed of arrivals: their level, how much it changes, and where it returns to.
#[derive(Clone, Copy, Debug)]
struct Pace {
    log_level: f64,
    change_sd: f64,
    log_usual: f64,
}

impl Pace {
    /// A month on.
    fn next(self, usual: Usual, stream: &mut Stream) -> Self {
        let left = usual.persistence * (self.log_level - self.log_usual);
        let log_level = self.log_usual + left + self.change_sd * draw_normal(stream);
        Self { log_level, ..self }
    }
}

/// A level that wanders by steps of a size that is itself to be found out, around a usual level that is too.
struct PaceModel {
    dispersion: f64,
    usual: Usual,
}

impl StateModel for PaceModel {
    type State = Pace;
    type Observation = u64;

    fn draw_opening(&self, stream: &mut Stream) -> Pace {
        let (level, spread) = OPENING_LEVEL;
        let (median, factor) = CHANGE;
        Pace {
            log_level: level.ln() + spread * draw_normal(stream),
            change_sd: median * factor.powf(draw_normal(stream)),
            log_usual: self.usual.log_level + self.usual.spread * draw_normal(stream),
        }
    }

    fn draw_next(&self, state: &Pace, stream: &mut Stream) -> Pace {
        state.next(self.usual, stream)
    }

    fn log_likelihood(&self, state: &Pace, observed: &u64) -> f64 {
        count_log_likelihood(state.log_level.exp(), self.dispersion, *observed)
    }
}

/// Draws `n` histories of arrivals in `n_months` from the first month that is not over on the day.
pub fn draw_outlook(
    record: &Record,
    known: Day,
    n_months: usize,
    n: usize,
    noise: Noise,
    chance: &Chance,
) -> Vec<Vec<f64>> {
    let name = format!("outlook of {} from {known}", record.group);
    let mut stream = chance.stream(Process::Parameter, text_key(&name));
    let model = PaceModel { dispersion: noise.dispersion, usual: record.usual(known) };
    let first = first_ahead(known);
    let months: Vec<Month> = (0..n_months).map(|later| first.plus(later as i32)).collect();
    let paces = draw_paces(record, known, n, &model, &mut stream);
    let by_pace =
        paces.iter().map(|pace| draw_pace_ahead(*pace, n_months, &model, &mut stream)).collect();
    let years = official::years(record, known, &months);
    let official =
        (0..n).map(|_| official::draw(&years, months.len(), noise, &mut stream)).collect();
    average_by_rank(by_pace, official)
}

/// The mean of the two sources, the lowest history of the one with the lowest of the other and so on; where
/// nothing is forecast officially, the pace alone (assumption A140).
fn average_by_rank(
    mut by_pace: Vec<Vec<f64>>,
    mut official: Vec<Vec<Option<f64>>>,
) -> Vec<Vec<f64>> {
    let is_official: Vec<bool> = official
        .first()
        .map_or(Vec::new(), |history| history.iter().map(Option::is_some).collect());
    let total = |history: &[f64]| -> f64 {
        history.iter().zip(&is_official).filter(|(_, counts)| **counts).map(|(it, _)| it).sum()
    };
    by_pace.sort_by(|a, b| total(a).total_cmp(&total(b)));
    let total = |history: &[Option<f64>]| history.iter().flatten().sum::<f64>();
    official.sort_by(|a, b| total(a).total_cmp(&total(b)));
    for (ours, theirs) in by_pace.iter_mut().zip(&official) {
        for (persons, official) in ours.iter_mut().zip(theirs) {
            *persons = official.map_or(*persons, |it| ((*persons + it) / 2.0).round());
        }
    }
    by_pace
}

/// The pace after the months so far.
fn draw_paces(
    record: &Record,
    known: Day,
    n: usize,
    model: &PaceModel,
    stream: &mut Stream,
) -> Vec<Pace> {
    let mut particles = Particles::draw(model, N_PARTICLES, stream);
    // The first month with arrivals is one of a few days: it says nothing of a level.
    for (_, persons) in record.arrived.range(..first_ahead(known)).skip(1) {
        let observed = persons.round().max(0.0) as u64;
        let seen = particles.step(model, Some(&observed), stream);
        if seen.is_err() {
            // No particle is near: all that was seen is forgotten.
            particles = Particles::draw(model, N_PARTICLES, stream);
        }
    }
    particles.draw_states(n, stream)
}

/// Expected arrivals of a month are never more than this (assumption A141).
const MOST_A_MONTH: f64 = 1e6;

/// Months ahead from the level there is, with changes of the size learnt, back to the usual level.
fn draw_pace_ahead(
    mut pace: Pace,
    n_months: usize,
    model: &PaceModel,
    stream: &mut Stream,
) -> Vec<f64> {
    let ahead = (0..n_months).map(|_| {
        pace = pace.next(model.usual, stream);
        draw_count(pace.log_level.exp().min(MOST_A_MONTH), model.dispersion, stream)
    });
    ahead.collect()
}

/// A month's count around its expectation: lognormal with the variance of the negative binomial.
pub fn draw_count(expected: f64, dispersion: f64, stream: &mut Stream) -> f64 {
    let relative_variance = dispersion + 1.0 / expected.max(1.0);
    let spread = (1.0 + relative_variance).ln();
    (expected * (spread.sqrt() * draw_normal(stream) - spread / 2.0).exp()).round()
}

/// A standard normal number from one uniform one.
pub fn draw_normal(stream: &mut Stream) -> f64 {
    standard_normal_quantile(stream.uniform())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOISE: Noise = Noise { dispersion: 0.02, drift_sd: 0.12, persistence: 0.9 };

    fn outlook(record: &Record, known: &str, n_months: usize) -> Vec<Vec<f64>> {
        let known = known.parse().expect("a date");
        draw_outlook(record, known, n_months, 400, NOISE, &Chance::new(1, 0))
    }

    #[test]
    fn nothing_after_the_day_is_seen() {
        let whole = Record::embedded("ukraine");
        let mut cut = whole.clone();
        let day: Day = "2022-09-15".parse().expect("a date");
        cut.arrived.retain(|month, _| *month < first_ahead(day));
        cut.settled.retain(|month, _| *month < first_ahead(day));
        cut.forecasts.retain(|(published, _)| *published <= day);
        assert_eq!(outlook(&whole, "2022-09-15", 12), outlook(&cut, "2022-09-15", 12));
    }

    #[test]
    fn sources_meet_halfway_at_every_quantile() {
        let by_pace = vec![vec![30.0, 7.0], vec![10.0, 8.0], vec![20.0, 9.0]];
        let official =
            vec![vec![Some(100.0), None], vec![Some(500.0), None], vec![Some(60.0), None]];
        let both = average_by_rank(by_pace, official);
        assert_eq!(both, [[35.0, 8.0], [60.0, 9.0], [265.0, 7.0]]);
    }

    #[test]
    fn a_steady_pace_is_believed_in() {
        // 24 months of 1,000: the level goes on, and its changes are learnt to be small.
        let mut record = Record::embedded("ukraine");
        let first: Month = "2022-01".parse().expect("a month");
        record.arrived = (0..25).map(|later| (first.plus(later), 1_000.0)).collect();
        record.forecasts.clear();
        let last: Vec<f64> = outlook(&record, "2024-01-31", 6).iter().map(|it| it[5]).collect();
        let mut sorted = last.clone();
        sorted.sort_by(f64::total_cmp);
        let median = sorted[200];
        assert!((median - 1_000.0).abs() < 100.0, "{median}");
        assert!(sorted[360] / sorted[40] < 2.5, "{} to {}", sorted[40], sorted[360]);
    }
}
