//! The grants: which rights a settlement, a year and a month give, and in which month each is paid.
//!
//! Law and rates come from the rules; what the law leaves to practice - when year 1 is applied for, in which
//! months instalments are paid - is a parameter of the scenario. `docs/model.md` lists the conventions.

use super::ledger::Part;
use super::lives::Life;
use super::settlement::Newcomer;
use super::today::Today;
use super::{State, World};
use crate::calendar::{Month, Year};
use crate::chance::Stream;
use crate::rules::MoveSplit;
use crate::scenario::number::Number;
use crate::scenario::{Post, Training, limits};
use crate::units::Kroner;

/// Grant years of the integration grant after the first.
const N_LATER_YEARS: usize = 4;

/// Somebody for whom disability grant 2 is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disability {
    /// Where.
    pub municipality: u16,
    /// Settlement year.
    pub settled: Year,
    /// The municipality's yearly expense.
    pub expense: Kroner,
    /// Whether settled from UDI's special accommodation.
    pub is_special: bool,
}

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

/// The category at an age (at the end of the settlement year) in a household of `size`.
pub fn category_of(age: u8, size: u8, is_unaccompanied: bool) -> Category {
    if is_unaccompanied {
        Category::UnaccompaniedMinor
    } else if age < limits::ADULT_AGE {
        Category::Child
    } else if size == 1 {
        Category::SingleAdult
    } else {
        Category::Adult
    }
}

/// Books what a settlement gives a right to at once: year 1, one-offs, bonus, training.
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
        if age <= limits::KINDERGARTEN_LAST_AGE {
            one_off += rates.kindergarten;
        }
        if age >= limits::ELDERLY_AGE {
            one_off += rates.elderly;
        }
    }
    if draw_newborn(world, newcomer, draws) {
        year_1 += rates.year_1[Category::Child as usize];
        one_off += rates.kindergarten;
        apply_birth(state, newcomer);
    }
    one_off += bonus(state, today, world, newcomer);
    let at = newcomer.municipality;
    let month = month_after(reality.year_1_days.days(draws.word()));
    state.ledger.book(Post::IntegrationGrant, Part::New, at, year_1, month);
    one_off += apply_disability(state, today, world, newcomer, draws);
    if one_off != Kroner::ZERO {
        let month = month_after(reality.one_off_days.days(draws.word()));
        state.ledger.book(Post::IntegrationGrant, Part::OneOff, at, one_off, month);
    }
    if let Some(training) = group.training {
        apply_training(state, today, world, newcomer, training, draws);
    }
}

/// Whether a child is born to the household within the window after settlement.
fn draw_newborn(world: World<'_>, newcomer: &Newcomer, draws: &mut Stream) -> bool {
    let per_person = world.reality.value(world.scenario.world.grants.newborns_per_settled);
    draws.uniform() < per_person * f64::from(newcomer.facts.size)
}

/// Adds a newborn child to the counts, in its mother's cohort.
fn apply_birth(state: &mut State, newcomer: &Newcomer) {
    let group = usize::from(newcomer.facts.group);
    let cell = newcomer.cohort * state.settled.n_municipalities + newcomer.municipality;
    state.settled.five_year[cell] += 1;
    state.stocks[group].settled += 1;
    state.flows[group].born += 1;
}

/// The bonus for those of the household who are above the municipality's original request.
fn bonus(state: &mut State, today: &Today, world: World<'_>, newcomer: &Newcomer) -> Kroner {
    let rate = world.reality.rates[today.year_index].bonus_above_request;
    if rate == Kroner::ZERO || !newcomer.is_agreed {
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

/// Draws who has a need behind the disability grants; returns grant 1 and books the first year of grant 2.
fn apply_disability(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    draws: &mut Stream,
) -> Kroner {
    let behaviour = &world.scenario.world.grants;
    let value = |number| world.reality.value(number);
    let rates = &world.reality.rates[today.year_index];
    let size = f64::from(newcomer.facts.size);
    let mut grant_1 = Kroner::ZERO;
    if draws.uniform() < value(behaviour.disability_1_share) * size {
        grant_1 = rates.disability_1;
    }
    if draws.uniform() < value(behaviour.disability_2_share) * size {
        let mean = value(behaviour.disability_2_expense);
        // The shape is a table of unit mean; thousands of kroner fit its whole numbers.
        let expense = behaviour.disability_2_shape.value(draws.word()) * mean;
        let disability = Disability {
            municipality: newcomer.municipality as u16,
            settled: today.month.year(),
            expense: Kroner(expense.round() as i64),
            is_special: draws.uniform() < value(behaviour.special_accommodation_share),
        };
        apply_disability_year(state, today, world, &disability);
        state.settled.disabilities.push(disability);
    }
    grant_1
}

/// What disability grant 2 pays for an expense in a year: above the own share, up to the cap.
pub fn disability_2(expense: Kroner, own_share: Kroner, cap: Kroner) -> Kroner {
    expense.minus_or_zero(own_share).min(cap)
}

/// Whether disability grant 2 still runs in `year` for someone settled in `settled`.
pub fn is_disability_2_year(settled: Year, year: Year, n_years: i64) -> bool {
    (0..n_years).contains(&i64::from(year.0 - settled.0))
}

/// Books a year of disability grant 2; it is paid in the last instalment of the year.
fn apply_disability_year(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    disability: &Disability,
) {
    let rates = &world.reality.rates[today.year_index];
    let n_years = if disability.is_special {
        rates.disability_2_years_special
    } else {
        rates.disability_2_years
    };
    if !is_disability_2_year(disability.settled, today.month.year(), n_years) {
        return;
    }
    let kroner =
        disability_2(disability.expense, rates.disability_2_own_share, rates.disability_2_cap);
    let month = instalment_index(world, today.month.year(), N_LATER_YEARS).max(today.month_index);
    let part = if disability.settled == today.month.year() { Part::New } else { Part::Committed };
    let at = usize::from(disability.municipality);
    state.ledger.book(Post::IntegrationGrant, part, at, kroner, month);
}

/// Books the training grant of those of the household who take part.
fn apply_training(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    newcomer: &Newcomer,
    training: Training,
    draws: &mut Stream,
) {
    let rates = &world.reality.rates[today.year_index];
    let share = world.reality.value(world.scenario.world.grants.training_share);
    let in_age = |age: &u8| (limits::TRAINING_FIRST_AGE..=limits::TRAINING_LAST_AGE).contains(age);
    let n_adults = newcomer.ages().filter(in_age).count();
    let n_trainees = (0..n_adults).filter(|_| draws.uniform() < share).count() as i64;
    let rate = match training {
        Training::CollectiveProtection => rates.training_collective,
        Training::Ordinary => rates.training_ordinary,
    };
    let days = world.reality.training_days.days(draws.word()) as usize;
    let month = world.months.at(today.index + days);
    let at = newcomer.municipality;
    state.ledger.book(Post::Training, Part::New, at, Kroner(rate.0 * n_trainees), month);
    let cell = newcomer.cohort * state.settled.n_municipalities + at;
    state.settled.trainees[cell] += n_trainees as i32;
}

/// Phase 9: at new year the year's rights of those settled earlier; each month minors' rights and payments.
pub fn apply_grants(state: &mut State, today: &Today, world: World<'_>) {
    if today.is_year_start {
        if today.index > 0 {
            state.ledger.apply_year_end();
            state.settled.apply_birthdays();
        }
        apply_year_rights(state, today, world);
        apply_december_moves(state, today, world);
        apply_disability_rights(state, today, world);
        apply_training_base(state, today, world);
        apply_other_training(state, today, world);
    }
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

/// The rate of `year` for a cohort, if it is one of grant years 2 to 5 (2 and 3 for some families).
fn later_rate(world: World<'_>, cohort: usize, year: Year, is_three_year: bool) -> Option<Kroner> {
    let number = (year.0 - cohort_year(world, cohort).0) as usize;
    let last = if is_three_year { limits::THREE_YEARS - 1 } else { N_LATER_YEARS };
    if !(1..=last).contains(&number) {
        return None;
    }
    let year_index = (year.0 - world.scenario.first_year.0) as usize;
    Some(world.reality.rates[year_index].years_2_to_5[number - 1])
}

/// Position in the horizon of the month in which instalment `number` (1 to 4) of `year` is paid.
///
/// An instalment from before the run is paid already: it comes out as the first month.
fn instalment_index(world: World<'_>, year: Year, number: usize) -> usize {
    let month = Month::new(year, world.scenario.world.grants.instalment_months[number - 1]);
    world.months.index_of(month).max(0) as usize
}

/// Whether instalment `number` of `year` falls before the run.
fn is_past(world: World<'_>, year: Year, number: usize) -> bool {
    let month = Month::new(year, world.scenario.world.grants.instalment_months[number - 1]);
    world.months.index_of(month) < 0
}

/// Books grant years 2 to 5 of everybody who is there on the first day of the year, in four instalments.
fn apply_year_rights(state: &mut State, today: &Today, world: World<'_>) {
    let year = today.month.year();
    let n = state.settled.n_municipalities;
    let n_cohorts = state.settled.five_year.len() / n;
    for cohort in 0..n_cohorts {
        for is_three_year in [false, true] {
            let Some(rate) = later_rate(world, cohort, year, is_three_year) else { continue };
            for number in (1..=N_LATER_YEARS).filter(|&it| !is_past(world, year, it)) {
                let month = instalment_index(world, year, number);
                let each = rate.instalment(number as i64, N_LATER_YEARS as i64);
                for municipality in 0..n {
                    let cell = cohort * n + municipality;
                    let stock = if is_three_year {
                        &state.settled.three_year
                    } else {
                        &state.settled.five_year
                    };
                    let kroner = Kroner(each.0 * i64::from(stock[cell]));
                    let ledger = &mut state.ledger;
                    ledger.book(
                        Post::IntegrationGrant,
                        Part::Committed,
                        municipality,
                        kroner,
                        month,
                    );
                }
            }
        }
    }
}

/// Splits the rest of the year's grant when a household moves on; year 1 stays where it was settled.
pub fn apply_move_split(
    state: &mut State,
    today: &Today,
    world: World<'_>,
    life: &Life,
    from: usize,
    to: usize,
) {
    let year = today.month.year();
    let cohort = usize::from(life.cohort);
    let Some(rate) = later_rate(world, cohort, year, life.is_three_year) else { return };
    let persons = i64::from(life.size);
    let split = world.reality.rates[today.year_index].move_split;
    for number in 1..=N_LATER_YEARS {
        let each = moved_part(split, rate, today.month, number);
        if each == Kroner::ZERO {
            continue;
        }
        // What has been paid already is settled between the two in this month.
        let month = instalment_index(world, year, number).max(today.month_index);
        let kroner = Kroner(each.0 * persons);
        state.ledger.transfer(Post::IntegrationGrant, from, to, kroner, month);
    }
}

/// What of instalment `number` of a year's `rate` goes to the municipality moved to in `month`.
pub fn moved_part(split: MoveSplit, rate: Kroner, month: Month, number: usize) -> Kroner {
    let (first_part, n_parts) = split.kept(month);
    let per_instalment = n_parts / N_LATER_YEARS as i64;
    let end = number as i64 * per_instalment;
    let start = (end - per_instalment).max(first_part);
    if start >= end {
        Kroner::ZERO
    } else {
        rate.first_parts(end, n_parts) - rate.first_parts(start, n_parts)
    }
}

/// Gives January back to the municipality that someone left in December.
fn apply_december_moves(state: &mut State, today: &Today, world: World<'_>) {
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

/// Books disability grant 2 of the year: known persons, and the sum for those settled before the run, which
/// shrinks as their cohorts leave the five years.
fn apply_disability_rights(state: &mut State, today: &Today, world: World<'_>) {
    for position in 0..state.settled.disabilities.len() {
        let disability = state.settled.disabilities[position];
        if disability.settled < today.month.year() {
            apply_disability_year(state, today, world, &disability);
        }
    }
    let years_left = 5 - today.year_index.min(5) as i64;
    let total = whole_kroner(world, world.scenario.world.opening.disability_kroner);
    let total = total.first_parts(years_left, 5);
    apply_lump_sum(state, today, world, Post::IntegrationGrant, total);
}

/// Books training grants that the model does not follow person by person: those of people outside this
/// world every year, and in the first year those of people settled before the run.
fn apply_other_training(state: &mut State, today: &Today, world: World<'_>) {
    let mut total = whole_kroner(world, world.scenario.world.grants.other_training_kroner);
    if today.year_index == 0 {
        total += whole_kroner(world, world.scenario.world.opening.training_kroner);
    }
    apply_lump_sum(state, today, world, Post::Training, total);
}

fn whole_kroner(world: World<'_>, number: Number) -> Kroner {
    Kroner(world.reality.value(number).round() as i64)
}

/// Books a sum known for the country only, in the year's instalments, spread as the last cohort was settled.
fn apply_lump_sum(state: &mut State, today: &Today, world: World<'_>, post: Post, total: Kroner) {
    let Some(last) = world.scenario.world.opening.cohorts.last() else { return };
    let n_settled: i64 = last.settled.iter().map(|it| it.0).sum();
    if n_settled == 0 || total == Kroner::ZERO {
        return;
    }
    let year = today.month.year();
    let mut passed = 0;
    for (municipality, settled) in last.settled.iter().enumerate() {
        let before = total.first_parts(passed, n_settled);
        passed += settled.0;
        let kroner = total.first_parts(passed, n_settled) - before;
        for number in 1..=N_LATER_YEARS {
            let month = instalment_index(world, year, number).max(today.month_index);
            let each = kroner.instalment(number as i64, N_LATER_YEARS as i64);
            state.ledger.book(post, Part::Committed, municipality, each, month);
        }
    }
}

/// Books the base grant of municipalities with few in training, by last year's settlement.
fn apply_training_base(state: &mut State, today: &Today, world: World<'_>) {
    const MOST: i32 = 150;
    let rates = &world.reality.rates[today.year_index];
    let n = state.settled.n_municipalities;
    let last_cohort = world.scenario.world.opening.cohorts.len() + today.year_index;
    let Some(cohort) = last_cohort.checked_sub(1) else { return };
    let month = instalment_index(world, today.month.year(), 2).max(today.month_index);
    for municipality in 0..n {
        let kroner = match state.settled.trainees[cohort * n + municipality] {
            1..=3 => rates.training_base_small,
            4..=MOST => rates.training_base,
            _ => continue,
        };
        state.ledger.book(Post::Training, Part::Committed, municipality, kroner, month);
    }
}

/// Books a month of care for unaccompanied minors where they live; it is paid when the quarter ends.
fn apply_minors_rights(state: &mut State, today: &Today, world: World<'_>) {
    let rates = &world.reality.rates[today.year_index];
    let n = state.settled.n_municipalities;
    let number = i64::from(today.month.number());
    let to_quarter_end = (3 - today.month.number() % 3) % 3;
    let month = today.month_index + usize::from(to_quarter_end);
    for age in 0..=limits::MINOR_LAST_AGE {
        let rate = if age < limits::MINOR_LOWER_RATE_AGE {
            rates.minor_to_16
        } else {
            rates.minor_17_to_20
        };
        let each = rate.instalment(number, 12);
        for municipality in 0..n {
            let n_minors = i64::from(state.settled.minors[usize::from(age) * n + municipality]);
            if n_minors != 0 {
                let kroner = Kroner(each.0 * n_minors);
                let ledger = &mut state.ledger;
                ledger.book(Post::UnaccompaniedMinors, Part::New, municipality, kroner, month);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_change_on_their_birthdays() {
        assert_eq!(category_of(17, 1, false), Category::Child);
        assert_eq!(category_of(18, 1, false), Category::SingleAdult);
        assert_eq!(category_of(18, 2, false), Category::Adult);
        assert_eq!(category_of(18, 1, true), Category::UnaccompaniedMinor);
    }

    #[test]
    fn disability_grant_2_pays_above_the_own_share_up_to_the_cap() {
        let (own, cap) = (Kroner(200_000), Kroner(1_520_000));
        let paid = |expense| disability_2(Kroner(expense), own, cap).0;
        assert_eq!([paid(0), paid(200_000), paid(200_001)], [0, 0, 1]);
        assert_eq!(
            [paid(1_719_999), paid(1_720_000), paid(9_000_000)],
            [1_519_999, 1_520_000, 1_520_000]
        );
    }

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
