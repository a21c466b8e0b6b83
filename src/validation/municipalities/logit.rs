//! Logistic regression by Newton's method, and how well a score orders outcomes.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

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
        let columns = DMatrix::from_fn(rows.len(), n, |row, column| rows[row][column]);
        let is_yes = outcomes.iter().map(|it| f64::from(u8::from(*it)));
        let outcomes = DVector::from_iterator(outcomes.len(), is_yes);
        let mut coefficients = DVector::zeros(n);
        for _ in 0..50 {
            let (slope, curvature) = derivatives(&columns, &outcomes, &coefficients);
            let step = factor(curvature).solve(&slope);
            coefficients += &step;
            if step.amax() < 1e-10 {
                break;
            }
        }
        let (_, curvature) = derivatives(&columns, &outcomes, &coefficients);
        let variances = factor(curvature).inverse().diagonal();
        Self {
            coefficients: coefficients.as_slice().to_vec(),
            standard_errors: variances.iter().map(|it| it.sqrt()).collect(),
        }
    }
}

/// Slope and negative curvature of the logarithm of the likelihood.
fn derivatives(
    columns: &DMatrix<f64>,
    outcomes: &DVector<f64>,
    coefficients: &DVector<f64>,
) -> (DVector<f64>, DMatrix<f64>) {
    let n = coefficients.len();
    let chances = (columns * coefficients).map(|score| 1.0 / (1.0 + (-score).exp()));
    let slope = columns.tr_mul(&(outcomes - &chances)) - coefficients * RIDGE;
    let mut weighted = columns.clone();
    for (mut row, chance) in weighted.row_iter_mut().zip(&chances) {
        row *= chance * (1.0 - chance);
    }
    (slope, columns.tr_mul(&weighted) + DMatrix::identity(n, n) * RIDGE)
}

fn factor(curvature: DMatrix<f64>) -> Cholesky<f64, Dyn> {
    curvature.cholesky().expect("a curvature with a ridge is positive definite")
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

/// The part of the deviance that scores save beside the share of yes alone, when that share is met; negative where they
/// are worse than none, nothing without both outcomes.
pub fn deviance_saved(scored: &[(f64, bool)]) -> Option<f64> {
    let n_yes = scored.iter().filter(|it| it.1).count() as f64;
    let n = scored.len() as f64;
    if n_yes == 0.0 || n_yes == n {
        return None;
    }
    let chance = |level: f64, score: f64| 1.0 / (1.0 + (-(level + score)).exp());
    // The level at which as many yes are expected as there are: their sum rises with it.
    let (mut low, mut high) = (-100.0, 100.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        let expected: f64 = scored.iter().map(|it| chance(middle, it.0)).sum();
        if expected < n_yes { low = middle } else { high = middle }
    }
    let likelihood = |&(score, is_yes): &(f64, bool)| {
        let yes = chance(low, score);
        if is_yes { yes.ln() } else { (1.0 - yes).ln() }
    };
    let with: f64 = scored.iter().map(likelihood).sum();
    let without = n_yes * (n_yes / n).ln() + (n - n_yes) * (1.0 - n_yes / n).ln();
    Some(1.0 - with / without)
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

    #[test]
    fn scores_save_what_they_tell_and_cost_what_they_mislead() {
        // Two halves with shares 3/4 and 1/4: the entropy falls from ln 2 to that of a quarter.
        let half = |score: f64, n_yes: usize| (0..4).map(move |it| (score, it < n_yes));
        let both = |score: f64| half(score, 3).chain(half(-score, 1)).collect::<Vec<_>>();
        let quarter = 0.25 * 4.0_f64.ln() + 0.75 * (4.0_f64 / 3.0).ln();
        let found = deviance_saved(&both(3.0_f64.ln())).expect("both outcomes");
        assert!((found - (1.0 - quarter / 2.0_f64.ln())).abs() < 1e-9, "{found}");
        assert!(deviance_saved(&both(0.0)).expect("both").abs() < 1e-9);
        assert!(deviance_saved(&both(-1.0)).expect("both") < 0.0);
        assert_eq!(deviance_saved(&[(0.3, true)]), None);
    }
}
