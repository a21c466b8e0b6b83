//! Does each policy of allocation do what it says, and does a request keep its limits? Small countries, and whole
//! runs of Norway.

use crate::support::{Country, Nobody, arrivals, observe, of_groups, of_month, walk};
use bosett::engine::Engine;
use bosett::model::households::Stage;
use bosett::results::columns::{MISSING, Monthly, MunicipalYear, ShadowPrices, TableId};
use bosett::results::observation::Observation;
use bosett::scenario::check::load;
use bosett::scenario::file::ScenarioFile;
use bosett::scenario::library::LIBRARY;
use bosett::scenario::load::editor_schema_of;
use std::path::Path;

/// The first history of 2023 with these changes, tables in `folder`.
fn run(folder: &Path, changes: &[&str]) -> Observation {
    let scenario = folder.join("a.toml");
    std::fs::write(&scenario, "extends = \"letter-2023\"\n").expect("a file");
    let changes: Vec<String> =
        changes.iter().chain(&["run.end=2023-12-31"]).map(|it| (*it).to_owned()).collect();
    let (scenario, _) = load(scenario.to_str().expect("UTF-8"), &changes, LIBRARY)
        .unwrap_or_else(|problems| panic!("{problems}"));
    Engine::new(&scenario).run_one(0)
}

/// The same without tables.
fn run_with(changes: &[&str]) -> Observation {
    run(tempfile::tempdir().expect("a folder").path(), changes)
}

fn sum(observation: &Observation, column: MunicipalYear) -> i64 {
    observation.total(0..356, column)
}

/// Mean match score of those given a place.
fn score(observation: &Observation) -> f64 {
    let placed = sum(observation, MunicipalYear::Placed);
    sum(observation, MunicipalYear::MatchPoints) as f64 / (1000 * placed) as f64
}

/// Every policy of allocation.
const METHODS: [&str; 9] = [
    "proportional",
    "round-robin",
    "largest-deficit",
    "greedy",
    "greedy-batch",
    "shadow-prices",
    "balanced-prices",
    "subgradient",
    "minimum-discord",
];

#[test]
fn these_are_all_policies_there_are() {
    let schema = editor_schema_of::<ScenarioFile>();
    let known = schema["$defs"]["AllocationPolicy"]["oneOf"].as_array().expect("a list of words");
    let known: Vec<&str> = known.iter().filter_map(|it| it["const"].as_str()).collect();
    assert_eq!(known, METHODS);
}

/// Where a month's 3,000 people or so, who come alone, are given a place, by municipality.
fn placed(population: &[i64], changes: &[&str]) -> Vec<i64> {
    let scenario = Country { population: population.to_vec(), ..Country::default() }
        .and(&["run.end=2023-01-31", &arrivals("3_000")])
        .and(changes)
        .scenario();
    let it = &observe(&scenario, 0..1)[0];
    let of = |at| it.get(it.layout().municipal_year(0, at), MunicipalYear::Placed);
    (0..population.len()).map(of).collect()
}

#[test]
fn who_finds_a_home_in_agreement_goes_where_it_is() {
    // Places are the same everywhere and inhabitants are not: 1, 2 and 7 of ten.
    let population = [1_000, 2_000, 7_000];
    for method in METHODS {
        let method = format!("policy.allocation.method='{method}'");
        let found = placed(&population, &[&method, "people.agreed_self_settled_share=1"]);
        let n: i64 = found.iter().sum();
        // A batch serves once a month.
        assert!(n > if method.contains("batch") { 80 } else { 2_500 }, "{method}: {found:?}");
        for (found, share) in found.iter().zip([0.1, 0.2, 0.7]) {
            // 27 comparisons of a binomial: 4.1 standard deviations are passed once in a thousand runs.
            let sd = (n as f64 * share * (1.0 - share)).sqrt();
            let gap = (*found as f64 - n as f64 * share) / sd;
            assert!(gap.abs() < 4.1, "{method}: {gap:.1} standard deviations off");
        }
    }
    let found = placed(&population, &["policy.allocation.method='round-robin'"]);
    assert!(found[2] - found[0] <= 1, "nobody has found a home: {found:?}");
}

#[test]
fn who_finds_a_home_in_a_full_municipality_goes_elsewhere() {
    let scenario = Country { population: vec![9_000, 500, 500], ..Country::default() }.and(&[
        "run.end=2023-01-31",
        &arrivals("60"),
        "people.agreed_self_settled_share=1",
    ]);
    let scenario = Country { places: Some(vec![5, 100, 100]), ..scenario }.scenario();
    let it = &observe(&scenario, 0..1)[0];
    let of = |at| it.get(it.layout().municipal_year(0, at), MunicipalYear::Placed);
    assert_eq!(of(0), 5);
    assert!(of(1) + of(2) > 30, "{} and {}", of(1), of(2));
    let outside = it.total(0..3, MunicipalYear::SelfSettled);
    assert_eq!(outside, 0, "by agreement");
}

#[test]
fn who_may_not_be_in_one_place_is_spread_over_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = "group,persons,code,score\n".to_owned();
    for group in ["ukraine", "asylum", "quota", "minors"] {
        (1..=8).for_each(|persons| table.push_str(&format!("{group},{persons},0301,\n")));
    }
    std::fs::write(folder.path().join("scores.csv"), table).expect("a file");
    let with = run(folder.path(), &["policy.allocation.scores=scores.csv"]);
    let without = run_with(&[]);
    let placed = |it: &Observation, at| it.get(at, MunicipalYear::Placed) as f64;
    let n = |it: &Observation| sum(it, MunicipalYear::Placed) as f64;
    // Whom Oslo would have had is spread: nobody gets much more than its part of them. The neighbour in the register
    // would get them all if the next in order were taken.
    let more = n(&with) / (n(&without) - placed(&without, 0));
    assert!(placed(&with, 0) == 0.0 && placed(&without, 0) > 1_000.0);
    let next = placed(&with, 1) / placed(&without, 1);
    assert!((next / more - 1.0).abs() < 0.5, "{next:.2} times as many and not {more:.2}");
}

#[test]
fn the_largest_households_are_served_where_there_is_room() {
    let scenario = Country::default()
        .with_places(&[7, 8, 7])
        .with_kinds("eight = { share = 1.0, adults = 2, children = 6 }")
        .and(&["run.end=2023-02-28", &arrivals("80")])
        .scenario();
    let it = &observe(&scenario, 0..1)[0];
    let of = |at| it.get(it.layout().municipal_year(0, at), MunicipalYear::Settled);
    assert_eq!([of(0), of(1), of(2)], [0, 16, 0]);
}

/// How many of a month's people, who all come alone, each municipality gets under a policy, and the places of each.
fn shared(method: &str, places: &[i64]) -> (i64, Vec<i64>) {
    let scenario = Country::default()
        .with_places(places)
        .and(&[
            "run.end=2023-01-31",
            &arrivals("60"),
            &format!("policy.allocation.method='{method}'"),
        ])
        .scenario();
    let it = &observe(&scenario, 0..1)[0];
    let of = |at| it.get(it.layout().municipal_year(0, at), MunicipalYear::Settled);
    (of_month(it, 0, Monthly::Settled), (0..places.len()).map(of).collect())
}

#[test]
fn municipalities_take_turns() {
    let (n, found) = shared("round-robin", &[100, 100, 100, 100]);
    assert_eq!(found, [3, 2, 1, 0].map(|it| (n + it) / 4));
    // Who has no place is passed over.
    let (n, found) = shared("round-robin", &[5, 100, 0, 100]);
    let rest = n - 5;
    assert_eq!(found, [5, (rest + 1) / 2, 0, rest / 2]);
}

#[test]
fn the_one_that_has_used_the_smallest_share_is_next() {
    // Five alike: whose turn is first shows in who has one more.
    for places in [&[10, 70, 35][..], &[50; 5]] {
        let (n, found) = shared("largest-deficit", places);
        let mut expected = vec![0; places.len()];
        for _ in 0..n {
            // Used of opened, crosswise; the first of equals.
            let next = (0..places.len()).reduce(|best, it| {
                if expected[it] * places[best] < expected[best] * places[it] { it } else { best }
            });
            expected[next.expect("a municipality")] += 1;
        }
        assert_eq!(found, expected);
        assert!(n < places.iter().sum::<i64>(), "places are left, so there was a choice");
        assert!(n % 5 > 0, "{n} cannot be shared evenly");
    }
}

#[test]
fn where_all_score_the_same_only_balance_spreads_people() {
    let (n, found) = shared("greedy", &[100, 100, 100]);
    assert_eq!(found, [n, 0, 0]);
    let (n, found) = shared("balanced-prices", &[100, 100, 100]);
    let even = found.iter().all(|it| (it - n / 3).abs() <= 2);
    assert!(even && found.iter().sum::<i64>() == n, "{found:?}");
}

#[test]
fn before_anybody_arrives_last_years_settlement_says_how_scarce_places_are() {
    // Thirty places in December; twenty people wait, and as many are expected as settled in a month of last year.
    let price = |settled_a_month: i64| {
        // A fiftieth of three municipalities' inhabitants settled last year.
        let population = vec![200 * settled_a_month; 3];
        let scenario = Country { population, ..Country::default().with_places(&[10, 10, 10]) }
            .and(&[
                "run.start=2023-12-01",
                "run.as_of=2022-12-31",
                "policy.allocation.method='shadow-prices'",
                "world.opening.waiting.people={ pending = 0, ready = 20, agreed = 0 }",
                "world.opening.cohorts.2022={ group = 'people', triggering_per_settled = 1 }",
                "world.opening.cohorts.2022.csv='cohort.csv'",
            ])
            .scenario();
        let it = &observe(&scenario, 0..1)[0];
        it.total(0..3, ShadowPrices::Price)
    };
    assert_eq!((price(1), price(20)), (0, 0), "20 people, in December, for 30 places");
    assert!(price(50) > 0, "50 people for 30 places");
}

#[test]
fn places_that_nobody_takes_stand_empty_month_by_month() {
    // Five and three places a month, for a year in which nobody comes.
    let scenario = Country::default()
        .with_places(&[5, 3])
        .and(&[&arrivals("0"), "world.municipalities.idle_place_kroner=1000"])
        .scenario();
    let it = &observe(&scenario, 0..1)[0];
    let of = |municipality, column| it.get(municipality, column);
    assert_eq!(of(0, MunicipalYear::IdleMonths), 60);
    assert_eq!(of(1, MunicipalYear::IdleMonths), 36);
    assert_eq!(of(0, MunicipalYear::IdleKroner), 60_000);
}

#[test]
fn a_municipality_with_nothing_left_has_a_price_too() {
    // Nobody agrees in the third, which has the same score as the first: a place there would be worth as much.
    let scenario = Country::default()
        .with_places(&[10, 10, 0])
        .and(&[
            "run.start=2023-12-01",
            "run.as_of=2022-12-31",
            "policy.allocation.method='shadow-prices'",
            "world.opening.waiting.people={ pending = 0, ready = 100, agreed = 0 }",
        ])
        .scenario();
    let it = &observe(&scenario, 0..1)[0];
    let price = |municipality| it.get(municipality, ShadowPrices::Price);
    assert!(price(2) > 0, "100 people for 20 places, and none in the third");
    let scale = price(0).max(price(1));
    assert!((price(2) - scale).abs() * 2 < scale, "{} and {scale}", price(2));
}

#[test]
fn a_table_of_places_holds_none_for_unaccompanied_minors() {
    let path = "[{ level = { from = '2023-01', to = '2023-12', per_month = 20 } }]";
    let cases = "[{ from = '2022-01', granted_share = 1.0, days = { constant = { days = 0 } } }]";
    let young = format!(
        "{{ route = 'reception', track = 'minors', unaccompanied = true, arrivals.path = {path}, \
         cases = {cases}, households.kinds.youth = {{ share = 1.0, youths = 1 }} }}"
    );
    let scenario = Country::default()
        .with_places(&[100])
        .and(&[&arrivals("20"), &format!("world.groups.young={young}")])
        .scenario();
    let it = &observe(&scenario, 0..1)[0];
    let of = |id: &str| of_groups(&scenario, it, Monthly::Settled, 0..12, |group| group.id == id);
    assert!(of("people") > 100);
    assert_eq!(of("young"), 0, "nobody was asked for them");
}

#[test]
fn whom_the_policy_puts_first_is_served_first() {
    let kinds =
        "one = { share = 0.5, adults = 1 }\ntwo = { share = 0.5, adults = 1, children = 1 }";
    // Ten places a month, and more than that wait of each kind.
    let served = |policy: &str| {
        let scenario = Country::default()
            .with_places(&[10])
            .with_kinds(kinds)
            .and(&[
                "run.end=2023-06-30",
                &arrivals("100"),
                "people.medical_share=0.5",
                "people.offer_days={ constant = { days = 5 } }",
                "world.opening.waiting.people={ pending = 0, ready = 300, agreed = 0 }",
                &format!("policy.queue='{policy}'"),
            ])
            .scenario();
        let mut served = Vec::new();
        walk(&scenario, 0, &mut Nobody, |today, state| {
            let placed = state.households.iter().filter(|it| it.stage == Stage::Agreed);
            let placed = placed.filter(|_| today.is_month_start);
            served.extend(placed.map(|it| (it.facts.has_children, it.is_medical)));
        });
        assert!(served.len() >= 6 * 5, "{policy}: {}", served.len());
        served
    };
    assert!(served("families-first").iter().all(|(has_children, _)| *has_children));
    assert!(served("medical-first").iter().all(|(_, is_medical)| *is_medical));
    let plain = served("first-come-first-served");
    let n = |is_it: fn(&(bool, bool)) -> bool| plain.iter().filter(|it| is_it(it)).count();
    assert!(n(|it| !it.0) > 3 && n(|it| it.0) > 3 && n(|it| !it.1) > 3 && n(|it| it.1) > 3);
}

#[test]
fn a_batch_takes_first_who_has_waited_longest() {
    let scenario = Country::default()
        .with_places(&[8, 8, 8])
        .and(&[
            &arrivals("40"),
            "people.offer_days={ constant = { days = 5 } }",
            "people.matching_days={ constant = { days = 60 } }",
            "world.opening.waiting.people={ pending = 0, ready = 90, agreed = 0 }",
            "policy.allocation.method='greedy-batch'",
        ])
        .scenario();
    let mut n_chosen = 0;
    walk(&scenario, 0, &mut Nobody, |today, state| {
        if !today.is_month_start {
            return;
        }
        let permits = |stage| {
            let households = state.households.iter().filter(move |it| it.stage == stage);
            households.map(|it| it.permit_day)
        };
        let (placed, waits) = (permits(Stage::Agreed).max(), permits(Stage::Ready).min());
        if let (Some(placed), Some(waits)) = (placed, waits) {
            assert!(placed <= waits, "{today:?}: {placed} before {waits}");
            n_chosen += 1;
        }
    });
    assert!(n_chosen > 6, "there was a choice in {n_chosen} months only");
}

#[test]
fn policies_by_score_score_more_and_settle_as_many() {
    let plain = run_with(&[]);
    let settled = sum(&plain, MunicipalYear::Settled);
    let base = score(&plain);
    for method in ["greedy", "shadow-prices", "balanced-prices", "subgradient", "minimum-discord"] {
        let found = run_with(&[&format!("policy.allocation.method={method}")]);
        let (gain, persons) = (score(&found) / base - 1.0, sum(&found, MunicipalYear::Settled));
        println!(
            "{method:>16}: score {:.4}, {:+.2} %, settled {persons}",
            score(&found),
            100.0 * gain
        );
        assert!(gain > 0.0, "{method}");
        assert!((persons - settled).abs() * 100 < settled, "{method}: {persons} and {settled}");
    }
    println!("    proportional: score {base:.4}, settled {settled}");
}

#[test]
fn only_policies_with_prices_have_shadow_prices() {
    let prices = |observation: &Observation| observation.values(TableId::ShadowPrices).to_vec();
    for method in ["proportional", "greedy"] {
        let found = prices(&run_with(&[&format!("policy.allocation.method={method}")]));
        assert!(found.iter().all(|it| *it == MISSING), "{method} has no prices");
    }
    let found = prices(&run_with(&["policy.allocation.method=balanced-prices"]));
    assert!(found.iter().all(|it| *it != MISSING), "free and not priced are not the same");
    assert!(found.iter().any(|it| *it > 0));
}

#[test]
fn nobody_is_placed_where_the_score_is_empty() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = "group,persons,code,score\n".to_owned();
    for group in ["ukraine", "asylum", "quota", "minors"] {
        for persons in 1..=8 {
            table.push_str(&format!("{group},{persons},0301,\n{group},{persons},1103,1\n"));
        }
    }
    std::fs::write(folder.path().join("scores.csv"), table).expect("a file");
    for method in METHODS {
        let method = format!("policy.allocation.method={method}");
        let found = run(folder.path(), &[&method, "policy.allocation.scores=scores.csv"]);
        assert_eq!(found.get(0, MunicipalYear::Placed), 0, "Oslo, {method}");
        assert!(sum(&found, MunicipalYear::Placed) > 10_000, "{method}");
    }
}

#[test]
fn a_request_keeps_its_limits_and_its_sum() {
    let key = "policy.requests.letter-2023.key={ preset = { name = 'norway-size' } }";
    let limits =
        "policy.requests.letter-2023.limits={ per_1000 = 30.0, least = 10, lifted_from = 0 }";
    let found = run_with(&[key, limits, "policy.requests.letter-2023.minors=0"]);
    assert_eq!(sum(&found, MunicipalYear::Requested), 35_000);
    let of = |row| found.get(row, MunicipalYear::Requested);
    let register = bosett::register::Register::embedded(bosett::register::Edition::Of2023);
    for (row, municipality) in register.municipalities().iter().enumerate() {
        let most = 30 * municipality.population.0 / 1000;
        let least = if most < 10 { 0 } else { 10 };
        assert!((least..=most).contains(&of(row)), "{}: {}", municipality.name, of(row));
    }
}

#[test]
fn a_second_letter_asks_nobody_for_fewer_than_agreed() {
    let second =
        "policy.requests.second={ year = 2023, issued = 2023-09-01, size = { persons = 5000 } }";
    let found = run_with(&[second]);
    let places = 0..356;
    for row in places {
        let (asked, agreed) =
            (found.get(row, MunicipalYear::Requested), found.get(row, MunicipalYear::Agreed));
        assert!(agreed >= 0 && asked >= 0);
    }
    assert!(sum(&found, MunicipalYear::Requested) > 5_330, "what was agreed stands");
}
