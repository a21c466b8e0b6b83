//! Files of counts, such as persons settled by month or week, and a plan beside them.

use super::error::CliError;
use crate::calendar::{Day, Month};
use crate::results::Summary;
use crate::study::watch::{Pace, Period};
use std::path::Path;

/// Counts of persons, period by period: from a file, or the medians of a result.
pub struct Counts {
    /// How long a period is.
    pub pace: Pace,
    rows: Vec<(Day, f64)>,
}

impl Counts {
    /// The median settlement of every month of a result.
    pub fn planned_by(summary: &Summary) -> Self {
        let months = summary.measures.iter().filter(|it| {
            it.name == "settled_persons" && it.group == "all" && it.place == "national"
        });
        let month = |period: &str| period.parse::<Month>().ok().map(Month::first_day);
        let rows = months.filter_map(|it| Some((month(&it.period)?, it.q50))).collect();
        Self { pace: Pace::Monthly, rows }
    }

    /// Reads `month,persons` or `week,persons`; a week is named by its first day.
    pub fn read(path: &Path) -> Result<Self, CliError> {
        let wrong =
            |line: usize, what: String| CliError::Counts { path: path.to_owned(), line, what };
        let text = std::fs::read_to_string(path)
            .map_err(|source| CliError::Read { path: path.to_owned(), source })?;
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let head = lines.next().map_or("", |(_, line)| line.trim_start_matches('\u{feff}').trim());
        let pace = match head {
            "month,persons" => Pace::Monthly,
            "week,persons" => Pace::Weekly,
            other => {
                let what = format!("{other:?} must be \"month,persons\" or \"week,persons\"");
                return Err(wrong(1, what));
            }
        };
        let mut rows: Vec<(Day, f64)> = Vec::new();
        for (index, line) in lines {
            let (period, persons) = line.split_once(',').unwrap_or((line, ""));
            let (period, persons) = (period.trim(), persons.trim());
            let start = match pace {
                Pace::Monthly => period.parse::<Month>().ok().map(Month::first_day),
                Pace::Weekly => period.parse::<Day>().ok(),
            };
            let accepted = match pace {
                Pace::Monthly => "a month such as 2023-05",
                Pace::Weekly => "the first day of a week, such as 2023-05-15",
            };
            let start =
                start.ok_or_else(|| wrong(index + 1, format!("{period:?} must be {accepted}")))?;
            let number = persons.parse::<f64>().ok();
            let number = number.filter(|it| (0.0..1e7).contains(it)).ok_or_else(|| {
                wrong(
                    index + 1,
                    format!("{persons:?} must be a number of persons below 10 million"),
                )
            })?;
            if rows.last().is_some_and(|last| last.0 >= start) {
                return Err(wrong(
                    index + 1,
                    format!("{period:?} must be later than the line above"),
                ));
            }
            rows.push((start, number));
        }
        Ok(Self { pace, rows })
    }

    /// The periods that the plan has too; there must be one. `path` is where these counts are from.
    pub fn against(&self, plan: &Self, path: &Path) -> Result<Vec<Period>, CliError> {
        let periods = self.rows.iter().filter_map(|(start, persons)| {
            let planned = planned_in(plan, *start, self.pace).filter(|it| *it > 0.0)?;
            Some(Period { start: *start, planned, persons: persons.round() as u32 })
        });
        let periods: Vec<_> = periods.collect();
        match periods.is_empty() {
            true => Err(CliError::NothingPlanned { path: path.to_owned() }),
            false => Ok(periods),
        }
    }
}

/// What is planned in the period that begins on `start`: of a monthly plan, a week has its days' share.
fn planned_in(plan: &Counts, start: Day, pace: Pace) -> Option<f64> {
    let of = |day: Day| plan.rows.iter().find(|row| row.0 == day).map(|row| row.1);
    match (plan.pace, pace) {
        (Pace::Monthly, Pace::Weekly) => (0..7)
            .map(|index| {
                let month = start.plus(index).month();
                Some(of(month.first_day())? / f64::from(month.n_days()))
            })
            .sum(),
        (Pace::Weekly, Pace::Monthly) => None,
        _ => of(start),
    }
}
