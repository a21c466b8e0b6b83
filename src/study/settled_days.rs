//! How many were settled on each day of a replication, for counts that were made on a day and not at a month end.

use crate::calendar::Day;
use crate::model::today::Today;
use crate::model::{Event, Observer};
use crate::scenario::Scenario;

/// Persons settled, by day and group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledDays {
    /// The first day of the run.
    start: Day,
    /// Whether each group is settled under a request: family that follows is not.
    is_requested: Vec<bool>,
    /// Persons settled, day-major.
    persons: Vec<i64>,
}

impl SettledDays {
    /// Nobody has been settled yet in a run of `scenario`.
    pub fn new(scenario: &Scenario) -> Self {
        let is_requested: Vec<bool> =
            scenario.world.groups.iter().map(|it| it.route.is_under_request()).collect();
        let horizon = scenario.run.horizon;
        let persons = vec![0; horizon.n_days() * is_requested.len()];
        Self { start: horizon.start, is_requested, persons }
    }

    /// Persons settled under a request from 1 January of the year of `day` to its evening. What was settled
    /// before the run is not known.
    pub fn requested_by(&self, day: Day) -> i64 {
        let groups = (0..self.is_requested.len()).filter(|it| self.is_requested[*it]);
        groups.map(|it| self.of_group_by(it, day)).sum()
    }

    /// The same of one group.
    pub fn of_group_by(&self, group: usize, day: Day) -> i64 {
        let from = day.year().first_day().since(self.start).max(0) as usize;
        let to = (day.since(self.start) + 1).max(0) as usize;
        self.of_group(group).take(to).skip(from).sum()
    }

    /// Persons of a group settled on each day of the run.
    pub fn of_group(&self, group: usize) -> impl Iterator<Item = i64> {
        let n_groups = self.is_requested.len();
        self.persons.iter().skip(group).step_by(n_groups).copied()
    }
}

impl Observer for SettledDays {
    fn on_event(&mut self, today: &Today, event: Event) {
        let Event::Settled { group, persons, .. } = event else { return };
        self.persons[today.index * self.is_requested.len() + group] += persons;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Month;
    use crate::engine::Engine;
    use crate::results::columns::Monthly;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;

    fn scenario() -> Scenario {
        let loaded = load("calibration-2022", &[], LIBRARY);
        loaded.unwrap_or_else(|problems| panic!("{problems}")).0
    }

    #[test]
    fn days_to_a_month_end_are_the_months_of_the_observation() {
        let scenario = scenario();
        let engine = Engine::new(&scenario);
        let mut days = SettledDays::new(&scenario);
        let seen = engine.run_one_with(3, &mut days);
        let first = scenario.run.horizon.first_month();
        let of_month = |group: usize, month: Month| {
            let row = seen.layout().monthly(month.since(first) as usize, group);
            seen.get(row, Monthly::Settled)
        };
        let (mut all, mut family) = (0, 0);
        for month in scenario.run.horizon.months() {
            let in_year = scenario.run.horizon.months().filter(|it| it.year() == month.year());
            let so_far: Vec<Month> = in_year.filter(|it| *it <= month).collect();
            let mut requested = 0;
            for (group, definition) in scenario.world.groups.iter().enumerate() {
                let sum: i64 = so_far.iter().map(|it| of_month(group, *it)).sum();
                assert_eq!(days.of_group_by(group, month.last_day()), sum, "{group} by {month}");
                match definition.route.is_under_request() {
                    true => requested += sum,
                    false => family += sum,
                }
            }
            assert_eq!(days.requested_by(month.last_day()), requested, "by {month}");
            all += requested;
        }
        assert!(all > 0 && family > 0, "all {all}, family {family}");
    }

    #[test]
    fn a_count_starts_in_january_and_ends_in_the_evening() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let scenario = scenario();
        let mut days = SettledDays::new(&scenario);
        let n_groups = days.is_requested.len();
        let settled = [("2022-01-01", 1), ("2022-12-31", 2), ("2023-01-01", 4), ("2023-02-03", 8)];
        for (text, persons) in settled {
            let index = day(text).since(days.start) as usize;
            days.persons[index * n_groups] = persons;
        }
        let cases = [
            ("2022-01-01", 1),
            ("2022-12-30", 1),
            ("2022-12-31", 3),
            ("2023-01-01", 4),
            ("2023-02-02", 4),
            ("2023-02-03", 12),
        ];
        for (text, expected) in cases {
            assert_eq!(days.of_group_by(0, day(text)), expected, "by {text}");
            assert_eq!(days.of_group_by(1, day(text)), 0, "nobody of another group by {text}");
        }
    }
}
