//! Hand-worked cases: each expected sum is written as a controller would write it.

use super::*;

const DAYS: PaymentDays = PaymentDays { year_1: 40, one_off: 50, training: 100 };

fn entry(settled: &str, claim: Claim, persons: i64) -> Entry {
    Entry {
        settled: settled.parse().expect("a month"),
        claim,
        persons: Persons(persons),
        present: [Persons(persons); 4],
        age: None,
        is_three_year: false,
        municipality: String::new(),
        moved: None,
    }
}

/// Somebody who settled in the valley and moves to the capital in a month.
fn mover(settled: &str, claim: Claim, moved: &str) -> Entry {
    let moved = moved.parse().expect("a month");
    Entry {
        municipality: "valley".to_owned(),
        moved: Some((moved, "capital".to_owned())),
        ..entry(settled, claim, 1)
    }
}

/// Rights of the valley and the capital under a component in each year.
fn shared(it: Entry, (first, last): (i32, i32), component: Component) -> Vec<[i64; 2]> {
    let law = Law::read(&Rules::embedded(), Year(first), Year(last)).expect("the law is known");
    let lines = price(&[it], &law, DAYS);
    let of = |year: i32, place: &str| {
        let is_it = |line: &&Line| {
            (line.year.0, line.component, line.municipality.as_str()) == (year, component, place)
        };
        lines.iter().filter(is_it).map(|line| line.right.0).sum()
    };
    (first..=last).map(|year| ["valley", "capital"].map(|place| of(year, place))).collect()
}

#[test]
fn a_move_in_each_quarter_splits_the_year_by_the_old_table_and_by_the_new_rule() {
    let grant = Claim::Grant(Category::Adult);
    let years = |settled: &str, moved: &str, span| {
        shared(mover(settled, grant, moved), span, Component::Years2To5)
    };
    // The table: 1/8, 3/8, 5/8 and 7/8 stay. A krone that cannot be divided goes to the municipality moved to.
    let rate = Law::read(&Rules::embedded(), Year(2019), Year(2019)).expect("the law is known");
    let rate = rate.of(Year(2019)).expect("its year").years_2_to_5[0].0;
    for (month, eighths) in [
        ("2019-01", 1),
        ("2019-03", 1),
        ("2019-04", 3),
        ("2019-06", 3),
        ("2019-07", 5),
        ("2019-09", 5),
        ("2019-10", 7),
        ("2019-12", 7),
    ] {
        let kept = rate * eighths / 8;
        assert_eq!(years("2018-05", month, (2019, 2019)), [[kept, rate - kept]], "in {month}");
    }
    // The text: the month of the move and the next stay; 246,000 is twelve times 20,500.
    for (month, months) in
        [("2024-01", 2), ("2024-05", 6), ("2024-08", 9), ("2024-11", 12), ("2024-12", 12)]
    {
        let kept = 20_500 * months;
        assert_eq!(years("2023-05", month, (2024, 2024)), [[kept, 246_000 - kept]], "in {month}");
    }
    // Later years go where they live; after a move in December January stays behind, a twelfth of 174,000.
    assert_eq!(years("2023-05", "2024-11", (2024, 2025))[1], [0, 174_000]);
    assert_eq!(years("2023-05", "2024-12", (2024, 2026))[1..], [[14_500, 159_500], [0, 87_000]]);
    // Not so under the table, the last December of which is that of 2020.
    assert_eq!(years("2019-05", "2020-12", (2020, 2021))[1][0], 0);
    let [kept, moved] = years("2020-05", "2021-12", (2021, 2022))[1];
    assert_eq!(kept, (kept + moved) / 12, "a January of the newer rule");
}

#[test]
fn year_1_and_training_stay_where_they_settled_and_care_and_disability_follow() {
    let share = |settled, claim, moved, component| {
        shared(mover(settled, claim, moved), (2023, 2025), component)
    };
    let grant = Claim::Grant(Category::Adult);
    let year_1 = share("2023-03", grant, "2023-04", Component::Year1);
    assert_eq!(year_1, [[194_400, 0], [0, 0], [0, 0]]);
    let training = Claim::Training(Training::CollectiveProtection);
    let training = share("2023-01", training, "2023-04", Component::Training);
    assert_eq!(training, [[45_000, 0], [234_100, 0], [0, 0]]);
    let claim = Claim::Disability2 { expense: Kroner(1_000_000), is_special: false };
    let disability = share("2023-03", claim, "2024-06", Component::Disability);
    assert_eq!(disability, [[800_000, 0], [800_000, 0], [0, 800_000]]);
    // 705,000 a year at 17 and more: a month is 58,750, and that of the move is the new municipality's.
    let minor = |settled, moved| {
        let claim = Claim::Grant(Category::UnaccompaniedMinor);
        let minor = Entry { age: Some(17), ..mover(settled, claim, moved) };
        shared(minor, (2023, 2024), Component::Care)
    };
    assert_eq!(minor("2023-10", "2023-12"), [[117_500, 58_750], [0, 705_000]]);
    assert_eq!(minor("2023-10", "2024-03"), [[176_250, 0], [117_500, 587_500]]);
}

/// Right and cash of a component by year.
fn priced(
    entries: &[Entry],
    (first, last): (i32, i32),
    component: Component,
) -> Vec<(i32, i64, i64)> {
    let law = Law::read(&Rules::embedded(), Year(first), Year(last)).expect("the law is known");
    let lines = price(entries, &law, DAYS).into_iter().filter(|it| it.component == component);
    lines.map(|it| (it.year.0, it.right.0, it.cash.0)).collect()
}

#[test]
fn the_four_years_after_the_first_have_the_rates_of_their_calendar_years() {
    let one = [entry("2017-03", Claim::Grant(Category::SingleAdult), 2)];
    assert_eq!(priced(&one, (2017, 2023), Component::Year1), [(2017, 470_000, 470_000)]);
    assert_eq!(
        priced(&one, (2017, 2023), Component::Years2To5),
        [
            (2018, 468_200, 468_200),
            (2019, 341_200, 341_200),
            (2020, 172_800, 172_800),
            (2021, 144_200, 144_200)
        ]
    );
    let family = Entry { is_three_year: true, ..one[0].clone() };
    let years = priced(&[family], (2017, 2023), Component::Years2To5);
    assert_eq!(years.iter().map(|it| it.0).collect::<Vec<_>>(), [2018, 2019]);
}

#[test]
fn who_has_left_before_new_year_is_not_counted() {
    let mut one = entry("2017-03", Claim::Grant(Category::Child), 10);
    one.present = [9, 7, 4, 0].map(Persons);
    assert_eq!(
        priced(&[one], (2017, 2023), Component::Years2To5),
        [
            (2018, 9 * 234_100, 9 * 234_100),
            (2019, 7 * 170_600, 7 * 170_600),
            (2020, 4 * 86_400, 4 * 86_400)
        ]
    );
}

#[test]
fn december_is_this_years_right_and_next_years_cash() {
    let adults = |month| [entry(month, Claim::Grant(Category::Adult), 10)];
    let of = |month| priced(&adults(month), (2023, 2024), Component::Year1);
    assert_eq!(of("2023-12"), [(2023, 1_944_000, 0), (2024, 0, 1_944_000)]);
    assert_eq!(of("2024-01"), [(2024, 1_944_000, 1_944_000)]);
    // 40 days after 21 November is 31 December: 21 of the month's 30 days are paid this year.
    assert_eq!(of("2023-11"), [(2023, 1_944_000, 1_360_800), (2024, 0, 583_200)]);
    // What is paid after the last year is outstanding.
    let last = priced(&adults("2024-12"), (2024, 2024), Component::Year1);
    assert_eq!(last, [(2024, 1_944_000, 0)]);
}

#[test]
fn ages_and_claims_bring_one_offs() {
    let mut child = entry("2024-01", Claim::Grant(Category::Child), 3);
    child.age = Some(5);
    let mut old = entry("2024-01", Claim::Grant(Category::SingleAdult), 1);
    old.age = Some(60);
    let entries = [child, old, entry("2024-01", Claim::Elderly, 1)];
    let sum = 3 * 27_800 + 2 * 180_600;
    assert_eq!(priced(&entries, (2024, 2024), Component::OneOffs), [(2024, sum, sum)]);
    let entries =
        [entry("2023-05", Claim::AboveRequest, 4), entry("2024-05", Claim::AboveRequest, 4)];
    let bonus = priced(&entries, (2023, 2024), Component::Bonus);
    assert_eq!(bonus, [(2023, 200_000, 200_000)], "closed in 2024");
}

#[test]
fn disability_grant_2_runs_for_the_years_of_its_settlement_year() {
    let with = |settled, is_special| {
        let claim = Claim::Disability2 { expense: Kroner(1_000_000), is_special };
        let lines = priced(&[entry(settled, claim, 1)], (2021, 2030), Component::Disability);
        assert!(lines.iter().all(|it| (it.1, it.2) == (800_000, 800_000)), "above the own share");
        lines.last().map(|it| it.0)
    };
    assert_eq!(with("2022-06", false), Some(2026));
    assert_eq!(
        with("2022-06", true),
        Some(2030),
        "year 6 and on when extended, to the end of the law"
    );
    assert_eq!(with("2021-06", true), Some(2025), "extended in 2022");
}

#[test]
fn care_changes_at_17_and_ends_at_21() {
    let mut minor = entry("2022-10", Claim::Grant(Category::UnaccompaniedMinor), 1);
    minor.age = Some(16);
    let lines = priced(&[minor], (2022, 2028), Component::Care);
    // Three months at the higher rate, then the years of turning 17, 18, 19 and 20.
    assert_eq!(lines[0], (2022, 279_500, 279_500));
    let later: Vec<_> = lines[1..].iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(later, [2023, 2024, 2025, 2026].map(|year| (year, 705_000)));
}

#[test]
fn the_base_grant_goes_by_the_participants_of_a_municipality() {
    let mut trainees = entry("2023-01", Claim::Training(Training::CollectiveProtection), 3);
    trainees.municipality = "1103".to_owned();
    let lines = priced(&[trainees.clone()], (2023, 2024), Component::Training);
    assert_eq!(lines, [(2023, 135_000, 135_000), (2024, 234_100, 234_100)]);
    trainees.municipality.clear();
    let lines = priced(&[trainees], (2023, 2024), Component::Training);
    assert_eq!(lines, [(2023, 135_000, 135_000)], "none where municipalities are not told apart");
}

#[test]
fn the_one_year_of_training_is_shared_by_months_between_two_budget_years() {
    let of = |settled, training| {
        priced(&[entry(settled, Claim::Training(training), 2)], (2022, 2024), Component::Training)
    };
    let collective = |settled| of(settled, Training::CollectiveProtection);
    assert_eq!(collective("2023-01"), [(2023, 90_000, 90_000)], "twelve of twelve months");
    // 100 days after the last day of September is January: 23 of its 30 days are paid in the year, of 4 twelfths.
    assert_eq!(collective("2023-09"), [(2023, 30_000, 22_000), (2024, 64_533, 72_533)]);
    assert_eq!(collective("2023-12"), [(2023, 7_500, 0), (2024, 88_733, 96_233)]);
    assert_eq!(of("2023-12", Training::Ordinary), [(2023, 73_800, 0), (2024, 0, 73_800)]);
}

#[test]
fn a_scheme_pays_from_its_first_month_and_not_before() {
    let claim = Claim::Training(Training::CollectiveProtection);
    let [before, first] = ["2021-12", "2022-01"].map(|it| entry(it, claim, 1));
    let right = |it: Entry| {
        priced(&[it], (2021, 2022), Component::Training).iter().map(|it| it.1).sum::<i64>()
    };
    assert_eq!([right(before), right(first)], [11 * 35_800 / 12, 35_800], "what falls in 2022");
    let above = |month| {
        let priced =
            priced(&[entry(month, Claim::AboveRequest, 1)], (2016, 2024), Component::Bonus);
        priced.iter().map(|it| it.1).sum::<i64>()
    };
    let edges = ["2016-12", "2017-01", "2021-12", "2022-01", "2023-12", "2024-01"];
    assert_eq!(edges.map(above), [50_000, 0, 0, 50_000, 50_000, 0]);
}

#[test]
fn rights_are_cash_and_what_is_outstanding_to_the_krone() {
    let mut entries = Vec::new();
    for month in 1..=12 {
        let settled = format!("2022-{month:02}");
        entries.push(entry(&settled, Claim::Grant(Category::SingleAdult), 7 * month + 1));
        entries.push(entry(&settled, Claim::Training(Training::Ordinary), month));
    }
    let law = Law::read(&Rules::embedded(), Year(2022), Year(2028)).expect("the law is known");
    for days in [0, 1, 38, 365, 800] {
        let days = PaymentDays { year_1: days, one_off: days, training: days };
        let lines = price(&entries, &law, days);
        let right: Kroner = lines.iter().map(|it| it.right).sum();
        let cash: Kroner = lines.iter().map(|it| it.cash).sum();
        assert_eq!(right, cash);
    }
}

#[test]
fn outside_the_life_of_a_rule_is_an_error_with_rule_and_month() {
    let error = Law::read(&Rules::embedded(), Year(2011), Year(2012)).expect_err("too early");
    let expected = "rule integration-grant-year-1-single-adult is not in force in 2011-01";
    assert_eq!(error.to_string(), expected);
}
