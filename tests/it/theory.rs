//! Is the chance right? Expected values from theory, tolerances from the standard error.
//!
//! Every test has a fixed seed, is wrong once in a thousand seeds, and shows on its own sample that a parameter
//! 2 % off would fail it. Numbers like T6 and 2.8 are the test vectors and sections of the methods they check.

mod arrivals;
mod as_of;
mod fluid;
mod grants;
mod lives;
mod moves;
mod office;
mod opening;
mod pending;
mod queue;
mod reception;
mod returns;
mod sizes;
mod sojourns;
mod waits;
