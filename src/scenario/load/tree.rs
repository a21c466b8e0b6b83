//! The values of a scenario, each with the place it was written: parsed, merged, looked up.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::key_path::{KeyPath, Step};
use super::place::{Place, SourceText};
use super::schema::Schema;
use super::words;

/// A value and where it was written.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The value's own text; of a table its header, or its first key if it has none.
    pub place: Place,
}

/// What TOML can say.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text in quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a point or an exponent; may be NaN or infinite until it is validated.
    Float(f64),
    /// A whole number outside 64 bits.
    TooLong,
    /// `true` or `false`.
    Boolean(bool),
    /// A bare date or time.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(BTreeMap<String, Entry>),
}

/// A key of a table: where it was written, and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key's own text.
    pub key: Place,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// A parsed TOML table with the places in `file`.
    pub fn of_document(document: &DeTable<'_>, file: &Arc<SourceText>) -> Self {
        Self { value: table_of(document, file), place: Place::new(file, 0..0) }
    }

    /// A parsed TOML value with the places in `file`.
    pub fn of_value(value: &toml::Spanned<DeValue<'_>>, file: &Arc<SourceText>) -> Self {
        let place = Place::new(file, value.span());
        Self { value: value_of(value.get_ref(), file), place }
    }

    /// The keys of a table, in order; nothing for another value.
    pub fn entries(&self) -> impl Iterator<Item = (&String, &Entry)> {
        let table = match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        };
        table.into_iter().flatten()
    }

    /// The entry of a table under `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Table(table) => table.get(key),
            _ => None,
        }
    }

    /// The value at the end of `path`.
    pub fn at(&self, path: &KeyPath) -> Option<&Self> {
        path.0.iter().try_fold(self, |node, step| node.step(step))
    }

    /// The value at the end of `path`, or the last one on the way there.
    pub fn at_or_above(&self, path: &KeyPath) -> &Self {
        let mut node = self;
        for step in &path.0 {
            match node.step(step) {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// Where the last key of `path` was written; of an item or a missing key, its value's place.
    pub fn key_place(&self, path: &KeyPath) -> &Place {
        let value_place = &self.at_or_above(path).place;
        let Some((Step::Key(key), above)) = path.0.split_last() else { return value_place };
        let table = self.at_or_above(&KeyPath(above.to_vec()));
        table.entry(key).map_or(value_place, |entry| &entry.key)
    }

    fn step(&self, step: &Step) -> Option<&Self> {
        match (&self.value, step) {
            (Value::Table(table), Step::Key(key)) => table.get(key).map(|entry| &entry.node),
            (Value::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        }
    }

    /// This scenario with the differences that `over` writes.
    ///
    /// Tables merge key by key, everything else is replaced. A table that takes another form of a
    /// choice (`{ mean, sd }` over `{ low, mode, high }`) replaces the old one too: the keys of two
    /// forms together would fit neither.
    pub fn merged_with(self, over: Self, schema: Option<Schema<'_>>) -> Self {
        let Self { value, place } = over;
        match (self.value, value) {
            (Value::Table(base), Value::Table(over)) => {
                let form = schema.map(|it| it.form_after(&outline(&base), &outline(&over)));
                let merged = match form {
                    Some(None) => over,
                    form => merge_tables(base, over, form.flatten()),
                };
                // A missing key is better sought in a file than in a `--set` of another key.
                let place = if place.file().is_argument() { self.place } else { place };
                Self { value: Value::Table(merged), place }
            }
            (_, value) => Self { value, place },
        }
    }

    /// What a message says is here: `is -5`, `is "capcity"`, `is a table`.
    pub fn found(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("is {}", words::quoted(text)),
            Value::Boolean(value) => format!("is {value}"),
            Value::Integer(_) | Value::Float(_) | Value::TooLong | Value::Date(_) => {
                format!("is {}", words::cut(self.place.written()))
            }
            Value::List(items) => format!("is a list of {}", items.len()),
            Value::Table(table) if table.is_empty() => "is an empty table".to_owned(),
            Value::Table(_) => "is a table".to_owned(),
        }
    }

    /// The same where the kind of value is what is wrong: `is the text "femten tusen"`.
    pub fn found_kind(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("is the text {}", words::quoted(text)),
            Value::Date(_) => format!("is the date {}", words::cut(self.place.written())),
            _ => self.found(),
        }
    }
}

/// The keys of a table, each with its value if that is a text: enough to tell forms apart.
pub fn outline(table: &BTreeMap<String, Entry>) -> Vec<(&str, Option<&str>)> {
    let outlined = table.iter().map(|(key, entry)| match &entry.node.value {
        Value::Text(text) => (key.as_str(), Some(text.as_str())),
        _ => (key.as_str(), None),
    });
    outlined.collect()
}

fn merge_tables(
    mut base: BTreeMap<String, Entry>,
    over: BTreeMap<String, Entry>,
    schema: Option<Schema<'_>>,
) -> BTreeMap<String, Entry> {
    for (key, Entry { key: key_place, node }) in over {
        let node = match base.remove(&key) {
            Some(old) => old.node.merged_with(node, schema.and_then(|schema| schema.child(&key))),
            None => node,
        };
        base.insert(key, Entry { key: key_place, node });
    }
    base
}

fn table_of(table: &DeTable<'_>, file: &Arc<SourceText>) -> Value {
    let entry = |key: &toml::Spanned<_>, value| Entry {
        key: Place::new(file, key.span()),
        node: Node::of_value(value, file),
    };
    Value::Table(
        table.iter().map(|(key, value)| (key.get_ref().to_string(), entry(key, value))).collect(),
    )
}

fn value_of(value: &DeValue<'_>, file: &Arc<SourceText>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
            .map_or(Value::TooLong, Value::Integer),
        DeValue::Float(digits) => Value::Float(digits.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| Node::of_value(item, file)).collect())
        }
        DeValue::Table(table) => table_of(table, file),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{GOOD, Number, folder_with, load_in, load_text};
    use super::*;

    #[test]
    fn tables_merge_and_lists_are_replaced() {
        let over = "extends = \"base.toml\"\nworld.hazard = [0.9]\nworld.noise.drift_sd = 0.5\n\
                    world.growth.mode = 2.5\n[policy.request]\n2024 = { persons = 1 }\n";
        let folder = folder_with(&[("base.toml", GOOD), ("a.toml", over)]);
        let merged = load_in(folder.path(), "a.toml", &[]).expect("no mistake").value;
        assert_eq!(merged.world.hazard, [0.9]);
        let noise = merged.world.noise.expect("noise");
        assert_eq!((noise.dispersion, noise.drift_sd), (0.02, Some(0.5)));
        assert_eq!(merged.world.growth, Number::Triangular { low: 1.0, mode: 2.5, high: 3.0 });
        assert_eq!(merged.policy.request.keys().collect::<Vec<_>>(), [&2023, &2024]);
    }

    #[test]
    fn another_form_of_a_choice_replaces() {
        let over = "extends = \"base.toml\"\n[world]\ngrowth = { mean = 1, sd = 2 }\n\
                    arrivals.ukraine.level = 3\n[policy]\ndraws = { kind = \"fixed\", value = 1 }";
        let base = format!("{GOOD}\n[policy.draws]\nkind = \"poisson\"\nrate = 2\n");
        let folder = folder_with(&[("base.toml", &base), ("a.toml", over)]);
        let loaded =
            load_in(folder.path(), "a.toml", &["policy.draws.value=7"]).expect("no mistake");
        assert_eq!(loaded.value.world.growth, Number::Normal { mean: 1.0, sd: 2.0 });
        let text = loaded.canonical_text();
        assert!(text.contains("[policy.draws]\nkind = \"fixed\"\nvalue = 7\n"), "{text}");
        assert!(text.contains("[world.arrivals.ukraine]\nlevel = 3\n"), "{text}");
        assert!(!text.contains("annual"), "{text}");
    }

    #[test]
    fn a_place_is_found_by_its_key() {
        let loaded = load_text(GOOD);
        let cases = [
            ("world.hazard[1]", "a.toml:11:16: world.hazard[1] is 0.2, must be x"),
            ("world.growth.mode", "a.toml:9:28: world.growth.mode is 2, must be x"),
            ("policy.request.2023", "a.toml:19:1: policy.request.2023 is a table, must be x"),
            ("run.start", "a.toml:4:9: run.start is 2023-01-01, must be x"),
            ("run.end", "a.toml:3:1: run.end is missing, must be x"),
            ("world.hazard[9]", "a.toml:11:10: world.hazard[9] is missing, must be x"),
        ];
        for (key, expected) in cases {
            let problem = loaded.problem(key, "must be x");
            let location = problem.place.location().into_owned();
            let (_, short) = location.rsplit_once('/').expect("a path");
            assert_eq!(format!("{short}: {problem}"), expected);
        }
    }
}
