//! What we do not choose: reception, municipalities, moves, grants, the opening position.

use super::number::Number;
use super::{Duration, Group};
use crate::calendar::Year;
use crate::law::UnitTable;
use crate::units::{Kroner, MunicipalityId, Persons};
use std::sync::Arc;

/// What we do not choose.
#[derive(Clone, Debug)]
pub struct World {
    /// The alternatives of the scenario (low, mid, high) with their weights; one where there is no choice.
    pub branches: Vec<Branch>,
    /// Arrival groups, in the order of results.
    pub groups: Vec<Group>,
    /// Persons whose cases can be decided in a month, where that is limited.
    pub decisions_per_month: Option<Number>,
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
    /// Share of municipalities that agree to less than asked, or to nothing.
    pub less_share: Number,
    /// Of the others, the share that agrees to more; the rest agrees to exactly what is asked.
    pub more_share: Number,
    /// Of those that agree to less, the share that declines altogether.
    pub declined_share: Number,
    /// Mean of agreed over requested where it is less and not nothing.
    pub less_mean: Number,
    /// Mean of agreed over requested, minus one, where it is more.
    pub more_mean: Number,
    /// What makes a municipality agree to less, and answer later.
    pub reluctance: Reluctance,
    /// Part of the gap up to what is wanted that monthly capacity closes each month.
    pub opening_rise: Number,
    /// Part of the gap down that it closes each month.
    pub opening_fall: Number,
    /// Multiplies the even monthly pace of opening: over 1 opens places early in the year.
    pub front_loading: Number,
    /// Part of the request that a municipality opens places for before it has decided.
    pub provisional_share: Number,
    /// Part of those who wait without an open place that municipalities open places for at once, if any.
    pub queue_response: Option<Number>,
    /// Share of a year's agreed places that nobody took and that still hold in the next.
    pub carry_over_share: Number,
    /// Kroner a month for an open place that nobody has taken, borne by the municipality.
    pub idle_place_kroner: Number,
    /// What limits the opening of places, where homes do.
    pub housing: Option<Housing>,
    /// Persons settled a month just before the run begins, spread as the last year's settlement was.
    pub opening_pace: Number,
    /// How much a month's settlement varies beside chance of single persons, for the charts of early warning.
    pub settlement_dispersion: Number,
    /// Places given instead by a table, lapsing at month end; nothing of the above is then used.
    pub fixed_monthly_places: Option<Vec<Persons>>,
}

/// What makes a municipality agree to less, and answer later; what is left out does nothing (assumption A160).
#[derive(Clone, Copy, Debug, Default)]
pub struct Reluctance {
    /// Added to the log odds of less for each unit of the logarithm of the request per inhabitant over the
    /// country's.
    pub load_effect: Option<Number>,
    /// Added for each person per 1,000 inhabitants settled in the two years before.
    pub fatigue_effect: Option<Number>,
    /// Added where nothing of what was agreed before was used, and in part where a part was.
    pub trust_effect: Option<Number>,
    /// How much of what is remembered of that is last year's.
    pub trust_memory: Option<Number>,
    /// Added for each class of centrality from the middle, towards the least central.
    pub centrality_effect: Option<Number>,
    /// What multiplies the time to the answer, as a logarithm, for each unit of all of these together.
    pub delay_effect: Option<Number>,
}

/// What limits the opening of places (assumption A162).
#[derive(Clone, Copy, Debug)]
pub struct Housing {
    /// Most persons that can be housed in a month for each 1,000 inhabitants.
    pub per_1000: Option<Number>,
    /// Homes for large households.
    pub large: Option<LargeHomes>,
}

/// Homes for large households.
#[derive(Clone, Copy, Debug)]
pub struct LargeHomes {
    /// From so many persons on a household is large.
    pub from: u8,
    /// Share of the places opened that large households can take.
    pub share: Number,
}

/// Secondary moves, emigration and deaths after settlement.
#[derive(Clone, Debug)]
pub struct Moves {
    /// Share of households that moves to another municipality in each of the five years after settlement.
    pub move_per_year: [Number; 5],
    /// What multiplies the hazard of a move by class of centrality where a household lives, the most central first.
    pub by_centrality: [Number; 6],
    /// What multiplies it for households of two or more.
    pub family_multiple: Number,
    /// What a unit of match score above the mean adds to its logarithm.
    pub match_effect: Number,
    /// What multiplies the hazard of emigration by class of centrality.
    pub emigration_by_centrality: [Number; 6],
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
    /// Years in which the training grant is paid for a participant without collective protection.
    pub ordinary_training_years: u8,
    /// Training grants a year for people outside this world (family of residents and others), in kroner.
    pub other_training_kroner: Number,
    /// Discounting a year in the forward liability of one more person, real.
    pub discount_per_year: Number,
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
    /// Disability grant 2 to last year's settlement in each of its sixth to tenth year, kroner.
    pub disability_extended_kroner: Number,
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
    /// How many of them share that of another group, with its position.
    pub others: Vec<(usize, Number)>,
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
