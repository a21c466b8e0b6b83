//! `Scenario`: the checked description of a run, everything the model may assume without asking again.
//!
//! [`mod@file`] mirrors the file a user writes, [`check`] turns it into a [`Scenario`] or into every problem it
//! has. A scenario has three parts: the *world* we do not choose, the *policy* under study, and the *run*;
//! beside them the *budget* that a result is held against. Nothing here draws a random number.

mod budget;
pub mod check;
pub mod file;
mod group;
pub mod library;
pub mod load;
mod match_score;
pub mod number;
mod path;
mod places;
mod policy;
mod rates;
mod world;

use crate::calendar::{Day, Horizon, Year};
use crate::register::Register;
use number::{Number, Parameter};
use std::sync::Arc;

pub use budget::{Appropriation, Budget, BudgetChange, Post};
pub use group::{
    AgeBand, CasePeriod, Duration, DurationPart, Group, HouseholdKind, Households, MAX_HOUSEHOLD,
    MAX_KINDS, ReturnPeriod, Reunification, Route, Track, Training,
};
pub use match_score::{Fits, GivenScore, MatchScores};
pub use path::{
    Arrivals, Curve, Observed, ObservedMonth, PathItem, Range, Regimes, Restriction, Slope,
};
pub use places::PlacesToDraw;
pub use policy::{
    AllocationPolicy, CaseOrder, KnownDecision, OrderTerms, Policy, QueuePolicy, ReceptionPolicy,
    RequestKey, RequestLimits, RequestRound, RequestSize,
};
pub use rates::{RatesOf, limits, months_after_new_year};
pub use world::{
    Branch, GrantBehaviour, Housing, LargeHomes, Moves, MunicipalBehaviour, Opening, OpeningCohort,
    OpeningMinors, OpeningWaiting, Reception, Reluctance, World,
};

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
    /// The CSV files it refers to, by name, with their texts.
    pub tables: Vec<(String, String)>,
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
    /// Dated law, one entry for each year of the horizon, and after it for years that the liabilities of the run
    /// reach into, as far as the law is known.
    pub rates: Vec<RatesOf<Number>>,
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
