//! Turns events and month ends of a replication into rows of results. Watches, and touches nothing.

use crate::calendar::Year;
use crate::model::households::Stage;
use crate::model::reality::Reality;
use crate::model::today::{MonthOfDay, Today};
use crate::model::{Event, Observer, State};
use crate::results::Place;
use crate::results::columns::{
    BudgetMonth, BudgetYear, Monthly, MunicipalYear, Reception, Replications, Waits,
};
use crate::results::observation::{Dimensions, N_WAIT_CLASSES, Observation};
use crate::results::waits::{Pace, WaitCounts};
use crate::scenario::{Post, Route, Scenario, Track};

/// The rows, places and groups that the results of a scenario have.
pub fn plan_dimensions(scenario: &Scenario) -> Dimensions {
    let register = &scenario.register;
    let county = |position: usize| &register.counties()[position];
    Dimensions {
        first_month: scenario.run.horizon.first_month(),
        n_months: scenario.run.horizon.n_months(),
        groups: scenario.world.groups.iter().map(|it| it.id.clone()).collect(),
        posts: Post::ALL.iter().map(|it| it.code().to_owned()).collect(),
        municipalities: register
            .municipalities()
            .iter()
            .map(|it| Place {
                code: it.code.clone(),
                name: it.name.clone(),
                county: county(it.county).code.clone(),
                population: it.population.0,
                centrality: it.centrality,
                longitude: it.longitude,
                latitude: it.latitude,
            })
            .collect(),
        counties: (0..register.counties().len())
            .map(|position| {
                let within = register.municipalities().iter().filter(|it| it.county == position);
                Place {
                    code: county(position).code.clone(),
                    name: county(position).name.clone(),
                    county: county(position).code.clone(),
                    population: within.map(|it| it.population.0).sum(),
                    centrality: None,
                    longitude: None,
                    latitude: None,
                }
            })
            .collect(),
    }
}

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
        let n_days = scenario.run.horizon.n_days() + 1;
        let n_counts = scenario.run.horizon.n_years() * scenario.world.groups.len();
        Self {
            scenario,
            months,
            observation: Observation::new(dimensions),
            counts: vec![WaitCounts::new(n_days); n_counts],
            sum: WaitCounts::new(n_days),
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
        self.at_year_start.fill((0, 0));
        self.paid_this_year = Default::default();
        self.booked_this_year = Default::default();
        self.left_over = Default::default();
        let row = self.observation.layout().replications();
        self.observation.set(row, Replications::Branch, branch as i64);
        self.observation.set(row, Replications::Draw, draw as i64);
    }

    /// The waits of those of a group who got a permit on a day, unless that was before the run.
    fn counts_of(&mut self, group: usize, permit_day: i32) -> Option<(&mut WaitCounts, usize)> {
        let permit_day = usize::try_from(permit_day).ok()?;
        if self.scenario.world.groups[group].route == Route::Family {
            return None;
        }
        let month = self.months.at(permit_day);
        let year = self.months.year_index_of(month);
        let n_groups = self.scenario.world.groups.len();
        Some((&mut self.counts[year * n_groups + group], month))
    }

    fn wait_row(&self, month: usize, group: usize, days: usize) -> usize {
        let months_waited = (days * 48 / 1461).min(N_WAIT_CLASSES - 1);
        self.observation.layout().waits(month, group, months_waited)
    }

    fn watch_stocks_and_flows(&mut self, today: &Today, state: &State) {
        let layout = self.observation.layout();
        for (group, (stocks, flows)) in state.stocks.iter().zip(&state.flows).enumerate() {
            let row = layout.monthly(today.month_index, group);
            for (column, value) in [
                (Monthly::Arrived, flows.arrived),
                (Monthly::Permit, flows.permitted),
                (Monthly::Refused, flows.refused),
                (Monthly::Settled, flows.settled),
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
            (Reception::OrdinaryBeds, beds.ordinary),
            (Reception::EmergencyBeds, beds.emergency),
            (Reception::BedShortfall, beds.shortfall()),
            (Reception::ShortfallNights, beds.shortfall_nights),
            (Reception::PersonNights, beds.nights),
            (Reception::ContractedNights, beds.contracted_nights),
            (Reception::Cost, beds.cost),
            (Reception::IdleCost, beds.idle_cost),
        ] {
            self.observation.set(row, column, value);
        }
    }

    fn watch_money(&mut self, today: &Today, state: &State) {
        let layout = self.observation.layout();
        for post in Post::ALL {
            let at = post.index();
            let (right, parts, outstanding) = if post == Post::Reception {
                // Reception is paid as it runs.
                (state.beds.cost, [state.beds.cost, 0, 0], 0)
            } else {
                let ledger = &state.ledger;
                let parts = ledger.parts_this_month[at];
                (ledger.right_this_month[at], parts, ledger.outstanding(post).0)
            };
            let row = layout.budget_month(today.month_index, at);
            self.observation.set(row, BudgetMonth::Right, right);
            self.observation.set(row, BudgetMonth::Cash, parts.iter().sum());
            self.observation.set(row, BudgetMonth::Outstanding, outstanding);
            self.booked_this_year[at] += right;
            for (paid, part) in self.paid_this_year[at].iter_mut().zip(parts) {
                *paid += part;
            }
        }
        if today.is_year_end {
            self.watch_year_of_money(today);
        }
    }

    fn watch_year_of_money(&mut self, today: &Today) {
        let layout = self.observation.layout();
        let year = today.month.year();
        for post in Post::ALL {
            let at = post.index();
            let row = layout.budget_year(today.year_index, at);
            let parts = std::mem::take(&mut self.paid_this_year[at]);
            let cash: i64 = parts.iter().sum();
            let right = std::mem::take(&mut self.booked_this_year[at]);
            let frame = self.frame_of(post, year);
            for (column, value) in [
                (BudgetYear::Right, right),
                (BudgetYear::Cash, cash),
                (BudgetYear::Committed, parts[0]),
                (BudgetYear::New, parts[1]),
                (BudgetYear::OneOff, parts[2]),
                (BudgetYear::Allocation, frame.allocation),
                (BudgetYear::CarriedIn, frame.carried_in),
                (BudgetYear::Change, frame.change),
            ] {
                self.observation.set(row, column, value);
            }
            let left = frame.allocation + frame.carried_in + frame.change - cash;
            self.left_over[at] = if frame.carries_over { left.max(0) } else { 0 };
        }
    }

    /// What is appropriated to a post in a year, with what the year before left over.
    fn frame_of(&self, post: Post, year: Year) -> Frame {
        let budget = &self.scenario.budget;
        let adopted = budget.appropriations.iter().find(|it| it.post == post && it.year == year);
        let Some(adopted) = adopted else { return Frame::default() };
        let changes = budget.changes.iter().filter(|it| it.post == post && it.day.year() == year);
        Frame {
            allocation: adopted.kroner.0,
            carried_in: adopted.carried_in.0 + self.left_over[post.index()],
            change: changes.map(|it| it.kroner.0).sum(),
            carries_over: adopted.carries_over,
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
            let idle = |track: usize| (agreed(track) - places[track].used[municipality]).max(0);
            let present = cohorts.clone().map(|cohort| {
                let cell = cohort * n + municipality;
                i64::from(settled.five_year[cell] + settled.three_year[cell])
            });
            let posts = &Post::ALL[..Post::N_MUNICIPAL];
            let right: i64 = posts.iter().map(|it| state.ledger.right(*it, municipality).0).sum();
            let cash: i64 = posts.iter().map(|it| state.ledger.cash(*it, municipality).0).sum();
            let before = std::mem::replace(&mut self.at_year_start[municipality], (right, cash));
            for (column, value) in [
                (
                    MunicipalYear::Requested,
                    sum(&|track| places[track].requested(today.year_index, municipality)),
                ),
                (MunicipalYear::Agreed, sum(&agreed)),
                (MunicipalYear::Settled, settled.settled_this_year[municipality].into()),
                (MunicipalYear::SelfSettled, settled.self_settled_this_year[municipality].into()),
                (MunicipalYear::IdlePlaces, sum(&idle)),
                (MunicipalYear::MovedIn, settled.moved_in_this_year[municipality].into()),
                (MunicipalYear::MovedOut, settled.moved_out_this_year[municipality].into()),
                (MunicipalYear::Present, present.sum()),
                (MunicipalYear::Right, right - before.0),
                (MunicipalYear::Cash, cash - before.1),
            ] {
                self.observation.set(row, column, value);
            }
        }
    }

    /// The shares settled in time and the days waited, by year of permit.
    fn write_pace(&mut self) {
        let groups = &self.scenario.world.groups;
        let n_groups = groups.len();
        for year in 0..self.scenario.run.horizon.n_years() {
            self.sum.clear();
            for (group, definition) in groups.iter().enumerate() {
                let counts = &self.counts[year * n_groups + group];
                let row = self.observation.layout().pace_year(year, group);
                Pace::of(counts).write(&mut self.observation, row);
                if definition.route == Route::Reception {
                    self.sum.add(counts);
                }
            }
            let row = self.observation.layout().pace_year(year, n_groups);
            Pace::of(&self.sum).write(&mut self.observation, row);
        }
    }
}

/// What is appropriated to a post in a year.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    allocation: i64,
    carried_in: i64,
    change: i64,
    carries_over: bool,
}

impl Observer for Watch<'_> {
    fn on_event(&mut self, today: &Today, event: Event) {
        let (Event::Settled { group, persons, permit_day }
        | Event::LeftWaiting { group, persons, permit_day }) = event;
        let Some((counts, month)) = self.counts_of(group, permit_day) else { return };
        let days = (today.index as i32 - permit_day) as usize;
        counts.enter(0, persons);
        let is_settled = matches!(event, Event::Settled { .. });
        if is_settled {
            counts.settle(days, persons);
        } else {
            counts.leave(days, persons);
        }
        let row = self.wait_row(month, group, days);
        let column = if is_settled { Waits::Settled } else { Waits::Left };
        self.observation.add(row, column, persons);
    }

    fn on_month_end(&mut self, today: &Today, state: &State, _reality: &Reality) {
        self.watch_stocks_and_flows(today, state);
        self.watch_money(today, state);
        if today.is_year_end {
            self.watch_municipalities(today, state);
        }
    }

    fn on_end(&mut self, today: &Today, state: &State) {
        let households = &state.households;
        for slot in 0..households.n_slots() {
            let has_permit = matches!(
                households.stage[slot],
                Stage::Permitted | Stage::Ready | Stage::Agreed | Stage::OnItsOwn
            );
            if !has_permit {
                continue;
            }
            let facts = households.facts[slot];
            let (group, persons) = (usize::from(facts.group), i64::from(facts.size));
            let permit_day = households.permit_day[slot];
            let Some((counts, month)) = self.counts_of(group, permit_day) else { continue };
            let days = (today.index as i32 - permit_day) as usize;
            counts.enter(0, persons);
            counts.censor(days, persons);
            let row = self.wait_row(month, group, days);
            self.observation.add(row, Waits::StillWaiting, persons);
        }
        self.write_pace();
    }
}
