//! Request keys (fordelingsnøkler): how a national number is shared between places, exactly.
//!
//! Turns indicators of places and a [`Key`] into quotas, and quotas and [`Limits`] into whole numbers that add
//! up. Keys of several countries are [`Preset`]s of the same few forms. All of it is a pure function of its
//! arguments: nothing is drawn, read or remembered.

pub mod apportion;
pub mod danish;
pub mod indicators;
pub mod limits;
pub mod presets;

pub use apportion::Rounding;
pub use indicators::{IndicatorError, Indicators};
pub use limits::{Limits, LimitsError, Minimum, plan_request};
pub use presets::Preset;

/// A rule for shares.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// A weighted sum of shares, one for each indicator.
    Additive(Vec<Term>),
    /// In proportion to a product, with one factor for each indicator.
    Multiplicative(Vec<Factor>),
    /// The Danish arithmetic, which knows how many have come and how many families followed.
    Danish {
        /// Indicator of inhabitants.
        population: String,
        /// Indicator of immigrants and refugees who live there.
        immigrants: String,
        /// Indicator of persons reunited with refugees there in the last year.
        family: String,
    },
}

/// One indicator of an additive key.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Name of the indicator.
    pub indicator: String,
    /// Weight, relative to those of the other terms.
    pub weight: f64,
    /// How the indicator becomes a share.
    pub direction: Direction,
    /// The most that the term gives a place, relative to what the terms without a limit give it.
    pub most: Option<f64>,
}

/// How an indicator becomes a share of the whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Direction {
    /// Its own share: more of it, more to take.
    Direct,
    /// The share of one over it. Size is not in it, so small places take more than their size.
    Inverse,
    /// The share of another indicator, such as inhabitants, divided by it.
    InversePer(String),
}

/// One indicator of a multiplicative key.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Name of the indicator.
    pub indicator: String,
    /// What it is turned into.
    pub shape: Shape,
}

/// What an indicator is turned into.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// The indicator to a power; with a negative power it must not be zero.
    Power(f64),
    /// e to the indicator times a rate; a burden has a negative rate.
    Exponential(f64),
    /// A number for each stretch of the indicator: from where on, and the number. Below the first it is one.
    Steps(Vec<(f64, f64)>),
}

impl Key {
    /// Shares in proportion to one indicator.
    pub fn proportional(indicator: &str) -> Self {
        Self::Additive(vec![Term::new(indicator, 1.0)])
    }

    /// What each place would take of `total`, before limits and rounding; adds up to it.
    pub fn quotas(&self, total: u32, indicators: &Indicators) -> Result<Vec<f64>, IndicatorError> {
        let total = f64::from(total);
        let weights = match self {
            Self::Additive(terms) => additive(terms, indicators)?,
            Self::Multiplicative(factors) => multiplicative(factors, indicators)?,
            Self::Danish { population, immigrants, family } => {
                let population = indicators.sizes(population)?;
                let immigrants = indicators.sizes(immigrants)?;
                danish::plan_quotas(total, population, immigrants, indicators.sizes(family)?).quotas
            }
        };
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 && sum.is_finite() {
            Ok(weights.into_iter().map(|it| total * it / sum).collect())
        } else {
            Err(IndicatorError::NothingToShareBy)
        }
    }
}

impl Term {
    /// A term that takes the indicator's own share.
    pub fn new(indicator: &str, weight: f64) -> Self {
        let indicator = indicator.to_owned();
        Self { indicator, weight, direction: Direction::Direct, most: None }
    }
}

impl Factor {
    /// An indicator to a power.
    pub fn power(indicator: &str, exponent: f64) -> Self {
        Self { indicator: indicator.to_owned(), shape: Shape::Power(exponent) }
    }
}

/// Weighted shares, those with a limit cut at it; the caller scales what is left up to the whole.
fn additive(terms: &[Term], indicators: &Indicators) -> Result<Vec<f64>, IndicatorError> {
    let mut sums = vec![0.0; indicators.n_places()];
    for term in terms.iter().filter(|it| it.most.is_none()) {
        let shares = term_shares(term, indicators)?;
        sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += term.weight * share);
    }
    let without_limit = sums.clone();
    for term in terms {
        let Some(most) = term.most else { continue };
        let shares = term_shares(term, indicators)?;
        for ((sum, others), share) in sums.iter_mut().zip(&without_limit).zip(shares) {
            *sum += (term.weight * share).min(most * others);
        }
    }
    Ok(sums)
}

fn term_shares(term: &Term, indicators: &Indicators) -> Result<Vec<f64>, IndicatorError> {
    let sizes: Vec<f64> = match &term.direction {
        Direction::Direct => indicators.sizes(&term.indicator)?.to_vec(),
        Direction::Inverse => {
            indicators.positive(&term.indicator)?.iter().map(|it| 1.0 / it).collect()
        }
        Direction::InversePer(size) => {
            let sizes = indicators.sizes(size)?;
            sizes.iter().zip(indicators.positive(&term.indicator)?).map(|(a, b)| a / b).collect()
        }
    };
    let sum: f64 = sizes.iter().sum();
    if sum > 0.0 {
        Ok(sizes.into_iter().map(|it| it / sum).collect())
    } else {
        Err(IndicatorError::NothingToShareBy)
    }
}

fn multiplicative(factors: &[Factor], indicators: &Indicators) -> Result<Vec<f64>, IndicatorError> {
    let mut products = vec![1.0; indicators.n_places()];
    for Factor { indicator, shape } in factors {
        let values = match shape {
            Shape::Power(exponent) if *exponent < 0.0 => indicators.positive(indicator)?,
            Shape::Power(_) => indicators.sizes(indicator)?,
            Shape::Exponential(_) | Shape::Steps(_) => indicators.known(indicator)?,
        };
        for (product, &value) in products.iter_mut().zip(values) {
            *product *= match shape {
                Shape::Power(exponent) => value.powf(*exponent),
                Shape::Exponential(rate) => (rate * value).exp(),
                Shape::Steps(steps) => {
                    let reached = steps.iter().rev().find(|(from, _)| value >= *from);
                    reached.map_or(1.0, |step| step.1)
                }
            };
        }
    }
    Ok(products)
}

/// The share that would have to be moved to turn one distribution into another: 0 is alike, 1 is apart.
///
/// Both are scaled to one first; two that are empty are alike.
pub fn dissimilarity(one: &[f64], other: &[f64]) -> f64 {
    let (sum, other_sum) = (one.iter().sum::<f64>(), other.iter().sum::<f64>());
    let share = |value: f64, sum: f64| if sum > 0.0 { value / sum } else { 0.0 };
    let pairs = one.iter().zip(other);
    pairs.map(|(&a, &b)| (share(a, sum) - share(b, other_sum)).abs()).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicators() -> Indicators {
        Indicators::new(3)
            .with("population", vec![50_000.0, 30_000.0, 20_000.0])
            .and_then(|it| it.with("employment", vec![0.7, 0.6, 0.8]))
            .and_then(|it| it.with("class", vec![1.0, 3.0, 6.0]))
            .and_then(|it| it.with("gaps", vec![0.0, f64::NAN, -1.0]))
            .expect("fits")
    }

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 1e-9, "{found:?}, expected {expected:?}");
        }
    }

    #[test]
    fn additive_keys_weigh_shares() {
        let key = Key::proportional("population");
        assert_near(&key.quotas(200, &indicators()).expect("known"), &[100.0, 60.0, 40.0]);
        let key = Key::Additive(vec![Term::new("population", 2.0), Term::new("employment", 1.0)]);
        let third = |population: f64, employment: f64| (2.0 * population + employment / 2.1) / 3.0;
        let expected = [third(0.5, 0.7), third(0.3, 0.6), third(0.2, 0.8)];
        assert_near(&key.quotas(1, &indicators()).expect("known"), &expected);
    }

    #[test]
    fn inverse_terms_overburden_the_small_unless_size_is_in_them() {
        let term = |direction| {
            let term = Term { direction, ..Term::new("employment", 1.0) };
            Key::Additive(vec![term]).quotas(1, &indicators()).expect("known")
        };
        let per = |a: f64, b: f64, c: f64| [a, b, c].map(|it| it / (a + b + c));
        assert_near(&term(Direction::Inverse), &per(1.0 / 0.7, 1.0 / 0.6, 1.0 / 0.8));
        let scaled = term(Direction::InversePer("population".to_owned()));
        assert_near(&scaled, &per(5.0 / 0.7, 3.0 / 0.6, 2.0 / 0.8));
    }

    #[test]
    fn a_term_with_a_limit_gives_no_more_and_the_rest_is_scaled_up() {
        let limited =
            Term { direction: Direction::Inverse, most: Some(0.1), ..Term::new("population", 0.2) };
        let key = Key::Additive(vec![Term::new("population", 0.8), limited]);
        // The inverse shares are 6, 10 and 15 of 31; all of 0.2 of them but the first's are above the limit.
        let sums = [0.4_f64 + 0.04, 0.24 + 0.024, 0.16 + 0.016];
        let first = 0.4 + (0.2 * 6.0_f64 / 31.0).min(0.04);
        let total = first + sums[1] + sums[2];
        let expected = [first / total, sums[1] / total, sums[2] / total];
        assert_near(&key.quotas(1, &indicators()).expect("known"), &expected);
    }

    #[test]
    fn multiplicative_keys_take_powers_exponentials_and_steps() {
        let steps = Shape::Steps(vec![(1.0, 1.0), (3.0, 2.0), (5.0, 0.5)]);
        let key = Key::Multiplicative(vec![
            Factor::power("population", 0.5),
            Factor { indicator: "employment".to_owned(), shape: Shape::Exponential(-2.0) },
            Factor { indicator: "class".to_owned(), shape: steps },
        ]);
        let products = [
            50_000_f64.sqrt() * (-1.4_f64).exp(),
            30_000_f64.sqrt() * (-1.2_f64).exp() * 2.0,
            20_000_f64.sqrt() * (-1.6_f64).exp() * 0.5,
        ];
        let sum: f64 = products.iter().sum();
        let expected = products.map(|it| it / sum);
        assert_near(&key.quotas(1, &indicators()).expect("known"), &expected);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let found = |key: Key| key.quotas(10, &indicators()).expect_err("cannot be used");
        assert_eq!(
            found(Key::proportional("unknown")),
            IndicatorError::Unknown { indicator: "unknown".to_owned() }
        );
        assert_eq!(
            found(Key::proportional("gaps")),
            IndicatorError::Missing { indicator: "gaps".to_owned(), place: 1 }
        );
        let negative = Key::Multiplicative(vec![Factor::power("class", -1.0)]);
        assert!(negative.quotas(10, &indicators()).is_ok());
        assert_eq!(found(Key::Additive(Vec::new())), IndicatorError::NothingToShareBy);
    }

    #[test]
    fn dissimilarity_of_the_worked_example() {
        // Methods T13.
        assert!((dissimilarity(&[50.0, 30.0, 20.0], &[0.4, 0.3, 0.3]) - 0.10).abs() < 1e-12);
        assert_eq!(dissimilarity(&[1.0, 0.0], &[0.0, 3.0]), 1.0);
        assert_eq!(dissimilarity(&[0.0], &[0.0]), 0.0);
    }
}
