//! The probability integral transform: where in its forecast law each outcome fell.

use crate::chance::Stream;
use statrs::distribution::{Binomial, ChiSquared, ContinuousCDF, DiscreteCDF};

/// The share of the sample below the outcome, ties split at random: uniform if the forecast is right,
/// also for counts (Czado, Gneiting and Held 2009).
///
/// The outcome takes its place among the sample, so that the value is exactly uniform for a sample of any
/// size and never 0 or 1.
///
/// # Panics
/// If the sample is empty.
pub fn draw_pit(sample: &[f64], observed: f64, stream: &mut Stream) -> f64 {
    assert!(!sample.is_empty(), "no sample");
    let n_below = sample.iter().filter(|it| **it < observed).count() as f64;
    let n_equal = sample.iter().filter(|it| **it == observed).count() as f64;
    (n_below + (n_equal + 1.0) * stream.uniform()) / (sample.len() as f64 + 1.0)
}

/// How many values fall into each of `n_bins` bins of equal width between 0 and 1.
///
/// # Panics
/// If a value is not between 0 and 1.
pub fn pit_histogram(values: &[f64], n_bins: usize) -> Vec<usize> {
    let mut counts = vec![0; n_bins];
    for value in values {
        assert!((0.0..=1.0).contains(value), "{value} is not a probability");
        counts[((value * n_bins as f64) as usize).min(n_bins - 1)] += 1;
    }
    counts
}

/// Between which counts a bin lies with probability `level`, or a little more, if `n` independent values
/// are uniform.
pub fn even_bin_range(n: u64, n_bins: usize, level: f64) -> (u64, u64) {
    let law = Binomial::new(1.0 / n_bins as f64, n).expect("a share of one bin among all");
    let tail = (1.0 - level) / 2.0;
    (law.inverse_cdf(tail), law.inverse_cdf(1.0 - tail))
}

/// How unevenly values fell into bins that are equally likely (chi-square), and how likely more is by chance.
///
/// # Panics
/// If there are fewer than two bins or no value.
pub fn unevenness(counts: &[usize]) -> (f64, f64) {
    let n: usize = counts.iter().sum();
    assert!(counts.len() > 1 && n > 0, "{counts:?}");
    let expected = n as f64 / counts.len() as f64;
    let statistic = counts.iter().map(|it| (*it as f64 - expected).powi(2) / expected).sum();
    let law = ChiSquared::new((counts.len() - 1) as f64).expect("a number of bins");
    (statistic, law.sf(statistic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use rand_distr::{Distribution, Poisson};

    #[test]
    fn outcomes_of_the_forecast_law_are_spread_evenly() {
        // 20,000 Poisson counts of mean 3 against samples of 19 of the same law. Chi-square with 9 degrees
        // of freedom: 27.88 is exceeded once in a thousand seeds.
        let mut stream = Chance::new(72, 0).stream(Process::Parameter, 0);
        let law = Poisson::new(3.0).unwrap();
        let values: Vec<f64> = (0..20_000)
            .map(|_| {
                let sample: Vec<f64> = (0..19).map(|_| law.sample(stream.generator())).collect();
                let observed = law.sample(stream.generator());
                draw_pit(&sample, observed, &mut stream)
            })
            .collect();
        let counts = pit_histogram(&values, 10);
        let expected = 2_000.0;
        let chi: f64 = counts.iter().map(|it| (*it as f64 - expected).powi(2) / expected).sum();
        assert!(chi < 27.88, "{counts:?}: {chi}");
    }

    #[test]
    fn every_value_has_a_bin() {
        assert_eq!(pit_histogram(&[0.0, 0.24, 0.25, 0.5, 0.999, 1.0], 4), [2, 1, 1, 2]);
    }

    #[test]
    fn the_range_of_an_even_bin() {
        // Binomial with 100 trials and probability 0.1: P(N <= 4) = 0.0237, P(N <= 16) = 0.9794.
        assert_eq!(even_bin_range(100, 10, 0.95), (5, 16));
    }

    #[test]
    fn unevenness_is_that_of_the_tables() {
        // Chi-square with four degrees of freedom: 18.467 is exceeded once in a thousand.
        let (statistic, p) = unevenness(&[20, 20, 20, 20, 20]);
        assert_eq!((statistic, p), (0.0, 1.0));
        let (statistic, p) = unevenness(&[30, 10, 20, 20, 20]);
        assert!((statistic - 10.0).abs() < 1e-12 && (p - 0.0404).abs() < 1e-4, "{p}");
    }
}
