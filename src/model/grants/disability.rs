//! The disability grants: who has a need, what is paid a year, and for how many years.

use super::N_INSTALMENTS;
use super::instalments::instalment_index;
use super::lump_sums::{apply_lump_sum, whole_kroner};
use crate::calendar::Year;
use crate::chance::Stream;
use crate::model::ledger::Part;
use crate::model::settlement::Newcomer;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::Post;
use crate::units::Kroner;

/// The years since settlement, the first included, that only the extension of 2022 pays for.
const EXTENDED_YEARS: std::ops::RangeInclusive<usize> = 6..=10;

/// Somebody for whom disability grant 2 is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disability {
    /// Where the person lives now.
    pub municipality: u16,
    /// Settlement year.
    pub settled: Year,
    /// The municipality's yearly expense.
    pub expense: Kroner,
    /// Whether settled from UDI's special accommodation.
    pub is_special: bool,
    /// Whether the person has left or died: nothing more from the next year on.
    pub is_over: bool,
}

/// Draws the expense behind disability grant 2 for one member of a household and books its first year (assumption
/// A73).
pub(super) fn apply_disability(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    draws: &mut Stream,
) {
    let behaviour = &world.scenario.world.grants;
    let value = |number| world.reality.value(number);
    // The shape is a table of unit mean.
    let mean = value(behaviour.disability_2_expense);
    let expense = behaviour.disability_2_shape.value(draws.word()) * mean;
    let disability = Disability {
        municipality: newcomer.municipality as u16,
        settled: today.month.year(),
        expense: Kroner(expense.round() as i64),
        is_special: draws.uniform() < value(behaviour.special_accommodation_share),
        is_over: false,
    };
    apply_disability_year(state, today, world, &disability);
    state.settled.disabilities.push(disability);
}

/// Whether disability grant 2 still runs in `year` for someone settled in `settled`.
pub fn is_disability_2_year(settled: Year, year: Year, n_years: i64) -> bool {
    (0..n_years).contains(&i64::from(year.0 - settled.0))
}

/// Books a year of disability grant 2; it is paid in the last instalment of the year.
pub(super) fn apply_disability_year(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    disability: &Disability,
) {
    let year = today.month.year();
    let Some(kroner) = disability_kroner(world, disability, year, today.year_index) else { return };
    let month = instalment_index(world, year, N_INSTALMENTS).max(today.month_index);
    let part = if disability.settled == year { Part::New } else { Part::Committed };
    let at = usize::from(disability.municipality);
    state.ledger.book(Post::IntegrationGrant, part, at, kroner, month);
}

/// Disability grant 2 of a year at a position in the horizon or after it, while it runs.
pub(super) fn disability_kroner(
    world: World<'_>,
    disability: &Disability,
    year: Year,
    year_index: usize,
) -> Option<Kroner> {
    // The ten years are for those settled from special accommodation since 2022 (allocation letter 2023, 2023-12).
    let settled_index = (disability.settled.0 - world.scenario.first_year.0) as usize;
    let at_settlement = &world.reality.rates[settled_index];
    let n_years = at_settlement.disability_2_years(disability.is_special);
    is_disability_2_year(disability.settled, year, n_years)
        .then(|| world.reality.rates[year_index].disability_2(disability.expense))
}

/// Books disability grant 2 of the year: known persons, and the sum for those settled before the run, which
/// shrinks as their cohorts leave the five years, but for those with ten (assumption A74).
pub(super) fn apply_disability_rights(state: &mut State, today: &Today, world: World<'_>) {
    for position in 0..state.settled.disabilities.len() {
        let disability = state.settled.disabilities[position];
        if disability.settled < today.month.year() && !disability.is_over {
            apply_disability_year(state, today, world, &disability);
        }
    }
    let total = opening_disability(world, today.year_index);
    apply_lump_sum(state, today, world, Post::IntegrationGrant, total);
}

/// Disability grants of a year to those settled before the run.
pub(super) fn opening_disability(world: World<'_>, year_index: usize) -> Kroner {
    let years_left = 5 - year_index.min(5) as i64;
    let total = whole_kroner(world, world.scenario.world.opening.disability_kroner);
    let mut total = total.first_parts(years_left, 5);
    // Last year's settlement is in its second grant year when the run begins.
    if EXTENDED_YEARS.contains(&(year_index + 2)) {
        total += whole_kroner(world, world.scenario.world.opening.disability_extended_kroner);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disability_grant_2_has_its_years() {
        let runs = |year, n_years| is_disability_2_year(Year(2022), Year(year), n_years);
        assert_eq!(
            [runs(2021, 5), runs(2022, 5), runs(2026, 5), runs(2027, 5)],
            [false, true, true, false]
        );
        assert_eq!(
            [runs(2027, 10), runs(2031, 10), runs(2032, 10)],
            [true, true, false],
            "year 6 when extended"
        );
    }
}
