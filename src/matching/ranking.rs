//! Destinations in the order of what a household gains there at the prices of the month, worked out once for the
//! classes that are expected, so that a choice looks at the best few only.

use super::Problem;

/// Destinations by class, those with the most to gain first.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranking {
    /// Where each class's destinations begin and end; nothing for a class that is not ranked.
    ranges: Vec<(u32, u32)>,
    /// What a household gains, and where; of equals the first.
    ranked: Vec<(f64, u32)>,
}

impl Ranking {
    /// Forgets everything: no class is ranked.
    pub fn clear(&mut self) {
        self.ranges.clear();
        self.ranked.clear();
    }

    /// Ranks the destinations of each class that `is_expected` at `prices`.
    pub fn rank(&mut self, problem: &Problem, prices: &[f64], is_expected: impl Fn(usize) -> bool) {
        self.clear();
        for class in 0..problem.n_classes() {
            let start = self.ranked.len();
            if is_expected(class) {
                let size = f64::from(problem.size(class));
                let net = |(value, price): (&f64, &f64)| value - size * price;
                let nets = problem.values(class).iter().zip(prices).map(net).zip(0..);
                self.ranked.extend(nets.filter(|(net, _)| !net.is_nan()));
                self.ranked[start..]
                    .sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            }
            self.ranges.push((start as u32, self.ranked.len() as u32));
        }
    }

    /// Of the destinations with room for `size` persons the one where most is left of the gain after what is charged
    /// there, which is never less than nothing: the first of equals, and `None` if there is none. Nothing at all if
    /// the class is not ranked.
    #[inline]
    pub fn best(
        &self,
        class: usize,
        size: u32,
        room: &[u32],
        charged: impl Fn(usize) -> f64,
    ) -> Option<Option<usize>> {
        let &(start, end) = self.ranges.get(class)?;
        if start == end {
            return None;
        }
        let (mut best, mut best_score) = (None, f64::NEG_INFINITY);
        for &(net, destination) in &self.ranked[start as usize..end as usize] {
            // From here on even without a charge less is gained.
            if net < best_score {
                break;
            }
            let destination = destination as usize;
            let score = net - charged(destination);
            let is_first_of_equals = score == best_score && best.is_some_and(|it| destination < it);
            if room[destination] >= size && (score > best_score || is_first_of_equals) {
                (best, best_score) = (Some(destination), score);
            }
        }
        Some(best)
    }
}

#[cfg(test)]
mod tests {
    use super::super::synthetic;
    use super::*;
    use crate::chance::{Chance, Process};

    #[test]
    fn the_best_of_a_ranking_is_the_best_of_all() {
        let mut stream = Chance::new(7, 0).stream(Process::Parameter, 0);
        let mut n_found = [0; 2];
        for seed in 0..100 {
            let (problem, _) = synthetic::small(seed, 6);
            let n = problem.n_destinations();
            // Few different numbers, so that there are equals.
            let mut coarse = |n_steps: u32| f64::from(stream.below(n_steps)) * 0.125;
            let prices: Vec<f64> = (0..n).map(|_| coarse(4)).collect();
            let charges: Vec<f64> = (0..n).map(|_| coarse(3)).collect();
            let room: Vec<u32> = (0..n).map(|_| (coarse(5) * 8.0) as u32).collect();
            let mut ranking = Ranking::default();
            ranking.rank(&problem, &prices, |class| class % 2 == 0);
            for class in 0..problem.n_classes() {
                let size = problem.size(class);
                let found = ranking.best(class, size, &room, |it| charges[it]);
                let each = f64::from(size);
                let expected =
                    problem.best(class, &room, |it, value| value - each * prices[it] - charges[it]);
                let has_any = problem.values(class).iter().any(|it| !it.is_nan());
                assert_eq!(found, (class % 2 == 0 && has_any).then_some(expected), "{seed}");
                n_found[usize::from(expected.is_some())] += 1;
            }
        }
        assert!(n_found.iter().all(|it| *it > 10), "{n_found:?}");
    }
}
