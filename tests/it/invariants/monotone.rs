//! What can only go one way, in random countries and on the same chance (methods 7.5, step 4).
//!
//! More places never keep more people waiting, and more beds never leave more people without one. People come
//! alone here: a large household that waits for room may turn the first of these round in a single history, and
//! rightly.

use super::random;
use crate::support::{ADULTS, Country, observe};
use bosett::results::columns::{Monthly, Reception};
use bosett::results::observation::Observation;
use proptest::prelude::{Strategy, any, prop_assert, proptest};
use proptest::sample::select;

/// A country in which people come alone, in one group, and stay once they are settled.
fn calm(country: Country) -> Country {
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

fn by_month(of: &Observation, n_months: usize, column: Monthly) -> Vec<i64> {
    (0..n_months).map(|month| of.get(of.layout().monthly(month, 0), column)).collect()
}

fn running(values: &[i64]) -> Vec<i64> {
    let add = |sum: &mut i64, it: &i64| {
        *sum += it;
        Some(*sum)
    };
    values.iter().scan(0, add).collect()
}

fn is_nowhere_more(one: &[i64], other: &[i64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other)
}

fn config(cases: u32) -> proptest::prelude::ProptestConfig {
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
}
