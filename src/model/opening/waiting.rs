//! Who was on the way on the first morning, and for how long still.

use crate::chance::{Process, Stream, household_key, scale};
use crate::law::QuantileTable;
use crate::model::arrivals::{add_household, draw_opening_facts};
use crate::model::households::Stage;
use crate::model::today::Today;
use crate::model::{Purpose, State, World};

/// Who of a group was on the way: pending cases, the queue, and those about to move.
pub(super) fn open_waiting(state: &mut State, first: &Today, world: World<'_>, group: usize) {
    let waiting = &world.scenario.world.opening.waiting[group];
    let mut ordinal = 0;
    let reality = &world.reality.groups[group];
    let under_way = UnderWay {
        case_days: reality.cases.first().map(|it| it.days.under_way()),
        offer_days: reality.offer_days.under_way(),
        matching_days: reality.matching_days.under_way(),
    };
    for (stage, number) in [
        (Stage::Pending, waiting.pending),
        (Stage::Ready, waiting.ready),
        (Stage::Agreed, waiting.agreed),
    ] {
        let mut missing = world.reality.value(number).round() as i64;
        while missing > 0 {
            // Month 2^16 - 1 stands for "before the run".
            let name = world.reality.groups[group].name;
            let key = household_key(name, 0xffff, ordinal);
            let mut draws = world.chance.stream(Process::OpeningHousehold, key);
            missing -=
                open_household(state, first, world, (group, key), (stage, &under_way), &mut draws);
            ordinal += 1;
        }
    }
}

/// Durations as they look to someone who meets them under way.
struct UnderWay {
    case_days: Option<QuantileTable>,
    offer_days: QuantileTable,
    matching_days: QuantileTable,
}

/// Puts one household where it stood; returns its size.
///
/// Somebody met at a random moment is in a long wait rather than a short one, and has a uniform part of it
/// left (assumption A61). Those about to move use no place of the year (assumption A63).
fn open_household(
    state: &mut State,
    first: &Today,
    world: World<'_>,
    (group, key): (usize, u64),
    (stage, under_way): (Stage, &UnderWay),
    draws: &mut Stream,
) -> i64 {
    let facts = draw_opening_facts(world, group, key, first, draws);
    let persons = i64::from(facts.size);
    let slot = add_household(state, facts, draws, &world.reality.groups[group], 0);
    let left = draws.word();
    state.opening[group].on_the_way += persons;
    state.apply_check_in(facts);
    match stage {
        Stage::Pending => {
            state.stocks[group].pending += persons;
            state.households[slot].stage = Stage::Pending;
            let case_days = under_way.case_days.as_ref().map_or(0, |it| it.days(draws.word()));
            let days = scale(left, case_days.max(1)) as i32;
            state.schedule_or_exit(slot, Purpose::Decide, days);
        }
        Stage::Ready => {
            state.stocks[group].waiting += persons;
            let matching = under_way.matching_days.days(draws.word());
            state.households[slot].permit_day = -1 - scale(left, 2 * matching.max(1)) as i32;
            state.apply_ready(world, slot);
        }
        _ => {
            state.stocks[group].waiting += persons;
            state.stocks[group].agreed += persons;
            state.households[slot].stage = Stage::Agreed;
            let offer = under_way.offer_days.days(draws.word());
            let days = scale(left, offer.max(1)) as i32;
            state.households[slot].permit_day = days - 1 - offer as i32;
            state.households[slot].municipality =
                world.scenario.places.draw_by_last_settled(draws.word());
            state.schedule_or_exit(slot, Purpose::Settle, days);
        }
    }
    persons
}
