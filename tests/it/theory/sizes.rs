//! Waits by size of the household: large ones wait longer where homes for them are scarce, and the sizes add up to all.

use crate::support::{Country, arrivals, embedded, observe};
use bosett::results::columns::{
    MISSING, Monthly, PARTS_PER_MILLION, PaceYear, TableColumn, WaitingSize, Waits,
};
use bosett::results::observation::{N_SIZE_CLASSES, N_WAIT_CLASSES, Observation};
use bosett::scenario::{Route, Scenario};

const ALONE: usize = 0;
const SIX: usize = 3;

fn of(it: &Observation, year: usize, size: usize, column: WaitingSize) -> i64 {
    it.get(it.layout().waiting_size(year, size), column)
}

/// Half of the households are of one, half of six; two municipalities have 100 places a month each.
fn country(set: &[&str]) -> Scenario {
    let six = "six = { share = 0.5, adults = 2, children = 4 }";
    Country::default()
        .with_places(&[100, 100])
        .with_kinds(&format!("one = {{ share = 0.5, adults = 1 }}\n{six}"))
        .and(&["run.end=2024-12-31", &arrivals("100")])
        .and(set)
        .scenario()
}

#[test]
fn large_families_wait_longer_where_homes_for_them_are_scarce() {
    // Of 100 places large households can take 12, which is two families in each municipality and month.
    let large = "world.municipalities.housing={ large = { from = 6, share = 0.12 } }";
    let it = &observe(&country(&[large]), 0..1)[0];
    let six = |column| of(it, 0, SIX, column);
    assert_eq!(six(WaitingSize::Permit) - six(WaitingSize::Waiting), 12 * 2 * 2 * 6);
    let [alone, together] =
        [ALONE, SIX].map(|size| of(it, 0, size, WaitingSize::Within6Months) as f64 / 1e6);
    println!("within six months: {alone} alone, {together} of six");
    assert!(alone > 0.99 && together < 0.6, "{alone}, {together}");
    assert!(of(it, 0, ALONE, WaitingSize::P90Days) < 40);
    assert_eq!(six(WaitingSize::P90Days), MISSING, "nine in ten are never settled");
    // Where any home will do, nobody waits for one: the places are twice as many as those who come.
    let it = &observe(&country(&[]), 0..1)[0];
    for size in [ALONE, SIX] {
        assert!(of(it, 0, size, WaitingSize::Within3Months) > 990_000);
    }
}

#[test]
fn a_size_that_nobody_has_is_empty_and_not_zero() {
    let it = &observe(&country(&[]), 0..1)[0];
    for year in 0..2 {
        for size in 1..SIX {
            assert_eq!(of(it, year, size, WaitingSize::Permit), 0);
            assert_eq!(of(it, year, size, WaitingSize::Waiting), 0);
            for column in [
                WaitingSize::Within3Months,
                WaitingSize::Within6Months,
                WaitingSize::Within12Months,
                WaitingSize::MedianDays,
                WaitingSize::P90Days,
            ] {
                assert_eq!(of(it, year, size, column), MISSING, "{}", column.column().name);
            }
        }
    }
}

/// Persons with a permit in each year and group, as the table of waits has them.
fn permits(it: &Observation, months: std::ops::Range<usize>, group: usize) -> i64 {
    let layout = it.layout();
    let of_month = |month| {
        let rows = layout.waits(month, group, 0)..layout.waits(month, group, 0) + N_WAIT_CLASSES;
        let columns = [Waits::Settled, Waits::Left, Waits::StillWaiting];
        columns.map(|column| it.total(rows.clone(), column)).iter().sum::<i64>()
    };
    months.map(of_month).sum()
}

#[test]
fn the_sizes_add_up_to_all_groups() {
    // The whole country, those who already wait on the first morning and those who come straight to a municipality
    // among them.
    let scenario = embedded("letter-2023", &["run.end=2025-06-30", "world.branch=mid"]);
    let groups = scenario.world.groups.iter().enumerate();
    let groups: Vec<usize> =
        groups.filter(|(_, it)| it.route == Route::Reception).map(|(at, _)| at).collect();
    for it in &observe(&scenario, 0..2) {
        let layout = it.layout();
        for (year, months) in [0..12, 12..24, 24..30].into_iter().enumerate() {
            let sum = |column| (0..N_SIZE_CLASSES).map(|size| of(it, year, size, column)).sum();
            let with_permit: i64 = groups.iter().map(|at| permits(it, months.clone(), *at)).sum();
            let found: i64 = sum(WaitingSize::Permit);
            assert_eq!(found, with_permit, "year {year}");
            let last =
                |group: &usize| it.get(layout.monthly(months.end - 1, *group), Monthly::Waiting);
            let waiting: i64 = groups.iter().map(last).sum();
            let found: i64 = sum(WaitingSize::Waiting);
            assert_eq!(found, waiting, "who waits at the end of year {year}");
            assert!(with_permit > 3_000 && waiting > 300, "{with_permit}, {waiting}");
            // The last half year cuts nothing off within a year of the permits of 2023: the shares are plain shares.
            if year == 0 {
                let row = layout.pace_year(year, scenario.world.groups.len());
                let all = it.get(row, PaceYear::Within12Months) * with_permit;
                let of_size = |size| {
                    of(it, year, size, WaitingSize::Within12Months)
                        * of(it, year, size, WaitingSize::Permit)
                };
                let sizes: i64 = (0..N_SIZE_CLASSES).map(of_size).sum();
                let apart = (all - sizes).abs() as f64 / PARTS_PER_MILLION as f64;
                // Each share is rounded to a millionth.
                assert!(apart < 1e-6 * with_permit as f64, "{apart} persons apart");
            }
        }
    }
}
