//! What a letter that asks for the need asks for, from what is seen on its day.

use crate::support::{Country, observe};
use bosett::results::columns::{Monthly, MunicipalYear};

#[test]
fn a_letter_sees_who_waits_and_repeats_last_years_arrivals_as_far_as_they_get_a_permit() {
    // Cases take 90 days: on the day of the letter those of autumn are pending, and no case is decided. Nobody is settled.
    let scenario = Country { places: None, ..Country::default() }
        .and(&[
            "run.end=2024-12-31",
            "people.arrivals.path=[{ level = { from = '2023-01', to = '2023-05', per_month = 100 } }, \
             { level = { from = '2023-10', to = '2023-11', per_month = 150 } }]",
            "people.cases=[{ from = '2023-01', granted_share = 0.75, days = { constant = { days = 90 } } }]",
            "policy.requests.a={ year = 2024, issued = 2023-12-01, size = { need = 1.5 }, minors = 0 }",
        ])
        .scenario();
    for seen in observe(&scenario, 0..5) {
        let of = |month, column| seen.get(seen.layout().monthly(month, 0), column);
        let arrived: i64 = (0..11).map(|month| of(month, Monthly::Arrived)).sum();
        let (waiting, pending) = (of(10, Monthly::Waiting), of(10, Monthly::Pending));
        let requested: i64 = (0..3)
            .map(|place| seen.get(seen.layout().municipal_year(1, place), MunicipalYear::Requested))
            .sum();
        // Of eleven months, at the same rate for twelve.
        let need = waiting as f64 + 0.75 * (arrived * 12 / 11) as f64;
        assert_eq!(requested, (1.5 * need).round() as i64);
        assert!(pending > 200 && waiting > 200, "{pending} pending, {waiting} waiting");
    }
}
