//! The layers of a scenario: the file, what it extends, and the `--set` arguments on top.

use std::sync::Arc;

use super::diagnostic::{Diagnostic, Problems};
use super::overrides;
use super::place::{Home, SourceText};
use super::source::{self, Library, PathError};
use super::syntax;
use super::tree::{Entry, Node, Value};
use super::words;

/// The key that names the scenario to inherit from.
const EXTENDS: &str = "extends";

/// More scenarios than this in one chain are a mistake.
const DEEPEST: usize = 16;

/// One text and the values it writes.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The text.
    pub file: Arc<SourceText>,
    /// Its values, without `extends`.
    pub root: Node,
}

/// Every layer of a scenario, the most basic first, or all that is wrong with their texts.
pub fn load_layers(
    argument: &str,
    overrides: &[String],
    library: Library,
) -> Result<Vec<Layer>, Problems> {
    let mut problems = Problems::new();
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = source::open_scenario(argument, library).map(Some);
    let home = match &next {
        Ok(Some(file)) => file.home().clone(),
        _ => Home::Embedded,
    };
    loop {
        match next {
            Ok(Some(file)) => next = add_layer(file, &mut layers, library),
            Ok(None) => break,
            Err(found) => {
                problems.extend(found);
                break;
            }
        }
    }
    layers.reverse();
    for text in overrides {
        match parse_argument(SourceText::argument(text, home.clone())) {
            Ok(layer) => layers.push(layer),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(layers) } else { Err(problems) }
}

/// A `--set` argument as the topmost layer.
fn parse_argument(file: Arc<SourceText>) -> Result<Layer, Problems> {
    let root = overrides::parse_override(&file)?;
    if let Some(entry) = root.entry(EXTENDS) {
        let problem = Diagnostic::error(entry.key.clone(), "cannot be set here").about(EXTENDS);
        return Err(problem.accepting("must be written in a scenario file").into());
    }
    Ok(Layer { file, root })
}

/// Adds what `file` writes and returns the text it extends.
fn add_layer(
    file: Arc<SourceText>,
    layers: &mut Vec<Layer>,
    library: Library,
) -> Result<Option<Arc<SourceText>>, Problems> {
    let mut root = syntax::parse(&file)?;
    let extends = match &mut root.value {
        Value::Table(table) => table.remove(EXTENDS),
        _ => None,
    };
    layers.push(Layer { file, root });
    match extends {
        Some(entry) => open_parent(&entry, layers, library).map(Some),
        None => Ok(None),
    }
}

fn open_parent(
    entry: &Entry,
    layers: &[Layer],
    library: Library,
) -> Result<Arc<SourceText>, Problems> {
    let node = &entry.node;
    let problem = |found: String, accepted: String| {
        Diagnostic::error(node.place.clone(), found).about(EXTENDS).accepting(accepted)
    };
    let Value::Text(name) = &node.value else {
        let accepted = "must be the name of a file or of an embedded scenario, in quotes";
        return Err(problem(node.found_kind(), accepted.to_owned()).into());
    };
    let home = node.place.file().home();
    let file = match source::open_relative(name, home, library) {
        Ok(file) => file?,
        Err(error) => {
            let (accepted, hint) = explain(error, name, home, library);
            return Err(problem(node.found(), accepted).with_hint(hint).into());
        }
    };
    let chain = || layers.iter().map(|it| it.file.name()).chain([file.name()]);
    if layers.iter().any(|layer| is_same(&layer.file, &file)) {
        let chain: Vec<&str> = chain().collect();
        let accepted = format!("must not lead back: {}", chain.join(" -> "));
        return Err(problem(node.found(), accepted).into());
    }
    if layers.len() >= DEEPEST {
        let accepted = format!("must not be the end of more than {DEEPEST} scenarios in a row");
        return Err(problem(node.found(), accepted).into());
    }
    Ok(file)
}

fn explain(
    error: PathError,
    name: &str,
    home: &Home,
    library: Library,
) -> (String, Option<String>) {
    let names = (library.names)();
    let embedded = source::embedded_names(&names);
    match (error, home) {
        (PathError::Missing, Home::Folder(folder)) => {
            let beside = source::files_in(folder, "toml");
            let known = names.iter().copied().chain(beside.iter().map(String::as_str));
            let hint = words::did_you_mean(name, known);
            (format!("must be a file in the same folder or {embedded}"), hint)
        }
        (PathError::Missing, Home::Embedded) => {
            (format!("must be {embedded}"), words::did_you_mean(name, names.iter().copied()))
        }
        (error, _) => (error.to_string(), None),
    }
}

/// Whether two texts are one file, also by another path to it.
fn is_same(a: &SourceText, b: &SourceText) -> bool {
    let file = |text: &SourceText| match text.home() {
        Home::Folder(_) => std::fs::canonicalize(text.name()).ok(),
        Home::Embedded => None,
    };
    match (file(a), file(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a.name() == b.name(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::example::*;
    use super::super::load_scenario;

    #[test]
    fn a_chain_writes_only_differences() {
        let folder = folder_with(&[
            ("a.toml", "extends = \"sub/b.toml\"\ntitle = \"a\""),
            ("sub/b.toml", "extends = \"./c.toml\"\ntitle = \"b\"\nworld.capacity = 1"),
            ("sub/c.toml", "extends = \"letter-2023\"\n[world]\ncapacity = 2\ntable = \"c.csv\""),
        ]);
        let loaded = load_in(folder.path(), "a.toml", &[]).expect("no mistake");
        assert_eq!(loaded.value.title, "a");
        assert_eq!(loaded.value.world.capacity, 1);
        assert_eq!(loaded.value.world.table.as_deref(), Some("c.csv"));
        assert_eq!(loaded.value.run.replications, 1000);
        let root = format!("{}/", folder.path().display());
        let names: Vec<String> =
            loaded.files().iter().map(|file| file.name().replace(&root, "")).collect();
        assert_eq!(names, ["embedded:letter-2023", "sub/c.toml", "sub/b.toml", "a.toml"]);
        let embedded = load_scenario::<Example>("uses-letter", &[], LIBRARY).expect("no mistake");
        assert_eq!(embedded.value.title, "uses");
    }

    #[test]
    fn a_chain_that_leads_back() {
        let files = [
            ("a.toml", "extends = \"b.toml\""),
            ("b.toml", "# b\nextends = \"c.toml\""),
            ("c.toml", "extends = \"./b.toml\""),
        ];
        assert_eq!(
            problems_with(&files, &[]),
            "error: c.toml:1:11: extends is \"./b.toml\", must not lead back: a.toml -> b.toml -> \
             c.toml -> b.toml\n"
        );
        assert_eq!(
            problems_with(&[("a.toml", "extends = \"a.toml\"")], &[]),
            "error: a.toml:1:11: extends is \"a.toml\", must not lead back: a.toml -> a.toml\n"
        );
    }

    #[test]
    fn a_chain_that_is_too_long() {
        let text = |n: usize| match n {
            17 => GOOD.to_owned(),
            _ => format!("extends = \"{}.toml\"", n + 1),
        };
        let chain = |from: usize| {
            let folder = folder_with(&[]);
            for n in from..=17 {
                std::fs::write(folder.path().join(format!("{n}.toml")), text(n)).expect("a file");
            }
            load_in(folder.path(), &format!("{from}.toml"), &[])
                .map_err(|problems| in_short(&problems, folder.path()))
        };
        assert!(chain(2).is_ok(), "16 in a row are accepted");
        assert_eq!(
            chain(1).expect_err("17 in a row"),
            "error: 16.toml:1:11: extends is \"17.toml\", must not be the end of more than 16 \
             scenarios in a row\n"
        );
    }

    #[test]
    fn a_parent_that_is_not_there() {
        let must =
            "must be a file in the same folder or an embedded scenario (letter-2023, uses-letter)";
        let cases = [
            (
                "\"bsae.toml\"",
                format!("is \"bsae.toml\", {must}\n  hint: did you mean \"base.toml\"?"),
            ),
            (
                "\"leter-2023\"",
                format!("is \"leter-2023\", {must}\n  hint: did you mean \"letter-2023\"?"),
            ),
            ("\"sub\"", format!("is \"sub\", {must}")),
            ("\"\"", format!("is \"\", {must}")),
            ("3", "is 3, must be the name of a file or of an embedded scenario, in quotes".into()),
            (
                "[\"base.toml\"]",
                "is a list of 1, must be the name of a file or of an embedded scenario, in quotes"
                    .into(),
            ),
        ];
        for (value, says) in cases {
            let text = format!("title = \"a\"\nextends = {value}");
            let files = [("a.toml", text.as_str()), ("base.toml", GOOD), ("sub/x.toml", GOOD)];
            let expected = format!("error: a.toml:2:11: extends {says}\n");
            assert_eq!(problems_with(&files, &[]), expected);
        }
    }

    #[test]
    fn a_path_that_leaves_the_folder() {
        let must = "must stay in the folder of the file that names it";
        for path in ["../base.toml", "sub/../../base.toml", "sub/../a.toml", "/etc/passwd"] {
            let text = format!("extends = \"{path}\"");
            let said = problems_with(&[("a.toml", &text), ("sub/x.toml", GOOD)], &[]);
            assert_eq!(said, format!("error: a.toml:1:11: extends is \"{path}\", {must}\n"));
        }
        assert_eq!(
            problems_with(&[("a.toml", "extends = 'sub\\x.toml'"), ("sub/x.toml", GOOD)], &[]),
            "error: a.toml:1:11: extends is \"sub\\\\x.toml\", must have / between folders\n"
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_leaves_the_folder() {
        let outside = folder_with(&[("base.toml", GOOD)]);
        let said = |target: &Path, link: &str, extends: &str| {
            let folder = folder_with(&[("a.toml", &format!("extends = \"{extends}\""))]);
            std::os::unix::fs::symlink(target, folder.path().join(link)).expect("a link");
            load_in(folder.path(), "a.toml", &[]).map_err(|it| in_short(&it, folder.path()))
        };
        let must = "must stay in the folder of the file that names it";
        assert_eq!(
            said(&outside.path().join("base.toml"), "b.toml", "b.toml").expect_err("a link out"),
            format!("error: a.toml:1:11: extends is \"b.toml\", {must}\n")
        );
        assert_eq!(
            said(outside.path(), "sub", "sub/base.toml").expect_err("a linked folder"),
            format!("error: a.toml:1:11: extends is \"sub/base.toml\", {must}\n")
        );
        // A link inside the folder is the file it leads to, also for cycles.
        assert_eq!(
            said(Path::new("a.toml"), "b.toml", "b.toml").expect_err("a cycle"),
            "error: a.toml:1:11: extends is \"b.toml\", must not lead back: a.toml -> b.toml\n"
        );
    }

    #[test]
    fn a_bad_parent_and_a_bad_argument_at_once() {
        let files = [("a.toml", "extends = \"b.toml\""), ("b.toml", "x = \n")];
        assert_eq!(
            problems_with(&files, &["y"]),
            "error: --set y: has no \"=\", must be written as key=value\n\
             error: b.toml:1:5: not valid TOML: string values must be quoted, expected literal string\n  \
             hint: write a value after the =\n"
        );
    }
}
