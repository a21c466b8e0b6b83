//! The rates of a year in whole kroner, as they are in one replication.

use crate::scenario::RatesOf;
use crate::scenario::number::{Drawn, Number};
use crate::units::Kroner;

/// Rates and limits of one year in one replication.
pub type Rates = RatesOf<Kroner>;

impl Rates {
    /// Draws an uncertain rate once and rounds it to the nearest krone.
    pub fn new(year: &RatesOf<Number>, drawn: &Drawn) -> Self {
        let kroner = |rate: Number| Kroner(rate.of(drawn).round() as i64);
        Self {
            year_1: year.year_1.map(kroner),
            years_2_to_5: year.years_2_to_5.map(kroner),
            kindergarten: kroner(year.kindergarten),
            elderly: kroner(year.elderly),
            disability_1: kroner(year.disability_1),
            disability_2_own_share: kroner(year.disability_2_own_share),
            disability_2_cap: kroner(year.disability_2_cap),
            minor_to_16: kroner(year.minor_to_16),
            minor_17_to_20: kroner(year.minor_17_to_20),
            training_collective: kroner(year.training_collective),
            training_ordinary: kroner(year.training_ordinary),
            training_base_small: kroner(year.training_base_small),
            training_base: kroner(year.training_base),
            bonus_above_request: kroner(year.bonus_above_request),
            disability_2_years: year.disability_2_years,
            disability_2_years_special: year.disability_2_years_special,
            move_split: year.move_split,
        }
    }
}
