//! Return by date: a hazard that follows the calendar, whenever somebody settled (assumption A195).

use super::life::{DAYS_A_YEAR, hazard};
use crate::calendar::{Horizon, Month};
use crate::chance::unit_interval;
use crate::elementary::ln;
use crate::scenario::ReturnPeriod;
use crate::scenario::number::Drawn;

/// The hazard that a household of a group returns, added up over the days of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Returns {
    /// By the evening of each day of the horizon.
    passed: Vec<f64>,
}

impl Returns {
    /// Of a group, or nothing if nobody returns by date.
    pub(super) fn new(periods: &[ReturnPeriod], horizon: Horizon, drawn: &Drawn) -> Option<Self> {
        if periods.is_empty() {
            return None;
        }
        let rate = |month: Month| {
            // Periods are in order and do not overlap.
            let period = periods.iter().rev().find(|it| it.from <= month);
            let period = period.filter(|it| it.to.is_none_or(|to| month <= to));
            period.map_or(0.0, |it| hazard(it.per_year.of(drawn)) / DAYS_A_YEAR)
        };
        let mut total = 0.0;
        let mut passed = Vec::with_capacity(horizon.n_days());
        for month in horizon.months() {
            let Some((first, last)) = horizon.days_of(month) else { continue };
            let of_day = rate(month);
            for _ in 0..=last.since(first) {
                total += of_day;
                passed.push(total);
            }
        }
        Some(Self { passed })
    }

    /// The hazard passed by the evening of a day; nothing before the run.
    #[inline]
    pub fn passed_by(&self, day: i32) -> f64 {
        usize::try_from(day).map_or(0.0, |day| self.passed[day.min(self.passed.len() - 1)])
    }

    /// The day on which someone who was there on the evening of `day` returns, if that lies within the horizon: the first
    /// point of a Poisson process, by inversion.
    #[inline]
    pub fn day_after(&self, day: i32, word: u64) -> Option<usize> {
        let wanted = self.passed_by(day) - ln(unit_interval(word));
        let found = self.passed.partition_point(|it| *it < wanted);
        (found < self.passed.len()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::number::Number;

    fn period(from: &str, to: Option<&str>, per_year: f64) -> ReturnPeriod {
        let month = |text: &str| text.parse().expect("a month");
        ReturnPeriod { from: month(from), to: to.map(month), per_year: Number::certain(per_year) }
    }

    fn returns(periods: &[ReturnPeriod]) -> Option<Returns> {
        let horizon = Horizon {
            start: "2023-01-01".parse().expect("a date"),
            end: "2024-12-31".parse().expect("a date"),
        };
        Returns::new(periods, horizon, &Drawn::default())
    }

    #[test]
    fn the_hazard_is_that_of_the_period_a_day_lies_in() {
        let periods = [
            period("2022-06", Some("2023-02"), 0.2),
            period("2023-05", None, 0.1),
            period("2024-02", Some("2024-02"), 0.5),
        ];
        let returns = returns(&periods).expect("there are periods");
        let per_day = |share: f64| hazard(share) / 365.25;
        let passed = |day: &str| {
            let day: crate::calendar::Day = day.parse().expect("a date");
            returns.passed_by(day.since("2023-01-01".parse().expect("a date")))
        };
        assert_eq!(passed("2022-12-31"), 0.0, "before the run it is over");
        assert!((passed("2023-02-28") - 59.0 * per_day(0.2)).abs() < 1e-12);
        assert_eq!(passed("2023-04-30"), passed("2023-02-28"));
        assert!((passed("2023-05-01") - passed("2023-04-30") - per_day(0.1)).abs() < 1e-12);
        let leap = passed("2024-02-29") - passed("2024-01-31");
        assert!((leap - 29.0 * per_day(0.5)).abs() < 1e-12);
        assert_eq!(passed("2024-12-31"), passed("2024-02-29"), "the last one has ended");
    }

    #[test]
    fn nobody_returns_before_the_hazard_begins_or_when_there_is_none() {
        assert_eq!(returns(&[]), None);
        let from_may = returns(&[period("2023-05", None, 0.9)]).expect("there is a period");
        // January to April are 120 days.
        assert_eq!(from_may.day_after(-1, u64::MAX), Some(120), "as soon as it can be");
        assert_eq!(from_may.day_after(200, u64::MAX), Some(201));
        assert_eq!(from_may.day_after(-1, 0), None, "never within the horizon");
        // Half of all words, and e to the minus hazard of those left.
        let half = from_may.day_after(-1, 1 << 63).expect("half of them are gone by then");
        let hazard_by = from_may.passed_by(half as i32);
        assert!(hazard_by >= 2.0_f64.ln() && from_may.passed_by(half as i32 - 1) < 2.0_f64.ln());
    }
}
