//! What was published and when: months of arrivals and settlement, and the forecasts made of them.

use super::Target;
use crate::calendar::{Day, Month, Year};
use crate::register::BadTable;
use crate::register::actuals::{
    self, AnnualFlow, Forecast, Measure, MonthlyFlow, Span, read_actuals, read_forecasts,
    read_monthly_flows,
};
use crate::register::budget::budget_posts;
use crate::register::snapshots::reception_occupancy;
use std::collections::{BTreeMap, BTreeSet};

/// The series of the post that is forecast.
const POST_60: &str = "671/60";
/// Name of all groups together in a table of months.
const ALL: &str = "all";

/// What was published about an arrival group and about settlement.
#[derive(Clone, Debug)]
pub struct Record {
    /// The arrival group.
    pub group: String,
    /// Persons of the group who applied, by month.
    pub arrived: BTreeMap<Month, f64>,
    /// Persons of all groups who were settled under a request, by month.
    pub settled: BTreeMap<Month, f64>,
    /// Persons in all reception centres, by month whose end was counted.
    pub housed: BTreeMap<Month, f64>,
    /// Kroner paid on post 60, by year.
    pub paid: BTreeMap<Year, f64>,
    /// Kroner of post 60 in the budget adopted before the year.
    pub adopted: BTreeMap<Year, f64>,
    /// Every official forecast with the last day on which it may have been published.
    pub forecasts: Vec<(Day, Forecast)>,
}

/// An official range of a year's total with its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Official {
    /// Its weight.
    pub weight: f64,
    /// Lower end: exceeded with 95 % probability.
    pub low: f64,
    /// Upper end: exceeded with 5 % probability.
    pub high: f64,
}

/// What earlier years say of a level of arrivals and how long a deviation from it lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// Logarithm of the persons a month that years had on average.
    pub log_level: f64,
    /// Standard deviation of the logarithm of years around it.
    pub spread: f64,
    /// How much of a deviation lasts to the next month.
    pub persistence: f64,
}

/// Weights of the low, middle and high range (assumption A33).
const WEIGHTS: [f64; 3] = [0.25, 0.60, 0.15];
/// Half the width of a central 90 % interval in standard deviations.
const Z_95: f64 = 1.644_853_626_951_472_7;

impl Record {
    /// What the program has embedded about a group.
    pub fn embedded(group: &str) -> Self {
        let mut record = Self {
            group: group.to_owned(),
            arrived: BTreeMap::new(),
            settled: BTreeMap::new(),
            housed: BTreeMap::new(),
            paid: BTreeMap::new(),
            adopted: BTreeMap::new(),
            forecasts: Vec::new(),
        };
        record.add_flows(actuals::monthly_flows());
        for it in actuals::settled_months() {
            record.settled.insert(it.month, it.settled.0 as f64);
        }
        for it in reception_occupancy() {
            if it.day == it.day.month().last_day() {
                record.housed.insert(it.day.month(), it.residents.0 as f64);
            }
        }
        for it in budget_posts().into_iter().filter(|it| it.series == POST_60) {
            record.paid.extend(it.accounts.map(|kroner| (it.year, kroner.0 as f64)));
            record.adopted.extend(it.adopted.map(|kroner| (it.year, kroner.0 as f64)));
        }
        record.add_forecasts(actuals::forecasts());
        record
    }

    /// Adds actuals of any target: rows of target, month or year, and value; what is known already is replaced.
    pub fn add_actuals(&mut self, table: &str, text: &str) -> Result<(), BadTable> {
        for (row, number) in read_actuals(table, text)?.into_iter().zip(2..) {
            let target = Target::ALL.into_iter().find(|it| it.name() == row.target);
            let bad = |problem: String| BadTable { table: table.to_owned(), line: number, problem };
            let month = |text: &str| {
                let wrong = || bad(format!("\"{text}\" is not a month such as 2024-05"));
                text.parse::<Month>().map_err(|_| wrong())
            };
            match target {
                Some(Target::Arrivals) => {
                    self.arrived.insert(month(&row.period)?, row.value);
                }
                Some(Target::Settlement) => {
                    self.settled.insert(month(&row.period)?, row.value);
                }
                Some(Target::InReception) => {
                    self.housed.insert(month(&row.period)?, row.value);
                }
                Some(Target::Post60) => {
                    let year = row
                        .period
                        .parse()
                        .map_err(|_| bad(format!("\"{}\" is not a year such as 2024", row.period)));
                    self.paid.insert(Year(year?), row.value);
                }
                None => {
                    let known = Target::ALL.map(Target::name).join(", ");
                    return Err(bad(format!(
                        "the target is \"{}\", must be one of {known}",
                        row.target
                    )));
                }
            }
        }
        Ok(())
    }

    /// Adds months of a table in the form of `arrivals-monthly.csv`; a month that is known already is
    /// replaced. Rows with the measure `settled` and the group `all` are settlement.
    pub fn add_months(&mut self, table: &str, text: &str) -> Result<(), BadTable> {
        self.add_flows(read_monthly_flows(table, text)?);
        Ok(())
    }

    /// Adds forecasts of a table in the form of `forecasts.csv`.
    pub fn add_rounds(&mut self, table: &str, text: &str) -> Result<(), BadTable> {
        self.add_forecasts(read_forecasts(table, text)?);
        Ok(())
    }

    fn add_flows(&mut self, flows: Vec<MonthlyFlow>) {
        for flow in flows {
            let persons = flow.persons.0 as f64;
            if flow.group == self.group && flow.measure == Measure::Applications {
                self.arrived.insert(flow.month, persons);
            } else if flow.group == ALL && flow.measure == Measure::Settled {
                self.settled.insert(flow.month, persons);
            }
        }
    }

    fn add_forecasts(&mut self, forecasts: Vec<Forecast>) {
        let dated = forecasts.into_iter().filter_map(|it| Some((it.known_on()?, it)));
        self.forecasts.extend(dated);
        self.forecasts.sort_by_key(|(day, it)| (*day, it.target_year));
    }

    /// The last month with both arrivals and settlement, if there is one.
    pub fn last_month(&self) -> Option<Month> {
        let arrived = self.arrived.last_key_value()?.0;
        let settled = self.settled.last_key_value()?.0;
        Some(*arrived.min(settled))
    }

    /// The days from which a hindcast looks forward: every official forecast of the group, and the end of
    /// every quarter; with at least one whole month of arrivals behind and one month with an outcome ahead.
    pub fn origins(&self) -> Vec<Day> {
        let (Some((first, _)), Some(last)) = (self.arrived.first_key_value(), self.last_month())
        else {
            return Vec::new();
        };
        let rounds = self.forecasts.iter().filter(|(_, it)| it.group == self.group);
        let mut days: BTreeSet<Day> = rounds.map(|(day, _)| *day).collect();
        let months = (0..=last.since(*first)).map(|later| first.plus(later));
        days.extend(months.filter(|it| it.is_quarter_end()).map(Month::last_day));
        days.into_iter()
            .filter(|day| first_ahead(*day) > *first && first_ahead(*day) <= last)
            .collect()
    }

    /// The planning figure for a year that was the last one published on a day.
    pub fn planning(&self, year: Year, known: Day) -> Option<f64> {
        self.rounds(year, known).filter_map(|it| it.planning).last().map(|it| it.0 as f64)
    }

    fn rounds(&self, year: Year, known: Day) -> impl Iterator<Item = &Forecast> {
        let is_wanted = move |day: Day, it: &Forecast| {
            day <= known && it.target_year == year && it.group == self.group
        };
        self.forecasts.iter().filter(move |(day, it)| is_wanted(*day, it)).map(|(_, it)| it)
    }

    /// What applications for asylum in the years that were over say of the level of arrivals that a peak falls
    /// back to, and how fast: a first-order autoregression of the logarithms (assumption A190).
    pub fn usual(&self, known: Day) -> Usual {
        let is_wanted = |it: &AnnualFlow| {
            it.group == "asylum" && it.measure == Measure::Applications && it.year < known.year()
        };
        let years: BTreeMap<Year, f64> = actuals::annual_flows()
            .into_iter()
            .filter(is_wanted)
            .map(|it| (it.year, (it.persons.0 as f64 / 12.0).ln()))
            .collect();
        let logs: Vec<f64> = years.into_values().collect();
        let n = logs.len() as f64;
        let log_level = logs.iter().sum::<f64>() / n;
        let off: Vec<f64> = logs.iter().map(|it| it - log_level).collect();
        let squares: f64 = off.iter().map(|it| it * it).sum();
        let products: f64 = off.windows(2).map(|it| it[0] * it[1]).sum();
        let before: f64 = off.iter().take(off.len() - 1).map(|it| it * it).sum();
        let a_year = (products / before).clamp(0.01, 0.99);
        Usual {
            log_level,
            spread: (squares / (n - 1.0)).sqrt(),
            persistence: a_year.powf(1.0 / 12.0),
        }
    }

    /// The ranges for a year that were the last ones published on a day. A planning figure without any is
    /// given the spread of the errors of earlier planning figures (assumption A142).
    pub fn ranges(&self, year: Year, known: Day) -> Option<Vec<Official>> {
        let ranges = self.rounds(year, known).filter_map(ranges_of).last();
        let around = |planning: f64| {
            let factor = (Z_95 * self.past_error(known)).exp();
            vec![Official { weight: 1.0, low: planning / factor, high: planning * factor }]
        };
        ranges.or_else(|| self.planning(year, known).map(around))
    }

    /// Root mean square error of the logarithm of all planning figures for years that were over on a day.
    fn past_error(&self, known: Day) -> f64 {
        let over = self.forecasts.iter().filter(|(_, it)| it.target_year.last_day() < known);
        let squares: Vec<f64> = over
            .filter_map(|(_, it)| Some((it.outcome?.0 as f64 / it.planning?.0 as f64).ln().powi(2)))
            .collect();
        (squares.iter().sum::<f64>() / squares.len().max(1) as f64).sqrt()
    }
}

/// The ranges of a forecast; a missing inner end is that of its neighbour.
fn ranges_of(forecast: &Forecast) -> Option<Vec<Official>> {
    let Forecast { low, mid, high, .. } = forecast;
    let end = |it: Option<crate::units::Persons>| it.map(|it| it.0 as f64);
    let (lowest, highest) = (end(low.from)?, end(high.to)?);
    let Span { from: Some(mid_from), to: Some(mid_to) } = *mid else {
        return Some(vec![Official { weight: 1.0, low: lowest.max(1.0), high: highest }]);
    };
    let (mid_from, mid_to) = (mid_from.0 as f64, mid_to.0 as f64);
    let low_to = end(low.to).unwrap_or(mid_from);
    let high_from = end(high.from).unwrap_or(mid_to);
    let spans = [(lowest.max(1.0), low_to), (mid_from, mid_to), (high_from, highest)];
    let ranges = spans.into_iter().zip(WEIGHTS);
    Some(ranges.map(|((low, high), weight)| Official { weight, low, high }).collect())
}

/// The first month that is not over on a day.
pub fn first_ahead(known: Day) -> Month {
    let month = known.month();
    if known == month.last_day() { month.plus(1) } else { month }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a date")
    }

    #[test]
    fn only_what_was_published_is_known() {
        let record = Record::embedded("ukraine");
        let planned = |known| record.planning(Year(2022), day(known));
        assert_eq!(planned("2022-03-14"), None);
        assert_eq!(planned("2022-03-15"), Some(30_000.0));
        assert_eq!(planned("2022-05-09"), Some(60_000.0));
        // Dated to a month, it may have come out on its last day.
        assert_eq!(planned("2022-08-30"), Some(32_000.0));
        assert_eq!(planned("2022-08-31"), Some(37_000.0));
        assert_eq!(record.planning(Year(2023), day("2022-06-28")), Some(10_000.0));
    }

    #[test]
    fn ranges_with_open_ends_meet_their_neighbours() {
        let record = Record::embedded("ukraine");
        let ranges = |known| record.ranges(Year(2022), day(known)).expect("published");
        let of_may = ranges("2022-05-10");
        assert_eq!(of_may[0], Official { weight: 0.25, low: 20_000.0, high: 40_000.0 });
        assert_eq!(of_may[2], Official { weight: 0.15, low: 50_000.0, high: 120_000.0 });
        assert_eq!(ranges("2022-06-15"), [Official { weight: 1.0, low: 25_000.0, high: 35_000.0 }]);
        // In August only the planning figure was new.
        assert_eq!(ranges("2022-08-31"), ranges("2022-06-28"));
    }

    #[test]
    fn a_planning_figure_alone_gets_the_spread_of_earlier_errors() {
        let record = Record::embedded("ukraine");
        // Nine figures for 2016 to 2021: the logarithms of outcome over plan, squared, have mean 1.2422.
        let error = record.past_error(day("2022-03-15"));
        assert!((error - 1.2422_f64.sqrt()).abs() < 0.0001, "{error}");
        let [only] = record.ranges(Year(2022), day("2022-03-15")).expect("a figure")[..] else {
            panic!("more than one range")
        };
        assert!((only.low * only.high - 30_000.0_f64.powi(2)).abs() < 1.0);
        assert!(((only.high / 30_000.0).ln() / error - Z_95).abs() < 1e-9);
    }

    #[test]
    fn a_usual_level_is_that_of_the_years_before() {
        // Applications of 2014 to 2021: mean of the logarithms 8.289, sums of products 3.66 and of squares 6.94.
        let usual = Record::embedded("ukraine").usual(day("2022-05-10"));
        assert!((usual.log_level.exp() - 332.0).abs() < 2.0, "{usual:?}");
        assert!((usual.spread - 1.05).abs() < 0.02, "{usual:?}");
        assert!((usual.persistence.powi(12) - 0.527).abs() < 0.005, "{usual:?}");
    }

    #[test]
    fn origins_are_rounds_and_quarter_ends() {
        let origins = Record::embedded("ukraine").origins();
        let texts: Vec<String> = origins.iter().map(ToString::to_string).collect();
        assert_eq!(texts.first().map(String::as_str), Some("2022-03-15"));
        assert_eq!(texts.last().map(String::as_str), Some("2023-10-31"));
        for quarter in ["2022-03-31", "2022-12-31", "2023-09-30"] {
            assert!(texts.iter().any(|it| it == quarter), "{texts:?}");
        }
        assert_eq!(first_ahead(day("2022-03-30")), day("2022-03-01").month());
        assert_eq!(first_ahead(day("2022-03-31")), day("2022-04-01").month());
    }

    #[test]
    fn actuals_of_any_target_are_rows() {
        let mut record = Record::embedded("ukraine");
        assert_eq!(record.paid.get(&Year(2023)), Some(&18_026_300_000.0));
        assert_eq!(record.adopted.get(&Year(2023)), Some(&15_335_900_000.0));
        let text = "target,period,value\narrived_persons,2024-01,2500\nsettled_under_request_persons,2024-01,2000\n\
                    reception_persons,2023-12,13500\ncash_kroner,2024,23000000000\n";
        record.add_actuals("more.csv", text).expect("a good table");
        assert_eq!(record.last_month().map(|it| it.to_string()).as_deref(), Some("2024-01"));
        let december: Month = "2023-12".parse().expect("a month");
        assert_eq!(record.housed.get(&december), Some(&13_500.0));
        assert_eq!(record.paid.get(&Year(2024)), Some(&2.3e10));
        for (row, said) in [
            ("beds,2024-01,1", "the target is \"beds\""),
            ("cash_kroner,2024-01,1", "\"2024-01\" is not a year"),
            ("settled_under_request_persons,2024,1", "\"2024\" is not a month"),
        ] {
            let bad = record.add_actuals("more.csv", &format!("target,period,value\n{row}\n"));
            let bad = bad.expect_err(row);
            assert!(bad.problem.starts_with(said) && bad.line == 2, "{bad}");
        }
    }

    #[test]
    fn a_month_more_is_a_row_more() {
        let mut record = Record::embedded("ukraine");
        let text = "group,month,measure,persons,source,status\n\
                    ukraine,2024-01,applications,2500,UDI,verified\n\
                    all,2024-01,settled,2000,IMDi,verified\n";
        record.add_months("more.csv", text).expect("a good table");
        assert_eq!(record.last_month().map(|it| it.to_string()).as_deref(), Some("2024-01"));
        assert!(record.origins().contains(&day("2023-12-31")));
        assert!(record.add_months("more.csv", "month\n2024-01\n").is_err());
    }
}
