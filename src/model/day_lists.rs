//! Lists of slots by day: what happens when, without a heap and without allocation.
//!
//! A slot is in at most one list at a time, for one purpose on one day. Lists keep the order in which slots
//! were added, so nothing depends on memory.

/// The end of a list, or no slot.
pub const NONE: u32 = u32::MAX;

/// One list for each purpose and day, threaded through the slots.
#[derive(Clone, Debug, Default)]
pub struct DayLists {
    n_days: usize,
    first: Vec<u32>,
    last: Vec<u32>,
    next: Vec<u32>,
    previous: Vec<u32>,
    /// Which list a slot is in, or `NONE`.
    list: Vec<u32>,
}

impl DayLists {
    /// Empties all lists and makes room for `n_purposes` lists a day over `n_days` days.
    pub fn reset(&mut self, n_purposes: usize, n_days: usize) {
        self.n_days = n_days;
        for list in [&mut self.first, &mut self.last] {
            list.clear();
            list.resize(n_purposes * n_days, NONE);
        }
        self.next.clear();
        self.previous.clear();
        self.list.clear();
    }

    /// Makes sure that `slot` can be listed.
    #[inline]
    pub fn make_room(&mut self, slot: u32) {
        if slot as usize >= self.list.len() {
            self.next.resize(slot as usize + 1, NONE);
            self.previous.resize(slot as usize + 1, NONE);
            self.list.resize(slot as usize + 1, NONE);
        }
    }

    /// Adds `slot` to the end of the list of `purpose` on `day`; a day after the last is never reached.
    #[inline]
    pub fn add(&mut self, slot: u32, purpose: usize, day: usize) {
        if day >= self.n_days {
            return;
        }
        let list = purpose * self.n_days + day;
        let at = slot as usize;
        debug_assert_eq!(self.list[at], NONE, "slot {slot} is in a list already");
        self.list[at] = list as u32;
        self.next[at] = NONE;
        self.previous[at] = self.last[list];
        match self.last[list] {
            NONE => self.first[list] = slot,
            tail => self.next[tail as usize] = slot,
        }
        self.last[list] = slot;
    }

    /// Takes `slot` out of the list it is in, if any.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let at = slot as usize;
        if self.list[at] == NONE {
            return;
        }
        let list = self.list[at] as usize;
        let (previous, next) = (self.previous[at], self.next[at]);
        match previous {
            NONE => self.first[list] = next,
            slot => self.next[slot as usize] = next,
        }
        match next {
            NONE => self.last[list] = previous,
            slot => self.previous[slot as usize] = previous,
        }
        self.list[at] = NONE;
    }

    /// Takes the first slot out of the list of `purpose` on `day`.
    #[inline]
    pub fn pop(&mut self, purpose: usize, day: usize) -> Option<u32> {
        let slot = self.first[purpose * self.n_days + day];
        if slot == NONE {
            return None;
        }
        self.remove(slot);
        Some(slot)
    }

    /// The first slot of the list of `purpose` on `day`.
    #[inline]
    pub fn first(&self, purpose: usize, day: usize) -> Option<u32> {
        let slot = self.first[purpose * self.n_days + day];
        (slot != NONE).then_some(slot)
    }

    /// The slot after `slot` in its list.
    #[inline]
    pub fn after(&self, slot: u32) -> Option<u32> {
        let next = self.next[slot as usize];
        (next != NONE).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(lists: &mut DayLists, purpose: usize, day: usize) -> Vec<u32> {
        std::iter::from_fn(|| lists.pop(purpose, day)).collect()
    }

    #[test]
    fn slots_come_in_the_order_they_were_added() {
        let mut lists = DayLists::default();
        lists.reset(2, 3);
        lists.make_room(4);
        for slot in [4, 0, 2] {
            lists.add(slot, 1, 2);
        }
        lists.add(3, 0, 2);
        lists.add(1, 1, 7);
        assert_eq!(drain(&mut lists, 1, 2), [4, 0, 2]);
        assert_eq!(drain(&mut lists, 0, 2), [3]);
        assert!(drain(&mut lists, 1, 2).is_empty());
    }

    #[test]
    fn a_slot_can_be_taken_out_anywhere() {
        for taken in [0, 1, 2] {
            let mut lists = DayLists::default();
            lists.reset(1, 1);
            lists.make_room(2);
            (0..3).for_each(|slot| lists.add(slot, 0, 0));
            lists.remove(taken);
            lists.remove(taken);
            let left: Vec<u32> = (0..3).filter(|&slot| slot != taken).collect();
            assert_eq!(drain(&mut lists, 0, 0), left);
            lists.add(taken, 0, 0);
            assert_eq!(drain(&mut lists, 0, 0), [taken]);
        }
    }
}
