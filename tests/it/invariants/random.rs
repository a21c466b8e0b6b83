//! A country at random: each key of the scenario file takes one of a few values, extremes among them.

use crate::support::{ADULTS, Country, NO_DECISIONS};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Households of three, so that one that was split would show.
pub const THREES: &str = "family = { share = 1.0, adults = 2, children = 1 }";

/// Households of one, two and eight.
const MIXED: &str = "one = { share = 0.5, adults = 1 }
old = { share = 0.1, elderly = 2 }
eight = { share = 0.4, adults = 2, small_children = 3, youths = 3 }";

const DAYS: &[&str] = &[
    "{ constant = { days = 0 } }",
    "{ constant = { days = 70000 } }",
    "{ exponential = { mean = 30 } }",
    "{ gamma = { mean = { low = 20, mode = 60, high = 90 }, cv = 0.5 } }",
    "{ lognormal = { mean = 90, cv = 2.0 } }",
    "{ empirical = { days = [0, 1, 400] } }",
    "{ mixture = [{ weight = 9, days = { constant = { days = 1 } } }, \
                  { weight = 1, days = { exponential = { mean = 200 } } }] }",
];
const SHARES: &[&str] = &["0", "0.1", "0.5", "1", "{ low = 0.1, mode = 0.3, high = 0.9 }"];
const YEARS: &[&str] = &["[0, 0, 0, 0, 0]", "[0.1, 0.2, 0, 0.2, 0]", "[0.3, 0.3, 0.3, 0.3, 0.3]"];

/// What a key may be.
const CHOICES: &[(&str, &[&str])] = &[
    (
        "people.arrivals.path",
        &[
            "[]",
            "[{ level = { from = '2023-01', to = '2040-12', per_month = 1 } }]",
            "[{ level = { from = '2023-01', to = '2040-12', per_month = 30 } }]",
            "[{ level = { from = '2023-01', to = '2040-12', per_month = { mean = 50, sd = 40 } } }]",
            "[{ annual = { year = 2023, persons = 3000 } }, { follow = { year = 2024, ratio = 2 } }]",
            "[{ ranges = { year = 2023, ranges = { all = [200, 900] } } }]",
            "[{ series = { from = '2023-03', persons = [100_000] } }]",
        ],
    ),
    ("people.arrivals.noise", &["{}", "{ dispersion = 0.5, drift_sd = 0.3, persistence = 0.9 }"]),
    (
        "people.cases",
        &[
            "[{ from = '2023-01', granted_share = 0, days = { exponential = { mean = 30 } } }]",
            "[{ from = '2023-01', granted_share = 0.8, days = { exponential = { mean = 30 } } }]",
            "[{ from = '2023-01', granted_share = 1, days = { constant = { days = 0 } } }, \
              { from = '2023-04', granted_share = 0.5, days = { gamma = { mean = 200, cv = 1 } } }]",
        ],
    ),
    ("people.private_share", SHARES),
    ("people.self_settled_share", &["0", "0", "0.2", "1"]),
    ("people.withdrawal_per_month", &["0", "0", "0.05", "1"]),
    ("people.return_days", DAYS),
    ("people.matching_days", DAYS),
    ("people.offer_days", DAYS),
    ("people.self_settlement_days", DAYS),
    ("people.emigration_per_year", YEARS),
    ("people.training", &["'none'", "'ordinary'", "'collective-protection'"]),
    (
        "policy.requests.letter",
        &[
            "{ year = 2023, issued = 2022-12-01, size = { persons = 0 } }",
            "{ year = 2023, issued = 2022-12-01, size = { persons = 400 }, minors = 30 }",
            "{ year = 2023, issued = 2022-12-01, size = { persons = 100_000 }, minors = 400 }",
            "{ year = 2023, issued = 2022-12-01, size = { need = 1.5 }, minors = 30 }",
        ],
    ),
    ("policy.allocation.method", &["'proportional'", "'round-robin'", "'largest-deficit'"]),
    ("policy.queue", &["'first-come-first-served'", "'families-first'", "'medical-first'"]),
    ("people.medical_share", SHARES),
    ("policy.reception.beds_per_month", &["0", "100", "1_000_000"]),
    ("policy.reception.lead_days", &["0", "30", "5000"]),
    ("world.reception.ordinary_beds", &["0", "50", "100_000"]),
    ("world.reception.emergency_beds", &["0", "50"]),
    ("world.reception.resident_price", &["0", "250"]),
    ("world.municipalities.decision_days", DAYS),
    ("world.municipalities.less_share", &["0.5", "1"]),
    ("world.municipalities.more_share", &["0", "0.5"]),
    ("world.municipalities.declined_share", SHARES),
    ("world.municipalities.provisional_share", &["0", "0.1", "0.9"]),
    ("world.municipalities.opening_rise", SHARES),
    ("world.municipalities.opening_fall", SHARES),
    ("world.municipalities.front_loading", &["0", "1", "1.15", "50"]),
    ("world.municipalities.opening_pace", &["0", "1000"]),
    ("world.moves.move_per_year", YEARS),
    ("world.moves.by_centrality", &["[0, 1, 1, 1, 1, 1]", "[20, 0.5, 1, 1, 1, 1]"]),
    ("world.moves.family_multiple", &["0", "2"]),
    ("world.moves.match_effect", &["-5", "1"]),
    ("world.moves.deaths_per_year", &["0", "0.05", "0.5"]),
    ("world.moves.to_capital", &["0", "0.5"]),
    ("world.moves.capital", &["'0100'"]),
    ("world.grants.year_1_days", DAYS),
    ("world.grants.one_off_days", DAYS),
    ("world.grants.training_days", DAYS),
    ("world.grants.training_share", SHARES),
    ("world.grants.newborns_per_settled", SHARES),
    ("world.grants.disability_1_share", SHARES),
    ("world.grants.disability_2_share", SHARES),
    ("world.grants.disability_2_expense", &["0", "{ mean = 900_000, sd = 500_000 }"]),
    ("world.grants.instalment_months", &["[2, 5, 8, 11]", "[1, 1, 1, 1]", "[12, 12, 12, 12]"]),
    (
        "world.opening.waiting",
        &["{}", "{ people = { pending = 50, ready = 40 } }", "{ people = { agreed = 30 } }"],
    ),
    (
        "world.opening.cohorts",
        &[
            "{}",
            "{ 2020 = { group = 'people', triggering_per_settled = 0.9, csv = 'cohort.csv' } }",
            "{ 2022 = { group = 'people', triggering_per_settled = 1.3, csv = 'cohort.csv' } }",
        ],
    ),
    ("world.opening.minors", &["{}", "{ 12 = 3, 17 = 5, 20 = 4 }"]),
    ("world.opening.last_year_grant", &["0", "200_000"]),
    ("world.opening.disability_kroner", &["0", "1_000_001"]),
];

/// First and last day; the rest of fifteen years is after the last known law.
const HORIZONS: &[(&str, &str)] = &[
    ("2023-01-01", "2023-01-01"),
    ("2023-12-31", "2024-01-01"),
    ("2023-01-01", "2023-12-31"),
    ("2023-02-24", "2024-07-15"),
    ("2023-01-01", "2026-12-31"),
    ("2023-01-01", "2037-12-31"),
];

/// Groups beside the people.
fn others(kinds: &'static str) -> impl Strategy<Value = Vec<String>> {
    let level = "{ from = '2023-01', to = '2040-12', per_month = 9 }";
    let arrivals = format!("arrivals = {{ path = [{{ level = {level} }}] }}");
    // Unaccompanied minors come alone.
    let other_kinds = if kinds == THREES { THREES } else { ADULTS };
    let households = |kinds| format!("households = {{ kinds = {{ {kinds} }} }}");
    let others = households(other_kinds);
    let youth = households("youth = { share = 1, youths = 1 }");
    let case = "{ from = '2023-01', granted_share = 0.9, days = { exponential = { mean = 40 } } }";
    let minors = format!(
        "world.groups.minors={{ route = 'reception', track = 'minors', unaccompanied = true, \
         emigration_per_year = [0.3, 0.3, 0.3, 0.3, 0.3], cases = [{case}], {arrivals}, {youth} }}"
    );
    let quota = format!("world.groups.quota={{ route = 'direct', {arrivals}, {others} }}");
    let family = format!("world.groups.family={{ route = 'family', {others} }}");
    let follows = "people.reunification={ group = 'family', persons_per_settled = 0.7, \
                   three_year_share = 0.5, days = { exponential = { mean = 100 } } }";
    let mut all = vec![vec![family, follows.to_owned()], vec![quota]];
    if kinds != THREES {
        all.push(vec![minors]);
    }
    let n = all.len();
    subsequence(all, 0..=n).prop_map(|some| some.concat())
}

/// A country at random.
pub fn country() -> impl Strategy<Value = Country> {
    let population = prop::collection::vec(select(&[0_i64, 70, 900, 50_000][..]), 1..7)
        .prop_filter("somebody lives there", |it| it.iter().any(|&inhabitants| inhabitants > 0));
    let places = prop::option::of(select(&[0_i64, 3, 20, 1_000][..]));
    let kinds = select(&[THREES, MIXED][..]);
    let choices: Vec<_> = CHOICES
        .iter()
        .map(|(key, values)| select(*values).prop_map(move |value| format!("{key}={value}")))
        .collect();
    let run = (select(HORIZONS), any::<bool>());
    (population, places, kinds.prop_flat_map(|it| (Just(it), others(it))), choices, run).prop_map(
        |(population, places, (kinds, others), choices, ((start, end), has_law))| Country {
            places: places.map(|it| vec![it; population.len()]),
            classes: Some((0..population.len()).map(|it| it as u8 % 6 + 1).collect()),
            population,
            decisions: NO_DECISIONS,
            kinds: kinds.to_owned(),
            schedule: (!has_law || end > "2030")
                .then_some([400_001, 300_002, 200_003, 100_004, 50_005]),
            set: [vec![format!("run.start={start}"), format!("run.end={end}")], choices, others]
                .concat(),
        },
    )
}
