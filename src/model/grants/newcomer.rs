//! What a settlement gives a right to at once: year 1, one-offs, the bonus, training.

use super::disability::apply_disability;
use super::{Category, category_of};
use crate::chance::Stream;
use crate::model::ledger::Part;
use crate::model::settlement::Newcomer;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::{Post, Training, limits};
use crate::units::Kroner;

/// Books what a settlement gives a right to at once: year 1 (assumption A69), one-offs, bonus, training.
pub fn apply_newcomer_grants(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    draws: &mut Stream,
) {
    let reality = world.reality;
    let rates = &reality.rates[today.year_index];
    let facts = newcomer.facts;
    let group = &world.scenario.world.groups[usize::from(facts.group)];
    let month_after = |days: u32| world.months.at(today.index + days as usize);
    let mut year_1 = Kroner::ZERO;
    let mut one_off = Kroner::ZERO;
    for age in newcomer.ages() {
        let category = category_of(age, facts.size, group.is_unaccompanied);
        year_1 += rates.year_1[category as usize];
        one_off += rates.one_offs(age);
    }
    // One word for the three delays of payment and one for each pair of odds: a table looks at twelve bits, odds
    // at the upper half.
    let delays = draws.word();
    let needs = draws.word();
    if reality.newcomers.has_newborn(facts.size, needs) {
        year_1 += rates.year_1[Category::Child as usize];
        one_off += rates.kindergarten;
        apply_birth(state, newcomer);
    }
    one_off += bonus(state, today, world, newcomer);
    let at = newcomer.municipality;
    let month = month_after(reality.year_1_days.days(delays));
    state.ledger.book(Post::IntegrationGrant, Part::New, at, year_1, month);
    if let Some(training) = group.training {
        let month = month_after(reality.training_days.days(delays << 12));
        apply_training(state, today, world, newcomer, (training, month), draws);
    }
    if reality.newcomers.has_disability_1(facts.size, needs << 32) {
        one_off += rates.disability_1;
    }
    if reality.newcomers.has_disability_2(facts.size, draws.word()) {
        apply_disability(state, today, world, newcomer, draws);
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
fn bonus(state: &mut State, today: &Today, world: World<'_>, newcomer: &Newcomer) -> Kroner {
    let rate = world.reality.rates[today.year_index].bonus_above_request;
    let has_letter = || state.places.iter().any(|it| it.has_letter(today.year_index));
    if rate == Kroner::ZERO || !newcomer.is_agreed || !has_letter() {
        return Kroner::ZERO;
    }
    let at = newcomer.municipality;
    let settled = &state.settled;
    let original: i32 = state.places.iter().map(|it| it.original(today.year_index, at)).sum();
    let above = settled.settled_this_year[at] - settled.self_settled_this_year[at] - original;
    let new = (above - settled.bonus_this_year[at]).max(0);
    state.settled.bonus_this_year[at] += new;
    Kroner(rate.0 * i64::from(new))
}

/// Books the training grant of those of the household who take part, each adult in training age by its own odds.
fn apply_training(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    (training, month): (Training, usize),
    draws: &mut Stream,
) {
    let in_age = |age: &u8| (limits::TRAINING_FIRST_AGE..=limits::TRAINING_LAST_AGE).contains(age);
    let mut n_trainees = 0;
    for _ in newcomer.ages().filter(in_age) {
        n_trainees += i64::from(world.reality.newcomers.training.hit(draws.word()));
    }
    if n_trainees == 0 {
        return;
    }
    let rate = world.reality.rates[today.year_index].training(training);
    let at = newcomer.municipality;
    state.ledger.book(Post::Training, Part::New, at, Kroner(rate.0 * n_trainees), month);
    let cell = newcomer.cohort * state.settled.n_municipalities + at;
    state.settled.trainees[cell] += n_trainees as i32;
    if training == Training::Ordinary {
        state.settled.ordinary_trainees[cell] += n_trainees as i32;
    }
}
