//! The comparison of two made-up scenarios: its numbers come from it, names in it do no harm, and it is drawn
//! on every sheet in every language.

use super::documents::{is_in, is_round, long_numbers, parsed};
use super::{fixture, words};
use crate::report::comparison::{render_page, write_comparison};
use crate::report::number;
use crate::report::text::Language;
use crate::results::comparison::{Cause, Change, Compared, Comparison, Difference, Step};
use crate::results::provenance::ScenarioText;
use crate::results::{Measure, Summary};
use std::collections::BTreeSet;

/// Contributions of the causes in millions of kroner, in the order they are shown.
const STEPS: [(Cause, f64); 4] = [
    (Cause::Volume, 1_234.5),
    (Cause::Timing, -2_345.6),
    (Cause::Composition, 345.6),
    (Cause::Other, 0.4),
];

fn difference(name: &str, period: &str, kroner: f64) -> Difference {
    let constant = fixture::measure(name, period, "national", kroner, 0.0);
    let [low, high] = [-1.3, 1.3].map(|it| kroner + it * 4.0e7);
    let measure = Measure {
        unit: "kroner".to_owned(),
        post: Some("671/60".to_owned()),
        q10: low,
        q90: high,
        mc_error: 1.0e7,
        ..constant
    };
    Difference::new(measure)
}

/// A comparison whose other scenario and keys are called `title`.
fn comparison(title: &str) -> Comparison {
    let yearly = |summary: Summary| {
        let measures = summary.measures.into_iter().filter(|it| it.period.len() == 4);
        Summary { places: Vec::new(), measures: measures.collect(), ..summary }
    };
    let baseline = yearly(fixture::summary());
    let other = Summary { title: title.to_owned(), ..baseline.clone() };
    let mut steps = Vec::new();
    let mut differences = Vec::new();
    for period in ["2023", "2024", "all"] {
        let of = |millions: f64| difference("cash_kroner", period, millions * 1e6);
        steps.extend(STEPS.map(|(cause, it)| Step { cause, difference: of(it) }));
        differences.push(of(STEPS.iter().map(|(_, it)| it).sum()));
    }
    let compared = |summary: &Summary| Compared {
        scenario: ScenarioText::new(&summary.scenario, &summary.title, "title = \"a\""),
        summary: summary.clone(),
        differences: Vec::new(),
        changes: Vec::new(),
        steps: Vec::new(),
        is_taken_apart: true,
    };
    let changes = vec![Change {
        key: title.to_owned(),
        cause: Cause::Volume,
        before: Some(title.to_owned()),
        after: None,
    }];
    let other = Compared { differences, changes, steps, ..compared(&other) };
    Comparison {
        version: "0.1.0".to_owned(),
        rng_schema: "1".to_owned(),
        command: vec!["compare".to_owned()],
        scenarios: vec![compared(&baseline), other],
    }
}

#[test]
fn every_number_of_a_comparison_is_in_it() {
    let found = comparison("Flere kommer");
    let differences = found.others()[0].differences.iter();
    let differences: Vec<_> =
        differences.chain(found.others()[0].steps.iter().map(|it| &it.difference)).collect();
    for language in Language::ALL {
        let mut written: Vec<String> = (2000..2040).map(|year| year.to_string()).collect();
        written.push(found.baseline().summary.seed.to_string());
        written.push(number::whole(found.baseline().summary.replications as f64, language));
        let measures = found.scenarios.iter().flat_map(|it| &it.summary.measures);
        let numbers = measures.chain(differences.iter().map(|it| &it.measure));
        let numbers = numbers.flat_map(|it| [it.mean, it.q10, it.q50, it.q90]);
        for value in numbers.chain(differences.iter().flat_map(|it| [it.low, it.high])) {
            written.push(number::whole(value, language));
            written.push(number::rounded(value / 1e6, language));
            written.extend([0, 1].map(|n_decimals| number::millions(value, n_decimals, language)));
        }
        let digits = |it: String| it.chars().filter(char::is_ascii_digit).collect();
        let allowed: BTreeSet<String> = written.into_iter().map(digits).collect();
        let page = render_page(&found, language);
        let mut n_numbers = 0;
        let document = parsed("comparison", &page);
        for node in document.descendants().filter(|it| it.is_text()) {
            let text = node.text().unwrap_or_default();
            if is_in(node, &["style", "script"]) {
                continue;
            }
            let is_drawn = node.parent().is_some_and(|it| it.tag_name().name() == "text");
            for number in long_numbers(text) {
                n_numbers += 1;
                let is_known = allowed.contains(&number) || is_drawn && is_round(&number);
                assert!(is_known, "{number} in {}: {text:?}", language.code());
            }
        }
        assert!(n_numbers > 50, "only {n_numbers} numbers");
    }
}

#[test]
fn causes_are_told_by_their_direction_and_only_if_they_are_clear() {
    let page = render_page(&comparison("Flere kommer"), Language::Nb);
    for expected in [
        "I 2023 utbetales 765 mill. kroner mindre på post 60 i «Flere kommer»",
        "Hvor mange som kommer, får tillatelse og blir, gjør utbetalingene",
        "mill. kroner høyere",
        "Annet: ingen klar virkning på utbetalingene",
        "I 2023\u{2013}2027 utbetales",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn hostile_names_are_only_names_in_a_comparison() {
    for name in ["<script>alert(1)</script>", "=1+1", "\"><img src=x onerror=alert(1)>"] {
        let folder = tempfile::tempdir().expect("a folder");
        let found = comparison(name);
        let written = write_comparison(&found, folder.path(), Language::En).expect("written");
        let page = std::fs::read_to_string(&written.report).expect("a page");
        let document = parsed("comparison", &page);
        let n_scripts = document.descendants().filter(|it| it.has_tag_name("script")).count();
        assert_eq!(n_scripts, 1, "{name}");
        assert!(document.descendants().all(|it| !it.has_tag_name("img")), "{name}");
        // A waterfall of the headline's year and one of all years.
        assert_eq!(written.figures.len(), 2);
        for figure in &written.figures {
            let svg = std::fs::read_to_string(&figure.svg).expect("a drawing");
            assert!(!svg.contains("<script") && !svg.contains("<img"), "{name}");
        }
    }
}

#[test]
fn a_waterfall_lies_inside_its_sheet_in_every_language() {
    for language in Language::ALL {
        for figure in crate::report::comparison::draw_all(&comparison("Flere kommer"), language) {
            super::assert_inside(&figure, language);
            // A name for each cause and one for all, and a number for each.
            let n_texts = words(&figure).lines().count();
            assert!(n_texts >= 2 * (STEPS.len() + 1), "{} has {n_texts} texts", figure.name);
        }
    }
}
