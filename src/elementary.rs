//! Exponential and logarithm that are the same to the last bit on every platform.
//!
//! The standard library hands these to the platform, and a last bit could tip a choice between two
//! municipalities of equal worth, or the day on which a household moves. Only additions, multiplications and
//! divisions are used, and their rounding is fixed by the standard. Loops over them can be done several at once,
//! which those of a mathematical library cannot.

/// Adding and subtracting this rounds to a whole number.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// The upper bits of ln 2, so that a whole multiple of it is exact; and the rest.
const LN_2_UPPER: f64 = 0.693_147_180_369_123_8;
const LN_2_LOWER: f64 = 1.908_214_929_270_587_7e-10;

/// One over the factorials: the 15th term is below the last bit for |x| <= ln 2 / 2.
const TAYLOR: [f64; 14] = {
    let (mut terms, mut n, mut factorial) = ([1.0; 14], 1, 1.0);
    while n < terms.len() {
        factorial *= n as f64;
        terms[n] = 1.0 / factorial;
        n += 1;
    }
    terms
};

/// e to the power `x`, to within two units in the last place; zero below -700, held at +700 above.
#[inline]
pub fn exp(x: f64) -> f64 {
    if x < -700.0 {
        return 0.0;
    }
    let x = x.min(700.0);
    let doublings = (x * std::f64::consts::LOG2_E + ROUNDER) - ROUNDER;
    let rest = (x - doublings * LN_2_UPPER) - doublings * LN_2_LOWER;
    let series = TAYLOR.iter().rev().fold(0.0, |sum, term| sum * rest + term);
    series * f64::from_bits(((doublings as i64 + 1023) as u64) << 52)
}

/// The natural logarithm of a positive number that is not subnormal.
#[inline]
pub fn ln(x: f64) -> f64 {
    const MANTISSA: u64 = (1 << 52) - 1;
    let bits = x.to_bits();
    let mut doublings = ((bits >> 52) as i64 - 1023) as f64;
    let mut mantissa = f64::from_bits((bits & MANTISSA) | (1023 << 52));
    if mantissa > std::f64::consts::SQRT_2 {
        mantissa *= 0.5;
        doublings += 1.0;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)); the 12th term is below the last bit.
    let slope = (mantissa - 1.0) / (mantissa + 1.0);
    let square = slope * slope;
    let mut sum = 0.0;
    for n in (0..12).rev() {
        sum = sum * square + 1.0 / f64::from(2 * n + 1);
    }
    doublings * LN_2_UPPER + (doublings * LN_2_LOWER + 2.0 * slope * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_platform() {
        for step in -6_900..6_900 {
            let x = f64::from(step) * 0.1 + 0.037;
            let distance = (exp(x) / x.exp() - 1.0).abs();
            assert!(distance < 1e-15 * (1.0 + x.abs() / 100.0), "exp {x}: {distance:e}");
            let y = x.exp();
            assert!((ln(y) - y.ln()).abs() <= 4e-16 * (1.0 + x.abs()), "ln {y}");
        }
        assert_eq!((exp(0.0), ln(1.0), exp(-800.0)), (1.0, 0.0, 0.0));
    }
}
