//! Every figure of a made-up summary, in every language: drawn, valid, complete, and nothing leaks in.

mod branches;
mod comparison;
mod documents;
mod numbers;
mod sentences;
mod studies;

use super::borders::{Borders, Shape};
use super::figures::render_all;
use super::fixture;
use super::page::{Page, Sheet};
use super::table::{Cell, Format};
use super::text::Language;
use super::{Figure, write_figures, write_report};
use crate::results::summarise::Summariser;
use crate::results::{self, Measure, Summary};
use resvg::usvg;

const NAMES: [&str; 14] = [
    "settlements",
    "pace-calendar",
    "arrivals",
    "arrivals-ukraine",
    "waiting",
    "stages",
    "budget-pace",
    "budget-decomposition",
    "reception",
    "settled-within",
    "map",
    "centrality",
    "worth-of-place",
    "watch",
];

fn figures(summary: &Summary, language: Language) -> Vec<Figure> {
    render_all(&Page::new(summary, language))
}

fn names(summary: &Summary) -> Vec<String> {
    figures(summary, Language::Nb).into_iter().map(|figure| figure.name).collect()
}

/// The words of a drawing, one text a line.
fn words(figure: &Figure) -> String {
    let content = |text: &str| {
        let (_, rest) = text.split_once('>').expect("a closed tag");
        rest.split("</text>").next().unwrap_or_default().trim().to_owned()
    };
    figure.svg.split("<text").skip(1).map(content).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_figure_is_drawn_and_valid_in_every_language() {
    let summary = fixture::summary();
    for language in Language::ALL {
        let figures = figures(&summary, language);
        let drawn: Vec<_> = figures.iter().map(|figure| figure.name.as_str()).collect();
        assert_eq!(drawn, NAMES);
        for figure in &figures {
            let Figure { name, svg, title, .. } = figure;
            usvg::Tree::from_str(svg, &usvg::Options::default()).expect(name);
            assert!(
                !svg.contains("NaN") && !svg.contains("inf"),
                "{name} has a number that is none"
            );
            assert!(svg.len() < 150_000, "{name} has {} bytes", svg.len());
            let first_words = title.split(' ').take(4).collect::<Vec<_>>().join(" ");
            assert!(words(figure).contains(&first_words), "{name} lacks its title {title}");
            assert!(words(figure).contains("letter-2023"), "{name} lacks its source");
        }
    }
}

#[test]
fn every_figure_tells_its_numbers_in_tables_and_where_it_is_pointed_at() {
    let summary = fixture::summary();
    for sheet in [Sheet::File, Sheet::Screen, Sheet::Phone] {
        for figure in render_all(&Page::new(&summary, Language::Nb).on(sheet)) {
            let n_rows: usize = figure.tables.iter().map(|table| table.rows.len()).sum();
            let n_spots = figure.svg.matches("<rect x=").count();
            assert!(n_rows >= 5 && n_spots >= 5, "{}: {n_rows}, {n_spots}", figure.name);
            for table in &figure.tables {
                assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
                assert!(!table.caption.is_empty() && !table.corner.is_empty(), "{}", figure.name);
            }
            figure.tree().expect("valid");
        }
    }
}

fn assert_inside(figure: &Figure, language: Language) {
    let tree = figure.tree().expect("valid");
    let (width, height) = (tree.size().width(), tree.size().height());
    let usvg::Node::Group(all) = &tree.root().children()[0] else {
        panic!("the view box is a group");
    };
    assert!(all.children().len() > 20, "{} is nearly empty", figure.name);
    for node in all.children() {
        let edge = node.abs_bounding_box();
        let inside = edge.left() >= -1.0
            && edge.top() >= -1.0
            && edge.right() <= width + 1.0
            && edge.bottom() <= height + 1.0;
        assert!(inside, "{} in {}: {edge:?}", figure.name, language.code());
    }
}

#[test]
fn what_lies_on_the_sheet_lies_inside_it() {
    let summary = fixture::summary();
    for language in Language::ALL {
        for sheet in [Sheet::File, Sheet::Screen, Sheet::Phone] {
            for figure in render_all(&Page::new(&summary, language).on(sheet)) {
                assert_inside(&figure, language);
            }
        }
    }
}

#[test]
fn sizes_of_households_stand_beside_each_other_and_nobody_is_not_zero() {
    let summary = fixture::summary();
    let figures = figures(&summary, Language::En);
    let within = figures.iter().find(|it| it.name == "settled-within").expect("it is drawn");
    let table = &within.tables[within.tables.len() - 1];
    let names: Vec<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["1 person", "2 persons", "3 to 5 persons", "6 persons and more"]);
    assert_eq!(table.columns.len(), 4, "what has no number in any line has no column");
    assert_eq!(table.rows[0].cells[1], Cell::Number(0.93, Format::Percent));
    assert_eq!(table.rows[1].cells[0], Cell::Number(0.0, Format::Whole));
    assert!(table.rows[1].cells[1..].iter().all(|cell| *cell == Cell::Nothing));
    let mut without = summary.clone();
    without.measures.retain(|it| !it.name.contains("_by_size"));
    let figures = render_all(&Page::new(&without, Language::En));
    let old = figures.iter().find(|it| it.name == "settled-within").expect("it is drawn");
    assert_eq!(old.tables.len() + 1, within.tables.len());
}

#[test]
fn a_title_tells_the_number_of_its_measure() {
    let summary = fixture::summary();
    let figures = figures(&summary, Language::En);
    let title = |name: &str| &figures.iter().find(|it| it.name == name).expect(name).title;
    assert!(title("settlements").starts_with("About 35,200 people are settled in 2023"));
    assert!(title("settlements").contains("38,000 requested"));
    assert!(title("budget-pace").ends_with("exceed what is available in 2023 is over 99 per cent"));
    assert!(title("budget-decomposition").contains("allocation of NOK 15,335.9 million"));
    assert!(title("settled-within").starts_with("83 per cent"));
    assert!(title("map").starts_with("Oslo settles most in 2023, about 1,920"));
    assert!(title("centrality").contains("class 6"));
}

#[test]
fn bars_stand_on_zero_and_are_as_high_as_their_numbers() {
    let figures = figures(&fixture::summary(), Language::Nb);
    let decomposition = figures.iter().find(|it| it.name == "budget-decomposition").expect("drawn");
    let number = |tag: &str, name: &str| -> f64 {
        let (_, rest) = tag.split_once(&format!(" {name}=\"")).expect(name);
        rest.split('"').next().and_then(|it| it.parse().ok()).expect("a number")
    };
    let tags = decomposition.svg.split('<').filter(|tag| tag.starts_with("rect"));
    // The lowest part, in the colour of the committed; the key has a small one too.
    let bars: Vec<_> = tags
        .filter(|tag| tag.contains("#004E8C") && number(tag, "height") > 200.0)
        .map(|tag| (number(tag, "height"), number(tag, "y") + number(tag, "height")))
        .collect();
    assert_eq!(bars.len(), 5);
    assert!(bars.iter().all(|(_, foot)| *foot == bars[0].1), "{bars:?}");
    // 2025 against 2023 in the fixture: means of lognormals, in billions.
    let expected = 24.9 * 0.74 * (0.06_f64.powi(2) / 2.0).exp() / (18.0 * 0.53);
    assert!((bars[2].0 / bars[0].0 - expected).abs() < 0.01, "{bars:?}, {expected}");
}

/// The names must be those that results gives, not only those of our own fixture.
#[test]
fn what_results_summarise_has_the_measures_that_figures_need() {
    let dimensions = results::examples::dimensions();
    let mut summariser = Summariser::new(&dimensions);
    for replication in 0..10 {
        summariser
            .push(&results::examples::observation(&dimensions, replication))
            .expect("it fits into memory");
    }
    let mut summary =
        results::examples::summary(&dimensions, summariser.finish().expect("nothing is on disk"));
    // All places of that world lie in one point.
    for (place, longitude) in summary.places.iter_mut().zip([5.0, 7.0, 9.0, 11.0]) {
        place.longitude = place.longitude.map(|_| longitude);
    }
    let drawn = names(&summary);
    for name in
        NAMES.iter().filter(|name| !["arrivals-ukraine", "centrality", "watch"].contains(*name))
    {
        assert!(drawn.iter().any(|it| it == name), "{name} is not among {drawn:?}");
    }
}

#[test]
fn a_figure_without_its_measures_is_left_out() {
    let all = fixture::summary();
    let without = |lacking: &[&str]| {
        let mut summary = all.clone();
        summary.measures.retain(|it| !lacking.contains(&it.name.as_str()));
        names(&summary)
    };
    let missing = |lacking: &[&str]| {
        let drawn = without(lacking);
        let missing = NAMES.into_iter().filter(|name| !drawn.iter().any(|it| it == name));
        missing.collect::<Vec<_>>()
    };
    assert_eq!(missing(&["settled_persons"]), ["map"]);
    let under_request = missing(&["settled_under_request_persons"]);
    assert_eq!(under_request, ["settlements", "pace-calendar"]);
    assert_eq!(missing(&["arrived_persons"]), ["arrivals", "arrivals-ukraine"]);
    assert_eq!(missing(&["waiting_persons"]), ["waiting", "stages"]);
    assert_eq!(missing(&["requested_persons"]), ["pace-calendar"]);
    assert_eq!(missing(&["settled_cusum_limit"]), ["watch"]);
    assert_eq!(missing(&["shadow_price"]), ["worth-of-place"]);
    assert_eq!(missing(&["allocation_kroner"]), ["budget-pace"]);
    assert_eq!(missing(&["one_off_kroner"]), ["budget-decomposition"]);
    assert_eq!(missing(&["ordinary_beds"]), ["reception"]);
    assert_eq!(missing(&["settled_within_6_months"]), ["settled-within"]);
    assert_eq!(missing(&["settled_per_1000", "utilisation"]), ["map", "centrality"]);
    // What only adds to a figure may be missing.
    let adds = ["emergency_beds", "exhaustion_probability", "overrun_probability"];
    assert!(missing(&adds).is_empty());
    let adds = [
        "settled_under_request_persons_actual",
        "private_persons",
        "cash_kroner",
        "available_kroner",
    ];
    assert!(missing(&adds).is_empty());
    let nothing = Summary { measures: Vec::new(), ..all };
    assert!(names(&nothing).is_empty());
}

#[test]
fn a_place_called_like_markup_or_a_formula_is_only_a_name() {
    let mut summary = fixture::summary();
    summary.places[0].name = "<script>alert(1)</script>".to_owned();
    summary.places[1].name = "=1+1".to_owned();
    summary.places[2].name = "Å & \"Ø\" \u{0}\u{8}".to_owned();
    summary.title = "]]> <svg onload=alert(1)>".to_owned();
    for figure in figures(&summary, Language::Nn) {
        assert!(!figure.svg.contains("<script"), "{}", figure.name);
        assert_eq!(figure.svg.matches("<svg").count(), 1, "{}", figure.name);
        figure.tree().expect("still valid");
        if figure.name == "map" {
            assert!(words(&figure).contains("=1+1"));
        }
    }
}

#[test]
fn long_texts_leave_room_for_the_figure() {
    let mut summary = fixture::summary();
    summary.title = "Et scenario med en svært lang tittel ".repeat(40);
    summary.scenario = "enordlangtsomaldrislutter".repeat(20);
    for place in &mut summary.places {
        place.name = format!("{} og alle kommunene rundt", place.name).repeat(4);
    }
    for figure in figures(&summary, Language::Nb) {
        assert_inside(&figure, Language::Nb);
    }
}

#[test]
fn numbers_at_the_edge_of_sense_still_make_a_figure() {
    let change = |change: fn(f64) -> f64| {
        let mut summary = fixture::summary();
        for it in &mut summary.measures {
            let numbers =
                [&mut it.mean, &mut it.q05, &mut it.q10, &mut it.q25, &mut it.q50, &mut it.q75];
            for number in numbers.into_iter().chain([&mut it.q90, &mut it.q95]) {
                *number = change(*number);
            }
        }
        summary
    };
    for summary in [change(|_| 0.0), change(|it| it * 1e-6), change(|it| it * 1e6)] {
        for figure in figures(&summary, Language::En) {
            assert!(!figure.svg.contains("NaN") && !figure.svg.contains("inf"), "{}", figure.name);
            figure.tree().expect("valid");
        }
    }
    let mut infinite = fixture::summary();
    infinite.measures.iter_mut().for_each(|it: &mut Measure| it.q95 = f64::INFINITY);
    assert!(names(&infinite).is_empty(), "a number that is none counts as missing");
}

#[test]
fn a_run_of_a_single_month_or_without_a_day_of_knowledge_is_drawn_too() {
    let mut summary = fixture::summary();
    summary.as_of = String::new();
    summary.measures.retain(|it| it.period.len() == 4 || it.period == "2023-01");
    assert_eq!(names(&summary), NAMES);
}

#[test]
fn figures_are_written_as_drawing_and_picture_with_a_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut summary = fixture::summary();
    summary
        .measures
        .retain(|it| it.name.starts_with("settled_within") || it.name == "ordinary_beds");
    let written =
        write_figures(&Page::new(&summary, Language::Nb), folder.path()).expect("written");
    assert_eq!(written.len(), 1);
    assert_eq!(written[0].svg, folder.path().join("figures/settled-within.svg"));
    let png = std::fs::read(&written[0].png).expect("a picture");
    assert!(png.starts_with(b"\x89PNG"));
    let list = std::fs::read_to_string(folder.path().join("figures/figures.txt")).expect("a list");
    assert_eq!(list, format!("settled-within: {}\n", written[0].title));
}

/// A square around every seat stands for its borders.
#[test]
fn areas_are_drawn_where_there_are_borders() {
    let summary = fixture::summary();
    let square = |place: &results::Place| {
        let (x, y) = (place.longitude?, place.latitude?);
        let corners = [(-0.2, -0.1), (0.2, -0.1), (0.2, 0.1), (-0.2, 0.1), (-0.2, -0.1)];
        let part = corners.map(|(right, up)| (x + right, y + up)).to_vec();
        Some(Shape { code: place.code.clone(), parts: vec![part] })
    };
    let borders = Borders { shapes: summary.places.iter().filter_map(square).collect() };
    for sheet in [Sheet::File, Sheet::Screen, Sheet::Phone] {
        let page = Page::new(&summary, Language::Nb).with_borders(Some(&borders)).on(sheet);
        let figures = render_all(&page);
        let map = figures.iter().find(|it| it.name == "map-areas").expect("drawn");
        assert!(map.svg.matches("<polygon").count() >= borders.shapes.len(), "{}", map.svg);
        assert_inside(map, Language::Nb);
    }
    let elsewhere = Borders {
        shapes: vec![Shape { code: "9999".to_owned(), parts: borders.shapes[0].parts.clone() }],
    };
    let page = Page::new(&summary, Language::Nb).with_borders(Some(&elsewhere));
    assert!(render_all(&page).iter().all(|it| it.name != "map-areas"));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let summary = fixture::summary();
    let error = write_figures(&Page::new(&summary, Language::Nb), file.path()).expect_err("a file");
    assert!(error.to_string().contains("figures"), "{error}");
}

/// Writes all figures where a person can look at them: set `BOSETT_LOOK` to a folder.
#[test]
fn look() {
    let Some(folder) = std::env::var_os("BOSETT_LOOK") else { return };
    for language in Language::ALL {
        let folder = std::path::Path::new(&folder).join(language.code());
        let summary = fixture::summary();
        write_report(Page::new(&summary, language), &fixture::provenance(), &folder)
            .expect("written");
        for figure in render_all(&Page::new(&summary, language).on(Sheet::Phone)) {
            let path = folder.join(format!("phone-{}.png", figure.name));
            std::fs::write(path, figure.png().expect("a picture")).expect("written");
        }
    }
}
