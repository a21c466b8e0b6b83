//! Noise around expected arrivals: a persistent drift of log intensity, and sudden changes of regime.

use crate::chance::Stream;
use crate::elementary::exp;
use crate::law::standard_normal_quantile;
use crate::model::reality::{Belief, GroupReality};
use crate::scenario::Regimes;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Noise of a group's arrivals from month to month.
#[derive(Clone, Copy, Debug, Default)]
pub struct Noise {
    /// Deviation of log intensity from its path.
    drift: f64,
    /// Its variance, taken off so that the mean stays on the path.
    variance: f64,
    /// State of the chain of regimes, once the run has begun.
    regime: Option<usize>,
    /// Persons that the last household of earlier months brought over the month's number.
    pub(super) carried: i64,
}

impl Noise {
    /// Starts from what observed months say of the drift, so that the expectation is the path times what is
    /// believed to be left of it.
    pub(super) fn begin(&mut self, believed: Belief, draws: &mut Stream) {
        let spread = believed.variance.sqrt();
        self.drift = believed.mean + spread * standard_normal_quantile(draws.uniform());
        self.variance = believed.variance;
    }

    /// The month's factor on the expected number; its mean is one but for regimes.
    pub(super) fn next(&mut self, reality: &GroupReality, draws: &mut Stream) -> f64 {
        let (innovation, change) = (draws.uniform(), draws.uniform());
        let regime = reality.regimes.as_ref().map_or(1.0, |it| self.next_regime(it, change));
        if reality.drift_sd <= 0.0 {
            return regime;
        }
        let innovation = draw_innovation(innovation, reality.tails);
        self.drift = reality.persistence * self.drift + reality.drift_sd * innovation;
        self.variance = reality.persistence.powi(2) * self.variance + reality.drift_sd.powi(2);
        regime * exp(self.drift - self.variance / 2.0)
    }

    /// Moves on in the chain and gives the factor of the state it is in now.
    fn next_regime(&mut self, regimes: &Regimes, change: f64) -> f64 {
        let row = &regimes.transition[self.regime.unwrap_or(regimes.initial)];
        let mut left = change;
        let next = row.iter().position(|probability| {
            left -= probability;
            left < 0.0
        });
        let next = next.unwrap_or(row.len() - 1);
        self.regime = Some(next);
        regimes.factors[next]
    }
}

/// An innovation with variance one: normal, or Student's t cut off at six standard deviations.
///
/// Without the cut the mean of the intensity would not exist (assumption A84).
fn draw_innovation(probability: f64, tails: Option<f64>) -> f64 {
    match tails {
        None => standard_normal_quantile(probability),
        Some(freedom) => {
            let law = StudentsT::new(0.0, 1.0, freedom).expect("more than two degrees of freedom");
            let scale = ((freedom - 2.0) / freedom).sqrt();
            (law.inverse_cdf(probability) * scale).clamp(-6.0, 6.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    fn reality(dispersion: f64, drift_sd: f64, persistence: f64) -> GroupReality {
        GroupReality { dispersion, drift_sd, persistence, ..GroupReality::default() }
    }

    #[test]
    fn regimes_have_their_stationary_shares_and_dwell() {
        // Methods 1.4: a = .05, b = .10: a third of months in surge, mean dwell 10 months. Successive months
        // are correlated (.85): 200,000 months are worth 200,000 (1 - .85) / (1 + .85) = 16,200 free ones.
        let chain = Regimes {
            factors: vec![1.0, 2.5],
            transition: vec![vec![0.95, 0.05], vec![0.10, 0.90]],
            initial: 0,
        };
        let group = GroupReality { regimes: Some(chain), ..GroupReality::default() };
        let chance = Chance::new(9, 0);
        let (mut noise, mut n_surge, mut n_ends) = (Noise::default(), 0_u32, 0_u32);
        let n = 200_000_u64;
        let mut was_surge = false;
        for month in 0..n {
            let factor = noise.next(&group, &mut chance.stream(Process::Intensity, month));
            let is_surge = factor > 2.0;
            n_surge += u32::from(is_surge);
            n_ends += u32::from(was_surge && !is_surge);
            was_surge = is_surge;
        }
        let share = f64::from(n_surge) / n as f64;
        let limit = 3.29 * (2.0 / 9.0 / 16_200.0_f64).sqrt();
        assert!((share - 1.0 / 3.0).abs() < limit, "share {share}, limit {limit:.4}");
        let dwell = f64::from(n_surge) / f64::from(n_ends);
        // A geometric dwell has standard deviation sqrt(90) months.
        let limit = 3.29 * (90.0 / f64::from(n_ends)).sqrt();
        assert!((dwell - 10.0).abs() < limit, "dwell {dwell}, limit {limit:.3}");
    }

    #[test]
    fn what_is_believed_of_the_drift_is_where_it_begins_and_the_mean_follows_it() {
        let chance = Chance::new(8, 0);
        let factors = |believed: Belief, group: &GroupReality, n: u64| -> Vec<f64> {
            let of = |run: u64| {
                let mut noise = Noise::default();
                noise.begin(believed, &mut chance.stream(Process::Intensity, 2 * run));
                noise.next(group, &mut chance.stream(Process::Intensity, 2 * run + 1))
            };
            (0..n).map(of).collect()
        };
        // Known exactly and next to still: what is left of it a month later.
        let certain = factors(Belief { mean: 0.4, variance: 0.0 }, &reality(0.0, 1e-9, 0.9), 1);
        assert!((certain[0] - 0.36_f64.exp()).abs() < 1e-6, "{certain:?}");
        // Uncertain: lognormal with that mean, and the variance of both months.
        let n = 20_000;
        let found = factors(Belief { mean: 0.4, variance: 0.04 }, &reality(0.0, 0.1, 0.9), n);
        let mean = found.iter().sum::<f64>() / n as f64;
        let variance = 0.81 * 0.04 + 0.01;
        let error = 0.36_f64.exp() * (f64::exp_m1(variance) / n as f64).sqrt();
        assert!((mean - 0.36_f64.exp()).abs() < 3.29 * error, "{mean}");
        let squares = found.iter().map(|it| (it.ln() - 0.36 + variance / 2.0).powi(2));
        let spread = squares.sum::<f64>() / n as f64;
        assert!((spread / variance - 1.0).abs() < 3.29 * (2.0 / n as f64).sqrt(), "{spread}");
    }

    #[test]
    fn heavy_tails_keep_the_variance_and_reach_further() {
        let n = 20_000;
        let draws = |tails| {
            (0..n).map(move |it| draw_innovation((f64::from(it) + 0.5) / f64::from(n), tails))
        };
        let variance = |tails| draws(tails).map(|it| it * it).sum::<f64>() / f64::from(n);
        assert!((variance(Some(5.0)) - 1.0).abs() < 0.02, "{}", variance(Some(5.0)));
        assert!((variance(None) - 1.0).abs() < 0.001);
        let beyond = |tails| draws(tails).filter(|it| it.abs() > 4.0).count();
        assert!(beyond(Some(5.0)) > 20 * beyond(None).max(1));
    }

    #[test]
    fn t10_a_year_of_drift_has_its_spread() {
        // Methods T10: 3,000 a month, dispersion .02, phi .9, sigma .15: a month has CV .38544, a year SD 10,609.
        let (mean, dispersion, persistence) = (3_000.0_f64, 0.02, 0.9_f64);
        let v = 0.15_f64.powi(2) / (1.0 - persistence.powi(2));
        let month = mean + mean.powi(2) * ((1.0 + dispersion) * v.exp() - 1.0);
        assert!((month.sqrt() / mean - 0.385_44).abs() < 1e-5, "{}", month.sqrt() / mean);
        let between = |months: i32| mean.powi(2) * (v * persistence.powi(months)).exp_m1();
        let year =
            12.0 * month + (1..12).map(|it| f64::from(2 * (12 - it)) * between(it)).sum::<f64>();
        assert!((year.sqrt() - 10_609.0).abs() < 1.0, "{}", year.sqrt());
        // The part of it that is drift, in years drawn from the stationary law. A variance of sums that are nearly
        // lognormal (CV .29) has a relative standard error of about 2.2 times that of a normal law.
        let of_drift = year - 12.0 * (month - mean.powi(2) * v.exp_m1());
        let group = reality(0.0, 0.15, persistence);
        let chance = Chance::new(4, 0);
        let n = 8_000_u64;
        let sums: Vec<f64> = (0..n)
            .map(|run| {
                let mut noise = Noise::default();
                let mut factor = |month: u64| {
                    noise.next(&group, &mut chance.stream(Process::Intensity, run * 100 + month))
                };
                (0..48).for_each(|month| {
                    factor(month);
                });
                (48..60).map(factor).sum::<f64>() * mean
            })
            .collect();
        let centre = sums.iter().sum::<f64>() / n as f64;
        let variance = sums.iter().map(|it| (it - centre).powi(2)).sum::<f64>() / n as f64;
        let limit = 3.29 * 2.2 * (2.0 / n as f64).sqrt();
        assert!((variance / of_drift - 1.0).abs() < limit, "{variance} and {of_drift}");
    }

    #[test]
    fn the_drift_has_its_stationary_variance_and_keeps_the_mean() {
        // Methods T10: phi .9, sigma .15: v = .118421; the factor is lognormal with mean one.
        let group = reality(0.0, 0.15, 0.9);
        let chance = Chance::new(3, 0);
        let n = 20_000_u64;
        let (mut sum, mut square, mut drift) = (0.0, 0.0, 0.0);
        for run in 0..n {
            let mut noise = Noise::default();
            let mut factor = 1.0;
            for month in 0..60 {
                let mut draws = chance.stream(Process::Intensity, run * 100 + month);
                factor = noise.next(&group, &mut draws);
            }
            sum += factor;
            square += noise.drift.powi(2);
            drift += noise.drift;
        }
        let n = n as f64;
        let variance = square / n - (drift / n).powi(2);
        let relative = (2.0 / n).sqrt();
        assert!((variance / 0.118_421 - 1.0).abs() < 3.29 * relative, "variance {variance}");
        let error = (0.118_421_f64.exp_m1() / n).sqrt();
        assert!((sum / n - 1.0).abs() < 3.29 * error, "mean factor {}", sum / n);
    }
}
