//! Simulator of refugee settlement in Norway.

pub mod alarm;
pub mod calendar;
pub mod chance;
pub mod dated;
pub mod decide;
pub mod design;
pub mod engine;
pub mod filter;
pub mod law;
pub mod model;
pub mod observe;
pub mod oracle;
pub mod origin;
pub mod register;
pub mod report;
pub mod results;
pub mod rules;
pub mod scenario;
pub mod score;
pub mod units;
