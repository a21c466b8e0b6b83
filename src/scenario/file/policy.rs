//! The part of the file about policy: requests, allocation, the queue, reception capacity.

use super::value::{Amount, Count, DayText, Share};
use crate::scenario::AllocationPolicy;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is under study.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct PolicyFile {
    /// Requests to municipalities, by name.
    #[serde(default)]
    pub requests: BTreeMap<String, RequestFile>,
    /// How a household and a municipality are brought together.
    #[serde(default)]
    pub allocation: AllocationFile,
    /// Who is served first.
    #[serde(default)]
    pub queue: QueueFile,
    /// Whose case is decided first where `world.decisions_per_month` is too few.
    #[serde(default)]
    pub cases: CaseOrderFile,
    /// How reception capacity is ordered and given up.
    pub reception: ReceptionPolicyFile,
}

/// One request letter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RequestFile {
    /// The year the places are for.
    #[schemars(range(min = 1900, max = 2200))]
    pub year: i32,
    /// When it is issued; a later letter for the same year replaces what is asked.
    pub issued: DayText,
    /// How many.
    pub size: RequestSizeFile,
    /// Unaccompanied minors.
    #[serde(default)]
    pub minors: Count,
    /// How it is shared between municipalities.
    #[serde(default)]
    pub key: KeyFile,
    /// What limits the request of a single municipality.
    #[serde(default)]
    pub limits: LimitsFile,
    /// How shares become whole persons.
    #[serde(default)]
    pub rounding: RoundingFile,
    /// CSV file of the answers that are known: code, agreed (persons of the ordinary request; 0 where the council said no),
    /// decided_on (a day; empty where it was before the run) and, if there is such a column, minors_agreed (unaccompanied
    /// minors; empty where that is not known). All other answers are simulated.
    pub decisions: Option<String>,
}

/// What limits the request of a single municipality.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct LimitsFile {
    /// At most so many persons for each thousand inhabitants.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub per_1000: Option<f64>,
    /// At most so large a change, relative to the request of the year before.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub change: Option<f64>,
    /// Nobody is asked for fewer, unless for none.
    #[schemars(range(min = 1, max = 100_000))]
    pub least: Option<u32>,
    /// Requests below `least` are lifted to it from this many on, and dropped otherwise: 0 asks everyone. Left
    /// out, they are dropped.
    #[schemars(range(min = 0, max = 100_000))]
    pub lifted_from: Option<u32>,
}

/// How shares become whole persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoundingFile {
    /// The largest remainders are rounded up.
    #[default]
    LargestRemainder,
    /// Rounding at one half with a common divisor: a larger whole never gives anyone less.
    SainteLague,
}

/// How many are requested.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestSizeFile {
    /// So many persons.
    Persons(Count),
    /// This many times the need seen on the day of issue: who waits, and last year's arrivals that get a permit.
    Need(Amount),
}

/// How a request is shared between municipalities.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeyFile {
    /// By inhabitants.
    #[default]
    Population,
    /// As the actual request of a year was.
    AsRequested(#[schemars(range(min = 2021, max = 2024))] i32),
    /// By the weights of a CSV file with code and weight.
    Csv(String),
    /// By a key in use in Norway or elsewhere.
    Preset(PresetKeyFile),
}

/// A key in use and the indicators it needs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct PresetKeyFile {
    /// The key.
    pub name: PresetFile,
    /// A CSV file with code and a column for each indicator; inhabitants are known without it.
    pub indicators: Option<String>,
}

/// Keys in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PresetFile {
    /// Share of inhabitants.
    Population,
    /// Norway before 2022 by inhabitants alone: small municipalities more than their share.
    NorwaySize,
    /// Norway, criteria of 2018.
    #[serde(rename = "norway-2018")]
    Norway2018,
    /// Norway, criteria of 2022.
    #[serde(rename = "norway-2022")]
    Norway2022,
    /// Denmark.
    Denmark,
    /// Sweden, between counties, 2014.
    #[serde(rename = "sweden-2014")]
    Sweden2014,
    /// Germany, between states (Königstein).
    Germany,
    /// The Netherlands, housing target.
    NetherlandsHousing,
    /// The Netherlands, dispersal act of 2024.
    #[serde(rename = "netherlands-2024")]
    Netherlands2024,
    /// The European Union, proposal of 2015.
    #[serde(rename = "european-union-2015")]
    EuropeanUnion2015,
}

/// The allocation policy.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct AllocationFile {
    /// The method.
    #[serde(default)]
    pub method: AllocationPolicy,
    /// A CSV file with group, persons, code and score from 0 to 1: how well a household of so many persons
    /// of a group fits in a municipality. An empty score means that it must not be placed there; pairs that
    /// are left out keep the score that public indicators give.
    pub scores: Option<String>,
}

/// Who is served first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QueueFile {
    /// Longest wait first.
    #[default]
    FirstComeFirstServed,
    /// Households with children first, then longest wait.
    FamiliesFirst,
    /// Households with a medical need first, then longest wait.
    MedicalFirst,
}

/// Whose case is decided first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CaseOrderFile {
    /// In the order in which cases are ripe for decision.
    #[default]
    AsRipe,
    /// Unaccompanied minors first.
    MinorsFirst,
    /// Unaccompanied minors first, then households with children.
    MinorsAndFamiliesFirst,
    /// Unaccompanied minors first, then households with a medical need, then households with children.
    MinorsMedicalAndFamiliesFirst,
}

/// How reception capacity is ordered and given up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ReceptionPolicyFile {
    /// Beds are wanted for this quantile of the residents at the end of the lead time, 0.5 being those expected;
    /// the spread is that of the monthly changes so far.
    #[serde(default = "Share::half")]
    pub target_quantile: Share,
    /// Beds wanted over that, as a share of it.
    pub buffer: Amount,
    /// Days from an order of emergency beds until they stand.
    pub lead_days: Count,
    /// Days for which an emergency bed is contracted before notice can be given.
    #[serde(default = "Count::zero")]
    pub bound_days: Count,
    /// Days from notice until an emergency bed is no longer paid for.
    pub notice_days: Count,
    /// Most emergency beds that can be contracted in a month.
    pub beds_per_month: Count,
    /// How ordinary beds are ordered and given up: for those who are expected to stay, while emergency beds are for the
    /// rest. Left out: ordinary beds are as many as when the run began.
    pub ordinary: Option<OrdinaryOrdersFile>,
}

/// How ordinary beds are ordered and given up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct OrdinaryOrdersFile {
    /// Days from an order of ordinary beds until they stand.
    pub lead_days: Count,
    /// Days for which an ordinary bed is contracted before notice can be given.
    #[serde(default = "Count::zero")]
    pub bound_days: Count,
    /// Days from notice until an ordinary bed is no longer paid for.
    pub notice_days: Count,
    /// Most ordinary beds that can be contracted in a month.
    pub beds_per_month: Count,
}
