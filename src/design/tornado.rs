//! One factor at a time from its low to its high value: for showing, not for finding out what matters.
//!
//! It misses what factors do together (Saltelli and Annoni 2010); choose the factors by
//! [`super::effects`] or [`super::VariancePlan`] first.

/// The points of a tornado: the baseline, then each factor at its low and at its high value with the
/// others at the baseline. Values are in any unit.
///
/// # Panics
/// If there is not a pair of low and high for each factor.
pub fn one_at_a_time(baseline: &[f64], low_high: &[(f64, f64)]) -> Vec<Vec<f64>> {
    assert_eq!(baseline.len(), low_high.len(), "a low and a high value for each factor");
    let moved = |factor: usize, value: f64| {
        let mut point = baseline.to_vec();
        point[factor] = value;
        point
    };
    let pairs = low_high.iter().enumerate();
    let ends = pairs.flat_map(|(factor, (low, high))| [moved(factor, *low), moved(factor, *high)]);
    std::iter::once(baseline.to_vec()).chain(ends).collect()
}

/// A difference from the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The mean over replications.
    pub mean: f64,
    /// Its standard error; replications are paired with those of the baseline. NaN for a single one.
    pub standard_error: f64,
}

/// What one factor does to the output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The position of the factor.
    pub factor: usize,
    /// At its low value.
    pub at_low: Change,
    /// At its high value.
    pub at_high: Change,
}

impl Bar {
    /// The length of the bar, from the smallest to the largest of low, baseline and high.
    pub fn swing(&self) -> f64 {
        let (low, high) = (self.at_low.mean, self.at_high.mean);
        low.max(high).max(0.0) - low.min(high).min(0.0)
    }
}

/// The bars of a tornado, longest first, from the outputs at [`one_at_a_time`]: for each point the output
/// of each replication, in the same order and on the same random numbers.
///
/// # Panics
/// If there is an even number of points or not the same number of replications at each.
pub fn bars(outputs: &[Vec<f64>]) -> Vec<Bar> {
    let (baseline, ends) = outputs.split_first().expect("the baseline is the first point");
    assert!(ends.len().is_multiple_of(2), "a low and a high value for each factor");
    let mut bars: Vec<Bar> = ends
        .chunks_exact(2)
        .enumerate()
        .map(|(factor, pair)| Bar {
            factor,
            at_low: change(baseline, &pair[0]),
            at_high: change(baseline, &pair[1]),
        })
        .collect();
    bars.sort_by(|one, two| two.swing().total_cmp(&one.swing()));
    bars
}

fn change(baseline: &[f64], moved: &[f64]) -> Change {
    assert_eq!(baseline.len(), moved.len(), "the same replications at each point");
    let n = baseline.len() as f64;
    let differences: Vec<f64> = baseline.iter().zip(moved).map(|(from, to)| to - from).collect();
    let mean = differences.iter().sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|it| (it - mean) * (it - mean)).sum();
    Change { mean, standard_error: (squares / (n - 1.0) / n).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_sorted_by_length() {
        let points = one_at_a_time(&[1.0, 10.0, 5.0], &[(0.0, 2.0), (8.0, 16.0), (5.0, 6.0)]);
        assert_eq!(points.len(), 7);
        assert_eq!((&points[0], &points[3]), (&vec![1.0, 10.0, 5.0], &vec![1.0, 8.0, 5.0]));
        // Two replications that differ by 100 everywhere: the pairing takes it out.
        let model = |point: &Vec<f64>| {
            let output = 3.0 * point[0] - point[1] + point[2];
            vec![output, output + 100.0]
        };
        let bars = bars(&points.iter().map(model).collect::<Vec<_>>());
        let order: Vec<usize> = bars.iter().map(|bar| bar.factor).collect();
        assert_eq!(order, [1, 0, 2]);
        assert_eq!((bars[0].at_low.mean, bars[0].at_high.mean), (2.0, -6.0));
        assert_eq!((bars[0].swing(), bars[1].swing(), bars[2].swing()), (8.0, 6.0, 1.0));
        assert!(bars.iter().all(|bar| bar.at_high.standard_error == 0.0));
    }

    #[test]
    fn chance_gives_whiskers() {
        let outputs = [vec![1.0, 2.0, 3.0], vec![1.0, 2.0, 3.0], vec![2.0, 4.0, 6.0]];
        let change = bars(&outputs)[0].at_high;
        assert_eq!(change.mean, 2.0);
        assert!((change.standard_error - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    }
}
