//! The queue for a municipality: first come, first served within each priority, and anybody may step out.
//!
//! Households wait in a line of their own size, so that those for whom there is no place today cost nothing
//! while smaller ones pass them. Who steps out leaves a void number behind, which is passed over when it comes to
//! the head of the line.

use super::households::Households;
use crate::scenario::{MAX_HOUSEHOLD, Track};
use std::collections::VecDeque;

/// Priorities: first in the array is served first.
pub const N_PRIORITIES: usize = 2;

/// Lines of one priority: one for each size, sizes from 1.
const N_SIZES: usize = MAX_HOUSEHOLD;

/// The head of an empty line.
const NOBODY: u64 = u64::MAX;

/// The first of a line: whoever joined first has the smallest, and it says which line this is.
#[inline]
fn head(line: usize, ticket: u32) -> u64 {
    (u64::from(ticket) << 8) | line as u64
}

/// The smallest of the heads of a priority, without a loop.
#[inline]
fn smallest(heads: &[u64; N_SIZES]) -> u64 {
    let [a, b, c, d, e, f, g, h] = *heads;
    a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h)))
}

/// Households waiting for a municipality on one track.
#[derive(Clone, Debug)]
pub struct Queue {
    /// By priority and size.
    lines: [VecDeque<Waiter>; N_PRIORITIES * N_SIZES],
    /// The first of each line.
    heads: [u64; N_PRIORITIES * N_SIZES],
    last_ticket: u32,
    n_waiting: u32,
    /// Passed over today, with their lines.
    aside: Vec<(Waiter, u8)>,
}

/// Who waits, and its number in the order of joining; void when the household has another number by now.
#[derive(Clone, Copy, Debug)]
struct Waiter {
    slot: u32,
    ticket: u32,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            lines: Default::default(),
            heads: [NOBODY; N_PRIORITIES * N_SIZES],
            last_ticket: 0,
            n_waiting: 0,
            aside: Vec::new(),
        }
    }
}

impl Queue {
    /// Empties the queue; `number` is its number among those of all tracks, so that no two give the same ticket.
    pub fn reset(&mut self, number: usize) {
        self.lines.iter_mut().for_each(VecDeque::clear);
        self.heads.fill(NOBODY);
        self.last_ticket = number as u32;
        self.n_waiting = 0;
        self.aside.clear();
    }

    /// Adds a household behind all others of its priority.
    #[inline]
    pub fn add(&mut self, households: &mut Households, slot: u32, priority: usize) {
        self.last_ticket += Track::N as u32;
        self.n_waiting += 1;
        let ticket = self.last_ticket;
        let household = &mut households[slot];
        let line = priority * N_SIZES + usize::from(household.facts.size) - 1;
        (household.line, household.ticket) = (line as u8, ticket);
        if self.heads[line] == NOBODY {
            self.heads[line] = head(line, ticket);
        }
        self.lines[line].push_back(Waiter { slot, ticket });
    }

    /// Takes a household out if it waits.
    #[inline]
    pub fn remove(&mut self, households: &mut Households, slot: u32) {
        let household = &mut households[slot];
        let (line, ticket) = (usize::from(household.line), household.ticket);
        if ticket == 0 {
            return;
        }
        household.ticket = 0;
        self.n_waiting -= 1;
        if self.heads[line] == head(line, ticket) {
            self.lines[line].pop_front();
            self.find_head(households, line);
        }
    }

    /// Takes the first of its line out for today; it keeps its place in the order.
    pub fn set_aside(&mut self, households: &Households, slot: u32) {
        let line = households[slot].line;
        let first = self.lines[usize::from(line)].pop_front();
        self.aside.extend(first.map(|it| (it, line)));
        self.find_head(households, usize::from(line));
    }

    /// Puts those set aside back where they were: at the head of their lines.
    pub fn put_back(&mut self) {
        while let Some((waiter, line)) = self.aside.pop() {
            self.lines[usize::from(line)].push_front(waiter);
            self.heads[usize::from(line)] = head(usize::from(line), waiter.ticket);
        }
    }

    /// Drops void numbers from the head of a line.
    #[inline]
    fn find_head(&mut self, households: &Households, line: usize) {
        let waiters = &mut self.lines[line];
        while let Some(first) = waiters.front() {
            if households[first.slot].ticket == first.ticket {
                self.heads[line] = head(line, first.ticket);
                return;
            }
            waiters.pop_front();
        }
        self.heads[line] = NOBODY;
    }

    /// Everybody who waits, by priority and size, each line in the order of joining.
    pub fn waiting<'a>(&'a self, households: &'a Households) -> impl Iterator<Item = u32> + 'a {
        let waiters = self.lines.iter().flatten();
        waiters.filter(|it| households[it.slot].ticket == it.ticket).map(|it| it.slot)
    }

    /// The first to be served in a priority among those smaller than `too_large`.
    #[inline]
    pub fn first(&self, priority: usize, too_large: usize) -> Option<u32> {
        let heads = &self.heads.as_chunks::<N_SIZES>().0[priority];
        let mut first = smallest(heads);
        if first & 0xff >= (priority * N_SIZES + too_large - 1) as u64 {
            // Those for whom there is no place come last; `NOBODY` has the largest number of a line.
            first =
                heads[..N_SIZES.min(too_large - 1)].iter().fold(NOBODY, |it, &next| it.min(next));
        }
        if first == NOBODY {
            return None;
        }
        self.lines[(first & 0xff) as usize].front().map(|it| it.slot)
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.n_waiting == 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::households::Facts;
    use super::*;
    use crate::calendar::Year;

    /// Serves everybody smaller than `too_large`.
    fn serve(queue: &mut Queue, households: &mut Households, too_large: usize) -> Vec<u32> {
        let mut served = Vec::new();
        for priority in 0..N_PRIORITIES {
            while let Some(slot) = queue.first(priority, too_large) {
                served.push(slot);
                queue.remove(households, slot);
            }
        }
        served
    }

    /// Ten households of which some wait: slot, priority, size.
    fn queue(waiting: &[(u32, usize, u8)]) -> (Queue, Households) {
        let (mut queue, mut households) = (Queue::default(), Households::default());
        (0..10).for_each(|key| {
            households.insert(Facts::person(key, 0, Year(2023)));
        });
        queue.reset(0);
        for &(slot, priority, size) in waiting {
            households[slot].facts.size = size;
            queue.add(&mut households, slot, priority);
        }
        (queue, households)
    }

    #[test]
    fn priority_then_joining_whatever_the_size() {
        let (mut queue, mut all) = queue(&[(5, 1, 2), (3, 0, 8), (9, 1, 1), (1, 0, 1), (7, 1, 2)]);
        assert_eq!(serve(&mut queue, &mut all, 9), [3, 1, 5, 9, 7]);
        assert!(queue.is_empty());
    }

    #[test]
    fn the_large_wait_while_the_small_pass() {
        let (mut queue, mut all) = queue(&[(0, 0, 6), (1, 0, 2), (2, 0, 3), (3, 0, 1)]);
        assert_eq!(serve(&mut queue, &mut all, 3), [1, 3]);
        assert_eq!(serve(&mut queue, &mut all, 9), [0, 2]);
    }

    #[test]
    fn who_is_passed_over_keeps_the_place_in_the_order() {
        let (mut queue, mut all) = queue(&[(0, 0, 2), (1, 0, 2), (2, 0, 2), (3, 0, 1)]);
        queue.set_aside(&all, 0);
        queue.set_aside(&all, 1);
        assert_eq!(queue.first(0, 9), Some(2));
        queue.remove(&mut all, 2);
        queue.put_back();
        assert_eq!(serve(&mut queue, &mut all, 9), [0, 1, 3]);
        queue.put_back();
        assert!(queue.is_empty());
    }

    #[test]
    fn an_emptied_queue_has_forgotten_everybody() {
        let (mut queue, mut all) = queue(&[(0, 0, 2), (1, 1, 3), (2, 0, 1)]);
        queue.set_aside(&all, 0);
        queue.reset(1);
        assert!(queue.is_empty());
        queue.put_back();
        assert_eq!((queue.first(0, 9), queue.first(1, 9)), (None, None));
        // The tickets of two queues are never the same: one counts from 0, the other from 1.
        queue.add(&mut all, 5, 0);
        assert_eq!(all[5].ticket, 1 + Track::N as u32);
        assert_eq!(serve(&mut queue, &mut all, 9), [5]);
    }

    #[test]
    fn anybody_may_step_out_and_join_again() {
        let (mut queue, mut all) = queue(&[(0, 0, 2), (1, 0, 2), (2, 0, 2)]);
        queue.remove(&mut all, 1);
        queue.remove(&mut all, 1);
        assert_eq!(queue.waiting(&all).collect::<Vec<_>>(), [0, 2]);
        // A slot that was given up in the middle of a line and is used again stands at its end, once.
        queue.add(&mut all, 1, 0);
        assert_eq!(queue.waiting(&all).collect::<Vec<_>>(), [0, 2, 1]);
        assert_eq!(serve(&mut queue, &mut all, 9), [0, 2, 1]);
        assert!(queue.is_empty());
    }
}
