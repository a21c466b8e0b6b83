//! The law of a count, held as the probabilities of whole numbers: exact sums, queues and tails.

/// The law of a count that is at least zero.
///
/// Holds the numbers that are likely enough to matter: of a Poisson or negative-binomial law, those at
/// least 10^-18 times as likely as the likeliest.
#[derive(Clone, Debug, PartialEq)]
pub struct CountLaw {
    /// The smallest number held.
    first: usize,
    /// The probabilities of `first`, `first + 1` and so on; they add up to one.
    probabilities: Vec<f64>,
}

/// What is held is at least this share of the largest probability.
const NEGLIGIBLE: f64 = 1e-18;

impl CountLaw {
    /// The count is known to be `count`.
    pub fn certain(count: usize) -> Self {
        Self { first: count, probabilities: vec![1.0] }
    }

    /// From the probabilities of 0, 1, 2 and so on, which are scaled to add up to one.
    ///
    /// # Panics
    /// If they do not add up to something positive.
    pub fn from_weights(weights: Vec<f64>) -> Self {
        Self { first: 0, probabilities: weights }.scaled()
    }

    /// Poisson with the given mean.
    pub fn poisson(mean: f64) -> Self {
        Self::negative_binomial(mean, 0.0)
    }

    /// Negative binomial with variance `mean + dispersion * mean^2` (methods 1.3); Poisson without
    /// dispersion.
    ///
    /// # Panics
    /// If mean or dispersion is negative or not finite.
    pub fn negative_binomial(mean: f64, dispersion: f64) -> Self {
        assert!(mean >= 0.0 && mean.is_finite(), "mean {mean}");
        assert!(dispersion >= 0.0 && dispersion.is_finite(), "dispersion {dispersion}");
        // From the likeliest number outwards by the ratio of neighbours: needs no gamma function, and
        // the tails keep their relative precision.
        let ratio = |count: f64| {
            mean * (1.0 + dispersion * count) / ((1.0 + dispersion * mean) * (count + 1.0))
        };
        let mode = (mean * (1.0 - dispersion)).max(0.0).floor();
        let mut below = Vec::new();
        let (mut weight, mut count) = (1.0, mode);
        while count > 0.0 {
            count -= 1.0;
            weight /= ratio(count);
            if weight < NEGLIGIBLE {
                break;
            }
            below.push(weight);
        }
        let first = mode as usize - below.len();
        let mut probabilities: Vec<f64> = below.into_iter().rev().collect();
        (weight, count) = (1.0, mode);
        while weight >= NEGLIGIBLE {
            probabilities.push(weight);
            weight *= ratio(count);
            count += 1.0;
        }
        Self { first, probabilities }.scaled()
    }

    /// One of several laws, each with its probability: a scenario tree seen as one law.
    ///
    /// # Panics
    /// If no probability is positive.
    pub fn mixture(parts: &[(f64, Self)]) -> Self {
        let first = parts.iter().map(|(_, law)| law.first).min().expect("a mixture has parts");
        let end = parts.iter().map(|(_, law)| law.end()).max().expect("a mixture has parts");
        let mut probabilities = vec![0.0; end - first];
        for (share, law) in parts {
            for (at, probability) in law.probabilities.iter().enumerate() {
                probabilities[law.first - first + at] += share * probability;
            }
        }
        Self { first, probabilities }.scaled()
    }

    /// The law of the sum of two independent counts.
    pub fn plus(&self, other: &Self) -> Self {
        let n = self.probabilities.len() + other.probabilities.len() - 1;
        let mut probabilities = vec![0.0; n];
        for (here, probability) in self.probabilities.iter().enumerate() {
            for (to, part) in probabilities[here..].iter_mut().zip(&other.probabilities) {
                *to += probability * part;
            }
        }
        Self { first: self.first + other.first, probabilities }.without_negligible()
    }

    /// What is left of the count when up to `taken` are taken away.
    pub fn minus_or_zero(&self, taken: usize) -> Self {
        if taken < self.first {
            return Self { first: self.first - taken, probabilities: self.probabilities.clone() };
        }
        let n_gone = (taken + 1 - self.first).min(self.probabilities.len());
        let (gone, left) = self.probabilities.split_at(n_gone);
        let mut probabilities = vec![gone.iter().sum()];
        probabilities.extend_from_slice(left);
        Self { first: 0, probabilities }
    }

    /// The probability that the count is `count`.
    pub fn probability(&self, count: usize) -> f64 {
        let at = count.checked_sub(self.first);
        at.and_then(|at| self.probabilities.get(at)).copied().unwrap_or(0.0)
    }

    /// The probability that the count is smaller than `count`.
    pub fn below(&self, count: usize) -> f64 {
        let n = count.saturating_sub(self.first).min(self.probabilities.len());
        self.probabilities[..n].iter().sum()
    }

    /// The probability that the count is larger than `count`.
    pub fn above(&self, count: usize) -> f64 {
        let n = (count + 1).saturating_sub(self.first).min(self.probabilities.len());
        // The smallest first: the far tail keeps its digits.
        self.probabilities[n..].iter().rev().sum()
    }

    /// The expected number by which the count exceeds `level`.
    pub fn mean_excess(&self, level: usize) -> f64 {
        let over = |(count, p): (usize, &f64)| count.saturating_sub(level) as f64 * p;
        (self.first..).zip(&self.probabilities).map(over).sum()
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.mean_excess(0)
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        let square = |(count, p): (usize, &f64)| (count as f64 - mean).powi(2) * p;
        (self.first..).zip(&self.probabilities).map(square).sum()
    }

    /// The smallest number that the count does not exceed with at least the given probability.
    pub fn quantile(&self, probability: f64) -> usize {
        let mut reached = 0.0;
        for (count, p) in (self.first..).zip(&self.probabilities) {
            reached += p;
            if reached >= probability {
                return count;
            }
        }
        self.end() - 1
    }

    /// The number after the largest held.
    fn end(&self) -> usize {
        self.first + self.probabilities.len()
    }

    fn scaled(mut self) -> Self {
        let total: f64 = self.probabilities.iter().sum();
        assert!(total > 0.0, "the weights of a count add up to {total}");
        self.probabilities.iter_mut().for_each(|it| *it /= total);
        self
    }

    fn without_negligible(mut self) -> Self {
        let kept = NEGLIGIBLE * self.probabilities.iter().copied().fold(0.0, f64::max);
        let n = self.probabilities.iter().rposition(|it| *it >= kept).map_or(0, |it| it + 1);
        self.probabilities.truncate(n);
        let n_low = self.probabilities.iter().position(|it| *it >= kept).unwrap_or(0);
        self.probabilities.drain(..n_low);
        self.first += n_low;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Discrete, DiscreteCDF, NegativeBinomial, Poisson};

    #[test]
    fn the_moments_are_those_of_methods_1_3() {
        // T10: a mean of 3000 with these dispersions has these standard deviations.
        for (dispersion, sd) in [(0.01, 304.96), (0.05, 673.05), (0.1, 950.26)] {
            let law = CountLaw::negative_binomial(3_000.0, dispersion);
            assert!((law.mean() - 3_000.0).abs() < 1e-8, "mean {}", law.mean());
            assert!((law.variance().sqrt() - sd).abs() < 5e-3, "sd {}", law.variance().sqrt());
        }
    }

    #[test]
    fn the_probabilities_are_those_of_the_library() {
        let poisson = Poisson::new(30.0).unwrap();
        let binomial = NegativeBinomial::new(2.5, 2.5 / (2.5 + 12.0)).unwrap();
        let (ours, other) = (CountLaw::poisson(30.0), CountLaw::negative_binomial(12.0, 0.4));
        for count in 0..60 {
            let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-10, "{count}: {a} {b}");
            close(ours.probability(count as usize), poisson.pmf(count));
            close(ours.above(count as usize), poisson.sf(count));
            close(other.probability(count as usize), binomial.pmf(count));
            close(other.below(count as usize + 1), binomial.cdf(count));
        }
    }

    #[test]
    fn independent_poisson_counts_add_up_to_a_poisson_count() {
        let sum = CountLaw::poisson(7.0).plus(&CountLaw::poisson(11.5));
        for count in 0..60 {
            let expected = CountLaw::poisson(18.5).probability(count);
            assert!((sum.probability(count) - expected).abs() < 1e-15, "{count}");
        }
    }

    #[test]
    fn what_is_taken_never_leaves_less_than_nothing() {
        let law = CountLaw::from_weights(vec![0.0, 0.0, 0.1, 0.2, 0.3, 0.4]).without_negligible();
        assert_eq!((law.first, law.probabilities.len()), (2, 4));
        for (taken, at_zero, mean) in [
            (0, 0.0, 4.0),
            (1, 0.0, 3.0),
            (2, 0.1, 2.0),
            (4, 0.6, 0.4),
            (5, 1.0, 0.0),
            (9, 1.0, 0.0),
        ] {
            let left = law.minus_or_zero(taken);
            assert!((left.probability(0) - at_zero).abs() < 1e-15, "{taken}: {left:?}");
            assert!((left.mean() - mean).abs() < 1e-15, "{taken}: {left:?}");
        }
    }

    #[test]
    fn a_mixture_is_the_weighted_law() {
        let law = CountLaw::mixture(&[(0.25, CountLaw::certain(4)), (0.75, CountLaw::certain(8))]);
        assert_eq!((law.mean(), law.variance()), (7.0, 3.0));
        assert_eq!((law.quantile(0.25), law.quantile(0.26)), (4, 8));
        assert_eq!((law.below(8), law.above(4), law.above(8)), (0.25, 0.75, 0.0));
    }
}
