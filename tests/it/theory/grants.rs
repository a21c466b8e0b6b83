//! A grant follows the calendar year: who settles in December has the first grant year in that year, who settles
//! in January in the next (T19). Made-up rates; every amount is exact.

use crate::support::{ADULTS, Country, Nobody, Sample, collect, limit, observe, of_month, walk};
use bosett::results::columns::{BudgetYear, ForwardLiability, Key, Monthly, MunicipalYear};
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
    let n_years = it.layout().n_values(Key::Year);
    (0..n_years).map(|year| it.get(it.layout().budget_year(year, post), column)).collect()
}

fn settled(it: &Observation) -> i64 {
    let n_months = it.layout().n_values(Key::Month);
    (0..n_months).map(|month| of_month(it, month, Monthly::Settled)).sum()
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
            let parts = [BudgetYear::Committed, BudgetYear::New, BudgetYear::OneOff];
            let parts = parts.map(|column| of_years(&it, column)[first]);
            assert_eq!(parts, [0, persons * i64::from(RATES[0]), 0], "{month}");
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

/// Year 1, one-offs and training are paid after times of their own: one household at a time, of which half of each
/// is paid at once and half in another year, whatever became of the others.
#[test]
fn each_payment_has_its_own_delay() {
    let days = "{ empirical = { days = [0, 400] } }";
    let set = ["year_1_days", "one_off_days", "training_days"];
    let set = set.map(|it| format!("world.grants.{it}={days}"));
    let kinds = "family = { share = 1.0, adults = 1, small_children = 1 }";
    let country = Country { schedule: None, ..Country::default() }.with_kinds(kinds);
    let country = country.and(&set.each_ref().map(String::as_str)).and(&[
        "people.training='collective-protection'",
        "people.arrivals.path=[{ series = { from = '2023-01', persons = [2] } }]",
        "world.grants.training_share=1",
    ]);
    let paid = [
        (Post::IntegrationGrant, BudgetYear::New),
        (Post::IntegrationGrant, BudgetYear::OneOff),
        (Post::Training, BudgetYear::New),
    ];
    let early = collect(&country.scenario(), 0..4_000, |it| {
        let of = |(post, column): (Post, BudgetYear)| {
            it.get(it.layout().budget_year(0, post.index()), column) > 0
        };
        (settled(it) == 2).then(|| paid.map(of))
    });
    let early: Vec<[bool; 3]> = early.into_iter().flatten().collect();
    let share = |is_it: &dyn Fn(&[bool; 3]) -> bool| {
        Sample::of(early.iter().map(|it| f64::from(u8::from(is_it(it)))))
    };
    for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        share(&|it| it[one]).assert_mean("paid at once", limit(6), 0.5, 0.58);
        share(&|it| it[one] && it[other]).assert_mean("both at once", limit(6), 0.25, 0.5);
    }
}

#[test]
fn who_emigrates_loses_later_years_only() {
    let leaving = "people.emigration_per_year=[0.3, 0.3, 0.3, 0.3, 0.3]";
    let scenario = settled_in("2023-06", &[leaving]);
    for (replication, it) in observe(&scenario, 0..40).iter().enumerate() {
        let mut present = Vec::new();
        walk(&scenario, replication as u32, &mut Nobody, |today, state| {
            if today.is_year_end {
                present.push(state.stocks[0].settled);
            }
        });
        let persons = settled(it);
        // Year 1 for all who settled, later years for those who are there when the year begins.
        let mut expected = vec![0; 8];
        expected[0] = persons * i64::from(RATES[0]);
        for year in 1..5 {
            expected[year] = present[year - 1] * i64::from(RATES[year]);
        }
        assert_eq!(of_years(it, BudgetYear::Right), expected, "replication {replication}");
        assert!(present[3] < persons, "somebody does leave");
    }
}

/// People who settle on the first day of a run of five years, with the grants of the law.
fn settled_at_once(kinds: &str, set: &[&str]) -> Scenario {
    let country = Country { schedule: None, ..Country::default() }.with_kinds(kinds);
    let one_day = "{ level = { from = '2023-01', to = '2023-01', per_month = 3000 } }";
    country
        .and(&["run.start=2023-01-31", "run.end=2027-12-31", "people.route='direct'"])
        .and(&[&format!("people.arrivals.path=[{one_day}]")])
        .and(set)
        .scenario()
}

fn liability(it: &Observation, column: ForwardLiability) -> i64 {
    it.get(it.layout().forward_liability(0, Post::IntegrationGrant.index()), column)
}

#[test]
fn one_more_person_costs_what_each_did() {
    // Nobody leaves and all are single adults: what all got together is so many times what one more costs.
    let scenario = settled_at_once(ADULTS, &["world.grants.discount_per_year=0.04"]);
    for it in observe(&scenario, 0..3) {
        let rights = of_years(&it, BudgetYear::Right);
        let rates: Vec<i64> = rights[..5].iter().map(|right| right / settled(&it)).collect();
        assert_eq!(rights.iter().sum::<i64>(), settled(&it) * rates.iter().sum::<i64>());
        assert_eq!(liability(&it, ForwardLiability::Liability), rates.iter().sum::<i64>());
        let weighted = (0..5).map(|year| rates[year] as f64 / 1.04_f64.powi(year as i32));
        let discounted = liability(&it, ForwardLiability::Discounted) as f64;
        assert!((discounted - weighted.sum::<f64>()).abs() < 1.0, "{discounted}");
    }
}

#[test]
fn one_more_person_costs_what_others_did_in_the_mean() {
    let kinds = "adult = { share = 0.5, adults = 1 }\n\
                 family = { share = 0.3, adults = 2, small_children = 1, children = 1 }\n\
                 old = { share = 0.2, elderly = 1, adults = 1 }";
    let chances = [
        "people.emigration_per_year=[0.05, 0.1, 0.15, 0.1, 0.05]",
        "world.moves.deaths_per_year=0.03",
        "world.grants.disability_1_share=0.05",
        "world.grants.disability_2_share=0.02",
        "world.grants.disability_2_expense=900000",
        "world.grants.special_accommodation_share=0.5",
        "world.grants.newborns_per_settled=0.03",
    ];
    let scenario = settled_at_once(kinds, &chances);
    // A standard error of .27 %: 2 % is seven of them.
    let means = collect(&scenario, 0..800, |it| {
        let expected = liability(it, ForwardLiability::Liability) as f64;
        of_years(it, BudgetYear::Right).iter().sum::<i64>() as f64 / settled(it) as f64 / expected
    });
    Sample::of(means).assert_mean("rights over what one more costs", limit(1), 1.0, 1.02);
}

#[test]
fn a_run_that_starts_later_pays_the_rest() {
    // Of those settled in 2022 a run from July 2023 has the two instalments of grant year 2 that are left.
    let of = |start: &str| {
        let cohort = "{ group = 'people', triggering_per_settled = 1, csv = 'cohort.csv' }";
        let cohort = format!("world.opening.cohorts.2022={cohort}");
        let scenario = settled_in("2030-12", &[&format!("run.start={start}"), &cohort]);
        collect(&scenario, 0..1, |it| of_years(it, BudgetYear::Cash)[0])[0]
    };
    // 120 persons: a fiftieth of 6,000 inhabitants.
    let rate = i64::from(RATES[1]);
    assert_eq!(of("2023-01-01"), 120 * rate);
    assert_eq!(of("2023-07-01"), 120 * (rate - rate / 2));
}

#[test]
fn a_move_on_any_day_leaves_whole_months_and_no_debt() {
    // A few persons and two municipalities: each ends the year with what the rule gives it, the month of the move and
    // the next to where it began, and a move after that splits what is left again. Whatever day it is, nobody owes a
    // grant back that it never had.
    let country = Country {
        population: vec![1_000, 1_000],
        places: Some(vec![100, 100]),
        schedule: Some([100, 1_200, 1_200, 1_200, 1_200]),
        ..Country::default()
    };
    let one = "{ level = { from = '2023-06', to = '2023-06', per_month = 0.5 } }";
    let scenario = country
        .and(&["run.end=2024-12-31", "people.route='direct'"])
        .and(&[&format!("people.arrivals.path=[{one}]")])
        .and(&["world.moves.move_per_year=[0.9, 0.9, 0.9, 0.9, 0.9]"])
        .scenario();
    let rights = collect(&scenario, 0..2_000, |it| {
        [0, 1].map(|at| it.get(it.layout().municipal_year(1, at), MunicipalYear::Right))
    });
    for (replication, [one, other]) in rights.into_iter().enumerate() {
        assert!(one >= 0 && other >= 0, "replication {replication}: {one} and {other}");
        assert_eq!(
            (one + other) % 1_200,
            0,
            "replication {replication}: whole rates in the country"
        );
        assert_eq!(one % 100, 0, "replication {replication}: whole months");
    }
}

#[test]
fn minors_who_settle_on_new_years_day_are_as_old_as_they_are() {
    let scenario = Country::with(&[
        "run.start=2023-12-15",
        "run.end=2024-02-28",
        "people.route='direct'",
        "people.track='minors'",
        "people.unaccompanied=true",
        "people.arrivals.path=[{ series = { from = '2024-01', persons = [300] } }]",
        "policy.requests.a={ year = 2024, issued = 2023-12-20, size = { persons = 0 } }",
        "policy.requests.a.minors=100_000",
    ])
    .with_kinds("youth = { share = 1, youths = 1 }")
    .scenario();
    let mut n_settled = Vec::new();
    walk(&scenario, 0, &mut Nobody, |today, state| {
        let settled = &state.settled;
        let ages = settled.minors.chunks_exact(settled.n_municipalities);
        for (age, minors) in ages.enumerate() {
            let in_band = (15..=17).contains(&age);
            assert!(in_band || minors.iter().all(|it| *it == 0), "{age} on {}", today.day);
        }
        assert_eq!(i64::from(settled.minors.iter().sum::<i32>()), state.stocks[0].settled);
        n_settled.push(state.stocks[0].settled);
    });
    assert!(n_settled[16] == 0 && n_settled[17] > 0, "some settle on the first day of the year");
}
