//! The part of the file about arrival groups: routes, households, cases, durations, family.

use super::arrivals::ArrivalsFile;
use super::value::{Amount, MonthText, Share, Value};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a group reaches a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RouteFile {
    /// Reception or private stay, then a permit, then a municipality.
    Reception,
    /// Straight from abroad to a municipality, with a permit.
    Direct,
    /// Follows a settled person, outside the request.
    Family,
}

/// Which request a group is settled under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TrackFile {
    /// The ordinary request.
    #[default]
    Ordinary,
    /// The request for unaccompanied minors.
    Minors,
}

/// Which training grant adults trigger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TrainingFile {
    /// None.
    #[default]
    None,
    /// Collective protection: a right of one year.
    CollectiveProtection,
    /// Others with right and duty.
    Ordinary,
}

/// An arrival group.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct GroupFile {
    /// How it reaches a municipality.
    pub route: RouteFile,
    /// Which request it is settled under.
    #[serde(default)]
    pub track: TrackFile,
    /// Whether its members trigger the grants for unaccompanied minors.
    #[serde(default)]
    pub unaccompanied: bool,
    /// Which training grant its adults trigger.
    #[serde(default)]
    pub training: TrainingFile,
    /// Who arrives, and when.
    #[serde(default)]
    pub arrivals: ArrivalsFile,
    /// How its households are made up.
    pub households: HouseholdsFile,
    /// Decisions in its cases by month of arrival; needed for the route `reception`.
    #[serde(default)]
    pub cases: Vec<CaseFile>,
    /// Share of households that live privately while they wait.
    #[serde(default)]
    pub private_share: Share,
    /// Share of households of which a member needs medical treatment that cannot wait, for the orders that serve
    /// them first.
    #[serde(default)]
    pub medical_share: Share,
    /// Share of households that settle on their own, outside agreement.
    #[serde(default)]
    pub self_settled_share: Share,
    /// Share of households that find a home themselves in agreement with its municipality: they take one of its places
    /// if it has room when their turn comes, and wait for another municipality like everybody else if not.
    #[serde(default)]
    pub agreed_self_settled_share: Share,
    /// Share a month that withdraws while waiting, whatever the date.
    #[serde(default)]
    pub withdrawal_per_month: Share,
    /// Days from refusal until the country is left.
    #[serde(default)]
    pub return_days: DurationFile,
    /// Days from permit until a municipality can be looked for.
    #[serde(default)]
    pub matching_days: DurationFile,
    /// Days from the municipality's agreement to the move.
    #[serde(default)]
    pub offer_days: DurationFile,
    /// Days from permit to the move for those who settle on their own.
    #[serde(default)]
    pub self_settlement_days: DurationFile,
    /// Family that follows.
    pub reunification: Option<ReunificationFile>,
    /// Share that emigrates in each of the five years after settlement.
    #[serde(default)]
    pub emigration_per_year: [Share; 5],
    /// Return by date of those who are settled or wait for it, on top of emigration and withdrawal, for example when a
    /// war is over: in order of time and without overlap.
    #[serde(default)]
    pub returns: Vec<ReturnFile>,
}

/// Months in which households return, whenever they came.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ReturnFile {
    /// First month.
    pub from: MonthText,
    /// Last month; left out: until the next ones begin, or for ever.
    pub to: Option<MonthText>,
    /// Share that returns in a year, of those whom nothing else takes away.
    pub per_year: Share,
}

/// How households are made up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct HouseholdsFile {
    /// Kinds of household by name; shares of households, which add up to one.
    pub kinds: BTreeMap<String, HouseholdKindFile>,
    /// Concentration of the monthly shares around these: smaller is more varied (assumption A51).
    #[serde(default = "default_concentration")]
    #[schemars(range(min = 1.0, max = 1e9))]
    pub concentration: f64,
}

fn default_concentration() -> f64 {
    200.0
}

/// A kind of household: its share and its members by age at the end of the year of arrival.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct HouseholdKindFile {
    /// Share of households.
    pub share: Share,
    /// Members aged 0 to 5.
    #[serde(default)]
    #[schemars(range(max = 8))]
    pub small_children: u8,
    /// Members aged 6 to 14.
    #[serde(default)]
    #[schemars(range(max = 8))]
    pub children: u8,
    /// Members aged 15 to 17.
    #[serde(default)]
    #[schemars(range(max = 8))]
    pub youths: u8,
    /// Members aged 18 to 59.
    #[serde(default)]
    #[schemars(range(max = 8))]
    pub adults: u8,
    /// Members aged 60 and over.
    #[serde(default)]
    #[schemars(range(max = 8))]
    pub elderly: u8,
}

/// Decisions in cases of those who arrive from a month on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct CaseFile {
    /// First month of arrival.
    pub from: MonthText,
    /// Share granted, of cases decided.
    pub granted_share: Share,
    /// Days from arrival to decision.
    pub days: DurationFile,
}

/// A duration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DurationFile {
    /// Exactly so many days.
    Constant(ConstantFile),
    /// Exponential.
    Exponential(MeanFile),
    /// Gamma with a mean and a coefficient of variation.
    Gamma(SpreadFile),
    /// Lognormal with a mean and a coefficient of variation.
    Lognormal(SpreadFile),
    /// Several with weights.
    Mixture(Vec<MixtureFile>),
    /// Observed durations, each as likely as the other.
    Empirical(EmpiricalFile),
}

impl Default for DurationFile {
    fn default() -> Self {
        Self::Constant(ConstantFile { days: Amount(Value::Plain(0.0)) })
    }
}

/// Exactly so many days.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ConstantFile {
    /// Days.
    pub days: Amount,
}

/// A mean.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct MeanFile {
    /// Mean in days.
    pub mean: Amount,
}

/// A mean and a spread.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct SpreadFile {
    /// Mean in days.
    pub mean: Amount,
    /// Standard deviation over mean.
    #[schemars(range(min = 0.01, max = 5.0))]
    pub cv: f64,
}

/// A part of a mixture.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct MixtureFile {
    /// Its weight; the weights are scaled to add up to one.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub weight: f64,
    /// The duration.
    pub days: DurationFile,
}

/// Observed durations.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct EmpiricalFile {
    /// Days, one figure an observation.
    pub days: Vec<f64>,
}

/// Family that follows settled persons.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ReunificationFile {
    /// Id of the group they belong to, whose route is `family`.
    pub group: String,
    /// Persons that follow each settled person in the long run.
    pub persons_per_settled: Amount,
    /// Days from settlement to the family's arrival.
    pub days: DurationFile,
    /// Share of families of persons with a humanitarian permit: three grant years instead of five.
    #[serde(default)]
    pub three_year_share: Share,
}
