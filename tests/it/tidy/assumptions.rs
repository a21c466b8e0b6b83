//! Is every assumption listed, is every one listed still made, and are its values those of the scenarios?

use super::{assert_none, files, read, root};
use bosett::law::Law;
use bosett::scenario::Scenario;
use bosett::scenario::check::load;
use bosett::scenario::library::LIBRARY;
use std::collections::BTreeSet;

fn embedded(name: &str) -> Scenario {
    let loaded = load(name, &[], LIBRARY);
    loaded.unwrap_or_else(|problems| panic!("{name}: {problems:?}")).0
}

/// The numbers of assumptions in a text, such as A7.
fn assumptions_in(text: &str) -> BTreeSet<u32> {
    let is_word = |it: char| it.is_alphanumeric() || "_#-".contains(it);
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices('A') {
        let digits: String = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        let before = text[..at].chars().next_back();
        let after = text[at + 1 + digits.len()..].chars().next();
        if !before.is_some_and(is_word) && !after.is_some_and(is_word) {
            found.extend(digits.parse::<u32>().ok());
        }
    }
    found
}

#[test]
fn every_assumption_is_listed_and_every_listed_one_is_used() {
    let list = read("docs/assumptions.md");
    let headings = list.lines().filter_map(|line| line.strip_prefix("### A"));
    let numbers = headings.filter_map(|it| it.split_whitespace().next()?.parse().ok());
    let numbers: Vec<u32> = numbers.collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "numbers come once and in order");
    let listed = BTreeSet::from_iter(numbers);
    let mut used = BTreeSet::new();
    for path in files(root()) {
        let ending = path.extension().and_then(|it| it.to_str());
        let is_place = path.starts_with(root().join("src")) && ending == Some("rs")
            || path.starts_with(root().join("scenarios")) && ending == Some("toml");
        if is_place {
            used.extend(assumptions_in(&read(&path)));
        }
    }
    let name = |number: &u32| format!("A{number}");
    let missing = used.difference(&listed).map(|it| format!("{} is not listed", name(it)));
    let unused = listed.difference(&used).map(|it| format!("{} is not cited anywhere", name(it)));
    assert_none(missing.chain(unused).collect(), "see docs/assumptions.md");
}

#[test]
fn every_figure_of_the_embedded_scenarios_says_where_it_comes_from() {
    let mut problems = Vec::new();
    for name in (LIBRARY.names)() {
        for parameter in embedded(name).parameters {
            let is_rule = parameter.key.starts_with("rules.");
            match parameter.origin {
                None => problems.push(format!("{name}: {} has no origin", parameter.key)),
                Some(it) if !is_rule && assumptions_in(&it.source).is_empty() => {
                    problems.push(format!("{name}: {} names no assumption", parameter.key));
                }
                Some(_) => {}
            }
        }
    }
    assert_none(problems, "add an [[evidence]] block to the scenario");
}

/// Keys with their values in the list of assumptions: one number, or lowest, most likely and highest, or five
/// of what was seen.
fn listed_values(list: &str) -> Vec<(String, Vec<f64>)> {
    let mut found = Vec::new();
    for text in list.split("\n- Value: ").skip(1) {
        let text = text.split("\n- ").next().unwrap_or(text).replace(['\n', ','], "");
        let parts: Vec<&str> = text.split('`').skip(1).collect();
        for pair in parts.chunks_exact(2) {
            let numbers = pair[1].split([';', '(']).next().unwrap_or_default();
            let numbers = numbers.split('–').map(|it| it.trim().trim_end_matches('.').parse());
            let numbers = numbers.collect::<Result<_, _>>();
            found.push((pair[0].to_owned(), numbers.unwrap_or_else(|_| panic!("{}", pair[0]))));
        }
    }
    found
}

#[test]
fn the_values_in_the_list_of_assumptions_are_those_of_the_scenario() {
    let scenario = embedded("letter-2023");
    let values = listed_values(&read("docs/assumptions.md"));
    assert!(values.len() > 80, "{} values", values.len());
    let mut problems = Vec::new();
    for (key, listed) in values {
        let parameter = scenario.parameters.iter().find(|it| it.key == key);
        let known = parameter.map(|it| match it.law {
            Some(Law::Triangular { low, mode, high }) => vec![low, mode, high],
            Some(Law::Quartiles(values)) => values.to_vec(),
            _ => vec![it.central],
        });
        if known.as_ref() != Some(&listed) {
            problems.push(format!("{key} is {known:?} and not {listed:?}"));
        }
    }
    assert_none(problems, "see docs/assumptions.md");
}
