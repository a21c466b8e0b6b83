//! Who arrives, and when: a month's number from its intensity, its households one by one, their days.

mod count;
mod noise;

pub use noise::Noise;

use super::households::{Ages, Facts};
use super::reality::{GroupReality, Reality};
use super::today::Today;
use super::{Purpose, State, World};
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
    let mut ordinal = 0;
    while missing > 0 {
        let key = household_key(name, month_index, ordinal);
        let mut draws = world.chance.stream(Process::Household, key);
        let word = draws.word();
        let kind = kinds.pick(word);
        let day = today.index + scale(word << 32, n_days) as usize;
        let facts = draw_facts(kind, group, key, today, &mut draws, reality);
        missing -= i64::from(facts.size);
        let slot = add_household(state, facts, &mut draws, world.reality, month_index);
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
    today: &Today,
    draws: &mut Stream,
    reality: &GroupReality,
) -> Facts {
    let word = draws.word();
    let (mut ages, mut has_children) = (0, false);
    for (member, (youngest, n_ages)) in kind.ages().iter().enumerate() {
        let part = (word >> (8 * member)) & 0xff;
        let age = u64::from(*youngest) + ((part * u64::from(*n_ages)) >> 8);
        ages |= age << (8 * member);
        has_children |= age < 18;
    }
    Facts {
        key,
        ages: Ages(ages),
        arrival_year: today.month.year().0 as i16,
        group: group as u8,
        size: kind.size(),
        is_private: reality.is_private.hit(draws.word()),
        is_direct: reality.is_direct,
        has_children,
        is_three_year: false,
    }
}

/// Puts a household among those on their way, with what its own stream says of its case and its patience.
#[inline]
pub fn add_household(
    state: &mut State,
    facts: Facts,
    draws: &mut Stream,
    reality: &Reality,
    month_index: usize,
) -> u32 {
    let group = &reality.groups[usize::from(facts.group)];
    let slot = state.households.insert(facts);
    let household = &mut state.households[slot];
    let case = group.cases.get(usize::from(group.case_of_month[month_index]));
    household.word = draws.word();
    // One word for two odds, which look at its upper half, and one for three tables, which look at twelve bits.
    let (odds, days) = (draws.word(), draws.word());
    household.is_self_settled = group.is_self_settled.hit(odds);
    household.is_medical = group.is_medical.hit(days << 36);
    household.matching_days = group.matching_days.days(days) as u16;
    if let Some(case) = case {
        household.is_granted = case.is_granted.hit(odds << 32);
        household.case_days = case.days.days(days << 12) as u16;
    }
    // Until it arrives this counts from arrival; then it becomes a day.
    if let Some(table) = &group.withdrawal_days {
        household.exit_day = table.days(days << 24).max(1) as i32;
    }
    slot
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
    draw_facts(kind, group, key, today, draws, reality)
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
    let mut facts = draw_facts(kind, family.group, family.key, today, draws, reality);
    facts.is_three_year = family.is_three_year;
    // It may arrive in a later year than this: ages are those at the end of that year.
    facts.arrival_year = family.arrival_year;
    let slot = add_household(state, facts, draws, world.reality, today.month_index);
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
fn apply_arrival(state: &mut State, today: &Today, world: World<'_>, slot: u32) {
    let household = &mut state.households[slot];
    let facts = household.facts;
    let group = usize::from(facts.group);
    let persons = i64::from(facts.size);
    state.flows[group].arrived += persons;
    household.exit_day = household.exit_day.saturating_add(today.index as i32);
    match world.scenario.world.groups[group].route {
        Route::Reception => {
            household.stage = super::households::Stage::Pending;
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
