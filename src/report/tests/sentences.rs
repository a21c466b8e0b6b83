//! What sentences say where two numbers could be mistaken for each other, or are one and the same.

use super::figures;
use crate::report::answer;
use crate::report::fixture;
use crate::report::page::Page;
use crate::report::text::Language;

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
