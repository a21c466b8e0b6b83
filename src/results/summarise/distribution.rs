//! The spread of one quantity over replications: mean, standard deviation, exact quantiles, and how far the mean is
//! off because there are only so many replications.

use super::draws::Draws;

/// Summary statistics of one quantity over replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    /// Number of replications in which the quantity is defined.
    pub n: usize,
    /// Mean of the finite values.
    pub mean: f64,
    /// Standard deviation of the finite values; zero for a single one.
    pub sd: f64,
    /// Quantiles at 5, 10, 25, 50, 75, 90 and 95 %.
    pub quantiles: [f64; 7],
    /// Monte Carlo standard error of the mean. Replications of one draw of the parameters are not independent; it
    /// comes from the draws.
    pub mc_error: f64,
}

/// The quantiles of a [`Distribution`], in thousandths.
const PERMILLE: [usize; 7] = [50, 100, 250, 500, 750, 900, 950];

impl Distribution {
    /// Summarises values in the order of the replications and leaves them sorted.
    ///
    /// NaN is a replication in which the quantity is not defined and is left out. Infinity is a
    /// time that was not reached: it counts in the quantiles, not in the mean. Nothing comes back
    /// if a quantile would be infinite or no value is left.
    pub fn of(values: &mut Vec<f64>, draws: &Draws) -> Option<Self> {
        let mc_error = draws.error_of_mean(values);
        values.retain(|value| !value.is_nan());
        let n = values.len();
        let n_finite = values.iter().filter(|value| value.is_finite()).count();
        if n_finite == 0 {
            return None;
        }
        // Summed in the order of the replications: another order would round differently.
        let finite = || values.iter().filter(|value| value.is_finite());
        let mean = finite().sum::<f64>() / n_finite as f64;
        let squares = finite().map(|value| (value - mean) * (value - mean)).sum::<f64>();
        let sd = if n_finite > 1 { (squares / (n_finite - 1) as f64).sqrt() } else { 0.0 };
        if squares > 0.0 || n_finite < n {
            sort(values);
        }
        let quantiles = PERMILLE.map(|permille| quantile(values, permille));
        let all_finite = quantiles.iter().all(|quantile| quantile.is_finite());
        all_finite.then_some(Self { n, mean, sd, quantiles, mc_error })
    }

    /// The share of replications in which something happens, in the mean and in every quantile: 1 where it does,
    /// 0 where it does not, NaN where it cannot. Nothing comes back if it never can.
    pub fn of_share(happened: &[f64], draws: &Draws) -> Option<Self> {
        let defined = happened.iter().filter(|value| !value.is_nan());
        let n = defined.clone().count();
        let mean = defined.sum::<f64>() / n as f64;
        let sd = (mean * (1.0 - mean)).sqrt();
        let mc_error = draws.error_of_share(happened);
        (n > 0).then_some(Self { n, mean, sd, quantiles: [mean; 7], mc_error })
    }

    /// A number that does not vary, in the mean and in every quantile.
    pub fn constant(value: f64) -> Self {
        Self { n: 1, mean: value, sd: 0.0, quantiles: [value; 7], mc_error: 0.0 }
    }
}

/// Sorts as `total_cmp` does, but two to five times as fast: most values are small counts, and
/// comparing whole numbers takes no branches.
pub fn sort(values: &mut [f64]) {
    const SMALL: usize = 1024;
    let small = |value: &f64| {
        let count = *value as u16;
        (usize::from(count) < SMALL && f64::from(count).to_bits() == value.to_bits())
            .then_some(usize::from(count))
    };
    // Where there are few values, clearing and reading the counts costs more than it saves.
    if values.len() >= SMALL / 4 {
        let mut n_of = [0_usize; SMALL];
        if values.iter().all(|value| small(value).map(|count| n_of[count] += 1).is_some()) {
            let mut rest = values;
            for (count, n) in n_of.iter().enumerate().filter(|(_, n)| **n > 0) {
                let (same, larger) = rest.split_at_mut(*n);
                same.fill(count as f64);
                rest = larger;
            }
            return;
        }
    }
    // Negative numbers have their other bits turned, so that the integers are in the order of the
    // floats.
    let turn = |bits: i64| bits ^ (((bits >> 63) as u64) >> 1) as i64;
    let mut keys: Vec<i64> = values.iter().map(|value| turn(value.to_bits() as i64)).collect();
    keys.sort_unstable();
    for (value, key) in values.iter_mut().zip(keys) {
        *value = f64::from_bits(turn(key) as u64);
    }
}

/// The quantile at so many thousandths of sorted values, by linear interpolation (type 7 of R).
///
/// Thousandths, because the position is then exact.
///
/// # Panics
/// If there are no values.
pub fn quantile(sorted: &[f64], permille: usize) -> f64 {
    let position = (sorted.len() - 1) * permille;
    let (below, rest) = (position / 1000, position % 1000);
    let low = sorted[below];
    if rest == 0 || sorted[below + 1] == low {
        return low;
    }
    low + (sorted[below + 1] - low) * (rest as f64 / 1000.0)
}

/// Standard error of a quantile of values in the order of the replications, from the order statistics one standard
/// deviation of the number of values below it either side; `sorted` are the same values, sorted.
pub fn quantile_error(values: &[f64], sorted: &[f64], permille: usize, draws: &Draws) -> f64 {
    let n = sorted.len() as f64;
    let share = permille as f64 / 1000.0;
    let limit = quantile(sorted, permille);
    let is_below: Vec<f64> = values.iter().map(|it| f64::from(u8::from(*it <= limit))).collect();
    let half_width = (n * share * (1.0 - share) * draws.widening(&is_below)).sqrt();
    let last = n - 1.0;
    let at = |position: f64| sorted[position.clamp(0.0, last) as usize];
    (at((last * share + half_width).ceil()) - at((last * share - half_width).floor())) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found}, expected {expected}");
    }

    /// Of replications that are independent.
    fn of(values: &mut Vec<f64>) -> Option<Distribution> {
        let draws = Draws::in_order(values.len(), 1);
        Distribution::of(values, &draws)
    }

    #[test]
    fn quantiles_are_those_of_type_seven() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        // quantile(c(1, 2, 4, 8), c(.05, .25, .5, .9, 1)) in R.
        let expected = [(50, 1.15), (250, 1.75), (500, 3.0), (900, 6.8), (1000, 8.0)];
        for (permille, expected) in expected {
            close(quantile(&sorted, permille), expected, 1e-12);
        }
        assert_eq!(quantile(&[7.0], 950), 7.0);
    }

    #[test]
    fn sorting_is_that_of_the_numbers() {
        let cases = [
            vec![3.5, f64::INFINITY, -0.0, 0.0, -2.0, 1e300, -1e-300, 3.25],
            vec![3.0, 0.0, 1023.0, 3.0, 7.0],
            vec![3.0, 0.0, 1024.0, 3.0, 7.0],
            vec![3.0, 0.0, -0.0],
            (0..600).map(|it| f64::from(it * 7 % 13)).collect(),
            (0..600).map(|it| f64::from(2_000 + it * 7 % 13)).collect(),
            (0..600).map(|it| f64::from(1_024 - it * 7 % 13)).collect(),
            (0..600).map(|it| -f64::from(it % 2)).collect(),
            vec![],
        ];
        for values in cases {
            let (mut found, mut expected) = (values.clone(), values);
            expected.sort_by(f64::total_cmp);
            sort(&mut found);
            let bits = |values: &[f64]| values.iter().map(|it| it.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&found), bits(&expected));
        }
    }

    #[test]
    fn mean_and_errors_are_the_usual_ones() {
        let found = of(&mut vec![4.0, 1.0, 8.0, 2.0]).expect("values");
        close(found.mean, 3.75, 1e-15);
        close(found.sd, (28.75_f64 / 3.0).sqrt(), 1e-15);
        close(found.mc_error, found.sd / 2.0, 1e-15);
        assert_eq!(found.quantiles[3], 3.0);
        let one = of(&mut vec![4.0]).expect("a value");
        assert_eq!((one.mean, one.sd, one.mc_error), (4.0, 0.0, 0.0));
        let happened: Vec<f64> = (0..100).map(|it| f64::from(u8::from(it % 10 == 0))).collect();
        let share = Distribution::of_share(&happened, &Draws::in_order(100, 1)).expect("a share");
        close(share.mc_error, 0.03, 1e-15);
        assert_eq!((share.quantiles, share.n), ([0.1; 7], 100));
        let nowhere = Distribution::of_share(&[f64::NAN; 2], &Draws::in_order(2, 1));
        assert_eq!(nowhere, None);
    }

    #[test]
    fn undefined_is_left_out_and_never_is_not_soon() {
        let mut some = vec![1.0, f64::NAN, 3.0];
        assert_eq!(of(&mut some).expect("values").mean, 2.0);
        let mut seldom: Vec<f64> = (0..100).map(f64::from).collect();
        seldom.push(f64::INFINITY);
        let found = of(&mut seldom).expect("q95 is finite");
        close(found.quantiles[6], 95.0, 1e-12);
        let mut often = vec![1.0, 2.0, f64::INFINITY];
        assert_eq!(of(&mut often), None);
        assert_eq!(of(&mut vec![f64::NAN]), None);
        // Also where all that is finite is the same.
        let mut once = vec![1.0; 40];
        once[1] = f64::INFINITY;
        assert_eq!(of(&mut once).map(|it| it.quantiles), Some([1.0; 7]));
    }

    #[test]
    fn the_error_of_a_quantile_is_near_its_large_sample_value() {
        let normal = Normal::standard();
        let n = 100_000;
        let sorted: Vec<f64> =
            (0..n).map(|i| normal.inverse_cdf((f64::from(i) + 0.5) / f64::from(n))).collect();
        let z = normal.inverse_cdf(0.9);
        let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let expected = (0.9_f64 * 0.1 / f64::from(n)).sqrt() / density;
        let apart = quantile_error(&sorted, &sorted, 900, &Draws::in_order(n as usize, 1));
        close(apart / expected, 1.0, 0.02);
        // Each value twice says as much as once, and as if independent they would say twice as much.
        let twice: Vec<f64> = sorted.iter().flat_map(|it| [*it; 2]).collect();
        let error = |in_a_draw| {
            quantile_error(&twice, &twice, 900, &Draws::in_order(twice.len(), in_a_draw))
        };
        close(error(2) / apart, 1.0, 0.02);
        close(error(2) / error(1), 2.0_f64.sqrt(), 0.02);
    }

    #[test]
    fn errors_are_those_of_draws() {
        let draws = Draws::in_order(6, 2);
        let pairs = Distribution::of(&mut vec![1.0, 1.0, 4.0, 4.0, 7.0, 7.0], &draws);
        let single = of(&mut vec![1.0, 4.0, 7.0]).expect("values");
        close(pairs.expect("values").mc_error, single.mc_error, 1e-15);
        let share = Distribution::of_share(&[1.0, 1.0, 0.0, 0.0, 0.0, 0.0], &draws);
        close(share.expect("a share").mc_error, (2.0_f64 / 27.0).sqrt(), 1e-15);
    }
}
