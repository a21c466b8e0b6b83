//! Which histories share a draw of the parameters, and how far that leaves a mean, a share or a quantile from the
//! truth.
//!
//! Histories of one draw are alike, so that together they say less than as many independent ones. Independent are the
//! draws: the error comes from the deviations added up over each of them. For draws of equal size that is the
//! error of the mean of the draws' means; it holds as well where the last draw has only begun, or where a
//! quantity is not defined in some histories (the linear approximation to a quotient of two sums).

use super::super::columns::Replications;
use super::super::observation::Observation;

/// The draws of the histories so far, which come in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draws {
    /// Where each draw ends.
    ends: Vec<usize>,
    last: Option<i64>,
}

/// Squares of deviations from a mean.
struct Squares {
    n_values: f64,
    n_draws: f64,
    /// Of each value.
    apart: f64,
    /// Of the sum over each draw.
    together: f64,
}

impl Draws {
    /// The draws of `n` histories, so many to each; the last may have fewer.
    pub fn in_order(n: usize, in_a_draw: usize) -> Self {
        let mut draws = Self::default();
        (0..n).for_each(|it| draws.push_draw((it / in_a_draw) as i64));
        draws
    }

    /// Adds the draw of the next history.
    pub fn push(&mut self, observation: &Observation) {
        let row = observation.layout().replications();
        self.push_draw(observation.get(row, Replications::Draw));
    }

    fn push_draw(&mut self, draw: i64) {
        let n = self.ends.last().copied().unwrap_or(0);
        if self.last == Some(draw) {
            self.ends.pop();
        }
        self.ends.push(n + 1);
        self.last = Some(draw);
    }

    /// Standard error of the mean of the finite values, which are one a history and in their order; zero of one
    /// value.
    ///
    /// With a single draw there is nothing to tell how much draws differ, and its histories count as independent.
    pub fn error_of_mean(&self, values: &[f64]) -> f64 {
        let Squares { n_values, n_draws, apart, together } = self.squares(values);
        let variance_of_sum = match (n_draws > 1.0, n_values > 1.0) {
            (true, _) => together * n_draws / (n_draws - 1.0),
            (false, true) => apart * n_values / (n_values - 1.0),
            (false, false) => return 0.0,
        };
        variance_of_sum.sqrt() / n_values
    }

    /// Standard error of the share of the histories in which something happens: 1 where it does, 0 where it does not,
    /// not a number where it cannot.
    pub fn error_of_share(&self, happened: &[f64]) -> f64 {
        let squares = self.squares(happened);
        (squares.apart * squares.widening()).sqrt() / squares.n_values
    }

    /// By how much the variance of a share is larger than if all histories were independent: 1 if they are, and as
    /// many as there are in a draw if those are all the same.
    pub fn widening(&self, happened: &[f64]) -> f64 {
        self.squares(happened).widening()
    }

    fn squares(&self, values: &[f64]) -> Squares {
        let n_values = finite(values).count() as f64;
        let mean = finite(values).sum::<f64>() / n_values;
        let mut squares = Squares { n_values, n_draws: 0.0, apart: 0.0, together: 0.0 };
        let mut start = 0;
        for end in &self.ends {
            let (mut sum, mut is_any) = (0.0, false);
            for value in finite(&values[start..*end]) {
                let deviation = value - mean;
                squares.apart += deviation * deviation;
                sum += deviation;
                is_any = true;
            }
            squares.together += sum * sum;
            squares.n_draws += f64::from(u8::from(is_any));
            start = *end;
        }
        assert_eq!(start, values.len(), "one value for each history");
        squares
    }
}

fn finite(values: &[f64]) -> impl Iterator<Item = f64> {
    values.iter().copied().filter(|it| it.is_finite())
}

impl Squares {
    fn widening(&self) -> f64 {
        let can_be_told = self.n_draws > 1.0 && self.apart > 0.0;
        if can_be_told { self.together / self.apart } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found}, expected {expected}");
    }

    fn twice(values: &[f64]) -> Vec<f64> {
        values.iter().flat_map(|it| [*it; 2]).collect()
    }

    #[test]
    fn the_same_history_twice_says_no_more_than_once() {
        let once = [4.0, 1.0, 8.0, 2.0, 2.5];
        let both = twice(&once);
        let single = Draws::in_order(5, 1);
        // Standard deviation over the square root of five.
        let squares: f64 = once.iter().map(|it| (it - 3.5_f64).powi(2)).sum();
        close(single.error_of_mean(&once), (squares / 4.0 / 5.0).sqrt());
        close(Draws::in_order(10, 2).error_of_mean(&both), single.error_of_mean(&once));
    }

    #[test]
    fn identical_pairs_double_the_variance() {
        let happened = twice(&[1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let (pairs, apart) = (Draws::in_order(20, 2), Draws::in_order(20, 1));
        // Two of ten: 0.2 times 0.8 over 20 if independent, and over 10 as it is.
        close(apart.error_of_share(&happened), (0.16_f64 / 20.0).sqrt());
        close(pairs.error_of_share(&happened), (0.16_f64 / 10.0).sqrt());
        close(pairs.error_of_share(&happened) / apart.error_of_share(&happened), 2.0_f64.sqrt());
        assert_eq!((pairs.widening(&happened), apart.widening(&happened)), (2.0, 1.0));
        // Of opposites there is no doubt: every draw has one of each.
        let opposite: Vec<f64> = (0..20).map(|it| f64::from(it % 2)).collect();
        assert_eq!(pairs.error_of_share(&opposite), 0.0);
    }

    #[test]
    fn a_draw_that_has_only_begun_weighs_what_it_holds() {
        // Draws (1, 3), (5, 7) and (9), mean 5: deviations -6, 2 and 4, squares 56, times three halves, over five.
        let values = [1.0, 3.0, 5.0, 7.0, 9.0];
        let draws = Draws::in_order(5, 2);
        close(draws.error_of_mean(&values), (56.0_f64 * 1.5).sqrt() / 5.0);
        // What is not defined, or not reached, is left out, and a draw without anything is none.
        let draws = Draws::in_order(9, 2);
        let some = [f64::NAN, 1.0, 3.0, f64::INFINITY, f64::NAN, f64::NAN, 5.0, 7.0, 9.0];
        // Draws (1), (3), (5, 7) and (9): -4, -2, 2 and 4.
        close(draws.error_of_mean(&some), (40.0_f64 * 4.0 / 3.0).sqrt() / 5.0);
    }

    #[test]
    fn what_a_single_draw_holds_counts_as_independent() {
        let values = [1.0, 2.0, 3.0];
        close(Draws::in_order(3, 3).error_of_mean(&values), (1.0_f64 / 3.0).sqrt());
        assert_eq!(Draws::in_order(1, 2).error_of_mean(&[7.0]), 0.0);
        close(Draws::in_order(4, 4).error_of_share(&[1.0, 0.0, 0.0, 0.0]), (3.0_f64 / 64.0).sqrt());
    }

    #[test]
    fn histories_join_the_draw_of_the_one_before() {
        let mut draws = Draws::default();
        [0, 0, 1, 1, 2].into_iter().for_each(|it| draws.push_draw(it));
        assert_eq!(draws, Draws::in_order(5, 2));
        assert_eq!(draws.ends, [2, 4, 5]);
    }

    /// Draws and chance are uniform and of variance 1/12 each: 200 draws of two histories and one that has only
    /// begun, over and over. The error rate of the test is 1 in 1,000.
    #[test]
    fn the_variance_of_the_mean_is_that_of_theory() {
        let (n_runs, n) = (4_000, 401);
        let draws = Draws::in_order(n, 2);
        let mut state = 2023_u64;
        let mut uniform = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut shared = 0.0;
        let mut found = || {
            let value = |it| {
                shared = if it % 2 == 0 { uniform() } else { shared };
                shared + uniform()
            };
            draws.error_of_mean(&(0..n).map(value).collect::<Vec<_>>()).powi(2)
        };
        let found: Vec<f64> = (0..n_runs).map(|_| found()).collect();
        let n_runs = f64::from(n_runs);
        let mean = found.iter().sum::<f64>() / n_runs;
        let variance = found.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (n_runs - 1.0);
        // A whole draw adds four times its own variance and twice that of chance.
        let expected = (200.0 * 6.0 + 2.0) / 12.0 / (n as f64).powi(2);
        let distance = |theory: f64| (mean - theory) / (variance / n_runs).sqrt();
        println!("{mean:.4e}, theory {expected:.4e}: {:.2} apart, limit 3.29", distance(expected));
        assert!(distance(expected).abs() < 3.29);
        // Two per cent more, and as if all were independent, are told apart.
        assert!(distance(1.02 * expected).abs() > 3.29);
        assert!(distance(2.0 / 12.0 / n as f64) > 3.29);
    }
}
