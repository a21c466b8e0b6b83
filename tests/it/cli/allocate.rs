//! `allocate`: a list of cases without a scenario.

use super::Desk;

const DESTINATIONS: &str = "destination,capacity\nBodø,3\nOslo,2\n";
const CASES: &str = "case,size,destination,score,compatible\n\
                     a,2,Bodø,0.4,\na,2,Oslo,0.9,\nb,2,Bodø,0.2,\nb,2,Oslo,0.8,1\nc,3,Bodø,0.7,0\nc,3,Oslo,0.5,\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("cases.csv", CASES);
    desk.write("places.csv", DESTINATIONS);
    desk
}

#[test]
fn cases_are_placed_and_held_against_the_bound() {
    let page = desk().answer("allocate cases.csv places.csv");
    let words: Vec<Vec<&str>> =
        page.lines().map(|line| line.split_whitespace().collect()).collect();
    // Together a in Bodø and b in Oslo are worth 1.2; the other way round 1.1; c fits nowhere.
    assert_eq!(words[1], ["a", "2", "Bodø", "0.400"]);
    assert_eq!(words[2], ["b", "2", "Oslo", "0.800"]);
    assert_eq!(words[3], ["c", "3", "nowhere"]);
    let summary = page.lines().last().expect("a summary");
    assert!(summary.contains("hindsight") && summary.contains("1 cases, 3 persons"), "{page}");
}

#[test]
fn a_pool_makes_prices_and_machines_get_numbers() {
    let desk = desk();
    desk.write("pool.csv", "case,size,destination,score\nx,2,Oslo,0.8\nx,2,Bodø,0.2\n");
    let line = "allocate cases.csv places.csv --forecast pool.csv --batch 1 --format json";
    let answer: serde_json::Value = serde_json::from_str(&desk.answer(line)).expect("JSON");
    assert_eq!(answer["method"], "balanced-prices");
    assert_eq!(answer["cases"].as_array().expect("a list").len(), 3);
    let (value, bound) = (&answer["value"], &answer["bound"]);
    assert!(value.as_f64() <= bound.as_f64(), "{value} and {bound}");
}
