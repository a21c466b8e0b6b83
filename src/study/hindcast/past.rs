//! Settlement as it could be seen from a day: the model run from before, with the arrivals there were and the
//! letters that had been sent, and on into each history of arrivals.

use super::outlook::Noise;
use super::record::{Record, first_ahead};
use crate::calendar::{Day, Month, Year};
use crate::engine::{Engine, Interrupted, collect_in_order};
use crate::results::columns::{BudgetMonth, Monthly, Reception};
use crate::scenario::number::Number;
use crate::scenario::{PathItem, Post, RequestRound, RequestSize, Scenario};
use std::sync::atomic::AtomicBool;

/// The scenario with what was known on a day and nothing else, up to the end of `last`.
pub fn scenario_as_of(base: &Scenario, known: Day, last: Month) -> Scenario {
    let mut scenario = base.clone();
    scenario.run.as_of = known;
    scenario.run.horizon.end = last.last_day().min(base.run.horizon.end);
    // Every history is a draw of its own of what is not known.
    scenario.run.replications_per_draw = 1;
    scenario.policy.requests = letters_as_of(&base.policy.requests, known, last.year());
    scenario
}

/// The letters that had been sent; for a year without one, a letter of November before it that asks for the
/// need as it is seen then (assumption A42).
fn letters_as_of(letters: &[RequestRound], known: Day, last: Year) -> Vec<RequestRound> {
    let mut sent: Vec<RequestRound> =
        letters.iter().filter(|it| it.issued <= known).cloned().collect();
    let Some(first) = letters.iter().map(|it| it.year).min() else { return sent };
    for year in (first.0..=last.0).map(Year) {
        if sent.iter().any(|it| it.year == year) {
            continue;
        }
        // It has the key and the number of minors of the last letter that was sent, or is to be.
        let Some(like) = sent.last().or(letters.first()) else { continue };
        let november = Month::new(year.plus(-1), 11).first_day().plus(19);
        let persons = RequestSize::Need(Number::certain(1.0));
        let letter =
            RequestRound { year, issued: november.max(known.plus(1)), persons, ..like.clone() };
        sent.push(letter);
    }
    sent
}

/// How many a year's last letter asked for on a day.
pub fn requested(base: &Scenario, year: Year, known: Day) -> Option<f64> {
    let letters = base.policy.requests.iter();
    let sent = letters.filter(|it| it.year == year && it.issued <= known);
    match sent.max_by_key(|it| it.issued)?.persons {
        RequestSize::Persons(number) => Some(number.central()),
        RequestSize::Need(_) => None,
    }
}

/// A history by month from the start of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Persons settled under a request.
    pub settled: Vec<f64>,
    /// Persons with a permit who have not settled at month end.
    pub waiting: Vec<f64>,
    /// Persons in reception centres at month end.
    pub housed: Vec<f64>,
    /// Kroner paid on post 60.
    pub paid: Vec<f64>,
}

/// One history of the model for each history of arrivals.
pub fn run_histories(
    scenario: &Scenario,
    record: &Record,
    outlook: &[Vec<f64>],
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<History>, Interrupted> {
    let n_months = scenario.run.horizon.n_months();
    let Some(group) = scenario.world.groups.iter().position(|it| it.id == record.group) else {
        let none = vec![0.0; n_months];
        let nothing = History {
            settled: none.clone(),
            waiting: none.clone(),
            housed: none.clone(),
            paid: none,
        };
        return Ok(vec![nothing; outlook.len()]);
    };
    let known = scenario.run.as_of;
    let first = scenario.run.horizon.first_month();
    let n_past = first_ahead(known).since(first).max(0);
    let past = (0..n_past).map(|later| record.arrived.get(&first.plus(later)).copied());
    let past: Vec<f64> = past.map(Option::unwrap_or_default).collect();
    collect_in_order(outlook.len(), stop, progress, |number| {
        let mut scenario = scenario.clone();
        let arrivals = &mut scenario.world.groups[group].arrivals;
        let persons = past.iter().chain(&outlook[number]).copied().collect();
        arrivals.path = vec![PathItem::Series { from: first, persons }];
        // The histories have their noise already.
        arrivals.dispersion = Number::certain(0.0);
        arrivals.drift_sd = Number::certain(0.0);
        let engine = Engine::new(&scenario);
        let seen = engine.run_one(number as u32);
        let persons = |month: usize, column: Monthly| {
            // Families that follow are outside the request and outside the published figures.
            let groups = scenario.world.groups.iter().enumerate();
            let under_request = groups.filter(|(_, it)| it.route.is_under_request());
            let rows = under_request.map(|(group, _)| seen.layout().monthly(month, group));
            rows.map(|row| seen.get(row, column)).sum::<i64>() as f64
        };
        let housed = |month| seen.get(seen.layout().reception(month), Reception::Persons) as f64;
        let post = Post::IntegrationGrant.index();
        let row = |month| seen.layout().budget_month(month, post);
        let paid = |month| seen.get(row(month), BudgetMonth::Cash) as f64;
        History {
            settled: (0..n_months).map(|month| persons(month, Monthly::Settled)).collect(),
            waiting: (0..n_months).map(|month| persons(month, Monthly::Waiting)).collect(),
            housed: (0..n_months).map(housed).collect(),
            paid: (0..n_months).map(paid).collect(),
        }
    })
}

/// The noise of the group's months.
pub fn noise_of(base: &Scenario, group: &str) -> Noise {
    let found = base.world.groups.iter().find(|it| it.id == group);
    let none = Noise { dispersion: 0.0, drift_sd: 0.0, persistence: 0.0 };
    found.map_or(none, |it| Noise::of(&it.arrivals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;

    #[test]
    fn a_letter_is_known_from_its_day_on() {
        let loaded = load("hindcast-2022", &[], LIBRARY);
        let (base, _) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
        let asked = |day: &str, year| requested(&base, Year(year), day.parse().expect("a day"));
        assert_eq!(asked("2022-03-17", 2022), Some(5_500.0));
        assert_eq!(asked("2022-03-18", 2022), Some(35_000.0));
        assert_eq!((asked("2022-11-24", 2023), asked("2023-05-15", 2023)), (None, Some(38_000.0)));
        // Nobody had asked for 2023 yet: a letter of November asks for the need as it is seen then.
        let known: Day = "2022-09-15".parse().expect("a day");
        let scenario = scenario_as_of(&base, known, "2023-12".parse().expect("a month"));
        let of_2023: Vec<&RequestRound> =
            scenario.policy.requests.iter().filter(|it| it.year == Year(2023)).collect();
        let [only] = of_2023.as_slice() else { panic!("{of_2023:?}") };
        assert!(matches!(only.persons, RequestSize::Need(_)));
        assert_eq!(only.issued.to_string(), "2022-11-20");
    }
}
