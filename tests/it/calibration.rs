//! Do municipalities answer, and are people settled, as in 2022 and 2023?
//!
//! Points published afterwards against the middle 80 % of one hundred histories, the same that `docs/validation.md` shows. A
//! right band misses one point in five, so what lies outside is named there and not tested away. Tested is that
//! the points the model claims stay inside, and how many months do: of 22 months with right bands that are
//! independent of each other fewer than 13 lie inside once in 200 times, and more often as they hang together. The
//! seeds are fixed; of 100 histories 7 to 13 lie below a true quantile of 10 %.

use bosett::validation::calibration::{Point, measure};
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
fn municipalities_answer_as_in_2022_and_2023_as_far_as_the_model_claims() {
    for what in ["2022, share equal", "2023, share equal", "2023, share less", "2023, share more"] {
        assert_inside(what);
    }
}

#[test]
fn most_months_of_2022_and_2023_lie_inside() {
    let months = points().iter().filter(|it| it.what.starts_with("settled in "));
    let (inside, outside): (Vec<&Point>, Vec<&Point>) = months.partition(|it| it.is_inside());
    println!("{} months inside, limit 13; outside {outside:?}", inside.len());
    assert_eq!(inside.len() + outside.len(), 22);
    assert!(inside.len() >= 13);
}

#[test]
fn the_first_ukrainians_are_settled_six_to_eight_weeks_after_the_invasion() {
    let first = points().iter().find(|it| it.what.contains("131 Ukrainians")).expect("a point");
    assert!((35.0..=56.0).contains(&first.band[1]), "weeks 6 to 8: {first:?}");
    assert_inside("days from the invasion until 2520 Ukrainians were settled");
}
