//! Does allocation by match scores do what it says, and does a request keep its limits? Whole runs of Norway.

use bosett::engine::Engine;
use bosett::results::columns::{MunicipalYear, ShadowPrices};
use bosett::results::observation::Observation;
use bosett::scenario::check::load;
use bosett::scenario::library::LIBRARY;
use std::path::Path;

/// The first history of 2023 with these changes, tables in `folder`.
fn run(folder: &Path, changes: &[&str]) -> Observation {
    let scenario = folder.join("a.toml");
    std::fs::write(&scenario, "extends = \"letter-2023\"\n").expect("a file");
    let changes: Vec<String> =
        changes.iter().chain(&["run.end=2023-12-31"]).map(|it| (*it).to_owned()).collect();
    let (scenario, _) = load(scenario.to_str().expect("UTF-8"), &changes, LIBRARY)
        .unwrap_or_else(|problems| panic!("{problems}"));
    Engine::new(&scenario).run_one(0)
}

/// The same without tables.
fn run_with(changes: &[&str]) -> Observation {
    run(tempfile::tempdir().expect("a folder").path(), changes)
}

fn sum(observation: &Observation, column: MunicipalYear) -> i64 {
    observation.total(0..356, column)
}

/// Mean match score of those given a place.
fn score(observation: &Observation) -> f64 {
    let placed = sum(observation, MunicipalYear::Placed);
    sum(observation, MunicipalYear::MatchPoints) as f64 / (1000 * placed) as f64
}

#[test]
fn policies_by_score_score_more_and_settle_as_many() {
    let plain = run_with(&[]);
    let settled = sum(&plain, MunicipalYear::Settled);
    let base = score(&plain);
    for method in ["greedy", "shadow-prices", "balanced-prices", "subgradient", "minimum-discord"] {
        let found = run_with(&[&format!("policy.allocation.method={method}")]);
        let (gain, persons) = (score(&found) / base - 1.0, sum(&found, MunicipalYear::Settled));
        println!(
            "{method:>16}: score {:.4}, {:+.2} %, settled {persons}",
            score(&found),
            100.0 * gain
        );
        assert!(gain > 0.0, "{method}");
        assert!((persons - settled).abs() * 100 < settled, "{method}: {persons} and {settled}");
    }
    println!("    proportional: score {base:.4}, settled {settled}");
}

#[test]
fn only_policies_with_prices_have_shadow_prices() {
    let price = |observation: &Observation| observation.total(0..356, ShadowPrices::Price);
    assert_eq!(price(&run_with(&[])), 0);
    assert!(price(&run_with(&["policy.allocation.method=balanced-prices"])) > 0);
}

#[test]
fn nobody_is_placed_where_the_score_is_empty() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = "group,persons,code,score\n".to_owned();
    for group in ["ukraine", "asylum", "quota", "minors"] {
        for persons in 1..=8 {
            table.push_str(&format!("{group},{persons},0301,\n{group},{persons},1103,1\n"));
        }
    }
    std::fs::write(folder.path().join("scores.csv"), table).expect("a file");
    for method in ["greedy", "balanced-prices", "greedy-batch", "minimum-discord"] {
        let method = format!("policy.allocation.method={method}");
        let found = run(folder.path(), &[&method, "policy.allocation.scores=scores.csv"]);
        assert_eq!(found.get(0, MunicipalYear::Placed), 0, "Oslo, {method}");
        assert!(sum(&found, MunicipalYear::Placed) > 10_000, "{method}");
    }
}

#[test]
fn a_request_keeps_its_limits_and_its_sum() {
    let key = "policy.requests.letter-2023.key={ preset = { name = 'norway-size' } }";
    let limits =
        "policy.requests.letter-2023.limits={ per_1000 = 30.0, least = 10, lifted_from = 0 }";
    let found = run_with(&[key, limits, "policy.requests.letter-2023.minors=0"]);
    assert_eq!(sum(&found, MunicipalYear::Requested), 35_000);
    let of = |row| found.get(row, MunicipalYear::Requested);
    let register = bosett::register::Register::embedded(bosett::register::Edition::Of2023);
    for (row, municipality) in register.municipalities().iter().enumerate() {
        let most = 30 * municipality.population.0 / 1000;
        let least = if most < 10 { 0 } else { 10 };
        assert!((least..=most).contains(&of(row)), "{}: {}", municipality.name, of(row));
    }
}

#[test]
fn a_second_letter_asks_nobody_for_fewer_than_agreed() {
    let second =
        "policy.requests.second={ year = 2023, issued = 2023-09-01, size = { persons = 5000 } }";
    let found = run_with(&[second]);
    let places = 0..356;
    for row in places {
        let (asked, agreed) =
            (found.get(row, MunicipalYear::Requested), found.get(row, MunicipalYear::Agreed));
        assert!(agreed >= 0 && asked >= 0);
    }
    assert!(sum(&found, MunicipalYear::Requested) > 5_330, "what was agreed stands");
}
