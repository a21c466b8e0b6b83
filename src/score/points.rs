//! The error table of point forecasts, as budget offices print it (methods 7.3).

use super::mean;

/// The errors of point forecasts, forecast minus outcome, at one horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointErrors {
    /// The number of forecasts.
    pub n: usize,
    /// The mean error: positive if forecasts were too high.
    pub bias: f64,
    /// The mean of the errors' sizes.
    pub mean_absolute: f64,
    /// The root of the mean squared error.
    pub root_mean_square: f64,
    /// The share of forecasts within a tenth of the outcome.
    pub share_within_tenth: f64,
}

impl PointErrors {
    /// The errors of pairs of forecast and outcome, in their unit; `None` without pairs.
    pub fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        Self::from_errors(pairs, |forecast, outcome| forecast - outcome)
    }

    /// The errors as shares of the outcome; `None` without pairs.
    ///
    /// # Panics
    /// If an outcome is zero.
    pub fn relative(pairs: &[(f64, f64)]) -> Option<Self> {
        Self::from_errors(pairs, |forecast, outcome| {
            assert!(outcome != 0.0, "no error is relative to zero");
            (forecast - outcome) / outcome.abs()
        })
    }

    fn from_errors(pairs: &[(f64, f64)], error: impl Fn(f64, f64) -> f64) -> Option<Self> {
        let each = |of: &dyn Fn(f64) -> f64| -> Vec<f64> {
            pairs.iter().map(|(forecast, outcome)| of(error(*forecast, *outcome))).collect()
        };
        // Not by division: a forecast of exactly nine tenths is within a tenth.
        let is_close =
            |(forecast, outcome): &&(f64, f64)| 10.0 * (forecast - outcome).abs() <= outcome.abs();
        let n_close = pairs.iter().filter(is_close).count();
        (!pairs.is_empty()).then(|| Self {
            n: pairs.len(),
            bias: mean(&each(&|error| error)),
            mean_absolute: mean(&each(&f64::abs)),
            root_mean_square: mean(&each(&|error| error * error)).sqrt(),
            share_within_tenth: n_close as f64 / pairs.len() as f64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_by_hand() {
        let pairs = [(110.0, 100.0), (90.0, 100.0), (150.0, 100.0), (200.0, 220.1)];
        let errors = PointErrors::of(&pairs).unwrap();
        assert_eq!(errors.n, 4);
        assert!((errors.bias - 29.9 / 4.0).abs() < 1e-9);
        assert!((errors.mean_absolute - 90.1 / 4.0).abs() < 1e-9);
        let squares = 100.0 + 100.0 + 2500.0 + 20.1 * 20.1;
        assert!((errors.root_mean_square - (squares / 4.0_f64).sqrt()).abs() < 1e-9);
        assert_eq!(errors.share_within_tenth, 0.75);
        assert_eq!(PointErrors::of(&[]), None);
    }

    #[test]
    fn relative_errors_do_not_depend_on_the_unit() {
        let pairs = [(110.0, 100.0), (180.0, 200.0), (9.0, 6.0)];
        let millions = pairs.map(|(forecast, outcome)| (forecast * 1e6, outcome * 1e6));
        let (small, large) = (PointErrors::relative(&pairs), PointErrors::relative(&millions));
        let (small, large) = (small.unwrap(), large.unwrap());
        assert!((small.bias - 0.5 / 3.0).abs() < 1e-12, "{small:?}");
        assert!((small.mean_absolute - large.mean_absolute).abs() < 1e-12);
        assert!((small.mean_absolute - 0.7 / 3.0).abs() < 1e-12, "{small:?}");
    }
}
