//! Scenarios side by side on common random numbers: what each brings, how far it is from the baseline in the
//! same replication, and which kind of cause each krone of the difference is due to.
//!
//! The attribution does not depend on an order (Shapley 1953): every set of causes is run as a scenario of
//! its own, which has the baseline's text but for the keys of those causes, and a cause is given the mean of
//! what it adds to the sets without it. The contributions add up to the difference in every replication.

mod attribution;
mod causes;
mod outcomes;

use crate::engine::{Engine, Interrupted};
use crate::results::comparison::{Compared, Comparison, Difference};
use crate::results::provenance::ScenarioText;
use crate::results::summarise::distribution::Distribution;
use crate::results::summarise::{ScratchError, Summariser};
use crate::results::{Measure, NATIONAL, Summary};
use crate::scenario::Scenario;
use attribution::Attribution;
use outcomes::{Outcomes, QUANTITIES};
use std::sync::atomic::AtomicBool;

/// Measures a comparison keeps of each scenario month by month; of years it keeps all.
const BY_MONTH: [&str; 19] = [
    "arrived_persons",
    "permit_persons",
    "settled_persons",
    "settled_under_request_persons",
    "pending_persons",
    "waiting_persons",
    "agreed_persons",
    "reception_persons",
    "private_persons",
    "arrival_centre_beds",
    "ordinary_beds",
    "emergency_beds",
    "bed_shortfall",
    "cash_kroner",
    "cash_to_date_kroner",
    "allocation_kroner",
    "available_kroner",
    "exhaustion_probability",
    "change_kroner",
];

/// A scenario to compare, and the name or file it was read from.
pub struct Entry {
    /// What the command line named.
    pub argument: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// Why scenarios cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// Pairs need the same chance and the same days.
    #[error(
        "{other} has another {key} than {baseline}, and scenarios are compared on the same; \
         set it for all with --set"
    )]
    Apart {
        /// The scenario that differs.
        other: String,
        /// The baseline.
        baseline: String,
        /// What they differ in.
        key: &'static str,
    },
    /// Ctrl-C.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// No room on disk.
    #[error(transparent)]
    Scratch(#[from] ScratchError),
}

/// A comparison that is ready to run: it knows how much work it is.
pub struct Plan<'a> {
    entries: &'a [Entry],
    /// One for each scenario after the baseline.
    attributions: Vec<Attribution>,
}

impl<'a> Plan<'a> {
    /// The comparison of `entries`, the first of which is the baseline.
    ///
    /// # Panics
    /// If there are none.
    pub fn new(entries: &'a [Entry]) -> Result<Self, CompareError> {
        let (baseline, others) = entries.split_first().expect("a baseline");
        for other in others {
            let apart = |key| CompareError::Apart {
                other: other.argument.clone(),
                baseline: baseline.argument.clone(),
                key,
            };
            let (one, another) = (&baseline.scenario.run, &other.scenario.run);
            if one.horizon != another.horizon {
                return Err(apart("horizon (run.start, run.end)"));
            }
            if one.seed != another.seed {
                return Err(apart("run.seed"));
            }
            if one.replications != another.replications {
                return Err(apart("run.replications"));
            }
            if one.replications_per_draw != another.replications_per_draw {
                return Err(apart("run.replications_per_draw"));
            }
        }
        let attributions = others.iter().map(|other| Attribution::plan(baseline, other));
        Ok(Self { entries, attributions: attributions.collect() })
    }

    /// Number of replications of all runs together.
    pub fn n_replications(&self) -> u64 {
        let n_mixtures: usize = self.attributions.iter().map(Attribution::n_mixtures).sum();
        let n_runs = self.entries.len() + n_mixtures;
        n_runs as u64 * u64::from(self.entries[0].scenario.run.replications)
    }

    /// Runs everything.
    pub fn run(
        &self,
        version: &str,
        rng_schema: &str,
        command: Vec<String>,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Comparison, CompareError> {
        let (baseline, others) = self.entries.split_first().expect("a baseline");
        let (summary, base) = run_whole(&baseline.scenario, stop, progress)?;
        let mut scenarios = vec![Compared {
            scenario: text_of(&baseline.scenario),
            summary,
            differences: Vec::new(),
            changes: Vec::new(),
            steps: Vec::new(),
            is_taken_apart: true,
        }];
        for (other, attribution) in others.iter().zip(&self.attributions) {
            let (summary, outcomes) = run_whole(&other.scenario, stop, progress)?;
            let run = |scenario: &Scenario| run_outcomes(scenario, stop, progress);
            let steps = attribution.run(&base, &outcomes, run)?;
            scenarios.push(Compared {
                scenario: text_of(&other.scenario),
                summary,
                differences: differences(&base, &outcomes),
                changes: attribution.changes.clone(),
                steps,
                is_taken_apart: attribution.is_taken_apart(),
            });
        }
        let (version, rng_schema) = (version.to_owned(), rng_schema.to_owned());
        Ok(Comparison { version, rng_schema, command, scenarios })
    }
}

fn text_of(scenario: &Scenario) -> ScenarioText {
    ScenarioText::new(&scenario.name, &scenario.title, &scenario.text)
}

/// A scenario's national measures, and what is compared of it.
fn run_whole(
    scenario: &Scenario,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<(Summary, Outcomes), CompareError> {
    let engine = Engine::new(scenario);
    let mut summariser = Summariser::new(&engine.dimensions);
    let mut outcomes = Outcomes::new(&engine.dimensions);
    engine.run::<CompareError>(0..scenario.run.replications, stop, progress, |block| {
        for (_, observation) in block {
            summariser.push(observation)?;
            outcomes.push(observation);
        }
        Ok(())
    })?;
    let is_kept = |measure: &Measure| {
        let Measure { name, period, group, place, post, .. } = measure;
        (period.len() == 4 || BY_MONTH.contains(&name.as_str()))
            && group == "all"
            && place == NATIONAL
            && post.as_deref().is_none_or(|post| post == outcomes::POST)
    };
    let measures = summariser.finish()?.into_iter().filter(is_kept).collect();
    let summary = Summary { places: Vec::new(), ..engine.describe(measures) };
    Ok((summary, outcomes))
}

fn run_outcomes(
    scenario: &Scenario,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Outcomes, CompareError> {
    let engine = Engine::new(scenario);
    let mut outcomes = Outcomes::new(&engine.dimensions);
    engine.run::<CompareError>(0..scenario.run.replications, stop, progress, |block| {
        block.iter().for_each(|(_, observation)| outcomes.push(observation));
        Ok(())
    })?;
    Ok(outcomes)
}

/// Every quantity of every year, replication by replication.
fn differences(base: &Outcomes, other: &Outcomes) -> Vec<Difference> {
    let mut differences = Vec::new();
    for year in 0..base.n_years() {
        for quantity in 0..QUANTITIES.len() {
            let pairs = base.series(quantity, year).zip(other.series(quantity, year));
            let mut values: Vec<_> = pairs.map(|(before, after)| after - before).collect();
            let distribution = Distribution::of(&mut values, base.draws());
            let label = base.label(quantity, year);
            differences.extend(distribution.map(|it| Difference::new(Measure::new(label, it))));
        }
    }
    let totals = base.totals().into_iter().zip(other.totals());
    let mut totals: Vec<_> = totals.map(|(before, after)| after - before).collect();
    let total = Distribution::of(&mut totals, base.draws());
    let label = base.label_of_total();
    differences.extend(total.map(|it| Difference::new(Measure::new(label, it))));
    differences
}

#[cfg(test)]
mod tests;
