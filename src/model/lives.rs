//! What happens after settlement: secondary moves, emigration and deaths.
//!
//! A household is by now part of the counts; what is kept of it is one slot with its size, cohort and place
//! until the next thing happens to it within the horizon. Most never need one.

mod counts;
mod list;

use super::households::{Facts, Household};
use super::reality::Fate;
use super::settlement::Newcomer;
use super::today::Today;
use super::{State, World, grants};
use crate::chance::{Process, Stream};
use crate::rules::MoveSplit;

pub use list::Lives;

/// What is remembered of a settled household to which something will happen.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    /// Names its streams.
    pub key: u64,
    /// Day of settlement, counted from the start of the run; negative if before.
    pub settled_day: i32,
    /// Where it lives.
    pub municipality: u16,
    /// Its cohort.
    pub cohort: u8,
    /// Its arrival group.
    pub group: u8,
    /// Members still in it.
    pub size: u8,
    /// Whether it has three grant years.
    pub is_three_year: bool,
    /// How often something has happened to it, or was drawn and did not, modulo 256.
    pub n_events: u8,
    /// For an unaccompanied minor the year in which it turns 0, for others [`Life::NO_MINOR`].
    pub minor_birth_year: i16,
    /// Position of the disability grant 2 that is paid for one of its members, the lowest byte first, or
    /// [`Life::NO_DISABILITY`]: three bytes are what is left of 24.
    pub disability: [u8; 3],
}

impl Life {
    /// Nobody in it is an unaccompanied minor.
    pub const NO_MINOR: i16 = i16::MIN;
    /// Nobody in it has disability grant 2.
    pub const NO_DISABILITY: [u8; 3] = [u8::MAX; 3];

    /// Position of the disability grant 2 of one of its members, if any.
    #[inline]
    fn disability(&self) -> Option<usize> {
        let [low, middle, high] = self.disability;
        let position = u32::from_le_bytes([low, middle, high, 0]) as usize;
        (self.disability != Self::NO_DISABILITY).then_some(position)
    }
}

/// A move in December of someone whose January grant the old municipality keeps.
#[derive(Clone, Copy, Debug)]
pub struct DecemberMove {
    /// Moved from.
    pub from: u16,
    /// Moved to.
    pub to: u16,
    /// Cohort.
    pub cohort: u8,
    /// Whether with three grant years.
    pub is_three_year: bool,
    /// Persons.
    pub persons: u8,
}

/// Lists the first thing that happens to a household that settles today; returns its slot, if it has one.
#[inline]
pub fn apply_new_life(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    is_minor: bool,
    word: u64,
) -> Option<u32> {
    let facts = newcomer.facts;
    let days = world.reality.groups[usize::from(facts.group)].life.first_day(word).max(1);
    let next = today.index + days as usize;
    let returns = return_day(world, facts.group, facts.key, today.index as i32);
    let day = returns.map_or(next, |it| it.min(next));
    // To most nothing happens within the horizon.
    if !state.lives.has_day(day) {
        return None;
    }
    let birth_year = today.month.year().0 - i32::from(newcomer.ages.of(0));
    let life = Life {
        key: facts.key,
        settled_day: today.index as i32,
        municipality: newcomer.municipality as u16,
        cohort: newcomer.cohort as u8,
        group: facts.group,
        size: facts.size,
        is_three_year: facts.is_three_year,
        n_events: 0,
        minor_birth_year: if is_minor { birth_year as i16 } else { Life::NO_MINOR },
        disability: Life::NO_DISABILITY,
    };
    state.lives.add(life, day)
}

/// The day on which a settled household returns by date if nothing else takes it away before, where that lies within the
/// horizon: the same whenever it is asked for.
#[inline]
pub fn return_day(world: World<'_>, group: u8, key: u64, settled_day: i32) -> Option<usize> {
    let returns = world.reality.groups[usize::from(group)].returns.as_ref()?;
    returns.day_after(settled_day, world.chance.stream(Process::Return, key).word())
}

/// A household that waits since `arrival_day` leaves on the day on which it returns by date, if that is before it would
/// leave for another reason. A hazard has no memory: once it has settled, its return is drawn anew.
#[inline]
pub fn plan_return_while_waiting(world: World<'_>, household: &mut Household, arrival_day: i32) {
    let Facts { group, key, .. } = household.facts;
    let Some(returns) = &world.reality.groups[usize::from(group)].returns else { return };
    let mut draws = world.chance.stream(Process::Return, key);
    // The first word is of the settled.
    draws.word();
    if let Some(day) = returns.day_after(arrival_day, draws.word()) {
        household.exit_day = household.exit_day.min(day as i32);
    }
}

/// Lists the next thing that happens to a household, from a random word, or its return if that is sooner.
#[inline]
pub fn list_next_event(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    life: Life,
    word: u64,
) -> Option<u32> {
    let days_since = (today.index as i32 - life.settled_day) as u32;
    let table = &world.reality.groups[usize::from(life.group)].life;
    let since = table.next_day(days_since, word);
    let day = i64::from(life.settled_day) + i64::from(since);
    let day = day.max(today.index as i64 + 1) as usize;
    let returns = return_day(world, life.group, life.key, life.settled_day);
    state.lives.add(life, returns.map_or(day, |it| it.min(day)))
}

/// Phase 8: what happens today to those who have settled.
pub fn apply_lives(state: &mut State, today: &Today, world: World<'_>) {
    while let Some(life) = state.lives.pop(today.index) {
        if return_day(world, life.group, life.key, life.settled_day) == Some(today.index) {
            apply_emigration(state, today, life);
            continue;
        }
        let key = life.key ^ (u64::from(life.n_events) << 48);
        let mut draws = world.chance.stream(Process::Life, key);
        let days_since = (today.index as i32 - life.settled_day) as u32;
        let table = &world.reality.groups[usize::from(life.group)].life;
        let fate = table.fate(days_since, draws.word());
        // The word of what comes next is drawn before a move may be taken back: when the household leaves the country
        // then does not depend on where it lives.
        let next = draws.word();
        match fate {
            Fate::Moves if moves(world, &life, &mut draws) => {
                let moved = apply_move(state, today, world, life, &mut draws);
                list_next_event(state, today, world, moved, next);
            }
            Fate::Emigrates if world.reality.multiples.emigrates(life.municipality, &mut draws) => {
                apply_emigration(state, today, life);
            }
            // It would have happened to a household with the largest hazard, and not to this one.
            Fate::Moves | Fate::Emigrates => {
                let later = Life { n_events: life.n_events.wrapping_add(1), ..life };
                list_next_event(state, today, world, later, next);
            }
            Fate::Dies => {
                let mut disability = life.disability;
                // Each member is as likely to be the one who dies (assumption A73).
                let has_one = life.disability().is_some();
                if has_one && draws.word().is_multiple_of(u64::from(life.size)) {
                    state.settled.end_disability(life.disability());
                    disability = Life::NO_DISABILITY;
                }
                apply_departure(state, today, life, 1, Departure::Died);
                let n_events = life.n_events.wrapping_add(1);
                let rest = Life { size: life.size - 1, n_events, disability, ..life };
                if rest.size > 0 {
                    list_next_event(state, today, world, rest, next);
                }
            }
        }
    }
}

/// Whether a household moves on a day on which one with the largest hazard would.
#[inline]
fn moves(world: World<'_>, life: &Life, draws: &mut Stream) -> bool {
    let kind = (life.group, life.size);
    world.reality.multiples.moves(world.scenario, kind, life.municipality, draws)
}

/// The household leaves the country as one.
fn apply_emigration(state: &mut State, today: &Today, life: Life) {
    state.settled.end_disability(life.disability());
    apply_departure(state, today, life, life.size, Departure::Emigrated);
}

enum Departure {
    Emigrated,
    Died,
}

fn apply_departure(state: &mut State, today: &Today, life: Life, size: u8, why: Departure) {
    let persons = i64::from(size);
    let group = usize::from(life.group);
    state.settled.change(&life, usize::from(life.municipality), -i32::from(size));
    state.settled.change_minor(&life, usize::from(life.municipality), today, -1);
    state.stocks[group].settled -= persons;
    match why {
        Departure::Emigrated => state.flows[group].emigrated += persons,
        Departure::Died => state.flows[group].died += persons,
    }
}

/// The household moves as one; the grant of the year is split by the rule in force.
fn apply_move(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    life: Life,
    draws: &mut Stream,
) -> Life {
    let from = usize::from(life.municipality);
    let to = draw_destination(world, from, draws);
    let persons = i32::from(life.size);
    state.settled.change(&life, from, -persons);
    state.settled.change(&life, to, persons);
    state.settled.change_minor(&life, from, today, -1);
    state.settled.change_minor(&life, to, today, 1);
    state.settled.this_year[from].moved_out += persons;
    state.settled.this_year[to].moved_in += persons;
    state.flows[usize::from(life.group)].moved += i64::from(persons);
    if let Some(position) = life.disability() {
        state.settled.disabilities[position].municipality = to as u16;
    }
    grants::apply_move_split(state, today, world, &life, from, to);
    let split = world.reality.rates[today.year_index].move_split;
    if today.month.number() == 12 && split == MoveSplit::CurrentAndFollowingMonth {
        state.settled.december_moves.push(DecemberMove {
            from: from as u16,
            to: to as u16,
            cohort: life.cohort,
            is_three_year: life.is_three_year,
            persons: life.size,
        });
    }
    let n_events = life.n_events.wrapping_add(1);
    Life { municipality: to as u16, n_events, ..life }
}

/// Where a household moves: to the capital, within the county, or to another one, there by inhabitants
/// (assumption A68).
fn draw_destination(world: World<'_>, from: usize, draws: &mut Stream) -> usize {
    let odds = &world.reality.destinations;
    let kind = draws.uniform();
    if let Some(capital) = world.scenario.world.moves.capital
        && kind < odds.to_capital
        && capital.index() != from
    {
        return capital.index();
    }
    let is_within = kind < odds.to_capital_or_near;
    let to = world.scenario.places.draw_other(from, is_within, draws.word());
    usize::from(to)
}
