//! The floor of next year: what each post costs then if nobody more is settled and nobody leaves.

use super::cohort_year;
use super::disability::{disability_kroner, opening_disability};
use super::lump_sums::{is_lump_sum_spread, other_training};
use crate::model::settlement::persons_in;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::{Post, Training, limits};
use crate::units::Kroner;

/// Kroner by municipal post that next year costs for those who have settled by the end of today's month, or
/// nothing where next year's law is not known (assumption A150).
///
/// Adds up what [`apply_new_year`](super::apply_new_year) would book on the first of January and what is owed for
/// next year already. At the end of a year it is the committed part of the next, if nobody under care leaves.
pub fn plan_floor(
    state: &State,
    today: &Today,
    world: World<'_>,
) -> Option<[Kroner; Post::N_MUNICIPAL]> {
    let year_index = today.year_index + 1;
    let rates = world.reality.rates.get(year_index)?;
    let mut floor = owed_next_year(state, today, world);
    let settled = &state.settled;
    let n = settled.n_municipalities;
    let year = today.month.year().plus(1);

    let grant = &mut floor[Post::IntegrationGrant.index()];
    for cohort in 0..settled.five_year.len() / n {
        for (stock, is_three_year) in [(&settled.five_year, false), (&settled.three_year, true)] {
            let rate = rates.later(cohort_year(world, cohort), year, is_three_year);
            if let Some(rate) = rate {
                *grant += Kroner(rate.0 * persons_in(&stock[cohort * n..][..n]));
            }
        }
    }
    for it in settled.disabilities.iter().filter(|it| !it.is_over) {
        *grant += disability_kroner(world, it, year, year_index).unwrap_or(Kroner::ZERO);
    }

    let care = &mut floor[Post::UnaccompaniedMinors.index()];
    for age in 0..limits::MINOR_LAST_AGE {
        // Everybody is a year older by then.
        let Some(rate) = rates.care(age + 1) else { continue };
        *care += Kroner(rate.0 * persons_in(&settled.minors[usize::from(age) * n..][..n]));
    }

    let training = &mut floor[Post::Training.index()];
    let cohort = world.scenario.world.opening.cohorts.len() + today.year_index;
    for &n_trainees in &settled.trainees[cohort * n..][..n] {
        *training += rates.training_base(i64::from(n_trainees)).unwrap_or(Kroner::ZERO);
    }
    for &n_months in &settled.months_after_new_year[cohort * n..][..n] {
        *training += rates.training_months(i64::from(n_months));
    }
    let n_years = usize::from(world.scenario.world.grants.ordinary_training_years);
    for before in (1..n_years).filter_map(|years| (cohort + 1).checked_sub(years)) {
        let n_trainees = persons_in(&settled.ordinary_trainees[before * n..][..n]);
        *training += Kroner(rates.training(Training::Ordinary).0 * n_trainees);
    }

    if is_lump_sum_spread(world) {
        floor[Post::IntegrationGrant.index()] += opening_disability(world, year_index);
        floor[Post::Training.index()] += other_training(world, year_index);
    }
    Some(floor)
}

/// Rights of today that are paid next year; what is paid after the run counts as paid in the year after it.
fn owed_next_year(state: &State, today: &Today, world: World<'_>) -> [Kroner; Post::N_MUNICIPAL] {
    let january = today.month_index + 13 - usize::from(today.month.number());
    let n_months = world.months.n_months();
    let until = if january + 12 > n_months { n_months + 1 } else { january + 12 };
    let months = january.min(n_months)..until;
    std::array::from_fn(|post| state.ledger.due_in(Post::ALL[post], months.clone()))
}
