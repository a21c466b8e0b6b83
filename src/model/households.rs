//! The households that have not settled yet: one slot each.

use super::day_lists::{NONE, NOT_LISTED};
use crate::calendar::Year;
use crate::scenario::MAX_HOUSEHOLD;
use std::ops::{Index, IndexMut};

/// Where a household is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// The slot is free.
    Free,
    /// Will arrive on a day that is already known.
    Coming,
    /// Arrived, no decision yet.
    Pending,
    /// Has a permit; a municipality cannot be looked for yet.
    Permitted,
    /// Waits in the queue for a municipality.
    Ready,
    /// A municipality is found; has not moved yet.
    Agreed,
    /// Has a permit and will settle on its own.
    OnItsOwn,
    /// Was refused and has not left yet.
    Refused,
}

impl Stage {
    /// Number of stages.
    pub const N: usize = 8;
}

/// Who finds a household's home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Search {
    /// The state looks for a municipality.
    ByState,
    /// The household does, and agrees with the municipality on one of its places (avtalt selvbosetting).
    InAgreement,
    /// The household does, outside any agreement.
    OnItsOwn,
}

/// Ages of a household's members at the end of its year of arrival, one byte each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages(pub u64);

impl Ages {
    /// The age of member number `position`.
    #[inline]
    pub fn of(self, position: usize) -> u8 {
        (self.0 >> (8 * position)) as u8
    }

    /// The ages of the first `n` members.
    #[inline]
    pub fn of_first(self, n: u8) -> impl Iterator<Item = u8> {
        (0..usize::from(n)).map(move |position| self.of(position))
    }

    /// The ages of `n` members so many years later; nobody is young again, and nobody older than a byte can say.
    #[inline]
    pub fn older(self, n_years: i32, n: u8) -> Self {
        // No age is over 100 on arrival, so that a hundred years more do not spill over into the next byte.
        let years = n_years.clamp(0, 100) as u64;
        let members = u64::MAX >> (8 * (MAX_HOUSEHOLD - usize::from(n)));
        Self(self.0 + ((years * 0x0101_0101_0101_0101) & members))
    }

    /// These ages with that of member number `position` set.
    #[inline]
    pub fn with(self, position: usize, age: u8) -> Self {
        debug_assert!(position < MAX_HOUSEHOLD);
        Self(self.0 | (u64::from(age) << (8 * position)))
    }
}

/// Facts about a household that do not change while it waits.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Names its streams.
    pub key: u64,
    /// Members' ages at the end of the year of arrival.
    pub ages: Ages,
    /// Year of arrival, to count ages on from.
    pub arrival_year: i16,
    /// Its arrival group.
    pub group: u8,
    /// Number of members.
    pub size: u8,
    /// Whether it lives privately while it waits.
    pub is_private: bool,
    /// Whether it needs neither reception nor private stay: it comes straight to a municipality.
    pub is_direct: bool,
    /// Whether a child (under 18) is among its members.
    pub has_children: bool,
    /// Whether it has only three grant years (family of a humanitarian case).
    pub is_three_year: bool,
}

impl Facts {
    /// Its members in private stay and in reception while it waits: all of them are in one or the other.
    #[inline]
    pub fn persons_by_stay(&self) -> (i64, i64) {
        // Without a branch, since nothing tells which of the two the next household has.
        let persons = i64::from(self.size);
        let private = persons * i64::from(self.is_private);
        (private, persons - private)
    }

    /// One adult of `group`, known only as one of a count.
    pub fn person(key: u64, group: usize, year: Year) -> Self {
        Self {
            key,
            ages: Ages::default().with(0, 35),
            arrival_year: year.0 as i16,
            group: group as u8,
            size: 1,
            is_private: false,
            is_direct: true,
            has_children: false,
            is_three_year: false,
        }
    }
}

/// A household on its way. All that is known of it lies together in one line of memory: each thing that happens
/// to it is another day's, and finds it cold.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Household {
    /// What does not change.
    pub facts: Facts,
    /// A random word of its own: where it goes, and how long its last step takes.
    pub word: u64,
    /// Day on which it withdraws if it still waits then; a day after the horizon for most.
    pub exit_day: i32,
    /// Day of the permit, before the run for some of those waiting at the start; not yet for the pending.
    pub permit_day: i32,
    /// Where it will settle, once that is known.
    pub municipality: u16,
    /// Days from arrival to decision.
    pub case_days: u16,
    /// Days from permit until a municipality can be looked for.
    pub matching_days: u16,
    /// Where it is on its way.
    pub stage: Stage,
    /// Whether the decision in its case will be a permit.
    pub is_granted: bool,
    /// Who finds its home.
    pub search: Search,
    /// Whether a member needs medical treatment that cannot wait.
    pub is_medical: bool,
    /// Position of the year of which it holds places, plus one; 0 for none.
    pub(super) place_year: u8,
    /// Line of the queue it waits in.
    pub(super) line: u8,
    /// Its number in the queue, or 0 if it does not wait there.
    pub(super) ticket: u32,
    /// The household listed after it on the same day for the same purpose.
    pub(super) next: u32,
    /// The household before it on the list of exits, if it is on one.
    pub(super) previous: u32,
}

impl Household {
    /// A household that is coming, as long as nothing else is known of it.
    #[inline]
    pub fn coming(facts: Facts) -> Self {
        Self {
            facts,
            word: 0,
            exit_day: i32::MAX,
            permit_day: i32::MAX,
            municipality: NOWHERE,
            case_days: 0,
            matching_days: 0,
            stage: Stage::Coming,
            is_granted: false,
            search: Search::ByState,
            is_medical: false,
            place_year: 0,
            line: 0,
            ticket: 0,
            next: NONE,
            previous: NOT_LISTED,
        }
    }
}

/// No municipality yet.
pub const NOWHERE: u16 = u16::MAX;

/// All households on their way, by slot.
#[derive(Clone, Debug, Default)]
pub struct Households {
    slots: Vec<Household>,
    free: Vec<u32>,
}

impl Households {
    /// Frees every slot.
    pub fn reset(&mut self) {
        self.slots.clear();
        self.free.clear();
    }

    /// Takes a free slot for a household that is coming and of which nothing more is known.
    pub fn insert(&mut self, facts: Facts) -> u32 {
        self.add(Household::coming(facts))
    }

    /// Takes a free slot for a household.
    #[inline]
    pub fn add(&mut self, household: Household) -> u32 {
        match self.free.pop() {
            Some(slot) => {
                self[slot] = household;
                slot
            }
            None => {
                self.slots.push(household);
                (self.slots.len() - 1) as u32
            }
        }
    }

    /// Gives a slot back.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        self[slot].stage = Stage::Free;
        self.free.push(slot);
    }

    /// The households that are there, those still coming included.
    pub fn iter(&self) -> impl Iterator<Item = &Household> {
        self.iter_slots().filter(|it| it.stage != Stage::Free)
    }

    /// All slots, those that are free included.
    pub fn iter_slots(&self) -> impl Iterator<Item = &Household> {
        self.slots.iter()
    }
}

impl Index<u32> for Households {
    type Output = Household;

    #[inline]
    fn index(&self, slot: u32) -> &Household {
        &self.slots[slot as usize]
    }
}

impl IndexMut<u32> for Households {
    #[inline]
    fn index_mut(&mut self, slot: u32) -> &mut Household {
        &mut self.slots[slot as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_keep_their_places() {
        let ages = Ages::default().with(0, 41).with(1, 3).with(7, 84);
        assert_eq!([ages.of(0), ages.of(1), ages.of(2), ages.of(7)], [41, 3, 0, 84]);
    }

    #[test]
    fn all_members_grow_older_and_nobody_else() {
        let ages = Ages::default().with(0, 41).with(1, 3).with(2, 0);
        assert_eq!(ages.older(2, 3), Ages::default().with(0, 43).with(1, 5).with(2, 2));
        assert_eq!(ages.older(-1, 3), ages);
        let eight = (0..8).fold(Ages::default(), |ages, at| ages.with(at, 100));
        assert!(eight.older(1000, 8).of_first(8).all(|age| age == 200));
    }

    #[test]
    fn a_household_is_one_line_of_memory() {
        assert_eq!(size_of::<Household>(), 64);
    }

    #[test]
    fn a_slot_is_used_again_and_remembers_nothing() {
        let mut households = Households::default();
        let facts = |key| Facts::person(key, 0, Year(2023));
        let first = households.insert(facts(1));
        households[first].is_granted = true;
        assert_eq!(households.insert(facts(2)), 1);
        households.remove(first);
        assert_eq!(households.insert(facts(3)), first);
        assert!(!households[first].is_granted);
        households.remove(1);
        assert_eq!(households.iter().map(|it| it.facts.key).collect::<Vec<_>>(), [3]);
        households.reset();
        assert_eq!(households.iter().count(), 0);
        assert_eq!((households.insert(facts(4)), households.insert(facts(5))), (0, 1));
    }
}
