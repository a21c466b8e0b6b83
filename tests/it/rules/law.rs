//! Is every dated value of the law what was read, and would a wrong one be noticed?
//!
//! `golden/law.csv` is the law as it was transcribed and compared with its sources; `rules.toml` is what the
//! program reads. An error in either is noticed, whichever year and grant it is in.

use bosett::rules::{Rules, TEXT};
use std::fmt::Write;
use std::path::Path;

/// Every dated value, one a line.
fn listed(rules: &Rules) -> String {
    let mut text = "rule,from,value,low,high\n".to_owned();
    for it in rules.figures() {
        let ends = it.range.map_or_else(|| ",".to_owned(), |(low, high)| format!("{low},{high}"));
        writeln!(text, "{},{},{},{ends}", it.rule, it.from, it.value).expect("a text");
    }
    text
}

#[test]
fn every_dated_value_is_as_transcribed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/law.csv");
    let now = listed(&Rules::embedded());
    if std::env::var("BOSETT_GOLDEN").is_ok_and(|it| it == "write") {
        std::fs::write(&path, &now).expect("the list is kept");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differ = now.lines().zip(kept.lines()).find(|(now, kept)| now != kept);
    assert!(differ.is_none() && now.len() == kept.len(), "{differ:?}");
}

/// The law with the value of one entry two per cent higher, or one more; the range moves with it.
fn planted(entry: &str) -> Option<String> {
    let number = |key: &str| -> Option<(String, i64)> {
        let written = entry.split(&format!("{key} = ")).nth(1)?;
        let written: String =
            written.chars().take_while(|it| it.is_ascii_digit() || *it == '_').collect();
        let number = written.replace('_', "").parse().ok()?;
        Some((format!("{key} = {written}"), number))
    };
    let mut wrong = entry.to_owned();
    for key in ["value", "low", "high"] {
        if let Some((written, number)) = number(key) {
            let more = number + (number / 50).max(1);
            wrong = wrong.replacen(&written, &format!("{key} = {more}"), 1);
        }
    }
    (wrong != entry).then_some(wrong)
}

#[test]
fn an_error_of_two_per_cent_in_any_dated_value_is_noticed() {
    let right = listed(&Rules::embedded());
    // One address: a constant may have several.
    let law: &str = TEXT;
    let entries: Vec<&str> =
        law.lines().filter(|it| it.contains("{ from = ") && it.contains("value = ")).collect();
    assert!(entries.len() > 300, "{} dated values", entries.len());
    for entry in entries {
        let wrong = planted(entry).unwrap_or_else(|| panic!("nothing to plant in {entry}"));
        // Values of several rules may stand in the same words: each of them is changed in its place.
        let at = entry.as_ptr() as usize - law.as_ptr() as usize;
        let text = format!("{}{wrong}{}", &law[..at], &law[at + entry.len()..]);
        let rules = Rules::parse(&text).unwrap_or_else(|broken| panic!("{entry}: {broken}"));
        assert_ne!(listed(&rules), right, "not noticed: {entry}");
    }
}
