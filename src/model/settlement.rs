//! Settlement (bosetting): the household moves in, becomes part of the counts, and triggers grants.

use super::arrivals::{FamilyOf, Named, apply_family};
use super::grants::GrantWords;
use super::households::{Ages, Facts, Household, Stage};
use super::today::Today;
use super::{Event, Observer, Purpose, State, World, grants, lives};
use crate::calendar::Year;
use crate::chance::{Process, Stream};
use crate::scenario::limits;

/// Those who have settled, as counts: by cohort (settlement year) and municipality.
///
/// Arrays are cohort-major: `cohort * n_municipalities + municipality`.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Number of municipalities.
    pub n_municipalities: usize,
    /// Stock: five grant years.
    pub five_year: Vec<i32>,
    /// Stock: three grant years.
    pub three_year: Vec<i32>,
    /// Adults in training age settled in the cohort, for base grants; a flow of the settlement year.
    pub trainees: Vec<i32>,
    /// Those of them without collective protection, for the years after the first.
    pub ordinary_trainees: Vec<i32>,
    /// Months of training under collective protection that fall in the year after the cohort's.
    pub months_after_new_year: Vec<i32>,
    /// Stock of unaccompanied minors by age at the end of the year and municipality: age-major.
    pub minors: Vec<i32>,
    /// Part of these who settled this year, in the same cells.
    pub new_minors: Vec<i32>,
    /// Expenses behind disability grant 2.
    pub disabilities: Vec<grants::Disability>,
    /// Flows of this year by municipality.
    pub this_year: Vec<YearFlows>,
    /// Moves of last December under the rule that the next month still belongs to the old municipality.
    pub december_moves: Vec<lives::DecemberMove>,
}

/// Persons in these cells.
pub fn persons_in(cells: &[i32]) -> i64 {
    // Cells of a few municipalities are far from filling 32 bits, and the sum of four is one operation.
    const FEW: usize = 256;
    cells.chunks(FEW).map(|few| i64::from(few.iter().sum::<i32>())).sum()
}

/// What happened in a municipality since the year began, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearFlows {
    /// Settled, in all.
    pub settled: i32,
    /// Part of `settled`: in a home of their own finding, outside agreement.
    pub self_settled: i32,
    /// Part of `settled`: family that follows.
    pub family: i32,
    /// Given a place here by agreement.
    pub placed: i32,
    /// Match scores of these, in thousandths, added up over persons.
    pub match_points: i64,
    /// Moved in from another municipality.
    pub moved_in: i32,
    /// Moved out to another municipality.
    pub moved_out: i32,
    /// Above the original request, with the bonus booked.
    pub bonus: i32,
}

impl YearFlows {
    /// Settled by agreement between state and municipality.
    #[inline]
    pub fn by_agreement(&self) -> i32 {
        self.settled - self.self_settled - self.family
    }
}

/// How a household comes to live where it settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By agreement with the municipality, on one of its places.
    Agreed,
    /// Found its home outside any agreement.
    OnItsOwn,
    /// Follows somebody who lives there.
    Family,
}

/// A household that moves in today.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer {
    /// Facts about it.
    pub facts: Facts,
    /// Where it moves in.
    pub municipality: usize,
    /// How it came to be there.
    pub way: Way,
    /// Its cohort: opening cohorts first, then years of the horizon.
    pub cohort: usize,
    /// Ages of its members at the end of the settlement year.
    pub ages: Ages,
}

/// Phase 7: everybody whose day to move in is today.
pub fn apply_settlements(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    watch: &mut impl Observer,
) {
    while let Some(slot) = state.next_listed(Purpose::Settle, today) {
        apply_settlement(state, today, world, slot, watch);
    }
}

fn apply_settlement(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    slot: u32,
    watch: &mut impl Observer,
) {
    let Household { facts, stage, municipality, permit_day, .. } = state.households[slot];
    let (group, persons) = (usize::from(facts.group), i64::from(facts.size));
    let way = match stage {
        Stage::Agreed => Way::Agreed,
        Stage::OnItsOwn => Way::OnItsOwn,
        _ => Way::Family,
    };
    let newcomer = Newcomer {
        facts,
        municipality: usize::from(municipality),
        way,
        cohort: world.scenario.world.opening.cohorts.len() + today.year_index,
        ages: facts.ages.older(today.month.year().0 - i32::from(facts.arrival_year), facts.size),
    };
    watch.on_event(today, Event::Settled { group, persons, permit_day });
    state.stocks[group].waiting -= persons;
    state.flows[group].settled += persons;
    match way {
        Way::Agreed => state.stocks[group].agreed -= persons,
        Way::OnItsOwn => state.flows[group].self_settled += persons,
        Way::Family => {}
    }
    state.apply_check_out(facts);
    state.households.remove(slot);
    state.apply_newcomer(today, world, &newcomer);
}

impl State {
    /// Enters a household in the counts and sets off what follows: grants, its later life, its family.
    pub fn apply_newcomer(&mut self, today: &Today, world: World<'_>, newcomer: &Newcomer) {
        let facts = newcomer.facts;
        let group = usize::from(facts.group);
        let is_minor = world.scenario.world.groups[group].is_unaccompanied;
        self.apply_count(newcomer, is_minor);
        let mut draws = world.chance.stream(Process::Settlement, facts.key);
        // The first twelve bits of a word say when the next thing happens, the rest when grants are paid. Odds look at
        // half a word: a child and families that follow, the disability grants, training.
        let (days, odds) = (draws.word(), draws.word());
        let (disabilities, training) = (draws.word(), draws.word());
        let slot = lives::apply_new_life(self, today, world, newcomer, is_minor, days);
        let n_families = world.reality.groups[group].n_families(facts.size, odds << 32);
        if n_families > 0 {
            let reference =
                Reference { facts, municipality: newcomer.municipality as u16, days_since: 0 };
            apply_reunification(self, today, world, reference, n_families, &mut draws);
        }
        let n_disabilities = self.settled.disabilities.len();
        let words = GrantWords { delays: days << 12, newborn: odds, disabilities, training };
        grants::apply_newcomer_grants(self, today, world, newcomer, words, &mut draws);
        if self.settled.disabilities.len() > n_disabilities
            && let Some(slot) = slot
        {
            self.lives.link_disability(slot, n_disabilities);
        }
    }

    /// Counts a household where it has settled.
    #[inline]
    fn apply_count(&mut self, newcomer: &Newcomer, is_minor: bool) {
        let Newcomer { facts, municipality, .. } = *newcomer;
        let persons = i32::from(facts.size);
        let settled = &mut self.settled;
        let cell = newcomer.cohort * settled.n_municipalities + municipality;
        let stock =
            if facts.is_three_year { &mut settled.three_year } else { &mut settled.five_year };
        stock[cell] += persons;
        let this_year = &mut settled.this_year[municipality];
        this_year.settled += persons;
        match newcomer.way {
            Way::Agreed => {}
            Way::OnItsOwn => this_year.self_settled += persons,
            Way::Family => this_year.family += persons,
        }
        self.stocks[usize::from(facts.group)].settled += i64::from(persons);
        if is_minor {
            for age in newcomer.ages.of_first(facts.size) {
                if age <= limits::MINOR_LAST_AGE {
                    let cell = usize::from(age) * settled.n_municipalities + municipality;
                    settled.minors[cell] += 1;
                    settled.new_minors[cell] += 1;
                }
            }
        }
    }
}

/// Someone whom a family follows.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// Facts about the household.
    pub facts: Facts,
    /// Where it lives.
    pub municipality: u16,
    /// How many days ago it settled: families that came before the run are past.
    pub days_since: u32,
}

/// Draws the families that will follow and lists those that arrive within the horizon (assumption A65).
pub fn apply_reunification(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    reference: Reference,
    n_families: u64,
    draws: &mut Stream,
) {
    let Reference { facts, municipality, days_since } = reference;
    let group = &world.reality.groups[usize::from(facts.group)];
    let Some(family) = &group.reunification else { return };
    for number in 0..n_families {
        let days = family.days.days(draws.word());
        let is_three_year = family.is_three_year.hit(draws.word());
        let window = limits::FAMILY_WINDOW_YEARS * 365;
        // Past families, and those too late for the grant, are outside what this run follows.
        if days < days_since || days as i32 > window {
            continue;
        }
        let day_index = today.index + (days - days_since).max(1) as usize;
        let key = facts.key ^ ((number + 1) << 60) ^ (1 << 55);
        let Some(arrival_year) = world.months.year_at(day_index) else { continue };
        let named = Named { group: family.group, key, year: Year(arrival_year.into()) };
        let family = FamilyOf { named, municipality, day_index, is_three_year };
        let mut own = world.chance.stream(Process::Family, key);
        apply_family(state, today, world, family, &mut own);
    }
}
