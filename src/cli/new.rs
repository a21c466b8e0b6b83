//! `bosett new`: a scenario to start from, with what can be changed written out as it stands.

use super::arguments::NewArguments;
use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::error::file::FileError;
use super::{load_checked, print};
use crate::report::text::Text;
use crate::scenario::library::LIBRARY;
use crate::scenario::load::key_text;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use toml::{Table, Value};

/// What a new scenario shows, in order: where in the file, and the text above it. The rest is seldom changed.
const SHOWN: [(&[&str], &str); 8] = [
    (&["run"], "new-run"),
    (&["world", "branches"], "new-branches"),
    (&["world", "groups", "*", "arrivals"], "new-arrivals"),
    (&["world", "opening", "waiting"], "new-waiting"),
    (&["world", "reception"], "new-beds"),
    (&["policy", "requests"], "new-requests"),
    (&["policy", "reception"], "new-orders"),
    (&["budget"], "new-budget"),
];

/// Writes a scenario that extends another one.
pub fn new(arguments: &NewArguments, text: &Text) -> Result<(), CliError> {
    let path = file_named(&arguments.name)?;
    let (base, _) = load_checked(&arguments.from, &[])?;
    let extends = name_from(&arguments.from, &path)?;
    let title = path.file_stem().and_then(|it| it.to_str()).unwrap_or_default();
    let page = render_new(&extends, title, &base.text, text);
    let opened = OpenOptions::new().write(true).create_new(true).open(&path);
    let written = opened.and_then(|mut file| file.write_all(page.as_bytes()));
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => FileError::Exists { path: path.clone() },
        _ => FileError::write(&path, source),
    })?;
    let shown = path.display().to_string();
    print(&format!("{}\n", text.with("new-written", &[("file", &shown)])))
}

/// `NAME.toml`, unless the name ends so already.
fn file_named(name: &Path) -> Result<PathBuf, CommandLineError> {
    let is_name = name.file_name().is_some() && !name.to_string_lossy().ends_with(['/', '\\']);
    match name.extension() {
        _ if !is_name => {
            let found = name.to_string_lossy();
            Err(CommandLineError::option("NAME", &found, "the name of a file"))
        }
        Some(extension) if extension == "toml" => Ok(name.to_owned()),
        _ => Ok(PathBuf::from(format!("{}.toml", name.display()))),
    }
}

/// How the new file names the scenario it starts from: a file must lie in its folder or below.
fn name_from(from: &str, new: &Path) -> Result<String, CommandLineError> {
    let from_path = Path::new(from);
    if !from_path.is_file() && (LIBRARY.text)(from).is_some() {
        return Ok(from.to_owned());
    }
    let folder = new.parent().unwrap_or(Path::new(""));
    let below = from_path.strip_prefix(folder).ok();
    let below = below.filter(|it| it.components().all(|it| matches!(it, Component::Normal(_))));
    let name = below.and_then(Path::to_str).map(str::to_owned);
    name.ok_or_else(|| CommandLineError::TooFar { from: from.to_owned(), new: new.to_owned() })
}

/// The file: only `extends` and the title count, the rest is commented out.
fn render_new(extends: &str, title: &str, base: &str, text: &Text) -> String {
    let base: Table = base.parse().expect("a checked scenario is TOML");
    let mut page = format!("# {}\n\n", text.with("new-extends", &[("base", extends)]));
    page.push_str(&format!("extends = {}\n", inline(&Value::from(extends))));
    page.push_str(&format!("title = {}\n", inline(&Value::from(title))));
    page.push_str("question = \"\"\n\n");
    page.push_str(&format!("# {}\n# {}\n", text.get("new-values"), text.get("new-uncertain")));
    for (place, key) in SHOWN {
        let mut tables = String::new();
        write_at(&Value::Table(base.clone()), place, &mut Vec::new(), &mut tables);
        if !tables.is_empty() {
            page.push_str(&format!("\n# ---- {}\n", text.get(key)));
            tables.lines().for_each(|line| page.push_str(&format!("# {line}\n")));
        }
    }
    page
}

/// Writes the tables at a place, where `*` is every key.
fn write_at(value: &Value, place: &[&str], path: &mut Vec<String>, page: &mut String) {
    let Value::Table(table) = value else { return };
    let Some((step, rest)) = place.split_first() else { return write_table(table, path, page) };
    for (key, below) in table.iter().filter(|(key, _)| *step == "*" || key == step) {
        path.push(key_text(key));
        write_at(below, rest, path, page);
        path.pop();
    }
}

/// Writes a table under its heading, then the tables below it that are more than a line.
fn write_table(table: &Table, path: &mut Vec<String>, page: &mut String) {
    let has_heading = |value: &Value| match value {
        Value::Table(below) => below.values().any(Value::is_table),
        _ => false,
    };
    let lines = table.iter().filter(|(_, value)| !has_heading(value));
    let lines: String =
        lines.map(|(key, value)| format!("{} = {}\n", key_text(key), inline(value))).collect();
    if !lines.is_empty() {
        page.push_str(&format!("[{}]\n{lines}", path.join(".")));
    }
    for (key, below) in table.iter().filter(|(_, value)| has_heading(value)) {
        path.push(key_text(key));
        write_at(below, &[], path, page);
        path.pop();
    }
}

/// A value on one line; a list of tables has a line for each.
fn inline(value: &Value) -> String {
    match value {
        Value::Table(table) => {
            // People write a range from low to high.
            let rank = |key: &str| ["low", "mode", "mid", "high"].iter().position(|it| *it == key);
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| rank(key));
            let entries =
                entries.iter().map(|(key, value)| format!("{} = {}", key_text(key), inline(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) if items.iter().any(Value::is_table) => {
            let items = items.iter().map(|item| format!("    {},\n", inline(item)));
            format!("[\n{}]", items.collect::<String>())
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::text::Language;
    use crate::scenario::check::load;

    #[test]
    fn what_is_commented_out_is_what_stands() {
        let folder = tempfile::tempdir().expect("a folder");
        let (base, _) = load("letter-2023", &[], LIBRARY).expect("our own scenario");
        let load_page = |page: &str| {
            let path = folder.path().join("mine.toml");
            std::fs::write(&path, page).expect("a file");
            load(path.to_str().expect("a name"), &[], LIBRARY).expect("no mistake").0
        };
        let tables =
            |text: &str| text.lines().skip_while(|it| !it.starts_with('[')).collect::<String>();
        let page = render_new("letter-2023", "mine \"all\"", &base.text, &Text::new(Language::Nb));
        let alone = load_page(&page);
        assert_eq!(alone.title, "mine \"all\"");
        assert_eq!(tables(&alone.text), tables(&base.text));
        let uncommented: String = page
            .lines()
            .skip_while(|line| !line.starts_with("# ----"))
            .filter(|line| !line.starts_with("# ----"))
            .map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line)))
            .collect();
        assert!(uncommented.contains("[world.groups.ukraine.arrivals]"), "{uncommented}");
        let whole = load_page(&format!("extends = \"letter-2023\"\ntitle = \"x\"\n{uncommented}"));
        assert_eq!(tables(&whole.text), tables(&base.text));
    }

    #[test]
    fn a_file_to_start_from_lies_beside_the_new_one() {
        let name = |from: &str, new: &str| name_from(from, Path::new(new)).ok();
        assert_eq!(name("letter-2023", "a/b.toml").as_deref(), Some("letter-2023"));
        assert_eq!(name("a/base.toml", "a/b.toml").as_deref(), Some("base.toml"));
        assert_eq!(name("base.toml", "b.toml").as_deref(), Some("base.toml"));
        assert_eq!(name("a/c/base.toml", "a/b.toml").as_deref(), Some("c/base.toml"));
        assert_eq!(name("base.toml", "a/b.toml"), None);
        assert_eq!(name("../base.toml", "b.toml"), None);
    }
}
