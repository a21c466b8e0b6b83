//! What is under study: requests, allocation, the queue, reception capacity.

use super::number::Number;
use crate::calendar::{Day, Year};
use std::sync::Arc;

/// What is under study.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Requests to municipalities, in order of issue.
    pub requests: Vec<RequestRound>,
    /// How a household and a municipality are brought together.
    pub allocation: AllocationPolicy,
    /// Who is served first.
    pub queue: QueuePolicy,
    /// Whose case is decided first.
    pub cases: CaseOrder,
    /// How reception capacity is ordered and given up.
    pub reception: ReceptionPolicy,
}

/// One request letter.
#[derive(Clone, Debug)]
pub struct RequestRound {
    /// The year the places are for.
    pub year: Year,
    /// When it is issued.
    pub issued: Day,
    /// The ordinary request.
    pub persons: RequestSize,
    /// Unaccompanied minors in the country.
    pub minors: Number,
    /// How it is shared between municipalities.
    pub key: RequestKey,
}

/// How many are requested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RequestSize {
    /// So many persons.
    Persons(Number),
    /// The need seen on the day: waiting and pending persons and the year's expected permits, times this.
    Need(Number),
}

/// How a request is shared between municipalities.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestKey {
    /// By inhabitants.
    Population,
    /// By these weights, one a municipality (an earlier year's request, or a table).
    Weights(Arc<Vec<f64>>),
}

/// How a household and a municipality are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllocationPolicy {
    /// With probability proportional to open places.
    Proportional,
    /// In turn over municipalities that have a place.
    RoundRobin,
    /// To the municipality with the largest share of its agreed places left.
    LargestDeficit,
}

/// Who is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueuePolicy {
    /// Longest wait first.
    FirstComeFirstServed,
    /// Households with children first, then longest wait.
    FamiliesFirst,
}

/// Whose case is decided first where officials are too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOrder {
    /// In the order in which cases are ripe.
    AsRipe,
    /// Unaccompanied minors first.
    MinorsFirst,
    /// Unaccompanied minors first, then households with children.
    MinorsAndFamiliesFirst,
}

/// How reception capacity is ordered and given up.
#[derive(Clone, Debug)]
pub struct ReceptionPolicy {
    /// Probability that the beds wanted are enough for the residents expected, before the buffer.
    pub target_quantile: Number,
    /// Beds wanted over the expected number of residents, as a share of it.
    pub buffer: Number,
    /// Days from an order of emergency beds until they stand.
    pub lead_days: Number,
    /// Days from notice until an emergency bed is no longer paid for.
    pub notice_days: Number,
    /// Most emergency beds that can be contracted in a month.
    pub beds_per_month: Number,
}
