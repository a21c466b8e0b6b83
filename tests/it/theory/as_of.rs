//! What is known on the as-of day: observed months arrive as they did, and the rest follows from them
//! (methods 1.7).

use crate::support::{Country, Sample, arrivals, collect, limit, of_month};
use bosett::results::columns::Monthly;

const DISPERSION: f64 = 0.005;
const DRIFT_SD: f64 = 0.05;
const NOISE: &str =
    "people.arrivals.noise={ dispersion = 0.005, drift_sd = 0.05, persistence = 0.9 }";
const ANNUAL: &str = "people.arrivals.path=[{ annual = { year = 2023, persons = 1200 } }]";

/// Persons arriving in each month of 2023, in each of `n` replications.
fn months(set: &[&str], n: u32) -> Vec<Vec<f64>> {
    let known = ["run.as_of=2023-12-31", NOISE];
    let scenario = Country::with(&[&known, set].concat()).scenario();
    collect(&scenario, 0..n, |observation| {
        let of = |month| of_month(observation, month, Monthly::Arrived) as f64;
        (0..scenario.run.horizon.n_months()).map(of).collect()
    })
}

fn observed(from: &str, persons: &[u32], registered: &str) -> String {
    let shares = format!("registered_share = [{registered}]");
    format!("people.arrivals.observed={{ from = '{from}', persons = {persons:?}, {shares} }}")
}

#[test]
fn observed_months_arrive_as_they_did_and_the_rest_of_the_total_is_left() {
    let runs = months(&[ANNUAL, &observed("2023-01", &[150, 70, 130], "")], 1_500);
    for run in &runs {
        assert_eq!(run[..3], [150.0, 70.0, 130.0]);
    }
    // 1,200 less the 350 that came.
    let rest = Sample::of(runs.iter().map(|run| run[3..].iter().sum()));
    rest.assert_mean("the rest of the year", limit(1), 850.0, 0.98 * 850.0);
}

#[test]
fn each_month_known_narrows_the_year_and_the_last_makes_it_certain() {
    let spread = |n_known: usize| {
        let observed = observed("2023-01", &vec![100; n_known], "");
        let set: &[&str] = if n_known == 0 { &[ANNUAL] } else { &[ANNUAL, &observed] };
        Sample::of(months(set, 500).iter().map(|run| run.iter().sum())).variance.sqrt()
    };
    let spreads = [0, 3, 6, 9, 12].map(spread);
    assert_eq!(spreads[4], 0.0);
    assert!(spreads.is_sorted_by(|wide, narrow| wide > narrow), "{spreads:?}");
}

/// Mean of the drift after six months in which twice the path came, by the Kalman filter.
fn mean_drift() -> f64 {
    let (mut mean, mut variance) = (0.0_f64, DRIFT_SD.powi(2) / (1.0 - 0.81));
    for month in 0..6 {
        if month > 0 {
            (mean, variance) = (0.9 * mean, 0.81 * variance + DRIFT_SD.powi(2));
        }
        let gain = variance / (variance + DISPERSION + 1.0 / 200.0);
        (mean, variance) = (mean + gain * (2.0_f64.ln() - mean), variance * (1.0 - gain));
    }
    mean
}

#[test]
fn the_drift_of_the_last_months_is_carried_over_and_fades() {
    // The month k after them has the path times exp(.9^k m) on average.
    let drift = mean_drift();
    assert!(drift > 0.3 && drift < 2.0_f64.ln(), "{drift}");
    let runs = months(&[&arrivals("100"), &observed("2023-01", &[200; 6], "")], 4_000);
    for (months_after, month) in [(1, 6), (3, 8), (6, 11)] {
        let counts = Sample::of(runs.iter().map(|run| run[month]));
        let expected = 100.0 * (0.9_f64.powi(months_after) * drift).exp();
        let what = format!("month {months_after} after");
        counts.assert_mean(&what, limit(3), expected, 0.98 * expected);
    }
}

#[test]
fn months_before_the_run_tell_of_the_drift_too() {
    let january = "run.end=2023-01-31";
    let runs = months(&[&arrivals("100"), &observed("2022-07", &[200; 6], ""), january], 4_000);
    let january = Sample::of(runs.iter().map(|run| run[0]));
    let expected = 100.0 * (0.9 * mean_drift()).exp();
    january.assert_mean("January", limit(1), expected, 0.98 * expected);
}

#[test]
fn months_in_which_nobody_was_expected_tell_nothing_of_the_drift() {
    let later = "{ level = { from = '2023-01', to = '2023-12', per_month = 100 } }";
    let (later, january) = (format!("people.arrivals.path=[{later}]"), "run.end=2023-01-31");
    let runs = months(&[&later, &observed("2022-10", &[200; 3], ""), january], 4_000);
    let january = Sample::of(runs.iter().map(|run| run[0]));
    january.assert_mean("January", limit(1), 100.0, 102.0);
}

#[test]
fn what_is_not_registered_yet_is_negative_binomial() {
    // 300 are registered of 75 %: 100 more on average, with variance 300 x .25 / .75² = 133.3.
    let january = "run.end=2023-01-31";
    let observed = observed("2023-01", &[300], "0.75");
    let runs = months(&[&arrivals("100"), &observed, january], 20_000);
    let missing = Sample::of(runs.iter().map(|run| run[0] - 300.0));
    missing.assert_mean("not registered", limit(2), 100.0, 102.0);
    // Skewed by 2/sqrt(300) only, so the variance has a relative error of sqrt(2/n) = 1 %.
    let expected = 300.0 * 0.25 / 0.75_f64.powi(2);
    let distance = (missing.variance / expected - 1.0).abs() / (2.0 / missing.n).sqrt();
    assert!(distance < limit(2), "variance {}, theory {expected}", missing.variance);
}
