//! Simple forecasts that any good one must beat (methods 7.1).

use super::outlook::{draw_count, draw_normal};
use crate::calendar::{Month, Year};
use crate::chance::Stream;
use std::collections::BTreeMap;

/// Histories drawn of a random walk.
const N_WALKS: usize = 200;

/// A simple forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// The year's official figure, its remainder spread evenly over the months left.
    Official,
    /// Every month as the last one.
    LastMonth,
    /// Every month as the same month a year before.
    SeasonalNaive,
    /// The logarithm of the last month wanders by steps as large as so far.
    RandomWalk,
}

impl Baseline {
    /// Number of baselines.
    pub const N: usize = 4;
    /// All of them.
    pub const ALL: [Self; Self::N] =
        [Self::Official, Self::LastMonth, Self::SeasonalNaive, Self::RandomWalk];
}

/// What a baseline says about each month: histories of months, some of which it says nothing about.
pub type Histories = Vec<Vec<Option<f64>>>;

/// The months that are over when a forecast is made, and those that it is about.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Months that are over.
    pub so_far: &'a BTreeMap<Month, f64>,
    /// Months ahead, in order.
    pub ahead: &'a [Month],
    /// Extra-Poisson variance of a month's count.
    pub dispersion: f64,
}

impl Seen<'_> {
    /// What has come of a year.
    pub fn in_year(&self, year: Year) -> f64 {
        self.so_far.range(year.first_month()..=year.last_month()).map(|(_, it)| it).sum()
    }

    /// What a baseline says; `official` is the figure known for a year.
    pub fn draw(
        &self,
        baseline: Baseline,
        official: impl Fn(Year) -> Option<f64>,
        stream: &mut Stream,
    ) -> Histories {
        let each =
            |of: &dyn Fn(Month) -> Option<f64>| vec![self.ahead.iter().map(|it| of(*it)).collect()];
        let last = self.so_far.last_key_value().map(|(_, persons)| *persons);
        match baseline {
            Baseline::Official => each(&|month| self.official_in(month, &official)),
            Baseline::LastMonth => each(&|_| last),
            Baseline::SeasonalNaive => each(&|month| self.so_far.get(&month.plus(-12)).copied()),
            Baseline::RandomWalk => match (last, self.step()) {
                (Some(last), Some(step)) => {
                    (0..N_WALKS).map(|_| self.draw_walk(last, step, stream)).collect()
                }
                _ => each(&|_| None),
            },
        }
    }

    fn official_in(&self, month: Month, official: impl Fn(Year) -> Option<f64>) -> Option<f64> {
        let year = month.year();
        let first = self.ahead.first()?.max(&year.first_month()).to_owned();
        let n_left = year.last_month().since(first) + 1;
        Some((official(year)? - self.in_year(year)).max(0.0) / f64::from(n_left))
    }

    /// Root mean square of the monthly changes of the logarithm so far; nothing before there are two.
    fn step(&self) -> Option<f64> {
        let logs: Vec<f64> = self.so_far.values().map(|it| it.max(1.0).ln()).collect();
        let squares: Vec<f64> = logs.windows(2).map(|it| (it[1] - it[0]).powi(2)).collect();
        (squares.len() > 1).then(|| (squares.iter().sum::<f64>() / squares.len() as f64).sqrt())
    }

    fn draw_walk(&self, last: f64, step: f64, stream: &mut Stream) -> Vec<Option<f64>> {
        let mut level = last.max(1.0).ln();
        let months = self.ahead.iter().map(|_| {
            level += step * draw_normal(stream);
            Some(draw_count(level.exp(), self.dispersion, stream))
        });
        months.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn baselines_say_what_they_are_named_for() {
        let first = month("2022-01");
        let so_far: BTreeMap<Month, f64> =
            (0..15).map(|later| (first.plus(later), 100.0 + f64::from(later))).collect();
        let ahead: Vec<Month> = (0..12).map(|later| month("2023-04").plus(later)).collect();
        let seen = Seen { so_far: &so_far, ahead: &ahead, dispersion: 0.02 };
        let mut stream = Chance::new(1, 0).stream(Process::Parameter, 0);
        let official = |year| (year == Year(2023)).then_some(1_239.0);
        let mut draw = |baseline| seen.draw(baseline, official, &mut stream);
        // 112 + 113 + 114 have come; the other 900 over nine months; nothing is known of 2024.
        let planned = draw(Baseline::Official);
        assert_eq!(planned[0][0], Some(100.0));
        assert_eq!((planned[0][8], planned[0][9]), (Some(100.0), None));
        assert!(draw(Baseline::LastMonth)[0].iter().all(|it| *it == Some(114.0)));
        let seasonal = draw(Baseline::SeasonalNaive);
        assert_eq!((seasonal[0][0], seasonal[0][11]), (Some(103.0), Some(114.0)));
        let walks = draw(Baseline::RandomWalk);
        assert_eq!((walks.len(), walks[0].len()), (N_WALKS, 12));
    }
}
