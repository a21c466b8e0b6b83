//! Checks the shapes of a path, the measures that lower it, its regimes, and what was observed of it.

use super::Check;
use crate::scenario::file::{ObservedFile, PathFile, RampFile, RegimesFile, RestrictionFile};
use crate::scenario::{Curve, Observed, ObservedMonth, Regimes, Restriction, Slope};

impl Check<'_> {
    /// A shape in time; components that are no shape are checked elsewhere.
    pub(super) fn curve(&mut self, key: &str, file: &PathFile) -> Option<Curve> {
        match file {
            PathFile::Ramp(it) => self.ramp(&format!("{key}.ramp.knots"), it),
            PathFile::Growth(it) => {
                let at = |field: &str| format!("{key}.growth.{field}");
                let from = self.month(&at("from"), &it.from.0);
                let to = self.month(&at("to"), &it.to.0);
                let start = self.number(&at("start"), &it.start);
                let per_month = self.number(&at("growth"), &it.growth);
                if per_month.central() <= -1.0 {
                    self.problem(&at("growth"), "must be over -1");
                }
                let (from, to) = (from?, to?);
                if from > to {
                    self.problem(&at("to"), "must not be before from");
                }
                Some(Curve::Growth { from, to, start, per_month })
            }
            PathFile::Shock(it) => {
                let at = |field: &str| format!("{key}.shock.{field}");
                let from = self.month(&at("from"), &it.from.0);
                let size = self.number(&at("size"), &it.size);
                let kept = self.number(&at("kept"), &it.kept);
                Some(Curve::Shock { from: from?, size, kept })
            }
            PathFile::Logistic(it) => {
                let at = |field: &str| format!("{key}.logistic.{field}");
                let middle = self.month(&at("middle"), &it.middle.0);
                let before = self.number(&at("before"), &it.before);
                let after = self.number(&at("after"), &it.after);
                let width = self.number(&at("width"), &it.width);
                Some(Curve::Logistic { before, after, middle: middle?, width })
            }
            PathFile::Wave(it) => {
                let at = |field: &str| format!("{key}.wave.{field}");
                let peak = self.month(&at("peak"), &it.peak.0);
                let height = self.number(&at("height"), &it.height);
                let up = self.number(&at("width_up"), &it.width_up);
                let down = match &it.width_down {
                    Some(width) => self.number(&at("width_down"), width),
                    None => up,
                };
                Some(Curve::Wave { peak: peak?, height, slope: Slope { up, down } })
            }
            _ => None,
        }
    }

    /// Registered arrivals: nothing that was not known on the as-of day.
    pub(super) fn observed(&mut self, key: &str, file: &ObservedFile) -> Option<Observed> {
        let from = self.month(&format!("{key}.from"), &file.from.0)?;
        let n_months = file.persons.len();
        let Some(n_complete) = n_months.checked_sub(file.registered_share.len()) else {
            let found = format!("has {} shares for {n_months} months", file.registered_share.len());
            self.fault(&format!("{key}.registered_share"), found, "must have at most one a month");
            return None;
        };
        if n_months == 0 {
            self.fault(&format!("{key}.persons"), "is empty", "must have at least one month");
            return None;
        }
        let shares = std::iter::repeat_n(1.0, n_complete).chain(file.registered_share.clone());
        let months = file.persons.iter().zip(shares);
        let months = months
            .map(|(&persons, registered_share)| ObservedMonth { persons, registered_share })
            .collect();
        let observed = Observed { from, months };
        let (last, as_of) = (observed.last(), self.as_of);
        if last.last_day() > as_of {
            let found = format!("goes on to {last}");
            let accepted = format!("must end with a month that is over on run.as_of, {as_of}");
            self.fault(&format!("{key}.persons"), found, accepted);
            return None;
        }
        Some(observed)
    }

    fn ramp(&mut self, key: &str, file: &RampFile) -> Option<Curve> {
        let mut knots = Vec::with_capacity(file.knots.len());
        for (position, knot) in file.knots.iter().enumerate() {
            let at = |field: &str| format!("{key}[{position}].{field}");
            let month = self.month(&at("month"), &knot.month.0)?;
            if knots.last().is_some_and(|(last, _)| *last >= month) {
                self.problem(&at("month"), "must come after the knot before it");
            }
            knots.push((month, self.number(&at("per_month"), &knot.per_month)));
        }
        if knots.len() < 2 {
            self.problem(key, "must have at least two knots");
        }
        Some(Curve::Ramp(knots))
    }

    /// Measures that lower the expectation.
    pub(super) fn restrictions(
        &mut self,
        key: &str,
        files: &[RestrictionFile],
    ) -> Option<Vec<Restriction>> {
        let restriction = |(position, file): (usize, &RestrictionFile)| {
            let at = |field: &str| format!("{key}[{position}].{field}");
            let from = self.month(&at("from"), &file.from.0);
            let share = self.number(&at("share"), &file.share);
            Some(Restriction { from: from?, share, over_months: file.over_months })
        };
        files.iter().enumerate().map(restriction).collect()
    }

    /// A chain of states whose rows are probabilities.
    pub(super) fn regimes(&mut self, key: &str, file: &RegimesFile) -> Option<Regimes> {
        let n_states = file.factors.len();
        if n_states == 0 || usize::from(file.initial) > n_states {
            let accepted = format!("must be the number of a state, 1 to {n_states}");
            self.problem(&format!("{key}.initial"), accepted);
            return None;
        }
        if file.transition.len() != n_states
            || file.transition.iter().any(|it| it.len() != n_states)
        {
            let accepted = format!("must have {n_states} rows of {n_states} probabilities");
            self.problem(&format!("{key}.transition"), accepted);
            return None;
        }
        for (position, row) in file.transition.iter().enumerate() {
            let key = format!("{key}.transition[{position}]");
            for (state, _) in row.iter().enumerate().filter(|(_, it)| !(0.0..=1.0).contains(*it)) {
                self.problem(&format!("{key}[{state}]"), "must be a probability from 0 to 1");
            }
            self.check_sum(&key, "probabilities", row.iter().sum(), &[]);
        }
        Some(Regimes {
            factors: file.factors.clone(),
            transition: file.transition.clone(),
            initial: usize::from(file.initial) - 1,
        })
    }
}
