//! The floor of next year, and which part of the money a payment is, by hand.

use super::town::{Fate, Town, household};
use bosett::scenario::Post::{self, IntegrationGrant, Training, UnaccompaniedMinors};

#[test]
fn the_floor_is_what_is_owed_and_what_new_year_brings() {
    // Alone, settled on 10 December 2023: year 1 (241,000) is paid after 40 days and training (36,900) after 100, both
    // in 2024; grant year 2 of 2024 is 246,000, and the base grant for 1 to 3 participants of last year 234,100.
    let town = Town::years(2023, 2028);
    let books = town.run(&[household("2023-12-10", &[35]).of("asylum")]);
    let floor = |post, month| books.floor(post, month);
    assert_eq!(floor(IntegrationGrant, "2023-11"), Some(0), "nobody has settled yet");
    assert_eq!(floor(IntegrationGrant, "2023-12"), Some(241_000 + 246_000));
    assert_eq!(floor(Training, "2023-12"), Some(36_900 + 234_100));
    // From January on it is 2025 that is looked at: grant year 3, and no base grant for last year's participants.
    for month in ["2024-01", "2024-06", "2024-12"] {
        assert_eq!(floor(IntegrationGrant, month), Some(174_000), "in {month}");
        assert_eq!(floor(Training, month), Some(0), "in {month}");
    }
    assert_eq!(floor(IntegrationGrant, "2026-12"), Some(72_000), "grant year 5");
    assert_eq!(floor(IntegrationGrant, "2027-01"), Some(0), "the five years end with 2027");
}

#[test]
fn at_the_end_of_a_year_the_floor_is_what_the_next_pays_for_those_settled_before() {
    let lines = "world.grants.disability_1_share=0.5\nworld.grants.disability_2_share=1\n\
                 world.grants.ordinary_training_years=3";
    let town = Town::with(2022, 2028, Fate::Moves, lines);
    let books = town.run(&[
        household("2022-05-04", &[35, 33, 4]).of("quota"),
        household("2022-12-30", &[61]),
        household("2023-11-28", &[30, 5]).of("family").with_three_years(),
        household("2023-03-01", &[16]).of("minors"),
        household("2024-12-24", &[44, 41, 17]).of("asylum").by_agreement(),
    ]);
    for year in 2022..2028 {
        let december = format!("{year}-12");
        for post in [IntegrationGrant, UnaccompaniedMinors, Training] {
            let committed = books.committed(post, year + 1);
            assert_eq!(books.floor(post, &december), Some(committed), "{post:?} of {}", year + 1);
        }
    }
    let all = Post::ALL[..Post::N_MUNICIPAL].iter();
    assert!(all.map(|&post| books.committed(post, 2024)).all(|it| it > 0), "each post has some");
}

#[test]
fn the_floor_of_the_year_after_the_run_is_known_as_long_as_the_law_is() {
    let settled = [household("2029-06-01", &[35])];
    let books = Town::years(2029, 2029).run(&settled);
    // Grant year 2 at the last amount known.
    assert_eq!(books.floor(IntegrationGrant, "2029-12"), Some(246_000));
    let books = Town::years(2029, 2030).run(&settled);
    assert_eq!(books.floor(IntegrationGrant, "2029-12"), Some(246_000));
    assert_eq!(books.floor(IntegrationGrant, "2030-01"), None, "the law ends with 2030");
}

#[test]
fn what_is_paid_after_the_run_is_no_part_of_the_floor_before_its_last_year() {
    // Training is paid 400 days after 10 December 2023, in January 2025: after a run that ends with 2024.
    let late = "world.grants.training_days={ constant = { days = 400 } }";
    let books = Town::with(2023, 2024, Fate::Moves, late)
        .run(&[household("2023-12-10", &[35]).of("asylum")]);
    assert_eq!(books.floor(Training, "2023-12"), Some(234_100), "the base grant of 2024 alone");
    assert_eq!(books.floor(Training, "2024-12"), Some(36_900));
}

#[test]
fn care_is_new_in_the_year_of_settlement_and_committed_after() {
    // 1,118,000 a year at 16 and 705,000 from 17, by month, paid with the quarter.
    let town = Town::years(2022, 2023);
    let books = town.run(&[household("2022-10-01", &[16])
        .of("minors")
        .and_later(&["2022-11-15", "2023-02-15"])]);
    assert_eq!(books.parts_of(UnaccompaniedMinors, "2022-12"), [0, 279_500, 0], "also moved");
    assert_eq!(books.parts_of(UnaccompaniedMinors, "2023-03"), [176_250, 0, 0]);
    assert_eq!(books.parts_of(UnaccompaniedMinors, "2023-12"), [176_250, 0, 0]);
}
