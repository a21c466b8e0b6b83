//! How uncertain a statistic of a series is, when neighbours in the series are alike.

use super::Interval;
use crate::chance::Stream;

/// The percentile interval of a statistic over resampled series, each put together from blocks of
/// neighbours that keep what correlation there is within a block (Politis and Romano 1992: the series is
/// closed to a circle, so that each value is drawn equally often).
///
/// A block should be longer than the overlap of forecasts; with blocks of one it is the ordinary
/// bootstrap. Values that belong together, such as two losses, are one value here.
///
/// # Panics
/// If the series is empty, a block is empty or longer than the series, or no resample is asked for.
pub fn draw_block_interval<T: Copy>(
    series: &[T],
    statistic: impl Fn(&[T]) -> f64,
    block_length: usize,
    n_resamples: usize,
    level: f64,
    stream: &mut Stream,
) -> Interval {
    let n = series.len();
    assert!((1..=n).contains(&block_length), "blocks of {block_length} in a series of {n}");
    assert!(n_resamples > 0, "no resamples");
    let mut resample = Vec::with_capacity(n + block_length);
    let mut values: Vec<f64> = (0..n_resamples)
        .map(|_| {
            resample.clear();
            while resample.len() < n {
                let start = stream.below(u32::try_from(n).expect("a short series")) as usize;
                resample.extend((0..block_length).map(|at| series[(start + at) % n]));
            }
            statistic(&resample[..n])
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |probability: f64| {
        let rank = (probability * n_resamples as f64).ceil() as usize;
        values[rank.clamp(1, n_resamples) - 1]
    };
    let tail = (1.0 - level) / 2.0;
    Interval { level, low: at(tail), high: at(1.0 - tail) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use crate::score::mean;
    use rand_distr::{Distribution, StandardNormal};

    #[test]
    fn blocks_keep_the_correlation_that_single_values_lose() {
        // An autoregression with coefficient 0.6: the mean's standard error is twice that of independent
        // values. The block estimate itself has a standard error of about 6 % here (Kuensch 1989: its
        // variance is 4 l / 3 n of the square, l the block length); 20 % is exceeded less than once in a
        // thousand seeds.
        let mut stream = Chance::new(74, 0).stream(Process::Parameter, 0);
        let mut value = 0.0;
        let series: Vec<f64> = (0..20_000)
            .map(|_| {
                let noise: f64 = StandardNormal.sample(stream.generator());
                value = 0.6 * value + noise;
                value
            })
            .collect();
        let mut half_width = |block_length| {
            let interval =
                draw_block_interval(&series, mean, block_length, 400, 0.683, &mut stream);
            (interval.high - interval.low) / 2.0
        };
        let (blocks, singles) = (half_width(100), half_width(1));
        let independent = 1.25 / 20_000_f64.sqrt();
        assert!((blocks / (2.0 * independent) - 1.0).abs() < 0.2, "{blocks} {independent}");
        assert!((singles / independent - 1.0).abs() < 0.2, "{singles} {independent}");
    }

    #[test]
    fn one_block_is_the_whole_series_turned_round() {
        let mut stream = Chance::new(75, 0).stream(Process::Parameter, 0);
        let series = [3.0, 1.0, 8.0];
        let interval = draw_block_interval(&series, mean, 3, 50, 0.9, &mut stream);
        assert_eq!((interval.low, interval.high), (4.0, 4.0));
    }

    #[test]
    fn what_belongs_together_is_drawn_together() {
        let mut stream = Chance::new(76, 0).stream(Process::Parameter, 0);
        let pairs: Vec<(f64, f64)> =
            (0..40).map(|it| (f64::from(it), f64::from(it) + 2.0)).collect();
        let difference = |pairs: &[(f64, f64)]| {
            pairs.iter().map(|(first, second)| second - first).sum::<f64>() / pairs.len() as f64
        };
        let interval = draw_block_interval(&pairs, difference, 4, 100, 0.95, &mut stream);
        assert_eq!((interval.low, interval.high), (2.0, 2.0));
    }
}
