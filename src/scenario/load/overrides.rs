//! `--set key.path=value`: one value on top of every file.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Problems};
use super::place::{Place, SourceText};
use super::syntax;
use super::tree::{Node, Value};

/// The argument as a tree of its own. A value that is not TOML is taken as text.
pub fn parse_override(file: &Arc<SourceText>) -> Result<Node, Problems> {
    let text = file.text();
    let whole = || Place::new(file, 0..text.len());
    let Some((key, value)) = end_of_key(text).map(|end| (&text[..end], text[end + 1..].trim()))
    else {
        let problem = Diagnostic::error(whole(), "has no \"=\"");
        return Err(problem.accepting("must be written as key=value").into());
    };
    if value.is_empty() {
        let problem = Diagnostic::error(whole(), "has no value");
        return Err(problem.accepting("must be written as key=value").into());
    }
    let root = parse_assignment(file, key, value)?;
    if root.entries().next().is_none() {
        let problem = Diagnostic::error(whole(), "has no key");
        return Err(problem.accepting("must be written as key=value").into());
    }
    Ok(root)
}

fn parse_assignment(file: &Arc<SourceText>, key: &str, value: &str) -> Result<Node, Problems> {
    let with_any_value = format!("{key}=0");
    let document = DeTable::parse(&with_any_value).map_err(|error| {
        let place = Place::new(file, error.span().unwrap_or(0..key.len()));
        let found = format!("the key is not valid TOML: {}", error.message());
        let hint = key.contains('[').then(|| "a list is replaced as a whole".to_owned());
        Diagnostic::error(place, found).with_hint(hint)
    })?;
    let Err(error) = DeValue::parse(value) else { return syntax::parse(file) };
    let start = file.text().len() - file.text()[key.len() + 1..].trim_start().len();
    let place = Place::new(file, start..start + value.len());
    if value.starts_with(['[', '{', '"', '\'']) {
        let found = format!("the value is not valid TOML: {}", error.message());
        return Err(Diagnostic::error(place, found).into());
    }
    let mut root = Node::of_document(document.get_ref(), file);
    replace_innermost(&mut root, Node { value: Value::Text(value.to_owned()), place });
    Ok(root)
}

/// The `=` after the key, which may itself have one in quotes.
fn end_of_key(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '=') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Puts `new` at the end of the keys.
fn replace_innermost(node: &mut Node, new: Node) {
    match &mut node.value {
        Value::Table(table) => match table.values_mut().next() {
            Some(entry) => replace_innermost(&mut entry.node, new),
            None => *node = new,
        },
        _ => *node = new,
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{GOOD, Number, folder_with, load_in, problems_with};

    #[test]
    fn a_value_is_set_on_top_of_the_files() {
        let folder = folder_with(&[("a.toml", GOOD)]);
        let overrides = [
            "world.capacity = 7",
            "title=a bare = text",
            "run.start=2024-02-29",
            "policy.request.\"2023\".persons=0x10",
            "world.growth={ mean = 1, sd = 2 }",
            "world.hazard=[0.5,\n 0.25]",
            "world.capacity=8",
        ];
        let loaded = load_in(folder.path(), "a.toml", &overrides).expect("no mistake").value;
        assert_eq!(loaded.world.capacity, 8);
        assert_eq!(loaded.title, "a bare = text");
        assert_eq!(loaded.run.start.0, "2024-02-29");
        assert_eq!(loaded.policy.request[&2023].persons, 16);
        assert_eq!(loaded.world.growth, Number::Normal { mean: 1.0, sd: 2.0 });
        assert_eq!(loaded.world.hazard, [0.5, 0.25]);
    }

    #[test]
    fn a_mistake_is_shown_in_the_argument() {
        let must = "must be written as key=value";
        let whole = "must be a whole number between 0 and 100000";
        let cases = [
            ("world.capacity", format!("has no \"=\", {must}")),
            ("world.capacity=", format!("has no value, {must}")),
            ("#x=1", format!("has no key, {must}")),
            (
                "=5",
                "the key is not valid TOML: unquoted keys cannot be empty, expected letters, numbers, \
                 `-`, `_`"
                    .into(),
            ),
            (
                "world.hazard[0]=1",
                "the key is not valid TOML: key with no value, expected `=`\n  \
                 hint: a list is replaced as a whole"
                    .into(),
            ),
            (
                "world.growth={mean=1",
                "the value is not valid TOML: unclosed inline table, expected `}`".into(),
            ),
            ("extends=b.toml", "extends cannot be set here, must be written in a scenario file".into()),
            ("world.capacity=-5", "world.capacity is -5, must be between 0 and 100000".into()),
            ("world.capacity=mye", format!("world.capacity is the text \"mye\", {whole}")),
            (
                "world.capacity=40 000",
                format!(
                    "world.capacity is the text \"40 000\", {whole}\n  \
                     hint: write large numbers without separators: 40000"
                ),
            ),
            (
                "world.capasity=5",
                "world.capasity is not a known key\n  hint: did you mean \"capacity\"?".into(),
            ),
            (
                "run.start=2023-13-01",
                "run.start is \"2023-13-01\", must be a date like 2023-01-31".into(),
            ),
            ("title.x=1", "title is a table, must be a text in quotes".into()),
        ];
        for (argument, says) in cases {
            let said = problems_with(&[("a.toml", GOOD)], &[argument]);
            assert_eq!(said, format!("error: --set {argument}: {says}\n"));
        }
    }

    #[test]
    fn a_key_that_a_file_lacks_is_not_sought_in_the_argument() {
        let text = GOOD.replace("replications = 1_000\n", "");
        assert_eq!(
            problems_with(&[("a.toml", &text)], &["run.seed=3"]),
            "error: a.toml:3:1: run.replications is missing, must be a whole number between 1 and \
             1000000\n"
        );
    }
}
