//! The part of the file about policy: requests, allocation, the queue, reception capacity.

use super::value::{Amount, Count, DayText, Share};
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
}

/// How many are requested.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestSizeFile {
    /// So many persons.
    Persons(Count),
    /// This many times the need seen on the day of issue: waiting, pending and a year's expected permits.
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
}

/// The allocation policy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct AllocationFile {
    /// The method.
    pub method: MethodFile,
}

/// How a household and a municipality are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MethodFile {
    /// With probability proportional to open places.
    Proportional,
    /// In turn over municipalities that have a place.
    RoundRobin,
    /// To the municipality with the largest share of its agreed places left.
    LargestDeficit,
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
    /// Days from notice until an emergency bed is no longer paid for.
    pub notice_days: Count,
    /// Most emergency beds that can be contracted in a month.
    pub beds_per_month: Count,
}
