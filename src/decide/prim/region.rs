//! A region of the space of assumptions: an interval of each number, some levels of each choice.

use super::Factor;

/// What a region keeps of one factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Numbers between two ends, infinite where there is no limit.
    Between(f64, f64),
    /// Whether each level is kept.
    Among(Vec<bool>),
}

/// What a region keeps of all factors, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// A limit for each factor.
    pub limits: Vec<Limit>,
}

impl Limit {
    fn none(factor: &Factor) -> Self {
        match factor {
            Factor::Number => Self::Between(f64::NEG_INFINITY, f64::INFINITY),
            Factor::Levels(n) => Self::Among(vec![true; *n]),
        }
    }

    fn holds(&self, value: f64) -> bool {
        match self {
            Self::Between(low, high) => *low <= value && value <= *high,
            Self::Among(kept) => kept[value as usize],
        }
    }

    fn restricts(&self) -> bool {
        match self {
            Self::Between(low, high) => low.is_finite() || high.is_finite(),
            Self::Among(kept) => kept.contains(&false),
        }
    }
}

impl Region {
    /// The region that leaves nothing out.
    pub fn whole(factors: &[Factor]) -> Self {
        Self { limits: factors.iter().map(Limit::none).collect() }
    }

    /// Whether a point lies inside.
    pub fn holds(&self, point: &[f64]) -> bool {
        self.limits.iter().zip(point).all(|(limit, value)| limit.holds(*value))
    }

    /// The factors with a limit.
    pub fn restricted(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.limits.len()).filter(|at| self.limits[*at].restricts())
    }

    /// The same region without its limit on one factor.
    pub fn without(&self, factor: usize, factors: &[Factor]) -> Self {
        self.with(factor, Limit::none(&factors[factor]))
    }

    fn with(&self, factor: usize, limit: Limit) -> Self {
        let mut limits = self.limits.clone();
        limits[factor] = limit;
        Self { limits }
    }

    /// The regions left when a share of the points inside is peeled off at either end of a number, or one
    /// level is dropped.
    pub(super) fn peelings(&self, factor: usize, inside: &[&[f64]], share: f64) -> Vec<Self> {
        let mut values: Vec<f64> = inside.iter().map(|point| point[factor]).collect();
        values.sort_by(f64::total_cmp);
        let limits = match &self.limits[factor] {
            Limit::Between(low, high) => {
                let n = ((share * values.len() as f64) as usize).max(1);
                let above = boundary_above(&values, n).map(|it| Limit::Between(it, *high));
                let below = boundary_below(&values, n).map(|it| Limit::Between(*low, it));
                above.into_iter().chain(below).collect()
            }
            Limit::Among(kept) => switched(kept, true),
        };
        limits.into_iter().map(|limit| self.with(factor, limit)).collect()
    }

    /// The regions that take in up to `n_taken` more of `candidates` at either end of a number, or one more
    /// level.
    pub(super) fn pastings(&self, factor: usize, candidates: &[f64], n_taken: usize) -> Vec<Self> {
        let mut values = candidates.to_vec();
        values.sort_by(f64::total_cmp);
        let limits = match &self.limits[factor] {
            Limit::Between(low, high) => {
                let n_below = values.partition_point(|it| it < low);
                let n_to_high = values.partition_point(|it| it <= high);
                let lower = (n_below > 0).then(|| {
                    let left = n_below.saturating_sub(n_taken);
                    let end = if left == 0 { f64::NEG_INFINITY } else { between(&values, left) };
                    Limit::Between(end, *high)
                });
                let higher = (n_to_high < values.len()).then(|| {
                    let kept = n_to_high + n_taken;
                    let end =
                        if kept < values.len() { between(&values, kept) } else { f64::INFINITY };
                    Limit::Between(*low, end)
                });
                lower.into_iter().chain(higher).collect()
            }
            Limit::Among(kept) => switched(kept, false),
        };
        limits.into_iter().map(|limit| self.with(factor, limit)).collect()
    }
}

/// Between the values on both sides of a position.
fn between(sorted: &[f64], at: usize) -> f64 {
    f64::midpoint(sorted[at - 1], sorted[at])
}

/// The lowest boundary above at least `n` values that leaves some; equal values stay together.
fn boundary_above(sorted: &[f64], n: usize) -> Option<f64> {
    let last_gone = *sorted.get(n - 1)?;
    let n_gone = sorted.partition_point(|it| *it <= last_gone);
    (n_gone < sorted.len()).then(|| between(sorted, n_gone))
}

/// The highest boundary below at least `n` values that leaves some; equal values stay together.
fn boundary_below(sorted: &[f64], n: usize) -> Option<f64> {
    let first_gone = *sorted.get(sorted.len().checked_sub(n)?)?;
    let n_left = sorted.partition_point(|it| *it < first_gone);
    (n_left > 0).then(|| between(sorted, n_left))
}

/// Every list that differs in one entry of the given kind; dropping never leaves an empty list.
fn switched(kept: &[bool], from: bool) -> Vec<Limit> {
    let n = kept.iter().filter(|it| **it).count();
    let switch = |at: usize| {
        let mut other = kept.to_vec();
        other[at] = !from;
        Limit::Among(other)
    };
    let candidates = (0..kept.len()).filter(|at| kept[*at] == from && (!from || n > 1));
    candidates.map(switch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(limits: &[Region]) -> Vec<Limit> {
        limits.iter().map(|it| it.limits[0].clone()).collect()
    }

    #[test]
    fn peeling_keeps_equal_values_together() {
        const NONE: f64 = f64::INFINITY;
        let region = Region::whole(&[Factor::Number]);
        let values = [1.0, 1.0, 2.0, 3.0, 3.0];
        let points: Vec<&[f64]> = values.chunks(1).collect();
        let peeled = numbers(&region.peelings(0, &points, 0.2));
        assert_eq!(peeled, [Limit::Between(1.5, NONE), Limit::Between(-NONE, 2.5)]);
        let same: Vec<&[f64]> = values[..2].chunks(1).collect();
        assert_eq!(region.peelings(0, &same, 0.5), [], "nothing would be left");
    }

    #[test]
    fn pasting_moves_one_end_at_a_time() {
        const NONE: f64 = f64::INFINITY;
        let region = Region { limits: vec![Limit::Between(2.5, 4.5)] };
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let pasted = numbers(&region.pastings(0, &values, 1));
        assert_eq!(pasted, [Limit::Between(1.5, 4.5), Limit::Between(2.5, 5.5)]);
        let pasted = numbers(&region.pastings(0, &values, 9));
        assert_eq!(pasted, [Limit::Between(-NONE, 4.5), Limit::Between(2.5, NONE)]);
    }

    #[test]
    fn levels_are_dropped_and_taken_back_one_by_one() {
        let among = |kept: [bool; 3]| Limit::Among(kept.to_vec());
        let region = Region { limits: vec![among([true, false, true])] };
        let dropped = numbers(&region.peelings(0, &[], 0.05));
        assert_eq!(dropped, [among([false, false, true]), among([true, false, false])]);
        assert_eq!(numbers(&region.pastings(0, &[], 1)), [among([true, true, true])]);
        let single = Region { limits: vec![among([false, true, false])] };
        assert_eq!(single.peelings(0, &[], 0.05), []);
        assert!(region.holds(&[2.0]) && !region.holds(&[1.0]));
    }
}
