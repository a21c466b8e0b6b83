//! The figures of made-up studies: every number in them stands in a sheet, they lie inside their paper in every
//! language, and names in them do no harm.

use super::documents::parsed;
use super::numbers::{Known, unknown};
use super::{assert_inside, fixture};
use crate::report::figure::Figure;
use crate::report::page::{Page, Sheet as Paper};
use crate::report::studies::{Question, Study, render_all, render_page, write_study};
use crate::report::text::Language;
use crate::results::Summary;
use crate::results::sheet::{Cell, Shape, Sheet};

const NAMES: [(&str, &[&str]); 3] = [
    ("hindcast", &["ladder-arrivals", "ladder-settlement", "calibration"]),
    ("sensitivity", &["tornado-cash-kroner-2023", "tornado-settled-within-6-months-2023"]),
    ("stress", &["stress-frontier"]),
];

fn sheet(name: &'static str, columns: &[(&'static str, Shape)], rows: Vec<Vec<Cell>>) -> Sheet {
    let mut sheet = Sheet::new(name, columns);
    rows.into_iter().for_each(|row| sheet.push(row));
    sheet
}

fn numbers<const N: usize>(numbers: [f64; N]) -> Vec<Cell> {
    numbers.map(Cell::Number).into()
}

fn hindcast() -> Vec<Sheet> {
    let targets = ["arrived_persons", "settled_under_request_persons"];
    let origins = ["2022-03-31", "2022-05-12", "2022-06-30", "2022-09-30", "2022-11-08"];
    let mut years = Vec::new();
    for (place, target) in targets.into_iter().enumerate() {
        for (year, outcome) in [("2022", 35_417.0), ("2023", 31_321.0)] {
            for (later, origin) in origins.into_iter().enumerate() {
                let off = 11_111.0 - 2_222.0 * later as f64 - 313.0 * place as f64;
                let median = outcome + off * 0.7;
                let official = if later == 2 { Cell::Nothing } else { Cell::Number(outcome - off) };
                let mut row = vec![Cell::Word(target), Cell::text(year), Cell::text(origin)];
                row.push(official);
                row.extend(numbers([median, median - 4.0 * off.abs() / 3.0, median + 9_876.0]));
                row.push(Cell::Number(outcome));
                years.push(row);
            }
        }
    }
    let reaches = ["months_1_to_3", "months_4_to_6", "months_7_to_12", "whole_year"];
    let coverage = targets.into_iter().flat_map(|target| {
        reaches.into_iter().enumerate().map(move |(at, reach)| {
            let held = 0.3 + 0.15 * at as f64;
            let shares = [held * 0.6, held, held - 0.2, held + 0.15, held + 0.08, -0.07, 0.31];
            let mut row = vec![Cell::Word(target), Cell::Word(reach)];
            row.extend(numbers([51.0 - at as f64, 17.0]));
            row.extend(numbers(shares));
            row
        })
    });
    let pit = targets.into_iter().flat_map(|target| {
        (1..=10).map(move |tenth| {
            let mut row = vec![Cell::Word(target)];
            row.extend(numbers([f64::from(tenth), f64::from(tenth * 7 % 11 * 5), 14.0, 30.0]));
            row
        })
    });
    let official = targets.map(|it| [vec![Cell::Word(it)], numbers([13.0, 23.0])].concat());
    let years_columns = [
        ("target", Shape::Text),
        ("year", Shape::Text),
        ("origin", Shape::Text),
        ("official_figure", Shape::Whole),
        ("median", Shape::Whole),
        ("q10", Shape::Whole),
        ("q90", Shape::Whole),
        ("outcome", Shape::Whole),
    ];
    let coverage_columns = [
        ("target", Shape::Text),
        ("reach", Shape::Text),
        ("forecasts", Shape::Whole),
        ("origins", Shape::Whole),
        ("inside_50", Shape::Percent),
        ("inside_80", Shape::Percent),
        ("inside_80_from", Shape::Percent),
        ("inside_80_to", Shape::Percent),
        ("inside_90", Shape::Percent),
        ("bias", Shape::Percent),
        ("error", Shape::Percent),
    ];
    let pit_columns = [
        ("target", Shape::Text),
        ("tenth", Shape::Whole),
        ("forecasts", Shape::Whole),
        ("even_from", Shape::Whole),
        ("even_to", Shape::Whole),
    ];
    let official_columns =
        [("target", Shape::Text), ("nearer", Shape::Whole), ("forecasts", Shape::Whole)];
    vec![
        sheet("hindcast_coverage", &coverage_columns, coverage.collect()),
        sheet("hindcast_years", &years_columns, years),
        sheet("hindcast_official", &official_columns, official.into()),
        sheet("hindcast_pit", &pit_columns, pit.collect()),
    ]
}

fn sensitivity(name: &str) -> Vec<Sheet> {
    let keys = [
        "world.groups.ukraine.arrivals.path[1].ranges.high.to",
        name,
        "world.municipalities.less_share",
        "world.grants.year_1_days.gamma.mean",
        "world.groups.ukraine.private_share",
    ];
    // Kroner, and a share for which the order is another.
    let cash = ("cash_kroner@2023", 18_107.8e6, 1.234e9);
    let pace = ("settled_within_6_months@2023", 0.713, -0.0876);
    let bar = |(quantity, baseline, size): (&str, f64, f64), at: usize, key: &str| {
        let size = size / (at + 1) as f64;
        // The third moves it the same way at both ends.
        let high = if at == 2 { -0.6 * size } else { 0.8 * size };
        let mut row = vec![Cell::text(quantity), Cell::text(key)];
        let error = size.abs();
        row.extend(numbers([-size, high, 0.1 * error, 0.15 * error, baseline]));
        row
    };
    let of = |quantity, keys: Vec<&str>| -> Vec<Vec<Cell>> {
        keys.iter().enumerate().map(|(at, key)| bar(quantity, at, key)).collect()
    };
    let rows = [of(cash, keys.to_vec()), of(pace, keys.iter().rev().copied().collect())].concat();
    let columns = [
        ("quantity", Shape::Text),
        ("factor", Shape::Text),
        ("at_low", Shape::Any),
        ("at_high", Shape::Any),
        ("low_error", Shape::Any),
        ("high_error", Shape::Any),
        ("baseline_mean", Shape::Any),
    ];
    vec![sheet("sensitivity_tornado", &columns, rows)]
}

fn stress() -> Vec<Sheet> {
    let mut rows = Vec::new();
    for pressure in [1.0, 1.25, 1.5, 2.0] {
        for (index, probability) in [0.1, 0.5, 0.9].into_iter().enumerate() {
            let capacity = 4_321.0 * pressure - 1_234.0 * index as f64;
            let mut row = numbers([pressure, probability]);
            // At little pressure a breach is never that likely.
            let is_found = pressure > 1.0 || index < 2;
            let found = [capacity, capacity - 345.0, capacity + 456.0];
            row.extend(found.map(|it| Cell::of(is_found.then_some(it))));
            row.push(if is_found { Cell::Nothing } else { Cell::Word("holds_everywhere") });
            rows.push(row);
        }
    }
    let columns = [
        ("pressure", Shape::Any),
        ("probability", Shape::Percent),
        ("capacity", Shape::Any),
        ("surely_too_little", Shape::Any),
        ("surely_enough", Shape::Any),
        ("note", Shape::Text),
    ];
    let today_columns =
        [("point", Shape::Text), ("pressure", Shape::Any), ("capacity", Shape::Any)];
    let today = vec![
        [vec![Cell::Word("today")], numbers([1.0, 4_000.0])].concat(),
        [vec![Cell::Word("official_high")], numbers([1.6, 4_000.0])].concat(),
    ];
    vec![sheet("stress_frontier", &columns, rows), sheet("stress_today", &today_columns, today)]
}

/// Every study with its name; `name` stands where the author of a scenario writes.
fn studies(name: &str) -> Vec<(&'static str, Question, Vec<Sheet>)> {
    let pressure = "world.groups.ukraine.arrivals.multiplier".to_owned();
    let capacity = format!("policy.reception.{name}");
    vec![
        ("hindcast", Question::Hindcast, hindcast()),
        ("sensitivity", Question::Sensitivity, sensitivity(name)),
        ("stress", Question::Stress { pressure, capacity }, stress()),
    ]
}

fn with_study<R>(name: &str, index: usize, work: impl FnOnce(&Study) -> R) -> R {
    let about = Summary { measures: Vec::new(), ..fixture::summary() };
    let (_, question, sheets) = studies(name).swap_remove(index);
    let heading = format!("A study of {name}");
    work(&Study { question, heading, about: &about, version: "0.1.0", sheets: &sheets })
}

fn draw(index: usize, language: Language, paper: Paper) -> Vec<Figure> {
    with_study("beds_per_month", index, |study| {
        render_all(&Page::new(study.about, language).on(paper), study)
    })
}

#[test]
fn every_study_has_its_figures_inside_their_paper() {
    for language in Language::ALL {
        for (index, (study, names)) in NAMES.into_iter().enumerate() {
            for paper in [Paper::File, Paper::Screen, Paper::Phone] {
                let figures = draw(index, language, paper);
                let drawn: Vec<_> = figures.iter().map(|it| it.name.as_str()).collect();
                assert_eq!(drawn, names, "{study}");
                for figure in &figures {
                    assert_inside(figure, language);
                    assert!(!figure.svg.contains("NaN"), "{}", figure.name);
                    assert!(figure.svg.matches("<rect x=").count() >= 3, "{}", figure.name);
                }
            }
        }
    }
}

#[test]
fn titles_begin_with_what_was_found_and_not_with_a_key() {
    let found = [
        "“Paid, 2023” moves most by one parameter alone, −1,234 at the low value and +987 at the high one (NOK million), with \
         world.groups.ukraine.arrivals.path[1].ranges.high.to",
        "“Settled within 6 months, 2023” moves most by one parameter alone, +8.8% at the low value and −7.0% at the high one \
         (percentage points), with world.groups.ukraine.private_share",
        "At a pressure of 2 it takes a capacity of 8,642 for a breach to have a probability of 10 per cent",
    ];
    let titles = |language| -> Vec<String> {
        let of = |index| draw(index, language, Paper::File).into_iter().map(|it| it.title);
        [1, 2].into_iter().flat_map(of).collect()
    };
    assert_eq!(titles(Language::En), found);
    for title in Language::ALL.into_iter().flat_map(titles) {
        let words: Vec<_> = title.split(' ').collect();
        let (_, before) = words.split_last().expect("words");
        assert!(
            !before.iter().any(|it| it.contains("world.") || it.contains("policy.")),
            "{title}"
        );
    }
}

#[test]
fn every_number_of_a_study_stands_in_a_sheet() {
    for language in Language::ALL {
        for (index, (name, _)) in NAMES.into_iter().enumerate() {
            with_study("beds_per_month", index, |study| {
                let mut known = Known::constants();
                known.add(study.about.seed as f64);
                known.add(study.about.replications as f64);
                for cell in study.sheets.iter().flat_map(|it| &it.rows).flatten() {
                    if let Cell::Number(value) = cell {
                        known.add(*value);
                    }
                }
                let page = render_page(study, language);
                let (n, problems) = unknown(&parsed(name, &page), &known, language);
                assert!(problems.is_empty(), "{name}, {}: {problems:#?}", language.code());
                assert!(n > 30, "{name} has only {n} numbers");
            });
        }
    }
}

#[test]
fn hostile_keys_are_only_words_in_a_study() {
    for name in ["<script>alert(1)</script>", "=1+1", "\"><img src=x onerror=alert(1)>"] {
        for index in 0..NAMES.len() {
            let folder = tempfile::tempdir().expect("a folder");
            let written =
                with_study(name, index, |study| write_study(study, folder.path(), Language::Nn));
            let written = written.expect("written");
            let sheets = studies(name).swap_remove(index).2;
            let csv: String = sheets.iter().map(Sheet::to_csv).collect();
            let mut cells = csv.lines().flat_map(|line| line.split(','));
            assert!(!cells.any(|it| it.starts_with(['=', '@', '+'])), "{csv}");
            let page = std::fs::read_to_string(&written.report).expect("a page");
            let document = parsed("study", &page);
            let n = |tag: &str| document.descendants().filter(|it| it.has_tag_name(tag)).count();
            assert_eq!((n("script"), n("img")), (1, 0), "{name}");
            for figure in &written.figures {
                let svg = std::fs::read_to_string(&figure.svg).expect("a drawing");
                assert!(!svg.contains("<script") && !svg.contains("<img"), "{name}");
            }
        }
    }
}

#[test]
fn a_study_without_numbers_has_a_page_without_figures() {
    let about = fixture::summary();
    for (_, question, sheets) in studies("beds") {
        let sheets: Vec<_> =
            sheets.into_iter().map(|it| Sheet { rows: Vec::new(), ..it }).collect();
        let heading = "Empty".to_owned();
        let study = Study { question, heading, about: &about, version: "0.1.0", sheets: &sheets };
        assert!(render_all(&Page::new(&about, Language::Nb), &study).is_empty());
        assert!(render_page(&study, Language::Nb).contains("<h1>Empty</h1>"));
    }
}

/// Writes the figures where a person can look at them: set `BOSETT_LOOK` to a folder.
#[test]
fn look() {
    let Some(folder) = std::env::var_os("BOSETT_LOOK") else { return };
    for (index, (name, _)) in NAMES.into_iter().enumerate() {
        let folder = std::path::Path::new(&folder).join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        with_study("beds_per_month", index, |study| {
            write_study(study, &folder, Language::Nb).expect("written")
        });
        for figure in draw(index, Language::Nn, Paper::Phone) {
            let path = folder.join(format!("phone-{}.png", figure.name));
            std::fs::write(path, figure.png().expect("a picture")).expect("written");
        }
    }
}
