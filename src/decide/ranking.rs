//! Which of several choices is best, with no more replications than needed (methods 6.7).

use statrs::distribution::{ContinuousCDF, Normal};

/// The share of replications each choice should get so that the one with the smallest mean is found
/// (optimal computing budget allocation, Chen and others 2000).
///
/// `indifference` is a difference that does not matter: a smaller gap counts as this.
///
/// # Panics
/// If there are fewer than two choices, one without spread, or the indifference is not positive.
pub fn run_shares(means: &[f64], sds: &[f64], indifference: f64) -> Vec<f64> {
    assert!(means.len() > 1 && means.len() == sds.len(), "a mean and a spread for each choice");
    assert!(sds.iter().all(|it| *it > 0.0) && indifference > 0.0, "nothing to find out");
    let best = best_of(means);
    let ratio = |at: usize| (sds[at] / (means[at] - means[best]).max(indifference)).powi(2);
    let mut shares: Vec<f64> = (0..means.len()).map(ratio).collect();
    shares[best] = 0.0;
    let squares: f64 = shares.iter().zip(sds).map(|(share, sd)| (share / sd).powi(2)).sum();
    shares[best] = sds[best] * squares.sqrt();
    let total: f64 = shares.iter().sum();
    shares.iter().map(|it| it / total).collect()
}

/// How the next `n_more` replications go to choices that have had `n_done`: first to those furthest behind
/// their share.
///
/// # Panics
/// As [`run_shares`], or if there is not a number done for each choice.
pub fn next_runs(
    means: &[f64],
    sds: &[f64],
    indifference: f64,
    n_done: &[usize],
    n_more: usize,
) -> Vec<usize> {
    assert_eq!(means.len(), n_done.len(), "a number done for each choice");
    let shares = run_shares(means, sds, indifference);
    let mut n_after = n_done.to_vec();
    for _ in 0..n_more {
        let behind = |at: &usize| shares[*at] / (n_after[*at] as f64 + 0.5);
        let next = (0..means.len()).max_by(|one, two| behind(one).total_cmp(&behind(two)));
        n_after[next.expect("there are choices")] += 1;
    }
    n_after.iter().zip(n_done).map(|(after, done)| after - done).collect()
}

/// At least how likely it is that the choice with the smallest mean is the best: one minus the chances
/// that each other one is better (Bonferroni).
///
/// For each other choice, the mean of its difference from the best and the standard error of that; on
/// common random numbers those of paired differences. Stop at 0.95.
pub fn correct_selection_probability(differences: &[(f64, f64)]) -> f64 {
    let normal = Normal::standard();
    let wrong = |(mean, error): &(f64, f64)| {
        if *error > 0.0 { normal.cdf(-mean / error) } else { f64::from(u8::from(*mean < 0.0)) }
    };
    (1.0 - differences.iter().map(wrong).sum::<f64>()).max(0.0)
}

fn best_of(means: &[f64]) -> usize {
    let smaller = |best: usize, at: usize| if means[at] < means[best] { at } else { best };
    (0..means.len()).reduce(smaller).expect("there are choices")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use rand_distr::{Distribution, StandardNormal};

    #[test]
    fn the_vector_of_methods_6_7() {
        let shares = run_shares(&[1.0, 2.0, 3.0, 4.0], &[3.0; 4], 1e-9);
        for (share, expected) in shares.iter().zip([0.4324, 0.4170, 0.1043, 0.0463]) {
            assert!((share - expected).abs() < 5.01e-5, "{shares:?}");
        }
    }

    #[test]
    fn replications_go_where_the_share_is() {
        let means = [1.0, 2.0, 3.0, 4.0];
        let more = next_runs(&means, &[3.0; 4], 0.1, &[50; 4], 800);
        assert_eq!(more.iter().sum::<usize>(), 800);
        for (more, share) in more.iter().zip([0.4324, 0.4170, 0.1043, 0.0463]) {
            let after = *more as f64 + 50.0;
            assert!((after - (share * 1_000.0_f64).max(50.0)).abs() < 3.0, "{more} for {share}");
        }
    }

    #[test]
    fn ties_get_a_finite_share() {
        let shares = run_shares(&[1.0, 1.0, 5.0], &[1.0, 1.0, 1.0], 0.5);
        assert!((shares[0] - shares[1]).abs() < 0.01 && shares[2] < 0.02, "{shares:?}");
    }

    #[test]
    fn the_best_is_found_at_least_as_often_as_stated() {
        // 4,000 selections of four choices after 60 replications each. The bound is 0.9306 here; a share p
        // has standard error sqrt(p(1-p)/n), 3.29 of them are exceeded once in a thousand seeds.
        let means = [0.0, 1.0, 1.5, 2.0];
        let error = (2.0 * 9.0 / 60.0_f64).sqrt();
        let bound = correct_selection_probability(
            &means[1..].iter().map(|it| (*it, error)).collect::<Vec<_>>(),
        );
        let mut stream = Chance::new(77, 0).stream(Process::Parameter, 0);
        let n_right = (0..4_000)
            .filter(|_| {
                let found = means.map(|mean| {
                    let noise: f64 = StandardNormal.sample(stream.generator());
                    mean + 3.0 / 60.0_f64.sqrt() * noise
                });
                best_of(&found) == 0
            })
            .count();
        let share = n_right as f64 / 4_000.0;
        let error = (share * (1.0 - share) / 4_000.0).sqrt();
        assert!(share > bound - 3.29 * error && share < bound + 0.05, "{share} {bound}");
    }

    #[test]
    fn a_difference_without_error_is_certain() {
        assert_eq!(correct_selection_probability(&[(1.0, 0.0), (0.5, 0.0)]), 1.0);
        assert_eq!(correct_selection_probability(&[(-1.0, 0.0)]), 0.0);
    }
}
