//! Do municipalities answer, and are people settled, as in 2022 and 2023?
//!
//! Points published afterwards against the middle 80 % of one hundred histories in which arrivals, requests and answers
//! are those that came and behaviour is as fitted to 2022: the same that `docs/validation.md` shows. A right band misses
//! one point in five, and the points of a year hang together, so no error rate can be stated: these tests keep the points
//! that the model claims and leave out those that lie outside or near an end, which the document names with their
//! reasons. The fit has seen the dated counts of 2022; its months and all of 2023 test it. The seeds are fixed.

use crate::support::embedded;
use bosett::calendar::Year;
use bosett::fluid::expect;
use bosett::register::actuals::{Measure, monthly_flows};
use bosett::validation::bands::{Point, measure};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

fn points() -> &'static [Point] {
    static POINTS: OnceLock<Vec<Point>> = OnceLock::new();
    POINTS.get_or_init(|| {
        let points = measure(100, &AtomicBool::new(false)).expect("nobody interrupts");
        for Point { what, published, band: [low, median, high] } in &points {
            println!("{what}: {low:.3} to {high:.3}, median {median:.3}, was {published:.3}");
        }
        points
    })
}

#[track_caller]
fn assert_inside(what: &str) {
    let point = points().iter().find(|it| it.what == what).expect("a point");
    assert!(point.is_inside(), "{point:?}");
}

#[test]
fn municipalities_answer_as_they_did() {
    for share in ["equal", "less", "more"] {
        for year in [2022, 2023] {
            assert_inside(&format!("{year}, share {share}"));
        }
    }
    assert_inside("2022, municipalities that had answered");
    assert_inside("2022, decided of requested");
}

#[test]
fn the_year_that_the_fit_left_out_has_the_months_that_were() {
    (1..=12).for_each(|month| assert_inside(&format!("settled in 2023-{month:02}")));
    // An even half year, and then a rise: the model has one too.
    let of =
        |month: &str| points().iter().find(|it| it.what.ends_with(month)).expect("a month").band[1];
    assert!(of("2023-12") > 1.4 * of("2023-06"), "{} and {}", of("2023-12"), of("2023-06"));
}

#[test]
fn settlement_of_2022_rises_to_the_summer_and_falls() {
    // September is not claimed: from 23 May to the 28th nobody was counted, and its number is that of a curve.
    let claimed = (4..=12).filter(|month| *month != 9);
    claimed.for_each(|month| assert_inside(&format!("settled in 2022-{month:02}")));
    let months = points().iter().filter(|it| it.what.starts_with("settled in 2022"));
    let largest = months.max_by(|a, b| a.band[1].total_cmp(&b.band[1])).expect("twelve months");
    // At an even pace it would be December.
    assert!(["2022-07", "2022-08"].iter().any(|it| largest.what.ends_with(it)), "{largest:?}");
}

#[test]
fn what_had_been_settled_by_dated_counts_is_inside() {
    for day in ["2022-05-23", "2022-09-28", "2022-12-31"] {
        assert_inside(&format!("settled from January to {day}"));
    }
    assert_inside("others settled from January to 2022-12-31");
}

#[test]
fn the_first_ukrainians_are_settled_in_the_sixth_to_eighth_week_and_then_fast() {
    let first = points().iter().find(|it| it.what.contains("131 Ukrainians")).expect("a point");
    println!("half of the histories by day {}, limits 42 and 56", first.band[1]);
    assert!((42.0..=56.0).contains(&first.band[1]));
    assert_inside("days from the invasion until 628 Ukrainians were settled");
}

#[test]
fn cases_take_as_long_as_in_2022_and_nearly_so_in_the_year_left_out() {
    // Assumption A167: permits of single months are off by 23 % in 2022, which was fitted, and 13 % in 2023.
    let off = |set: &[&str]| {
        let scenario = embedded("calibration-2022", set);
        let ukraine = scenario.world.groups.iter().position(|it| it.id == "ukraine");
        let expected = expect(&scenario).remove(ukraine.expect("a group")).expect("cases");
        let start = scenario.run.horizon.first_month();
        let permits = monthly_flows().into_iter().filter(|it| it.measure == Measure::Permits);
        let errors: Vec<(Year, f64)> = permits
            .map(|it| {
                let persons = expected.permits[it.month.since(start) as usize];
                (it.month.year(), (persons / it.persons.0 as f64).ln())
            })
            .collect();
        [2022, 2023].map(|year| {
            let of_year = errors.iter().filter(|(of, _)| of.0 == year);
            let squares: Vec<f64> = of_year.map(|(_, error)| error.powi(2)).collect();
            (squares.iter().sum::<f64>() / squares.len() as f64).sqrt()
        })
    };
    let [fitted, left_out] = off(&[]);
    println!("off by {fitted:.3} in 2022 and {left_out:.3} in 2023");
    assert!((0.20..0.25).contains(&fitted) && (0.10..0.15).contains(&left_out));
    // The times of `norway` are further off in both.
    let slow = "world.groups.ukraine.cases=[{ from = '2022-01', granted_share = 0.96, days = { mixture = [{ weight = 0.85, \
                days = { gamma = { mean = 14, cv = 0.7 } } }, { weight = 0.15, days = { gamma = { mean = 70, cv = 0.5 } } }] } }]";
    let [in_2022, in_2023] = off(&[slow]);
    println!("and with the times of norway by {in_2022:.3} and {in_2023:.3}");
    assert!(in_2022 > fitted && in_2023 > left_out);
}
