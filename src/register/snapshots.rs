//! Published counts of single days: persons settled so far, agreed to, and living in reception.

use super::file::{self, OccupancyRow, SnapshotRow};
use crate::calendar::{Day, Month};
use crate::origin::Origin;
use crate::units::Persons;

/// A count of settlement on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledSnapshot {
    /// The day.
    pub day: Day,
    /// Settled from January to the day, all groups.
    pub settled: Option<Persons>,
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
        settled: row.settled.map(Persons),
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
    fn a_month_without_a_day_is_its_end() {
        let of_june = reception_occupancy().into_iter().find(|it| it.residents == Persons(6_000));
        assert_eq!(of_june.expect("there").day.to_string(), "2022-06-30");
        assert!(reception_occupancy().iter().all(|it| it.residents.0 > 0));
    }
}
