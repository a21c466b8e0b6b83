//! One progress bar on stderr: only on a terminal, and only for what lasts.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// What is over sooner needs no bar.
const A_WHILE: Duration = Duration::from_secs(1);

/// Counts what is done, and shows it once it has lasted a while.
pub struct Progress {
    bar: ProgressBar,
    may_show: bool,
}

impl Progress {
    /// A bar of `n_steps`, never seen unless it `may_show`.
    pub fn new(n_steps: u64, may_show: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(n_steps), ProgressDrawTarget::hidden());
        // Figures and signs only: they are the same in every language.
        let style = ProgressStyle::with_template("{wide_bar} {human_pos}/{human_len} {eta}");
        bar.set_style(style.expect("our own template is right"));
        Self { bar, may_show }
    }

    /// So many steps were done before.
    pub fn skip(&self, n_steps: u64) {
        self.bar.inc(n_steps);
    }

    /// One step is done.
    pub fn advance(&self) {
        self.bar.inc(1);
        if self.may_show && self.bar.is_hidden() && self.bar.elapsed() >= A_WHILE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Nothing more is counted, and what comes next has the line to itself.
    pub fn hide(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.hide();
    }
}

#[cfg(test)]
impl Progress {
    /// Steps that are done, skipped ones among them.
    pub fn n_done(&self) -> u64 {
        self.bar.position()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_counted_whether_it_is_seen_or_not() {
        let progress = Progress::new(3, false);
        (0..3).for_each(|_| progress.advance());
        assert_eq!((progress.n_done(), progress.bar.is_hidden()), (3, true));
    }
}
