//! Checks durations: their parts laid side by side, each with its mean and its shape.

use super::Check;
use crate::law::UnitTable;
use crate::scenario::file::DurationFile;
use crate::scenario::{Duration, DurationPart};
use statrs::distribution::{ContinuousCDF, Gamma, LogNormal};
use std::sync::Arc;

impl Check<'_> {
    /// A duration; the parts of a mixture of mixtures are laid side by side.
    pub(super) fn duration(&mut self, key: &str, file: &DurationFile) -> Duration {
        let mut parts = Vec::new();
        self.duration_parts(key, file, 1.0, &mut parts);
        let total: f64 = parts.iter().map(|it| it.weight).sum();
        if total <= 0.0 {
            self.fault(key, "has no part with a weight over 0", "must have one");
        }
        Duration { parts }
    }

    fn duration_parts(
        &mut self,
        key: &str,
        file: &DurationFile,
        weight: f64,
        parts: &mut Vec<DurationPart>,
    ) {
        let (mean, shape) = match file {
            DurationFile::Constant(it) => {
                (self.number(&format!("{key}.constant.days"), &it.days), UnitTable::constant())
            }
            DurationFile::Exponential(it) => (
                self.number(&format!("{key}.exponential.mean"), &it.mean),
                UnitTable::exponential(),
            ),
            DurationFile::Gamma(it) => {
                (self.number(&format!("{key}.gamma.mean"), &it.mean), gamma_shape(it.cv))
            }
            DurationFile::Lognormal(it) => {
                (self.number(&format!("{key}.lognormal.mean"), &it.mean), lognormal_shape(it.cv))
            }
            DurationFile::Empirical(it) => {
                let key = format!("{key}.empirical.days");
                if self.check_observed(&key, &it.days) {
                    let mean = it.days.iter().sum::<f64>() / it.days.len() as f64;
                    (self.certain(&key, mean), UnitTable::observed(&it.days))
                } else {
                    (self.certain(&key, 0.0), UnitTable::constant())
                }
            }
            DurationFile::Mixture(files) => {
                for (position, it) in files.iter().enumerate() {
                    let key = format!("{key}.mixture[{position}].days");
                    self.duration_parts(&key, &it.days, weight * it.weight, parts);
                }
                return;
            }
        };
        parts.push(DurationPart { weight, mean, shape: Arc::new(shape) });
    }

    /// Whether observed durations make a law; what is wrong with each of them is noted.
    fn check_observed(&mut self, key: &str, days: &[f64]) -> bool {
        const LONGEST: f64 = u16::MAX as f64;
        if days.is_empty() {
            self.fault(key, "has no observation", "must have at least one");
        }
        let wrong = |it: &(usize, &f64)| !(0.0..=LONGEST).contains(it.1);
        let wrong: Vec<usize> = days.iter().enumerate().filter(wrong).map(|it| it.0).collect();
        for position in &wrong {
            let accepted = format!("must be between 0 and {LONGEST}");
            self.problem(&format!("{key}[{position}]"), accepted);
        }
        !days.is_empty() && wrong.is_empty()
    }
}

/// A gamma law with mean one and this coefficient of variation.
fn gamma_shape(cv: f64) -> UnitTable {
    let shape = 1.0 / (cv * cv);
    let law = Gamma::new(shape, shape).expect("a positive shape");
    UnitTable::from_distribution(|it| law.cdf(it))
}

/// A lognormal law with mean one and this coefficient of variation.
pub(super) fn lognormal_shape(cv: f64) -> UnitTable {
    let variance = (cv * cv).ln_1p();
    let law = LogNormal::new(-variance / 2.0, variance.sqrt()).expect("a positive spread");
    UnitTable::from_distribution(|it| law.cdf(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_have_mean_one() {
        for table in [gamma_shape(0.7), lognormal_shape(0.9)] {
            assert!((table.days(1000.0).mean() / 1000.0 - 1.0).abs() < 0.001);
        }
    }
}
