//! Published counts of single days: persons settled so far, agreed to, and living in reception, and how
//! municipalities had answered.

use super::file::{self, AnswerCountRow, OccupancyRow, SnapshotRow};
use crate::calendar::{Day, Month, Year};
use crate::origin::Origin;
use crate::units::Persons;

/// A count of settlement on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledSnapshot {
    /// The day.
    pub day: Day,
    /// Settled from January to the day, all groups.
    pub settled: Option<Persons>,
    /// Of these with collective protection.
    pub settled_collective: Option<Persons>,
    /// Whether those settled are said to be "over" so many: a lower bound, and no count.
    pub is_lower_bound: bool,
    /// A municipality has agreed and they have not moved in, all groups; nothing where only those with
    /// collective protection were counted.
    pub agreed: Option<Persons>,
    /// Source and status.
    pub origin: Origin,
}

/// All counts of settlement, by day.
pub fn settled_snapshots() -> Vec<SettledSnapshot> {
    let rows: Vec<SnapshotRow> = file::embedded("settled-snapshots.csv");
    let counts = rows.into_iter().map(|row| SettledSnapshot {
        origin: row.origin(),
        day: row.date.parse().expect("our own tables"),
        is_lower_bound: row.count_precision == "over",
        settled: row.settled.map(Persons),
        settled_collective: row.settled_collective.map(Persons),
        // A row that counts some of the settled only counts some of those agreed to as well.
        agreed: row.settled.and(row.agreed_not_settled).map(Persons),
    });
    counts.collect()
}

/// A count of all who live in reception centres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupancy {
    /// The day; the last of its month where only that is known.
    pub day: Day,
    /// Persons in all centres.
    pub residents: Persons,
    /// Source and status.
    pub origin: Origin,
}

/// All counts of all centres, by day.
pub fn reception_occupancy() -> Vec<Occupancy> {
    let rows: Vec<OccupancyRow> = file::embedded("reception-occupancy.csv");
    let whole = rows.into_iter().filter(|it| it.coverage == "all");
    let counts = whole.filter_map(|row| {
        let month = || row.date.parse::<Month>().map(Month::last_day);
        let day = row.date.parse::<Day>().or_else(|_| month()).expect("our own tables");
        Some(Occupancy { day, residents: Persons(row.residents?), origin: row.origin() })
    });
    counts.collect()
}

/// How municipalities had answered the request for a year when it was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerCount {
    /// The year.
    pub year: Year,
    /// The last request for it.
    pub requested: Persons,
    /// Places agreed to.
    pub decided: Persons,
    /// Municipalities that agreed to more than asked.
    pub above: i64,
    /// To what was asked.
    pub equal: i64,
    /// To less, or nothing.
    pub below: i64,
    /// Municipalities that had not answered.
    pub undecided: i64,
    /// Source and status.
    pub origin: Origin,
}

impl AnswerCount {
    /// Municipalities that had answered.
    pub fn n_answered(&self) -> i64 {
        self.above + self.equal + self.below
    }
}

/// All counts of answers, by year.
pub fn answer_counts() -> Vec<AnswerCount> {
    let rows: Vec<AnswerCountRow> = file::embedded("decision-behaviour.csv");
    let counts = rows.into_iter().map(|row| AnswerCount {
        origin: row.origin(),
        year: Year(row.year),
        requested: Persons(row.requested),
        decided: Persons(row.decided),
        above: row.municipalities_above,
        equal: row.municipalities_equal,
        below: row.municipalities_below,
        undecided: row.municipalities_undecided,
    });
    counts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_of_some_is_not_one_of_all() {
        let of = |day: &str| {
            let day: Day = day.parse().expect("a day");
            settled_snapshots().into_iter().find(|it| it.day == day).expect("there")
        };
        assert_eq!((of("2022-04-29").settled, of("2022-04-29").agreed), (None, None));
        assert_eq!(of("2022-12-31").settled, Some(Persons(31_258)));
        assert_eq!(of("2023-10-03").agreed, Some(Persons(4_928)));
    }

    #[test]
    fn over_so_many_is_no_count() {
        let bounds = settled_snapshots().into_iter().filter(|it| it.is_lower_bound);
        let days: Vec<String> = bounds.map(|it| it.day.to_string()).collect();
        assert_eq!(days, ["2023-05-11", "2023-06-30", "2023-12-31"]);
    }

    #[test]
    fn who_has_not_answered_is_in_no_count() {
        let answered: Vec<(i32, i64)> =
            answer_counts().iter().map(|it| (it.year.0, it.n_answered())).collect();
        assert_eq!(answered, [(2022, 356), (2023, 291)]);
    }

    #[test]
    fn a_month_without_a_day_is_its_end() {
        let of_june = reception_occupancy().into_iter().find(|it| it.residents == Persons(6_000));
        assert_eq!(of_june.expect("there").day.to_string(), "2022-06-30");
        assert!(reception_occupancy().iter().all(|it| it.residents.0 > 0));
    }
}
