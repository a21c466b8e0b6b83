//! Requests (anmodning) and municipal decisions (vedtak): who is asked for how many, and who says yes.

use super::today::Today;
use super::{State, World};
use crate::chance::{Process, Stream};
use crate::scenario::{MunicipalBehaviour, RequestKey, RequestRound, RequestSize, Route, Track};

/// A municipality's answer to the state's request for one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MunicipalDecision {
    /// Nothing registered yet; the register has an empty field.
    #[default]
    Pending,
    /// The council said no; the register has 0.
    Declined,
    /// The council agreed to settle this many, at least one.
    Agreed(i32),
}

impl MunicipalDecision {
    /// The places agreed to, none while pending or declined.
    pub fn places(self) -> i32 {
        match self {
            Self::Pending | Self::Declined => 0,
            Self::Agreed(places) => places,
        }
    }
}

/// Phase 5, first part: letters issued today are shared out; decisions that fall on today are taken.
pub fn apply_requests_and_decisions(state: &mut State, today: &Today, world: World<'_>) {
    for (number, round) in world.scenario.policy.requests.iter().enumerate() {
        let issued = round.issued.since(world.scenario.run.horizon.start);
        // A letter from before the run is already out on its first day.
        if issued.max(0) == today.index as i32 {
            apply_request(state, today, world, number, issued);
        }
    }
    for track in 0..Track::N {
        while let Some(decision) = state.places[track].next_decision(today.index) {
            apply_decision(state, world, track, decision);
        }
    }
}

/// Shares a letter's numbers between municipalities and lists the days of their decisions.
fn apply_request(state: &mut State, today: &Today, world: World<'_>, number: usize, issued: i32) {
    let scenario = world.scenario;
    let round = &scenario.policy.requests[number];
    let year_index = round.year.0 - scenario.run.horizon.first_year().0;
    let Ok(year_index) = usize::try_from(year_index) else { return };
    if year_index >= scenario.run.horizon.n_years() {
        return;
    }
    let ordinary = request_size(state, world, round);
    let minors = world.reality.value(round.minors).round() as i64;
    for (track, persons) in [(Track::Ordinary, ordinary), (Track::Minors, minors)] {
        let places = &mut state.places[track.index()];
        places.apply_request(year_index, number, persons, |plan| {
            plan_shares(persons, &round.key, &world, plan);
        });
        for municipality in 0..places.n_municipalities() {
            let key = decision_key(track, round, municipality);
            let word = world.chance.stream(Process::Decision, key).word();
            let day = issued + world.reality.decision_days.days(word) as i32;
            let day = day.max(today.index as i32) as usize;
            places.list_decision(day, year_index, municipality, number);
        }
    }
}

/// Names the stream of one municipality's decision on one letter.
///
/// The letter's name is its year and day of issue, so that one letter more moves no other's answers.
fn decision_key(track: Track, round: &RequestRound, municipality: usize) -> u64 {
    let issued = (round.issued.since(round.year.first_day()) + 10_000) as u64;
    let letter = ((round.year.0 as u64) << 16) | issued;
    (letter << 24) | ((track.index() as u64) << 20) | municipality as u64
}

/// How many the letter asks for: a figure, or the need as it is seen on the day.
fn request_size(state: &State, world: World<'_>, round: &RequestRound) -> i64 {
    match round.persons {
        RequestSize::Persons(number) => world.reality.value(number).round() as i64,
        RequestSize::Need(multiple) => {
            let need: f64 = (0..state.stocks.len()).map(|it| need_of(state, world, it)).sum();
            (world.reality.value(multiple) * need).round() as i64
        }
    }
}

/// Persons of a group that need a municipality in a year, seen from today: those waiting without one, those
/// pending who may get a permit, and last year's arrivals over again. The letter does not know the future
/// (assumption A56).
fn need_of(state: &State, world: World<'_>, group: usize) -> f64 {
    let definition = &world.scenario.world.groups[group];
    if definition.track != Track::Ordinary || definition.route == Route::Family {
        return 0.0;
    }
    let stocks = &state.stocks[group];
    let granted = definition.cases.last().map_or(1.0, |it| it.granted_share.central());
    let arrived = state.arrived_last_year(group) as f64;
    (stocks.waiting - stocks.agreed) as f64 + granted * (stocks.pending as f64 + arrived)
}

/// Shares `persons` by the key of the letter, exactly: largest remainders, ties to the first (assumption A57).
fn plan_shares(persons: i64, key: &RequestKey, world: &World<'_>, plan: &mut [i32]) {
    match key {
        RequestKey::Population => {
            let municipalities = world.scenario.register.municipalities();
            apportion(persons, |it| municipalities[it].population.0 as f64, plan);
        }
        RequestKey::Weights(weights) => apportion(persons, |it| weights[it], plan),
    }
}

/// Shares `total` in proportion to weights so that it adds up exactly (Hamilton, largest remainder).
pub fn apportion(total: i64, weight: impl Fn(usize) -> f64, plan: &mut [i32]) {
    let sum: f64 = (0..plan.len()).map(&weight).sum();
    if sum <= 0.0 {
        plan.fill(0);
        return;
    }
    let quota = |it: usize| total as f64 * weight(it) / sum;
    let mut left = total;
    for (it, share) in plan.iter_mut().enumerate() {
        *share = quota(it).floor() as i32;
        left -= i64::from(*share);
    }
    let mut order: Vec<usize> = (0..plan.len()).collect();
    let remainder = |it: usize| quota(it) - quota(it).floor();
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    for &it in order.iter().take(left.max(0) as usize) {
        plan[it] += 1;
    }
}

/// A decision that falls on a day.
#[derive(Clone, Copy, Debug)]
pub struct ListedDecision {
    /// Position of the year in the horizon.
    pub year_index: usize,
    /// Who decides.
    pub municipality: usize,
    /// Position of the letter among the policy's requests.
    pub letter: usize,
}

impl ListedDecision {
    /// Fills room that is not used.
    pub const NONE: Self = Self { year_index: 0, municipality: 0, letter: 0 };
}

fn apply_decision(state: &mut State, world: World<'_>, track: usize, decision: ListedDecision) {
    let ListedDecision { year_index, municipality, letter } = decision;
    let requested = state.places[track].requested(year_index, municipality);
    let track_of = if track == Track::Minors.index() { Track::Minors } else { Track::Ordinary };
    let round = &world.scenario.policy.requests[letter];
    let key = decision_key(track_of, round, municipality);
    let mut draws = world.chance.stream(Process::Decision, key);
    draws.word();
    let answer = draw_answer(requested, world, &mut draws);
    state.places[track].apply_decision(year_index, municipality, answer);
}

/// How many a municipality agrees to, from its own stream: exactly, fewer, none or more than it was asked for
/// (assumption A58).
fn draw_answer(requested: i32, world: World<'_>, draws: &mut Stream) -> i32 {
    let behaviour: &MunicipalBehaviour = &world.scenario.world.municipalities;
    let value = |number| world.reality.value(number);
    let (kind, size) = (draws.uniform(), draws.uniform());
    let (equal, more) = (value(behaviour.equal_share), value(behaviour.more_share));
    let factor = if kind < equal {
        1.0
    } else if kind < equal + more {
        // Exponential, with those that would more than treble their number held at three times.
        (1.0 - value(behaviour.more_mean) * (1.0 - size).ln()).min(3.0)
    } else if kind < equal + more + (1.0 - equal - more) * value(behaviour.declined_share) {
        0.0
    } else {
        let mean = value(behaviour.less_mean);
        mean + (2.0 * size - 1.0) * mean.min(1.0 - mean)
    };
    (f64::from(requested) * factor).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(total: i64, weights: &[f64]) -> Vec<i32> {
        let mut plan = vec![0; weights.len()];
        apportion(total, |it| weights[it], &mut plan);
        plan
    }

    #[test]
    fn largest_remainders_add_up_and_show_the_alabama_paradox() {
        // Methods T11.
        assert_eq!(shares(7, &[53.0, 24.0, 23.0]), [4, 2, 1]);
        assert_eq!(shares(10, &[6.0, 6.0, 2.0]), [4, 4, 2]);
        assert_eq!(shares(11, &[6.0, 6.0, 2.0]), [5, 5, 1]);
        assert_eq!(shares(5, &[0.0, 0.0]), [0, 0]);
    }

    #[test]
    fn silence_and_no_are_no_places_but_not_the_same() {
        assert_ne!(MunicipalDecision::Pending, MunicipalDecision::Declined);
        assert_eq!(MunicipalDecision::Agreed(7).places(), 7);
        assert_eq!(MunicipalDecision::Pending.places() + MunicipalDecision::Declined.places(), 0);
    }
}
