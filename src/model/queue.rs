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
    lines: [[Line; N_LINES]; N_PRIORITIES],
    waiters: Vec<Waiter>,
    n_tickets: u32,
    n_waiting: u32,
    /// Passed over today: slot and line.
    aside: Vec<(u32, u8)>,
}

/// First and last slot of a line, and the ticket of the first; the last means nothing while there is no first.
#[derive(Clone, Copy, Debug)]
struct Line {
    first: u32,
    last: u32,
    first_ticket: u32,
}

impl Default for Line {
    fn default() -> Self {
        Self { first: NONE, last: NONE, first_ticket: u32::MAX }
    }
}

/// A slot's place in its line.
#[derive(Clone, Copy, Debug)]
struct Waiter {
    next: u32,
    previous: u32,
    /// Number in the order of joining.
    ticket: u32,
    /// Line it waits in (priority times lines plus size minus one), or `NOT_WAITING`.
    line: u8,
}

const NOT_WAITING: u8 = u8::MAX;

impl Queue {
    /// Empties the queue.
    pub fn reset(&mut self) {
        self.lines = Default::default();
        self.waiters.clear();
        self.n_tickets = 0;
        self.n_waiting = 0;
        self.aside.clear();
    }

    /// Adds a household of `size` behind all others of its priority.
    #[inline]
    pub fn add(&mut self, slot: u32, priority: usize, size: u8) {
        let (at, number) = (slot as usize, usize::from(size) - 1);
        if at >= self.waiters.len() {
            let nobody = Waiter { next: NONE, previous: NONE, ticket: 0, line: NOT_WAITING };
            self.waiters.resize(at + 1, nobody);
        }
        let ticket = self.n_tickets;
        self.n_tickets += 1;
        self.n_waiting += 1;
        let line = &mut self.lines[priority][number];
        let previous = line.last;
        let name = (priority * N_LINES + number) as u8;
        self.waiters[at] = Waiter { next: NONE, previous, ticket, line: name };
        line.last = slot;
        if line.first == NONE {
            line.first = slot;
            line.first_ticket = ticket;
        } else {
            self.waiters[previous as usize].next = slot;
        }
    }

    /// Persons who wait.
    pub fn n_persons(&self) -> i64 {
        let lines = self.waiters.iter().map(|it| it.line).filter(|it| *it != NOT_WAITING);
        lines.map(|it| (usize::from(it) % N_LINES + 1) as i64).sum()
    }

    /// Takes a household out if it waits here.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let Some(waiter) = self.waiters.get_mut(slot as usize) else { return };
        let Waiter { next, previous, line, .. } = *waiter;
        if line == NOT_WAITING {
            return;
        }
        waiter.line = NOT_WAITING;
        self.n_waiting -= 1;
        let line = &mut self.lines[usize::from(line) / N_LINES][usize::from(line) % N_LINES];
        let is_last = line.last == slot;
        if line.first == slot {
            line.first = next;
            line.first_ticket = self.waiters.get(next as usize).map_or(u32::MAX, |it| it.ticket);
        } else {
            self.waiters[previous as usize].next = next;
        }
        if is_last {
            line.last = previous;
        } else {
            self.waiters[next as usize].previous = previous;
        }
    }

    /// Takes the first of its line out for today; it keeps its place in the order.
    pub fn set_aside(&mut self, slot: u32) {
        self.aside.push((slot, self.waiters[slot as usize].line));
        self.remove(slot);
    }

    /// Puts those set aside back where they were: at the head of their lines.
    pub fn put_back(&mut self) {
        while let Some((slot, name)) = self.aside.pop() {
            let line = &mut self.lines[usize::from(name) / N_LINES][usize::from(name) % N_LINES];
            let head = std::mem::replace(&mut line.first, slot);
            let waiter = &mut self.waiters[slot as usize];
            (waiter.line, waiter.next) = (name, head);
            line.first_ticket = waiter.ticket;
            match head {
                NONE => line.last = slot,
                other => self.waiters[other as usize].previous = slot,
            }
            self.n_waiting += 1;
        }
    }

    /// Everybody who waits, by slot, in no order that means anything.
    pub fn waiting(&self) -> impl Iterator<Item = u32> + '_ {
        let slots = self.waiters.iter().enumerate();
        slots.filter(|(_, it)| it.line != NOT_WAITING).map(|(slot, _)| slot as u32)
    }

    /// The first to be served in a priority among those smaller than `too_large`.
    #[inline]
    pub fn first(&self, priority: usize, too_large: usize) -> Option<u32> {
        // An empty line has the largest ticket.
        let lines = &self.lines[priority][..N_LINES.min(too_large - 1)];
        let first = lines.iter().min_by_key(|line| line.first_ticket)?;
        (first.first != NONE).then_some(first.first)
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
