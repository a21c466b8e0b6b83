//! Settled households to which something will happen, in one list for each day.

use super::Life;

/// Settled households to which something will happen, listed by day.
#[derive(Clone, Debug, Default)]
pub struct Lives {
    slots: Vec<Life>,
    next: Vec<u32>,
    free: Vec<u32>,
    first: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Lives {
    /// Forgets everybody.
    pub fn reset(&mut self, n_days: usize) {
        self.slots.clear();
        self.next.clear();
        self.free.clear();
        self.first.clear();
        self.first.resize(n_days, NONE);
    }

    /// Lists a life on the day something happens; a day after the horizon is never reached and has no slot.
    #[inline]
    pub fn add(&mut self, life: Life, day: i64) -> Option<u32> {
        if day >= self.first.len() as i64 {
            return None;
        }
        let day = day as usize;
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = life;
                slot
            }
            None => {
                self.slots.push(life);
                self.next.push(NONE);
                (self.slots.len() - 1) as u32
            }
        };
        self.next[slot as usize] = self.first[day];
        self.first[day] = slot;
        Some(slot)
    }

    /// Remembers which disability grant 2 goes with the life in `slot`.
    pub fn link_disability(&mut self, slot: u32, position: usize) {
        // A replication has some hundreds of them.
        self.slots[slot as usize].disability = u16::try_from(position).ok();
    }

    /// The next life to which something happens on a day; it is no longer listed.
    pub fn pop(&mut self, day: usize) -> Option<Life> {
        let slot = self.first[day];
        if slot == NONE {
            return None;
        }
        self.first[day] = self.next[slot as usize];
        self.free.push(slot);
        Some(self.slots[slot as usize])
    }
}
