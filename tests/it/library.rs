//! Do the embedded scenarios answer the questions they say they do?
//!
//! A few replications of each: that it runs and balances, and what must hold in every history. Pairs made to be
//! compared may differ only where they say. How far a scenario's figures are right is asked in `history`.

use bosett::engine::Engine;
use bosett::results::columns::{BudgetYear, Monthly, Reception};
use bosett::results::observation::Observation;
use bosett::scenario::library::LIBRARY;
use bosett::scenario::{Post, Route, Scenario};
use bosett::study::calibrate::USUAL;

fn embedded(name: &str) -> Scenario {
    crate::support::embedded(name, &[])
}

/// The observation of each of the first replications, and the scenario.
fn run(name: &str, n: u32) -> (Scenario, Vec<Observation>) {
    let scenario = embedded(name);
    let observations = {
        let engine = Engine::new(&scenario);
        (0..n).map(|number| engine.run_one(number)).collect()
    };
    (scenario, observations)
}

/// A column of `monthly` over all groups in the months of each year.
fn by_year(scenario: &Scenario, of: &Observation, column: Monthly) -> Vec<i64> {
    let mut years = vec![0; scenario.run.horizon.n_years()];
    for (index, month) in scenario.run.horizon.months().enumerate() {
        let year = (month.year().0 - scenario.first_year.0) as usize;
        let groups = 0..scenario.world.groups.len();
        let rows = groups.map(|group| of.get(of.layout().monthly(index, group), column));
        years[year] += rows.sum::<i64>();
    }
    years
}

fn cash(scenario: &Scenario, of: &Observation) -> Vec<i64> {
    let years = 0..scenario.run.horizon.n_years();
    let row = |year| of.layout().budget_year(year, Post::IntegrationGrant.index());
    years.map(|year| of.get(row(year), BudgetYear::Cash)).collect()
}

fn nights_without_a_bed(scenario: &Scenario, of: &Observation) -> i64 {
    let months = 0..scenario.run.horizon.n_months();
    months.map(|it| of.get(of.layout().reception(it), Reception::ShortfallNights)).sum()
}

#[test]
fn what_was_fitted_can_be_extended_and_says_what_it_rests_on() {
    let text = (LIBRARY.text)("fitted-2022").expect("listed");
    for said in ["Data: ", "settled-snapshots.csv", "2023 left out", "Code: bosett ", "Written by"]
    {
        assert!(text.contains(said), "{said} is not said");
    }
    let (norway, fitted) = (embedded("norway"), embedded("fitted-2022"));
    let keys: Vec<&String> = text
        .lines()
        .filter(|it| it.starts_with("world."))
        .filter_map(|line| {
            let key = line.split(" = ").next()?;
            fitted.parameters.iter().map(|it| &it.key).find(|it| *it == key)
        })
        .collect();
    assert_eq!(keys, USUAL, "every parameter that is usually fitted, by its name");
    let of = |scenario: &Scenario, key: &str| {
        let found = scenario.parameters.iter().find(|it| it.key == key);
        // One of them is not in `norway` at all.
        found.and_then(|it| it.law)
    };
    for key in USUAL {
        assert!(of(&fitted, key).is_some() && of(&fitted, key) != of(&norway, key), "{key}");
    }
}

#[test]
fn every_scenario_begins_with_its_question() {
    for name in (LIBRARY.names)() {
        let text = (LIBRARY.text)(name).expect("listed");
        let scenario = embedded(name);
        assert!(scenario.question.ends_with('?'), "{name}: {}", scenario.question);
        let header = text.lines().take_while(|line| line.starts_with('#')).count();
        assert!(header >= 3, "{name} has no header that says what it answers and on what");
        assert!(text.starts_with("# "), "{name}");
        assert!(!scenario.title.is_empty());
    }
}

#[test]
fn every_scenario_runs_and_its_people_are_settled_and_paid_for() {
    for name in (LIBRARY.names)() {
        // Two draws of the parameters; balances are checked by the model itself.
        let (scenario, observations) = run(name, 3);
        for observation in &observations {
            let arrived = by_year(&scenario, observation, Monthly::Arrived);
            let settled = by_year(&scenario, observation, Monthly::Settled);
            let cash = cash(&scenario, observation);
            let is_world_only = ["norway", "fitted-2022"].contains(&name);
            assert_eq!(arrived.iter().sum::<i64>() == 0, is_world_only, "{name}: {arrived:?}");
            if is_world_only {
                continue;
            }
            let ratio = settled.iter().sum::<i64>() as f64 / arrived.iter().sum::<i64>() as f64;
            // Some wait at the start; some are refused, return, or still wait at the end.
            assert!((0.6..1.5).contains(&ratio), "{name}: {arrived:?} came, {settled:?} settled");
            assert!(cash.iter().all(|&it| it > 1_000_000_000), "{name}: {cash:?}");
        }
    }
}

#[test]
fn the_extension_of_disability_grant_2_costs_nothing_before_the_sixth_year() {
    let (scenario, ten) = run("disability-10-years", 6);
    let (_, five) = run("disability-5-years", 6);
    let mut extra = [0; 8];
    for (ten, five) in ten.iter().zip(&five) {
        for column in [Monthly::Arrived, Monthly::Settled, Monthly::Left] {
            let of = |observation| by_year(&scenario, observation, column);
            assert_eq!(of(ten), of(five), "the grant moves nobody");
        }
        let years = cash(&scenario, ten).into_iter().zip(cash(&scenario, five));
        let differences: Vec<i64> = years.map(|(ten, five)| ten - five).collect();
        // Settled in 2022: year 6 is 2027.
        assert_eq!(differences[..4], [0; 4], "2023 to 2026");
        let differences = differences.iter().zip(&mut extra);
        differences.for_each(|(difference, extra)| {
            assert!(*difference >= 0, "longer is not cheaper");
            *extra += difference;
        });
    }
    // The stated sum for those settled in 2022, 4 to 25 million a year, is all of 2027; later cohorts join.
    assert!((6 * 4_000_000..6 * 25_000_000).contains(&extra[4]), "{extra:?}");
    assert!(extra[7] > extra[4], "{extra:?}");
}

#[test]
fn the_winter_shock_is_the_letter_and_a_shock_on_top_of_it() {
    let (letter, before) = run("letter-2023", 6);
    let (scenario, after) = run("winter-shock", 6);
    // Nothing of the letter's path is written differently, so that its ranges and what follows them are drawn alike.
    const PATH: &str = "world.groups.ukraine.arrivals.path";
    let path = |of: &Scenario| -> Vec<_> {
        let parameters = of.parameters.iter().filter(|it| it.key.starts_with(PATH));
        parameters.map(|it| (it.key.clone(), it.central, it.law)).collect()
    };
    let (before_path, after_path) = (path(&letter), path(&scenario));
    assert!(!before_path.is_empty() && after_path.starts_with(&before_path));
    let added = &after_path[before_path.len()..];
    assert!(added.iter().all(|it| it.0.contains(".shock.")), "{added:?}");
    let november = scenario.run.horizon.months().position(|it| it.to_string() == "2023-11");
    let november = november.expect("a month of the run");
    let ukraine = scenario.world.groups.iter().position(|it| it.id == "ukraine");
    let mut extra = 0;
    for (before, after) in before.iter().zip(&after) {
        // A month may bring a person less, since the last household of the one before brought one more.
        let mut so_far = 0;
        for month in 0..scenario.run.horizon.n_months() {
            for group in 0..scenario.world.groups.len() {
                let row = |it: &Observation| it.layout().monthly(month, group);
                let of = |it: &Observation| it.get(row(it), Monthly::Arrived);
                if Some(group) == ukraine && month >= november {
                    so_far += of(after) - of(before);
                    assert!(so_far > 0, "{so_far} more by month {month}");
                } else if scenario.world.groups[group].route != Route::Family {
                    assert_eq!(of(before), of(after), "group {group} in month {month}");
                }
            }
        }
        extra += so_far;
    }
    // Six times 37,500, each of the two laws within its range and the noise of the months on top.
    assert!((6 * 15_000..6 * 90_000).contains(&extra), "{extra} more came");
}

#[test]
fn a_bottleneck_in_reception_moves_nobody_but_leaves_people_without_a_bed() {
    let (scenario, free) = run("rising-2023", 3);
    let (_, tight) = run("reception-bottleneck", 3);
    for (free, tight) in free.iter().zip(&tight) {
        for column in [Monthly::Arrived, Monthly::Settled, Monthly::Left] {
            let of = |observation| by_year(&scenario, observation, column);
            assert_eq!(of(free), of(tight), "beds do not decide who comes and who is settled");
        }
        let short = |it| nights_without_a_bed(&scenario, it);
        assert!(short(tight) > 2 * short(free), "{} and {}", short(tight), short(free));
    }
}

#[test]
fn tired_municipalities_settle_later_and_the_same_people_come() {
    let (scenario, willing) = run("letter-2023", 4);
    let (_, tired) = run("municipal-fatigue", 4);
    let mut settled = [0; 2];
    for (willing, tired) in willing.iter().zip(&tired) {
        // Family follows those who are settled; everybody else comes all the same.
        let comes = |group: &usize| scenario.world.groups[*group].route != Route::Family;
        for group in (0..scenario.world.groups.len()).filter(comes) {
            for month in 0..scenario.run.horizon.n_months() {
                let row = willing.layout().monthly(month, group);
                let arrived = |it: &Observation| it.get(row, Monthly::Arrived);
                assert_eq!(arrived(willing), arrived(tired), "group {group}, month {month}");
            }
        }
        settled[0] += by_year(&scenario, willing, Monthly::Settled)[0];
        settled[1] += by_year(&scenario, tired, Monthly::Settled)[0];
    }
    assert!(settled[1] < settled[0], "{settled:?}");
}
