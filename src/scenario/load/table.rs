//! A CSV file beside a scenario into typed rows, validated like the scenario itself.
//!
//! The first line names the columns. Cells are separated by commas, may be quoted, and decimals
//! have a point; an empty cell is a value that is not given; lines that begin with `#` are comments.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::cells::{self, Cell, Record};
use super::decode;
use super::diagnostic::{Diagnostic, Problems};
use super::key_path::KeyPath;
use super::place::{Home, Place, SourceText};
use super::schema::Schema;
use super::source::{self, Library, PathError};
use super::strict::strict_schema_of;
use super::tree::{Entry, Node, Value};
use super::validate::Checker;
use super::words;

/// The rows of a CSV file, and where each of them is.
#[derive(Clone, Debug)]
pub struct Table<R> {
    /// The rows, in the order of the file.
    pub rows: Vec<R>,
    file: Arc<SourceText>,
    nodes: Vec<Node>,
}

impl<R> Table<R> {
    /// The text it was read from.
    pub fn file(&self) -> &Arc<SourceText> {
        &self.file
    }

    /// An error about the value in `column` of a row, counted from 0.
    pub fn problem(&self, row: usize, column: &str, accepted: impl Into<String>) -> Diagnostic {
        let node = &self.nodes[row];
        let (place, found) = match node.entry(column) {
            Some(entry) => (&entry.node.place, entry.node.found()),
            None => (&node.place, "is empty".to_owned()),
        };
        Diagnostic::error(place.clone(), found).about(column).accepting(accepted)
    }
}

/// The table in the file that the text `named` gives; `path` is the key of that text.
pub fn load_table<R: DeserializeOwned + JsonSchema>(
    named: &Node,
    path: &KeyPath,
    unique: &[&str],
    library: Library,
) -> Result<Table<R>, Problems> {
    read_table(open_table(named, path, library)?, unique)
}

/// The table in a file that the command line names.
pub fn load_table_file<R: DeserializeOwned + JsonSchema>(
    path: &str,
    unique: &[&str],
) -> Result<Table<R>, Problems> {
    read_table(source::open_table_file(path)?, unique)
}

fn read_table<R: DeserializeOwned + JsonSchema>(
    file: Arc<SourceText>,
    unique: &[&str],
) -> Result<Table<R>, Problems> {
    let checker = Checker::new(strict_schema_of::<R>());
    let records = cells::parse(&file)?;
    let Some((header, records)) = records.split_first() else {
        let problem = Diagnostic::error(Place::whole(&file), "the file has no header");
        let columns = words::list(checker.schema().keys());
        return Err(problem.accepting(format!("must begin with {columns}")).into());
    };
    let mut problems = check_header(&file, header, checker.schema());
    // Without its columns every row would be wrong.
    if problems.has_errors() {
        return Err(problems);
    }
    let (mut rows, mut nodes) = (Vec::new(), Vec::new());
    for record in records {
        let node = node_of(&file, record, header, checker.schema());
        let mut found = check_row(&file, record, header, &node, &checker);
        if found.is_empty() {
            match decode::decode(&node) {
                Ok(row) => rows.push(row),
                Err(problem) => found.push(*problem),
            }
        }
        problems.extend(found);
        nodes.push(node);
    }
    problems.extend(check_unique(&file, header, records, unique));
    if problems.has_errors() { Err(problems) } else { Ok(Table { rows, file, nodes }) }
}

fn open_table(named: &Node, path: &KeyPath, library: Library) -> Result<Arc<SourceText>, Problems> {
    let problem = |found: String, accepted: String| {
        Diagnostic::error(named.place.clone(), found).about(path).accepting(accepted)
    };
    let Value::Text(name) = &named.value else {
        let accepted = "must be the name of a CSV file in the folder of the scenario";
        return Err(problem(named.found_kind(), accepted.to_owned()).into());
    };
    let home = named.place.file().home();
    let error = match source::open_relative(name, home, library) {
        Ok(file) => return file,
        Err(error) => error,
    };
    Err(match (error, home) {
        (PathError::Missing, Home::Folder(folder)) => {
            let beside = source::files_in(folder, "csv");
            let hint = words::did_you_mean(name, beside.iter().map(String::as_str));
            let accepted = "must be a CSV file in the folder of the scenario".to_owned();
            let found = format!("{}, and there is no such file", named.found());
            problem(found, accepted).with_hint(hint).into()
        }
        (error, _) => problem(named.found(), error.to_string()).into(),
    })
}

fn check_header(file: &Arc<SourceText>, header: &Record, schema: Schema<'_>) -> Problems {
    let known = schema.keys();
    let mut problems = Problems::new();
    let separator = match header.cells.as_slice() {
        [only] if only.text.contains(';') => Some("semicolons"),
        [only] if only.text.contains('\t') => Some("tabs"),
        _ => None,
    };
    if let Some(separator) = separator {
        let found = format!("the columns are separated by {separator}");
        let problem = Diagnostic::error(header.cells[0].place(file), found);
        let hint = "save it as comma-separated, with a point in decimals".to_owned();
        return problem.accepting("must be separated by commas").with_hint(hint).into();
    }
    for (index, cell) in header.cells.iter().enumerate() {
        let problem = |found: &str| Diagnostic::error(cell.place(file), found).about(&cell.text);
        if header.cells[..index].iter().any(|earlier| earlier.text == cell.text) {
            problems.push(problem("is a column twice").accepting("must be there once"));
        } else if !known.contains(&cell.text.as_str()) {
            let accepted = format!("must be one of {}", words::list(known.iter().copied()));
            let hint = words::did_you_mean(&cell.text, known.iter().copied());
            problems.push(problem("is not a known column").accepting(accepted).with_hint(hint));
        }
    }
    let is_there = |column: &str| header.cells.iter().any(|cell| cell.text == column);
    for column in schema.required().into_iter().filter(|column| !is_there(column)) {
        let problem = Diagnostic::error(Place::new(file, header.span.clone()), "is missing");
        problems.push(problem.about(column).accepting("must be a column of the table"));
    }
    problems
}

/// A row as a tree: each cell is of the type that its column asks for, if it can be read so.
fn node_of(file: &Arc<SourceText>, record: &Record, header: &Record, schema: Schema<'_>) -> Node {
    let cells = header.cells.iter().zip(&record.cells).filter(|(_, cell)| !cell.text.is_empty());
    let entry = |(column, cell): (&Cell, &Cell)| {
        let value = value_of(&cell.text, schema.child(&column.text));
        let node = Node { value, place: cell.place(file) };
        (column.text.clone(), Entry { key: column.place(file), node })
    };
    let place = Place::new(file, record.span.clone());
    Node { value: Value::Table(cells.map(entry).collect()), place }
}

fn value_of(text: &str, schema: Option<Schema<'_>>) -> Value {
    let wants = |json_type| schema.is_some_and(|schema| schema.accepts_type(json_type));
    let number = || match (text.parse(), text.parse()) {
        (Ok(whole), _) => Some(Value::Integer(whole)),
        (_, Ok(number)) => Some(Value::Float(number)),
        _ => None,
    };
    let value = match text {
        "true" | "false" if wants("boolean") => Some(Value::Boolean(text == "true")),
        _ if wants("integer") => number(),
        _ => None,
    };
    value.unwrap_or_else(|| Value::Text(text.to_owned()))
}

fn check_row(
    file: &Arc<SourceText>,
    record: &Record,
    header: &Record,
    node: &Node,
    checker: &Checker,
) -> Problems {
    let (n, n_columns) = (record.cells.len(), header.cells.len());
    if n != n_columns {
        let found = format!("the row has {}", words::count(n, "cell", "cells"));
        let problem = Diagnostic::error(Place::new(file, record.span.clone()), found);
        return problem.accepting(format!("must have {n_columns}, as the header has")).into();
    }
    let cell_of = |key: &Option<String>| {
        let index = header.cells.iter().position(|cell| Some(&cell.text) == key.as_ref())?;
        record.cells.get(index)
    };
    let at_cell = |problem: Diagnostic| {
        // Texts have quotes in TOML only.
        let accepted = problem.accepted.clone().map(|it| it.replace("a text in quotes", "a text"));
        match cell_of(&problem.key) {
            Some(cell) if cell.text.is_empty() => {
                Diagnostic { place: cell.place(file), accepted, ..problem.with_found("is empty") }
            }
            _ => Diagnostic { accepted, ..problem },
        }
    };
    let mut problems = Problems::new();
    problems.extend(checker.check_tree(node).into_iter().map(at_cell));
    problems
}

fn check_unique(
    file: &Arc<SourceText>,
    header: &Record,
    records: &[Record],
    unique: &[&str],
) -> Problems {
    let index_of = |column: &&str| header.cells.iter().position(|cell| cell.text == *column);
    let columns: Vec<usize> = unique.iter().filter_map(index_of).collect();
    let mut first_lines: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut problems = Problems::new();
    for record in records.iter().filter(|_| !columns.is_empty()) {
        let cells: Option<Vec<&Cell>> = columns.iter().map(|it| record.cells.get(*it)).collect();
        let Some(cells) = cells else { continue };
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        let place = cells[0].place(file);
        let line = place.line();
        let first = *first_lines.entry(texts.clone()).or_insert(line);
        if first != line {
            let found = format!("is {} again", words::quoted_list(texts));
            let problem = Diagnostic::error(place, found).about(unique.join(", "));
            problems.push(problem.accepting(format!("must be unique: it is on line {first} too")));
        }
    }
    problems
}

#[cfg(test)]
mod tests;
