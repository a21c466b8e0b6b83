//! The allocator: chooses a destination for one household at a time, and remembers what the choice needs.
//!
//! It does not own the places: the caller says how many are left, so that places may open and close over the
//! year. Chance enters only through the stream that the caller hands in, and only one method draws from it.

use super::batch::{self, Batch};
use super::ranking::Ranking;
use super::{Forecast, Household, Method, Problem, prices};
use crate::chance::Stream;

/// Months in a year: how finely balanced prices spread a year's places.
const MONTHS: f64 = 12.0;

/// A method at work on a year's problem.
#[derive(Clone, Debug)]
pub struct Allocator {
    method: Method,
    /// The year's capacity, at least one.
    n_places: f64,
    /// Share of each destination in the year's capacity.
    capacity_shares: Vec<f64>,
    /// Shares that the largest deficit is measured against.
    key: Vec<f64>,
    /// The largest value of a household, and of a place.
    largest: (f64, f64),
    /// Price of a place in each destination; zero until the first pricing.
    prices: Vec<f64>,
    /// Destinations of the expected classes by what they gain there, for methods that go by prices of a month.
    ranking: Ranking,
    /// Persons placed in each destination.
    placed: Vec<u32>,
    /// Persons placed, as a share of all capacity: the clock of balanced prices.
    clock: f64,
    /// When, on that clock, each destination has digested those it was given; from 0 to 1 it digests its
    /// year's places.
    busy_until: Vec<f64>,
    /// Households of each class that the forecast futures put in each destination and are not placed yet.
    votes: Vec<f64>,
    /// Whose turn is next.
    turn: usize,
}

impl Allocator {
    /// A method at the start of a year.
    pub fn new(method: Method, problem: &Problem) -> Self {
        let n = problem.n_destinations();
        let n_votes = if method == Method::MinimumDiscord { n * problem.n_classes() } else { 0 };
        let mut allocator = Self {
            method,
            key: Vec::new(),
            n_places: 1.0,
            capacity_shares: Vec::new(),
            largest: problem.largest_values(),
            prices: vec![0.0; n],
            ranking: Ranking::default(),
            placed: vec![0; n],
            clock: 0.0,
            busy_until: vec![0.0; n],
            votes: vec![0.0; n_votes],
            turn: 0,
        };
        allocator.set_capacity(problem.capacity());
        allocator.key.clone_from(&allocator.capacity_shares);
        allocator
    }

    /// Takes the year's places as they are known now; what has been placed and priced stays.
    pub fn set_capacity(&mut self, capacity: &[u32]) {
        let n_places: f64 = capacity.iter().map(|&it| f64::from(it)).sum();
        self.n_places = n_places.max(1.0);
        self.capacity_shares.clear();
        self.capacity_shares.extend(capacity.iter().map(|&it| f64::from(it) / self.n_places));
    }

    /// Begins a year: nobody is placed yet, and the prices of the last one are where the first look starts.
    pub fn start_year(&mut self) {
        self.placed.fill(0);
        self.busy_until.fill(0.0);
        self.clock = 0.0;
    }

    /// Measures the largest deficit against the shares of a key instead of those of capacity.
    ///
    /// # Panics
    /// If the key does not have one share for each destination.
    pub fn with_key(mut self, shares: Vec<f64>) -> Self {
        assert_eq!(shares.len(), self.key.len(), "one share for each destination");
        self.key = shares;
        self
    }

    /// Begins with prices of a similar problem, such as last year's.
    ///
    /// # Panics
    /// If there is not one price for each destination.
    pub fn with_prices(mut self, prices: Vec<f64>) -> Self {
        assert_eq!(prices.len(), self.prices.len(), "one price for each destination");
        self.prices = prices;
        self.ranking.clear();
        self
    }

    /// The method at work.
    pub fn method(&self) -> Method {
        self.method
    }

    /// What one more place in each destination is worth; zeros for methods without prices.
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// Looks ahead, for methods that do: prices the places `left` for those waiting and those to come.
    pub fn reprice(
        &mut self,
        problem: &Problem,
        left: &[u32],
        waiting: &[Household],
        later: &Forecast,
    ) {
        let is_ahead = match self.method {
            Method::ShadowPrices | Method::MinimumDiscord => true,
            Method::BalancedShadowPrices { .. } => true,
            Method::Proportional | Method::RoundRobin | Method::LargestDeficit => false,
            Method::Greedy | Method::GreedyBatch | Method::Hindsight => false,
            Method::Subgradient { .. } => false,
        };
        if !is_ahead {
            return;
        }
        let futures = later.with_waiting(waiting);
        let weight = 1.0 / futures.len() as f64;
        let is_warm = self.prices.iter().any(|it| *it > 0.0);
        let mut start = is_warm.then(|| std::mem::take(&mut self.prices));
        self.prices = vec![0.0; left.len()];
        self.votes.fill(0.0);
        for households in &futures {
            let solved = prices::solve(problem, left, households, start.as_deref());
            self.prices.iter_mut().zip(&solved).for_each(|(sum, it)| *sum += weight * it);
            if self.method == Method::MinimumDiscord {
                self.add_votes(problem, households, &solved, weight);
            }
            start = Some(solved);
        }
        if self.method != Method::MinimumDiscord {
            let is_expected = |class: usize| futures.iter().any(|it| it[class] > 0.0);
            self.ranking.rank(problem, &self.prices, is_expected);
        }
    }

    fn add_votes(&mut self, problem: &Problem, households: &[f64], solved: &[f64], weight: f64) {
        let rows = self.votes.chunks_exact_mut(solved.len().max(1));
        for ((class, votes), number) in rows.enumerate().zip(households) {
            let shares = prices::shares(problem, class, solved, self.largest.1);
            votes.iter_mut().zip(shares).for_each(|(sum, it)| *sum += weight * number * it);
        }
    }

    /// The destination for a household of `class`, or none if it must wait; changes nothing.
    pub fn choose(
        &self,
        problem: &Problem,
        room: &[u32],
        class: usize,
        draws: &mut Stream,
    ) -> Option<usize> {
        match self.method {
            Method::Proportional => self.draw_proportional(problem, room, class, draws),
            _ => self.best(problem, room, class),
        }
    }

    /// The destination for a household of `class` by a method that draws nothing; the first that fits by the
    /// one that does.
    pub fn best(&self, problem: &Problem, room: &[u32], class: usize) -> Option<usize> {
        let size = f64::from(problem.size(class));
        let n = room.len();
        match self.method {
            Method::Proportional => problem.fits(class, room).next().map(|it| it.0),
            Method::RoundRobin => {
                let turns = |it: usize| (it + n - self.turn) % n;
                problem.fits(class, room).map(|it| it.0).min_by_key(|it| turns(*it))
            }
            Method::LargestDeficit => {
                let placed = f64::from(self.placed.iter().sum::<u32>()) + size;
                let deficit = |it: usize| self.key[it] * placed - f64::from(self.placed[it]);
                problem.best(class, room, |it, _| deficit(it))
            }
            Method::Greedy | Method::GreedyBatch | Method::Hindsight => {
                problem.best(class, room, |_, value| value)
            }
            Method::ShadowPrices | Method::Subgradient { .. } => {
                let prices = &self.prices[..n];
                let ranked = self.ranking.best(class, problem.size(class), room, |_| 0.0);
                ranked.unwrap_or_else(|| {
                    problem.best(class, room, |it, value| value - size * prices[it])
                })
            }
            Method::MinimumDiscord => {
                let votes = &self.votes[class * n..][..n];
                problem.best(class, room, |it, _| votes[it])
            }
            Method::BalancedShadowPrices { balance } => {
                let charge = balance * self.largest.0 * MONTHS;
                let (prices, busy_until) = (&self.prices[..n], &self.busy_until[..n]);
                let charged = |it: usize| charge * (busy_until[it] - self.clock).max(0.0);
                let ranked = self.ranking.best(class, problem.size(class), room, charged);
                ranked.unwrap_or_else(|| {
                    let net = |it: usize, value: f64| value - size * prices[it];
                    problem.best(class, room, |it, value| net(it, value) - charged(it))
                })
            }
        }
    }

    /// With probability proportional to the places left where the household fits.
    fn draw_proportional(
        &self,
        problem: &Problem,
        room: &[u32],
        class: usize,
        draws: &mut Stream,
    ) -> Option<usize> {
        let fits = || problem.fits(class, room).map(|(it, _)| it);
        let n_places: u32 = fits().map(|it| room[it]).sum();
        if n_places == 0 {
            return None;
        }
        let mut place = draws.below(n_places);
        fits().find(|&it| {
            let is_here = place < room[it];
            place = place.saturating_sub(room[it]);
            is_here
        })
    }

    /// Remembers that a household of `class` was placed.
    pub fn record(&mut self, problem: &Problem, class: usize, destination: usize) {
        let size = problem.size(class);
        let n = self.placed.len();
        self.placed[destination] += size;
        self.turn = (destination + 1) % n;
        match self.method {
            Method::Subgradient { step } => {
                let step = step * self.largest.1 * f64::from(size);
                for (price, share) in self.prices.iter_mut().zip(&self.capacity_shares) {
                    *price = (*price - step * share).max(0.0);
                }
                self.prices[destination] += step;
            }
            Method::BalancedShadowPrices { .. } => {
                let places = self.capacity_shares[destination] * self.n_places;
                let share = f64::from(size) / places.max(1.0);
                self.clock += f64::from(size) / self.n_places;
                let busy_until = &mut self.busy_until[destination];
                *busy_until = busy_until.max(self.clock) + share;
            }
            Method::MinimumDiscord => self.votes[class * n + destination] -= 1.0,
            _ => {}
        }
    }

    /// Places those of `waiting` for whom there is room, and takes their places from `room`.
    ///
    /// The largest households go first, while the places are least broken up, and of equal size those who
    /// have waited longest.
    pub fn place_batch(
        &mut self,
        problem: &Problem,
        room: &mut [u32],
        waiting: &[Household],
        draws: &mut Stream,
    ) -> Batch {
        let is_joint = matches!(self.method, Method::GreedyBatch | Method::Hindsight);
        let mut placed = vec![None; waiting.len()];
        if is_joint {
            placed = batch::plan_batch(problem, room, waiting);
        }
        for at in batch::order(problem, waiting) {
            let class = waiting[at].class;
            if !is_joint {
                placed[at] = self.choose(problem, room, class, draws);
            }
            if let Some(destination) = placed[at] {
                room[destination] -= problem.size(class);
                self.record(problem, class, destination);
            }
        }
        Batch::new(problem, room, waiting, placed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Class, synthetic};
    use super::*;
    use crate::chance::{Chance, Process};

    fn stream(key: u64) -> Stream {
        Chance::new(2023, 0).stream(Process::Allocation, key)
    }

    /// Where each of `n` single persons goes.
    fn place(method: Method, capacity: &[u32], values: &[f64], n: usize) -> Vec<Option<usize>> {
        let class = Class { size: 1, values: values.to_vec() };
        let problem = Problem::new(capacity.to_vec(), &[class]).expect("fits");
        let mut allocator = Allocator::new(method, &problem);
        let waiting = vec![Household { class: 0, waited: 0 }; n];
        let later = Forecast::expected(vec![0.0]);
        allocator.reprice(&problem, capacity, &waiting, &later);
        let mut room = capacity.to_vec();
        allocator.place_batch(&problem, &mut room, &waiting, &mut stream(0)).placed
    }

    #[test]
    fn each_method_does_what_it_says() {
        let (capacity, values) = ([4, 2, 2], [0.1, 0.3, 0.2]);
        let found = |method, n| -> Vec<usize> {
            place(method, &capacity, &values, n).into_iter().flatten().collect()
        };
        assert_eq!(found(Method::RoundRobin, 5), [0, 1, 2, 0, 1]);
        assert_eq!(found(Method::LargestDeficit, 4), [0, 1, 2, 0]);
        assert_eq!(found(Method::Greedy, 5), [1, 1, 2, 2, 0]);
        assert_eq!(found(Method::Greedy, 9).len(), 8);
        for method in Method::ALL {
            assert_eq!(found(method, 9).len(), 8, "{method:?} fills every place");
        }
    }

    #[test]
    fn proportional_is_proportional_to_places() {
        let problem = Problem::new(
            vec![60, 30, 10, 900],
            &[Class { size: 1, values: vec![0.5, 0.5, 0.5, f64::NAN] }],
        )
        .expect("fits");
        let allocator = Allocator::new(Method::Proportional, &problem);
        let (mut draws, mut counts) = (stream(1), [0.0; 4]);
        for _ in 0..100_000 {
            let chosen = allocator.choose(&problem, problem.capacity(), 0, &mut draws);
            counts[chosen.expect("there is room")] += 1.0;
        }
        let expected = [60_000.0, 30_000.0, 10_000.0];
        let distance = |(count, theory): (&f64, &f64)| (count - theory).powi(2) / theory;
        let statistic: f64 = counts.iter().zip(&expected).map(distance).sum();
        println!("chi-square {statistic:.2}, limit 13.82 (2 degrees of freedom, 1 in 1,000)");
        assert!(statistic < 13.82 && counts[3] == 0.0);
    }

    #[test]
    fn a_key_replaces_the_shares_of_capacity() {
        let class = Class { size: 1, values: vec![0.5; 2] };
        let problem = Problem::new(vec![90, 10], &[class]).expect("fits");
        let method = Method::LargestDeficit;
        let mut allocator = Allocator::new(method, &problem).with_key(vec![0.2, 0.8]);
        let waiting = vec![Household { class: 0, waited: 0 }; 10];
        let mut room = problem.capacity().to_vec();
        allocator.place_batch(&problem, &mut room, &waiting, &mut stream(2));
        assert_eq!(room, [88, 2]);
    }

    #[test]
    fn the_large_go_first_and_then_those_who_waited_longest() {
        let size = |size| Class { size, values: vec![1.0] };
        let problem = Problem::new(vec![4], &[size(1), size(3)]).expect("fits");
        let household = |class, waited| Household { class, waited };
        let waiting = [household(0, 1), household(0, 2), household(1, 0), household(1, 5)];
        for method in Method::ALL {
            let mut allocator = Allocator::new(method, &problem);
            let later = Forecast::expected(vec![0.0; 2]);
            allocator.reprice(&problem, &[4], &waiting, &later);
            let batch = allocator.place_batch(&problem, &mut [4], &waiting, &mut stream(3));
            assert_eq!(batch.placed, [None, Some(0), None, Some(0)], "{method:?}");
        }
    }

    #[test]
    fn hard_constraints_hold_whatever_the_method() {
        for seed in 0..400 {
            let (problem, waiting) = synthetic::small(seed, 1 + seed as u32 % 8);
            for method in Method::ALL {
                let mut allocator = Allocator::new(method, &problem);
                let later = Forecast::futures(vec![vec![1.0; problem.n_classes()]; 2]);
                allocator.reprice(&problem, problem.capacity(), &waiting, &later);
                let mut room = problem.capacity().to_vec();
                let mut draws = stream(seed);
                let placed =
                    allocator.place_batch(&problem, &mut room, &waiting, &mut draws).placed;
                let mut used = vec![0; room.len()];
                for (household, place) in waiting.iter().zip(&placed) {
                    let Some(at) = *place else {
                        let fits = problem.fits(household.class, &room).count();
                        assert_eq!(fits, 0, "{method:?}, seed {seed}: waits beside a free place");
                        continue;
                    };
                    assert!(!problem.values(household.class)[at].is_nan(), "{method:?}, {seed}");
                    used[at] += problem.size(household.class);
                }
                let left = problem.capacity().iter().zip(&used).map(|(all, used)| all - used);
                assert_eq!(left.collect::<Vec<u32>>(), room, "{method:?}, seed {seed}");
            }
        }
    }
}
