//! Lists of households by day: what happens when, without a heap and without allocation.
//!
//! The links lie in the households, which are looked at anyway when their day comes. A household is in at most one
//! list at a time. The last to be listed comes first: to whom the same thing happens on the same day, the order
//! among them is of no meaning, and nobody else's memory is touched.

use super::Purpose;
use super::households::Households;

/// The end of a list, or no slot.
pub const NONE: u32 = u32::MAX;

/// Before the first of a list comes `NONE`; who is on no list of exits has this instead.
pub const NOT_LISTED: u32 = u32::MAX - 1;

/// One list for each purpose and day.
#[derive(Clone, Debug, Default)]
pub struct DayLists {
    n_days: usize,
    first: Vec<u32>,
}

impl DayLists {
    /// Empties all lists and makes room for `n_days` days.
    pub fn reset(&mut self, n_days: usize) {
        self.n_days = n_days;
        self.first.clear();
        self.first.resize(Purpose::N * n_days, NONE);
    }

    /// Lists `slot` for `purpose` on `day`; a day after the last is never reached.
    #[inline]
    pub fn add(&mut self, households: &mut Households, slot: u32, purpose: Purpose, day: usize) {
        if day < self.n_days {
            let first = &mut self.first[purpose as usize * self.n_days + day];
            households[slot].next = std::mem::replace(first, slot);
        }
    }

    /// Takes a household off the list of `purpose` on `day`.
    #[inline]
    pub fn pop(&mut self, households: &Households, purpose: Purpose, day: usize) -> Option<u32> {
        let first = &mut self.first[purpose as usize * self.n_days + day];
        let slot = *first;
        if slot == NONE {
            return None;
        }
        *first = households[slot].next;
        Some(slot)
    }
}

/// Who leaves on which day unless something else happens first: anybody may step out of these lists.
///
/// A household is listed on its `exit_day`.
#[derive(Clone, Debug, Default)]
pub struct ExitLists {
    first: Vec<u32>,
}

impl ExitLists {
    /// Empties all lists and makes room for `n_days` days.
    pub fn reset(&mut self, n_days: usize) {
        self.first.clear();
        self.first.resize(n_days, NONE);
    }

    /// Lists `slot` on its exit day; a day after the last is never reached.
    #[inline]
    pub fn add(&mut self, households: &mut Households, slot: u32) {
        let Some(first) = self.first.get_mut(households[slot].exit_day as usize) else { return };
        debug_assert_eq!(households[slot].previous, NOT_LISTED, "slot {slot} is listed already");
        let next = std::mem::replace(first, slot);
        let household = &mut households[slot];
        (household.next, household.previous) = (next, NONE);
        if next != NONE {
            households[next].previous = slot;
        }
    }

    /// Takes `slot` off its list, if it is on one.
    #[inline]
    pub fn remove(&mut self, households: &mut Households, slot: u32) {
        let household = &mut households[slot];
        let (next, previous) = (household.next, household.previous);
        household.previous = NOT_LISTED;
        match previous {
            NOT_LISTED => return,
            NONE => self.first[household.exit_day as usize] = next,
            _ => households[previous].next = next,
        }
        if next != NONE {
            households[next].previous = previous;
        }
    }

    /// Takes a household off the list of `day`.
    #[inline]
    pub fn pop(&mut self, households: &mut Households, day: usize) -> Option<u32> {
        let slot = self.first[day];
        if slot == NONE {
            return None;
        }
        self.remove(households, slot);
        Some(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::super::households::Facts;
    use super::*;
    use crate::calendar::Year;

    fn households(n: u64) -> Households {
        let mut households = Households::default();
        (0..n).for_each(|key| {
            households.insert(Facts::person(key, 0, Year(2023)));
        });
        households
    }

    #[test]
    fn each_day_and_purpose_has_its_own_list_and_the_last_comes_first() {
        let (mut households, mut lists) = (households(5), DayLists::default());
        lists.reset(3);
        for slot in [4, 0, 2] {
            lists.add(&mut households, slot, Purpose::Match, 2);
        }
        lists.add(&mut households, 3, Purpose::Arrive, 2);
        lists.add(&mut households, 1, Purpose::Match, 7);
        let mut drain = |purpose, day| -> Vec<u32> {
            std::iter::from_fn(|| lists.pop(&households, purpose, day)).collect()
        };
        assert_eq!(drain(Purpose::Match, 2), [2, 0, 4]);
        assert_eq!(drain(Purpose::Arrive, 2), [3]);
        assert!(drain(Purpose::Match, 2).is_empty());
    }

    #[test]
    fn anybody_may_step_out_of_the_list_of_exits() {
        for taken in [0, 1, 2] {
            let (mut households, mut lists) = (households(4), ExitLists::default());
            lists.reset(2);
            (0..4).for_each(|slot| households[slot].exit_day = 1);
            (0..3).for_each(|slot| lists.add(&mut households, slot));
            lists.remove(&mut households, taken);
            lists.remove(&mut households, taken);
            lists.add(&mut households, 3);
            let mut left: Vec<u32> = (0..4).filter(|&slot| slot != taken).collect();
            left.reverse();
            let drained: Vec<u32> = std::iter::from_fn(|| lists.pop(&mut households, 1)).collect();
            assert_eq!(drained, left);
            lists.add(&mut households, taken);
            assert_eq!(lists.pop(&mut households, 1), Some(taken));
            assert_eq!(lists.pop(&mut households, 1), None);
        }
    }

    #[test]
    fn who_would_leave_after_the_horizon_is_not_listed() {
        let (mut households, mut lists) = (households(1), ExitLists::default());
        lists.reset(2);
        lists.add(&mut households, 0);
        assert_eq!(households[0].previous, NOT_LISTED);
        lists.remove(&mut households, 0);
        assert_eq!(lists.pop(&mut households, 1), None);
    }
}
