//! The folder of a run that names none: found again by the same run, and by no other.

use super::{Desk, entries};
use std::path::PathBuf;

/// The only result there is.
fn only_result(desk: &Desk) -> PathBuf {
    let results = entries(&desk.path("results"));
    assert_eq!(results.len(), 1, "{results:?}");
    desk.path("results").join(&results[0])
}

#[test]
fn the_same_run_is_made_once() {
    let desk = Desk::new();
    let answer = desk.answer("run small.toml --no-report");
    let folder = only_result(&desk);
    let name = folder.file_name().and_then(|it| it.to_str()).expect("a name");
    assert!(name.starts_with("small-2022-12-15-") && name.len() == 17 + 8, "{name}");
    let again = desk.bosett("run ./small.toml --no-report --threads 1 --replications 4");
    assert_eq!((again.code, again.stdout.as_str()), (0, answer.as_str()));
    let told = format!("this run was made before; move results/{name} away to make it again\n");
    assert_eq!(again.stderr, told);
    assert_eq!(desk.answer("run small.toml --no-report --quiet"), answer);
    assert_eq!(only_result(&desk), folder);
}

#[test]
fn another_run_has_another_folder() {
    let desk = Desk::new();
    desk.write("arrivals.csv", "month,persons\n2023-01,100\n");
    let own = super::SMALL
        .replace("annual = { year = 2023, persons = ", "series = { csv = \"arrivals.csv\" } }] #");
    desk.write("own.toml", own);
    let runs = [
        "run small.toml",
        "run small.toml --replications 3",
        "run small.toml --seed 8",
        "run small.toml --set title=other",
        "run small.toml --only-replication 1",
        "run small.toml --only-replication 2",
        "run own.toml",
    ];
    for (n_before, run) in runs.into_iter().enumerate() {
        desk.answer(&format!("{run} --no-report"));
        assert_eq!(entries(&desk.path("results")).len(), n_before + 1, "{run}");
    }
    // The text of the scenario only names the table.
    desk.write("arrivals.csv", "month,persons\n2023-01,101\n");
    desk.answer("run own.toml --no-report");
    assert_eq!(entries(&desk.path("results")).len(), runs.len() + 1);
}

#[test]
fn what_is_not_this_run_or_lacks_something_is_neither_used_nor_touched() {
    let desk = Desk::new();
    desk.answer("run small.toml --no-report");
    let folder = only_result(&desk);
    let shown = format!("results/{}", entries(&desk.path("results"))[0]);
    let refuse = |line: &str, why: &str| {
        let rest = "name another folder with --out, or move it away";
        let expected = format!("error: {shown} exists already and {why}; {rest}\n");
        assert_eq!(desk.refusal(line, 3), expected);
    };
    refuse("run small.toml --no-report --csv", "holds this run without CSV files");
    refuse("run small.toml", "holds this run without its report");
    let provenance = folder.join("provenance.json");
    let text = std::fs::read_to_string(&provenance).expect("a provenance");
    std::fs::write(&provenance, text.replace("\"rng_schema\": \"", "\"rng_schema\": \"0"))
        .expect("it can be written");
    refuse("run small.toml --no-report", "is not a result of this run");
    std::fs::remove_file(&provenance).expect("it can be removed");
    refuse("run small.toml --no-report", "is not a result of this run");
    std::fs::write(&provenance, text).expect("it can be written");
    let long_ago = std::fs::FileTimes::new().set_modified(std::time::UNIX_EPOCH);
    let file = std::fs::File::options().write(true).open(&provenance).expect("a file");
    file.set_times(long_ago).expect("its time can be set");
    refuse("run small.toml --no-report", "is older than this build of bosett");
}
