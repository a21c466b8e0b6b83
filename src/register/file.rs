//! The rows of the reference tables as they are written.
//!
//! A cell that cannot be read is an error with its table and line, never a default.

mod dictionary;
mod field;
mod read;

use super::Cell;
use crate::calendar::Month;
use crate::origin::{Origin, Status};
use crate::units::{Kroner, Persons};
use field::{cell, millions, month, persons, status};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) use dictionary::{ColumnFile, DictionaryFile};
pub(super) use read::{embedded, embedded_with, rows, rows_like};

/// Declares a row with its source and status at the end.
macro_rules! row_with_origin {
    ($(#[$doc:meta])+ $row:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Deserialize)]
        pub(super) struct $row {
            $($(#[$attribute])* pub $field: $type,)+
            source: String,
            #[serde(deserialize_with = "status")]
            status: Status,
        }

        impl $row {
            /// Source and status of the row.
            pub(super) fn origin(&self) -> Origin {
                Origin { status: self.status, source: self.source.clone() }
            }
        }
    };
}

row_with_origin! {
    /// A row of `municipal-settlement.csv`.
    SettlementRow {
        edition: i32,
        code: String,
        year: i32,
        #[serde(deserialize_with = "cell")]
        requested: Cell,
        #[serde(deserialize_with = "cell")]
        requested_original: Cell,
        #[serde(deserialize_with = "cell")]
        decided: Cell,
        #[serde(deserialize_with = "cell")]
        settled: Cell,
        #[serde(deserialize_with = "cell")]
        settled_ukraine: Cell,
        #[serde(deserialize_with = "cell")]
        settled_other: Cell,
        settled_other_cells_suppressed: Option<u8>,
        #[serde(deserialize_with = "cell")]
        minors_settled: Cell,
        coverage_decided: String,
    }
}

row_with_origin! {
    /// A row of `arrivals-monthly.csv`.
    MonthlyRow {
        group: String,
        #[serde(deserialize_with = "month")]
        month: Month,
        measure: String,
        #[serde(deserialize_with = "persons")]
        persons: Persons,
    }
}

row_with_origin! {
    /// A row of `arrivals-annual.csv`.
    AnnualRow {
        group: String,
        year: i32,
        measure: String,
        #[serde(deserialize_with = "persons")]
        persons: Persons,
        note: String,
    }
}

row_with_origin! {
    /// A row of `settled-monthly.csv`.
    SettledMonthRow {
        #[serde(deserialize_with = "month")]
        month: Month,
        #[serde(deserialize_with = "persons")]
        settled: Persons,
        #[serde(deserialize_with = "persons")]
        settled_in_year: Persons,
    }
}

row_with_origin! {
    /// A row of `settlement-national.csv`.
    NationalRow {
        year: i32,
        requested_original: Option<i64>,
        requested: Option<i64>,
        decided: Option<i64>,
        settled: Option<i64>,
        settled_collective: Option<i64>,
        minors_settled: Option<i64>,
        agreed_not_settled: Option<i64>,
        note: String,
    }
}

row_with_origin! {
    /// A row of `settled-snapshots.csv`.
    SnapshotRow {
        date: String,
        count_precision: String,
        settled: Option<i64>,
        settled_collective: Option<i64>,
        agreed_not_settled: Option<i64>,
    }
}

row_with_origin! {
    /// A row of `decision-behaviour.csv`.
    AnswerCountRow {
        year: i32,
        requested: i64,
        decided: i64,
        municipalities_above: i64,
        municipalities_equal: i64,
        municipalities_below: i64,
        municipalities_undecided: i64,
    }
}

row_with_origin! {
    /// A row of `reception-occupancy.csv`.
    OccupancyRow {
        date: String,
        coverage: String,
        residents: Option<i64>,
    }
}

row_with_origin! {
    /// A row of `forecasts.csv`.
    ForecastRow {
        published: String,
        target_year: i32,
        group: String,
        low_from: Option<i64>,
        low_to: Option<i64>,
        mid_from: Option<i64>,
        mid_to: Option<i64>,
        high_from: Option<i64>,
        high_to: Option<i64>,
        planning: Option<i64>,
        outcome: Option<i64>,
        note: String,
    }
}

row_with_origin! {
    /// A row of `budget-posts.csv`.
    BudgetRow {
        year: i32,
        chapter: String,
        chapter_adopted: String,
        post: String,
        series: String,
        name: String,
        #[serde(deserialize_with = "millions")]
        adopted_mill: Option<Kroner>,
        #[serde(deserialize_with = "millions")]
        revised_mill: Option<Kroner>,
        #[serde(deserialize_with = "millions")]
        accounts_mill: Option<Kroner>,
    }
}

row_with_origin! {
    /// A row of `letter-2023.csv`.
    LetterRow {
        chapter: String,
        post: String,
        name: String,
        name_en: String,
        #[serde(deserialize_with = "millions")]
        allocated_mill: Option<Kroner>,
        keyword: String,
    }
}

row_with_origin! {
    /// A row of `payments-by-component.csv`.
    PaymentRow {
        year: i32,
        series: String,
        component: String,
        #[serde(deserialize_with = "millions")]
        paid_mill: Option<Kroner>,
        municipalities_reporting: Option<u16>,
    }
}

/// A row of `municipalities-*.csv`, or of a user's own table with the first columns only.
#[derive(Debug, Deserialize)]
pub(super) struct MunicipalityRow {
    pub code: String,
    pub name: String,
    pub county_code: String,
    pub county: String,
    #[serde(deserialize_with = "persons")]
    pub population: Persons,
    #[serde(default)]
    pub age_0_5: Option<i64>,
    #[serde(default)]
    pub age_6_15: Option<i64>,
    #[serde(default)]
    pub age_16_19: Option<i64>,
    #[serde(default)]
    pub age_20_44: Option<i64>,
    #[serde(default)]
    pub age_45_66: Option<i64>,
    #[serde(default)]
    pub age_67_79: Option<i64>,
    #[serde(default)]
    pub age_80_plus: Option<i64>,
    #[serde(default)]
    pub centrality_class: Option<u8>,
    #[serde(default)]
    pub centrality_index: Option<u16>,
    #[serde(default)]
    pub labour_market_region_code: String,
    #[serde(default)]
    pub labour_market_region: String,
    #[serde(default)]
    pub seat: String,
    #[serde(default)]
    pub longitude: Option<f64>,
    #[serde(default)]
    pub latitude: Option<f64>,
}

/// A row of a user's table of actuals.
#[derive(Debug, Deserialize)]
pub(super) struct ActualRow {
    pub target: String,
    pub period: String,
    pub value: f64,
}

/// A row of `requests-2024.csv`.
#[derive(Debug, Deserialize)]
pub(super) struct RequestRow {
    pub code_2024: String,
    #[serde(deserialize_with = "cell")]
    pub requested: Cell,
    #[serde(deserialize_with = "cell")]
    pub minors_requested: Cell,
}

/// A row of `municipality-mapping-2023-2024.csv`.
#[derive(Debug, Deserialize)]
pub(super) struct MappingRow {
    pub code_2023: String,
    pub code_2024: String,
    pub population_share: f64,
}

/// A row by column name, for tables with a column for each year or indicator.
pub(super) type NamedRow = BTreeMap<String, String>;
