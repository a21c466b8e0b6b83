//! What official forecasts say of the months ahead: their ranges with their weights, around their planning
//! figure (assumption A140).

use super::outlook::{Noise, draw_normal};
use super::record::{Official, Record};
use crate::calendar::{Day, Month, Year};
use crate::chance::Stream;
use crate::model::reality::range_quantile;
use crate::scenario::Range;

/// The least part of the way to the upper end at which the remainder of a range may begin (assumption A140).
const LEAST_REMAINDER: f64 = 0.05;
/// Points of each range that its part of the median is worked out from.
const N_POINTS: usize = 200;

/// What is officially expected of the rest of a year.
#[derive(Clone, Debug)]
pub struct OfficialYear {
    /// Positions of its months among those ahead.
    months: std::ops::Range<usize>,
    /// Ranges of the persons still to come, with weights that add up to one.
    remainders: Vec<(f64, Range)>,
    /// What brings the median of the ranges together to the planning figure.
    to_planning: f64,
    /// The part of the rest of the year that is asked for.
    share_asked: f64,
}

/// The years of `months` of which there was a forecast on a day.
pub fn years(record: &Record, known: Day, months: &[Month]) -> Vec<OfficialYear> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Vec::new() };
    let year = |year: Year| {
        let so_far: f64 = record
            .arrived
            .range(year.first_month()..=year.last_month())
            .filter(|(month, _)| **month < *first)
            .map(|(_, persons)| persons)
            .sum();
        let planning = record.planning(year, known).map(|it| it - so_far).filter(|it| *it > 0.0);
        let remainders = plan_remainders(&record.ranges(year, known)?, planning, so_far);
        let begins = months.iter().position(|it| it.year() == year)?;
        let n_asked = months.iter().filter(|it| it.year() == year).count();
        // Months of the year beyond those asked for take their part too.
        let n_left = year.last_month().since((*first).max(year.first_month())) + 1;
        Some(OfficialYear {
            months: begins..begins + n_asked,
            to_planning: planning.map_or(1.0, |it| it / median(&remainders)),
            share_asked: n_asked as f64 / f64::from(n_left),
            remainders: Some(remainders).filter(|it| !it.is_empty())?,
        })
    };
    (first.year().0..=last.year().0).map(Year).filter_map(year).collect()
}

/// What is left of each range that is not behind, after those who have come.
fn plan_remainders(ranges: &[Official], planning: Option<f64>, so_far: f64) -> Vec<(f64, Range)> {
    let ahead: Vec<&Official> = ranges.iter().filter(|it| it.high > so_far).collect();
    let total: f64 = ahead.iter().map(|it| it.weight).sum();
    let remainder = |it: &&Official| {
        let high = it.high - so_far;
        let low = (it.low - so_far).max(LEAST_REMAINDER * high);
        let planning = planning.filter(|it| low < *it && *it < high);
        (it.weight / total, Range { low, high, planning })
    };
    ahead.iter().map(remainder).collect()
}

/// The median of ranges drawn by weight.
fn median(ranges: &[(f64, Range)]) -> f64 {
    let mut points: Vec<(f64, f64)> = ranges
        .iter()
        .flat_map(|(weight, range)| {
            let point = |it: usize| (it as f64 + 0.5) / N_POINTS as f64;
            (0..N_POINTS).map(move |it| (range_quantile(*range, point(it)), *weight))
        })
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = N_POINTS as f64 / 2.0;
    let half = points.iter().find(|(_, weight)| {
        left -= weight;
        left <= 0.0
    });
    half.map_or(1.0, |(persons, _)| *persons)
}

/// A history of the months ahead inside the official ranges; nothing where there is no forecast.
pub fn draw(
    years: &[OfficialYear],
    n_months: usize,
    noise: Noise,
    stream: &mut Stream,
) -> Vec<Option<f64>> {
    // One place in the ranges for all years: who is low this year is low the next.
    let (branch, position) = (stream.uniform(), stream.uniform());
    let factors = draw_factors(n_months, noise, stream);
    let mut arrived = vec![None; n_months];
    for year in years {
        let mut left = branch;
        let found = year.remainders.iter().find(|(weight, _)| {
            left -= weight;
            left < 0.0
        });
        let Some((_, range)) = found.or(year.remainders.last()) else { continue };
        let remainder = range_quantile(*range, position) * year.to_planning * year.share_asked;
        let total: f64 = factors[year.months.clone()].iter().sum();
        for at in year.months.clone() {
            arrived[at] = Some((remainder * factors[at] / total).round());
        }
    }
    arrived
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    const NOISE: Noise = Noise { dispersion: 0.02, drift_sd: 0.12, persistence: 0.9 };

    #[test]
    fn an_official_history_ends_inside_the_ranges() {
        // 31,100 had come by October 2022; UDI's lowest figure of 8 November was 33,000, its highest 100,000.
        let record = Record::embedded("ukraine");
        let months = ["2022-11", "2022-12"].map(|it| it.parse::<Month>().expect("a month"));
        let known = "2022-11-08".parse().expect("a date");
        let mut stream = Chance::new(1, 0).stream(Process::Parameter, 0);
        let years = years(&record, known, &months);
        let mut draw = || draw(&years, 2, NOISE, &mut stream);
        let totals: Vec<f64> = (0..200).map(|_| draw().iter().flatten().sum()).collect();
        // The ranges of what is left, 1,900 to 68,900, are moved so that 8,900, the planning figure's, is in the middle.
        let moved = |low: f64, high: f64| low * years[0].to_planning..high * years[0].to_planning;
        let inside = totals.iter().filter(|it| moved(1_900.0, 68_900.0).contains(it)).count();
        // Each range is exceeded with 5 % probability at each end.
        assert!(inside as f64 > 0.9 * totals.len() as f64, "{inside} of {}", totals.len());
        let middle = totals.iter().filter(|it| moved(8_900.0, 28_900.0).contains(it)).count();
        let share = middle as f64 / totals.len() as f64;
        // 90 % of the middle branch's 60 %: 0.54, standard error 0.035.
        assert!((share - 0.54).abs() < 3.29 * 0.035, "{share}");
    }

    #[test]
    fn the_middle_is_the_planning_figure() {
        // 24,350 had come by the end of June 2022; 32,000 were planned for, ranges reached to 100,000.
        let record = Record::embedded("ukraine");
        let months: Vec<Month> = (7..13).map(|it| Month::new(Year(2022), it)).collect();
        let known = "2022-06-28".parse().expect("a date");
        let years = years(&record, known, &months);
        let so_far: f64 = record.arrived.iter().take(5).map(|(_, persons)| persons).sum();
        let mut stream = Chance::new(2, 0).stream(Process::Parameter, 0);
        let mut totals: Vec<f64> = (0..2_001)
            .map(|_| draw(&years, 6, NOISE, &mut stream).iter().flatten().sum::<f64>())
            .collect();
        totals.sort_by(f64::total_cmp);
        assert!((totals[1_000] + so_far - 32_000.0).abs() < 500.0, "{} {so_far}", totals[1_000]);
    }
}
