//! Beds, nights and kroner by hand: nobody comes or goes, so every night is the same until beds do.

use crate::support::{Country, observe};
use bosett::results::columns::Reception;
use bosett::results::observation::Observation;

/// Half a year with 10 beds in arrival centres, 30 ordinary and 20 emergency beds, and so many residents.
fn run(residents: i64, set: &[&str]) -> Observation {
    let prices = "ordinary_price = 600, emergency_price = 700, resident_price = 250";
    let beds = "arrival_centre_beds = 10, ordinary_beds = 30, emergency_beds = 20";
    let waiting = format!("{{ pending = 0, ready = {residents}, agreed = 0 }}");
    let scenario = Country::default()
        .with_places(&[0, 0, 0])
        .and(&[
            "run.end=2023-06-30",
            &format!("world.reception={{ {beds}, {prices} }}"),
            &format!("world.opening.waiting.people={waiting}"),
        ])
        .and(set)
        .scenario();
    observe(&scenario, 0..1).remove(0)
}

/// A column by month.
fn months(it: &Observation, column: Reception) -> Vec<i64> {
    (0..6).map(|month| it.get(it.layout().reception(month), column)).collect()
}

const DAYS: [i64; 6] = [31, 28, 31, 30, 31, 30];

#[test]
fn who_has_no_bed_is_put_up_at_the_emergency_price() {
    let it = run(100, &[]);
    assert_eq!(months(&it, Reception::BedShortfall), [40; 6]);
    assert_eq!(months(&it, Reception::ShortfallNights), DAYS.map(|it| 40 * it));
    assert_eq!(months(&it, Reception::PersonNights), DAYS.map(|it| 100 * it));
    assert_eq!(months(&it, Reception::ContractedNights), DAYS.map(|it| 60 * it));
    let parts = [
        (Reception::ContractedCost, 40 * 600 + 20 * 700),
        (Reception::OverCapacityCost, 40 * 700),
        (Reception::ResidentCost, 100 * 250),
    ];
    for (column, a_night) in parts {
        assert_eq!(months(&it, column), DAYS.map(|it| a_night * it), "{column:?}");
    }
    let a_night: i64 = parts.iter().map(|(_, kroner)| kroner).sum();
    assert_eq!(months(&it, Reception::Cost), DAYS.map(|it| a_night * it));
    assert_eq!(months(&it, Reception::IdleCost), [0; 6]);
}

#[test]
fn beds_given_up_are_paid_for_until_their_notice_has_passed() {
    // 25 residents: 15 ordinary beds are idle, and all emergency beds go on the first morning, 90 days before April.
    let it = run(25, &[]);
    assert_eq!(months(&it, Reception::EmergencyBeds), [0; 6]);
    let emergency = [20, 20, 20, 0, 0, 0];
    let each = |of: &dyn Fn(i64) -> i64| -> Vec<i64> {
        DAYS.iter().zip(emergency).map(|(days, beds)| days * of(beds)).collect()
    };
    assert_eq!(months(&it, Reception::ContractedNights), each(&|beds| 40 + beds));
    let resident = 25 * 250;
    assert_eq!(months(&it, Reception::ContractedCost), each(&|it| 40 * 600 + it * 700));
    assert_eq!(months(&it, Reception::ResidentCost), each(&|_| resident));
    assert_eq!(months(&it, Reception::OverCapacityCost), [0; 6]);
    assert_eq!(months(&it, Reception::Cost), each(&|it| 40 * 600 + it * 700 + resident));
    assert_eq!(months(&it, Reception::IdleCost), each(&|it| 15 * 600 + it * 700));
    // 50 residents: the ordinary beds are full, and ten emergency beds are used as long as they are paid for.
    let it = run(50, &[]);
    assert_eq!(months(&it, Reception::EmergencyBeds), [10; 6]);
    let idle = [10, 10, 10, 0, 0, 0].into_iter().zip(DAYS).map(|(beds, days)| beds * days * 700);
    assert_eq!(months(&it, Reception::IdleCost), idle.collect::<Vec<_>>());
}

#[test]
fn beds_are_ordered_for_residents_and_a_buffer_and_stand_after_the_lead_time() {
    // 120 are wanted and 60 stand: at most 15 are ordered on the first of each month, to stand 30 days later.
    let it = run(100, &["policy.reception={ buffer = 0.2, lead_days = 30, beds_per_month = 15 }"]);
    assert_eq!(months(&it, Reception::EmergencyBeds), [35, 35, 65, 65, 80, 80]);
    // From 31 January, 3 March and 31 March, and the last 15 from 1 May.
    let nights = [60 * 30 + 75, 75 * 28, 75 * 2 + 90 * 28 + 105, 105 * 30, 120 * 31, 120 * 30];
    assert_eq!(months(&it, Reception::ContractedNights), nights);
    // 92.7 are wanted for 90: two orders of 15 and one of 3.
    let it = run(90, &["policy.reception={ buffer = 0.03, lead_days = 30, beds_per_month = 15 }"]);
    assert_eq!(months(&it, Reception::EmergencyBeds)[5], 93 - 40);
}

/// Ordinary beds stand 60 days after an order, at most 25 of a month, and are paid for 30 days after notice.
const ORDINARY: &str =
    "policy.reception.ordinary={ lead_days = 60, notice_days = 30, beds_per_month = 25 }";

#[test]
fn ordinary_beds_take_over_from_emergency_beds() {
    // 60 stand for 100. Orders: ordinary 25 on 1 January, 25 in February and 10 in March; 15 emergency beds in January,
    // and none in February, since 25 ordinary ones come in March.
    let orders = "policy.reception={ buffer = 0, lead_days = 30, beds_per_month = 15 }";
    let it = run(100, &[orders, ORDINARY]);
    assert_eq!(months(&it, Reception::OrdinaryBeds), [30, 30, 55, 90, 90, 90]);
    // They stay until the last of the ordinary ones stands on 30 April.
    assert_eq!(months(&it, Reception::EmergencyBeds), [35, 35, 35, 35, 0, 0]);
    assert_eq!(months(&it, Reception::BedShortfall), [25, 25, 0, 0, 0, 0]);
}

#[test]
fn emergency_beds_go_before_ordinary_ones_and_bound_ones_stay() {
    // 60 stand for 25: emergency beds on 1 January, 15 ordinary beds on 1 February, paid for until 3 March.
    let it = run(25, &["policy.reception.buffer=0", ORDINARY]);
    assert_eq!(months(&it, Reception::EmergencyBeds), [0; 6]);
    assert_eq!(months(&it, Reception::OrdinaryBeds), [30, 15, 15, 15, 15, 15]);
    let nights = [60 * 31, 60 * 28, 60 * 2 + 45 * 29, 25 * 30, 25 * 31, 25 * 30];
    assert_eq!(months(&it, Reception::ContractedNights), nights);
}
