//! What counts as breaking: numbers of a run held against limits, stocks all year and not at its end alone.

use super::quantity::{NoQuantity, Quantity};
use crate::results::observation::{Dimensions, Observation};

/// A number that must not be above, or below, a limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    quantity: String,
    is_above: bool,
    limit: f64,
}

impl Breach {
    /// Reads `NAME@YEAR>LIMIT` or `NAME@YEAR<LIMIT`: what would be a breach.
    pub fn read(text: &str) -> Option<Self> {
        let at = text.find(['<', '>'])?;
        let (quantity, limit) = (text[..at].trim(), text[at + 1..].trim());
        let limit = limit.replace('_', "").parse::<f64>().ok().filter(|it| it.is_finite())?;
        let is_above = text[at..].starts_with('>');
        Some(Self { quantity: quantity.to_owned(), is_above, limit })
    }
}

/// Any of several breaches, ready to be looked for.
#[derive(Clone, Debug)]
pub struct AnyOf {
    breaches: Vec<(Quantity, bool, f64)>,
}

impl AnyOf {
    /// Finds the quantities in the run.
    pub fn find(breaches: &[Breach], dimensions: &Dimensions) -> Result<Self, NoQuantity> {
        let found = breaches
            .iter()
            .map(|it| Ok((Quantity::find(&it.quantity, dimensions)?, it.is_above, it.limit)));
        Ok(Self { breaches: found.collect::<Result<_, _>>()? })
    }

    /// Whether there is one in this replication: of a stock at any month end of the year. A number that is not reached
    /// breaks no limit.
    pub fn holds(&self, seen: &Observation, dimensions: &Dimensions) -> bool {
        self.breaches.iter().any(|(quantity, is_above, limit)| {
            quantity
                .range(seen, dimensions)
                .is_some_and(|(low, high)| if *is_above { high > *limit } else { low < *limit })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::columns::Reception;
    use crate::results::examples::dimensions;

    #[test]
    fn a_breach_is_read_as_it_is_written() {
        let breach = Breach::read("bed_shortfall@2023 > 1_000").expect("a breach");
        assert_eq!((breach.quantity.as_str(), breach.is_above), ("bed_shortfall@2023", true));
        assert_eq!(breach.limit, 1_000.0);
        let other = Breach::read("settled_within_6_months@2023<0.9").expect("a breach");
        assert_eq!((other.is_above, other.limit), (false, 0.9));
        for wrong in ["bed_shortfall@2023", "a>", "a>x"] {
            assert_eq!(Breach::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_shortfall_in_summer_is_a_breach_though_there_is_none_at_new_year() {
        let dimensions = dimensions();
        let mut seen = Observation::new(&dimensions);
        let second = dimensions.months_of(0).nth(1).expect("a month");
        seen.set(seen.layout().reception(second), Reception::BedShortfall, 500);
        let year = dimensions.year(0);
        let holds = |breach: String| {
            let breach = Breach::read(&breach).expect("a breach");
            let any = AnyOf::find(&[breach], &dimensions).expect("a number of a year");
            any.holds(&seen, &dimensions)
        };
        assert!(holds(format!("bed_shortfall@{year}>499")));
        assert!(!holds(format!("bed_shortfall@{year}>500")));
        assert!(holds(format!("peak_bed_shortfall@{year}>499")));
        assert!(holds(format!("bed_shortfall@{year}<1")), "in another month there is none");
    }
}
