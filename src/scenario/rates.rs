//! Rates and limits of the law, year by year.

use crate::rules::MoveSplit;

/// Rates and limits of one year. `T` is a [`Number`](super::number::Number) in a scenario and whole kroner in
/// a replication.
///
/// Sources, periods and status are in `scenarios/reference/rules.toml`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatesOf<T> {
    /// Integration grant, grant year 1: single adult, adult in a family, child, unaccompanied minor.
    pub year_1: [T; 4],
    /// Integration grant, grant years 2 to 5.
    pub years_2_to_5: [T; 4],
    /// One-off for a child of kindergarten age.
    pub kindergarten: T,
    /// One-off for someone of 60 or more at settlement.
    pub elderly: T,
    /// Disability grant 1, one-off.
    pub disability_1: T,
    /// Yearly expense that the municipality bears itself before disability grant 2.
    pub disability_2_own_share: T,
    /// Most that disability grant 2 pays a year.
    pub disability_2_cap: T,
    /// A year of care for an unaccompanied minor through the year of turning 16.
    pub minor_to_16: T,
    /// A year of care from the year of turning 17 through the year of turning 20.
    pub minor_17_to_20: T,
    /// Norwegian training, a person with collective protection.
    pub training_collective: T,
    /// Norwegian training, another person.
    pub training_ordinary: T,
    /// Norwegian training, base for a municipality with 1 to 3 persons.
    pub training_base_small: T,
    /// Norwegian training, base for a municipality with 4 to 150 persons.
    pub training_base: T,
    /// Bonus for each person settled above the original request.
    pub bonus_above_request: T,
    /// Years that disability grant 2 lasts.
    pub disability_2_years: i64,
    /// Years that it lasts for those settled from UDI's special accommodation.
    pub disability_2_years_special: i64,
    /// How the grant is split when someone moves on.
    pub move_split: MoveSplit,
}

/// Ages and windows of the law that have not changed in the years the register covers (assumption A46).
pub mod limits {
    /// Adult from the calendar year of turning this age.
    pub const ADULT_AGE: u8 = 18;
    /// Elderly grant from this age at settlement.
    pub const ELDERLY_AGE: u8 = 60;
    /// Kindergarten grant through this age.
    pub const KINDERGARTEN_LAST_AGE: u8 = 5;
    /// The lower rate for unaccompanied minors from this age.
    pub const MINOR_LOWER_RATE_AGE: u8 = 17;
    /// Special grant for unaccompanied minors through the year of turning this age.
    pub const MINOR_LAST_AGE: u8 = 20;
    /// Norwegian training (s. 37 of the Integration Act): from this age.
    pub const TRAINING_FIRST_AGE: u8 = 18;
    /// Norwegian training: through this age.
    pub const TRAINING_LAST_AGE: u8 = 67;
    /// Grant years for family of persons with a humanitarian permit.
    pub const THREE_YEARS: usize = 3;
    /// Family triggers the grant if it applied within so many years of the first settlement.
    pub const FAMILY_WINDOW_YEARS: i32 = 5;
}
