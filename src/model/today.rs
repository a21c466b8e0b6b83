//! `Today`: what the calendar says about one day of the horizon, worked out once a scenario.

use crate::calendar::{Day, Horizon, Month};

/// One day of the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// The date.
    pub day: Day,
    /// Position in the horizon.
    pub index: usize,
    /// Its month.
    pub month: Month,
    /// Position of the month in the horizon.
    pub month_index: usize,
    /// Position of the year in the horizon.
    pub year_index: usize,
    /// Whether it is the first simulated day of its month.
    pub is_month_start: bool,
    /// Whether it is the last simulated day of its month.
    pub is_month_end: bool,
    /// Whether it is the first simulated day of its year.
    pub is_year_start: bool,
    /// Whether it is the last simulated day of its year.
    pub is_year_end: bool,
}

impl Today {
    /// Marks places held this year; never 0, and no horizon is long enough for it to come again.
    #[inline]
    pub fn place_year(&self) -> u8 {
        (self.year_index % 255) as u8 + 1
    }
}

/// Every day of the horizon, in order.
pub fn plan_days(horizon: Horizon) -> Vec<Today> {
    let mut days = Vec::with_capacity(horizon.n_days());
    for month in horizon.months() {
        let Some((first, last)) = horizon.days_of(month) else { continue };
        for offset in 0..=last.since(first) {
            let day = first.plus(offset);
            let is_month_start = day == first;
            let is_month_end = day == last;
            let year = month.year();
            days.push(Today {
                day,
                index: day.since(horizon.start) as usize,
                month,
                month_index: horizon.month_index(month) as usize,
                year_index: (year.0 - horizon.first_year().0) as usize,
                is_month_start,
                is_month_end,
                is_year_start: day == year.first_day().max(horizon.start),
                is_year_end: day == year.last_day().min(horizon.end),
            });
        }
    }
    days
}

/// Position in the horizon of the month that lies `days` after the day at `index`; one past the last month
/// for everything after the horizon.
#[derive(Clone, Debug, Default)]
pub struct MonthOfDay {
    months: Vec<u16>,
    years: Vec<i16>,
    /// Position of each month's year.
    year_of_month: Vec<u16>,
    first_month: Option<Month>,
}

impl MonthOfDay {
    /// For these days.
    pub fn new(days: &[Today]) -> Self {
        let months = days.iter().map(|it| it.month_index as u16).collect();
        let years = days.iter().map(|it| it.month.year().0 as i16).collect();
        let starts = days.iter().filter(|it| it.is_month_start);
        let year_of_month = starts.map(|it| it.year_index as u16).collect();
        Self { months, years, year_of_month, first_month: days.first().map(|it| it.month) }
    }

    /// Number of months.
    pub fn n_months(&self) -> usize {
        self.year_of_month.len()
    }

    /// Position of the year of the month at a position.
    #[inline]
    pub fn year_index_of(&self, month_index: usize) -> usize {
        usize::from(self.year_of_month[month_index])
    }

    /// Position of a month; negative before the run.
    #[inline]
    pub fn index_of(&self, month: Month) -> i32 {
        self.first_month.map_or(0, |first| month.since(first))
    }

    /// The year of the day at `index`, or `None` after the horizon.
    #[inline]
    pub fn year_at(&self, index: usize) -> Option<i16> {
        self.years.get(index).copied()
    }

    /// The month of the day at `index`.
    #[inline]
    pub fn at(&self, index: usize) -> usize {
        self.months.get(index).map_or(self.n_months(), |&month| usize::from(month))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_knows_its_place() {
        let horizon = Horizon {
            start: "2022-02-24".parse().expect("a date"),
            end: "2023-01-02".parse().expect("a date"),
        };
        let days = plan_days(horizon);
        assert_eq!(days.len(), horizon.n_days());
        assert!(days.iter().enumerate().all(|(index, day)| day.index == index));
        assert!(days[0].is_month_start && days[0].is_year_start);
        assert!(days[4].is_month_end && !days[4].is_year_end);
        let n = |what: fn(&Today) -> bool| days.iter().filter(|it| what(it)).count();
        assert_eq!(n(|it| it.is_month_end), 12);
        assert_eq!(n(|it| it.is_year_end), 2);
        let months = MonthOfDay::new(&days);
        assert_eq!(
            [months.at(0), months.at(5), months.at(312), months.at(313)],
            [0, 1, 11, 12].map(|it: usize| it.min(12))
        );
    }
}
