//! `bosett run`: its answer, its refusals, and what it leaves behind.

use super::{Desk, entries, files};
use bosett::report::number::{millions, percent, whole};
use bosett::report::text::Language;
use bosett::results::folder::{read_provenance, read_summary};
use bosett::results::observation::Dimensions;
use bosett::results::shards::Replications;
use bosett::results::{Measure, Summary};
use std::process::{Command, Stdio};
use std::time::Duration;

fn post_60<'a>(summary: &'a Summary, name: &str) -> &'a Measure {
    let found = summary.find(name, "2023", "all", "national", Some("671/60"));
    found.unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn the_answer_has_the_numbers_of_the_summary() {
    let desk = Desk::new();
    let answer = desk.answer("run small.toml --out a --no-report");
    let summary = read_summary(&desk.path("a")).expect("a summary");
    let national = |name| summary.national(name, "2023").expect("a measure");
    let persons = |value| whole(value, Language::En);
    let million = |value| millions(value, 1, Language::En);
    let settled = national("settled_under_request_persons");
    let peak = national("peak_reception_persons");
    let cash = post_60(&summary, "cash_kroner");
    let lines: Vec<Vec<&str>> =
        answer.lines().map(|line| line.split_whitespace().collect()).collect();
    let settlement = vec![
        "2023".to_owned(),
        persons(settled.q50),
        format!("{}–{}", persons(settled.q10), persons(settled.q90)),
        percent(national("settled_within_3_months").q50, 0, Language::En),
        percent(national("settled_within_6_months").q50, 0, Language::En),
        persons(peak.q50),
        format!("{}–{}", persons(peak.q10), persons(peak.q90)),
    ];
    assert!(lines.iter().any(|line| *line == settlement), "{settlement:?} not in\n{answer}");
    let paid = vec![
        "2023".to_owned(),
        million(cash.q50),
        format!("{}–{}", million(cash.q10), million(cash.q90)),
        "500.0".to_owned(),
    ];
    assert!(lines.iter().any(|line| *line == paid), "{paid:?} not in\n{answer}");
    for (name, words) in [("supplement_kroner_50", "50%"), ("supplement_kroner_90", "90%")] {
        let amount = million(post_60(&summary, name).q50);
        let found = answer.lines().any(|it| it.contains(words) && it.ends_with(&amount));
        assert!(found, "{name} {amount} not in\n{answer}");
    }
    assert!(answer.starts_with(
        "A small year (small)\n4 simulated runs, seed 7, data as of 15 December 2022\n"
    ));
    assert!(answer.ends_with("\nResults: a\n"), "{answer}");
}

#[test]
fn an_overrun_is_told_with_its_month() {
    let desk = Desk::new();
    let line = "run small.toml --out a --no-report --set budget.adopted.\"671/60\".2023.million=9";
    let answer = desk.answer(line);
    let summary = read_summary(&desk.path("a")).expect("a summary");
    assert_eq!(post_60(&summary, "overrun_probability").mean, 1.0);
    let month = |month: &str| {
        summary.find("exhaustion_probability", month, "all", "national", Some("671/60"))
    };
    let most = (1..=12).map(|number| month(&format!("2023-{number:02}")).expect("a month").mean);
    let most = most.enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a }).expect("months");
    let names = ["January", "February", "March", "April", "May", "June"];
    let told = format!("{} 2023 (", names[most.0]);
    assert!(answer.contains("over 99% of runs") && answer.contains(&told), "{told}\n{answer}");
}

#[test]
fn the_answer_for_machines_is_part_of_the_summary() {
    let desk = Desk::new();
    let answer = desk.answer("run small.toml --out a --no-report --format json");
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    let summary = read_summary(&desk.path("a")).expect("a summary");
    assert_eq!((&answer["scenario"], &answer["folder"]), (&"small".into(), &"a".into()));
    assert_eq!((&answer["replications"], &answer["seed"]), (&4.into(), &7.into()));
    let measures: Vec<Measure> =
        serde_json::from_value(answer["measures"].clone()).expect("measures");
    // Four of the year, eight of the post, the chance of each month, and what is paid on two other posts.
    assert_eq!(measures.len(), 4 + 8 + 12 + 2);
    assert!(measures.iter().all(|it| summary.measures.contains(it)));
}

#[test]
fn languages_are_those_that_were_asked_for() {
    let desk = Desk::new();
    let nb = desk.answer("run small.toml --out nb --lang nb --replications 2");
    let nn = desk.answer("--lang nn run small.toml --out nn --no-report");
    assert!(nb.contains("Bosatte") && nb.contains("tillatelse i året"), "{nb}");
    assert!(nn.contains("Busette") && nn.contains("\u{202f}"), "{nn}");
    let figures = entries(&desk.path("nb/figures"));
    let n_with = |ending: &str| figures.iter().filter(|it| it.ends_with(ending)).count();
    assert!(n_with(".svg") >= 4 && n_with(".svg") == n_with(".png"), "{figures:?}");
    let titles = std::fs::read_to_string(desk.path("nb/figures/figures.txt")).expect("a list");
    assert!(titles.contains("blir bosatt"), "{titles}");
    assert!(!desk.path("nn/figures").exists());
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let desk = Desk::new();
    let run = "run small.toml --replications 9 --csv --no-report";
    desk.answer(&format!("{run} --threads 1 --out one"));
    desk.answer(&format!("{run} --threads 3 --out three --quiet --format json"));
    let (one, three) = (files(&desk.path("one")), files(&desk.path("three")));
    assert_eq!(one.len(), three.len());
    for (one, three) in one.iter().zip(&three) {
        assert_eq!(one.0, three.0);
        assert!(one.1 == three.1, "{} differs", one.0.display());
    }
    let n_csv = one.iter().filter(|it| it.0.extension().is_some_and(|it| it == "csv")).count();
    assert!(n_csv > 5, "tables and the dictionary");
}

#[test]
fn one_replication_alone_is_that_of_the_whole_run() {
    let desk = Desk::new();
    desk.answer("run small.toml --out all --no-report");
    let answer = desk.answer("run small.toml --out one --no-report --only-replication 2");
    assert!(answer.contains("\nSimulated run number 2 alone, seed 7,"), "{answer}");
    let load = |name: &str| {
        let summary = read_summary(&desk.path(name)).expect("a summary");
        let dimensions = Dimensions::of_summary(&summary).expect("dates");
        let replications = Replications::open(&desk.path(name), &dimensions).expect("tables");
        replications.map(|it| it.expect("a replication")).collect::<Vec<_>>()
    };
    let (all, one) = (load("all"), load("one"));
    assert_eq!((all.len(), one.len()), (4, 1));
    assert_eq!(all[2], one[0]);
    let refusal = desk.refusal("run small.toml --out two --only-replication 4", 2);
    let expected =
        "error: --only-replication is \"4\", must be below 4, the number of replications\n";
    assert_eq!(refusal, expected);
}

#[test]
fn a_folder_that_exists_is_left_alone() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("a")).expect("it can be made");
    let refusal = desk.refusal("run small.toml --out a", 3);
    let expected = "error: a exists already; name another folder with --out, or move it away\n";
    assert_eq!(refusal, expected);
    assert_eq!(entries(&desk.path("a")), Vec::<String>::new());
    assert_eq!(desk.entries(), ["a", "small.toml"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let desk = Desk::new();
    let refusal = desk.refusal("run small.toml --out small.toml/a", 3);
    assert!(refusal.starts_with("error: cannot write small.toml: "), "{refusal}");
    assert_eq!(desk.entries(), ["small.toml"]);
}

#[test]
fn mistakes_are_told_all_at_once_and_end_with_one() {
    let desk = Desk::new();
    let spoilt = super::SMALL.replace("annual = { year", "anual = { year");
    desk.write("bad.toml", spoilt.replace("seed = 7", "seed = -1\ncolour = 3"));
    let expected = "\
error: bad.toml:12:8: run.seed is -1, must be between 0 and 9007199254740991
error: bad.toml:13:1: run.colour is not a known key, must be one of as_of, end, register, replications, replications_per_draw, seed, start
error: bad.toml:16:11: world.groups.ukraine.arrivals.path[0].anual is not a known key
  hint: did you mean \"annual\"?
";
    assert_eq!(desk.refusal("run bad.toml --out a", 1), expected);
    assert_eq!(desk.refusal("check bad.toml", 1), expected);
    assert_eq!(desk.entries(), ["bad.toml", "small.toml"]);
}

#[test]
fn a_wrong_command_line_ends_with_two() {
    let desk = Desk::new();
    for (line, words) in [
        ("run small.toml --replicatoins 3", "--replications"),
        ("run small.toml --replications 0", "must be a whole number from 1 to 1000000"),
        ("run small.toml --threads x", "--threads"),
        ("run small.toml --format xml", "table, json"),
        ("run small.toml --lang sv", "nb, nn, en"),
        ("simulate", "unrecognized subcommand 'simulate'"),
    ] {
        let refusal = desk.refusal(line, 2);
        assert!(refusal.contains(words), "{line}: {refusal}");
    }
    assert_eq!(desk.entries(), ["small.toml"]);
}

#[test]
fn an_interrupted_run_leaves_nothing() {
    // Ctrl-C, the end of a session, and what `kill` and a batch system send.
    ["INT", "HUP", "TERM"].into_iter().for_each(assert_leaves_nothing_after);
}

fn assert_leaves_nothing_after(signal: &str) {
    let desk = Desk::new();
    let mut command = desk.command("run small.toml --replications 200000 --out made/a --quiet");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    // The folder is begun just after the program listens for signals.
    let begun = || desk.path("made").exists() && !entries(&desk.path("made")).is_empty();
    let mut n_waits = 0;
    while !begun() {
        n_waits += 1;
        assert!(n_waits < 3_000, "it never begins");
        std::thread::sleep(Duration::from_millis(20));
    }
    let kill = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status();
    assert!(kill.expect("there is a shell").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{signal}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let message = "error: interrupted; nothing was written\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), message);
    assert_eq!(desk.entries(), ["small.toml"], "also the folder above is gone");
}

#[test]
fn provenance_has_all_that_the_run_rests_on() {
    let desk = Desk::new();
    let table = "month,persons\n2023-01,100\n2023-02,50\n";
    desk.write("arrivals.csv", table);
    let series = "path = [{ series = { csv = \"arrivals.csv\" } }]\n\n[policy.requests.letter]";
    let (head, rest) = super::SMALL.split_once("path = [").expect("a path");
    let (_, rest) = rest.split_once("[policy.requests.letter]").expect("a request");
    desk.write("own.toml", format!("{head}{series}{rest}"));
    desk.answer("run own.toml --out a --no-report --seed 11 --threads 2 --set title=Mine");
    let found = read_provenance(&desk.path("a")).expect("a provenance");
    assert_eq!(found.command.join(" "), "run own.toml --set title=Mine --seed 11");
    assert_eq!((found.version.as_str(), found.seed), (env!("CARGO_PKG_VERSION"), 11));
    assert_eq!((found.replications, found.as_of.as_str()), (4, "2022-12-15"));
    assert!(found.scenario.text.contains("title = \"Mine\"\n"), "{}", found.scenario.text);
    let vintage = |file: &str| {
        let reference = found.references.iter().find(|it| it.file == file);
        reference.map(|it| (it.vintage.clone(), it.sha256.clone())).unwrap_or_default()
    };
    let sha256 = bosett::results::provenance::sha256;
    assert_eq!(
        vintage("arrivals.csv"),
        ("a file of the scenario".into(), sha256(table.as_bytes()))
    );
    assert!(
        !vintage("municipalities-2023.csv").0.is_empty() && !vintage("rules.toml").0.is_empty()
    );
    assert!(found.references.iter().all(|it| !it.vintage.is_empty() && it.sha256.len() == 64));
    let by_key = |key: &str| found.parameters.iter().find(|it| it.key == key).expect("a parameter");
    let share = by_key("world.groups.ukraine.private_share");
    assert_eq!(share.law.as_deref(), Some("triangular(0.35, 0.45, 0.55)"));
    assert_eq!((share.central.as_str(), share.status.as_str()), ("0.45", "verified"));
    let appropriation = found.parameters.iter().filter(|it| it.source.is_none());
    assert!(appropriation.clone().all(|it| it.status == "assumed"), "nobody vouches for it");
    assert!(found.parameters.iter().any(|it| it.key.starts_with("rules.elderly-grant")));
}

#[test]
fn as_many_histories_are_run_as_make_the_measure_certain() {
    let desk = Desk::new();
    let line = "run small.toml --no-report --measure settled_persons,2023 --precision 5%";
    let said = desk.bosett(&format!("{line} --out a --threads 2"));
    assert_eq!(said.code, 0, "{}", said.stderr);
    let n: u32 = said.stderr.split(' ').next().expect("a word").parse().expect("a number first");
    // Half a width of 5 % with a spread of some 13 % takes a few blocks of 64 at most.
    assert!(n.is_multiple_of(64) && (64..1_000).contains(&n), "{}", said.stderr);
    assert!(said.stderr.contains(" histories: the mean of settled_persons 2023 is within "));
    // The same number on one thread, and the folder of a run with as many from the start.
    let again = desk.bosett(&format!("{line} --out b --threads 1"));
    assert_eq!(again.stderr, said.stderr);
    desk.answer(&format!("run small.toml --no-report --out c --replications {n}"));
    assert_eq!(files(&desk.path("a")), files(&desk.path("c")));
    // Kept part by part it is the same folder again, and so is the one that gets its name at the end.
    desk.answer(&format!("{line} --out d --checkpoint kept --quiet"));
    assert_eq!(files(&desk.path("d")), files(&desk.path("c")));
    let named = desk.answer(&format!("{line} --quiet"));
    let (_, out) = named.trim_end().rsplit_once("Results: ").expect("a folder");
    assert_eq!(files(&desk.path(out)), files(&desk.path("c")));
    assert_eq!(entries(&desk.path("results")).len(), 1, "nothing else is left there");
    let again = desk.bosett(line);
    assert!(again.stderr.contains("\nthis run was made before; move results/"), "{}", again.stderr);
    assert_eq!((again.stdout, entries(&desk.path("results")).len()), (named, 1));
    let refusal = desk.refusal("run small.toml --precision 1% --measure settled,2023", 2);
    assert!(
        refusal.starts_with("error: --measure is \"settled,2023\", must be a name"),
        "{refusal}"
    );
    let few = "run small.toml --no-report --out e --precision 0.01% --replications 128";
    assert!(desk.bosett(few).stderr.starts_with("warning: 128 histories are the most"));
}
