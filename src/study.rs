//! Questions that need many runs: what a forecast was worth, what a result depends on, what to ask for.
//!
//! A study changes a checked scenario, runs it through the engine, and turns what came out into an answer. It
//! holds no model of its own and prints nothing.

pub mod breach;
pub mod calibrate;
pub mod compare;
pub mod hindcast;
pub mod plan;
pub mod quantity;
pub mod sensitivity;
pub mod settled_days;
pub mod stress;
pub mod sweep;
pub mod vary;
pub mod watch;

/// A study's answer, which a report can show.
pub use crate::results::sheet;
