//! The wording of a single problem, for a value and the part of the schema that refuses it.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::diagnostic::{Diagnostic, IS_MISSING};
use super::key_path::KeyPath;
use super::schema::{Schema, one_of};
use super::syntax;
use super::tree::{Node, Value};
use super::words;

/// A value that is wrong, and the part of the schema that says so.
pub struct Wrong<'a> {
    /// The way to it.
    pub path: KeyPath,
    /// The value.
    pub node: &'a Node,
    /// What is declared for it.
    pub schema: Schema<'a>,
}

impl Wrong<'_> {
    fn problem(&self, found: String, accepted: String) -> Diagnostic {
        Diagnostic::error(self.node.place.clone(), found).about(&self.path).accepting(accepted)
    }

    /// A value of the right type that is not accepted; `accepted` follows `must be`.
    pub fn must_be(&self, accepted: &str) -> Diagnostic {
        self.problem(self.node.found(), format!("must be {accepted}"))
    }

    /// A text that is none of those accepted.
    pub fn is_no_word_of(&self, words: &[&str]) -> Diagnostic {
        self.must_be(&one_of(words)).with_hint(self.nearest_of(words))
    }

    /// The same where something else than a text is accepted too.
    pub fn is_no_word_of_choice(&self) -> Diagnostic {
        let hint = self.nearest_of(&self.schema.words());
        self.must_be(&self.schema.describe()).with_hint(hint)
    }

    fn nearest_of(&self, words: &[&str]) -> Option<String> {
        match &self.node.value {
            Value::Text(text) => words::did_you_mean(text, words.iter().copied()),
            _ => None,
        }
    }

    /// A value of a type that is not accepted.
    pub fn is_of_another_type(&self) -> Diagnostic {
        let accepted = format!("must be {}", self.schema.describe());
        let slip = match &self.node.value {
            Value::Text(text) if self.schema.accepts_type("integer") => syntax::number_slip(text),
            _ => None,
        };
        self.problem(self.node.found_kind(), accepted).with_hint(slip)
    }

    /// A key that the table should have.
    pub fn lacks(&self, key: &str, accepted: &str) -> Diagnostic {
        let problem = self.problem(IS_MISSING.to_owned(), format!("must be {accepted}"));
        problem.about(self.path.join(key))
    }

    /// A key that the table should not have.
    pub fn has_unknown(&self, key: &str) -> Diagnostic {
        let place = self.node.entry(key).map_or(&self.node.place, |entry| &entry.key).clone();
        let problem = Diagnostic::error(place, "is not a known key").about(self.path.join(key));
        let known = self.schema.keys();
        let hint = words::did_you_mean(key, known.iter().copied());
        let hint = hint.or_else(|| match self.schema.homes_of(key).as_slice() {
            [only] => Some(format!("did you mean the key {only}?")),
            _ => None,
        });
        match (&hint, self.schema.key_pattern()) {
            (Some(_), _) => problem.with_hint(hint),
            (None, Some(pattern)) if pattern.ends_with("\\d+$") => {
                problem.accepting("must be a whole number")
            }
            (None, Some(pattern)) => problem.accepting(format!("must match {pattern}")),
            (None, None) if known.is_empty() => problem.accepting("must be left out"),
            (None, None) => {
                let known = words::list(known);
                problem.accepting(format!("must be one of {known}"))
            }
        }
    }

    /// A key of another form than the one that the table takes.
    pub fn mixes(&self, key: &str, form: Schema<'_>) -> Diagnostic {
        let place = self.node.entry(key).map_or(&self.node.place, |entry| &entry.key).clone();
        let known = form.keys();
        let others = self.node.entries().map(|(key, _)| key.as_str());
        let others = words::list(others.filter(|key| known.contains(key)));
        let problem = Diagnostic::error(place, format!("does not go with {others}"));
        problem.about(self.path.join(key)).accepting("must be left out, or stand without them")
    }

    fn is_of_wrong_length(&self) -> Diagnostic {
        let n = match &self.node.value {
            Value::List(items) => items.len(),
            _ => 0,
        };
        let found = format!("has {}", words::count(n, "item", "items"));
        self.problem(found, format!("must have {}", self.schema.length().unwrap_or_default()))
    }
}

/// A problem that one keyword of the schema states by itself.
pub fn simple_problem(wrong: &Wrong<'_>, kind: &Kind, error: &ValidationError<'_>) -> Diagnostic {
    let schema = wrong.schema;
    match kind {
        Kind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            let accepted = schema.child(key).map(Schema::describe).unwrap_or_default();
            wrong.lacks(key, &accepted)
        }
        Kind::Type { .. } => wrong.is_of_another_type(),
        Kind::Enum { .. } | Kind::Constant { .. } if !schema.words().is_empty() => {
            wrong.is_no_word_of(&schema.words())
        }
        Kind::Minimum { .. }
        | Kind::Maximum { .. }
        | Kind::ExclusiveMinimum { .. }
        | Kind::ExclusiveMaximum { .. } => wrong.must_be(&schema.range().unwrap_or_default()),
        Kind::MinItems { .. } | Kind::MaxItems { .. } => wrong.is_of_wrong_length(),
        Kind::MinLength { limit: 1 } => wrong.must_be("a text that is not empty"),
        Kind::MinLength { limit } => wrong.must_be(&format!("at least {limit} characters long")),
        Kind::MaxLength { limit } => wrong.must_be(&format!("at most {limit} characters long")),
        Kind::MinProperties { limit } => {
            wrong.must_be(&format!("a table of at least {limit} keys"))
        }
        Kind::MaxProperties { limit } => wrong.must_be(&format!("a table of at most {limit} keys")),
        Kind::Pattern { .. } | Kind::Format { .. } => wrong.must_be(&schema.describe()),
        Kind::UniqueItems => {
            wrong.problem(wrong.node.found(), "must not repeat an item".to_owned())
        }
        Kind::MultipleOf { multiple_of } => {
            wrong.must_be(&format!("a multiple of {}", words::number(*multiple_of)))
        }
        Kind::OneOfMultipleValid { .. } => wrong.problem(
            "fits more than one form".to_owned(),
            format!("must be {}", schema.describe()),
        ),
        // A key of a map: the name itself is wrong, not its value.
        Kind::PropertyNames { error } => {
            let key = error.instance().as_str().unwrap_or_default();
            let pattern = error.schema_path().as_str().rsplit_once('/').map_or("", |it| it.0);
            let accepted = schema.at_pointer(pattern).map(Schema::describe).unwrap_or_default();
            let place = wrong.node.entry(key).map_or(&wrong.node.place, |entry| &entry.key);
            let problem = Diagnostic::error(place.clone(), "is not a known key");
            problem.about(wrong.path.join(key)).accepting(format!("must be {accepted}"))
        }
        _ => wrong.problem(wrong.node.found(), error.to_string()),
    }
}
