//! What one more place is worth where none is left.

use super::Problem;

/// What one more place is worth in each destination: its price where places are `left`; elsewhere what it would add
/// to the value of the `households` that would gain most by it, at the prices of the places there are.
///
/// Where nothing is left any price is optimal that nobody would pay, and the solver's is such a one. This is the
/// least of them: the worth of the first place. Where places are left it is the price again, but for smoothing.
pub fn worth_of_one_more(
    problem: &Problem,
    left: &[u32],
    households: &[f64],
    prices: &[f64],
) -> Vec<f64> {
    let mut worth = vec![0.0_f64; prices.len()];
    let expected = households.iter().enumerate().filter(|(_, number)| **number > 0.0);
    for (class, _) in expected {
        let values = problem.values_per_place(class);
        // A value that is not a number loses against zero.
        let net = values.iter().zip(prices).zip(left).filter(|(_, left)| **left > 0);
        let gain = net.map(|((value, price), _)| value - price).fold(0.0, f64::max);
        worth.iter_mut().zip(values).for_each(|(worth, value)| *worth = worth.max(value - gain));
    }
    let places = left.iter().zip(prices).zip(worth);
    places.map(|((left, price), worth)| if *left > 0 { *price } else { worth }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::{Class, synthetic};
    use super::super::solve;
    use super::*;

    #[test]
    fn a_first_place_is_worth_what_its_best_household_gains_by_it() {
        let class = |size: u32, values: &[f64]| Class { size, values: values.to_vec() };
        // Per place 0.9, 0.4 and 0.8 in the first, and 0.5, 0.4 and 0.1 in the second.
        let classes = [class(1, &[0.9, 0.5, 0.2]), class(2, &[0.8, 0.8, f64::NAN])];
        let classes = [&classes[..], &[class(1, &[0.8, 0.1, 0.3])]].concat();
        let problem = Problem::new(vec![0, 50, 0], &classes).expect("fits");
        let worth = |left: &[u32], households: &[f64], prices: &[f64]| {
            worth_of_one_more(&problem, left, households, prices)
        };
        // The second is free, so moving to the first gains 0.4, nothing and 0.7; a price of a full place is not read.
        let close = |found: Vec<f64>, expected: [f64; 3]| {
            let apart = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(apart < 1e-12, "{found:?}, expected {expected:?}");
        };
        close(worth(&[0, 50, 0], &[5.0, 5.0, 5.0], &[9.0, 0.0, 0.9]), [0.7, 0.0, 0.2]);
        close(worth(&[0, 50, 0], &[5.0, 5.0, 0.0], &[9.0, 0.0, 0.9]), [0.4, 0.0, 0.0]);
        // With a price of 0.3 in the second each gains 0.3 less there, but not less than staying away.
        close(worth(&[0, 50, 0], &[5.0, 5.0, 0.0], &[9.0, 0.3, 0.9]), [0.7, 0.3, 0.0]);
        close(worth(&[0, 0, 0], &[5.0, 5.0, 0.0], &[0.0; 3]), [0.9, 0.5, 0.2]);
        close(worth(&[0, 0, 0], &[0.0; 3], &[0.7; 3]), [0.0; 3]);
    }

    /// The value of the linear optimum rises by as much as a first place is said to be worth, but for the smoothness of
    /// prices, which the small numbers of these cases bring out.
    #[test]
    fn the_optimum_rises_by_the_worth_of_the_first_place() {
        let (mut told, mut risen) = (0.0, 0.0);
        for seed in 0..200 {
            let (problem, households) = synthetic::small(seed, 6);
            let mut numbers = vec![0.0; problem.n_classes()];
            households.iter().for_each(|it| numbers[it.class] += 1.0);
            let classes: Vec<Class> = (0..problem.n_classes())
                .map(|it| Class { size: problem.size(it), values: problem.values(it).to_vec() })
                .collect();
            let with = |places: u32| {
                let mut capacity = problem.capacity().to_vec();
                capacity[0] = places;
                Problem::new(capacity, &classes).expect("fits")
            };
            let (none, one) = (with(0), with(1));
            let optimum = |it: &Problem| synthetic::linear_optimum(it, &numbers);
            let prices = solve(&none, none.capacity(), &numbers, None);
            told += worth_of_one_more(&none, none.capacity(), &numbers, &prices)[0];
            risen += optimum(&one) - optimum(&none);
        }
        println!("told {told:.3}, risen {risen:.3}, limit 2 % apart");
        assert!((told / risen - 1.0).abs() < 0.02, "told {told}, risen {risen}");
    }
}
