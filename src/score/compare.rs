//! Whether one forecaster's losses are smaller than another's by more than chance.

use super::mean;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The outcome of comparing two forecasters on the same occasions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The mean of first minus second: negative if the first is better.
    pub mean_difference: f64,
    /// The difference in its standard errors, corrected for few occasions.
    pub statistic: f64,
    /// How likely a difference at least as large, either way, is between equals.
    pub p_value: f64,
}

/// The test of Diebold and Mariano (1995) on losses in the order of time.
///
/// Forecasts `horizon` steps ahead overlap, so errors up to `horizon - 1` steps apart are correlated: the
/// variance is that of Newey and West (1987) with so many lags, and the correction for few occasions and
/// Student's law with n - 1 degrees of freedom are those of Harvey, Leybourne and Newbold (1997). `None`
/// if the differences do not vary or the horizon is too long for them.
///
/// # Panics
/// If there are not as many losses of the one as of the other, or the horizon is zero.
pub fn compare_losses(first: &[f64], second: &[f64], horizon: usize) -> Option<Comparison> {
    assert_eq!(first.len(), second.len(), "losses on the same occasions");
    assert!(horizon > 0, "a forecast is at least one step ahead");
    let differences: Vec<f64> = first.iter().zip(second).map(|(one, two)| one - two).collect();
    if differences.len() < 2 || horizon >= differences.len() {
        return None;
    }
    let n = differences.len() as f64;
    let mean_difference = mean(&differences);
    let centred: Vec<f64> = differences.iter().map(|it| it - mean_difference).collect();
    let variance = long_run_variance(&centred, horizon - 1) / n;
    let scale = differences.iter().fold(0.0, |largest, it| f64::max(largest, it.abs()));
    if variance <= (1e-14 * scale).powi(2) {
        return None;
    }
    let steps = horizon as f64;
    let correction = (n + 1.0 - 2.0 * steps + steps * (steps - 1.0) / n) / n;
    let statistic = mean_difference / variance.sqrt() * correction.sqrt();
    let student = StudentsT::new(0.0, 1.0, n - 1.0).expect("at least one degree of freedom");
    let p_value = 2.0 * student.cdf(-statistic.abs());
    Some(Comparison { mean_difference, statistic, p_value })
}

/// The variance of the mean times n, with falling weights on the covariances up to `n_lags` apart
/// (Newey and West 1987): never negative.
fn long_run_variance(centred: &[f64], n_lags: usize) -> f64 {
    let covariance = |lag: usize| {
        let products = centred[lag..].iter().zip(centred).map(|(later, now)| later * now);
        products.sum::<f64>() / centred.len() as f64
    };
    let weight = |lag: usize| 1.0 - lag as f64 / (n_lags as f64 + 1.0);
    let lagged: f64 = (1..=n_lags).map(|lag| weight(lag) * covariance(lag)).sum();
    covariance(0) + 2.0 * lagged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    const FIRST: [f64; 12] = [1.2, 0.8, 2.1, 1.7, 0.9, 1.1, 2.4, 1.9, 1.3, 0.7, 1.6, 2.2];
    const SECOND: [f64; 12] = [1.5, 1.1, 1.9, 2.3, 1.4, 1.0, 2.9, 2.5, 1.2, 1.3, 1.9, 2.6];

    #[test]
    fn the_statistic_is_that_of_an_independent_calculation() {
        // Worked out with NumPy and scipy.stats.t from the formulas of the three papers.
        for (horizon, statistic, p_value) in
            [(1, -3.675_027_836_141, 3.657_403_772e-3), (3, -6.850_633_791_249, 2.761_863_09e-5)]
        {
            let found = compare_losses(&FIRST, &SECOND, horizon).unwrap();
            assert!((found.mean_difference + 0.308_333_333).abs() < 1e-9);
            assert!((found.statistic - statistic).abs() < 1e-9, "{found:?}");
            assert!((found.p_value / p_value - 1.0).abs() < 1e-6, "{found:?}");
        }
    }

    #[test]
    fn equals_are_told_apart_as_rarely_as_stated() {
        // 4,000 comparisons of equals over 60 independent occasions, at the 5 % level: the share has
        // standard error 0.345 %; 3.29 of them are exceeded once in a thousand seeds.
        let mut stream = Chance::new(73, 0).stream(Process::Parameter, 0);
        let n_told = (0..4_000)
            .filter(|_| {
                let mut losses = || -> Vec<f64> { (0..60).map(|_| stream.uniform()).collect() };
                let (first, second) = (losses(), losses());
                compare_losses(&first, &second, 1).unwrap().p_value < 0.05
            })
            .count();
        let share = n_told as f64 / 4_000.0;
        assert!((share - 0.05).abs() < 3.29 * 0.003_45, "{share}");
    }

    #[test]
    fn the_same_losses_cannot_be_compared() {
        assert_eq!(compare_losses(&FIRST, &FIRST, 1), None);
        let shifted = FIRST.map(|it| it + 0.1);
        assert_eq!(compare_losses(&FIRST, &shifted, 1), None, "the difference does not vary");
        assert_eq!(compare_losses(&FIRST, &SECOND, 12), None, "every forecast overlaps all others");
    }
}
