//! `hindcast`, `sensitivity`, `sweep`, `plan` and `stress` on a year in which little happens.

use super::Desk;
use serde_json::Value;

/// A scenario that is over at once: the first quarter of the small year.
const SHORT: &str = "--set run.end=2023-03-31 --quiet";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn rows<'a>(answer: &'a Value, sheet: &str) -> &'a Vec<Value> {
    answer[sheet].as_array().unwrap_or_else(|| panic!("no {sheet} in {answer}"))
}

#[test]
fn a_sweep_goes_on_where_it_was() {
    let desk = Desk::new();
    let line = format!(
        "sweep small.toml {SHORT} --replications 2 --file points.csv --quantity settled_persons@2023 \
         --quantity cash_kroner@2023 --vary world.groups.ukraine.arrivals.multiplier"
    );
    let first = desk.answer(&format!("{line}=1,2 --format json"));
    let first = json(&first);
    assert_eq!(rows(&first, "sweep").len(), 4);
    let settled = |at: usize| rows(&first, "sweep")[at]["mean"].as_f64().expect("a number");
    assert!(settled(2) > settled(0), "twice as many arrive");
    let written = std::fs::read_to_string(desk.path("points.csv")).expect("written");
    assert_eq!(written.lines().count(), 5);
    // One value more: only its rows are new, and nothing that was written is touched.
    let second = json(&desk.answer(&format!("{line}=1,2,3 --format json")));
    assert_eq!(rows(&second, "sweep").len(), 2);
    let longer = std::fs::read_to_string(desk.path("points.csv")).expect("written");
    assert!(longer.starts_with(&written) && longer.lines().count() == 7, "{longer}");
    // Another seed is another run: nothing of it is done.
    let other = json(&desk.answer(&format!("{line}=1 --format json --seed 8")));
    assert_eq!(rows(&other, "sweep").len(), 2);
}

#[test]
fn what_a_result_depends_on_is_told_with_chance_among_it() {
    let desk = Desk::new();
    let line = format!(
        "sensitivity small.toml {SHORT} --quantity settled_persons@2023 --walks 2 --foremost 2 --rows 4"
    );
    let answer = json(&desk.answer(&format!("{line} --format json")));
    let shares = rows(&answer, "sensitivity_variance");
    assert_eq!(shares.len(), 4, "two parameters, arrivals and chance");
    assert!(shares.iter().any(|it| it["factor"] == "chance"));
    assert_eq!(rows(&answer, "sensitivity_tornado").len(), 2);
    let both = json(&desk.answer(&format!("{line} --quantity arrived_persons@2023 --format json")));
    let of = |answer: &Value, quantity: &str| -> Vec<Value> {
        let rows = rows(answer, "sensitivity_screening").iter();
        rows.filter(|it| it["quantity"] == quantity).cloned().collect()
    };
    let alone = of(&answer, "settled_persons@2023");
    assert_eq!(alone.len(), 6);
    assert_eq!(of(&both, "settled_persons@2023"), alone, "asked together, of the same histories");
    assert_eq!(of(&both, "arrived_persons@2023").len(), 6);
    assert_eq!(rows(&both, "sensitivity_tornado").len(), 4, "a bar for each of both");
    let table = desk.answer(&format!("{line} --out found"));
    let expected = [
        "figures/tornado-settled-persons-2023.png",
        "figures/tornado-settled-persons-2023.svg",
        "sensitivity_tornado.csv",
        "study.html",
    ];
    for name in expected {
        assert!(desk.path("found").join(name).is_file(), "no {name}");
    }
    assert!(table.contains("Shares of variance") && table.contains("world."), "{table}");
}

#[test]
fn a_request_is_decided_by_guarantee_cost_and_regret() {
    let desk = Desk::new();
    let line = format!(
        "plan small.toml {SHORT} --replications 4 --letter letter --between 500..6500 --format json \
         --out decided"
    );
    let answer = json(&desk.answer(&line));
    assert_eq!(rows(&answer, "plan_regret").len(), 7);
    assert_eq!(rows(&answer, "plan_prices")[0]["price_short"], 300_000.0);
    let marked = rows(&answer, "plan_regret").iter().filter(|it| !it["note"].is_null()).count();
    assert!((1..=2).contains(&marked), "least regret and least cost are marked once");
    let places = rows(&answer, "plan_cheapest")[0]["places"].as_f64().expect("a number");
    assert!(places > 0.0);
    let written = std::fs::read_to_string(desk.path("decided/plan_regret.csv")).expect("written");
    assert_eq!(written.lines().count(), 8);
}

#[test]
fn a_frontier_falls_from_always_to_never() {
    let desk = Desk::new();
    let line = format!(
        "stress small.toml {SHORT} --replications 4 --breach settled_persons@2023<400 --format json \
         --pressure world.groups.ukraine.arrivals.multiplier=0.1,3 \
         --capacity policy.requests.letter.size.persons=0..9000"
    );
    let answer = json(&desk.answer(&line));
    assert_eq!(rows(&answer, "stress_frontier").len(), 6, "three probabilities at two pressures");
    let conditions = rows(&answer, "stress_conditions");
    assert!(conditions.iter().all(|it| it["breach_share"].is_number()), "{conditions:?}");
}

#[test]
fn what_is_fitted_can_be_extended_and_is_never_written_over() {
    let desk = Desk::new();
    let key = "world.groups.ukraine.private_share";
    let line = format!(
        "calibrate small.toml --set run.end=2023-10-31 --quiet --fit 2023 --parameter {key} --particles 10 --generations 2 \
         --runs 40 --replications 10 --format json"
    );
    let answer = json(&desk.answer(&format!("{line} --write fitted.toml --day 2024-01-31")));
    let parameters = rows(&answer, "calibration_parameters");
    assert_eq!((parameters.len(), &parameters[0]["factor"]), (1, &Value::from(key)));
    let figures = rows(&answer, "calibration_figures");
    let quantities: Vec<&Value> = figures.iter().map(|it| &it["quantity"]).collect();
    // All and Ukrainians on 3 October, permits of three quarters, and a month end of agreed and of residents.
    assert_eq!(
        quantities,
        [
            "settled_under_request_persons",
            "settled_group_persons",
            "permit_persons",
            "permit_persons",
            "permit_persons",
            "agreed_persons",
            "reception_persons"
        ]
    );
    assert_eq!(figures[0]["time"], "2023-10-03", "a count has its day");
    assert!(figures.iter().all(|it| it["used"] == "fitted"), "{figures:?}");
    let written = std::fs::read_to_string(desk.path("fitted.toml")).expect("written");
    assert!(written.contains("on 2024-01-31") && written.contains(key), "{written}");
    let own = "extends = \"fitted.toml\"\ntitle = \"Own\"\n";
    std::fs::write(desk.path("own.toml"), own).expect("it can be written");
    assert!(written.contains("A186"), "the law has its evidence");
    assert!(!desk.answer("check own.toml").is_empty(), "a scenario that extends it is whole");
    let again = desk.bosett(&format!("{line} --write fitted.toml"));
    assert_eq!(again.code, 3, "{}", again.stderr);
    let check = json(&desk.answer(&format!("{line} --check 3")));
    let fifths = &rows(&check, "calibration_check")[0];
    let n: f64 = (1..=5).filter_map(|it| fifths[format!("fifth_{it}")].as_f64()).sum();
    assert_eq!(n, 3.0, "{fifths}");
}

#[test]
fn a_calibration_says_what_it_cannot_find() {
    let desk = Desk::new();
    let cases = [
        (
            "calibrate small.toml --parameter run.seed",
            "error: \"run.seed\" is not an uncertain number",
        ),
        (
            "calibrate small.toml --parameter world.groups.ukraine.cases[0].granted_share",
            "error: \"world.groups.ukraine.cases[0].granted_share\" stands in a list",
        ),
        (
            "calibrate small.toml --fit 2019 --parameter world.groups.ukraine.private_share",
            "error: no published figure of 2019 lies in the run",
        ),
    ];
    for (line, expected) in cases {
        let said = desk.bosett(&format!("{line} --quiet"));
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{line}: {}", said.stderr);
        assert!(said.stderr.starts_with(expected), "{line}: {}", said.stderr);
    }
}

#[test]
fn expected_values_come_at_once_and_what_is_not_exact_is_refused() {
    let desk = Desk::new();
    let table = desk.answer("run small.toml --fast");
    assert!(table.contains("Run without --fast"), "{table}");
    assert_eq!(desk.entries(), ["small.toml"], "nothing is written");
    let answer = json(&desk.answer("run small.toml --fast --format json"));
    let ukraine = rows(&answer, "fast").iter().find(|it| it["arrived_persons"] != 0.0);
    let arrived = ukraine.expect("somebody arrives")["arrived_persons"].as_f64();
    // A triangle between 2,000 and 4,000 has its mean in the middle; the last household brings a few more.
    assert!((3_000.0..3_002.0).contains(&arrived.expect("a number")), "{arrived:?}");
}

#[test]
fn expected_values_say_what_of_the_scenario_they_know_nothing_of() {
    let desk = Desk::new();
    let told = |line: &str| {
        let said = desk.bosett(line);
        assert_eq!(said.code, 0, "{line}: {}", said.stderr);
        said.stderr
    };
    assert_eq!(told("run small.toml --fast"), "", "it knows all of this one");
    let limited = told("run small.toml --fast --set world.decisions_per_month=50");
    assert!(limited.contains("warning: --fast knows nothing of world.decisions_per_month: "));
    let drifted = told("run budget-2024 --fast");
    assert!(
        drifted
            .contains("warning: --fast knows nothing of world.groups.ukraine.arrivals.observed: "),
        "{drifted}"
    );
    assert_eq!(told("run budget-2024 --fast --quiet"), "");
}
