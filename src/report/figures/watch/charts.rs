//! The numbers of the charts of settlement against its plan, period by period.

use super::DIRECTIONS;
use crate::calendar::{Day, Month};
use crate::report::measures::Subject;
use crate::report::page::Page;
use crate::results::Measure;

/// A series by the first days of its periods.
pub type Series<'a> = Vec<(Day, &'a Measure)>;

/// What each period has.
pub struct Charts<'a> {
    pub(super) sums: [Series<'a>; 2],
    /// The sum that is an alarm.
    pub limit: Series<'a>,
    pub(super) average: Series<'a>,
    pub(super) average_limit: Series<'a>,
    pub(super) changes: Series<'a>,
    /// Whether a period is a week.
    is_weekly: bool,
}

impl<'a> Charts<'a> {
    /// Those of the summary; empty where it has none.
    pub fn find(page: &Page<'a>) -> Self {
        let series = |name| page.measures.by_start(Subject::national(name));
        let limit = series("settled_cusum_limit");
        Self {
            sums: DIRECTIONS.map(|(name, ..)| series(name)),
            is_weekly: limit.iter().any(|(_, it)| it.period.parse::<Month>().is_err()),
            limit,
            average: series("settled_ewma"),
            average_limit: series("settled_ewma_limit"),
            changes: series("settled_cusum_change"),
        }
    }

    /// Whether a period is a week, and not a month.
    pub fn is_weekly(&self) -> bool {
        self.is_weekly
    }

    /// What a period is called in a sentence.
    pub fn period(&self, page: &Page, start: Day) -> String {
        match self.is_weekly {
            true => page.text.with("watch-week", &[("date", &page.text.date(start))]),
            false => page.text.month(start.month()),
        }
    }

    /// Whether a sum passes its limit.
    pub(super) fn is_alarm(&self, start: Day, sum: &Measure) -> bool {
        at(&self.limit, start).is_some_and(|limit| sum.mean > limit.mean)
    }

    /// Where a period lies, in months since the first.
    pub(super) fn x(&self, start: Day) -> f64 {
        let first = self.limit.first().map_or(start, |(first, _)| *first).month();
        let month = start.month();
        let days = f64::from(start.date().day()) - 1.0;
        let into = if self.is_weekly { (days + 3.5) / f64::from(month.n_days()) } else { 0.5 };
        f64::from(month.since(first)) + into
    }

    /// When settlement is thought to have changed, as far as alarms say.
    pub(super) fn change_starts(&self) -> Vec<Day> {
        let change = |(start, periods): &(Day, &Measure)| {
            let alarm = self.limit.iter().position(|(other, _)| other == start)?;
            Some(self.limit[alarm.checked_sub(periods.mean.round() as usize)?].0)
        };
        self.changes.iter().filter_map(change).collect()
    }
}

/// The measure of the period that begins on a day.
pub fn at<'a>(series: &Series<'a>, start: Day) -> Option<&'a Measure> {
    series.iter().find(|(other, _)| *other == start).map(|(_, it)| *it)
}
