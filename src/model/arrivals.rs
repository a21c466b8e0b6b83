//! Who arrives, and when: a month's number from its intensity, its households one by one, their days.

mod count;
mod noise;

pub use noise::Noise;

use super::households::{Ages, Facts, Household, Stage};
use super::reality::GroupReality;
use super::today::Today;
use super::{Purpose, State, World};
use crate::calendar::Year;
use crate::chance::{Chance, Process, Stream, household_key, scale};
use crate::scenario::{Group, HouseholdKind, MAX_KINDS, Route};
use rand_distr::{Distribution, Gamma};

/// Phase 2: on the first day of a month its households are drawn; each day those of the day arrive.
pub fn apply_arrivals(state: &mut State, today: &Today, world: World<'_>) {
    if today.is_month_start {
        for group in 0..world.scenario.world.groups.len() {
            apply_month(state, today, world, group);
        }
    }
    while let Some(slot) = state.next_listed(Purpose::Arrive, today) {
        apply_arrival(state, today, world, slot);
    }
}

/// Draws the households of a group that arrive this month and lists each on its day (assumption A50).
fn apply_month(state: &mut State, today: &Today, world: World<'_>, group: usize) {
    let reality = &world.reality.groups[group];
    let month_index = today.month_index;
    let name = reality.name;
    let key = household_key(name, month_index, 0);
    let wanted =
        count::draw_month(&mut state.noise[group], reality, month_index, &world.chance, key);
    let mut missing = wanted - state.noise[group].carried;
    if missing <= 0 {
        state.noise[group].carried = -missing;
        return;
    }
    let last = today.month.last_day().min(world.scenario.run.horizon.end);
    let n_days = (last.since(today.day) + 1) as u32;
    let kinds = MonthOfKinds::new(&world.scenario.world.groups[group], reality, &world.chance, key);
    let year = today.month.year();
    let mut ordinal = 0;
    while missing > 0 {
        let key = household_key(name, month_index, ordinal);
        let mut draws = world.chance.stream(Process::Household, key);
        let word = draws.word();
        let day = today.index + scale(word << 32, n_days) as usize;
        let facts = draw_facts(kinds.pick(word), group, key, year, &mut draws, reality);
        missing -= i64::from(facts.size);
        let slot = add_household(state, facts, &mut draws, reality, month_index);
        state.lists.add(&mut state.households, slot, Purpose::Arrive, day);
        ordinal += 1;
    }
    state.noise[group].carried = -missing;
}

/// A group's kinds of household with this month's shares as thresholds.
struct MonthOfKinds<'a> {
    kinds: &'a [HouseholdKind],
    /// Upper end of each kind's part of the 32-bit numbers.
    ends: [u32; MAX_KINDS],
}

impl<'a> MonthOfKinds<'a> {
    /// Draws the month's shares around the group's: Dirichlet with the group's concentration.
    fn new(group: &'a Group, reality: &GroupReality, chance: &Chance, key: u64) -> Self {
        let mut draws = chance.stream(Process::Composition, key);
        let concentration = group.households.concentration;
        let mut shares = [0.0; MAX_KINDS];
        for (share, mean) in shares.iter_mut().zip(&reality.kind_shares) {
            *share = if *mean > 0.0 && concentration < 1e9 {
                let gamma = Gamma::new(mean * concentration, 1.0).expect("a positive shape");
                gamma.sample(draws.generator())
            } else {
                *mean
            };
        }
        let total: f64 = shares.iter().sum();
        let (mut passed, mut ends) = (0.0, [u32::MAX; MAX_KINDS]);
        for (end, share) in ends.iter_mut().zip(&shares[..reality.kind_shares.len()]) {
            passed += share / total;
            *end = (passed * f64::from(u32::MAX)) as u32;
        }
        Self { kinds: &group.households.kinds, ends }
    }

    #[inline]
    fn pick(&self, word: u64) -> &HouseholdKind {
        let word = (word >> 32) as u32;
        let last = self.kinds.len() - 1;
        let position = self.ends[..last].iter().position(|&end| word < end);
        &self.kinds[position.unwrap_or(last)]
    }
}

/// The members' ages and how they live, from the household's own stream.
#[inline]
fn draw_facts(
    kind: &HouseholdKind,
    group: usize,
    key: u64,
    year: Year,
    draws: &mut Stream,
    reality: &GroupReality,
) -> Facts {
    Facts {
        key,
        ages: Ages(kind.draw_ages(draws.word())),
        arrival_year: year.0 as i16,
        group: group as u8,
        size: kind.size(),
        is_private: reality.is_private.hit(draws.word()),
        is_direct: reality.is_direct,
        has_children: kind.has_children(),
        is_three_year: false,
    }
}

/// Puts a household of a group among those on their way, with what its own stream says of its case and its patience.
#[inline]
pub fn add_household(
    state: &mut State,
    facts: Facts,
    draws: &mut Stream,
    group: &GroupReality,
    month_index: usize,
) -> u32 {
    // One word for two odds, which look at its upper half, and one for three tables, which look at twelve bits.
    let (word, odds, days) = (draws.word(), draws.word(), draws.word());
    let case = group.cases.get(usize::from(group.case_of_month[month_index]));
    let (is_granted, case_days) =
        case.map_or((false, 0), |it| (it.is_granted.hit(odds << 32), it.days.days(days << 12)));
    let withdrawal = group.withdrawal_days.as_ref();
    state.households.add(Household {
        word,
        // Until it arrives this counts from arrival; then it becomes a day.
        exit_day: withdrawal.map_or(i32::MAX, |table| table.days(days << 24).max(1) as i32),
        case_days: case_days as u16,
        matching_days: group.matching_days.days(days) as u16,
        is_granted,
        is_self_settled: group.is_self_settled.hit(odds),
        ..Household::coming(facts)
    })
}

/// The members of a household that was on its way when the run began.
pub fn draw_opening_facts(
    world: World<'_>,
    group: usize,
    key: u64,
    today: &Today,
    draws: &mut Stream,
) -> Facts {
    let reality = &world.reality.groups[group];
    let kinds = &world.scenario.world.groups[group].households.kinds;
    let kind = draw_kind(kinds, reality, draws);
    draw_facts(kind, group, key, today.month.year(), draws, reality)
}

/// A kind of household by the group's long-run shares.
fn draw_kind<'a>(
    kinds: &'a [HouseholdKind],
    reality: &GroupReality,
    draws: &mut Stream,
) -> &'a HouseholdKind {
    let mut left = draws.uniform();
    let position = reality.kind_shares.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    &kinds[position.unwrap_or(kinds.len() - 1)]
}

/// Draws a family of `group` that arrives on the day at `index`, to settle in `municipality`.
pub fn apply_family(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    family: FamilyOf,
    draws: &mut Stream,
) {
    let reality = &world.reality.groups[family.group];
    let kinds = &world.scenario.world.groups[family.group].households.kinds;
    let kind = draw_kind(kinds, reality, draws);
    // It may arrive in a later year than this: ages are those at the end of that year.
    let year = Year(family.arrival_year.into());
    let mut facts = draw_facts(kind, family.group, family.key, year, draws, reality);
    facts.is_three_year = family.is_three_year;
    let slot = add_household(state, facts, draws, reality, today.month_index);
    state.households[slot].municipality = family.municipality;
    state.lists.add(&mut state.households, slot, Purpose::Arrive, family.day_index);
}

/// Whose family arrives, where and when.
#[derive(Clone, Copy, Debug)]
pub struct FamilyOf {
    /// The family group.
    pub group: usize,
    /// Names its streams.
    pub key: u64,
    /// Where the reference person lives.
    pub municipality: u16,
    /// Day of arrival, as position in the horizon.
    pub day_index: usize,
    /// Year of arrival.
    pub arrival_year: i16,
    /// Whether it has three grant years.
    pub is_three_year: bool,
}

/// A household arrives: it is counted, placed and listed for what comes next.
#[inline]
fn apply_arrival(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    let household = &mut state.households[slot];
    let facts = household.facts;
    let group = usize::from(facts.group);
    let persons = i64::from(facts.size);
    state.flows[group].arrived += persons;
    household.exit_day = household.exit_day.saturating_add(today.index as i32);
    match world.scenario.world.groups[group].route {
        Route::Reception => {
            household.stage = Stage::Pending;
            let decision = today.index as i32 + i32::from(household.case_days);
            state.apply_check_in(facts);
            state.stocks[group].pending += persons;
            state.schedule_or_exit(slot, Purpose::Decide, decision);
        }
        Route::Direct => super::cases::apply_permit(state, today, world, slot),
        Route::Family => {
            super::cases::apply_permit_only(state, today, slot);
            state.lists.add(&mut state.households, slot, Purpose::Settle, today.index);
        }
    }
}
