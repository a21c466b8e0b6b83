//! Arrivals as they could be seen from a day: half of the histories follow the official ranges, half the pace
//! of the months so far (assumption A140).
//!
//! Neither source knows a month after the day. The pace is what a particle filter makes of the months so far:
//! their level, how much it changes from month to month, and the level it returns to after a peak.

use super::record::{Official, Record, Usual, first_ahead};
use crate::calendar::{Day, Month, Year};
use crate::chance::{Chance, Process, Stream, text_key};
use crate::filter::{Particles, StateModel, count_log_likelihood};
use crate::law::standard_normal_quantile;
use crate::model::reality::range_quantile;
use crate::scenario::{Arrivals, Range};

/// Particles of the filter (methods 7.4).
const N_PARTICLES: usize = 5_000;
/// What the level may be before the first month is seen: so many persons, and this standard deviation of its
/// logarithm. As good as nothing is known.
const OPENING_LEVEL: (f64, f64) = (3_000.0, 1.5);
/// What the monthly change of log level may be before it is seen: median, and the factor one standard
/// deviation is worth (assumption A141).
const CHANGE: (f64, f64) = (0.25, 2.0);
/// The least part of the way to the upper end at which the remainder of a range may begin.
const LEAST_REMAINDER: f64 = 0.05;

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
    let paces = draw_paces(record, known, n, &model, &mut stream);
    let first = first_ahead(known);
    let months: Vec<Month> = (0..n_months).map(|later| first.plus(later as i32)).collect();
    paces
        .iter()
        .enumerate()
        .map(|(number, pace)| {
            let mut arrived = draw_pace_ahead(*pace, n_months, &model, &mut stream);
            if number % 2 == 1 {
                put_official(&mut arrived, record, known, &months, noise, &mut stream);
            }
            arrived
        })
        .collect()
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
    let mut paces = particles.draw_states(n, stream);
    // They come in the order of the particles; the sources must not share it.
    for at in (1..n).rev() {
        paces.swap(at, stream.below(at as u32 + 1) as usize);
    }
    paces
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

/// Replaces the months of every year that is officially forecast.
fn put_official(
    arrived: &mut [f64],
    record: &Record,
    known: Day,
    months: &[Month],
    noise: Noise,
    stream: &mut Stream,
) {
    // One place in the ranges for all years: who is low this year is low the next.
    let (branch, position) = (stream.uniform(), stream.uniform());
    let factors = draw_factors(months.len(), noise, stream);
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return };
    for year in first.year().0..=last.year().0 {
        let year = Year(year);
        let so_far: f64 = record
            .arrived
            .range(year.first_month()..=year.last_month())
            .filter(|(month, _)| **month < *first)
            .map(|(_, persons)| persons)
            .sum();
        let Some(ranges) = record.ranges(year, known) else { continue };
        let planning = record.planning(year, known);
        let Some(range) = pick_remainder(&ranges, planning, so_far, branch) else { continue };
        let remainder = range_quantile(range, position);
        // Months of the year beyond those asked for take their part too.
        let n_left = year.last_month().since((*first).max(year.first_month())) + 1;
        let in_year: Vec<usize> =
            (0..months.len()).filter(|at| months[*at].year() == year).collect();
        let total: f64 = in_year.iter().map(|at| factors[*at]).sum();
        let share = in_year.len() as f64 / f64::from(n_left);
        for at in in_year {
            arrived[at] = (remainder * share * factors[at] / total).round();
        }
    }
}

/// What is left of a range drawn by weight, after those who have come; nothing if all ranges are behind.
fn pick_remainder(
    ranges: &[Official],
    planning: Option<f64>,
    so_far: f64,
    probability: f64,
) -> Option<Range> {
    let ahead: Vec<&Official> = ranges.iter().filter(|it| it.high > so_far).collect();
    let total: f64 = ahead.iter().map(|it| it.weight).sum();
    let mut left = probability * total;
    let found = ahead.iter().find(|it| {
        left -= it.weight;
        left < 0.0
    });
    let official = found.or(ahead.last())?;
    let high = official.high - so_far;
    let low = (official.low - so_far).max(LEAST_REMAINDER * high);
    let planning = planning.map(|it| it - so_far).filter(|it| low < *it && *it < high);
    Some(Range { low, high, planning })
}

/// Factors of months around an even pace: a drift that lasts, and the noise of a month.
fn draw_factors(n_months: usize, noise: Noise, stream: &mut Stream) -> Vec<f64> {
    let month_sd = (1.0 + noise.dispersion).ln().sqrt();
    let mut drift = 0.0;
    let mut factors = Vec::with_capacity(n_months);
    for _ in 0..n_months {
        drift = noise.persistence * drift + noise.drift_sd * draw_normal(stream);
        factors.push((drift + month_sd * draw_normal(stream)).exp());
    }
    factors
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
    fn an_official_history_ends_inside_the_ranges() {
        // 31,100 had come by October 2022; UDI's lowest figure of 8 November was 33,000, its highest 100,000.
        let record = Record::embedded("ukraine");
        let totals: Vec<f64> = outlook(&record, "2022-11-08", 2)
            .iter()
            .skip(1)
            .step_by(2)
            .map(|months| months.iter().sum())
            .collect();
        let inside = totals.iter().filter(|it| (1_900.0..68_900.0).contains(*it)).count();
        // Each range is exceeded with 5 % probability at each end.
        assert!(inside as f64 > 0.9 * totals.len() as f64, "{inside} of {}", totals.len());
        let middle = totals.iter().filter(|it| (8_900.0..28_900.0).contains(*it)).count();
        let share = middle as f64 / totals.len() as f64;
        // 90 % of the middle branch's 60 %: 0.54, standard error 0.035.
        assert!((share - 0.54).abs() < 3.29 * 0.035, "{share}");
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
