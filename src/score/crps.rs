//! The continuous ranked probability score: the distance between a forecast law and what came to pass.

use super::mean;
use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use std::f64::consts::PI;

/// The score of the law that gives each number of the sample the same probability:
/// `mean |X - y| - mean |X - X'| / 2` (Gneiting and Raftery 2007).
///
/// # Panics
/// If the sample is empty or holds NaN.
pub fn crps(sample: &[f64], observed: f64) -> f64 {
    distance(sample, observed) - half_spread(sample, sample.len())
}

/// The score that the law behind the sample would have on average: fair to small samples (Ferro 2014).
///
/// # Panics
/// If the sample has fewer than two numbers or holds NaN.
pub fn crps_fair(sample: &[f64], observed: f64) -> f64 {
    assert!(sample.len() > 1, "a fair score needs two numbers");
    distance(sample, observed) - half_spread(sample, sample.len() - 1)
}

/// The fair score of counts on the scale `ln(1 + x)`, where errors are relative and large months do not
/// drown the small ones (Bosse and others 2023).
///
/// # Panics
/// As [`crps_fair`], or if a count is below zero.
pub fn crps_log_fair(sample: &[f64], observed: f64) -> f64 {
    let scaled = |count: f64| {
        assert!(count >= 0.0, "{count} is not a count");
        count.ln_1p()
    };
    let logs: Vec<f64> = sample.iter().map(|it| scaled(*it)).collect();
    crps_fair(&logs, scaled(observed))
}

/// The score of a normal law.
pub fn crps_normal(mean: f64, sd: f64, observed: f64) -> f64 {
    let normal = Normal::standard();
    let z = (observed - mean) / sd;
    sd * (z * (2.0 * normal.cdf(z) - 1.0) + 2.0 * normal.pdf(z) - 1.0 / PI.sqrt())
}

fn distance(sample: &[f64], observed: f64) -> f64 {
    let distances: Vec<f64> = sample.iter().map(|it| (it - observed).abs()).collect();
    mean(&distances)
}

/// Half the mean distance of two numbers, each number paired with `n_partners` others.
fn half_spread(sample: &[f64], n_partners: usize) -> f64 {
    let n = sample.len() as f64;
    let mut sorted = sample.to_vec();
    sorted.sort_by(|left, right| left.partial_cmp(right).expect("a sample without NaN"));
    // The number at rank r is above r others and below the rest.
    let sum: f64 =
        (0..).zip(&sorted).map(|(rank, value)| (f64::from(2 * rank + 1) - n) * value).sum();
    sum / (n * n_partners as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_methods_7_2() {
        let sample = [7.0, 1.0, 4.0, 2.0];
        assert_eq!(crps(&sample, 3.0), 0.75);
        assert!((crps_fair(&sample, 3.0) - 0.3333).abs() < 5e-5);
        for (observed, expected) in [(0.0, 0.233_695), (1.0, 0.602_441), (2.0, 1.452_792)] {
            assert!((crps_normal(0.0, 1.0, observed) - expected).abs() < 5.01e-7);
            assert!((crps_normal(9.0, 2.0, 9.0 - 2.0 * observed) - 2.0 * expected).abs() < 1.01e-6);
        }
    }

    #[test]
    fn sorting_gives_what_all_pairs_give() {
        let sample: Vec<f64> = (0..50).map(|it| f64::from(it * it % 37)).collect();
        let pairs = sample.iter().flat_map(|left| sample.iter().map(move |it| (it - left).abs()));
        let spread = pairs.sum::<f64>() / (50.0 * 50.0);
        let expected = distance(&sample, 11.0) - spread / 2.0;
        assert!((crps(&sample, 11.0) - expected).abs() < 1e-12);
    }

    #[test]
    fn a_sample_of_the_normal_law_has_its_score() {
        // 20,001 quantiles in place of draws: both versions are the law's to four digits.
        let n = 20_001;
        let quantile = |it| Normal::standard().inverse_cdf((f64::from(it) + 0.5) / f64::from(n));
        let sample: Vec<f64> = (0..n).map(quantile).collect();
        assert!((crps(&sample, 1.0) - 0.602_441).abs() < 1e-4);
        assert!((crps_fair(&sample, 1.0) - 0.602_441).abs() < 1e-4);
    }

    #[test]
    fn on_the_log_scale_a_tenth_is_a_tenth() {
        let small = crps_log_fair(&[90.0, 100.0, 110.0], 120.0);
        let large = crps_log_fair(&[9_000.0, 10_000.0, 11_000.0], 12_000.0);
        assert!((small / large - 1.0).abs() < 0.02, "{small} {large}");
        let logs = [4.0_f64, 9.0].map(f64::ln_1p);
        assert_eq!(crps_log_fair(&[4.0, 9.0], 0.0), crps_fair(&logs, 0.0));
    }

    #[test]
    #[should_panic(expected = "without NaN")]
    fn nan_is_refused() {
        crps(&[1.0, f64::NAN], 1.0);
    }
}
