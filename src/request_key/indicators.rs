//! Indicators of places: named columns of numbers, one for each place, where a gap stays a gap.

/// Named columns with one number for each place.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicators {
    n_places: usize,
    columns: Vec<(String, Vec<f64>)>,
}

/// Why indicators cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum IndicatorError {
    /// A column has the wrong number of places.
    WrongLength {
        /// Name of the column.
        indicator: String,
        /// Numbers found.
        found: usize,
    },
    /// Two columns have the same name.
    Twice {
        /// Name of the columns.
        indicator: String,
    },
    /// The key names a column that there is not.
    Unknown {
        /// Name in the key.
        indicator: String,
    },
    /// A place has no number where the key needs one.
    Missing {
        /// Name of the column.
        indicator: String,
        /// Position of the place.
        place: usize,
    },
    /// A number is negative, or zero where the key divides by it.
    TooSmall {
        /// Name of the column.
        indicator: String,
        /// Position of the place.
        place: usize,
        /// The number found.
        found: f64,
    },
    /// All weights are zero, or together beyond all numbers.
    NothingToShareBy,
}

impl Indicators {
    /// No columns yet, for a number of places.
    pub fn new(n_places: usize) -> Self {
        Self { n_places, columns: Vec::new() }
    }

    /// With one more column; a place whose number is not known has one that is not a number.
    pub fn with(mut self, indicator: &str, values: Vec<f64>) -> Result<Self, IndicatorError> {
        let indicator = indicator.to_owned();
        if values.len() != self.n_places {
            return Err(IndicatorError::WrongLength { indicator, found: values.len() });
        }
        if self.columns.iter().any(|it| it.0 == indicator) {
            return Err(IndicatorError::Twice { indicator });
        }
        self.columns.push((indicator, values));
        Ok(self)
    }

    /// Number of places.
    pub fn n_places(&self) -> usize {
        self.n_places
    }

    /// Names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|it| it.0.as_str())
    }

    /// A column in which every place has a number.
    pub(super) fn known(&self, indicator: &str) -> Result<&[f64], IndicatorError> {
        let name = || indicator.to_owned();
        let column = self.columns.iter().find(|it| it.0 == indicator);
        let (_, values) = column.ok_or_else(|| IndicatorError::Unknown { indicator: name() })?;
        match values.iter().position(|it| !it.is_finite()) {
            Some(place) => Err(IndicatorError::Missing { indicator: name(), place }),
            None => Ok(values),
        }
    }

    /// A column of numbers that are not negative.
    pub(super) fn sizes(&self, indicator: &str) -> Result<&[f64], IndicatorError> {
        self.above(indicator, |it| it >= 0.0)
    }

    /// A column of numbers above zero.
    pub(super) fn positive(&self, indicator: &str) -> Result<&[f64], IndicatorError> {
        self.above(indicator, |it| it > 0.0)
    }

    fn above(&self, indicator: &str, is_large: fn(f64) -> bool) -> Result<&[f64], IndicatorError> {
        let values = self.known(indicator)?;
        match values.iter().position(|it| !is_large(*it)) {
            Some(place) => Err(IndicatorError::TooSmall {
                indicator: indicator.to_owned(),
                place,
                found: values[place],
            }),
            None => Ok(values),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_a_negative_and_a_zero_are_told_apart() {
        let indicators = Indicators::new(2)
            .with("gap", vec![1.0, f64::NAN])
            .and_then(|it| it.with("negative", vec![1.0, -2.0]))
            .and_then(|it| it.with("zero", vec![0.0, 1.0]))
            .expect("fits");
        let name = |it: &str| it.to_owned();
        let missing = IndicatorError::Missing { indicator: name("gap"), place: 1 };
        assert_eq!(indicators.known("gap"), Err(missing));
        assert_eq!(indicators.known("negative"), Ok(&[1.0, -2.0][..]));
        let indicator = name("negative");
        let negative = IndicatorError::TooSmall { indicator, place: 1, found: -2.0 };
        assert_eq!(indicators.sizes("negative"), Err(negative));
        let zero = IndicatorError::TooSmall { indicator: name("zero"), place: 0, found: 0.0 };
        assert_eq!(indicators.positive("zero"), Err(zero));
        assert!(indicators.sizes("zero").is_ok());
    }

    #[test]
    fn columns_fit_and_have_their_own_names() {
        let wrong = Indicators::new(2).with("a", vec![1.0]);
        let indicator = "a".to_owned();
        assert_eq!(wrong, Err(IndicatorError::WrongLength { indicator, found: 1 }));
        let one = Indicators::new(1).with("a", vec![1.0]).expect("fits");
        let indicator = "a".to_owned();
        assert_eq!(one.with("a", vec![2.0]), Err(IndicatorError::Twice { indicator }));
    }
}
