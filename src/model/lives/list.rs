//! Settled households to which something will happen, in one list for each day.

use super::Life;

/// Settled households to which something will happen, listed by day.
///
/// A day's list is a chain of blocks: who is taken out lies beside the one before, which memory likes better than
/// a chain of single households.
#[derive(Clone, Debug, Default)]
pub struct Lives {
    slots: Vec<Life>,
    /// For each block the one that was filled before it on its day.
    before: Vec<u32>,
    free: Vec<u32>,
    days: Vec<Day>,
}

/// Households in a block.
const BLOCK: usize = 8;
const NONE: u32 = u32::MAX;

/// The block that is being filled, or `NONE`, and how many are in it.
#[derive(Clone, Copy, Debug)]
struct Day {
    block: u32,
    n_in_block: u32,
}

impl Lives {
    /// Forgets everybody.
    pub fn reset(&mut self, n_days: usize) {
        self.slots.clear();
        self.before.clear();
        self.free.clear();
        self.days.clear();
        self.days.resize(n_days, Day { block: NONE, n_in_block: 0 });
    }

    /// Whether a day lies within the horizon.
    #[inline]
    pub fn has_day(&self, day: usize) -> bool {
        day < self.days.len()
    }

    /// Lists a life on the day something happens; a day after the horizon is never reached and has no slot.
    #[inline]
    pub fn add(&mut self, life: Life, day: usize) -> Option<u32> {
        let day = self.days.get_mut(day)?;
        if day.block == NONE || day.n_in_block as usize == BLOCK {
            let block = self.free.pop().unwrap_or_else(|| {
                self.slots.resize(self.slots.len() + BLOCK, life);
                self.before.push(NONE);
                (self.before.len() - 1) as u32
            });
            self.before[block as usize] = day.block;
            *day = Day { block, n_in_block: 0 };
        }
        let slot = day.block as usize * BLOCK + day.n_in_block as usize;
        self.slots[slot] = life;
        day.n_in_block += 1;
        Some(slot as u32)
    }

    /// Remembers which disability grant 2 goes with the life in `slot`.
    ///
    /// # Panics
    /// If a replication has 16,777,215 of them or more: some hundreds are usual.
    pub fn link_disability(&mut self, slot: u32, position: usize) {
        let [low, middle, high, over] = (position as u32).to_le_bytes();
        let disability = [low, middle, high];
        let has_room = over == 0 && disability != Life::NO_DISABILITY;
        assert!(has_room, "disability grant 2 number {position} has no room in a life");
        self.slots[slot as usize].disability = disability;
    }

    /// The next life to which something happens on a day, the last one listed; it is no longer listed.
    #[inline]
    pub fn pop(&mut self, day: usize) -> Option<Life> {
        let day = &mut self.days[day];
        if day.block == NONE {
            return None;
        }
        day.n_in_block -= 1;
        let life = self.slots[day.block as usize * BLOCK + day.n_in_block as usize];
        if day.n_in_block == 0 {
            self.free.push(day.block);
            // All but the block that is being filled are full.
            *day = Day { block: self.before[day.block as usize], n_in_block: BLOCK as u32 };
        }
        Some(life)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(key: u64) -> Life {
        Life {
            key,
            settled_day: 0,
            municipality: 0,
            cohort: 0,
            group: 0,
            size: 1,
            is_three_year: false,
            n_events: 0,
            minor_birth_year: Life::NO_MINOR,
            disability: Life::NO_DISABILITY,
        }
    }

    #[test]
    fn the_last_comes_first_on_each_day_however_many_there_are() {
        let mut lives = Lives::default();
        for round in 0..3 {
            lives.reset(2);
            for key in 0..20 {
                assert!(lives.add(life(key), (key % 2) as usize).is_some());
            }
            assert_eq!(lives.add(life(20), 2), None, "after the horizon");
            let mut drain = |day| std::iter::from_fn(|| lives.pop(day)).map(|it| it.key).collect();
            let (even, odd): (Vec<u64>, Vec<u64>) = (drain(0), drain(1));
            assert_eq!(even, [18, 16, 14, 12, 10, 8, 6, 4, 2, 0], "round {round}");
            assert_eq!(odd, [19, 17, 15, 13, 11, 9, 7, 5, 3, 1], "round {round}");
        }
    }

    #[test]
    fn a_life_is_short() {
        assert_eq!(size_of::<Life>(), 24);
    }

    #[test]
    fn blocks_are_used_again_and_a_slot_stays_where_it_is() {
        let mut lives = Lives::default();
        lives.reset(3);
        (0..17).for_each(|key| assert!(lives.add(life(key), 0).is_some()));
        while lives.pop(0).is_some() {}
        let n_slots = lives.slots.len();
        let slots: Vec<u32> = (0..17).filter_map(|key| lives.add(life(key), 1)).collect();
        assert_eq!(lives.slots.len(), n_slots);
        lives.link_disability(slots[3], 7);
        let linked: Vec<u64> = std::iter::from_fn(|| lives.pop(1))
            .filter(|it| it.disability() == Some(7))
            .map(|it| it.key)
            .collect();
        assert_eq!(linked, [3]);
    }

    #[test]
    fn a_grant_is_found_again_however_many_came_before_it() {
        let mut lives = Lives::default();
        lives.reset(1);
        for position in [0, 255, 256, 65_534, 65_535, 65_536, 1_000_000, 16_777_214] {
            let slot = lives.add(life(0), 0).expect("a day of the horizon");
            lives.link_disability(slot, position);
            assert_eq!(lives.pop(0).and_then(|it| it.disability()), Some(position));
        }
        assert!(lives.add(life(0), 0).is_some());
        assert_eq!(lives.pop(0).and_then(|it| it.disability()), None, "nobody has one");
    }

    #[test]
    #[should_panic(expected = "has no room")]
    fn a_grant_that_cannot_be_remembered_is_not_forgotten_in_silence() {
        let mut lives = Lives::default();
        lives.reset(1);
        let slot = lives.add(life(0), 0).expect("a day of the horizon");
        lives.link_disability(slot, 16_777_215);
    }
}
