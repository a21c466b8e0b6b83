//! Are mistakes explained? One bad file for each mistake, the whole plain message compared.

use bosett::scenario::Scenario;
use bosett::scenario::check;
use bosett::scenario::library::{DEFAULT, LIBRARY};
use bosett::scenario::load::{Look, Problems};
use std::path::Path;

/// Checks `a.toml` in a folder that `prepare` has filled.
fn check_in(prepare: impl Fn(&Path), overrides: &[&str]) -> Result<(Scenario, String), String> {
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path());
    let path = folder.path().join("a.toml");
    let overrides: Vec<String> = overrides.iter().map(|it| (*it).to_owned()).collect();
    let text = |problems: &Problems| {
        problems.to_text(Look::Plain).replace(&format!("{}/", folder.path().display()), "")
    };
    check::load(path.to_str().expect("UTF-8"), &overrides, LIBRARY)
        .map(|(scenario, warnings)| (scenario, text(&warnings)))
        .map_err(|problems| text(&problems))
}

/// The same for these files.
fn check_files(files: &[(&str, &str)], overrides: &[&str]) -> Result<(Scenario, String), String> {
    let write = |folder: &Path| {
        for (name, text) in files {
            std::fs::write(folder.join(name), text).expect("a file");
        }
    };
    check_in(write, overrides)
}

/// `letter-2023` with these lines on top.
fn letter_with(lines: &str) -> String {
    format!("extends = \"letter-2023\"\n{lines}\n")
}

/// What is said about `letter-2023` with these lines on top; the first of them is line 2.
#[track_caller]
fn assert_says(lines: &str, expected: &str) {
    let said = check_files(&[("a.toml", &letter_with(lines))], &[]);
    assert_eq!(said.expect_err(lines).trim_end(), expected, "for {lines}");
}

/// The same with a table beside the scenario.
#[track_caller]
fn assert_says_of_table(lines: &str, table: &str, expected: &str) {
    let said = check_files(&[("a.toml", &letter_with(lines)), ("t.csv", table)], &[]);
    assert_eq!(said.expect_err(lines).trim_end(), expected, "for {table}");
}

/// What is said about `--set` on top of `letter-2023`.
#[track_caller]
fn assert_says_of_set(argument: &str, expected: &str) {
    let said = check_files(&[("a.toml", &letter_with(""))], &[argument]);
    let expected = format!("error: --set {argument}: {expected}");
    assert_eq!(said.expect_err(argument).trim_end(), expected);
}

#[test]
fn every_embedded_scenario_is_without_a_mistake_or_a_warning() {
    let names = (LIBRARY.names)();
    assert!(names.contains(&DEFAULT));
    for name in names {
        let loaded = check::load(name, &[], LIBRARY);
        let (scenario, warnings) = loaded.unwrap_or_else(|problems| panic!("{name}: {problems}"));
        assert_eq!(warnings.to_text(Look::Plain), "", "{name}");
        assert_eq!(scenario.name, name);
    }
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_known_one() {
    assert_says(
        "[world.reception]\nordinary_bedz = 5",
        "error: a.toml:3:1: world.reception.ordinary_bedz is not a known key\n  \
         hint: did you mean \"ordinary_beds\"?",
    );
    assert_says(
        "[budget.adopted.\"671/63\"]\n2023 = { million = 1 }",
        "error: a.toml:2:17: budget.adopted.\"671/63\" is not a known key\n  \
         hint: did you mean \"671/60\"?",
    );
    assert_says(
        "[world.opening.waiting]\nukrainian = { ready = 4 }",
        "error: a.toml:3:1: world.opening.waiting.ukrainian is not a known key\n  \
         hint: did you mean \"ukraine\"?",
    );
}

#[test]
fn a_value_of_another_type_is_told_what_it_must_be() {
    let cases = [
        (
            "[run]\nreplications = \"many\"",
            "3:16: run.replications is the text \"many\", must be a whole number between 1 and 1000000",
        ),
        (
            "[world.moves]\nto_capital = \"a quarter\"",
            "3:14: world.moves.to_capital is the text \"a quarter\", must be a number between 0 and 1 \
             or { low = .., mode = .., high = .. } or { mean = .., sd = .. } or { quartiles = .. }",
        ),
        (
            "[world.moves]\ncapital = 301",
            "3:11: world.moves.capital is 301, must be a text in quotes",
        ),
        (
            "[world.groups.ukraine]\nmatching_days = 14",
            "3:17: world.groups.ukraine.matching_days is 14, must be { constant = .. } or \
             { exponential = .. } or { gamma = .. } or { lognormal = .. } or { mixture = .. } or \
             { empirical = .. }",
        ),
        ("title = 3", "2:9: title is 3, must be a text in quotes"),
    ];
    for (lines, expected) in cases {
        assert_says(lines, &format!("error: a.toml:{expected}"));
    }
}

#[test]
fn a_number_out_of_range_is_told_the_range() {
    let cases = [
        (
            "[world.reception]\nordinary_beds = -5",
            "3:17: world.reception.ordinary_beds is -5, must be between 0 and 1000000000",
        ),
        (
            "[world.moves]\nby_centrality = [1, 1, 1, 1, 1, 21]",
            "3:33: world.moves.by_centrality[5] is 21, must be between 0 and 20",
        ),
        (
            "[world.moves]\nto_capital = 1.5",
            "3:14: world.moves.to_capital is 1.5, must be between 0 and 1",
        ),
        (
            "[world.groups.ukraine]\nprivate_share = { low = 0.1, mode = 0.5, high = 1.2 }",
            "3:49: world.groups.ukraine.private_share.high is 1.2, must be between 0 and 1",
        ),
        (
            "[world.groups.ukraine]\nprivate_share = { low = 0.5, mode = 0.1, high = 0.7 }",
            "3:17: world.groups.ukraine.private_share has low 0.5, mode 0.1 and high 0.7, must have \
             low <= mode <= high",
        ),
        ("[run]\nreplications = 0", "3:16: run.replications is 0, must be between 1 and 1000000"),
        (
            "[world.grants]\ninstalment_months = [2, 11, 5, 8]",
            "3:21: world.grants.instalment_months is [2, 11, 5, 8], must be four months in order, one \
             for each quarter's instalment",
        ),
        (
            "[world.groups.quota.households.kinds]\nadult = { share = 0.3, adults = 8, children = 1 }",
            "3:9: world.groups.quota.households.kinds.adult has 9 members, must have 1 to 8",
        ),
        (
            "[world.opening.minors]\n21 = 4",
            "3:6: world.opening.minors.21 stands under 21, must stand under an age from 0 to 20",
        ),
        (
            "[world.groups.ukraine]\nmatching_days = { empirical = { days = [] } }",
            "3:40: world.groups.ukraine.matching_days.empirical.days has no observation, must have at \
             least one",
        ),
    ];
    for (lines, expected) in cases {
        assert_says(lines, &format!("error: a.toml:{expected}"));
    }
}

#[test]
fn what_is_not_a_number_is_refused() {
    assert_says(
        "[world.grants]\nyear_1_days = { gamma = { mean = nan, cv = 0.6 } }",
        "error: a.toml:3:34: world.grants.year_1_days.gamma.mean is nan, must be a finite number",
    );
    assert_says(
        "[world.moves]\nto_capital = inf",
        "error: a.toml:3:14: world.moves.to_capital is inf, must be a finite number",
    );
    assert_says_of_table(
        "[policy.requests.letter-2023]\nkey = { csv = \"t.csv\" }",
        "code,weight\n0301,nan\n",
        "error: t.csv:2:6: weight is nan, must be a finite number",
    );
}

#[test]
fn a_month_outside_the_run_is_told_the_run() {
    let cases = [
        (
            "[policy.requests.early]\nyear = 2022\nissued = 2022-01-20\nsize = { persons = 10 }",
            "3:8: policy.requests.early.year is 2022, must be a year of the run, 2023 to 2027",
        ),
        (
            "[policy.requests.letter-2027]\nissued = 2028-01-20",
            "3:10: policy.requests.letter-2027.issued is 2028-01-20, must lie between 2025-01-01 and \
             2027-12-31 for a request for 2027",
        ),
        (
            "[[budget.changes]]\npost = \"671/60\"\nday = 2022-12-31\nmillion = 1\nreason = \"x\"",
            "4:7: budget.changes[0].day is 2022-12-31, must lie in the run, 2023-01-01 to 2027-12-31",
        ),
        (
            "[world.opening.cohorts]\n2023 = { group = \"asylum\", triggering_per_settled = 1 }",
            "3:8: world.opening.cohorts.2023 is a cohort of 2023, must be before 2023, when the run \
             begins",
        ),
        (
            "[world.opening.cohorts]\n2010 = { group = \"asylum\", triggering_per_settled = 1 }",
            "3:8: world.opening.cohorts.2010 is a cohort of 2010, for which the register has no \
             figures, must name a csv with code and settled",
        ),
        (
            "[world.opening.cohorts.2022]\nothers = { ukraine = 5 }",
            "3:22: world.opening.cohorts.2022.others.ukraine is the cohort's own group, must name other \
             groups than `group`",
        ),
        (
            "[world.opening.cohorts.2022]\nothers = { quota = 40_000 }",
            "3:10: world.opening.cohorts.2022.others are 41450 persons together, must be at most the \
             31258 who were settled",
        ),
        (
            "[world.groups.ukraine]\nself_settled_share = 0.75\nagreed_self_settled_share = 0.5",
            "4:29: world.groups.ukraine.agreed_self_settled_share is 0.5, must be at most 0.25, what \
             self_settled_share leaves",
        ),
        (
            "[world.groups.ukraine.arrivals]\npath = [{ follow = { year = 2023, ratio = 0.5 } }]",
            "3:29: world.groups.ukraine.arrivals.path[0].follow.year is 2023, must come after an item \
             of the path for 2022",
        ),
        (
            "[world.groups.ukraine.arrivals]\n\
             path = [{ level = { from = \"2023-10\", to = \"2023-02\", per_month = 9 } }]",
            "3:44: world.groups.ukraine.arrivals.path[0].level.to is \"2023-02\", must not be before \
             from",
        ),
        (
            "[budget.adopted.\"671/60\"]\n23 = { million = 1 }",
            "3:6: budget.adopted.\"671/60\".23 stands under 23, must stand under a year such as 2023",
        ),
    ];
    for (lines, expected) in cases {
        assert_says(lines, &format!("error: a.toml:{expected}"));
    }
}

#[test]
fn what_lies_after_the_run_is_a_warning_because_a_run_may_be_cut_short() {
    let lines =
        "[[budget.changes]]\npost = \"671/60\"\nday = 2024-05-15\nmillion = 1\nreason = \"x\"";
    let loaded = check_files(&[("a.toml", &letter_with(lines))], &["run.end=2023-12-31"]);
    let (scenario, warnings) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.run.horizon.n_years(), 1);
    let of_letter = |line: usize, year: i32| {
        format!(
            "warning: embedded:letter-2023:{line}:24: policy.requests.letter-{year}.year is {year}, \
             must be a year of the run, 2023 to 2023, to be used\n"
        )
    };
    let mut expected =
        "warning: a.toml:4:7: budget.changes[0].day is 2024-05-15, must lie in the run, \
                        2023-01-01 to 2023-12-31, to be used\n"
            .to_owned();
    let letter = (LIBRARY.text)("letter-2023").expect("embedded");
    for year in 2024..=2027 {
        let starts = |it: &str| it.starts_with(&format!("letter-{year} = "));
        let line = letter.lines().position(starts).expect("a letter for each year") + 1;
        expected.push_str(&of_letter(line, year));
    }
    assert_eq!(warnings, expected);
}

#[test]
fn a_run_outside_the_law_is_told_where_the_law_is_known() {
    let known = "must lie between 2012-01-01 and 2030-12-31, where the law is known";
    let rule = "rule integration-grant-year-1-single-adult is not in force in";
    let goes_on = "lets the law of 2030 go on";
    let before = "policy.requests = {}\nworld.opening.cohorts = {}\n";
    // Of `letter-2023` only what does not depend on the year: `norway`.
    let norway = |lines: &str| format!("extends = \"norway\"\n{before}{lines}\n");
    let cases = [
        (
            "run.start = 1990-01-01",
            format!("error: a.toml:4:13: run.start is 1990-01-01, {known}: {rule} 1990-01\n"),
        ),
        (
            "run.start = 2040-01-01\nrun.end = 2041-12-31",
            format!(
                "error: a.toml:4:13: run.start is 2040-01-01, {known}: {rule} 2040-01\n\
                 error: a.toml:5:11: run.end is 2041-12-31, {known}: {rule} 2041-01; \
                 world.grants.law_continues_to = 2041 {goes_on}\n"
            ),
        ),
        (
            "run.end = 2031-01-01",
            format!(
                "error: a.toml:4:11: run.end is 2031-01-01, {known}: {rule} 2031-01; \
                 world.grants.law_continues_to = 2031 {goes_on}\n"
            ),
        ),
        (
            "run.start = 2011-12-31",
            format!("error: a.toml:4:13: run.start is 2011-12-31, {known}: {rule} 2011-01\n"),
        ),
    ];
    for (lines, expected) in cases {
        let said = check_files(&[("a.toml", &norway(lines))], &[]);
        assert_eq!(said.expect_err(lines), expected, "for {lines}");
    }
    for lines in ["run.start = 2012-01-01", "run.end = 2030-12-31"] {
        assert!(check_files(&[("a.toml", &norway(lines))], &[]).is_ok(), "{lines} is inside");
    }
    // A made-up schedule needs no law.
    let made_up =
        "run.start = 2040-01-01\nrun.end = 2041-12-31\nworld.grants.schedule = [5, 4, 3, 2, 1]";
    assert!(check_files(&[("a.toml", &norway(made_up))], &[]).is_ok());
}

#[test]
fn a_run_has_a_beginning_and_a_later_end() {
    assert_says(
        "[run]\nend = 2022-12-31",
        "error: a.toml:3:7: run.end is 2022-12-31, must not be before run.start, which is 2023-01-01",
    );
    assert_says(
        "[run]\nend = 2063-01-01",
        "error: a.toml:3:7: run.end is 2063-01-01, must be at most 40 calendar years after run.start",
    );
    assert_says(
        "[run]\nstart = \"tomorrow\"",
        "error: a.toml:3:9: run.start is \"tomorrow\", must be a date like 2023-01-31",
    );
}

#[test]
fn answers_that_are_known_are_of_municipalities_and_not_before_their_letter() {
    let lines = "[policy.requests.letter-2023]\ndecisions = \"t.csv\"";
    let header = "code,agreed,decided_on";
    let good = format!("{header}\n0301,900,2023-01-15\n1103,0,\n");
    let loaded = check_files(&[("a.toml", &letter_with(lines)), ("t.csv", &good)], &[]);
    let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    let known = &scenario.policy.requests[0].decisions;
    assert_eq!(known.iter().flatten().count(), 2);
    let cases = [
        (
            "0301,900,2022-11-24",
            "error: t.csv:2:10: decided_on is \"2022-11-24\", must not be before the letter, which is of 2022-11-25",
        ),
        ("0301,-1,", "error: t.csv:2:6: agreed is -1, must be between 0 and 1000000"),
        ("0301,1,soon", "error: t.csv:2:8: decided_on is \"soon\", must be a date like 2023-01-31"),
        (
            "9301,1,",
            "error: t.csv:2:1: code is \"9301\", must be the code of a municipality of run.register\n  hint: did you mean \"0301\"?",
        ),
    ];
    for (row, expected) in cases {
        assert_says_of_table(lines, &format!("{header}\n{row}\n"), expected);
    }
    assert_says_of_table(
        lines,
        &format!("{header},minors_agreed\n0301,900,,-4\n"),
        "error: t.csv:2:11: minors_agreed is -4, must be between 0 and 1000000",
    );
}

#[test]
fn what_was_seen_has_five_values_that_rise() {
    let set =
        |values: &str| format!("[world.municipalities]\nless_share = {{ quartiles = [{values}] }}");
    assert_says(
        &set("0.1, 0.2, 0.4, 0.3, 0.5"),
        "error: a.toml:3:28: world.municipalities.less_share.quartiles has 0.1, 0.2, 0.4, 0.3, 0.5, must rise from \
         the smallest value to the largest",
    );
    assert_says(
        &set("0.1, 0.2, 0.4"),
        "error: a.toml:3:28: world.municipalities.less_share.quartiles has 3 items, must have 5",
    );
    assert_says(
        &set("0, 0.2, 0.4, 0.6, 1.5"),
        "error: a.toml:3:47: world.municipalities.less_share.quartiles[4] is 1.5, must be between 0 and 1",
    );
}

#[test]
fn shares_that_do_not_add_up_are_added_up() {
    let cases = [
        (
            "[world.branches]\nlow = 0.5",
            "3:7: world.branches has probabilities that add up to 1.25, must add up to 1",
        ),
        (
            "[world.groups.quota.households.kinds]\nadult = { share = 0.4, adults = 1 }",
            "3:19: world.groups.quota.households.kinds has shares that add up to 1.1, must add up to 1",
        ),
        (
            "[world.moves]\nto_capital = 0.9",
            "3:14: world.moves.to_capital is 0.9, must be at most 1 together with to_same_county, not \
             1.15",
        ),
        (
            "[world.groups.ukraine.arrivals]\nseasonality = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]",
            "3:15: world.groups.ukraine.arrivals.seasonality has the mean 1.083333, must have twelve \
             factors from 0 with mean 1",
        ),
        (
            "[world.opening]\nlast_year_profile = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
            "3:21: world.opening.last_year_profile has only zeros, must have twelve weights from 0, \
             not all 0",
        ),
    ];
    for (lines, expected) in cases {
        assert_says(lines, &format!("error: a.toml:{expected}"));
    }
    assert_says(
        "[world.branches]\nlow = -0.25\nmid = 1.1",
        "error: a.toml:3:7: world.branches.low is -0.25, must be a probability from 0 to 1\n\
         error: a.toml:4:7: world.branches.mid is 1.1, must be a probability from 0 to 1",
    );
}

#[test]
fn months_of_return_come_in_order() {
    let cases = [
        (
            "returns = [{ from = \"2023-05\", to = \"2023-01\", per_year = 0.2 }]",
            "37: world.groups.ukraine.returns[0].to is \"2023-01\", must not be before from",
        ),
        (
            "returns = [{ from = \"2023-05\", per_year = 0.2 }, { from = \"2023-04\", per_year = 0.1 }]",
            "59: world.groups.ukraine.returns[1].from is \"2023-04\", must come after the months before it",
        ),
        (
            "returns = [{ from = \"2023-05\", to = \"2023-08\", per_year = 0.2 }, { from = \"2023-08\", per_year = 0 }]",
            "75: world.groups.ukraine.returns[1].from is \"2023-08\", must come after the months before it",
        ),
        (
            "returns = [{ from = \"2023-13\", per_year = 0.2 }]",
            "21: world.groups.ukraine.returns[0].from is \"2023-13\", must be a month like 2023-01",
        ),
        (
            "returns = [{ from = \"2023-05\", per_year = 1.2 }]",
            "43: world.groups.ukraine.returns[0].per_year is 1.2, must be between 0 and 1",
        ),
    ];
    for (line, expected) in cases {
        assert_says(
            &format!("[world.groups.ukraine]\n{line}"),
            &format!("error: a.toml:3:{expected}"),
        );
    }
}

#[test]
fn a_branch_and_a_range_go_together() {
    assert_says(
        "[world.groups.ukraine.arrivals]\n\
         path = [{ ranges = { year = 2023, ranges = { low = [1, 2], mid = [3, 4] } } }]",
        "error: a.toml:3:44: world.groups.ukraine.arrivals.path[0].ranges.ranges has no range for the \
         branch \"high\", must have one for each of world.branches, or for all",
    );
    assert_says(
        "[world.groups.ukraine.arrivals]\n\
         path = [{ ranges = { year = 2023, ranges = { all = [5, 2] }, planning = 3 } }]",
        "error: a.toml:3:52: world.groups.ukraine.arrivals.path[0].ranges.ranges.all is [5, 2], must be \
         [lower, upper] with 0 < lower < upper",
    );
    assert_says(
        "[world.groups.ukraine.arrivals]\n\
         path = [{ ranges = { year = 2023, ranges = { all = [1, 2] }, planning = 3 } }]",
        "error: a.toml:3:73: world.groups.ukraine.arrivals.path[0].ranges.planning is 3, must lie \
         inside one of the ranges",
    );
}

#[test]
fn an_unknown_municipality_is_named_with_the_nearest_code() {
    let must = "must be the code of a municipality of run.register";
    assert_says(
        "[world.moves]\ncapital = \"0302\"",
        &format!(
            "error: a.toml:3:11: world.moves.capital is \"0302\", {must}\n  hint: did you mean \"0301\"?"
        ),
    );
    // A spreadsheet takes the zero off the front of a code.
    assert_says_of_table(
        "world.municipalities.fixed_monthly_places = \"t.csv\"",
        "code,places\n301,5\n1103,1\n9999,4\n",
        &format!(
            "error: t.csv:2:1: code is \"301\", {must}\n  hint: did you mean \"0301\"?\n\
             error: t.csv:4:1: code is \"9999\", {must}"
        ),
    );
}

/// A scenario with a register of its own, and nothing that needs another.
const OWN_REGISTER: &str = "run.register = \"t.csv\"\nworld.moves.capital = \"0101\"";

/// What is said about `norway` with this register.
#[track_caller]
fn assert_says_of_register(table: &str, expected: &str) {
    let text = format!("extends = \"norway\"\n{OWN_REGISTER}\n");
    let said = check_files(&[("a.toml", &text), ("t.csv", table)], &[]);
    assert_eq!(said.expect_err(table).trim_end(), expected, "for {table}");
}

#[test]
fn a_register_of_ones_own_is_read_with_comments_and_refused_with_mistakes() {
    let header = "code,name,county_code,county,population";
    let good = format!("# mine\n{header},centrality_class\n\n0101, \"Vik, vestre\" ,01,X,5,3\n");
    let text = format!("extends = \"norway\"\n{OWN_REGISTER}\n");
    let loaded = check_files(&[("a.toml", &text), ("t.csv", &good)], &[]);
    let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.register.municipalities()[0].name, "Vik, vestre");
    assert_eq!(scenario.register.municipalities()[0].centrality, Some(3));

    let cases = [
        (
            format!("{header}\n0101,A,01,X,5\n0102,B,01,X,5\n0101,C,01,X,7"),
            "error: t.csv:4:1: code is \"0101\" again, must be unique: it is on line 2 too",
        ),
        (
            format!("{header}\n0101,A,01,X,-5\n0102,B,01,X,many\n0103,C,01\n"),
            "error: t.csv:2:13: population is -5, must be between 0 and 100000000\n\
             error: t.csv:3:13: population is the text \"many\", must be a whole number between 0 and \
             100000000\n\
             error: t.csv:4:1: the row has 3 cells, must have 5, as the header has",
        ),
        (
            "code,name,county_code,county\n0101,A,01,X\n".to_owned(),
            "error: t.csv:1:1: population is missing, must be a column of the table",
        ),
        (
            header.to_owned(),
            "error: a.toml:2:16: run.register is \"t.csv\", must name a table with at least one \
             municipality",
        ),
    ];
    for (table, expected) in cases {
        assert_says_of_register(&table, expected);
    }
}

#[test]
fn a_register_of_ones_own_has_no_published_requests() {
    let text = format!(
        "extends = \"norway\"\n{OWN_REGISTER}\n[policy.requests.x]\nyear = 2023\n\
         issued = 2022-12-01\nsize = {{ persons = 5 }}\nkey = {{ as-requested = 2022 }}\n"
    );
    let table = "code,name,county_code,county,population\n0101,A,01,X,5\n";
    let said = check_files(&[("a.toml", &text), ("t.csv", table)], &[]);
    assert_eq!(
        said.expect_err("nothing to go by"),
        "error: a.toml:8:24: policy.requests.x.key.as-requested is 2022, must be population or csv: \
         your own register has no requests\n"
    );
    assert_says(
        "[policy.requests.letter-2023]\nkey = { as-requested = 2024 }",
        "error: a.toml:3:24: policy.requests.letter-2023.key.as-requested is 2024, must be 2021, 2022 \
         or 2023 with register 2023",
    );
}

#[test]
fn a_table_is_there_and_its_rows_are_good() {
    let series = "[world.groups.ukraine.arrivals]\npath = [{ series = { csv = \"t.csv\" } }]";
    let key = "world.groups.ukraine.arrivals.path[0].series";
    assert_says(
        series,
        &format!(
            "error: a.toml:3:28: {key}.csv is \"t.csv\", and there is no such file, must be a CSV file \
             in the folder of the scenario"
        ),
    );
    let cases = [
        (
            "month,persons\n2023-01,4\n2023-03,4\n",
            "error: t.csv:3:1: month is \"2023-03\", must be 2023-02: months follow each other",
        ),
        (
            "month,persons\n2023-01,-4\n2023-02,\"4,5\"\n",
            "error: t.csv:2:9: persons is -4, must be between 0 and 1000000000\n\
             error: t.csv:3:9: persons is the text \"4,5\", must be a number between 0 and \
             1000000000\n  hint: write decimals with a point: 4.5",
        ),
        (
            "month;persons\n2023-01;4\n",
            "error: t.csv:1:1: the columns are separated by semicolons, must be separated by commas\n  \
             hint: save it as comma-separated, with a point in decimals",
        ),
    ];
    for (table, expected) in cases {
        assert_says_of_table(series, table, expected);
    }
    assert_says_of_table(
        series,
        "month,persons\n",
        &format!(
            "error: a.toml:3:28: {key}.csv is \"t.csv\", must name a table with at least one month"
        ),
    );
    assert_says_of_table(
        "[policy.requests.letter-2023]\nkey = { csv = \"t.csv\" }",
        "code,weight\n0301,0\n",
        "error: a.toml:3:15: policy.requests.letter-2023.key.csv is \"t.csv\", must name a table with a \
         weight over 0",
    );
    assert_says(
        "[world.groups.ukraine.arrivals]\npath = [{ series = { from = \"2023-01\", csv = \"t.csv\" } }]",
        &format!(
            "error: a.toml:3:20: {key} has csv and from, must have either csv, or from and persons"
        ),
    );
}

#[test]
fn a_path_stays_in_the_folder() {
    for path in ["../t.csv", "/etc/passwd", "sub/../../t.csv"] {
        let lines = format!("[policy.requests.letter-2023]\nkey = {{ csv = \"{path}\" }}");
        assert_says(
            &lines,
            &format!(
                "error: a.toml:3:15: policy.requests.letter-2023.key.csv is \"{path}\", must stay in \
                 the folder of the file that names it"
            ),
        );
    }
    let said = check_files(&[("a.toml", "extends = \"../base.toml\"\n")], &[]);
    assert_eq!(
        said.expect_err("outside"),
        "error: a.toml:1:11: extends is \"../base.toml\", must stay in the folder of the file that \
         names it\n"
    );
}

#[test]
fn what_a_scenario_starts_from_is_there_and_does_not_lead_back() {
    let files = [("a.toml", "extends = \"b.toml\"\n"), ("b.toml", "extends = \"a.toml\"\n")];
    assert_eq!(
        check_files(&files, &[]).expect_err("a cycle"),
        "error: b.toml:1:11: extends is \"a.toml\", must not lead back: a.toml -> b.toml -> a.toml\n"
    );
    assert_eq!(
        check_files(&[("a.toml", "extends = \"leter-2023\"\n")], &[]).expect_err("a slip"),
        format!(
            "error: a.toml:1:11: extends is \"leter-2023\", must be a file in the same folder or an \
             embedded scenario ({})\n  hint: did you mean \"letter-2023\"?\n",
            crate::support::names_in_a_message()
        )
    );
}

#[test]
fn a_file_that_is_no_scenario_is_refused_whole() {
    let sparse = |folder: &Path| {
        let file = std::fs::File::create(folder.join("a.toml")).expect("a file");
        file.set_len(100_000_000).expect("a sparse file");
    };
    assert_eq!(
        check_in(sparse, &[]).expect_err("too large"),
        "error: a.toml: the file is 100 MB, must be at most 10 MB\n"
    );
    let latin = |folder: &Path| {
        std::fs::write(folder.join("a.toml"), b"title = \"Troms\xf8\"\n").expect("a file");
    };
    assert_eq!(
        check_in(latin, &[]).expect_err("Latin-1"),
        "error: a.toml:1:15: the byte 0xF8 at offset 14 is not UTF-8, must be UTF-8 text\n  \
         hint: the file may be in Latin-1 or Windows-1252: save it again as UTF-8\n"
    );
    let hint = "begin with extends = \"letter-2023\" and write only what differs";
    assert_eq!(
        check_files(&[("a.toml", "")], &[]).expect_err("empty"),
        format!(
            "error: a.toml:1:1: policy is missing, must be {{ reception = .. }}\n\
             error: a.toml:1:1: run is missing, must be a table\n\
             error: a.toml:1:1: title is missing, must be a text in quotes\n\
             error: a.toml:1:1: world is missing, must be a table\n  hint: {hint}\n"
        )
    );
    assert_says("[world", "error: a.toml:2:7: not valid TOML: unclosed table, expected `]`");
    assert_says(
        "[run]\nas_of = 2023-02-30",
        "error: a.toml:3:9: not valid TOML: invalid date, expected day between 01 and 28\n  \
         hint: a day is written 2023-01-31",
    );
}

#[test]
fn family_follows_into_a_family_group_and_no_further() {
    let must = "must be the id of a group with the route \"family\": family";
    assert_says(
        "[world.groups.quota.reunification]\ngroup = \"ukraine\"",
        &format!(
            "error: a.toml:3:9: world.groups.quota.reunification.group is \"ukraine\", {must}"
        ),
    );
    assert_says(
        "[world.groups.quota.reunification]\ngroup = \"famly\"",
        &format!(
            "error: a.toml:3:9: world.groups.quota.reunification.group is \"famly\", {must}\n  \
             hint: did you mean \"family\"?"
        ),
    );
    assert_says(
        "[world.groups.family.reunification]\n\
         group = \"family\"\npersons_per_settled = 1\ndays = { constant = { days = 5 } }",
        "error: a.toml:2:1: world.groups.family.reunification is there for the route \"family\", must \
         be left out: family of family gives no right to the grant",
    );
    assert_says(
        "[world.groups.new]\nroute = \"reception\"\nhouseholds.kinds.adult = { share = 1, adults = 1 }",
        "error: a.toml:2:1: world.groups.new.cases is missing, must have at least one period for the \
         route \"reception\"",
    );
    assert_says(
        "[world.groups.minors.households.kinds]\nyouth = { share = 0.7 }\npair = { share = 0.1, youths = 2 }",
        "error: a.toml:4:8: world.groups.minors.households.kinds.pair has 2 members, must have 1 in a \
         group of unaccompanied minors",
    );
    assert_says(
        "[world.groups.all]\nroute = \"direct\"\nhouseholds.kinds.adult = { share = 1, adults = 1 }",
        "error: a.toml:2:1: world.groups.all has the id \"all\", must have another id: results call the \
         sum of the groups \"all\"",
    );
}

#[test]
fn evidence_is_about_a_number_of_the_scenario() {
    assert_says(
        "[evidence.\"world.nothing\"]\nstatus = \"assumed\"\nsource = \"x\"",
        "error: a.toml:2:1: evidence.\"world.nothing\" is about no number, must have the beginning of the \
         key of a number for its key",
    );
    assert_says(
        "[evidence.world]\nstatus = \"certain\"\nsource = \"x\"",
        "error: a.toml:3:10: evidence.world.status is \"certain\", must be one of \"verified\", \
         \"derived\", \"assumed\"",
    );
}

#[test]
fn what_an_embedded_scenario_has_evidence_for_may_be_written_otherwise() {
    let lines = "[world.groups.ukraine]\nmatching_days = { empirical = { days = [5, 9, 20] } }\n\
                 arrivals.path = [{ series = { from = \"2023-01\", persons = [900, 950] } }]";
    let loaded = check_files(&[("a.toml", &letter_with(lines))], &[]);
    let (_, warnings) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(warnings, "");
}

#[test]
fn every_mistake_is_in_one_report() {
    // Mistakes of form come first: while there are any, what the whole means cannot be asked.
    let form = "[run]\nreplications = 0\n[world.moves]\nto_capital = 1.5\nto_captial = 0.5\n\
                [policy.allocation]\nmethod = \"propotional\"";
    assert_says(
        form,
        "error: a.toml:3:16: run.replications is 0, must be between 1 and 1000000\n\
         error: a.toml:5:14: world.moves.to_capital is 1.5, must be between 0 and 1\n\
         error: a.toml:6:1: world.moves.to_captial is not a known key\n  \
         hint: did you mean \"to_capital\"?\n\
         error: a.toml:8:10: policy.allocation.method is \"propotional\", must be one of \
         \"proportional\", \"round-robin\", \"largest-deficit\", \"greedy\", \"greedy-batch\", \
         \"shadow-prices\", \"balanced-prices\", \"subgradient\", \"minimum-discord\"\n  \
         hint: did you mean \"proportional\"?",
    );
    let meaning = "run.end = 2031-12-31\n\
                   world.branches.low = 0.3\n\
                   world.groups.ukraine.arrivals.path = [{ series = { csv = \"none.csv\" } }]\n\
                   world.groups.quota.reunification.group = \"quota\"\n\
                   world.moves.capital = \"0000\"\n\
                   world.opening.minors.21 = 4\n\
                   policy.requests.letter-2023.issued = 2024-01-01\n\
                   budget.adopted.\"671/60\".x = { million = 1 }";
    assert_says(
        meaning,
        "error: a.toml:2:11: run.end is 2031-12-31, must lie between 2012-01-01 and 2030-12-31, where \
         the law is known: rule integration-grant-year-1-single-adult is not in force in 2031-01; \
         world.grants.law_continues_to = 2031 lets the law of 2030 go on\n\
         error: a.toml:3:22: world.branches has probabilities that add up to 1.05, must add up to 1\n\
         error: a.toml:4:58: world.groups.ukraine.arrivals.path[0].series.csv is \"none.csv\", and there \
         is no such file, must be a CSV file in the folder of the scenario\n\
         error: a.toml:5:42: world.groups.quota.reunification.group is \"quota\", must be the id of a \
         group with the route \"family\": family\n\
         error: a.toml:6:23: world.moves.capital is \"0000\", must be the code of a municipality of \
         run.register\n\
         error: a.toml:7:27: world.opening.minors.21 stands under 21, must stand under an age from 0 \
         to 20\n\
         error: a.toml:8:38: policy.requests.letter-2023.issued is 2024-01-01, must lie between \
         2021-01-01 and 2023-12-31 for a request for 2023\n\
         error: a.toml:9:29: budget.adopted.\"671/60\".x stands under x, must stand under a year such \
         as 2023",
    );
}

#[test]
fn an_argument_is_explained_like_a_file() {
    let written = "must be written as key=value";
    let cases = [
        ("run.end", format!("has no \"=\", {written}")),
        ("run.end=", format!("has no value, {written}")),
        ("run.ned=2024-12-31", "run.ned is not a known key\n  hint: did you mean \"end\"?".into()),
        (
            "run.replications=-1",
            "run.replications is -1, must be between 1 and 1000000".into(),
        ),
        (
            "run.end=2022-01-01",
            "run.end is 2022-01-01, must not be before run.start, which is 2023-01-01".into(),
        ),
        ("run.seed=nan", "run.seed is nan, must be a finite number".into()),
        (
            "world.branches.low=0.5",
            "world.branches has probabilities that add up to 1.25, must add up to 1".into(),
        ),
        (
            "world.moves.capital=0302",
            "world.moves.capital is \"0302\", must be the code of a municipality of run.register\n  \
             hint: did you mean \"0301\"?"
                .into(),
        ),
        (
            "world.groups.ukraine.arrivals.path[0]=3",
            "the key is not valid TOML: key with no value, expected `=`\n  \
             hint: a list is replaced as a whole"
                .into(),
        ),
        (
            "extends=norway",
            "extends cannot be set here, must be written in a scenario file".into(),
        ),
    ];
    for (argument, expected) in cases {
        assert_says_of_set(argument, &expected);
    }
}
