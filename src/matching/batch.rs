//! Batches: who of those waiting together goes where, and how good that could be at best.
//!
//! Households are gathered by class and counted in persons, which makes the batch a transportation problem. Its
//! exact answer is the answer for the households if they are all single; otherwise a class may be cut inside a
//! household, at most about once for each full destination, and the households cut are placed one by one at the
//! prices of the answer.

use super::transport::{self, FORBIDDEN, Flow, Transport};
use super::{Household, Problem};
use std::cmp::Reverse;

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The destination of each household, in the order they were given; none for those who wait on.
    pub placed: Vec<Option<usize>>,
    /// Places left in destinations that have fewer than the smallest household that waits on needs.
    pub n_stranded: u32,
}

impl Batch {
    pub(super) fn new(
        problem: &Problem,
        room: &[u32],
        waiting: &[Household],
        placed: Vec<Option<usize>>,
    ) -> Self {
        let unplaced = waiting.iter().zip(&placed).filter(|(_, it)| it.is_none());
        let smallest = unplaced.map(|(household, _)| problem.size(household.class)).min();
        let is_stranded = |left: &&u32| smallest.is_some_and(|size| **left < size);
        let n_stranded = room.iter().filter(is_stranded).sum();
        Self { placed, n_stranded }
    }
}

/// The best that households who are all known could be worth together, whatever the method.
#[derive(Clone, Debug, PartialEq)]
pub struct Hindsight {
    /// Value of the linear relaxation: exact for single households, an upper bound for others.
    pub bound: f64,
    /// Price of a place in each destination.
    pub prices: Vec<f64>,
}

/// Units of value in the integer problem, relative to the largest value of a place.
const PRECISION: f64 = 1e9;

/// Positions of households in the order they are served: decreasing size, then waiting time, then as given.
pub(super) fn order(problem: &Problem, waiting: &[Household]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..waiting.len()).collect();
    order
        .sort_by_key(|&it| (Reverse(problem.size(waiting[it].class)), Reverse(waiting[it].waited)));
    order
}

/// The exact optimum of the linear relaxation for `households` and the places in `room`.
pub fn hindsight(problem: &Problem, room: &[u32], households: &[Household]) -> Hindsight {
    let gathered = Gathered::new(problem, room, households);
    let flow = gathered.solve(0);
    let prices = flow.prices.iter().map(|&it| it as f64 / gathered.precision).collect();
    Hindsight { bound: flow.value as f64 / gathered.precision, prices }
}

/// Destinations of `waiting` that are worth most together; as many persons as possible are placed.
pub fn plan_batch(problem: &Problem, room: &[u32], waiting: &[Household]) -> Vec<Option<usize>> {
    let gathered = Gathered::new(problem, room, waiting);
    // Worse than any chain of moves that keeping a unit could save.
    let value_kept = -2 * (room.len() as i64 + 2) * (PRECISION as i64);
    let flow = gathered.solve(value_kept);
    let mut meant = flow.sent;
    let mut room = room.to_vec();
    let mut plan = vec![None; waiting.len()];
    let order = order(problem, waiting);
    for &household in &order {
        let class = waiting[household].class;
        let size = problem.size(class);
        // Where most of the class is still to go, if that is at least half a household.
        let places = meant[gathered.rows[class]].iter_mut();
        let fits = places.filter(|it| 2 * it.1 >= size && room[it.0] >= size);
        if let Some(most) = fits.reduce(|best, it| if it.1 > best.1 { it } else { best }) {
            most.1 = most.1.saturating_sub(size);
            room[most.0] -= size;
            plan[household] = Some(most.0);
        }
    }
    for household in order {
        if plan[household].is_none() {
            let class = waiting[household].class;
            let rent = f64::from(problem.size(class)) / gathered.precision;
            let net = |it: usize, value: f64| value - rent * flow.prices[it] as f64;
            plan[household] = problem.best(class, &room, net);
            if let Some(destination) = plan[household] {
                room[destination] -= problem.size(class);
            }
        }
    }
    plan
}

/// Households by class, as the rows of a transportation problem in persons.
struct Gathered<'a> {
    room: &'a [u32],
    /// The row of each class; any number for a class that nobody is of.
    rows: Vec<usize>,
    /// Persons in each row.
    supply: Vec<u32>,
    values: Vec<i64>,
    /// Integer units for one unit of value.
    precision: f64,
}

impl<'a> Gathered<'a> {
    fn new(problem: &Problem, room: &'a [u32], households: &[Household]) -> Self {
        let mut persons = vec![0; problem.n_classes()];
        for household in households {
            persons[household.class] += problem.size(household.class);
        }
        let mut rows = vec![usize::MAX; persons.len()];
        let classes: Vec<usize> = (0..persons.len()).filter(|it| persons[*it] > 0).collect();
        for (row, &class) in classes.iter().enumerate() {
            rows[class] = row;
        }
        let worth = |&class: &usize| problem.values_per_place(class).iter().copied();
        let largest = classes.iter().flat_map(worth).fold(0.0, |top: f64, it| top.max(it.abs()));
        let precision = if largest > 0.0 { PRECISION / largest } else { 1.0 };
        let whole = |it: f64| if it.is_nan() { FORBIDDEN } else { (it * precision).round() as i64 };
        let values = classes.iter().flat_map(worth).map(whole).collect();
        let supply = classes.iter().map(|&it| persons[it]).collect();
        Self { room, rows, supply, values, precision }
    }

    fn solve(&self, value_kept: i64) -> Flow {
        let (supply, room, values) = (&self.supply[..], self.room, &self.values[..]);
        transport::solve(Transport { supply, room, values, value_kept })
    }
}

#[cfg(test)]
mod tests {
    use super::super::synthetic;
    use super::*;

    /// The largest value, with a bonus for each person placed, by trying everything.
    fn best_by_trial(problem: &Problem, room: &mut [u32], all: &[Household], bonus: f64) -> f64 {
        let Some((household, rest)) = all.split_first() else { return 0.0 };
        let mut best = best_by_trial(problem, room, rest, bonus);
        let size = problem.size(household.class);
        let fits: Vec<(usize, f64)> = problem.fits(household.class, room).collect();
        for (destination, value) in fits {
            room[destination] -= size;
            let others = best_by_trial(problem, room, rest, bonus);
            room[destination] += size;
            best = best.max(value + bonus * f64::from(size) + others);
        }
        best
    }

    /// What a plan is worth, with a bonus for each person placed.
    fn worth(problem: &Problem, all: &[Household], plan: &[Option<usize>], bonus: f64) -> f64 {
        let value = |(household, place): (&Household, &Option<usize>)| {
            let persons = f64::from(problem.size(household.class));
            place.map_or(0.0, |it| problem.values(household.class)[it] + bonus * persons)
        };
        all.iter().zip(plan).map(value).sum()
    }

    #[test]
    fn single_households_are_matched_as_well_as_can_be() {
        for seed in 0..300 {
            let (problem, waiting) = synthetic::small(seed, 1);
            let mut room = problem.capacity().to_vec();
            let plan = plan_batch(&problem, &room, &waiting);
            let best = best_by_trial(&problem, &mut room, &waiting, 100.0);
            let found = worth(&problem, &waiting, &plan, 100.0);
            assert!((found - best).abs() < 1e-6, "seed {seed}: {found} and {best}");
            // The relaxation is as good as whole households: LP = IP.
            let bound = hindsight(&problem, &room, &waiting).bound;
            let best = best_by_trial(&problem, &mut room, &waiting, 0.0);
            assert!((bound - best).abs() < 1e-6, "seed {seed}: LP {bound}, IP {best}");
        }
    }

    #[test]
    fn slackness_is_complementary_in_the_values_of_households() {
        for seed in 0..300 {
            let (problem, waiting) = synthetic::small(seed, 1);
            let solved = hindsight(&problem, problem.capacity(), &waiting);
            let net = |class: usize| {
                let values = problem.values(class).iter().zip(&solved.prices);
                values.map(|(value, price)| value - price)
            };
            // Worth of a household, and what the prices prove.
            let gain = |it: &Household| net(it.class).fold(0.0, f64::max);
            let rent = problem.capacity().iter().zip(&solved.prices);
            let rent: f64 = rent.map(|(&places, price)| f64::from(places) * price).sum();
            let proof = rent + waiting.iter().map(gain).sum::<f64>();
            assert!((proof - solved.bound).abs() < 1e-6, "seed {seed}: {proof}, {}", solved.bound);
        }
    }

    #[test]
    fn families_are_below_the_bound_and_close_to_the_best() {
        let (mut sum_found, mut sum_best) = (0.0, 0.0);
        for seed in 0..300 {
            let (problem, waiting) = synthetic::small(seed, 5);
            let mut room = problem.capacity().to_vec();
            let plan = plan_batch(&problem, &room, &waiting);
            let bound = hindsight(&problem, &room, &waiting).bound;
            assert!(worth(&problem, &waiting, &plan, 0.0) <= bound + 1e-6, "seed {seed}");
            sum_found += worth(&problem, &waiting, &plan, 100.0);
            sum_best += best_by_trial(&problem, &mut room, &waiting, 100.0);
        }
        println!("persons placed / most possible {:.4}, limit 0.92", sum_found / sum_best);
        assert!(sum_found > 0.92 * sum_best);
    }

    #[test]
    fn places_too_few_for_anybody_waiting_are_stranded() {
        let class = super::super::Class { size: 3, values: vec![1.0; 3] };
        let problem = Problem::new(vec![2, 1, 0], &[class]).expect("fits");
        let waiting = [Household { class: 0, waited: 0 }];
        let batch = Batch::new(&problem, &[2, 1, 0], &waiting, vec![None]);
        assert_eq!(batch.n_stranded, 3);
        assert_eq!(Batch::new(&problem, &[2, 1, 0], &waiting, vec![Some(0)]).n_stranded, 0);
    }
}
