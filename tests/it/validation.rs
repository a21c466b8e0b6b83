//! Is the validation document the one that the program writes now?

use bosett::validation::render;
use std::fs;
use std::path::Path;

#[test]
fn the_committed_document_is_the_one_written_now() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md");
    let committed = fs::read_to_string(path).expect("it is committed");
    assert!(render(|_| None) == committed, "docs/validation.md is not what bosett validate writes");
}
