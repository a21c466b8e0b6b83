//! The queue for a municipality: first come, first served within each priority, and anybody may step out.
//!
//! Households wait in a line of their own size, so that those for whom there is no place today cost nothing
//! while smaller ones pass them.

use super::day_lists::NONE;
use crate::scenario::MAX_HOUSEHOLD;

/// Priorities: first in the array is served first.
pub const N_PRIORITIES: usize = 2;

/// Lines of one priority: one for each size, sizes from 1.
const N_LINES: usize = MAX_HOUSEHOLD;

/// Households waiting for a municipality on one track.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    first: [[u32; N_LINES]; N_PRIORITIES],
    last: [[u32; N_LINES]; N_PRIORITIES],
    next: Vec<u32>,
    previous: Vec<u32>,
    /// Number in the order of joining.
    ticket: Vec<u32>,
    /// Line a slot waits in (priority times lines plus size minus one), or `NOT_WAITING`.
    line: Vec<u8>,
    n_tickets: u32,
    n_waiting: u32,
    /// Passed over today: slot and line.
    aside: Vec<(u32, u8)>,
}

const NOT_WAITING: u8 = u8::MAX;

impl Queue {
    /// Empties the queue.
    pub fn reset(&mut self) {
        self.first = [[NONE; N_LINES]; N_PRIORITIES];
        self.last = [[NONE; N_LINES]; N_PRIORITIES];
        self.next.clear();
        self.previous.clear();
        self.ticket.clear();
        self.line.clear();
        self.n_tickets = 0;
        self.n_waiting = 0;
        self.aside.clear();
    }

    /// Makes sure that `slot` can wait.
    #[inline]
    pub fn make_room(&mut self, slot: u32) {
        if slot as usize >= self.next.len() {
            self.next.resize(slot as usize + 1, NONE);
            self.previous.resize(slot as usize + 1, NONE);
            self.ticket.resize(slot as usize + 1, 0);
            self.line.resize(slot as usize + 1, NOT_WAITING);
        }
    }

    /// Adds a household of `size` behind all others of its priority.
    #[inline]
    pub fn add(&mut self, slot: u32, priority: usize, size: u8) {
        let (at, line) = (slot as usize, usize::from(size) - 1);
        self.line[at] = (priority * N_LINES + line) as u8;
        self.ticket[at] = self.n_tickets;
        self.n_tickets += 1;
        self.n_waiting += 1;
        self.next[at] = NONE;
        self.previous[at] = self.last[priority][line];
        match self.last[priority][line] {
            NONE => self.first[priority][line] = slot,
            tail => self.next[tail as usize] = slot,
        }
        self.last[priority][line] = slot;
    }

    /// Takes a household out if it waits here.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let at = slot as usize;
        if self.line[at] == NOT_WAITING {
            return;
        }
        let line = usize::from(self.line[at]);
        let (priority, line) = (line / N_LINES, line % N_LINES);
        let (previous, next) = (self.previous[at], self.next[at]);
        match previous {
            NONE => self.first[priority][line] = next,
            other => self.next[other as usize] = next,
        }
        match next {
            NONE => self.last[priority][line] = previous,
            other => self.previous[other as usize] = previous,
        }
        self.line[at] = NOT_WAITING;
        self.n_waiting -= 1;
    }

    /// Takes the first of its line out for today; it keeps its place in the order.
    pub fn set_aside(&mut self, slot: u32) {
        self.aside.push((slot, self.line[slot as usize]));
        self.remove(slot);
    }

    /// Puts those set aside back where they were: at the head of their lines.
    pub fn put_back(&mut self) {
        while let Some((slot, line)) = self.aside.pop() {
            let at = slot as usize;
            let (priority, size) = (usize::from(line) / N_LINES, usize::from(line) % N_LINES);
            let head = std::mem::replace(&mut self.first[priority][size], slot);
            self.line[at] = line;
            self.previous[at] = NONE;
            self.next[at] = head;
            match head {
                NONE => self.last[priority][size] = slot,
                other => self.previous[other as usize] = slot,
            }
            self.n_waiting += 1;
        }
    }

    /// Everybody who waits, by slot, in no order that means anything.
    pub fn waiting(&self) -> impl Iterator<Item = u32> + '_ {
        let slots = self.line.iter().enumerate();
        slots.filter(|(_, line)| **line != NOT_WAITING).map(|(slot, _)| slot as u32)
    }

    /// The first to be served in a priority among those smaller than `too_large`.
    #[inline]
    pub fn first(&self, priority: usize, too_large: usize) -> Option<u32> {
        let lines = &self.first[priority][..N_LINES.min(too_large - 1)];
        let heads = lines.iter().copied().filter(|&slot| slot != NONE);
        heads.min_by_key(|&slot| self.ticket[slot as usize])
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.n_waiting == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Serves everybody smaller than `too_large`.
    fn serve(queue: &mut Queue, too_large: usize) -> Vec<u32> {
        let mut served = Vec::new();
        for priority in 0..N_PRIORITIES {
            while let Some(slot) = queue.first(priority, too_large) {
                served.push(slot);
                queue.remove(slot);
            }
        }
        served
    }

    fn queue(waiting: &[(u32, usize, u8)]) -> Queue {
        let mut queue = Queue::default();
        queue.reset();
        for &(slot, priority, size) in waiting {
            queue.make_room(slot);
            queue.add(slot, priority, size);
        }
        queue
    }

    #[test]
    fn priority_then_joining_whatever_the_size() {
        let mut queue = queue(&[(5, 1, 2), (3, 0, 8), (9, 1, 1), (1, 0, 1), (7, 1, 2)]);
        assert_eq!(serve(&mut queue, 9), [3, 1, 5, 9, 7]);
        assert!(queue.is_empty());
    }

    #[test]
    fn the_large_wait_while_the_small_pass() {
        let mut queue = queue(&[(0, 0, 6), (1, 0, 2), (2, 0, 3), (3, 0, 1)]);
        assert_eq!(serve(&mut queue, 3), [1, 3]);
        assert_eq!(serve(&mut queue, 9), [0, 2]);
    }

    #[test]
    fn who_is_passed_over_keeps_the_place_in_the_order() {
        let mut queue = queue(&[(0, 0, 2), (1, 0, 2), (2, 0, 2), (3, 0, 1)]);
        queue.set_aside(0);
        queue.set_aside(1);
        assert_eq!(queue.first(0, 9), Some(2));
        queue.remove(2);
        queue.put_back();
        assert_eq!(serve(&mut queue, 9), [0, 1, 3]);
        queue.put_back();
        assert!(queue.is_empty());
    }

    #[test]
    fn anybody_may_step_out() {
        let mut queue = queue(&[(0, 0, 2), (1, 0, 2), (2, 0, 2)]);
        queue.remove(1);
        queue.remove(1);
        assert_eq!(serve(&mut queue, 9), [0, 2]);
    }
}
