//! What sentences say where two numbers could be mistaken for each other, or are one and the same.

use super::figures;
use crate::report::fixture;
use crate::report::page::Page;
use crate::report::table::Format;
use crate::report::text::Language;
use crate::report::{answer, bands};
use crate::results::Summary;

#[test]
fn settlement_beside_requests_and_published_numbers_leaves_out_family_that_follows() {
    let with_family = fixture::summary();
    let mut without = with_family.clone();
    without.measures.retain(|it| it.name != "settled_persons" || it.place != "national");
    assert!(without.measures.len() < with_family.measures.len());
    for language in Language::ALL {
        let [one, other] = [&with_family, &without].map(|it| Page::new(it, language));
        assert_eq!(answer::sentences(&one), answer::sentences(&other));
        assert_eq!(answer::key_figures(&one), answer::key_figures(&other));
        assert_eq!(answer::table(&one), answer::table(&other));
        for name in ["settlements", "pace-calendar"] {
            let [one, other] = [&with_family, &without].map(|it| {
                figures(it, language).into_iter().find(|it| it.name == name).expect("a figure")
            });
            assert_eq!((one.svg, one.tables), (other.svg, other.tables), "{name}");
        }
    }
}

#[test]
fn a_number_that_hardly_varies_is_told_as_one_number() {
    let told = |change: fn(f64, f64) -> f64, sd| {
        let mut summary = fixture::summary();
        for it in &mut summary.measures {
            (it.q10, it.q90, it.sd) = (change(it.q50, it.q10), change(it.q50, it.q90), sd);
        }
        let page = Page::new(&summary, Language::En);
        let mut told = answer::sentences(&page);
        told.extend(answer::key_figures(&page).into_iter().map(|it| it.range));
        let figures = figures(&summary, Language::En).into_iter();
        told.extend(figures.filter(|it| it.name.starts_with("arrivals")).map(|it| it.title));
        told
    };
    let count = |told: &[String], words| told.iter().filter(|it| it.contains(words)).count();
    let varying = told(|_, end| end, 1.0);
    assert_eq!(count(&varying, "between"), 5, "{varying:?}");
    for (sd, words) in [(0.0, "the same in every simulated run"), (1.0, "nearly the same in")] {
        let told = told(|median, _| median, sd);
        assert_eq!((count(&told, words), count(&told, "between")), (5, 0), "{told:?}");
        assert_eq!(count(&told, "35,200"), 3, "{told:?}");
        let is_range = |it: &String| it.contains('\u{2013}') && !it.contains(" \u{2013} ");
        assert!(!told.iter().any(is_range), "{told:?}");
    }
}

#[test]
fn a_band_whose_ends_are_written_alike_is_one_number() {
    let summary = fixture::summary();
    let page = Page::new(&summary, Language::En);
    for (format, ends, words) in [
        (Format::Whole, (7.2, 7.4), "7"),
        (Format::Whole, (7.2, 8.4), "7\u{2013}8"),
        (Format::Percent, (0.741, 0.744), "74%"),
        (Format::Whole, (-3.0, -3.0), "\u{2212}3"),
    ] {
        assert_eq!(format.range(ends, &page.text), words);
    }
    let measure = page.summary.measures.iter().find(|it| it.q10 < it.q90).expect("a spread");
    let told = bands::spread(&page, measure, |_| "7".to_owned());
    assert_eq!(told, "nearly the same in eight of ten simulated runs");
    let alone = Summary { replications: 1, ..summary.clone() };
    let told = bands::spread(&Page::new(&alone, Language::En), measure, |_| "7".to_owned());
    assert_eq!(told, "in a single simulated run");
}
