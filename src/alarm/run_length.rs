//! How long a chart is quiet: the integral equation of the run length, solved at Gauss-Legendre nodes.
//!
//! The law of the chart's statistic is carried forward as masses at nodes (the method of Nystrom): what
//! is left after n steps is the probability of no alarm by then, and its sum is the average run length.

use std::f64::consts::PI;

/// Enough for charts whose statistic may be 15 standard deviations of a step wide.
pub(super) const N_NODES: usize = 64;

/// Nodes and weights on the interval from -1 to 1.
pub(super) fn gauss_legendre() -> [(f64, f64); N_NODES] {
    let n = N_NODES as f64;
    std::array::from_fn(|at| {
        let mut node = -(PI * (at as f64 + 0.75) / (n + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..20 {
            let (mut before, mut value) = (1.0, node);
            for degree in 2..=N_NODES {
                let degree = degree as f64;
                let next = ((2.0 * degree - 1.0) * node * value - (degree - 1.0) * before) / degree;
                (before, value) = (value, next);
            }
            slope = n * (node * value - before) / (node * node - 1.0);
            let step = value / slope;
            node -= step;
            if step.abs() < 1e-16 {
                break;
            }
        }
        (node, 2.0 / ((1.0 - node * node) * slope * slope))
    })
}

/// The density of the standard normal law.
pub(super) fn normal_density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / (2.0 * PI).sqrt()
}

/// The mean of a waiting time from the probabilities of having waited more than 1, 2, 3, ... steps.
pub(super) fn mean(quiet: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut before, mut ratio_before) = (1.0, 1.0, f64::NAN);
    for now in quiet {
        total += now;
        let ratio = now / before;
        // From here on each step loses the same share: the rest is a geometric series.
        if (ratio - ratio_before).abs() < 1e-13 {
            return total + now * ratio / (1.0 - ratio);
        }
        if now < 1e-18 {
            return total;
        }
        (before, ratio_before) = (now, ratio);
    }
    total
}

/// The average run length of two charts watched together, each alarming on its own: for a pair of
/// [`super::Cusum`] charts, one in each direction, when nothing has changed (van Dobben de Bruyn 1968).
pub fn mean_of_pair(first: f64, second: f64) -> f64 {
    1.0 / (1.0 / first + 1.0 / second)
}

/// Where a rising, positive function reaches `target`, to the last few digits: false position in logarithms, the
/// end that stays counted half (the Illinois rule, Dowell and Jarratt 1971).
///
/// # Panics
/// If the function is above the target at zero.
pub(super) fn solve_rising(target: f64, function: impl Fn(f64) -> f64) -> f64 {
    let miss = |at| (function(at) / target).ln();
    let (mut low, mut miss_low) = (0.0, miss(0.0));
    assert!(miss_low <= 0.0, "{target} is less than without any limit");
    let (mut high, mut miss_high) = (1.0, miss(1.0));
    while miss_high < 0.0 {
        (low, miss_low) = (high, miss_high);
        high *= 2.0;
        miss_high = miss(high);
    }
    let (mut before, mut was_low) = (f64::NAN, None);
    loop {
        let at = (low * miss_high - high * miss_low) / (miss_high - miss_low);
        let miss_at = miss(at);
        if miss_at == 0.0 || (at - before).abs() <= 1e-10 * at {
            return at;
        }
        let is_low = miss_at < 0.0;
        let stays = if was_low == Some(is_low) { 0.5 } else { 1.0 };
        if is_low {
            (low, miss_low, miss_high) = (at, miss_at, miss_high * stays);
        } else {
            (high, miss_high, miss_low) = (at, miss_at, miss_low * stays);
        }
        (before, was_low) = (at, Some(is_low));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nodes_integrate_polynomials_exactly() {
        let nodes = gauss_legendre();
        let integral = |power: i32| -> f64 {
            nodes.iter().map(|(node, weight)| weight * node.powi(power)).sum()
        };
        for power in [0, 2, 10, 64, 126] {
            let expected = 2.0 / f64::from(power + 1);
            assert!((integral(power) - expected).abs() < 1e-13, "power {power}");
            assert!(integral(power + 1).abs() < 1e-13, "power {}", power + 1);
        }
    }

    #[test]
    fn a_geometric_wait_has_its_mean() {
        let quiet = (1..).map(|n| 0.99_f64.powi(n));
        assert!((mean(quiet) - 100.0).abs() < 1e-9);
        assert_eq!(mean([0.0].into_iter()), 1.0);
    }

    #[test]
    fn a_rising_function_is_solved() {
        for target in [1.0, 1.5, 8.0, 1e6] {
            let tries = std::cell::Cell::new(0);
            let found = solve_rising(target, |x| {
                tries.set(tries.get() + 1);
                1.0 + x * x
            });
            let exact = (target - 1.0).sqrt();
            assert!((found - exact).abs() <= 1e-9 * exact, "{target}: {found} for {exact}");
            assert!(tries.get() < 30, "{target}: {} tries", tries.get());
        }
    }

    #[test]
    fn two_equal_charts_alarm_twice_as_often() {
        assert_eq!(mean_of_pair(104.0, 104.0), 52.0);
    }
}
