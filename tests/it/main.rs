//! The one integration binary; its modules are kinds of question (see docs/architecture.md).

mod allocation;
mod answers;
mod bands;
mod cli;
mod docs;
mod extremes;
mod golden;
mod history;
mod invariants;
mod library;
mod municipalities;
mod need;
mod parameters;
mod rules;
mod scenarios;
mod support;
mod theory;
mod threads;
mod tidy;
mod validation;
mod worlds;
