//! `State`, `Observer` and `step`: the world of one replication and the phases of its day, in order.
//!
//! The model takes a checked [`Scenario`] and cannot fail: `check` has proved that everything it asks for is
//! there. It does no I/O, reads no clock, starts no thread and keeps no head count or krone in a float.
//! `docs/model.md` argues the order of the phases.

pub mod allocation;
pub mod arrivals;
pub mod balance;
pub mod cases;
pub mod day_lists;
pub mod grants;
pub mod households;
pub mod ledger;
pub mod lives;
pub mod office;
pub mod opening;
pub mod places;
pub mod queue;
pub mod reality;
pub mod reception;
pub mod requests;
pub mod settlement;
pub mod today;

use crate::calendar::{Horizon, Month};
use crate::chance::Chance;
use crate::scenario::{Scenario, Track};
use allocation::Matched;
use day_lists::{DayLists, ExitLists};
use households::Households;
use ledger::Ledger;
use lives::Lives;
use office::Office;
use places::Places;
use queue::Queue;
use reality::Reality;
use reception::Beds;
pub use settlement::Settled;
use today::{MonthOfDay, Today};

/// What can be listed for a household on a day, beside leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Arrives.
    Arrive,
    /// Its case is decided.
    Decide,
    /// A municipality can be looked for from now on.
    Match,
    /// Moves in.
    Settle,
}

impl Purpose {
    /// Number of purposes.
    pub const N: usize = 4;
}

/// The world of one replication on one day.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Households on their way to a municipality.
    pub households: Households,
    /// What happens to them on which day.
    pub lists: DayLists,
    /// On which day they leave, unless something else happens before.
    pub exits: ExitLists,
    /// Stocks by group, true at any time.
    pub stocks: Vec<Stocks>,
    /// Flows by group since the month began.
    pub flows: Vec<Flows>,
    /// Flows by group since the run began, of months that are closed.
    pub totals: Vec<Flows>,
    /// Persons that were in the world when the run began, by group: on their way, and settled.
    pub opening: Vec<OpeningPersons>,
    /// Cases that wait for somebody to decide them.
    pub office: Office,
    /// Households waiting for a municipality, by track.
    pub queues: [Queue; Track::N],
    /// What municipalities were asked for, agreed to and have open, by track.
    pub places: [Places; Track::N],
    /// What allocation by match scores remembers, by track.
    pub matched: [Matched; Track::N],
    /// Beds, and the nights spent in them.
    pub beds: Beds,
    /// Those who have settled.
    pub settled: Settled,
    /// What will happen to them.
    pub lives: Lives,
    /// What is owed and paid.
    pub ledger: Ledger,
    /// Noise of arrivals, by group.
    pub noise: Vec<arrivals::Noise>,
    /// Persons that arrived, by month and group: month-major.
    pub arrived_by_month: Vec<i64>,
}

/// Stocks of a group in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stocks {
    /// Arrived, no decision yet.
    pub pending: i64,
    /// Permit, not settled.
    pub waiting: i64,
    /// Part of `waiting`: a municipality is found.
    pub agreed: i64,
    /// Refused, not left yet.
    pub refused: i64,
    /// In reception.
    pub in_reception: i64,
    /// In private stay.
    pub private: i64,
    /// Settled, in the country, settled within the cohorts that the run follows.
    pub settled: i64,
}

/// Flows of a group in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flows {
    /// Arrived.
    pub arrived: i64,
    /// Got a permit.
    pub permitted: i64,
    /// Were refused.
    pub refused: i64,
    /// Withdrew, returned or left after a refusal.
    pub left: i64,
    /// Settled, in all.
    pub settled: i64,
    /// Part of `settled`: in a home of their own finding, outside agreement.
    pub self_settled: i64,
    /// Moved to another municipality.
    pub moved: i64,
    /// Left the country after settlement.
    pub emigrated: i64,
    /// Died after settlement.
    pub died: i64,
    /// Were born within the newborn window.
    pub born: i64,
}

/// Persons in the world when the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpeningPersons {
    /// On their way to a municipality.
    pub on_the_way: i64,
    /// Settled.
    pub settled: i64,
}

/// What observers are told as it happens; everything else they read at month end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A household settled.
    Settled {
        /// Its group.
        group: usize,
        /// Its members.
        persons: i64,
        /// Day of its permit, counted from the start of the run; negative if before.
        permit_day: i32,
    },
    /// A household with a permit left before it settled.
    LeftWaiting {
        /// Its group.
        group: usize,
        /// Its members.
        persons: i64,
        /// Day of its permit, counted from the start of the run.
        permit_day: i32,
    },
}

/// Watches a replication and cannot touch it. A new table is a new observer, not a change to the model.
pub trait Observer {
    /// Something happened on `today`.
    fn on_event(&mut self, _today: &Today, _event: Event) {}
    /// A month has ended; `state` is as after its last day.
    fn on_month_end(&mut self, _today: &Today, _state: &State, _world: World<'_>) {}
    /// The run has ended.
    fn on_end(&mut self, _today: &Today, _state: &State) {}
}

/// Nobody watches.
impl Observer for () {}

/// Two watch the same replication.
impl<One: Observer, Other: Observer> Observer for (&mut One, &mut Other) {
    fn on_event(&mut self, today: &Today, event: Event) {
        self.0.on_event(today, event);
        self.1.on_event(today, event);
    }

    fn on_month_end(&mut self, today: &Today, state: &State, world: World<'_>) {
        self.0.on_month_end(today, state, world);
        self.1.on_month_end(today, state, world);
    }

    fn on_end(&mut self, today: &Today, state: &State) {
        self.0.on_end(today, state);
        self.1.on_end(today, state);
    }
}

/// What a day needs to know beside the state.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its numbers in this replication.
    pub reality: &'a Reality,
    /// The streams of this replication.
    pub chance: Chance,
    /// The month of each day.
    pub months: &'a MonthOfDay,
    /// Number of the replication, for messages.
    pub replication: u64,
}

/// Advances the world by one day. The order is a modelling choice, argued in docs/model.md.
pub fn step(state: &mut State, today: &Today, world: World<'_>, watch: &mut impl Observer) {
    if today.is_year_start {
        grants::apply_new_year(state, today, world);
    }
    cases::apply_exits(state, today, world, watch);
    arrivals::apply_arrivals(state, today, world);
    reception::apply_placement(state, today, world);
    cases::apply_decisions(state, today, world);
    requests::apply_requests_and_decisions(state, today, world);
    places::apply_opening(state, today, world);
    allocation::apply_allocation(state, today, world);
    settlement::apply_settlements(state, today, world, watch);
    lives::apply_lives(state, today, world);
    grants::apply_grants(state, today, world);
    if today.is_month_end {
        balance::assert_balance(state, today, world);
        watch.on_month_end(today, state, world);
        state.apply_month_end();
    }
}

impl State {
    /// Persons of a group that arrived in the last twelve months; where the run is younger than that, at the
    /// same rate. Of a month in which the run began, the days that were simulated count.
    pub fn arrived_last_year(&self, group: usize, horizon: Horizon) -> i64 {
        let n_groups = self.flows.len();
        let n_months = self.arrived_by_month.len() / n_groups;
        let n_seen = n_months.min(12);
        if n_seen == 0 {
            return 0;
        }
        let months = self.arrived_by_month.chunks_exact(n_groups).rev().take(n_seen);
        let arrived: i64 = months.map(|month| month[group]).sum();
        let first = horizon.first_month();
        let n_days = i64::from(first.n_days());
        // The first of them is the month in which the run began if there are no more than twelve.
        let before = if n_months == n_seen { first.n_days() - days_in(horizon, first) } else { 0 };
        arrived * 12 * n_days / (n_seen as i64 * n_days - i64::from(before))
    }

    /// Adds the month's flows to the totals and starts the next month.
    fn apply_month_end(&mut self) {
        self.arrived_by_month.extend(self.flows.iter().map(|it| it.arrived));
        for (total, flow) in self.totals.iter_mut().zip(&mut self.flows) {
            total.add(flow);
            *flow = Flows::default();
        }
        self.beds.apply_month_end();
        self.ledger.apply_month_start();
    }
}

/// Simulated days of a month.
fn days_in(horizon: Horizon, month: Month) -> i32 {
    horizon.days_of(month).map_or(0, |(first, last)| last.since(first) + 1)
}

impl Flows {
    fn add(&mut self, other: &Self) {
        self.arrived += other.arrived;
        self.permitted += other.permitted;
        self.refused += other.refused;
        self.left += other.left;
        self.settled += other.settled;
        self.self_settled += other.self_settled;
        self.moved += other.moved;
        self.emigrated += other.emigrated;
        self.died += other.died;
        self.born += other.born;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_add_up_each_to_its_own() {
        let of = |factor: i64| Flows {
            arrived: factor,
            permitted: 2 * factor,
            refused: 3 * factor,
            left: 4 * factor,
            settled: 5 * factor,
            self_settled: 6 * factor,
            moved: 7 * factor,
            emigrated: 8 * factor,
            died: 9 * factor,
            born: 10 * factor,
        };
        let mut sum = of(10);
        sum.add(&of(1));
        sum.add(&of(3));
        assert_eq!(sum, of(14));
    }

    #[test]
    fn last_years_arrivals_are_those_of_twelve_months_or_as_many_at_their_rate() {
        let mut state = State { flows: vec![Flows::default(); 2], ..State::default() };
        let horizon = horizon("2023-01-01");
        assert_eq!(state.arrived_last_year(1, horizon), 0);
        // Month by month, two groups: 1, 2, 3 ... and ten times that.
        for month in 1..=15 {
            state.arrived_by_month.extend([month, 10 * month]);
            let seen = (1..=month).rev().take(12);
            let (n_seen, sum) = (seen.clone().count() as i64, seen.sum::<i64>());
            let [one, other] = [0, 1].map(|it| state.arrived_last_year(it, horizon));
            assert_eq!(one, sum * 12 / n_seen, "after {month}");
            assert_eq!(other, 10 * sum * 12 / n_seen, "after {month}");
        }
    }

    #[test]
    fn of_the_month_in_which_a_run_begins_only_its_days_count() {
        let mut state = State { flows: vec![Flows::default(); 1], ..State::default() };
        // Sixteen days of January, at ten a day, and then months of 300.
        state.arrived_by_month.push(160);
        let late = horizon("2023-01-16");
        assert_eq!(state.arrived_last_year(0, late), 160 * 12 * 31 / 16);
        assert_eq!(state.arrived_last_year(0, horizon("2023-01-01")), 160 * 12);
        state.arrived_by_month.extend([300; 11]);
        assert_eq!(state.arrived_last_year(0, late), 3_460 * 12 * 31 / (12 * 31 - 15));
        state.arrived_by_month.push(300);
        assert_eq!(state.arrived_last_year(0, late), 3_600, "twelve whole months");
    }

    fn horizon(start: &str) -> Horizon {
        let day = |text: &str| text.parse().expect("a day");
        Horizon { start: day(start), end: day("2027-12-31") }
    }
}
