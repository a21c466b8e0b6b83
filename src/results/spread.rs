//! How evenly settlement is spread over municipalities, against their shares of the population.
//!
//! Even a perfectly fair lottery spreads few people unevenly, so the dissimilarity also comes as an
//! excess over what chance alone would give (methods 5.2). No random numbers: the mean absolute
//! deviation of a binomial has a closed form.

/// Measures of spread of one settlement year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Share who would have to be settled elsewhere for everywhere to be alike: ½ Σ |s - p|.
    pub dissimilarity: f64,
    /// The dissimilarity less its mean if each person were placed by lot with chances p.
    ///
    /// Persons come in households, so a lottery of households gives a larger mean than this one.
    pub dissimilarity_excess: f64,
    /// Gini coefficient: twice the area between the Lorenz curve of s over p and the diagonal.
    pub gini: f64,
    /// Theil index: Σ s ln(s/p).
    pub theil: f64,
}

/// Measures spread again and again against the same population.
#[derive(Clone, Debug)]
pub struct SpreadMeter {
    /// Share of the population and the logarithms of it and of its complement.
    shares: Vec<Share>,
    /// Logarithms of the factorials of 0, 1, 2, ..., as far as they were needed.
    ln_factorials: Vec<f64>,
    /// Share settled and share of the population, to be sorted.
    pairs: Vec<(f64, f64)>,
}

#[derive(Clone, Copy, Debug)]
struct Share {
    p: f64,
    ln_p: f64,
    ln_other: f64,
}

impl SpreadMeter {
    /// A meter for these populations, or nothing where a share of the population means nothing:
    /// with fewer than two municipalities, or one without inhabitants.
    pub fn new(populations: impl IntoIterator<Item = i64>) -> Option<Self> {
        let populations: Vec<i64> = populations.into_iter().collect();
        if populations.len() < 2 || populations.iter().any(|population| *population <= 0) {
            return None;
        }
        let total = populations.iter().sum::<i64>() as f64;
        let share = |population: &i64| {
            let p = *population as f64 / total;
            Share { p, ln_p: p.ln(), ln_other: (-p).ln_1p() }
        };
        let shares = populations.iter().map(share).collect();
        Some(Self { shares, ln_factorials: vec![0.0], pairs: Vec::new() })
    }

    /// The spread of settled persons, in the order of the populations, or nothing if nobody was
    /// settled.
    pub fn measure(&mut self, settled: impl IntoIterator<Item = i64>) -> Option<Spread> {
        self.pairs.clear();
        let shares = self.shares.iter();
        self.pairs.extend(settled.into_iter().zip(shares).map(|(s, share)| (s as f64, share.p)));
        assert_eq!(self.pairs.len(), self.shares.len(), "one number for each municipality");
        let total: f64 = self.pairs.iter().map(|(s, _)| s).sum();
        if total <= 0.0 {
            return None;
        }
        self.pairs.iter_mut().for_each(|(s, _)| *s /= total);
        let dissimilarity = self.pairs.iter().map(|(s, p)| (s - p).abs()).sum::<f64>() / 2.0;
        let settling = self.pairs.iter().filter(|(s, _)| *s > 0.0);
        let theil = settling.map(|(s, p)| s * (s / p).ln()).sum();
        let dissimilarity_excess = dissimilarity - self.dissimilarity_by_lot(total as usize);
        Some(Spread { dissimilarity, dissimilarity_excess, gini: self.gini(), theil })
    }

    /// Mean dissimilarity if each of `n_persons` were placed by lot.
    pub fn dissimilarity_by_lot(&mut self, n_persons: usize) -> f64 {
        if n_persons == 0 {
            return 0.0;
        }
        while self.ln_factorials.len() <= n_persons {
            let next = self.ln_factorials.len();
            self.ln_factorials.push(self.ln_factorials[next - 1] + (next as f64).ln());
        }
        let ln_factorials = &self.ln_factorials;
        let deviation = |share: &Share| mean_absolute_deviation(n_persons, *share, ln_factorials);
        self.shares.iter().map(deviation).sum::<f64>() / (2 * n_persons) as f64
    }

    fn gini(&mut self) -> f64 {
        // By the quotient and not crosswise: products round, and then there is no order.
        self.pairs.sort_unstable_by(|(s, p), (t, q)| (s / p).total_cmp(&(t / q)));
        let (mut below, mut area) = (0.0, 0.0);
        for (s, p) in &self.pairs {
            area += p * (2.0 * below + s);
            below += s;
        }
        // Rounding may leave a perfectly even spread a hair below zero.
        (1.0 - area).max(0.0)
    }
}

/// The part of the Theil index that is between parts of the country, from the settled and the populations of each: the
/// index of the parts. What is left of the index of municipalities is within the parts. Nothing if nobody was settled,
/// or somebody where nobody lives.
pub fn theil_between(settled: &[i64], populations: &[i64]) -> Option<f64> {
    let (n_settled, population) = (total(settled)?, total(populations)?);
    let settling = settled.iter().zip(populations).filter(|(settled, _)| **settled > 0);
    let share = |(settled, of): (&i64, &i64)| {
        let s = *settled as f64 / n_settled;
        s * (s / (*of as f64 / population)).ln()
    };
    Some(settling.map(share).sum()).filter(|it: &f64| it.is_finite())
}

/// Half the sum of the differences between the shares of two lists of numbers, or nothing if one of them has no sum.
pub fn dissimilarity(one: &[i64], other: &[i64]) -> Option<f64> {
    let (of_one, of_other) = (total(one)?, total(other)?);
    let apart =
        one.iter().zip(other).map(|(a, b)| (*a as f64 / of_one - *b as f64 / of_other).abs());
    Some(apart.sum::<f64>() / 2.0)
}

fn total(numbers: &[i64]) -> Option<f64> {
    let total: i64 = numbers.iter().sum();
    (total > 0).then_some(total as f64)
}

/// Mean of |X - np| for a binomial X: 2 v (1 - p) P(X = v) with v the first whole number above np
/// (De Moivre).
fn mean_absolute_deviation(n: usize, share: Share, ln_factorials: &[f64]) -> f64 {
    let above = (n as f64 * share.p).floor() as usize + 1;
    if above > n {
        return 0.0;
    }
    let ln_ways = ln_factorials[n] - ln_factorials[above] - ln_factorials[n - above];
    let ln_chance = ln_ways + above as f64 * share.ln_p + (n - above) as f64 * share.ln_other;
    2.0 * above as f64 * (1.0 - share.p) * ln_chance.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found}, expected {expected}");
    }

    fn meter(populations: &[i64]) -> SpreadMeter {
        SpreadMeter::new(populations.iter().copied()).expect("populations")
    }

    #[test]
    fn the_worked_example_comes_out() {
        let spread = meter(&[500, 300, 200]).measure([40, 30, 30]).expect("somebody settled");
        close(spread.dissimilarity, 0.10, 1e-15);
        close(spread.theil, 0.032382, 5e-7);
        close(spread.gini, 0.13, 1e-15);
    }

    #[test]
    fn the_index_falls_into_a_part_between_and_parts_within() {
        let between = theil_between(&[40, 60], &[500, 500]).expect("somebody settled");
        close(between, 0.4 * 0.8_f64.ln() + 0.6 * 1.2_f64.ln(), 1e-15);
        // Within the second part 30 and 30 against 300 and 200; the first has one municipality.
        let within = 0.6 * theil_between(&[30, 30], &[300, 200]).expect("somebody settled");
        close(between + within, 0.032382, 5e-7);
        assert_eq!(theil_between(&[0, 0], &[5, 5]), None);
        assert_eq!(theil_between(&[1, 1], &[5, 0]), None);
    }

    #[test]
    fn two_lists_are_apart_by_what_would_have_to_change_places() {
        close(dissimilarity(&[40, 30, 30], &[500, 300, 200]).expect("sums"), 0.1, 1e-15);
        close(dissimilarity(&[0, 7], &[3, 0]).expect("sums"), 1.0, 1e-15);
        assert_eq!(dissimilarity(&[1, 2], &[0, 0]), None);
    }

    #[test]
    fn an_even_spread_is_zero_and_one_place_for_all_is_not() {
        let even = meter(&[500, 300, 200]).measure([5, 3, 2]).expect("somebody settled");
        close(even.dissimilarity, 0.0, 1e-15);
        close(even.theil, 0.0, 1e-15);
        close(even.gini, 0.0, 1e-15);
        let one = meter(&[500, 300, 200]).measure([0, 0, 9]).expect("somebody settled");
        close(one.dissimilarity, 0.8, 1e-15);
        close(one.gini, 0.8, 1e-15);
        close(one.theil, 5.0_f64.ln(), 1e-15);
    }

    #[test]
    fn where_there_is_nothing_to_measure_there_is_no_number() {
        assert!(SpreadMeter::new([10]).is_none());
        assert!(SpreadMeter::new([10, 0]).is_none());
        assert!(meter(&[5, 5]).measure([0, 0]).is_none());
    }

    #[test]
    fn the_mean_by_lot_is_that_of_all_ways_to_draw() {
        // All 3^5 ways to place five persons with chances 0.5, 0.3 and 0.2.
        let shares = [0.5, 0.3, 0.2];
        let mut expected = 0.0;
        for way in 0..3_usize.pow(5) {
            let (mut counts, mut chance) = ([0.0; 3], 1.0);
            for person in 0..5 {
                let place = way / 3_usize.pow(person) % 3;
                counts[place] += 0.2;
                chance *= shares[place];
            }
            let apart = (0..3).map(|place| f64::abs(counts[place] - shares[place])).sum::<f64>();
            expected += chance * apart / 2.0;
        }
        close(meter(&[5, 3, 2]).dissimilarity_by_lot(5), expected, 1e-14);
        // One person is wholly somewhere: half of 1 - p there and p elsewhere, both with chance p.
        close(meter(&[5, 3, 2]).dissimilarity_by_lot(1), 0.25 + 0.21 + 0.16, 1e-14);
        // Two in two places, nine of ten inhabitants in one: 0.1, 0.4 or 0.9 apart at 0.81, 0.18 and 0.01.
        close(meter(&[9, 1]).dissimilarity_by_lot(2), 0.081 + 0.072 + 0.009, 1e-14);
    }

    #[test]
    fn the_mean_by_lot_shrinks_with_the_root_of_the_number() {
        let mut meter = meter(&[1; 356]);
        let (few, many) = (meter.dissimilarity_by_lot(8_000), meter.dissimilarity_by_lot(32_000));
        close(few / many, 2.0, 0.02);
        // The normal approximation: half of 356 times sqrt(2 p (1 - p) / (pi n)).
        let p = 1.0 / 356.0;
        let normal = 178.0 * (2.0 * p * (1.0 - p) / (std::f64::consts::PI * 32_000.0)).sqrt();
        close(many / normal, 1.0, 0.01);
    }
}
