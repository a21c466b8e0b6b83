//! A broken invariant, which is a mistake of ours, becomes a message and an exit code.

use super::error::CliError;
use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

/// Where the first panic happened: its payload does not say, and other threads may follow it.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Does `work`; if it panics on any thread, that is an error like others and everything is cleaned up.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, CliError>) -> Result<T, CliError> {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|it| format!("{}:{}", it.file(), it.line()));
        if let Ok(mut first) = PLACE.lock() {
            first.get_or_insert(place.unwrap_or_default());
        }
    }));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    let _ = panic::take_hook();
    outcome.unwrap_or_else(|payload| {
        let place = PLACE.lock().ok().and_then(|mut place| place.take()).unwrap_or_default();
        Err(CliError::Broken { what: words_of(payload.as_ref()), place })
    })
}

/// What a panic says: a text, unless somebody panicked with something else.
fn words_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|it| (*it).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a panic without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::on_threads;
    use crate::scenario::load::Look;

    #[test]
    fn a_panic_on_any_thread_becomes_a_message() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_owned();
        let error = guarded::<()>(|| {
            let _dropped = folder;
            on_threads(Some(2), || panic!("replication {} leaks", 71))?;
            Ok(())
        });
        let error = error.expect_err("it panicked");
        let text = error.to_text(Look::Plain);
        let beginning = "error: this is a mistake of bosett and not of yours: \
                         replication 71 leaks (";
        assert!(text.starts_with(beginning), "{text}");
        assert_eq!(error.exit_code(), 3);
        assert!(!path.exists(), "what was begun is dropped");
    }
}
