//! The opening position: where everything stood when the run began.
//!
//! Counts come from published actuals and the scenario; who exactly was waiting, and since when, is drawn.

mod waiting;

use super::arrivals::Noise;
use super::households::Facts;
use super::lives::{Life, list_next_event, return_day};
use super::places::PlaceRules;
use super::settlement::{Reference, YearFlows, apply_reunification};
use super::today::Today;
use super::{Flows, OpeningPersons, Settled, State, Stocks, World};
use crate::chance::{Process, scale};
use crate::scenario::{OpeningCohort, Post, Track, limits};
use crate::units::Kroner;
use waiting::open_waiting;

/// Months of the horizon looked at for grants of last year that are paid late.
const N_LATE_MONTHS: usize = 18;

/// Days of settlement told apart within a year.
const DAYS_A_YEAR: u32 = 365;

/// Sets `state` to the first morning of the run, reusing its memory.
pub fn open(state: &mut State, first: &Today, world: World<'_>) {
    reset(state, world);
    open_cohorts(state, first, world);
    open_minors(state, world);
    for group in 0..world.scenario.world.groups.len() {
        open_waiting(state, first, world, group);
    }
    open_unpaid_year_1(state, world);
    open_beds_and_places(state, world);
}

fn reset(state: &mut State, world: World<'_>) {
    let scenario = world.scenario;
    let horizon = scenario.run.horizon;
    let (n_groups, n_days) = (scenario.world.groups.len(), horizon.n_days());
    let n_municipalities = scenario.register.municipalities().len();
    state.households.reset();
    state.lists.reset(n_days);
    state.exits.reset(n_days);
    fill(&mut state.stocks, n_groups, Stocks::default());
    fill(&mut state.flows, n_groups, Flows::default());
    fill(&mut state.totals, n_groups, Flows::default());
    fill(&mut state.opening, n_groups, OpeningPersons::default());
    fill(&mut state.noise, n_groups, Noise::default());
    state.arrived_by_month.clear();
    state.office.reset();
    state.queues.iter_mut().enumerate().for_each(|(number, it)| it.reset(number));
    let rules = PlaceRules::new(&scenario.world.municipalities, world.reality);
    let n_years = horizon.n_years();
    state.places.iter_mut().for_each(|it| it.reset(n_municipalities, n_years, n_days, rules));
    let method = scenario.policy.allocation.method();
    let problem = scenario.policy.match_scores.problem();
    state.matched.iter_mut().for_each(|it| it.reset(method, problem));
    state.beds.reset(n_days);
    let n_cohorts = scenario.world.opening.cohorts.len() + horizon.n_years();
    state.settled.reset(n_municipalities, n_cohorts);
    state.lives.reset(n_days);
    state.ledger.reset(n_municipalities, horizon.n_months());
}

fn fill<T: Clone>(list: &mut Vec<T>, length: usize, value: T) {
    list.clear();
    list.resize(length, value);
}

impl Settled {
    /// Nobody has settled.
    fn reset(&mut self, n_municipalities: usize, n_cohorts: usize) {
        self.n_municipalities = n_municipalities;
        for cells in [
            &mut self.five_year,
            &mut self.three_year,
            &mut self.trainees,
            &mut self.ordinary_trainees,
            &mut self.months_after_new_year,
        ] {
            fill(cells, n_cohorts * n_municipalities, 0);
        }
        for cells in [&mut self.minors, &mut self.new_minors] {
            fill(cells, (usize::from(limits::MINOR_LAST_AGE) + 1) * n_municipalities, 0);
        }
        fill(&mut self.this_year, n_municipalities, YearFlows::default());
        self.disabilities.clear();
        self.december_moves.clear();
    }
}

/// People settled in earlier years, each with a later life of their own (assumption A62).
fn open_cohorts(state: &mut State, first: &Today, world: World<'_>) {
    for (number, cohort) in world.scenario.world.opening.cohorts.iter().enumerate() {
        let factor = world.reality.value(cohort.triggering_per_settled);
        // The rounding of one municipality is carried to the next, so that the country is exact.
        let mut carried = 0.0;
        let mut persons_in = vec![0; cohort.settled.len()];
        for (municipality, settled) in cohort.settled.iter().enumerate() {
            let exact = settled.0 as f64 * factor + carried;
            let persons = exact.round();
            carried = exact - persons;
            let cell = number * state.settled.n_municipalities + municipality;
            state.settled.five_year[cell] = persons as i32;
            state.stocks[cohort.group].settled += persons as i64;
            state.opening[cohort.group].settled += persons as i64;
            persons_in[municipality] = persons as u32;
        }
        open_lives(state, first, world, (number, cohort), &persons_in);
    }
}

/// Draws what will happen to the persons of one cohort, by municipality; each is known only as one of a count,
/// so each goes alone.
fn open_lives(
    state: &mut State,
    first: &Today,
    world: World<'_>,
    (number, cohort): (usize, &OpeningCohort),
    persons: &[u32],
) {
    let group = &world.reality.groups[cohort.group];
    let has_family = group.reunification.is_some();
    let year_start = cohort.year.first_day().since(first.day);
    let settled_on = |day: u32| (year_start + day as i32).min(-1);
    let n_days = world.scenario.run.horizon.n_days() as u32;
    let quiet_from: Vec<u64> = (0..DAYS_A_YEAR)
        .map(|day| group.life.quiet_from(settled_on(day).unsigned_abs(), n_days))
        .collect();
    let ever_quiet_from = quiet_from.iter().copied().max().unwrap_or(0);
    for (municipality, &persons) in persons.iter().enumerate() {
        // One stream for all of them, the same number of words for each: one person more changes no other's.
        let all = opening_key(number, municipality, u32::MAX);
        let mut draws = world.chance.stream(Process::OpeningLife, all);
        for ordinal in 0..persons {
            let key = opening_key(number, municipality, ordinal);
            // The upper half says what happens next, the lower when it settled; on no day does anything happen to
            // most.
            let word = draws.word();
            let day = || scale(word << 32, DAYS_A_YEAR);
            let is_quiet = word >= ever_quiet_from || word >= quiet_from[day() as usize];
            // Before the run nobody has returned by date: it is about who is there when it begins.
            let returns = return_day(world, cohort.group as u8, key, -1);
            if !is_quiet || returns.is_some() {
                let life = Life {
                    key,
                    settled_day: settled_on(day()),
                    municipality: municipality as u16,
                    cohort: number as u8,
                    group: cohort.group as u8,
                    size: 1,
                    is_three_year: false,
                    n_events: 0,
                    minor_birth_year: Life::NO_MINOR,
                    disability: Life::NO_DISABILITY,
                };
                list_next_event(state, first, world, life, word);
            }
            let n_families = if has_family { group.n_families(1, draws.word()) } else { 0 };
            if n_families > 0 {
                let reference = Reference {
                    facts: Facts::person(key, cohort.group, first.month.year()),
                    municipality: municipality as u16,
                    days_since: settled_on(day()).unsigned_abs(),
                };
                let mut own = world.chance.stream(Process::OpeningLife, key);
                apply_reunification(state, first, world, reference, n_families, &mut own);
            }
        }
    }
}

/// Names a person of an opening cohort; the top bit keeps these apart from households that arrive.
fn opening_key(cohort: usize, municipality: usize, ordinal: u32) -> u64 {
    (1 << 63) | ((cohort as u64) << 56) | ((municipality as u64) << 32) | u64::from(ordinal)
}

/// Unaccompanied minors under care, spread as the last cohort was settled.
fn open_minors(state: &mut State, world: World<'_>) {
    let opening = &world.scenario.world.opening;
    let n = state.settled.n_municipalities;
    let Some(last) = opening.cohorts.last() else { return };
    let weights: Vec<f64> = last.settled.iter().map(|it| it.0 as f64).collect();
    for minors in &opening.minors {
        let persons = world.reality.value(minors.persons).round() as i64;
        let cells = &mut state.settled.minors[usize::from(minors.age) * n..][..n];
        let plan = super::requests::plan_proportional(persons, &weights);
        cells.iter_mut().zip(plan).for_each(|(cell, persons)| *cell = persons as i32);
    }
}

/// Year-1 grants of last year's settlement that are paid in this run: late settlement, late application
/// (assumption A64).
fn open_unpaid_year_1(state: &mut State, world: World<'_>) {
    let opening = &world.scenario.world.opening;
    let horizon = world.scenario.run.horizon;
    let Some(last) = opening.cohorts.last() else { return };
    let grant = world.reality.value(opening.last_year_grant);
    if last.year != horizon.first_year().plus(-1) || grant <= 0.0 {
        return;
    }
    let n_months = horizon.n_months().min(N_LATE_MONTHS);
    let mut shares = [0.0; N_LATE_MONTHS];
    for (index, weight) in opening.last_year_profile.iter().enumerate() {
        let settled = last.year.first_month().plus(index as i32).first_day().plus(15);
        let paid_by = |day: crate::calendar::Day| {
            let days = day.since(settled);
            if days < 0 { 0.0 } else { world.reality.year_1_days.share_within(days as u32) }
        };
        for (offset, share) in shares[..n_months].iter_mut().enumerate() {
            let month = horizon.first_month().plus(offset as i32);
            *share += weight * (paid_by(month.last_day()) - paid_by(month.first_day().plus(-1)));
        }
    }
    for (municipality, settled) in last.settled.iter().enumerate() {
        for (month, share) in shares[..n_months].iter().enumerate() {
            let kroner = Kroner((settled.0 as f64 * grant * share).round() as i64);
            state.ledger.open(Post::IntegrationGrant, municipality, kroner, month);
        }
    }
}

fn open_beds_and_places(state: &mut State, world: World<'_>) {
    let reception = &world.scenario.world.reception;
    let beds = |number| world.reality.value(number).round() as i64;
    state.beds.open(
        beds(reception.arrival_centre_beds),
        beds(reception.ordinary_beds),
        beds(reception.emergency_beds),
    );
    let pace = world.reality.value(world.scenario.world.municipalities.opening_pace);
    let Some(last) = world.scenario.world.opening.cohorts.last() else { return };
    let total: i64 = last.settled.iter().map(|it| it.0).sum();
    for (municipality, settled) in last.settled.iter().enumerate() {
        let part = settled.0 as f64 / total.max(1) as f64;
        state.places[Track::Ordinary.index()].set_pace(municipality, pace * part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_persons_of_opening_cohorts_have_one_name() {
        let ordinals = [0, 1, 2, 70_000, u32::MAX];
        let places = || (0..6).flat_map(|cohort| (0..400).map(move |place| (cohort, place)));
        let keys: BTreeSet<u64> = places()
            .flat_map(|(cohort, place)| ordinals.map(|it| opening_key(cohort, place, it)))
            .collect();
        assert_eq!(keys.len(), 6 * 400 * ordinals.len());
        assert!(keys.iter().all(|key| key >> 63 == 1), "and none that of a household that arrives");
    }
}
