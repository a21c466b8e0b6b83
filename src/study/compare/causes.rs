//! What two scenarios write differently, which kind of cause each of it is, and scenarios that have only some
//! of it.

use crate::results::comparison::{Cause, Change};
use std::collections::BTreeSet;
use toml::{Table, Value};

/// Keys that change no number, and those that both scenarios must agree about.
const SILENT: [&str; 5] = ["title", "question", "evidence", "run.seed", "run.replications"];

/// Which kind of cause a key is: the first line whose words all stand in the key, in this order.
const KINDS: [(&[&str], Cause); 30] = [
    (&["world.groups.", ".arrivals"], Cause::Volume),
    (&["world.groups.", ".granted_share"], Cause::Volume),
    (&["world.groups.", ".withdrawal_per_month"], Cause::Volume),
    (&["world.groups.", ".persons_per_settled"], Cause::Volume),
    (&["world.branches"], Cause::Volume),
    (&["world.branch"], Cause::Volume),
    (&["world.opening.waiting"], Cause::Volume),
    (&["world.opening.cohorts"], Cause::Volume),
    (&["world.opening.minors"], Cause::Volume),
    (&["world.groups.", ".households"], Cause::Composition),
    (&["world.groups.", ".three_year_share"], Cause::Composition),
    (&["world.grants.disability_2_expense"], Cause::Rates),
    (&["world.grants.disability"], Cause::Composition),
    (&["world.grants.special_accommodation_share"], Cause::Composition),
    (&["world.grants.special_accommodation_years"], Cause::Rates),
    (&["world.grants.ordinary_training_years"], Cause::Rates),
    (&["world.grants.newborns_per_settled"], Cause::Composition),
    (&["world.grants.schedule"], Cause::Rates),
    (&["world.grants.other_training_kroner"], Cause::Rates),
    (&["world.opening.last_year_grant"], Cause::Rates),
    (&["world.opening.disability_kroner"], Cause::Rates),
    (&["world.grants.discount_per_year"], Cause::Other),
    (&["world.grants.", "_days"], Cause::Timing),
    (&["world.grants.instalment_months"], Cause::Timing),
    (&["world.groups.", ".emigration_per_year"], Cause::Other),
    (&["world.groups.", ".returns"], Cause::Other),
    (&["world.groups."], Cause::Timing),
    (&["world.reception"], Cause::Timing),
    (&["world.municipalities"], Cause::Timing),
    (&["policy"], Cause::Timing),
];

/// Whole groups, which one scenario has and the other has not, are a matter of volume.
fn cause_of(key: &str) -> Cause {
    if key.strip_prefix("world.groups.").is_some_and(|group| !group.contains('.')) {
        return Cause::Volume;
    }
    let has = |words: &[&str]| {
        let mut rest = Some(key);
        for (index, word) in words.iter().enumerate() {
            rest = rest.and_then(|rest| match index {
                0 => rest.strip_prefix(word),
                _ => rest.find(word).map(|at| &rest[at + word.len()..]),
            });
        }
        rest.is_some()
    };
    let found = KINDS.iter().find(|(words, _)| has(words));
    found.map_or(Cause::Other, |(_, cause)| *cause)
}

/// What `after` writes differently from `before`, in the order of the keys.
pub fn list_changes(before: &Table, after: &Table) -> Vec<Change> {
    let mut changes = Vec::new();
    compare_tables("", before, after, &mut changes);
    changes
}

fn compare_tables(path: &str, before: &Table, after: &Table, changes: &mut Vec<Change>) {
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let path = joined(path, key);
        if !SILENT.contains(&path.as_str()) {
            compare_values(path, before.get(key), after.get(key), changes);
        }
    }
}

fn compare_values(
    path: String,
    before: Option<&Value>,
    after: Option<&Value>,
    changes: &mut Vec<Change>,
) {
    match (before, after) {
        (before, after) if before == after => {}
        (Some(Value::Table(before)), Some(Value::Table(after))) if !is_number(before, after) => {
            compare_tables(&path, before, after, changes);
        }
        // Element by element, so that a share and a duration in it are told apart.
        (Some(Value::Array(before)), Some(Value::Array(after)))
            if before.len() == after.len() && before.iter().chain(after).all(Value::is_table) =>
        {
            for (index, (one, other)) in before.iter().zip(after).enumerate() {
                compare_values(format!("{path}[{index}]"), Some(one), Some(other), changes);
            }
        }
        (before, after) => {
            let words = |value: Option<&Value>| value.map(ToString::to_string);
            let cause = cause_of(&path);
            changes.push(Change { key: path, cause, before: words(before), after: words(after) });
        }
    }
}

/// Whether one of them is an uncertain number: half of one with half of another is neither.
fn is_number(one: &Table, other: &Table) -> bool {
    let has = |key: &str| one.contains_key(key) || other.contains_key(key);
    has("low") && has("high") || has("mean") && has("sd")
}

fn joined(path: &str, key: &str) -> String {
    // Keys of our scenarios have no dots, but those of posts have slashes.
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// `before` with what `after` has at the keys of `causes`.
pub fn mixed(before: &Table, after: &Table, causes: &[Cause]) -> Table {
    let mut mixture = before.clone();
    mix_tables("", &mut mixture, after, causes);
    mixture
}

fn mix_tables(path: &str, mixture: &mut Table, after: &Table, causes: &[Cause]) {
    let keys: BTreeSet<_> = mixture.keys().chain(after.keys()).cloned().collect();
    for key in keys {
        let path = joined(path, &key);
        match mix_values(path, mixture.remove(&key), after.get(&key), causes) {
            Some(value) => drop(mixture.insert(key, value)),
            None => continue,
        }
    }
}

fn mix_values(
    path: String,
    before: Option<Value>,
    after: Option<&Value>,
    causes: &[Cause],
) -> Option<Value> {
    match (before, after) {
        (Some(Value::Table(mut before)), Some(Value::Table(after)))
            if !is_number(&before, after) =>
        {
            mix_tables(&path, &mut before, after, causes);
            Some(Value::Table(before))
        }
        (Some(Value::Array(before)), Some(Value::Array(after)))
            if before.len() == after.len() && before.iter().chain(after).all(Value::is_table) =>
        {
            let pairs = before.into_iter().zip(after).enumerate();
            let mixed = pairs.filter_map(|(index, (one, other))| {
                mix_values(format!("{path}[{index}]"), Some(one), Some(other), causes)
            });
            Some(Value::Array(mixed.collect()))
        }
        (_, after) if causes.contains(&cause_of(&path)) => after.cloned(),
        (before, _) => before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = r#"
        title = "One"
        run.seed = 1
        world.groups.ukraine.arrivals.path = [{ annual = { year = 2023, persons = 10 } }]
        world.groups.ukraine.cases = [{ from = "2023-01", granted_share = 0.9, days = 30 }]
        world.groups.ukraine.households.kinds.adult = { share = 1.0, adults = 1 }
        world.grants.year_1_days = 60
        world.municipalities.less_share = { low = 0.5, mode = 0.6, high = 0.7 }
        world.moves.deaths_per_year = 0.01
    "#;

    fn table(text: &str) -> Table {
        text.parse().expect("TOML")
    }

    fn changed() -> Table {
        let changes = [
            ("One", "Two"),
            ("seed = 1", "seed = 2"),
            ("persons = 10", "persons = 20"),
            ("0.9", "0.8"),
            ("days = 30", "days = 40"),
            ("adults = 1", "adults = 2"),
            ("0.7", "0.8"),
            ("0.01", "0.02"),
        ];
        let change = |text: String, (old, new): (&str, &str)| text.replace(old, new);
        table(&changes.into_iter().fold(BEFORE.to_owned(), change))
    }

    #[test]
    fn what_is_written_differently_is_listed_by_its_cause() {
        let changes = list_changes(&table(BEFORE), &changed());
        let found: Vec<_> = changes.iter().map(|it| (it.key.as_str(), it.cause)).collect();
        let expected = [
            ("world.groups.ukraine.arrivals.path[0].annual.persons", Cause::Volume),
            ("world.groups.ukraine.cases[0].days", Cause::Timing),
            ("world.groups.ukraine.cases[0].granted_share", Cause::Volume),
            ("world.groups.ukraine.households.kinds.adult.adults", Cause::Composition),
            ("world.moves.deaths_per_year", Cause::Other),
            ("world.municipalities.less_share", Cause::Timing),
        ];
        assert_eq!(found, expected);
        assert!(list_changes(&changed(), &changed()).is_empty());
    }

    #[test]
    fn a_mixture_has_what_its_causes_change_and_no_more() {
        let (before, after) = (table(BEFORE), changed());
        assert_eq!(mixed(&before, &after, &[]), before);
        let all = mixed(&before, &after, &Cause::ALL);
        assert!(list_changes(&all, &after).is_empty());
        let one = mixed(&before, &after, &[Cause::Timing]);
        let left: BTreeSet<_> = list_changes(&one, &after).iter().map(|it| it.cause).collect();
        assert_eq!(left, BTreeSet::from([Cause::Volume, Cause::Composition, Cause::Other]));
        assert!(list_changes(&before, &one).iter().all(|it| it.cause == Cause::Timing));
    }

    #[test]
    fn a_group_that_only_one_has_is_a_matter_of_volume() {
        let with_group = table(&format!("{BEFORE}\n world.groups.other.route = \"direct\""));
        let before = table(BEFORE);
        let changes = list_changes(&before, &with_group);
        assert_eq!(
            (changes[0].key.as_str(), changes[0].cause),
            ("world.groups.other", Cause::Volume)
        );
        let there = mixed(&before, &with_group, &[Cause::Volume]);
        assert_eq!(there, with_group);
        assert_eq!(mixed(&with_group, &before, &[Cause::Volume]), before);
    }
}
