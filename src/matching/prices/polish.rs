//! Prices that no single destination can change for the better: coordinate descent on the dual as it is, without
//! smoothing.

use super::Problem;

/// Rounds over all destinations; each costs about as much as evaluating the dual a few times.
const MAX_ROUNDS: usize = 20;

/// The best a class can do, where, and the second best; staying unplaced is worth nothing.
#[derive(Clone, Copy, Debug)]
struct Best {
    net: f64,
    at: usize,
    second: f64,
}

/// Gives each destination in turn the price that is best for it with all others as they are, until none moves.
///
/// `persons` are the classes that are expected and how many persons of each.
pub(super) fn polish(
    problem: &Problem,
    capacity: &[u32],
    persons: &[(usize, f64)],
    prices: &mut [f64],
) {
    let find = |class: usize, prices: &[f64]| find_best(problem, class, prices);
    let mut best: Vec<Best> = persons.iter().map(|it| find(it.0, prices)).collect();
    let mut offers = Vec::with_capacity(persons.len());
    for _ in 0..MAX_ROUNDS {
        let mut is_done = true;
        for here in 0..prices.len() {
            offers.clear();
            for (&(class, number), best) in persons.iter().zip(&best) {
                let elsewhere = if best.at == here { best.second } else { best.net };
                offers.push((problem.values_per_place(class)[here] - elsewhere, number));
            }
            let (old, new) = (prices[here], plan_price(&mut offers, f64::from(capacity[here])));
            if old == new {
                continue;
            }
            is_done = false;
            prices[here] = new;
            for (&(class, _), best) in persons.iter().zip(&mut best) {
                // Where neither price matters to it, a class's best two stay what they were.
                let net = problem.values_per_place(class)[here] - old.min(new);
                if best.at == here || net >= best.second {
                    *best = find(class, prices);
                }
            }
        }
        if is_done {
            return;
        }
    }
}

fn find_best(problem: &Problem, class: usize, prices: &[f64]) -> Best {
    let mut best = Best { net: 0.0, at: usize::MAX, second: 0.0 };
    for (at, (value, price)) in problem.values_per_place(class).iter().zip(prices).enumerate() {
        let net = value - price;
        if net > best.net {
            best = Best { net, at, second: best.net };
        } else if net > best.second {
            best.second = net;
        }
    }
    best
}

/// The lowest price at which no more come than there are places, from what each class would pay at most.
fn plan_price(offers: &mut Vec<(f64, f64)>, places: f64) -> f64 {
    // Who would pay nothing, or must not come, does not count.
    offers.retain(|it| it.0 > 0.0);
    offers.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mut left = places;
    for &(offer, persons) in offers.iter() {
        left -= persons;
        if left < 0.0 {
            return offer;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_the_offer_of_the_first_who_finds_no_place() {
        let offers = [(0.2, 3.0), (0.9, 2.0), (f64::NAN, 9.0), (-0.1, 9.0), (0.5, 4.0)];
        let price = |places| plan_price(&mut offers.to_vec(), places);
        assert_eq!(
            [price(0.0), price(1.9), price(2.0), price(8.0), price(9.0)],
            [0.9, 0.9, 0.5, 0.2, 0.0]
        );
    }
}
