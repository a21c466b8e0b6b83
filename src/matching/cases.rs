//! A list of cases, each with values of its own, placed batch by batch in the order of the list.
//!
//! A pool of other cases, such as last year's, may stand for those who are still to come: how many are left is
//! then known, and who they are is not.

use super::year::{Month, place_year};
use super::{Allocator, Class, Forecast, Household, Method, Problem, ProblemError, batch};
use crate::chance::Stream;

/// What became of a list of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// The destination of each case, in the order of the list.
    pub placed: Vec<Option<usize>>,
    /// Sum of the values of those placed.
    pub value: f64,
    /// No placement of these cases is worth more than this, whoever knew them all beforehand.
    pub bound: f64,
    /// Persons placed in each destination.
    pub persons: Vec<u32>,
    /// What one more place in each destination would be worth to the whole list.
    pub prices: Vec<f64>,
}

/// Places `cases` in batches of `n_together`, expecting those who follow to be like `pool`.
pub fn place_cases(
    capacity: &[u32],
    cases: &[Class],
    pool: &[Class],
    method: Method,
    n_together: usize,
    draws: &mut Stream,
) -> Result<Placement, ProblemError> {
    let classes: Vec<Class> = cases.iter().chain(pool).cloned().collect();
    let problem = Problem::new(capacity.to_vec(), &classes)?;
    let all: Vec<Household> =
        (0..cases.len()).map(|class| Household { class, waited: 0 }).collect();
    let mut n_left = cases.len();
    let months: Vec<Month> = all
        .chunks(n_together.max(1))
        .map(|ready| {
            n_left -= ready.len();
            Month { ready: ready.to_vec(), later: like(pool.len(), cases.len(), n_left) }
        })
        .collect();
    let outcome = place_year(&problem, &months, Allocator::new(method, &problem), draws);
    let hindsight = batch::hindsight(&problem, capacity, &all);
    let persons = (0..capacity.len())
        .map(|destination| outcome.persons.iter().map(|batch| batch[destination]).sum())
        .collect();
    Ok(Placement {
        placed: outcome.placed.concat(),
        value: outcome.value,
        // The bound is exact to nine digits; what has been reached is possible.
        bound: hindsight.bound.max(outcome.value),
        persons,
        prices: hindsight.prices,
    })
}

/// So many households to come, each as likely to be like any of the pool; nobody is expected without one.
fn like(n_pool: usize, n_cases: usize, n_left: usize) -> Forecast {
    let each = if n_pool > 0 { n_left as f64 / n_pool as f64 } else { 0.0 };
    let mut expected = vec![0.0; n_cases];
    expected.resize(n_cases + n_pool, each);
    Forecast::expected(expected)
}

#[cfg(test)]
mod tests {
    use super::super::synthetic;
    use super::*;
    use crate::chance::{Chance, Process};

    fn case(size: u32, values: &[f64]) -> Class {
        Class { size, values: values.to_vec() }
    }

    fn place(cases: &[Class], pool: &[Class], method: Method) -> Placement {
        let mut draws = Chance::new(1, 0).stream(Process::Allocation, 0);
        place_cases(&[1, 1], cases, pool, method, 1, &mut draws).expect("fits")
    }

    #[test]
    fn a_pool_says_what_is_worth_keeping() {
        // The first could go to either, and is worth a little more where the second must go.
        let cases = [case(1, &[0.5, 0.4]), case(1, &[0.9, f64::NAN])];
        let greedy = place(&cases, &[], Method::Greedy);
        assert_eq!((greedy.placed, greedy.value), (vec![Some(0), None], 0.5));
        let pool = [case(1, &[0.8, f64::NAN])];
        let priced = place(&cases, &pool, Method::ShadowPrices);
        assert_eq!(priced.placed, [Some(1), Some(0)]);
        assert!((priced.value - 1.3).abs() < 1e-12 && (priced.bound - 1.3).abs() < 1e-6);
        assert_eq!(priced.persons, [1, 1]);
    }

    #[test]
    fn prices_with_another_years_pool_come_near_the_bound() {
        let country = synthetic::country(1, 0.5);
        let classes = |seed: u64, n: usize| -> Vec<Class> {
            let months = country.draw_year(seed, 1.0);
            let ready = months.iter().flat_map(|it| it.ready.iter());
            let class = |it: &Household| {
                let values = country.problem.values(it.class)[..20].to_vec();
                Class { size: country.problem.size(it.class), values }
            };
            ready.take(n).map(class).collect()
        };
        let (cases, pool) = (classes(5, 500), classes(6, 500));
        let persons: u32 = cases.iter().map(|it| it.size).sum();
        let capacity = vec![persons / 20 + 2; 20];
        let share = |method| {
            let mut draws = Chance::new(1, 0).stream(Process::Allocation, 0);
            let found = place_cases(&capacity, &cases, &pool, method, 8, &mut draws);
            let found = found.expect("fits");
            found.value / found.bound
        };
        let (priced, greedy) = (share(Method::ShadowPrices), share(Method::Greedy));
        println!("prices {priced:.4}, limit 0.984; greedy {greedy:.4}");
        assert!(priced >= 0.984 && priced > greedy);
    }
}
