//! Do extremes run and balance? One country for each that could break the model.

use crate::invariants::assert_balance;
use crate::support::{Country, arrivals, cases, embedded, observe, of_year};
use bosett::results::columns::{BudgetYear, MunicipalYear};
use bosett::scenario::Post;

/// Something of everything, so that an extreme has something to break.
fn country() -> Country {
    let kinds =
        "one = { share = 0.7, adults = 1 }\nfour = { share = 0.3, adults = 2, children = 2 }";
    let population = vec![900, 50, 70];
    let classes = Some(vec![1, 6, 3]);
    Country { places: None, population, classes, ..Country::default() }.with_kinds(kinds).and(&[
        &arrivals("40"),
        &cases("0.8", "{ exponential = { mean = 20 } }"),
        "people.withdrawal_per_month=0.02",
        "people.offer_days={ exponential = { mean = 20 } }",
        "people.emigration_per_year=[0.1, 0.1, 0.1, 0.1, 0.1]",
        "world.moves={ move_per_year = [0.1, 0.1, 0.1, 0.1, 0.1], deaths_per_year = 0.01 }",
        "world.moves={ by_centrality = [0, 1, 2, 1, 1, 20], family_multiple = 3, match_effect = -5 }",
        "world.moves.emigration_by_centrality=[1, 1, 0, 1, 1, 20]",
        "world.opening.waiting.people={ pending = 30, ready = 20 }",
        "world.opening.cohorts.2022={ group = 'people', triggering_per_settled = 1.1 }",
        "world.opening.cohorts.2022.csv='cohort.csv'",
        "policy.requests.letter={ year = 2023, issued = 2022-12-01, size = { persons = 300 } }",
    ])
}

#[test]
fn extremes_run_and_balance() {
    let nobody = "people.arrivals.path=[]";
    let million = "people.arrivals.path=[{ series = { from = '2023-02', persons = [1_000_000] } }]";
    let cases: &[(&str, &[&str])] = &[
        ("zero arrivals", &[nobody]),
        (
            "an empty country",
            &[nobody, "world.opening.waiting={ people = { pending = 0, ready = 0 } }"],
        ),
        ("a million in a month", &[million, "run.end=2023-03-31"]),
        ("nothing asked for", &["policy.requests.letter.size.persons=0"]),
        ("nobody agrees", &["world.municipalities={ less_share = 1, declined_share = 1 }"]),
        ("no beds", &["world.reception.ordinary_beds=0", "policy.reception.beds_per_month=0"]),
        (
            "all refused",
            &[
                "people.cases=[{ from = '2023-01', granted_share = 0, days = { constant = { days = 0 } } }]",
            ],
        ),
        ("nobody decides", &["world.decisions_per_month=0"]),
        ("all leave at once", &["people.withdrawal_per_month=1"]),
        ("one day", &["run.end=2023-01-01"]),
        (
            "a leap day",
            &["run.start=2024-02-29", "run.end=2024-02-29", "policy.requests.letter.year=2024"],
        ),
        ("twenty years", &["run.end=2042-12-31"]),
    ];
    for (what, set) in cases {
        println!("{what}");
        assert_balance(&country().and(set), 2);
    }
    println!("one municipality");
    assert_balance(&Country { population: vec![1_000], ..country() }, 2);
    println!("zero capacity");
    assert_balance(&country().with_places(&[0]), 2);
}

#[test]
fn the_points_of_millions_in_one_municipality_add_up() {
    // Alone it is as good as the mean, a half: 500 thousandths for each of over five million.
    let series = "{ series = { from = '2023-01', persons = [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, \
                  1_000_000] } }";
    let country = Country::default()
        .with_places(&[1_000_000])
        .with_kinds("eight = { share = 1.0, adults = 2, children = 6 }")
        .and(&[&format!("people.arrivals.path=[{series}]")]);
    let only = &observe(&country.scenario(), 0..1)[0];
    let of = |column| only.get(only.layout().municipal_year(0, 0), column);
    assert!(of(MunicipalYear::Placed) > 5_000_000, "{}", of(MunicipalYear::Placed));
    assert_eq!(of(MunicipalYear::MatchPoints), 500 * of(MunicipalYear::Placed));
}

#[test]
fn twenty_years_of_norway_run_and_balance_where_the_law_goes_on() {
    let level = "{ level = { from = '2023-01', to = '2042-12', per_month = 500 } }";
    let scenario = embedded(
        "letter-2023",
        &[
            "run.end=2042-12-31",
            "world.grants.law_continues_to=2042",
            &format!("world.groups.ukraine.arrivals.path=[{level}]"),
            "policy.requests.last={ year = 2042, issued = 2041-12-01, size = { persons = 6_000 } }",
        ],
    );
    assert_eq!(scenario.run.horizon.n_years(), 20);
    let only = &observe(&scenario, 0..1)[0];
    let grant = Post::IntegrationGrant.index();
    let of = |column| only.get(only.layout().budget_year(19, grant), column);
    // Who is settled in 2042 is paid for by the rates of 2030.
    assert!(of(BudgetYear::New) > 0, "{}", of(BudgetYear::New));
    assert!(of_year(only, 19, MunicipalYear::Settled) > 0);
}
