//! What a result rests on, gathered from scenario, register and rules.

use crate::chance::STREAM_VERSION;
use crate::origin::{Origin, Status};
use crate::register::tables;
use crate::results::provenance::{Parameter, Provenance, Reference, ScenarioText, sha256};
use crate::rules;
use crate::scenario::{Scenario, number};
use std::collections::BTreeMap;

/// Provenance of `n_replications` of a scenario, asked for by `command`.
pub fn gather_provenance(
    scenario: &Scenario,
    n_replications: u32,
    command: Vec<String>,
) -> Provenance {
    Provenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rng_schema: STREAM_VERSION.to_string(),
        scenario: ScenarioText::new(&scenario.name, &scenario.title, &scenario.text),
        seed: scenario.run.seed,
        replications: u64::from(n_replications),
        as_of: scenario.run.as_of.to_string(),
        command,
        references: list_references(scenario),
        parameters: scenario.parameters.iter().map(parameter).collect(),
    }
}

/// The tables and rules in the program, then the CSV files of the scenario.
fn list_references(scenario: &Scenario) -> Vec<Reference> {
    let described = tables::dictionary().into_iter().map(|it| (it.name, it.vintage));
    let vintages: BTreeMap<String, String> = described.collect();
    let embedded = tables::NAMES.iter().map(|name| Reference {
        file: (*name).to_owned(),
        vintage: vintages.get(*name).cloned().unwrap_or_default(),
        sha256: sha256(tables::text(name).unwrap_or_default().as_bytes()),
    });
    let rules = Reference {
        file: "rules.toml".to_owned(),
        vintage: "each rate by the month it is in force from".to_owned(),
        sha256: sha256(rules::TEXT.as_bytes()),
    };
    let own = scenario.tables.iter().map(|(name, text)| Reference {
        file: name.clone(),
        vintage: "a file of the scenario".to_owned(),
        sha256: sha256(text.as_bytes()),
    });
    embedded.chain([rules]).chain(own).collect()
}

fn parameter(parameter: &number::Parameter) -> Parameter {
    Parameter {
        key: parameter.key.clone(),
        central: parameter.central.to_string(),
        law: parameter.law.map(|law| law.to_string()),
        status: status_of(parameter.origin.as_ref()).word().to_owned(),
        source: parameter.origin.as_ref().map(|it| it.source.clone()),
    }
}

/// How well a figure is known; what nobody vouches for is an assumption.
pub fn status_of(origin: Option<&Origin>) -> Status {
    origin.map_or(Status::Assumed, |it| it.status)
}
