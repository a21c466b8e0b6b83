//! Phase 5, second part: municipalities open places month by month.

use super::Places;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::Track;

/// How a month's places are opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    pub rise: f64,
    pub fall: f64,
    pub front_loading: f64,
    pub provisional_share: f64,
}

/// Phase 5, second part: on the first of a month municipalities open places.
pub fn apply_opening(state: &mut State, today: &Today, world: World<'_>) {
    let behaviour = &world.scenario.world.municipalities;
    let value = |number| world.reality.value(number);
    if today.is_year_start {
        state.places.iter_mut().for_each(Places::apply_year_start);
    }
    if !today.is_month_start {
        return;
    }
    let opening = Opening {
        rise: value(behaviour.opening_rise),
        fall: value(behaviour.opening_fall),
        front_loading: value(behaviour.front_loading),
        provisional_share: value(behaviour.provisional_share),
    };
    let months_left = 13 - i64::from(today.month.number());
    for track in [Track::Ordinary, Track::Minors] {
        let places = &mut state.places[track.index()];
        match &behaviour.fixed_monthly_places {
            Some(fixed) if track == Track::Ordinary => places.apply_fixed(fixed),
            _ => places.apply_month_start(today.year_index, months_left, opening),
        }
    }
}
