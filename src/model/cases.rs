//! What becomes of a case: withdrawal or return while waiting, a permit or a refusal.

use super::households::{Facts, Household, NOWHERE, Search, Stage};
use super::today::Today;
use super::{Event, Observer, Purpose, State, World};
use crate::scenario::{QueuePolicy, Track};

/// Phase 1: everybody whose day to leave has come leaves, wherever they are on their way.
pub fn apply_exits(state: &mut State, today: &Today, world: World<'_>, watch: &mut impl Observer) {
    while let Some(slot) = state.exits.pop(&mut state.households, today.index) {
        apply_exit(state, today, world, slot, watch);
    }
}

fn apply_exit(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    slot: u32,
    watch: &mut impl Observer,
) {
    let Household { facts, stage, permit_day, municipality, place_year, .. } =
        state.households[slot];
    let group = usize::from(facts.group);
    let persons = i64::from(facts.size);
    let track = world.scenario.world.groups[group].track.index();
    let stocks = &mut state.stocks[group];
    match stage {
        Stage::Pending => stocks.pending -= persons,
        Stage::Refused => stocks.refused -= persons,
        Stage::Permitted | Stage::OnItsOwn => stocks.waiting -= persons,
        Stage::Ready => {
            stocks.waiting -= persons;
            state.queues[track].remove(&mut state.households, slot);
        }
        Stage::Agreed => {
            stocks.waiting -= persons;
            stocks.agreed -= persons;
            if place_year == today.place_year() {
                state.places[track].give_back(usize::from(municipality), facts.size);
            }
        }
        Stage::Free | Stage::Coming => unreachable!("only someone who has arrived can leave"),
    }
    if !matches!(stage, Stage::Pending | Stage::Refused) {
        watch.on_event(today, Event::LeftWaiting { group, persons, permit_day });
    }
    state.flows[group].left += persons;
    state.apply_check_out(facts);
    state.households.remove(slot);
}

/// Phase 4: the cases that are ripe on this day, or as many as can be decided, then those that can now be
/// matched.
pub fn apply_decisions(state: &mut State, today: &Today, world: World<'_>) {
    match world.scenario.world.decisions_per_month {
        None => {
            while let Some(slot) = state.next_listed(Purpose::Decide, today) {
                apply_decision(state, today, world, slot);
            }
        }
        Some(number) => apply_office(state, today, world, world.reality.value(number)),
    }
    while let Some(slot) = state.next_listed(Purpose::Match, today) {
        state.apply_ready(world, slot);
    }
}

/// Ripe cases join those that wait, and as many as a day allows are decided. Who waits may still leave.
fn apply_office(state: &mut State, today: &Today, world: World<'_>, persons_a_month: f64) {
    while let Some(slot) = state.next_listed(Purpose::Decide, today) {
        let household = &state.households[slot];
        let group = &world.scenario.world.groups[usize::from(household.facts.group)];
        state.office.add(slot, household, group.is_unaccompanied, world.scenario.policy.cases);
        state.exits.add(&mut state.households, slot);
    }
    state.office.begin_day(persons_a_month);
    while let Some(slot) = state.office.next(&state.households) {
        state.exits.remove(&mut state.households, slot);
        apply_decision(state, today, world, slot);
    }
}

fn apply_decision(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    let household = &state.households[slot];
    let facts = household.facts;
    state.stocks[usize::from(facts.group)].pending -= i64::from(facts.size);
    if household.is_granted {
        apply_permit(state, today, world, slot);
    } else {
        apply_refusal(state, today, world, slot);
    }
}

fn apply_refusal(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    let household = &mut state.households[slot];
    let group = usize::from(household.facts.group);
    let persons = i64::from(household.facts.size);
    state.flows[group].refused += persons;
    state.stocks[group].refused += persons;
    household.stage = Stage::Refused;
    // It stays where it lives until then (assumption A53). At least a day: exits are the first phase of a
    // day, and this is the fourth.
    let days = world.reality.groups[group].return_days.days(household.word).max(1);
    household.exit_day = today.index as i32 + days as i32;
    state.exits.add(&mut state.households, slot);
}

/// A permit is counted; where the household goes from there is the caller's.
#[inline]
pub fn apply_permit_only(state: &mut State, today: &Today, slot: u32) {
    let household = &mut state.households[slot];
    let group = usize::from(household.facts.group);
    let persons = i64::from(household.facts.size);
    household.permit_day = today.index as i32;
    household.stage = Stage::Permitted;
    state.flows[group].permitted += persons;
    state.stocks[group].waiting += persons;
}

/// A household gets its permit: it settles on its own, or can be matched after a while.
pub fn apply_permit(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    apply_permit_only(state, today, slot);
    let household = &mut state.households[slot];
    if household.search == Search::OnItsOwn {
        let group = &world.reality.groups[usize::from(household.facts.group)];
        household.stage = Stage::OnItsOwn;
        household.municipality = world.scenario.places.draw_by_population(household.word);
        let days = group.self_settlement_days.days(last_step(household.word)) as i32;
        state.schedule_or_exit(slot, Purpose::Settle, today.index as i32 + days);
        return;
    }
    match i32::from(household.matching_days) {
        0 => state.apply_ready(world, slot),
        days => state.schedule_or_exit(slot, Purpose::Match, today.index as i32 + days),
    }
}

/// The part of a household's word that says how long its last step takes; the upper half says where it goes.
#[inline]
pub fn last_step(word: u64) -> u64 {
    word << 32
}

/// Who is served first: 0 before 1.
#[inline]
fn priority_of(household: &Household, policy: QueuePolicy) -> usize {
    match policy {
        QueuePolicy::FirstComeFirstServed => 0,
        QueuePolicy::FamiliesFirst => usize::from(!household.facts.has_children),
        QueuePolicy::MedicalFirst => usize::from(!household.is_medical),
    }
}

impl State {
    /// Lists what comes next for a household on `day` - or its exit, if that comes first.
    #[inline]
    pub fn schedule_or_exit(&mut self, slot: u32, purpose: Purpose, day: i32) {
        if self.households[slot].exit_day <= day {
            self.exits.add(&mut self.households, slot);
        } else {
            self.lists.add(&mut self.households, slot, purpose, day as usize);
        }
    }

    /// The next household for which today is the day of `purpose`.
    #[inline]
    pub fn next_listed(&mut self, purpose: Purpose, today: &Today) -> Option<u32> {
        self.lists.pop(&self.households, purpose, today.index)
    }

    /// From now on a municipality is looked for.
    #[inline]
    pub fn apply_ready(&mut self, world: World<'_>, slot: u32) {
        let household = &mut self.households[slot];
        household.stage = Stage::Ready;
        household.municipality = NOWHERE;
        let group = &world.scenario.world.groups[usize::from(household.facts.group)];
        let priority = priority_of(household, world.scenario.policy.queue);
        self.queues[group.track.index()].add(&mut self.households, slot, priority);
        self.exits.add(&mut self.households, slot);
    }

    /// Someone moves into reception or a private stay; those who come straight to a municipality do not
    /// (assumption A60).
    #[inline]
    pub fn apply_check_in(&mut self, facts: Facts) {
        if facts.is_direct {
            return;
        }
        let stocks = &mut self.stocks[usize::from(facts.group)];
        let (private, in_reception) = facts.persons_by_stay();
        stocks.private += private;
        stocks.in_reception += in_reception;
        self.beds.residents += in_reception;
    }

    /// Someone moves out of reception or a private stay; those who came straight to a municipality had none.
    #[inline]
    pub fn apply_check_out(&mut self, facts: Facts) {
        if facts.is_direct {
            return;
        }
        let stocks = &mut self.stocks[usize::from(facts.group)];
        let (private, in_reception) = facts.persons_by_stay();
        stocks.private -= private;
        stocks.in_reception -= in_reception;
        self.beds.residents -= in_reception;
    }
}

/// Tracks in the order they are served.
pub const TRACKS: [Track; Track::N] = [Track::Minors, Track::Ordinary];
