//! Do municipalities answer, and are people settled, as in 2022 and 2023?
//!
//! Points published afterwards against the middle 80 % of one hundred histories, the same that `docs/validation.md`
//! shows. A right band misses one point in five, and the points of a year hang together, so no error rate can be
//! stated: these tests keep the points that the model claims and leave out those that lie outside, which the document
//! names with their reasons. The range of A163 was read off the months of 2022, so they test that the mechanism
//! works, and those of 2023 that the model does. The seeds are fixed; of 100 histories 7 to 13 lie below a true quantile of
//! 10 %, so a point that lies near an end of its band is not claimed.

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
fn municipalities_answer_in_2023_as_they_did() {
    for what in ["2023, share equal", "2023, share less"] {
        assert_inside(what);
    }
}

#[test]
fn an_ordinary_half_year_has_the_months_that_were() {
    (3..=9).for_each(|month| assert_inside(&format!("settled in 2023-{month:02}")));
}

#[test]
fn settlement_of_2022_rises_to_the_summer_and_falls() {
    (6..=11).for_each(|month| assert_inside(&format!("settled in 2022-{month:02}")));
    let months = points().iter().filter(|it| it.what.starts_with("settled in 2022"));
    let largest = months.max_by(|a, b| a.band[1].total_cmp(&b.band[1])).expect("ten months");
    // In June, 6,737; at an even pace it would be December.
    assert!(["2022-06", "2022-07", "2022-08"].iter().any(|it| largest.what.ends_with(it)));
}

#[test]
fn the_first_ukrainians_are_settled_in_the_sixth_to_eighth_week_and_then_fast() {
    let first = points().iter().find(|it| it.what.contains("131 Ukrainians")).expect("a point");
    println!("half of the histories by day {}, limits 42 and 56", first.band[1]);
    assert!((42.0..=56.0).contains(&first.band[1]));
    assert_inside("days from the invasion until 628 Ukrainians were settled");
}
