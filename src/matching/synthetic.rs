//! A made-up country of Norway's size, for tests and timings: nothing in it is an estimate.

use super::year::Month;
use super::{Class, Forecast, Household, Problem};
use crate::chance::{Chance, Process, Stream};
use crate::elementary::{exp, ln};

/// Destinations of the made-up country, as many as Norway had municipalities in 2023.
pub const N_DESTINATIONS: usize = 356;
/// Profiles; with a size each they make the classes.
pub const N_CLASSES: usize = 167;
/// Persons expected in a year.
pub const N_PERSONS: f64 = 33_000.0;

/// A made-up country: its classes and room, and how many of each class to expect in a year.
#[derive(Clone, Debug)]
pub struct Country {
    /// Room and classes.
    pub problem: Problem,
    /// Households of each class expected in a year.
    pub expected: Vec<f64>,
}

/// Share of households of 1, 2, ... persons; the mean is 2.12.
const SIZE_SHARES: [f64; 8] = [0.476, 0.236, 0.130, 0.084, 0.041, 0.020, 0.009, 0.004];

/// Makes the country of `seed` in which household and place interact with standard deviation `interaction`.
pub fn country(seed: u64, interaction: f64) -> Country {
    let mut draws = Chance::new(seed, 0).stream(Process::Allocation, 0);
    let capacity = draw_capacity(&mut draws, 1.05 * N_PERSONS);
    let (sizes, expected) = draw_classes(&mut draws);
    let place: Vec<f64> = (0..N_DESTINATIONS).map(|_| 0.5 * normal(&mut draws)).collect();
    let classes: Vec<Class> = sizes
        .iter()
        .map(|&size| {
            let profile = -0.7 + 0.5 * normal(&mut draws);
            let adults = f64::from(size.min(2));
            let value = |place: &f64| {
                let score = profile + place + interaction * normal(&mut draws);
                adults / (1.0 + exp(-score))
            };
            Class { size, values: place.iter().map(value).collect() }
        })
        .collect();
    let problem = Problem::new(capacity, &classes).expect("made to fit");
    Country { problem, expected }
}

impl Country {
    /// A year in which households come by chance, as expected on average, in twelve equal months.
    ///
    /// The forecast of those to come is the expectation times `volume`: 1 is right.
    pub fn draw_year(&self, seed: u64, volume: f64) -> Vec<Month> {
        let mut draws = Chance::new(seed, 1).stream(Process::Allocation, 1);
        let total: f64 = self.expected.iter().sum();
        let sums: Vec<f64> = self
            .expected
            .iter()
            .scan(0.0, |sum, it| {
                *sum += it;
                Some(*sum)
            })
            .collect();
        let mut month = |number: usize| {
            let mut draw_household = |_| {
                let point = draws.uniform() * total;
                let class = sums.partition_point(|it| *it < point).min(sums.len() - 1);
                Household { class, waited: 0 }
            };
            let ready = (0..(total / 12.0).round() as usize).map(&mut draw_household).collect();
            let rest = volume * (11 - number) as f64 / 12.0;
            let later = Forecast::expected(self.expected.iter().map(|it| rest * it).collect());
            Month { ready, later }
        };
        (0..12).map(&mut month).collect()
    }
}

/// Room as uneven as Norwegian populations, at least ten persons each.
fn draw_capacity(draws: &mut Stream, total: f64) -> Vec<u32> {
    let weights: Vec<f64> = (0..N_DESTINATIONS).map(|_| exp(1.3 * normal(draws))).collect();
    let sum: f64 = weights.iter().sum();
    let spare = total - 10.0 * N_DESTINATIONS as f64;
    weights.iter().map(|it| (10.0 + spare * it / sum).round() as u32).collect()
}

/// Sizes of the classes, and households expected in each.
fn draw_classes(draws: &mut Stream) -> (Vec<u32>, Vec<f64>) {
    let mut sizes = Vec::new();
    for (at, share) in SIZE_SHARES.iter().enumerate() {
        // Rare sizes have fewer profiles, but at least two.
        let n_profiles = ((share * N_CLASSES as f64).round() as usize).max(2);
        sizes.extend(std::iter::repeat_n(at as u32 + 1, n_profiles));
    }
    sizes.truncate(N_CLASSES);
    while sizes.len() < N_CLASSES {
        sizes.push(1);
    }
    let weights: Vec<f64> = sizes.iter().map(|_| exp(0.5 * normal(draws))).collect();
    let mut expected = vec![0.0; sizes.len()];
    for (at, share) in SIZE_SHARES.iter().enumerate() {
        let of_size = |it: &usize| sizes[*it] == at as u32 + 1;
        let sum: f64 = (0..sizes.len()).filter(of_size).map(|it| weights[it]).sum();
        for class in (0..sizes.len()).filter(of_size) {
            expected[class] = share * weights[class] / sum;
        }
    }
    let mean: f64 = sizes.iter().zip(&expected).map(|(&size, it)| f64::from(size) * it).sum();
    expected.iter_mut().for_each(|it| *it *= N_PERSONS / mean);
    (sizes, expected)
}

/// A standard normal number (Box and Muller).
fn normal(draws: &mut Stream) -> f64 {
    let radius = (-2.0 * ln(draws.uniform())).sqrt();
    radius * (std::f64::consts::TAU * draws.uniform()).cos()
}

/// A small problem with forbidden pairs and scarce places, and households of its classes.
#[cfg(test)]
pub(super) fn small(seed: u64, largest_size: u32) -> (Problem, Vec<Household>) {
    let mut draws = Chance::new(seed, 2).stream(Process::Allocation, 2);
    let n_destinations = 1 + draws.below(5) as usize;
    let capacity = (0..n_destinations).map(|_| draws.below(3 + largest_size)).collect();
    let n_classes = 1 + draws.below(5) as usize;
    let mut draw_value = |_| if draws.below(6) == 0 { f64::NAN } else { draws.uniform() };
    let rows: Vec<Vec<f64>> =
        (0..n_classes).map(|_| (0..n_destinations).map(&mut draw_value).collect()).collect();
    let mut draw_class = |values| Class { size: 1 + draws.below(largest_size), values };
    let classes: Vec<Class> = rows.into_iter().map(&mut draw_class).collect();
    let mut draw_household =
        |_| Household { class: draws.below(n_classes as u32) as usize, waited: draws.below(3) };
    let households = (0..7).map(&mut draw_household).collect();
    (Problem::new(capacity, &classes).expect("made to fit"), households)
}

/// The optimum of the linear relaxation according to a general solver.
#[cfg(test)]
pub(super) fn linear_optimum(problem: &Problem, households: &[f64]) -> f64 {
    use microlp::{ComparisonOp, OptimizationDirection, SolveOutcome};
    let mut program = microlp::Problem::new(OptimizationDirection::Maximize);
    let mut by_destination = vec![Vec::new(); problem.n_destinations()];
    for (class, &number) in households.iter().enumerate() {
        let mut by_class = Vec::new();
        for (destination, &value) in problem.values(class).iter().enumerate() {
            if !value.is_nan() {
                let sent = program.add_var(value, (0.0, f64::INFINITY));
                by_class.push((sent, 1.0));
                by_destination[destination].push((sent, f64::from(problem.size(class))));
            }
        }
        program.add_constraint(by_class, ComparisonOp::Le, number);
    }
    for (sent, &places) in by_destination.into_iter().zip(problem.capacity()) {
        program.add_constraint(sent, ComparisonOp::Le, f64::from(places));
    }
    match program.solve().expect("nobody need be placed") {
        SolveOutcome::Solution(solution) => solution.objective(),
        SolveOutcome::Interrupted(_) => panic!("there is no limit that could interrupt"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_has_the_size_it_says() {
        let country = country(1, 0.5);
        assert_eq!(country.problem.n_destinations(), N_DESTINATIONS);
        assert_eq!(country.problem.n_classes(), N_CLASSES);
        let households: f64 = country.expected.iter().sum();
        assert!((15_400.0..15_900.0).contains(&households), "{households} households");
        let places: u32 = country.problem.capacity().iter().sum();
        assert!(places.abs_diff(34_650) < 100, "{places} places");
    }
}
