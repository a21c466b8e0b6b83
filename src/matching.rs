//! Matching: which household goes where, given the places there are and what each is worth to whom.
//!
//! Turns classes of households, places by destination and batches of waiting households into placements. A
//! household is never split, never put where it must not be or where there are too few places, and waits only
//! if no destination that it may go to has places for all of it. The module knows nothing of the model, reads
//! and writes no file, and remembers nothing but what is in an [`Allocator`].
//!
//! In a model: one [`Problem`] for a year, one [`Allocator`]; each month [`Allocator::reprice`] with who waits
//! and the forecast for the rest of the year, then [`Allocator::place_batch`]. [`year`] does this on its own;
//! [`batch::hindsight`] says how good it could be.

pub mod allocator;
pub mod batch;
pub mod cases;
pub mod prices;
mod ranking;
pub mod synthetic;
pub mod transport;
pub mod year;

pub use allocator::Allocator;

/// How a household's destination is chosen; methods 4.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// By chance, in proportion to the places left.
    Proportional,
    /// The next in turn with places.
    RoundRobin,
    /// The destination furthest behind its share: dispersion first.
    LargestDeficit,
    /// Where the household is worth most.
    Greedy,
    /// Where the waiting households together are worth most, with no thought of those to come.
    GreedyBatch,
    /// Where the household is worth most after the price of the places it takes; prices look ahead.
    ShadowPrices,
    /// As shadow prices, but prices start at zero, rise with use and fall with time, without a forecast.
    Subgradient {
        /// Step, relative to the largest value of a place.
        step: f64,
    },
    /// Where the optimum of the forecast futures would most often have put such a household.
    MinimumDiscord,
    /// As shadow prices, less a charge for having received many lately; the default.
    BalancedShadowPrices {
        /// The charge for a month's places taken at once, relative to the largest value of a household.
        balance: f64,
    },
    /// The whole year as one batch, as if nobody had to wait to know who comes: a yardstick, not a policy.
    Hindsight,
}

impl Method {
    /// Balanced shadow prices with the usual charge.
    pub const DEFAULT: Self = Self::BalancedShadowPrices { balance: 0.01 };

    /// Prices that rise with use, with the usual step.
    pub const SUBGRADIENT: Self = Self::Subgradient { step: 0.005 };

    /// Every method, with the usual parameters: the list from which names are read and offered.
    pub const ALL: [Self; 10] = [
        Self::Proportional,
        Self::RoundRobin,
        Self::LargestDeficit,
        Self::Greedy,
        Self::GreedyBatch,
        Self::ShadowPrices,
        Self::SUBGRADIENT,
        Self::MinimumDiscord,
        Self::DEFAULT,
        Self::Hindsight,
    ];

    /// Whether it gives places a price.
    pub fn has_prices(self) -> bool {
        match self {
            Self::ShadowPrices | Self::BalancedShadowPrices { .. } => true,
            Self::Subgradient { .. } | Self::MinimumDiscord => true,
            Self::Proportional | Self::RoundRobin | Self::LargestDeficit => false,
            Self::Greedy | Self::GreedyBatch | Self::Hindsight => false,
        }
    }

    /// The method's name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proportional => "proportional",
            Self::RoundRobin => "round-robin",
            Self::LargestDeficit => "largest-deficit",
            Self::Greedy => "greedy",
            Self::GreedyBatch => "greedy-batch",
            Self::ShadowPrices => "shadow-prices",
            Self::Subgradient { .. } => "subgradient",
            Self::MinimumDiscord => "minimum-discord",
            Self::BalancedShadowPrices { .. } => "balanced-prices",
            Self::Hindsight => "hindsight",
        }
    }

    /// The method of that name, with the usual parameters.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Households that are alike: the same size, and worth the same in each destination.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Persons in the household, at least one.
    pub size: u32,
    /// What the household is worth in each destination; not a number where it must not go.
    pub values: Vec<f64>,
}

/// A household that waits for a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Household {
    /// Position of its class in the problem.
    pub class: usize,
    /// How long it has waited, in the caller's unit; of equal households the longest goes first.
    pub waited: u32,
}

/// Households still to come by class: one future that is expected, or several that are equally likely.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    futures: Vec<Vec<f64>>,
}

impl Forecast {
    /// One expected future.
    pub fn expected(households: Vec<f64>) -> Self {
        Self { futures: vec![households] }
    }

    /// Several futures, each as likely as the others: the uncertainty of volume is then inside the prices.
    ///
    /// # Panics
    /// If there is none.
    pub fn futures(futures: Vec<Vec<f64>>) -> Self {
        assert!(!futures.is_empty(), "a forecast has at least one future");
        Self { futures }
    }

    /// Each future together with the households of `waiting`.
    fn with_waiting(&self, waiting: &[Household]) -> Vec<Vec<f64>> {
        let mut futures = self.futures.clone();
        for future in &mut futures {
            for household in waiting {
                future[household.class] += 1.0;
            }
        }
        futures
    }
}

/// Why classes and places do not make a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemError {
    /// A class has no persons.
    EmptyHousehold {
        /// Position of the class.
        class: usize,
    },
    /// A class does not have one value for each destination.
    WrongLength {
        /// Position of the class.
        class: usize,
        /// Values found.
        found: usize,
    },
    /// A value is infinite.
    Infinite {
        /// Position of the class.
        class: usize,
        /// Position of the destination.
        destination: usize,
    },
}

/// Places by destination, and the classes that households belong to.
///
/// Cases with values of their own are classes of one household.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    capacity: Vec<u32>,
    sizes: Vec<u32>,
    values: Vec<f64>,
    /// The values divided by the size of the class.
    values_per_place: Vec<f64>,
}

impl Problem {
    /// Checks that the classes fit the destinations; `capacity` is a year's places in persons.
    pub fn new(capacity: Vec<u32>, classes: &[Class]) -> Result<Self, ProblemError> {
        let (mut values, mut values_per_place) = (Vec::new(), Vec::new());
        for (class, row) in classes.iter().enumerate() {
            if row.size == 0 {
                return Err(ProblemError::EmptyHousehold { class });
            }
            if row.values.len() != capacity.len() {
                return Err(ProblemError::WrongLength { class, found: row.values.len() });
            }
            if let Some(destination) = row.values.iter().position(|it| it.is_infinite()) {
                return Err(ProblemError::Infinite { class, destination });
            }
            values.extend_from_slice(&row.values);
            values_per_place.extend(row.values.iter().map(|value| value / f64::from(row.size)));
        }
        let sizes = classes.iter().map(|it| it.size).collect();
        Ok(Self { capacity, sizes, values, values_per_place })
    }

    /// Number of destinations.
    pub fn n_destinations(&self) -> usize {
        self.capacity.len()
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.sizes.len()
    }

    /// Places, in persons, by destination, for the whole year.
    pub fn capacity(&self) -> &[u32] {
        &self.capacity
    }

    /// Persons in a household of a class.
    pub fn size(&self, class: usize) -> u32 {
        self.sizes[class]
    }

    /// What a household of a class is worth in each destination.
    pub fn values(&self, class: usize) -> &[f64] {
        &self.values[class * self.capacity.len()..][..self.capacity.len()]
    }

    /// What a place is worth to each person in a household of a class, in each destination.
    pub fn values_per_place(&self, class: usize) -> &[f64] {
        &self.values_per_place[class * self.capacity.len()..][..self.capacity.len()]
    }

    /// Destinations a household of a class may go to that have `room` for it, with its value there.
    pub fn fits<'a>(
        &'a self,
        class: usize,
        room: &'a [u32],
    ) -> impl Iterator<Item = (usize, f64)> + 'a {
        let size = self.sizes[class];
        let places = self.values(class).iter().zip(room).enumerate();
        places
            .filter(move |(_, (value, left))| !value.is_nan() && **left >= size)
            .map(|(destination, (&value, _))| (destination, value))
    }

    /// Of the destinations that fit, the one with the largest score, the first of equals.
    #[inline]
    fn best(&self, class: usize, room: &[u32], score: impl Fn(usize, f64) -> f64) -> Option<usize> {
        let size = self.sizes[class];
        let (mut best, mut best_score) = (None, f64::NEG_INFINITY);
        for (it, (&value, &left)) in self.values(class).iter().zip(room).enumerate() {
            let score = score(it, value);
            if score > best_score && left >= size && !value.is_nan() {
                (best, best_score) = (Some(it), score);
            }
        }
        best
    }

    /// The largest value of a household, and of a place; zero if no value is positive.
    fn largest_values(&self) -> (f64, f64) {
        let largest = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
        (largest(&self.values), largest(&self.values_per_place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_is_wrong_with_it() {
        let problem = |size, values: &[f64]| {
            Problem::new(vec![3, 4], &[Class { size, values: values.to_vec() }]).map(|_| ())
        };
        assert_eq!(problem(1, &[0.5, f64::NAN]), Ok(()));
        assert_eq!(problem(0, &[0.5, 0.5]), Err(ProblemError::EmptyHousehold { class: 0 }));
        assert_eq!(problem(1, &[0.5]), Err(ProblemError::WrongLength { class: 0, found: 1 }));
        let infinite = ProblemError::Infinite { class: 0, destination: 1 };
        assert_eq!(problem(1, &[0.5, f64::NEG_INFINITY]), Err(infinite));
    }

    #[test]
    fn a_household_fits_where_it_may_go_and_there_are_places() {
        let class = Class { size: 2, values: vec![0.1, f64::NAN, 0.3, 0.4] };
        let problem = Problem::new(vec![2; 4], &[class]).expect("fits");
        let found: Vec<_> = problem.fits(0, &[2, 5, 1, 9]).collect();
        assert_eq!(found, [(0, 0.1), (3, 0.4)]);
    }

    #[test]
    fn the_first_of_equals_is_best_and_what_does_not_fit_is_not_there() {
        let class = Class { size: 2, values: vec![0.9, f64::NAN, 0.5, 0.5] };
        let problem = Problem::new(vec![2; 4], &[class]).expect("fits");
        assert_eq!(problem.best(0, &[1, 2, 2, 2], |_, value| value), Some(2));
        assert_eq!(problem.best(0, &[1, 2, 2, 2], |it, value| value + it as f64), Some(3));
        assert_eq!(problem.best(0, &[1, 9, 1, 0], |_, value| value), None);
    }
}
