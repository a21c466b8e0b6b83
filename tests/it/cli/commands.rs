//! `check`, `list`, `new` and `schema`.

use super::Desk;
use bosett::scenario::library::LIBRARY;

#[test]
fn a_scenario_is_read_back_on_a_page() {
    let desk = Desk::new();
    let page = desk.answer("check small.toml --set run.replications=1200");
    let beginning = "\
A small year (small)
Does the program keep its word?

From 1 January 2023 to 31 December 2023, data as of 15 December 2022
1,200 simulated runs, 2 with each draw of the parameters, seed 7
356 municipalities with 5,488,984 inhabitants

Expected arrivals, persons (parameters at their means, ranges at their medians, no sudden changes)
                                                      2023
  other asylum seekers                                   0
  family reunification            follows those who are settled
";
    let lines = |text: &str| -> Vec<Vec<String>> {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
        text.lines().map(words).collect()
    };
    let n_lines = lines(beginning).len();
    assert_eq!(lines(&page)[..n_lines], lines(beginning));
    for expected in [
        "Ukrainians with collective protection 3,000",
        "2023 25 November 2022 3,000 0",
        "2023 671/60 500.0 may be carried over",
    ] {
        let words: Vec<String> = expected.split_whitespace().map(str::to_owned).collect();
        assert!(lines(&page).contains(&words), "{expected} not in\n{page}");
    }
    assert!(page.contains("\n  world.groups.ukraine: arrivals, cases, "), "{page}");
    assert!(page.ends_with("\nNo warnings\n"), "{page}");
    assert_eq!(desk.entries(), ["small.toml"]);
}

#[test]
fn branches_are_shown_apart_where_they_differ() {
    let page = Desk::new().answer("check letter-2023 --lang nb");
    let rows = |name: &str| page.lines().filter(|line| line.trim_start().starts_with(name)).count();
    assert_eq!((rows("ukrainere med kollektiv beskyttelse"), rows("andre asylsøkere")), (3, 1));
    assert!(
        page.contains("Alternativer: low 25\u{a0}%, mid 60\u{a0}%, high 15\u{a0}%\n"),
        "{page}"
    );
}

#[test]
fn the_embedded_scenarios_are_listed_and_can_be_checked() {
    let desk = Desk::new();
    let list = desk.answer("list");
    let names: Vec<&str> = list.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(names, (LIBRARY.names)());
    assert!(list.starts_with("letter-2023\n    The allocation letter for 2023\n    How fast are "));
    names.iter().for_each(|name| drop(desk.answer(&format!("check {name}"))));
    assert_eq!(
        desk.refusal("check letter-2032", 1),
        format!(
            "error: letter-2032: there is no such file, must be a file or an embedded scenario \
             ({})\n  hint: did you mean \"letter-2023\"?\n",
            crate::support::names_in_a_message()
        )
    );
}

#[test]
fn a_new_scenario_is_a_start_and_never_written_over() {
    let desk = Desk::new();
    let answer = desk.answer("new mine --lang nb");
    assert_eq!(answer, "mine.toml er skrevet; det som kan endres, står der som kommentarer\n");
    let text = std::fs::read_to_string(desk.path("mine.toml")).expect("a file");
    assert!(text.contains("\nextends = \"letter-2023\"\ntitle = \"mine\"\n"), "{text}");
    assert!(text.contains("\n# [world.groups.ukraine.arrivals]\n"), "{text}");
    assert!(desk.answer("check mine.toml").starts_with("mine (mine)\n"));
    let expected = "error: mine.toml exists already; choose another name, or move it away\n";
    assert_eq!(desk.refusal("new mine.toml", 3), expected);
    desk.answer("new smaller --from small.toml");
    assert!(desk.answer("check smaller.toml").contains("seed 7\n"));
    let expected = "error: --from is small.toml, must be an embedded scenario or a file in the \
                    folder of below/a.toml\n";
    assert_eq!(desk.refusal("new below/a --from small.toml", 2), expected);
    let refusal = desk.refusal("new below/a", 3);
    assert!(refusal.starts_with("error: cannot write below/a.toml: "), "{refusal}");
    assert_eq!(desk.entries(), ["mine.toml", "small.toml", "smaller.toml"]);
}

#[test]
fn the_schema_is_for_editors() {
    let schema = Desk::new().answer("schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    assert!(schema["properties"]["extends"].is_object());
    assert!(schema.get("required").is_none(), "a file that extends another may leave out any key");
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn help_and_version_are_answers() {
    let desk = Desk::new();
    let help = desk.answer("--help");
    for command in ["run", "check", "list", "new", "ledger", "validate", "schema"] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(command)), "{help}");
    }
    assert_eq!(desk.answer("--version"), format!("bosett {}\n", env!("CARGO_PKG_VERSION")));
}

/// The file in the project, which a command writes.
fn committed(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_page_about_the_scenario_file_and_its_schema_are_current() {
    let desk = Desk::new();
    let page = desk.answer("schema --markdown");
    assert!(
        page == committed("docs/scenario-file.md"),
        "write it again: bosett schema --markdown > docs/scenario-file.md"
    );
    let schema = desk.answer("schema");
    assert!(
        schema == committed("docs/bosett.schema.json"),
        "write it again: bosett schema > docs/bosett.schema.json"
    );
    for key in ["`replications_per_draw`", "`registered_share`", "`largest-deficit`", "`670`"] {
        assert_eq!(page.contains(key), key != "`670`", "{key}");
    }
}

#[test]
fn the_validation_document_is_written_where_one_says() {
    let desk = Desk::new();
    assert_eq!(desk.answer("validate --out below/page.md").trim(), "below/page.md");
    let page = std::fs::read_to_string(desk.path("below/page.md")).expect("a file");
    assert!(page.starts_with("# Validation\n"), "{page}");
    assert_eq!(desk.entries(), ["below", "small.toml"]);
}
