//! Who was on the way on the first morning, and for how long still.

use crate::chance::{Process, household_key, scale};
use crate::law::QuantileTable;
use crate::model::arrivals::{Named, draw_any_household};
use crate::model::households::Stage;
use crate::model::lives::plan_return_while_waiting;
use crate::model::today::Today;
use crate::model::{Purpose, State, World};

/// Who of a group was on the way: pending cases, the queue, and those about to move.
pub(super) fn open_waiting(state: &mut State, first: &Today, world: World<'_>, group: usize) {
    let waiting = &world.scenario.world.opening.waiting[group];
    let mut ordinal = 0;
    let reality = &world.reality.groups[group];
    for (stage, number) in [
        (Stage::Pending, waiting.pending),
        (Stage::Ready, waiting.ready),
        (Stage::Agreed, waiting.agreed),
    ] {
        let mut missing = world.reality.value(number).round() as i64;
        if missing <= 0 {
            continue;
        }
        let lasting = match stage {
            Stage::Pending => reality.cases.first().map(|it| &it.days),
            Stage::Ready => Some(&reality.matching_days),
            _ => Some(&reality.offer_days),
        };
        let under_way = lasting.map(QuantileTable::under_way);
        while missing > 0 {
            // Month 2^16 - 1 stands for "before the run".
            let key = household_key(reality.name, 0xffff, ordinal);
            missing -= open_household(state, first, world, (group, key), (stage, &under_way));
            ordinal += 1;
        }
    }
}

/// Puts one household where it stood; returns its size.
///
/// Somebody met at a random moment is in a long wait rather than a short one, and has a uniform part of it
/// left (assumption A61): `under_way` is the stage's duration as it looks then. Those about to move use no place of
/// the year (assumption A63).
fn open_household(
    state: &mut State,
    first: &Today,
    world: World<'_>,
    (group, key): (usize, u64),
    (stage, under_way): (Stage, &Option<QuantileTable>),
) -> i64 {
    let mut draws = world.chance.stream(Process::OpeningHousehold, key);
    let named = Named { group, key, year: first.month.year() };
    let mut household = draw_any_household(world, named, &mut draws, 0);
    let facts = household.facts;
    // Before the run nobody has returned by date.
    plan_return_while_waiting(world, &mut household, -1);
    let persons = i64::from(facts.size);
    let slot = state.households.add(household);
    let left = draws.word();
    let whole = under_way.as_ref().map_or(0, |it| it.days(draws.word()));
    state.opening[group].on_the_way += persons;
    state.apply_check_in(facts);
    match stage {
        Stage::Pending => {
            state.stocks[group].pending += persons;
            state.households[slot].stage = Stage::Pending;
            let days = scale(left, whole.max(1)) as i32;
            state.schedule_or_exit(slot, Purpose::Decide, days);
        }
        Stage::Ready => {
            state.stocks[group].waiting += persons;
            state.households[slot].permit_day = -1 - scale(left, 2 * whole.max(1)) as i32;
            state.apply_ready(world, slot);
        }
        _ => {
            state.stocks[group].waiting += persons;
            state.stocks[group].agreed += persons;
            state.households[slot].stage = Stage::Agreed;
            let days = scale(left, whole.max(1)) as i32;
            state.households[slot].permit_day = days - 1 - whole as i32;
            state.households[slot].municipality =
                world.scenario.places.draw_by_last_settled(draws.word());
            state.schedule_or_exit(slot, Purpose::Settle, days);
        }
    }
    persons
}
