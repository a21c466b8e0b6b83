//! Published national figures: arrivals, permits, settlement and the forecasts made of them.

use super::BadTable;
use super::file::{
    self, ActualRow, AnnualRow, ForecastRow, MonthlyRow, NationalRow, SettledMonthRow,
};
use crate::calendar::{Day, Month, Year};
use crate::origin::Origin;
use crate::units::Persons;

/// What a flow counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Applications for protection.
    Applications,
    /// Permits granted.
    Permits,
    /// Persons who came.
    Arrivals,
    /// Persons settled, where nothing else is published.
    Settled,
}

impl Measure {
    fn find(word: &str) -> Option<Self> {
        match word {
            "applications" => Some(Self::Applications),
            "permits" => Some(Self::Permits),
            "arrivals" => Some(Self::Arrivals),
            "settled" => Some(Self::Settled),
            _ => None,
        }
    }

    fn read(word: &str) -> Self {
        Self::find(word).unwrap_or_else(|| panic!("our own tables: \"{word}\" is not a measure"))
    }
}

/// A flow of an arrival group during a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthlyFlow {
    /// Arrival group, for example `ukraine`.
    pub group: String,
    /// What is counted.
    pub measure: Measure,
    /// The month.
    pub month: Month,
    /// How many.
    pub persons: Persons,
    /// Source and status.
    pub origin: Origin,
}

impl MonthlyFlow {
    /// The flow of a row; nothing if it counts what is not known here.
    fn of(row: MonthlyRow) -> Option<Self> {
        let measure = Measure::find(&row.measure)?;
        let origin = row.origin();
        let MonthlyRow { group, month, persons, .. } = row;
        Some(Self { group, measure, month, persons, origin })
    }
}

/// All monthly flows, by group, measure and month.
pub fn monthly_flows() -> Vec<MonthlyFlow> {
    let rows: Vec<MonthlyRow> = file::embedded("arrivals-monthly.csv");
    let flows = rows.into_iter().map(|row| MonthlyFlow::of(row).expect("our own tables"));
    flows.collect()
}

/// The monthly flows of a table in the same form, with its name for messages.
pub fn read_monthly_flows(table: &str, text: &str) -> Result<Vec<MonthlyFlow>, BadTable> {
    let rows: Vec<MonthlyRow> = file::rows_like("arrivals-monthly.csv", table, text)?;
    let flows = rows.into_iter().enumerate().map(|(position, row)| {
        let problem = format!(
            "the measure is \"{}\", must be one of applications, permits, arrivals, settled",
            row.measure
        );
        // The first line is the header.
        let bad = BadTable { table: table.to_owned(), line: position as u64 + 2, problem };
        MonthlyFlow::of(row).ok_or(bad)
    });
    flows.collect()
}

/// A number that came, in a user's own table.
#[derive(Clone, Debug, PartialEq)]
pub struct Actual {
    /// What it is a number of.
    pub target: String,
    /// Its month or year, as written.
    pub period: String,
    /// The number.
    pub value: f64,
}

/// The actuals of a user's own table, with its name for messages.
pub fn read_actuals(table: &str, text: &str) -> Result<Vec<Actual>, BadTable> {
    let rows: Vec<ActualRow> = file::rows(table, text)?;
    let actuals = rows.into_iter().map(|row| {
        let ActualRow { target, period, value } = row;
        Actual { target, period, value }
    });
    Ok(actuals.collect())
}

/// A flow of an arrival group during a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnualFlow {
    /// Arrival group, for example `quota`.
    pub group: String,
    /// What is counted.
    pub measure: Measure,
    /// The year.
    pub year: Year,
    /// How many.
    pub persons: Persons,
    /// What the figure covers, where groups or years differ.
    pub note: String,
    /// Source and status.
    pub origin: Origin,
}

/// All annual flows, by group, measure and year.
pub fn annual_flows() -> Vec<AnnualFlow> {
    let rows: Vec<AnnualRow> = file::embedded("arrivals-annual.csv");
    let flows = rows.into_iter().map(|row| AnnualFlow {
        origin: row.origin(),
        measure: Measure::read(&row.measure),
        group: row.group,
        year: Year(row.year),
        persons: row.persons,
        note: row.note,
    });
    flows.collect()
}

/// Standard deviation of the logarithm of a published month, or count of a day, around what it stands for: months are
/// interpolated between dated totals, days approximate and numbers rounded (assumption A189).
pub const MONTH_ERROR: f64 = 0.15;

/// Persons settled in a month, the whole country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledMonth {
    /// The month.
    pub month: Month,
    /// Settled during it.
    pub settled: Persons,
    /// Settled from January to its end.
    pub settled_in_year: Persons,
    /// Source and status.
    pub origin: Origin,
}

/// Settlement by month in 2022 and 2023, interpolated between published totals.
pub fn settled_months() -> Vec<SettledMonth> {
    let rows: Vec<SettledMonthRow> = file::embedded("settled-monthly.csv");
    let months = rows.into_iter().map(|row| SettledMonth {
        origin: row.origin(),
        month: row.month,
        settled: row.settled,
        settled_in_year: row.settled_in_year,
    });
    months.collect()
}

/// Requested, decided and settled in a year, the whole country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalYear {
    /// Calendar year.
    pub year: Year,
    /// First request, where known to differ.
    pub requested_original: Option<Persons>,
    /// Final request.
    pub requested: Option<Persons>,
    /// Agreed by the municipalities.
    pub decided: Option<Persons>,
    /// Settled; in 2023 "over" this.
    pub settled: Option<Persons>,
    /// Of these with collective protection.
    pub settled_collective: Option<Persons>,
    /// Of these unaccompanied minors.
    pub minors_settled: Option<Persons>,
    /// Agreed and not yet moved at year end.
    pub agreed_not_settled: Option<Persons>,
    /// Circumstances of the year.
    pub note: String,
    /// Source and status.
    pub origin: Origin,
}

/// National settlement, 2012 to 2024.
pub fn national_years() -> Vec<NationalYear> {
    let rows: Vec<NationalRow> = file::embedded("settlement-national.csv");
    let years = rows.into_iter().map(|row| NationalYear {
        origin: row.origin(),
        year: Year(row.year),
        requested_original: row.requested_original.map(Persons),
        requested: row.requested.map(Persons),
        decided: row.decided.map(Persons),
        settled: row.settled.map(Persons),
        settled_collective: row.settled_collective.map(Persons),
        minors_settled: row.minors_settled.map(Persons),
        agreed_not_settled: row.agreed_not_settled.map(Persons),
        note: row.note,
    });
    years.collect()
}

/// A range with ends that may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Lower end.
    pub from: Option<Persons>,
    /// Upper end.
    pub to: Option<Persons>,
}

impl Span {
    fn new(from: Option<i64>, to: Option<i64>) -> Self {
        Self { from: from.map(Persons), to: to.map(Persons) }
    }
}

/// A published forecast (prognose) of a year's arrivals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Day, month or year of publication, as precisely as known.
    pub published: String,
    /// The year that is forecast.
    pub target_year: Year,
    /// `ukraine`, or `asylum`: all asylum seekers before 2022, all but Ukrainians from 2022.
    pub group: String,
    /// Low scenario; where one single range was published, its lower end.
    pub low: Span,
    /// Middle scenario.
    pub mid: Span,
    /// High scenario; where one single range was published, its upper end.
    pub high: Span,
    /// The planning figure (planleggingstall).
    pub planning: Option<Persons>,
    /// What came; `None` for a year not over.
    pub outcome: Option<Persons>,
    /// What the forecast was used for.
    pub note: String,
    /// Source and status.
    pub origin: Origin,
}

impl Forecast {
    /// The last day on which it can have been published, dated to a day, a month or a year as it is.
    pub fn known_on(&self) -> Option<Day> {
        let text = &self.published;
        let month = || text.parse::<Month>().ok().map(Month::last_day);
        let year = || text.parse().ok().map(|year| Year(year).last_day());
        text.parse::<Day>().ok().or_else(month).or_else(year)
    }
}

/// All published forecasts, by date of publication.
pub fn forecasts() -> Vec<Forecast> {
    to_forecasts(file::embedded("forecasts.csv"))
}

/// The forecasts of a table in the same form, with its name for messages.
pub fn read_forecasts(table: &str, text: &str) -> Result<Vec<Forecast>, BadTable> {
    let forecasts = to_forecasts(file::rows_like("forecasts.csv", table, text)?);
    let undated = forecasts.iter().position(|it| it.known_on().is_none());
    match undated {
        Some(position) => {
            let found = &forecasts[position].published;
            let problem = format!(
                "published is \"{found}\", must be a day, a month or a year, such as 2023-05"
            );
            // The first line is the header.
            Err(BadTable { table: table.to_owned(), line: position as u64 + 2, problem })
        }
        None => Ok(forecasts),
    }
}

fn to_forecasts(rows: Vec<ForecastRow>) -> Vec<Forecast> {
    let forecasts = rows.into_iter().map(|row| Forecast {
        origin: row.origin(),
        published: row.published,
        target_year: Year(row.target_year),
        group: row.group,
        low: Span::new(row.low_from, row.low_to),
        mid: Span::new(row.mid_from, row.mid_to),
        high: Span::new(row.high_from, row.high_to),
        planning: row.planning.map(Persons),
        outcome: row.outcome.map(Persons),
        note: row.note,
    });
    forecasts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::snapshots::settled_snapshots;

    #[test]
    fn the_months_of_ukrainian_applications_add_up_to_the_years() {
        let flows = monthly_flows();
        for annual in annual_flows() {
            if annual.group != "ukraine" || annual.measure != Measure::Applications {
                continue;
            }
            let of_year = flows.iter().filter(|it| {
                it.group == annual.group
                    && it.measure == annual.measure
                    && it.month.year() == annual.year
            });
            let sum: Persons = of_year.map(|it| it.persons).sum();
            assert_eq!(sum, annual.persons, "in {}", annual.year);
        }
    }

    /// A monotone cubic through points (Fritsch and Carlson 1980, with the weighted harmonic mean of slopes and
    /// three-point ends), at another place between two of them.
    fn interpolate(points: &[(f64, f64)], at: f64) -> f64 {
        let last = points.len() - 2;
        let width = |it: usize| points[it + 1].0 - points[it].0;
        let slope = |it: usize| (points[it + 1].1 - points[it].1) / width(it);
        let inner = |it: usize| {
            let (before, after) = (width(it - 1), width(it));
            let (one, other) = (2.0 * after + before, after + 2.0 * before);
            (one + other) / (one / slope(it - 1) + other / slope(it))
        };
        let end = |near: usize, next: usize| {
            let (near_width, next_width) = (width(near), width(next));
            let steep = ((2.0 * near_width + next_width) * slope(near) - near_width * slope(next))
                / (near_width + next_width);
            steep.clamp(0.0, 3.0 * slope(near))
        };
        let steepness = |it: usize| match it {
            0 => end(0, 1),
            it if it > last => end(last, last - 1),
            it => inner(it),
        };
        let before = points.iter().rposition(|it| it.0 <= at).expect("inside").min(last);
        let t = (at - points[before].0) / width(before);
        let (rest, whole) = (1.0 - t, width(before));
        rest * rest * (1.0 + 2.0 * t) * points[before].1
            + t * t * (3.0 - 2.0 * t) * points[before + 1].1
            + whole * t * rest * (rest * steepness(before) - t * steepness(before + 1))
    }

    #[test]
    fn settlement_by_month_is_the_cubic_through_the_dated_counts() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let start = day("2021-12-31");
        let at = |day: Day| f64::from(day.since(start));
        let counts = settled_snapshots();
        let count = |text: &str| counts.iter().find(|it| it.day == day(text)).expect("counted");
        // Others than those with collective protection, a day, until both were counted.
        let both = count("2022-05-23");
        let [all, collective] = [both.settled, both.settled_collective].map(|it| it.expect("both"));
        let others = (all.0 - collective.0) as f64 / at(both.day);
        let of_2022 = 31_258.0;
        let mut points = vec![(0.0, 0.0), (at(day("2022-02-24")), others * at(day("2022-02-24")))];
        for it in &counts {
            let before = if it.day.year() == Year(2023) { of_2022 } else { 0.0 };
            let settled = match (it.settled, it.settled_collective) {
                // "Over 33,000": the municipal sum is known.
                (Some(Persons(33_000)), _) => 33_420.0,
                (Some(settled), _) => settled.0 as f64,
                (None, Some(collective)) => collective.0 as f64 + others * at(it.day),
                (None, None) => continue,
            };
            points.push((at(it.day), before + settled));
        }
        assert_eq!(points.len(), 14);
        let mut before = 0.0;
        for it in settled_months() {
            let reached = interpolate(&points, at(it.month.last_day())).round();
            assert_eq!(it.settled, Persons((reached - before) as i64), "in {}", it.month);
            before = reached;
        }
    }

    #[test]
    fn settlement_by_month_reaches_the_years_total() {
        let months = settled_months();
        let mut in_year = Persons::ZERO;
        for month in &months {
            if month.month.number() == 1 {
                in_year = Persons::ZERO;
            }
            in_year += month.settled;
            // Both columns are rounded by themselves.
            assert!((in_year - month.settled_in_year).0.abs() <= 2, "in {}", month.month);
        }
        assert_eq!(months[11].settled_in_year, Persons(31_258));
        assert_eq!(months[23].settled_in_year, Persons(33_420));
    }

    #[test]
    fn the_planning_figures_are_those_published() {
        let forecasts = forecasts();
        let planned: Vec<i64> = forecasts
            .iter()
            .filter(|it| it.group == "ukraine" && it.target_year == Year(2022))
            .filter_map(|it| it.planning.map(|it| it.0))
            .collect();
        assert_eq!(
            planned,
            [30_000, 60_000, 45_000, 35_000, 32_000, 37_000, 40_000, 40_000],
            "the moving target of 2022"
        );
        let april = forecasts.iter().find(|it| it.published == "2022-04-06").expect("published");
        assert_eq!(april.low, Span::new(Some(20_000), Some(25_000)));
        assert_eq!(april.high, Span::new(Some(90_000), Some(120_000)));
        assert_eq!(april.outcome, Some(Persons(35_920)));
        let single = forecasts.iter().find(|it| it.published == "2023-07").expect("published");
        assert_eq!(single.low, Span::new(Some(25_000), None), "one single range");
        assert_eq!(single.high, Span::new(None, Some(45_000)));
        assert_eq!(single.mid, Span::new(None, None));
    }

    #[test]
    fn a_forecast_is_known_on_the_last_day_it_can_have_come_out() {
        let known = |text: &str| {
            let mut forecast = forecasts().remove(0);
            forecast.published = text.to_owned();
            forecast.known_on()
        };
        let day = |text: &str| text.parse::<Day>().ok();
        assert_eq!(known("2022-11-08"), day("2022-11-08"));
        assert_eq!(known("2022-11"), day("2022-11-30"));
        assert_eq!(known("2022"), day("2022-12-31"));
        assert_eq!(known("soon"), None);
    }

    #[test]
    fn national_years_keep_what_is_not_known_apart_from_none() {
        let years = national_years();
        let year_2022 = years.iter().find(|it| it.year == Year(2022)).expect("in the table");
        assert_eq!(year_2022.settled, Some(Persons(31_258)));
        assert_eq!(year_2022.decided, Some(Persons(35_705)));
        assert_eq!(year_2022.minors_settled, None);
    }
}
