//! Mirrors the scenario file: what a user may write, key by key.
//!
//! The doc comments are the documentation of the file (`bosett schema`, `docs/scenario-file.md`). Types here
//! only say what shape and range a value has; [`super::check`] says whether the whole makes sense.

mod arrivals;
mod groups;
mod policy;
mod value;
mod world;

pub use arrivals::*;
pub use groups::*;
pub use policy::*;
pub use value::{Amount, Count, DayText, Limited, MonthText, Real, Share, Value};
pub use world::*;

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A scenario file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ScenarioFile {
    /// File (relative to this one) or embedded scenario that this one starts from; only differences are written.
    pub extends: Option<String>,
    /// One line that says what the scenario is.
    pub title: String,
    /// The question the scenario answers.
    #[serde(default)]
    pub question: String,
    /// Horizon, replications and seed.
    pub run: RunFile,
    /// What we do not choose.
    pub world: WorldFile,
    /// What is under study.
    pub policy: PolicyFile,
    /// Appropriations that results are held against.
    #[serde(default)]
    pub budget: BudgetFile,
    /// Where figures come from, by the beginning of their keys, for example `"world.moves"`; the longest counts.
    #[serde(default)]
    pub evidence: BTreeMap<String, EvidenceFile>,
}

/// Horizon, replications and seed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RunFile {
    /// First simulated day.
    pub start: DayText,
    /// Last simulated day.
    pub end: DayText,
    /// The day whose knowledge the scenario rests on.
    pub as_of: DayText,
    /// Number of random histories.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub replications: u32,
    /// Consecutive replications that share one draw of branch and parameters; 2 or more lets results tell
    /// chance from what is not known.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub replications_per_draw: u32,
    /// Seed of all random streams.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub seed: u64,
    /// Municipalities of the run: 2023 (356), 2024 (357), or a CSV file with code, name, county_code,
    /// county, population and, where known, centrality_class, longitude, latitude.
    pub register: RegisterFile,
}

fn one() -> u32 {
    1
}

/// Which municipalities.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RegisterFile {
    /// The municipalities of a year.
    Year(#[schemars(range(min = 2023, max = 2024))] u16),
    /// A CSV file beside the scenario.
    Csv(String),
}

/// Appropriations.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct BudgetFile {
    /// Adopted, by post (`671/60`, `671/61`, `672/60`, `490`) and year.
    #[serde(default)]
    pub adopted: BTreeMap<String, BTreeMap<String, AppropriationFile>>,
    /// Changes within a year.
    #[serde(default)]
    pub changes: Vec<BudgetChangeFile>,
}

/// An adopted appropriation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct AppropriationFile {
    /// Million kroner.
    #[schemars(range(min = 0.0, max = 1e7))]
    pub million: f64,
    /// Carried over from the year before, million kroner.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e7))]
    pub carried_in_million: f64,
    /// Whether what is left is carried over to the next year ("kan overføres").
    #[serde(default)]
    pub carries_over: bool,
}

/// A change of an appropriation within its year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct BudgetChangeFile {
    /// The post.
    pub post: String,
    /// When it takes effect.
    pub day: DayText,
    /// More (or less, if negative), million kroner.
    #[schemars(range(min = -1e7, max = 1e7))]
    pub million: f64,
    /// Why.
    pub reason: String,
}

/// Where figures come from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct EvidenceFile {
    /// How well they are known.
    pub status: StatusFile,
    /// The source, or the number of the assumption in `docs/assumptions.md`.
    pub source: String,
}

/// How well a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatusFile {
    /// Read in a document.
    Verified,
    /// Computed from verified figures.
    Derived,
    /// Assumed.
    Assumed,
}
