//! A scenario file into a checked value of any type with a schema, or into every problem it has.
//!
//! Text is read (`source`, `layers`, `overrides`), parsed into a tree that knows where each value
//! was written (`syntax`, `tree`), merged, validated against the schema of the type (`schema`,
//! `validate`) and decoded (`decode`). What a scenario means is not known here.

mod canonical;
mod cells;
mod decode;
mod diagnostic;
#[cfg(test)]
mod example;
mod key_path;
mod layers;
mod overrides;
mod place;
mod schema;
mod source;
mod strict;
mod syntax;
mod table;
mod tree;
mod validate;
pub mod words;
mod wrong;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

pub use diagnostic::{Diagnostic, Look, Problems, Severity};
pub use key_path::key_text;
pub use place::{Home, Place, SourceText};
pub use source::{Library, open_table_file};
pub use strict::{editor_schema_of, schema_of};
pub use table::{Table, load_table_file};

use key_path::KeyPath;
use layers::Layer;
use tree::{Node, Value};
use validate::Checker;

/// A scenario that its type accepts, and where each of its values was written.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// The scenario.
    pub value: T,
    merged: Node,
    files: Vec<Arc<SourceText>>,
    library: Library,
    /// The CSV files read so far, under the names that the scenario gives them.
    tables: RefCell<BTreeMap<String, Arc<SourceText>>>,
}

/// Loads a file or an embedded scenario, with what it extends and `key=value` overrides on top.
///
/// A failure holds every problem of the texts; or, if they can all be read, of their values.
pub fn load_scenario<T: DeserializeOwned + JsonSchema>(
    argument: &str,
    overrides: &[String],
    library: Library,
) -> Result<Loaded<T>, Problems> {
    finish(layers::load_layers(argument, overrides, library)?, library)
}

/// Loads `text`, which extends nothing, as if it stood where the scenario `beside` stands.
pub fn load_whole<T: DeserializeOwned + JsonSchema>(
    text: String,
    beside: &str,
    library: Library,
) -> Result<Loaded<T>, Problems> {
    let home = source::open_scenario(beside, library)?.home().clone();
    let file = SourceText::new(beside, text, home);
    let root = syntax::parse(&file)?;
    finish(vec![Layer { file, root }], library)
}

/// The layers as one scenario, or every problem of their values.
fn finish<T: DeserializeOwned + JsonSchema>(
    layers: Vec<Layer>,
    library: Library,
) -> Result<Loaded<T>, Problems> {
    let files = layers.iter().map(|layer| Arc::clone(&layer.file)).collect();
    let checker = Checker::new(schema_of::<T>());
    let merged = layers.into_iter().map(|Layer { root, .. }| root);
    let merged = merged.reduce(|base, over| base.merged_with(over, Some(checker.schema())));
    let merged = merged.expect("a scenario has at least one layer");
    let mut problems = checker.check_tree(&merged);
    if problems.has_errors() {
        if let Some(name) = (library.names)().first() {
            problems.hint_at_extends(name);
        }
        return Err(problems);
    }
    let value = decode::decode(&merged).map_err(|problem| Problems::from(*problem))?;
    Ok(Loaded { value, merged, files, library, tables: RefCell::default() })
}

impl<T> Loaded<T> {
    /// The texts it was read from, the most basic first.
    pub fn files(&self) -> &[Arc<SourceText>] {
        &self.files
    }

    /// The merged scenario as TOML; the same for every way to write the same scenario.
    pub fn canonical_text(&self) -> String {
        canonical::canonical_text(&self.merged)
    }

    /// An error about the value at `key` (`world.moves.hazard[2]`), which says what is found there.
    ///
    /// `accepted` comes with its verb: `must be between 0 and 1`.
    pub fn problem(&self, key: &str, accepted: impl Into<String>) -> Diagnostic {
        let path = KeyPath::parse(key);
        let node = self.merged.at_or_above(&path);
        let found = match self.merged.at(&path) {
            Some(node) => node.found(),
            None => "is missing".to_owned(),
        };
        Diagnostic::error(node.place.clone(), found).about(path).accepting(accepted)
    }

    /// The same, but the run can go on.
    pub fn warning(&self, key: &str, accepted: impl Into<String>) -> Diagnostic {
        self.problem(key, accepted).as_warning()
    }

    /// An error about a text that is none of those known, with the nearest of them.
    pub fn unknown_word(&self, key: &str, known: &[&str]) -> Diagnostic {
        let near = match self.merged.at(&KeyPath::parse(key)).map(|node| &node.value) {
            Some(Value::Text(text)) => words::did_you_mean(text, known.iter().copied()),
            _ => None,
        };
        self.problem(key, format!("must be {}", schema::one_of(known))).with_hint(near)
    }

    /// An error about a key that is none of those known (`world.places.9999`), with the nearest.
    pub fn unknown_key(&self, key: &str, known: &[&str]) -> Diagnostic {
        let path = KeyPath::parse(key);
        let last = match path.0.last() {
            Some(key_path::Step::Key(last)) => last.clone(),
            _ => String::new(),
        };
        let place = self.merged.key_place(&path);
        let problem = Diagnostic::error(place.clone(), "is not a known key").about(path);
        match words::did_you_mean(&last, known.iter().copied()) {
            Some(hint) => problem.with_hint(hint),
            None => {
                let known = words::list(known.iter().copied());
                problem.accepting(format!("must be one of {known}"))
            }
        }
    }

    /// Reads the CSV file that the text at `key` names; each line of it becomes a `R`.
    ///
    /// `unique` are the columns that no two lines may have the same values in.
    pub fn load_table<R: DeserializeOwned + JsonSchema>(
        &self,
        key: &str,
        unique: &[&str],
    ) -> Result<Table<R>, Problems> {
        let path = KeyPath::parse(key);
        let node = self.merged.at_or_above(&path);
        let table = table::load_table(node, &path, unique, self.library)?;
        if let Value::Text(name) = &node.value {
            self.tables.borrow_mut().insert(name.clone(), Arc::clone(table.file()));
        }
        Ok(table)
    }

    /// Name and text of every CSV file read so far: without them the merged text says only where to look.
    pub fn tables(&self) -> Vec<(String, String)> {
        let tables = self.tables.borrow();
        tables.iter().map(|(name, file)| (name.clone(), file.text().to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::example::*;
    use super::*;

    /// What may break a text: brackets, quotes, line ends, and values of other kinds.
    const PIECES: [&str; 21] = [
        "æ", "\"", "[", "]", "{", "}", "=", "\n", "\r\n", ",", ".", "nan", "2023-01", "-1", "#",
        "x", "\u{0}", "'''", "\u{2028}", "1e999", "[[a]]\n",
    ];

    /// A text after some pieces of it were cut out and others put in.
    fn spoilt(base: &'static str) -> impl Strategy<Value = String> {
        let edit = (any::<prop::sample::Index>(), 0..9usize, prop::sample::select(&PIECES[..]));
        proptest::collection::vec(edit, 1..6).prop_map(move |edits| {
            let mut text: Vec<char> = base.chars().collect();
            for (at, n_cut, piece) in edits {
                let at = at.index(text.len() + 1);
                let end = (at + n_cut).min(text.len());
                text.splice(at..end, piece.chars());
            }
            text.into_iter().collect()
        })
    }

    #[derive(serde::Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only there to be validated")]
    struct Row {
        month: String,
        persons: u32,
    }

    const ROWS: &str = "month,persons\n2023-01,5\n\"2023-02\",\"6\"\n# note\n2023-03,7\n";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn no_text_is_too_bad_to_be_explained(
            text in spoilt(GOOD),
            argument in spoilt("world.capacity=3"),
        ) {
            let folder = folder_with(&[("a.toml", &text)]);
            let loaded = load_in(folder.path(), "a.toml", &[&argument]);
            let Err(problems) = loaded else { return Ok(()) };
            let plain = problems.to_text(Look::Plain);
            prop_assert!(plain.starts_with("error: "), "{plain}");
            prop_assert!(!plain.contains('\u{0}'), "{plain:?}");
            problems.to_text(Look::Graphical { colour: true });
        }

        #[test]
        fn what_is_accepted_is_accepted_in_canonical_form(text in spoilt(GOOD)) {
            let folder = folder_with(&[("a.toml", &text)]);
            let Ok(loaded) = load_in(folder.path(), "a.toml", &[]) else { return Ok(()) };
            let canonical = loaded.canonical_text();
            prop_assert_eq!(load_text(&canonical).canonical_text(), canonical);
        }

        #[test]
        fn no_table_is_too_bad_to_be_explained(csv in spoilt(ROWS)) {
            let text = "extends = \"letter-2023\"\nworld.table = \"rows.csv\"";
            let folder = folder_with(&[("a.toml", text), ("rows.csv", &csv)]);
            let loaded = load_in(folder.path(), "a.toml", &[]).expect("no mistake");
            if let Err(problems) = loaded.load_table::<Row>("world.table", &["month"]) {
                problems.to_text(Look::Graphical { colour: true });
                prop_assert!(problems.has_errors());
            }
        }
    }
}
