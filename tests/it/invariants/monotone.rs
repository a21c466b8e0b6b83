//! What can only go one way, in random countries and on the same chance (methods 7.5, step 4).
//!
//! More places never keep more people waiting, more beds never leave more people without one, higher rates never
//! lower a right, slower decisions never bring settlement forward, and more who go never settle more or cost more.
//! People come alone here: a large household that waits for room may turn the first of these round in a single
//! history, and rightly. `arrivals` is about more who come.

use super::random;
use crate::support::{ADULTS, Country, cases, observe};
use bosett::results::columns::{BudgetMonth, Monthly, Reception, TableId};
use bosett::results::observation::Observation;
use bosett::scenario::Post;
use proptest::prelude::{Strategy, any, prop_assert, proptest};
use proptest::sample::select;

/// A country in which people come alone, in one group, and stay once they are settled.
pub(super) fn calm(country: Country) -> Country {
    let is_about_people =
        |it: &String| !it.starts_with("world.groups.") && !it.starts_with("people.reunification");
    let set = country.set.iter().filter(|it| is_about_people(it)).cloned().collect();
    let places = country.places.clone().unwrap_or_else(|| vec![3; country.population.len()]);
    Country { set, places: Some(places), kinds: ADULTS.to_owned(), ..country }.and(&[
        "people.emigration_per_year=[0, 0, 0, 0, 0]",
        "people.training='none'",
        "world.moves.move_per_year=[0, 0, 0, 0, 0]",
        "world.moves.deaths_per_year=0",
        "world.grants.disability_1_share=0",
        "world.grants.disability_2_share=0",
        "world.grants.newborns_per_settled=0",
    ])
}

/// A country in which people come alone and there is a place for everybody at once.
pub(super) fn roomy(country: Country) -> Country {
    let n_municipalities = country.population.len();
    Country { kinds: ADULTS.to_owned(), places: Some(vec![300_000; n_municipalities]), ..country }
        .and(&[NOBODY_ASKED])
}

/// Who settles above a municipality's request brings a bonus. With more arrivals there could be fewer of these: more are
/// asked for where the letter asks for the need, and others settle in another municipality than they did. Where nobody
/// is asked for, all are above.
const NOBODY_ASKED: &str = "policy.requests.letter={ year = 2023, issued = 2022-12-01, size = { persons = 0 }, minors = 0 }";

/// A calm country in which everybody waits until there is a place.
pub(super) fn patient(country: Country) -> Country {
    calm(country).and(&[
        "people.self_settled_share=0",
        "people.withdrawal_per_month=0",
        "world.opening.waiting={}",
        "world.opening.cohorts={}",
        "world.opening.minors={}",
    ])
}

/// A patient country in which everybody costs the same and takes the same time to move in and to be paid: who is
/// served makes no difference, only how many are.
pub(super) fn uniform(country: Country) -> Country {
    let country = Country { schedule: Some([90_000, 200_000, 180_000, 90_000, 80_000]), ..country };
    patient(country).and(&[
        "people.offer_days={ constant = { days = 20 } }",
        "world.grants.year_1_days={ constant = { days = 40 } }",
    ])
}

/// What is booked or paid on a post in each month.
pub(super) fn kroner(
    of: &Observation,
    n_months: usize,
    post: Post,
    column: BudgetMonth,
) -> Vec<i64> {
    let row = |month| of.layout().budget_month(month, post.index());
    (0..n_months).map(|month| of.get(row(month), column)).collect()
}

pub(super) fn by_month(of: &Observation, n_months: usize, column: Monthly) -> Vec<i64> {
    (0..n_months).map(|month| of.get(of.layout().monthly(month, 0), column)).collect()
}

pub(super) fn running(values: &[i64]) -> Vec<i64> {
    let add = |sum: &mut i64, it: &i64| {
        *sum += it;
        Some(*sum)
    };
    values.iter().scan(0, add).collect()
}

pub(super) fn is_nowhere_more(one: &[i64], other: &[i64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other)
}

pub(super) fn config(cases: u32) -> proptest::prelude::ProptestConfig {
    proptest::prelude::ProptestConfig {
        cases,
        rng_seed: proptest::test_runner::RngSeed::Fixed(2024),
        failure_persistence: None,
        max_shrink_iters: 40,
        ..proptest::prelude::ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn more_places_never_keep_more_waiting(
        country in random::country().prop_map(calm),
        more in select(&[1_i64, 7, 500][..]),
        everywhere in any::<bool>(),
    ) {
        let mut larger = country.clone();
        let places = larger.places.as_mut().expect("every calm country has places");
        let n_with_more = if everywhere { places.len() } else { 1 };
        places.iter_mut().take(n_with_more).for_each(|it| *it += more);
        let n_months = country.scenario().run.horizon.n_months();
        let pairs = observe(&country.scenario(), 0..2);
        for (before, after) in pairs.iter().zip(&observe(&larger.scenario(), 0..2)) {
            let waiting = |it| by_month(it, n_months, Monthly::Waiting);
            prop_assert!(is_nowhere_more(&waiting(after), &waiting(before)));
            let settled = |it| running(&by_month(it, n_months, Monthly::Settled));
            prop_assert!(is_nowhere_more(&settled(before), &settled(after)));
        }
    }

    #[test]
    fn more_beds_that_are_kept_never_leave_more_without_one(
        country in random::country().prop_map(calm),
        more in select(&[1_i64, 60, 5_000][..]),
    ) {
        // Nothing is ordered: what is there at the start is what there is.
        let fixed = |beds: i64| {
            let beds = format!("world.reception.ordinary_beds={beds}");
            country.clone().and(&[&beds, "policy.reception.beds_per_month=0"])
        };
        let n_months = country.scenario().run.horizon.n_months();
        let pairs = observe(&fixed(20).scenario(), 0..2);
        for (before, after) in pairs.iter().zip(&observe(&fixed(20 + more).scenario(), 0..2)) {
            for column in [Reception::BedShortfall, Reception::ShortfallNights] {
                let of = |it: &Observation| -> Vec<i64> {
                    (0..n_months).map(|month| it.get(it.layout().reception(month), column)).collect()
                };
                prop_assert!(is_nowhere_more(&of(after), &of(before)), "{column:?}");
            }
            let waiting = |it| by_month(it, n_months, Monthly::Waiting);
            prop_assert!(waiting(before) == waiting(after), "beds settle nobody");
        }
    }

    #[test]
    fn higher_rates_never_lower_a_right(
        country in random::country(),
        year in 0..5_usize,
        more in select(&[1_u32, 1_000, 400_000][..]),
    ) {
        let priced = |rate| {
            let mut schedule = [90_000; 5];
            schedule[year] += rate;
            Country { schedule: Some(schedule), ..country.clone() }.scenario()
        };
        let n_months = country.scenario().run.horizon.n_months();
        for (before, after) in observe(&priced(0), 0..2).iter().zip(&observe(&priced(more), 0..2)) {
            for column in [BudgetMonth::Right, BudgetMonth::Cash, BudgetMonth::Outstanding] {
                let of = |it| kroner(it, n_months, Post::IntegrationGrant, column);
                prop_assert!(is_nowhere_more(&of(before), &of(after)), "{column:?}");
            }
            prop_assert!(before.values(TableId::Monthly) == after.values(TableId::Monthly));
        }
    }

    #[test]
    fn more_refusals_and_withdrawals_never_settle_more(
        country in random::country().prop_map(uniform),
        (granted, fewer) in select(&[(1.0, 0.98), (0.8, 0.5), (0.5, 0.0)][..]),
        (leaving, more) in select(&[(0.0, 0.01), (0.1, 0.3), (0.05, 1.0)][..]),
    ) {
        let of = |granted: f64, leaving: f64| {
            let cases = cases(&granted.to_string(), "{ exponential = { mean = 40 } }");
            let leaving = format!("people.withdrawal_per_month={leaving}");
            // Who leaves between agreement and moving in may leave a place empty that somebody else had taken.
            let set = [&cases, &leaving, "people.offer_days={ constant = { days = 0 } }"];
            observe(&country.clone().and(&set).scenario(), 0..2)
        };
        let n_months = country.scenario().run.horizon.n_months();
        for fewer in [of(fewer, leaving), of(granted, more)] {
            for (before, after) in of(granted, leaving).iter().zip(&fewer) {
                for column in [Monthly::Permit, Monthly::Settled] {
                    let sums = |it| running(&by_month(it, n_months, column));
                    prop_assert!(is_nowhere_more(&sums(after), &sums(before)), "{column:?}");
                }
                let rights = |it| running(&kroner(it, n_months, Post::IntegrationGrant, BudgetMonth::Right));
                prop_assert!(is_nowhere_more(&rights(after), &rights(before)));
            }
        }
    }

    #[test]
    fn slower_decisions_never_bring_permits_or_settlement_forward(
        country in random::country().prop_map(uniform),
        (days, more) in select(&[(0, 1), (30, 40), (100, 400)][..]),
    ) {
        let of = |days: i32| {
            let cases = cases("0.8", &format!("{{ gamma = {{ mean = {}, cv = 0.5 }} }}", days + 1));
            observe(&country.clone().and(&[&cases]).scenario(), 0..2)
        };
        let n_months = country.scenario().run.horizon.n_months();
        for (before, after) in of(days).iter().zip(&of(more)) {
            for column in [Monthly::Permit, Monthly::Settled] {
                let sums = |it| running(&by_month(it, n_months, column));
                prop_assert!(is_nowhere_more(&sums(after), &sums(before)), "{column:?}");
            }
        }
    }

    #[test]
    fn more_who_go_after_settlement_never_raise_a_right(
        country in random::country().prop_map(roomy),
        (leaving, more) in select(&[("0", "0.01"), ("0.1", "0.3"), ("0.3", "0.9")][..]),
    ) {
        let of = |share: &str| {
            let years = format!("people.emigration_per_year=[{}]", [share; 5].join(","));
            observe(&country.clone().and(&[&years]).scenario(), 0..2)
        };
        let n_months = country.scenario().run.horizon.n_months();
        for (before, after) in of(leaving).iter().zip(&of(more)) {
            let rights = |it| running(&kroner(it, n_months, Post::IntegrationGrant, BudgetMonth::Right));
            prop_assert!(is_nowhere_more(&rights(after), &rights(before)));
        }
    }
}
