//! Fitted values as a file that a scenario can extend.

use super::tables::Fitted;
use super::{Calibration, Task};
use crate::chance::STREAM_VERSION;
use std::collections::BTreeSet;

/// What the fitted file says of where it comes from.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The day of the fit, where the user gave one: the program reads no clock.
    pub day: Option<crate::calendar::Day>,
    /// Version of the program.
    pub version: &'static str,
}

/// The scenario that a fitted file adds to.
const PARENT: &str = "norway";

/// The file: the world with every fitted parameter as a normal law, and its evidence.
pub fn render_fitted(task: &Task, calibration: &Calibration, stamp: &Stamp) -> String {
    let years = list(task.question.years.iter().map(ToString::to_string));
    let mut text = header(task, calibration, stamp, &years);
    text.push_str(&format!(
        "\nextends = \"{PARENT}\"\ntitle = \"Norway as fitted to {years}, without arrivals\"\n\
         question = \"What do the figures of {years} say about behaviour that nobody publishes?\"\n\n"
    ));
    for (at, (key, law)) in calibration.keys.iter().zip(&calibration.laws).enumerate() {
        let Fitted { mean, sd, .. } = Fitted::of(&calibration.posterior, at, law);
        let [mean, sd] = [mean, sd].map(significant);
        text.push_str(&format!("{key} = {{ mean = {mean}, sd = {sd} }}\n"));
    }
    text.push_str(
        "\n# ---------------------------------------------------------------- evidence\n",
    );
    let evidence = calibration.keys.iter().map(|key| {
        format!(
            "[evidence.\"{key}\"]\nstatus = \"derived\"\n\
             source = \"A186: fitted to published figures of {years} (UDI, IMDi, Eurostat)\"\n"
        )
    });
    text.push_str(&evidence.collect::<Vec<_>>().join("\n"));
    text
}

/// Data, day, versions and what the laws below cannot say.
fn header(task: &Task, calibration: &Calibration, stamp: &Stamp, years: &str) -> String {
    let of = |is_fitted: bool| {
        let pairs = task.figures.iter().zip(&task.is_fitted).filter(|(_, it)| **it == is_fitted);
        pairs.map(|(figure, _)| figure.year().to_string()).collect::<BTreeSet<String>>()
    };
    let tables: BTreeSet<&str> = task.figures.iter().map(|it| it.counted.table()).collect();
    let n_fitted = task.is_fitted.iter().filter(|it| **it).count();
    let posterior = &calibration.posterior;
    let day = stamp.day.map_or_else(String::new, |it| format!(" on {it}"));
    let left_out = match list(of(false).into_iter()) {
        none if none.is_empty() => "no year left out".to_owned(),
        years => format!("{years} left out"),
    };
    format!(
        "# Behaviour fitted to the published figures of {years}: a scenario takes it by extending this file.\n#\n\
         # Written by `bosett calibrate`{day}; do not edit.\n\
         # Data: {n_fitted} figures of {} from {}; {left_out}.\n\
         # Code: bosett {}, random streams {STREAM_VERSION}, scenario {}, seed {}.\n\
         # Fit: approximate Bayesian computation, {} runs, {} generations, {} kept, last distance {} standard deviations.\n\
         # Each law is that of one parameter alone. {}\n",
        list(of(true).into_iter()),
        list(tables.into_iter().map(str::to_owned)),
        stamp.version,
        task.scenario.name,
        task.scenario.run.seed,
        posterior.n_runs,
        posterior.tolerances.len(),
        posterior.kept.len(),
        posterior.tolerances.last().map_or_else(String::new, |it| significant(*it)),
        correlation(calibration),
    )
}

/// The pair of parameters that goes together most: what one loses in the fit the other may make up for.
fn correlation(calibration: &Calibration) -> String {
    let posterior = &calibration.posterior;
    let n = calibration.keys.len();
    let between = |one: usize, other: usize| {
        let (mean_one, mean_other) = (posterior.mean(one), posterior.mean(other));
        let product = posterior.kept.iter().map(|it| {
            it.weight * (it.parameters[one] - mean_one) * (it.parameters[other] - mean_other)
        });
        product.sum::<f64>() / (posterior.sd(one) * posterior.sd(other))
    };
    let pairs = (0..n).flat_map(|one| (0..one).map(move |other| (one, other)));
    let pairs = pairs.map(|(one, other)| (between(one, other), one, other));
    let most = pairs.max_by(|one, other| one.0.abs().total_cmp(&other.0.abs()));
    most.map_or_else(String::new, |(between, one, other)| {
        format!(
            "Together they were closer; most of all\n# {} and {}: correlation {between:.2}.",
            calibration.keys[one], calibration.keys[other]
        )
    })
}

fn list(it: impl Iterator<Item = String>) -> String {
    it.collect::<Vec<_>>().join(", ")
}

/// Four significant digits, without an exponent.
fn significant(number: f64) -> String {
    let digits = if number == 0.0 { 0 } else { 3 - number.abs().log10().floor() as i32 };
    format!("{number:.*}", digits.clamp(0, 9) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits() {
        let cases = [(0.012_345_67, "0.01235"), (38.123_4, "38.12"), (2_900.4, "2900"), (0.0, "0")];
        for (number, expected) in cases {
            assert_eq!(significant(number), expected);
        }
    }
}
