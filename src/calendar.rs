//! Days, months, years and the five grant years: all the date arithmetic there is.
//!
//! A [`Day`] counts from 1 January 1970 and a [`Month`] from January of year 0, so that comparing and
//! subtracting are integer operations; `jiff` does the civil calendar. Nothing here reads a clock.

use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// A calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(pub i32);

impl Year {
    /// January of this year.
    pub fn first_month(self) -> Month {
        Month::new(self, 1)
    }

    /// December of this year.
    pub fn last_month(self) -> Month {
        Month::new(self, 12)
    }

    /// 1 January of this year.
    pub fn first_day(self) -> Day {
        self.first_month().first_day()
    }

    /// 31 December of this year.
    pub fn last_day(self) -> Day {
        self.last_month().last_day()
    }

    /// The year `n_years` later (earlier if negative).
    pub fn plus(self, n_years: i32) -> Self {
        Self(self.0 + n_years)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month `number` (1 to 12) of `year`.
    ///
    /// # Panics
    /// If `number` is not 1 to 12.
    pub fn new(year: Year, number: u8) -> Self {
        assert!((1..=12).contains(&number), "month number {number} is not 1 to 12");
        Self(year.0 * 12 + i32::from(number) - 1)
    }

    /// The year this month is in.
    pub fn year(self) -> Year {
        Year(self.0.div_euclid(12))
    }

    /// 1 for January to 12 for December.
    pub fn number(self) -> u8 {
        self.0.rem_euclid(12) as u8 + 1
    }

    /// 1 for January to March, and so on to 4.
    pub fn quarter(self) -> u8 {
        (self.number() - 1) / 3 + 1
    }

    /// Whether a quarter of the year ends with this month.
    pub fn is_quarter_end(self) -> bool {
        self.number().is_multiple_of(3)
    }

    /// The first day of the month.
    pub fn first_day(self) -> Day {
        let date = Date::new(self.year().0 as i16, self.number() as i8, 1)
            .expect("years are checked to lie within the calendar");
        Day::from_date(date)
    }

    /// The last day of the month.
    pub fn last_day(self) -> Day {
        self.plus(1).first_day().plus(-1)
    }

    /// Number of days in the month.
    pub fn n_days(self) -> i32 {
        self.plus(1).first_day().since(self.first_day())
    }

    /// The month `n_months` later (earlier if negative).
    pub fn plus(self, n_months: i32) -> Self {
        Self(self.0 + n_months)
    }

    /// Number of months from `earlier` to this one; negative if it lies before.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year().0, self.number())
    }
}

/// A text that is not a month or a day as this program writes them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not a {expected}")]
pub struct NotADate {
    /// The text that was read.
    pub found: String,
    /// What it should look like.
    pub expected: &'static str,
}

const MONTH_FORM: &str = "month such as 2023-05";
const DAY_FORM: &str = "date such as 2023-05-17";

impl FromStr for Month {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate { found: text.to_owned(), expected: MONTH_FORM };
        let (year, number) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || number.len() != 2 {
            return Err(wrong());
        }
        let year = year.parse::<u16>().map_err(|_| wrong())?;
        let number = number.parse::<u8>().map_err(|_| wrong())?;
        if !(1..=12).contains(&number) {
            return Err(wrong());
        }
        Ok(Self::new(Year(i32::from(year)), number))
    }
}

/// A calendar day, counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day of a civil date.
    pub fn from_date(date: Date) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        let span = date.since(epoch).expect("both lie within the calendar");
        Self(span.get_days())
    }

    /// The day `number` (1 to 31) of `month`, or `None` where the month has no such day.
    pub fn of(month: Month, number: u8) -> Option<Self> {
        let within = i32::from(number) >= 1 && i32::from(number) <= month.n_days();
        within.then(|| month.first_day().plus(i32::from(number) - 1))
    }

    /// The civil date of this day.
    pub fn date(self) -> Date {
        let epoch = jiff::civil::date(1970, 1, 1);
        epoch
            .checked_add(jiff::Span::new().days(self.0))
            .expect("a day inside the horizon lies within the calendar")
    }

    /// The month this day is in.
    pub fn month(self) -> Month {
        let date = self.date();
        Month::new(Year(i32::from(date.year())), date.month() as u8)
    }

    /// The year this day is in.
    pub fn year(self) -> Year {
        Year(i32::from(self.date().year()))
    }

    /// The day `n_days` later (earlier if negative).
    pub fn plus(self, n_days: i32) -> Self {
        Self(self.0 + n_days)
    }

    /// Number of days from `earlier` to this one; negative if it lies before.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

impl FromStr for Day {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate { found: text.to_owned(), expected: DAY_FORM };
        if text.len() != 10 {
            return Err(wrong());
        }
        text.parse::<Date>().map(Self::from_date).map_err(|_| wrong())
    }
}

/// A grant year (tilskuddsår): 1 for the calendar year of settlement, up to 5 for the fourth after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GrantYear(u8);

impl GrantYear {
    /// Grant years of the integration grant.
    pub const N: usize = 5;

    /// The grant year that `year` is for someone settled in `settled`, or `None` outside the five.
    pub fn of(settled: Year, year: Year) -> Option<Self> {
        let number = year.0.checked_sub(settled.0)? + 1;
        (1..=Self::N as i32).contains(&number).then_some(Self(number as u8))
    }

    /// 1 to 5.
    pub fn number(self) -> u8 {
        self.0
    }

    /// 0 to 4, a position in an array of five.
    pub fn index(self) -> usize {
        usize::from(self.0) - 1
    }
}

/// The days of a run, first and last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// First simulated day.
    pub start: Day,
    /// Last simulated day, not before `start`.
    pub end: Day,
}

impl Horizon {
    /// Number of simulated days.
    pub fn n_days(self) -> usize {
        self.end.since(self.start) as usize + 1
    }

    /// Number of calendar months touched, the first and last perhaps in part.
    pub fn n_months(self) -> usize {
        self.end.month().since(self.start.month()) as usize + 1
    }

    /// Number of calendar years touched.
    pub fn n_years(self) -> usize {
        (self.end.year().0 - self.start.year().0) as usize + 1
    }

    /// Whether all of a year lies within.
    pub fn is_whole_year(self, year: Year) -> bool {
        self.start <= year.first_day() && year.last_day() <= self.end
    }

    /// First calendar month.
    pub fn first_month(self) -> Month {
        self.start.month()
    }

    /// First calendar year.
    pub fn first_year(self) -> Year {
        self.start.year()
    }

    /// Every month, in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let first = self.first_month();
        (0..self.n_months() as i32).map(move |index| first.plus(index))
    }

    /// Every year, in order.
    pub fn years(self) -> impl Iterator<Item = Year> {
        let first = self.first_year();
        (0..self.n_years() as i32).map(move |index| first.plus(index))
    }

    /// Position of `month` in the horizon; negative before it.
    pub fn month_index(self, month: Month) -> i32 {
        month.since(self.first_month())
    }

    /// The days of `month` that lie in the horizon, as first and last, or `None` if it has none.
    pub fn days_of(self, month: Month) -> Option<(Day, Day)> {
        let first = month.first_day().max(self.start);
        let last = month.last_day().min(self.end);
        (first <= last).then_some((first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a date")
    }

    #[test]
    fn months_know_their_days_also_in_leap_years() {
        let cases = [("2023-02", 28), ("2024-02", 29), ("2100-02", 28), ("2023-12", 31)];
        for (text, n_days) in cases {
            let month: Month = text.parse().expect("a month");
            assert_eq!(month.n_days(), n_days, "in {text}");
            assert_eq!(month.last_day().plus(1).month(), month.plus(1));
            assert_eq!(month.to_string(), text);
        }
    }

    #[test]
    fn days_and_dates_are_the_same_thing() {
        for (text, month, year) in [
            ("1969-12-31", "1969-12", 1969),
            ("1970-01-01", "1970-01", 1970),
            ("2024-02-29", "2024-02", 2024),
        ] {
            assert_eq!(day(text).to_string(), text);
            assert_eq!(day(text).month().to_string(), month);
            assert_eq!(day(text).year(), Year(year));
        }
        assert_eq!(day("2024-03-01").since(day("2024-02-01")), 29);
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in ["2023-13", "2023-1", "23-01", "2023-00", "2023/01", "", "2023-01-01"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
        for text in ["2023-02-29", "2023-2-01", "2023-01", "", "20230101"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_grant_year_is_one_to_five_and_nothing_else() {
        let of = |settled, year| GrantYear::of(Year(settled), Year(year)).map(GrantYear::number);
        assert_eq!(of(2023, 2022), None);
        assert_eq!(of(2023, 2023), Some(1));
        assert_eq!(of(2023, 2027), Some(5));
        assert_eq!(of(2023, 2028), None);
    }

    #[test]
    fn a_horizon_counts_what_it_touches() {
        let horizon = Horizon { start: day("2022-02-24"), end: day("2023-01-01") };
        assert_eq!(horizon.n_days(), 312);
        assert_eq!(horizon.n_months(), 12);
        assert_eq!(horizon.n_years(), 2);
        let february = horizon.first_month();
        assert_eq!(horizon.days_of(february), Some((day("2022-02-24"), day("2022-02-28"))));
        assert_eq!(horizon.days_of(february.plus(-1)), None);
    }
}
