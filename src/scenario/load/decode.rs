//! A merged tree into a typed value, through serde; what a type refuses is reported at its place.
//!
//! The schema has said yes before: what is left is what only the type itself can know.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::diagnostic::Diagnostic;
use super::key_path::{KeyPath, Step};
use super::tree::{Entry, Node, Value};
use super::words;

/// The value that `root` describes, or the first problem that its type has with it.
pub fn decode<T: DeserializeOwned>(root: &Node) -> Result<T, Box<Diagnostic>> {
    T::deserialize(NodeDeserializer(root)).map_err(|refusal| {
        let path = KeyPath(refusal.steps.into_iter().rev().collect());
        let node = root.at_or_above(&path);
        let (place, found) = match refusal.subject {
            Subject::Value => (&node.place, node.found()),
            Subject::Key => (root.key_place(&path), "is not a known key".to_owned()),
            Subject::MissingKey => (&node.place, "is missing".to_owned()),
        };
        let problem = Diagnostic::error(place.clone(), found).about(path);
        Box::new(problem.accepting(refusal.accepted).with_hint(refusal.hint))
    })
}

/// Why a type does not take a value, and the way to it, innermost step first.
#[derive(Debug)]
struct Refusal {
    steps: Vec<Step>,
    accepted: String,
    hint: Option<String>,
    subject: Subject,
}

/// What the type refuses.
#[derive(Debug)]
enum Subject {
    Value,
    Key,
    MissingKey,
}

impl Refusal {
    fn accepting(accepted: String) -> Self {
        Self { steps: Vec::new(), accepted, hint: None, subject: Subject::Value }
    }

    fn below(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.accepted)
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self::accepting(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::accepting(format!("must be {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::accepting(format!("must be {expected}"))
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::accepting(format!("must be {expected}"))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let accepted = format!("must be one of {}", words::quoted_list(expected.iter().copied()));
        let hint = words::did_you_mean(variant, expected.iter().copied());
        Self { hint, ..Self::accepting(accepted) }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let accepted = format!("must have only {}", words::list(expected.iter().copied()));
        let hint = words::did_you_mean(field, expected.iter().copied());
        Self { hint, ..Self::accepting(accepted) }
    }

    fn missing_field(field: &'static str) -> Self {
        let accepted = "must be given".to_owned();
        let refusal = Self { subject: Subject::MissingKey, ..Self::accepting(accepted) };
        refusal.below(Step::Key(field.to_owned()))
    }
}

struct NodeDeserializer<'a>(&'a Node);

/// A whole number written with a point or an exponent (`1e6`) is a whole number.
fn whole(node: &Node) -> Option<i128> {
    const WHOLE_BELOW: f64 = 9_007_199_254_740_992.0;
    match node.value {
        Value::Integer(value) => Some(i128::from(value)),
        Value::Float(value) if value.fract() == 0.0 && value.abs() < WHOLE_BELOW => {
            Some(value as i128)
        }
        _ => None,
    }
}

fn not_between(least: impl fmt::Display, most: impl fmt::Display) -> Refusal {
    Refusal::accepting(format!("must be a whole number between {least} and {most}"))
}

/// Every method for a whole number, with what it tells its visitor.
macro_rules! for_whole_numbers {
    ($declare:ident) => {
        $declare! {
            deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
            deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
            deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64
        }
    };
}

macro_rules! deserialize_whole {
    ($($method:ident $visit:ident $kind:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            let value = match (whole(self.0), &self.0.value) {
                (Some(value), _) => value,
                (None, Value::Float(_)) => return Err(not_between($kind::MIN, $kind::MAX)),
                _ => return self.deserialize_any(visitor),
            };
            let value = $kind::try_from(value).map_err(|_| not_between($kind::MIN, $kind::MAX))?;
            visitor.$visit(value)
        }
    )*};
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.0.value {
            Value::Text(text) | Value::Date(text) => visitor.visit_str(text),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::TooLong => Err(Refusal::accepting("must fit in 64 bits".to_owned())),
            Value::Boolean(value) => visitor.visit_bool(*value),
            Value::List(items) => visitor.visit_seq(Items { items: items.iter().enumerate() }),
            Value::Table(table) => {
                visitor.visit_map(Entries { entries: table.iter(), current: None })
            }
        }
    }

    for_whole_numbers!(deserialize_whole);

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match &self.0.value {
            Value::Text(name) => visitor.visit_enum(name.as_str().into_deserializer()),
            Value::Table(table) if table.len() == 1 => {
                let entries = Entries { entries: table.iter(), current: None };
                visitor.visit_enum(MapAccessDeserializer::new(entries))
            }
            _ => Err(Refusal::accepting("must be a text or a table with one key".to_owned())),
        }
    }

    forward_to_deserialize_any! {
        bool f32 f64 i128 u128 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Items<'a> {
    items: std::iter::Enumerate<std::slice::Iter<'a, Node>>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some((index, item)) = self.items.next() else { return Ok(None) };
        let value = seed.deserialize(NodeDeserializer(item));
        value.map(Some).map_err(|refusal| refusal.below(Step::Index(index)))
    }
}

struct Entries<'a> {
    entries: std::collections::btree_map::Iter<'a, String, Entry>,
    current: Option<(&'a str, &'a Node)>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refusal> {
        let Some((key, entry)) = self.entries.next() else { return Ok(None) };
        self.current = Some((key, &entry.node));
        let value = seed.deserialize(KeyDeserializer(key));
        value.map(Some).map_err(|refusal| {
            Refusal { subject: Subject::Key, ..refusal }.below(Step::Key(key.clone()))
        })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let (key, node) = self.current.take().expect("a key is read before its value");
        let value = seed.deserialize(NodeDeserializer(node));
        value.map_err(|refusal| refusal.below(Step::Key(key.to_owned())))
    }
}

/// A key; a map may be keyed by a number, such as a year.
struct KeyDeserializer<'a>(&'a str);

macro_rules! deserialize_number_key {
    ($($method:ident $visit:ident $kind:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            match self.0.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(not_between($kind::MIN, $kind::MAX)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for KeyDeserializer<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_str(self.0)
    }

    for_whole_numbers!(deserialize_number_key);

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_enum(StrDeserializer::new(self.0))
    }

    forward_to_deserialize_any! {
        bool f32 f64 i128 u128 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::super::place::{Home, SourceText};
    use super::super::syntax;
    use super::*;

    fn decode_text<T: DeserializeOwned>(text: &str) -> Result<T, String> {
        let file = SourceText::new("t", text.to_owned(), Home::Embedded);
        let root = syntax::parse(&file).expect("TOML");
        decode(&root).map_err(|it| format!("{}: {it}", it.place.location()))
    }

    #[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
    struct Year(u16);

    #[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Unit,
        New(i8),
        Pair(u8, String),
        Table { x: Option<bool> },
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default, deny_unknown_fields)]
    struct All {
        years: BTreeMap<Year, Kind>,
        by_kind: BTreeMap<Kind, f64>,
        n: Option<u64>,
    }

    #[test]
    fn every_kind_of_value_is_decoded() {
        let text = "n = 1e6\nby_kind = { unit = 3 }\nyears.2023 = 'unit'\nyears.2024.new = -3.0\n\
                    years.2025.pair = [1, 'b']\nyears.2026.table = {}\n";
        let all: All = decode_text(text).expect("no mistake");
        assert_eq!(all.n, Some(1_000_000));
        assert_eq!(all.by_kind, BTreeMap::from([(Kind::Unit, 3.0)]));
        let kinds = [Kind::Unit, Kind::New(-3), Kind::Pair(1, "b".into()), Kind::Table { x: None }];
        assert_eq!(all.years.into_values().collect::<Vec<_>>(), kinds);
    }

    #[test]
    fn what_a_type_refuses_is_at_its_place() {
        let cases = [
            (
                "n = 1.5",
                "t:1:5: n is 1.5, must be a whole number between 0 and 18446744073709551615",
            ),
            ("n = 'x'", "t:1:5: n is \"x\", must be u64"),
            ("m = 1", "t:1:1: m is not a known key, must have only years, by_kind, n"),
            (
                "years.x = 1",
                "t:1:7: years.x is not a known key, must be a whole number between 0 and 65535",
            ),
            (
                "years.1.new = 128",
                "t:1:15: years.1.new is 128, must be a whole number between -128 and 127",
            ),
            (
                "years.1.pair = [1]",
                "t:1:16: years.1.pair is a list of 1, must be tuple variant Kind::Pair with 2 elements",
            ),
            ("years.1.table.x = 3", "t:1:19: years.1.table.x is 3, must be a boolean"),
            (
                "years.1 = 'units'",
                "t:1:11: years.1 is \"units\", must be one of \"unit\", \"new\", \"pair\", \"table\"",
            ),
            (
                "years.1.news = 1",
                "t:1:9: years.1.news is not a known key, must be one of \"unit\", \"new\", \"pair\", \"table\"",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(decode_text::<All>(text).expect_err(text), expected);
        }
        let missing = decode_text::<BTreeMap<String, Point>>("a = 1\n[b]\nx = 1");
        assert_eq!(missing.expect_err("a number"), "t:1:5: a is 1, must be struct Point");
        let missing = decode_text::<BTreeMap<String, Point>>("[b]\nx = 1");
        assert_eq!(missing.expect_err("no y"), "t:1:1: b.y is missing, must be given");
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only there to be decoded")]
    struct Point {
        x: u8,
        y: u8,
    }
}
