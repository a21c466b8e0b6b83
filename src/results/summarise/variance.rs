//! How much of the variance over replications comes from the scenario, the parameters and chance.
//!
//! Replications of one draw share scenario branch and parameters and differ by chance alone; draws
//! of one branch differ by parameters too. A random-effects analysis of variance takes the layers
//! apart.

/// Three shares that add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceShares {
    /// Between branches of the scenario, at the weights with which they were drawn.
    pub scenario: f64,
    /// Between draws of the parameters within a branch.
    pub parameters: f64,
    /// Between replications of one draw.
    pub chance: f64,
}

/// Sums over one branch.
#[derive(Clone, Copy, Default)]
struct Branch {
    n: f64,
    total: f64,
    /// Sum over its draws of their squared sizes.
    squared_sizes: f64,
    /// Sum over its draws of size times squared mean.
    squared_means: f64,
}

/// Sums of squares of the nested layout.
struct Squares {
    n_values: f64,
    n_draws: f64,
    branches: Vec<Branch>,
    within_draws: f64,
}

impl VarianceShares {
    /// Splits the variance of values whose branch and draw are given, or nothing where it cannot be
    /// told: without variance, or if every replication is a draw of its own.
    pub fn of(values: &[f64], branches: &[i64], draws: &[i64]) -> Option<Self> {
        let squares = Squares::of(values, branches, draws);
        let n_branches = squares.branches.len() as f64;
        if squares.n_draws >= squares.n_values {
            return None;
        }
        let chance = squares.within_draws / (squares.n_values - squares.n_draws);
        let parameters = squares.parameters(chance);

        let mean = squares.branches.iter().map(|it| it.total).sum::<f64>() / squares.n_values;
        let between: f64 = squares
            .branches
            .iter()
            .map(|it| it.n * (it.total / it.n - mean) * (it.total / it.n - mean))
            .sum();
        // What the other two layers would give between branches that are all alike.
        let squared_sizes: f64 = squares.branches.iter().map(|it| it.squared_sizes).sum();
        let per_draw = squares.sizes_within() - squared_sizes / squares.n_values;
        let noise = (n_branches - 1.0) * chance + per_draw * parameters;
        let scenario = ((between - noise) / squares.n_values).max(0.0);

        let whole = scenario + parameters + chance;
        let split = Self {
            scenario: scenario / whole,
            parameters: parameters / whole,
            chance: chance / whole,
        };
        (whole > 0.0).then_some(split)
    }
}

impl Squares {
    fn of(values: &[f64], branches: &[i64], draws: &[i64]) -> Self {
        // Kroner run to eleven digits; around their mean the squares lose none of what matters.
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let values: Vec<f64> = values.iter().map(|value| value - mean).collect();
        let mut order: Vec<usize> = (0..values.len()).collect();
        // A stable sort, so that sums always run in the order of the replications.
        order.sort_by_key(|index| (branches[*index], draws[*index]));
        let mut squares = Self {
            n_values: values.len() as f64,
            n_draws: 0.0,
            branches: Vec::new(),
            within_draws: 0.0,
        };
        for of_branch in order.chunk_by(|a, b| branches[*a] == branches[*b]) {
            let mut branch = Branch::default();
            for of_draw in of_branch.chunk_by(|a, b| draws[*a] == draws[*b]) {
                let n = of_draw.len() as f64;
                let total: f64 = of_draw.iter().map(|index| values[*index]).sum();
                let mean = total / n;
                let apart = of_draw.iter().map(|index| (values[*index] - mean).powi(2));
                squares.within_draws += apart.sum::<f64>();
                squares.n_draws += 1.0;
                branch.n += n;
                branch.total += total;
                branch.squared_sizes += n * n;
                branch.squared_means += n * mean * mean;
            }
            squares.branches.push(branch);
        }
        squares
    }

    /// Sum over branches of the squared sizes of their draws, relative to the size of the branch.
    fn sizes_within(&self) -> f64 {
        self.branches.iter().map(|it| it.squared_sizes / it.n).sum()
    }

    /// The variance between draws within a branch, freed from what chance adds to it.
    fn parameters(&self, chance: f64) -> f64 {
        let n_branches = self.branches.len() as f64;
        let freedom = self.n_draws - n_branches;
        if freedom <= 0.0 {
            return 0.0;
        }
        let between: f64 =
            self.branches.iter().map(|it| it.squared_means - it.total * it.total / it.n).sum();
        let size = (self.n_values - self.sizes_within()) / freedom;
        ((between / freedom - chance) / size).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    fn normal(index: usize, n: usize, sd: f64) -> f64 {
        sd * Normal::standard().inverse_cdf((index as f64 + 0.5) / n as f64)
    }

    /// Two branches, 50 draws each and 40 replications a draw, in three layers of known size.
    fn layered(scenario: f64, parameters: f64, chance: f64) -> (Vec<f64>, Vec<i64>, Vec<i64>) {
        let (mut values, mut branches, mut draws) = (Vec::new(), Vec::new(), Vec::new());
        for replication in 0..40 {
            for draw in 0..50 {
                for branch in [0_i64, 1] {
                    let shift = if branch == 0 { -scenario } else { scenario };
                    let drawn = normal(draw, 50, parameters);
                    values.push(1e4 + shift + drawn + normal(replication, 40, chance));
                    branches.push(branch);
                    draws.push(draw as i64 + 50 * branch);
                }
            }
        }
        (values, branches, draws)
    }

    #[test]
    fn known_layers_are_found_again() {
        // Variances 4, 9 and 36 of 49; the normal grids have a few per cent less than their
        // nominal.
        let (values, branches, draws) = layered(2.0, 3.0, 6.0);
        let shares = VarianceShares::of(&values, &branches, &draws).expect("it varies");
        for (found, expected) in
            [(shares.scenario, 4.0), (shares.parameters, 9.0), (shares.chance, 36.0)]
        {
            assert!((found - expected / 49.0).abs() < 0.015, "{found} for {expected} of 49");
        }
        let sum = shares.scenario + shares.parameters + shares.chance;
        assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn uneven_layers_are_told_apart_as_in_the_textbook() {
        // By hand: sums of squares 45/2 within draws, 437/3 between draws, 6241/18 between branches; expected mean
        // squares of an unbalanced nested layout with 5/3 values to a draw.
        let values = [1.0, 3.0, 6.0, 10.0, 12.0, 14.0, 20.0, 25.0, 18.0];
        let (branches, draws) = ([0, 0, 0, 1, 1, 1, 1, 1, 1], [0, 0, 1, 2, 2, 2, 3, 3, 4]);
        let found = VarianceShares::of(&values, &branches, &draws).expect("it varies");
        let close =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}");
        close(found.scenario, 157_919.0 / 310_442.0);
        close(found.parameters, 22_761.0 / 56_444.0);
        close(found.chance, 54_675.0 / 620_884.0);
    }

    #[test]
    fn layers_that_are_not_there_have_no_share() {
        let (values, branches, draws) = layered(0.0, 0.0, 6.0);
        let shares = VarianceShares::of(&values, &branches, &draws).expect("it varies");
        assert_eq!((shares.scenario, shares.parameters), (0.0, 0.0));
        let same = vec![0; values.len()];
        let shares = VarianceShares::of(&values, &same, &same).expect("it varies");
        assert_eq!(shares.chance, 1.0);
    }

    #[test]
    fn what_cannot_be_told_apart_is_not_told_apart() {
        let own: Vec<i64> = (0..4).collect();
        assert_eq!(VarianceShares::of(&[1.0, 2.0, 3.0, 5.0], &[0; 4], &own), None);
        assert_eq!(VarianceShares::of(&[2.0; 4], &[0; 4], &[0; 4]), None);
    }
}
