//! Comparisons of small scenarios: nothing differs where nothing was changed, and all parts add up.

use super::*;
use crate::results::comparison::Cause;
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use std::collections::BTreeSet;

/// A country in which little happens, for two years.
const SMALL: [&str; 5] = [
    "run.end=2024-06-30",
    "run.replications=6",
    "world.groups.quota.arrivals.multiplier=0.1",
    "world.groups.ukraine.arrivals.multiplier=0.05",
    "world.groups.asylum.arrivals.multiplier=0.1",
];

fn entry(changes: &[&str]) -> Entry {
    let overrides: Vec<_> = SMALL.iter().chain(changes).map(|it| (*it).to_owned()).collect();
    let argument = "letter-2023".to_owned();
    let (scenario, _) = load(&argument, &overrides, LIBRARY).expect("a scenario");
    Entry { argument, scenario }
}

fn compared(entries: &[Entry]) -> Comparison {
    let plan = Plan::new(entries).expect("they can be compared");
    let stop = AtomicBool::new(false);
    plan.run("0", "1", Vec::new(), &stop, &|| ()).expect("it runs")
}

#[test]
fn the_same_scenario_twice_has_no_differences() {
    let found = compared(&[entry(&[]), entry(&[])]);
    let other = &found.others()[0];
    assert!(other.changes.is_empty() && other.steps.is_empty() && other.is_taken_apart);
    assert!(other.differences.len() >= 2 * 6, "{}", other.differences.len());
    for Difference { measure, low, high } in &other.differences {
        assert_eq!((measure.mean, measure.sd, *low, *high), (0.0, 0.0, 0.0, 0.0), "{measure:?}");
    }
}

#[test]
fn contributions_add_up_to_the_difference_in_every_year() {
    let changes = [
        "world.groups.ukraine.arrivals.multiplier=0.06",
        "world.groups.ukraine.matching_days.gamma.mean=60",
        "world.grants.newborns_per_settled=0",
        "world.moves.deaths_per_year=0",
    ];
    let found = compared(&[entry(&[]), entry(&changes)]);
    let other = &found.others()[0];
    let causes: BTreeSet<_> = other.steps.iter().map(|step| step.cause).collect();
    let expected = [Cause::Volume, Cause::Timing, Cause::Composition, Cause::Other];
    assert_eq!(causes, BTreeSet::from(expected));
    let mut total = 0.0;
    for year in ["2023", "2024"] {
        let sum: f64 = other.steps_of(year).iter().map(|it| it.difference.measure.mean).sum();
        let whole = other.difference("cash_kroner", year, Some("671/60")).expect("a difference");
        // Whole kroner: only the last bits of sums of eight-figure numbers may differ.
        assert!((sum - whole.measure.mean).abs() < 1.0, "{sum} is not {}", whole.measure.mean);
        total += whole.measure.mean;
    }
    let all: f64 = other.steps_of("all").iter().map(|it| it.difference.measure.mean).sum();
    assert!((all - total).abs() < 1.0, "{all} is not {total}");
    assert!(other.steps.iter().any(|step| step.difference.measure.mean != 0.0));
}

#[test]
fn one_cause_gets_the_whole_difference() {
    let found = compared(&[entry(&[]), entry(&["world.groups.ukraine.arrivals.multiplier=0.1"])]);
    let other = &found.others()[0];
    assert!(other.steps.iter().all(|step| step.cause == Cause::Volume));
    let whole = other.difference("cash_kroner", "2024", Some("671/60")).expect("a difference");
    let steps = other.steps_of("2024");
    assert_eq!(steps.len(), 1);
    assert!((steps[0].difference.measure.mean - whole.measure.mean).abs() < 1.0);
    assert!(whole.is_clear() && whole.low > 0.0, "twice as many cost more: {whole:?}");
}

#[test]
fn the_order_of_the_two_only_turns_the_sign() {
    let changes = [
        "world.groups.ukraine.arrivals.multiplier=0.06",
        "world.groups.ukraine.matching_days.gamma.mean=60",
    ];
    let there = compared(&[entry(&[]), entry(&changes)]);
    let back = compared(&[entry(&changes), entry(&[])]);
    for (one, other) in there.others()[0].steps.iter().zip(&back.others()[0].steps) {
        let sum = one.difference.measure.mean + other.difference.measure.mean;
        assert_eq!(one.cause, other.cause);
        assert!(sum.abs() < 1.0, "{:?} {sum}", one.cause);
    }
}

#[test]
fn other_days_or_seeds_cannot_be_compared() {
    for (change, key) in [
        ("run.end=2024-05-31", "horizon"),
        ("run.seed=1", "run.seed"),
        ("run.replications=7", "run.replications"),
    ] {
        let entries = [entry(&[]), entry(&[change])];
        let error = Plan::new(&entries).map(|_| ()).expect_err(change).to_string();
        assert!(error.contains(key), "{error}");
    }
}
