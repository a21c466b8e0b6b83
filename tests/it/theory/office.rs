//! Officials who are too few: the queue of the fluid limit, and a conservation law across orders
//! (methods 2.4 and 2.7, test vector T5).

use crate::support::{Country, collect, observe, of_month};
use bosett::results::columns::Monthly;
use bosett::scenario::Scenario;

/// 3,000 a month for four months, then 1,500 for eight, and 2,000 can be decided.
fn country(more: &[&str]) -> Scenario {
    let known = [
        "run.as_of=2023-12-31",
        "world.decisions_per_month=2000",
        "people.arrivals.observed={ from = '2023-01', persons = [3000, 3000, 3000, 3000, 1500, \
         1500, 1500, 1500, 1500, 1500, 1500, 1500] }",
    ];
    Country::with(&[&known, more].concat()).scenario()
}

#[test]
fn the_pending_pile_up_and_clear_as_in_the_fluid_limit() {
    let scenario = country(&[]);
    let pending = collect(&scenario, 0..20, |observation| {
        (0..12).map(|month| of_month(observation, month, Monthly::Pending)).collect::<Vec<_>>()
    });
    let mut cumulative = 0.0;
    let mut days = 0.0;
    for (month, n_days) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30].into_iter().enumerate() {
        cumulative += if month < 4 { 3000.0 } else { 1500.0 };
        days += f64::from(n_days);
        // Nobody is idle before December: what has come less what has been decided.
        let expected = cumulative - days * 2000.0 * 12.0 / 365.25;
        for run in &pending {
            // Only on the first days may chance leave officials idle: at most about two days' work.
            let apart = run[month] as f64 - expected;
            assert!((-1.0..132.0).contains(&apart), "month {month}: {} and {expected}", run[month]);
        }
    }
}

#[test]
fn whose_case_is_first_changes_who_waits_and_not_how_many() {
    let kinds = "adult = { share = 0.7, adults = 1 }\nchild = { share = 0.3, children = 1 }";
    let run = |order: &str| {
        let known = [
            "run.as_of=2023-12-31",
            "world.decisions_per_month=200",
            "people.arrivals.observed={ from = '2023-01', persons = [300, 300, 300, 300] }",
            "people.medical_share=0.2",
            &format!("policy.cases={order}"),
        ];
        observe(&Country::with(&known).with_kinds(kinds).scenario(), 0..5)
    };
    let ripe = run("as-ripe");
    for order in ["minors-and-families-first", "minors-medical-and-families-first"] {
        for (ripe, ordered) in ripe.iter().zip(&run(order)) {
            for month in 0..12 {
                for column in [Monthly::Pending, Monthly::Permit] {
                    let of = |observation| of_month(observation, month, column);
                    assert_eq!(of(ripe), of(ordered), "{column:?} in month {month}, {order}");
                }
            }
        }
    }
}

#[test]
fn who_waits_for_a_decision_may_leave_and_is_not_decided_afterwards() {
    // The model itself proves the balance of persons at every month end.
    let scenario = country(&["people.withdrawal_per_month=0.5", "policy.cases=minors-first"]);
    for observation in observe(&scenario, 0..3) {
        let of = |column| (0..12).map(|month| of_month(&observation, month, column)).sum::<i64>();
        let (came, permits, left) = (of(Monthly::Arrived), of(Monthly::Permit), of(Monthly::Left));
        let pending = of_month(&observation, 11, Monthly::Pending);
        assert!(left > came / 20, "{left} left of {came}");
        // Everybody is granted and settles the same day.
        assert_eq!(came, permits + left + pending);
    }
}
