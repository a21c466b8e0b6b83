//! A grant follows the calendar year: who settles in December has the first grant year in that year, who settles
//! in January in the next (T19). Made-up rates; every amount is exact.

use crate::support::{Country, Nobody, collect, observe, of_month, walk};
use bosett::results::columns::{BudgetYear, Monthly};
use bosett::results::observation::Observation;
use bosett::scenario::{Post, Scenario};

/// Kroner in grant years 1 to 5; a sum of several says which.
const RATES: [u32; 5] = [100_003, 20_006, 3_010, 405, 61];

/// People who settle in one month and never move, leave or die unless it is set.
fn settled_in(month: &str, set: &[&str]) -> Scenario {
    let path = format!("{{ level = {{ from = '{month}', to = '{month}', per_month = 40 }} }}");
    let country = Country { schedule: Some(RATES), ..Country::default() };
    country
        .and(&["run.end=2030-12-31", "people.route='direct'"])
        .and(&[&format!("people.arrivals.path=[{path}]")])
        .and(set)
        .scenario()
}

fn of_years(it: &Observation, column: BudgetYear) -> Vec<i64> {
    let post = Post::IntegrationGrant.index();
    (0..8).map(|year| it.get(it.layout().budget_year(year, post), column)).collect()
}

fn settled(it: &Observation) -> i64 {
    (0..96).map(|month| of_month(it, month, Monthly::Settled)).sum()
}

/// What `persons` have a right to in each year from 2023 when the first grant year is `first`.
fn rights(persons: i64, first: usize) -> Vec<i64> {
    let mut rights = vec![0; 8];
    for (right, rate) in rights[first..].iter_mut().zip(RATES) {
        *right = persons * i64::from(rate);
    }
    rights
}

#[test]
fn december_and_january_are_a_grant_year_apart() {
    for (month, first) in [("2023-01", 0), ("2023-12", 0), ("2024-01", 1), ("2024-12", 1)] {
        for it in observe(&settled_in(month, &[]), 0..5) {
            let persons = settled(&it);
            assert!(persons > 10);
            assert_eq!(of_years(&it, BudgetYear::Right), rights(persons, first), "{month}");
            // Without a lag all is paid in the year of the right: year 1 at once, later years in four parts.
            assert_eq!(of_years(&it, BudgetYear::Cash), rights(persons, first), "{month}");
            let of_others: Vec<i64> = [BudgetYear::Committed, BudgetYear::New, BudgetYear::OneOff]
                .map(|column| of_years(&it, column)[first])
                .to_vec();
            if month != "2024-01" {
                assert_eq!(of_others, [0, persons * i64::from(RATES[0]), 0], "{month}");
            }
        }
    }
}

#[test]
fn what_is_applied_for_late_is_paid_late_and_owed_meanwhile() {
    let late = "world.grants.year_1_days={ constant = { days = 40 } }";
    for it in observe(&settled_in("2023-12", &[late]), 0..5) {
        let persons = settled(&it);
        assert_eq!(of_years(&it, BudgetYear::Right), rights(persons, 0));
        let [year_1, year_2] = [RATES[0], RATES[1]].map(|rate| persons * i64::from(rate));
        assert_eq!(of_years(&it, BudgetYear::Cash)[..2], [0, year_1 + year_2]);
        assert_eq!(of_years(&it, BudgetYear::New)[..2], [0, 0]);
        assert_eq!(of_years(&it, BudgetYear::Committed)[..2], [0, year_1 + year_2]);
    }
}

#[test]
fn who_emigrates_loses_later_years_only() {
    let leaving = "people.emigration_per_year=[0.3, 0.3, 0.3, 0.3, 0.3]";
    let scenario = settled_in("2023-06", &[leaving]);
    for (replication, it) in observe(&scenario, 0..5).iter().enumerate() {
        let mut present = Vec::new();
        walk(&scenario, replication as u32, &mut Nobody, |today, state| {
            if today.day == today.day.year().first_day() {
                present.push(state.stocks[0].settled);
            }
        });
        let persons = settled(it);
        // Year 1 for all who settled, later years for those who are there on 1 January.
        let mut expected = vec![0; 8];
        expected[0] = persons * i64::from(RATES[0]);
        for year in 1..5 {
            expected[year] = present[year] * i64::from(RATES[year]);
        }
        assert_eq!(of_years(it, BudgetYear::Right), expected);
        assert!(present[1] < persons && present[4] < present[3], "somebody does leave");
    }
}

#[test]
fn a_run_that_starts_later_pays_the_rest() {
    // Of those settled in 2022 a run from July 2023 has the two instalments of grant year 2 that are left.
    let of = |start: &str| {
        let cohort = "world.opening.cohorts.2022={ group = 'people', triggering_per_settled = 1, csv = 'cohort.csv' }";
        let start = format!("run.start={start}");
        let scenario = settled_in("2030-12", &[&start, cohort]);
        collect(&scenario, 0..1, |it| of_years(it, BudgetYear::Cash)[0])[0]
    };
    // 120 persons: a fiftieth of 6,000 inhabitants.
    let rate = i64::from(RATES[1]);
    assert_eq!(of("2023-01-01"), 120 * rate);
    assert_eq!(of("2023-07-01"), 120 * (rate - rate / 2));
}
