//! Is a comparison fair? Same seed, one change: only what it touches may move.

use crate::support::{
    ADULTS, Country, Nobody, arrivals, cases, collect, embedded, observe, of_month, walk,
};
use bosett::model::State;
use bosett::model::households::{Household, Stage};
use bosett::model::today::Today;
use bosett::results::columns::{Monthly, MunicipalYear, Replications, TableId};
use bosett::results::observation::Observation;
use bosett::scenario::Scenario;
use std::collections::BTreeMap;

/// Mixed households, noise, refusals, withdrawals; letters ask and municipalities answer.
fn country() -> Country {
    let kinds =
        "one = { share = 0.6, adults = 1 }\nfour = { share = 0.4, adults = 2, children = 2 }";
    let population = vec![900, 50, 400, 70, 30];
    Country { places: None, population, ..Country::default() }.with_kinds(kinds).and(&[
        "run.end=2024-12-31",
        &arrivals("60"),
        "people.arrivals.noise={ dispersion = 0.05, drift_sd = 0.1, persistence = 0.9 }",
        &cases("0.8", "{ gamma = { mean = 60, cv = 0.7 } }"),
        "people.private_share=0.3",
        "people.withdrawal_per_month=0.03",
        "people.return_days={ exponential = { mean = 40 } }",
        "people.offer_days={ exponential = { mean = 20 } }",
        "policy.requests.a={ year = 2023, issued = 2022-12-01, size = { persons = 450 } }",
        "policy.requests.b={ year = 2024, issued = 2023-12-01, size = { persons = 450 } }",
        "world.municipalities={ less_share = 0.5, declined_share = 0.3 }",
        "world.municipalities.provisional_share=0.5",
    ])
}

/// The columns of `monthly` in each month of each replication.
fn monthly(scenario: &Scenario, n_replications: u32, columns: &[Monthly]) -> Vec<Vec<i64>> {
    let n_months = scenario.run.horizon.n_months();
    collect(scenario, 0..n_replications, |observation| {
        let of = |month| columns.iter().map(move |&it| of_month(observation, month, it));
        (0..n_months).flat_map(of).collect()
    })
}

/// Who comes and what the state decides: nothing a municipality does can change it.
const UPSTREAM: [Monthly; 4] =
    [Monthly::Arrived, Monthly::Permit, Monthly::Refused, Monthly::Pending];

#[test]
fn what_municipalities_do_moves_nobody_upstream() {
    let before = country().scenario();
    let upstream = monthly(&before, 20, &UPSTREAM);
    let waiting = monthly(&before, 20, &[Monthly::Waiting]);
    for change in [
        "policy.requests.a.size.persons=500",
        "world.municipalities.less_share=0.4",
        "world.municipalities.decision_days={ exponential = { mean = 60 } }",
        "world.municipalities.front_loading=1.3",
        "policy.queue='families-first'",
        "policy.allocation.method='round-robin'",
        "policy.allocation.method='largest-deficit'",
        "people.offer_days={ exponential = { mean = 30 } }",
    ] {
        let after = country().and(&[change]).scenario();
        assert!(monthly(&after, 20, &UPSTREAM) == upstream, "{change}");
        assert!(monthly(&after, 20, &[Monthly::Waiting]) != waiting, "{change} does something");
    }
}

/// All that is said about persons: the months, and the municipalities' years.
fn persons(of: &Observation) -> (Vec<i64>, Vec<i64>) {
    let years = 0..of.layout().n_rows(TableId::MunicipalYear);
    let columns = [MunicipalYear::Agreed, MunicipalYear::Settled, MunicipalYear::Present];
    let years = years.flat_map(|row| columns.map(|column| of.get(row, column)));
    (of.values(TableId::Monthly).to_vec(), years.collect())
}

#[test]
fn beds_and_budgets_move_no_person() {
    let priced = |set: &[&str]| {
        let prices = ["world.reception.resident_price=1", "world.reception.emergency_price=5"];
        country().and(&prices).and(set)
    };
    let before = observe(&priced(&[]).scenario(), 0..10);
    for (what, after) in [
        ("emergency beds", priced(&["world.reception.emergency_beds=200"])),
        ("ordinary beds", priced(&["world.reception.ordinary_beds=50"])),
        ("more beds a month", priced(&["policy.reception.beds_per_month=100"])),
        ("a budget", priced(&["budget.adopted.\"671/60\".2023={ million = 1.5 }"])),
        ("late payment", priced(&["world.grants.year_1_days={ constant = { days = 50 } }"])),
        ("other rates", Country { schedule: Some([50, 40, 30, 20, 10]), ..priced(&[]) }),
        ("the law", Country { schedule: None, ..priced(&[]) }),
    ] {
        for (before, after) in before.iter().zip(&observe(&after.scenario(), 0..10)) {
            assert!(persons(before) == persons(after), "{what} moves persons");
            assert!(before != after, "{what} changes something");
        }
    }
}

/// Every household that ever was on its way, with what is said about it when it is born.
fn households(scenario: &Scenario, replication: u32) -> BTreeMap<u64, String> {
    let mut known = BTreeMap::new();
    walk(scenario, replication, &mut Nobody, |today: &Today, state: &State| {
        for household in state.households.iter() {
            // From the day of arrival on the exit day is a date.
            if household.stage == Stage::Coming {
                continue;
            }
            let Household { facts, is_granted: granted, exit_day: exit, .. } = *household;
            known.entry(facts.key).or_insert_with(|| {
                format!("on {}: {facts:?}, {granted}, leaves {exit}", today.day)
            });
        }
    });
    known
}

#[test]
fn ten_per_cent_more_arrivals_leave_the_first_households_as_they_are() {
    let more = "people.arrivals.multiplier=1.1";
    for replication in 0..3 {
        let before = households(&country().scenario(), replication);
        let after = households(&country().and(&[more]).scenario(), replication);
        let n_same = before.iter().filter(|(key, facts)| after.get(key) == Some(facts)).count();
        // Where the last household of a month brings persons over its number, the next month has fewer to draw:
        // now and then a month's last household is there in one world only, but none is another one.
        let differ =
            before.iter().filter(|(key, it)| after.get(key).is_some_and(|other| other != *it));
        assert_eq!(differ.count(), 0, "replication {replication}");
        assert!(n_same * 100 > before.len() * 98, "{n_same} of {}", before.len());
        assert!(after.len() * 100 > before.len() * 105, "{} after {}", after.len(), before.len());
    }
}

#[test]
fn more_arrivals_are_never_fewer_in_any_month() {
    let more = "people.arrivals.multiplier=1.1";
    let alone = || country().with_kinds(ADULTS);
    let before = monthly(&alone().scenario(), 100, &[Monthly::Arrived]);
    let after = monthly(&alone().and(&[more]).scenario(), 100, &[Monthly::Arrived]);
    for (before, after) in before.iter().zip(&after) {
        assert!(before.iter().zip(after).all(|(before, after)| before <= after));
    }
    assert!(after.iter().flatten().sum::<i64>() > before.iter().flatten().sum());
}

#[test]
fn more_places_settle_no_fewer_and_keep_no_more_waiting() {
    // Households of one: then nobody who fits now keeps out someone larger later.
    let country = |places: &[i64]| country().with_kinds(ADULTS).with_places(places).scenario();
    let n_months = 24;
    let of = |places| monthly(&country(places), 50, &[Monthly::Settled, Monthly::Waiting]);
    let before = of(&[10, 20, 0]);
    for places in [&[11, 20, 0], &[10, 20, 5], &[30, 20, 0]] {
        let after = of(places);
        for (before, after) in before.iter().zip(&after) {
            let total =
                |of: &[i64], month: usize| of.iter().step_by(2).take(month + 1).sum::<i64>();
            for month in 0..n_months {
                assert!(total(after, month) >= total(before, month), "{places:?}");
                assert!(after[2 * month + 1] <= before[2 * month + 1], "{places:?}");
            }
        }
        assert!(before != after, "{places:?} change something");
    }
}

#[test]
fn a_letter_for_one_year_redraws_no_answer_of_another() {
    let answers = |set: &[&str]| {
        collect(&country().and(set).scenario(), 0..20, |it| {
            let of = |at| it.get(it.layout().municipal_year(1, at), MunicipalYear::Agreed);
            (0..5).map(of).collect::<Vec<_>>()
        })
    };
    let may = "policy.requests.may={ year = 2023, issued = 2023-05-15, size = { persons = 500 } }";
    assert_eq!(answers(&[]), answers(&[may]));
}

#[test]
fn one_group_more_moves_nobody_of_another() {
    let of_people = |set: &[&str], group: usize| {
        collect(&country().and(set).scenario(), 0..5, |it| {
            let row = |month| it.layout().monthly(month, group);
            let of = |month| UPSTREAM.map(|column| it.get(row(month), column));
            (0..24).flat_map(of).collect::<Vec<_>>()
        })
    };
    let households = format!("households = {{ kinds = {{ {ADULTS} }} }}");
    let group = |id: &str| format!("world.groups.{id}={{ route = 'direct', {households} }}");
    let alone = of_people(&[], 0);
    assert!(of_people(&[&group("quota")], 0) == alone, "one after it in the list");
    assert!(of_people(&[&group("asylum")], 1) == alone, "one before it in the list");
}

#[test]
fn a_branch_alone_has_the_histories_that_are_in_it_anyway() {
    let branch = |it: &Observation| it.get(it.layout().replications(), Replications::Branch);
    let run = |set: &[&str]| {
        let set = [&["run.end=2023-03-31"], set].concat();
        observe(&embedded("letter-2023", &set), 0..16)
    };
    let all = run(&[]);
    for (position, name) in ["low", "mid", "high"].into_iter().enumerate() {
        let alone = run(&[&format!("world.branch={name}")]);
        assert!(alone.iter().all(|it| branch(it) == position as i64));
        let pairs = all.iter().zip(&alone);
        let n = pairs.clone().filter(|(all, alone)| branch(all) == position as i64 && all == alone);
        let n_in_it = all.iter().filter(|it| branch(it) == position as i64).count();
        assert_eq!(n.count(), n_in_it, "{name}");
        assert!((1..16).contains(&n_in_it), "{n_in_it} of the runs are {name}");
        assert!(pairs.filter(|(all, alone)| all != alone).count() == 16 - n_in_it);
    }
}
