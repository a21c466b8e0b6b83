//! The expected-value engine against the mean of many histories: the same where nobody waits for a place, up to the permit
//! and beyond it, and not the same where they do.

use crate::support::{Country, Sample, cases, collect, limit, of_month};
use bosett::fluid::expect;
use bosett::fluid::settlement::expect_settling;
use bosett::oracle::fluid_queue;
use bosett::results::columns::Monthly;

const N: u32 = 3_000;

#[test]
fn expected_values_are_the_means_of_histories_up_to_the_permit() {
    // Families and singles, withdrawal, return by date, a refusal in four, and cases under way at the start. 3,000 histories: the
    // year's permits (about 760) have a standard error of about 0.7, and 2 % of them are 15.
    let series = "{ series = { from = '2023-01', persons = [40, 90, 150, 60, 60, 60, 60, 60, 60, 60, 60, 60] } }";
    let country = Country::with(&[
        &format!("people.arrivals.path=[{series}]"),
        "people.withdrawal_per_month=0.05",
        "people.returns=[{ from = '2022-10', to = '2023-02', per_year = 0.5 }, { from = '2023-06', per_year = 0.3 }]",
        "world.opening.waiting.people.pending=200",
        &cases("0.75", "{ gamma = { mean = 70, cv = 0.7 } }"),
    ]);
    let kinds =
        "family = { share = 0.4, adults = 1, children = 2 }\nadult = { share = 0.6, adults = 1 }";
    let scenario = country.with_kinds(kinds).scenario();
    let expected = expect(&scenario).remove(0).expect("nothing but cases");
    let histories = collect(&scenario, 0..N, |it| {
        [Monthly::Arrived, Monthly::Permit, Monthly::Refused, Monthly::Pending].map(|column| {
            let months: Vec<f64> = (0..12).map(|at| of_month(it, at, column) as f64).collect();
            months
        })
    });
    let theory = [&expected.arrived, &expected.permits, &expected.refused, &expected.pending];
    let names = ["arrived", "permits", "refused", "pending"];
    for (which, theory) in theory.into_iter().enumerate() {
        for (month, mean) in theory.iter().enumerate() {
            let sample = Sample::of(histories.iter().map(|it| it[which][month]));
            let distance = sample.distance(*mean);
            let what = format!("{}, month {month}: {} and {mean}", names[which], sample.mean);
            assert!(distance < limit(4 * 12), "{what}: {distance:.2} errors apart");
        }
        let year: f64 = theory.iter().sum();
        let sample = Sample::of(histories.iter().map(|it| it[which].iter().sum::<f64>()));
        sample.assert_mean(names[which], limit(4), year, year * 1.02);
    }
}

/// A group with places for all: households of one and three, some private, some on their own, withdrawal and return by
/// date, and all three stages under way at the start.
fn with_places_for_all(route: &str) -> Country {
    let series = "{ series = { from = '2023-01', persons = [40, 90, 150, 60, 60, 60, 60, 60, 60, 60, 60, 60] } }";
    let country = Country::with(&[
        &format!("people.route='{route}'"),
        &format!("people.arrivals.path=[{series}]"),
        "people.self_settled_share=0.2",
        "people.withdrawal_per_month=0.03",
        "people.returns=[{ from = '2023-06', per_year = 0.2 }]",
        "people.matching_days={ gamma = { mean = 20, cv = 0.8 } }",
        "people.offer_days={ gamma = { mean = 40, cv = 0.5 } }",
        "people.self_settlement_days={ gamma = { mean = 30, cv = 0.8 } }",
        "world.opening.waiting.people.ready=60",
        "world.opening.waiting.people.agreed=90",
    ]);
    country.with_kinds(
        "family = { share = 0.4, adults = 1, children = 2 }\nadult = { share = 0.6, adults = 1 }",
    )
}

#[test]
fn with_places_for_all_every_month_and_stock_is_as_expected() {
    // 4,000 histories: every month of every number within the standard errors for so many comparisons, and each summed over
    // the year within those that a 2 % error would exceed. Three standard errors (methods 2.2) would be passed by one of 370.
    let reception = with_places_for_all("reception").and(&[
        "people.private_share=0.3",
        "people.return_days={ gamma = { mean = 50, cv = 0.8 } }",
        "world.opening.waiting.people.pending=120",
        &cases("0.8", "{ gamma = { mean = 50, cv = 0.7 } }"),
    ]);
    for (route, country) in [("reception", reception), ("direct", with_places_for_all("direct"))] {
        let scenario = country.scenario();
        let expected = expect_settling(&scenario).remove(0).expect("not a family group");
        let columns = [Monthly::Waiting, Monthly::Reception, Monthly::Private, Monthly::Settled];
        let histories = collect(&scenario, 0..4_000, |it| {
            columns.map(|column| {
                (0..12).map(|at| of_month(it, at, column) as f64).collect::<Vec<f64>>()
            })
        });
        let theory = [&expected.waiting, &expected.reception, &expected.private, &expected.settled];
        let names = ["waiting", "reception", "private", "settled"];
        for (which, theory) in theory.into_iter().enumerate() {
            let what = format!("{route}, {}", names[which]);
            let year: f64 = theory.iter().sum();
            if year == 0.0 {
                assert!(histories.iter().all(|it| it[which].iter().all(|it| *it == 0.0)), "{what}");
                continue;
            }
            for (month, mean) in theory.iter().enumerate() {
                let sample = Sample::of(histories.iter().map(|it| it[which][month]));
                let distance = sample.distance(*mean);
                let told = format!("{what}, month {month}: {} and {mean}", sample.mean);
                assert!(distance < limit(6 * 12), "{told}: {distance:.2} errors apart");
            }
            let sample = Sample::of(histories.iter().map(|it| it[which].iter().sum::<f64>()));
            sample.assert_mean(&what, limit(6), year, year * 1.02);
        }
    }
}

#[test]
fn where_places_are_few_a_deterministic_queue_is_wrong() {
    // Vector A of methods 2.6: after a year the fluid queue is empty, the mean one has 6.3 persons.
    let expected = [30.0, 30.0, 30.0, 30.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0];
    let series = format!("{{ series = {{ from = '2023-01', persons = {expected:?} }} }}");
    let country = Country::with(&["people.route='direct'"]);
    let country =
        country.and(&[&format!("people.arrivals.path=[{series}]")]).with_places(&[20, 0, 0]);
    let scenario = country.scenario();
    let fluid = fluid_queue(0.0, &expected, &[20.0; 12])[11];
    assert!(fluid.abs() < 1e-9, "{fluid}");
    let queues = collect(&scenario, 0..1_000, |it| of_month(it, 11, Monthly::Waiting) as f64);
    let distance = Sample::of(queues).distance(fluid);
    assert!(distance > 3.0, "{distance:.2} errors from what is wrong");
}
