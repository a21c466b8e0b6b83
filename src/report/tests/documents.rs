//! The report, the documents and the workbook of a made-up summary: their numbers come from it, names
//! in it do no harm, pages are well formed, and the same result gives the same bytes.

use super::numbers::{Known, foreign, smaller, unknown};
use crate::report::documents::Kind;
use crate::report::page::{Page, Sheet};
use crate::report::text::Language;
use crate::report::web::FigureView;
use crate::report::workbook::render_workbook;
use crate::report::{documents, figures, fixture, html, write_report};
use crate::results::provenance::Provenance;
use crate::results::{Measure, Summary};
use calamine::{Data, Reader, Xlsx};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// Every page with its name.
fn pages(
    summary: &Summary,
    provenance: &Provenance,
    language: Language,
) -> BTreeMap<String, String> {
    let page = Page::new(summary, language).on(Sheet::Screen);
    let wide = figures::render_all(&page);
    let page = page.on(Sheet::Phone);
    let narrow = figures::render_all(&page);
    let view = |(wide, narrow)| FigureView::new(wide, narrow, &page.text);
    let views: Vec<_> = wide.iter().zip(&narrow).map(view).collect();
    let document = |kind: Kind| {
        let html = documents::render_document(kind, &page, provenance, &views)?;
        Some((kind.name().to_owned(), html))
    };
    let mut pages: BTreeMap<_, _> = Kind::ALL.into_iter().filter_map(document).collect();
    pages.insert("report".to_owned(), html::render_report(&page, provenance, &views));
    pages
}

fn workbook(summary: &Summary, provenance: &Provenance, language: Language) -> Vec<u8> {
    let page = Page::new(summary, language);
    render_workbook(&page, provenance).expect("a workbook")
}

pub(super) fn cells(workbook: Vec<u8>) -> Vec<(String, Data)> {
    let mut book = Xlsx::new(Cursor::new(workbook)).expect("it can be read back");
    let mut cells = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let filled = range.cells().filter(|(.., cell)| **cell != Data::Empty);
        cells.extend(filled.map(|(.., cell)| (name.clone(), cell.clone())));
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        assert!(formulas.cells().all(|(.., it)| it.is_empty()), "{name} has a formula");
    }
    cells
}

pub(super) fn parsed<'p>(name: &str, page: &'p str) -> Document<'p> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Whether the node is inside an element of one of these names.
pub(super) fn is_in(node: Node, names: &[&str]) -> bool {
    node.ancestors().any(|it| names.contains(&it.tag_name().name()))
}

pub(super) fn statistics(measure: &Measure) -> [f64; 9] {
    let Measure { mean, q05, q10, q25, q50, q75, q90, q95, mc_error, .. } = *measure;
    [mean, q05, q10, q25, q50, q75, q90, q95, mc_error]
}

/// What pages and figures of a summary may say.
pub(super) fn known(summary: &Summary) -> Known {
    let mut known = Known::constants();
    known.add_run(summary, &fixture::provenance());
    known.add_all(&summary.measures);
    known
}

#[test]
fn every_number_on_a_page_is_one_of_the_summary_and_follows_it() {
    let (summary, provenance) = (fixture::summary(), fixture::provenance());
    let mut constants = Known::constants();
    constants.add_run(&summary, &provenance);
    let mut known = Known::default();
    known.add_all(&summary.measures);
    let smaller = smaller(&summary);
    let sayings = provenance.parameters.iter().flat_map(|it| [Some(&it.key), it.source.as_ref()]);
    let sayings: BTreeSet<_> = sayings.flatten().map(String::as_str).collect();
    let is_saying = |text: &str| sayings.contains(text);
    for language in Language::ALL {
        let others = pages(&smaller, &provenance, language);
        for (name, page) in pages(&summary, &provenance, language) {
            let both = [parsed(&name, &page), parsed(&name, &others[&name])];
            let both = both.each_ref();
            let (n, problems) = foreign(both, (&constants, &known), &is_saying, language);
            assert!(problems.is_empty(), "{name} in {}: {problems:#?}", language.code());
            assert!(n > 200, "{name} has only {n} numbers");
        }
    }
}

/// What a figure has on it as a file of its own: its title, subtitle, source, and what it tells where it is pointed at.
#[test]
fn every_number_of_a_figure_file_is_one_of_the_summary() {
    let summary = fixture::summary();
    let known = known(&summary);
    for language in Language::ALL {
        let page = Page::new(&summary, language);
        let all = figures::render_all(&page).into_iter().chain(figures::render_files(&page));
        for figure in all {
            let document = parsed(&figure.name, &figure.svg);
            let (n, problems) = unknown(&document, &known, language);
            let place = format!("{} in {}", figure.name, language.code());
            assert!(problems.is_empty(), "{place}: {problems:#?}");
            assert!(n > 10, "{place} has only {n} numbers");
        }
    }
}

#[test]
fn every_number_in_the_workbook_is_one_of_the_summary() {
    let (summary, provenance) = (fixture::summary(), fixture::provenance());
    let mut allowed: Vec<f64> = summary.measures.iter().flat_map(statistics).collect();
    allowed.extend(summary.measures.iter().flat_map(statistics).map(|it| it / 1e6));
    allowed.extend(summary.places.iter().map(|it| it.population as f64));
    allowed.extend((2000..2040).map(f64::from));
    allowed.extend([summary.seed as f64, summary.replications as f64]);
    let centrals = provenance.parameters.iter().filter_map(|it| it.central.parse::<f64>().ok());
    allowed.extend(centrals);
    allowed.sort_by(f64::total_cmp);
    let is_allowed = |value: f64| {
        let at = allowed.partition_point(|it| *it < value - 1e-9 * value.abs());
        allowed.get(at).is_some_and(|it| (it - value).abs() <= 1e-9 * value.abs())
    };
    let mut n_numbers = 0;
    for (sheet, cell) in cells(workbook(&summary, &provenance, Language::Nb)) {
        if let Data::Float(value) = cell {
            n_numbers += 1;
            assert!(value.abs() < 1_000.0 || is_allowed(value), "{sheet}: {value}");
        }
    }
    assert!(n_numbers > 1_000, "only {n_numbers} numbers");
}

/// Names that would do harm if they were read as anything but names.
fn hostile() -> (Summary, Provenance) {
    const NAMES: [&str; 4] = [
        "<script>alert(1)</script>",
        "=1+1",
        "\"><img src=x onerror=alert(1)>",
        "@SUM(A1) & \u{0}\u{8}]]> </style></title>{{ 271 * 314 }}",
    ];
    let (mut summary, mut provenance) = (fixture::summary(), fixture::provenance());
    for (place, name) in summary.places.iter_mut().zip(NAMES) {
        place.name = name.to_owned();
    }
    summary.title = NAMES[0].to_owned();
    summary.scenario = NAMES[1].to_owned();
    summary.posts.push(NAMES[1].to_owned());
    summary.groups.push(NAMES[0].to_owned());
    let of_group = summary.measures.iter().filter(|it| it.group == "ukraine").cloned();
    let of_group = of_group.map(|it| Measure { group: NAMES[0].to_owned(), ..it });
    let of_post = summary.measures.iter().filter(|it| it.post.as_deref() == Some("671/61"));
    let of_post = of_post.cloned().map(|it| Measure { post: Some(NAMES[1].to_owned()), ..it });
    let further: Vec<_> = of_group.chain(of_post).collect();
    summary.measures.extend(further);
    summary.measures[0].name = NAMES[1].to_owned();
    provenance.scenario.text = NAMES.join("\n");
    provenance.scenario.name = NAMES[1].to_owned();
    provenance.command = NAMES.map(str::to_owned).to_vec();
    provenance.references[0].file = NAMES[1].to_owned();
    for (parameter, name) in provenance.parameters.iter_mut().zip(NAMES) {
        parameter.key = name.to_owned();
        parameter.central = name.to_owned();
        parameter.law = Some(name.to_owned());
        parameter.source = Some(name.to_owned());
        parameter.status = name.to_owned();
    }
    (summary, provenance)
}

#[test]
fn hostile_names_are_only_names_on_a_page() {
    let (summary, provenance) = hostile();
    for (name, page) in pages(&summary, &provenance, Language::Nn) {
        let document = parsed(&name, &page);
        let n_elements =
            |tag: &str| document.descendants().filter(|it| it.tag_name().name() == tag).count();
        assert_eq!(n_elements("script"), 1, "{name} runs its own script only");
        assert_eq!((n_elements("img"), n_elements("style")), (0, 1), "{name}");
        let has_handler = |it: Node| it.attributes().any(|it| it.name().starts_with("on"));
        assert!(!document.descendants().any(has_handler), "{name} has an event handler");
        assert!(!page.contains(char::from(0)) && !page.contains('\u{8}'), "{name}");
        assert!(!page.contains("85094"), "{name} has filled in a template of the data");
    }
}

#[test]
fn hostile_names_are_only_text_in_the_workbook() {
    let (summary, provenance) = hostile();
    let cells = cells(workbook(&summary, &provenance, Language::En));
    for name in ["=1+1", "<script>alert(1)</script>"] {
        let found = cells.iter().filter(|(_, cell)| *cell == Data::String(name.to_owned()));
        let sheets: BTreeSet<_> = found.map(|(sheet, _)| sheet.as_str()).collect();
        assert!(sheets.contains("Municipalities") && sheets.contains("Assumptions"), "{sheets:?}");
    }
}

#[test]
fn a_text_longer_than_a_cell_is_cut() {
    let (summary, mut provenance) = (fixture::summary(), fixture::provenance());
    provenance.parameters[0].source = Some("å".repeat(40_000));
    let cells = cells(workbook(&summary, &provenance, Language::Nb));
    let longest = cells.iter().filter_map(|(_, cell)| match cell {
        Data::String(text) => Some(text.chars().count()),
        _ => None,
    });
    assert_eq!(longest.max(), Some(32_767));
}

#[test]
fn pages_need_nothing_from_outside() {
    let (summary, provenance) = (fixture::summary(), fixture::provenance());
    for (name, page) in pages(&summary, &provenance, Language::Nb) {
        let document = parsed(&name, &page);
        let elements = document.descendants().filter(|it| it.is_element());
        for attribute in elements.clone().flat_map(|it| it.attributes()) {
            if ["src", "href", "action", "data"].contains(&attribute.name()) {
                assert!(attribute.value().starts_with('#'), "{name}: {attribute:?}");
            }
        }
        for link in elements.filter_map(|it| it.attribute("href")) {
            let is_target = |it: Node| it.attribute("id") == link.strip_prefix('#');
            assert!(document.descendants().any(is_target), "{name}: nothing is at {link}");
        }
        assert!(!page.contains("@import") && !page.contains("url("), "{name}");
        let policies = document.descendants().filter_map(|it| it.attribute("content"));
        let is_closed = |it: &str| it.starts_with("default-src 'none'; ");
        assert!(policies.into_iter().any(is_closed), "{name} has no policy");
    }
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    let (summary, provenance) = (fixture::summary(), fixture::provenance());
    let [one, other] = [0, 1].map(|_| {
        let pages = pages(&summary, &provenance, Language::Nb);
        (pages, workbook(&summary, &provenance, Language::Nb))
    });
    assert!(one == other);
}

#[test]
fn a_result_without_measures_or_dates_still_has_a_report() {
    let all = fixture::summary();
    let nothing = Summary {
        measures: Vec::new(),
        places: Vec::new(),
        posts: Vec::new(),
        as_of: String::new(),
        start: String::new(),
        ..all.clone()
    };
    let provenance = fixture::provenance();
    assert!(pages(&nothing, &provenance, Language::Nb).contains_key("report"));
    workbook(&nothing, &provenance, Language::Nb);
    // Whatever single measure is missing, the rest is there.
    let names: BTreeSet<_> = all.measures.iter().map(|it| it.name.clone()).collect();
    for name in names {
        let mut summary = all.clone();
        summary.measures.retain(|it| it.name != name);
        summary.places.retain(|it| it.code.len() == 2);
        assert_eq!(pages(&summary, &provenance, Language::En).len(), 4, "without {name}");
    }
}

#[test]
fn before_the_horizon_the_monthly_analysis_shows_what_is_published() {
    let mut summary = fixture::summary();
    summary.as_of = "2022-12-15".to_owned();
    let pages = pages(&summary, &fixture::provenance(), Language::Nb);
    assert!(pages["monthly"].contains("Månedlig analyse av bosettingen: november 2022"));
    assert!(pages["monthly"].contains("I november 2022 ble 2\u{202f}500 personer bosatt."));
    assert!(pages["half-year"].contains("Talt per 30. juni 2023."));
}

#[test]
fn the_half_year_is_counted_in_june_or_later() {
    let provenance = fixture::provenance();
    let counted = |as_of: &str| {
        let summary = Summary { as_of: as_of.to_owned(), ..fixture::summary() };
        let pages = pages(&summary, &provenance, Language::En);
        let (_, rest) = pages["half-year"].split_once("Counted on ").expect("a date");
        rest.split('.').next().unwrap_or_default().to_owned()
    };
    for (as_of, expected) in [
        ("2023-03-31", "30 June 2023"),
        ("2023-07-30", "30 June 2023"),
        ("2023-07-31", "31 July 2023"),
        ("2023-12-15", "30 November 2023"),
        ("2023-12-31", "30 June 2024"),
    ] {
        assert_eq!(counted(as_of), expected, "on {as_of}");
    }
}

#[test]
fn the_whole_report_lies_in_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut summary, provenance) = (fixture::summary(), fixture::provenance());
    // A single picture is enough to see that they are written.
    summary.measures.retain(|it| it.name != "settled_persons" && it.name != "arrived_persons");
    summary.measures.retain(|it| !it.name.ends_with("_kroner") && it.name != "waiting_persons");
    summary.measures.retain(|it| it.name != "reception_persons" && it.name != "utilisation");
    let written = write_report(Page::new(&summary, Language::Nb), &provenance, folder.path())
        .expect("written");
    assert_eq!(written.report, folder.path().join("report.html"));
    assert_eq!(written.workbook, folder.path().join("report.xlsx"));
    let names = ["monthly", "half-year", "calculation-group"];
    let documents = folder.path().join("documents");
    assert_eq!(written.documents, names.map(|it| documents.join(format!("{it}.html"))));
    let files = written.documents.iter().chain([&written.report, &written.workbook]);
    assert!(files.into_iter().all(|it| it.is_file()));
    let error = write_report(Page::new(&summary, Language::Nb), &provenance, &written.report);
    assert!(error.expect_err("a file").to_string().contains("report.html"));
}
