//! The questions that merging and messages ask of a schema.

use serde_json::{Map, Value as Json};

use super::key_path::KeyPath;
use super::words;

/// A part of a schema, with the whole it refers into.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a> {
    root: &'a Json,
    node: &'a Json,
}

impl<'a> Schema<'a> {
    /// The whole.
    pub fn new(root: &'a Json) -> Self {
        Self { root, node: root }
    }

    /// The part under a JSON pointer.
    pub fn at_pointer(self, pointer: &str) -> Option<Self> {
        Some(Self { node: self.root.pointer(pointer)?, ..self })
    }

    fn part(self, node: &'a Json) -> Self {
        Self { node, ..self }
    }

    /// The definition that this refers to, or this.
    fn resolved(self) -> Self {
        let mut here = self;
        // A definition that refers to itself and nothing else would never end.
        for _ in 0..16 {
            let Some(name) = here.node.get("$ref").and_then(Json::as_str) else { break };
            let Some(node) = here.root.pointer(name.trim_start_matches('#')) else { break };
            here = here.part(node);
        }
        here
    }

    /// The forms of a choice; empty if this is no choice.
    pub fn forms(self) -> Vec<Self> {
        let here = self.resolved().node;
        let union = here.get("anyOf").or_else(|| here.get("oneOf")).and_then(Json::as_array);
        union.into_iter().flatten().map(|branch| self.part(branch)).collect()
    }

    /// What is declared for `key` of a table, in whichever form it is.
    pub fn child(self, key: &str) -> Option<Self> {
        let here = self.resolved().node;
        let declared = here.get("properties").and_then(|properties| properties.get(key));
        let patterns = here.get("patternProperties").and_then(Json::as_object);
        let any = here.get("additionalProperties").filter(|it| it.is_object());
        let child = declared.or_else(|| patterns.and_then(|it| it.values().next())).or(any);
        child
            .map(|node| self.part(node))
            .or_else(|| self.forms().into_iter().find_map(|form| form.child(key)))
    }

    /// The keys that a table may have, of all its forms.
    pub fn keys(self) -> Vec<&'a str> {
        let own = self.resolved().node.get("properties").and_then(Json::as_object);
        let mut keys: Vec<&str> = own.into_iter().flat_map(Map::keys).map(String::as_str).collect();
        keys.extend(self.forms().into_iter().flat_map(Self::keys));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The ways from the top to a key of this name, in tables whose place is fixed.
    pub fn homes_of(self, key: &str) -> Vec<KeyPath> {
        let mut homes = Vec::new();
        Self::new(self.root).find_homes(key, &KeyPath::default(), &mut homes);
        homes
    }

    fn find_homes(self, key: &str, path: &KeyPath, homes: &mut Vec<KeyPath>) {
        // Deeper than any scenario, so that a type that contains itself ends.
        if path.0.len() > 8 {
            return;
        }
        let properties = self.resolved().node.get("properties").and_then(Json::as_object);
        for (name, node) in properties.into_iter().flatten() {
            let below = path.join(name);
            self.part(node).find_homes(key, &below, homes);
            if name == key {
                homes.push(below);
            }
        }
    }

    /// The keys that a table must have.
    pub fn required(self) -> Vec<&'a str> {
        let required = self.resolved().node.get("required").and_then(Json::as_array);
        required.into_iter().flatten().filter_map(Json::as_str).collect()
    }

    /// What the keys of a map must match, if it says.
    pub fn key_pattern(self) -> Option<&'a str> {
        let patterns = self.resolved().node.get("patternProperties").and_then(Json::as_object);
        patterns.and_then(|patterns| patterns.keys().next()).map(String::as_str)
    }

    /// The texts that are accepted, of all forms; empty if not only certain texts are.
    pub fn words(self) -> Vec<&'a str> {
        let here = self.resolved().node;
        let listed = here.get("enum").and_then(Json::as_array).into_iter().flatten();
        let mut words: Vec<&str> =
            listed.chain(here.get("const")).filter_map(Json::as_str).collect();
        words.extend(self.forms().into_iter().flat_map(Self::words));
        words
    }

    /// Whether a value of this JSON type can fit.
    pub fn accepts_type(self, json_type: &str) -> bool {
        let forms = self.forms();
        if !forms.is_empty() {
            return forms.into_iter().any(|form| form.accepts_type(json_type));
        }
        let same = |kind: &Json| kind == json_type || (kind == "number" && json_type == "integer");
        match self.resolved().node.get("type") {
            Some(Json::Array(kinds)) => kinds.iter().any(same),
            Some(kind) => same(kind),
            None => true,
        }
    }

    /// How well a table with these keys fits: one for each key that is known, and much more for
    /// a key that names the form (`kind = "poisson"`).
    pub fn fit(self, outline: &[(&str, Option<&str>)]) -> i64 {
        let known = self.keys();
        let score = |(key, text): &(&str, Option<&str>)| {
            let words = self.child(key).map(Self::words).unwrap_or_default();
            match text {
                Some(text) if words.len() == 1 => {
                    if words[0] == *text {
                        1000
                    } else {
                        -1000
                    }
                }
                _ => 1,
            }
        };
        outline.iter().filter(|(key, _)| known.contains(key)).map(score).sum()
    }

    /// The form a table `over` takes when it is written over the table `base`, or `None` if it is
    /// another form than before, so that the two cannot be merged.
    pub fn form_after(
        self,
        base: &[(&str, Option<&str>)],
        over: &[(&str, Option<&str>)],
    ) -> Option<Self> {
        let forms = self.forms().into_iter().filter(|form| form.accepts_type("object"));
        let forms: Vec<Self> = forms.collect();
        let Some(best) = forms.iter().map(|form| form.fit(base)).max() else { return Some(self) };
        let before = forms.iter().find(|form| form.fit(base) == best).copied()?;
        let most = forms.iter().map(|form| form.fit(over)).max()?;
        if before.fit(over) < most { None } else { before.form_after(base, over) }
    }

    /// The key that names the form in every form of a choice, if there is one.
    pub fn tag(self) -> Option<&'a str> {
        let forms = self.forms();
        let names_form =
            |form: &Self, key: &str| form.child(key).is_some_and(|child| child.words().len() == 1);
        let keys = forms.first()?.keys();
        keys.into_iter().find(|key| forms.len() > 1 && forms.iter().all(|it| names_form(it, key)))
    }

    /// The texts that name a form under the key that does.
    pub fn tag_words(self, tag: &str) -> Vec<&'a str> {
        let forms = self.forms().into_iter();
        forms.filter_map(|form| form.child(tag)).flat_map(Self::words).collect()
    }

    /// What is accepted, as it follows `must be`: `a number between 0 and 1`.
    pub fn describe(self) -> String {
        let said = |schema: Self| schema.node.get("x-expects").and_then(Json::as_str);
        if let Some(words) = said(self).or_else(|| said(self.resolved())) {
            return words.to_owned();
        }
        let forms = self.forms();
        let words = self.words();
        if forms.is_empty() && !words.is_empty() {
            return one_of(&words);
        }
        let texts: Vec<Self> =
            forms.iter().filter(|form| !form.words().is_empty()).copied().collect();
        let mut said: Vec<String> = Vec::new();
        if !texts.is_empty() {
            said.push(one_of(&words));
        }
        said.extend(
            forms.iter().filter(|form| form.words().is_empty()).map(|form| form.describe()),
        );
        if said.is_empty() { self.describe_type() } else { said.join(" or ") }
    }

    fn describe_type(self) -> String {
        let here = self.resolved();
        let range = here.range().map(|range| format!(" {range}")).unwrap_or_default();
        let range = if range.starts_with(" at ") { format!(" of{range}") } else { range };
        match here.node.get("type").and_then(Json::as_str) {
            Some("integer") => format!("a whole number{range}"),
            Some("number") => format!("a number{range}"),
            Some("boolean") => "true or false".to_owned(),
            Some("string") => here.describe_text(),
            Some("array") => match here.length() {
                Some(length) => format!("a list of {length}"),
                None => "a list".to_owned(),
            },
            Some("object") => here.describe_table(),
            _ => "another value".to_owned(),
        }
    }

    fn describe_text(self) -> String {
        let pattern = self.node.get("pattern").and_then(Json::as_str);
        match (self.node.get("format").and_then(Json::as_str), pattern) {
            (Some("date"), _) => "a date like 2023-01-31".to_owned(),
            (Some(format), _) => format!("a text of the format {format}"),
            (None, Some(pattern)) => format!("a text that matches {pattern}"),
            (None, None) => "a text in quotes".to_owned(),
        }
    }

    /// A small table by its keys, as the author would write it.
    fn describe_table(self) -> String {
        let required = self.required();
        let keys = if required.is_empty() { self.keys() } else { required };
        if keys.is_empty() || keys.len() > 4 {
            return "a table".to_owned();
        }
        let keys: Vec<String> = keys.iter().map(|key| format!("{key} = ..")).collect();
        format!("{{ {} }}", keys.join(", "))
    }

    /// The limits of a number: `between 0 and 1`, `greater than 0`.
    pub fn range(self) -> Option<String> {
        let here = self.resolved().node;
        let limit = |keyword: &str| here.get(keyword).and_then(Json::as_f64).map(words::number);
        let (least, most) = (limit("minimum"), limit("maximum"));
        if let (Some(least), Some(most)) = (&least, &most) {
            return Some(format!("between {least} and {most}"));
        }
        let above = limit("exclusiveMinimum").map(|it| format!("greater than {it}"));
        let below = limit("exclusiveMaximum").map(|it| format!("less than {it}"));
        let least = least.map(|it| format!("at least {it}"));
        let most = most.map(|it| format!("at most {it}"));
        let parts: Vec<String> = [above.or(least), below.or(most)].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" and "))
    }

    /// The limits of a list's length: `3`, `at least 1`, `between 1 and 12`.
    pub fn length(self) -> Option<String> {
        let here = self.resolved().node;
        let limit = |keyword: &str| here.get(keyword).and_then(Json::as_u64);
        match (limit("minItems"), limit("maxItems")) {
            (Some(least), Some(most)) if least == most => Some(least.to_string()),
            (Some(least), Some(most)) => Some(format!("between {least} and {most}")),
            (Some(least), None) => Some(format!("at least {least}")),
            (None, Some(most)) => Some(format!("at most {most}")),
            (None, None) => None,
        }
    }
}

/// `"a"`, or `one of "a", "b"`.
pub fn one_of(words: &[&str]) -> String {
    match words {
        [only] => words::quoted(only),
        _ => format!("one of {}", words::quoted_list(words.iter().copied())),
    }
}
