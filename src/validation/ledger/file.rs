//! `ledger-reconciliation.toml` as it is read: what the reconciliation rests on beside persons, rates and accounts.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters of the reconciliation, in the order of the file.
pub const N_PARAMETERS: usize = 8;
const TEXT: &str = include_str!("../../../scenarios/reference/ledger-reconciliation.toml");

/// A parameter that is fitted, with what was expected before.
#[derive(Clone, Debug, Deserialize)]
pub struct Parameter {
    pub name: String,
    pub meaning: String,
    pub expected: f64,
    /// Standard deviation of what was expected.
    pub spread: f64,
    pub source: String,
    pub status: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct ByGroup {
    ukraine: f64,
    other: f64,
    family: f64,
}

/// Persons who gave the right in a year, where they were counted.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Triggering {
    pub year: i32,
    pub persons: f64,
}

/// Share of those who gave the right in a year that was in grant years 4 and 5: at least so much.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct LateYears {
    pub year: i32,
    pub at_least: f64,
}

/// Whose family follows.
#[derive(Clone, Debug, Deserialize)]
pub struct FamilyBasis {
    /// Family of a resettlement refugee for each member of the family of another.
    pub quota_weight: f64,
    /// Resettlement refugees by year of arrival.
    pub quota: BTreeMap<String, i64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SingleAdults {
    pub from: i32,
    pub share: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Composition {
    pub single_adults_ukraine: f64,
    pub kindergarten: ByGroup,
    pub elderly: ByGroup,
}

#[derive(Clone, Debug, Deserialize)]
pub struct MinorsBasis {
    pub stay: f64,
    pub stay_spread: f64,
    pub settled: BTreeMap<String, i64>,
    pub ages: BTreeMap<String, f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct TrainingBasis {
    /// Share of those with collective protection who are 18 to 67, by settlement year.
    pub training_age: BTreeMap<String, f64>,
    pub training_age_other: f64,
    pub participation: f64,
    pub days: i32,
    /// Accounts by year before collective protection, from and to.
    pub before: [i32; 2],
}

#[derive(Clone, Debug, Deserialize)]
pub struct File {
    pub triggering: Triggering,
    pub late_years: LateYears,
    pub family: FamilyBasis,
    pub parameter: Vec<Parameter>,
    pub single_adults: Vec<SingleAdults>,
    pub composition: Composition,
    pub minors: MinorsBasis,
    pub training: TrainingBasis,
}

impl File {
    /// Our own file.
    pub fn embedded() -> Self {
        let file: Self = toml::from_str(TEXT).expect("our own file");
        assert_eq!(file.parameter.len(), N_PARAMETERS, "ledger-reconciliation.toml");
        file
    }
}

impl ByGroup {
    /// Persons of a kind among those of each group.
    pub fn times(self, ukraine: f64, other: f64, family: f64) -> f64 {
        self.ukraine * ukraine + self.other * other + self.family * family
    }
}
