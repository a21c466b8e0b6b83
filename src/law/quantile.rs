//! Durations as quantile tables: one uniform, one decision, no logarithm in the daily loop.
//!
//! A [`UnitTable`] holds the quantiles of a distribution with mean one; a [`QuantileTable`] holds whole days.
//! Entries are whole numbers, so no last bit of a floating-point library can change a household's fate.

use crate::elementary::ln;

/// Entries of a table; a draw looks at its upper twelve bits.
const N_STEPS: usize = 4096;

/// The middle of each step of probability.
fn steps() -> impl Iterator<Item = f64> {
    (0..N_STEPS).map(|step| (step as f64 + 0.5) / N_STEPS as f64)
}

/// Quantiles of a distribution of mean one, at the middle of each of 4,096 equal steps of probability.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitTable {
    quantiles: Vec<f64>,
}

impl UnitTable {
    /// Inverts a distribution function with mean one, known on the positive numbers.
    ///
    /// The distribution function is evaluated on a grid of equal ratios and inverted by straight lines; the
    /// table is then scaled so that its own mean is one, which keeps Little's law free of table error.
    pub fn from_distribution(cdf: impl Fn(f64) -> f64) -> Self {
        const N_GRID: usize = 1024;
        let (lowest, highest) = (1e-5_f64, 400.0_f64);
        let ratio = (highest / lowest).powf(1.0 / N_GRID as f64);
        let mut quantiles = Vec::with_capacity(N_STEPS);
        let (mut left, mut left_cdf) = (0.0, 0.0);
        let (mut right, mut right_cdf) = (lowest, cdf(lowest));
        for wanted in steps() {
            while right_cdf < wanted && right < highest {
                (left, left_cdf) = (right, right_cdf);
                right *= ratio;
                right_cdf = cdf(right);
            }
            let width = right_cdf - left_cdf;
            let part = if width > 0.0 { ((wanted - left_cdf) / width).min(1.0) } else { 1.0 };
            quantiles.push(left + part * (right - left));
        }
        let mean = quantiles.iter().sum::<f64>() / N_STEPS as f64;
        quantiles.iter_mut().for_each(|it| *it /= mean);
        Self { quantiles }
    }

    /// The exponential law.
    pub fn exponential() -> Self {
        Self::from_quantiles(|probability| -ln(1.0 - probability))
    }

    /// From a quantile function, scaled to mean one.
    fn from_quantiles(quantile: impl Fn(f64) -> f64) -> Self {
        let mut quantiles: Vec<f64> = steps().map(quantile).collect();
        let mean = quantiles.iter().sum::<f64>() / N_STEPS as f64;
        quantiles.iter_mut().for_each(|it| *it /= mean);
        Self { quantiles }
    }

    /// Observed values, each as likely as the other, scaled to mean one.
    ///
    /// # Panics
    /// If nothing was observed.
    pub fn observed(values: &[f64]) -> Self {
        assert!(!values.is_empty(), "an empirical table needs an observation");
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        Self::from_quantiles(|it| sorted[(it * sorted.len() as f64) as usize])
    }

    /// Everybody takes exactly the mean.
    pub fn constant() -> Self {
        Self { quantiles: vec![1.0; N_STEPS] }
    }

    /// The quantile, as a multiple of the mean, that a random word stands for.
    #[inline]
    pub fn value(&self, word: u64) -> f64 {
        self.quantiles[(word >> 52) as usize]
    }

    /// Whole days for a distribution of this shape with `mean` days, written over `table`.
    pub fn write_days(&self, mean: f64, table: &mut QuantileTable) {
        table.days.clear();
        // Days are not negative, so that the cast rounds; it stops at the largest day a table can hold.
        table.days.extend(self.quantiles.iter().map(|it| (it * mean + 0.5) as u16));
    }

    /// Whole days for a distribution of this shape with `mean` days.
    pub fn days(&self, mean: f64) -> QuantileTable {
        let mut table = QuantileTable { days: Vec::with_capacity(N_STEPS) };
        self.write_days(mean, &mut table);
        table
    }
}

/// Whole days at 4,096 equal steps of probability.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct QuantileTable {
    days: Vec<u16>,
}

impl QuantileTable {
    /// Mixes tables: a share of each step of probability goes to each part, smallest days first.
    ///
    /// # Panics
    /// If there are no parts or the weights add up to nothing.
    pub fn mixture(parts: &[(f64, QuantileTable)]) -> Self {
        let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
        assert!(total > 0.0, "a mixture needs a positive weight");
        let mut steps: Vec<(u16, f64)> = parts
            .iter()
            .flat_map(|(weight, table)| table.days.iter().map(move |&days| (days, weight / total)))
            .collect();
        steps.sort_by_key(|&(days, _)| days);
        let (mut days, mut reached) = (Vec::with_capacity(N_STEPS), 0.0);
        let mut remaining = steps.into_iter().peekable();
        for step in 0..N_STEPS {
            let wanted = step as f64 + 0.5;
            while let Some(&(_, weight)) = remaining.peek() {
                if reached + weight >= wanted {
                    break;
                }
                reached += weight;
                remaining.next();
            }
            let last = days.last().copied().unwrap_or(0);
            days.push(remaining.peek().map_or(last, |&(value, _)| value));
        }
        Self { days }
    }

    /// From a quantile function in days; a day beyond the largest the table can hold becomes that.
    pub fn from_quantiles(quantile: impl Fn(f64) -> f64) -> Self {
        Self { days: steps().map(|it| quantile(it).round() as u16).collect() }
    }

    /// The days that the upper twelve bits of a random word stand for.
    #[inline]
    pub fn days(&self, word: u64) -> u32 {
        u32::from(self.days[(word >> 52) as usize])
    }

    /// The table as it looks to someone who meets durations under way: each step as likely as it is long.
    pub fn under_way(&self) -> Self {
        let total: u64 = self.days.iter().map(|&it| u64::from(it)).sum();
        if total == 0 {
            return self.clone();
        }
        let (mut reached, mut step) = (0.0, 0);
        let days = steps().map(|wanted| {
            while step + 1 < N_STEPS && reached + f64::from(self.days[step]) < wanted * total as f64
            {
                reached += f64::from(self.days[step]);
                step += 1;
            }
            self.days[step]
        });
        Self { days: days.collect() }
    }

    /// Mean of the table in days.
    pub fn mean(&self) -> f64 {
        self.days.iter().map(|&it| f64::from(it)).sum::<f64>() / self.days.len() as f64
    }

    /// The largest number of days in the table.
    pub fn longest(&self) -> u32 {
        self.days.last().map_or(0, |&it| u32::from(it))
    }

    /// Share of the table at or under `days`.
    pub fn share_within(&self, days: u32) -> f64 {
        self.days.partition_point(|&it| u32::from(it) <= days) as f64 / self.days.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Exp, Gamma};

    #[test]
    fn a_table_has_the_quantiles_of_its_law() {
        let law = Gamma::new(4.0, 4.0).expect("a gamma");
        let table = UnitTable::from_distribution(|it| law.cdf(it));
        for step in [40, 1000, 2048, 3000, 4050] {
            let exact = law.inverse_cdf((step as f64 + 0.5) / 4096.0);
            let error = (table.quantiles[step] / exact - 1.0).abs();
            assert!(error < 0.002, "step {step}: off by {error:.4}");
        }
    }

    #[test]
    fn whole_days_keep_the_mean_and_the_median() {
        let law = Exp::new(1.0).expect("an exponential");
        let days = UnitTable::from_distribution(|it| law.cdf(it)).days(100.0);
        assert!((days.mean() - 100.0).abs() < 0.1, "mean {}", days.mean());
        assert_eq!(days.days(u64::MAX / 2), 69, "the median is 100 ln 2");
        assert!((days.share_within(100) - 0.632).abs() < 0.01);
    }

    #[test]
    fn a_duration_met_under_way_is_longer() {
        // Renewal theory: its mean is E[S^2] / E[S] = mean (1 + cv^2); for an exponential twice the mean.
        let table = UnitTable::exponential().days(200.0);
        let met = table.under_way().mean();
        assert!((met / 400.0 - 1.0).abs() < 0.01, "mean {met}");
        assert_eq!(UnitTable::constant().days(30.0).under_way().mean(), 30.0);
    }

    #[test]
    fn a_mixture_is_in_between() {
        let (fast, slow) = (UnitTable::constant().days(10.0), UnitTable::constant().days(110.0));
        let mixed = QuantileTable::mixture(&[(0.75, fast), (0.25, slow)]);
        assert_eq!(mixed.mean(), 35.0);
        assert_eq!(mixed.share_within(10), 0.75);
    }

    #[test]
    fn observed_values_come_back_evenly() {
        let table = UnitTable::observed(&[30.0, 10.0, 20.0, 40.0]).days(25.0);
        assert_eq!(table.mean(), 25.0);
        assert_eq!(table.share_within(20), 0.5);
    }
}
