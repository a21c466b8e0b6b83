//! Is the law read right? One case on each side of every date and limit, rights and cash to the krone.
//!
//! Amounts are worked by hand from the rates of `rules.toml`, which the comments repeat. Sources of the rules are
//! in that file; `docs/model.md` 7.10 names the conventions where the law leaves something open.

mod floor;
mod law;
mod town;

use bosett::calendar::{Month, Year};
use bosett::model::grants::{is_disability_2_year, moved_part};
use bosett::rules::{MoveSplit, Rules};
use bosett::scenario::Post::{IntegrationGrant, Training, UnaccompaniedMinors};
use bosett::units::Kroner;
use town::{CAPITAL, Fate, Town, VALLEY, household, months};

/// The right of the valley under post 60 in the settlement year of one household.
fn year_1(day: &'static str, group: &'static str, ages: &[u8]) -> i64 {
    let year: i32 = day[..4].parse().expect("a year");
    let town = Town::years(year, year);
    town.run(&[household(day, ages).of(group)]).right(IntegrationGrant, VALLEY, year)
}

#[test]
fn each_category_has_its_rate_of_year_1() {
    // 2017 and 2024 are the years whose rates were read in a document.
    let cases = [
        ("2017-06-15", "asylum", &[35][..], 235_000),
        ("2017-06-15", "asylum", &[35, 40], 2 * 185_000),
        ("2017-06-15", "asylum", &[35, 10], 185_000 + 185_000),
        ("2017-06-15", "minors", &[16], 185_000),
        ("2024-06-15", "ukraine", &[35], 241_100),
        ("2024-06-15", "quota", &[35, 40], 2 * 194_400),
        ("2024-06-15", "quota", &[35, 40, 16, 9], 2 * 194_400 + 2 * 194_400),
        // Who follows family is not alone (A197).
        ("2024-06-15", "family", &[35], 194_400),
        ("2024-06-15", "family", &[9], 194_400),
        ("2024-06-15", "minors", &[16], 187_000),
        // Also one who has turned 18 by settlement.
        ("2024-06-15", "minors", &[18], 187_000),
    ];
    for (day, group, ages, expected) in cases {
        assert_eq!(year_1(day, group, ages), expected, "{group} {ages:?} on {day}");
    }
}

#[test]
fn an_adult_is_one_from_the_calendar_year_of_turning_18() {
    // Alone, a child has the rate of a child (194,400) and an adult that of a single adult (241,100).
    assert_eq!(year_1("2024-01-02", "ukraine", &[17]), 194_400);
    assert_eq!(year_1("2024-01-02", "ukraine", &[18]), 241_100);
    assert_eq!(year_1("2024-12-31", "ukraine", &[18]), 241_100);
}

#[test]
fn kindergarten_ends_at_5_and_old_age_begins_at_60() {
    // 2024: kindergarten 27,800, elderly 180,600, adult and child in a family 194,400 each.
    let cases = [
        (&[30, 5][..], 388_800 + 27_800),
        (&[30, 6], 388_800),
        (&[30, 0, 5], 583_200 + 2 * 27_800),
        (&[59], 241_100),
        (&[60], 241_100 + 180_600),
        (&[60, 59], 388_800 + 180_600),
    ];
    for (ages, expected) in cases {
        assert_eq!(year_1("2024-06-15", "ukraine", ages), expected, "{ages:?}");
    }
    // The year before both were a little lower: 27,400 and 178,300.
    assert_eq!(year_1("2023-06-15", "ukraine", &[30, 5]), 388_800 + 27_400);
    assert_eq!(year_1("2023-06-15", "ukraine", &[60]), 241_000 + 178_300);
}

#[test]
fn who_settles_on_the_last_day_of_a_year_has_it_for_grant_year_1() {
    let town = Town::years(2023, 2029);
    let books = town.run(&[household("2023-12-31", &[35])]);
    let rights: Vec<i64> =
        (2023..=2029).map(|year| books.right(IntegrationGrant, VALLEY, year)).collect();
    // Year 1 at the rate of 2023; years 2 to 5 at 246,000, 174,000, 87,000 and 72,000; nothing in year 6.
    assert_eq!(rights, [241_000, 246_000, 174_000, 87_000, 72_000, 0, 0]);
    // 40 days after 31 December is 9 February, the month of the first instalment of year 2.
    let cash = books.cash(IntegrationGrant);
    assert_eq!(
        cash[..4],
        months(&[
            ("2024-02", 241_000 + 61_500),
            ("2024-05", 61_500),
            ("2024-08", 61_500),
            ("2024-11", 61_500),
        ])
    );
    assert_eq!(books.parts("2024-02"), [241_000 + 61_500, 0, 0], "owed over new year");
}

#[test]
fn who_settles_on_the_first_day_of_a_year_has_that_for_grant_year_1() {
    let town = Town::years(2023, 2029);
    let books = town.run(&[household("2024-01-01", &[35])]);
    let rights: Vec<i64> =
        (2023..=2029).map(|year| books.right(IntegrationGrant, VALLEY, year)).collect();
    assert_eq!(rights, [0, 241_100, 246_000, 174_000, 87_000, 72_000, 0]);
    // 40 days after 1 January is 10 February; nothing else is paid in 2024.
    let cash = books.cash(IntegrationGrant);
    assert_eq!(cash[..2], months(&[("2024-02", 241_100), ("2025-02", 61_500)]));
}

#[test]
fn year_1_is_paid_whole_after_the_lag_and_one_offs_after_theirs() {
    // 40 days after 15 June is 25 July; 50 days after is 4 August.
    let books = Town::years(2024, 2025).run(&[household("2024-06-15", &[60, 5])]);
    let cash = books.cash(IntegrationGrant);
    assert_eq!(cash[..2], months(&[("2024-07", 388_800), ("2024-08", 180_600 + 27_800)]));
    assert_eq!(books.parts("2024-07"), [0, 388_800, 0]);
    assert_eq!(books.parts("2024-08"), [0, 0, 208_400]);
    // From 22 November 40 days lead to 1 January, from 21 November to 31 December.
    for (day, month) in [("2024-11-21", "2024-12"), ("2024-11-22", "2025-01")] {
        let books = Town::years(2024, 2025).run(&[household(day, &[35])]);
        assert_eq!(books.cash(IntegrationGrant)[0], (month.to_owned(), 241_100), "{day}");
        assert_eq!(books.right(IntegrationGrant, VALLEY, 2024), 241_100, "{day}");
    }
}

#[test]
fn years_2_to_5_have_the_rates_of_their_calendar_years_and_end() {
    let books = Town::years(2019, 2024).run(&[household("2019-06-15", &[35])]);
    let rights: Vec<i64> =
        (2019..=2024).map(|year| books.right(IntegrationGrant, VALLEY, year)).collect();
    // Single adult 2019; year 2 of 2020, year 3 of 2021, year 4 of 2022, year 5 of 2023.
    assert_eq!(rights, [238_200, 242_400, 174_300, 87_000, 72_000, 0]);
    // Quarters of them: 60,600; 43,575; 21,750; 18,000.
    let quarters = [(2020, 60_600), (2021, 43_575), (2022, 21_750), (2023, 18_000)];
    let mut expected = vec![("2019-07".to_owned(), 238_200)];
    for (year, kroner) in quarters {
        expected.extend([2, 5, 8, 11].map(|month| (format!("{year}-{month:02}"), kroner)));
    }
    assert_eq!(books.cash(IntegrationGrant), expected);
}

#[test]
fn instalments_are_paid_in_the_months_of_the_scenario() {
    let lines = "world.grants.instalment_months = [1, 4, 7, 12]\n";
    let town = Town::with(2023, 2024, Fate::Moves, lines);
    let books = town.run(&[household("2023-03-01", &[35, 40])]);
    // Two persons, 246,000 each: 123,000 a quarter.
    let cash = books.cash(IntegrationGrant);
    let quarters = ["2024-01", "2024-04", "2024-07", "2024-12"].map(|it| (it, 123_000));
    assert_eq!(cash[1..], months(&quarters));
}

#[test]
fn a_run_from_the_middle_of_a_year_pays_the_instalments_to_come() {
    // One person settled in 2022: year 3 of 2024, 174,000, of which August and November are left.
    let lines = "world.opening.cohorts.2022 = { group = \"ukraine\", triggering_per_settled = 1, \
                 csv = \"one-settled.csv\" }\n";
    let books = Town::new("2024-07-01", "2025-12-31", Fate::Moves, lines).run(&[]);
    assert_eq!(books.right(IntegrationGrant, VALLEY, 2024), 87_000);
    assert_eq!(books.right(IntegrationGrant, VALLEY, 2025), 87_000, "year 4");
    let cash = books.cash(IntegrationGrant);
    assert_eq!(cash[..2], months(&[("2024-08", 43_500), ("2024-11", 43_500)]));
}

#[test]
fn family_of_a_humanitarian_case_has_three_years() {
    let family = household("2021-06-15", &[35, 8]).of("family");
    let rights = |household| -> Vec<i64> {
        let books = Town::years(2021, 2026).run(&[household]);
        (2021..=2026).map(|year| books.right(IntegrationGrant, VALLEY, year)).collect()
    };
    // Adult and child of 2021 at 194,800; then 246,000 of 2022 and 174,000 of 2023 each.
    let three = [389_600, 492_000, 348_000, 0, 0, 0];
    assert_eq!(rights(family.clone().with_three_years()), three);
    let five = [389_600, 492_000, 348_000, 2 * 87_000, 2 * 72_000, 0];
    assert_eq!(rights(family), five);
}

#[test]
fn family_within_five_years_of_the_first_settlement_gives_the_right() {
    // Five years of 365 days after 2 January 2019 is 1 January 2024.
    let persons = |days: i32| {
        let lines = format!(
            "world.groups.asylum.reunification.persons_per_settled = 20\n\
             world.groups.asylum.reunification.days = {{ constant = {{ days = {days} }} }}"
        );
        let town = Town::with(2019, 2024, Fate::Moves, &lines);
        let books = town.run(&[household("2019-01-02", &[35]).of("asylum")]);
        (books.persons_at_end, books.right(IntegrationGrant, VALLEY, 2024) > 0)
    };
    let (n_within, is_paid) = persons(1825);
    assert!(n_within > 1 && is_paid, "family has come and gives the right");
    assert_eq!(persons(1826), (1, false), "a day too late");
}

#[test]
fn who_settles_on_its_own_has_the_same_right_as_by_agreement() {
    // 2024: no bonus any more.
    let [own, agreed] = [false, true].map(|is_agreed| {
        let household = household("2024-06-15", &[35, 10, 4]);
        let household = if is_agreed { household.by_agreement() } else { household };
        Town::years(2024, 2025).run(&[household]).cash(IntegrationGrant)
    });
    assert_eq!(own, agreed);
}

#[test]
fn a_newborn_has_the_right_of_a_child_that_settles() {
    let lines = "world.grants.newborns_per_settled = 1\n";
    let books = Town::with(2024, 2025, Fate::Moves, lines).run(&[household("2024-06-15", &[30])]);
    // Year 1 of a single adult and a child, and the kindergarten grant; then year 2 for both.
    assert_eq!(books.right(IntegrationGrant, VALLEY, 2024), 241_100 + 194_400 + 27_800);
    assert_eq!(books.right(IntegrationGrant, VALLEY, 2025), 2 * 246_000);
    assert_eq!(books.persons_at_end, 2);
}

/// Rights of the valley and the capital in a year, for one adult who settled in the middle of another and
/// moves from the one to the other on a day.
fn divided(settled: &'static str, moved: &'static str, year: i32) -> (i64, i64) {
    let first = settled[..4].parse().expect("a year");
    let town = Town::years(first, year.max(first));
    let books = town.run(&[household(settled, &[35]).and_later(&[moved])]);
    let right = |municipality| books.right(IntegrationGrant, municipality, year);
    (right(VALLEY), right(CAPITAL))
}

#[test]
fn the_older_rule_divides_a_grant_year_in_eighths_by_quarter() {
    // Settled 2018, so 2019 is year 2: 238,200, an eighth of it 29,775.
    let cases = [
        ("2019-01-02", 1),
        ("2019-03-31", 1),
        ("2019-04-01", 3),
        ("2019-06-30", 3),
        ("2019-07-01", 5),
        ("2019-09-30", 5),
        ("2019-10-01", 7),
        ("2019-12-31", 7),
    ];
    for (day, eighths) in cases {
        let expected = (eighths * 29_775, (8 - eighths) * 29_775);
        assert_eq!(divided("2018-06-15", day, 2019), expected, "moved {day}");
    }
    // The rest follows the person: 2020 is year 3, 172,500.
    assert_eq!(divided("2018-06-15", "2019-12-31", 2020), (0, 172_500));
}

#[test]
fn what_is_divided_is_paid_with_the_instalments_or_settled_at_once() {
    let books =
        |day| Town::years(2018, 2019).run(&[household("2018-06-15", &[35]).and_later(&[day])]);
    // Instalments of 59,550 in February, May, August and November of 2019. Moved on 1 April the valley
    // keeps three eighths: the first instalment and half of the second.
    let april = books("2019-04-01");
    let valley = april.cash_of(IntegrationGrant, VALLEY);
    assert_eq!(valley[1..], months(&[("2019-02", 59_550), ("2019-05", 29_775)]));
    assert_eq!(
        april.cash_of(IntegrationGrant, CAPITAL),
        months(&[("2019-05", 29_775), ("2019-08", 59_550), ("2019-11", 59_550)])
    );
    // Moved in December everything is paid already: the eighth goes over in December.
    let december = books("2019-12-10");
    let valley = december.cash_of(IntegrationGrant, VALLEY);
    assert_eq!(valley.last(), Some(&("2019-12".to_owned(), -29_775)));
    assert_eq!(december.cash_of(IntegrationGrant, CAPITAL), months(&[("2019-12", 29_775)]));
}

#[test]
fn the_newer_rule_leaves_the_month_of_the_move_and_the_next() {
    // Settled 2023, so 2024 is year 2: 246,000, a twelfth of it 20,500.
    let cases = [
        ("2024-01-02", 2),
        ("2024-01-31", 2),
        ("2024-02-01", 3),
        ("2024-05-15", 6),
        ("2024-08-31", 9),
        ("2024-09-01", 10),
        ("2024-10-31", 11),
        ("2024-11-01", 12),
        ("2024-12-01", 12),
        ("2024-12-31", 12),
    ];
    for (day, twelfths) in cases {
        let expected = (twelfths * 20_500, (12 - twelfths) * 20_500);
        assert_eq!(divided("2023-06-15", day, 2024), expected, "moved {day}");
    }
}

#[test]
fn a_move_in_december_leaves_january_too_under_the_newer_rule() {
    // 2025 is year 3: 174,000, a twelfth of it 14,500. November has no month left over for it.
    assert_eq!(divided("2023-06-15", "2024-11-30", 2025), (0, 174_000));
    assert_eq!(divided("2023-06-15", "2024-12-01", 2025), (14_500, 159_500));
    assert_eq!(divided("2023-06-15", "2024-12-31", 2025), (14_500, 159_500));
    // In the year of settlement too: year 1 stays, and of year 2, 246,000, January.
    assert_eq!(divided("2023-06-15", "2023-12-31", 2023), (241_000, 0));
    assert_eq!(divided("2023-06-15", "2023-12-31", 2024), (20_500, 225_500));
    // After year 5 there is no January to leave.
    assert_eq!(divided("2023-06-15", "2027-12-15", 2027), (72_000, 0));
    assert_eq!(divided("2023-06-15", "2027-12-15", 2028), (0, 0));
    // January is taken out of the first instalment, 43,500.
    let moving = household("2023-06-15", &[35]).and_later(&["2024-12-10"]);
    let books = Town::years(2023, 2025).run(&[moving]);
    let valley = books.cash_of(IntegrationGrant, VALLEY);
    assert_eq!(valley.last(), Some(&("2025-02".to_owned(), 14_500)));
    let capital = books.cash_of(IntegrationGrant, CAPITAL);
    assert_eq!(capital[..2], months(&[("2025-02", 29_000), ("2025-05", 43_500)]));
}

#[test]
fn the_rule_of_a_move_is_that_of_its_date() {
    // Settled 2019. 2020 is year 2, 242,400, an eighth 30,300; 2021 is year 3, 174,300, a twelfth 14,525.
    assert_eq!(divided("2019-06-15", "2020-12-31", 2020), (7 * 30_300, 30_300));
    assert_eq!(
        divided("2019-06-15", "2020-12-31", 2021),
        (0, 174_300),
        "the older rule leaves none"
    );
    assert_eq!(divided("2019-06-15", "2021-01-02", 2021), (2 * 14_525, 10 * 14_525));
}

#[test]
fn who_moves_twice_leaves_each_municipality_its_months() {
    let moving = household("2023-06-15", &[35]).and_later(&["2024-02-10", "2024-08-10"]);
    let books = Town::years(2023, 2024).run(&[moving]);
    // The valley keeps January to March, the capital April to September, wherever the second move goes.
    assert_eq!(books.right(IntegrationGrant, CAPITAL, 2024), 6 * 20_500);
    let all: i64 = (0..3).map(|it| books.right(IntegrationGrant, it, 2024)).sum();
    assert_eq!(all, 246_000);
}

#[test]
fn no_krone_is_lost_in_a_division_whatever_the_rate() {
    let eighths = MoveSplit::EighthsByQuarter([1, 3, 5, 7]);
    for rate in [0, 1, 7, 100_003, 246_001, 246_011] {
        for split in [eighths, MoveSplit::CurrentAndFollowingMonth] {
            for number in 1..=12 {
                let month = Month::new(Year(2024), number);
                let moved: i64 =
                    (1..=4).map(|it| moved_part(split, Kroner(rate), month, it).0).sum();
                let (kept, parts) = split.kept(month);
                // Whole kroner: what is kept is rounded down.
                assert_eq!(moved, rate - rate * kept / parts, "{rate} in {month} by {split:?}");
            }
        }
    }
}

#[test]
fn who_has_left_or_died_before_new_year_gives_no_further_right() {
    // Settled 2022: 2023 is year 2, 246,000; 2024 year 3.
    for fate in [Fate::Emigrates, Fate::Dies] {
        let rights = |day| -> Vec<i64> {
            let town = Town::with(2022, 2025, fate, "");
            let books = town.run(&[household("2022-06-15", &[35]).and_later(&[day])]);
            assert_eq!(books.persons_at_end, 0, "{fate:?} on {day}");
            (2022..=2025).map(|year| books.right(IntegrationGrant, VALLEY, year)).collect()
        };
        assert_eq!(rights("2022-12-31"), [241_000, 0, 0, 0], "{fate:?}");
        // There on 1 January, so the year's right stands (A70).
        assert_eq!(rights("2023-01-02"), [241_000, 246_000, 0, 0], "{fate:?}");
        assert_eq!(rights("2023-12-31"), [241_000, 246_000, 0, 0], "{fate:?}");
    }
}

/// Disability grant 2 for an expense over the cap, by year, when settled in 2022; 2 x 241,000 and so on are
/// taken off.
fn disability_2(lines: &str, last: i32) -> Vec<i64> {
    let lines = format!(
        "world.grants.disability_2_share = 1\nworld.grants.disability_2_expense = 10_000_000\n\
         world.grants.disability_2_expense_cv = 0.01\n{lines}"
    );
    let [with, without] = [lines.as_str(), ""].map(|lines| {
        let town = Town::with(2022, last, Fate::Moves, lines);
        let books = town.run(&[household("2022-12-05", &[35])]);
        (2022..=last).map(|year| books.right(IntegrationGrant, VALLEY, year)).collect::<Vec<_>>()
    });
    with.iter().zip(&without).map(|(with, without)| with - without).collect()
}

#[test]
fn disability_grant_2_lasts_five_years_or_ten_from_special_accommodation() {
    // Caps: 1,475,700 in 2022, 1,520,000 in 2023 and 1,608,000 from 2024.
    let first_five = [1_475_700, 1_520_000, 1_608_000, 1_608_000, 1_608_000];
    let ordinary = disability_2("world.grants.special_accommodation_share = 0\n", 2030);
    assert_eq!(ordinary[..5], first_five);
    assert_eq!(ordinary[5..], [0; 4], "nothing in year 6");
    let special = disability_2("world.grants.special_accommodation_share = 1\n", 2030);
    assert_eq!(special[..5], first_five);
    assert_eq!(special[5..], [1_608_000; 4], "years 6 to 9");
}

#[test]
fn who_settled_before_2022_has_five_years_of_disability_grant_2() {
    let lines = "world.grants.special_accommodation_share = 1\n\
                 world.grants.disability_2_share = 1\n\
                 world.grants.disability_2_expense = 10_000_000\n";
    let settled = [household("2021-06-15", &[35])];
    let books = Town::with(2021, 2030, Fate::Moves, lines).run(&settled);
    let right = |year| books.right(IntegrationGrant, VALLEY, year);
    assert!(right(2025) > 1_608_000, "year 5: the cap and the grant of the year");
    assert_eq!([2026, 2027, 2030].map(right), [0; 3], "from special accommodation too");
}

#[test]
fn a_scenario_can_ask_what_the_extension_to_ten_years_is_worth() {
    let without = "world.grants.special_accommodation_share = 1\n\
                   world.grants.special_accommodation_years = 5\n";
    assert_eq!(disability_2(without, 2030)[4..], [1_608_000, 0, 0, 0, 0], "as before 2022");
    let longer = without.replace("years = 5", "years = 7");
    assert_eq!(disability_2(&longer, 2030)[4..], [1_608_000, 1_608_000, 1_608_000, 0, 0]);
    let ordinary = without.replace("share = 1", "share = 0").replace("years = 5", "years = 7");
    assert_eq!(disability_2(&ordinary, 2030)[5..], [0; 4], "the others have five years as ever");
}

/// Rights to disability grant 2 of the valley and the capital in each year from 2022 to 2025, of somebody with
/// an expense over the cap who settled in 2022, when a fate comes on a day.
fn disability_2_after(fate: Fate, day: &'static str) -> [(i64, i64); 4] {
    let lines =
        "world.grants.disability_2_share = 1\nworld.grants.disability_2_expense = 10_000_000\n";
    let one = household("2022-06-15", &[35]).and_later(&[day]).with_disability();
    let [with, without] = [lines, ""].map(|lines| {
        let one = if lines.is_empty() {
            household("2022-06-15", &[35]).and_later(&[day])
        } else {
            one.clone()
        };
        let books = Town::with(2022, 2025, fate, lines).run(&[one]);
        [2022, 2023, 2024, 2025].map(|year| {
            let right = |municipality| books.right(IntegrationGrant, municipality, year);
            (right(VALLEY), right(CAPITAL))
        })
    });
    std::array::from_fn(|it| (with[it].0 - without[it].0, with[it].1 - without[it].1))
}

#[test]
fn disability_grant_2_follows_a_move_from_the_next_year_on() {
    let moved = disability_2_after(Fate::Moves, "2023-05-10");
    assert_eq!(moved, [(1_475_700, 0), (1_520_000, 0), (0, 1_608_000), (0, 1_608_000)]);
}

#[test]
fn disability_grant_2_ends_with_the_year_in_which_somebody_leaves_or_dies() {
    for fate in [Fate::Emigrates, Fate::Dies] {
        let left = disability_2_after(fate, "2023-05-10");
        assert_eq!(left, [(1_475_700, 0), (1_520_000, 0), (0, 0), (0, 0)], "{fate:?}");
    }
}

#[test]
fn ten_years_are_for_those_settled_from_special_accommodation_since_2022() {
    let rules = Rules::embedded();
    let n_years = |year: i32| {
        let rule = &rules.disability_grant_2_years_special_accommodation;
        rule.at(Year(year).first_month()).expect("in force")
    };
    let is_paid = |settled, year| is_disability_2_year(Year(settled), Year(year), n_years(settled));
    assert!(is_paid(2021, 2025) && !is_paid(2021, 2026), "year 6 without the extension");
    assert!(is_paid(2022, 2027) && is_paid(2022, 2031), "years 6 and 10 with it");
    assert!(!is_paid(2022, 2032));
}

#[test]
fn disability_grants_are_paid_once_and_with_the_last_instalment() {
    // Grant 1 of 2024 is 196,400, paid 50 days after 15 June; grant 2, 1,608,000, in November.
    let lines = "world.grants.disability_1_share = 1\nworld.grants.disability_2_share = 1\n\
                 world.grants.disability_2_expense = 10_000_000\n";
    let town = Town::with(2024, 2024, Fate::Moves, lines);
    let books = town.run(&[household("2024-06-15", &[35])]);
    let expected = [("2024-07", 241_100), ("2024-08", 196_400), ("2024-11", 1_608_000)];
    assert_eq!(books.cash(IntegrationGrant), months(&expected));
    // Settled after the last instalment, it is paid in the month of settlement.
    let books = town.run(&[household("2024-12-05", &[35])]);
    assert_eq!(books.cash(IntegrationGrant), months(&[("2024-12", 1_608_000)]));
    // Under the own share of 200,000 there is nothing to pay.
    let lines = "world.grants.disability_2_share = 1\nworld.grants.disability_2_expense = 150_000\n\
                 world.grants.disability_2_expense_cv = 0.01\n";
    let books = Town::with(2024, 2024, Fate::Moves, lines).run(&[household("2024-06-15", &[35])]);
    assert_eq!(books.right(IntegrationGrant, VALLEY, 2024), 241_100);
}

#[test]
fn care_for_an_unaccompanied_minor_changes_at_17_and_ends_at_21() {
    // Turns 16 in 2022, the year of settlement, and 21 in 2027. A month of 1,118,000 a year is 93,166 or
    // 93,167; June to December are the year less the first five twelfths, 465,833.
    let minor = household("2022-06-15", &[16]).of("minors");
    let books = Town::years(2022, 2028).run(std::slice::from_ref(&minor));
    let rights: Vec<i64> =
        (2022..=2028).map(|year| books.right(UnaccompaniedMinors, VALLEY, year)).collect();
    assert_eq!(rights, [1_118_000 - 465_833, 705_000, 705_000, 705_000, 705_000, 0, 0]);
    let monthly = books.rights_of(UnaccompaniedMinors, VALLEY);
    assert_eq!(monthly[0], ("2022-06".to_owned(), 93_167));
    // The last month at the higher rate, the first at the lower (705,000 / 12), and the last of all.
    assert_eq!(monthly[6..8], months(&[("2022-12", 93_167), ("2023-01", 58_750)]));
    assert_eq!(monthly.last(), Some(&("2026-12".to_owned(), 58_750)));
    // Paid when the quarter ends.
    let cash = books.cash(UnaccompaniedMinors);
    let first =
        [("2022-06", 93_167), ("2022-09", 279_500), ("2022-12", 279_500), ("2023-03", 176_250)];
    assert_eq!(cash[..4], months(&first));
    // The integration grant runs beside it: year 1 at 187,000, then as for others.
    let grant: Vec<i64> =
        (2022..=2027).map(|year| books.right(IntegrationGrant, VALLEY, year)).collect();
    assert_eq!(grant, [187_000, 246_000, 174_000, 87_000, 72_000, 0]);
}

#[test]
fn the_age_at_the_end_of_the_year_decides_the_rate_of_care() {
    // January to December of 2023, settled on 2 January.
    let care = |age| {
        let books = Town::years(2023, 2024).run(&[household("2023-01-02", &[age]).of("minors")]);
        [2023, 2024].map(|year| books.right(UnaccompaniedMinors, VALLEY, year))
    };
    assert_eq!(care(15), [1_118_000, 1_118_000]);
    assert_eq!(care(16), [1_118_000, 705_000]);
    assert_eq!(care(17), [705_000, 705_000]);
    assert_eq!(care(20), [705_000, 0]);
    assert_eq!(care(21), [0, 0]);
    // Only those who came without parents have it.
    let books = Town::years(2023, 2023).run(&[household("2023-01-02", &[35, 15])]);
    assert_eq!(books.right(UnaccompaniedMinors, VALLEY, 2023), 0);
}

#[test]
fn care_follows_a_minor_who_moves_and_ends_when_one_leaves() {
    let minor = household("2023-01-02", &[17]).of("minors").and_later(&["2023-05-15"]);
    let books = Town::years(2023, 2023).run(std::slice::from_ref(&minor));
    // January to April in the valley, May to December in the capital, 58,750 a month.
    assert_eq!(books.right(UnaccompaniedMinors, VALLEY, 2023), 4 * 58_750);
    assert_eq!(books.right(UnaccompaniedMinors, CAPITAL, 2023), 8 * 58_750);
    for fate in [Fate::Emigrates, Fate::Dies] {
        let books = Town::with(2023, 2023, fate, "").run(std::slice::from_ref(&minor));
        assert_eq!(books.right(UnaccompaniedMinors, VALLEY, 2023), 4 * 58_750, "{fate:?}");
    }
}

#[test]
fn minors_under_care_from_before_the_run_grow_older_in_it() {
    // One who turns 16 in 2023: the higher rate that year, the lower to 2027, nothing in 2028.
    let lines = "world.opening.minors.16 = 1\n\
                 world.opening.cohorts.2022 = { group = \"minors\", triggering_per_settled = 1, \
                 csv = \"one-settled.csv\" }\n";
    let books = Town::with(2023, 2028, Fate::Moves, lines).run(&[]);
    let rights: Vec<i64> =
        (2023..=2028).map(|year| books.right(UnaccompaniedMinors, VALLEY, year)).collect();
    assert_eq!(rights, [1_118_000, 705_000, 705_000, 705_000, 705_000, 0]);
}

#[test]
fn training_is_for_those_of_18_to_67() {
    let training = |day: &'static str, group, ages: &[u8]| {
        let year = day[..4].parse().expect("a year");
        let books = Town::years(year, year).run(&[household(day, ages).of(group)]);
        books.right(Training, VALLEY, year)
    };
    let cases = [(17, 0), (18, 45_000), (67, 45_000), (68, 0)];
    for (age, expected) in cases {
        assert_eq!(training("2023-01-31", "ukraine", &[age]), expected, "at {age}");
    }
    assert_eq!(training("2023-01-31", "ukraine", &[40, 18, 17, 70]), 2 * 45_000);
    // Others have another rate; unaccompanied minors go to school.
    assert_eq!(training("2023-03-01", "asylum", &[40]), 36_900);
    assert_eq!(training("2023-03-01", "family", &[40]), 36_900);
    assert_eq!(training("2023-03-01", "minors", &[18]), 0);
    // The grant for collective protection came in 2022 and rose in 2023 and 2024.
    assert_eq!(training("2021-12-31", "ukraine", &[40]), 0);
    assert_eq!(training("2022-01-02", "ukraine", &[40]), 35_800);
    assert_eq!(training("2024-01-02", "ukraine", &[40]), 48_400);
    // 100 days after 1 January is 11 April.
    let books = Town::years(2023, 2023).run(&[household("2023-01-01", &[40])]);
    assert_eq!(books.cash(Training), months(&[("2023-04", 45_000)]));
}

#[test]
fn the_one_year_of_training_goes_on_after_new_year_at_that_years_rate() {
    // Twelve months from that of settlement: 45,000 in 2023, 48,400 in 2024; the base grant for one is 234,100.
    let training = |day, group| {
        let books = Town::years(2023, 2025).run(&[household(day, &[40]).of(group)]);
        [2023, 2024, 2025].map(|year| books.right(Training, VALLEY, year))
    };
    assert_eq!(training("2023-01-31", "ukraine"), [45_000, 234_100, 0]);
    assert_eq!(training("2023-02-01", "ukraine"), [41_250, 234_100 + 48_400 / 12, 0]);
    assert_eq!(training("2023-12-31", "ukraine"), [3_750, 234_100 + 11 * 48_400 / 12, 0]);
    assert_eq!(training("2024-01-01", "ukraine"), [0, 48_400, 234_100]);
    assert_eq!(training("2023-12-31", "asylum"), [36_900, 234_100, 0], "others have it at once");
}

#[test]
fn the_training_grant_can_run_over_years_but_not_under_collective_protection() {
    let lines = "world.grants.ordinary_training_years = 3\n";
    let training = |group| {
        let town = Town::with(2022, 2026, Fate::Moves, lines);
        let books = town.run(&[household("2022-06-15", &[35]).of(group)]);
        [2022, 2023, 2024, 2025].map(|year| books.right(Training, VALLEY, year))
    };
    // One participant: the smaller base grant of 217,000 in 2023 too.
    assert_eq!(training("quota"), [35_800, 217_000 + 36_900, 39_700, 0]);
    // Of the one year, seven months are in 2022 and five in 2023.
    assert_eq!(training("ukraine"), [7 * 35_800 / 12, 217_000 + 18_750, 0, 0]);
}

#[test]
fn the_base_grant_for_training_goes_by_last_years_participants() {
    // 2024: 234,100 for 1 to 3 participants, 694,600 for 4 to 150; paid with the second instalment.
    let base = |n_adults: usize| {
        let households: Vec<_> = (0..n_adults)
            .step_by(8)
            .map(|first| household("2023-01-02", &vec![40; (n_adults - first).min(8)]))
            .collect();
        let books = Town::years(2023, 2024).run(&households);
        assert_eq!(books.right(Training, VALLEY, 2023), n_adults as i64 * 45_000, "no base yet");
        let cash = books.cash(Training);
        assert!(cash[1..].iter().all(|(month, _)| month == "2024-05"));
        books.right(Training, VALLEY, 2024)
    };
    let cases = [(1, 234_100), (3, 234_100), (4, 694_600), (150, 694_600), (151, 0)];
    for (n_adults, expected) in cases {
        assert_eq!(base(n_adults), expected, "{n_adults} participants");
    }
}

/// A request to the valley for so many persons.
fn letter(name: &str, year: i32, issued: &str, persons: i64) -> String {
    format!(
        "policy.requests.{name} = {{ year = {year}, issued = {issued}, key = {{ csv = \"valley-only.csv\" }}, \
         size = {{ persons = {persons} }} }}\n"
    )
}

/// What three adults who settle alone and by agreement give beside year 1, in kroner.
fn bonus_of_three(year: i32, lines: &str) -> i64 {
    let days: [&'static str; 3] = match year {
        2022 => ["2022-03-01", "2022-06-01", "2022-09-01"],
        2023 => ["2023-03-01", "2023-06-01", "2023-09-01"],
        _ => ["2024-03-01", "2024-06-01", "2024-09-01"],
    };
    let households = days.map(|day| household(day, &[35]).by_agreement());
    let books = Town::with(year, year, Fate::Moves, lines).run(&households);
    let rate = if year == 2024 { 241_100 } else { 241_000 };
    books.right(IntegrationGrant, VALLEY, year) - 3 * rate
}

#[test]
fn a_bonus_is_for_each_person_above_the_first_request() {
    let asked = |persons| letter("first", 2023, "2022-11-25", persons);
    assert_eq!(bonus_of_three(2023, &asked(3)), 0);
    assert_eq!(bonus_of_three(2023, &asked(2)), 50_000);
    assert_eq!(bonus_of_three(2023, &asked(1)), 2 * 50_000);
    // Without a letter nobody is above what was asked for.
    assert_eq!(bonus_of_three(2023, ""), 0);
    // Raised later in the year, the request does not raise what the bonus is counted from.
    let raised = asked(2) + &letter("second", 2023, "2023-05-15", 10);
    assert_eq!(bonus_of_three(2023, &raised), 50_000);
    // Nor does it before anybody has settled.
    let raised = asked(2) + &letter("second", 2023, "2023-01-15", 10);
    assert_eq!(bonus_of_three(2023, &raised), 50_000);
    // A first letter that comes after somebody has settled counts them too.
    let late = |persons| letter("first", 2023, "2023-05-15", persons);
    assert_eq!((bonus_of_three(2023, &late(2)), bonus_of_three(2023, &late(1))), (50_000, 100_000));
    // The scheme lived in 2022 and 2023.
    assert_eq!(bonus_of_three(2022, &letter("first", 2022, "2021-11-25", 2)), 50_000);
    assert_eq!(bonus_of_three(2024, &letter("first", 2024, "2023-11-25", 2)), 0);
}

#[test]
fn a_bonus_counts_persons_by_agreement_and_those_of_a_household_above_the_request() {
    let town = Town::with(2023, 2023, Fate::Moves, &letter("first", 2023, "2022-11-25", 2));
    let one = household("2023-03-01", &[35]).by_agreement();
    let four = household("2023-06-01", &[35, 40, 10, 8]).by_agreement();
    // 241,000 and 4 x 194,400; of five persons three are above the request.
    let year_1 = 241_000 + 777_600;
    let right = |households: &[_]| town.run(households).right(IntegrationGrant, VALLEY, 2023);
    assert_eq!(right(&[one.clone(), four.clone()]), year_1 + 3 * 50_000);
    // On their own they are no part of the count.
    let alone = household("2023-06-01", &[35, 40, 10, 8]);
    assert_eq!(right(&[one, alone]), year_1);
    // Paid with the one-offs: 50 days after 1 June is 21 July.
    let books = town.run(&[four]);
    assert_eq!(books.cash(IntegrationGrant), months(&[("2023-07", 777_600 + 2 * 50_000)]));
    assert_eq!(books.parts("2023-07"), [0, 777_600, 100_000]);
}

#[test]
fn a_rule_has_no_value_outside_its_life() {
    let rules = Rules::embedded();
    let month = |text: &str| text.parse::<Month>().expect("a month");
    let names = |first, last| -> Vec<&str> {
        rules.missing(month(first), month(last)).iter().map(|it| it.rule).collect()
    };
    assert_eq!(names("2012-01", "2030-12"), [""; 0]);
    assert!(names("2011-12", "2012-01").contains(&"integration-grant-year-1-child"));
    assert!(names("2030-12", "2031-01").contains(&"unaccompanied-minor-grant-17-to-20"));
    // A scheme may be absent; then nobody is paid.
    assert!(rules.bonus_above_request.at(month("2024-01")).is_err());
    assert!(!names("2023-12", "2024-01").contains(&"bonus-above-request"));
}

#[test]
fn the_first_of_january_is_a_day_of_its_year() {
    // Year 2 of 2024 is a right of the municipality where one wakes up on 1 January, and is divided then.
    assert_eq!(divided("2023-06-15", "2024-01-01", 2024), (2 * 20_500, 10 * 20_500));
    assert_eq!(divided("2018-06-15", "2019-01-01", 2019), (29_775, 7 * 29_775));
    // What is owed for somebody settled today is not owed for earlier years.
    let books = Town::years(2023, 2024).run(&[household("2024-01-01", &[35])]);
    assert_eq!(books.parts("2024-02"), [0, 241_100, 0]);
    // Who settles today turns no year older today.
    let books = Town::years(2022, 2024).run(&[household("2023-01-01", &[16]).of("minors")]);
    let care = [2023, 2024].map(|year| books.right(UnaccompaniedMinors, VALLEY, year));
    assert_eq!(care, [1_118_000, 705_000]);
    // Who moves today has turned a year older today: 17 in 2023, 18 in 2024.
    let minor = household("2022-06-15", &[16]).of("minors").and_later(&["2024-01-01"]);
    let books = Town::years(2022, 2024).run(&[minor]);
    assert_eq!(books.right(UnaccompaniedMinors, VALLEY, 2024), 0);
    assert_eq!(books.right(UnaccompaniedMinors, CAPITAL, 2024), 705_000);
}

#[test]
fn without_a_request_there_is_nothing_to_be_above() {
    assert_eq!(bonus_of_three(2023, ""), 0);
}

#[test]
fn who_settled_from_special_accommodation_before_2022_has_five_years() {
    let lines = "world.grants.disability_2_share = 1\nworld.grants.disability_2_expense = 10_000_000\n\
                 world.grants.special_accommodation_share = 1\n";
    let books = Town::with(2021, 2026, Fate::Moves, lines).run(&[household("2021-12-05", &[35])]);
    // 2025 is year 5 of both grants, 72,000 and the cap; 2026 is year 6.
    assert_eq!(books.right(IntegrationGrant, VALLEY, 2025), 72_000 + 1_608_000);
    assert_eq!(books.right(IntegrationGrant, VALLEY, 2026), 0);
}

#[test]
fn a_sum_for_the_year_is_paid_from_the_middle_of_it_for_what_is_left() {
    let lines = "world.opening.disability_kroner = 400\n\
                 world.opening.cohorts.2018 = { group = \"ukraine\", triggering_per_settled = 1, \
                 csv = \"one-settled.csv\" }\n";
    let books = Town::new("2024-07-01", "2024-12-31", Fate::Moves, lines).run(&[]);
    assert_eq!(books.cash(IntegrationGrant), months(&[("2024-08", 100), ("2024-11", 100)]));
}
