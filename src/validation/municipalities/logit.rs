//! Logistic regression by Newton's method, and how well a score orders outcomes.

/// A logistic regression; a little shrinkage keeps it finite where a column explains everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// One for each column.
    pub coefficients: Vec<f64>,
    /// Standard error of each.
    pub standard_errors: Vec<f64>,
}

/// Precision of a normal prior around 0 on each coefficient.
const RIDGE: f64 = 1e-4;

impl Fit {
    /// Fits the chance of a yes to the columns of `rows`.
    pub fn new(rows: &[Vec<f64>], outcomes: &[bool]) -> Self {
        let n = rows.first().map_or(0, Vec::len);
        let mut coefficients = vec![0.0; n];
        for _ in 0..50 {
            let (slope, curvature) = derivatives(rows, outcomes, &coefficients);
            let step = solve(&curvature, &slope);
            coefficients.iter_mut().zip(&step).for_each(|(it, step)| *it += step);
            if step.iter().all(|it| it.abs() < 1e-10) {
                break;
            }
        }
        let (_, curvature) = derivatives(rows, outcomes, &coefficients);
        let standard_error = |at: usize| {
            let unit: Vec<f64> = (0..n).map(|it| f64::from(u8::from(it == at))).collect();
            solve(&curvature, &unit)[at].sqrt()
        };
        let standard_errors = (0..n).map(standard_error).collect();
        Self { coefficients, standard_errors }
    }
}

/// Slope and negative curvature of the logarithm of the likelihood.
fn derivatives(
    rows: &[Vec<f64>],
    outcomes: &[bool],
    coefficients: &[f64],
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = coefficients.len();
    let mut slope: Vec<f64> = coefficients.iter().map(|it| -RIDGE * it).collect();
    let mut curvature = vec![vec![0.0; n]; n];
    for (at, row) in curvature.iter_mut().enumerate() {
        row[at] = RIDGE;
    }
    for (row, &outcome) in rows.iter().zip(outcomes) {
        let score: f64 = row.iter().zip(coefficients).map(|(x, b)| x * b).sum();
        let chance = 1.0 / (1.0 + (-score).exp());
        let miss = f64::from(u8::from(outcome)) - chance;
        let weight = chance * (1.0 - chance);
        for (i, x) in row.iter().enumerate().filter(|it| *it.1 != 0.0) {
            slope[i] += miss * x;
            curvature[i].iter_mut().zip(row).for_each(|(it, y)| *it += weight * x * y);
        }
    }
    (slope, curvature)
}

/// Solves a system whose matrix is positive definite (Gauss, largest pivot first).
fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let n = right.len();
    let mut rows: Vec<Vec<f64>> = matrix
        .iter()
        .zip(right)
        .map(|(row, last)| row.iter().copied().chain([*last]).collect())
        .collect();
    for at in 0..n {
        let pivot = (at..n).max_by(|&a, &b| rows[a][at].abs().total_cmp(&rows[b][at].abs()));
        rows.swap(at, pivot.expect("there are rows left"));
        let (above, below) = rows.split_at_mut(at + 1);
        for row in below {
            let factor = row[at] / above[at][at];
            row.iter_mut().zip(&above[at]).for_each(|(it, top)| *it -= factor * top);
        }
    }
    let mut found = vec![0.0; n];
    for at in (0..n).rev() {
        let rest: f64 = (at + 1..n).map(|it| rows[at][it] * found[it]).sum();
        found[at] = (rows[at][n] - rest) / rows[at][at];
    }
    found
}

/// The chance that a yes has a higher score than a no, ties counted half; nothing without both.
pub fn area_under_curve(scored: &[(f64, bool)]) -> Option<f64> {
    let of = |wanted: bool| scored.iter().filter(move |it| it.1 == wanted).map(|it| it.0);
    let n_pairs = of(true).count() * of(false).count();
    let win = |yes: f64, no: f64| match yes.total_cmp(&no) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let wins: f64 = of(true).map(|yes| of(false).map(|no| win(yes, no)).sum::<f64>()).sum();
    (n_pairs > 0).then(|| wins / n_pairs as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_two_by_two_gives_the_odds_ratio() {
        // 30 of 40 with, 20 of 60 without: log odds 3 and 1/2, so ln 6; error sqrt(1/30 + 1/10 + 1/20 + 1/40).
        let group = |x: f64, yes: usize, no: usize| {
            let row = vec![x, 1.0];
            let outcomes = std::iter::repeat_n(true, yes).chain(std::iter::repeat_n(false, no));
            outcomes.map(move |it| (row.clone(), it)).collect::<Vec<_>>()
        };
        let all = [group(1.0, 30, 10), group(0.0, 20, 40)].concat();
        let (rows, outcomes): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let fit = Fit::new(&rows, &outcomes);
        assert!((fit.coefficients[0] - 6.0_f64.ln()).abs() < 1e-3, "{fit:?}");
        assert!((fit.coefficients[1] - 0.5_f64.ln()).abs() < 1e-3, "{fit:?}");
        let error = (1.0_f64 / 30.0 + 0.1 + 0.05 + 0.025).sqrt();
        assert!((fit.standard_errors[0] - error).abs() < 1e-3, "{fit:?}");
    }

    #[test]
    fn the_area_counts_pairs_in_order() {
        let scored = [(0.9, true), (0.4, true), (0.4, false), (0.1, false)];
        assert_eq!(area_under_curve(&scored), Some(3.5 / 4.0));
        assert_eq!(area_under_curve(&[(0.1, true)]), None);
    }
}
