//! Odds of what a settlement sets off, by size of the household, as they are in one replication.

use super::Odds;
use crate::scenario::number::Drawn;
use crate::scenario::{GrantBehaviour, MAX_HOUSEHOLD};

/// Odds for a household that settles. Each need has a half word of its own, so that other odds of one leave the others
/// as they are.
#[derive(Clone, Debug, Default)]
pub struct NewcomerOdds {
    /// A child is born within the window (assumption A66), by number of members less one.
    newborn: [Odds; MAX_HOUSEHOLD],
    /// A member has a need behind disability grant 1, by number of members less one.
    disability_1: [Odds; MAX_HOUSEHOLD],
    /// A member has a need behind disability grant 2, by number of members less one.
    disability_2: [Odds; MAX_HOUSEHOLD],
    /// By number of adults in training age: the upper ends of the parts of the 32-bit numbers in which 0, 1, 2 and so
    /// on of them take part.
    training: [[u64; MAX_HOUSEHOLD]; MAX_HOUSEHOLD + 1],
}

impl NewcomerOdds {
    pub(super) fn new(grants: &GrantBehaviour, drawn: &Drawn) -> Self {
        let by_size =
            |per_person: f64| std::array::from_fn(|at| Odds::new(per_person * (at + 1) as f64));
        Self {
            newborn: by_size(grants.newborns_per_settled.of(drawn)),
            disability_1: by_size(grants.disability_1_share.of(drawn)),
            disability_2: by_size(grants.disability_2_share.of(drawn)),
            training: std::array::from_fn(|n| {
                plan_trainees(n, grants.training_share.of(drawn).clamp(0.0, 1.0))
            }),
        }
    }

    /// Whether a child is born to a household of `size`, from the upper half of a random word.
    #[inline]
    pub fn has_newborn(&self, size: u8, word: u64) -> bool {
        self.newborn[usize::from(size) - 1].hit(word)
    }

    /// Whether disability grant 1 is paid for a household of `size`, from the upper half of a random word.
    #[inline]
    pub fn has_disability_1(&self, size: u8, word: u64) -> bool {
        self.disability_1[usize::from(size) - 1].hit(word)
    }

    /// Whether disability grant 2 is paid for a household of `size`, from the lower half of a random word.
    #[inline]
    pub fn has_disability_2(&self, size: u8, word: u64) -> bool {
        self.disability_2[usize::from(size) - 1].hit(word << 32)
    }

    /// How many of `n` adults in training age take part, from the upper half of a random word.
    #[inline]
    pub fn n_trainees(&self, n: i64, word: u64) -> i64 {
        let ends = &self.training[n as usize][..n as usize];
        ends.iter().filter(|end| word >> 32 >= **end).count() as i64
    }
}

/// A probability as a part of the 32-bit numbers.
fn part(probability: f64) -> u64 {
    (probability * (1_u64 << 32) as f64).round() as u64
}

/// The upper ends of the parts in which 0, 1, 2 and so on of `n` take part, each at the same odds: binomial.
fn plan_trainees(n: usize, odds: f64) -> [u64; MAX_HOUSEHOLD] {
    let (mut passed, mut ways) = (0.0, 1.0);
    std::array::from_fn(|k| {
        if k <= n {
            passed += ways * odds.powi(k as i32) * (1.0 - odds).powi((n - k) as i32);
            ways *= (n - k) as f64 / (k + 1) as f64;
        }
        part(passed.min(1.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Random words over the whole range, evenly.
    fn words() -> impl Iterator<Item = u64> {
        (0..1_u64 << 16).map(|it| (it << 48) | (1 << 47))
    }

    #[test]
    fn each_adult_takes_part_by_its_own_odds() {
        let with = |odds| NewcomerOdds {
            training: std::array::from_fn(|n| plan_trainees(n, odds)),
            ..NewcomerOdds::default()
        };
        let (half, all, none) = (with(0.5), with(1.0), with(0.0));
        let mut counts = [0; 4];
        words().for_each(|it| counts[half.n_trainees(3, it) as usize] += 1);
        assert_eq!(counts, [1 << 13, 3 << 13, 3 << 13, 1 << 13]);
        assert!(words().all(|it| all.n_trainees(8, it) == 8 && none.n_trainees(8, it) == 0));
        assert!(words().all(|it| half.n_trainees(0, it) == 0));
    }
}
