//! Who has settled, and who waits for it, returns by date at the hazard of the month, on top of what else takes people
//! away, whenever they came.

use crate::support::{Country, Sample, cases, collect, limit, observe, of_month};
use bosett::results::columns::Monthly;

/// A quarter of those who are left a year through 2023, nobody in the first half of 2024, a half a year after that.
const RETURNS: &str = "people.returns=[{ from = '2022-06', to = '2023-12', per_year = 0.25 }, \
                       { from = '2024-07', per_year = 0.5 }]";
/// Share that emigrates in each year since settlement besides.
const LEAVES: f64 = 0.04;

fn hazard(share: f64) -> f64 {
    -(1.0 - share).ln()
}

/// Hazard of returning from 1 January 2023 to the end of a month, counted from 0.
fn returned_by(month_index: usize) -> f64 {
    let days = |month: usize| {
        const LENGTHS: [f64; 12] =
            [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
        LENGTHS[month % 12] + if month == 13 { 1.0 } else { 0.0 }
    };
    let a_day = |month: usize| match month {
        0..12 => hazard(0.25) / 365.25,
        12..18 => 0.0,
        _ => hazard(0.5) / 365.25,
    };
    (0..=month_index).map(|it| days(it) * a_day(it)).sum()
}

/// Days from 1 January 2023 to the end of a month.
fn days_to_end(month_index: usize) -> f64 {
    let first: bosett::calendar::Month = "2023-01".parse().expect("a month");
    f64::from(first.plus(month_index as i32).last_day().since(first.first_day()) + 1)
}

fn country(set: &[&str]) -> Country {
    let emigration = format!("people.emigration_per_year={:?}", [LEAVES; 5]);
    Country { population: vec![500_000; 2], places: Some(vec![600_000; 2]), ..Country::default() }
        .and(&["run.end=2025-06-30", RETURNS, &emigration])
        .and(set)
}

/// Gone by the end of some months of those who were there, against theory: for each day on which they may have come, as
/// likely as any other, the hazard of returning and the days that were over by then.
fn assert_gone(what: &str, country: &Country, opening: f64, came: &[(f64, f64)], months: &[usize]) {
    let found = collect(&country.scenario(), 0..40, |it| {
        let total =
            |column, last| (0..=last).map(|month| of_month(it, month, column)).sum::<i64>() as f64;
        let there = opening + total(Monthly::Settled, 29);
        months.iter().map(|&month| total(Monthly::Emigrated, month) / there).collect::<Vec<f64>>()
    });
    for (position, &month) in months.iter().enumerate() {
        let gone = |by: f64| {
            let stays = came.iter().map(|(returned, days)| {
                let years = (days_to_end(month) - days) / 365.25;
                (-by * (returned_by(month) - returned) - hazard(LEAVES) * years).exp()
            });
            1.0 - stays.sum::<f64>() / came.len() as f64
        };
        let sample = Sample::of(found.iter().map(|it| it[position]));
        sample.assert_mean(&format!("{what}, month {month}"), limit(7), gone(1.0), gone(1.02));
    }
}

#[test]
fn opening_cohorts_return_by_the_months_of_the_run() {
    // 40 replications of 60,000 persons: standard errors of 0.1 to 0.2 % of those gone.
    let cohort = "world.opening.cohorts.2021={ group = 'people', csv = 'cohort.csv', \
                  triggering_per_settled = 3 }";
    assert_gone("cohort", &country(&[cohort]), 60_000.0, &[(0.0, 0.0)], &[2, 11, 17, 29]);
}

#[test]
fn newcomers_return_by_the_calendar_and_not_by_the_time_they_have_been_here() {
    // 40 replications of 60,000 persons who settle in March 2023, each on a day of the month as likely as any other.
    let only = "{ level = { from = '2023-03', to = '2023-03', per_month = 60_000 } }";
    let country = country(&["people.route='direct'", &format!("people.arrivals.path=[{only}]")]);
    let a_day = hazard(0.25) / 365.25;
    let came: Vec<(f64, f64)> = (60..91).map(f64::from).map(|days| (days * a_day, days)).collect();
    assert_gone("newcomers", &country, 0.0, &came, &[8, 14, 29]);
}

#[test]
fn who_waits_returns_as_the_settled_do() {
    // 20 replications of 40,000 persons who come on 1 March and for whom there is no place, and of 20,000 met under way:
    // in a case of 200 days, then in the queue. Standard errors below 0.1 %, and 2 % of the hazard are 0.3 % or more.
    let only = "{ level = { from = '2023-03', to = '2023-03', per_month = 40_000 } }";
    let set = [
        "run.end=2025-06-30",
        RETURNS,
        &format!("people.arrivals.path=[{only}]"),
        &cases("1", "{ constant = { days = 200 } }"),
        "world.opening.waiting.people={ pending = 12_000, ready = 8_000 }",
    ];
    let scenario = Country::default().with_places(&[0, 0]).and(&set).scenario();
    let found = collect(&scenario, 0..20, |it| {
        let left = |last| (0..=last).map(|month| of_month(it, month, Monthly::Left)).sum::<i64>();
        let here = of_month(it, 29, Monthly::Pending) + of_month(it, 29, Monthly::Waiting);
        let came = 20_000 + of_month(it, 2, Monthly::Arrived);
        assert_eq!(here + left(29), came, "nobody settles");
        // Before March nobody has come.
        [left(1) as f64 / 20_000.0, left(8) as f64 / came as f64, left(29) as f64 / came as f64]
    });
    for (position, month) in [1, 8, 29].into_iter().enumerate() {
        let gone = |by: f64| {
            let since = |hazard: f64| 1.0 - (-by * (returned_by(month) - hazard)).exp();
            let a_day = hazard(0.25) / 365.25;
            let came = (60..91).map(|day| since(f64::from(day) * a_day)).sum::<f64>() / 31.0;
            if month < 2 { since(0.0) } else { (since(0.0) + 2.0 * came) / 3.0 }
        };
        let sample = Sample::of(found.iter().map(|it| it[position]));
        sample.assert_mean(&format!("gone by month {month}"), limit(3), gone(1.0), gone(1.02));
    }
}

#[test]
fn a_scenario_without_returns_draws_nothing_for_them() {
    // A return that has ended before the run is one that nobody takes.
    let only = "{ level = { from = '2023-03', to = '2023-03', per_month = 300 } }";
    let set = ["people.route='direct'", &format!("people.arrivals.path=[{only}]")];
    let over = "people.returns=[{ from = '2021-01', to = '2022-12', per_year = 0.9 }]";
    let plain = observe(&country(&set).and(&["people.returns=[]"]).scenario(), 0..2);
    assert!(plain == observe(&country(&set).and(&[over]).scenario(), 0..2));
    assert!(plain != observe(&country(&set).scenario(), 0..2), "the test can tell");
}
