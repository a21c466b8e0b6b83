//! Is it still true? The commands of the README, run as they stand, and the walk through the code.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../README.md");
/// Borders of one municipality, in place of the file that the reader has.
const BORDERS: &str = r#"{ "type": "FeatureCollection", "features": [{ "type": "Feature",
    "properties": { "kommunenummer": "0301" }, "geometry": { "type": "Polygon",
    "coordinates": [[[10.5, 59.8], [10.9, 59.8], [10.9, 60.1], [10.5, 60.1], [10.5, 59.8]]] } }] }"#;

/// The lines of the block of commands below a heading.
fn block(heading: &str) -> impl Iterator<Item = &'static str> {
    let below = README.split_once(heading).expect("the heading").1;
    let block = below.split_once("```sh\n").expect("a block").1;
    block.split_once("```").expect("its end").0.lines()
}

/// The same command on two histories, where it would simulate more.
fn shortened(line: &str) -> String {
    let (command, _) = line.split_once(" #").unwrap_or((line, ""));
    let simulates = ["bosett run", "bosett compare"].iter().any(|it| command.starts_with(it));
    match command.split_once("--replications ") {
        Some((before, after)) => {
            let after = after.split_once(' ').map_or("", |it| it.1);
            format!("{before}--replications 2 {after}")
        }
        None if simulates && !command.contains("--fast") => format!("{command} --replications 2"),
        None => command.to_owned(),
    }
}

#[test]
fn the_commands_of_the_tour_run_as_they_stand_one_after_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let examples = folder.path().join("docs/examples");
    std::fs::create_dir_all(&examples).expect("it can be made");
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples");
    for entry in std::fs::read_dir(ours).expect("a folder") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, examples.join(path.file_name().expect("a name"))).expect("a copy");
    }
    std::fs::write(folder.path().join("kommuner.geojson"), BORDERS).expect("a file");
    let program = Path::new(env!("CARGO_BIN_EXE_bosett")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut n = 0;
    for line in block("## A tour") {
        let mut command = Command::new("sh");
        command.args(["-c", &shortened(line)]).current_dir(folder.path()).env("PATH", &path);
        let output = command.output().expect("there is a shell");
        // A plan that two histories make may well alarm.
        let accepted = if line.contains("watch") { &[0, 4][..] } else { &[0] };
        let code = output.status.code().expect("no signal ended it");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(accepted.contains(&code), "{line}: {code}, {said}");
        n += 1;
    }
    assert!(n >= 15, "{n} commands");
    for made in ["results/first/report.html", "my-question.toml", "map", "validation.md"] {
        assert!(folder.path().join(made).exists(), "{made}");
    }
}

#[test]
fn the_walk_through_the_code_leads_somewhere() {
    let architecture = include_str!("../../docs/architecture.md");
    let walk = architecture.split_once("<!-- walk -->").expect("the table").1;
    let walk = walk.split_once("<!-- end -->").expect("its end").0;
    let mut n = 0;
    for row in walk.lines().filter(|it| it.starts_with("| `")) {
        let mut ticked = row.split('`').skip(1).step_by(2);
        let (Some(file), Some(function)) = (ticked.next(), ticked.next()) else {
            panic!("{row} names no function")
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let code = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
        let is_there = ["(", "<"].iter().any(|it| code.contains(&format!("fn {function}{it}")));
        assert!(is_there, "{file} has no {function}");
        n += 1;
    }
    assert!(n >= 10, "{n} rows");
}
