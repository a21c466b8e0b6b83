//! Values outside their limits, and how that is said.

use super::super::example::{good_but, problems_with};

/// Replaces one text of the good example and compares everything that is said about it.
#[track_caller]
fn assert_says(old: &str, new: &str, expected: &str) {
    let text = good_but(old, new);
    assert_eq!(problems_with(&[("a.toml", &text)], &[]).trim_end(), expected);
}

#[test]
fn an_unknown_key_is_a_slip_for_a_known_one() {
    assert_says(
        "capacity = 40_000",
        "capasity = 40_000",
        "error: a.toml:8:1: world.capasity is not a known key\n  \
         hint: did you mean \"capacity\"?",
    );
    assert_says(
        "[run]\n",
        "[ran]\n",
        "error: a.toml:3:2: ran is not a known key\n  hint: did you mean \"run\"?",
    );
    assert_says(
        "\n[run]",
        "titel = \"again\"\n\n[run]",
        "error: a.toml:2:1: titel is not a known key\n  hint: did you mean \"title\"?",
    );
}

#[test]
fn an_unknown_key_is_in_the_wrong_table_or_nowhere() {
    assert_says(
        "capacity = 40_000",
        "capacity = 40_000\nreplications = 10",
        "error: a.toml:9:1: world.replications is not a known key\n  \
         hint: did you mean the key run.replications?",
    );
    assert_says(
        "capacity = 40_000",
        "capacity = 40_000\n\"æ ø\" = 1",
        "error: a.toml:9:1: world.\"æ ø\" is not a known key, must be one of arrivals, capacity, \
         coordinates, growth, hazard, is_open, noise, table",
    );
    assert_says(
        "[policy.request.2023]",
        "[policy.request.next]",
        "error: a.toml:19:17: policy.request.next is not a known key, must be a whole number",
    );
    assert_says(
        "[policy.request.2023]",
        "[policy.request.99999]",
        "error: a.toml:19:17: policy.request.99999 is not a known key, must be a whole number \
         between 0 and 65535",
    );
}

#[test]
fn a_missing_key_is_sought_in_its_table() {
    assert_says(
        "replications = 1_000\n",
        "",
        "error: a.toml:3:1: run.replications is missing, must be a whole number between 1 and \
         1000000",
    );
    assert_says(
        "title = \"Ærlig tåke\"\n",
        "",
        "error: a.toml:1:1: title is missing, must be a text in quotes",
    );
    assert_says(
        "[policy]\nallocation = \"capacity\"\n\n[policy.request.2023]\n",
        "[policy.request.2023]\n",
        "error: a.toml:16:2: policy.allocation is missing, must be one of \"capacity\", \
         \"request_share\"",
    );
}

#[test]
fn a_value_of_another_type_is_named_with_its_type() {
    let must = "must be a whole number between 0 and 100000";
    let cases = [
        ("\"femten tusen\"", "the text \"femten tusen\""),
        ("12.5", "12.5"),
        ("[1]", "a list of 1"),
        ("{}", "an empty table"),
        ("{ x = 1 }", "a table"),
        ("true", "true"),
        ("2023-01-01", "the date 2023-01-01"),
    ];
    for (value, found) in cases {
        assert_says(
            "capacity = 40_000",
            &format!("capacity = {value}"),
            &format!("error: a.toml:8:12: world.capacity is {found}, {must}"),
        );
    }
    assert_says(
        "\"Ærlig tåke\"",
        "2023-01-01",
        "error: a.toml:1:9: title is the date 2023-01-01, must be a text in quotes",
    );
}

#[test]
fn a_number_written_as_people_write_it_gets_a_hint() {
    let cases = [
        ("\"40 000\"", "write large numbers without separators: 40000"),
        ("\"40.000.000\"", "write large numbers without separators: 40000000"),
        ("\"12,5\"", "write decimals with a point: 12.5"),
        ("\"12\"", "write it without quotes: 12"),
    ];
    for (value, hint) in cases {
        assert_says(
            "capacity = 40_000",
            &format!("capacity = {value}"),
            &format!(
                "error: a.toml:8:12: world.capacity is the text {value}, must be a whole \
                 number between 0 and 100000\n  hint: {hint}"
            ),
        );
    }
}

#[test]
fn a_value_out_of_range_is_told_its_limits() {
    let cases = [
        (
            "40_000\ngrowth",
            "-5\ngrowth",
            "8:12: world.capacity is -5, must be between 0 and 100000",
        ),
        (
            "40_000\ngrowth",
            "100_001\ngrowth",
            "8:12: world.capacity is 100_001, must be between 0 and 100000",
        ),
        ("0.02", "0", "10:24: world.noise.dispersion is 0, must be greater than 0 and at most 1"),
        (
            "0.02",
            "1.5",
            "10:24: world.noise.dispersion is 1.5, must be greater than 0 and at most 1",
        ),
        ("0.15", "0.0", "10:41: world.noise.drift_sd is 0.0, must be greater than 0"),
        ("0.2]", "1.2]", "11:16: world.hazard[1] is 1.2, must be between 0 and 1"),
        ("38_000", "-1", "20:11: policy.request.2023.persons is -1, must be at least 0"),
        (
            "38_000",
            "5_000_000_000",
            "20:11: policy.request.2023.persons is 5_000_000_000, must be a whole number \
             between 0 and 4294967295",
        ),
        ("\"Ærlig tåke\"", "\"\"", "1:9: title is \"\", must be a text that is not empty"),
    ];
    for (old, new, expected) in cases {
        assert_says(old, new, &format!("error: a.toml:{expected}"));
    }
}

#[test]
fn a_number_that_is_none_is_refused() {
    let growth = "{ low = 1, mode = 2, high = 3 }";
    let cases = [
        ("= 1_000", "= nan", "5:16: run.replications is nan, must be a finite number"),
        ("0.02", "inf", "10:24: world.noise.dispersion is inf, must be a finite number"),
        ("0.2]", "-inf]", "11:16: world.hazard[1] is -inf, must be a finite number"),
        ("0.2]", "1e999]", "11:16: world.hazard[1] is 1e999, must be a finite number"),
        (growth, "nan", "9:10: world.growth is nan, must be a finite number"),
        (
            growth,
            "{ low = nan, mode = 2, high = 3 }",
            "9:18: world.growth.low is nan, must be a finite number",
        ),
        (
            "= 1_000",
            "= 99999999999999999999",
            "5:16: run.replications is 99999999999999999999, must have at most 18 digits",
        ),
    ];
    for (old, new, expected) in cases {
        assert_says(old, new, &format!("error: a.toml:{expected}"));
    }
}

#[test]
fn a_word_is_one_of_those_accepted() {
    assert_says(
        "\"capacity\"",
        "\"capcity\"",
        "error: a.toml:17:14: policy.allocation is \"capcity\", must be one of \"capacity\", \
         \"request_share\"\n  hint: did you mean \"capacity\"?",
    );
    assert_says(
        "\"capacity\"",
        "\"gjettverk\"",
        "error: a.toml:17:14: policy.allocation is \"gjettverk\", must be one of \"capacity\", \
         \"request_share\"",
    );
    assert_says(
        "\"capacity\"",
        "3",
        "error: a.toml:17:14: policy.allocation is 3, must be one of \"capacity\", \
         \"request_share\"",
    );
}

#[test]
fn a_list_has_its_length() {
    assert_says(
        "[0.1, 0.2]",
        "[0.1]\ncoordinates = [1]",
        "error: a.toml:12:15: world.coordinates has 1 item, must have 2",
    );
    assert_says(
        "[0.1, 0.2]",
        "[0.1]\ncoordinates = [1, 2, 3]",
        "error: a.toml:12:15: world.coordinates has 3 items, must have 2",
    );
}

#[test]
fn a_day_is_bare_or_in_quotes() {
    let must = "must be a date like 2023-01-31";
    let cases = [
        ("\"2023-02-30\"", format!("\"2023-02-30\", {must}")),
        ("\"tomorrow\"", format!("\"tomorrow\", {must}")),
        ("5", format!("5, {must}")),
        ("2023-01-01T10:00:00", "2023-01-01T10:00:00, must be a day without a time of day".into()),
        ("10:00:00", "10:00:00, must be a day without a time of day".into()),
        // The type itself refuses this one.
        ("1999-01-01", "1999-01-01, must be in this century".into()),
    ];
    for (value, says) in cases {
        assert_says(
            "start = 2023-01-01",
            &format!("start = {value}"),
            &format!("error: a.toml:4:9: run.start is {says}"),
        );
    }
}

#[test]
fn a_number_or_its_distribution() {
    let forms = "must be a number or { low = .., mode = .., high = .. } or { mean = .., sd = .. }";
    let cases = [
        ("\"mye\"", format!("9:10: world.growth is the text \"mye\", {forms}")),
        ("[1, 2]", format!("9:10: world.growth is a list of 2, {forms}")),
        ("{ }", format!("9:10: world.growth is an empty table, {forms}")),
        ("{ mean = 1 }", "9:10: world.growth.sd is missing, must be a number".into()),
        (
            "{ mean = 1, sd = \"to\" }",
            "9:27: world.growth.sd is the text \"to\", must be a number".into(),
        ),
        (
            "{ low = 1, mode = 2, hihg = 3 }",
            "9:31: world.growth.hihg is not a known key\n  hint: did you mean \"high\"?".into(),
        ),
        (
            "{ low = 1, mode = 2, high = 3, sd = 4 }",
            "9:41: world.growth.sd does not go with high, low, mode, must be left out, or stand \
             without them"
                .into(),
        ),
        (
            "{ average = 3 }",
            "9:12: world.growth.average is not a known key, must be one of high, low, mean, mode, \
             sd"
            .into(),
        ),
    ];
    for (value, says) in cases {
        assert_says("{ low = 1, mode = 2, high = 3 }", value, &format!("error: a.toml:{says}"));
    }
}

#[test]
fn a_choice_that_a_key_names() {
    let annual = "annual = { year = 2023, persons = 40_000 }";
    let cases = [
        (
            "anual = { year = 2023, persons = 40_000 }",
            "14:1: world.arrivals.ukraine.anual is not a known key\n  \
             hint: did you mean \"annual\"?",
        ),
        (
            "annual = { year = 2023, person = 40_000 }",
            "14:25: world.arrivals.ukraine.annual.person is not a known key\n  \
             hint: did you mean \"persons\"?",
        ),
        (
            "annual = { year = 2023, persons = 40_000 }\nlevel = 3",
            "15:1: world.arrivals.ukraine.level does not go with annual, must be left out, or \
             stand without them",
        ),
        (
            "annual = 3",
            "14:10: world.arrivals.ukraine.annual is 3, must be { year = .., persons = .. }",
        ),
        (
            "level = { mean = 1 }",
            "14:9: world.arrivals.ukraine.level.sd is missing, must be a number",
        ),
    ];
    for (new, expected) in cases {
        assert_says(annual, new, &format!("error: a.toml:{expected}"));
    }
    let table = format!("[world.arrivals.ukraine]\n{annual}");
    assert_says(
        &table,
        "arrivals.ukraine = \"non\"",
        "error: a.toml:13:20: world.arrivals.ukraine is \"non\", must be \"none\" or \
         { annual = .. } or { level = .. }\n  hint: did you mean \"none\"?",
    );
}

#[test]
fn a_choice_that_a_value_names() {
    let cases = [
        (
            "{ kind = \"poison\", rate = 1 }",
            "17:18: policy.draws.kind is \"poison\", must be one of \"poisson\", \"fixed\"\n  \
             hint: did you mean \"poisson\"?",
        ),
        (
            "{ rate = 1 }",
            "17:9: policy.draws.kind is missing, must be one of \"poisson\", \"fixed\"",
        ),
        ("{ kind = \"fixed\" }", "17:9: policy.draws.value is missing, must be a number"),
        (
            "{ kind = \"poisson\", rte = 1 }",
            "17:29: policy.draws.rte is not a known key\n  hint: did you mean \"rate\"?",
        ),
    ];
    for (value, expected) in cases {
        let new = format!("draws = {value}\nallocation");
        assert_says("allocation", &new, &format!("error: a.toml:{expected}"));
    }
}

#[test]
fn every_problem_of_both_files_at_once() {
    let base =
        good_but("0.02", "0").replace("\"imdi-2022\"", "3").replace("= 1_000", "= \"tusen\"");
    let over = "extends = \"base.toml\"\n[world]\ncapacity = -5\ncapasity = 1\n\
                noise = { drift_sd = inf }\n[policy]\nallocation = \"capcity\"\n";
    assert_eq!(
        problems_with(&[("a.toml", over), ("base.toml", &base)], &["run.seed=-1"]),
        "error: --set run.seed=-1: run.seed is -1, must be at least 0\n\
         error: a.toml:3:12: world.capacity is -5, must be between 0 and 100000\n\
         error: a.toml:4:1: world.capasity is not a known key\n  \
           hint: did you mean \"capacity\"?\n\
         error: a.toml:5:22: world.noise.drift_sd is inf, must be a finite number\n\
         error: a.toml:7:14: policy.allocation is \"capcity\", must be one of \"capacity\", \
         \"request_share\"\n  hint: did you mean \"capacity\"?\n\
         error: base.toml:5:16: run.replications is the text \"tusen\", must be a whole number \
         between 1 and 1000000\n\
         error: base.toml:10:24: world.noise.dispersion is 0, must be greater than 0 and at most 1\n\
         error: base.toml:21:7: policy.request.2023.key is 3, must be a text in quotes\n"
    );
}

#[test]
fn columns_are_counted_in_characters() {
    let noise = "noise = { \"æøå\" = \"ÆØÅ\", dispersion = -1 }";
    assert_says(
        "noise = { dispersion = 0.02, drift_sd = 0.15 }",
        noise,
        "error: a.toml:10:11: world.noise.\"æøå\" is not a known key, must be one of dispersion, \
         drift_sd\n\
         error: a.toml:10:39: world.noise.dispersion is -1, must be greater than 0 and at most 1",
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_move_nothing() {
    let text =
        format!("\u{feff}{}", good_but("40_000\ngrowth", "-5\ngrowth").replace('\n', "\r\n"));
    assert_eq!(
        problems_with(&[("a.toml", &text)], &[]),
        "error: a.toml:8:12: world.capacity is -5, must be between 0 and 100000\n"
    );
}
