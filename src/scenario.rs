//! `Scenario`: the checked description of a run, everything the model may assume without asking again.
//!
//! [`file`] mirrors the file a user writes, [`check`] turns it into a [`Scenario`] or into every problem it
//! has. A scenario has three parts: the *world* we do not choose, the *policy* under study, and the *run*;
//! beside them the *budget* that a result is held against. Nothing here draws a random number.

pub mod check;
pub mod file;
pub mod library;
pub mod load;
pub mod number;
mod places;

use crate::calendar::{Day, Horizon, Month, Year};
use crate::law::UnitTable;
use crate::register::Register;
use crate::rules::MoveSplit;
use crate::units::{Kroner, MunicipalityId, Persons};
use number::{Number, Parameter};
use std::sync::Arc;

pub use places::PlacesToDraw;

/// A checked scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Short name: the file's stem or the embedded name.
    pub name: String,
    /// One line for headings.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// The whole merged scenario as text, the same for every way of writing it.
    pub text: String,
    /// Horizon, replications, seed.
    pub run: Run,
    /// What we do not choose.
    pub world: World,
    /// What is under study.
    pub policy: Policy,
    /// Appropriations by post and year.
    pub budget: Budget,
    /// Every number of the scenario that a study may vary, with its origin.
    pub parameters: Vec<Parameter>,
    /// The municipalities and published actuals.
    pub register: Arc<Register>,
    /// First calendar year of the run.
    pub first_year: Year,
    /// Municipalities to draw from.
    pub places: PlacesToDraw,
    /// Dated law, one entry for each year of the horizon.
    pub rates: Vec<RatesOf<Number>>,
}

/// Rates and limits of one year. `T` is a [`Number`] in a scenario and whole kroner in a replication.
///
/// Sources, periods and status are in `scenarios/reference/rules.toml`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatesOf<T> {
    /// Integration grant, grant year 1: single adult, adult in a family, child, unaccompanied minor.
    pub year_1: [T; 4],
    /// Integration grant, grant years 2 to 5.
    pub years_2_to_5: [T; 4],
    /// One-off for a child of kindergarten age.
    pub kindergarten: T,
    /// One-off for someone of 60 or more at settlement.
    pub elderly: T,
    /// Disability grant 1, one-off.
    pub disability_1: T,
    /// Yearly expense that the municipality bears itself before disability grant 2.
    pub disability_2_own_share: T,
    /// Most that disability grant 2 pays a year.
    pub disability_2_cap: T,
    /// A year of care for an unaccompanied minor through the year of turning 16.
    pub minor_to_16: T,
    /// A year of care from the year of turning 17 through the year of turning 20.
    pub minor_17_to_20: T,
    /// Norwegian training, a person with collective protection.
    pub training_collective: T,
    /// Norwegian training, another person.
    pub training_ordinary: T,
    /// Norwegian training, base for a municipality with 1 to 3 persons.
    pub training_base_small: T,
    /// Norwegian training, base for a municipality with 4 to 150 persons.
    pub training_base: T,
    /// Bonus for each person settled above the original request.
    pub bonus_above_request: T,
    /// Years that disability grant 2 lasts.
    pub disability_2_years: i64,
    /// Years that it lasts for those settled from UDI's special accommodation.
    pub disability_2_years_special: i64,
    /// How the grant is split when someone moves on.
    pub move_split: MoveSplit,
}

/// Ages and windows of the law that have not changed in the years the register covers.
pub mod limits {
    /// Adult from the calendar year of turning this age.
    pub const ADULT_AGE: u8 = 18;
    /// Elderly grant from this age at settlement.
    pub const ELDERLY_AGE: u8 = 60;
    /// Kindergarten grant through this age.
    pub const KINDERGARTEN_LAST_AGE: u8 = 5;
    /// The lower rate for unaccompanied minors from this age.
    pub const MINOR_LOWER_RATE_AGE: u8 = 17;
    /// Special grant for unaccompanied minors through the year of turning this age.
    pub const MINOR_LAST_AGE: u8 = 20;
    /// Norwegian training (s. 37 of the Integration Act): from this age.
    pub const TRAINING_FIRST_AGE: u8 = 18;
    /// Norwegian training: through this age.
    pub const TRAINING_LAST_AGE: u8 = 67;
    /// Grant years for family of persons with a humanitarian permit.
    pub const THREE_YEARS: usize = 3;
    /// Family triggers the grant if it applied within so many years of the first settlement.
    pub const FAMILY_WINDOW_YEARS: i32 = 5;
}

/// Horizon, replications, seed.
#[derive(Clone, Debug)]
pub struct Run {
    /// First and last simulated day.
    pub horizon: Horizon,
    /// The day whose knowledge the scenario rests on.
    pub as_of: Day,
    /// Number of random histories.
    pub replications: u32,
    /// Consecutive replications that share one draw of branch and parameters.
    pub replications_per_draw: u32,
    /// Seed of all random streams.
    pub seed: u64,
}

/// What we do not choose.
#[derive(Clone, Debug)]
pub struct World {
    /// The alternatives of the scenario (low, mid, high) with their weights; one where there is no choice.
    pub branches: Vec<Branch>,
    /// Arrival groups, in the order of results.
    pub groups: Vec<Group>,
    /// Beds and what they cost.
    pub reception: Reception,
    /// How municipalities answer and open places.
    pub municipalities: MunicipalBehaviour,
    /// Secondary moves, emigration and deaths after settlement.
    pub moves: Moves,
    /// Which grants are triggered beyond the law, and when they are paid.
    pub grants: GrantBehaviour,
    /// Where everything stood when the run began.
    pub opening: Opening,
}

/// One alternative of the scenario.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Its name, for example `mid`.
    pub name: String,
    /// Its probability; the branches' add up to one.
    pub weight: f64,
}

/// How a group reaches a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Arrives in reception or private stay, waits for a permit, then for a municipality.
    Reception,
    /// Comes with a permit straight from abroad to a municipality.
    Direct,
    /// Follows a settled person to the same municipality, outside the request.
    Family,
}

/// Which request (anmodning) a group is settled under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// The ordinary request.
    Ordinary,
    /// The request for unaccompanied minors.
    Minors,
}

impl Track {
    /// Number of tracks.
    pub const N: usize = 2;

    /// Position in an array of tracks.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// Which grant for Norwegian training (kap. 672 post 60) an adult of a group triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Training {
    /// Collective protection: a right of one year.
    CollectiveProtection,
    /// Others with right and duty.
    Ordinary,
}

/// One arrival group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id in results, for example `ukraine`.
    pub id: String,
    /// How it reaches a municipality.
    pub route: Route,
    /// Which request it is settled under.
    pub track: Track,
    /// Whether its members trigger the grants for unaccompanied minors.
    pub is_unaccompanied: bool,
    /// Which training grant its adults trigger, if any.
    pub training: Option<Training>,
    /// Who arrives, and when.
    pub arrivals: Arrivals,
    /// How its households are made up.
    pub households: Households,
    /// Decisions in its cases, by month of arrival.
    pub cases: Vec<CasePeriod>,
    /// Share of households that live privately while they wait.
    pub private_share: Number,
    /// Share of households that settle on their own, outside agreement.
    pub self_settled_share: Number,
    /// Share a month that withdraws or returns while waiting.
    pub withdrawal_per_month: Number,
    /// Days from refusal until the country is left.
    pub return_days: Duration,
    /// Days from permit until a municipality can be looked for.
    pub matching_days: Duration,
    /// Days from the municipality's agreement to the move.
    pub offer_days: Duration,
    /// Days from permit to the move for those who settle on their own.
    pub self_settlement_days: Duration,
    /// Family that follows, if any.
    pub reunification: Option<Reunification>,
    /// Share that emigrates in each of the five years after settlement.
    pub emigration_per_year: [Number; 5],
}

/// Who arrives, and when.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// Components of the expected path; they are added up.
    pub path: Vec<PathItem>,
    /// Multiplies every month's expectation; 1 unless a study varies it.
    pub multiplier: Number,
    /// Twelve factors, January first, with mean one.
    pub seasonality: [f64; 12],
    /// Extra-Poisson variance of a month's count: variance = mean + dispersion x mean².
    pub dispersion: Number,
    /// Standard deviation of the monthly innovation of log intensity.
    pub drift_sd: Number,
    /// How much of the drift lasts to the next month, 0 to 1.
    pub persistence: Number,
}

/// A component of the expected arrivals, in persons.
#[derive(Clone, Debug)]
pub enum PathItem {
    /// So many a month between two months, both included.
    Level {
        /// First month.
        from: Month,
        /// Last month.
        to: Month,
        /// Persons a month.
        per_month: Number,
    },
    /// A year's total, spread over its months.
    Annual {
        /// The year.
        year: Year,
        /// Persons in the year.
        persons: Number,
        /// Shares of the months, January first, adding up to one.
        profile: [f64; 12],
    },
    /// A year's total by branch: a range read as a central 90 % interval.
    Ranges {
        /// The year.
        year: Year,
        /// One range a branch, in the order of the branches.
        ranges: Vec<Range>,
        /// Shares of the months, January first, adding up to one.
        profile: [f64; 12],
    },
    /// A year's total as a multiple of the year before it on the same path.
    Follow {
        /// The year.
        year: Year,
        /// Multiple of the preceding year's expected total.
        ratio: Number,
        /// Shares of the months, January first, adding up to one.
        profile: [f64; 12],
    },
    /// A figure for every month from a first one.
    Series {
        /// First month.
        from: Month,
        /// Persons a month.
        persons: Vec<f64>,
    },
}

/// A published range with the figure planned on, if any, in persons a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end: exceeded with 95 % probability.
    pub low: f64,
    /// Upper end: exceeded with 5 % probability.
    pub high: f64,
    /// The planning figure, taken as the most likely value in logarithms.
    pub planning: Option<f64>,
}

/// How a group's households are made up.
#[derive(Clone, Debug)]
pub struct Households {
    /// The kinds of household with their shares of households.
    pub kinds: Vec<HouseholdKind>,
    /// Concentration of the monthly shares around these: smaller is more varied.
    pub concentration: f64,
}

/// A kind of household.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HouseholdKind {
    /// Share of households.
    pub share: Number,
    /// Members by band of age.
    pub members: [u8; AgeBand::N],
}

impl HouseholdKind {
    /// Number of members, at least one and at most eight.
    pub fn size(&self) -> u8 {
        self.members.iter().sum()
    }
}

/// Most kinds of household a group can have.
pub const MAX_KINDS: usize = 64;

/// Largest household the model can hold.
pub const MAX_HOUSEHOLD: usize = 8;

/// A band of age at the end of the year of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBand {
    /// 0 to 5: the kindergarten grant.
    Small,
    /// 6 to 14.
    Child,
    /// 15 to 17: turns adult soon.
    Youth,
    /// 18 to 59.
    Adult,
    /// 60 and over: the elderly grant.
    Elderly,
}

impl AgeBand {
    /// Number of bands.
    pub const N: usize = 5;
    /// All bands, in order.
    pub const ALL: [Self; Self::N] =
        [Self::Small, Self::Child, Self::Youth, Self::Adult, Self::Elderly];

    /// Youngest age and number of ages of the band; inside it each age is equally likely.
    pub fn ages(self) -> (u8, u8) {
        match self {
            Self::Small => (0, 6),
            Self::Child => (6, 9),
            Self::Youth => (15, 3),
            Self::Adult => (18, 42),
            Self::Elderly => (60, 25),
        }
    }
}

/// Decisions in cases of those who arrive in a period.
#[derive(Clone, Debug)]
pub struct CasePeriod {
    /// First month of arrival it applies to; the first period applies to all earlier months too.
    pub from: Month,
    /// Share granted, of cases decided.
    pub granted_share: Number,
    /// Days from arrival to decision.
    pub days: Duration,
}

/// A duration in days.
#[derive(Clone, Debug)]
pub struct Duration {
    /// The parts with their weights; one unless it is a mixture.
    pub parts: Vec<DurationPart>,
}

/// A part of a duration's mixture.
#[derive(Clone, Debug)]
pub struct DurationPart {
    /// Its share.
    pub weight: f64,
    /// Mean in days.
    pub mean: Number,
    /// The shape, with mean one.
    pub shape: Arc<UnitTable>,
}

/// Family that follows settled persons.
#[derive(Clone, Debug)]
pub struct Reunification {
    /// Position of the family group in the scenario's groups.
    pub group: usize,
    /// Persons that follow each settled person in the long run.
    pub persons_per_settled: Number,
    /// Days from settlement to the family's arrival.
    pub days: Duration,
    /// Share of these families whose reference person has a humanitarian permit: three grant years.
    pub three_year_share: Number,
}

/// Beds and what they cost.
#[derive(Clone, Debug)]
pub struct Reception {
    /// Beds in arrival centres, first used.
    pub arrival_centre_beds: Number,
    /// Beds in ordinary centres.
    pub ordinary_beds: Number,
    /// Beds in emergency centres when the run begins.
    pub emergency_beds: Number,
    /// Kroner a day for a contracted ordinary or arrival-centre bed, used or not.
    pub ordinary_price: Number,
    /// Kroner a day for a contracted emergency bed, used or not.
    pub emergency_price: Number,
    /// Kroner a day for each resident beside the bed.
    pub resident_price: Number,
}

/// How municipalities answer and open places.
#[derive(Clone, Debug)]
pub struct MunicipalBehaviour {
    /// Days from the request's letter to the council's decision.
    pub decision_days: Duration,
    /// Share of municipalities that agree to exactly what is asked.
    pub equal_share: Number,
    /// Share that agrees to more; the rest agrees to less.
    pub more_share: Number,
    /// Of those that agree to less, the share that declines altogether.
    pub declined_share: Number,
    /// Mean of agreed over requested where it is less and not nothing.
    pub less_mean: Number,
    /// Mean of agreed over requested, minus one, where it is more.
    pub more_mean: Number,
    /// Part of the gap up to what is wanted that monthly capacity closes each month.
    pub opening_rise: Number,
    /// Part of the gap down that it closes each month.
    pub opening_fall: Number,
    /// Multiplies the even monthly pace of opening: over 1 opens places early in the year.
    pub front_loading: Number,
    /// Part of the request that a municipality opens places for before it has decided.
    pub provisional_share: Number,
    /// Persons settled a month just before the run begins, spread as the last year's settlement was.
    pub opening_pace: Number,
    /// Places given instead by a table, lapsing at month end; nothing of the above is then used.
    pub fixed_monthly_places: Option<Vec<Persons>>,
}

/// Secondary moves, emigration and deaths after settlement.
#[derive(Clone, Debug)]
pub struct Moves {
    /// Share of households that moves to another municipality in each of the five years after settlement.
    pub move_per_year: [Number; 5],
    /// Share of movers who go to the capital.
    pub to_capital: Number,
    /// Share of movers who stay in their county; the rest goes to other counties.
    pub to_same_county: Number,
    /// The capital.
    pub capital: Option<MunicipalityId>,
    /// Deaths a year per person.
    pub deaths_per_year: Number,
}

/// Which grants are triggered beyond the law, and when they are paid.
#[derive(Clone, Debug)]
pub struct GrantBehaviour {
    /// Days from settlement until year 1 of the integration grant is paid.
    pub year_1_days: Duration,
    /// The months (1 to 12) in which instalments of years 2 to 5 are paid, four of them.
    pub instalment_months: [u8; 4],
    /// Days from settlement until one-off grants are paid.
    pub one_off_days: Duration,
    /// Share of settled persons with a need behind disability grant 1.
    pub disability_1_share: Number,
    /// Share of settled persons with a need behind disability grant 2.
    pub disability_2_share: Number,
    /// Mean yearly expense behind disability grant 2, in kroner, before own share and cap.
    pub disability_2_expense: Number,
    /// Spread of that expense.
    pub disability_2_shape: Arc<UnitTable>,
    /// Share of those with disability grant 2 who come from UDI's special accommodation.
    pub special_accommodation_share: Number,
    /// Children born within the newborn window, per settled person.
    pub newborns_per_settled: Number,
    /// Share of settled adults who take part in Norwegian training.
    pub training_share: Number,
    /// Days from settlement until the training grant is paid.
    pub training_days: Duration,
    /// Training grants a year for people outside this world (family of residents and others), in kroner.
    pub other_training_kroner: Number,
    /// Kroner a person by grant year that replace the law (for made-up worlds), if any.
    pub schedule: Option<[Kroner; 5]>,
}

/// Where everything stood when the run began.
#[derive(Clone, Debug)]
pub struct Opening {
    /// People settled in the years before, by municipality.
    pub cohorts: Vec<OpeningCohort>,
    /// Unaccompanied minors under care at the start, by age at the end of the first year.
    pub minors: Vec<OpeningMinors>,
    /// Who was waiting, by group.
    pub waiting: Vec<OpeningWaiting>,
    /// Share of the last year's settlement that fell in each of its months, for year-1 grants not yet paid.
    pub last_year_profile: [f64; 12],
    /// Mean year-1 grant of those, in kroner a person, one-offs included.
    pub last_year_grant: Number,
    /// Yearly disability grants to people settled earlier, kroner in the first year.
    pub disability_kroner: Number,
    /// Training grants in the first year for people settled earlier, in kroner.
    pub training_kroner: Number,
}

/// People settled in one earlier year.
#[derive(Clone, Debug)]
pub struct OpeningCohort {
    /// Their settlement year.
    pub year: Year,
    /// Position of the arrival group whose later life they share.
    pub group: usize,
    /// Persons settled, by municipality.
    pub settled: Vec<Persons>,
    /// Persons who trigger the grant now per person settled then: family added, leavers taken away.
    pub triggering_per_settled: Number,
}

/// Unaccompanied minors under care when the run began.
#[derive(Clone, Debug)]
pub struct OpeningMinors {
    /// Age at the end of the first simulated year.
    pub age: u8,
    /// How many in the country.
    pub persons: Number,
}

/// Who of a group was waiting when the run began, in persons.
#[derive(Clone, Debug)]
pub struct OpeningWaiting {
    /// No decision yet.
    pub pending: Number,
    /// Permit, no municipality yet.
    pub ready: Number,
    /// Municipality found, not moved yet.
    pub agreed: Number,
}

/// What is under study.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Requests to municipalities, in order of issue.
    pub requests: Vec<RequestRound>,
    /// How a household and a municipality are brought together.
    pub allocation: AllocationPolicy,
    /// Who is served first.
    pub queue: QueuePolicy,
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

/// How reception capacity is ordered and given up.
#[derive(Clone, Debug)]
pub struct ReceptionPolicy {
    /// Beds wanted over the expected number of residents, as a share of it.
    pub buffer: Number,
    /// Days from an order of emergency beds until they stand.
    pub lead_days: Number,
    /// Days from notice until an emergency bed is no longer paid for.
    pub notice_days: Number,
    /// Most emergency beds that can be contracted in a month.
    pub beds_per_month: Number,
}

/// A budget post that the ledger keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// kap. 671 post 60, integration grant.
    IntegrationGrant,
    /// kap. 671 post 61, special grant for unaccompanied minors.
    UnaccompaniedMinors,
    /// kap. 672 post 60, Norwegian training.
    Training,
    /// kap. 490, reception.
    Reception,
}

impl Post {
    /// Number of posts.
    pub const N: usize = 4;
    /// Posts paid to municipalities: the first of [`Post::ALL`].
    pub const N_MUNICIPAL: usize = 3;
    /// All posts, in the order of results.
    pub const ALL: [Self; Self::N] =
        [Self::IntegrationGrant, Self::UnaccompaniedMinors, Self::Training, Self::Reception];

    /// Position in an array of posts.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Chapter and post as written in results.
    pub fn code(self) -> &'static str {
        match self {
            Self::IntegrationGrant => "671/60",
            Self::UnaccompaniedMinors => "671/61",
            Self::Training => "672/60",
            Self::Reception => "490",
        }
    }
}

/// Appropriations by post and year.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    /// Adopted for a year.
    pub appropriations: Vec<Appropriation>,
    /// Changes within a year.
    pub changes: Vec<BudgetChange>,
}

/// An adopted appropriation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Appropriation {
    /// The post.
    pub post: Post,
    /// The budget year.
    pub year: Year,
    /// Adopted.
    pub kroner: Kroner,
    /// Carried over from the year before ("kan overføres").
    pub carried_in: Kroner,
    /// Whether what is left is carried over to the next year.
    pub carries_over: bool,
}

/// A change of an appropriation within its year.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetChange {
    /// The post.
    pub post: Post,
    /// When it takes effect.
    pub day: Day,
    /// More (or less, if negative).
    pub kroner: Kroner,
    /// Why, for the report.
    pub reason: String,
}
