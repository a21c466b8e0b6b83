//! Least squares in a few parameters: Levenberg-Marquardt with differences for derivatives.

/// A step of one, in spreads of a parameter, for its derivative: rounded persons make smaller steps noisy.
const DIFFERENCE: f64 = 0.05;
const MOST_STEPS: usize = 25;
/// Steps smaller than this part of a spread end the search.
const SMALL_STEP: f64 = 0.005;
const MOST_DAMPING: f64 = 1e6;

/// The parameters, in spreads from their expected values, that make the sum of squares of `residuals` least.
pub fn fit<const N: usize>(residuals: impl Fn(&[f64; N]) -> Vec<f64>) -> [f64; N] {
    let mut at = [0.0; N];
    let mut damping = 0.01;
    let mut best = residuals(&at);
    for _ in 0..MOST_STEPS {
        let slopes: Vec<Vec<f64>> = (0..N)
            .map(|index| {
                let mut aside = at;
                aside[index] += DIFFERENCE;
                let there = residuals(&aside);
                there.iter().zip(&best).map(|(there, here)| (there - here) / DIFFERENCE).collect()
            })
            .collect();
        let step = loop {
            let step: [f64; N] = solve(&slopes, &best, damping);
            let next: [f64; N] = std::array::from_fn(|index| at[index] + step[index]);
            let there = residuals(&next);
            if squares(&there) < squares(&best) {
                (at, best) = (next, there);
                damping /= 3.0;
                break step;
            }
            damping *= 4.0;
            if damping > MOST_DAMPING {
                return at;
            }
        };
        if step.iter().all(|it| it.abs() < SMALL_STEP) {
            break;
        }
    }
    at
}

fn squares(residuals: &[f64]) -> f64 {
    residuals.iter().map(|it| it * it).sum()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The damped step: Gauss elimination; with damping the matrix is positive definite and needs no pivots.
fn solve<const N: usize>(slopes: &[Vec<f64>], residuals: &[f64], damping: f64) -> [f64; N] {
    let mut matrix: [[f64; N]; N] =
        std::array::from_fn(|row| std::array::from_fn(|column| dot(&slopes[row], &slopes[column])));
    let mut right: [f64; N] = std::array::from_fn(|row| -dot(&slopes[row], residuals));
    (0..N).for_each(|it| matrix[it][it] += damping);
    for pivot in 0..N {
        let above = matrix[pivot];
        for row in pivot + 1..N {
            let factor = matrix[row][pivot] / above[pivot];
            matrix[row].iter_mut().zip(above).for_each(|(cell, above)| *cell -= factor * above);
            right[row] -= factor * right[pivot];
        }
    }
    let mut step = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|column| matrix[row][column] * step[column]).sum();
        step[row] = (right[row] - known) / matrix[row][row];
    }
    step
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
            assert!((found - expected).abs() < 1e-3, "{found}, by hand {expected}");
        }
    }
}
