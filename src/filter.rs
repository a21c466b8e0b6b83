//! What the observed months say about what was not observed (methods 7.4).
//!
//! [`Particles`] carries the state of a small model forward and weighs it by each month's observations;
//! [`draw_posterior`] finds the parameters of a model that can be run but whose likelihood cannot be
//! written down. Neither knows the simulator: they see it through [`StateModel`] and [`Prior`].

mod abc;
mod kernel;
mod particles;

pub use abc::{
    AbcSettings, Posterior, Prior, Proposal, Weighted, calibration_rank, draw_posterior,
    standardised_distance,
};
pub use particles::{Impossible, Particles, StateModel};

use statrs::function::gamma::ln_gamma;

/// The log-likelihood of a negative-binomial count with variance `mean + dispersion * mean^2`; Poisson
/// without dispersion (methods 1.3).
pub fn count_log_likelihood(mean: f64, dispersion: f64, count: u64) -> f64 {
    let n = count as f64;
    if mean <= 0.0 {
        return if count == 0 { 0.0 } else { f64::NEG_INFINITY };
    }
    // Below this the gamma functions cancel and the law is Poisson to eight digits.
    if dispersion < 1e-10 {
        return n * mean.ln() - mean - ln_gamma(n + 1.0);
    }
    let (size, spread) = (1.0 / dispersion, dispersion * mean);
    ln_gamma(n + size) - ln_gamma(size) - ln_gamma(n + 1.0) + n * (spread / (1.0 + spread)).ln()
        - size * spread.ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::CountLaw;

    #[test]
    fn the_likelihood_is_that_of_the_exact_law() {
        for (mean, dispersion) in [(3.0, 0.0), (700.0, 0.01), (40.0, 0.5), (3_000.0, 1e-7)] {
            let law = CountLaw::negative_binomial(mean, dispersion);
            for sds in [-1.5, 0.0, 2.0] {
                let count = (mean + sds * law.variance().sqrt()).max(0.0) as usize;
                let found = count_log_likelihood(mean, dispersion, count as u64);
                let expected = law.probability(count).ln();
                assert!((found - expected).abs() < 1e-6, "{mean} {dispersion}: {found} {expected}");
            }
        }
        assert_eq!(count_log_likelihood(0.0, 0.1, 0), 0.0);
        assert_eq!(count_log_likelihood(0.0, 0.1, 1), f64::NEG_INFINITY);
    }
}
