//! The households that have not settled yet: one slot each, field by field in arrays of their own.

use crate::calendar::Year;
use crate::scenario::MAX_HOUSEHOLD;

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

/// Ages of a household's members at the end of its year of arrival, one byte each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages(pub u64);

impl Ages {
    /// The age of member number `position`.
    #[inline]
    pub fn of(self, position: usize) -> u8 {
        (self.0 >> (8 * position)) as u8
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

/// All households on their way.
#[derive(Clone, Debug, Default)]
pub struct Households {
    /// Facts by slot.
    pub facts: Vec<Facts>,
    /// Stage by slot.
    pub stage: Vec<Stage>,
    /// Day on which it withdraws if it still waits then; a day after the horizon for most.
    pub exit_day: Vec<i32>,
    /// Day of the permit, before the run for some of those waiting at the start; not yet for the pending.
    pub permit_day: Vec<i32>,
    /// Where it will settle, once that is known.
    pub municipality: Vec<u16>,
    /// Whether the decision in its case will be a permit.
    pub is_granted: Vec<bool>,
    /// Days from arrival to decision.
    pub case_days: Vec<u16>,
    /// Days from permit until a municipality can be looked for.
    pub matching_days: Vec<u16>,
    /// Whether it will settle on its own.
    pub is_self_settled: Vec<bool>,
    free: Vec<u32>,
}

/// No municipality yet.
pub const NOWHERE: u16 = u16::MAX;

impl Households {
    /// Frees every slot.
    pub fn reset(&mut self) {
        self.facts.clear();
        self.stage.clear();
        self.exit_day.clear();
        self.permit_day.clear();
        self.municipality.clear();
        self.is_granted.clear();
        self.case_days.clear();
        self.matching_days.clear();
        self.is_self_settled.clear();
        self.free.clear();
    }

    /// Takes a free slot for a household that is coming.
    #[inline]
    pub fn insert(&mut self, facts: Facts) -> u32 {
        match self.free.pop() {
            Some(slot) => {
                let at = slot as usize;
                self.facts[at] = facts;
                self.stage[at] = Stage::Coming;
                self.municipality[at] = NOWHERE;
                slot
            }
            None => {
                self.facts.push(facts);
                self.stage.push(Stage::Coming);
                self.exit_day.push(i32::MAX);
                self.permit_day.push(i32::MAX);
                self.municipality.push(NOWHERE);
                self.is_granted.push(false);
                self.case_days.push(0);
                self.matching_days.push(0);
                self.is_self_settled.push(false);
                (self.facts.len() - 1) as u32
            }
        }
    }

    /// Gives a slot back.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        self.stage[slot as usize] = Stage::Free;
        self.free.push(slot);
    }

    /// Number of slots, free ones included.
    pub fn n_slots(&self) -> usize {
        self.stage.len()
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
}
