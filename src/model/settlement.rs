//! Settlement (bosetting): the household moves in, becomes part of the counts, and triggers grants.

use super::arrivals::{FamilyOf, apply_family};
use super::households::{Facts, Household, Stage};
use super::today::Today;
use super::{Event, Observer, Purpose, State, World, grants, lives};
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
    /// Stock of unaccompanied minors by age at the end of the year and municipality: age-major.
    pub minors: Vec<i32>,
    /// Expenses behind disability grant 2.
    pub disabilities: Vec<grants::Disability>,
    /// Flow of this year by municipality: settled in all.
    pub settled_this_year: Vec<i32>,
    /// Flow of this year by municipality: part of it outside agreement.
    pub self_settled_this_year: Vec<i32>,
    /// Flow of this year by municipality: given a place here by agreement.
    pub placed_this_year: Vec<i32>,
    /// Flow of this year by municipality: match scores of these, in thousandths, added up over persons.
    pub match_points_this_year: Vec<i32>,
    /// Flow of this year by municipality: moved in from another.
    pub moved_in_this_year: Vec<i32>,
    /// Flow of this year by municipality: moved out to another.
    pub moved_out_this_year: Vec<i32>,
    /// Persons above the original request this year for whom the bonus was booked, by municipality.
    pub bonus_this_year: Vec<i32>,
    /// Moves of last December under the rule that the next month still belongs to the old municipality.
    pub december_moves: Vec<lives::DecemberMove>,
}

/// A household that moves in today.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer {
    /// Facts about it.
    pub facts: Facts,
    /// Where it moves in.
    pub municipality: usize,
    /// Whether by agreement between state and municipality.
    pub is_agreed: bool,
    /// Its cohort: opening cohorts first, then years of the horizon.
    pub cohort: usize,
    /// Years since the ages in `facts` were true.
    pub years_older: u8,
}

impl Newcomer {
    /// Age of a member at the end of the settlement year.
    pub fn age(&self, member: usize) -> u8 {
        self.facts.ages.of(member).saturating_add(self.years_older)
    }

    /// Ages of all members at the end of the settlement year.
    pub fn ages(&self) -> impl Iterator<Item = u8> + '_ {
        (0..usize::from(self.facts.size)).map(|it| self.age(it))
    }
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
    let is_agreed = stage == Stage::Agreed;
    let newcomer = Newcomer {
        facts,
        municipality: usize::from(municipality),
        is_agreed,
        cohort: world.scenario.world.opening.cohorts.len() + today.year_index,
        years_older: (today.month.year().0 - i32::from(facts.arrival_year)).clamp(0, 100) as u8,
    };
    watch.on_event(today, Event::Settled { group, persons, permit_day });
    state.stocks[group].waiting -= persons;
    if is_agreed {
        state.stocks[group].agreed -= persons;
    }
    state.flows[group].settled += persons;
    if !is_agreed {
        state.flows[group].self_settled += persons;
    }
    state.apply_check_out(facts);
    state.households.remove(slot);
    state.apply_newcomer(today, world, &newcomer);
}

impl State {
    /// Enters a household in the counts and sets off what follows: grants, its later life, its family.
    pub fn apply_newcomer(&mut self, today: &Today, world: World<'_>, newcomer: &Newcomer) {
        let facts = newcomer.facts;
        let persons = i32::from(facts.size);
        let cell = newcomer.cohort * self.settled.n_municipalities + newcomer.municipality;
        if facts.is_three_year {
            self.settled.three_year[cell] += persons;
        } else {
            self.settled.five_year[cell] += persons;
        }
        self.settled.settled_this_year[newcomer.municipality] += persons;
        if !newcomer.is_agreed {
            self.settled.self_settled_this_year[newcomer.municipality] += persons;
        }
        let group = usize::from(facts.group);
        self.stocks[group].settled += i64::from(persons);
        if world.scenario.world.groups[group].is_unaccompanied {
            for age in newcomer.ages().filter(|&age| age <= limits::MINOR_LAST_AGE) {
                self.settled.minors
                    [usize::from(age) * self.settled.n_municipalities + newcomer.municipality] += 1;
            }
        }
        let mut draws = world.chance.stream(Process::Settlement, facts.key);
        // A table looks at the first twelve bits of the word, the number of families at the lower half.
        let word = draws.word();
        let slot = lives::apply_new_life(self, today, world, newcomer, word);
        let n_families = world.reality.groups[group].n_families(facts.size, word << 32);
        if n_families > 0 {
            let reference =
                Reference { facts, municipality: newcomer.municipality as u16, days_since: 0 };
            apply_reunification(self, today, world, reference, n_families, &mut draws);
        }
        let n_disabilities = self.settled.disabilities.len();
        grants::apply_newcomer_grants(self, today, world, newcomer, &mut draws);
        if let Some(slot) = slot.filter(|_| self.settled.disabilities.len() > n_disabilities) {
            self.lives.link_disability(slot, n_disabilities);
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
        let family = FamilyOf {
            group: family.group,
            key,
            municipality,
            day_index,
            arrival_year,
            is_three_year,
        };
        let mut own = world.chance.stream(Process::Family, key);
        apply_family(state, today, world, family, &mut own);
    }
}
