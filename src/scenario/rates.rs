//! Rates and limits of the law, year by year.

use super::Training;
use crate::calendar::{GrantYear, Month, Year};
use crate::rules::{MoveSplit, Rule, RuleNotInForce, Rules};
use crate::units::Kroner;

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

impl<T: Copy> RatesOf<T> {
    /// The rates of a year, which are those of January, each turned into a `T` by `rate`. A scheme that is not
    /// in force pays `nothing`; any other rule that is not is an error.
    pub fn read(
        rules: &Rules,
        year: Year,
        nothing: T,
        mut rate: impl FnMut(&Rule<Kroner>) -> Result<T, RuleNotInForce>,
    ) -> Result<Self, RuleNotInForce> {
        let january = year.first_month();
        Ok(Self {
            year_1: [
                rate(&rules.integration_grant_year_1_single_adult)?,
                rate(&rules.integration_grant_year_1_adult)?,
                rate(&rules.integration_grant_year_1_child)?,
                rate(&rules.integration_grant_year_1_unaccompanied_minor)?,
            ],
            years_2_to_5: [
                rate(&rules.integration_grant_year_2)?,
                rate(&rules.integration_grant_year_3)?,
                rate(&rules.integration_grant_year_4)?,
                rate(&rules.integration_grant_year_5)?,
            ],
            kindergarten: rate(&rules.kindergarten_grant)?,
            elderly: rate(&rules.elderly_grant)?,
            disability_1: rate(&rules.disability_grant_1)?,
            disability_2_own_share: rate(&rules.disability_grant_2_own_share)?,
            disability_2_cap: rate(&rules.disability_grant_2_cap)?,
            minor_to_16: rate(&rules.unaccompanied_minor_grant_to_16)?,
            minor_17_to_20: rate(&rules.unaccompanied_minor_grant_17_to_20)?,
            training_collective: rate(&rules.norwegian_training_collective_protection)
                .unwrap_or(nothing),
            training_ordinary: rate(&rules.norwegian_training_other)?,
            training_base_small: rate(&rules.norwegian_training_base_1_to_3)?,
            training_base: rate(&rules.norwegian_training_base_4_to_150)?,
            bonus_above_request: rate(&rules.bonus_above_request).unwrap_or(nothing),
            disability_2_years: rules.disability_grant_2_years.at(january)?,
            disability_2_years_special: rules
                .disability_grant_2_years_special_accommodation
                .at(january)?,
            move_split: rules.move_split_at(january)?,
        })
    }

    /// The rate of grant year 2, 3, 4 or 5 in the calendar year `year` for somebody settled in `settled`; family
    /// of a person with a humanitarian permit has no more than three grant years.
    pub fn later(&self, settled: Year, year: Year, is_three_year: bool) -> Option<T> {
        let number = GrantYear::of(settled, year)?.index();
        let n_years = if is_three_year { limits::THREE_YEARS } else { GrantYear::N };
        (1..n_years).contains(&number).then(|| self.years_2_to_5[number - 1])
    }

    /// A year's care for an unaccompanied minor who turns `age` in it, as long as it is paid.
    pub fn care(&self, age: u8) -> Option<T> {
        match age {
            0..limits::MINOR_LOWER_RATE_AGE => Some(self.minor_to_16),
            limits::MINOR_LOWER_RATE_AGE..=limits::MINOR_LAST_AGE => Some(self.minor_17_to_20),
            _ => None,
        }
    }

    /// Norwegian training for a person.
    pub fn training(&self, training: Training) -> T {
        match training {
            Training::CollectiveProtection => self.training_collective,
            Training::Ordinary => self.training_ordinary,
        }
    }

    /// Base grant for Norwegian training of a municipality with so many persons in the target group.
    pub fn training_base(&self, n_trainees: i64) -> Option<T> {
        match n_trainees {
            1..=limits::TRAINING_BASE_SMALL => Some(self.training_base_small),
            limits::TRAINING_BASE_ABOVE_SMALL..=limits::TRAINING_BASE_MOST => {
                Some(self.training_base)
            }
            _ => None,
        }
    }

    /// How many years disability grant 2 lasts for those who settle in the year of these rates.
    pub fn disability_2_years(&self, is_special: bool) -> i64 {
        if is_special { self.disability_2_years_special } else { self.disability_2_years }
    }
}

impl RatesOf<Kroner> {
    /// Kindergarten and elderly grant at an age at settlement.
    pub fn one_offs(&self, age: u8) -> Kroner {
        if age <= limits::KINDERGARTEN_LAST_AGE {
            self.kindergarten
        } else if age >= limits::ELDERLY_AGE {
            self.elderly
        } else {
            Kroner::ZERO
        }
    }

    /// Norwegian training in the year in which so many participants settle: all of it, or of the one year under
    /// collective protection the months from that of settlement (assumption A152).
    pub fn training_from(&self, training: Training, settled: Month, n_trainees: i64) -> Kroner {
        let kroner = Kroner(self.training(training).0 * n_trainees);
        match training {
            Training::CollectiveProtection => {
                kroner.first_parts(12 - months_after_new_year(settled), 12)
            }
            Training::Ordinary => kroner,
        }
    }

    /// What so many months of the one year cost that fall in this year, the one after settlement.
    pub fn training_months(&self, n_months: i64) -> Kroner {
        Kroner(self.training_collective.0 * n_months).first_parts(1, 12)
    }

    /// What disability grant 2 pays for a year's expense: above the own share, up to the cap.
    pub fn disability_2(&self, expense: Kroner) -> Kroner {
        expense.minus_or_zero(self.disability_2_own_share).min(self.disability_2_cap)
    }
}

/// Months of the one year of training under collective protection that fall in the year after settlement, for one
/// participant (assumption A152).
pub fn months_after_new_year(settled: Month) -> i64 {
    i64::from(settled.number()) - 1
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
    /// Smaller base grant for Norwegian training up to so many persons.
    pub const TRAINING_BASE_SMALL: i64 = 3;
    /// The larger one from so many.
    pub const TRAINING_BASE_ABOVE_SMALL: i64 = 4;
    /// No base grant above so many.
    pub const TRAINING_BASE_MOST: i64 = 150;
    /// Grant years for family of persons with a humanitarian permit.
    pub const THREE_YEARS: usize = 3;
    /// Family triggers the grant if it applied within so many years of the first settlement.
    pub const FAMILY_WINDOW_YEARS: i32 = 5;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(year: i32) -> RatesOf<Kroner> {
        let (rules, year) = (Rules::embedded(), Year(year));
        let read = RatesOf::read(&rules, year, Kroner::ZERO, |it| it.at(year.first_month()));
        read.expect("the law is known")
    }

    #[test]
    fn each_limit_has_two_sides() {
        let rates = rates(2024);
        let one_offs = [5, 6, 59, 60].map(|age| rates.one_offs(age).0);
        assert_eq!(one_offs, [27_800, 0, 0, 180_600]);
        let care = [16, 17, 20, 21].map(|age| rates.care(age).map(|it| it.0));
        assert_eq!(care, [Some(1_118_000), Some(705_000), Some(705_000), None]);
        let base = [0, 1, 3, 4, 150, 151].map(|n| rates.training_base(n).map(|it| it.0));
        assert_eq!(base, [None, Some(234_100), Some(234_100), Some(694_600), Some(694_600), None]);
        let paid = [200_000, 200_001, 1_808_000, 9_000_000];
        let paid = paid.map(|expense| rates.disability_2(Kroner(expense)).0);
        assert_eq!(paid, [0, 1, 1_608_000, 1_608_000]);
        let later = |settled, is_three_year| {
            rates.later(Year(settled), Year(2024), is_three_year).map(|it| it.0)
        };
        assert_eq!(
            [2024, 2023, 2020, 2019].map(|settled| later(settled, false)),
            [None, Some(246_000), Some(72_000), None]
        );
        assert_eq!([2022, 2021].map(|settled| later(settled, true)), [Some(174_000), None]);
    }

    #[test]
    fn a_scheme_that_has_ended_pays_nothing_and_any_other_rule_is_an_error() {
        assert_eq!(rates(2023).bonus_above_request, Kroner(50_000));
        assert_eq!(rates(2024).bonus_above_request, Kroner::ZERO);
        let (rules, year) = (Rules::embedded(), Year(2031));
        let read = RatesOf::read(&rules, year, Kroner::ZERO, |it| it.at(year.first_month()));
        assert_eq!(
            read.expect_err("too late").to_string(),
            "rule integration-grant-year-1-single-adult is not in force in 2031-01"
        );
    }
}
