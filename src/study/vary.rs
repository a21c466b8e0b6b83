//! A scenario under other values: overrides through the checker, or parameters set inside their laws.

use super::quantity::Quantity;
use crate::engine::{Engine, Interrupted};
use crate::law::Law;
use crate::scenario::Scenario;
use crate::scenario::check::load;
use crate::scenario::load::{Library, Problems};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// Why a study ends early.
#[derive(Debug)]
pub enum Ended {
    /// It was interrupted.
    Interrupted(Interrupted),
    /// A value makes the scenario wrong.
    Wrong(Problems),
}

impl From<Interrupted> for Ended {
    fn from(it: Interrupted) -> Self {
        Self::Interrupted(it)
    }
}

impl From<Problems> for Ended {
    fn from(it: Problems) -> Self {
        Self::Wrong(it)
    }
}

/// A scenario to be loaded again and again with other values.
#[derive(Clone, Debug)]
pub struct Variants {
    /// The file or embedded name.
    pub argument: String,
    /// Values set at every point.
    pub overrides: Vec<String>,
    /// The embedded scenarios.
    pub library: Library,
}

impl Variants {
    /// The scenario at a point: `values` of these keys on top of what is always set.
    pub fn at(&self, keys: &[String], values: &[f64]) -> Result<Scenario, Problems> {
        let mut overrides = self.overrides.clone();
        overrides.extend(
            keys.iter().zip(values).map(|(key, value)| format!("{key}={}", as_written(*value))),
        );
        load(&self.argument, &overrides, self.library).map(|(scenario, _)| scenario)
    }
}

/// A number as a scenario file takes it: whole numbers without a point, so that counts stay counts.
fn as_written(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { value.to_string() }
}

/// What the quantities are in each replication, in order.
pub fn run(
    scenario: &Scenario,
    replications: Range<u32>,
    quantities: &[Quantity],
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<Vec<Option<f64>>>, Interrupted> {
    let engine = Engine::new(scenario);
    let dimensions = engine.dimensions.clone();
    let mut seen = Vec::new();
    engine.run::<Interrupted>(replications, stop, progress, |block| {
        seen.extend(block.iter().map(|(_, observation)| {
            quantities.iter().map(|it| it.of(observation, &dimensions)).collect()
        }));
        Ok(())
    })?;
    Ok(seen)
}

/// Positions of the parameters that are not certain.
pub fn uncertain(scenario: &Scenario) -> Vec<usize> {
    (0..scenario.parameters.len()).filter(|at| scenario.parameters[*at].law.is_some()).collect()
}

/// Sets one uncertain parameter to the value of its law at a probability.
pub fn pin(scenario: &mut Scenario, parameter: usize, probability: f64) {
    let law = &mut scenario.parameters[parameter].law;
    *law = law.map(|it| {
        let value = it.quantile(probability);
        Law::Triangular { low: value, mode: value, high: value }
    });
}
