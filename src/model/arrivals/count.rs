//! How many persons of a group arrive in a month: those observed, or as the intensity has it.

use super::Noise;
use crate::chance::{Chance, Process, Stream, household_key};
use crate::law::poisson_quantile;
use crate::model::reality::GroupReality;
use crate::scenario::ObservedMonth;
use rand_distr::{Distribution, Gamma};

/// How many persons arrive in a month: as many as are known to, or as the intensity has it.
pub(super) fn draw_month(
    noise: &mut Noise,
    reality: &GroupReality,
    month_index: usize,
    chance: &Chance,
    key: u64,
) -> i64 {
    let as_of = &reality.as_of;
    let counts = || chance.stream(Process::Count, key);
    if let Some(observed) = as_of.months.get(month_index).copied().flatten() {
        return draw_registered(observed, &mut counts());
    }
    if as_of.first_free == Some(month_index) {
        // A stream beside the month's own, so that the month's innovation is the same with and without.
        let key = household_key(reality.name, month_index, 1);
        noise.begin(as_of.drift, &mut chance.stream(Process::Intensity, key));
    }
    let factor = noise.next(reality, &mut chance.stream(Process::Intensity, key));
    let intensity = reality.expected_persons[month_index] * factor;
    if intensity > 0.0 { draw_count(reality, intensity, &mut counts()) } else { 0 }
}

/// How many arrived in a month of which a share is registered: those registered, and the others, whose number
/// is negative binomial given the first (methods 1.7).
fn draw_registered(observed: ObservedMonth, draws: &mut Stream) -> i64 {
    let registered = f64::from(observed.persons);
    if observed.registered_share >= 1.0 || registered <= 0.0 {
        return i64::from(observed.persons);
    }
    let probability = draws.uniform();
    let odds = (1.0 - observed.registered_share) / observed.registered_share;
    let gamma = Gamma::new(registered, odds).expect("a positive shape and scale");
    i64::from(observed.persons) + poisson_quantile(gamma.sample(draws.generator()), probability)
}

/// How many persons arrive at an intensity: Poisson, or negative binomial by mixing it over a gamma.
fn draw_count(reality: &GroupReality, intensity: f64, draws: &mut Stream) -> i64 {
    let probability = draws.uniform();
    let mixed = if reality.dispersion > 0.0 {
        let shape = 1.0 / reality.dispersion;
        let gamma = Gamma::new(shape, 1.0 / shape).expect("a positive shape and scale");
        intensity * gamma.sample(draws.generator())
    } else {
        intensity
    };
    poisson_quantile(mixed, probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reality(dispersion: f64, drift_sd: f64, persistence: f64) -> GroupReality {
        GroupReality { dispersion, drift_sd, persistence, ..GroupReality::default() }
    }

    #[test]
    fn counts_have_the_moments_of_the_negative_binomial() {
        // Methods T10: mean 3000, alpha .05 -> SD 673.05. 20,000 draws: the mean has standard error 4.8,
        // and the variance, for a law this close to normal, a relative one of sqrt(2/n) = 1 %; the limits
        // are 3.29 of them, one false alarm in a thousand seeds.
        let group = reality(0.05, 0.0, 0.0);
        let n = 20_000_u64;
        let chance = Chance::new(11, 0);
        let draws: Vec<f64> = (0..n)
            .map(|key| draw_count(&group, 3000.0, &mut chance.stream(Process::Count, key)) as f64)
            .collect();
        let mean = draws.iter().sum::<f64>() / n as f64;
        let variance = draws.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
        assert!((mean - 3000.0).abs() < 3.29 * 673.05 / (n as f64).sqrt(), "mean {mean}");
        assert!(
            (variance.sqrt() / 673.05 - 1.0).abs() < 3.29 * 0.5 * 0.0105,
            "sd {}",
            variance.sqrt()
        );
    }

    #[test]
    fn those_not_registered_yet_are_negative_binomial_given_the_others() {
        let draw = |persons, registered_share, key| {
            let month = ObservedMonth { persons, registered_share };
            draw_registered(month, &mut Chance::new(6, 0).stream(Process::Count, key)) as f64
        };
        // All are known, or nobody is.
        assert_eq!([draw(300, 1.0, 0), draw(0, 0.75, 0), draw(1, 1.0, 0)], [300.0, 0.0, 1.0]);
        // Of 75 % registered 300: 100 more with variance 300 x .25 / .75² (methods 1.7).
        let n = 20_000;
        let missing: Vec<f64> = (0..n).map(|it| draw(300, 0.75, it) - 300.0).collect();
        let mean = missing.iter().sum::<f64>() / n as f64;
        let expected = 300.0 * 0.25 / 0.75_f64.powi(2);
        assert!((mean - 100.0).abs() < 3.29 * (expected / n as f64).sqrt(), "{mean}");
        let variance = missing.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / n as f64;
        assert!((variance / expected - 1.0).abs() < 3.29 * 1.05 * (2.0 / n as f64).sqrt());
    }

    /// Coefficient of variation of a year's count, 3,000 a month expected, over many years, and its standard error from
    /// the fourth moment.
    fn yearly_variation(group: &GroupReality, n: u64) -> (f64, f64) {
        let chance = Chance::new(5, 0);
        let year = |run: u64| -> f64 {
            let mut noise = Noise::default();
            let month = |month: u64| {
                let key = run * 100 + month;
                let factor = noise.next(group, &mut chance.stream(Process::Intensity, key));
                let counts = &mut chance.stream(Process::Count, key);
                draw_count(group, 3000.0 * factor, counts) as f64
            };
            (0..12).map(month).sum()
        };
        let years: Vec<f64> = (0..n).map(year).collect();
        let n = n as f64;
        let mean = years.iter().sum::<f64>() / n;
        let moment = |power: i32| years.iter().map(|it| (it - mean).powi(power)).sum::<f64>() / n;
        let (variance, fourth) = (moment(2), moment(4));
        let error = (fourth / variance.powi(2) - 1.0).sqrt() / (2.0 * n.sqrt());
        (variance.sqrt() / mean, error * variance.sqrt() / mean)
    }

    /// The same by theory: methods 1.3, with covariance of log intensity `v_min φ^|t-u|` from a known level.
    fn theory(group: &GroupReality) -> f64 {
        let (phi, sigma) = (group.persistence, group.drift_sd);
        let variances: Vec<f64> = (0..12)
            .scan(0.0, |v, _| {
                *v = phi * phi * *v + sigma * sigma;
                Some(*v)
            })
            .collect();
        let mut total = 0.0;
        for (t, v_t) in variances.iter().enumerate() {
            for (u, v_u) in variances.iter().enumerate() {
                let covariance = v_t.min(*v_u) * phi.powi(t.abs_diff(u) as i32);
                let own = if t == u { 1.0 + group.dispersion } else { 1.0 };
                total += 3000.0_f64.powi(2) * (own * covariance.exp() - 1.0);
                total += if t == u { 3000.0 } else { 0.0 };
            }
        }
        total.sqrt() / 36_000.0
    }

    #[test]
    fn a_year_varies_as_a_sum_of_correlated_months() {
        // Methods T10: a random walk from a known level gives a coefficient of variation of .33335.
        let walk = reality(0.02, 0.15, 1.0);
        assert!((theory(&walk) - 0.333_35).abs() < 5e-5, "{}", theory(&walk));
        for group in [walk, reality(0.02, 0.15, 0.9)] {
            // A skewed sum: its standard deviation has a relative error near a third of a per cent in 200,000 years.
            let ((found, error), expected) = (yearly_variation(&group, 200_000), theory(&group));
            let distance = |theory: f64| (found - theory).abs() / error;
            // 3.48 standard errors: one of the two is further off in one of a thousand seeds.
            assert!(distance(expected) < 3.48, "{found} ± {error}, theory {expected}");
            assert!(distance(1.02 * expected) > 3.48, "{found} ± {error} would pass 2 % off");
            assert!(distance(0.98 * expected) > 3.48, "{found} ± {error} would pass 2 % off");
        }
    }
}
