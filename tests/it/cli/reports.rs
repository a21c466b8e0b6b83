//! What is made of results: `bosett report`, `bosett compare` and `bosett watch`.

use super::{Desk, entries, files};
use bosett::results::comparison::{Cause, Comparison};
use bosett::results::folder::read_summary;

#[test]
fn a_report_is_made_again_in_another_language() {
    let desk = Desk::new();
    desk.answer("run small.toml --out a");
    let found = entries(&desk.path("a"));
    for name in ["report.html", "report.xlsx", "documents", "figures"] {
        assert!(found.contains(&name.to_owned()), "{name} not in {found:?}");
    }
    let size: usize = files(&desk.path("a/figures")).iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size < 2_000_000, "the figures have {size} bytes");
    let answer = desk.answer("report a --document monthly --lang nn --csv");
    assert_eq!(answer, "Rapport: a/monthly-nn\n");
    let expected = ["data-dictionary.csv", "monthly.html", "tables"];
    assert_eq!(entries(&desk.path("a/monthly-nn")), expected);
    let page = |name: &str| std::fs::read_to_string(desk.path(name)).expect("a page");
    assert!(page("a/monthly-nn/monthly.html").contains("lang=\"nn\""));
    assert!(page("a/report.html").contains("lang=\"en\""));
    // A document depends on the saved result only.
    desk.answer("report a --document monthly --lang en --out again");
    assert!(page("again/monthly.html") == page("a/documents/monthly.html"));
    let csv = page("a/monthly-nn/tables/budget_year.csv");
    let rows = csv.lines().count();
    assert!(csv.starts_with("replication,year,post,") && rows > 4, "{rows} rows");
    let refusal = desk.refusal("report a --document monthly --lang nn", 3);
    assert!(refusal.contains("a/monthly-nn exists already"), "{refusal}");
}

#[test]
fn one_document_is_made_alone() {
    let desk = Desk::new();
    desk.answer("run small.toml --out a --no-report");
    for document in ["monthly", "half-year", "calculation-group"] {
        let answer = desk.answer(&format!("report a --document {document} --lang nb"));
        let folder = format!("a/{document}-nb");
        assert_eq!(answer, format!("Rapport: {folder}\n"));
        assert_eq!(entries(&desk.path(&folder)), [format!("{document}.html")]);
    }
    let refusal = desk.refusal("report nothing", 3);
    assert!(refusal.contains("nothing/summary.json") && refusal.contains("result folder"));
    assert_eq!(desk.bosett("report a --document yearly").code, 2);
}

#[test]
fn scenarios_are_compared_and_the_causes_add_up() {
    let desk = Desk::new();
    let changed = "extends = \"small.toml\"\ntitle = \"Another <year>\"\n\
                   world.moves.deaths_per_year = 0.0\n\
                   world.grants.year_1_days = { gamma = { mean = 5, cv = 0.5 } }\n";
    desk.write("other.toml", changed);
    let line = "compare small.toml other.toml --quiet";
    let answer = desk.answer(&format!("{line} --out a"));
    assert!(answer.contains("\nAnother <year>\n") && answer.ends_with("\nComparison: a\n"));
    let expected =
        ["comparison.html", "comparison.json", "comparison.xlsx", "documents", "figures"];
    assert_eq!(entries(&desk.path("a")), expected);
    let pack = std::fs::read_to_string(desk.path("a/documents/calculation-group.html"));
    let pack = pack.expect("a pack");
    for id in ["scenario-1-settlements", "scenario-2-budget-decomposition", "waterfall-1-2023"] {
        assert!(pack.contains(&format!("id=\"{id}\"")), "no {id}");
    }
    let page = std::fs::read_to_string(desk.path("a/comparison.html")).expect("a page");
    assert!(page.contains("Another &lt;year&gt;") && !page.contains("<year>"));
    let json = desk.answer(&format!("{line} --out b --format json --threads 1 --no-report"));
    let written = std::fs::read_to_string(desk.path("a/comparison.json")).expect("a comparison");
    let found: Comparison = serde_json::from_str(&json).expect("a comparison");
    let with_other_words: Comparison = serde_json::from_str(&written).expect("a comparison");
    assert_eq!(found, with_other_words, "the number of threads changes nothing");
    let other = &found.others()[0];
    let whole = other.difference("cash_kroner", "2023", Some("671/60")).expect("a difference");
    let parts: f64 = other.steps_of("2023").iter().map(|it| it.difference.measure.mean).sum();
    assert!((parts - whole.measure.mean).abs() < 1.0, "{parts} {}", whole.measure.mean);
    let causes: Vec<_> = other.changes.iter().map(|it| it.cause).collect();
    assert_eq!(causes, [Cause::Timing, Cause::Timing, Cause::Other], "{:?}", other.changes);
    // Each scenario is what it is alone.
    desk.answer("run other.toml --out c --no-report");
    let alone = read_summary(&desk.path("c")).expect("a summary");
    let alone = alone.national("settled_persons", "2023").expect("a measure");
    assert_eq!(other.summary.national("settled_persons", "2023"), Some(alone));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let desk = Desk::new();
    desk.write("other.toml", "extends = \"small.toml\"\nrun.end = 2023-11-30\n");
    assert_eq!(
        desk.refusal("compare small.toml other.toml --quiet", 1),
        "error: other.toml has another horizon (run.start, run.end) than small.toml, and scenarios are \
         compared on the same; set it for all with --set\n"
    );
    assert_eq!(desk.bosett("compare small.toml").code, 2);
    assert!(!desk.path("results").exists());
}

#[test]
fn a_fall_in_settlement_is_told_by_words_and_exit_code() {
    let desk = Desk::new();
    let months = |persons: [u32; 8]| {
        let rows = (1..).zip(persons).map(|(month, it)| format!("2023-{month:02},{it}\n"));
        format!("month,persons\n{}", rows.collect::<String>())
    };
    desk.write("plan.csv", months([1_000; 8]));
    desk.write("good.csv", months([1_010, 985, 1_020, 990, 1_000, 1_015, 980, 1_005]));
    desk.write("bad.csv", months([1_010, 985, 1_020, 990, 1_000, 690, 680, 650]));
    let answer = desk.answer("watch plan.csv good.csv");
    let in_words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = in_words(&answer);
    assert!(words.contains("No alarm") && words.contains("once in 18 months"), "{answer}");
    let said = desk.bosett("watch plan.csv bad.csv");
    assert_eq!((said.code, said.stderr.as_str()), (4, ""), "{}", said.stdout);
    let words = in_words(&said.stdout);
    assert!(words.contains("ALARM in 2023-07: fewer are settled than planned since 2023-06"));
    let nynorsk = desk.bosett("watch plan.csv bad.csv --lang nn").stdout;
    assert!(in_words(&nynorsk).contains("færre blir busette enn planlagt"), "{nynorsk}");
}

#[test]
fn a_result_is_a_plan_also_for_weeks() {
    let desk = Desk::new();
    desk.answer("run small.toml --out a --no-report");
    let summary = read_summary(&desk.path("a")).expect("a summary");
    let april =
        summary.national("settled_under_request_persons", "2023-04").expect("a measure").q50;
    desk.write("weeks.csv", "week,persons\n2023-04-03,0\n2023-04-10,0\n2023-04-17,0\n");
    let said = desk.bosett("watch a weeks.csv");
    let line = said.stdout.lines().find(|line| line.starts_with("2023-04-03")).expect("a week");
    let planned: f64 = line.split_whitespace().nth(1).expect("a number").parse().expect("digits");
    assert!((planned - april / 30.0 * 7.0).abs() <= 0.5, "{line}, {april} in April");
}

#[test]
fn weeks_stand_in_the_monthly_analysis_with_every_number_in_a_summary() {
    let desk = Desk::new();
    desk.answer("run small.toml --out a --no-report");
    desk.write("weeks.csv", "week,persons\n2023-04-03,0\n2023-04-10,0\n2023-04-17,0\n");
    desk.answer("report a --document monthly --lang nb --settled weeks.csv --out b");
    assert_eq!(entries(&desk.path("b")), ["monthly.html", "summary.json"]);
    let page = std::fs::read_to_string(desk.path("b/monthly.html")).expect("a page");
    assert!(page.contains("uken fra 3. april 2023") && page.contains("én gang på 130 uker"));
    let summary = read_summary(&desk.path("b")).expect("a summary");
    let down = |week: &str| summary.national("settled_cusum_down", week).map(|it| it.mean);
    assert!(down("2023-04-03").is_some() && down("2023-04").is_none());
    // The dispersion is that of the scenario: with more of it, nothing settled is less of a surprise.
    desk.write(
        "wide.toml",
        "extends = \"small.toml\"\nworld.municipalities.settlement_dispersion = 5\n",
    );
    desk.answer("run wide.toml --out w --no-report");
    desk.answer("report w --document monthly --settled weeks.csv --out v");
    let wide = read_summary(&desk.path("v")).expect("a summary");
    let wide = wide.national("settled_cusum_down", "2023-04-03").expect("a sum").mean;
    assert!(wide < down("2023-04-03").expect("a sum"), "{wide}");
}
