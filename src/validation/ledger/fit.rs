//! Least squares in a few parameters: Levenberg-Marquardt with differences for derivatives.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::storage::Owned;
use nalgebra::{DMatrix, DVector, Dyn};

/// A step of one, in spreads of a parameter, for its derivative: rounded persons make smaller steps noisy.
const DIFFERENCE: f64 = 0.05;
/// The search ends when a step changes the parameters, or the sum of squares, by less than this part.
const TOLERANCE: f64 = 1e-6;

/// The parameters, in spreads from their expected values, that make the sum of squares of `residuals` least.
pub fn fit<const N: usize>(residuals: impl Fn(&[f64; N]) -> Vec<f64>) -> [f64; N] {
    let problem = Problem { at: DVector::zeros(N), residuals };
    let search = LevenbergMarquardt::new().with_xtol(TOLERANCE).with_ftol(TOLERANCE);
    let (problem, _) = search.minimize(problem);
    problem.numbers()
}

struct Problem<F, const N: usize> {
    at: DVector<f64>,
    residuals: F,
}

impl<F: Fn(&[f64; N]) -> Vec<f64>, const N: usize> Problem<F, N> {
    fn numbers(&self) -> [f64; N] {
        std::array::from_fn(|index| self.at[index])
    }
}

impl<F: Fn(&[f64; N]) -> Vec<f64>, const N: usize> LeastSquaresProblem<f64, Dyn, Dyn>
    for Problem<F, N>
{
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, at: &DVector<f64>) {
        self.at.copy_from(at);
    }

    fn params(&self) -> DVector<f64> {
        self.at.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some((self.residuals)(&self.numbers()).into())
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let here = self.residuals()?;
        let slopes: Vec<DVector<f64>> = (0..N)
            .map(|index| {
                let mut aside = self.numbers();
                aside[index] += DIFFERENCE;
                (DVector::from((self.residuals)(&aside)) - &here) / DIFFERENCE
            })
            .collect();
        Some(DMatrix::from_columns(&slopes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_points_is_that_of_theory() {
        // y = 1 + 2x with one point half a unit off: the least squares line is known by hand.
        let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.5)];
        let found = fit(|[a, b]: &[f64; 2]| {
            points.iter().map(|(x, y)| a + b * x - y).collect::<Vec<f64>>()
        });
        let expected = [11.0 / 12.0, 2.25];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found}, by hand {expected}");
        }
    }
}
