//! Settlement as it could be seen from a day: the model run from before, with the arrivals there were and the
//! letters that had been sent, and on into each history of arrivals.

use super::outlook::Noise;
use super::record::{Record, first_ahead};
use crate::calendar::{Day, Month, Year};
use crate::engine::{Engine, Interrupted, collect_in_order};
use crate::results::columns::Monthly;
use crate::scenario::number::Number;
use crate::scenario::{PathItem, RequestRound, RequestSize, Route, Scenario};
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

/// Settled persons by month from the start of the run, one list for each history of arrivals.
pub fn run_settlement(
    scenario: &Scenario,
    record: &Record,
    outlook: &[Vec<f64>],
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<Vec<f64>>, Interrupted> {
    let Some(group) = scenario.world.groups.iter().position(|it| it.id == record.group) else {
        return Ok(vec![vec![0.0; scenario.run.horizon.n_months()]; outlook.len()]);
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
        let settled = |month: usize| {
            // Families that follow are outside the request and outside the published figures.
            let groups = scenario.world.groups.iter().enumerate();
            let under_request = groups.filter(|(_, it)| it.route != Route::Family);
            let rows = under_request.map(|(group, _)| seen.layout().monthly(month, group));
            rows.map(|row| seen.get(row, Monthly::Settled)).sum::<i64>() as f64
        };
        (0..scenario.run.horizon.n_months()).map(settled).collect()
    })
}

/// The third of the histories whose settlement up to the day lies closest to what was published
/// (assumption A143).
pub fn pick_closest(histories: &[Vec<f64>], published: &[f64]) -> Vec<usize> {
    let distance = |history: &Vec<f64>| -> f64 {
        history.iter().zip(published).map(|(one, other)| (one - other).abs()).sum()
    };
    let mut ranked: Vec<(f64, usize)> =
        histories.iter().enumerate().map(|(number, it)| (distance(it), number)).collect();
    ranked.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let n_kept = (histories.len() / 3).max(2).min(histories.len());
    ranked[..n_kept].iter().map(|(_, number)| *number).collect()
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

    #[test]
    fn the_closest_third_is_kept() {
        let histories: Vec<Vec<f64>> = (0..9).map(|it| vec![f64::from(it), 10.0]).collect();
        assert_eq!(pick_closest(&histories, &[4.2]), [4, 5, 3]);
        assert_eq!(pick_closest(&histories, &[]), [0, 1, 2], "nothing published: the first ones");
    }
}
