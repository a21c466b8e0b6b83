//! The queue for a municipality: first come, first served within each priority, and anybody may step out.

use super::day_lists::NONE;
use crate::scenario::MAX_HOUSEHOLD;

/// Priorities: first in the array is served first.
pub const N_PRIORITIES: usize = 2;

/// Households waiting for a municipality on one track.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    first: [u32; N_PRIORITIES],
    last: [u32; N_PRIORITIES],
    next: Vec<u32>,
    previous: Vec<u32>,
    /// Priority a slot waits with, or `NOT_WAITING`.
    priority: Vec<u8>,
    /// Households waiting, by size.
    pub n_of_size: [u32; MAX_HOUSEHOLD + 1],
    /// Whether a pass found no place for anybody and nothing has changed since.
    pub is_stuck: bool,
}

const NOT_WAITING: u8 = u8::MAX;

impl Queue {
    /// Empties the queue.
    pub fn reset(&mut self) {
        self.first = [NONE; N_PRIORITIES];
        self.last = [NONE; N_PRIORITIES];
        self.next.clear();
        self.previous.clear();
        self.priority.clear();
        self.n_of_size = [0; MAX_HOUSEHOLD + 1];
        self.is_stuck = false;
    }

    /// Makes sure that `slot` can wait.
    #[inline]
    pub fn make_room(&mut self, slot: u32) {
        if slot as usize >= self.next.len() {
            self.next.resize(slot as usize + 1, NONE);
            self.previous.resize(slot as usize + 1, NONE);
            self.priority.resize(slot as usize + 1, NOT_WAITING);
        }
    }

    /// Adds a household of `size` at the end of its priority.
    #[inline]
    pub fn add(&mut self, slot: u32, priority: usize, size: u8) {
        let at = slot as usize;
        self.priority[at] = priority as u8;
        self.next[at] = NONE;
        self.previous[at] = self.last[priority];
        match self.last[priority] {
            NONE => self.first[priority] = slot,
            tail => self.next[tail as usize] = slot,
        }
        self.last[priority] = slot;
        self.n_of_size[usize::from(size)] += 1;
        self.is_stuck = false;
    }

    /// Takes a household of `size` out.
    #[inline]
    pub fn remove(&mut self, slot: u32, size: u8) {
        let at = slot as usize;
        let priority = usize::from(self.priority[at]);
        let (previous, next) = (self.previous[at], self.next[at]);
        match previous {
            NONE => self.first[priority] = next,
            other => self.next[other as usize] = next,
        }
        match next {
            NONE => self.last[priority] = previous,
            other => self.previous[other as usize] = previous,
        }
        self.priority[at] = NOT_WAITING;
        self.n_of_size[usize::from(size)] -= 1;
    }

    /// Takes a household of `size` out if it waits here.
    #[inline]
    pub fn remove_if_waiting(&mut self, slot: u32, size: u8) {
        if self.priority[slot as usize] != NOT_WAITING {
            self.remove(slot, size);
        }
    }

    /// The first to be served in a priority.
    #[inline]
    pub fn first(&self, priority: usize) -> Option<u32> {
        (self.first[priority] != NONE).then(|| self.first[priority])
    }

    /// The one to be served after `slot` in its priority.
    #[inline]
    pub fn after(&self, slot: u32) -> Option<u32> {
        let next = self.next[slot as usize];
        (next != NONE).then_some(next)
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.first.iter().all(|&slot| slot == NONE)
    }

    /// The size of the smallest household that waits.
    pub fn smallest_size(&self) -> Option<i32> {
        self.n_of_size.iter().position(|&n| n > 0).map(|size| size as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(queue: &Queue) -> Vec<u32> {
        let mut slots = Vec::new();
        for priority in 0..N_PRIORITIES {
            let mut next = queue.first(priority);
            while let Some(slot) = next {
                slots.push(slot);
                next = queue.after(slot);
            }
        }
        slots
    }

    #[test]
    fn priority_then_arrival_and_anybody_may_step_out() {
        let mut queue = Queue::default();
        queue.reset();
        queue.make_room(9);
        for (slot, priority) in [(5, 1), (3, 0), (9, 1), (1, 0)] {
            queue.add(slot, priority, 2);
        }
        assert_eq!(order(&queue), [3, 1, 5, 9]);
        queue.remove(5, 2);
        queue.remove(1, 2);
        assert_eq!(order(&queue), [3, 9]);
        queue.add(5, 0, 1);
        assert_eq!(order(&queue), [3, 5, 9]);
        assert_eq!(queue.smallest_size(), Some(1));
    }
}
