//! Round numbers for an axis that starts at zero.

/// The numbers on an axis from zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Zero, then equal steps up to the end of the axis.
    pub values: Vec<f64>,
    /// The end of the axis, not below the largest value.
    pub top: f64,
    /// Decimals needed to tell them apart.
    pub n_decimals: usize,
}

impl Ticks {
    /// At most `n_steps` steps of 1, 2, 2.5 or 5 times a power of ten for values up to `largest`. The
    /// axis ends with a step if one is near, else a little above the largest value.
    pub fn from_zero(largest: f64, n_steps: usize) -> Self {
        let largest = if largest > 0.0 && largest.is_finite() { largest } else { 1.0 };
        let least = largest / n_steps as f64;
        let power = least.log10().floor() as i32;
        // A rounding error in the last bit must not cost a whole step.
        let enough = |&(digit, power): &(f64, i32)| digit * 10_f64.powi(power) >= least * 0.999_999;
        let candidates = [(1.0, power), (2.0, power), (2.5, power), (5.0, power), (1.0, power + 1)];
        let (digit, power) =
            candidates.into_iter().find(enough).expect("ten times the power is enough");
        let n_decimals = (if digit == 2.5 { 1 - power } else { -power }).max(0) as usize;
        let step = digit * 10_f64.powi(power);
        let next = (largest / step - 1e-6).ceil().max(1.0) * step;
        let top = if next <= largest * 1.12 { next } else { largest * 1.05 };
        let n_shown = (top / step + 1e-6).floor() as usize;
        let values = (0..=n_shown).map(|index| index as f64 * step).collect();
        Self { values, top, n_decimals }
    }

    /// Nothing to all in fifths, for shares of one.
    pub fn of_shares() -> Self {
        Self { values: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0], top: 1.0, n_decimals: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_the_largest() {
        let cases: [(f64, &[f64], usize); 6] = [
            (4_321.0, &[0.0, 1_000.0, 2_000.0, 3_000.0, 4_000.0], 0),
            (38_000.0, &[0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0], 0),
            (0.47, &[0.0, 0.1, 0.2, 0.3, 0.4, 0.5], 1),
            (5.0, &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], 0),
            (12.0, &[0.0, 2.5, 5.0, 7.5, 10.0, 12.5], 1),
            (0.0, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 1),
        ];
        for (largest, expected, n_decimals) in cases {
            let ticks = Ticks::from_zero(largest, 5);
            assert_eq!(ticks.n_decimals, n_decimals, "for {largest}");
            assert_eq!(ticks.values.len(), expected.len(), "for {largest}: {ticks:?}");
            let off = ticks.values.iter().zip(expected).map(|(one, other)| (one - other).abs());
            assert!(off.fold(0.0, f64::max) < 1e-9, "for {largest}: {ticks:?}");
        }
    }

    #[test]
    fn an_axis_never_ends_below_its_values() {
        for step in 1..2_000 {
            let largest = f64::from(step) * 0.37;
            let ticks = Ticks::from_zero(largest, 5);
            assert!(ticks.top >= largest * 0.999_999 && ticks.values.len() <= 6, "{ticks:?}");
        }
    }
}
