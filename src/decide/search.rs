//! The smallest request with a service guarantee, and how far the system is from breaking (methods 6.1 and
//! 6.4): where on a way the probability of a breach falls to what is accepted.
//!
//! Going that way must never make a breach more likely: from a small request to a large one, from many
//! arrivals to few. On common random numbers that holds for each replication, and replications already
//! made are never made again.

use super::fit_falling;
use crate::score::clopper_pearson;
use std::ops::Range;

/// How often a breach happened at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// The place.
    pub at: f64,
    /// The number of replications.
    pub n: usize,
    /// In how many of them there was a breach.
    pub n_breaches: usize,
}

impl Trial {
    /// The share of replications with a breach.
    pub fn share(&self) -> f64 {
        self.n_breaches as f64 / self.n as f64
    }

    /// The limits of the probability of a breach at the given level.
    pub fn limits(&self, level: f64) -> (f64, f64) {
        clopper_pearson(self.n_breaches as u64, self.n as u64, level)
    }
}

/// Makes replications when they are needed and remembers them, also from one search to the next.
pub struct Trials<F> {
    run: F,
    made: Vec<Trial>,
}

impl<F: FnMut(f64, Range<usize>) -> usize> Trials<F> {
    /// Asks `run` for the number of breaches at a place in the replications of a range.
    pub fn new(run: F) -> Self {
        Self { run, made: Vec::new() }
    }

    /// All that was tried, in the order it was first tried.
    pub fn made(&self) -> &[Trial] {
        &self.made
    }

    fn try_at(&mut self, at: f64, n: usize) -> Trial {
        let known = self.made.iter().position(|trial| trial.at == at);
        let known = known.unwrap_or_else(|| {
            self.made.push(Trial { at, n: 0, n_breaches: 0 });
            self.made.len() - 1
        });
        let trial = &mut self.made[known];
        if trial.n < n {
            trial.n_breaches += (self.run)(at, trial.n..n);
            trial.n = n;
        }
        *trial
    }
}

/// How to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Where the way begins: a breach is most likely there.
    pub from: f64,
    /// Where it ends: a breach is least likely there.
    pub to: f64,
    /// How near is near enough.
    pub tolerance: f64,
    /// The number of places tried first, evenly spaced.
    pub n_grid: usize,
    /// The number of replications at each place to begin with.
    pub n_first: usize,
    /// The number at which a place that is still undecided is judged by its share.
    pub n_most: usize,
}

/// Where the probability of a breach falls to what is accepted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crossing {
    /// A breach is rare enough from the beginning of the way.
    AtOnce,
    /// A breach is too likely even at the end of the way.
    Never,
    /// It falls on the way.
    Found {
        /// The first place at which a breach is rare enough, to within the tolerance.
        at: f64,
        /// The last place tried at which it is too likely, with 95 % certainty, if any.
        surely_before: Option<f64>,
        /// The first place tried at which it is rare enough, with 95 % certainty, if any.
        surely_behind: Option<f64>,
    },
}

impl Search {
    /// The usual search: nine places, 500 replications, doubled up to 16,000 (methods 6.1).
    pub fn new(from: f64, to: f64, tolerance: f64) -> Self {
        Self { from, to, tolerance, n_grid: 9, n_first: 500, n_most: 16_000 }
    }

    /// Looks for the place where the probability of a breach falls to `accepted`: a coarse grid made to
    /// fall, then halving, with replications doubled at a place until its limits exclude `accepted`. A
    /// place is looked at several times; its limits are so wide that all looks together are 95 % certain.
    ///
    /// # Panics
    /// If the grid has fewer than two places or the tolerance is not positive.
    pub fn find<F>(&self, accepted: f64, trials: &mut Trials<F>) -> Crossing
    where
        F: FnMut(f64, Range<usize>) -> usize,
    {
        assert!(self.n_grid > 1 && self.tolerance > 0.0, "{self:?}");
        let last = self.n_grid - 1;
        let place = |at: usize| self.from + (self.to - self.from) * at as f64 / last as f64;
        let grid: Vec<Trial> =
            (0..self.n_grid).map(|at| trials.try_at(place(at), self.n_first)).collect();
        let shares: Vec<f64> = grid.iter().map(Trial::share).collect();
        let weights: Vec<f64> = grid.iter().map(|trial| trial.n as f64).collect();
        let fitted = fit_falling(&shares, &weights);
        let mut behind = fitted.iter().position(|share| *share <= accepted).unwrap_or(last);
        // The grid may be wrong by chance: settle both ends of the bracket.
        while !self.is_rare(place(behind), accepted, trials) {
            if behind == last {
                return Crossing::Never;
            }
            behind += 1;
        }
        while behind > 0 && self.is_rare(place(behind - 1), accepted, trials) {
            behind -= 1;
        }
        if behind == 0 {
            return Crossing::AtOnce;
        }
        let (mut before, mut behind) = (place(behind - 1), place(behind));
        while (behind - before).abs() > self.tolerance {
            let middle = f64::midpoint(before, behind);
            let rare = self.is_rare(middle, accepted, trials);
            *(if rare { &mut behind } else { &mut before }) = middle;
        }
        self.with_limits(behind, accepted, trials.made())
    }

    /// Whether a breach is rare enough at a place, with as many replications as it takes to know.
    fn is_rare<F>(&self, at: f64, accepted: f64, trials: &mut Trials<F>) -> bool
    where
        F: FnMut(f64, Range<usize>) -> usize,
    {
        let mut trial = trials.try_at(at, self.n_first);
        loop {
            let (low, high) = trial.limits(self.level());
            if high <= accepted || low > accepted || trial.n >= self.n_most {
                return trial.share() <= accepted;
            }
            trial = trials.try_at(at, (2 * trial.n).min(self.n_most));
        }
    }

    /// The level of the limits at each look (Bonferroni).
    fn level(&self) -> f64 {
        let n_doublings = (self.n_most as f64 / self.n_first as f64).log2().ceil().max(0.0);
        1.0 - 0.05 / (n_doublings + 1.0)
    }

    fn with_limits(&self, at: f64, accepted: f64, made: &[Trial]) -> Crossing {
        let way = |trial: &Trial| (trial.at - self.from) / (self.to - self.from);
        let by_way = |one: &&Trial, two: &&Trial| way(one).total_cmp(&way(two));
        let is_on_way = |trial: &&Trial| (0.0..=1.0).contains(&way(trial));
        let surely = |is: &dyn Fn(&Trial) -> bool| -> Vec<&Trial> {
            made.iter().filter(is_on_way).filter(|trial| is(trial)).collect()
        };
        let too_likely = surely(&|trial| trial.limits(self.level()).0 > accepted);
        let rare = surely(&|trial| trial.limits(self.level()).1 <= accepted);
        Crossing::Found {
            at,
            surely_before: too_likely.into_iter().max_by(by_way).map(|trial| trial.at),
            surely_behind: rare.into_iter().min_by(by_way).map(|trial| trial.at),
        }
    }
}

/// A straight line through the space of what presses on the system and what it can take, from a choice
/// under which it breaks to one under which it holds. Crossings at the same probability on many rays are a
/// line of equal risk; the distance from today's point to it is the headroom.
#[derive(Clone, Debug, PartialEq)]
pub struct Ray {
    /// Where the ray begins.
    pub from: Vec<f64>,
    /// Where it ends.
    pub to: Vec<f64>,
}

impl Ray {
    /// The point at a share of the way: 0 is the beginning, 1 the end.
    pub fn at(&self, share: f64) -> Vec<f64> {
        self.from.iter().zip(&self.to).map(|(from, to)| from + share * (to - from)).collect()
    }

    /// Where on the ray the probability of a breach falls to each of `accepted`, as shares of the way and
    /// to within `tolerance` of it. Replications are shared between them.
    pub fn find<F>(&self, accepted: &[f64], tolerance: f64, mut run: F) -> Vec<Crossing>
    where
        F: FnMut(&[f64], Range<usize>) -> usize,
    {
        let search = Search::new(0.0, 1.0, tolerance);
        let mut trials = Trials::new(|share, replications| run(&self.at(share), replications));
        accepted.iter().map(|accepted| search.find(*accepted, &mut trials)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use statrs::distribution::{ContinuousCDF, Normal};

    /// The need of each replication is normal; a request that is smaller is a breach.
    fn breaches(request: f64, replications: Range<usize>) -> usize {
        breaches_of(61, request, replications)
    }

    fn breaches_of(seed: u64, request: f64, replications: Range<usize>) -> usize {
        let enough = Normal::new(33_000.0, 5_000.0).unwrap().cdf(request);
        let position = |replication: usize| {
            Chance::new(seed, replication as u64).stream(Process::Parameter, 0).uniform()
        };
        replications.filter(|it| position(*it) > enough).count()
    }

    #[test]
    fn the_smallest_request_is_the_quantile_of_the_need() {
        // The 90 % quantile is 39,408. With 16,000 replications an estimated quantile has a standard error
        // of 68; 3.29 of them are exceeded once in a thousand seeds.
        let mut trials = Trials::new(breaches);
        let crossing = Search::new(20_000.0, 60_000.0, 100.0).find(0.1, &mut trials);
        let Crossing::Found { at, surely_before, surely_behind } = crossing else {
            panic!("{crossing:?}");
        };
        assert!((at - 39_408.0).abs() < 3.29 * 68.0 + 100.0, "{crossing:?}");
        let (before, behind) = (surely_before.unwrap(), surely_behind.unwrap());
        assert!(before < at && at <= behind && behind - before < 2_000.0, "{crossing:?}");
        // Far from the quantile, 500 replications are enough.
        assert!(trials.made().iter().all(|it| it.n == 500 || (it.at - 39_408.0).abs() < 6_000.0));
    }

    #[test]
    fn what_is_sure_is_true_as_often_as_stated() {
        // 200 searches at 95 %: fewer than 179 true ones are found less than once in a thousand seeds.
        let search =
            Search { n_first: 250, n_most: 2_000, ..Search::new(20_000.0, 60_000.0, 200.0) };
        let is_true = |seed: &u64| {
            let mut trials = Trials::new(|at, range| breaches_of(*seed, at, range));
            match search.find(0.1, &mut trials) {
                Crossing::Found { surely_before, surely_behind, .. } => {
                    surely_before.is_none_or(|it| it < 39_408.0)
                        && surely_behind.is_none_or(|it| it > 39_407.0)
                }
                _ => false,
            }
        };
        let n_true = (1_000..1_200).filter(is_true).count();
        assert!(n_true >= 179, "{n_true}");
    }

    #[test]
    fn a_search_never_repeats_a_replication() {
        let mut asked: Vec<(f64, usize)> = Vec::new();
        let mut trials = Trials::new(|at, replications: Range<usize>| {
            asked.extend(replications.clone().map(|it| (at, it)));
            breaches(at, replications)
        });
        let search = Search { n_most: 2_000, ..Search::new(20_000.0, 60_000.0, 500.0) };
        search.find(0.1, &mut trials);
        search.find(0.5, &mut trials);
        let n_asked = asked.len();
        asked.sort_by(|one, two| one.partial_cmp(two).unwrap());
        asked.dedup();
        assert_eq!(asked.len(), n_asked);
    }

    #[test]
    fn the_ends_of_the_way_are_said() {
        let find = |from, to| Search::new(from, to, 100.0).find(0.1, &mut Trials::new(breaches));
        assert_eq!(find(50_000.0, 60_000.0), Crossing::AtOnce);
        assert_eq!(find(10_000.0, 30_000.0), Crossing::Never);
        // What is certain is found to within the tolerance.
        let mut certain = Trials::new(|at, n: Range<usize>| if at < 700.0 { n.len() } else { 0 });
        let crossing = Search::new(0.0, 1_000.0, 1.0).find(0.1, &mut certain);
        let Crossing::Found { at, .. } = crossing else { panic!("{crossing:?}") };
        assert!((700.0..701.0).contains(&at), "{crossing:?}");
    }

    #[test]
    fn lines_of_equal_risk_are_crossed_in_order() {
        // Arrivals and capacity as multiples of today's: a breach when 33,000 places for each unit of
        // capacity are too few for the arrivals.
        let ray = Ray { from: vec![2.0, 0.5], to: vec![0.5, 1.5] };
        assert_eq!(ray.at(0.5), [1.25, 1.0]);
        let run = |point: &[f64], replications: Range<usize>| {
            breaches(33_000.0 * point[1] / point[0], replications)
        };
        let found = ray.find(&[0.1, 0.5, 0.9], 0.002, run);
        let shares: Vec<f64> = found
            .iter()
            .map(|crossing| match crossing {
                Crossing::Found { at, .. } => *at,
                other => panic!("{other:?}"),
            })
            .collect();
        // Half the time the need is above 33,000: capacity equals arrivals at 0.6 of the way.
        assert!(shares[2] < shares[1] && shares[1] < shares[0], "{shares:?}");
        assert!((shares[1] - 0.6).abs() < 0.01, "{shares:?}");
    }
}
