//! What people get wrong on the command line and in the tables it names: whole messages, and nothing written.

use super::Desk;

/// Runs each line, which ends with `code`, says exactly this, and leaves the desk as it was.
#[track_caller]
fn assert_refused(desk: &Desk, code: i32, cases: &[(&str, &str)]) {
    let before = desk.entries();
    for (line, expected) in cases {
        assert_eq!(desk.refusal(line, code), format!("error: {expected}\n"), "{line}");
        assert_eq!(desk.entries(), before, "{line}");
    }
}

/// The same, where the option itself cannot be read.
#[track_caller]
fn assert_unreadable(desk: &Desk, line: &str, option: &str, accepted: &str) {
    let found = line.split_whitespace().last().expect("a value");
    let expected = format!("invalid value '{found}' for '{option}': {accepted}");
    let help = "\n\nFor more information, try '--help'.";
    assert_refused(desk, 2, &[(line, &format!("{expected}{help}"))]);
}

#[test]
fn a_number_that_is_none_or_too_large_is_told_its_limits() {
    let desk = Desk::new();
    let whole = |least: u64, most: u64| format!("must be a whole number from {least} to {most}");
    for (line, option, accepted) in [
        ("run small.toml --replications 0", "--replications <N>", whole(1, 1_000_000)),
        ("sweep small.toml --replications many", "--replications <N>", whole(1, 1_000_000)),
        ("compare a b --threads 0", "--threads <N>", whole(1, 1024)),
        ("run small.toml --threads 100000", "--threads <N>", whole(1, 1024)),
        ("run small.toml --seed -1", "--seed <N>", whole(0, 9_007_199_254_740_991)),
        ("plan --seed 99999999999999999999", "--seed <N>", whole(0, 9_007_199_254_740_991)),
        ("sweep --points 0", "--points <N>", whole(1, 100_000)),
        ("allocate a b --batch 0", "--batch <N>", whole(1, 1_000_000)),
        ("ledger a --until soon", "--until <YEAR>", whole(1900, 2200)),
        ("ledger a --year-1-days -3", "--year-1-days <DAYS>", whole(0, 3650)),
        ("validate --replications 0", "--replications <N>", whole(1, 1_000_000)),
    ] {
        assert_unreadable(&desk, line, option, &accepted);
    }
    for (line, option, accepted) in [
        ("watch a b --dispersion -1", "--dispersion <D>", "must be a number from 0 to 10"),
        ("plan --short nan", "--short <KRONER>", "must be a number from 1 to 1000000000"),
        ("plan --in-time 7", "--in-time <SHARE>", "must be a number from 0 to 1"),
        ("plan --accepted 3", "--accepted <SHARE>", "must be a number from 0 to 1"),
        (
            "run --precision 0",
            "--precision <SHARE>",
            "must be a share above 0 and below 1, such as 0.5% or 0.005",
        ),
        (
            "run --shard 17/16",
            "--shard <PART/PARTS>",
            "must be a part from 1/N to N/N, such as 3/16, with N at most 100000",
        ),
    ] {
        assert_unreadable(&desk, line, option, accepted);
    }
}

#[test]
fn a_value_that_does_not_fit_the_scenario_is_told_what_does() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("there")).expect("it can be made");
    assert_refused(
        &desk,
        2,
        &[
            (
                "run small.toml --only-replication 9",
                "--only-replication is \"9\", must be below 4, the number of replications",
            ),
            (
                "run small.toml --precision 1% --measure foo",
                "--measure is \"foo\", must be a name, a period and, where it has one, a post of \
                 summary.json, for example settled_persons,2023 or cash_kroner,2023,671/60",
            ),
            (
                "validate --out page.md --simulate accounts",
                "--simulate is \"accounts\", must be a section that rests on a simulation: ledger, \
                 matching, bands, calibration, hindcast, budget_2024",
            ),
            ("new .", "NAME is \".\", must be the name of a file"),
            ("new there/", "NAME is \"there/\", must be the name of a file"),
            (
                "new there/a --from small.toml",
                "--from is small.toml, must be an embedded scenario or a file in the folder of \
                 there/a.toml",
            ),
        ],
    );
    assert_refused(
        &desk,
        3,
        &[
            (
                "new nowhere/a",
                "cannot write nowhere/a.toml: there is no folder nowhere; make it first, or choose \
                 another name",
            ),
            (
                "sweep small.toml --vary run.seed=1,2 --quantity cash_kroner@2023 --out there",
                "there exists already; name another folder with --out, or move it away",
            ),
        ],
    );
    let names = crate::support::names_in_a_message();
    let no_name =
        format!("\"\": there is no such file, must be a file or an embedded scenario ({names})");
    let mut command = desk.command("run");
    let output = command.arg("").output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("error: {no_name}\n"));
}

#[test]
fn a_study_says_what_it_cannot_read() {
    let desk = Desk::new();
    let range = "must be two numbers of persons with the smaller one first, such as 10000..70000";
    let quantity = "run small.toml --vary run.seed=1,2 --quantity";
    let quantity = quantity.replace("run small", "sweep small");
    assert_refused(
        &desk,
        2,
        &[
            (
                "sweep small.toml --vary run.seed --quantity settled_persons@2023",
                "--vary is \"run.seed\", must be a key with values, such as run.seed=1,2,3 or \
                 run.seed=1..3",
            ),
            (
                "sensitivity small.toml --quantity settled_persons",
                "\"settled_persons\" must be written NAME@YEAR, for example settled_persons@2023",
            ),
            (
                &format!("{quantity} settled_persons@2030"),
                "\"settled_persons@2030\": 2030 is not part of the run, must be one of 2023",
            ),
            (
                &format!("{quantity} cash_kroner@2023@671/99"),
                "\"cash_kroner@2023@671/99\": 671/99 is not part of the run, must be one of 671/60, \
                 671/61, 672/60, 490",
            ),
            (
                &format!("{quantity} cash_kroner@2023 --replications 1"),
                "there is only 1 random history, a study must have at least 2; ask for more with \
                 --replications",
            ),
            (
                "stress small.toml --breach cash_kroner@2023",
                "--breach is \"cash_kroner@2023\", must be a number of a year against a limit, such as \
                 settled_within_6_months@2023<0.9",
            ),
            (
                "stress small.toml --breach a@2023<1 --pressure run.seed=1,2 --capacity run.seed=1,2",
                "--capacity is \"run.seed=1,2\", must be a key with two ends, such as \
                 policy.requests.letter.size.persons=10000..70000",
            ),
            (
                "plan small.toml --letter letter --between 5",
                &format!("--between is \"5\", {range}"),
            ),
            (
                "plan small.toml --letter letter --between 9..3",
                &format!("--between is \"9..3\", {range}"),
            ),
            (
                "plan small.toml",
                "--letter is \"letter-2023\", must be a letter under policy.requests of the scenario: \
                 letter",
            ),
            (
                "plan small.toml --letter letter --year 2024",
                "--year is \"2024\", must be a year of the run, from 2023 to 2023",
            ),
        ],
    );
    assert_refused(
        &desk,
        3,
        &[
            (
                &format!("{quantity} cash_kroner@2023 --file small.toml"),
                "small.toml exists already and is not a table of a sweep; choose another name, or move \
                 it away",
            ),
            (
                &format!("{quantity} cash_kroner@2023 --file nowhere/a.csv"),
                "cannot write nowhere/a.csv: there is no folder nowhere; make it first, or choose \
                 another name",
            ),
        ],
    );
    let near = desk.refusal(&format!("{quantity} cash_kronor@2023"), 2);
    assert!(
        near.starts_with("error: \"cash_kronor\" is not a number of a year, must be one of arr")
    );
    assert!(near.ends_with(", peak_bed_shortfall; did you mean \"cash_kroner\"?\n"), "{near}");
    assert_eq!(near.matches(", reception_persons,").count(), 1, "{near}");
}

#[test]
fn a_table_of_cases_is_explained_cell_by_cell() {
    let desk = Desk::new();
    desk.write("places.csv", "destination,capacity\nBodø,3\nOslo,2\n");
    desk.write("none.csv", "destination,capacity\n");
    desk.write("empty.csv", "");
    desk.write("header.csv", "case,size,destination,score\n");
    desk.write("excel.csv", "case;size;destination;score\na;2;Oslo;0,4\n");
    desk.write(
        "cells.csv",
        "case,size,destination,score\na,2,Oslo,nan\na,2,Oslo,1\nb,0,Oslo,1\n,2,Oslo,1\nc,1e9,Oslo,x\n",
    );
    desk.write("rows.csv", "case,size,destination,score\na,2,Bodo,0.4\na,3,Oslo,1\na,2,Bodø,1\n");
    desk.write("minus.csv", "destination,capacity\nBodø,-3\nOslo,2\nOslo,4\n");
    assert_refused(
        &desk,
        1,
        &[
            (
                "allocate missing-table.csv places.csv",
                "missing-table.csv: there is no such file, must be a CSV file",
            ),
            (
                "allocate cells.csv places.csv",
                "cells.csv:2:10: score is nan, must be a finite number\n\
                 error: cells.csv:3:1: case, destination is \"a\", \"Oslo\" again, must be unique: it is \
                 on line 2 too\n\
                 error: cells.csv:4:3: size is 0, must be between 1 and 1000\n\
                 error: cells.csv:5:1: case is empty, must be a text\n\
                 error: cells.csv:6:3: size is 1e9, must be between 1 and 1000\n\
                 error: cells.csv:6:12: score is the text \"x\", must be a number between -1000000000 and \
                 1000000000",
            ),
            (
                "allocate rows.csv places.csv",
                "rows.csv:2:5: destination is \"Bodo\", must be a destination of places.csv\n\
                 error: rows.csv:4:3: size is 2, must be 3, as in the first row of the case",
            ),
            (
                "allocate rows.csv minus.csv",
                "minus.csv:2:6: capacity is -3, must be between 0 and 1000000\n\
                 error: minus.csv:4:1: destination is \"Oslo\" again, must be unique: it is on line 3 too",
            ),
            (
                "allocate rows.csv none.csv",
                "none.csv has no rows, must have at least one destination",
            ),
            (
                "allocate header.csv places.csv",
                "header.csv has no rows, must have at least one case",
            ),
            (
                "allocate empty.csv places.csv",
                "empty.csv: the file has no header, must begin with case, compatible, destination, \
                 score, size",
            ),
            (
                "allocate excel.csv places.csv",
                "excel.csv:1:1: the columns are separated by semicolons, must be separated by commas\n  \
                 hint: save it as comma-separated, with a point in decimals",
            ),
            (
                "allocate rows.csv places.csv --forecast header.csv",
                "rows.csv:2:5: destination is \"Bodo\", must be a destination of places.csv\n\
                 error: rows.csv:4:3: size is 2, must be 3, as in the first row of the case",
            ),
        ],
    );
}

#[test]
fn a_table_of_cohorts_is_explained_and_the_law_has_limits() {
    let desk = Desk::new();
    let header = "year,group,category,persons\n";
    desk.write("header.csv", header);
    desk.write("good.csv", format!("{header}2023,ukraine,adult,10\n"));
    desk.write("late.csv", format!("{header}2029,ukraine,adult,10\n"));
    desk.write("cells.csv", format!("{header}soon,ukraine,adult,-1\n2023,ukrain,adult,1.5\n"));
    desk.write("columns.csv", "year,category\n2023,adult\n");
    let law = "the years from the first settlement to the last must lie in 2012-2030, where all law is \
               known";
    let rule = "rule integration-grant-year-1-single-adult is not in force in";
    assert_refused(
        &desk,
        1,
        &[
            ("ledger header.csv", "header.csv has no rows, must have at least one cohort"),
            (
                "ledger missing-table.csv",
                "missing-table.csv: there is no such file, must be a CSV file",
            ),
            ("ledger late.csv", &format!("{rule} 2031-01; {law}")),
            ("ledger good.csv --until 2099", &format!("{rule} 2031-01; {law}")),
            ("ledger --one-more 1990-01", &format!("{rule} 1990-01; {law}")),
            (
                "ledger cells.csv",
                "cells.csv:2:1: year is the text \"soon\", must be a whole number between 1900 and 2200\n\
                 error: cells.csv:2:20: persons is -1, must be between 0 and 10000000\n\
                 error: cells.csv:3:6: group is \"ukrain\", must be one of \"ukraine\", \"asylum\", \
                 \"quota\", \"family\", \"family-of-humanitarian\", \"minors\"\n  \
                 hint: did you mean \"ukraine\"?\n\
                 error: cells.csv:3:19: persons is 1.5, must be a whole number between 0 and 10000000",
            ),
            (
                "ledger columns.csv",
                "columns.csv:1:1: group is missing, must be a column of the table\n\
                 error: columns.csv:1:1: persons is missing, must be a column of the table",
            ),
        ],
    );
    assert_refused(
        &desk,
        2,
        &[(
            "ledger good.csv --until 2010",
            "--until is \"2010\", must be 2023, the first year of settlement, or later",
        )],
    );
}

#[test]
fn counts_that_cannot_be_watched_are_explained() {
    let desk = Desk::new();
    desk.write("plan.csv", "month,persons\n2023-01,5\n2023-04,9\n");
    desk.write("weeks.csv", "week,persons\n2023-01-02,5\n");
    desk.write("latin.csv", b"month,persons\n2023-01,\xe5\n");
    for (text, expected) in [
        (
            "year,persons\n2023,5\n",
            "1:1: year is not a known column, must be one of month, persons, week",
        ),
        ("month,persons\n2023,5\n", "2:1: month is \"2023\", must be a month such as 2023-05"),
        ("month,persons\n2023-01,-5\n", "2:9: persons is -5, must be between 0 and 10000000"),
        (
            "month,persons\n2023-01,=1+1\n",
            "2:9: persons is the text \"=1+1\", must be a number between 0 and 10000000",
        ),
        (
            "month,persons\n2023-01,5,5\n",
            "2:1: the row has 3 cells, must have 2, as the header has",
        ),
        (
            "month,persons\n2023-01,5\n2023-01,5\n",
            "3:1: month is \"2023-01\", must be later than the row above",
        ),
        (
            "week,persons\n2023-01-02,5\n2023-01-04,5\n",
            "3:1: week is \"2023-01-04\", must be 2023-01-09 or later, after the week of the row above",
        ),
        (
            "week,persons\n2023-13-02,5\n",
            "2:1: week is \"2023-13-02\", must be the first day of a week, such as 2023-05-15",
        ),
        (
            "month,week,persons\n2023-01,2023-01-02,5\n",
            "2:1: month is \"2023-01\", must be left out: the file counts by week",
        ),
    ] {
        desk.write("wrong.csv", text);
        assert_refused(&desk, 1, &[("watch plan.csv wrong.csv", &format!("wrong.csv:{expected}"))]);
    }
    desk.write("wrong.csv", "month,persons\n2024-01,5\n");
    assert_refused(
        &desk,
        1,
        &[
            (
                "watch plan.csv wrong.csv",
                "no period of wrong.csv has a plan above zero; plan.csv has periods from 2023-01 to \
                 2023-04",
            ),
            (
                "watch weeks.csv plan.csv",
                "weeks.csv is a plan by week and plan.csv counts by month; count by week, or plan by \
                 month",
            ),
            (
                "watch plan.csv latin.csv",
                "latin.csv:2:9: the byte 0xE5 at offset 22 is not UTF-8, must be UTF-8 text\n  \
                 hint: the file may be in Latin-1 or Windows-1252: save it again as UTF-8",
            ),
            (
                "watch plan.csv missing-table.csv",
                "missing-table.csv: there is no such file, must be a CSV file",
            ),
            ("watch nothing plan.csv", "nothing: there is no such file, must be a CSV file"),
        ],
    );
}

#[test]
fn a_hindcast_says_which_table_it_cannot_read() {
    let desk = Desk::new();
    let months = "group,month,measure,persons,source,status";
    desk.write("no-header.csv", "");
    desk.write("columns.csv", "month,persons\n2024-01,5\n");
    desk.write("month.csv", format!("{months}\nukraine,2024-1,applications,5,x,verified\n"));
    desk.write("measure.csv", format!("{months}\nukraine,2024-01,born,5,x,verified\n"));
    desk.write("status.csv", format!("{months}\nukraine,2024-01,applications,5,x,sure\n"));
    desk.write("short.csv", format!("{months}\nukraine,2024-01,applications\n"));
    let rounds = "published,target_year,group,low_from,low_to,mid_from,mid_to,high_from,high_to,planning,\
                  outcome,note,source,status";
    desk.write("round.csv", format!("{rounds}\nsoon,2024,ukraine,,,,,,,5,,,x,verified\n"));
    let missing = format!("line 1: the column group is missing, must begin with {months}");
    let quiet = "hindcast --quiet --replications 2";
    let line = |rest: &str| format!("{quiet} {rest}");
    assert_refused(
        &desk,
        1,
        &[
            (
                &line("--actuals missing-table.csv"),
                "missing-table.csv: there is no such file, must be a CSV file",
            ),
            (&line("--actuals no-header.csv"), &format!("no-header.csv, {missing}")),
            (&line("--actuals columns.csv"), &format!("columns.csv, {missing}")),
            (
                &line("--actuals month.csv"),
                "month.csv, line 2: \"2024-1\" is not a month such as 2023-05",
            ),
            (
                &line("--actuals measure.csv"),
                "measure.csv, line 2: the measure is \"born\", must be one of applications, permits, \
                 arrivals, settled",
            ),
            (
                &line("--actuals status.csv"),
                "status.csv, line 2: \"sure\" is not a status, must be one of \"verified\", \"derived\", \
                 \"assumed\"",
            ),
            (
                &line("--actuals short.csv"),
                "short.csv, line 2: the row has 3 cells, must have 6, as the header has",
            ),
            (
                &line("--forecasts round.csv"),
                "round.csv, line 2: published is \"soon\", must be a day, a month or a year, such as \
                 2023-05",
            ),
        ],
    );
    assert_refused(
        &desk,
        2,
        &[(
            &line("--group nobody"),
            "--group is \"nobody\", must be a group with months of arrivals: ukraine",
        )],
    );
}

#[test]
fn a_result_of_another_version_or_a_spoilt_one_is_named() {
    let desk = Desk::new();
    desk.answer("run small.toml --no-report --out a");
    let spoil = |name: &str, change: &dyn Fn(&str) -> String| {
        let path = desk.path("a").join(name);
        let text = std::fs::read_to_string(&path).expect("a file");
        std::fs::write(&path, change(&text)).expect("it can be written");
        text
    };
    let ours = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let whole = spoil("provenance.json", &|text| text.replace(&ours, "\"version\": \"9.0.0\""));
    let said = desk.bosett("report a --document monthly --out b");
    let warning = format!(
        "warning: a was made by bosett 9.0.0 and this is {}; numbers are shown as they are there\n",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!((said.code, said.stderr), (0, warning));
    spoil("provenance.json", &|_| whole.clone());
    std::fs::write(desk.path("a/tables/monthly.parquet"), "no table").expect("it can be written");
    assert_refused(
        &desk,
        3,
        &[
            (
                "report small.toml",
                "cannot read small.toml/summary.json: Not a directory (os error 20); \
              is it a result folder?",
            ),
            (
                "report a --csv --out c",
                "cannot process the table a/tables/monthly.parquet: parquet: File out of specification: \
                 A Parquet file must contain a header and footer with at least 12 bytes",
            ),
        ],
    );
    spoil("summary.json", &|_| "{}".to_owned());
    assert_refused(
        &desk,
        3,
        &[(
            "report a --out c",
            "a/summary.json is not as this version of bosett writes it: missing field `scenario` at line \
             1 column 2; run the scenario again, or use the version that made it",
        )],
    );
}

#[test]
fn a_file_that_is_no_map_is_explained() {
    let desk = Desk::new();
    desk.answer("run small.toml --no-report --out a");
    let feature = |code: &str, place: &str| {
        format!(
            "{{\"type\": \"FeatureCollection\", \"features\": [{{\"type\": \"Feature\", \"properties\": \
             {{\"kommunenummer\": \"{code}\"}}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": \
             [[{place}]]}}}}]}}"
        )
    };
    desk.write("no.json", "kommune");
    desk.write("list.json", "[1]");
    desk.write(
        "metres.json",
        feature("0301", "[4e5, 66e5], [5e5, 66e5], [5e5, 67e5], [4e5, 66e5]"),
    );
    desk.write("abroad.json", feature("7777", "[4, 60], [5, 61], [6, 60], [4, 60]"));
    assert_refused(
        &desk,
        1,
        &[
            (
                "report a --map no.json",
                "no.json is no map: it is not JSON: expected value at line 1 column 1",
            ),
            (
                "report a --map list.json",
                "list.json is no map: it must be a GeoJSON FeatureCollection",
            ),
            (
                "report a --map metres.json",
                "metres.json is no map: coordinates must be longitude and latitude in degrees \
                 (EPSG:4326), found 400000 6600000",
            ),
            (
                "report a --map abroad.json",
                "abroad.json is no map: none of its areas is a municipality of the result",
            ),
        ],
    );
    let missing = desk.refusal("report a --map gone.json", 3);
    assert_eq!(missing, "error: cannot read gone.json: No such file or directory (os error 2)\n");
}
