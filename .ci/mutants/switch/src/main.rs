//! Writes mutants into a copy of the sources, each behind a switch, so that one build can be any of them.
//!
//! `switch TREE MUTANTS.json`: the file is what `cargo mutants --list --json` writes, with an `id` in each mutant.
//! Prints the ids of those that no switch can stand for. Every mutant stands on a line of its own, so that the
//! line of an error of the compiler tells which mutant does not compile.

mod find;

use find::{Node, Shape, Text, find_nodes};
use proc_macro2::TokenStream;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is put in the place of a part of a file.
struct Edit {
    range: Range<usize>,
    place: Place,
    /// The mutants of this place: id, and what the mutant puts there.
    mutants: Vec<(u64, String)>,
}

#[derive(PartialEq)]
enum Place {
    /// The body of a function that returns a value at once.
    Body,
    /// The body of a function that returns some iterator: both must be of one type.
    Iterator,
    /// The guard of an arm, always or never true.
    Guard,
    Node(Node),
}

impl Edit {
    /// Of edits that begin at the same character the outermost is first.
    fn order(&self) -> (usize, bool, usize, bool) {
        let is_body = matches!(self.place, Place::Body | Place::Iterator);
        let is_operator =
            matches!(&self.place, Place::Node(it) if !matches!(it.shape, Shape::Field { .. }));
        (self.range.start, !is_body, usize::MAX - self.range.end, is_operator)
    }
}

/// A part of a file on one line, without comments.
fn flat(text: &str, range: &Range<usize>) -> String {
    let part = &text[range.clone()];
    part.parse::<TokenStream>().map_or_else(|_| part.to_owned(), |it| it.to_string())
}

/// `range` of a file with the edits from number `from` on that lie in it.
fn render(text: &str, edits: &[Edit], range: Range<usize>, from: usize) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for (index, edit) in edits.iter().enumerate().skip(from) {
        if edit.range.start < at || edit.range.end > range.end {
            continue;
        }
        if edit.range.start > range.end {
            break;
        }
        out.push_str(&text[at..edit.range.start]);
        at = edit.range.end;
        out.push_str(&render_edit(text, edits, index));
    }
    out.push_str(&text[at..range.end]);
    out
}

fn render_edit(text: &str, edits: &[Edit], index: usize) -> String {
    let edit = &edits[index];
    let inner = |range: &Range<usize>| render(text, edits, range.clone(), index + 1);
    // One branch for each mutant, and what was there before in the last one.
    let branches = |mutated: &dyn Fn(&str) -> String, otherwise: String| {
        let mut out = String::from("(");
        for (id, replacement) in &edit.mutants {
            out.push_str(&format!(
                "\nif crate::mutants::is_on({id}) {{ {} }}\nelse ",
                mutated(replacement)
            ));
        }
        format!("{out}{{ {otherwise} }})")
    };
    match &edit.place {
        Place::Body => {
            let line = |(id, value): &(u64, String)| format!("\nif crate::mutants::is_on({id}) {{ return {value}; }}\n");
            edit.mutants.iter().map(line).collect()
        }
        Place::Iterator => edit.mutants.iter().fold(format!("{{ {} }}", inner(&edit.range)), |otherwise, (id, value)| {
            let value = value.replace("Box::leak", "&*Box::leak");
            format!("\nif crate::mutants::is_on({id}) {{ either::Either::Left({value}) }}\nelse {{ either::Either::Right({otherwise}) }}")
        }),
        Place::Guard => edit.mutants.iter().fold(format!("({})", inner(&edit.range)), |otherwise, (id, value)| {
            let (not, and) = if value == "true" { ("", "||") } else { ("!", "&&") };
            format!("(\n{not}crate::mutants::is_on({id}) {and}\n{otherwise})")
        }),
        Place::Node(node) => match &node.shape {
            Shape::Binary { left, right, operator } => branches(
                &|it| format!("({}) {it} ({})", flat(text, left), flat(text, right)),
                format!("({} {operator} {})", inner(left), inner(right)),
            ),
            Shape::Unary { operand } => branches(
                &|_| format!("({})", flat(text, operand)),
                format!("({}{})", &text[edit.range.start..operand.start], inner(operand)),
            ),
            Shape::Field { name, base, is_short } => {
                let value = if *is_short { name.clone() } else { inner(&edit.range) };
                let whole = branches(&|_| format!("({}).{name}", flat(text, base)), value);
                if *is_short { format!("{name}: {whole}") } else { whole }
            }
            Shape::Arm { guard } => {
                let guard = guard.as_ref().map_or(String::new(), |it| format!(" && ({})", inner(it)));
                format!(" if\n!crate::mutants::is_on({})\n{guard}", edit.mutants[0].0)
            }
        },
    }
}

/// Where a mutant is written, or nothing where no switch can stand.
fn find_place(mutant: &Value, text: &Text, nodes: &[Node]) -> Option<(Range<usize>, Place)> {
    let point = |end: &str| {
        let number = |name: &str| mutant["span"][end][name].as_u64().expect("a number") as usize;
        (number("line"), number("column"))
    };
    let start = text.byte(point("start"));
    let range = start..text.byte(point("end"));
    let genre = mutant["genre"].as_str().expect("a genre");
    match genre {
        "FnValue" => {
            let result = mutant["function"]["return_type"].as_str().unwrap_or_default();
            let is_iterator = result.contains("impl Iterator");
            Some(if is_iterator { (range, Place::Iterator) } else { (start..start, Place::Body) })
        }
        "MatchArmGuard" => Some((range, Place::Guard)),
        _ => {
            let node = nodes.iter().find(|it| it.at == start && it.shape.genre() == genre)?;
            Some((node.range.clone(), Place::Node(node.clone())))
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let list = std::fs::read_to_string(&arguments[2]).expect("the list of mutants");
    let mutants: Vec<Value> = serde_json::from_str(&list).expect("a list in JSON");
    let mut by_file: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for mutant in &mutants {
        by_file.entry(mutant["file"].as_str().expect("a file")).or_default().push(mutant);
    }
    for (file, mutants) in by_file {
        let path = format!("{}/{file}", arguments[1]);
        let text = Text::new(std::fs::read_to_string(&path).expect("a source file"));
        let nodes = find_nodes(&text);
        let mut edits: Vec<Edit> = Vec::new();
        for mutant in mutants {
            let id = mutant["id"].as_u64().expect("an id");
            let replacement = mutant["replacement"].as_str().expect("a replacement").to_owned();
            let Some((range, place)) = find_place(mutant, &text, &nodes) else {
                println!("{id}");
                continue;
            };
            match edits.iter_mut().find(|it| it.range == range && it.place == place) {
                Some(edit) => edit.mutants.push((id, replacement)),
                None => edits.push(Edit { range, place, mutants: vec![(id, replacement)] }),
            }
        }
        edits.sort_by_key(Edit::order);
        let all = render(&text.all, &edits, 0..text.all.len(), 0);
        for (id, _) in edits.iter().flat_map(|it| &it.mutants) {
            assert!(all.contains(&format!("is_on({id})")), "mutant {id} is not written");
        }
        std::fs::write(&path, all).expect("the file can be written");
    }
}
