//! Scores of interval forecasts, and how often intervals held.

use super::quantile_score;
use statrs::distribution::{Beta, ContinuousCDF};

/// A central prediction interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The probability that the outcome lies inside, for instance 0.8.
    pub level: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether `observed` lies inside; the ends do.
    pub fn holds(&self, observed: f64) -> bool {
        self.low <= observed && observed <= self.high
    }
}

/// The width of the interval plus a penalty for what it missed: `2 / (1 - level)` for each unit
/// (Gneiting and Raftery 2007).
pub fn interval_score(interval: &Interval, observed: f64) -> f64 {
    let Interval { level, low, high } = *interval;
    let missed = (low - observed).max(0.0) + (observed - high).max(0.0);
    high - low + 2.0 / (1.0 - level) * missed
}

/// The weighted interval score of a median and K intervals: approaches the continuous ranked probability
/// score as the intervals get denser (Bracher and others 2021).
pub fn weighted_interval_score(median: f64, intervals: &[Interval], observed: f64) -> f64 {
    let weighted = |it: &Interval| (1.0 - it.level) / 2.0 * interval_score(it, observed);
    let total = quantile_score(0.5, median, observed) + intervals.iter().map(weighted).sum::<f64>();
    total / (intervals.len() as f64 + 0.5)
}

/// How often something happened, with the limits of what its probability may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// How often it happened.
    pub n_inside: u64,
    /// Of how many times.
    pub n: u64,
    /// The lower limit of the probability.
    pub low: f64,
    /// The upper limit of the probability.
    pub high: f64,
}

impl Coverage {
    /// How often the outcomes lay inside their intervals, with 95 % limits.
    ///
    /// The limits hold for independent outcomes; overlapping horizons are not.
    ///
    /// # Panics
    /// If there are no outcomes, or not as many as intervals.
    pub fn of(intervals: &[Interval], observed: &[f64]) -> Self {
        assert_eq!(intervals.len(), observed.len(), "an outcome for each interval");
        let pairs = intervals.iter().zip(observed);
        let n_inside = pairs.filter(|(interval, it)| interval.holds(**it)).count() as u64;
        let n = observed.len() as u64;
        let (low, high) = clopper_pearson(n_inside, n, 0.95);
        Self { n_inside, n, low, high }
    }

    /// The share of outcomes inside.
    pub fn share(&self) -> f64 {
        self.n_inside as f64 / self.n as f64
    }
}

/// The limits of a probability after `n_hits` hits in `n` trials, which hold with at least the given
/// level whatever the probability is (Clopper and Pearson 1934).
///
/// # Panics
/// If there are no trials, or more hits than trials.
pub fn clopper_pearson(n_hits: u64, n: u64, level: f64) -> (f64, f64) {
    assert!(n > 0 && n_hits <= n, "{n_hits} hits in {n} trials");
    let tail = (1.0 - level) / 2.0;
    let quantile = |hits: u64, misses: u64, probability| {
        let beta = Beta::new(hits as f64, misses as f64).expect("positive hits and misses");
        beta.inverse_cdf(probability)
    };
    let n_misses = n - n_hits;
    let low = if n_hits == 0 { 0.0 } else { quantile(n_hits, n_misses + 1, tail) };
    let high = if n_misses == 0 { 1.0 } else { quantile(n_hits + 1, n_misses, 1.0 - tail) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::crps_normal;
    use statrs::distribution::Normal;

    #[test]
    fn the_vector_of_methods_7_2() {
        let interval = Interval { level: 0.9, low: 10.0, high: 20.0 };
        assert!((interval_score(&interval, 25.0) - 110.0).abs() < 1e-12);
        assert!((interval_score(&interval, 9.0) - 30.0).abs() < 1e-12);
        assert_eq!(interval_score(&interval, 20.0), 10.0);
    }

    #[test]
    fn an_interval_is_scored_as_its_two_quantiles() {
        let interval = Interval { level: 0.8, low: 10.0, high: 20.0 };
        for observed in [2.0, 12.0, 31.0] {
            let ends = quantile_score(0.1, 10.0, observed) + quantile_score(0.9, 20.0, observed);
            assert!((interval_score(&interval, observed) - 2.0 / 0.2 * ends).abs() < 1e-12);
        }
    }

    #[test]
    fn many_intervals_score_as_the_law_does() {
        let interval = |it| {
            let level = (f64::from(it) + 0.5) / 500.0;
            let high = Normal::standard().inverse_cdf((1.0 + level) / 2.0);
            Interval { level, low: -high, high }
        };
        let intervals: Vec<Interval> = (0..500).map(interval).collect();
        for observed in [0.0, 1.0, -2.0] {
            let score = weighted_interval_score(0.0, &intervals, observed);
            let expected = crps_normal(0.0, 1.0, observed);
            assert!((score - expected).abs() < 2e-3, "{score} {expected}");
        }
        assert_eq!(weighted_interval_score(3.0, &[], 5.0), 2.0, "a median alone: its distance");
    }

    #[test]
    fn limits_of_a_probability() {
        // From scipy.stats.binomtest(...).proportion_ci(method="exact").
        for (n_hits, n, level, low, high) in [
            (9, 10, 0.95, 0.554_983_882_971, 0.997_471_421_455),
            (10, 10, 0.95, 0.691_502_892_181, 1.0),
            (0, 10, 0.95, 0.0, 0.308_497_107_819),
            (3, 9, 0.9, 0.097_746_813_439, 0.655_058_634_056),
            (450, 500, 0.95, 0.870_290_914_338, 0.924_864_184_934),
        ] {
            let found = clopper_pearson(n_hits, n, level);
            assert!((found.0 - low).abs() < 1e-9, "{found:?} for {low}");
            assert!((found.1 - high).abs() < 1e-9, "{found:?} for {high}");
        }
    }

    #[test]
    fn coverage_counts_the_ends_as_inside() {
        let intervals = [Interval { level: 0.8, low: 1.0, high: 2.0 }; 4];
        let coverage = Coverage::of(&intervals, &[1.0, 2.0, 2.1, 1.5]);
        assert_eq!((coverage.n_inside, coverage.n, coverage.share()), (3, 4, 0.75));
        assert_eq!((coverage.low, coverage.high), clopper_pearson(3, 4, 0.95));
    }
}
