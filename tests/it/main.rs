//! The one integration binary; its modules are kinds of question (see docs/architecture.md).

mod cli;
mod golden;
mod history;
mod municipalities;
mod rules;
mod scenarios;
mod tidy;
