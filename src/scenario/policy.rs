//! What is under study: requests, allocation, the queue, reception capacity.

use super::Track;
use super::match_score::MatchScores;
use super::number::Number;
use crate::calendar::{Day, Year};
use crate::matching::Method;
use crate::request_key::{Indicators, Minimum, Preset, Rounding};
use crate::units::Persons;
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

/// What is under study.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Requests to municipalities, in order of issue.
    pub requests: Vec<RequestRound>,
    /// How a household and a municipality are brought together.
    pub allocation: AllocationPolicy,
    /// How well households and municipalities fit.
    pub match_scores: Arc<MatchScores>,
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
    /// What limits the request of a single municipality.
    pub limits: RequestLimits,
    /// How shares become whole persons.
    pub rounding: Rounding,
    /// Answers that are known, by municipality; empty where all are simulated.
    pub decisions: Vec<Option<KnownDecision>>,
}

impl RequestRound {
    /// How many a municipality has agreed to on a track, and on which day, if that is known.
    pub fn known_answer(
        &self,
        track: Track,
        municipality: usize,
    ) -> Option<(Persons, Option<Day>)> {
        let decision = self.decisions.get(municipality).copied().flatten()?;
        Some((decision.agreed[track.index()]?, decision.decided_on))
    }
}

/// An answer that is data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownDecision {
    /// The day of the decision; before the run where it is not given.
    pub decided_on: Option<Day>,
    /// How many are agreed to on each track, 0 where the council said no; nothing where it is not known.
    pub agreed: [Option<Persons>; Track::N],
}

/// How many are requested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RequestSize {
    /// So many persons.
    Persons(Number),
    /// The need seen on the day: who waits without a municipality, and last year's arrivals that get a permit, times this.
    Need(Number),
}

/// How a request is shared between municipalities.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestKey {
    /// By inhabitants.
    Population,
    /// By these weights, one a municipality (an earlier year's request, or a table).
    Weights(Arc<Vec<f64>>),
    /// By a key in use, from these indicators; it is known that it gives shares.
    Preset(Preset, Arc<Indicators>),
}

/// What limits the ordinary request of a single municipality (assumption A124).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RequestLimits {
    /// At most so many persons for each thousand inhabitants.
    pub per_thousand: Option<f64>,
    /// At most so large a change, relative to the request of the year before.
    pub change: Option<f64>,
    /// The smallest request there is.
    pub minimum: Option<Minimum>,
}

/// How a household and a municipality are brought together; methods 4.2. The comments are also those of the scenario
/// file, and the names those of [`Method`] as far as it has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AllocationPolicy {
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

impl AllocationPolicy {
    /// The matching method of a policy that goes by scores.
    pub fn method(self) -> Option<Method> {
        match self {
            Self::Proportional | Self::RoundRobin | Self::LargestDeficit => None,
            Self::Greedy => Some(Method::Greedy),
            Self::GreedyBatch => Some(Method::GreedyBatch),
            Self::ShadowPrices => Some(Method::ShadowPrices),
            Self::BalancedPrices => Some(Method::DEFAULT),
            Self::Subgradient => Some(Method::SUBGRADIENT),
            Self::MinimumDiscord => Some(Method::MinimumDiscord),
        }
    }
}

/// Who is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueuePolicy {
    /// Longest wait first.
    FirstComeFirstServed,
    /// Households with children first, then longest wait.
    FamiliesFirst,
    /// Households with a medical need first, then longest wait.
    MedicalFirst,
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
    /// Unaccompanied minors first, then households with a medical need, then households with children.
    MinorsMedicalAndFamiliesFirst,
}

/// How reception capacity is ordered and given up.
#[derive(Clone, Debug)]
pub struct ReceptionPolicy {
    /// Probability that the beds wanted are enough for the residents expected, before the buffer.
    pub target_quantile: Number,
    /// Beds wanted over the expected number of residents, as a share of it.
    pub buffer: Number,
    /// Emergency beds, for whom ordinary ones do not suffice.
    pub emergency: OrderTerms,
    /// Ordinary beds; nothing if they are as many as when the run began.
    pub ordinary: Option<OrderTerms>,
}

/// How beds of one kind are ordered and given up.
#[derive(Clone, Debug)]
pub struct OrderTerms {
    /// Days from an order until the beds stand.
    pub lead_days: Number,
    /// Days from the first on which a bed stands until notice may be given.
    pub bound_days: Number,
    /// Days from notice until a bed is no longer paid for.
    pub notice_days: Number,
    /// Most beds that can be contracted in a month.
    pub beds_per_month: Number,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_and_its_method_have_one_name() {
        for method in Method::ALL.into_iter().filter(|it| *it != Method::Hindsight) {
            let name = serde_json::Value::from(method.name());
            let policy: AllocationPolicy = serde_json::from_value(name).expect("a policy too");
            assert!(policy.method().is_none_or(|it| it == method), "{policy:?}");
        }
    }
}
