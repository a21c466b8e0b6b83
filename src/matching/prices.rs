//! Shadow prices: what one more place is worth in each destination, given who is expected.
//!
//! The linear relaxation has one row for each class of households and one for each destination. Counted in
//! persons it is a transportation problem, and its dual, smoothed by the logarithm of a sum of exponentials, is
//! minimised by turns: first the worth of each class, exactly, then the price of each destination, a step beyond.
//! That is coordinate descent (Sinkhorn's iteration, over-relaxed, with prices held at zero or above), run at
//! falling temperatures.
//! No step length needs tuning, and between temperatures the work is sums of products only. At every
//! temperature the dual is evaluated without smoothing and the prices with the least are kept.
//!
//! By weak duality the dual at any prices bounds every possible placement from above. [`bound`] makes that bound
//! tight, at sharper temperatures and then without smoothing. Its prices are not those to go by: at a corner of
//! the dual whole classes are indifferent between destinations, and place households worse than smooth ones.

mod full;
mod polish;

use super::Problem;
use crate::elementary::{exp, ln};

pub use full::worth_of_one_more;

/// Temperatures from a cold start, relative to the largest value of a place, and the most rounds at each: while
/// it is hot only the rough order of prices matters.
const COLD_START: [(f64, usize); 6] =
    [(0.05, 50), (0.025, 50), (0.0125, 50), (0.006, 50), (0.003, 100), (LAST, 100)];
/// Temperatures when prices of a similar problem are known; without the first, prices of a quite different number
/// of persons are never left behind.
const WARM_START: [(f64, usize); 3] = [(0.006, 20), (0.003, 120), (LAST, 60)];
/// The last temperature: smoother prices would be off by more, sharper ones let ties decide.
const LAST: f64 = 0.0015;
/// Pairs are left out that are worse than the best by this many times the temperature.
const FORGOTTEN: f64 = 30.0;
/// Temperatures at which the bound is made tighter, relative to the last one, and the most rounds at each.
const SHARPER: [(f64, usize); 4] = [(0.5, 1000), (0.25, 1000), (0.125, 1000), (0.0625, 1000)];
/// Persons misplaced, as a share of places, at which a temperature is done.
const TOLERANCE: f64 = 1e-3;

/// Price of a place, for one person, in each destination: nearly those that minimise the dual for `capacity` and
/// the number of `households` in each class.
///
/// `start` are prices of a similar problem, such as last month's.
pub fn solve(
    problem: &Problem,
    capacity: &[u32],
    households: &[f64],
    start: Option<&[f64]>,
) -> Vec<f64> {
    let prices = start.map_or_else(|| vec![0.0; capacity.len()], <[f64]>::to_vec);
    let temperatures = if start.is_some() { &WARM_START[..] } else { &COLD_START[..] };
    let mut kernel = Kernel::new(problem, capacity, households);
    kernel.descend(households, temperatures, prices).0
}

/// No placement of `households` is worth more than this; `prices` are those of [`solve`] for them.
pub fn bound(problem: &Problem, capacity: &[u32], households: &[f64], prices: &[f64]) -> f64 {
    let sharper = SHARPER.map(|(part, max_rounds)| (part * LAST, max_rounds));
    let mut kernel = Kernel::new(problem, capacity, households);
    let (mut prices, least) = kernel.descend(households, &sharper, prices.to_vec());
    polish::polish(problem, capacity, &kernel.persons, &mut prices);
    dual(problem, capacity, households, &prices).min(least)
}

/// The value of the dual at `prices`: rent of all places, and what each household gains above its rent.
pub fn dual(problem: &Problem, capacity: &[u32], households: &[f64], prices: &[f64]) -> f64 {
    let rent: f64 = capacity.iter().zip(prices).map(|(&places, it)| f64::from(places) * it).sum();
    let gain = |class: usize| {
        let values = problem.values_per_place(class).iter();
        let net = values.zip(prices).map(|(value, price)| value - price);
        // A value that is not a number loses against zero.
        f64::from(problem.size(class)) * net.fold(0.0, f64::max)
    };
    let expected = households.iter().enumerate().filter(|(_, number)| **number > 0.0);
    rent + expected.map(|(class, number)| number * gain(class)).sum::<f64>()
}

/// How a class would spread over the destinations at `prices`, at the last temperature.
///
/// The shares add up to at most one; the rest would sooner stay unplaced. `largest` is the largest value
/// of a place.
pub fn shares(problem: &Problem, class: usize, prices: &[f64], largest: f64) -> Vec<f64> {
    let values = problem.values_per_place(class).iter();
    let net: Vec<f64> = values.zip(prices).map(|(value, price)| value - price).collect();
    let top = net.iter().copied().fold(0.0, f64::max);
    let temperature = LAST * largest;
    let weigh = |it: f64| if it.is_nan() { 0.0 } else { exp((it - top) / temperature) };
    let weights: Vec<f64> = net.into_iter().map(weigh).collect();
    let sum = weights.iter().sum::<f64>() + weigh(0.0);
    weights.into_iter().map(|it| it / sum).collect()
}

/// The smoothed problem at one temperature, as a matrix that prices and worths scale. Pairs that nobody would
/// choose are left out, which at the last temperatures is nearly all of them.
struct Kernel<'a> {
    problem: &'a Problem,
    capacity: &'a [u32],
    /// Classes that are expected at all, and persons expected.
    persons: Vec<(usize, f64)>,
    /// The largest value of a place to any of these.
    largest: f64,
    /// Where each class's weights end, and the weight of staying unplaced.
    rows: Vec<(usize, f64)>,
    /// Destination and weight of each pair, class by class, at the prices the temperature began with.
    weights: Vec<(u32, f64)>,
}

impl<'a> Kernel<'a> {
    fn new(problem: &'a Problem, capacity: &'a [u32], households: &[f64]) -> Self {
        assert_eq!(capacity.len(), problem.n_destinations(), "one capacity for each destination");
        assert_eq!(households.len(), problem.n_classes(), "one number for each class");
        let expected = households.iter().enumerate().filter(|(_, number)| **number > 0.0);
        let persons: Vec<(usize, f64)> =
            expected.map(|(class, it)| (class, it * f64::from(problem.size(class)))).collect();
        let values = persons.iter().flat_map(|it| problem.values_per_place(it.0));
        let largest = values.copied().fold(0.0, f64::max);
        Self { problem, capacity, persons, largest, rows: Vec::new(), weights: Vec::new() }
    }

    /// From `prices` through `temperatures`, each relative to the largest value of a place: the prices with the
    /// least dual on the way, and that dual.
    fn descend(
        &mut self,
        households: &[f64],
        temperatures: &[(f64, usize)],
        mut prices: Vec<f64>,
    ) -> (Vec<f64>, f64) {
        let (problem, capacity) = (self.problem, self.capacity);
        let mut best = (prices.clone(), dual(problem, capacity, households, &prices));
        if self.largest <= 0.0 {
            return best;
        }
        for &(relative, max_rounds) in temperatures {
            self.cool(relative * self.largest, max_rounds, &mut prices);
            let value = dual(problem, capacity, households, &prices);
            if value < best.1 {
                best = (prices.clone(), value);
            }
        }
        best
    }

    /// Rounds of coordinate descent at `temperature`, from `prices` to better ones.
    fn cool(&mut self, temperature: f64, max_rounds: usize, prices: &mut [f64]) {
        self.weigh(temperature, prices);
        // A price falls by `temperature` times the logarithm of its factor; at `free` it is zero.
        let free: Vec<f64> = prices.iter().map(|price| exp(price / temperature)).collect();
        let mut factors: Vec<f64> =
            self.capacity.iter().map(|&places| if places == 0 { 0.0 } else { 1.0 }).collect();
        let mut demand = vec![0.0; factors.len()];
        let places: Vec<f64> = self.capacity.iter().map(|&it| f64::from(it)).collect();
        let n_places: f64 = places.iter().sum();
        let mut misplaced = vec![0.0; factors.len()];
        for _ in 0..max_rounds {
            self.sum_demand(&factors, &mut demand);
            step(&mut factors, &mut misplaced, &places, &demand, &free);
            if misplaced.iter().sum::<f64>() < TOLERANCE * n_places {
                break;
            }
        }
        for (price, factor) in prices.iter_mut().zip(&factors) {
            // Where there is no place, a price that nobody pays.
            let fall = if *factor > 0.0 { ln(*factor) } else { f64::NEG_INFINITY };
            *price = (*price - temperature * fall).clamp(0.0, self.largest);
        }
    }

    /// Fills the matrix: the weight of a pair is one where a class would sooner go than anywhere else.
    fn weigh(&mut self, temperature: f64, prices: &[f64]) {
        self.rows.clear();
        self.weights.clear();
        for &(class, _) in &self.persons {
            let values = self.problem.values_per_place(class);
            let net = |(value, price): (&f64, &f64)| value - price;
            // A value that is not a number is below everything.
            let top = values.iter().zip(prices).map(net).fold(0.0, f64::max);
            let least = top - FORGOTTEN * temperature;
            for (destination, (value, price)) in values.iter().zip(prices).enumerate() {
                if value - price > least {
                    let weight = exp((value - price - top) / temperature);
                    self.weights.push((destination as u32, weight));
                }
            }
            self.rows.push((self.weights.len(), exp(-top / temperature)));
        }
    }

    /// Persons who would come to each destination, before its own factor.
    fn sum_demand(&self, factors: &[f64], demand: &mut [f64]) {
        demand.fill(0.0);
        let mut start = 0;
        for (&(end, unplaced), &(_, persons)) in self.rows.iter().zip(&self.persons) {
            let row = &self.weights[start..end];
            start = end;
            let sum: f64 = row.iter().map(|&(it, weight)| weight * factors[it as usize]).sum();
            let each = persons / (unplaced + sum);
            for &(it, weight) in row {
                demand[it as usize] += each * weight;
            }
        }
    }
}

/// Moves each factor towards the one at which as many come as there are places, and says how many persons are
/// misplaced by it. Without a branch, so that several are worked out at once; where there is no place the factor is zero
/// and stays it.
fn step(factors: &mut [f64], misplaced: &mut [f64], places: &[f64], demand: &[f64], free: &[f64]) {
    let given = places.iter().zip(demand).zip(free);
    for ((factor, misplaced), ((places, demand), free)) in
        factors.iter_mut().zip(misplaced).zip(given)
    {
        let is_open = *factor > 0.0;
        let better = places / demand;
        let better = if better < *free { better } else { *free };
        let moved = demand * (better - *factor).abs();
        *misplaced = if is_open { moved } else { 0.0 };
        // Near the end 1.75 steps (over-relaxation of Sinkhorn's iteration halves the rounds, Thibault et al. 2021),
        // less than four times as far when there is far to go, and no power, which would not be exact everywhere.
        let beyond = better * better / (0.75 * *factor + 0.25 * better);
        let beyond = if beyond < *free { beyond } else { *free };
        *factor = if is_open { beyond } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Class, batch, synthetic};
    use super::*;

    fn count(problem: &Problem, households: &[super::super::Household]) -> Vec<f64> {
        let mut numbers = vec![0.0; problem.n_classes()];
        households.iter().for_each(|it| numbers[it.class] += 1.0);
        numbers
    }

    #[test]
    fn the_bound_holds_and_is_close_according_to_a_general_solver() {
        let (mut sum_bound, mut sum_optimum) = (0.0, 0.0);
        for seed in 0..200 {
            let (problem, households) = synthetic::small(seed, 6);
            let numbers = count(&problem, &households);
            let optimum = synthetic::linear_optimum(&problem, &numbers);
            let capacity = problem.capacity();
            let prices = solve(&problem, capacity, &numbers, None);
            let bound = bound(&problem, capacity, &numbers, &prices);
            assert!(bound >= optimum - 1e-9, "seed {seed}: bound {bound}, optimum {optimum}");
            let exact = batch::hindsight(&problem, problem.capacity(), &households).bound;
            assert!((exact - optimum).abs() < 1e-6, "seed {seed}: {exact} and {optimum}");
            sum_bound += bound;
            sum_optimum += optimum;
        }
        println!("bound / linear optimum {:.5}, limit 1.002", sum_bound / sum_optimum);
        assert!(sum_bound < 1.002 * sum_optimum);
    }

    #[test]
    fn a_warm_start_finds_nearly_the_same_prices() {
        for seed in 1..=6 {
            let country = synthetic::country(seed, 0.5);
            let (problem, expected) = (&country.problem, &country.expected);
            let capacity = problem.capacity();
            let cold = solve(problem, capacity, expected, None);
            let fewer: Vec<f64> = expected.iter().map(|it| 0.9 * it).collect();
            let other = solve(problem, capacity, &fewer, None);
            let warm = solve(problem, capacity, expected, Some(&other));
            let value = |prices: &[f64]| dual(problem, capacity, expected, prices);
            let (of_warm, of_cold) = (value(&warm), value(&cold));
            assert!((of_warm / of_cold - 1.0).abs() < 5e-4, "{of_warm} and {of_cold}");
            let tight = bound(problem, capacity, expected, &cold);
            assert!(tight <= of_cold, "{tight} is tighter than {of_cold}");
            let both = warm.iter().zip(&cold);
            let apart: f64 = both.map(|(a, b)| (a - b).abs()).sum::<f64>() / 356.0;
            let level: f64 = cold.iter().sum::<f64>() / 356.0;
            println!("mean distance {apart:.5}, limit 10 % of the mean price {level:.4}");
            assert!(apart < 0.1 * level);
        }
    }

    #[test]
    fn room_to_spare_is_free_and_no_room_has_a_price_nobody_pays() {
        let class = Class { size: 1, values: vec![0.9, 0.8, 0.7] };
        let problem = Problem::new(vec![0, 5, 50], &[class]).expect("fits");
        let prices = solve(&problem, problem.capacity(), &[20.0], None);
        assert!(prices[0] >= 0.9 && prices[2] == 0.0, "{prices:?}");
        assert!((prices[1] - 0.1).abs() < 0.01, "{prices:?}");
        let shares = shares(&problem, 0, &prices, 0.9);
        assert!(shares[0] < 1e-9 && (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
    }

    #[test]
    fn nobody_and_nowhere_have_no_prices_to_find() {
        let class = Class { size: 1, values: vec![f64::NAN, -0.5] };
        let problem = Problem::new(vec![3, 4], &[class]).expect("fits");
        for n_households in [0.0, 9.0] {
            let prices = solve(&problem, &[3, 4], &[n_households], None);
            assert_eq!(bound(&problem, &[3, 4], &[n_households], &prices), 0.0);
        }
        let empty = Problem::new(vec![], &[]).expect("fits");
        assert!(solve(&empty, &[], &[], None).is_empty());
    }
}
