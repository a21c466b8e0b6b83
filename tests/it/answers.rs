//! Answers of municipalities that are known are data, and all others are simulated.

use crate::support::{Country, NO_DECISIONS, observe};
use bosett::results::columns::MunicipalYear;

/// Five municipalities that are asked for 450 persons, most of whom agree to less.
fn country(decisions: &'static str) -> Country {
    let population = vec![900, 500, 400, 300, 300];
    Country { places: None, population, decisions, ..Country::default() }.and(&[
        "policy.requests.a={ year = 2023, issued = 2022-12-01, size = { persons = 450 }, minors = 30 }",
        "policy.requests.a.decisions='decisions.csv'",
        "world.municipalities={ less_share = 0.8, declined_share = 0.2, more_share = 0.5 }",
        "world.municipalities.decision_days={ exponential = { mean = 60 } }",
    ])
}

/// What each has agreed to by the end of the run.
fn agreed(country: &Country, end: &str) -> Vec<Vec<i64>> {
    let scenario = country.clone().and(&[&format!("run.end={end}")]).scenario();
    let of = |it: &bosett::results::observation::Observation| {
        let row = |place| it.layout().municipal_year(0, place);
        (0..5).map(|place| it.get(row(place), MunicipalYear::Agreed)).collect()
    };
    observe(&scenario, 0..20).iter().map(of).collect()
}

#[test]
fn what_is_known_is_taken_and_the_rest_is_as_it_would_have_been() {
    let simulated = agreed(&country(NO_DECISIONS), "2023-12-31");
    let text = "code,agreed,decided_on\n0100,0,\n0101,77,2023-03-15\n";
    let known = agreed(&country(text), "2023-12-31");
    assert!(simulated.iter().any(|it| it[1] != simulated[0][1]), "it is drawn");
    for (simulated, known) in simulated.iter().zip(&known) {
        // Unaccompanied minors are asked for by themselves: three of the 30 and what they agree to.
        assert_eq!(simulated[2..], known[2..]);
    }
    let minors = country(NO_DECISIONS).and(&["policy.requests.a.size.persons=0"]);
    for (of_minors, known) in agreed(&minors, "2023-12-31").iter().zip(&known) {
        assert_eq!([known[0] - of_minors[0], known[1] - of_minors[1]], [0, 77]);
    }
}

#[test]
fn a_known_answer_is_given_on_its_day() {
    let text = "code,agreed,decided_on\n0100,5,\n0202,77,2023-03-15\n";
    let country = country(text).and(&["policy.requests.a.minors=0"]);
    let on = |end: &str| agreed(&country, end)[0].clone();
    assert_eq!((on("2023-03-14")[0], on("2023-03-14")[2]), (5, 0));
    assert_eq!((on("2023-03-15")[0], on("2023-03-15")[2]), (5, 77));
}

#[test]
fn minors_agreed_to_are_data_where_they_are_known_and_simulated_where_not() {
    let of_minors = &["policy.requests.a.size.persons=0"];
    let text = "code,agreed,decided_on,minors_agreed\n0100,0,,9\n0101,0,2023-03-15,0\n0202,0,2023-03-15,\n";
    let simulated = agreed(&country(NO_DECISIONS).and(of_minors), "2023-12-31");
    let known = agreed(&country(text).and(of_minors), "2023-12-31");
    assert!(simulated.iter().any(|it| it[0] != 9 && it[1] != 0), "it is drawn");
    for (simulated, known) in simulated.iter().zip(&known) {
        assert_eq!(known[..2], [9, 0]);
        assert_eq!(simulated[2..], known[2..]);
    }
    // On its day, as the ordinary answer of the same council.
    let later = "code,agreed,decided_on,minors_agreed\n0100,5,2023-03-15,9\n";
    let on = |end: &str| agreed(&country(later), end)[0][0];
    assert_eq!((on("2023-03-14"), on("2023-03-15")), (0, 14));
}
