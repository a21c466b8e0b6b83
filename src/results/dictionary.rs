//! The data dictionary, generated from the declarations: every file, column and measure with its
//! meaning.

use super::columns::{Column, Fold, TABLES, Table};
use super::measures::{DERIVED, PUBLISHED, SUMMARY_FILE, WATCHED};
use super::tables::REPLICATION;
use polars::prelude::{Column as Cells, DataFrame};

/// One line of the dictionary.
struct Line {
    table: &'static str,
    column: &'static str,
    unit: &'static str,
    over_months: &'static str,
    meaning: &'static str,
}

/// Every column of every table, then every measure that is not simply a column.
pub fn dictionary() -> DataFrame {
    let mut lines: Vec<Line> = TABLES.iter().flat_map(lines_of).collect();
    lines.extend(DERIVED.iter().chain(PUBLISHED).chain(WATCHED).map(|derived| Line {
        table: SUMMARY_FILE,
        column: derived.name,
        unit: derived.unit,
        over_months: "",
        meaning: derived.meaning,
    }));
    let cells = |name: &str, of: fn(&Line) -> &'static str| {
        Cells::new(name.into(), lines.iter().map(of).collect::<Vec<_>>())
    };
    let columns = vec![
        cells("table", |line| line.table),
        cells("column", |line| line.column),
        cells("unit", |line| line.unit),
        cells("over_months", |line| line.over_months),
        cells("meaning", |line| line.meaning),
    ];
    DataFrame::new(lines.len(), columns).expect("columns of one length with different names")
}

fn lines_of(table: &'static Table) -> Vec<Line> {
    let label =
        |column, meaning| Line { table: table.name, column, unit: "", over_months: "", meaning };
    let mut lines = vec![label(REPLICATION, "number of the replication, from 0")];
    lines.extend(table.keys.iter().map(|key| label(key.name(), key.meaning())));
    lines.extend(table.columns.iter().map(|column| {
        let Column { name, unit, over_months, meaning, .. } = *column;
        let over_months = if over_months == Fold::None { "" } else { over_months.name() };
        Line { table: table.name, column: name, unit, over_months, meaning }
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::super::columns::{TABLES, TableId};
    use super::*;

    #[test]
    fn every_column_and_measure_is_in_the_dictionary() {
        let n_columns: usize =
            TABLES.iter().map(|table| 1 + table.keys.len() + table.columns.len()).sum();
        let dictionary = dictionary();
        let n_measures = DERIVED.len() + PUBLISHED.len() + WATCHED.len();
        assert_eq!(dictionary.height(), n_columns + n_measures);
        assert_eq!(dictionary.width(), 5);
    }

    #[test]
    fn a_column_says_how_its_months_make_a_year_where_they_do() {
        let over_months = |table: TableId, name: &str| {
            let lines = lines_of(table.table());
            let found = lines.iter().find(|it| it.column == name);
            found.map(|it| it.over_months)
        };
        assert_eq!(over_months(TableId::Monthly, "arrived_persons"), Some("sum"));
        assert_eq!(over_months(TableId::Reception, "reception_persons"), Some("last"));
        assert_eq!(over_months(TableId::PaceYear, "wait_days_median"), Some(""));
        assert_eq!(over_months(TableId::Monthly, "month"), Some(""));
    }
}
