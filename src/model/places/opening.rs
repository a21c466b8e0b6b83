//! Phase 5, second part: municipalities open places month by month.

use super::{MILLI, Places};
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::Track;
use crate::units::Persons;

/// How a month's places are opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    pub rise: f64,
    pub fall: f64,
    pub front_loading: f64,
    pub provisional_share: f64,
    /// Part of those who wait without an open place that is answered at once.
    pub queue_response: f64,
    /// Persons who wait for a municipality.
    pub waiting: i64,
}

/// Phase 5, second part: on the first of a month municipalities open places.
pub fn apply_opening(state: &mut State, today: &Today, world: World<'_>) {
    let behaviour = &world.scenario.world.municipalities;
    let value = |number| world.reality.value(number);
    if today.is_year_start {
        state.places.iter_mut().for_each(|it| it.apply_year_start(today.year_index));
    }
    if !today.is_month_start {
        return;
    }
    let months_left = 13 - i64::from(today.month.number());
    let per_1000 = behaviour.housing.as_ref().and_then(|it| it.per_1000).map(value);
    let municipalities = world.scenario.register.municipalities();
    let housed = |it: usize| {
        per_1000
            .map_or(f64::INFINITY, |rate| rate * municipalities[it].population.0 as f64 / 1000.0)
    };
    for track in [Track::Ordinary, Track::Minors] {
        let opening = Opening {
            rise: value(behaviour.opening_rise),
            fall: value(behaviour.opening_fall),
            front_loading: value(behaviour.front_loading),
            provisional_share: value(behaviour.provisional_share),
            queue_response: behaviour.queue_response.map_or(0.0, value),
            waiting: if behaviour.queue_response.is_some() {
                persons_waiting(state, track)
            } else {
                0
            },
        };
        let places = &mut state.places[track.index()];
        match &behaviour.fixed_monthly_places {
            Some(fixed) if track == Track::Ordinary => places.apply_fixed(fixed),
            _ => places.apply_month_start(today.year_index, months_left, opening, housed),
        }
    }
}

/// Persons who wait for a municipality on a track.
fn persons_waiting(state: &State, track: Track) -> i64 {
    let slots = state.queues[track.index()].waiting(&state.households);
    slots.map(|slot| i64::from(state.households[slot].facts.size)).sum()
}

impl Places {
    /// Opens a month's places in every municipality, its pace moving part of the way to what is wanted, and
    /// opens more at once where people wait for them.
    pub(super) fn apply_month_start(
        &mut self,
        year_index: usize,
        months_left: i64,
        behaviour: Opening,
        housed: impl Fn(usize) -> f64,
    ) {
        let called_for = self.plan_called_for(year_index, &behaviour);
        for municipality in 0..self.n_municipalities {
            let available = self.available(year_index, municipality, behaviour.provisional_share);
            let taken = i64::from(self.used[municipality]) + i64::from(self.open[municipality]);
            let remaining = (available - taken).max(0);
            if remaining == 0 && self.pace[municipality] == 0 {
                self.part_opened[municipality] = 0;
                continue;
            }
            let even = (remaining * MILLI) as f64 * behaviour.front_loading / months_left as f64;
            let most = housed(municipality) * MILLI as f64;
            let wanted = even.min(most);
            let pace = &mut self.pace[municipality];
            let gap = wanted - *pace as f64;
            let part = if gap > 0.0 { behaviour.rise } else { behaviour.fall };
            // To the nearest: `round` is a call into the mathematical library, a cast cuts off.
            *pace += (gap * part + 0.5_f64.copysign(gap)) as i64;
            let called =
                (called_for * (remaining * MILLI) as f64).min((most - *pace as f64).max(0.0));
            let opened = *pace + called as i64 + self.part_opened[municipality];
            let whole = (opened / MILLI).clamp(0, remaining);
            let is_all = whole == remaining;
            self.part_opened[municipality] = if is_all { 0 } else { opened - whole * MILLI };
            if whole > 0 {
                self.change_open(municipality, whole as i32);
                self.homes.open(municipality, whole);
            }
        }
    }

    /// Part of what each municipality has left that it opens at once for those who wait without an open place
    /// (assumption A163).
    fn plan_called_for(&self, year_index: usize, behaviour: &Opening) -> f64 {
        let unserved = (behaviour.waiting - self.total_open).max(0) as f64;
        if behaviour.queue_response <= 0.0 || unserved <= 0.0 {
            return 0.0;
        }
        let left = |it: usize| {
            let available = self.available(year_index, it, behaviour.provisional_share);
            (available - i64::from(self.used[it]) - i64::from(self.open[it])).max(0)
        };
        let left: i64 = (0..self.n_municipalities).map(left).sum();
        (behaviour.queue_response * unserved / left.max(1) as f64).min(1.0)
    }

    /// Sets the month's places from a table; those of last month have lapsed.
    pub(super) fn apply_fixed(&mut self, places: &[Persons]) {
        for (municipality, places) in places.iter().enumerate() {
            let change = places.0 as i32 - self.open[municipality] as i32;
            if change != 0 {
                self.change_open(municipality, change);
            }
            self.homes.lapse(municipality);
            self.homes.open(municipality, places.0);
        }
    }
}
