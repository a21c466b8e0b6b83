//! Simulator of refugee settlement in Norway: how fast people are settled, where they wait, what
//! municipalities have to take, and what the integration grant (kap. 671 post 60) ends at - with how much
//! certainty.
//!
//! The whole in one line:
//!
//! scenario file → check → [`Scenario`](scenario::Scenario) → open → [`State`](model::State) → step, day by
//! day → events → observe → rows → summarise → tables → render → report
//!
//! In reading order: [`calendar`], [`units`], [`dated`], [`law`] and [`chance`] are the ground; [`origin`],
//! [`rules`] and [`register`] hold what is known; [`scenario`] describes a run and proves that it makes sense;
//! [`model`] is the day; [`results`], [`observe`] and [`engine`] turn replications into tables; [`actuals`] and
//! [`report`] show them, and [`validation`] holds them against the past; [`cli`] is the only module that knows a terminal.
//!
//! Beside the walk stand modules of pure mathematics for studies over many runs: [`matching`] (households and
//! places), [`request_key`] (who is asked for how many), [`alarm`] (early warning), [`score`] (forecasts
//! against outcomes), [`design`] (experiments and sensitivity), [`decide`] (decisions under uncertainty),
//! [`oracle`] (exact laws of one queue) and [`filter`] (what the past says about parameters).
//! `docs/architecture.md` says which may use which.

pub mod actuals;
pub mod alarm;
pub mod calendar;
pub mod chance;
pub mod cli;
pub mod dated;
pub mod decide;
pub mod design;
pub mod elementary;
pub mod engine;
pub mod filter;
pub mod fluid;
pub mod law;
pub mod matching;
pub mod model;
pub mod observe;
pub mod oracle;
pub mod origin;
pub mod pricing;
pub mod register;
pub mod report;
pub mod request_key;
pub mod results;
pub mod rules;
pub mod scenario;
pub mod score;
pub mod study;
pub mod units;
pub mod validation;
