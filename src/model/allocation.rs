//! Allocation (tildeling): which waiting household goes to which municipality with an open place.

mod matched;

pub use matched::Matched;

use super::cases::{TRACKS, last_step};
use super::households::{Household, Search, Stage};
use super::places::Places;
use super::queue::N_PRIORITIES;
use super::today::Today;
use super::{Purpose, State, World};
use crate::chance::{Chance, Process, scale};
use crate::scenario::{AllocationPolicy, Fits, MAX_HOUSEHOLD, Track};

/// Phase 6: households are served in order while there are places; one that fits nowhere waits and lets
/// smaller ones pass (assumption A54).
pub fn apply_allocation(state: &mut State, today: &Today, world: World<'_>) {
    for track in TRACKS {
        if today.is_month_start {
            matched::apply_month_start(state, today, world, track);
        }
        let (queue, places) = (&state.queues[track.index()], &state.places[track.index()]);
        if places.total_open > 0 && !queue.is_empty() {
            match world.scenario.policy.allocation {
                AllocationPolicy::GreedyBatch => apply_batch(state, today, world, track),
                _ => apply_track(state, today, world, track),
            }
        }
    }
}

fn apply_track(state: &mut State, today: &Today, world: World<'_>, track: Track) {
    // The smallest size for which no municipality has places today; places only get fewer during the day.
    let mut too_large = MAX_HOUSEHOLD + 1;
    for priority in 0..N_PRIORITIES {
        while let Some(slot) = state.queues[track.index()].first(priority, too_large) {
            let facts = state.households[slot].facts;
            let places = &mut state.places[track.index()];
            if !places.has_room_for(facts.size) {
                too_large = usize::from(facts.size);
                continue;
            }
            let matched = &state.matched[track.index()];
            match plan_municipality(world, places, matched, &state.households[slot]) {
                Some(municipality) => {
                    apply_agreement(state, today, world, track, slot, municipality);
                }
                // There are places, but none where it may be: others of its size may do better.
                None => state.queues[track.index()].set_aside(&state.households, slot),
            }
        }
    }
    state.queues[track.index()].put_back();
}

/// On the first of a month all who wait are placed together, but those who have found a home themselves.
fn apply_batch(state: &mut State, today: &Today, world: World<'_>, track: Track) {
    if !today.is_month_start {
        return;
    }
    let waiting = state.queues[track.index()].waiting(&state.households);
    let found: Vec<u32> =
        waiting.filter(|&it| state.households[it].search == Search::InAgreement).collect();
    for slot in found {
        let (places, household) = (&state.places[track.index()], &state.households[slot]);
        if let Some(municipality) = plan_own_home(world, places, household) {
            apply_agreement(state, today, world, track, slot, municipality);
        }
    }
    for (slot, municipality) in matched::plan_batch(state, today, world, track) {
        apply_agreement(state, today, world, track, slot, municipality);
    }
}

/// The municipality for a household where some municipality has so many open places, or none if it must not
/// be in any of those.
fn plan_municipality(
    world: World<'_>,
    places: &mut Places,
    matched: &Matched,
    household: &Household,
) -> Option<usize> {
    let policy = &world.scenario.policy;
    if household.search == Search::InAgreement
        && let Some(found) = plan_own_home(world, places, household)
    {
        return Some(found);
    }
    let size = household.facts.size;
    let fits = fits_of(world, household);
    match policy.allocation {
        AllocationPolicy::Proportional => plan_proportional(places, world.chance, household, fits),
        AllocationPolicy::RoundRobin => plan_round_robin(places, size, fits),
        AllocationPolicy::LargestDeficit => plan_largest_deficit(places, size, fits),
        AllocationPolicy::Greedy
        | AllocationPolicy::GreedyBatch
        | AllocationPolicy::ShadowPrices
        | AllocationPolicy::BalancedPrices
        | AllocationPolicy::Subgradient
        | AllocationPolicy::MinimumDiscord => {
            matched.choose(&policy.match_scores, places.room_for(size), household.facts)
        }
    }
}

/// Where a household may be.
#[inline]
fn fits_of<'a>(world: World<'a>, household: &Household) -> Fits<'a> {
    let facts = &household.facts;
    let (group, size) = (usize::from(facts.group), usize::from(facts.size));
    world.scenario.policy.match_scores.fits(group, size)
}

/// The municipality in which a household has found a home, drawn by inhabitants, if it has room and the household may
/// be there (assumption A196).
fn plan_own_home(world: World<'_>, places: &Places, household: &Household) -> Option<usize> {
    let found = usize::from(world.scenario.places.draw_by_population(household.word));
    let size = household.facts.size;
    let has_room = places.room_for(size)[found] >= u32::from(size);
    (has_room && fits_of(world, household).allows(found)).then_some(found)
}

/// With probability proportional to open places; where the drawn municipality is too small, the next that
/// fits (assumption A55), and where it is one that the household must not be in, drawn again among those that it may
/// be in.
fn plan_proportional(
    places: &Places,
    chance: Chance,
    household: &Household,
    fits: Fits<'_>,
) -> Option<usize> {
    let Household { facts, word, .. } = *household;
    let place = scale(word, places.total_open as u32) as i32;
    let drawn = places.municipality_of_place(place);
    let room = places.room_for(facts.size);
    let will_do = |it: usize| room[it] >= u32::from(facts.size) && fits.allows(it);
    if fits.allows(drawn) {
        return (drawn..room.len())
            .find(|it| will_do(*it))
            .or_else(|| (0..drawn).find(|it| will_do(*it)));
    }
    let among = || (0..room.len()).filter(|it| will_do(*it));
    let total: u32 = among().map(|it| room[it]).sum();
    let mut left = chance.stream(Process::Redraw, facts.key).below(total.max(1));
    among().find(|it| {
        let is_here = left < room[*it];
        left = left.saturating_sub(room[*it]);
        is_here
    })
}

/// The next in turn that fits.
fn plan_round_robin(places: &mut Places, size: u8, fits: Fits<'_>) -> Option<usize> {
    let turn = places.turn;
    let room = places.room_for(size);
    let will_do = |it: &usize| room[*it] >= u32::from(size) && fits.allows(*it);
    let found = (turn..places.open.len()).find(will_do).or_else(|| (0..turn).find(will_do))?;
    places.turn = if found + 1 == places.open.len() { 0 } else { found + 1 };
    Some(found)
}

/// The one that has used the smallest share of what it has opened this year, the first of equals.
fn plan_largest_deficit(places: &Places, size: u8, fits: Fits<'_>) -> Option<usize> {
    let room = places.room_for(size);
    let will_do = (0..room.len()).filter(|&it| room[it] >= u32::from(size) && fits.allows(it));
    // used / (used + open) compared without division.
    will_do.reduce(|best, it| {
        let opened = |at: usize| i64::from(places.used[at]) + i64::from(places.open[at]);
        let is_less =
            i64::from(places.used[it]) * opened(best) < i64::from(places.used[best]) * opened(it);
        if is_less { it } else { best }
    })
}

fn apply_agreement(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    track: Track,
    slot: u32,
    municipality: usize,
) {
    state.queues[track.index()].remove(&mut state.households, slot);
    state.exits.remove(&mut state.households, slot);
    let household = &mut state.households[slot];
    let (facts, word) = (household.facts, household.word);
    household.stage = Stage::Agreed;
    household.municipality = municipality as u16;
    household.place_year = today.place_year();
    state.places[track.index()].hold(municipality, facts.size);
    let (group, size) = (usize::from(facts.group), usize::from(facts.size));
    let scores = &world.scenario.policy.match_scores;
    state.matched[track.index()].record(scores, facts, municipality);
    let points = i64::from(scores.fits(group, size).thousandths(municipality)) * size as i64;
    let this_year = &mut state.settled.this_year[municipality];
    this_year.placed += size as i32;
    this_year.match_points += points;
    state.stocks[group].agreed += i64::from(facts.size);
    let days = world.reality.groups[group].offer_days.days(last_step(word)) as i32;
    state.schedule_or_exit(slot, Purpose::Settle, today.index as i32 + days);
}
