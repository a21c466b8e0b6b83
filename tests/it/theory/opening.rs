//! Who is there on the first morning, and for how long already: met at a random moment, with a uniform part of the
//! wait left (methods 2.8); and what is owed for those who settled last year.

use crate::support::{Country, Nobody, Sample, arrivals, in_world, limit, observe, walk};
use bosett::model::households::Stage;
use bosett::results::columns::{BudgetMonth, BudgetYear, Monthly};
use bosett::results::observation::Observation;
use bosett::scenario::{Post, Scenario};
use std::ops::Range;

/// Persons at each stage, all alone.
const N: i64 = 30_000;

/// Decisions take 100 days, matching 40 and the move 50; nobody arrives and there is no place for anybody.
fn waiting() -> Scenario {
    let waiting = format!("{{ pending = {N}, ready = {N}, agreed = {N} }}");
    Country::default()
        .with_places(&[0, 0, 0])
        .and(&[
            "run.end=2023-06-30",
            "people.cases=[{ from = '2022-01', granted_share = 1.0, days = { constant = { days = 100 } } }]",
            "people.matching_days={ constant = { days = 40 } }",
            "people.offer_days={ constant = { days = 50 } }",
            &format!("world.opening.waiting.people={waiting}"),
        ])
        .scenario()
}

#[test]
fn those_met_on_the_first_morning_have_waited_as_long_as_they_still_wait() {
    let limit = limit(2);
    in_world(&waiting(), 0, |_, _, state| {
        let stocks = &state.stocks[0];
        assert_eq!([stocks.pending, stocks.waiting, stocks.agreed], [N, 2 * N, N]);
        assert_eq!((state.opening[0].on_the_way, stocks.in_reception), (3 * N, 3 * N));
        let permits = |stage| {
            let of_stage = state.households.iter().filter(move |it| it.stage == stage);
            of_stage.map(|it| f64::from(it.permit_day))
        };
        // A permit on one of the last 80 days, twice the wait that is over: 40.5 days ago in the mean.
        let ready = Sample::of(permits(Stage::Ready));
        ready.assert_mean("days since the permit, ready", limit, -40.5, -40.5 * 1.02);
        assert!(permits(Stage::Ready).all(|it| (-80.0..=-1.0).contains(&it)));
        // Of the 50 days to the move 0 to 49 are left.
        let agreed = Sample::of(permits(Stage::Agreed));
        agreed.assert_mean("days since the permit, agreed", limit, 24.5 - 51.0, -26.5 * 1.02);
        assert!(permits(Stage::Agreed).all(|it| (-51.0..=-2.0).contains(&it)));
    });
}

#[test]
fn the_rest_of_a_wait_is_uniform() {
    walk(&waiting(), 0, &mut Nobody, |today, state| {
        // Binomial with at most N/4 of variance; five standard deviations.
        let close = |found: i64, days: usize| {
            let left = N as f64 * (1.0 - (today.index + 1) as f64 / days as f64).max(0.0);
            assert!((found as f64 - left).abs() < 5.0 * (N as f64 / 4.0).sqrt(), "{}", today.day);
            assert_eq!(found == 0, today.index + 1 >= days, "{}", today.day);
        };
        close(state.stocks[0].pending, 100);
        close(state.stocks[0].agreed, 50);
    });
}

/// Cash on post 60 by month.
fn cash(it: &Observation, n_months: usize) -> Vec<i64> {
    let row = |month| it.layout().budget_month(month, Post::IntegrationGrant.index());
    (0..n_months).map(|month| it.get(row(month), BudgetMonth::Cash)).collect()
}

#[test]
fn what_is_owed_for_last_years_settlement_is_paid_after_the_lag() {
    // 60, 40 and 20 persons at 1,000 kroner; a tenth of them in September and December each, the rest in November.
    let owed = |year: i32, lag: u32, grant: u32| {
        let profile = "[0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0, 0.8, 0.1]";
        let scenario = Country { schedule: Some([0, 0, 0, 0, 0]), ..Country::default() }
            .and(&[
                "run.end=2024-12-31",
                &cohort(year),
                &format!("world.opening.last_year_profile={profile}"),
                &format!("world.opening.last_year_grant={grant}"),
                &format!("world.grants.year_1_days={{ constant = {{ days = {lag} }} }}"),
            ])
            .scenario();
        let cash = cash(&observe(&scenario, 0..1)[0], 24);
        let paid = cash.into_iter().enumerate().filter(|(_, kroner)| *kroner > 0);
        paid.collect::<Vec<_>>()
    };
    // 60 days after 16 September it is the year before; after 16 November 15 January, after 16 December 14 February.
    assert_eq!(owed(2022, 60, 1_000), [(0, 96_000), (1, 12_000)]);
    // 200 days after 16 September is 4 April, after 16 November 4 June, after 16 December 4 July.
    assert_eq!(owed(2022, 200, 1_000), [(3, 12_000), (5, 96_000), (6, 12_000)]);
    // Eighteen months are looked at: 520 days after 16 December is 19 May of the second year, 560 are 28 June.
    assert_eq!(owed(2022, 560, 1_000), [(14, 12_000), (16, 96_000), (17, 12_000)]);
    // Nothing where nothing is said, and for those who settled before last year.
    assert!(owed(2022, 60, 0).is_empty());
    assert!(owed(2021, 425, 1_000).is_empty());
}

/// The opening cohort of a year: 60, 40 and 20 persons, or so many for each 50 inhabitants.
fn cohort(year: i32) -> String {
    let settled = "triggering_per_settled = 1.0, csv = 'cohort.csv'";
    format!("world.opening.cohorts.{year}={{ group = 'people', {settled} }}")
}

#[test]
fn of_a_year_that_has_begun_only_the_instalments_to_come_are_booked() {
    // Grant year 2 of 120 persons, 4,000 kroner in February, May, August and November.
    let paid = |start: &str| {
        let scenario = Country { schedule: Some([0, 4_000, 0, 0, 0]), ..Country::default() }
            .and(&[&format!("run.start={start}"), "run.as_of=2022-12-31", &cohort(2022)])
            .scenario();
        let it = &observe(&scenario, 0..1)[0];
        let cash = cash(it, scenario.run.horizon.n_months());
        let months = cash.iter().enumerate().filter(|(_, kroner)| **kroner > 0);
        let months: Vec<usize> = months.map(|(month, _)| month).collect();
        assert!(cash.iter().all(|it| [0, 120_000].contains(it)), "{cash:?}");
        months
    };
    assert_eq!(paid("2023-01-01"), [1, 4, 7, 10]);
    assert_eq!(paid("2023-02-10"), [0, 3, 6, 9]);
    assert_eq!(paid("2023-03-01"), [2, 5, 8]);
}

#[test]
fn each_cohort_lies_where_it_settled() {
    let scenario = Country::default()
        .and(&["run.end=2023-01-31", &cohort(2021), &cohort(2022)])
        .and(&["world.opening.cohorts.2021.triggering_per_settled=1.5"])
        .scenario();
    in_world(&scenario, 0, |_, _, state| {
        let settled = &state.settled;
        // Two cohorts and that of the year, by municipality.
        assert_eq!(settled.five_year, [90, 60, 30, 60, 40, 20, 0, 0, 0]);
        assert_eq!((state.stocks[0].settled, state.opening[0].settled), (300, 300));
    });
}

#[test]
fn some_of_a_cohort_live_on_as_another_group() {
    // 60, 40 and 20 settled, and half as many again have come since: 180, of whom a quarter are guests.
    let guests = "world.groups.guests={ route = 'direct', households.kinds.one = { share = 1.0, adults = 1 }, \
                  emigration_per_year = [1.0, 1.0, 1.0, 1.0, 1.0] }";
    let cohort = "world.opening.cohorts.2022={ group = 'people', triggering_per_settled = 1.5, \
                  csv = 'cohort.csv', others = { guests = 30 } }";
    let scenario = Country::default().and(&["run.end=2024-12-31", guests, cohort]).scenario();
    let of = |id: &str| scenario.world.groups.iter().position(|it| it.id == id).expect("a group");
    let (guests, people) = (of("guests"), of("people"));
    in_world(&scenario, 0, |_, _, state| {
        assert_eq!(state.settled.five_year[..3], [90, 60, 30]);
        assert_eq!(state.opening[guests].settled, 45);
        assert_eq!(state.opening[people].settled, 135);
    });
    // All guests leave within a year of their settlement, and nobody else does.
    let it = &observe(&scenario, 0..1)[0];
    let left = |group| of_month_and_group(it, 0..24, group, Monthly::Emigrated);
    assert_eq!((left(guests), left(people)), (45, 0));
}

#[test]
fn families_follow_who_settled_and_not_the_family_that_came() {
    // A family for each: of 180 persons in the cohort 120 settled themselves, and the rest came to them.
    let family = "world.groups.family={ route = 'family', households.kinds.one = { share = 1.0, adults = 1 } }";
    let follow = "people.reunification={ group = 'family', persons_per_settled = 1, three_year_share = 0, \
                  days = { constant = { days = 1_000 } } }";
    let cohort = "world.opening.cohorts.2022={ group = 'people', triggering_per_settled = 1.5, csv = 'cohort.csv' }";
    let scenario =
        Country::default().and(&["run.end=2026-12-31", family, follow, cohort]).scenario();
    let group = scenario.world.groups.iter().position(|it| it.id == "family").expect("a group");
    let it = &observe(&scenario, 0..1)[0];
    assert_eq!(of_month_and_group(it, 0..48, group, Monthly::Settled), 120);
}

/// The sum of a column of a group over these months.
fn of_month_and_group(
    it: &Observation,
    months: Range<usize>,
    group: usize,
    column: Monthly,
) -> i64 {
    months.map(|month| it.get(it.layout().monthly(month, group), column)).sum()
}

#[test]
fn of_a_year_that_is_not_whole_nothing_is_left_over() {
    let carried = |start: &str| {
        let scenario = Country::default()
            .and(&[
                &format!("run.start={start}"),
                "run.end=2024-12-31",
                "budget.adopted={ '671/60' = { 2023 = { million = 5, carries_over = true }, \
                 2024 = { million = 6 } } }",
            ])
            .scenario();
        let it = &observe(&scenario, 0..1)[0];
        let row = it.layout().budget_year(1, Post::IntegrationGrant.index());
        it.get(row, BudgetYear::CarriedIn)
    };
    assert_eq!(carried("2023-01-01"), 5_000_000);
    assert_eq!(carried("2023-01-02"), 0, "what was paid on the first day is not known");
}

#[test]
fn a_sum_for_the_country_is_paid_to_nobody_where_nobody_settled_last_year() {
    let floor_and_cash = |population: &[i64], set: &[&str]| {
        let country = Country { population: population.to_vec(), ..Country::default() };
        let other = "world.grants.other_training_kroner=1_000_000";
        let scenario = country.and(&["run.end=2024-12-31", other]).and(set).scenario();
        let it = &observe(&scenario, 0..1)[0];
        let of =
            |month, column| it.get(it.layout().budget_month(month, Post::Training.index()), column);
        let cash = (0..24).map(|month| of(month, BudgetMonth::Cash)).sum::<i64>();
        (of(11, BudgetMonth::Floor), cash)
    };
    let last_year = cohort(2022);
    assert_eq!(floor_and_cash(&[3_000, 2_000, 1_000], &[&last_year]), (1_000_000, 2_000_000));
    assert_eq!(floor_and_cash(&[10, 20, 30], &[&last_year]), (0, 0));
    assert_eq!(floor_and_cash(&[3_000, 2_000, 1_000], &[]), (0, 0));
}

#[test]
fn shares_of_households_add_up_to_one_and_each_month_has_its_case() {
    let of = |share: &str, rest: &str| format!("{{ share = {share}, adults = 1{rest} }}");
    let one = of("{ low = 0.2, mode = 0.5, high = 0.8 }", "");
    let three = of("{ low = 0.4, mode = 0.5, high = 0.6 }", ", children = 2");
    let kinds = format!("one = {one}\nthree = {three}");
    let case = "granted_share = 1.0, days = { constant = { days = 0 } }";
    let cases = format!("{{ from = '2022-01', {case} }}, {{ from = '2023-07', {case} }}");
    let cases = format!("people.cases=[{cases}]");
    let scenario = Country::default().with_kinds(&kinds).and(&[&arrivals("10"), &cases]).scenario();
    in_world(&scenario, 0, |_, world, _| {
        let group = &world.reality.groups[0];
        assert_eq!(group.case_of_month, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        let [one, three] = group.kind_shares[..] else { panic!("two kinds") };
        assert!((one + three - 1.0).abs() < 1e-12, "{one} and {three}");
        let drawn = world.scenario.world.groups[0].households.kinds.iter();
        let drawn: Vec<f64> = drawn.map(|it| world.reality.value(it.share)).collect();
        assert!((drawn[0] + drawn[1] - 1.0).abs() > 1e-3, "drawn apart: {drawn:?}");
        assert!((one / three - drawn[0] / drawn[1]).abs() < 1e-12);
        assert!((group.persons_per_household - (one + 3.0 * three)).abs() < 1e-12);
    });
}
