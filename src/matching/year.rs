//! A year of matching on its own: months bring households, a method places them, and the outcome is measured.
//!
//! This is how methods are compared, and how a file of cases is allocated without a model around it.

use super::{Allocator, Forecast, Household, Method, Problem};
use crate::chance::Stream;

/// What a month brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// Households that are ready this month.
    pub ready: Vec<Household>,
    /// Households expected in all later months together.
    pub later: Forecast,
}

/// What a method made of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The destination of each household, by month of readiness and in the order given.
    pub placed: Vec<Vec<Option<usize>>>,
    /// Sum of the values of the placed households.
    pub value: f64,
    /// Persons placed, by month and destination.
    pub persons: Vec<Vec<u32>>,
    /// Households that wait on at the end of the year.
    pub n_unplaced: usize,
    /// Places stranded in the last month.
    pub n_stranded: u32,
    /// Prices of places in the last month that was priced.
    pub prices: Vec<f64>,
}

impl Outcome {
    /// How far the months are from an even year, summed over destinations, per person placed: 0 is even.
    pub fn imbalance(&self) -> f64 {
        let n_months = self.persons.len() as f64;
        let n_destinations = self.persons.first().map_or(0, Vec::len);
        let (mut distance, mut total) = (0.0, 0.0);
        for destination in 0..n_destinations {
            let by_month = || self.persons.iter().map(|month| f64::from(month[destination]));
            let sum: f64 = by_month().sum();
            distance += by_month().map(|it| (it - sum / n_months).abs()).sum::<f64>();
            total += sum;
        }
        if total > 0.0 { distance / total } else { 0.0 }
    }

    /// Persons placed in the whole year.
    pub fn n_persons(&self) -> u32 {
        self.persons.iter().flatten().sum()
    }
}

/// A household and where it stands in the year.
#[derive(Clone, Copy, Debug)]
struct Entry {
    household: Household,
    month: usize,
    position: usize,
}

/// Lets a method place a year's households; who finds no place tries again next month, having waited longer.
///
/// [`Method::Hindsight`] sees all months' households in the first.
pub fn place_year(
    problem: &Problem,
    months: &[Month],
    mut allocator: Allocator,
    draws: &mut Stream,
) -> Outcome {
    let is_hindsight = allocator.method() == Method::Hindsight;
    let mut room = problem.capacity().to_vec();
    let mut outcome = Outcome {
        placed: months.iter().map(|it| vec![None; it.ready.len()]).collect(),
        value: 0.0,
        persons: vec![vec![0; room.len()]; months.len()],
        n_unplaced: 0,
        n_stranded: 0,
        prices: Vec::new(),
    };
    let mut waiting: Vec<Entry> = Vec::new();
    for (now, month) in months.iter().enumerate() {
        waiting.iter_mut().for_each(|it| it.household.waited += 1);
        match (is_hindsight, now) {
            (true, 0) => waiting.extend((0..months.len()).flat_map(|it| entries(months, it))),
            (true, _) => {}
            (false, _) => waiting.extend(entries(months, now)),
        }
        let households: Vec<Household> = waiting.iter().map(|it| it.household).collect();
        allocator.reprice(problem, &room, &households, &month.later);
        let batch = allocator.place_batch(problem, &mut room, &households, draws);
        for (entry, placed) in waiting.iter().zip(&batch.placed) {
            let Some(destination) = *placed else { continue };
            let class = entry.household.class;
            outcome.placed[entry.month][entry.position] = Some(destination);
            outcome.value += problem.values(class)[destination];
            let settled = if is_hindsight { entry.month } else { now };
            outcome.persons[settled][destination] += problem.size(class);
        }
        waiting.retain(|it| outcome.placed[it.month][it.position].is_none());
        outcome.n_stranded = batch.n_stranded;
    }
    outcome.n_unplaced = waiting.len();
    outcome.prices = allocator.prices().to_vec();
    outcome
}

fn entries(months: &[Month], month: usize) -> impl Iterator<Item = Entry> + '_ {
    let ready = months[month].ready.iter().enumerate();
    ready.map(move |(position, &household)| Entry { household, month, position })
}

#[cfg(test)]
mod tests {
    use super::super::{batch, synthetic};
    use super::*;
    use crate::chance::{Chance, Process};

    /// A made-up country, and the most that a year there can be worth.
    fn bounded(interaction: f64) -> (synthetic::Country, f64) {
        let country = synthetic::country(1, interaction);
        let months = country.draw_year(5, 1.0);
        let all: Vec<Household> = months.iter().flat_map(|it| it.ready.iter().copied()).collect();
        let problem = &country.problem;
        let bound = batch::hindsight(problem, problem.capacity(), &all).bound;
        (country, bound)
    }

    /// Value relative to the bound, and imbalance, of a method in that year.
    fn measure(
        (country, bound): &(synthetic::Country, f64),
        volume: f64,
        method: Method,
    ) -> (f64, f64) {
        let months = country.draw_year(5, volume);
        let allocator = Allocator::new(method, &country.problem);
        let mut draws = Chance::new(3, 0).stream(Process::Allocation, 2);
        let outcome = place_year(&country.problem, &months, allocator, &mut draws);
        let (share, imbalance) = (outcome.value / bound, outcome.imbalance());
        let n_unplaced = outcome.n_unplaced;
        println!("{:>16} {share:.4}, imbalance {imbalance:.3}, {n_unplaced} wait", method.name());
        assert!(share <= 1.0, "no method beats the bound");
        assert_eq!(n_unplaced, 0, "there are places for all");
        (share, imbalance)
    }

    #[test]
    fn balanced_prices_are_nearly_as_good_as_hindsight_and_nearly_even() {
        let country = bounded(0.5);
        let measured: Vec<(f64, f64)> =
            Method::ALL.iter().map(|it| measure(&country, 1.0, *it)).collect();
        let of = |method: &str| {
            let at = Method::ALL.iter().position(|it| it.name() == method);
            measured[at.expect("a method")]
        };
        let (share, imbalance) = of("balanced-prices");
        assert!(share >= 0.994 && imbalance <= 0.30, "{share:.4}, {imbalance:.3}");
        assert!(of("shadow-prices").0 - share <= 0.001, "balance costs next to nothing");
        assert!(of("shadow-prices").1 > 0.5, "and does not come by itself");
        assert!(of("greedy").0 < 0.95 && of("proportional").0 < 0.6);
        assert!(of("subgradient").0 > of("greedy").0 && of("minimum-discord").0 > 0.98);
        assert!(measured.iter().all(|it| it.0 <= of("hindsight").0), "hindsight is the yardstick");
    }

    #[test]
    fn balanced_prices_stay_good_in_other_countries() {
        for interaction in [0.2, 0.8] {
            println!("interaction {interaction}");
            let (share, imbalance) = measure(&bounded(interaction), 1.0, Method::DEFAULT);
            assert!(share >= 0.994 && imbalance <= 0.30, "{share:.4}, {imbalance:.3}");
        }
    }

    #[test]
    fn a_wrong_volume_costs_little_when_prices_are_renewed() {
        let country = bounded(0.5);
        for volume in [0.75, 1.33] {
            println!("forecast {volume} times what comes");
            let (share, _) = measure(&country, volume, Method::DEFAULT);
            assert!(share >= 0.98, "{share:.4}");
        }
    }

    #[test]
    fn imbalance_is_the_distance_from_an_even_year() {
        let outcome = Outcome {
            placed: Vec::new(),
            value: 0.0,
            persons: vec![vec![4, 0], vec![0, 4]],
            n_unplaced: 0,
            n_stranded: 0,
            prices: Vec::new(),
        };
        assert_eq!((outcome.imbalance(), outcome.n_persons()), (1.0, 8));
    }
}
