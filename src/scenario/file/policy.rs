//! The part of the file about policy: requests, allocation, the queue, reception capacity.

use super::value::{Amount, Count, DayText};
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
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct AllocationFile {
    /// The method.
    #[serde(default)]
    pub method: MethodFile,
    /// A CSV file with group, persons, code and score from 0 to 1: how well a household of so many persons
    /// of a group fits in a municipality. An empty score means that it must not be placed there; pairs that
    /// are left out keep the score that public indicators give.
    pub scores: Option<String>,
}

/// How a household and a municipality are brought together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MethodFile {
    /// With probability proportional to open places.
    Proportional,
    /// In turn over municipalities that have a place.
    RoundRobin,
    /// To the municipality with the largest share of its agreed places left: dispersion first.
    LargestDeficit,
    /// Where the match score is highest.
    Greedy,
    /// On the first of each month, all who wait together where their scores add up to most.
    GreedyBatch,
    /// By match score less the price of the places; prices look ahead and are found anew each month.
    ShadowPrices,
    /// As shadow-prices, and no municipality is filled faster than its share of the year.
    #[default]
    BalancedPrices,
    /// By match score less prices that rise with use, without a forecast.
    Subgradient,
    /// Where the best plan for those expected would most often put such a household.
    MinimumDiscord,
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

/// How reception capacity is ordered and given up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ReceptionPolicyFile {
    /// Beds wanted over the expected number of residents, as a share of it.
    pub buffer: Amount,
    /// Days from an order of emergency beds until they stand.
    pub lead_days: Count,
    /// Days from notice until an emergency bed is no longer paid for.
    pub notice_days: Count,
    /// Most emergency beds that can be contracted in a month.
    pub beds_per_month: Count,
}
