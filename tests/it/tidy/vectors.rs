//! Has every test vector of the methods its tests?

use super::{assert_none, read, root, rows, ticked};
use std::collections::BTreeSet;

/// Vectors of the methods.
const N_VECTORS: usize = 23;

/// The file of a module of the program or of the integration tests.
fn text_of(module: &str) -> Option<String> {
    let places = [format!("src/{module}.rs"), format!("tests/it/{module}.rs")];
    places.into_iter().find(|it| root().join(it).exists()).map(read)
}

/// Whether a text has a test of this name.
fn has_test(text: &str, name: &str) -> bool {
    let found = text.split_once(&format!("fn {name}("));
    found.is_some_and(|(before, _)| before.trim_end().ends_with("#[test]"))
}

#[test]
fn every_vector_names_tests_that_exist() {
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    for row in rows("vectors") {
        seen.insert(row[0].clone());
        let named = ticked(&row[2]);
        if named.is_empty() {
            problems.push(format!("{} names no test", row[0]));
        }
        for test in named {
            let found = test
                .split_once("::")
                .and_then(|(module, name)| Some(has_test(&text_of(module)?, name)));
            if found != Some(true) {
                problems.push(format!("{}: there is no test {test}", row[0]));
            }
        }
    }
    let expected: BTreeSet<String> = (1..=N_VECTORS).map(|it| format!("T{it}")).collect();
    problems.extend(expected.difference(&seen).map(|it| format!("{it} has no row")));
    assert_none(problems, "see the test vectors in docs/architecture.md");
}
