//! The one integration binary; its modules are kinds of question (see docs/architecture.md).

mod cli;
mod history;
mod municipalities;
mod rules;
mod scenarios;
mod tidy;
