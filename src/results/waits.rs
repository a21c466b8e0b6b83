//! Waiting times from counts by day waited, with those still waiting counted honestly.
//!
//! Kaplan-Meier for one kind of exit, Aalen-Johansen where people may also leave without being
//! settled, both with late entry. Never the mean of completed waits, which is far too short while
//! arrivals go on (methods 2.9).

use super::columns::{MISSING, PARTS_PER_MILLION, PaceYear, TableColumn, WaitingSize, WaitingYear};
use super::observation::Observation;

/// Three, six and twelve months in days (assumption A81).
pub const PACE_DAYS: [usize; 3] = [91, 183, 365];

/// Head counts by number of days waited since the permit.
///
/// Someone under observation from the permit on enters with 0 days. Someone who had already waited
/// when observation began enters with that many days (left truncation). Entries count as at risk on
/// the very day they enter, and those censored on a day after the settlements of that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitCounts {
    entered: Vec<i64>,
    settled: Vec<i64>,
    left: Vec<i64>,
    censored: Vec<i64>,
    /// One more than the most days counted so far; all that comes after is zero.
    end: usize,
}

impl WaitCounts {
    /// No counts yet, with room for waits of up to `n_days - 1` days.
    pub fn new(n_days: usize) -> Self {
        let none = vec![0; n_days];
        let [entered, settled, left] = std::array::from_fn(|_| none.clone());
        Self { entered, settled, left, censored: none, end: 0 }
    }

    /// Forgets all counts and keeps the memory.
    pub fn clear(&mut self) {
        for counts in [&mut self.entered, &mut self.settled, &mut self.left, &mut self.censored] {
            counts[..self.end].fill(0);
        }
        self.end = 0;
    }

    /// Somebody is counted after so many days.
    #[inline]
    fn touch(&mut self, days_waited: usize) {
        self.end = self.end.max(days_waited + 1);
    }

    /// Persons who come under observation after so many days.
    #[inline]
    pub fn enter(&mut self, days_waited: usize, persons: i64) {
        self.touch(days_waited);
        self.entered[days_waited] += persons;
    }

    /// Persons settled after so many days.
    #[inline]
    pub fn settle(&mut self, days_waited: usize, persons: i64) {
        self.touch(days_waited);
        self.settled[days_waited] += persons;
    }

    /// Persons who leave unsettled after so many days.
    #[inline]
    pub fn leave(&mut self, days_waited: usize, persons: i64) {
        self.touch(days_waited);
        self.left[days_waited] += persons;
    }

    /// Persons still waiting when observation ends, after so many days.
    #[inline]
    pub fn censor(&mut self, days_waited: usize, persons: i64) {
        self.touch(days_waited);
        self.censored[days_waited] += persons;
    }

    /// One more than the most days that somebody can have waited here.
    pub fn n_days(&self) -> usize {
        self.entered.len()
    }

    /// Persons who came under observation, after however many days.
    pub fn n_entered(&self) -> i64 {
        self.entered[..self.end].iter().sum()
    }

    /// Persons still waiting when observation ended who had waited longer than so many days.
    pub fn censored_after(&self, days_waited: usize) -> i64 {
        self.censored[..self.end].iter().skip(days_waited + 1).sum()
    }

    /// Whether anybody comes under observation after having waited longer than so many days.
    fn enter_after(&self, days_waited: usize) -> bool {
        self.entered[..self.end].iter().skip(days_waited + 1).any(|persons| *persons > 0)
    }

    /// Adds the counts of others, who may have room for fewer days.
    pub fn add(&mut self, others: &Self) {
        let n = others.end;
        let add = |to: &mut [i64], from: &[i64]| {
            to[..n].iter_mut().zip(&from[..n]).for_each(|(sum, more)| *sum += more);
        };
        self.end = self.end.max(n);
        add(&mut self.entered, &others.entered);
        add(&mut self.settled, &others.settled);
        add(&mut self.left, &others.left);
        add(&mut self.censored, &others.censored);
    }

    /// Day by day: how many were at risk and what became of them.
    fn days(&self) -> impl Iterator<Item = DayAtRisk> + '_ {
        let mut at_risk = 0;
        (0..self.end).map(move |day| {
            at_risk += self.entered[day];
            let (settled, left) = (self.settled[day], self.left[day]);
            let today = DayAtRisk { day, at_risk, settled, left };
            at_risk -= settled + left + self.censored[day];
            assert!(at_risk >= 0, "more persons stop waiting by day {day} than began");
            today
        })
    }
}

struct DayAtRisk {
    day: usize,
    at_risk: i64,
    settled: i64,
    left: i64,
}

/// A step of the Kaplan-Meier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// Days waited.
    pub day: usize,
    /// Persons at risk on that day.
    pub at_risk: i64,
    /// Share who wait longer than that.
    pub waiting: f64,
    /// Its standard error (Greenwood); zero once nobody is left.
    pub standard_error: f64,
}

/// The Kaplan-Meier curve of waiting, those who leave treated as censored: one step a day with
/// settlements.
///
/// Overstates settlement where leaving is common; [`aalen_johansen`] does not.
pub fn kaplan_meier(counts: &WaitCounts) -> Vec<SurvivalStep> {
    let mut relative_variance = 0.0_f64;
    let mut now = IncidenceStep::BEFORE;
    let mut steps = Vec::new();
    for today in counts.days().filter(|today| today.settled > 0) {
        apply_day(&mut now, &DayAtRisk { left: 0, ..today });
        let IncidenceStep { day, at_risk, waiting, .. } = now;
        let (n, d) = (at_risk as f64, today.settled as f64);
        if n > d {
            relative_variance += d / (n * (n - d));
        }
        let standard_error = waiting * relative_variance.sqrt();
        steps.push(SurvivalStep { day, at_risk, waiting, standard_error });
    }
    steps
}

/// A step of the Aalen-Johansen curves: three shares that add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidenceStep {
    /// Days waited.
    pub day: usize,
    /// Persons at risk on that day.
    pub at_risk: i64,
    /// Share still waiting after the day.
    pub waiting: f64,
    /// Share settled by then.
    pub settled: f64,
    /// Share who left by then.
    pub left: f64,
}

impl IncidenceStep {
    /// Everybody waits.
    const BEFORE: Self = Self { day: 0, at_risk: 0, waiting: 1.0, settled: 0.0, left: 0.0 };
}

/// Cumulative incidence of settlement and of leaving: one step a day on which anyone stops waiting.
///
/// The curve ends on the last day on which anyone is at risk; without a sound beginning there is
/// none.
pub fn aalen_johansen(counts: &WaitCounts) -> Vec<IncidenceStep> {
    let mut before = IncidenceStep::BEFORE;
    let has_stopped =
        |now: &IncidenceStep| now.waiting < std::mem::replace(&mut before, *now).waiting;
    incidence(counts).filter(has_stopped).collect()
}

/// The curves day by day, as long as anyone is at risk.
fn incidence(counts: &WaitCounts) -> impl Iterator<Item = IncidenceStep> + '_ {
    counts.days().take_while(|today| today.at_risk > 0).scan(IncidenceStep::BEFORE, |now, today| {
        apply_day(now, &today);
        Some(*now)
    })
}

/// Moves the shares over one day.
fn apply_day(now: &mut IncidenceStep, today: &DayAtRisk) {
    (now.day, now.at_risk) = (today.day, today.at_risk);
    let stopped = today.settled + today.left;
    if stopped == 0 {
        return;
    }
    let at_risk = today.at_risk as f64;
    now.settled += now.waiting * today.settled as f64 / at_risk;
    now.left += now.waiting * today.left as f64 / at_risk;
    // Exactly zero when the last one stops, which tells a finished curve from one cut off.
    now.waiting *= (today.at_risk - stopped) as f64 / at_risk;
}

/// The columns of a table that tells how fast people are settled.
pub trait PaceColumns: TableColumn {
    /// Shares settled within three, six and twelve months.
    const SHARES: [Self; 3];
    /// Days until half and until nine in ten are settled.
    const DAYS: [Self; 2];
}

macro_rules! pace_columns {
    ($($columns:ty),*) => {$(
        impl PaceColumns for $columns {
            const SHARES: [Self; 3] =
                [Self::Within3Months, Self::Within6Months, Self::Within12Months];
            const DAYS: [Self; 2] = [Self::MedianDays, Self::P90Days];
        }
    )*};
}

pace_columns!(PaceYear, WaitingYear, WaitingSize);

/// How fast people are settled; nothing where too few were observed for long enough to say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    /// Shares settled within three, six and twelve months.
    pub within: [Option<f64>; 3],
    /// Days until half are settled.
    pub days_median: Option<usize>,
    /// Days until nine in ten are settled.
    pub days_p90: Option<usize>,
}

impl Pace {
    /// Reads the pace off the Aalen-Johansen curve, without building it.
    ///
    /// A share is read where somebody is at risk on its day or all who were have stopped waiting before, and in no case where
    /// nobody can have been seen for so many of `n_days` days. Else it would be known just in histories in which
    /// the last happen to be settled early. Nothing is read from a day on which the last at risk stop waiting while others
    /// come under observation later: those others do wait, and the fall to nobody says that few were seen.
    pub fn of(counts: &WaitCounts, n_days: usize) -> Self {
        // A quantile of whole persons may miss its share by rounding only.
        const ROUNDING: f64 = 1e-12;
        let mut pace = Self::default();
        let (mut last, mut next) = (IncidenceStep::BEFORE, 0);
        for now in incidence(counts) {
            if now.waiting == 0.0 && counts.enter_after(now.day) {
                return pace;
            }
            if pace.days_median.is_none() && now.settled >= 0.5 - ROUNDING {
                pace.days_median = Some(now.day);
            }
            if pace.days_p90.is_none() && now.settled >= 0.9 - ROUNDING {
                pace.days_p90 = Some(now.day);
            }
            if PACE_DAYS.get(next) == Some(&now.day) {
                pace.within[next] = Some(now.settled);
                next += 1;
            }
            last = now;
        }
        if last.waiting == 0.0 {
            // Everybody has stopped waiting, so the share stays where it is.
            let can_be_seen = PACE_DAYS.iter().filter(|days| **days < n_days).count();
            pace.within[next..can_be_seen.max(next)].fill(Some(last.settled));
        }
        pace
    }

    /// Writes the pace into a row of a table that has columns for it.
    pub fn write<C: PaceColumns>(&self, observation: &mut Observation, row: usize) {
        for (column, share) in C::SHARES.into_iter().zip(self.within) {
            let parts = |share: f64| (share * PARTS_PER_MILLION as f64).round() as i64;
            observation.set(row, column, share.map_or(MISSING, parts));
        }
        for (column, n_days) in C::DAYS.into_iter().zip([self.days_median, self.days_p90]) {
            observation.set(row, column, n_days.map_or(MISSING, |it| it as i64));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found}, expected {expected}");
    }

    /// Weeks in remission under 6-mercaptopurine (Freireich and others, 1963): relapses, then
    /// censored.
    fn remission() -> WaitCounts {
        let mut counts = WaitCounts::new(40);
        counts.enter(0, 21);
        for week in [6, 6, 6, 7, 10, 13, 16, 22, 23] {
            counts.settle(week, 1);
        }
        for week in [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35] {
            counts.censor(week, 1);
        }
        counts
    }

    #[test]
    fn kaplan_meier_gives_the_textbook_answer() {
        let steps = kaplan_meier(&remission());
        let expected = [
            (6, 21, 0.8571, Some(0.0764)),
            (7, 17, 0.8067, None),
            (10, 15, 0.7529, Some(0.0963)),
            (13, 12, 0.6902, None),
            (16, 11, 0.6275, None),
            (22, 7, 0.5378, None),
            (23, 6, 0.4482, Some(0.1346)),
        ];
        assert_eq!(steps.len(), expected.len());
        for (step, (week, at_risk, waiting, standard_error)) in steps.iter().zip(expected) {
            assert_eq!((step.day, step.at_risk), (week, at_risk));
            close(step.waiting, waiting, 0.00005);
            if let Some(standard_error) = standard_error {
                close(step.standard_error, standard_error, 0.00005);
            }
        }
    }

    #[test]
    fn without_leavers_the_two_methods_agree() {
        let survival = kaplan_meier(&remission());
        let incidence = aalen_johansen(&remission());
        for (one, other) in survival.iter().zip(&incidence) {
            close(one.waiting, other.waiting, 1e-14);
            close(1.0 - one.waiting, other.settled, 1e-14);
        }
    }

    /// A million arrive each day for 12 months of 30 days; waits are exponential with mean 180
    /// days.
    fn constant_arrivals() -> (WaitCounts, f64, f64) {
        let (daily, mean) = (1e6, 180.0);
        let mut counts = WaitCounts::new(361);
        let (mut completed, mut waited, mut soon) = (0.0, 0.0, 0.0);
        for followed in 1..=360_usize {
            counts.enter(0, daily as i64);
            let mut left = daily as i64;
            for day in 0..followed {
                let stay = |day: usize| (daily * (-(day as f64) / mean).exp()).round() as i64;
                let settled = stay(day) - stay(day + 1);
                counts.settle(day, settled);
                left -= settled;
                completed += settled as f64;
                waited += settled as f64 * (day as f64 + 0.5);
                soon += if day < 180 { settled as f64 } else { 0.0 };
            }
            counts.censor(followed - 1, left);
        }
        (counts, waited / completed / 30.0, soon / completed)
    }

    #[test]
    fn the_mean_of_completed_waits_is_biased_and_the_curve_is_not() {
        let (counts, naive_mean, naive_share) = constant_arrivals();
        // Days instead of moments move these by a few per thousand.
        close(naive_mean, 2.861, 0.01);
        close(naive_share, 0.8808, 0.003);
        let steps = aalen_johansen(&counts);
        close(steps[179].settled, 0.6321, 0.0001);
        let median = Pace::of(&counts, counts.n_days()).days_median.expect("half are settled");
        close(median as f64, 180.0 * 2.0_f64.ln(), 1.0);
    }

    #[test]
    fn late_entry_counts_only_those_at_risk() {
        let mut counts = WaitCounts::new(10);
        counts.enter(0, 4);
        counts.enter(3, 6);
        counts.settle(1, 2);
        counts.settle(4, 4);
        counts.censor(9, 4);
        let steps = kaplan_meier(&counts);
        // Half of the first four, then half of the two left and the six who came later.
        assert_eq!(steps[0].at_risk, 4);
        assert_eq!(steps[1].at_risk, 8);
        close(steps[1].waiting, 0.25, 1e-15);
        // Pretending that all ten were there from the start gives 0.4.
        close(aalen_johansen(&counts)[1].settled, 0.75, 1e-15);
    }

    #[test]
    fn leaving_is_not_a_settlement_delayed() {
        let mut counts = WaitCounts::new(400);
        counts.enter(0, 100);
        counts.leave(10, 50);
        counts.settle(91, 25);
        counts.settle(200, 25);
        let pace = Pace::of(&counts, counts.n_days());
        assert_eq!(pace.within, [Some(0.25), Some(0.25), Some(0.5)]);
        assert_eq!((pace.days_median, pace.days_p90), (Some(200), None));
        close(kaplan_meier(&counts)[0].waiting, 0.5, 1e-15);
        let last = aalen_johansen(&counts)[2];
        close(last.settled + last.left + last.waiting, 1.0, 1e-15);
    }

    #[test]
    fn what_was_not_observed_is_not_claimed() {
        let mut counts = WaitCounts::new(400);
        assert_eq!(Pace::of(&counts, counts.n_days()), Pace::default());
        counts.enter(0, 10);
        counts.settle(20, 4);
        counts.censor(150, 6);
        let pace = Pace::of(&counts, counts.n_days());
        assert_eq!(pace.within, [Some(0.4), None, None]);
        counts.clear();
        counts.enter(100, 5);
        counts.settle(120, 5);
        assert_eq!(
            Pace::of(&counts, counts.n_days()),
            Pace::default(),
            "nobody was seen in the first 100 days"
        );
    }

    #[test]
    fn a_share_is_not_known_because_the_last_one_happens_to_be_settled() {
        let mut counts = WaitCounts::new(400);
        counts.enter(0, 10);
        counts.settle(20, 4);
        counts.settle(160, 6);
        let within = |n_days| Pace::of(&counts, n_days).within;
        assert_eq!(within(366), [Some(0.4), Some(1.0), Some(1.0)]);
        // Twelve months after the permit lie beyond the horizon for everybody.
        assert_eq!(within(365), [Some(0.4), Some(1.0), None]);
        assert_eq!(within(183), [Some(0.4), None, None]);
    }

    #[test]
    fn the_curve_ends_where_nobody_is_at_risk_though_others_come_later() {
        let mut counts = WaitCounts::new(20);
        counts.enter(0, 4);
        counts.settle(1, 2);
        counts.censor(2, 2);
        counts.enter(5, 3);
        counts.settle(6, 3);
        let steps = aalen_johansen(&counts);
        assert_eq!(steps.len(), 1);
        assert_eq!((steps[0].day, steps[0].at_risk, steps[0].settled), (1, 4, 0.5));
        let pace = Pace::of(&counts, counts.n_days());
        assert_eq!((pace.days_median, pace.days_p90), (Some(1), None));
        // Kaplan and Meier count whoever comes later; once all are settled there is nothing left to err about.
        let last = kaplan_meier(&counts)[1];
        assert_eq!((last.day, last.waiting, last.standard_error), (6, 0.0, 0.0));
    }

    #[test]
    fn what_is_cleared_is_as_new() {
        let mut counts = remission();
        assert_eq!((counts.end, counts.n_entered()), (36, 21));
        counts.clear();
        assert_eq!(counts, WaitCounts::new(40));
        counts.add(&remission());
        assert_eq!(counts, remission());
        counts.clear();
        counts.enter(3, 2);
        counts.censor(5, 2);
        assert_eq!((counts.end, counts.censored_after(4), counts.censored_after(5)), (6, 2, 0));
    }

    #[test]
    fn when_nobody_is_left_at_risk_while_others_wait_the_curve_does_not_say_that_all_are_settled() {
        let mut counts = WaitCounts::new(400);
        counts.enter(0, 2);
        counts.settle(40, 1);
        counts.settle(60, 1);
        let all = Pace::of(&counts, counts.n_days());
        assert_eq!(all.within, [Some(1.0); 3]);
        assert_eq!((all.days_median, all.days_p90), (Some(40), Some(60)));
        // Ten others have waited for 100 days when the year begins, and are not settled in it.
        counts.enter(100, 10);
        counts.censor(399, 10);
        let pace = Pace::of(&counts, counts.n_days());
        assert_eq!(pace.within, [None; 3]);
        assert_eq!((pace.days_median, pace.days_p90), (Some(40), None));
    }

    #[test]
    fn groups_add_up() {
        let mut all = remission();
        all.add(&remission());
        let (one, two) = (kaplan_meier(&remission()), kaplan_meier(&all));
        close(one[6].waiting, two[6].waiting, 1e-15);
        close(one[6].standard_error, two[6].standard_error * 2.0_f64.sqrt(), 1e-12);
    }
}
