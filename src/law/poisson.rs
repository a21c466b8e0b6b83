//! The quantile of the Poisson law: one uniform gives one count, and a larger mean never a smaller one.

use super::standard_normal_quantile;
use statrs::distribution::{DiscreteCDF, Poisson};

/// The smallest count with at least `probability` of the Poisson law with `mean` at or below it.
///
/// Exact: a start from the normal law with its skewness (Cornish and Fisher), then steps by the
/// probabilities themselves.
pub fn poisson_quantile(mean: f64, probability: f64) -> i64 {
    let Ok(law) = Poisson::new(mean) else { return 0 };
    let z = standard_normal_quantile(probability);
    let start = (mean + mean.sqrt() * z + (z * z - 1.0) / 6.0).floor().max(0.0);
    let mut count = start as u64;
    let mut reached = law.cdf(count);
    // Steps use the ratio of neighbouring probabilities: p(k) = p(k - 1) mean / k.
    let mut here = mass(mean, count);
    while reached < probability {
        count += 1;
        here *= mean / count as f64;
        reached += here;
        if here <= 0.0 {
            break;
        }
    }
    while count > 0 && reached - here >= probability {
        reached -= here;
        here *= count as f64 / mean;
        count -= 1;
    }
    count as i64
}

fn mass(mean: f64, count: u64) -> f64 {
    let count_real = count as f64;
    (count_real * mean.ln() - mean - statrs::function::factorial::ln_factorial(count)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_exact_at_every_size() {
        for mean in [0.01, 0.5, 3.0, 29.0, 31.0, 400.0, 8_000.0] {
            let law = Poisson::new(mean).expect("a mean");
            for probability in [1e-6, 0.01, 0.3, 0.5, 0.77, 0.99, 1.0 - 1e-9] {
                let count = poisson_quantile(mean, probability) as u64;
                assert!(
                    law.cdf(count) >= probability - 1e-9,
                    "mean {mean}, {probability}: {count}"
                );
                if count > 0 {
                    let below = law.cdf(count - 1);
                    assert!(below < probability + 1e-9, "mean {mean}, {probability}: {count}");
                }
            }
        }
    }

    #[test]
    fn a_larger_mean_never_gives_fewer() {
        for step in 1..100 {
            let probability = f64::from(step) / 100.0;
            let counts: Vec<i64> =
                (1..60).map(|it| poisson_quantile(f64::from(it) * 3.7, probability)).collect();
            assert!(counts.is_sorted(), "at {probability}");
        }
    }

    #[test]
    fn nobody_comes_where_nobody_is_expected() {
        assert_eq!(poisson_quantile(0.0, 0.999), 0);
    }
}
