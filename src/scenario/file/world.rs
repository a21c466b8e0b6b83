//! The part of the file about the world: reception, municipalities, moves, grants, the opening position.

use super::groups::{DurationFile, GroupFile};
use super::value::{Amount, Count, Effect, Multiple, Real, Share};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What we do not choose.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct WorldFile {
    /// Alternatives of the scenario with their probabilities, for example `{ low = 0.25, mid = 0.6, high = 0.15 }`.
    #[serde(default)]
    pub branches: BTreeMap<String, f64>,
    /// One of `branches` by name: every history is in it, whatever its probability. Left out, all are drawn.
    pub branch: Option<String>,
    /// Arrival groups by id.
    pub groups: BTreeMap<String, GroupFile>,
    /// Persons whose cases can be decided in a month; left out: each when it is ripe. The days of `cases` are
    /// then those until a case is ripe, and the wait for an official comes on top.
    pub decisions_per_month: Option<Amount>,
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
    /// Share of municipalities that agree to less than asked, or to nothing.
    pub less_share: Share,
    /// Of the others, the share that agrees to more; the rest agrees to exactly what is asked.
    pub more_share: Share,
    /// Of those that agree to less, the share that declines altogether.
    pub declined_share: Share,
    /// Mean of agreed over requested where it is less and not nothing.
    pub less_mean: Share,
    /// Mean of agreed over requested, minus one, where it is more.
    pub more_mean: Amount,
    /// What makes a municipality agree to less than asked, and answer later; left out, nothing does.
    #[serde(default)]
    pub reluctance: ReluctanceFile,
    /// Part of the gap up to the wanted pace that monthly opening of places closes each month.
    pub opening_rise: Share,
    /// Part of the gap down that it closes each month.
    pub opening_fall: Share,
    /// Multiplies the even monthly pace of opening; over 1 opens places early in the year.
    pub front_loading: Amount,
    /// Part of the request that a municipality opens places for before it has decided.
    pub provisional_share: Share,
    /// Part of those who wait without an open place that municipalities open places for at once each month, within
    /// what they agreed to. Left out, places are opened at the pace of the year whoever waits.
    pub queue_response: Option<Share>,
    /// Share of a year's agreed places that nobody took and that still hold in the next year.
    #[serde(default)]
    pub carry_over_share: Share,
    /// Kroner a month for an open place that nobody has taken: rent and staff, borne by the municipality.
    #[serde(default)]
    pub idle_place_kroner: Amount,
    /// What limits the opening of places; left out, homes are no limit.
    pub housing: Option<HousingFile>,
    /// Persons for whom places are opened, each month, just before the run begins.
    pub opening_pace: Amount,
    /// How much the number settled in a month varies beside chance of single persons: the square of a relative
    /// standard deviation. Only the charts of early warning use it; 0 if it is left out.
    #[serde(default)]
    pub settlement_dispersion: Amount,
    /// A CSV file with code and places: places a month that lapse at its end, instead of requests.
    pub fixed_monthly_places: Option<String>,
}

/// What makes a municipality agree to less than asked, and answer later. Each is added to the log odds of less.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct ReluctanceFile {
    /// For each unit of the logarithm of the request per inhabitant over the country's.
    pub load_effect: Option<Real>,
    /// For each person per 1,000 inhabitants settled in the two years before: fatigue.
    pub fatigue_effect: Option<Real>,
    /// Where nothing of what was agreed in earlier years was used, and in part where a part was: lost trust.
    pub trust_effect: Option<Real>,
    /// How much of what is remembered of that is last year's; 1 remembers last year only.
    pub trust_memory: Option<Share>,
    /// For each class of centrality from the middle, towards the least central.
    pub centrality_effect: Option<Real>,
    /// What multiplies the time to the answer, as a logarithm, for each unit of all of these together.
    pub delay_effect: Option<Real>,
}

/// What limits the opening of places.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct HousingFile {
    /// Most persons that can be housed in a month for each 1,000 inhabitants.
    pub per_1000: Option<Amount>,
    /// Homes for large households; left out, any open places will do.
    pub large: Option<LargeHomesFile>,
}

/// Homes for large households: they take no other places, and smaller households take these last.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct LargeHomesFile {
    /// From so many persons on a household is large.
    #[serde(default = "six")]
    #[schemars(range(min = 2, max = 8))]
    pub from: u8,
    /// Share of the places opened that large households can take.
    pub share: Share,
}

fn six() -> u8 {
    6
}

/// Secondary moves, emigration and deaths after settlement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct MovesFile {
    /// Share of households that moves on in each of the five years after settlement.
    pub move_per_year: [Share; 5],
    /// What multiplies the hazard of a move where a household lives in a municipality of each class of centrality,
    /// the most central first; a municipality without a class has 1.
    #[serde(default = "alike")]
    pub by_centrality: [Multiple; 6],
    /// What multiplies it for households of two or more.
    #[serde(default = "Multiple::one")]
    pub family_multiple: Multiple,
    /// What is added to its logarithm for each unit by which the match score of the household where it lives is above
    /// the mean of its kind over all inhabitants; 0 if it is left out.
    #[serde(default)]
    pub match_effect: Effect,
    /// What multiplies the hazard of emigration, in the same way as `by_centrality`.
    #[serde(default = "alike")]
    pub emigration_by_centrality: [Multiple; 6],
    /// Share of movers who go to the capital.
    pub to_capital: Share,
    /// Share of movers who stay in their county; the rest goes to other counties.
    pub to_same_county: Share,
    /// Code of the capital.
    pub capital: Option<String>,
    /// Deaths a year per person.
    pub deaths_per_year: Share,
}

fn alike() -> [Multiple; 6] {
    [Multiple::one(); 6]
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
    /// Years of disability grant 2 for those, settled in the run, instead of the rule's: what is the extension worth?
    #[schemars(range(min = 1, max = 20))]
    pub special_accommodation_years: Option<u8>,
    /// Children born within the newborn window, per settled person.
    #[serde(default)]
    pub newborns_per_settled: Share,
    /// Share of settled adults who take part in Norwegian training.
    #[serde(default)]
    pub training_share: Share,
    /// Days from settlement until the training grant is paid.
    #[serde(default)]
    pub training_days: DurationFile,
    /// Years in which the training grant is paid for a participant without collective protection.
    #[serde(default = "one_year")]
    #[schemars(range(min = 1, max = 5))]
    pub ordinary_training_years: u8,
    /// Training grants a year for people outside this world (family of residents and others), kroner.
    #[serde(default)]
    pub other_training_kroner: Amount,
    /// Discounting a year in the forward liability of one more person, real.
    #[serde(default)]
    pub discount_per_year: Share,
    /// Last year through which rates and limits of the last year whose law is known (2030) go on unchanged; left out: a run
    /// must end where the law does.
    #[schemars(range(min = 2031, max = 2100))]
    pub law_continues_to: Option<i32>,
    /// Kroner a person by grant year instead of the law, for made-up worlds.
    pub schedule: Option<[u32; 5]>,
}

fn one_year() -> u8 {
    1
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
    /// Disability grant 2 in each of the sixth to tenth year of last year's settlement to those of it who have
    /// the grant for ten years, kroner.
    #[serde(default)]
    pub disability_extended_kroner: Amount,
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
    /// Persons settled then who share that of other groups, by id.
    #[serde(default)]
    pub others: BTreeMap<String, Count>,
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
