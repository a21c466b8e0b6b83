//! How good forecasts were, and whether one was better than another (methods 7.2 and 7.3).
//!
//! Turns forecasts and what came to pass into scores - smaller is better for all of them but skill - and
//! scores into comparisons. Most forecasts here are samples: one number from each replication.

mod bootstrap;
mod compare;
mod crps;
mod interval;
mod pit;
mod points;

pub use bootstrap::draw_block_interval;
pub use compare::{Comparison, compare_losses};
pub use crps::{crps, crps_fair, crps_log_fair, crps_normal};
pub use interval::{Coverage, Interval, clopper_pearson, interval_score, weighted_interval_score};
pub use pit::{draw_pit, even_bin_range, pit_histogram, unevenness};
pub use points::PointErrors;

/// How much better than a baseline: one is perfect, zero as good, negative worse.
pub fn skill(score: f64, baseline: f64) -> f64 {
    1.0 - score / baseline
}

/// The loss of a forecast of the quantile at `probability`: what it was off by, weighted by
/// `probability` if too low and by the rest if too high (the pinball loss).
pub fn quantile_score(probability: f64, forecast: f64, observed: f64) -> f64 {
    if observed >= forecast {
        probability * (observed - forecast)
    } else {
        (1.0 - probability) * (forecast - observed)
    }
}

/// The loss of a forecast probability of something that did or did not happen (Brier 1950).
pub fn brier_score(probability: f64, happened: bool) -> f64 {
    let outcome = if happened { 1.0 } else { 0.0 };
    (probability - outcome) * (probability - outcome)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn being_too_low_costs_most_for_a_high_quantile() {
        assert!((quantile_score(0.95, 10.0, 14.0) - 3.8).abs() < 1e-12);
        assert!((quantile_score(0.95, 14.0, 10.0) - 0.2).abs() < 1e-12);
    }

    #[test]
    fn the_true_quantile_has_the_smallest_mean_loss() {
        // Outcomes 1 to 100 equally likely: the 95 % quantile is 95 to 96.
        let loss = |forecast: f64| {
            (1..=100).map(|it| quantile_score(0.95, forecast, f64::from(it))).sum::<f64>()
        };
        assert!(loss(95.5) < loss(94.0) && loss(95.5) < loss(97.0));
    }

    #[test]
    fn a_probability_is_scored_by_its_square() {
        assert!((brier_score(0.7, true) - 0.09).abs() < 1e-15);
        assert!((brier_score(0.7, false) - 0.49).abs() < 1e-15);
        assert_eq!(skill(0.75, 1.0), 0.25);
    }
}
