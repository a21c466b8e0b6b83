//! Ctrl-C: asks a run to stop at the next replication, so that everything is cleaned up.

use super::error::CliError;
use crate::engine::Interrupted;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether Ctrl-C was pressed. A signal reaches the whole program, so this belongs to the whole program.
static STOP: AtomicBool = AtomicBool::new(false);

/// Begins to listen; the flag is set by Ctrl-C.
pub fn listen() -> Result<&'static AtomicBool, CliError> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed))?;
    Ok(&STOP)
}

/// An error if Ctrl-C was pressed.
pub fn stop_here(stop: &AtomicBool) -> Result<(), Interrupted> {
    if stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}
