//! Who arrives, and when: a month's number from its intensity, its households one by one, their days.

mod count;
mod noise;

pub use noise::Noise;

use super::households::{Ages, Facts, Household, Search, Stage};
use super::lives::plan_return_while_waiting;
use super::reality::GroupReality;
use super::today::Today;
use super::{Purpose, State, World};
use crate::calendar::Year;
use crate::chance::{Chance, Process, Stream, household_key, scale, unit_interval};
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
        let day = today.index + scale(word << 32 & !LAST_TWELVE_BITS_OF_HALF, n_days) as usize;
        let named = Named { group, key, year };
        let household =
            draw_household(kinds.pick(word), named, word, &mut draws, reality, month_index);
        missing -= i64::from(household.facts.size);
        let slot = state.households.add(household);
        state.lists.add(&mut state.households, slot, Purpose::Arrive, day);
        ordinal += 1;
    }
    state.noise[group].carried = -missing;
}

/// The last twelve bits of a word, after its lower half has become the upper one.
const LAST_TWELVE_BITS_OF_HALF: u64 = 0xfff << 32;

/// A group's kinds of household with this month's shares as thresholds.
struct MonthOfKinds<'a> {
    kinds: &'a [HouseholdKind],
    /// Upper end of each kind's part of the 32-bit numbers, in order; the largest number where there is no kind.
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
        const BLOCK: usize = 8;
        let word = (word >> 32) as u32;
        let last = self.kinds.len() - 1;
        // Whole blocks are compared and counted: which kind comes next is not to be guessed.
        let mut n_passed = [0; BLOCK];
        for ends in &self.ends.as_chunks::<BLOCK>().0[..=last / BLOCK] {
            n_passed.iter_mut().zip(ends).for_each(|(n, end)| *n += u32::from(*end <= word));
        }
        let n_passed: u32 = n_passed.iter().sum();
        &self.kinds[last.min(n_passed as usize)]
    }
}

/// What a household is called, and when it comes.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Its group.
    pub group: usize,
    /// Names its streams.
    pub key: u64,
    /// Year of its arrival.
    pub year: Year,
}

/// A household of a kind that is coming: its members, how they live, its case and its patience, from its own stream.
///
/// The last twelve bits of `word`, of which the caller has used others, say when it can be matched.
#[inline(always)]
fn draw_household(
    kind: &HouseholdKind,
    named: Named,
    word: u64,
    draws: &mut Stream,
    group: &GroupReality,
    month_index: usize,
) -> Household {
    let ages = Ages(kind.draw_ages(draws.word()));
    // Odds look at the upper half of a word, tables at twelve bits.
    let (ways, fate, own) = (draws.word(), draws.word(), draws.word());
    let case = group.cases.get(usize::from(group.case_of_month[month_index]));
    let (is_granted, case_days) =
        case.map_or((false, 0), |it| (it.is_granted.hit(fate), it.days.days(fate << 32)));
    let withdrawal = group.withdrawal_days.as_ref();
    let facts = Facts {
        key: named.key,
        ages,
        arrival_year: named.year.0 as i16,
        group: named.group as u8,
        size: kind.size(),
        is_private: group.is_private.hit(ways),
        is_direct: group.is_direct,
        has_children: kind.has_children(),
        is_three_year: false,
    };
    Household {
        word: own,
        // Until it arrives this counts from arrival; then it becomes a day.
        exit_day: withdrawal.map_or(i32::MAX, |table| table.days(fate << 44).max(1) as i32),
        case_days: case_days as u16,
        matching_days: group.matching_days.days(word << 52) as u16,
        is_granted,
        is_medical: group.is_medical.hit(own << 44),
        search: draw_search(group, ways << 32),
        ..Household::coming(facts)
    }
}

/// Who finds a household's home, from the upper half of a word.
#[inline]
fn draw_search(group: &GroupReality, word: u64) -> Search {
    let [outside, at_all] = group.finds_home;
    if !at_all.hit(word) {
        Search::ByState
    } else if outside.hit(word) {
        Search::OnItsOwn
    } else {
        Search::InAgreement
    }
}

/// A household of a group by its long-run shares.
pub fn draw_any_household(
    world: World<'_>,
    named: Named,
    draws: &mut Stream,
    month_index: usize,
) -> Household {
    let reality = &world.reality.groups[named.group];
    let kinds = &world.scenario.world.groups[named.group].households.kinds;
    let word = draws.word();
    let mut left = unit_interval(word);
    let position = reality.kind_shares.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    let kind = &kinds[position.unwrap_or(kinds.len() - 1)];
    draw_household(kind, named, word, draws, reality, month_index)
}

/// Draws a family of `group` that arrives on the day at `index`, to settle in `municipality`.
pub fn apply_family(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    family: FamilyOf,
    draws: &mut Stream,
) {
    let mut household = draw_any_household(world, family.named, draws, today.month_index);
    household.facts.is_three_year = family.is_three_year;
    household.municipality = family.municipality;
    let slot = state.households.add(household);
    state.lists.add(&mut state.households, slot, Purpose::Arrive, family.day_index);
}

/// Whose family arrives, where and when.
#[derive(Clone, Copy, Debug)]
pub struct FamilyOf {
    /// The family group, what names its streams, and its year of arrival: perhaps a later one than this.
    pub named: Named,
    /// Where the reference person lives.
    pub municipality: u16,
    /// Day of arrival, as position in the horizon.
    pub day_index: usize,
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
    plan_return_while_waiting(world, household, today.index as i32);
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
