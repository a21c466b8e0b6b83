//! The one integration binary; its modules are kinds of question (see docs/architecture.md).

mod cli;
mod municipalities;
mod scenarios;
mod tidy;
