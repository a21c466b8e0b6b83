//! The rates of a year in whole kroner, as they are in one replication.

use crate::model::grants::{Living, category_of};
use crate::scenario::number::{Drawn, Number};
use crate::scenario::{RatesOf, limits};
use crate::units::Kroner;
use std::ops::AddAssign;

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

/// What a member's age gives a right to on settlement, or the sum of it over members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RightsByAge {
    /// Year 1 of the integration grant.
    pub year_1: Kroner,
    /// One-offs.
    pub one_off: Kroner,
    /// Members in training age.
    pub n_in_training_age: i64,
}

impl AddAssign for RightsByAge {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        self.year_1 += other.year_1;
        self.one_off += other.one_off;
        self.n_in_training_age += other.n_in_training_age;
    }
}

/// Rights on settlement in a year by age, for those alone, those in a household of several, and unaccompanied
/// minors.
#[derive(Clone, Debug)]
pub struct MemberRights([[RightsByAge; N_AGES]; Living::N]);

/// Ages that a byte can say.
const N_AGES: usize = 256;

impl MemberRights {
    /// The rights of a year.
    pub fn new(rates: &Rates) -> Self {
        let of = |living: Living| {
            std::array::from_fn(|age| {
                let age = age as u8;
                let is_in_age =
                    (limits::TRAINING_FIRST_AGE..=limits::TRAINING_LAST_AGE).contains(&age);
                RightsByAge {
                    year_1: rates.year_1[category_of(age, living) as usize],
                    one_off: rates.one_offs(age),
                    n_in_training_age: i64::from(is_in_age),
                }
            })
        };
        Self([Living::Alone, Living::Together, Living::Unaccompanied].map(of))
    }

    /// The rights by age of a member of a household that lives so.
    #[inline]
    pub fn of(&self, living: Living) -> &[RightsByAge; N_AGES] {
        &self.0[living as usize]
    }
}
