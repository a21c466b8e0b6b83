//! How good the forecasts were, by target and how far ahead.

use super::{Baseline, Case, Period, Target};
use crate::calendar::Day;
use crate::chance::Stream;
use crate::results::summarise::distribution::quantile;
use crate::score::{
    Coverage, Interval, PointErrors, compare_losses, crps, crps_fair, draw_pit, interval_score,
    skill,
};
use std::collections::BTreeMap;

/// Levels of the intervals that are held against outcomes.
pub const LEVELS: [f64; 3] = [0.5, 0.8, 0.9];
/// The level whose interval score is told.
const SCORED_LEVEL: f64 = 0.8;

/// How far ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The next three months, month by month.
    Months1To3,
    /// The three after.
    Months4To6,
    /// The six after.
    Months7To12,
    /// The total of a calendar year.
    Year,
}

impl Reach {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Months1To3, Self::Months4To6, Self::Months7To12, Self::Year];

    fn holds(self, period: Period) -> bool {
        match (self, period) {
            (Self::Months1To3, Period::Month(_, ahead)) => ahead <= 3,
            (Self::Months4To6, Period::Month(_, ahead)) => (4..=6).contains(&ahead),
            (Self::Months7To12, Period::Month(_, ahead)) => ahead > 6,
            (Self::Year, Period::Year(_)) => true,
            _ => false,
        }
    }

    /// Origins whose forecasts overlap: about one origin a month.
    fn n_overlapping(self) -> usize {
        match self {
            Self::Months1To3 => 3,
            Self::Months4To6 | Self::Year => 6,
            Self::Months7To12 => 12,
        }
    }
}

/// Against one baseline, on the occasions on which it says something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Versus {
    /// The baseline.
    pub baseline: Baseline,
    /// Number of forecasts.
    pub n: usize,
    /// How much better: 1 - score over the baseline's.
    pub skill: f64,
    /// The same of the size of the median's error alone.
    pub error_saved: f64,
    /// How likely so large a difference is between equals (Diebold and Mariano), where it can be said.
    pub p_value: Option<f64>,
}

/// The verdict on one target at one reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What is forecast.
    pub target: Target,
    /// How far ahead.
    pub reach: Reach,
    /// Number of forecasts.
    pub n: usize,
    /// From how many origins.
    pub n_origins: usize,
    /// Mean continuous ranked probability score, fair to the number of histories.
    pub crps: f64,
    /// Mean score of the 80 % interval.
    pub interval_score: f64,
    /// Errors of the median, as shares of the outcome.
    pub errors: Option<PointErrors>,
    /// How often the 50, 80 and 90 % intervals held, with 95 % limits for independent outcomes.
    pub coverage: [Coverage; 3],
    /// Where in their forecasts the outcomes fell.
    pub pit: Vec<f64>,
    /// Against each baseline.
    pub versus: Vec<Versus>,
}

/// The verdict by target and reach, where there are forecasts.
pub fn score(cases: &[Case], stream: &mut Stream) -> Vec<Score> {
    let mut scores = Vec::new();
    for target in Target::ALL {
        for reach in Reach::ALL {
            let of = |it: &&Case| it.target == target && reach.holds(it.period);
            let chosen: Vec<&Case> = cases.iter().filter(of).collect();
            if !chosen.is_empty() {
                scores.push(score_one(target, reach, &chosen, stream));
            }
        }
    }
    scores
}

fn score_one(target: Target, reach: Reach, cases: &[&Case], stream: &mut Stream) -> Score {
    let interval = |case: &Case, level: f64| Interval {
        level,
        low: case.quantile((1.0 - level) / 2.0),
        high: case.quantile((1.0 + level) / 2.0),
    };
    let n = cases.len();
    let outcomes: Vec<f64> = cases.iter().map(|it| it.outcome).collect();
    let coverage = LEVELS.map(|level| {
        let intervals: Vec<Interval> = cases.iter().map(|it| interval(it, level)).collect();
        Coverage::of(&intervals, &outcomes)
    });
    let mean_of = |of: &dyn Fn(&Case) -> f64| cases.iter().map(|it| of(it)).sum::<f64>() / n as f64;
    let pairs: Vec<(f64, f64)> =
        cases.iter().map(|it| (it.quantile(0.5), it.outcome)).filter(|it| it.1 > 0.0).collect();
    let mut origins: Vec<Day> = cases.iter().map(|it| it.origin).collect();
    origins.dedup();
    Score {
        target,
        reach,
        n,
        n_origins: origins.len(),
        crps: mean_of(&our_loss),
        interval_score: mean_of(&|it| interval_score(&interval(it, SCORED_LEVEL), it.outcome)),
        errors: PointErrors::relative(&pairs),
        coverage,
        pit: cases.iter().map(|it| draw_pit(&it.sample, it.outcome, stream)).collect(),
        versus: Baseline::ALL.iter().filter_map(|it| versus(*it, reach, cases)).collect(),
    }
}

fn our_loss(case: &Case) -> f64 {
    crps_fair(&case.sample, case.outcome)
}

/// The score against one baseline; occasions are origins, each with its mean loss.
fn versus(baseline: Baseline, reach: Reach, cases: &[&Case]) -> Option<Versus> {
    let mut by_origin: BTreeMap<Day, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    let (mut our_errors, mut their_errors) = (Vec::new(), Vec::new());
    for case in cases {
        let Some(sample) = &case.baselines[baseline as usize] else { continue };
        // A single number is a forecast of certainty: its score is the size of its error.
        let theirs = match sample.len() {
            1 => crps(sample, case.outcome),
            _ => crps_fair(sample, case.outcome),
        };
        let losses = by_origin.entry(case.origin).or_default();
        losses.0.push(our_loss(case));
        losses.1.push(theirs);
        let error = |sorted: &[f64]| (quantile(sorted, 500) - case.outcome).abs();
        our_errors.push(error(&case.sample));
        their_errors.push(error(sample));
    }
    let mean = |it: &[f64]| it.iter().sum::<f64>() / it.len() as f64;
    let ours: Vec<f64> = by_origin.values().map(|it| mean(&it.0)).collect();
    let theirs: Vec<f64> = by_origin.values().map(|it| mean(&it.1)).collect();
    if by_origin.is_empty() {
        return None;
    }
    let our_losses: Vec<f64> = by_origin.values().flat_map(|it| it.0.clone()).collect();
    let their_losses: Vec<f64> = by_origin.values().flat_map(|it| it.1.clone()).collect();
    let comparison = compare_losses(&ours, &theirs, reach.n_overlapping());
    Some(Versus {
        baseline,
        n: our_losses.len(),
        skill: skill(mean(&our_losses), mean(&their_losses)),
        error_saved: skill(mean(&our_errors), mean(&their_errors)),
        p_value: comparison.map(|it| it.p_value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Month;
    use crate::chance::{Chance, Process};

    /// Forecasts from 20 origins of the next month; outcomes run evenly through the sample.
    fn cases() -> Vec<Case> {
        let first: Month = "2022-01".parse().expect("a month");
        let case = |number: i32| Case {
            origin: first.plus(number).last_day(),
            target: Target::Arrivals,
            period: Period::Month(first.plus(number + 1), 1),
            outcome: 0.5 + f64::from(number) * 5.0,
            sample: (0..100).map(f64::from).collect(),
            baselines: [Some(vec![1_000.0]), None, None, Some(vec![49.0, 50.0])],
        };
        (0..20).map(case).collect()
    }

    #[test]
    fn a_right_forecast_covers_what_it_says_and_beats_a_wrong_one() {
        let mut stream = Chance::new(1, 0).stream(Process::Parameter, 0);
        let scores = score(&cases(), &mut stream);
        let [only] = scores.as_slice() else { panic!("one target at one reach") };
        assert_eq!((only.n, only.n_origins), (20, 20));
        // Quantiles 24.75 and 74.25; 9.9 and 89.1; 4.95 and 94.05: ten, sixteen and eighteen inside.
        let inside: Vec<u64> = only.coverage.iter().map(|it| it.n_inside).collect();
        assert_eq!(inside, [10, 16, 18]);
        let official = only.versus.iter().find(|it| it.baseline == Baseline::Official);
        let official = official.expect("it said something");
        assert!(official.skill > 0.95);
        // The median is 49.5: it misses 0.5, 5.5, ... 45.5 by 265 in all, and 50.5, ... 95.5 by 235.
        let ours = 500.0;
        let theirs = (0..20).map(|it| 999.5 - 5.0 * f64::from(it)).sum::<f64>();
        assert!((official.error_saved - (1.0 - ours / theirs)).abs() < 1e-12);
        assert!(only.versus.iter().all(|it| it.baseline != Baseline::LastMonth), "it said nothing");
        let mean = only.pit.iter().sum::<f64>() / 20.0;
        assert!((mean - 0.5).abs() < 0.05, "{mean}");
    }
}
