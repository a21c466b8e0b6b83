//! Requests (anmodning) and municipal decisions (vedtak): who is asked for how many, and who says yes.

mod reluctance;

use super::places::Places;
use super::today::Today;
use super::{State, World};
use crate::chance::{Process, Stream};
use crate::elementary::{exp, ln};
use crate::request_key::{Limits, LimitsError, Rounding, plan_request};
use crate::scenario::{
    MunicipalBehaviour, RequestKey, RequestLimits, RequestRound, RequestSize, Track,
};

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
        let limits = match track {
            Track::Ordinary => plan_limits(round, places, year_index, &world),
            Track::Minors => Limits::default(),
        };
        let persons = u32::try_from(persons.max(0)).expect("fewer persons than the world has");
        let plan = plan_shares(persons, round, &limits, &world);
        places.apply_request(year_index, number, &plan);
        for municipality in 0..places.n_municipalities() {
            let day = match round.known_answer(track, municipality) {
                Some((_, decided_on)) => {
                    decided_on.map_or(0, |it| it.since(scenario.run.horizon.start))
                }
                None => {
                    let days =
                        draw_decision_days(state, world, track, round, year_index, municipality);
                    issued.saturating_add(days)
                }
            };
            let day = day.max(today.index as i32) as usize;
            let places = &mut state.places[track.index()];
            places.list_decision(day, year_index, municipality, number);
        }
    }
}

/// Days from a letter to a municipality's answer; the reluctant take longer.
fn draw_decision_days(
    state: &State,
    world: World<'_>,
    track: Track,
    round: &RequestRound,
    year_index: usize,
    municipality: usize,
) -> i32 {
    let key = decision_key(track, round, municipality);
    let word = world.chance.stream(Process::Decision, key).word();
    let days = world.reality.decision_days.days(word) as i32;
    let Some(effect) = world.scenario.world.municipalities.reluctance.delay_effect else {
        return days;
    };
    let reluctance = reluctance::reluctance(state, world, track.index(), year_index, municipality);
    (f64::from(days) * exp(world.reality.value(effect) * reluctance)).round() as i32
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

/// Persons of a group that need a municipality in a year, seen from today: those waiting without one, and last year's
/// arrivals over again, as far as they get a permit. Who is pending is one of those arrivals. The letter does not know
/// the future (assumption A56).
fn need_of(state: &State, world: World<'_>, group: usize) -> f64 {
    let definition = &world.scenario.world.groups[group];
    if definition.track != Track::Ordinary || !definition.route.is_under_request() {
        return 0.0;
    }
    let stocks = &state.stocks[group];
    let granted = definition.cases.last().map_or(1.0, |it| it.granted_share.central());
    let arrived = state.arrived_last_year(group, world.scenario.run.horizon) as f64;
    (stocks.waiting - stocks.agreed) as f64 + granted * arrived
}

/// Shares `persons` by the key of the letter, exactly; equal claims go to the first (assumption A57).
fn plan_shares(persons: u32, round: &RequestRound, limits: &Limits, world: &World<'_>) -> Vec<u32> {
    let municipalities = world.scenario.register.municipalities();
    let quotas = match &round.key {
        RequestKey::Population => municipalities.iter().map(|it| it.population.0 as f64).collect(),
        RequestKey::Weights(weights) => weights.to_vec(),
        RequestKey::Preset(preset, indicators) => {
            preset.key().quotas(persons, indicators).expect("the check has tried the key")
        }
    };
    plan_request(persons, &quotas, limits, round.rounding)
        .or_else(|error| {
            // What the limits leave no room for is not asked for, and what they demand is (assumption A124).
            let LimitsError::NoRoom { least, most } = error else { return Err(error) };
            let possible = u64::from(persons).clamp(least, most.max(least)) as u32;
            plan_request(possible, &quotas, limits, round.rounding)
        })
        .unwrap_or_else(|_| limits.agreed.clone().unwrap_or_else(|| vec![0; quotas.len()]))
}

/// What limits an ordinary request: the scenario's limits, and what has been agreed to this year already.
fn plan_limits(
    round: &RequestRound,
    places: &Places,
    year_index: usize,
    world: &World<'_>,
) -> Limits {
    let municipalities = world.scenario.register.municipalities();
    let each = |of: &dyn Fn(usize) -> i32| -> Vec<u32> {
        (0..municipalities.len()).map(|it| of(it).max(0) as u32).collect()
    };
    let RequestLimits { per_thousand, change, minimum } = round.limits;
    let population = || municipalities.iter().map(|it| it.population.0 as f64).collect();
    let last_year = year_index.checked_sub(1).filter(|it| places.has_letter(*it));
    let last_requests = last_year.map(|year| each(&|it| places.requested(year, it)));
    Limits {
        per_thousand: per_thousand.map(|rate| (rate, population())),
        change: change.zip(last_requests),
        agreed: places
            .has_letter(year_index)
            .then(|| each(&|it| places.decision(year_index, it).places())),
        minimum,
    }
}

/// Shares `total` in proportion to weights, exactly, with no limits.
pub fn plan_proportional(total: i64, weights: &[f64]) -> Vec<u32> {
    let total = u32::try_from(total.max(0)).expect("fewer persons than the world has");
    if weights.iter().all(|it| *it <= 0.0) {
        return vec![0; weights.len()];
    }
    plan_request(total, weights, &Limits::default(), Rounding::LargestRemainder)
        .expect("without limits there is room")
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
    let answer = match round.known_answer(track_of, municipality) {
        Some((agreed, _)) => agreed.0 as i32,
        None => {
            let key = decision_key(track_of, round, municipality);
            let mut draws = world.chance.stream(Process::Decision, key);
            draws.word();
            let reluctance = reluctance::reluctance(state, world, track, year_index, municipality);
            draw_answer(requested, reluctance, world, &mut draws)
        }
    };
    state.places[track].apply_decision(year_index, municipality, answer);
}

/// How many a municipality agrees to, from its own stream: exactly, fewer, none or more than it was asked for
/// (assumption A58).
fn draw_answer(requested: i32, reluctance: f64, world: World<'_>, draws: &mut Stream) -> i32 {
    let behaviour: &MunicipalBehaviour = &world.scenario.world.municipalities;
    let value = |number| world.reality.value(number);
    let (kind, size) = (draws.uniform(), draws.uniform());
    let less = share_with_reluctance(value(behaviour.less_share), reluctance);
    let factor = if kind < less * value(behaviour.declined_share) {
        0.0
    } else if kind < less {
        let mean = value(behaviour.less_mean);
        mean + (2.0 * size - 1.0) * mean.min(1.0 - mean)
    } else if kind < less + (1.0 - less) * value(behaviour.more_share) {
        // Exponential, with those that would more than treble their number held at three times.
        (1.0 - value(behaviour.more_mean) * ln(1.0 - size)).min(3.0)
    } else {
        1.0
    };
    (f64::from(requested) * factor).round() as i32
}

/// The share that agrees to less, when `reluctance` is added to its log odds.
fn share_with_reluctance(less: f64, reluctance: f64) -> f64 {
    if reluctance == 0.0 || less <= 0.0 || less >= 1.0 {
        return less;
    }
    let odds = less / (1.0 - less) * exp(reluctance);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reluctance_multiplies_the_odds_of_less_and_nothing_else() {
        assert_eq!(share_with_reluctance(0.2, 0.0), 0.2);
        let less = share_with_reluctance(0.2, 2.0_f64.ln());
        assert!((less / (1.0 - less) - 0.5).abs() < 1e-12, "{less}");
        assert_eq!(share_with_reluctance(0.0, 3.0), 0.0);
        assert_eq!(share_with_reluctance(1.0, -3.0), 1.0);
    }

    #[test]
    fn nothing_to_share_by_is_nobody_asked() {
        assert_eq!(plan_proportional(5, &[0.0, 0.0]), [0, 0]);
        assert_eq!(plan_proportional(7, &[53.0, 24.0, 23.0]), [4, 2, 1]);
    }

    #[test]
    fn silence_and_no_are_no_places_but_not_the_same() {
        assert_ne!(MunicipalDecision::Pending, MunicipalDecision::Declined);
        assert_eq!(MunicipalDecision::Agreed(7).places(), 7);
        assert_eq!(MunicipalDecision::Pending.places() + MunicipalDecision::Declined.places(), 0);
    }
}
