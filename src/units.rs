//! `Persons`, whole `Kroner` and ids: numbers that cannot be mixed up.
//!
//! Money is integer kroner and head counts are integers everywhere in the model; a division names its
//! rounding. Nothing here knows what the numbers mean.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// A number of persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Persons(pub i64);

/// Whole Norwegian kroner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kroner(pub i64);

macro_rules! integer_unit {
    ($unit:ident) => {
        impl $unit {
            /// None at all.
            pub const ZERO: Self = Self(0);

            /// The difference, or zero where `other` is larger.
            pub fn minus_or_zero(self, other: Self) -> Self {
                Self((self.0 - other.0).max(0))
            }
        }

        impl Add for $unit {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $unit {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl AddAssign for $unit {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $unit {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Neg for $unit {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Sum for $unit {
            fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
                all.fold(Self::ZERO, Add::add)
            }
        }

        impl fmt::Display for $unit {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

integer_unit!(Persons);
integer_unit!(Kroner);

impl Mul<Kroner> for Persons {
    type Output = Kroner;
    /// So many persons at so many kroner each.
    fn mul(self, each: Kroner) -> Kroner {
        Kroner(self.0 * each.0)
    }
}

impl Kroner {
    /// The first `part` of `whole` equal parts together, rounded down: consecutive differences of this
    /// are instalments that add up to the amount exactly.
    ///
    /// # Panics
    /// If `whole` is zero.
    pub fn first_parts(self, part: i64, whole: i64) -> Self {
        Self((self.0 * part).div_euclid(whole))
    }

    /// Instalment number `part` (1 to `whole`) of the amount; all of them add up to it exactly.
    pub fn instalment(self, part: i64, whole: i64) -> Self {
        self.first_parts(part, whole) - self.first_parts(part - 1, whole)
    }
}

/// Position of a municipality (kommune) in the register of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityId(pub u16);

impl MunicipalityId {
    /// As a position in an array.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instalments_add_up_to_the_amount() {
        for amount in [0, 1, 3, 246_000, 246_001, 246_002, 246_003] {
            let amount = Kroner(amount);
            let paid: Kroner = (1..=4).map(|part| amount.instalment(part, 4)).sum();
            assert_eq!(paid, amount);
        }
        assert_eq!(Kroner(7).instalment(1, 4), Kroner(1));
        assert_eq!(Kroner(7).instalment(4, 4), Kroner(2));
    }

    #[test]
    fn less_than_nothing_is_nothing_where_it_says_so() {
        assert_eq!(Persons(3).minus_or_zero(Persons(5)), Persons(0));
        assert_eq!(Persons(5) - Persons(3), Persons(2));
        assert_eq!(Persons(3) * Kroner(50_000), Kroner(150_000));
    }
}
