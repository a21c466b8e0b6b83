//! What is known on the as-of day: observed months arrive as they did, and the rest follows from them
//! (methods 1.7).

use crate::support::{Country, Sample, arrivals, collect, embedded, limit, of_month};
use bosett::model::reality::Reality;
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

#[test]
fn the_budget_for_2024_begins_with_the_drift_that_december_2023_left() {
    // Kalman's filter by hand: 3,333 a month was the official figure of 2023, and these came.
    let came = [2_330, 2_620, 2_800, 2_090, 2_180, 2_380, 2_520, 3_220, 4_640, 4_410, 3_300, 2_855];
    let (dispersion, sd, persistence) = (0.02, 0.12_f64, 0.9_f64);
    let (mut mean, mut variance) = (0.0, sd.powi(2) / (1.0 - persistence.powi(2)));
    for (month, count) in came.map(f64::from).into_iter().enumerate() {
        if month > 0 {
            (mean, variance) = (persistence * mean, persistence.powi(2) * variance + sd.powi(2));
        }
        let gain = variance / (variance + dispersion + 1.0 / count);
        (mean, variance) = (mean + gain * ((count / 3_333.0).ln() - mean), variance * (1.0 - gain));
    }
    let scenario = embedded("budget-2024", &[]);
    let ukraine = scenario.world.groups.iter().position(|it| it.id == "ukraine").expect("a group");
    let reality = Reality::central(&scenario);
    let as_of = &reality.groups[ukraine].as_of;
    assert_eq!((as_of.months.len(), as_of.first_free), (0, Some(0)), "nothing of 2024 is known");
    let distance = (as_of.drift.mean - mean).abs() + (as_of.drift.variance - variance).abs();
    assert!(distance < 1e-12, "{:?}, by hand {mean} and {variance}", as_of.drift);
    // The path itself is that of the planning figure, whose months fall evenly from December to meet it.
    let mut drawn = reality.drawn;
    drawn.branch =
        scenario.world.branches.iter().position(|it| it.name == "mid").expect("a branch");
    let path = Reality::of(&scenario, drawn).groups[ukraine].expected_persons.clone();
    let year: f64 = path[..12].iter().sum();
    assert!((year - 20_000.0).abs() < 1.0, "{year}");
    let falls: Vec<f64> = std::iter::once(2_855.0 / path[0])
        .chain(path[..12].windows(2).map(|it| it[0] / it[1]))
        .collect();
    assert!(falls.iter().all(|it| (it * 0.9138 - 1.0).abs() < 0.005), "{falls:?}");
}
