//! Waits by calendar year: each wait is cut at the turns of the year, and every piece counts in its own.
//!
//! A piece that does not begin with the permit enters late, with the days already waited (methods 2.9). So the
//! counts of a year hold what was seen in it and nothing else, those who waited when the run began included.

use super::Watch;
use crate::model::today::{MonthOfDay, Today};
use crate::results::columns::{PaceYear, WaitingYear, Waits};
use crate::results::observation::Observation;
use crate::results::waits::{PACE_DAYS, Pace, WaitCounts};
use crate::scenario::Route;
use std::ops::RangeInclusive;

/// Days waited that are told apart: five years. Longer waits count as so long.
const N_DAYS: usize = 1827;

/// How a wait ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Settled,
    Left,
    /// Not in the run.
    StillWaiting,
}

impl End {
    /// The column of `waits` that counts it.
    pub fn column(self) -> Waits {
        match self {
            Self::Settled => Waits::Settled,
            Self::Left => Waits::Left,
            Self::StillWaiting => Waits::StillWaiting,
        }
    }

    /// Counts persons whose wait ended so after so many days.
    pub fn count(self, counts: &mut WaitCounts, days: usize, persons: i64) {
        match self {
            Self::Settled => counts.settle(days, persons),
            Self::Left => counts.leave(days, persons),
            Self::StillWaiting => counts.censor(days, persons),
        }
    }
}

/// The wait of a household from the permit on, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    pub group: usize,
    pub persons: i64,
    /// Counted from the start of the run; negative if before.
    pub permit_day: i32,
    /// The last day known of it.
    pub last_day: usize,
    pub end: End,
}

impl Wait {
    /// The wait of a household that is still waiting today.
    pub fn until(today: &Today, group: usize, persons: i64, permit_day: i32) -> Self {
        Self { group, persons, permit_day, last_day: today.index, end: End::StillWaiting }
    }

    /// Days waited in all.
    pub fn days(&self) -> usize {
        (self.last_day as i32 - self.permit_day) as usize
    }
}

/// Waits by calendar year and group.
#[derive(Clone, Debug)]
pub(super) struct PeriodWaits {
    /// Year-major.
    counts: Vec<WaitCounts>,
    n_groups: usize,
    /// Position of the year of each day.
    year_of_day: Vec<u16>,
    /// The first day of each year in the run.
    first_days: Vec<usize>,
}

impl PeriodWaits {
    /// Nothing counted yet.
    pub fn new(months: &MonthOfDay, n_days: usize, n_groups: usize) -> Self {
        let year_of_day = (0..n_days).map(|day| months.year_index_of(months.at(day)) as u16);
        let year_of_day: Vec<u16> = year_of_day.collect();
        let is_first = |day: &usize| *day == 0 || year_of_day[*day] != year_of_day[*day - 1];
        let first_days: Vec<usize> = (0..n_days).filter(is_first).collect();
        let counts = vec![WaitCounts::new(N_DAYS); first_days.len() * n_groups];
        Self { counts, n_groups, year_of_day, first_days }
    }

    /// Forgets all counts and keeps the memory.
    pub fn clear(&mut self) {
        self.counts.iter_mut().for_each(WaitCounts::clear);
    }

    /// No counts, with room for those of any year and group added up.
    pub fn nothing(&self) -> WaitCounts {
        WaitCounts::new(N_DAYS)
    }

    /// What was seen of a group in a year.
    pub fn of(&self, year_index: usize, group: usize) -> &WaitCounts {
        &self.counts[year_index * self.n_groups + group]
    }

    /// Positions of the years of the run that a wait touches.
    pub fn years(&self, wait: &Wait) -> RangeInclusive<usize> {
        let year = |day: usize| usize::from(self.year_of_day[day]);
        year(wait.permit_day.max(0) as usize)..=year(wait.last_day)
    }

    /// Counts a wait in every year it touches.
    pub fn count(&mut self, wait: Wait) {
        let days_on = |day: usize| ((day as i32 - wait.permit_day) as usize).min(N_DAYS - 1);
        let from = wait.permit_day.max(0) as usize;
        let years = self.years(&wait);
        let last = *years.end();
        for year in years {
            let counts = &mut self.counts[year * self.n_groups + wait.group];
            counts.enter(days_on(from.max(self.first_days[year])), wait.persons);
            if year == last {
                wait.end.count(counts, days_on(wait.last_day), wait.persons);
            } else {
                counts.censor(days_on(self.first_days[year + 1] - 1), wait.persons);
            }
        }
    }
}

impl Watch<'_> {
    /// The shares settled in time and the days waited, by year of permit.
    pub(super) fn write_pace(&mut self) {
        let groups = &self.scenario.world.groups;
        let n_groups = groups.len();
        for year in 0..self.scenario.run.horizon.n_years() {
            self.sum.clear();
            for (group, definition) in groups.iter().enumerate() {
                let counts = &self.counts[year * n_groups + group];
                let row = self.observation.layout().pace_year(year, group);
                Pace::of(counts, counts.n_days()).write::<PaceYear>(&mut self.observation, row);
                if definition.route == Route::Reception {
                    self.sum.add(counts);
                }
            }
            let row = self.observation.layout().pace_year(year, n_groups);
            let n_days = self.counts[year * n_groups].n_days();
            Pace::of(&self.sum, n_days).write::<PaceYear>(&mut self.observation, row);
        }
    }

    /// The same as far as a calendar year shows it, and who still waits at its end.
    pub(super) fn write_waiting_years(&mut self) {
        let groups = &self.scenario.world.groups;
        let layout = self.observation.layout();
        for year in 0..self.scenario.run.horizon.n_years() {
            self.period_sum.clear();
            for (group, definition) in groups.iter().enumerate() {
                let counts = self.periods.of(year, group);
                write_waiting_year(&mut self.observation, layout.waiting_year(year, group), counts);
                if definition.route == Route::Reception {
                    self.period_sum.add(counts);
                }
            }
            let row = layout.waiting_year(year, groups.len());
            write_waiting_year(&mut self.observation, row, &self.period_sum);
        }
    }
}

/// Writes what was seen in a calendar year into a row of `waiting_year`.
fn write_waiting_year(observation: &mut Observation, row: usize, counts: &WaitCounts) {
    Pace::of(counts, counts.n_days()).write::<WaitingYear>(observation, row);
    let columns = [WaitingYear::Over3Months, WaitingYear::Over6Months, WaitingYear::Over12Months];
    for (column, days) in columns.into_iter().zip(PACE_DAYS) {
        observation.set(row, column, counts.censored_after(days));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Horizon;
    use crate::model::today::plan_days;
    use crate::results::waits::{Pace, aalen_johansen};

    fn period(start: &str, end: &str) -> PeriodWaits {
        let day = |text: &str| text.parse().expect("a date");
        let days = plan_days(Horizon { start: day(start), end: day(end) });
        PeriodWaits::new(&MonthOfDay::new(&days), days.len(), 1)
    }

    fn wait(persons: i64, permit_day: i32, last_day: usize, end: End) -> Wait {
        Wait { group: 0, persons, permit_day, last_day, end }
    }

    #[test]
    fn who_waited_before_the_year_enters_it_late() {
        // Three days of 2022. Six have a permit on the first of them, four on 1 January, which is day 3.
        let mut period = period("2022-12-29", "2023-01-10");
        period.count(wait(2, 3, 4, End::Settled));
        period.count(wait(2, 3, 7, End::Settled));
        period.count(wait(2, 0, 4, End::Settled));
        period.count(wait(4, 0, 12, End::StillWaiting));
        // After a day half of the four are settled; after four days half of the two left and of the six who have
        // come under observation with three days. As if all ten were there from the first day it would be 0.6.
        let steps = aalen_johansen(period.of(1, 0));
        let seen: Vec<_> = steps.iter().map(|it| (it.day, it.at_risk, it.settled)).collect();
        assert_eq!(seen, [(1, 4, 0.5), (4, 8, 0.75)]);
        assert!(aalen_johansen(period.of(0, 0)).is_empty(), "nobody was settled in 2022");
        assert_eq!((period.of(0, 0).censored_after(1), period.of(0, 0).censored_after(2)), (6, 0));
        assert_eq!(period.of(1, 0).censored_after(11), 4);
    }

    #[test]
    fn who_waited_before_the_run_enters_it_on_its_first_day() {
        let mut period = period("2023-01-01", "2024-12-31");
        period.count(wait(5, 0, 10, End::Left));
        period.count(wait(3, -10, 0, End::Settled));
        period.count(wait(7, -100_000, 400, End::Settled));
        let mut expected = WaitCounts::new(N_DAYS);
        expected.enter(0, 5);
        expected.leave(10, 5);
        expected.enter(10, 3);
        expected.settle(10, 3);
        expected.enter(N_DAYS - 1, 7);
        expected.censor(N_DAYS - 1, 7);
        assert_eq!(period.of(0, 0), &expected);
        assert_eq!(period.of(1, 0).censored_after(0), 0);
        period.clear();
        assert_eq!(period.of(0, 0), &period.nothing());
    }

    #[test]
    fn a_fall_of_pace_is_seen_at_once_by_period_and_later_by_permit() {
        // One permit a day, everybody is settled on day 60, and from 2023 on nobody is. Seen on 15 February.
        let mut period = period("2022-01-01", "2023-02-15");
        let mut by_permit = [WaitCounts::new(500), WaitCounts::new(500)];
        let n_days = period.year_of_day.len();
        for permit_day in 0..n_days {
            let settled = permit_day + 60;
            let (last_day, end) = match settled < 365 {
                true => (settled, End::Settled),
                false => (n_days - 1, End::StillWaiting),
            };
            let wait = wait(1, permit_day as i32, last_day, end);
            period.count(wait);
            let counts = &mut by_permit[usize::from(period.year_of_day[permit_day])];
            counts.enter(0, 1);
            end.count(counts, wait.days(), 1);
        }
        let within_3 = |counts: &WaitCounts| Pace::of(counts, counts.n_days()).within[0];
        // Of the cohort of 2022 the 14 with a permit from 18 December on have not waited for 60 days yet; of the other
        // 351 only the 46 from 2 November on have met the fall. The cohort of 2023 is too young to say anything.
        let cohort = within_3(&by_permit[0]).expect("observed for long enough");
        assert!((cohort - 305.0 / 351.0).abs() < 1e-12, "{cohort}");
        assert_eq!(within_3(&by_permit[1]), None);
        assert_eq!(within_3(period.of(0, 0)), Some(1.0));
        assert_eq!(within_3(period.of(1, 0)), Some(0.0));
    }
}
