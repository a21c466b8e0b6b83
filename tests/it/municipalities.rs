//! Do the municipalities make up the country? Every one has its rows, and sums are exact.

use bosett::actuals::list_published;
use bosett::engine::Engine;
use bosett::results::columns::{
    BudgetYear, Monthly, MunicipalYear, Reception, TableColumn, TableId,
};
use bosett::results::observation::Observation;
use bosett::results::summarise::Summariser;
use bosett::results::{Measure, NATIONAL};
use bosett::scenario::Scenario;
use bosett::scenario::check::load;
use bosett::scenario::library::LIBRARY;

/// Two replications, so that means are exact too.
const N_REPLICATIONS: u32 = 2;
/// Posts that are paid to municipalities, by position.
const N_MUNICIPAL_POSTS: usize = 3;

fn letter() -> Scenario {
    load("letter-2023", &[], LIBRARY).expect("our own scenario").0
}

#[test]
fn every_municipality_has_its_rows_and_they_add_up() {
    let scenario = letter();
    let engine = Engine::new(&scenario);
    let dimensions = &engine.dimensions;
    assert_eq!(dimensions.municipalities.len(), 356);
    let layout = dimensions.layout();
    assert_eq!(layout.n_rows(TableId::MunicipalYear), 356 * 5);
    for replication in 0..N_REPLICATIONS {
        let observation = engine.run_one(replication);
        for year in 0..5 {
            let sum = |column: MunicipalYear| -> i64 {
                let row = |place| layout.municipal_year(year, place);
                (0..356).map(|place| observation.get(row(place), column)).sum()
            };
            let told = format!("replication {replication}, year {year}");
            let months = |column| of_months(&observation, dimensions.months_of(year), column);
            assert!(sum(MunicipalYear::Settled) > 0, "{told}");
            assert_eq!(sum(MunicipalYear::Settled), months(Monthly::Settled), "{told}");
            assert_eq!(sum(MunicipalYear::SelfSettled), months(Monthly::SelfSettled), "{told}");
            assert_eq!(sum(MunicipalYear::MovedIn), months(Monthly::Moved), "{told}");
            assert_eq!(sum(MunicipalYear::MovedOut), months(Monthly::Moved), "{told}");
            let post_sum = |column: BudgetYear| -> i64 {
                let row = |post| layout.budget_year(year, post);
                (0..N_MUNICIPAL_POSTS).map(|post| observation.get(row(post), column)).sum()
            };
            assert_eq!(sum(MunicipalYear::Cash), post_sum(BudgetYear::Cash), "{told}");
            assert_eq!(sum(MunicipalYear::Right), post_sum(BudgetYear::Right), "{told}");
        }
        let last = dimensions.n_months - 1;
        let groups = 0..dimensions.groups.len();
        let in_reception: i64 = groups
            .map(|group| observation.get(layout.monthly(last, group), Monthly::Reception))
            .sum();
        assert_eq!(observation.get(layout.reception(last), Reception::Persons), in_reception);
    }
}

/// A flow of all groups over some months.
fn of_months(observation: &Observation, months: std::ops::Range<usize>, column: Monthly) -> i64 {
    let layout = observation.layout();
    let n_groups = layout.n_values(bosett::results::columns::Key::Group);
    let rows = months.flat_map(|month| (0..n_groups).map(move |group| (month, group)));
    rows.map(|(month, group)| observation.get(layout.monthly(month, group), column)).sum()
}

#[test]
fn the_summary_adds_up_to_the_country() {
    let scenario = letter();
    let engine = Engine::new(&scenario);
    let mut summariser = Summariser::new(&engine.dimensions);
    (0..N_REPLICATIONS)
        .for_each(|it| summariser.push(&engine.run_one(it)).expect("it fits into memory"));
    let measures = summariser.finish().expect("nothing is on disk");
    let of_level =
        |n_digits: usize| move |it: &&Measure| it.place.len() == n_digits && it.place != NATIONAL;
    let mean_of = |name: &str, period: &str, n_digits: usize| -> (usize, f64) {
        let places = measures.iter().filter(|it| it.name == name && it.period == period);
        let means: Vec<f64> = places.filter(of_level(n_digits)).map(|it| it.mean).collect();
        (means.len(), means.iter().sum())
    };
    for year in ["2023", "2024", "2025", "2026", "2027"] {
        let is_it = |it: &&Measure| {
            let of_all = it.group == "all" && it.place == NATIONAL;
            it.name == MunicipalYear::Settled.column().name && it.period == year && of_all
        };
        let national = measures.iter().find(is_it).expect("a national measure").mean;
        assert_eq!(mean_of("settled_persons", year, 4), (356, national), "{year}");
        assert_eq!(mean_of("settled_persons", year, 2), (11, national), "{year}");
    }
}

#[test]
fn published_figures_have_names_of_their_own() {
    let scenario = letter();
    let engine = Engine::new(&scenario);
    let mut summariser = Summariser::new(&engine.dimensions);
    summariser.push(&engine.run_one(0)).expect("it fits into memory");
    let simulated = summariser.finish().expect("nothing is on disk");
    let published = list_published(&scenario);
    assert!(published.len() > 50);
    for it in &published {
        assert!(simulated.iter().all(|other| other.name != it.name), "{}", it.name);
        assert!(it.name.ends_with("_actual") || it.name.starts_with("forecast_"), "{}", it.name);
    }
}
