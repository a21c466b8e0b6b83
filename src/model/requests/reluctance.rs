//! What makes a municipality agree to less and answer later: what it is asked for, what it has done, whether earlier
//! agreements were used, and where it lies (assumption A160).
//!
//! Nothing here is on unless a scenario says so: the fit in `docs/validation.md` orders municipalities hardly better
//! than a toss of a coin.

use crate::elementary::ln;
use crate::model::{State, World};
use crate::scenario::number::Number;

/// Added to the log odds of agreeing to less than asked; zero where a scenario says nothing.
pub(super) fn reluctance(
    state: &State,
    world: World<'_>,
    track: usize,
    year_index: usize,
    municipality: usize,
) -> f64 {
    let effects = &world.scenario.world.municipalities.reluctance;
    let part = |effect: Option<Number>, of: &dyn Fn() -> f64| {
        effect.map_or(0.0, |effect| world.reality.value(effect) * of())
    };
    part(effects.load_effect, &|| log_load(state, world, track, year_index, municipality))
        + part(effects.fatigue_effect, &|| settled_before(state, world, year_index, municipality))
        + part(effects.trust_effect, &|| 1.0 - state.places[track].trust(municipality))
        + part(effects.centrality_effect, &|| {
            let class = world.scenario.register.municipalities()[municipality].centrality;
            class.map_or(0.0, |it| f64::from(it) - MIDDLE_CLASS)
        })
}

/// Between the six classes of centrality.
const MIDDLE_CLASS: f64 = 3.5;

/// The logarithm of the request per inhabitant over the country's; nothing where nobody is asked for.
fn log_load(
    state: &State,
    world: World<'_>,
    track: usize,
    year_index: usize,
    municipality: usize,
) -> f64 {
    let asked = |it: usize| f64::from(state.places[track].requested(year_index, it));
    let municipalities = world.scenario.register.municipalities();
    let country: f64 = (0..municipalities.len()).map(asked).sum();
    let own = asked(municipality) / municipalities[municipality].population.0 as f64;
    let load = own * world.scenario.register.population().0 as f64 / country;
    // Who is asked for nobody has nothing to agree to.
    if load > 0.0 { ln(load) } else { 0.0 }
}

/// Persons settled in the two years before who still live there, for each 1,000 inhabitants.
fn settled_before(state: &State, world: World<'_>, year_index: usize, municipality: usize) -> f64 {
    let now = world.scenario.world.opening.cohorts.len() + year_index;
    let settled = &state.settled;
    let persons: i32 = (now.saturating_sub(2)..now)
        .map(|cohort| cohort * settled.n_municipalities + municipality)
        .map(|cell| settled.five_year[cell] + settled.three_year[cell])
        .sum();
    let inhabitants = world.scenario.register.municipalities()[municipality].population.0;
    1000.0 * f64::from(persons) / inhabitants as f64
}
