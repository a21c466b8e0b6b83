//! Are the branches of a scenario told apart, and can one be run alone?

use super::{Desk, SMALL, files};
use bosett::results::folder::read_summary;
use bosett::results::{BranchSummary, Measure, Summary};

/// The small scenario with branches, and a desk that has it.
fn desk() -> Desk {
    let desk = Desk::new();
    let (head, rest) = SMALL.split_once("path = [").expect("a path");
    let (_, rest) = rest.split_once('\n').expect("more lines");
    let ranges = "low = [1_000, 1_500], mid = [2_000, 4_000], high = [8_000, 9_000]";
    let path = format!("path = [{{ ranges = {{ year = 2023, ranges = {{ {ranges} }} }} }}]");
    let branches = "[world]\nbranches = { low = 0.3, mid = 0.6, high = 0.1 }\n";
    let (run, groups) = head.split_once("[world").expect("a world");
    desk.write("forked.toml", format!("{run}{branches}\n[world{groups}{path}\n{rest}"));
    desk
}

fn summary(desk: &Desk, folder: &str) -> Summary {
    read_summary(&desk.path(folder)).expect("a summary")
}

#[test]
fn the_branches_of_a_run_add_up_to_it() {
    let desk = desk();
    desk.answer("run forked.toml --out a --replications 30 --quiet");
    let all = summary(&desk, "a");
    let n: Vec<u64> = all.branches.iter().map(|it| it.replications).collect();
    assert_eq!(n.iter().sum::<u64>(), 30);
    assert!(n[0] > 1 && n[1] > 1, "{n:?}");
    let names: Vec<(&str, f64)> =
        all.branches.iter().map(|it| (it.name.as_str(), it.weight)).collect();
    assert_eq!(names, [("low", 0.3), ("mid", 0.6), ("high", 0.1)]);
    assert_eq!(all.branches[0].measures.len(), 4);
    for of_low in &all.branches[0].measures {
        let same = |it: &&Measure| it.name == of_low.name && it.post == of_low.post;
        let of = |branch: &BranchSummary| {
            let measure = branch.measures.iter().find(same);
            branch.replications as f64 * measure.map_or(0.0, |it| it.mean)
        };
        let mean = all.branches.iter().map(of).sum::<f64>() / 30.0;
        let post = of_low.post.as_deref();
        let expected = all.find(&of_low.name, "2023", "all", "national", post);
        let expected = expected.expect("a measure").mean;
        assert!((mean / expected - 1.0).abs() < 1e-12, "{}: {mean}, {expected}", of_low.name);
    }
    let page = std::fs::read_to_string(desk.path("a/report.html")).expect("a report");
    assert!(page.contains("low: probability 30%"));
    // Where there are none, nobody is told of any.
    desk.answer("run small.toml --out b --quiet --no-report");
    let text = std::fs::read_to_string(desk.path("b/summary.json")).expect("a summary");
    assert!(!text.contains("branches"));
}

#[test]
fn parts_of_a_run_join_with_their_branches() {
    let desk = desk();
    let run = "run forked.toml --replications 10 --quiet --no-report";
    desk.answer(&format!("{run} --out whole"));
    for part in 1..=5 {
        desk.answer(&format!("{run} --shard {part}/5 --out part-{part}"));
    }
    desk.answer("merge part-1 part-2 part-3 part-4 part-5 --out joined --no-report");
    assert!(files(&desk.path("whole")) == files(&desk.path("joined")));
    desk.answer(&format!("{run} --out kept --checkpoint parts"));
    assert!(files(&desk.path("whole")) == files(&desk.path("kept")));
}

#[test]
fn one_branch_can_be_run_alone() {
    let desk = desk();
    let run = "run forked.toml --quiet --no-report";
    desk.answer(&format!("{run} --out low --branch low"));
    desk.answer(&format!("{run} --out high --branch high"));
    let (low, high) = (summary(&desk, "low"), summary(&desk, "high"));
    let arrived = |it: &Summary| it.national("arrived_persons", "2023").expect("a measure").q50;
    assert!(arrived(&low) < 3_000.0 && arrived(&high) > 7_000.0);
    assert_eq!(low.title, "A small year – world.branch=\"low\"");
    assert!(low.branches.is_empty(), "there is one only");
    // The same, said otherwise.
    desk.answer(&format!("{run} --out set --set world.branch=low"));
    assert_eq!(summary(&desk, "set").measures, low.measures);
    let reading = desk.answer("check forked.toml --set world.branch=low");
    assert!(reading.contains("low 100%") && !reading.contains("mid"), "{reading}");
}

#[test]
fn a_branch_that_is_not_there_is_told_its_neighbours() {
    let desk = desk();
    let expected = "\
error: --set world.branch=\"lwo\": world.branch is \"lwo\", must be one of \"low\", \"mid\", \"high\"
  hint: did you mean \"low\"?
";
    assert_eq!(desk.refusal("run forked.toml --branch lwo --out a", 1), expected);
    let expected = "\
error: --set world.branch=\"low\": world.branch is \"low\", must be left out where there are no world.branches
";
    assert_eq!(desk.refusal("run small.toml --branch low --out a", 1), expected);
}
