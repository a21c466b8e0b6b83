//! Does every number of the scenario file move a result, and does none move what it should not?
//!
//! Every number of `golden/coast.toml`, in which everything happens, is changed; the schema says which numbers
//! there are, so that a new one without a place in that file fails too.

use crate::golden::{N_MANY, sum_columns};
use bosett::engine::Engine;
use bosett::results::columns::{Monthly, TableId};
use bosett::results::observation::Observation;
use bosett::scenario::check;
use bosett::scenario::file::ScenarioFile;
use bosett::scenario::library::LIBRARY;
use bosett::scenario::load::editor_schema_of;
use std::collections::BTreeSet;
use std::path::Path;
use toml::Value;

/// Histories that are compared.
const N: u32 = 6;

/// Numbers that cannot be otherwise here, or make no difference here, and why.
const FIXED: [(&str, &str); 11] = [
    ("world.groups.minors.households.kinds.youth.share", "the only kind"),
    ("world.groups.minors.households.kinds.youth.youths", "those without company come alone"),
    ("world.groups.protection.arrivals.path[0].ranges.year", "the next item follows it"),
    ("world.groups.protection.arrivals.path[1].follow.year", "it follows the item before"),
    ("world.moves.by_centrality[1]", "no municipality is of this class"),
    ("world.moves.by_centrality[3]", "no municipality is of this class"),
    ("world.moves.by_centrality[5]", "no municipality is of this class"),
    ("world.moves.emigration_by_centrality[1]", "no municipality is of this class"),
    ("world.moves.emigration_by_centrality[3]", "no municipality is of this class"),
    ("world.moves.emigration_by_centrality[5]", "no municipality is of this class"),
    // Only who was settled in 2022 got more years than others; `rules` tests both sides of that.
    ("world.grants.special_accommodation_share", "the law of these years makes no difference"),
];

/// Numbers that are not in the file, with the tests that show that they count.
const ELSEWHERE: &[(&str, &str)] = &[
    ("replications", "worlds: a history is the same in a longer run"),
    ("replications_per_draw", "engine: histories that share a draw"),
    ("seed", "worlds"),
    ("settlement_dispersion", "report: the charts of early warning have it from the provenance"),
    ("register", "a choice, not a number"),
    ("law_continues_to", "extremes: twenty years of Norway"),
];

fn load(set: &[String]) -> Option<Vec<Observation>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/coast.toml");
    // Long enough for the last of the five years of those settled before.
    let mut all = vec!["run.end=2026-12-31".to_owned(), "run.replications_per_draw=1".to_owned()];
    all.extend_from_slice(set);
    let (scenario, _) = check::load(path.to_str()?, &all, LIBRARY).ok()?;
    let engine = Engine::new(&scenario);
    Some((0..N).map(|number| engine.run_one(number)).collect())
}

/// A value as it stands on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) => {
            let pairs = table.iter().map(|(key, it)| format!("'{key}' = {}", inline(it)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Key(String),
    Item(usize),
}

/// The paths to all numbers.
fn numbers(value: &Value, path: &[Step], found: &mut Vec<Vec<Step>>) {
    let with = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
    match value {
        Value::Integer(_) | Value::Float(_) => found.push(path.to_vec()),
        Value::Table(table) => {
            table.iter().for_each(|(key, it)| numbers(it, &with(Step::Key(key.clone())), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, it)| numbers(it, &with(Step::Item(at)), found));
        }
        _ => {}
    }
}

fn at<'a>(root: &'a mut Value, path: &[Step]) -> &'a mut Value {
    path.iter().fold(root, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()).expect("a key of the file"),
        Step::Item(item) => value.get_mut(*item).expect("an item of the file"),
    })
}

/// The file with another number at a path, as an assignment: a list is replaced as a whole.
fn assignment(root: &Value, path: &[Step], number: f64, is_whole: bool) -> String {
    let mut changed = root.clone();
    *at(&mut changed, path) =
        if is_whole { Value::Integer(number.round() as i64) } else { Value::Float(number) };
    let n_keys = path.iter().take_while(|it| matches!(it, Step::Key(_))).count();
    let keys = path[..n_keys].iter().map(|it| match it {
        Step::Key(key) => format!("'{key}'"),
        Step::Item(_) => unreachable!("only keys are taken"),
    });
    let key = keys.collect::<Vec<_>>().join(".");
    format!("{key}={}", inline(at(&mut changed, &path[..n_keys])))
}

fn name_of(path: &[Step]) -> String {
    let steps = path.iter().map(|it| match it {
        Step::Key(key) => format!(".{key}"),
        Step::Item(item) => format!("[{item}]"),
    });
    steps.collect::<String>().trim_start_matches('.').to_owned()
}

/// The number of the next alternative, which gives what this one takes: shares add up to one.
fn sibling(paths: &[Vec<Step>], path: &[Step]) -> Option<Vec<Step>> {
    let is_branch = path.len() == 3 && path[1] == Step::Key("branches".to_owned());
    let is_kind = path.last() == Some(&Step::Key("share".to_owned()));
    // Of a branch the name differs, of a kind of household the name before "share".
    let differs_at = if is_branch { 2 } else { path.len().checked_sub(2)? };
    let like = |it: &&Vec<Step>| {
        let differences = it.iter().zip(path).enumerate().filter(|(_, (one, two))| one != two);
        it.len() == path.len() && differences.map(|(at, _)| at).eq([differs_at])
    };
    (is_branch || is_kind).then(|| paths.iter().find(like).cloned()).flatten()
}

/// The assignments that put another number at a path, and give or take it from the alternative that shares with it.
fn plant(root: &Value, paths: &[Vec<Step>], path: &[Step], new: f64) -> Vec<String> {
    let (mut set, mut base) = (Vec::new(), root.clone());
    let value = at(&mut base, path).clone();
    let mut is_whole = value.is_integer();
    if let Some(other) = sibling(paths, path) {
        let given = float(at(&mut base, &other)) + float(&value) - new;
        *at(&mut base, &other) = Value::Float(given);
        set.push(assignment(&base, &other, given, false));
        is_whole = false;
    }
    set.push(assignment(&base, path, new, is_whole));
    set
}

fn read() -> (Value, Vec<Vec<Step>>) {
    let text = include_str!("golden/coast.toml");
    let root: Value = toml::from_str::<toml::Table>(text).expect("our own file").into();
    let mut paths = Vec::new();
    numbers(&root, &[], &mut paths);
    (root, paths)
}

fn float(value: &Value) -> f64 {
    value.as_float().or(value.as_integer().map(|it| it as f64)).expect("a number")
}

/// Arrivals and cases of those who come on their own: upstream of places, grants and moves.
fn upstream(seen: &[Observation]) -> Vec<i64> {
    let columns = [Monthly::Arrived, Monthly::Permit, Monthly::Refused, Monthly::Pending];
    let months = 0..48;
    // Groups stand in the order of their names: family, minors, protection.
    let cell = |it: &Observation, month, column| it.get(it.layout().monthly(month, 2), column);
    seen.iter()
        .flat_map(|it| months.clone().flat_map(move |month| columns.map(|of| cell(it, month, of))))
        .collect()
}

#[test]
fn every_number_moves_a_result_and_none_moves_what_lies_before_it() {
    let before = load(&[]).expect("our own file");
    let (mut root, paths) = read();
    let mut idle = Vec::new();
    for path in &paths {
        let name = name_of(path);
        let is_elsewhere = ELSEWHERE.iter().any(|(key, _)| name == format!("run.{key}"));
        if is_elsewhere || FIXED.iter().any(|(fixed, _)| *fixed == name) {
            continue;
        }
        let value = at(&mut root, path).clone();
        let number = float(&value);
        let tries =
            [number * 0.5, number * 2.0, number + 1.0, number - 1.0, number * 0.9, 0.0, 1.0];
        let mut has_moved = false;
        for new in tries.into_iter().filter(|it| *it != number) {
            let set = plant(&root, &paths, path, new);
            let Some(after) = load(&set) else { continue };
            let beyond = ["world.municipalities", "world.moves", "world.grants", "world.reception"];
            let is_downstream = name.starts_with("policy.") || name.starts_with("budget.");
            if is_downstream || beyond.iter().any(|it| name.starts_with(it)) {
                assert_eq!(upstream(&before), upstream(&after), "{name} = {new} moves arrivals");
            }
            if ["world.grants", "world.reception", "policy.reception", "budget."]
                .iter()
                .any(|it| name.starts_with(it))
            {
                for (one, two) in before.iter().zip(&after) {
                    for table in [TableId::Monthly, TableId::Waits] {
                        assert_eq!(one.values(table), two.values(table), "{name} = {new}");
                    }
                }
            }
            has_moved |= before != after;
            if has_moved {
                break;
            }
        }
        if !has_moved {
            idle.push(name);
        }
    }
    assert!(idle.is_empty(), "these numbers move nothing: {idle:#?}");
}

/// Numbers of which two per cent more change no sum that is kept, and why.
const UNNOTICED: &[(&str, &str)] = &[
    ("policy.reception.ordinary.bound_days", "notice is given on the first of a month only"),
    (
        "world.groups.protection.emigration_per_year[4]",
        "two years: only opening cohorts get so far",
    ),
    ("world.groups.protection.reunification.three_year_share", "a handful of families follow"),
    ("world.moves.move_per_year[3]", "two years: only opening cohorts get so far"),
    ("world.moves.move_per_year[4]", "two years: only opening cohorts get so far"),
];

/// `golden` compares every table of this world, and the sums of many histories: a number that an error of 2 % in
/// moves any of them is one whose error `golden` notices. Whole numbers are one more at the least.
#[test]
fn an_error_of_two_per_cent_in_any_number_is_noticed() {
    let run = |set: &[String], n: u32| -> Option<Vec<Observation>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/coast.toml");
        let (scenario, _) = check::load(path.to_str()?, set, LIBRARY).ok()?;
        let engine = Engine::new(&scenario);
        Some((0..n).map(|number| engine.run_one(number)).collect())
    };
    let few = 2;
    let before = run(&[], few).expect("our own file");
    let sums_before = sum_columns(&run(&[], N_MANY).expect("our own file"));
    let (mut root, paths) = read();
    let mut unnoticed = BTreeSet::new();
    for path in &paths {
        let name = name_of(path);
        let is_elsewhere = ELSEWHERE.iter().any(|(key, _)| name == format!("run.{key}"));
        if is_elsewhere || FIXED.iter().any(|(fixed, _)| *fixed == name) {
            continue;
        }
        let value = at(&mut root, path).clone();
        let (is_whole, number) = (value.is_integer(), float(&value));
        // What cannot be more is less, and nothing is a little.
        let more = if is_whole { (number * 1.02).round().max(number + 1.0) } else { number * 1.02 };
        let less = if is_whole { (number * 0.98).round().min(number - 1.0) } else { number * 0.98 };
        let tries = if number == 0.0 { [0.02, 1.0] } else { [more, less] };
        let planted = tries.into_iter().find_map(|new| {
            let set = plant(&root, &paths, path, new);
            run(&set, few).map(|after| (set, after))
        });
        let Some((set, after)) = planted else { continue };
        let many = || sum_columns(&run(&set, N_MANY).expect("it has been run"));
        if after == before && many() == sums_before {
            unnoticed.insert(name);
        }
    }
    let argued: BTreeSet<String> = UNNOTICED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(unnoticed, argued, "argue for what is not noticed, or notice it");
}

/// Names of all properties of a schema that can be a number.
fn numeric(schema: &serde_json::Value, whole: &serde_json::Value, found: &mut BTreeSet<String>) {
    let resolved = |it: &serde_json::Value| -> serde_json::Value {
        let reference = it.get("$ref").and_then(|it| it.as_str()).map(str::to_owned);
        match reference {
            Some(reference) => {
                whole.pointer(reference.trim_start_matches('#')).cloned().unwrap_or_default()
            }
            None => it.clone(),
        }
    };
    fn can_be_number(it: &serde_json::Value) -> bool {
        let of_type = |it: &serde_json::Value| it == "number" || it == "integer";
        it.get("type").is_some_and(|types| {
            of_type(types) || types.as_array().is_some_and(|all| all.iter().any(of_type))
        })
    }
    if let Some(properties) = schema.get("properties").and_then(|it| it.as_object()) {
        for (name, property) in properties {
            let property = resolved(property);
            let alternatives =
                ["anyOf", "oneOf"].iter().filter_map(|it| property.get(it)?.as_array());
            let any = alternatives.flatten().any(|it| can_be_number(&resolved(it)));
            if can_be_number(&property) || any {
                found.insert(name.clone());
            }
        }
    }
}

#[test]
fn every_number_of_the_schema_stands_in_the_file_where_all_happens() {
    let schema = editor_schema_of::<ScenarioFile>();
    let mut known = BTreeSet::new();
    numeric(&schema, &schema, &mut known);
    for definition in schema["$defs"].as_object().expect("definitions").values() {
        numeric(definition, &schema, &mut known);
    }
    let (_, paths) = read();
    let written: BTreeSet<String> = paths
        .iter()
        .flat_map(|path| {
            path.iter().filter_map(|it| match it {
                Step::Key(key) => Some(key.clone()),
                Step::Item(_) => None,
            })
        })
        .collect();
    // Shapes and variants that the file does not use, each with tests of its own.
    let tested_elsewhere = [
        "after",
        "before",
        "concentration",
        "disability_2_expense_cv",
        "growth",
        "height",
        "initial",
        "kept",
        "multiplier",
        "over_months",
        "start",
        "tails",
        "weight",
        "width",
        "width_down",
        "width_up",
        "change",
        "disability_extended_kroner",
        "least",
        "lifted_from",
        "ordinary_training_years",
        "per_1000",
        "special_accommodation_years",
    ];
    assert!(known.len() > 60, "{} numbers in the schema", known.len());
    let missing: Vec<&String> = known
        .iter()
        .filter(|it| !written.contains(*it) && !tested_elsewhere.contains(&it.as_str()))
        .filter(|it| ELSEWHERE.iter().all(|(key, _)| key != it))
        .collect();
    assert!(missing.is_empty(), "not in golden/coast.toml: {missing:?}");
}
