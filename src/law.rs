//! Probability laws as pure functions of a probability: one uniform, one value.
//!
//! [`Law`] says what is not known about a parameter; [`UnitTable`] and [`QuantileTable`] hold durations.
//! Nothing here draws: a stream of `chance` gives the probability.

mod poisson;
mod quantile;

pub use poisson::poisson_quantile;
pub use quantile::{QuantileTable, UnitTable};

use statrs::distribution::{ContinuousCDF, Normal};

/// What is not known about a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Triangular between `low` and `high` with its peak at `mode`.
    Triangular { low: f64, mode: f64, high: f64 },
    /// Normal, cut off at the limits of what the parameter can be.
    Normal { mean: f64, sd: f64, lowest: f64, highest: f64 },
    /// The smallest value, the three quartiles and the largest, evenly spread between them.
    Quartiles([f64; 5]),
}

impl Law {
    /// The value below which a share `probability` of the law lies.
    pub fn quantile(&self, probability: f64) -> f64 {
        match *self {
            Self::Triangular { low, mode, high } => {
                let width = high - low;
                if width <= 0.0 {
                    return mode;
                }
                let at_mode = (mode - low) / width;
                if probability < at_mode {
                    low + (probability * width * (mode - low)).sqrt()
                } else {
                    high - ((1.0 - probability) * width * (high - mode)).sqrt()
                }
            }
            Self::Normal { mean, sd, lowest, highest } => {
                (mean + sd * standard_normal_quantile(probability)).clamp(lowest, highest)
            }
            Self::Quartiles(values) => {
                let position = 4.0 * probability.clamp(0.0, 1.0);
                let quarter = (position as usize).min(3);
                let [low, high] = [values[quarter], values[quarter + 1]];
                low + (high - low) * (position - quarter as f64)
            }
        }
    }

    /// The mean, or for a cut-off normal the mean before it is cut off.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Normal { mean, .. } => mean,
            Self::Quartiles([lowest, first, median, third, highest]) => {
                (0.5 * (lowest + highest) + first + median + third) / 4.0
            }
        }
    }
}

impl std::fmt::Display for Law {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Triangular { low, mode, high } => write!(f, "triangular({low}, {mode}, {high})"),
            Self::Normal { mean, sd, .. } => write!(f, "normal({mean}, {sd})"),
            Self::Quartiles([lowest, first, median, third, highest]) => {
                write!(f, "quartiles({lowest}, {first}, {median}, {third}, {highest})")
            }
        }
    }
}

/// The quantile of the standard normal law.
pub fn standard_normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_has_its_mean_and_its_ends() {
        let law = Law::Triangular { low: 2.0, mode: 3.0, high: 7.0 };
        let n = 20_000;
        let mean = (0..n).map(|it| law.quantile((f64::from(it) + 0.5) / f64::from(n))).sum::<f64>()
            / f64::from(n);
        assert!((mean - 4.0).abs() < 1e-4, "mean {mean}");
        assert!((law.quantile(0.2) - 3.0).abs() < 1e-12, "a fifth lies below the mode");
        assert_eq!(law.mean(), 4.0);
    }

    #[test]
    fn quartiles_are_where_they_are_said_to_be() {
        let values = [1.0, 2.0, 4.0, 4.0, 9.0];
        let law = Law::Quartiles(values);
        for (quarter, value) in values.into_iter().enumerate() {
            assert_eq!(law.quantile(quarter as f64 / 4.0), value);
        }
        assert_eq!(law.quantile(0.125), 1.5);
        let n = 20_000;
        let of = |it: i32| law.quantile((f64::from(it) + 0.5) / f64::from(n));
        let mean = (0..n).map(of).sum::<f64>() / f64::from(n);
        assert!((mean - law.mean()).abs() < 1e-9, "{mean} and {}", law.mean());
        assert_eq!(law.to_string(), "quartiles(1, 2, 4, 4, 9)");
    }

    #[test]
    fn a_normal_stops_at_its_limits() {
        let law = Law::Normal { mean: 0.9, sd: 0.2, lowest: 0.0, highest: 1.0 };
        assert!((law.quantile(0.5) - 0.9).abs() < 1e-12);
        assert_eq!(law.quantile(0.999), 1.0);
        assert!((law.quantile(0.158_655_253_931_457) - 0.7).abs() < 1e-9);
    }
}
