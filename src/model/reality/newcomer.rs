//! Odds of what a settlement sets off, by size of the household, as they are in one replication.

use crate::scenario::number::Drawn;
use crate::scenario::{GrantBehaviour, MAX_HOUSEHOLD};

/// What a household may need that its ages do not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// A child is born within the window (assumption A66).
    pub newborn: bool,
    /// A member has a need behind disability grant 1.
    pub disability_1: bool,
    /// A member has a need behind disability grant 2.
    pub disability_2: bool,
}

/// Odds for a household that settles. Several things that are independent of each other are drawn from one half of a
/// word: each outcome has its part of the 32-bit numbers.
#[derive(Clone, Debug, Default)]
pub struct NewcomerOdds {
    /// By number of members less one: the upper ends of the parts in which there are needs; above them are none.
    needs: [[u64; N_NEEDS]; MAX_HOUSEHOLD],
    /// By number of adults in training age: the upper ends of the parts in which 0, 1, 2 and so on of them take part.
    training: [[u64; MAX_HOUSEHOLD]; MAX_HOUSEHOLD + 1],
}

/// Outcomes with a need: three needs, each there or not, but not all of them absent.
const N_NEEDS: usize = 7;

impl Needs {
    /// The outcome of a number: one bit for each need.
    fn of(bits: usize) -> Self {
        let has = |bit: usize| bits >> bit & 1 == 1;
        Self { newborn: has(0), disability_1: has(1), disability_2: has(2) }
    }
}

impl NewcomerOdds {
    pub(super) fn new(grants: &GrantBehaviour, drawn: &Drawn) -> Self {
        let per_person = [
            grants.newborns_per_settled.of(drawn),
            grants.disability_1_share.of(drawn),
            grants.disability_2_share.of(drawn),
        ];
        Self {
            needs: std::array::from_fn(|at| {
                plan_needs(per_person.map(|it| (it * (at + 1) as f64).clamp(0.0, 1.0)))
            }),
            training: std::array::from_fn(|n| {
                plan_trainees(n, grants.training_share.of(drawn).clamp(0.0, 1.0))
            }),
        }
    }

    /// What a household of `size` needs, from the upper half of a random word.
    #[inline]
    pub fn needs(&self, size: u8, word: u64) -> Needs {
        let (ends, word) = (&self.needs[usize::from(size) - 1], word >> 32);
        if word >= ends[N_NEEDS - 1] {
            return Needs::default();
        }
        Needs::of(1 + ends.iter().filter(|end| word >= **end).count())
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

/// The upper end of the part of each outcome with a need, at these odds of each.
fn plan_needs(odds: [f64; 3]) -> [u64; N_NEEDS] {
    let mut passed = 0.0;
    std::array::from_fn(|at| {
        let has = |bit: usize| (at + 1) >> bit & 1 == 1;
        let each = (0..3).map(|bit| if has(bit) { odds[bit] } else { 1.0 - odds[bit] });
        passed += each.product::<f64>();
        part(passed)
    })
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
    fn needs_are_independent_and_as_likely_as_they_should_be() {
        let odds = NewcomerOdds {
            needs: std::array::from_fn(|_| plan_needs([0.25, 0.5, 0.125])),
            ..NewcomerOdds::default()
        };
        let n = |what: fn(Needs) -> bool| words().filter(|it| what(odds.needs(2, *it))).count();
        assert_eq!(n(|it| it.newborn), 1 << 14);
        assert_eq!(n(|it| it.disability_1), 1 << 15);
        assert_eq!(n(|it| it.disability_2), 1 << 13);
        assert_eq!(n(|it| it.newborn && it.disability_1), 1 << 13);
        assert_eq!(n(|it| it.newborn && it.disability_1 && it.disability_2), 1 << 10);
        assert_eq!(n(|it| it == Needs::default()), (1 << 16) * 3 / 4 / 2 * 7 / 8);
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
