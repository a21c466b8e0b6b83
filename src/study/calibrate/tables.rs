//! A calibration as sheets: parameters before and after, figures fitted and left out, generations, the check.

use super::{Calibration, Check};
use crate::filter::Posterior;
use crate::law::Law;
use crate::study::sheet::{Cell, Shape, Sheet};

/// The ends and the middle that are told.
const LOW_MIDDLE_HIGH: [f64; 3] = [0.1, 0.5, 0.9];

/// A fitted parameter in its own unit.
pub struct Fitted {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// At one tenth, a half and nine tenths.
    pub quantiles: [f64; 3],
}

impl Fitted {
    /// A parameter of a fit, under its law.
    pub fn of(posterior: &Posterior, parameter: usize, law: &Law) -> Self {
        let value = |it: &crate::filter::Weighted| law.quantile(it.parameters[parameter]);
        let mut pairs: Vec<(f64, f64)> =
            posterior.kept.iter().map(|it| (value(it), it.weight)).collect();
        pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mean: f64 = pairs.iter().map(|(value, weight)| value * weight).sum();
        let variance: f64 =
            pairs.iter().map(|(value, weight)| weight * (value - mean).powi(2)).sum();
        let quantiles = LOW_MIDDLE_HIGH.map(|probability| {
            let mut reached = 0.0;
            let found = pairs.iter().find(|(_, weight)| {
                reached += weight;
                reached >= probability
            });
            found.unwrap_or(&pairs[pairs.len() - 1]).0
        });
        Self { mean, sd: variance.sqrt(), quantiles }
    }
}

/// The standard deviation of a law, from its quantiles at the middles of a thousand equal parts.
pub fn sd_of(law: &Law) -> f64 {
    let values: Vec<f64> =
        (0..1_000).map(|it| law.quantile((f64::from(it) + 0.5) / 1_000.0)).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let square = values.iter().map(|it| (it - mean).powi(2)).sum::<f64>();
    (square / values.len() as f64).sqrt()
}

/// All sheets of a calibration.
pub fn to_sheets(calibration: &Calibration) -> Vec<Sheet> {
    vec![parameters(calibration), figures(calibration), generations(calibration)]
}

fn parameters(of: &Calibration) -> Sheet {
    let columns = [
        ("factor", Shape::Text),
        ("prior_low", Shape::Any),
        ("prior_median", Shape::Any),
        ("prior_high", Shape::Any),
        ("fitted_low", Shape::Any),
        ("fitted_median", Shape::Any),
        ("fitted_high", Shape::Any),
        ("fitted_mean", Shape::Any),
        ("fitted_sd", Shape::Any),
        ("narrowed", Shape::Percent),
    ];
    let mut sheet = Sheet::new("calibration_parameters", &columns);
    for (at, (key, law)) in of.keys.iter().zip(&of.laws).enumerate() {
        let fitted = Fitted::of(&of.posterior, at, law);
        let mut row = vec![Cell::text(key)];
        row.extend(LOW_MIDDLE_HIGH.map(|it| Cell::Number(law.quantile(it))));
        row.extend(fitted.quantiles.map(Cell::Number));
        row.push(Cell::Number(fitted.mean));
        row.push(Cell::Number(fitted.sd));
        row.push(Cell::of(Some(1.0 - fitted.sd / sd_of(law))));
        sheet.push(row);
    }
    sheet
}

fn figures(of: &Calibration) -> Sheet {
    let columns = [
        ("quantity", Shape::Text),
        ("time", Shape::Text),
        ("used", Shape::Text),
        ("published", Shape::Whole),
        ("prior_low", Shape::Whole),
        ("prior_median", Shape::Whole),
        ("prior_high", Shape::Whole),
        ("fitted_low", Shape::Whole),
        ("fitted_median", Shape::Whole),
        ("fitted_high", Shape::Whole),
    ];
    let mut sheet = Sheet::new("calibration_figures", &columns);
    for (at, figure) in of.figures.iter().enumerate() {
        let mut row = vec![
            Cell::Word(figure.counted.name()),
            Cell::Text(figure.time()),
            Cell::Word(if of.is_fitted[at] { "fitted" } else { "left_out" }),
            Cell::Number(figure.published),
        ];
        for sample in [&of.before[at], &of.after[at]] {
            let quantile = |it: f64| sample[(it * (sample.len() - 1) as f64).round() as usize];
            row.extend(LOW_MIDDLE_HIGH.map(|it| Cell::Number(quantile(it))));
        }
        sheet.push(row);
    }
    sheet
}

fn generations(of: &Calibration) -> Sheet {
    let columns = [("generation", Shape::Whole), ("tolerance", Shape::Any)];
    let mut sheet = Sheet::new("calibration_generations", &columns);
    for (number, tolerance) in of.posterior.tolerances.iter().enumerate() {
        sheet.push(vec![Cell::Number((number + 1) as f64), Cell::Number(*tolerance)]);
    }
    sheet
}

/// Where truths fell in fits to their own simulations, with how likely so uneven a spread is.
pub fn check_sheet(keys: &[String], check: &Check) -> Sheet {
    let columns = [
        ("factor", Shape::Text),
        ("fifth_1", Shape::Whole),
        ("fifth_2", Shape::Whole),
        ("fifth_3", Shape::Whole),
        ("fifth_4", Shape::Whole),
        ("fifth_5", Shape::Whole),
        ("statistic", Shape::Any),
        ("p_value", Shape::Any),
    ];
    let mut sheet = Sheet::new("calibration_check", &columns);
    for (at, key) in keys.iter().enumerate() {
        let (statistic, p) = check.unevenness(at);
        let mut row = vec![Cell::text(key)];
        row.extend(check.counts[at].map(|it| Cell::Number(it as f64)));
        row.extend([Cell::Number(statistic), Cell::Number(p)]);
        sheet.push(row);
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Weighted;

    #[test]
    fn a_fit_is_told_in_the_unit_of_its_parameter() {
        let kept = |at: f64, weight: f64| Weighted { parameters: vec![at], weight, distance: 0.0 };
        let posterior = Posterior {
            kept: vec![kept(0.5, 0.75), kept(0.125, 0.25)],
            tolerances: vec![1.0],
            n_runs: 2,
        };
        // A symmetric triangle from 0 to 4: an eighth lies below 1.
        let law = Law::Triangular { low: 0.0, mode: 2.0, high: 4.0 };
        let fitted = Fitted::of(&posterior, 0, &law);
        assert!((fitted.mean - 1.75).abs() < 1e-9, "{}", fitted.mean);
        assert!((fitted.sd - 0.1875_f64.sqrt()).abs() < 1e-9, "{}", fitted.sd);
        assert_eq!(fitted.quantiles.map(|it| it.round()), [1.0, 2.0, 2.0]);
        // (b - a) / sqrt(24).
        assert!((sd_of(&law) - 4.0 / 24.0_f64.sqrt()).abs() < 1e-3);
    }
}
