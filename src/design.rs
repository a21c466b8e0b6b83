//! Which runs to make, and what their results say about what matters (methods 6.6).
//!
//! A design is a list of points in the unit cube, one coordinate for each factor. The caller turns a
//! coordinate into a parameter by the quantile of its law, makes the runs, and hands back one output a
//! point; nothing here knows what a factor or an output is.

mod cube;
mod morris;
mod tornado;
mod variance;

pub use cube::{draw_latin_hypercube, draw_sobol_points, grid, seed_of};
pub use morris::{Effect, Trajectory, draw_trajectories, effects};
pub use tornado::{Bar, Change, bars, one_at_a_time};
pub use variance::{SobolEstimate, SobolIndices, VariancePlan};

/// A choice of every factor, each between 0 and 1.
pub type Point = Vec<f64>;

/// Functions whose sensitivities are known exactly.
#[cfg(test)]
mod known {
    use std::f64::consts::PI;

    /// Ishigami's function with a = 7 and b = 0.1.
    pub fn ishigami(point: &[f64]) -> f64 {
        let angle = |at: usize| PI * (2.0 * point[at] - 1.0);
        let (first, second, third) = (angle(0), angle(1), angle(2));
        first.sin() + 7.0 * second.sin().powi(2) + 0.1 * third.powi(4) * first.sin()
    }

    /// The parameters of Sobol's G-function.
    pub const G: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

    /// Sobol's G-function.
    pub fn g_function(point: &[f64]) -> f64 {
        let factor = |(x, a): (&f64, f64)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a);
        point.iter().zip(G).map(factor).product()
    }
}
