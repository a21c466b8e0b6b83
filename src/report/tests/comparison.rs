//! The comparison of two made-up scenarios: its numbers come from it, names in it do no harm, and it is drawn
//! on every sheet in every language.

use super::documents::{cells, known, parsed};
use super::numbers::{Known, unknown};
use super::{fixture, words};
use crate::report::comparison::{self, write_comparison};
use crate::report::text::Language;
use crate::results::comparison::{Cause, Change, Compared, Comparison, Difference, Step};
use crate::results::provenance::ScenarioText;
use crate::results::{Measure, Summary};
use calamine::Data;
use std::collections::BTreeSet;

/// Contributions of the causes in millions of kroner, in the order they are shown.
const STEPS: [(Cause, f64); 4] = [
    (Cause::Volume, 1_234.5),
    (Cause::Timing, -2_345.6),
    (Cause::Composition, 345.6),
    (Cause::Other, 0.4),
];

/// Differences of people in two years; what is exactly nothing is unclear.
const PEOPLE: [(&str, &str, [f64; 2]); 5] = [
    ("settled_persons", "persons", [-812.0, 2_468.0]),
    ("settled_within_6_months", "share", [-0.123, 0.045]),
    ("waiting_persons", "persons", [3_210.0, 0.0]),
    ("peak_reception_persons", "persons", [4_321.0, 1_234.0]),
    ("peak_bed_shortfall", "beds", [0.0, 0.0]),
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
        let mut measures: Vec<_> = measures.collect();
        for (name, mean) in
            [("match_score", 0.62), ("dissimilarity", 0.187), ("wait_days_median", 47.0)]
        {
            measures.push(fixture::measure(name, "2023", "national", mean, mean / 20.0));
        }
        Summary { places: Vec::new(), measures, ..summary }
    };
    let baseline = yearly(fixture::summary());
    let mut other = Summary { title: title.to_owned(), ..baseline.clone() };
    for measure in other.measures.iter_mut().filter(|it| it.name == "match_score") {
        measure.q50 *= 1.2;
    }
    let mut steps = Vec::new();
    let mut differences = Vec::new();
    for period in ["2023", "2024", "all"] {
        let of = |millions: f64| difference("cash_kroner", period, millions * 1e6);
        steps.extend(STEPS.map(|(cause, it)| Step { cause, difference: of(it) }));
        differences.push(of(STEPS.iter().map(|(_, it)| it).sum()));
    }
    for (name, unit, years) in PEOPLE {
        for (period, mean) in ["2023", "2024"].into_iter().zip(years) {
            let constant = fixture::measure(name, period, "national", mean, 0.0);
            let measure =
                Measure { unit: unit.to_owned(), mc_error: mean.abs() / 40.0, ..constant };
            differences.push(Difference::new(measure));
        }
    }
    let compared = |summary: &Summary| Compared {
        scenario: ScenarioText::new(&summary.scenario, &summary.title, "title = \"a\""),
        summary: summary.clone(),
        differences: Vec::new(),
        changes: Vec::new(),
        steps: Vec::new(),
        is_taken_apart: true,
    };
    let change = |key: &str| Change {
        key: key.to_owned(),
        cause: Cause::Volume,
        before: Some(title.to_owned()),
        after: None,
    };
    let changes = vec![change(title), change("policy.allocation")];
    let other = Compared { differences, changes, steps, ..compared(&other) };
    Comparison {
        version: "0.1.0".to_owned(),
        rng_schema: "1".to_owned(),
        command: vec!["compare".to_owned()],
        scenarios: vec![compared(&baseline), other],
    }
}

fn render_page(found: &Comparison, language: Language) -> String {
    comparison::render_page(found, &comparison::draw_views(found, language), language)
}

/// Every number of the scenarios and their differences.
fn known_of(found: &Comparison) -> Known {
    let mut known = known(&found.baseline().summary);
    known.add_all(found.scenarios.iter().flat_map(|it| &it.summary.measures));
    for other in found.others() {
        let steps = other.steps.iter().map(|it| &it.difference);
        for difference in other.differences.iter().chain(steps) {
            let Difference { measure, low, high } = difference;
            known.add_all([measure]);
            [*low, *high].into_iter().for_each(|it| known.add(it));
        }
    }
    known
}

#[test]
fn every_number_of_a_comparison_is_in_it() {
    let found = comparison("Flere kommer");
    let known = known_of(&found);
    for language in Language::ALL {
        let page = render_page(&found, language);
        let (n, problems) = unknown(&parsed("comparison", &page), &known, language);
        assert!(problems.is_empty(), "in {}: {problems:#?}", language.code());
        assert!(n > 100, "only {n} numbers");
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
fn people_are_told_in_the_year_that_differs_most_and_only_if_it_is_clear() {
    let page = render_page(&comparison("More come"), Language::En);
    for expected in [
        "Settlement differs most in 2024: 2,470 more people are settled than in the baseline",
        "Of those with a permit from 2023, 12.3 percentage points fewer are settled within six months",
        "At the end of 2023, 3,210 more people with a permit wait for settlement",
        "When reception is fullest in 2023, 4,320 more people live there",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(!page.contains("When beds are shortest"), "no year shows a difference");
    let mut alike = comparison("More come");
    for difference in &mut alike.scenarios[1].differences {
        if difference.measure.post.is_none() {
            (difference.low, difference.high) = (-1.0, 1.0);
        }
    }
    let page = render_page(&alike, Language::En);
    assert!(page.contains("no clear difference in settlement, waiting or reception"));
    assert!(!page.contains("Settlement differs most"));
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
        // A waterfall of the headline's year and one of all years, allocation, the table of scenarios.
        assert_eq!(written.figures.len(), 4);
        let pack = std::fs::read_to_string(&written.pack).expect("a page");
        let pack = parsed("pack", &pack);
        let n = |tag: &str| pack.descendants().filter(|it| it.has_tag_name(tag)).count();
        assert_eq!((n("script"), n("img")), (1, 0), "{name}");
        let book = cells(std::fs::read(&written.workbook).expect("a workbook"));
        let is_name = |it: &&(String, Data)| it.1 == Data::String(name.to_owned());
        assert!(book.iter().filter(is_name).count() > 4, "{name} is text in every sheet");
        for figure in &written.figures {
            let svg = std::fs::read_to_string(&figure.svg).expect("a drawing");
            assert!(!svg.contains("<script") && !svg.contains("<img"), "{name}");
        }
    }
}

#[test]
fn every_figure_of_a_comparison_lies_inside_its_sheet_in_every_language() {
    for language in Language::ALL {
        for figure in crate::report::comparison::draw_all(&comparison("Flere kommer"), language) {
            super::assert_inside(&figure, language);
            // A waterfall has a name for each cause and one for all, and a number for each.
            let n_texts = words(&figure).lines().count();
            assert!(n_texts >= 2 * (STEPS.len() + 1), "{} has {n_texts} texts", figure.name);
        }
    }
}

/// Written to a folder and read back: the pack, and the workbook.
fn write(language: Language) -> (Comparison, tempfile::TempDir, comparison::Written) {
    let found = comparison("Flere kommer");
    let folder = tempfile::tempdir().expect("a folder");
    let written = write_comparison(&found, folder.path(), language).expect("written");
    (found, folder, written)
}

#[test]
fn the_pack_shows_every_scenario_and_only_numbers_of_the_comparison() {
    for language in Language::ALL {
        let (found, _folder, written) = write(language);
        let page = std::fs::read_to_string(&written.pack).expect("a page");
        let document = parsed("pack", &page);
        for id in ["scenario-1-budget-decomposition", "scenario-2-budget-decomposition"] {
            assert!(document.descendants().any(|it| it.attribute("id") == Some(id)), "no {id}");
        }
        let mut ids: Vec<_> = document.descendants().filter_map(|it| it.attribute("id")).collect();
        let n_ids = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n_ids, "each place has a name of its own");
        let (n, problems) = unknown(&document, &known_of(&found), language);
        assert!(problems.is_empty(), "in {}: {problems:#?}", language.code());
        assert!(n > 500, "only {n} numbers");
    }
}

#[test]
fn numbers_of_the_workbook_are_numbers_of_the_comparison() {
    let (found, _folder, written) = write(Language::Nb);
    let measures = found.scenarios.iter().flat_map(|it| &it.summary.measures);
    let others = found.others().iter();
    let all =
        others.flat_map(|it| it.differences.iter().chain(it.steps.iter().map(|it| &it.difference)));
    let all: Vec<_> = all.collect();
    let numbers = measures.chain(all.iter().map(|it| &it.measure));
    let numbers = numbers.flat_map(|it| [it.mean, it.q10, it.q50, it.q90]);
    let mut known: Vec<f64> = numbers.chain(all.iter().flat_map(|it| [it.low, it.high])).collect();
    known.extend(known.clone().iter().map(|it| it / 1e6));
    known.extend((2000..2040).map(f64::from));
    let book = cells(std::fs::read(&written.workbook).expect("a workbook"));
    let mut n_numbers = 0;
    for (sheet, cell) in &book {
        if let Data::Float(value) = cell {
            n_numbers += 1;
            let is_known = known.iter().any(|it| (it - value).abs() <= 1e-9 * value.abs());
            assert!(is_known, "{sheet}: {value}");
        }
    }
    assert!(n_numbers > 500, "only {n_numbers} numbers");
    let sheets: BTreeSet<_> = book.iter().map(|(sheet, _)| sheet.as_str()).collect();
    let expected = ["Endringer", "Forskjeller", "Scenarioer", "Svar", "Årsaker"];
    assert_eq!(sheets.into_iter().collect::<Vec<_>>(), expected);
}

/// Writes the comparison where a person can look at it: set `BOSETT_LOOK` to a folder.
#[test]
fn look() {
    let Some(folder) = std::env::var_os("BOSETT_LOOK") else { return };
    let folder = std::path::Path::new(&folder).join("comparison");
    std::fs::create_dir_all(&folder).expect("a folder");
    write_comparison(&comparison("Flere kommer"), &folder, Language::Nb).expect("written");
}
