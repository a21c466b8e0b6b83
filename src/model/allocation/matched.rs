//! Policies that go by match scores: an allocator for each track, its prices found anew each month.
//!
//! On the first of a month the places that are left this year are priced for the households that are expected;
//! through the month each household is chosen a municipality at those prices. What is expected is what can be
//! seen on the day: those waiting and pending, and last year's arrivals over again (assumption A122).

use crate::matching::prices::worth_of_one_more;
use crate::matching::{Allocator, Forecast, Household, Method, Problem, batch};
use crate::model::households::Facts;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::{MatchScores, Track};

/// What allocation by match scores remembers on one track; nothing under other policies.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// Chooses; none under policies without scores.
    pub(super) allocator: Option<Allocator>,
    /// The year's places as they are known now, by municipality.
    capacity: Vec<u32>,
    /// Those of them that are not used yet.
    left: Vec<u32>,
    /// Sum of what one more place was worth on the first of each month of this year, by municipality.
    worth: Vec<f64>,
    /// Months of this year that were priced.
    n_priced: u32,
}

impl Matched {
    /// The first morning of a run.
    pub fn reset(&mut self, method: Option<Method>, problem: &Problem) {
        self.allocator = method.map(|method| Allocator::new(method, problem));
        self.capacity.clear();
        self.left.clear();
        self.worth.clear();
        self.worth.resize(problem.n_destinations(), 0.0);
        self.n_priced = 0;
    }

    /// What one more place in a municipality would have added to this year's scores, in the mean over the
    /// months, whether it had places or not; nothing under policies without prices.
    pub fn shadow_price(&self, municipality: usize) -> Option<f64> {
        (self.n_priced > 0).then(|| self.worth[municipality] / f64::from(self.n_priced))
    }

    /// Where a household goes, or nothing if it must not be in any municipality with room.
    pub(super) fn choose(&self, scores: &MatchScores, room: &[u32], facts: Facts) -> Option<usize> {
        let class = scores.class(usize::from(facts.group), usize::from(facts.size));
        self.allocator.as_ref()?.best(scores.problem(), room, class)
    }

    /// Remembers where a household went.
    pub(super) fn record(&mut self, scores: &MatchScores, facts: Facts, municipality: usize) {
        if let Some(allocator) = &mut self.allocator {
            let class = scores.class(usize::from(facts.group), usize::from(facts.size));
            allocator.record(scores.problem(), class, municipality);
        }
    }
}

/// On the first of a month: prices the places that are left this year for those who are expected.
pub(super) fn apply_month_start(state: &mut State, today: &Today, world: World<'_>, track: Track) {
    let State { matched, places, .. } = state;
    let (matched, places) = (&mut matched[track.index()], &places[track.index()]);
    let Some(allocator) = &mut matched.allocator else { return };
    if today.is_year_start {
        allocator.start_year();
        matched.worth.fill(0.0);
        matched.n_priced = 0;
    }
    let provisional = world.reality.value(world.scenario.world.municipalities.provisional_share);
    matched.capacity.clear();
    matched.left.clear();
    for (municipality, &open) in places.open.iter().enumerate() {
        let used = places.used[municipality] as u32;
        let available = places.available(today.year_index, municipality, provisional) as u32;
        let capacity = available.max(used + open);
        matched.capacity.push(capacity);
        matched.left.push(capacity - used);
    }
    let problem = world.scenario.policy.match_scores.problem();
    let expected = plan_expected(state, today, world, track);
    let matched = &mut state.matched[track.index()];
    let Some(allocator) = &mut matched.allocator else { return };
    allocator.set_capacity(&matched.capacity);
    allocator.reprice(problem, &matched.left, &[], &Forecast::expected(expected.clone()));
    if allocator.method().has_prices() {
        let worth = worth_of_one_more(problem, &matched.left, &expected, allocator.prices());
        matched.worth.iter_mut().zip(worth).for_each(|(sum, worth)| *sum += worth);
        matched.n_priced += 1;
    }
}

/// Households of each class that are expected to look for a municipality this year, seen from today.
fn plan_expected(state: &State, today: &Today, world: World<'_>, track: Track) -> Vec<f64> {
    let scores = &world.scenario.policy.match_scores;
    let mut expected = vec![0.0; scores.problem().n_classes()];
    let part_of_year = part_left(today);
    let seen: Vec<f64> = (0..state.stocks.len())
        .map(|group| persons_expected(state, world, track, group, part_of_year))
        .collect();
    // Before anything has arrived, the pace of last year's settlement is all there is to go by.
    let total: f64 = seen.iter().sum();
    let is_first = state.arrived_by_month.is_empty() && track == Track::Ordinary && total > 0.0;
    let scale = if is_first {
        let last_year = world.scenario.world.opening.cohorts.last();
        let settled: i64 = last_year.map_or(0, |it| it.settled.iter().map(|it| it.0).sum());
        (part_of_year * settled as f64 / total).max(1.0)
    } else {
        1.0
    };
    for (group, persons) in seen.into_iter().enumerate().filter(|(_, persons)| *persons > 0.0) {
        let kinds = &world.scenario.world.groups[group].households.kinds;
        let mean: f64 = kinds.iter().map(|it| it.share.central() * f64::from(it.size())).sum();
        for kind in kinds {
            let class = scores.class(group, usize::from(kind.size()));
            expected[class] += scale * persons * kind.share.central() / mean;
        }
    }
    expected
}

/// The part of a year that is left on the morning of a day, in months; of the month itself in days.
fn part_left(today: &Today) -> f64 {
    let Today { day, month, .. } = *today;
    let days_left = month.last_day().since(day) + 1;
    let of_month = f64::from(days_left) / f64::from(month.n_days());
    (f64::from(12 - month.number()) + of_month) / 12.0
}

/// Persons of a group who are expected to look for a municipality in what is left of the year.
fn persons_expected(
    state: &State,
    world: World<'_>,
    track: Track,
    group: usize,
    part_of_year: f64,
) -> f64 {
    let definition = &world.scenario.world.groups[group];
    if definition.track != track || !definition.route.is_under_request() {
        return 0.0;
    }
    let stocks = &state.stocks[group];
    let granted = definition.cases.last().map_or(1.0, |it| it.granted_share.central());
    let last_year = state.arrived_last_year(group, world.scenario.run.horizon);
    let arriving = last_year as f64 * part_of_year;
    (stocks.waiting - stocks.agreed) as f64 + granted * (stocks.pending as f64 + arriving)
}

/// Everybody who waits, and where they go together so that their scores add up to most (assumption A123).
pub(super) fn plan_batch(
    state: &State,
    today: &Today,
    world: World<'_>,
    track: Track,
) -> Vec<(u32, usize)> {
    let scores = &world.scenario.policy.match_scores;
    let slots: Vec<u32> = state.queues[track.index()].waiting(&state.households).collect();
    let household = |&slot: &u32| {
        let household = &state.households[slot];
        let facts = household.facts;
        let waited = today.index as i32 - household.permit_day;
        Household {
            class: scores.class(usize::from(facts.group), usize::from(facts.size)),
            waited: waited.max(0) as u32,
        }
    };
    let waiting: Vec<Household> = slots.iter().map(household).collect();
    let places = &state.places[track.index()];
    let plan = batch::plan_batch(scores.problem(), &places.open, &waiting);
    let placed = slots.into_iter().zip(plan).filter_map(|(slot, place)| Some((slot, place?)));
    // The batch knows places and not homes; who would need a home that is not there waits on.
    let mut left = places.left();
    let has_home = |&(slot, municipality): &(u32, usize)| {
        left.try_take(municipality, state.households[slot].facts.size)
    };
    placed.filter(has_home).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_year_is_months_and_of_its_own_month_days() {
        let left = |date: &str| {
            let month = date[..7].parse().expect("a month");
            let day = date.parse().expect("a day");
            part_left(&Today {
                day,
                month,
                index: 0,
                month_index: 0,
                year_index: 0,
                is_month_start: true,
                is_month_end: false,
                is_year_start: false,
                is_year_end: false,
            })
        };
        for (month, expected) in [("01", 1.0), ("03", 10.0 / 12.0), ("12", 1.0 / 12.0)] {
            assert_eq!(left(&format!("2023-{month}-01")), expected, "{month}");
        }
        // Seventeen of the 31 days of March are left, and nine months.
        assert_eq!(left("2023-03-15"), (9.0 + 17.0 / 31.0) / 12.0);
        assert_eq!(left("2023-12-31"), 1.0 / 31.0 / 12.0);
    }
}
