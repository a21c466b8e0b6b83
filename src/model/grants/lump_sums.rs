//! Grants that are known for the country or a municipality only, not person by person.

use super::N_INSTALMENTS;
use super::instalments::{instalment_index, is_past};
use crate::model::ledger::Part;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::number::Number;
use crate::scenario::{Post, Training};
use crate::units::Kroner;

/// Books training grants that the model does not follow person by person: those of people outside this
/// world every year, and in the first year those of people settled before the run.
pub(super) fn apply_other_training(state: &mut State, today: &Today, world: World<'_>) {
    let total = other_training(world, today.year_index);
    apply_lump_sum(state, today, world, Post::Training, total);
}

/// Training grants of a year for people whom the model does not follow.
pub(super) fn other_training(world: World<'_>, year_index: usize) -> Kroner {
    let mut total = whole_kroner(world, world.scenario.world.grants.other_training_kroner);
    if year_index == 0 {
        total += whole_kroner(world, world.scenario.world.opening.training_kroner);
    }
    total
}

pub(super) fn whole_kroner(world: World<'_>, number: Number) -> Kroner {
    Kroner(world.reality.value(number).round() as i64)
}

/// Whether there is a last cohort to spread a lump sum by; without one it is paid to nobody.
pub(super) fn is_lump_sum_spread(world: World<'_>) -> bool {
    let last = world.scenario.world.opening.cohorts.last();
    last.is_some_and(|it| it.settled.iter().any(|settled| settled.0 > 0))
}

/// Books a sum known for the country only, in the year's instalments, spread as the last cohort was settled.
pub(super) fn apply_lump_sum(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    post: Post,
    total: Kroner,
) {
    let Some(last) = world.scenario.world.opening.cohorts.last() else { return };
    if !is_lump_sum_spread(world) || total == Kroner::ZERO {
        return;
    }
    let n_settled: i64 = last.settled.iter().map(|it| it.0).sum();
    let year = today.month.year();
    let mut passed = 0;
    for (municipality, settled) in last.settled.iter().enumerate() {
        let before = total.first_parts(passed, n_settled);
        passed += settled.0;
        let kroner = total.first_parts(passed, n_settled) - before;
        // In a first year that begins late, the instalments before it are paid already.
        for number in (1..=N_INSTALMENTS).filter(|&it| !is_past(world, year, it)) {
            let month = instalment_index(world, year, number).max(today.month_index);
            let each = kroner.instalment(number as i64, N_INSTALMENTS as i64);
            state.ledger.book(post, Part::Committed, municipality, each, month);
        }
    }
}

/// Books what is left of the training grant of those settled in earlier years, where they settled: others than those
/// with collective protection may have it for more than a year (assumption A76), and these have the rest of their one
/// year (assumption A152).
pub(super) fn apply_later_training(state: &mut State, today: &Today, world: World<'_>) {
    let n_years = usize::from(world.scenario.world.grants.ordinary_training_years);
    let rates = &world.reality.rates[today.year_index];
    let rate = rates.training(Training::Ordinary);
    let n = state.settled.n_municipalities;
    let this_cohort = world.scenario.world.opening.cohorts.len() + today.year_index;
    let month = instalment_index(world, today.month.year(), 2).max(today.month_index);
    if let Some(last) = this_cohort.checked_sub(1) {
        for municipality in 0..n {
            let n_months = i64::from(state.settled.months_after_new_year[last * n + municipality]);
            let kroner = rates.training_months(n_months);
            state.ledger.book(Post::Training, Part::Committed, municipality, kroner, month);
        }
    }
    for cohort in (1..n_years).filter_map(|years| this_cohort.checked_sub(years)) {
        for municipality in 0..n {
            let n_trainees = i64::from(state.settled.ordinary_trainees[cohort * n + municipality]);
            let kroner = Kroner(rate.0 * n_trainees);
            state.ledger.book(Post::Training, Part::Committed, municipality, kroner, month);
        }
    }
}

/// Books the base grant of municipalities with few in training, by last year's settlement (assumption A76).
pub(super) fn apply_training_base(state: &mut State, today: &Today, world: World<'_>) {
    let rates = &world.reality.rates[today.year_index];
    let n = state.settled.n_municipalities;
    let last_cohort = world.scenario.world.opening.cohorts.len() + today.year_index;
    let Some(cohort) = last_cohort.checked_sub(1) else { return };
    let month = instalment_index(world, today.month.year(), 2).max(today.month_index);
    for municipality in 0..n {
        let n_trainees = i64::from(state.settled.trainees[cohort * n + municipality]);
        let Some(kroner) = rates.training_base(n_trainees) else { continue };
        state.ledger.book(Post::Training, Part::Committed, municipality, kroner, month);
    }
}
