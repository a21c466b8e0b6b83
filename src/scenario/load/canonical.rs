//! A merged scenario as TOML text that does not depend on the order of keys, on the way numbers
//! and dates are written, or on which file a value came from: what provenance keeps and hashes.

use std::collections::BTreeMap;

use super::key_path::{KeyPath, key_text, toml_text};
use super::tree::{Entry, Node, Value};

/// The whole scenario; reading the text again gives the same scenario.
pub fn canonical_text(root: &Node) -> String {
    let mut text = String::new();
    if let Value::Table(table) = &root.value {
        write_table(table, &KeyPath::default(), &mut text);
    }
    text
}

/// Values first, then the tables below, each under its own header.
fn write_table(table: &BTreeMap<String, Entry>, path: &KeyPath, text: &mut String) {
    let is_table = |entry: &Entry| matches!(entry.node.value, Value::Table(_));
    let needs_header = table.is_empty() || table.values().any(|entry| !is_table(entry));
    if needs_header && !path.0.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{gap}[{path}]\n"));
    }
    for (key, entry) in table.iter().filter(|(_, entry)| !is_table(entry)) {
        text.push_str(&format!("{} = {}\n", key_text(key), inline(&entry.node)));
    }
    for (key, entry) in table {
        if let Value::Table(below) = &entry.node.value {
            write_table(below, &path.join(key), text);
        }
    }
}

fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(value) | Value::Date(value) => toml_text(value),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => float_text(*value),
        Value::TooLong => node.place.written().to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::List(items) => inline_list(items),
        Value::Table(table) => {
            let entries =
                table.iter().map(|(key, it)| format!("{} = {}", key_text(key), inline(&it.node)));
            match entries.collect::<Vec<_>>().join(", ") {
                entries if entries.is_empty() => "{}".to_owned(),
                entries => format!("{{ {entries} }}"),
            }
        }
    }
}

/// A list of tables has a line for each.
fn inline_list(items: &[Node]) -> String {
    let texts: Vec<String> = items.iter().map(inline).collect();
    if items.iter().any(|item| matches!(item.value, Value::Table(_))) {
        format!("[\n  {},\n]", texts.join(",\n  "))
    } else {
        format!("[{}]", texts.join(", "))
    }
}

/// `12.0`, `1.2e1` and `12` are one number to a scenario, so they have one text.
fn float_text(value: f64) -> String {
    const WHOLE_BELOW: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < WHOLE_BELOW {
        format!("{}", value as i64)
    } else if value.is_finite() {
        format!("{value:?}")
    } else {
        format!("{value}").to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{GOOD, folder_with, load_in, load_text};

    const CANONICAL: &str = "\
title = \"Ærlig tåke\"

[policy]
allocation = \"capacity\"

[policy.request.2023]
key = \"imdi-2022\"
persons = 38000

[run]
replications = 1000
start = \"2023-01-01\"

[world]
capacity = 40000
hazard = [0.1, 0.2]

[world.arrivals.ukraine.annual]
persons = 40000
year = 2023

[world.growth]
high = 3
low = 1
mode = 2

[world.noise]
dispersion = 0.02
drift_sd = 0.15
";

    #[test]
    fn it_reads_back_as_the_same_scenario() {
        assert_eq!(load_text(GOOD).canonical_text(), CANONICAL);
        assert_eq!(load_text(CANONICAL).canonical_text(), CANONICAL);
    }

    #[test]
    fn it_does_not_depend_on_how_a_scenario_is_written() {
        let text = GOOD
            .replace("1_000", "1e3")
            .replace("40_000\ngrowth", "0x9c40\ngrowth")
            .replace("2023-01-01", "'2023-01-01'")
            .replace("low = 1, mode = 2", "mode = 2.0, low = 1.0");
        assert_eq!(load_text(&text).canonical_text(), CANONICAL);
        let base = GOOD.replace("0.02", "0.03").replace("[0.1, 0.2]", "[1]");
        let over = "extends = \"b.toml\"\n[world]\nnoise.dispersion = 2e-2\nhazard = [0.1, 0.20]";
        let folder = folder_with(&[("a.toml", over), ("b.toml", &base)]);
        let layered =
            load_in(folder.path(), "a.toml", &["run.start=2023-01-01"]).expect("no mistake");
        assert_eq!(layered.canonical_text(), CANONICAL);
    }

    #[test]
    fn text_is_escaped_and_tables_in_lists_have_lines() {
        let text = GOOD.replace("\"Ærlig tåke\"", "\"a \\\"b\\\"\\n\\\\ \\u0000 ø\"");
        let canonical = load_text(&text).canonical_text();
        assert!(
            canonical.starts_with("title = \"a \\\"b\\\"\\u000a\\\\ \\u0000 ø\"\n"),
            "{canonical}"
        );
        assert_eq!(load_text(&canonical).value.title, "a \"b\"\n\\ \0 ø");
    }
}
