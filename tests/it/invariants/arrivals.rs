//! More arrivals: what they can only do in one direction, and what they can do in both (methods 7.5, step 4).
//!
//! Where nobody waits for a place, everybody lives as if alone: those who come in addition add what they cost in every
//! month and take nothing from anybody. Where places are short, they are served instead of somebody else: no fewer
//! are given a place, but the one displaced may have cost more than the one served, or moved in sooner. So cost
//! may fall, and does; it cannot where all cost the same and take the same time.

use super::monotone::{
    by_month, config, is_nowhere_more, kroner, patient, roomy, running, uniform,
};
use super::random;
use crate::support::{ADULTS, Country, Sample, arrivals, collect, limit, observe};
use bosett::results::columns::{BudgetMonth, Monthly, Reception};
use bosett::results::observation::Observation;
use bosett::scenario::Post;
use proptest::prelude::{Strategy, prop_assert, proptest};
use proptest::sample::select;

fn nights(of: &Observation, n_months: usize) -> Vec<i64> {
    (0..n_months).map(|it| of.get(of.layout().reception(it), Reception::PersonNights)).collect()
}

fn with_more(country: &Country, times: &str) -> Country {
    country.clone().and(&[&format!("people.arrivals.multiplier={times}")])
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn more_arrivals_never_cost_less_where_there_is_room(
        country in random::country().prop_map(roomy),
        times in select(&["1.02", "1.5", "4"][..]),
    ) {
        let n_months = country.scenario().run.horizon.n_months();
        let pairs = observe(&country.scenario(), 0..2);
        for (before, after) in pairs.iter().zip(&observe(&with_more(&country, times).scenario(), 0..2)) {
            for column in [Monthly::Arrived, Monthly::Permit, Monthly::Settled, Monthly::Left] {
                let of = |it| by_month(it, n_months, column);
                prop_assert!(is_nowhere_more(&of(before), &of(after)), "{column:?}");
            }
            for post in [Post::IntegrationGrant, Post::UnaccompaniedMinors] {
                for column in [BudgetMonth::Right, BudgetMonth::Cash, BudgetMonth::Outstanding] {
                    let of = |it| kroner(it, n_months, post, column);
                    prop_assert!(is_nowhere_more(&of(before), &of(after)), "{post:?} {column:?}");
                }
            }
            let nights = |it| nights(it, n_months);
            prop_assert!(is_nowhere_more(&nights(before), &nights(after)));
        }
    }

    #[test]
    fn more_arrivals_never_place_fewer(
        country in random::country().prop_map(patient),
        times in select(&["1.02", "1.5", "4"][..]),
    ) {
        let n_months = country.scenario().run.horizon.n_months();
        let pairs = observe(&country.scenario(), 0..2);
        for (before, after) in pairs.iter().zip(&observe(&with_more(&country, times).scenario(), 0..2)) {
            let placed = |it| -> Vec<i64> {
                let settled = running(&by_month(it, n_months, Monthly::Settled));
                let agreed = by_month(it, n_months, Monthly::Agreed);
                settled.iter().zip(agreed).map(|(settled, agreed)| settled + agreed).collect()
            };
            prop_assert!(is_nowhere_more(&placed(before), &placed(after)));
            let unplaced = |it| -> Vec<i64> {
                let waiting = by_month(it, n_months, Monthly::Waiting);
                let agreed = by_month(it, n_months, Monthly::Agreed);
                waiting.iter().zip(agreed).map(|(waiting, agreed)| waiting - agreed).collect()
            };
            prop_assert!(is_nowhere_more(&unplaced(before), &unplaced(after)));
            let nights = |it| running(&nights(it, n_months));
            prop_assert!(is_nowhere_more(&nights(before), &nights(after)));
        }
    }

    #[test]
    fn more_arrivals_never_settle_fewer_or_cost_less_where_all_are_alike(
        country in random::country().prop_map(uniform),
        times in select(&["1.02", "1.5", "4"][..]),
    ) {
        let n_months = country.scenario().run.horizon.n_months();
        let pairs = observe(&country.scenario(), 0..2);
        for (before, after) in pairs.iter().zip(&observe(&with_more(&country, times).scenario(), 0..2)) {
            let settled = |it| running(&by_month(it, n_months, Monthly::Settled));
            prop_assert!(is_nowhere_more(&settled(before), &settled(after)));
            let waiting = |it| by_month(it, n_months, Monthly::Waiting);
            prop_assert!(is_nowhere_more(&waiting(before), &waiting(after)));
            for column in [BudgetMonth::Right, BudgetMonth::Cash] {
                let of = |it| running(&kroner(it, n_months, Post::IntegrationGrant, column));
                prop_assert!(is_nowhere_more(&of(before), &of(after)), "{column:?}");
            }
        }
    }
}

/// A short year in a country with ten places a month for some thirty who come.
fn short(times: &str, kinds: &str, set: &[&str]) -> Vec<(Vec<i64>, i64)> {
    let country = Country { schedule: None, ..Country::default() }.with_kinds(kinds);
    let country = country.with_places(&[4, 3, 3]).and(&[&arrivals("30")]).and(set);
    collect(&with_more(&country, times).scenario(), 0..100, |it| {
        let rights = kroner(it, 12, Post::IntegrationGrant, BudgetMonth::Right);
        (running(&by_month(it, 12, Monthly::Settled)), rights.iter().sum())
    })
}

/// Old people bring a grant more than others: one of them may be displaced by somebody who comes in addition.
#[test]
fn who_costs_more_may_be_displaced() {
    let kinds = "young = { share = 0.5, adults = 1 }\nold = { share = 0.5, elderly = 1 }";
    let (before, after) = (short("1", kinds, &[]), short("1.1", kinds, &[]));
    let rights = before.iter().zip(&after).map(|(before, after)| {
        // From the first month on all places are taken in both: who comes changes who settles, not how many.
        assert_eq!(before.0, after.0);
        after.1 - before.1
    });
    let rights: Vec<i64> = rights.collect();
    let n_less = rights.iter().filter(|it| **it < 0).count();
    let n_more = rights.iter().filter(|it| **it > 0).count();
    println!("rights fell in {n_less} and rose in {n_more} of 100 histories");
    assert!(n_less > 20 && n_more > 20, "{n_less} fell, {n_more} rose");
    // Who is served is a question of chance, so that on average nothing changes.
    let distance = Sample::of(rights.iter().map(|it| *it as f64)).distance(0.0);
    assert!(distance < limit(1), "the mean moves by {distance} standard errors");
}

/// From agreement to moving in some take long: a place that one of them takes is not moved into for as long.
#[test]
fn who_moves_in_sooner_may_be_displaced() {
    let slow = "people.offer_days={ empirical = { days = [0, 200] } }";
    let (before, after) = (short("1", ADULTS, &[slow]), short("1.1", ADULTS, &[slow]));
    let pairs = before.iter().zip(&after);
    let n_fewer = pairs.filter(|(before, after)| !is_nowhere_more(&before.0, &after.0)).count();
    println!("fewer had moved in by the end of some month in {n_fewer} of 100 histories");
    assert!(n_fewer > 20, "{n_fewer}");
}
