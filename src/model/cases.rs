//! What becomes of a case: withdrawal or return while waiting, a permit or a refusal.

use super::households::{Facts, NOWHERE, Stage};
use super::today::Today;
use super::{Event, Observer, Purpose, State, World};
use crate::chance::Process;
use crate::scenario::{QueuePolicy, Track};

/// Phase 1: everybody whose day to leave has come leaves, wherever they are on their way.
pub fn apply_exits(state: &mut State, today: &Today, watch: &mut impl Observer) {
    while let Some(slot) = state.lists.pop(Purpose::Exit as usize, today.index) {
        apply_exit(state, today, slot, watch);
    }
}

fn apply_exit(state: &mut State, today: &Today, slot: u32, watch: &mut impl Observer) {
    let at = slot as usize;
    let facts = state.households.facts[at];
    let group = usize::from(facts.group);
    let persons = i64::from(facts.size);
    let stage = state.households.stage[at];
    let stocks = &mut state.stocks[group];
    match stage {
        Stage::Pending => stocks.pending -= persons,
        Stage::Refused => stocks.refused -= persons,
        Stage::Permitted | Stage::OnItsOwn => stocks.waiting -= persons,
        Stage::Ready => {
            stocks.waiting -= persons;
            state.queues.iter_mut().for_each(|it| it.remove(slot));
        }
        Stage::Agreed => {
            stocks.waiting -= persons;
            stocks.agreed -= persons;
            let municipality = usize::from(state.households.municipality[at]);
            state.places.iter_mut().for_each(|it| it.give_back(slot, municipality, facts.size));
        }
        Stage::Free | Stage::Coming => unreachable!("only someone who has arrived can leave"),
    }
    if !matches!(stage, Stage::Pending | Stage::Refused) {
        let permit_day = state.households.permit_day[at];
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
            while let Some(slot) = state.lists.pop(Purpose::Decide as usize, today.index) {
                apply_decision(state, today, world, slot);
            }
        }
        Some(number) => apply_office(state, today, world, world.reality.value(number)),
    }
    while let Some(slot) = state.lists.pop(Purpose::Match as usize, today.index) {
        state.apply_ready(world, slot);
    }
}

/// Ripe cases join those that wait, and as many as a day allows are decided. Who waits may still leave.
fn apply_office(state: &mut State, today: &Today, world: World<'_>, persons_a_month: f64) {
    while let Some(slot) = state.lists.pop(Purpose::Decide as usize, today.index) {
        let facts = state.households.facts[slot as usize];
        let is_minor = world.scenario.world.groups[usize::from(facts.group)].is_unaccompanied;
        state.office.add(slot, facts, is_minor, world.scenario.policy.cases);
        let exit_day = state.households.exit_day[slot as usize];
        if exit_day != i32::MAX {
            state.lists.add(slot, Purpose::Exit as usize, exit_day as usize);
        }
    }
    state.office.begin_day(persons_a_month);
    while let Some(slot) = state.office.next(&state.households) {
        state.lists.remove(slot);
        apply_decision(state, today, world, slot);
    }
}

fn apply_decision(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    let at = slot as usize;
    let facts = state.households.facts[at];
    let persons = i64::from(facts.size);
    state.stocks[usize::from(facts.group)].pending -= persons;
    if state.households.is_granted[at] {
        apply_permit(state, today, world, slot);
    } else {
        apply_refusal(state, today, world, slot);
    }
}

fn apply_refusal(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    let at = slot as usize;
    let facts = state.households.facts[at];
    let group = usize::from(facts.group);
    let persons = i64::from(facts.size);
    state.flows[group].refused += persons;
    state.stocks[group].refused += persons;
    state.households.stage[at] = Stage::Refused;
    let word = world.chance.stream(Process::Allocation, facts.key).word();
    // It stays where it lives until then (assumption A53). At least a day: exits are the first phase of a
    // day, and this is the fourth.
    let days = world.reality.groups[group].return_days.days(word).max(1);
    state.lists.add(slot, Purpose::Exit as usize, today.index + days as usize);
}

/// A permit is counted; where the household goes from there is the caller's.
pub fn apply_permit_only(state: &mut State, today: &Today, slot: u32) {
    let at = slot as usize;
    let facts = state.households.facts[at];
    let group = usize::from(facts.group);
    let persons = i64::from(facts.size);
    state.flows[group].permitted += persons;
    state.stocks[group].waiting += persons;
    state.households.permit_day[at] = today.index as i32;
    state.households.stage[at] = Stage::Permitted;
}

/// A household gets its permit: it settles on its own, or can be matched after a while.
pub fn apply_permit(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    apply_permit_only(state, today, slot);
    let at = slot as usize;
    let facts = state.households.facts[at];
    let group = &world.reality.groups[usize::from(facts.group)];
    if state.households.is_self_settled[at] {
        let mut draws = world.chance.stream(Process::Allocation, facts.key);
        state.households.stage[at] = Stage::OnItsOwn;
        state.households.municipality[at] = world.scenario.places.draw_by_population(draws.word());
        let days = group.self_settlement_days.days(draws.word()) as i32;
        state.schedule_or_exit(slot, Purpose::Settle, today.index as i32 + days);
        return;
    }
    match i32::from(state.households.matching_days[at]) {
        0 => state.apply_ready(world, slot),
        days => state.schedule_or_exit(slot, Purpose::Match, today.index as i32 + days),
    }
}

/// Who is served first: 0 before 1.
fn priority_of(facts: Facts, policy: QueuePolicy) -> usize {
    match policy {
        QueuePolicy::FirstComeFirstServed => 0,
        QueuePolicy::FamiliesFirst => usize::from(!facts.has_children),
    }
}

impl State {
    /// Lists what comes next for a household on `day` - or its exit, if that comes first.
    #[inline]
    pub fn schedule_or_exit(&mut self, slot: u32, purpose: Purpose, day: i32) {
        let exit_day = self.households.exit_day[slot as usize];
        if exit_day <= day {
            self.lists.add(slot, Purpose::Exit as usize, exit_day as usize);
        } else {
            self.lists.add(slot, purpose as usize, day as usize);
        }
    }

    /// From now on a municipality is looked for.
    pub fn apply_ready(&mut self, world: World<'_>, slot: u32) {
        let at = slot as usize;
        let facts = self.households.facts[at];
        self.households.stage[at] = Stage::Ready;
        self.households.municipality[at] = NOWHERE;
        let track = world.scenario.world.groups[usize::from(facts.group)].track;
        let priority = priority_of(facts, world.scenario.policy.queue);
        self.queues[track.index()].add(slot, priority, facts.size);
        let exit_day = self.households.exit_day[at];
        if exit_day != i32::MAX {
            self.lists.add(slot, Purpose::Exit as usize, exit_day as usize);
        }
    }

    /// Someone moves into reception or a private stay; those who come straight to a municipality do not
    /// (assumption A60).
    #[inline]
    pub fn apply_check_in(&mut self, facts: Facts) {
        if facts.is_direct {
            return;
        }
        let stocks = &mut self.stocks[usize::from(facts.group)];
        let persons = i64::from(facts.size);
        if facts.is_private {
            stocks.private += persons;
        } else {
            stocks.in_reception += persons;
            self.beds.residents += persons;
        }
    }

    /// Someone moves out of reception or a private stay; those who came straight to a municipality had none.
    #[inline]
    pub fn apply_check_out(&mut self, facts: Facts) {
        if facts.is_direct {
            return;
        }
        let stocks = &mut self.stocks[usize::from(facts.group)];
        let persons = i64::from(facts.size);
        if facts.is_private {
            stocks.private -= persons;
        } else {
            stocks.in_reception -= persons;
            self.beds.residents -= persons;
        }
    }
}

/// Tracks in the order they are served.
pub const TRACKS: [Track; Track::N] = [Track::Minors, Track::Ordinary];
