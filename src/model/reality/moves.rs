//! Moves as they are in one replication: where to, and who of the two municipalities has the rest of the year's grant.

use super::Rates;
use crate::calendar::{GrantYear, Horizon, Month};
use crate::model::grants::{N_INSTALMENTS, moved_part};
use crate::scenario::number::Drawn;
use crate::scenario::{GrantBehaviour, Moves, limits};
use crate::units::Kroner;

/// What the municipality moved to in a month has of each instalment of the year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MoveShares {
    /// For a person in grant year 2, 3, 4 or 5, by instalment.
    by_grant_year: [[Kroner; N_INSTALMENTS]; GrantYear::N - 1],
    /// Position of the month in which each instalment is settled between the two: what has been paid already, in
    /// the month of the move.
    pub settled_in: [usize; N_INSTALMENTS],
}

impl MoveShares {
    /// For a person in a grant year, by instalment; nothing in the first year, and after the third for some.
    #[inline]
    pub fn of(&self, year: GrantYear, is_three_year: bool) -> Option<&[Kroner; N_INSTALMENTS]> {
        let n_years = if is_three_year { limits::THREE_YEARS } else { GrantYear::N };
        let later = year.index().checked_sub(1).filter(|_| year.index() < n_years)?;
        self.by_grant_year.get(later)
    }
}

/// The shares of a move in each month of the horizon.
pub(super) fn plan_move_splits(
    horizon: Horizon,
    grants: &GrantBehaviour,
    rates: &[Rates],
) -> Vec<MoveShares> {
    let shares = |month: Month| {
        let year = month.year();
        let rates = &rates[(year.0 - horizon.first_year().0) as usize];
        let part = |rate: Kroner, number: usize| moved_part(rates.move_split, rate, month, number);
        let of_rate = |rate: Kroner| std::array::from_fn(|it| part(rate, it + 1));
        let paid = grants.instalment_months.map(|it| Month::new(year, it).max(month));
        MoveShares {
            by_grant_year: rates.years_2_to_5.map(of_rate),
            settled_in: paid.map(|it| horizon.month_index(it) as usize),
        }
    };
    horizon.months().map(shares).collect()
}

/// How likely a mover goes where.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Destinations {
    /// To the capital.
    pub to_capital: f64,
    /// To the capital or within the county.
    pub to_capital_or_near: f64,
}

impl Destinations {
    pub(super) fn new(moves: &Moves, drawn: &Drawn) -> Self {
        let to_capital = moves.to_capital.of(drawn);
        Self { to_capital, to_capital_or_near: to_capital + moves.to_same_county.of(drawn) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Year;

    #[test]
    fn only_years_with_instalments_are_shared() {
        let kroner = |year: i64| std::array::from_fn(|it| Kroner(10 * year + it as i64));
        let shares = MoveShares { by_grant_year: [2, 3, 4, 5].map(kroner), settled_in: [0; 4] };
        let of = |year: i32, is_three_year| {
            let grant_year = GrantYear::of(Year(2023), Year(2022 + year)).expect("one of five");
            shares.of(grant_year, is_three_year).map(|it| it[1].0)
        };
        let five = [1, 2, 3, 4, 5].map(|year| of(year, false));
        assert_eq!(five, [None, Some(21), Some(31), Some(41), Some(51)]);
        let three = [1, 2, 3, 4, 5].map(|year| of(year, true));
        assert_eq!(three, [None, Some(21), Some(31), None, None]);
    }
}
