//! The grants: which rights a settlement, a year and a month give, and in which month each is paid.
//!
//! Law and rates come from the rules; what the law leaves to practice - when year 1 is applied for, in which
//! months instalments are paid - is a parameter of the scenario. `docs/model.md` lists the conventions.

mod disability;
mod floor;
mod instalments;
mod lump_sums;
mod newcomer;

pub use disability::{Disability, is_disability_2_year};
pub use floor::plan_floor;
pub use instalments::{apply_move_split, moved_part};
pub use newcomer::{GrantWords, apply_newcomer_grants};

use super::ledger::Part;
use super::settlement::persons_in;
use super::today::Today;
use super::{State, World};
use crate::calendar::Year;
use crate::scenario::{Group, Post, Route, limits};
use crate::units::Kroner;
use disability::apply_disability_rights;
use instalments::{apply_december_moves, apply_year_rights};
use lump_sums::{apply_later_training, apply_other_training, apply_training_base};

/// Instalments in which a later grant year is paid.
pub const N_INSTALMENTS: usize = 4;

/// Category of a person in the first grant year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// An adult alone.
    SingleAdult,
    /// An adult in a household of several.
    Adult,
    /// A child.
    Child,
    /// An unaccompanied minor, also one who has turned 18 by settlement.
    UnaccompaniedMinor,
}

/// With whom a household lives where it settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Living {
    /// One person alone.
    Alone,
    /// Several, or one who joins family.
    Together,
    /// Unaccompanied minors.
    Unaccompanied,
}

impl Living {
    /// How many ways there are.
    pub const N: usize = 3;

    /// How households of `size` of a group live. Who follows family is not alone (assumption A197).
    #[inline]
    pub fn of(group: &Group, size: u8) -> Self {
        // Not `&&`: the sizes of households come in no order, and a branch on each would be guessed wrong.
        let is_alone = (size == 1) & (group.route != Route::Family);
        match (group.is_unaccompanied, is_alone) {
            (true, _) => Self::Unaccompanied,
            (false, true) => Self::Alone,
            (false, false) => Self::Together,
        }
    }
}

/// The category at an age (at the end of the settlement year).
pub fn category_of(age: u8, living: Living) -> Category {
    match living {
        Living::Unaccompanied => Category::UnaccompaniedMinor,
        _ if age < limits::ADULT_AGE => Category::Child,
        Living::Alone => Category::SingleAdult,
        Living::Together => Category::Adult,
    }
}

/// On the first morning of a year, before its first phase: the year's rights of those who are there.
pub fn apply_new_year(state: &mut State, today: &Today, world: World<'_>) {
    if today.index > 0 {
        state.ledger.apply_year_end();
        state.settled.apply_birthdays();
    }
    state.settled.apply_year_start();
    apply_year_rights(state, today, world);
    apply_december_moves(state, today, world);
    apply_disability_rights(state, today, world);
    apply_training_base(state, today, world);
    apply_later_training(state, today, world);
    apply_other_training(state, today, world);
}

/// Phase 9: each month minors' rights, and payments.
pub fn apply_grants(state: &mut State, today: &Today, world: World<'_>) {
    if today.is_month_end {
        apply_minors_rights(state, today, world);
        state.ledger.apply_payments(today.month_index);
    }
}

/// The settlement year of a cohort.
pub fn cohort_year(world: World<'_>, cohort: usize) -> Year {
    let opening = &world.scenario.world.opening.cohorts;
    match opening.get(cohort) {
        Some(before) => before.year,
        None => world.scenario.first_year.plus((cohort - opening.len()) as i32),
    }
}

/// Books a month of care for unaccompanied minors where they live; it is paid when the quarter ends
/// (assumption A75).
fn apply_minors_rights(state: &mut State, today: &Today, world: World<'_>) {
    let rates = &world.reality.rates[today.year_index];
    let settled = &state.settled;
    let n = settled.n_municipalities;
    let number = i64::from(today.month.number());
    let to_quarter_end = (3 - today.month.number() % 3) % 3;
    let month = today.month_index + usize::from(to_quarter_end);
    let (mut rights, mut new) = (vec![Kroner::ZERO; n], Kroner::ZERO);
    for age in 0..=limits::MINOR_LAST_AGE {
        let Some(rate) = rates.care(age) else { continue };
        let each = rate.instalment(number, 12);
        let first = usize::from(age) * n;
        add_for_each(&mut rights, each, &settled.minors[first..first + n]);
        new += Kroner(each.0 * persons_in(&settled.new_minors[first..first + n]));
    }
    let post = Post::UnaccompaniedMinors;
    state.ledger.book_all(post, Part::Committed, &rights, month);
    state.ledger.call_new(post, new, month);
}

/// Adds `each` for so many persons in each municipality.
fn add_for_each(rights: &mut [Kroner], each: Kroner, persons: &[i32]) {
    if persons.iter().all(|it| *it == 0) {
        return;
    }
    for (right, persons) in rights.iter_mut().zip(persons) {
        right.0 += each.0 * i64::from(*persons);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_change_on_their_birthdays() {
        assert_eq!(category_of(17, Living::Alone), Category::Child);
        assert_eq!(category_of(18, Living::Alone), Category::SingleAdult);
        assert_eq!(category_of(18, Living::Together), Category::Adult);
        assert_eq!(category_of(17, Living::Unaccompanied), Category::UnaccompaniedMinor);
        assert_eq!(category_of(18, Living::Unaccompanied), Category::UnaccompaniedMinor);
    }

    #[test]
    fn rights_of_several_kinds_add_up_municipality_by_municipality() {
        let mut rights = [1, 2, 3].map(Kroner);
        add_for_each(&mut rights, Kroner(10), &[0, 0, 0]);
        add_for_each(&mut rights, Kroner(10), &[2, 0, 5]);
        add_for_each(&mut rights, Kroner(7), &[0, 1, 1]);
        assert_eq!(rights, [21, 9, 60].map(Kroner));
    }
}
