//! Choices under scenarios to which nobody wants to give probabilities, and under those to which they do.

/// The costs of each choice in each scenario: `costs[choice][scenario]`, means on common random numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Regrets {
    /// What each choice costs more than the best one in that scenario.
    pub regrets: Vec<Vec<f64>>,
    costs: Vec<Vec<f64>>,
}

/// A choice and what speaks for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The position of the choice.
    pub index: usize,
    /// The number by which it was chosen: its largest regret or its expected cost.
    pub value: f64,
}

impl Regrets {
    /// From the costs.
    ///
    /// # Panics
    /// If there is no choice or no scenario, or choices differ in the number of scenarios.
    pub fn new(costs: Vec<Vec<f64>>) -> Self {
        let n_scenarios = costs.first().map_or(0, Vec::len);
        assert!(n_scenarios > 0, "no choice or no scenario");
        assert!(costs.iter().all(|it| it.len() == n_scenarios), "a cost in each scenario");
        let least = |scenario: usize| {
            costs.iter().map(|choice| choice[scenario]).fold(f64::INFINITY, f64::min)
        };
        let least: Vec<f64> = (0..n_scenarios).map(least).collect();
        let regret =
            |choice: &Vec<f64>| choice.iter().zip(&least).map(|(cost, it)| cost - it).collect();
        Self { regrets: costs.iter().map(regret).collect(), costs }
    }

    /// The largest regret of each choice.
    pub fn largest(&self) -> Vec<f64> {
        self.regrets.iter().map(|it| it.iter().copied().fold(0.0, f64::max)).collect()
    }

    /// The choice whose largest regret is smallest; the first if several are (Savage 1951).
    pub fn minimax(&self) -> Choice {
        smallest(&self.largest())
    }

    /// The expected cost of each choice under the given probabilities of scenarios.
    ///
    /// # Panics
    /// If there is not a probability for each scenario.
    pub fn expected_costs(&self, probabilities: &[f64]) -> Vec<f64> {
        assert_eq!(probabilities.len(), self.costs[0].len(), "a probability for each scenario");
        let expected =
            |choice: &Vec<f64>| choice.iter().zip(probabilities).map(|(cost, p)| cost * p).sum();
        self.costs.iter().map(expected).collect()
    }

    /// The choice with the smallest expected cost; the first if several have it.
    ///
    /// # Panics
    /// As [`Self::expected_costs`].
    pub fn cheapest(&self, probabilities: &[f64]) -> Choice {
        smallest(&self.expected_costs(probabilities))
    }
}

fn smallest(values: &[f64]) -> Choice {
    let choices = values.iter().enumerate().map(|(index, value)| Choice { index, value: *value });
    let smaller = |best: Choice, it: Choice| if it.value < best.value { it } else { best };
    choices.reduce(smaller).expect("there is a choice")
}

/// The mean of the worst share `1 - level` of equally likely costs: conditional value at risk, in the form
/// that counts a part of one cost where the share ends within it (Rockafellar and Uryasev 2002).
///
/// # Panics
/// If there are no costs or the level is not between zero and one.
pub fn cvar(costs: &[f64], level: f64) -> f64 {
    assert!(!costs.is_empty() && (0.0..1.0).contains(&level), "level {level}");
    let mut sorted = costs.to_vec();
    sorted.sort_by(|one, two| two.total_cmp(one));
    let n_worst = (1.0 - level) * costs.len() as f64;
    let share = |rank: usize| (n_worst - rank as f64).clamp(0.0, 1.0);
    let sum: f64 = sorted.iter().enumerate().map(|(rank, cost)| share(rank) * cost).sum();
    sum / n_worst
}

/// The share of futures in which every target is met; an outcome meets a target that it does not exceed.
///
/// # Panics
/// If there is no future, or one has another number of outcomes than there are targets.
pub fn satisficing_share(outcomes: &[Vec<f64>], targets: &[f64]) -> f64 {
    assert!(!outcomes.is_empty(), "no futures");
    let is_met = |future: &&Vec<f64>| {
        assert_eq!(future.len(), targets.len(), "an outcome for each target");
        future.iter().zip(targets).all(|(outcome, target)| outcome <= target)
    };
    outcomes.iter().filter(is_met).count() as f64 / outcomes.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    #[test]
    fn the_vector_of_methods_6_3() {
        let costs = [[10.0, 25.0, 60.0], [18.0, 15.0, 30.0], [35.0, 22.0, 20.0]];
        let regrets = Regrets::new(costs.map(|it| it.to_vec()).to_vec());
        assert_eq!(regrets.largest(), [40.0, 10.0, 25.0]);
        assert_eq!(regrets.minimax(), Choice { index: 1, value: 10.0 });
        let expected = regrets.expected_costs(&[0.25, 0.6, 0.15]);
        for (found, printed) in expected.iter().zip([26.5, 18.0, 24.95]) {
            assert!((found - printed).abs() < 1e-12, "{expected:?}");
        }
        assert_eq!(regrets.cheapest(&[0.25, 0.6, 0.15]).index, 1);
    }

    #[test]
    fn the_worst_tenth() {
        let costs: Vec<f64> = (1..=100).map(f64::from).collect();
        assert!((cvar(&costs, 0.9) - 95.5).abs() < 1e-9);
        assert!((cvar(&costs, 0.0) - 50.5).abs() < 1e-9);
        // The worst one and a half of five.
        assert!((cvar(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.7) - 7.0 / 1.5).abs() < 1e-9);
    }

    #[test]
    fn t14_the_worst_twentieth_of_a_normal_budget() {
        let law = Normal::new(8_900.0 + 0.195 * 33_000.0, 0.195 * 3_000.0).unwrap();
        let quantile = |it| law.inverse_cdf((f64::from(it) + 0.5) / 100_000.0);
        let costs: Vec<f64> = (0..100_000).map(quantile).collect();
        let worst = cvar(&costs, 0.95);
        assert!((worst - 16_541.7).abs() < 0.1, "{worst}");
    }

    #[test]
    fn all_targets_count() {
        let futures = [vec![0.1, 5.0], vec![0.3, 5.0], vec![0.1, 9.0], vec![0.2, 6.0]];
        assert_eq!(satisficing_share(&futures, &[0.2, 6.0]), 0.5);
    }
}
