//! The number of a run that a study is about, named as in result tables: `cash_kroner@2023`.

use crate::results::columns::{
    BudgetYear, Fold, Key, Kind, MISSING, Monthly, PARTS_PER_MILLION, PaceYear, Reception, TABLES,
    TableColumn, TableId,
};
use crate::results::observation::{Dimensions, Observation};
use crate::scenario::load::words::nearest;
use std::fmt;

/// Tables that have one number a year for the country.
const TABLES_OF_YEARS: [TableId; 4] =
    [Monthly::TABLE, Reception::TABLE, BudgetYear::TABLE, PaceYear::TABLE];
/// The post where none is named.
const POST: &str = "671/60";

/// A number of a year: a column of a table, for all groups and municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// As it was asked for.
    pub name: String,
    table: TableId,
    column: usize,
    year_index: usize,
    post: usize,
}

/// Why there is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoQuantity {
    /// It is not written as one.
    #[error("\"{0}\" must be written NAME@YEAR, for example settled_persons@2023")]
    Form(String),
    /// No table of years has the column.
    #[error("\"{name}\" is not a number of a year, must be one of {known}{hint}")]
    Name {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
        /// What was probably meant.
        hint: String,
    },
    /// The year or the post is not in the run.
    #[error("\"{name}\": {found} is not part of the run, must be one of {known}")]
    Outside {
        /// What was asked for.
        name: String,
        /// The year or post.
        found: String,
        /// What there is.
        known: String,
    },
}

impl Quantity {
    /// Finds `NAME@YEAR`, or `NAME@YEAR@POST` for kroner of another post than 671/60.
    pub fn find(text: &str, dimensions: &Dimensions) -> Result<Self, NoQuantity> {
        let form = || NoQuantity::Form(text.to_owned());
        let mut parts = text.split('@');
        let (Some(name), Some(year), post, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(form());
        };
        let year: i32 = year.parse().map_err(|_| form())?;
        let (table, column) = find_column(name)?;
        let outside = |found: &str, known: Vec<String>| NoQuantity::Outside {
            name: text.to_owned(),
            found: found.to_owned(),
            known: known.join(", "),
        };
        let years = || (0..dimensions.n_years()).map(|index| dimensions.year(index));
        let no_year = || outside(&year.to_string(), years().map(|it| it.to_string()).collect());
        let year_index = years().position(|it| it.0 == year).ok_or_else(no_year)?;
        let post = post.unwrap_or(POST);
        let post = match dimensions.posts.iter().position(|it| it == post) {
            Some(position) => position,
            None if table == BudgetYear::TABLE => {
                return Err(outside(post, dimensions.posts.clone()));
            }
            None => 0,
        };
        Ok(Self { name: text.to_owned(), table, column, year_index, post })
    }

    /// The number in one replication; nothing where it is not defined or not reached.
    pub fn of(&self, seen: &Observation, dimensions: &Dimensions) -> Option<f64> {
        let layout = seen.layout();
        let months = dimensions.months_of(self.year_index);
        let value = |row: usize| {
            seen.values(self.table)[row * self.table.table().columns.len() + self.column]
        };
        if self.table == BudgetYear::TABLE {
            return Some(value(layout.budget_year(self.year_index, self.post)) as f64);
        }
        if self.table == PaceYear::TABLE {
            let number = value(layout.pace_year(self.year_index, dimensions.groups.len()));
            return (number != MISSING).then(|| number as f64 / self.scale());
        }
        let of_month = |month: usize| -> i64 {
            if self.table == Reception::TABLE {
                return value(layout.reception(month));
            }
            (0..dimensions.groups.len()).map(|group| value(layout.monthly(month, group))).sum()
        };
        let number = match self.table.table().columns[self.column].over_months {
            Fold::Sum => months.map(of_month).sum(),
            Fold::Max => months.map(of_month).max()?,
            Fold::Last | Fold::None => of_month(months.last()?),
        };
        Some(number as f64 / self.scale())
    }

    fn scale(&self) -> f64 {
        match self.table.table().columns[self.column].kind {
            Kind::Share => PARTS_PER_MILLION as f64,
            _ => 1.0,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn find_column(name: &str) -> Result<(TableId, usize), NoQuantity> {
    for table in TABLES_OF_YEARS {
        let found = table.table().columns.iter().position(|it| it.name == name);
        if let Some(column) = found {
            return Ok((table, column));
        }
    }
    let tables = TABLES.iter().filter(|it| TABLES_OF_YEARS.contains(&it.id));
    let of_years = tables.filter(|it| !it.keys.contains(&Key::Municipality));
    let mut known: Vec<&str> = Vec::new();
    for column in of_years.flat_map(|it| it.columns) {
        if !known.contains(&column.name) {
            known.push(column.name);
        }
    }
    let hint = nearest(name, known.iter().copied());
    let hint = hint.map_or_else(String::new, |it| format!("; did you mean \"{it}\"?"));
    Err(NoQuantity::Name { name: name.to_owned(), known: known.join(", "), hint })
}
