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
    lists: Vec<List>,
    links: Vec<Link>,
}

/// First and last slot of a list; the last means nothing while there is no first.
#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    last: u32,
}

/// A slot's place in its list.
#[derive(Clone, Copy, Debug)]
struct Link {
    /// Which list it is in, or `NONE`.
    list: u32,
    next: u32,
    /// The slot before it; means nothing in the first of a list.
    previous: u32,
}

impl DayLists {
    /// Empties all lists and makes room for `n_purposes` lists a day over `n_days` days.
    pub fn reset(&mut self, n_purposes: usize, n_days: usize) {
        self.n_days = n_days;
        self.lists.clear();
        self.lists.resize(n_purposes * n_days, List { first: NONE, last: NONE });
        self.links.clear();
    }

    /// Adds `slot` to the end of the list of `purpose` on `day`; a day after the last is never reached.
    #[inline]
    pub fn add(&mut self, slot: u32, purpose: usize, day: usize) {
        if day >= self.n_days {
            return;
        }
        let at = slot as usize;
        if at >= self.links.len() {
            self.links.resize(at + 1, Link { list: NONE, next: NONE, previous: NONE });
        }
        debug_assert_eq!(self.links[at].list, NONE, "slot {slot} is in a list already");
        let number = purpose * self.n_days + day;
        let list = &mut self.lists[number];
        let previous = list.last;
        list.last = slot;
        self.links[at] = Link { list: number as u32, next: NONE, previous };
        if list.first == NONE {
            list.first = slot;
        } else {
            self.links[previous as usize].next = slot;
        }
    }

    /// Takes `slot` out of the list it is in, if any.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let Some(link) = self.links.get_mut(slot as usize) else { return };
        let Link { list, next, previous } = *link;
        if list == NONE {
            return;
        }
        link.list = NONE;
        let list = &mut self.lists[list as usize];
        let is_last = list.last == slot;
        if list.first == slot {
            list.first = next;
        } else {
            self.links[previous as usize].next = next;
        }
        if is_last {
            list.last = previous;
        } else {
            self.links[next as usize].previous = previous;
        }
    }

    /// Takes the first slot out of the list of `purpose` on `day`.
    #[inline]
    pub fn pop(&mut self, purpose: usize, day: usize) -> Option<u32> {
        let list = &mut self.lists[purpose * self.n_days + day];
        let slot = list.first;
        if slot == NONE {
            return None;
        }
        let link = &mut self.links[slot as usize];
        link.list = NONE;
        list.first = link.next;
        Some(slot)
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
            (0..3).for_each(|slot| lists.add(slot, 0, 0));
            lists.remove(taken);
            lists.remove(taken);
            let left: Vec<u32> = (0..3).filter(|&slot| slot != taken).collect();
            assert_eq!(drain(&mut lists, 0, 0), left);
            lists.add(taken, 0, 0);
            lists.add(3, 0, 0);
            assert_eq!(drain(&mut lists, 0, 0), [taken, 3]);
        }
    }
}
