//! From what may happen to what to do: how much to ask for, which choice to regret least, where the system
//! breaks and why (methods 6.1 to 6.5 and 6.7).
//!
//! Turns costs, needs and breaches of many replications into decisions. The searches ask the caller for
//! replications and never run the model themselves; nothing here draws.

mod isotonic;
mod newsvendor;
mod prim;
mod ranking;
mod regret;
mod search;
mod two_stage;

pub use isotonic::{fit_falling, fit_rising};
pub use newsvendor::{Places, UnitCosts, places_for_needs, places_for_normal, request_for};
pub use prim::{Factor, Finding, Limit, Region, Sample, Trajectory};
pub use ranking::{correct_selection_probability, next_runs, run_shares};
pub use regret::{Choice, Regrets, cvar, satisficing_share};
pub use search::{Crossing, Ray, Search, Trial, Trials};
pub use two_stage::{Branch, Revision, TwoStagePlan, plan_two_stages};
