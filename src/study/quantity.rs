//! The number of a run that a study is about, named as in result tables: `cash_kroner@2023`.

use crate::results::columns::{
    BudgetYear, Fold, Key, Kind, MISSING, Monthly, PARTS_PER_MILLION, PaceYear, Reception, TABLES,
    TableColumn, TableId,
};
use crate::results::measures::{PEAK_RECEPTION, PEAK_SHORTFALL};
use crate::results::observation::{Dimensions, Observation};
use crate::scenario::load::words::nearest;
use std::fmt;

/// Tables that have one number a year for the country.
const TABLES_OF_YEARS: [TableId; 4] =
    [Monthly::TABLE, Reception::TABLE, BudgetYear::TABLE, PaceYear::TABLE];
/// Those of them that have no months.
const TABLES_OF_WHOLE_YEARS: [TableId; 2] = [BudgetYear::TABLE, PaceYear::TABLE];
/// The post where none is named.
const POST: &str = "671/60";
/// Measures of a year that are the largest month end of a column.
const PEAKS: [(&str, Reception); 2] =
    [(PEAK_RECEPTION.name, Reception::Persons), (PEAK_SHORTFALL.name, Reception::BedShortfall)];

/// A number of a year: a column of a table, for all groups and municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// As it was asked for.
    pub name: String,
    table: TableId,
    column: usize,
    /// How its months are put together.
    fold: Fold,
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
        let (table, column, fold) = find_column(name)?;
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
        Ok(Self { name: text.to_owned(), table, column, fold, year_index, post })
    }

    /// The number in one replication; nothing where it is not defined or not reached.
    pub fn of(&self, seen: &Observation, dimensions: &Dimensions) -> Option<f64> {
        if let Some(number) = self.of_year(seen, dimensions) {
            return number;
        }
        let mut months = self.of_months(seen, dimensions);
        let number = match self.fold {
            Fold::Sum => months.sum(),
            Fold::Max => months.max()?,
            Fold::Last | Fold::None => months.next_back()?,
        };
        Some(number as f64 / self.scale())
    }

    /// The smallest and the largest that the number is in the year: of a stock over the month ends, of any other number
    /// the number itself.
    pub fn range(&self, seen: &Observation, dimensions: &Dimensions) -> Option<(f64, f64)> {
        if self.fold != Fold::Last || TABLES_OF_WHOLE_YEARS.contains(&self.table) {
            return self.of(seen, dimensions).map(|it| (it, it));
        }
        let months = || self.of_months(seen, dimensions);
        let scaled = |number: i64| number as f64 / self.scale();
        Some((scaled(months().min()?), scaled(months().max()?)))
    }

    /// The number of a table that has years and no months, if it is of one.
    fn of_year(&self, seen: &Observation, dimensions: &Dimensions) -> Option<Option<f64>> {
        let layout = seen.layout();
        if self.table == BudgetYear::TABLE {
            let row = layout.budget_year(self.year_index, self.post);
            return Some(Some(self.value(seen, row) as f64));
        }
        if self.table == PaceYear::TABLE {
            let row = layout.pace_year(self.year_index, dimensions.groups.len());
            let number = self.value(seen, row);
            return Some((number != MISSING).then(|| number as f64 / self.scale()));
        }
        None
    }

    /// The number month by month, of all groups.
    fn of_months(
        &self,
        seen: &Observation,
        dimensions: &Dimensions,
    ) -> impl DoubleEndedIterator<Item = i64> {
        let n_groups = dimensions.groups.len();
        dimensions.months_of(self.year_index).map(move |month| {
            let layout = seen.layout();
            if self.table == Reception::TABLE {
                return self.value(seen, layout.reception(month));
            }
            (0..n_groups).map(|group| self.value(seen, layout.monthly(month, group))).sum()
        })
    }

    fn value(&self, seen: &Observation, row: usize) -> i64 {
        seen.values(self.table)[row * self.table.table().columns.len() + self.column]
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

/// The table and the column of a name, and how its months are put together.
fn find_column(name: &str) -> Result<(TableId, usize, Fold), NoQuantity> {
    if let Some((_, column)) = PEAKS.iter().find(|(peak, _)| *peak == name) {
        return Ok((Reception::TABLE, column.index(), Fold::Max));
    }
    for table in TABLES_OF_YEARS {
        let found = table.table().columns.iter().position(|it| it.name == name);
        if let Some(column) = found {
            return Ok((table, column, table.table().columns[column].over_months));
        }
    }
    let tables = TABLES.iter().filter(|it| TABLES_OF_YEARS.contains(&it.id));
    let of_years = tables.filter(|it| !it.keys.contains(&Key::Municipality));
    let names = of_years.flat_map(|it| it.columns).map(|it| it.name);
    let mut known: Vec<&str> = Vec::new();
    for name in names.chain(PEAKS.map(|(peak, _)| peak)) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let hint = nearest(name, known.iter().copied());
    let hint = hint.map_or_else(String::new, |it| format!("; did you mean \"{it}\"?"));
    Err(NoQuantity::Name { name: name.to_owned(), known: known.join(", "), hint })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::examples::dimensions;

    #[test]
    fn a_stock_stands_at_the_year_end_and_its_peak_at_any_month_end() {
        let dimensions = dimensions();
        let mut seen = Observation::new(&dimensions);
        let months = dimensions.months_of(0);
        for (month, beds) in months.zip([40, 90, 10]) {
            seen.set(seen.layout().reception(month), Reception::BedShortfall, beds);
        }
        let year = dimensions.year(0);
        let of = |name: &str| {
            let found = Quantity::find(&format!("{name}@{year}"), &dimensions).expect("a number");
            (found.of(&seen, &dimensions), found.range(&seen, &dimensions))
        };
        assert_eq!(of("bed_shortfall"), (Some(0.0), Some((0.0, 90.0))));
        assert_eq!(of("peak_bed_shortfall"), (Some(90.0), Some((90.0, 90.0))));
    }
}
