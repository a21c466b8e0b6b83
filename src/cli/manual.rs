//! `bosett schema --markdown`: the JSON Schema of the scenario file as a page for people.

use serde_json::Value as Json;
use std::collections::BTreeSet;

const HEADER: &str = "\
# The scenario file

Every key, from the same declaration that checks files. Written by `bosett schema --markdown`; do not edit it by hand.

A file is TOML. `extends` names a file beside it or an embedded scenario, and only differences are written: a table adds
to that of the parent, a list replaces it. A number marked *may be uncertain* is a plain number, or what is not known
about it: `{ low = 1, mode = 2, high = 4 }` (triangular), `{ mean = 2, sd = 0.5 }` (normal, cut off at the limits) or
`{ quartiles = [1, 2, 2.5, 3, 6] }` (what was seen: smallest value, quartiles and largest), drawn once for each draw of the
parameters. Months are texts such as `\"2023-05\"`, days are dates such as `2023-05-17`.
`*` stands for a name of your own.
";

/// The page of a schema.
pub fn render_manual(schema: &Json) -> String {
    let mut page = Page { schema, text: HEADER.to_owned(), seen: BTreeSet::new() };
    page.table("The file", schema);
    page.text
}

/// The page so far, and the definitions that stand on it or will.
struct Page<'a> {
    schema: &'a Json,
    text: String,
    seen: BTreeSet<&'a str>,
}

impl<'a> Page<'a> {
    /// The definition that a node refers to, with its name.
    fn definition(&self, node: &'a Json) -> Option<(&'a str, &'a Json)> {
        let name = node.get("$ref")?.as_str()?.rsplit('/').next()?;
        Some((name, self.schema.get("$defs")?.get(name)?))
    }

    /// A heading with a row for each key of a table or each form of a choice, then what they refer to.
    fn table(&mut self, heading: &str, node: &'a Json) {
        let about = text_of(node, "description");
        self.text.push_str(&format!("\n## {heading}\n\n{about}\n\n"));
        self.text.push_str("| key | meaning | accepted |\n| --- | --- | --- |\n");
        let mut below = Vec::new();
        for (key, meaning, accepted) in rows(node) {
            let accepted = self.accepted(accepted, &mut below);
            self.text.push_str(&format!("| `{key}` | {} | {accepted} |\n", in_cell(meaning)));
        }
        for (name, definition) in below {
            if self.seen.insert(name) {
                self.table(title(name), definition);
            }
        }
    }

    /// What a value may be; tables it refers to are added to `below`.
    fn accepted(&self, node: &'a Json, below: &mut Vec<(&'a str, &'a Json)>) -> String {
        if let Some((name, definition)) = self.definition(node) {
            if text_of(definition, "type") == "string" {
                return in_cell(text_of(definition, "description"))
                    .trim_end_matches('.')
                    .to_owned();
            }
            if rows(definition).is_empty() || is_number(definition) {
                return self.accepted(definition, below);
            }
            below.push((name, definition));
            return format!("[{}](#{})", title(name), anchor(title(name)));
        }
        if is_number(node) {
            let plain = node["anyOf"].as_array().and_then(|forms| forms.first());
            return format!("{}, may be uncertain", limits("number", plain.unwrap_or(node)));
        }
        let forms = ["anyOf", "oneOf"].into_iter().find_map(|it| node.get(it)?.as_array());
        if let Some(forms) = forms {
            let forms = forms.iter().filter(|it| text_of(it, "type") != "null");
            return forms.map(|it| self.accepted(it, below)).collect::<Vec<_>>().join(", or ");
        }
        if let Some(word) = node.get("const").and_then(Json::as_str) {
            return format!("`\"{word}\"`");
        }
        match node.get("type") {
            Some(Json::Array(types)) => types.first().and_then(Json::as_str).map_or_else(
                || "anything".to_owned(),
                |kind| self.accepted_type(kind, node, below),
            ),
            Some(Json::String(kind)) => self.accepted_type(kind, node, below),
            _ => "anything".to_owned(),
        }
    }

    fn accepted_type(
        &self,
        kind: &str,
        node: &'a Json,
        below: &mut Vec<(&'a str, &'a Json)>,
    ) -> String {
        match kind {
            "array" => {
                let count = |key: &str| node.get(key).and_then(Json::as_u64);
                let of = node.get("items").map_or_else(String::new, |it| self.accepted(it, below));
                match (count("minItems"), count("maxItems")) {
                    (Some(least), Some(most)) if least == most => format!("list of {least}: {of}"),
                    _ => format!("list: {of}"),
                }
            }
            "object" => {
                let patterns = node.get("patternProperties").and_then(Json::as_object);
                let of = patterns.and_then(|it| it.values().next());
                let of =
                    of.or_else(|| node.get("additionalProperties").filter(|it| it.is_object()));
                let of = of.map_or_else(|| "table".to_owned(), |it| self.accepted(it, below));
                format!("`*` = {of}")
            }
            "boolean" => "`true` or `false`".to_owned(),
            "string" => "text".to_owned(),
            "integer" => limits("whole number", node),
            kind => limits(kind, node),
        }
    }
}

/// The keys of a table, or the forms of a choice, each with its meaning and what it accepts.
fn rows(node: &Json) -> Vec<(&str, &str, &Json)> {
    if let Some(properties) = node.get("properties").and_then(Json::as_object) {
        return properties
            .iter()
            .map(|(key, value)| (key.as_str(), text_of(value, "description"), value))
            .collect();
    }
    let forms = node.get("oneOf").and_then(Json::as_array);
    let form = |form| match rows(form).first() {
        Some((key, _, value)) => Some((*key, text_of(form, "description"), *value)),
        None => Some((form.get("const")?.as_str()?, text_of(form, "description"), form)),
    };
    forms.into_iter().flatten().filter_map(form).collect()
}

/// Whether a value is a number that may be uncertain.
fn is_number(node: &Json) -> bool {
    let forms = node.get("anyOf").and_then(Json::as_array);
    forms.is_some_and(|forms| forms.iter().any(|it| it.pointer("/properties/mode").is_some()))
}

/// A number with the limits that say something.
fn limits(kind: &str, node: &Json) -> String {
    let limit = |key: &str| node.get(key).and_then(Json::as_f64).filter(|it| it.abs() < 1e9);
    match (limit("minimum"), limit("maximum")) {
        (Some(least), Some(most)) => format!("{kind} from {least} to {most}"),
        (Some(least), None) => format!("{kind} from {least}"),
        (None, Some(most)) => format!("{kind} up to {most}"),
        (None, None) => kind.to_owned(),
    }
}

fn text_of<'a>(node: &'a Json, key: &str) -> &'a str {
    node.get(key).and_then(Json::as_str).unwrap_or_default()
}

/// Text on one line of a table.
fn in_cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// The name of a definition without the mark that it mirrors the file.
fn title(name: &str) -> &str {
    name.strip_suffix("File").unwrap_or(name)
}

fn anchor(title: &str) -> String {
    title.to_lowercase()
}
