//! The opening position: where everything stood when the run began.
//!
//! Counts come from published actuals and the scenario; who exactly was waiting, and since when, is drawn.

mod cohorts;
mod waiting;

use super::arrivals::Noise;
use super::places::PlaceRules;
use super::settlement::YearFlows;
use super::today::Today;
use super::{Flows, OpeningPersons, Settled, State, Stocks, World};
use crate::scenario::{Post, Track, limits};
use crate::units::Kroner;
use cohorts::open_cohorts;
use waiting::open_waiting;

/// Months of the horizon looked at for grants of last year that are paid late.
const N_LATE_MONTHS: usize = 18;

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
    let rules = PlaceRules::new(scenario, world.reality);
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
