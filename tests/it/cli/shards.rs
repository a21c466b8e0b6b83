//! Does a run in parts give the bytes of one run, and does an interrupted one go on where it stopped?

use super::{Desk, entries, files};
use std::process::{Command, Stdio};
use std::time::Duration;

fn assert_same_files(desk: &Desk, one: &str, other: &str) {
    let (one, other) = (files(&desk.path(one)), files(&desk.path(other)));
    let names = |files: &[(std::path::PathBuf, _)]| -> Vec<_> {
        files.iter().map(|it| it.0.clone()).collect()
    };
    assert_eq!(names(&one), names(&other));
    for (one, other) in one.iter().zip(&other) {
        assert!(one.1 == other.1, "{} differs", one.0.display());
    }
}

#[test]
fn any_number_of_parts_joins_to_the_bytes_of_one_run() {
    let desk = Desk::new();
    let run = "run small.toml --replications 11 --quiet --no-report";
    let whole = desk.answer(&format!("{run} --out whole --csv"));
    for n_shards in 1..=7 {
        let mut folders = Vec::new();
        for number in 1..=n_shards {
            let folder = format!("{n_shards}-{number}");
            let threads = 1 + number % 3;
            let shard = format!("--shard {number}/{n_shards} --threads {threads}");
            desk.answer(&format!("{run} {shard} --out {folder}"));
            folders.push(folder);
        }
        // In any order.
        folders.rotate_left(n_shards / 2);
        let joined = format!("joined-{n_shards}");
        let answer =
            desk.answer(&format!("merge {} --out {joined} --csv --no-report", folders.join(" ")));
        assert_eq!(answer.replace(&joined, "whole"), whole);
        assert_same_files(&desk, "whole", &joined);
    }
}

#[test]
fn parts_that_cut_a_row_group_join_with_their_figures() {
    let desk = Desk::new();
    let run = "run small.toml --replications 53 --quiet";
    desk.answer(&format!("{run} --out whole"));
    for part in [1, 2] {
        desk.answer(&format!("{run} --shard {part}/2 --out part-{part}"));
        assert!(!desk.path(&format!("part-{part}/figures")).exists(), "figures are of the whole");
    }
    desk.answer("merge part-1 part-2 --out joined");
    assert_same_files(&desk, "whole", "joined");
}

#[test]
fn what_is_not_all_of_one_run_is_not_joined() {
    let desk = Desk::new();
    for (line, folder) in [
        ("--shard 1/2", "a1"),
        ("--shard 2/2", "a2"),
        ("--shard 2/2 --seed 8", "b2"),
        ("--shard 2/3", "c2"),
        ("", "all"),
    ] {
        desk.answer(&format!("run small.toml --no-report --quiet {line} --out {folder}"));
    }
    let once = "; name each part of one division once\n";
    for (folders, expected) in [
        ("a1 a1", format!("a1 is part 1/2 and a1 is part 1/2{once}")),
        ("a2 a1 a1", format!("a1 is part 1/2 and a1 is part 1/2{once}")),
        ("a1 c2", format!("c2 is part 2/3 and a1 is part 1/2{once}")),
        ("a2", "the run lacks part 1/2; name the folders of all 2 parts\n".to_owned()),
        ("c2", "the run lacks part 1/3, 3/3; name the folders of all 3 parts\n".to_owned()),
    ] {
        let refusal = desk.refusal(&format!("merge {folders} --out x"), 2);
        assert_eq!(refusal, format!("error: {expected}"));
    }
    assert_eq!(
        desk.refusal("merge a1 all --out x", 2),
        "error: all is not a part of a run; bosett run --shard makes them\n"
    );
    assert_eq!(
        desk.refusal("merge a1 b2 --out x", 2),
        "error: b2 is a part of another run than a1: the seed is 8 and not 7\n"
    );
    assert_eq!(
        desk.refusal("run small.toml --shard 1/5 --out x", 2),
        "error: --shard is \"1/5\", must be one of at most 4 parts, the number of replications\n"
    );
    let refusal = desk.refusal("run small.toml --shard 3/2 --out x", 2);
    assert!(refusal.contains("must be a part from 1/N to N/N, such as 3/16"), "{refusal}");
    assert!(!desk.path("x").exists());
    desk.answer("merge a2 a1 --out x --no-report");
    desk.answer("run small.toml --no-report --quiet --out y");
    assert_same_files(&desk, "x", "y");
}

#[test]
fn an_interrupted_run_goes_on_where_it_stopped() {
    let desk = Desk::new();
    let run = "run small.toml --replications 2000 --no-report --quiet";
    let kept = format!("{run} --checkpoint kept --out resumed");
    let child = desk.command(&kept).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.expect("it starts");
    // The first part is finished, and the tenth is far away.
    let first = desk.path("kept/shard-1-of-10");
    let mut n_waits = 0;
    while !first.exists() {
        n_waits += 1;
        assert!(n_waits < 6_000, "no part is ever finished");
        std::thread::sleep(Duration::from_millis(5));
    }
    let kill = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status();
    assert!(kill.expect("there is a shell").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: interrupted; what is finished is kept in kept, \
         and the same command goes on from there\n"
    );
    assert!(!desk.path("resumed").exists());
    let parts = entries(&desk.path("kept"));
    assert!((1..10).contains(&parts.len()), "whole parts only: {parts:?}");
    let written = |part: &str| {
        let file = desk.path("kept").join(part).join("summary.json");
        std::fs::metadata(file).and_then(|it| it.modified()).expect("a file with a time")
    };
    let before: Vec<_> = parts.iter().map(|it| written(it)).collect();
    desk.answer(&kept);
    let after: Vec<_> = parts.iter().map(|it| written(it)).collect();
    assert_eq!(before, after, "what was finished is not made again");
    desk.answer(&format!("{run} --out whole"));
    assert_same_files(&desk, "whole", "resumed");
    // Another run does not take up the parts of this one.
    let refusal = desk.refusal(&format!("{kept}2 --seed 8"), 3);
    assert!(refusal.contains("and is not a result of this run"), "{refusal}");
}
