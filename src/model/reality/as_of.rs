//! What is known of arrivals on the as-of day: months as they were, and how far the intensity had drifted.

use super::arrivals::Path;
use crate::calendar::Horizon;
use crate::elementary::ln;
use crate::scenario::{Arrivals, ObservedMonth};

/// What is known of a group's arrivals on the as-of day, in one replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AsOf {
    /// By month of the horizon, as far as something is known.
    pub months: Vec<Option<ObservedMonth>>,
    /// The first month of the horizon after those observed; nothing where none were.
    pub first_free: Option<usize>,
    /// The drift of log intensity in the month before it, as those observed tell it.
    pub drift: Belief,
}

/// What is believed of the drift: normal with this mean and variance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Belief {
    /// Mean.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
}

/// How the drift moves, and how counts show it.
#[derive(Clone, Copy, Debug)]
pub struct Drift {
    /// Extra-Poisson variance of a month's count.
    pub dispersion: f64,
    /// Standard deviation of the monthly innovation.
    pub sd: f64,
    /// How much lasts to the next month.
    pub persistence: f64,
}

impl Drift {
    /// What is believed before anything is observed: the stationary law, or next to nothing for a random walk.
    fn unseen(self) -> Belief {
        let lost = 1.0 - self.persistence.powi(2);
        let variance = if lost > 1e-6 { self.sd.powi(2) / lost } else { 1.0 };
        Belief { mean: 0.0, variance }
    }

    /// A month on.
    fn next(self, of: Belief) -> Belief {
        Belief {
            mean: self.persistence * of.mean,
            variance: self.persistence.powi(2) * of.variance + self.sd.powi(2),
        }
    }

    /// After a count that was expected to be `expected`: the Kalman filter on logarithms, where a count varies
    /// by its dispersion and as Poisson.
    fn seen(self, of: Belief, count: f64, expected: f64) -> Belief {
        let noise = self.dispersion + 1.0 / count;
        let gain = of.variance / (of.variance + noise);
        let surprise = ln(count / expected) - of.mean;
        Belief { mean: of.mean + gain * surprise, variance: of.variance * (1.0 - gain) }
    }
}

/// What is known of a group on the as-of day.
///
/// A month covered by a year's total says nothing of the drift, since the total was set with the month known
/// (assumption A112). A month without anybody has no logarithm and is passed over.
pub fn plan_as_of(arrivals: &Arrivals, path: &Path<'_>, horizon: Horizon, drift: Drift) -> AsOf {
    let Some(observed) = &arrivals.observed else { return AsOf::default() };
    let first = horizon.first_month();
    let n_known = usize::try_from(observed.last().since(first) + 1).unwrap_or(0);
    let n_known = n_known.min(horizon.n_months());
    let months = horizon.months().take(n_known).map(|month| observed.of(month)).collect();
    let mut belief = Belief::default();
    if drift.sd > 0.0 {
        belief = drift.unseen();
        let last_before = first.plus(n_known as i32 - 1).max(observed.from);
        for index in 0..=last_before.since(observed.from) {
            let month = observed.from.plus(index);
            belief = if index > 0 { drift.next(belief) } else { belief };
            let Some(expected) = path.level_in(month) else {
                belief = Belief::default();
                continue;
            };
            let count = observed.of(month).map_or(0.0, |it| it.expected());
            if count > 0.0 {
                belief = drift.seen(belief, count, expected);
            }
        }
    }
    let first_free = Some(n_known).filter(|it| *it < horizon.n_months());
    AsOf { months, first_free, drift: belief }
}

#[cfg(test)]
mod tests {
    use super::super::arrivals::InRange;
    use super::super::arrivals::tests::{along, level, observed};
    use super::*;
    use crate::calendar::Year;
    use crate::scenario::PathItem;
    use crate::scenario::number::{Drawn, Number};

    const DRIFT: Drift = Drift { dispersion: 0.02, sd: 0.15, persistence: 0.9 };

    #[test]
    fn a_count_moves_the_belief_as_two_normal_laws_combine() {
        // Precisions add up: 1/.0789474 of the stationary law (.15² / (1 - .9²) = .118421) and of the count.
        let before = DRIFT.unseen();
        assert!((before.variance - 0.118_421).abs() < 1e-6);
        let noise: f64 = 0.02 + 1.0 / 3000.0;
        let after = DRIFT.seen(before, 3000.0, 2000.0);
        let precision = 1.0 / before.variance + 1.0 / noise;
        assert!((after.variance - 1.0 / precision).abs() < 1e-12);
        let mean = 1.5_f64.ln() / noise / precision;
        assert!((after.mean - mean).abs() < 1e-12, "{} and {mean}", after.mean);
        // Another month of the same count: its precision is added to that of what was believed.
        let again = DRIFT.seen(after, 3000.0, 2000.0);
        let precisions = (1.0 / after.variance, 1.0 / noise);
        let mean = (after.mean * precisions.0 + 1.5_f64.ln() * precisions.1)
            / (precisions.0 + precisions.1);
        assert!((again.mean - mean).abs() < 1e-12, "{} and {mean}", again.mean);
    }

    /// What is known in 2023 of 100 a month since July 2022 and these observed, beside what else is on the path.
    fn known(from: &str, persons: &[u32], others: Vec<PathItem>, sd: f64) -> AsOf {
        let mut path = others;
        path.push(level("2022-07", "2023-12", 100.0));
        let arrivals = Arrivals { observed: Some(observed(from, persons)), ..along(path) };
        let horizon = Horizon {
            start: "2023-01-01".parse().expect("a day"),
            end: "2023-12-31".parse().expect("a day"),
        };
        let drawn = Drawn::default();
        let path = Path::new(&arrivals, InRange { branch: 0, position: 0.5 }, &drawn);
        plan_as_of(&arrivals, &path, horizon, Drift { sd, ..DRIFT })
    }

    fn seen(of: Belief, count: f64) -> Belief {
        DRIFT.seen(of, count, 100.0)
    }

    #[test]
    fn each_month_known_moves_the_belief_and_one_without_anybody_only_time() {
        let it = known("2022-11", &[200, 0, 150, 120], Vec::new(), DRIFT.sd);
        let persons = |it: &Option<ObservedMonth>| it.map(|it| it.persons);
        assert_eq!(it.months.iter().map(persons).collect::<Vec<_>>(), [Some(150), Some(120)]);
        assert_eq!(it.first_free, Some(2));
        let november = seen(DRIFT.unseen(), 200.0);
        let january = seen(DRIFT.next(DRIFT.next(november)), 150.0);
        assert_eq!(it.drift, seen(DRIFT.next(january), 120.0));
        // Observed to half a year before the run: six more months go by.
        let it = known("2022-07", &[200], Vec::new(), DRIFT.sd);
        let last = (0..5).fold(seen(DRIFT.unseen(), 200.0), |it, _| DRIFT.next(it));
        assert_eq!((it.months.len(), it.first_free, it.drift), (0, Some(0), last));
        let it = known("2023-01", &[100; 12], Vec::new(), DRIFT.sd);
        assert_eq!((it.months.len(), it.first_free), (12, None));
        let last = (1..12).fold(seen(DRIFT.unseen(), 100.0), |it, _| seen(DRIFT.next(it), 100.0));
        assert_eq!(it.drift, last);
    }

    #[test]
    fn a_month_under_a_years_total_or_before_the_path_tells_nothing() {
        let profile = [1.0 / 12.0; 12];
        let total =
            PathItem::Annual { year: Year(2022), persons: Number::certain(9_000.0), profile };
        let it = known("2022-11", &[200, 300, 150], vec![total], DRIFT.sd);
        assert_eq!(it.drift, seen(DRIFT.next(Belief::default()), 150.0));
        let it = known("2022-05", &[200, 300, 150], Vec::new(), DRIFT.sd);
        let july = seen(DRIFT.next(Belief::default()), 150.0);
        assert_eq!(it.drift, (0..5).fold(july, |it, _| DRIFT.next(it)));
        // Without drift there is nothing to believe.
        assert_eq!(known("2022-11", &[200, 300, 150], Vec::new(), 0.0).drift, Belief::default());
    }

    #[test]
    fn a_belief_fades_back_to_the_stationary_law() {
        let mut belief = Belief { mean: 0.5, variance: 0.01 };
        belief = DRIFT.next(belief);
        assert!((belief.mean - 0.45).abs() < 1e-12);
        assert!((belief.variance - (0.81 * 0.01 + 0.0225)).abs() < 1e-12);
        (0..200).for_each(|_| belief = DRIFT.next(belief));
        assert!(belief.mean.abs() < 1e-6);
        assert!((belief.variance - DRIFT.unseen().variance).abs() < 1e-9);
    }

    #[test]
    fn a_random_walk_starts_from_what_was_last_seen() {
        let walk = Drift { dispersion: 0.0, persistence: 1.0, ..DRIFT };
        let belief = walk.seen(walk.unseen(), 1e6, 2e6);
        assert!((belief.mean - 0.5_f64.ln()).abs() < 1e-4, "{belief:?}");
        assert!(belief.variance < 1e-5);
    }
}
