//! Tables as users write them, and every mistake in one.

use serde::Deserialize;

use super::super::example::{Example, LIBRARY, folder_with, in_short, load_in};
use super::super::load_scenario;
use super::*;

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Row {
    #[schemars(regex(pattern = r"^\d{4}-\d{2}$"), extend("x-expects" = "a month like 2023-01"))]
    month: String,
    #[schemars(range(min = 0, max = 1000))]
    persons: u32,
    share: Option<f64>,
    status: Option<Status>,
    is_final: Option<bool>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Status {
    Verified,
    Assumed,
}

/// Loads `rows.csv` with this text, named by `world.table`.
fn load_rows(csv: &[u8]) -> Result<Table<Row>, String> {
    let text = "world.table = \"rows.csv\"\nextends = \"letter-2023\"\n";
    let folder = folder_with(&[("a.toml", text)]);
    std::fs::write(folder.path().join("rows.csv"), csv).expect("a file");
    let loaded = load_in(folder.path(), "a.toml", &[]).expect("no mistake");
    let table = loaded.load_table("world.table", &["month"]);
    table.map_err(|problems| in_short(&problems, folder.path()))
}

#[track_caller]
fn assert_says(csv: &str, expected: &str) {
    let said = load_rows(csv.as_bytes()).expect_err("a mistake");
    assert_eq!(said.trim_end(), expected);
}

#[test]
fn rows_are_typed_by_their_columns() {
    let csv = "\u{feff}# source: \"IMDi\r\npersons, month ,share,status,is_final\r\n\
               5,2023-01,0.5,verified,true\r\n\r\n 7 ,\"2023-02\",,,\r\n";
    let table = load_rows(csv.as_bytes()).expect("no mistake");
    let empty =
        Row { month: "2023-02".into(), persons: 7, share: None, status: None, is_final: None };
    let full = Row {
        month: "2023-01".into(),
        persons: 5,
        share: Some(0.5),
        status: Some(Status::Verified),
        is_final: Some(true),
    };
    assert_eq!(table.rows, [full, empty]);
    let problem = table.problem(1, "persons", "must be less than in the month before");
    let said = format!("{}: {problem}", problem.place.location());
    assert!(
        said.ends_with("rows.csv:5:2: persons is 7, must be less than in the month before"),
        "{said}"
    );
    assert_eq!(
        table.problem(1, "share", "must be given").to_string(),
        "share is empty, must be given"
    );
}

#[test]
fn every_bad_cell_is_named() {
    assert_says(
        "month,persons,share,status,is_final\n\
         2023-1,abc,nan,verifed,yes\n\
         æ,\"-5\",\"0,5\",,\n\
         2023-03,12.5,inf,\"as\"\"sumed\",\n\
         2023-04,,1e-3,,\n\
         2023-05,1001,,,\n",
        "error: rows.csv:2:1: month is \"2023-1\", must be a month like 2023-01\n\
         error: rows.csv:2:8: persons is the text \"abc\", must be a whole number between 0 and 1000\n\
         error: rows.csv:2:12: share is nan, must be a finite number\n\
         error: rows.csv:2:16: status is \"verifed\", must be one of \"verified\", \"assumed\"\n  \
           hint: did you mean \"verified\"?\n\
         error: rows.csv:2:24: is_final is the text \"yes\", must be true or false\n\
         error: rows.csv:3:1: month is \"æ\", must be a month like 2023-01\n\
         error: rows.csv:3:3: persons is \"-5\", must be between 0 and 1000\n\
         error: rows.csv:3:8: share is the text \"0,5\", must be a number\n  \
           hint: write decimals with a point: 0.5\n\
         error: rows.csv:4:9: persons is 12.5, must be a whole number between 0 and 1000\n\
         error: rows.csv:4:14: share is inf, must be a finite number\n\
         error: rows.csv:4:18: status is \"as\\\"sumed\", must be one of \"verified\", \"assumed\"\n  \
           hint: did you mean \"assumed\"?\n\
         error: rows.csv:5:9: persons is empty, must be a whole number between 0 and 1000\n\
         error: rows.csv:6:9: persons is 1001, must be between 0 and 1000",
    );
}

#[test]
fn the_header_names_the_columns() {
    let known = "must be one of is_final, month, persons, share, status";
    assert_says(
        "month,person,Share,x,month\n2023-01,a,b,c,d\n",
        &format!(
            "error: rows.csv:1:1: persons is missing, must be a column of the table\n\
             error: rows.csv:1:7: person is not a known column, {known}\n  \
               hint: did you mean \"persons\"?\n\
             error: rows.csv:1:14: Share is not a known column, {known}\n  \
               hint: did you mean \"share\"?\n\
             error: rows.csv:1:20: x is not a known column, {known}\n\
             error: rows.csv:1:22: month is a column twice, must be there once"
        ),
    );
    assert_says(
        "month;persons\n2023-01;5\n",
        "error: rows.csv:1:1: the columns are separated by semicolons, must be separated by \
         commas\n  hint: save it as comma-separated, with a point in decimals",
    );
    assert_says(
        "\n# nothing\n",
        "error: rows.csv: the file has no header, must begin with is_final, month, persons, \
         share, status",
    );
}

#[test]
fn a_row_has_as_many_cells_as_the_header() {
    assert_says(
        "month,persons\n2023-01\n2023-02,5,6\n",
        "error: rows.csv:2:1: the row has 1 cell, must have 2, as the header has\n\
         error: rows.csv:3:1: the row has 3 cells, must have 2, as the header has",
    );
    assert_says(
        "month,persons\n\"2023-01,5\n2023-02,6\n",
        "error: rows.csv:2:1: has quotes that do not match, must have quotes around the whole \
         cell, doubled inside it",
    );
    assert_says(
        "month,persons\n\"2023\"-01,5\n",
        "error: rows.csv:2:1: has quotes that do not match, must have quotes around the whole \
         cell, doubled inside it",
    );
}

#[test]
fn a_key_is_unique() {
    assert_says(
        "persons,month\n1,2023-01\n2,2023-02\n3,\"2023-01\"\n",
        "error: rows.csv:4:3: month is \"2023-01\" again, must be unique: it is on line 2 too",
    );
}

#[test]
fn a_table_that_cannot_be_read() {
    let latin = load_rows(b"month,persons\n2023-01,\xe5\n").expect_err("not UTF-8");
    assert_eq!(
        latin,
        "error: rows.csv:2:9: the byte 0xE5 at offset 22 is not UTF-8, must be UTF-8 text\n  \
         hint: the file may be in Latin-1 or Windows-1252: save it again as UTF-8\n"
    );
    let must = "and there is no such file, must be a CSV file in the folder of the scenario";
    let cases = [
        ("\"row.csv\"", format!("is \"row.csv\", {must}\n  hint: did you mean \"rows.csv\"?")),
        ("\"sub\"", format!("is \"sub\", {must}")),
        (
            "\"../b.csv\"",
            "is \"../b.csv\", must stay in the folder of the file that names it".into(),
        ),
        ("\"/b.csv\"", "is \"/b.csv\", must stay in the folder of the file that names it".into()),
    ];
    for (name, says) in cases {
        let text = format!("extends = \"letter-2023\"\nworld.table = {name}");
        let folder = folder_with(&[
            ("a.toml", text.as_str()),
            ("rows.csv", "month"),
            ("sub/x.csv", "month"),
        ]);
        let loaded = load_in(folder.path(), "a.toml", &[]).expect("no mistake");
        let problems = loaded.load_table::<Row>("world.table", &[]).expect_err("a mistake");
        let said = in_short(&problems, folder.path());
        assert_eq!(said, format!("error: a.toml:2:15: world.table {says}\n"));
    }
}

#[test]
fn a_large_table_is_refused_unread() {
    let folder =
        folder_with(&[("a.toml", "extends = \"letter-2023\"\nworld.table = \"rows.csv\"")]);
    let file = std::fs::File::create(folder.path().join("rows.csv")).expect("a file");
    file.set_len(100_000_000).expect("a sparse file");
    let loaded = load_in(folder.path(), "a.toml", &[]).expect("no mistake");
    let problems = loaded.load_table::<Row>("world.table", &[]).expect_err("a mistake");
    assert_eq!(
        in_short(&problems, folder.path()),
        "error: rows.csv: the file is 100 MB, must be at most 10 MB\n"
    );
}

#[test]
fn a_table_is_beside_the_file_that_names_it() {
    let embedded = load_scenario::<Example>("uses-letter", &[], LIBRARY).expect("no mistake");
    assert_eq!(embedded.load_table::<Row>("world.table", &[]).expect("embedded").rows.len(), 1);
    let folder = folder_with(&[
        ("a.toml", "extends = \"sub/b.toml\""),
        ("sub/b.toml", "extends = \"letter-2023\"\nworld.table = \"rows.csv\""),
        ("sub/rows.csv", "month,persons\n2023-01,5\n2023-02,5\n"),
        ("rows.csv", "wrong"),
    ]);
    let loaded = load_in(folder.path(), "a.toml", &[]).expect("no mistake");
    assert_eq!(loaded.load_table::<Row>("world.table", &["month"]).expect("rows").rows.len(), 2);
}
