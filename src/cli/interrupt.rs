//! Ctrl-C, or the system asking the program to end: a run stops at the next replication, and everything is
//! cleaned up.

use super::error::CliError;
use crate::engine::Interrupted;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the program was asked to stop. A signal reaches the whole program, so this belongs to the whole program.
static STOP: AtomicBool = AtomicBool::new(false);

/// Begins to listen; the flag is set by Ctrl-C, by `kill`, and when a session or a batch job ends.
pub fn listen() -> Result<&'static AtomicBool, CliError> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed))?;
    Ok(&STOP)
}

/// An error if the program was asked to stop.
pub fn stop_here(stop: &AtomicBool) -> Result<(), Interrupted> {
    if stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}
