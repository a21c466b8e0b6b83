//! The exponentially weighted moving average of residuals.

use super::run_length::{N_NODES, gauss_legendre, mean, normal_density, solve_rising};
use super::{Direction, Watch, raise};
use nalgebra::{DMatrix, DVector};

/// A moving-average chart: `E = (1 - weight) E + weight z`, an alarm when it is more than `width`
/// standard deviations from zero (Roberts 1959; Lucas and Saccucci 1990).
///
/// One statistic for both directions; a run length counts alarms of either.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ewma {
    /// The share of the newest residual in the average.
    pub weight: f64,
    /// The limit in standard deviations of the average.
    pub width: f64,
    /// Whose standard deviation.
    pub limits: EwmaLimits,
}

/// What the standard deviation of a moving average is taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EwmaLimits {
    /// That of an average which has just started from zero and widens: finds an early change sooner.
    Widening,
    /// The one it tends to.
    Settled,
}

impl Ewma {
    /// The chart that is quiet for `run_length` observations on average when nothing has changed.
    ///
    /// # Panics
    /// If the weight is not between zero and one, or the run length is one or less.
    pub fn for_run_length(weight: f64, limits: EwmaLimits, run_length: f64) -> Self {
        assert!(weight > 0.0 && weight <= 1.0, "weight {weight}");
        let quiet_for = |width| match width {
            0.0 => 1.0,
            _ => Self { weight, width, limits }.mean_run_length(0.0),
        };
        Self { weight, width: solve_rising(run_length, quiet_for), limits }
    }

    /// The limit at the observation with this number, counted from 1 at the start of the average.
    pub fn limit(&self, number: usize) -> f64 {
        let settled = self.weight / (2.0 - self.weight);
        let widened = match self.limits {
            EwmaLimits::Widening => 1.0 - (1.0 - self.weight).powi(2 * number as i32),
            EwmaLimits::Settled => 1.0,
        };
        self.width * (settled * widened).sqrt()
    }

    /// The mean number of observations until an alarm, when residuals have moved by `shift` standard
    /// deviations from the first observation on.
    pub fn mean_run_length(&self, shift: f64) -> f64 {
        mean(self.quiet_probabilities(shift))
    }

    /// The probabilities of no alarm by observation 1, 2, 3 and so on.
    pub fn quiet_probabilities(&self, shift: f64) -> impl Iterator<Item = f64> + use<> {
        let chart = *self;
        let unit = gauss_legendre();
        // Before the first observation all mass is at zero.
        let (mut limit, mut number) = (0.0, 0);
        let mut masses = DVector::from_element(N_NODES, 1.0 / N_NODES as f64);
        let mut kernel = chart.kernel(&unit, (0.0, chart.limit(1)), shift);
        std::iter::repeat_with(move || {
            number += 1;
            let limit_before = limit;
            limit = chart.limit(number);
            // Once the limits have settled, so has the kernel.
            if number <= 2 || limit != limit_before || limit_before != chart.limit(number - 2) {
                kernel = chart.kernel(&unit, (limit_before, limit), shift);
            }
            masses = &kernel * &masses;
            masses.sum()
        })
    }

    /// The mass that goes to each node of the second interval for each unit at a node of the first.
    fn kernel(
        &self,
        unit: &[(f64, f64); N_NODES],
        (before, after): (f64, f64),
        shift: f64,
    ) -> DMatrix<f64> {
        DMatrix::from_fn(N_NODES, N_NODES, |to, from| {
            let ((to, weight), (from, _)) = (unit[to], unit[from]);
            let residual = (after * to - (1.0 - self.weight) * before * from) / self.weight;
            after * weight * normal_density(residual - shift) / self.weight
        })
    }

    /// The statistic after one more residual.
    pub fn next(&self, statistic: f64, residual: f64) -> f64 {
        (1.0 - self.weight) * statistic + self.weight * residual
    }

    /// Draws the chart over all residuals. After an alarm it starts afresh.
    pub fn watch(&self, residuals: &[f64]) -> Watch {
        let mut watch = Watch::default();
        let (mut statistic, mut started, mut change_index) = (0.0_f64, 0, 0);
        for (index, residual) in residuals.iter().enumerate() {
            let before = statistic;
            statistic = self.next(statistic, *residual);
            // A change is dated from the last time the average was on the other side of zero.
            if before * statistic < 0.0 {
                change_index = index;
            }
            let limit = self.limit(index + 1 - started);
            watch.up.push(statistic);
            watch.down.push(-statistic);
            watch.limits.push(limit);
            if statistic.abs() > limit {
                let quiet = self.quiet_probabilities(0.0).nth(index - started);
                let quiet = quiet.expect("a chart can always be quiet one more time");
                let direction = if statistic > 0.0 { Direction::Up } else { Direction::Down };
                let passed = (statistic.abs(), limit);
                watch.alarms.push(raise(direction, residuals, change_index, index, passed, quiet));
                (statistic, started, change_index) = (0.0, index + 1, index + 1);
            }
        }
        watch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use rand_distr::{Distribution, StandardNormal};

    #[test]
    fn t15_run_lengths_with_settled_limits() {
        for (weight, width, quiet, delay) in [(0.1, 2.703, 371.9, 9.75), (0.2, 2.962, 499.7, 10.54)]
        {
            let chart = Ewma { weight, width, limits: EwmaLimits::Settled };
            let found = (chart.mean_run_length(0.0), chart.mean_run_length(1.0));
            assert!((found.0 - quiet).abs() < 0.0501, "{chart:?}: {found:?}");
            assert!((found.1 - delay).abs() < 5.01e-3, "{chart:?}: {found:?}");
            let designed = Ewma::for_run_length(weight, EwmaLimits::Settled, quiet);
            assert!((designed.width - width).abs() < 5.01e-4, "{designed:?}");
        }
    }

    #[test]
    fn simulated_run_lengths_are_those_of_the_equation() {
        // 10,000 charts a number, standard error about 1 %; 3.29 of them are exceeded once in a thousand
        // seeds for each of 4 numbers.
        let mut stream = Chance::new(59, 0).stream(Process::Parameter, 0);
        for limits in [EwmaLimits::Widening, EwmaLimits::Settled] {
            let chart = Ewma::for_run_length(0.2, limits, 52.0);
            for shift in [0.0, 1.0] {
                let lengths: Vec<f64> = (0..10_000)
                    .map(|_| {
                        let (mut statistic, mut number) = (0.0_f64, 0);
                        while number == 0 || statistic.abs() <= chart.limit(number) {
                            let noise: f64 = StandardNormal.sample(stream.generator());
                            statistic = chart.next(statistic, noise + shift);
                            number += 1;
                        }
                        number as f64
                    })
                    .collect();
                let n = lengths.len() as f64;
                let mean = lengths.iter().sum::<f64>() / n;
                let variance = lengths.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / n;
                let expected = chart.mean_run_length(shift);
                let distance = (mean - expected).abs() / (variance / n).sqrt();
                assert!((mean / expected - 1.0).abs() < 0.05, "{chart:?}: {mean} for {expected}");
                assert!(distance < 3.29, "{chart:?}: {mean} for {expected}, {distance:.2}");
            }
        }
    }

    #[test]
    fn widening_limits_find_an_early_change_sooner() {
        let delay = |limits| Ewma::for_run_length(0.1, limits, 260.0).mean_run_length(1.0);
        let (widening, settled) = (delay(EwmaLimits::Widening), delay(EwmaLimits::Settled));
        assert!(widening < settled - 1.0, "{widening} {settled}");
    }

    #[test]
    fn a_weight_of_one_is_a_chart_of_single_residuals() {
        // P(|z| > 3) = 0.0026998: an alarm in 370.4 observations.
        let chart = Ewma { weight: 1.0, width: 3.0, limits: EwmaLimits::Widening };
        assert!((chart.mean_run_length(0.0) - 370.398).abs() < 5e-3);
    }

    #[test]
    fn an_alarm_says_what_when_and_how_much() {
        let residuals = [0.5, 0.4, -1.6, -1.6, -1.6, -1.6, -1.6, 0.2];
        let chart = Ewma { weight: 0.2, width: 2.4, limits: EwmaLimits::Widening };
        let watch = chart.watch(&residuals);
        let [alarm] = watch.alarms[..] else { panic!("{:?}", watch.alarms) };
        assert_eq!(alarm.direction, Direction::Down);
        assert_eq!(alarm.change_index, 2);
        assert!((alarm.size + 1.6).abs() < 1e-12, "{alarm:?}");
        assert!(alarm.statistic > alarm.limit && alarm.limit == chart.limit(alarm.index + 1));
        assert!(alarm.false_alarm_probability > 0.0 && alarm.false_alarm_probability < 0.3);
        assert_eq!(watch.limits[alarm.index + 1], chart.limit(1), "it starts afresh");
    }
}
