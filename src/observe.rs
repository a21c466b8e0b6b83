//! Turns events and month ends of a replication into rows of results. Watches, and touches nothing.

mod dimensions;
mod forward;
mod idle;
mod money;
mod sizes;
mod waits;

pub use dimensions::plan_dimensions;

use crate::model::households::{Household, Stage};
use crate::model::today::{MonthOfDay, Today};
use crate::model::{Event, Observer, State, World};
use crate::results::columns::{Monthly, MunicipalYear, Reception, Replications, ShadowPrices};
use crate::results::observation::{Dimensions, N_WAIT_CLASSES, Observation};
use crate::results::waits::WaitCounts;
use crate::scenario::{Post, Route, Scenario, Track};
use sizes::SizeWaits;
use waits::{End, PeriodWaits, Wait};

/// Observes one replication; reused for the next.
#[derive(Clone, Debug)]
pub struct Watch<'a> {
    scenario: &'a Scenario,
    months: &'a MonthOfDay,
    /// The rows of this replication.
    pub observation: Observation,
    /// Waits by year of permit and group, year-major.
    counts: Vec<WaitCounts>,
    /// Waits of a year over the groups that wait in reception.
    sum: WaitCounts,
    /// Waits by calendar year and group.
    periods: PeriodWaits,
    /// Waits of a calendar year over the groups that wait in reception.
    period_sum: WaitCounts,
    /// Waits of the groups that wait in reception, by size of the household.
    sizes: SizeWaits,
    /// Rights and cash of each municipality at the start of the year.
    at_year_start: Vec<(i64, i64)>,
    /// Paid by post and part since the year began.
    paid_this_year: [[i64; 3]; Post::N],
    /// Rights booked by post since the year began.
    booked_this_year: [i64; Post::N],
    /// What was left of an appropriation that carries over, by post.
    left_over: [i64; Post::N],
}

impl<'a> Watch<'a> {
    /// Watches replications of `scenario`.
    pub fn new(scenario: &'a Scenario, months: &'a MonthOfDay, dimensions: &Dimensions) -> Self {
        let n_days = scenario.run.horizon.n_days();
        let n_groups = scenario.world.groups.len();
        // Who gets a permit in a later year has fewer days left to wait.
        let is_before = |day: &usize, year: usize| months.year_index_of(months.at(*day)) < year;
        let of_year = |year| {
            let n_before = (0..n_days).filter(|day| is_before(day, year)).count();
            WaitCounts::new(n_days - n_before)
        };
        let by_year: Vec<_> = (0..scenario.run.horizon.n_years()).map(of_year).collect();
        let counts = by_year.iter().flat_map(|it| std::iter::repeat_n(it.clone(), n_groups));
        let periods = PeriodWaits::new(months, n_days, n_groups);
        Self {
            scenario,
            months,
            observation: Observation::new(dimensions),
            counts: counts.collect(),
            sizes: SizeWaits::new(&by_year),
            sum: WaitCounts::new(n_days),
            period_sum: periods.nothing(),
            periods,
            at_year_start: vec![(0, 0); dimensions.municipalities.len()],
            paid_this_year: Default::default(),
            booked_this_year: Default::default(),
            left_over: Default::default(),
        }
    }

    /// Starts over for another replication.
    pub fn begin(&mut self, branch: usize, draw: u64) {
        self.observation.clear();
        self.counts.iter_mut().for_each(WaitCounts::clear);
        self.periods.clear();
        self.sizes.clear();
        self.at_year_start.fill((0, 0));
        self.paid_this_year = Default::default();
        self.booked_this_year = Default::default();
        self.left_over = Default::default();
        let row = self.observation.layout().replications();
        self.observation.set(row, Replications::Branch, branch as i64);
        self.observation.set(row, Replications::Draw, draw as i64);
    }

    /// Counts a wait in the calendar years it touches and, unless the permit is from before the run, in that of the
    /// permit.
    fn watch_wait(&mut self, wait: Wait) {
        let route = self.scenario.world.groups[wait.group].route;
        if route == Route::Family {
            return;
        }
        self.periods.count(wait);
        if route == Route::Reception {
            self.sizes.count(wait, self.periods.years(&wait));
        }
        let Ok(permit_day) = usize::try_from(wait.permit_day) else { return };
        let month = self.months.at(permit_day);
        let year = self.months.year_index_of(month);
        let counts = &mut self.counts[year * self.scenario.world.groups.len() + wait.group];
        counts.enter(0, wait.persons);
        wait.end.count(counts, wait.days(), wait.persons);
        let row = self.wait_row(month, wait.group, wait.days());
        self.observation.add(row, wait.end.column(), wait.persons);
    }

    fn wait_row(&self, month: usize, group: usize, days: usize) -> usize {
        let months_waited = (days * 48 / 1461).min(N_WAIT_CLASSES - 1);
        self.observation.layout().waits(month, group, months_waited)
    }

    fn watch_stocks_and_flows(&mut self, today: &Today, state: &State) {
        let layout = self.observation.layout();
        for (group, (stocks, flows)) in state.stocks.iter().zip(&state.flows).enumerate() {
            let row = layout.monthly(today.month_index, group);
            let is_requested = self.scenario.world.groups[group].route.is_under_request();
            for (column, value) in [
                (Monthly::Arrived, flows.arrived),
                (Monthly::Permit, flows.permitted),
                (Monthly::Refused, flows.refused),
                (Monthly::Settled, flows.settled),
                (Monthly::UnderRequest, if is_requested { flows.settled } else { 0 }),
                (Monthly::SelfSettled, flows.self_settled),
                (Monthly::Left, flows.left),
                (Monthly::Moved, flows.moved),
                (Monthly::Emigrated, flows.emigrated),
                (Monthly::Died, flows.died),
                (Monthly::Pending, stocks.pending),
                (Monthly::Waiting, stocks.waiting),
                (Monthly::Agreed, stocks.agreed),
                (Monthly::Reception, stocks.in_reception),
                (Monthly::Private, stocks.private),
            ] {
                self.observation.set(row, column, value);
            }
        }
        let beds = &state.beds;
        let row = layout.reception(today.month_index);
        for (column, value) in [
            (Reception::Persons, beds.residents),
            (Reception::ArrivalCentreBeds, beds.arrival_centre),
            (Reception::OrdinaryBeds, beds.ordinary.standing),
            (Reception::EmergencyBeds, beds.emergency.standing),
            (Reception::BedShortfall, beds.shortfall()),
            (Reception::ShortfallNights, beds.shortfall_nights),
            (Reception::PersonNights, beds.nights),
            (Reception::ContractedNights, beds.contracted_nights),
            (Reception::Cost, beds.cost()),
            (Reception::ContractedCost, beds.contracted_cost),
            (Reception::ResidentCost, beds.resident_cost),
            (Reception::OverCapacityCost, beds.over_capacity_cost),
            (Reception::IdleCost, beds.idle_cost),
        ] {
            self.observation.set(row, column, value);
        }
    }

    /// What places that stand empty cost this month.
    fn watch_empty_places(&mut self, today: &Today, state: &State) {
        if state.places.iter().all(|it| it.rules().idle_kroner == 0) {
            return;
        }
        for municipality in 0..state.settled.n_municipalities {
            let kroner = state.places.iter().map(|it| it.idle_kroner(municipality)).sum();
            let row = self.observation.layout().municipal_year(today.year_index, municipality);
            self.observation.add(row, MunicipalYear::IdleKroner, kroner);
        }
    }

    fn watch_municipalities(&mut self, today: &Today, state: &State) {
        let layout = self.observation.layout();
        let settled = &state.settled;
        let n = settled.n_municipalities;
        let n_cohorts = settled.five_year.len() / n;
        // The five cohorts that end with this year's.
        let last = self.scenario.world.opening.cohorts.len() + today.year_index;
        let cohorts = last.saturating_sub(4)..(last + 1).min(n_cohorts);
        for municipality in 0..n {
            let row = layout.municipal_year(today.year_index, municipality);
            let sum = |of: &dyn Fn(usize) -> i32| -> i64 {
                (0..Track::N).map(|track| i64::from(of(track))).sum()
            };
            let places = &state.places;
            let agreed =
                |track: usize| places[track].decision(today.year_index, municipality).places();
            let carried = |track: usize| places[track].carried(municipality);
            let idle = |track: usize| {
                let left = agreed(track) + carried(track) - places[track].used[municipality];
                left.max(0) - places[track].carried_on(today.year_index, municipality)
            };
            let present = cohorts.clone().map(|cohort| {
                let cell = cohort * n + municipality;
                i64::from(settled.five_year[cell] + settled.three_year[cell])
            });
            let posts = &Post::ALL[..Post::N_MUNICIPAL];
            let right: i64 = posts.iter().map(|it| state.ledger.right(*it, municipality).0).sum();
            let cash: i64 = posts.iter().map(|it| state.ledger.cash(*it, municipality).0).sum();
            let before = std::mem::replace(&mut self.at_year_start[municipality], (right, cash));
            let this_year = &settled.this_year[municipality];
            for (column, value) in [
                (
                    MunicipalYear::Requested,
                    sum(&|track| places[track].requested(today.year_index, municipality)),
                ),
                (MunicipalYear::Agreed, sum(&agreed)),
                (MunicipalYear::Settled, this_year.settled.into()),
                (MunicipalYear::SelfSettled, this_year.self_settled.into()),
                (MunicipalYear::Family, this_year.family.into()),
                (MunicipalYear::Placed, this_year.placed.into()),
                (MunicipalYear::MatchPoints, this_year.match_points),
                (MunicipalYear::IdlePlaces, sum(&idle)),
                (MunicipalYear::CarriedPlaces, sum(&carried)),
                (MunicipalYear::MovedIn, this_year.moved_in.into()),
                (MunicipalYear::MovedOut, this_year.moved_out.into()),
                (MunicipalYear::Present, present.sum()),
                (MunicipalYear::Right, right - before.0),
                (MunicipalYear::Cash, cash - before.1),
            ] {
                self.observation.set(row, column, value);
            }
            let matched = &state.matched[Track::Ordinary.index()];
            if let Some(price) = matched.shadow_price(municipality) {
                let points = (1000.0 * price).round() as i64;
                self.observation.set(row, ShadowPrices::Price, points);
            }
        }
    }
}

impl Observer for Watch<'_> {
    fn on_event(&mut self, today: &Today, event: Event) {
        let (Event::Settled { group, persons, permit_day }
        | Event::LeftWaiting { group, persons, permit_day }) = event;
        let is_settled = matches!(event, Event::Settled { .. });
        let end = if is_settled { End::Settled } else { End::Left };
        self.watch_wait(Wait { end, ..Wait::until(today, group, persons, permit_day) });
    }

    fn on_month_end(&mut self, today: &Today, state: &State, world: World<'_>) {
        self.watch_stocks_and_flows(today, state);
        self.watch_money(today, state, world);
        if today.month_index == 0 {
            self.watch_forward_liability(world);
        }
        self.watch_empty_places(today, state);
        self.watch_idle_months(today, state);
        if today.is_year_end {
            self.watch_municipalities(today, state);
        }
    }

    fn on_end(&mut self, today: &Today, state: &State) {
        for Household { facts, stage, permit_day, .. } in state.households.iter().copied() {
            let has_permit =
                matches!(stage, Stage::Permitted | Stage::Ready | Stage::Agreed | Stage::OnItsOwn);
            if !has_permit {
                continue;
            }
            let (group, persons) = (usize::from(facts.group), i64::from(facts.size));
            self.watch_wait(Wait::until(today, group, persons, permit_day));
        }
        self.write_pace();
        self.write_waiting_years();
        self.write_sizes();
    }
}
