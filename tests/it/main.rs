//! The integration tests: one binary, one module for each kind of question.

mod extremes;
mod invariants;
mod support;
mod threads;
mod worlds;
