//! What a settlement gives a right to at once: year 1, one-offs, the bonus, training.

use super::disability::apply_disability;
use super::{Category, Living};
use crate::chance::Stream;
use crate::model::ledger::Part;
use crate::model::reality::RightsByAge;
use crate::model::settlement::{Newcomer, Way};
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::{Post, Training, months_after_new_year};
use crate::units::Kroner;

/// Random words behind the grants of a settlement.
#[derive(Clone, Copy, Debug)]
pub struct GrantWords {
    /// Three times twelve bits: the days until year 1, training and one-offs are paid.
    pub delays: u64,
    /// The upper half: a child that is born.
    pub newborn: u64,
    /// The upper half: disability grant 1; the lower: disability grant 2.
    pub disabilities: u64,
    /// The upper half: how many take part in training.
    pub training: u64,
}

/// Books what a settlement gives a right to at once: year 1 (assumption A69), one-offs, bonus, training.
pub fn apply_newcomer_grants(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    words: GrantWords,
    draws: &mut Stream,
) {
    let reality = world.reality;
    let rates = &reality.rates[today.year_index];
    let facts = newcomer.facts;
    let group = &world.scenario.world.groups[usize::from(facts.group)];
    let month_after = |days: u32| world.months.at(today.index + days as usize);
    let by_age = reality.member_rights[today.year_index].of(Living::of(group, facts.size));
    let mut rights = RightsByAge::default();
    for age in newcomer.ages.of_first(facts.size) {
        rights += by_age[usize::from(age)];
    }
    let RightsByAge { mut year_1, mut one_off, n_in_training_age } = rights;
    let GrantWords { delays, newborn, disabilities, training } = words;
    let odds = &reality.newcomers;
    if odds.has_newborn(facts.size, newborn) {
        year_1 += rates.year_1[Category::Child as usize];
        one_off += rates.kindergarten;
        apply_birth(state, newcomer);
    }
    one_off += bonus(state, today, world, newcomer);
    if odds.has_disability_1(facts.size, disabilities) {
        one_off += rates.disability_1;
    }
    if odds.has_disability_2(facts.size, disabilities) {
        apply_disability(state, today, world, newcomer, draws);
    }
    let at = newcomer.municipality;
    let month = month_after(reality.year_1_days.days(delays));
    state.ledger.book(Post::IntegrationGrant, Part::New, at, year_1, month);
    if let Some(kind) = group.training {
        let n_trainees = odds.n_trainees(n_in_training_age, training);
        if n_trainees > 0 {
            let month = month_after(reality.training_days.days(delays << 12));
            apply_training(state, today, world, newcomer, (kind, n_trainees, month));
        }
    }
    if one_off != Kroner::ZERO {
        let month = month_after(reality.one_off_days.days(delays << 24));
        state.ledger.book(Post::IntegrationGrant, Part::OneOff, at, one_off, month);
    }
}

/// Adds a newborn child to the counts, in its mother's cohort.
fn apply_birth(state: &mut State, newcomer: &Newcomer) {
    let group = usize::from(newcomer.facts.group);
    let cell = newcomer.cohort * state.settled.n_municipalities + newcomer.municipality;
    state.settled.five_year[cell] += 1;
    state.stocks[group].settled += 1;
    state.flows[group].born += 1;
}

/// The bonus for those of the household who are above the municipality's original request (assumption A77).
#[inline]
fn bonus(state: &mut State, today: &Today, world: World<'_>, newcomer: &Newcomer) -> Kroner {
    let rate = world.reality.rates[today.year_index].bonus_above_request;
    let has_letter = || state.places.iter().any(|it| it.has_letter(today.year_index));
    if rate == Kroner::ZERO || newcomer.way != Way::Agreed || !has_letter() {
        return Kroner::ZERO;
    }
    let at = newcomer.municipality;
    let original: i32 = state.places.iter().map(|it| it.original(today.year_index, at)).sum();
    let this_year = &mut state.settled.this_year[at];
    let above = this_year.by_agreement() - original;
    let new = (above - this_year.bonus).max(0);
    this_year.bonus += new;
    Kroner(rate.0 * i64::from(new))
}

/// Books the training grant of those of a household who take part.
fn apply_training(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    (training, n_trainees, month): (Training, i64, usize),
) {
    let rates = &world.reality.rates[today.year_index];
    let kroner = rates.training_from(training, today.month, n_trainees);
    let at = newcomer.municipality;
    state.ledger.book(Post::Training, Part::New, at, kroner, month);
    let cell = newcomer.cohort * state.settled.n_municipalities + at;
    state.settled.trainees[cell] += n_trainees as i32;
    match training {
        Training::Ordinary => state.settled.ordinary_trainees[cell] += n_trainees as i32,
        Training::CollectiveProtection => {
            let months = n_trainees * months_after_new_year(today.month);
            state.settled.months_after_new_year[cell] += months as i32;
        }
    }
}
