//! A normal law of several parameters: where the next generation of parameters is drawn.

use crate::chance::Stream;
use nalgebra::{Cholesky, DMatrix, DVector};
use rand_distr::{Distribution, StandardNormal};

/// Steps with a given covariance.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kernel {
    /// The lower triangle whose product with its mirror image is the covariance (Cholesky).
    triangle: DMatrix<f64>,
}

impl Kernel {
    /// With `scale` times the weighted covariance of the points; weights add up to one.
    pub(super) fn around(points: &[&[f64]], weights: &[f64], scale: f64) -> Self {
        let n = points[0].len();
        let points = DMatrix::from_fn(n, points.len(), |at, point| points[point][at]);
        let mean = &points * DVector::from_column_slice(weights);
        let mut covariance = DMatrix::zeros(n, n);
        for (point, weight) in points.column_iter().zip(weights) {
            let away = point - &mean;
            covariance.ger(scale * weight, &away, &away, 1.0);
        }
        for at in 0..n {
            // Parameters that move together, or not at all, keep a little room.
            covariance[(at, at)] = (covariance[(at, at)] * (1.0 + 1e-12)).max(1e-300);
        }
        let root = Cholesky::new(covariance).expect("a covariance with room in every direction");
        Self { triangle: root.unpack() }
    }

    /// Draws a point near another.
    pub(super) fn draw(&self, from: &[f64], stream: &mut Stream) -> Vec<f64> {
        let noise = DVector::from_fn(from.len(), |_, _| StandardNormal.sample(stream.generator()));
        let step = &self.triangle * noise;
        from.iter().zip(&step).map(|(from, step)| from + step).collect()
    }

    /// The point on axes on which steps are independent and of unit length.
    pub(super) fn straighten(&self, point: &[f64]) -> Vec<f64> {
        let straight = self.triangle.solve_lower_triangular(&DVector::from_column_slice(point));
        straight.expect("room in every direction").as_slice().to_vec()
    }
}

/// The density of a step between two straightened points, without the factor that is the same for all.
pub(super) fn step_density(from: &[f64], to: &[f64]) -> f64 {
    let squares = from.iter().zip(to).map(|(from, to)| (to - from) * (to - from));
    (-squares.sum::<f64>() / 2.0).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    const POINTS: [[f64; 2]; 4] = [[0.0, 1.0], [2.0, 2.0], [1.0, 5.0], [5.0, 4.0]];
    const WEIGHTS: [f64; 4] = [0.1, 0.4, 0.2, 0.3];

    fn kernel() -> Kernel {
        let points = POINTS.each_ref().map(|it| it.as_slice());
        Kernel::around(&points, &WEIGHTS, 2.0)
    }

    /// Twice the weighted covariance of the points, by hand: means 2.5 and 3.1.
    const COVARIANCE: [[f64; 2]; 2] = [[6.1, 1.7], [1.7, 3.78]];

    #[test]
    fn draws_have_the_covariance() {
        // 40,000 draws: a variance v has standard error v sqrt(2/n), a covariance
        // sqrt((v w + c^2)/n); 3.29 of them are exceeded once in a thousand seeds for each of 3.
        let (kernel, mut stream) = (kernel(), Chance::new(75, 0).stream(Process::Parameter, 0));
        let n = 40_000;
        let draws: Vec<Vec<f64>> = (0..n).map(|_| kernel.draw(&[7.0, -3.0], &mut stream)).collect();
        for (row, column) in [(0, 0), (1, 0), (1, 1)] {
            let centre = [7.0, -3.0];
            let product = |it: &Vec<f64>| (it[row] - centre[row]) * (it[column] - centre[column]);
            let found = draws.iter().map(product).sum::<f64>() / f64::from(n);
            let expected = COVARIANCE[row][column];
            let variance = COVARIANCE[row][row] * COVARIANCE[column][column] + expected * expected;
            let error = (variance / f64::from(n)).sqrt();
            assert!((found - expected).abs() < 3.29 * error, "{found} for {expected}");
        }
    }

    #[test]
    fn the_density_is_that_of_the_covariance() {
        let [[a, b], [_, c]] = COVARIANCE;
        let (x, y) = (1.5, -0.7);
        let expected = -(c * x * x - 2.0 * b * x * y + a * y * y) / (a * c - b * b) / 2.0;
        let (from, to) =
            (kernel().straighten(&[3.0, 3.0]), kernel().straighten(&[3.0 + x, 3.0 + y]));
        let found = step_density(&from, &to);
        assert!((found - expected.exp()).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn a_parameter_that_does_not_vary_is_no_trouble() {
        let kernel = Kernel::around(&[&[1.0, 2.0], &[3.0, 2.0]], &[0.5, 0.5], 2.0);
        let mut stream = Chance::new(75, 1).stream(Process::Parameter, 0);
        let moved = kernel.draw(&[1.0, 2.0], &mut stream);
        assert!((moved[1] - 2.0).abs() < 1e-100 && moved[0] != 1.0);
        assert!(kernel.straighten(&moved).iter().all(|it| it.is_finite()));
    }
}
