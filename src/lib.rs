//! Simulator of refugee settlement in Norway.

pub mod actuals;
pub mod calendar;
pub mod chance;
pub mod cli;
pub mod dated;
pub mod engine;
pub mod law;
pub mod matching;
pub mod model;
pub mod observe;
pub mod origin;
pub mod register;
pub mod report;
pub mod results;
pub mod rules;
pub mod scenario;
pub mod units;
