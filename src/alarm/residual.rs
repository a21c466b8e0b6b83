//! How far a count is from its forecast, in standard deviations.

use crate::chance::Stream;
use crate::oracle::CountLaw;
use statrs::distribution::{ContinuousCDF, Normal};

/// A negative-binomial forecast of a count, one step ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountForecast {
    /// The mean.
    pub mean: f64,
    /// The variance is `mean + dispersion * mean^2` (methods 1.3).
    pub dispersion: f64,
}

/// No residual is larger: tails beyond this are not held exactly (one in 10^17).
const LARGEST: f64 = 8.5;

impl CountForecast {
    /// The law of the count.
    pub fn law(&self) -> CountLaw {
        CountLaw::negative_binomial(self.mean, self.dispersion)
    }

    /// The standard deviation: turns residuals back into persons.
    pub fn sd(&self) -> f64 {
        (self.mean + self.dispersion * self.mean * self.mean).sqrt()
    }

    /// The normal score of the randomised probability integral transform of `observed`: standard
    /// normal, and independent of the past, if the forecast is right (methods 5.8).
    pub fn draw_residual(&self, observed: usize, stream: &mut Stream) -> f64 {
        residual(&self.law(), observed, stream.uniform())
    }
}

/// The residual of `observed` when the share `part` of its own probability counts as below it.
pub(super) fn residual(law: &CountLaw, observed: usize, part: f64) -> f64 {
    let own = law.probability(observed);
    let below = law.below(observed) + part * own;
    let above = law.above(observed) + (1.0 - part) * own;
    // From the smaller tail: a probability near one has lost its digits.
    let tail = f64::min(below, above);
    let size = if tail > 0.0 { -Normal::standard().inverse_cdf(tail) } else { LARGEST };
    let size = size.min(LARGEST);
    if below < above { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use rand_distr::{Distribution, Gamma, Poisson};

    #[test]
    fn residuals_of_a_right_forecast_are_standard_normal() {
        // 50,000 counts, mean 6 and dispersion 0.3. Mean and variance have standard errors 1/sqrt(n) and
        // sqrt(2/n), a share p has sqrt(p(1-p)/n); 3.29 of them are exceeded once in a thousand seeds.
        let forecast = CountForecast { mean: 6.0, dispersion: 0.3 };
        let law = forecast.law();
        let mut stream = Chance::new(11, 0).stream(Process::Parameter, 0);
        let gamma = Gamma::new(1.0 / 0.3, 0.3 * 6.0).unwrap();
        let n = 50_000;
        let residuals: Vec<f64> = (0..n)
            .map(|_| {
                let rate = gamma.sample(stream.generator());
                let count: f64 = Poisson::new(rate).unwrap().sample(stream.generator());
                residual(&law, count as usize, stream.uniform())
            })
            .collect();
        let n = f64::from(n);
        let mean = residuals.iter().sum::<f64>() / n;
        let variance = residuals.iter().map(|it| it * it).sum::<f64>() / n;
        let far = residuals.iter().filter(|it| **it < -1.644_854).count() as f64 / n;
        assert!(mean.abs() * n.sqrt() < 3.29, "mean {mean}");
        assert!((variance - 1.0).abs() * (n / 2.0).sqrt() < 3.29, "variance {variance}");
        assert!((far - 0.05).abs() * (n / 0.0475).sqrt() < 3.29, "share below the 5 % point {far}");
    }

    #[test]
    fn the_tails_keep_their_digits_and_end() {
        // P(N <= 0) of a Poisson count of mean 30 is exp(-30): its normal score is -7.35767.
        let law = CountLaw::poisson(30.0);
        assert!((residual(&law, 0, 1.0) + 7.357_667).abs() < 1e-6, "{}", residual(&law, 0, 1.0));
        assert_eq!(residual(&law, 10_000, 0.5), LARGEST);
        assert_eq!(residual(&CountLaw::poisson(3_000.0), 2, 0.5), -LARGEST);
        assert_eq!(residual(&CountLaw::certain(0), 0, 0.5), 0.0);
    }

    #[test]
    fn larger_counts_have_larger_residuals() {
        let law = CountLaw::negative_binomial(700.0, 0.01);
        let residuals: Vec<f64> = (400..1_100).map(|count| residual(&law, count, 0.5)).collect();
        assert!(residuals.is_sorted());
        let sd = CountForecast { mean: 700.0, dispersion: 0.01 }.sd();
        assert!((sd - 74.83).abs() < 0.005);
    }
}
