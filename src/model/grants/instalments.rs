//! Grant years 2 to 5: booked at new year, paid in four instalments, split when someone moves on.

use super::{N_INSTALMENTS, add_for_each, cohort_year};
use crate::calendar::{GrantYear, Month, Year};
use crate::model::ledger::Part;
use crate::model::lives::Life;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::rules::MoveSplit;
use crate::scenario::Post;
use crate::units::Kroner;

/// The rate of `year` for a cohort, if it is one of grant years 2 to 5 (2 and 3 for some families).
pub(super) fn later_rate(
    world: World<'_>,
    cohort: usize,
    year: Year,
    is_three_year: bool,
) -> Option<Kroner> {
    let year_index = (year.0 - world.scenario.first_year.0) as usize;
    world.reality.rates[year_index].later(cohort_year(world, cohort), year, is_three_year)
}

/// Position in the horizon of the month in which instalment `number` (1 to 4) of `year` is paid.
///
/// An instalment from before the run is paid already: it comes out as the first month.
pub(super) fn instalment_index(world: World<'_>, year: Year, number: usize) -> usize {
    let month = Month::new(year, world.scenario.world.grants.instalment_months[number - 1]);
    world.months.index_of(month).max(0) as usize
}

/// Whether instalment `number` of `year` falls before the run.
pub(super) fn is_past(world: World<'_>, year: Year, number: usize) -> bool {
    let month = Month::new(year, world.scenario.world.grants.instalment_months[number - 1]);
    world.months.index_of(month) < 0
}

/// Books grant years 2 to 5 of everybody who is there on the first day of the year, in four instalments
/// (assumption A70).
pub(super) fn apply_year_rights(state: &mut State, today: &Today, world: World<'_>) {
    let year = today.month.year();
    let settled = &state.settled;
    let n = settled.n_municipalities;
    for number in (1..=N_INSTALMENTS).filter(|&it| !is_past(world, year, it)) {
        let mut rights = vec![Kroner::ZERO; n];
        for cohort in 0..settled.five_year.len() / n {
            for (stock, is_three_year) in [(&settled.five_year, false), (&settled.three_year, true)]
            {
                let Some(rate) = later_rate(world, cohort, year, is_three_year) else { continue };
                let each = rate.instalment(number as i64, N_INSTALMENTS as i64);
                add_for_each(&mut rights, each, &stock[cohort * n..][..n]);
            }
        }
        let month = instalment_index(world, year, number);
        state.ledger.book_all(Post::IntegrationGrant, Part::Committed, &rights, month);
    }
}

/// Splits the rest of the year's grant when a household moves on; year 1 stays where it was settled
/// (assumption A71).
pub fn apply_move_split(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    life: &Life,
    from: usize,
    to: usize,
) {
    let settled = cohort_year(world, usize::from(life.cohort));
    let shares = &world.reality.move_splits[today.month_index];
    let parts = GrantYear::of(settled, today.month.year())
        .and_then(|year| shares.of(year, life.is_three_year));
    let Some(parts) = parts else { return };
    let persons = i64::from(life.size);
    for (each, month) in parts.iter().zip(shares.settled_in) {
        if *each != Kroner::ZERO {
            let kroner = Kroner(each.0 * persons);
            state.ledger.transfer(Post::IntegrationGrant, from, to, kroner, month);
        }
    }
}

/// What of instalment `number` of a year's `rate` goes to the municipality moved to in `month`.
pub fn moved_part(split: MoveSplit, rate: Kroner, month: Month, number: usize) -> Kroner {
    let (first_part, n_parts) = split.kept(month);
    let per_instalment = n_parts / N_INSTALMENTS as i64;
    let end = number as i64 * per_instalment;
    let start = (end - per_instalment).max(first_part);
    if start >= end {
        Kroner::ZERO
    } else {
        rate.first_parts(end, n_parts) - rate.first_parts(start, n_parts)
    }
}

/// Gives January back to the municipality that someone left in December (assumption A72).
pub(super) fn apply_december_moves(state: &mut State, today: &Today, world: World<'_>) {
    let moves = std::mem::take(&mut state.settled.december_moves);
    let year = today.month.year();
    for it in &moves {
        let rate = later_rate(world, usize::from(it.cohort), year, it.is_three_year);
        let Some(rate) = rate.filter(|_| !is_past(world, year, 1)) else { continue };
        let kroner = Kroner(rate.first_parts(1, 12).0 * i64::from(it.persons));
        let month = instalment_index(world, year, 1);
        let (from, to) = (usize::from(it.to), usize::from(it.from));
        state.ledger.transfer(Post::IntegrationGrant, from, to, kroner, month);
    }
    state.settled.december_moves = moves;
    state.settled.december_moves.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    const EIGHTHS: MoveSplit = MoveSplit::EighthsByQuarter([1, 3, 5, 7]);

    #[test]
    fn the_old_rule_leaves_eighths_by_quarter() {
        let rate = Kroner(246_001);
        for (month, eighths) in [
            ("2020-01", 7),
            ("2020-03", 7),
            ("2020-04", 5),
            ("2020-07", 3),
            ("2020-10", 1),
            ("2020-12", 1),
        ] {
            let month: Month = month.parse().expect("a month");
            let moved: Kroner = (1..=4).map(|it| moved_part(EIGHTHS, rate, month, it)).sum();
            assert_eq!(moved, rate - rate.first_parts(8 - eighths, 8), "in {month}");
        }
    }

    #[test]
    fn the_new_rule_leaves_the_month_and_the_next() {
        let rate = Kroner(120_000);
        for (month, months_moved) in
            [("2023-01", 10), ("2023-06", 5), ("2023-10", 1), ("2023-11", 0), ("2023-12", 0)]
        {
            let month: Month = month.parse().expect("a month");
            let moved: Kroner = (1..=4)
                .map(|it| moved_part(MoveSplit::CurrentAndFollowingMonth, rate, month, it))
                .sum();
            assert_eq!(moved, Kroner(10_000 * months_moved), "in {month}");
        }
    }
}
