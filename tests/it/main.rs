//! The only integration binary; its modules are the kinds of test.

mod tidy;
