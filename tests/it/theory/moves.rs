//! Who lives elsewhere, in a larger household or where it fits better moves at another hazard: exactly the one that the
//! scenario says, though days are drawn with the largest.

use crate::support::{Country, Sample, collect, limit, observe};
use bosett::results::columns::MunicipalYear;
use bosett::results::observation::Observation;
use bosett::scenario::Scenario;

const N_YEARS: usize = 5;
/// Share that would move in a year where all multiples are one.
const MOVES: f64 = 0.06;

fn hazard(share: f64) -> f64 {
    -(1.0 - share).ln()
}

/// Two municipalities of different class, each alone in its county or not: whoever moves goes to the other.
fn two_places(set: &[&str]) -> Country {
    let country = Country {
        population: vec![500_000, 500_000],
        places: Some(vec![300_000; 2]),
        classes: Some(vec![2, 6]),
        ..Country::default()
    };
    country
        .and(&[
            "run.start=2022-12-31",
            "run.end=2027-12-31",
            &format!("world.moves.move_per_year={:?}", [MOVES; 5]),
            "world.moves.by_centrality=[1, 0.5, 1, 1, 1, 1.5]",
        ])
        .and(set)
}

/// So many persons settle on the first day, one of the 31 of its month.
fn settle_at_once(per_day: u32) -> [String; 2] {
    let only = format!(
        "{{ level = {{ from = '2022-12', to = '2022-12', per_month = {} }} }}",
        31 * per_day
    );
    ["people.route='direct'".to_owned(), format!("people.arrivals.path=[{only}]")]
}

fn of_place(it: &Observation, place: usize, column: MunicipalYear) -> f64 {
    let row = |year| it.layout().municipal_year(year, place);
    (0..=N_YEARS).map(|year| it.get(row(year), column)).sum::<i64>() as f64
}

/// Persons that move out of the first of two places in five years, when they leave each at such a rate for the other:
/// two coupled linear equations.
fn moves_out(rates: [f64; 2], at_first: [f64; 2]) -> f64 {
    let (total, years) = (rates[0] + rates[1], N_YEARS as f64);
    let at_last = (at_first[0] + at_first[1]) * rates[1] / total;
    let gone = (1.0 - (-total * years).exp()) / total;
    rates[0] * (at_last * years + (at_first[0] - at_last) * gone)
}

/// Moves out of both places over those that theory has for the rates.
fn assert_moves(what: &str, scenario: &Scenario, rates: [f64; 2], opening: [f64; 2]) {
    let found = collect(scenario, 0..40, |it| {
        let at_first =
            [0, 1].map(|place| opening[place] + of_place(it, place, MunicipalYear::Settled));
        let out = [0, 1].map(|place| of_place(it, place, MunicipalYear::MovedOut));
        let swapped = |of: [f64; 2]| [of[1], of[0]];
        let expected = [moves_out(rates, at_first), moves_out(swapped(rates), swapped(at_first))];
        [out[0] / expected[0], out[1] / expected[1]]
    });
    for place in 0..2 {
        let sample = Sample::of(found.iter().map(|it| it[place]));
        sample.assert_mean(&format!("{what}, place {place}"), limit(8), 1.0, 1.02);
    }
}

#[test]
fn each_class_size_and_fit_has_the_hazard_that_the_scenario_says() {
    // 40 replications of 20,000 to 40,000 persons: some 80,000 moves and more out of each place, with standard errors of
    // half a per cent at most. Families move together, so that theirs are twice as large.
    let settle = settle_at_once(20_000);
    let settle: Vec<&str> = settle.iter().map(String::as_str).collect();
    let base = hazard(MOVES);
    let family = "world.moves.family_multiple=1.4";
    let singles = two_places(&settle).and(&[family]);
    assert_moves("singles", &singles.scenario(), [0.5 * base, 1.5 * base], [0.0; 2]);
    let couples = two_places(&settle_at_once(60_000).each_ref().map(String::as_str)).and(&[family]);
    let couples = couples.with_kinds("couple = { share = 1.0, adults = 2 }");
    assert_moves("couples", &couples.scenario(), [0.7 * base, 2.1 * base], [0.0; 2]);
    // Scores of the two are apart, and their inhabitants are as many.
    let fit = two_places(&settle).and(&["world.moves.match_effect=-5"]).scenario();
    let scores = fit.policy.match_scores.problem().values_per_place(0);
    let half = (scores[0] - scores[1]) / 2.0;
    assert!(half.abs() > 0.03, "the scores tell nothing: {scores:?}");
    let rates = [0.5 * base * (-5.0 * half).exp(), 1.5 * base * (5.0 * half).exp()];
    assert_moves("by match score", &fit, rates, [0.0; 2]);
}

#[test]
fn those_who_settled_before_the_run_move_by_class_too() {
    // 10,000 opening persons in each place, a fiftieth of the inhabitants, for five years and a day.
    let cohort = "world.opening.cohorts.2021={ group = 'people', csv = 'cohort.csv', \
                  triggering_per_settled = 2 }";
    let base = hazard(MOVES);
    let scenario = two_places(&[cohort]).scenario();
    assert_moves("opening cohort", &scenario, [0.5 * base, 1.5 * base], [20_000.0; 2]);
}

#[test]
fn who_lives_elsewhere_leaves_the_country_at_another_hazard() {
    // 40 replications of 10,000 persons in each place: standard errors of half a per cent of those gone. Who settled in the
    // first year is counted until the end of the fifth, four years later.
    let settle = settle_at_once(20_000);
    let settle: Vec<&str> = settle.iter().map(String::as_str).collect();
    let leaves = 0.04;
    let country = two_places(&settle).and(&[
        "world.moves.move_per_year=[0.0, 0.0, 0.0, 0.0, 0.0]",
        &format!("people.emigration_per_year={:?}", [leaves; 5]),
        "world.moves.emigration_by_centrality=[1, 0.6, 1, 1, 1, 2.5]",
    ]);
    let found = collect(&country.scenario(), 0..40, |it| {
        [0, 1].map(|place| {
            let last = it.layout().municipal_year(N_YEARS - 1, place);
            let present = it.get(last, MunicipalYear::Present) as f64;
            1.0 - present / of_place(it, place, MunicipalYear::Settled)
        })
    });
    for (place, multiple) in [0.6, 2.5].into_iter().enumerate() {
        let gone = |by: f64| 1.0 - (-by * multiple * hazard(leaves) * (N_YEARS - 1) as f64).exp();
        let sample = Sample::of(found.iter().map(|it| it[place]));
        sample.assert_mean(&format!("gone from {place}"), limit(2), gone(1.0), gone(1.02));
    }
}

#[test]
fn multiples_of_one_and_no_effect_change_nothing() {
    let settle = settle_at_once(500);
    let settle: Vec<&str> = settle.iter().map(String::as_str).collect();
    let country = || {
        two_places(&settle).and(&[
            "world.moves.by_centrality=[1, 1, 1, 1, 1, 1]",
            &format!("people.emigration_per_year={:?}", [0.05; 5]),
        ])
    };
    let neutral = country().and(&[
        "world.moves.emigration_by_centrality=[1, 1, 1, 1, 1, 1]",
        "world.moves.family_multiple=1",
        "world.moves.match_effect=0",
    ]);
    let plain = observe(&country().scenario(), 0..3);
    assert!(plain == observe(&neutral.scenario(), 0..3));
    let other = country().and(&["world.moves.match_effect=-0.5"]);
    assert!(plain != observe(&other.scenario(), 0..3), "the test can tell");
}
