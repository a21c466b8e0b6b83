//! Which sheet of the workbook a measure is on.

use crate::results::{Measure, NATIONAL};

/// A kind of measures with a sheet of its own.
pub(super) struct Kind {
    /// Key of its name.
    pub key: &'static str,
    /// Keys of the columns that name a line.
    pub columns: &'static [&'static str],
    /// Whether it holds this measure.
    pub holds: fn(&Measure) -> bool,
}

/// Every kind, in the order of their sheets.
pub(super) const KINDS: [Kind; 10] = [
    Kind { key: "monthly", columns: BY_GROUP_MONTH, holds: |it| is_national(it) && is_month(it) },
    Kind {
        key: "yearly",
        columns: BY_GROUP,
        holds: |it| {
            is_national(it) && !is_month(it) && !is_pace(it) && !is_period(it) && !is_by_size(it)
        },
    },
    Kind {
        key: "pace",
        columns: BY_GROUP,
        holds: |it| {
            is_national(it) && !is_month(it) && is_pace(it) && !is_period(it) && !is_by_size(it)
        },
    },
    Kind { key: "period", columns: BY_GROUP, holds: |it| is_national(it) && is_period(it) },
    Kind { key: "sizes", columns: BY_SIZE, holds: |it| is_national(it) && is_by_size(it) },
    Kind { key: "budget-yearly", columns: BY_POST, holds: |it| it.post.is_some() && !is_month(it) },
    Kind {
        key: "budget-monthly",
        columns: BY_POST_MONTH,
        holds: |it| it.post.is_some() && is_month(it),
    },
    Kind { key: "counties", columns: BY_COUNTY, holds: |it| is_place(it, 2) },
    Kind { key: "municipalities", columns: BY_MUNICIPALITY, holds: |it| is_place(it, 4) },
    Kind {
        key: "centrality",
        columns: BY_PLACE,
        holds: |it| {
            it.post.is_none() && it.place != NATIONAL && !is_place(it, 2) && !is_place(it, 4)
        },
    },
];

const BY_GROUP: &[&str] = &["year", "group"];
const BY_GROUP_MONTH: &[&str] = &["month", "group"];
const BY_SIZE: &[&str] = &["year", "household-size"];
const BY_POST: &[&str] = &["year", "post"];
const BY_POST_MONTH: &[&str] = &["month", "post"];
const BY_COUNTY: &[&str] = &["code", "county", "inhabitants", "year"];
const BY_MUNICIPALITY: &[&str] =
    &["code", "municipality", "county", "inhabitants", "centrality", "year"];
const BY_PLACE: &[&str] = &["place", "year"];

fn is_national(measure: &Measure) -> bool {
    measure.place == NATIONAL && measure.post.is_none()
}

fn is_month(measure: &Measure) -> bool {
    measure.period.contains('-')
}

fn is_pace(measure: &Measure) -> bool {
    measure.name.starts_with("settled_within_") || measure.name.starts_with("wait_days_")
}

/// Waiting as a calendar year shows it.
fn is_period(measure: &Measure) -> bool {
    measure.name.ends_with("_period") || measure.name.starts_with("waiting_over_")
}

/// Waiting by size of the household.
fn is_by_size(measure: &Measure) -> bool {
    measure.name.contains("_by_size")
}

fn is_place(measure: &Measure, n_digits: usize) -> bool {
    let place = measure.place.as_bytes();
    measure.post.is_none() && place.len() == n_digits && place.iter().all(u8::is_ascii_digit)
}
