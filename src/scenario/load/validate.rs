//! A merged tree against the schema of its type: every problem, each at the place of its value.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::paths::Location;
use jsonschema::{ValidationError, Validator};
use serde_json::Value as Json;

use super::diagnostic::{Diagnostic, IS_MISSING, Problems};
use super::key_path::{KeyPath, Step};
use super::schema::{Schema, one_of};
use super::tree::{Entry, Node, Value, outline};
use super::words;
use super::wrong::{Wrong, simple_problem};

/// A file of a million mistakes is not worth a gigabyte of explanations.
const MOST_ERRORS: usize = 10_000;

/// A schema, compiled once for any number of trees.
#[derive(Debug)]
pub struct Checker {
    schema: Json,
    validator: Validator,
}

impl Checker {
    /// Compiles a schema that `schema_of` made.
    pub fn new(schema: Json) -> Self {
        let mut with_dates = schema.clone();
        accept_bare_dates(&mut with_dates);
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        let validator = options.build(&with_dates).expect("a generated schema is valid");
        Self { schema, validator }
    }

    /// The schema as it was given.
    pub fn schema(&self) -> Schema<'_> {
        Schema::new(&self.schema)
    }

    /// Everything in the tree that the schema refuses.
    pub fn check_tree(&self, root: &Node) -> Problems {
        let schema = self.schema();
        let mut checking = Checking {
            root,
            schema,
            unusable: BTreeSet::new(),
            meant: BTreeSet::new(),
            problems: Vec::new(),
        };
        let json = checking.json_of(root, &mut KeyPath::default());
        for error in self.validator.iter_errors(&json).take(MOST_ERRORS) {
            checking.add(&error);
        }
        checking.into_problems()
    }
}

/// A bare date reaches the validator as null, which no other type accepts: TOML has no null.
fn accept_bare_dates(schema: &mut Json) {
    match schema {
        Json::Object(object) => {
            if object.get("format").is_some_and(|format| format == "date") {
                object.insert("type".to_owned(), serde_json::json!(["string", "null"]));
            }
            object.values_mut().for_each(accept_bare_dates);
        }
        Json::Array(items) => items.iter_mut().for_each(accept_bare_dates),
        _ => {}
    }
}

struct Checking<'a> {
    root: &'a Node,
    schema: Schema<'a>,
    /// Values that JSON cannot hold; they are reported and then left alone.
    unusable: BTreeSet<String>,
    /// Keys that an unknown key was probably meant to be: they are not missing as well.
    meant: BTreeSet<String>,
    problems: Vec<Diagnostic>,
}

impl<'a> Checking<'a> {
    /// The tree as the validator reads it.
    fn json_of(&mut self, node: &Node, path: &mut KeyPath) -> Json {
        match &node.value {
            Value::Text(text) => Json::from(text.as_str()),
            Value::Integer(value) => Json::from(*value),
            Value::Float(value) if value.is_finite() => Json::from(*value),
            Value::Float(_) => self.unusable(node, path, "must be a finite number"),
            Value::TooLong => self.unusable(node, path, "must have at most 18 digits"),
            Value::Boolean(value) => Json::from(*value),
            Value::Date(text) if text.len() == "2023-01-31".len() && text.contains('-') => {
                Json::Null
            }
            Value::Date(_) => self.unusable(node, path, "must be a day without a time of day"),
            Value::List(items) => {
                let item = |(index, item)| {
                    path.0.push(Step::Index(index));
                    let json = self.json_of(item, path);
                    path.0.pop();
                    json
                };
                items.iter().enumerate().map(item).collect()
            }
            Value::Table(table) => {
                let entry = |(key, entry): (&String, &Entry)| {
                    path.0.push(Step::Key(key.clone()));
                    let json = self.json_of(&entry.node, path);
                    path.0.pop();
                    (key.clone(), json)
                };
                Json::Object(table.iter().map(entry).collect())
            }
        }
    }

    fn into_problems(self) -> Problems {
        let Self { meant, mut problems, .. } = self;
        let is_meant = |key: &Option<String>| key.as_ref().is_some_and(|key| meant.contains(key));
        problems.retain(|it| it.found != IS_MISSING || !is_meant(&it.key));
        let mut sorted = Problems::new();
        sorted.extend(problems);
        sorted
    }

    fn unusable(&mut self, node: &Node, path: &KeyPath, accepted: &str) -> Json {
        let problem = Diagnostic::error(node.place.clone(), node.found()).about(path);
        self.problems.push(problem.accepting(accepted));
        self.unusable.insert(path.to_string());
        Json::Null
    }

    fn add(&mut self, error: &ValidationError<'_>) {
        let path = path_in(self.root, error.instance_path());
        if !self.unusable.is_empty() && self.unusable.contains(&path.to_string()) {
            return;
        }
        let node = self.root.at_or_above(&path);
        let keyword = error.schema_path().as_str();
        let parent = keyword.rsplit_once('/').map_or("", |(parent, _)| parent);
        let schema = self.schema.at_pointer(parent).unwrap_or(self.schema);
        let wrong = Wrong { path, node, schema };
        match error.kind() {
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.add_choice(&wrong, context);
            }
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                unexpected.iter().for_each(|key| self.add_unknown(&wrong, key));
            }
            kind => self.problems.push(simple_problem(&wrong, kind, error)),
        }
    }

    fn add_unknown(&mut self, wrong: &Wrong<'_>, key: &str) {
        let near = words::nearest(key, wrong.schema.keys());
        self.meant.extend(near.map(|near| wrong.path.join(near).to_string()));
        self.problems.push(wrong.has_unknown(key));
    }

    /// What is wrong with the form that a table takes, and with keys of other forms beside it.
    fn add_form(&mut self, wrong: &Wrong<'_>, form: Schema<'_>, errors: &[ValidationError<'_>]) {
        let known = wrong.schema.keys();
        for error in errors {
            let Kind::AdditionalProperties { unexpected } = error.kind() else {
                self.add(error);
                continue;
            };
            let is_here = path_in(self.root, error.instance_path()) == wrong.path;
            let (mixed, unknown): (Vec<&str>, Vec<&str>) = unexpected
                .iter()
                .map(String::as_str)
                .partition(|key| is_here && known.contains(key));
            self.problems.extend(mixed.iter().map(|key| wrong.mixes(key, form)));
            if mixed.is_empty() {
                self.add(error);
            } else {
                unknown.iter().for_each(|key| self.add_unknown(wrong, key));
            }
        }
    }

    /// No form of a choice fits: reports what is wrong with the form that was probably meant.
    fn add_choice(&mut self, wrong: &Wrong<'_>, context: &[Vec<ValidationError<'static>>]) {
        let forms: Vec<(Schema<'_>, &Vec<ValidationError<'_>>)> =
            wrong.schema.forms().into_iter().zip(context).collect();
        let json_type = json_type(wrong.node);
        let same_type: Vec<_> = match forms.as_slice() {
            [only] => vec![*only],
            forms => {
                forms.iter().filter(|(form, _)| form.accepts_type(json_type)).copied().collect()
            }
        };
        let Value::Table(table) = &wrong.node.value else {
            match same_type.as_slice() {
                [] => self.problems.push(wrong.is_of_another_type()),
                all if all.iter().all(|(form, _)| !form.words().is_empty()) => {
                    self.problems.push(wrong.is_no_word_of_choice());
                }
                [(_, errors)] => errors.iter().for_each(|error| self.add(error)),
                _ => self.problems.push(wrong.must_be(&wrong.schema.describe())),
            }
            return;
        };
        let outline = outline(table);
        let best = same_type.iter().map(|(form, _)| form.fit(&outline)).max();
        let fitting = same_type.iter().filter(|(form, _)| Some(form.fit(&outline)) == best);
        let chosen = fitting.min_by_key(|(_, errors)| errors.len());
        match (chosen, best, self.wrong_tag(wrong)) {
            (_, _, Some(problem)) => self.problems.push(problem),
            (None, ..) => self.problems.push(wrong.is_of_another_type()),
            (Some((form, errors)), Some(1..), _) => self.add_form(wrong, *form, errors),
            (Some((form, errors)), ..) if same_type.len() == 1 => {
                self.add_form(wrong, *form, errors);
            }
            _ if outline.is_empty() => {
                self.problems.push(wrong.must_be(&wrong.schema.describe()));
            }
            _ => outline.iter().for_each(|(key, _)| self.add_unknown(wrong, key)),
        }
    }

    /// The key that names the form is missing or names none.
    fn wrong_tag(&self, wrong: &Wrong<'_>) -> Option<Diagnostic> {
        let tag = wrong.schema.tag()?;
        let words = wrong.schema.tag_words(tag);
        let Some(entry) = wrong.node.entry(tag) else {
            return Some(wrong.lacks(tag, &one_of(&words)));
        };
        let is_known =
            matches!(&entry.node.value, Value::Text(text) if words.contains(&text.as_str()));
        let tag = Wrong { path: wrong.path.join(tag), node: &entry.node, schema: wrong.schema };
        (!is_known).then(|| tag.is_no_word_of(&words))
    }
}

fn json_type(node: &Node) -> &'static str {
    match &node.value {
        Value::Text(_) | Value::Date(_) => "string",
        Value::Integer(_) | Value::TooLong => "integer",
        Value::Float(value) if value.fract() == 0.0 => "integer",
        Value::Float(_) => "number",
        Value::Boolean(_) => "boolean",
        Value::List(_) => "array",
        Value::Table(_) => "object",
    }
}

/// A JSON pointer as the way through the tree, where `2023` may be a key or an index.
fn path_in(root: &Node, pointer: &Location) -> KeyPath {
    let mut path = KeyPath::default();
    for segment in pointer.as_str().split('/').skip(1) {
        let key = segment.replace("~1", "/").replace("~0", "~");
        let is_list = matches!(root.at_or_above(&path).value, Value::List(_));
        path.0.push(match key.parse() {
            Ok(index) if is_list => Step::Index(index),
            _ => Step::Key(key),
        });
    }
    path
}

#[cfg(test)]
mod tests;
