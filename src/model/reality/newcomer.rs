//! Odds of what a settlement sets off, by size of the household, as they are in one replication.

use super::Odds;
use crate::scenario::number::Drawn;
use crate::scenario::{GrantBehaviour, MAX_HOUSEHOLD};

/// Odds for a household that settles, by its number of members less one.
#[derive(Clone, Debug, Default)]
pub struct NewcomerOdds {
    /// A child is born within the window (assumption A66).
    newborn: [Odds; MAX_HOUSEHOLD],
    /// A member has a need behind disability grant 1.
    disability_1: [Odds; MAX_HOUSEHOLD],
    /// A member has a need behind disability grant 2.
    disability_2: [Odds; MAX_HOUSEHOLD],
    /// An adult in training age takes part.
    pub training: Odds,
}

impl NewcomerOdds {
    pub(super) fn new(grants: &GrantBehaviour, drawn: &Drawn) -> Self {
        let by_size =
            |per_person: f64| std::array::from_fn(|at| Odds::new(per_person * (at + 1) as f64));
        Self {
            newborn: by_size(grants.newborns_per_settled.of(drawn)),
            disability_1: by_size(grants.disability_1_share.of(drawn)),
            disability_2: by_size(grants.disability_2_share.of(drawn)),
            training: Odds::new(grants.training_share.of(drawn)),
        }
    }

    /// Whether a child is born to a household of `size`, from a random word.
    #[inline]
    pub fn has_newborn(&self, size: u8, word: u64) -> bool {
        self.newborn[usize::from(size) - 1].hit(word)
    }

    /// Whether disability grant 1 is paid for a household of `size`, from a random word.
    #[inline]
    pub fn has_disability_1(&self, size: u8, word: u64) -> bool {
        self.disability_1[usize::from(size) - 1].hit(word)
    }

    /// Whether disability grant 2 is paid for a household of `size`, from a random word.
    #[inline]
    pub fn has_disability_2(&self, size: u8, word: u64) -> bool {
        self.disability_2[usize::from(size) - 1].hit(word)
    }
}
