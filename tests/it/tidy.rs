//! Is it all still true: who uses whom, how long things are, what must not be there, and that every
//! assumption has its number.
//!
//! The tables of `docs/architecture.md` are the data of these tests.

mod assumptions;
mod code;
mod vectors;

use code::sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const MOST_LINES: usize = 300;
const MOST_FUNCTION_LINES: usize = 60;

/// What must not stand in the code outside tests, and why.
const BANNED: [(&str, &str); 7] = [
    ("HashMap", "its order changes from run to run"),
    ("HashSet", "its order changes from run to run"),
    ("SystemTime::now", "results must not depend on when they are made"),
    ("Instant::now", "nor on how long it takes"),
    ("unwrap()", "an invariant is an expect that says why it holds"),
    ("todo!", "an issue, not a panic"),
    ("unimplemented!", "an issue, not a panic"),
];

/// What the model must not do or have.
const NOT_IN_MODEL: [&str; 14] = [
    "serde",
    "std::fs",
    "std::io",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "rayon",
    "println!",
    "print!",
    "thread_local!",
    "OnceLock",
    "LazyLock",
];

/// What the platform's mathematical library does: its last bits differ from machine to machine.
const OF_THE_PLATFORM: [&str; 5] = ["exp()", "exp_m1()", "ln()", "ln_1p()", "powf("];

/// What simulates, observes and places.
const SAME_EVERYWHERE: [&str; 3] = ["model", "observe", "matching"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of the table of `docs/architecture.md` that stands after this marker.
fn rows(marker: &str) -> Vec<Vec<String>> {
    let text = read("docs/architecture.md");
    let table = text.split_once(&format!("<!-- {marker} -->")).expect("the marker").1;
    let table = table.split_once("<!-- end -->").expect("the end of the table").0;
    let cells = |line: &str| {
        let line = line.trim().trim_matches('|');
        line.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    table.lines().filter(|line| line.starts_with('|')).skip(2).map(cells).collect()
}

/// The texts between back ticks.
fn ticked(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The longest of `rows` that is `module` or a folder it lies in.
fn row_of<'a, T>(rows: &'a BTreeMap<String, T>, module: &str) -> Option<(&'a String, &'a T)> {
    let is_in = |row: &str| module == row || module.starts_with(&format!("{row}/"));
    rows.iter().filter(|(row, _)| is_in(row)).max_by_key(|(row, _)| row.len())
}

/// Fails with one line for each problem.
#[track_caller]
fn assert_none(problems: Vec<String>, advice: &str) {
    assert!(problems.is_empty(), "{}\n{advice}", problems.join("\n"));
}

#[test]
fn a_module_uses_only_what_the_table_allows() {
    let mut table = BTreeMap::new();
    for row in rows("modules") {
        let uses = if row[2] == "-" { Vec::new() } else { row[2].split(", ").collect() };
        let uses: BTreeSet<String> = uses.into_iter().map(str::to_owned).collect();
        table.insert(ticked(&row[0]).remove(0), uses);
    }
    let tops: BTreeSet<&str> = table.keys().map(|it| it.split('/').next().unwrap_or(it)).collect();
    let mut problems = Vec::new();
    for source in sources(root()).iter().filter(|it| it.module != "main" && it.module != "lib") {
        let own = source.module.split('/').next().unwrap_or_default();
        let Some((row, allowed)) = row_of(&table, &source.module) else {
            problems.push(format!("{} is not in the table", source.module));
            continue;
        };
        for used in source.code.modules_used(&source.module) {
            let is_module = tops.contains(used.as_str());
            if is_module && used != own && !allowed.contains(&used) {
                problems.push(format!("{} uses {used}; row `{row}`", source.module));
            }
        }
    }
    assert_none(problems, "see the table of modules in docs/architecture.md");
}

#[test]
fn a_package_has_one_home() {
    let mut homes = BTreeMap::new();
    for row in rows("packages") {
        let modules = row[1].split(", ").map(str::to_owned).collect::<Vec<_>>();
        homes.extend(ticked(&row[0]).into_iter().map(|package| (package, modules.clone())));
    }
    let cargo = read("Cargo.toml");
    let after = cargo.split_once("[dependencies]").expect("dependencies").1;
    let section = after.split_once("\n[").map_or(after, |it| it.0);
    let names = section.lines().filter_map(|line| line.split_once(" = ")).map(|it| it.0);
    let packages: BTreeSet<String> =
        names.filter(|it| !it.starts_with('#')).map(|it| it.replace('-', "_")).collect();
    let everywhere = "thiserror";
    let mut problems: Vec<String> = packages
        .iter()
        .filter(|it| *it != everywhere && !homes.contains_key(*it))
        .map(|it| format!("{it} has no row"))
        .collect();
    let gone = homes.keys().filter(|it| !packages.contains(*it));
    problems.extend(gone.map(|it| format!("{it} has a row and is no dependency")));
    for source in sources(root()).iter().filter(|it| it.module != "main") {
        for (package, modules) in &homes {
            let is_home =
                |it: &String| source.module == *it || source.module.starts_with(&format!("{it}/"));
            if source.code.uses_package(package) && !modules.iter().any(is_home) {
                problems.push(format!("{} uses {package}", source.module));
            }
        }
    }
    assert_none(problems, "see the table of packages in docs/architecture.md");
}

#[test]
fn files_are_short_or_say_why_not() {
    let too_long = sources(root()).into_iter().filter(|it| {
        it.code.n_lines_without_tests() > MOST_LINES && !it.code.header().contains("longer than")
    });
    let problems = too_long
        .map(|it| format!("src/{}.rs: {} lines", it.module, it.code.n_lines_without_tests()));
    let advice =
        "split it, or give the reason in the module header: \"longer than ... because ...\"";
    assert_none(problems.collect(), advice);
}

#[test]
fn functions_are_short() {
    let mut problems = Vec::new();
    for source in sources(root()) {
        for (name, n_lines) in source.code.functions() {
            if n_lines >= MOST_FUNCTION_LINES {
                problems.push(format!("src/{}.rs: {name} has {n_lines} lines", source.module));
            }
        }
    }
    assert_none(problems, "a function does one thing");
}

#[test]
fn banned_words_stay_out() {
    let mut problems = Vec::new();
    for source in sources(root()).iter().filter(|it| it.module != "main") {
        for (word, why) in BANNED {
            if source.code.has_word(word) {
                problems.push(format!("src/{}.rs: {word}: {why}", source.module));
            }
        }
        let is_model = source.module == "model" || source.module.starts_with("model/");
        for word in NOT_IN_MODEL {
            if is_model && source.code.has_word(word) {
                problems.push(format!("src/{}.rs: {word} in the model", source.module));
            }
        }
        let is_same_everywhere =
            source.module.split('/').next().is_some_and(|it| SAME_EVERYWHERE.contains(&it));
        for word in OF_THE_PLATFORM {
            if is_same_everywhere && source.code.has_word(word) {
                problems.push(format!("src/{}.rs: {word}: `elementary` has it", source.module));
            }
        }
        if is_model && source.code.has_static() {
            problems.push(format!("src/{}.rs: a global in the model", source.module));
        }
    }
    assert_none(problems, "see what is deliberately missing in docs/architecture.md");
}

#[test]
fn every_module_says_what_it_is() {
    let silent =
        sources(root()).into_iter().filter(|it| !it.is_test && it.code.header().is_empty());
    let problems = silent.map(|it| format!("src/{}.rs does not begin with //!", it.module));
    assert_none(problems.collect(), "what does it turn into what, and what does it never do?");
}

/// Every file of the repository that people write.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        if path.is_dir() {
            if ![".git", "target", "results"].contains(&name) || folder != root() {
                found.extend(files(&path));
            }
        } else if name != ".git" {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_names_the_machine_it_was_made_on() {
    // Written apart, so that this file does not hold them.
    let paths =
        [["/wo", "rk/"], ["/ho", "me/"], ["/ro", "ot/"], ["C:\\Us", "ers"]].map(|it| it.concat());
    let mut problems = Vec::new();
    for path in files(root()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let place = || format!("{}:{}", path.display(), number + 1);
            let found = paths.iter().filter(|it| line.contains(it.as_str()));
            problems.extend(found.map(|it| format!("{} names {it}", place())));
            let is_lock = path.ends_with("Cargo.lock");
            let registry = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
            if is_lock && line.starts_with("source = ") && line != registry {
                problems.push(format!("{} names another registry", place()));
            }
        }
    }
    assert_none(problems, "a clone works anywhere");
}
