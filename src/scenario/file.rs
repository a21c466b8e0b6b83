//! Mirrors the scenario file: what a user may write, key by key.
//!
//! The doc comments are the documentation of the file (`bosett schema`, `docs/scenario-file.md`). Types here
//! only say what shape and range a value has; [`super::check`] says whether the whole makes sense.

mod value;

pub use value::{Amount, Count, DayText, Limited, MonthText, Real, Share, Value};

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
    /// Where figures come from; the entry whose key is the longest beginning of a figure's key counts.
    #[serde(default)]
    pub evidence: Vec<EvidenceFile>,
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

/// What we do not choose.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct WorldFile {
    /// Alternatives of the scenario with their probabilities, for example `{ low = 0.25, mid = 0.6, high = 0.15 }`.
    #[serde(default)]
    pub branches: BTreeMap<String, f64>,
    /// Arrival groups by id.
    pub groups: BTreeMap<String, GroupFile>,
    /// Beds and what they cost.
    pub reception: ReceptionFile,
    /// How municipalities answer and open places.
    pub municipalities: MunicipalitiesFile,
    /// Secondary moves, emigration and deaths after settlement.
    pub moves: MovesFile,
    /// Which grants are triggered, and when they are paid.
    pub grants: GrantsFile,
    /// Where everything stood when the run began.
    #[serde(default)]
    pub opening: OpeningFile,
}

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
    /// Share of households that settle on their own, outside agreement.
    #[serde(default)]
    pub self_settled_share: Share,
    /// Share a month that withdraws or returns while waiting.
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
}

/// Who arrives, and when.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct ArrivalsFile {
    /// Components of the expected number of persons; they are added up.
    #[serde(default)]
    pub path: Vec<PathFile>,
    /// Multiplies every month's expectation.
    #[serde(default = "Amount::one")]
    pub multiplier: Amount,
    /// Twelve seasonal factors, January first, with mean one; left out: flat.
    pub seasonality: Option<[f64; 12]>,
    /// Random variation around the expectation.
    #[serde(default)]
    pub noise: NoiseFile,
}

/// Random variation of monthly arrivals.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct NoiseFile {
    /// Extra variance of a month's count: variance = mean + dispersion x mean².
    #[serde(default)]
    pub dispersion: Amount,
    /// Standard deviation of the monthly innovation of log intensity.
    #[serde(default)]
    pub drift_sd: Amount,
    /// How much of the drift lasts to the next month.
    #[serde(default)]
    pub persistence: Share,
}

/// A component of expected arrivals, in persons.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathFile {
    /// So many a month from one month to another, both included.
    Level(LevelFile),
    /// A year's total.
    Annual(AnnualFile),
    /// A year's total by branch.
    Ranges(RangesFile),
    /// A year's total as a multiple of the year before on this path.
    Follow(FollowFile),
    /// A figure for every month.
    Series(SeriesFile),
}

/// So many a month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct LevelFile {
    /// First month.
    pub from: MonthText,
    /// Last month.
    pub to: MonthText,
    /// Persons a month.
    pub per_month: Amount,
}

/// A year's total.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct AnnualFile {
    /// The year.
    #[schemars(range(min = 1900, max = 2200))]
    pub year: i32,
    /// Persons in the year.
    pub persons: Amount,
    /// Weights of the months, January first; left out: by days.
    pub profile: Option<[f64; 12]>,
}

/// A year's total by branch: each range is read as a central 90 % interval.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RangesFile {
    /// The year.
    #[schemars(range(min = 1900, max = 2200))]
    pub year: i32,
    /// `[lower, upper]` for each branch by name, or for `all`.
    pub ranges: BTreeMap<String, [f64; 2]>,
    /// The figure planned on: the most likely value of the range it lies in.
    pub planning: Option<f64>,
    /// Weights of the months, January first; left out: by days.
    pub profile: Option<[f64; 12]>,
}

/// A year's total as a multiple of the year before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct FollowFile {
    /// The year.
    #[schemars(range(min = 1900, max = 2200))]
    pub year: i32,
    /// Multiple of the preceding year's expected total.
    pub ratio: Amount,
    /// Weights of the months, January first; left out: by days.
    pub profile: Option<[f64; 12]>,
}

/// A figure for every month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct SeriesFile {
    /// First month; with a CSV file it is read from there.
    pub from: Option<MonthText>,
    /// Persons in each month.
    pub persons: Option<Vec<f64>>,
    /// A CSV file with the columns month and persons.
    pub csv: Option<String>,
}

/// How households are made up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct HouseholdsFile {
    /// Kinds of household by name; shares of households, which add up to one.
    pub kinds: BTreeMap<String, HouseholdKindFile>,
    /// Concentration of the monthly shares around these: smaller is more varied.
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

/// Beds and what they cost.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ReceptionFile {
    /// Beds in arrival centres.
    pub arrival_centre_beds: Count,
    /// Beds in ordinary centres.
    pub ordinary_beds: Count,
    /// Beds in emergency centres when the run begins.
    pub emergency_beds: Count,
    /// Kroner a day for a contracted ordinary or arrival-centre bed, used or not.
    pub ordinary_price: Amount,
    /// Kroner a day for a contracted emergency bed, used or not.
    pub emergency_price: Amount,
    /// Kroner a day for each resident beside the bed.
    pub resident_price: Amount,
}

/// How municipalities answer and open places.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct MunicipalitiesFile {
    /// Days from the request's letter to the council's decision.
    pub decision_days: DurationFile,
    /// Share of municipalities that agree to exactly what is asked.
    pub equal_share: Share,
    /// Share that agrees to more; the rest agrees to less.
    pub more_share: Share,
    /// Of those that agree to less, the share that declines altogether.
    pub declined_share: Share,
    /// Mean of agreed over requested where it is less and not nothing.
    pub less_mean: Share,
    /// Mean of agreed over requested, minus one, where it is more.
    pub more_mean: Amount,
    /// Part of the gap up to the wanted pace that monthly opening of places closes each month.
    pub opening_rise: Share,
    /// Part of the gap down that it closes each month.
    pub opening_fall: Share,
    /// Multiplies the even monthly pace of opening; over 1 opens places early in the year.
    pub front_loading: Amount,
    /// Part of the request that a municipality opens places for before it has decided.
    pub provisional_share: Share,
    /// Persons settled a month just before the run begins.
    pub opening_pace: Amount,
    /// A CSV file with code and places: places a month that lapse at its end, instead of requests.
    pub fixed_monthly_places: Option<String>,
}

/// Secondary moves, emigration and deaths after settlement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct MovesFile {
    /// Share of households that moves on in each of the five years after settlement.
    pub move_per_year: [Share; 5],
    /// Share of movers who go to the capital.
    pub to_capital: Share,
    /// Share of movers who stay in their county; the rest goes to other counties.
    pub to_same_county: Share,
    /// Code of the capital.
    pub capital: Option<String>,
    /// Deaths a year per person.
    pub deaths_per_year: Share,
}

/// Which grants are triggered, and when they are paid.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct GrantsFile {
    /// Days from settlement until year 1 of the integration grant is paid.
    pub year_1_days: DurationFile,
    /// The four months (1 to 12) in which instalments of years 2 to 5 are paid.
    #[schemars(inner(range(min = 1, max = 12)))]
    pub instalment_months: [u8; 4],
    /// Days from settlement until one-off grants are paid.
    pub one_off_days: DurationFile,
    /// Share of settled persons with a need behind disability grant 1.
    #[serde(default)]
    pub disability_1_share: Share,
    /// Share of settled persons with a need behind disability grant 2.
    #[serde(default)]
    pub disability_2_share: Share,
    /// Mean yearly expense behind disability grant 2, kroner, before own share and cap.
    #[serde(default)]
    pub disability_2_expense: Amount,
    /// Standard deviation over mean of that expense.
    #[serde(default = "default_expense_cv")]
    #[schemars(range(min = 0.01, max = 5.0))]
    pub disability_2_expense_cv: f64,
    /// Share of those with disability grant 2 who come from UDI's special accommodation.
    #[serde(default)]
    pub special_accommodation_share: Share,
    /// Children born within the newborn window, per settled person.
    #[serde(default)]
    pub newborns_per_settled: Share,
    /// Share of settled adults who take part in Norwegian training.
    #[serde(default)]
    pub training_share: Share,
    /// Days from settlement until the training grant is paid.
    #[serde(default)]
    pub training_days: DurationFile,
    /// Training grants a year for people outside this world (family of residents and others), kroner.
    #[serde(default)]
    pub other_training_kroner: Amount,
    /// Kroner a person by grant year instead of the law, for made-up worlds.
    pub schedule: Option<[u32; 5]>,
}

fn default_expense_cv() -> f64 {
    0.8
}

/// Where everything stood when the run began.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct OpeningFile {
    /// People settled in earlier years, by year.
    #[serde(default)]
    pub cohorts: BTreeMap<String, CohortFile>,
    /// Unaccompanied minors under care, by age at the end of the first year (1 to 20).
    #[serde(default)]
    pub minors: BTreeMap<String, Count>,
    /// Who was waiting, by group.
    #[serde(default)]
    pub waiting: BTreeMap<String, WaitingFile>,
    /// Weights of the last year's settlement by month, January first; left out: by days.
    pub last_year_profile: Option<[f64; 12]>,
    /// Mean year-1 grant of the last year's settlement, kroner a person, one-offs included.
    #[serde(default)]
    pub last_year_grant: Amount,
    /// Disability grants in the first year to people settled earlier, kroner.
    #[serde(default)]
    pub disability_kroner: Amount,
    /// Training grants in the first year for people settled earlier, kroner.
    #[serde(default)]
    pub training_kroner: Amount,
}

/// People settled in an earlier year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct CohortFile {
    /// Persons who trigger the grant now per person settled then.
    pub triggering_per_settled: Amount,
    /// Id of the arrival group whose later life they share.
    pub group: String,
    /// A CSV file with code and settled instead of the register's figures.
    pub csv: Option<String>,
}

/// Who of a group was waiting, in persons.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct WaitingFile {
    /// No decision yet.
    #[serde(default)]
    pub pending: Count,
    /// Permit, no municipality yet.
    #[serde(default)]
    pub ready: Count,
    /// Municipality found, not moved yet.
    #[serde(default)]
    pub agreed: Count,
}

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
    /// The beginning of the keys it is about, for example `world.moves`.
    pub of: String,
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
