//! Counts of persons by month or by week, from a CSV file or from the plan in a result, and one beside the other.

use crate::calendar::{Day, Month, Year};
use crate::cli::error::CliError;
use crate::cli::error::input::InputError;
use crate::results::measures::SETTLED_ACTUAL;
use crate::results::{Label, Measure, Summary};
use crate::scenario::load::{Diagnostic, Problems, Table, load_table_file};
use crate::study::watch::{Pace, Period};
use schemars::JsonSchema;
use serde::Deserialize;

/// How many persons in each period, in order of time.
pub struct Counts {
    /// Months or weeks.
    pub pace: Pace,
    /// First day of each period and the persons in it.
    rows: Vec<(Day, f64)>,
}

/// A row of a file of counts.
#[derive(Debug, Deserialize, JsonSchema)]
struct Row {
    /// The month; a file has months or weeks.
    #[schemars(
        regex(pattern = r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
        extend("x-expects" = "a month such as 2023-05")
    )]
    month: Option<String>,
    /// First day of the week.
    #[schemars(
        extend("format" = "date"),
        extend("x-expects" = "the first day of a week, such as 2023-05-15")
    )]
    week: Option<String>,
    /// How many.
    #[schemars(range(min = 0, max = 10_000_000))]
    persons: f64,
}

impl Counts {
    /// Reads `month,persons` or `week,persons`; a week is named by its first day.
    pub fn load(path: &str) -> Result<Self, CliError> {
        let table: Table<Row> = load_table_file(path, &[])?;
        if table.rows.is_empty() {
            return Err(InputError::NoRows { path: path.to_owned(), what: "month or week" }.into());
        }
        let pace = match table.rows[0].week {
            Some(_) => Pace::Weekly,
            None => Pace::Monthly,
        };
        let mut problems = Problems::new();
        let mut rows: Vec<(Day, f64)> = Vec::new();
        for (index, row) in table.rows.iter().enumerate() {
            let earlier = rows.last().map(|it| it.0);
            match begin_of(&table, index, pace, earlier) {
                Ok(start) => rows.push((start, row.persons)),
                Err(problem) => problems.push(*problem),
            }
        }
        if problems.has_errors() { Err(problems.into()) } else { Ok(Self { pace, rows }) }
    }

    /// The median settlement under the request of every month of a result.
    pub fn planned_by(summary: &Summary) -> Self {
        let months = summary.measures.iter().filter(|it| {
            it.name == "settled_under_request_persons"
                && it.group == "all"
                && it.place == "national"
        });
        let month = |period: &str| period.parse::<Month>().ok().map(Month::first_day);
        let rows = months.filter_map(|it| Some((month(&it.period)?, it.q50))).collect();
        Self { pace: Pace::Monthly, rows }
    }

    /// Puts these counts in the place of what is published of settlement from their first month on, so that nothing says
    /// two things of one month. Weeks are no months: with them, those months have no figure. A year has one where all
    /// twelve months do, or where it is over before the first.
    pub fn replace_published(&self, measures: &mut Vec<Measure>) {
        let Some(first) = self.rows.first().map(|(start, _)| start.month()) else { return };
        let is_published = |it: &Measure| it.name == SETTLED_ACTUAL.name;
        let is_before = |period: &str| match period.parse::<Month>() {
            Ok(month) => month < first,
            Err(_) => period.parse::<i32>().is_ok_and(|year| year < first.year().0),
        };
        measures.retain(|it| !is_published(it) || is_before(&it.period));
        if self.pace == Pace::Weekly {
            return;
        }
        let of = |period: String, persons| {
            Measure::constant(Label::national(SETTLED_ACTUAL, period), persons)
        };
        measures.extend(self.rows.iter().map(|(start, it)| of(start.month().to_string(), *it)));
        let mut years: Vec<Year> = self.rows.iter().map(|(start, _)| start.year()).collect();
        years.dedup();
        for year in years {
            let months = (0..12).map(|index| year.first_month().plus(index).to_string());
            let persons = months.map(|month| {
                measures.iter().find(|it| is_published(it) && it.period == month).map(|it| it.mean)
            });
            if let Some(sum) = persons.sum::<Option<f64>>() {
                measures.push(of(year.to_string(), sum));
            }
        }
    }

    /// The periods that the plan has too; there must be one. `path` is where these counts are from, `from` where
    /// the plan is.
    pub fn against(&self, plan: &Self, path: &str, from: &str) -> Result<Vec<Period>, CliError> {
        let files = || (path.to_owned(), from.to_owned());
        if (plan.pace, self.pace) == (Pace::Weekly, Pace::Monthly) {
            let (path, plan) = files();
            return Err(InputError::WeeksAndMonths { path, plan }.into());
        }
        let periods = self.rows.iter().filter_map(|(start, persons)| {
            let planned = plan.planned_in(*start, self.pace).filter(|it| *it > 0.0)?;
            Some(Period { start: *start, planned, persons: persons.round() as u32 })
        });
        let found: Vec<_> = periods.collect();
        if found.is_empty() {
            let periods = plan.describe();
            let (path, plan) = files();
            return Err(InputError::NothingPlanned { path, plan, periods }.into());
        }
        Ok(found)
    }

    /// What is planned in the period that begins on `start`: of a monthly plan, a week has its days' share.
    fn planned_in(&self, start: Day, pace: Pace) -> Option<f64> {
        let of = |day: Day| self.rows.iter().find(|row| row.0 == day).map(|row| row.1);
        match (self.pace, pace) {
            (Pace::Monthly, Pace::Weekly) => (0..7)
                .map(|index| {
                    let month = start.plus(index).month();
                    Some(of(month.first_day())? / f64::from(month.n_days()))
                })
                .sum(),
            _ => of(start),
        }
    }

    /// What a period that begins on this day is called.
    pub fn name(pace: Pace, start: Day) -> String {
        match pace {
            Pace::Monthly => start.month().to_string(),
            Pace::Weekly => start.to_string(),
        }
    }

    /// The periods in words: how many, and the first and last of them.
    fn describe(&self) -> String {
        match (self.rows.first(), self.rows.last()) {
            (Some((first, _)), Some((last, _))) => {
                let name = |day| Self::name(self.pace, day);
                format!("periods from {} to {}", name(*first), name(*last))
            }
            _ => "no periods".to_owned(),
        }
    }
}

/// The first day of a row's period, which comes after the period of the row above.
fn begin_of(
    table: &Table<Row>,
    index: usize,
    pace: Pace,
    earlier: Option<Day>,
) -> Result<Day, Box<Diagnostic>> {
    let row = &table.rows[index];
    let (column, other, start, accepted, n_days) = match pace {
        Pace::Monthly => {
            let month = row.month.as_ref().and_then(|it| it.parse::<Month>().ok());
            let accepted = "must be a month such as 2023-05";
            ("month", ("week", row.week.is_some()), month.map(Month::first_day), accepted, 1)
        }
        Pace::Weekly => {
            let day = row.week.as_ref().and_then(|it| it.parse::<Day>().ok());
            let accepted = "must be the first day of a week, such as 2023-05-15";
            ("week", ("month", row.month.is_some()), day, accepted, 7)
        }
    };
    let problem =
        |column: &str, accepted: String| Err(Box::new(table.problem(index, column, accepted)));
    let Some(start) = start else { return problem(column, accepted.to_owned()) };
    if other.1 {
        return problem(other.0, format!("must be left out: the file counts by {column}"));
    }
    match earlier {
        Some(earlier) if start < earlier.plus(n_days) => {
            let next = Counts::name(pace, earlier.plus(n_days));
            let accepted = match pace {
                Pace::Monthly => "must be later than the row above".to_owned(),
                Pace::Weekly => format!("must be {next} or later, after the week of the row above"),
            };
            problem(column, accepted)
        }
        _ => Ok(start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(pace: Pace, rows: &[(&str, f64)]) -> Counts {
        let row = |(start, persons): &(&str, f64)| (start.parse().expect("a day"), *persons);
        Counts { pace, rows: rows.iter().map(row).collect() }
    }

    /// What is told of settlement after `counts` were put in, by period.
    fn told(counts: &Counts) -> Vec<(String, f64)> {
        let published = (1..=12).map(|month| (format!("2023-{month:02}"), 100.0));
        let published =
            published.chain([("2022", 900.0), ("2023", 1_200.0)].map(|(it, n)| (it.to_owned(), n)));
        let measure = |(period, n)| Measure::constant(Label::national(SETTLED_ACTUAL, period), n);
        let mut measures: Vec<_> = published.map(measure).collect();
        counts.replace_published(&mut measures);
        measures.into_iter().map(|it| (it.period, it.mean)).collect()
    }

    #[test]
    fn months_that_are_counted_leave_nothing_that_was_published_after_them() {
        let told = told(&counts(Pace::Monthly, &[("2023-03-01", 7.0), ("2023-04-01", 8.0)]));
        let expected = [
            ("2023-01", 100.0),
            ("2023-02", 100.0),
            ("2022", 900.0),
            ("2023-03", 7.0),
            ("2023-04", 8.0),
        ];
        assert_eq!(told, expected.map(|(period, n)| (period.to_owned(), n)));
    }

    #[test]
    fn a_year_whose_months_are_all_known_is_their_sum() {
        let starts: Vec<_> = (3..=12).map(|month| format!("2023-{month:02}-01")).collect();
        let rows: Vec<_> = starts.iter().map(|it| (it.as_str(), 10.0)).collect();
        let told = told(&counts(Pace::Monthly, &rows));
        assert!(told.contains(&("2023".to_owned(), 300.0)), "{told:?}");
        assert_eq!(told.iter().filter(|it| it.0 == "2023").count(), 1);
    }

    #[test]
    fn weeks_say_nothing_of_months_but_end_what_is_published() {
        let told = told(&counts(Pace::Weekly, &[("2023-02-27", 7.0), ("2023-03-06", 8.0)]));
        let expected = [("2023-01", 100.0), ("2022", 900.0)];
        assert_eq!(told, expected.map(|(period, n)| (period.to_owned(), n)));
    }
}
