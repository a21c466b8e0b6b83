//! Does anything leak? Random scenarios, extremes among them: persons and kroner balance every month.
//!
//! The model itself asserts its balances at every month end and panics if one is broken; what is checked here
//! is what can be seen from outside.

mod arrivals;
mod balance;
mod monotone;
mod random;

use crate::support::{Country, observe, of_year};
use bosett::results::columns::{
    BudgetMonth, BudgetYear, Monthly, MunicipalYear, Reception, TableId, Waits,
};
use bosett::results::observation::Observation;
use bosett::scenario::{Post, Route, Scenario, Track};
use proptest::prelude::{ProptestConfig, proptest};
use proptest::test_runner::RngSeed;
use random::THREES;

fn assert_signs(it: &Observation) {
    for table in [TableId::Monthly, TableId::Reception, TableId::Waits] {
        assert!(it.values(table).iter().all(|&value| value >= 0), "{table:?}");
    }
}

/// Every month's stock is the stock before with what came and without what went.
fn assert_flows(it: &Observation, scenario: &Scenario) {
    for (group, definition) in scenario.world.groups.iter().enumerate() {
        let of = |month, column| it.get(it.layout().monthly(month, group), column);
        let waits_in_norway = definition.route == Route::Reception;
        let is_requested = definition.route != Route::Family;
        let on_the_way = |month| {
            let undecided_or_waiting = of(month, Monthly::Pending) + of(month, Monthly::Waiting);
            let housed = of(month, Monthly::Reception) + of(month, Monthly::Private);
            // Those refused who have not left yet live somewhere too.
            let is_right =
                if waits_in_norway { housed >= undecided_or_waiting } else { housed == 0 };
            assert!(is_right, "{}, month {month}: {housed} housed", definition.id);
            if waits_in_norway { housed } else { undecided_or_waiting }
        };
        for month in 0..scenario.run.horizon.n_months() {
            assert!(of(month, Monthly::Agreed) <= of(month, Monthly::Waiting));
            assert!(of(month, Monthly::SelfSettled) <= of(month, Monthly::Settled));
            let requested = if is_requested { of(month, Monthly::Settled) } else { 0 };
            assert_eq!(of(month, Monthly::UnderRequest), requested, "{}", definition.id);
            // Before the first month lies the opening position, which is not in the table.
            if month > 0 {
                let went = of(month, Monthly::Settled) + of(month, Monthly::Left);
                let expected = on_the_way(month - 1) + of(month, Monthly::Arrived) - went;
                assert_eq!(on_the_way(month), expected, "{}, month {month}", definition.id);
            }
        }
    }
}

/// Sums over municipalities are the nation's, for persons and kroner.
fn assert_sums(it: &Observation, scenario: &Scenario) {
    let layout = it.layout();
    let n_groups = scenario.world.groups.len();
    for (year_index, year) in scenario.run.horizon.years().enumerate() {
        let months =
            scenario.run.horizon.months().enumerate().filter(|(_, month)| month.year() == year);
        let months: Vec<usize> = months.map(|(index, _)| index).collect();
        let national = |column: Monthly| -> i64 {
            let groups = |month| (0..n_groups).map(move |group| layout.monthly(month, group));
            months.iter().flat_map(|&month| groups(month)).map(|row| it.get(row, column)).sum()
        };
        for (of_municipalities, of_groups) in [
            (MunicipalYear::Settled, Monthly::Settled),
            (MunicipalYear::SelfSettled, Monthly::SelfSettled),
            (MunicipalYear::MovedIn, Monthly::Moved),
            (MunicipalYear::MovedOut, Monthly::Moved),
        ] {
            let sum = of_year(it, year_index, of_municipalities);
            assert_eq!(sum, national(of_groups), "{of_municipalities:?} {year}");
        }
        let settled = of_year(it, year_index, MunicipalYear::Settled);
        let family = of_year(it, year_index, MunicipalYear::Family);
        assert_eq!(settled - family, national(Monthly::UnderRequest), "{year}");
        let posts = &Post::ALL[..Post::N_MUNICIPAL];
        let paid = |column: BudgetYear| -> i64 {
            posts
                .iter()
                .map(|post| it.get(layout.budget_year(year_index, post.index()), column))
                .sum()
        };
        let right = of_year(it, year_index, MunicipalYear::Right);
        assert_eq!(right, paid(BudgetYear::Right), "{year}");
        let cash = of_year(it, year_index, MunicipalYear::Cash);
        assert_eq!(cash, paid(BudgetYear::Cash), "{year}");
        let parts = paid(BudgetYear::Committed) + paid(BudgetYear::New) + paid(BudgetYear::OneOff);
        assert_eq!(parts, paid(BudgetYear::Cash), "{year}");
    }
}

/// At every month end what was owed at the start and what was booked is what was paid and what is owed; what
/// was owed at the start is one figure for the whole run, and none without people settled last year.
fn assert_kroner(it: &Observation, n_months: usize) {
    for post in Post::ALL {
        let (mut right, mut cash) = (0, 0);
        let mut opening = None;
        for month in 0..n_months {
            let row = it.layout().budget_month(month, post.index());
            let (booked, paid) = (it.get(row, BudgetMonth::Right), it.get(row, BudgetMonth::Cash));
            let when = format!("{post:?}, month {month}");
            assert!(booked >= 0 && paid >= 0, "{when}: {booked} booked, {paid} paid");
            (right, cash) = (right + booked, cash + paid);
            let owed = cash + it.get(row, BudgetMonth::Outstanding) - right;
            assert_eq!(owed, *opening.get_or_insert(owed), "{when}");
            assert!(owed == 0 || post == Post::IntegrationGrant && owed > 0, "{when}: {owed}");
        }
        if post == Post::Reception {
            let rows = 0..it.layout().reception(n_months);
            let total = |column| it.total(rows.clone(), column);
            assert_eq!(total(Reception::Cost), cash);
            let parts =
                [Reception::ContractedCost, Reception::ResidentCost, Reception::OverCapacityCost];
            assert_eq!(parts.map(total).iter().sum::<i64>(), cash);
            assert!((0..=total(Reception::ContractedCost)).contains(&total(Reception::IdleCost)));
        }
    }
}

/// Nobody is settled by agreement where no place was open.
fn assert_places(it: &Observation, scenario: &Scenario, country: &Country) {
    let waiting = &scenario.world.opening.waiting;
    if waiting.iter().any(|it| it.agreed.central() > 0.0) {
        // They have places from before the run, that no letter speaks of.
        return;
    }
    let provisional_share = scenario.world.municipalities.provisional_share.central();
    let has_minors = scenario.world.groups.iter().any(|it| it.track == Track::Minors);
    for municipality in 0..country.population.len() {
        let (mut settled, mut open) = (0, 0);
        for year_index in 0..scenario.run.horizon.n_years() {
            let of = |column| it.get(it.layout().municipal_year(year_index, municipality), column);
            settled += of(MunicipalYear::Settled)
                - of(MunicipalYear::SelfSettled)
                - of(MunicipalYear::Family);
            if let Some(places) = &country.places {
                open += 12 * places[municipality];
            }
            if country.places.is_none() || has_minors {
                // Before it decides a municipality opens places for a part of what it is asked, and they stay
                // if it then says no. It may do so on one track and agree on the other.
                let provisional = (of(MunicipalYear::Requested) as f64 * provisional_share) as i64;
                open += of(MunicipalYear::Agreed) + provisional;
            }
            // A place agreed in one year may be moved into in the next: the sums are compared.
            assert!(settled <= open, "municipality {municipality}: {settled} settled, {open} open");
        }
    }
}

/// Households of three are settled whole.
fn assert_threes(it: &Observation, scenario: &Scenario) {
    let rows = 0..it.layout().n_rows(TableId::MunicipalYear);
    for row in rows {
        for column in [MunicipalYear::Settled, MunicipalYear::SelfSettled] {
            assert_eq!(it.get(row, column) % 3, 0, "row {row}");
        }
    }
    for row in 0..it.layout().monthly(scenario.run.horizon.n_months(), 0) {
        for column in [Monthly::Arrived, Monthly::Permit, Monthly::Left, Monthly::Waiting] {
            assert_eq!(it.get(row, column) % 3, 0, "row {row}");
        }
    }
}

/// Everybody with a permit of the run is settled, gone or still waiting in `waits`.
fn assert_waits(it: &Observation, scenario: &Scenario) {
    let layout = it.layout();
    for (group, definition) in scenario.world.groups.iter().enumerate() {
        if definition.route == Route::Family {
            continue;
        }
        for month in 0..scenario.run.horizon.n_months() {
            let rows = layout.waits(month, group, 0)..layout.waits(month, group, 24) + 1;
            let found = [Waits::Settled, Waits::Left, Waits::StillWaiting];
            let found: i64 = found.iter().map(|&column| it.total(rows.clone(), column)).sum();
            let permits = it.get(layout.monthly(month, group), Monthly::Permit);
            assert_eq!(found, permits, "month {month}");
        }
    }
}

/// Asserts everything here of every replication.
pub fn assert_balance(country: &Country, n_replications: u32) {
    let scenario = country.scenario();
    let n_months = scenario.run.horizon.n_months();
    for it in observe(&scenario, 0..n_replications) {
        assert_signs(&it);
        assert_flows(&it, &scenario);
        assert_sums(&it, &scenario);
        assert_kroner(&it, n_months);
        assert_places(&it, &scenario, country);
        assert_waits(&it, &scenario);
        if country.kinds == THREES {
            assert_threes(&it, &scenario);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        rng_seed: RngSeed::Fixed(2023),
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_leaks_in_any_country(country in random::country()) {
        assert_balance(&country, 2);
    }
}
