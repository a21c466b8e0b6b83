//! The nearest curve that only rises, or only falls: pool adjacent violators (Ayer and others 1955).

/// The rising values nearest to `values` in weighted squares.
///
/// # Panics
/// If there is not a weight for each value, or one is not positive.
pub fn fit_rising(values: &[f64], weights: &[f64]) -> Vec<f64> {
    assert_eq!(values.len(), weights.len(), "a weight for each value");
    assert!(weights.iter().all(|it| *it > 0.0), "weights must be positive");
    // Blocks of neighbours that share their mean: weighted sum, weight and length.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in values.iter().zip(weights) {
        let mut block = (value * weight, *weight, 1);
        while let Some(before) = blocks.pop_if(|it| it.0 / it.1 >= block.0 / block.1) {
            block = (before.0 + block.0, before.1 + block.1, before.2 + block.2);
        }
        blocks.push(block);
    }
    blocks.iter().flat_map(|block| std::iter::repeat_n(block.0 / block.1, block.2)).collect()
}

/// The falling values nearest to `values` in weighted squares.
///
/// # Panics
/// As [`fit_rising`].
pub fn fit_falling(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let negative: Vec<f64> = values.iter().map(|it| -it).collect();
    fit_rising(&negative, weights).iter().map(|it| -it).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled() {
        let fitted = fit_rising(&[1.0, 3.0, 2.0, 4.0, 3.5, 3.0, 6.0], &[1.0; 7]);
        assert_eq!(fitted, [1.0, 2.5, 2.5, 3.5, 3.5, 3.5, 6.0]);
        assert_eq!(fit_rising(&[3.0, 2.0, 1.0], &[1.0; 3]), [2.0; 3]);
        assert_eq!(fit_falling(&[0.9, 0.4, 0.5, 0.1], &[1.0; 4]), [0.9, 0.45, 0.45, 0.1]);
    }

    #[test]
    fn weights_count() {
        assert_eq!(fit_rising(&[4.0, 1.0], &[1.0, 3.0]), [1.75, 1.75]);
    }

    #[test]
    fn nothing_that_rises_is_nearer() {
        // Every rising curve of five on a grid of quarters, against the fit.
        let (values, weights) = ([0.5, 0.9, 0.3, 0.2, 0.8], [1.0, 2.0, 1.0, 3.0, 1.0]);
        let loss = |curve: &[f64]| -> f64 {
            (0..5).map(|at| weights[at] * (curve[at] - values[at]).powi(2)).sum()
        };
        let best = loss(&fit_rising(&values, &weights));
        for code in 0..5_usize.pow(5) {
            let curve: Vec<f64> =
                (0..5).map(|at| (code / 5_usize.pow(at) % 5) as f64 / 4.0).collect();
            assert!(!curve.is_sorted() || loss(&curve) >= best - 1e-12, "{curve:?}");
        }
    }
}
