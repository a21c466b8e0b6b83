//! Apportionment: quotas into whole numbers that add up exactly, within limits for each place.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// How quotas become whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// The largest remainders are rounded up (Hamilton). Simple; a larger whole can give a place less.
    LargestRemainder,
    /// Rounding at one half with a common divisor (Sainte-Laguë, Webster). A larger whole never gives a
    /// place less.
    SainteLague,
}

impl Rounding {
    /// What a quota counts for while the scale is sought.
    fn round(self, quota: f64) -> f64 {
        match self {
            Self::LargestRemainder => quota,
            Self::SainteLague => (quota + 0.5).floor(),
        }
    }

    /// How strong a claim a quota has to one more when so many are given.
    fn rank(self, quota: f64, given: u32) -> f64 {
        match self {
            Self::LargestRemainder => quota - f64::from(given),
            Self::SainteLague => quota / (f64::from(given) + 0.5),
        }
    }
}

/// The least and the most that a place may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub least: u32,
    /// The most, not below the least.
    pub most: u32,
}

impl Bounds {
    /// Nothing is ruled out.
    pub const NONE: Self = Self { least: 0, most: u32::MAX };
}

/// The bounds of all places together leave no room for the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRoom {
    /// The least that places can take together.
    pub least: u64,
    /// The most that places can take together.
    pub most: u64,
}

/// Shares `total` in proportion to `weights`, as far as bounds allow, so that it adds up exactly.
///
/// A place of no weight is given its least. Ties go to the first.
pub fn apportion(
    total: u32,
    weights: &[f64],
    bounds: &[Bounds],
    rounding: Rounding,
) -> Result<Vec<u32>, NoRoom> {
    assert_eq!(weights.len(), bounds.len(), "bounds for each place");
    let within = |weight: &f64, it: &Bounds| {
        let most = if *weight > 0.0 { it.most } else { it.least };
        Bounds { most, ..*it }
    };
    let bounds: Vec<Bounds> =
        weights.iter().zip(bounds).map(|(weight, it)| within(weight, it)).collect();
    let least = bounds.iter().map(|it| u64::from(it.least)).sum();
    let most = bounds.iter().map(|it| u64::from(it.most)).sum();
    if !(least..=most).contains(&u64::from(total)) {
        return Err(NoRoom { least, most });
    }
    // What each is sure of at a scale that gives no more than the total, then the rest one by one.
    let sure = |scale: f64, at: usize| {
        let Bounds { least, most } = bounds[at];
        rounding.round(scale * weights[at]).clamp(f64::from(least), f64::from(most))
    };
    let scale = largest_scale(f64::from(total), weights, sure);
    let mut given: Vec<u32> = (0..weights.len()).map(|it| sure(scale, it).floor() as u32).collect();
    let claim =
        |at: usize, given: u32| Claim { rank: rounding.rank(scale * weights[at], given), at };
    let is_open = |at: usize, given: u32| given < bounds[at].most;
    let open = (0..given.len()).filter(|&it| is_open(it, given[it]));
    let mut claims: BinaryHeap<Claim> = open.map(|it| claim(it, given[it])).collect();
    for _ in given.iter().sum::<u32>()..total {
        let Claim { at, .. } = claims.pop().expect("there is room for the total");
        given[at] += 1;
        if is_open(at, given[at]) {
            claims.push(claim(at, given[at]));
        }
    }
    Ok(given)
}

/// A place's claim to one more: the strongest comes first, the first of equals before the others.
#[derive(Clone, Copy, Debug)]
struct Claim {
    rank: f64,
    at: usize,
}

impl Ord for Claim {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.total_cmp(&other.rank).then(other.at.cmp(&self.at))
    }
}

impl PartialOrd for Claim {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Claim {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Claim {}

/// The largest scale at which what places are given adds up to no more than `total`, by halving.
fn largest_scale(total: f64, weights: &[f64], give: impl Fn(f64, usize) -> f64) -> f64 {
    let sum = |scale: f64| (0..weights.len()).map(|it| give(scale, it)).sum::<f64>();
    let positive = || weights.iter().copied().filter(|it| *it > 0.0);
    let (smallest, largest) =
        (positive().fold(f64::INFINITY, f64::min), positive().fold(1.0, f64::max));
    // At this scale the smallest place alone would be given everything, unless it is next to nothing.
    let mut high = (2.0 * (total + 1.0) / smallest).min(f64::MAX / largest);
    let mut low = 0.0;
    if sum(high) <= total {
        return high;
    }
    // Where no limit binds and nothing is rounded the scale is known but for its last bits.
    let guess = total / weights.iter().sum::<f64>();
    let (below, above) = (guess * (1.0 - 1e-12), guess * (1.0 + 1e-12));
    if below > 0.0 && above < high && sum(below) <= total && sum(above) > total {
        (low, high) = (below, above);
    }
    loop {
        let middle = low + 0.5 * (high - low);
        if middle <= low || middle >= high {
            return low;
        }
        if sum(middle) <= total { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::Rounding::{LargestRemainder, SainteLague};
    use super::*;
    use crate::chance::{Chance, Process};

    fn free(total: u32, weights: &[f64], rounding: Rounding) -> Vec<u32> {
        let bounds = vec![Bounds::NONE; weights.len()];
        apportion(total, weights, &bounds, rounding).expect("there are no limits")
    }

    #[test]
    fn the_worked_examples() {
        // Methods T11.
        assert_eq!(free(7, &[53.0, 24.0, 23.0], LargestRemainder), [4, 2, 1]);
        assert_eq!(free(7, &[53.0, 24.0, 23.0], SainteLague), [3, 2, 2]);
        assert_eq!(free(10, &[6.0, 6.0, 2.0], LargestRemainder), [4, 4, 2]);
        assert_eq!(free(11, &[6.0, 6.0, 2.0], LargestRemainder), [5, 5, 1]);
    }

    #[test]
    fn a_larger_whole_never_costs_a_place_by_sainte_lague() {
        let weights = [6.0, 6.0, 2.0, 0.7, 11.3];
        for total in 0..200 {
            let (now, next) =
                (free(total, &weights, SainteLague), free(total + 1, &weights, SainteLague));
            assert!(now.iter().zip(&next).all(|(a, b)| a <= b), "{total}: {now:?}, {next:?}");
        }
    }

    #[test]
    fn sainte_lague_is_the_highest_averages_one_by_one() {
        let mut draws = Chance::new(7, 0).stream(Process::Allocation, 0);
        for _ in 0..200 {
            let weights: Vec<f64> = (0..6).map(|_| draws.uniform()).collect();
            let total = draws.below(60);
            let mut given = [0_u32; 6];
            for _ in 0..total {
                let average = |it: usize| weights[it] / (2.0 * f64::from(given[it]) + 1.0);
                let next = (0..6).reduce(|a, b| if average(b) > average(a) { b } else { a });
                given[next.expect("six")] += 1;
            }
            assert_eq!(free(total, &weights, SainteLague), given);
        }
    }

    #[test]
    fn any_weights_and_bounds_add_up() {
        let mut draws = Chance::new(7, 0).stream(Process::Allocation, 1);
        for _ in 0..500 {
            let n = 1 + draws.below(20) as usize;
            let mut draw_weight =
                |_| if draws.below(5) == 0 { 0.0 } else { draws.uniform().powi(8) };
            let weights: Vec<f64> = (0..n).map(&mut draw_weight).collect();
            let mut draw_bounds = |_| {
                let least = draws.below(4);
                Bounds { least, most: least + draws.below(30) }
            };
            let bounds: Vec<Bounds> = (0..n).map(&mut draw_bounds).collect();
            let total = draws.below(20 * n as u32);
            for rounding in [LargestRemainder, SainteLague] {
                match apportion(total, &weights, &bounds, rounding) {
                    Ok(given) => {
                        assert_eq!(given.iter().sum::<u32>(), total);
                        let fits = |(it, of): (&u32, &Bounds)| (of.least..=of.most).contains(it);
                        assert!(given.iter().zip(&bounds).all(fits), "{given:?}, {bounds:?}");
                    }
                    Err(NoRoom { least, most }) => {
                        assert!(u64::from(total) < least || u64::from(total) > most);
                    }
                }
            }
        }
    }

    #[test]
    fn bounds_that_bind_leave_the_rest_in_proportion() {
        let bounds = [
            Bounds { least: 0, most: 10 },
            Bounds::NONE,
            Bounds { least: 30, most: 40 },
            Bounds::NONE,
        ];
        for rounding in [LargestRemainder, SainteLague] {
            let given = apportion(100, &[50.0, 20.0, 1.0, 10.0], &bounds, rounding);
            assert_eq!(given, Ok(vec![10, 40, 30, 20]));
        }
        let tiny = [1e-320, 1e-30, 1.0, 3.0];
        assert_eq!(apportion(4, &tiny, &[Bounds::NONE; 4], SainteLague), Ok(vec![0, 0, 1, 3]));
        let nothing = apportion(5, &[0.0, 0.0], &[Bounds::NONE; 2], LargestRemainder);
        assert_eq!(nothing, Err(NoRoom { least: 0, most: 0 }));
    }
}
