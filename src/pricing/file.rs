//! The table of cohorts that a user writes, row by row into [`Entry`]; every mistake with its line and column.

use super::{Claim, Entry};
use crate::calendar::{GrantYear, Month, Year};
use crate::model::grants::Category;
use crate::scenario::Training;
use crate::scenario::load::{Problems, Table, load_table_file};
use crate::units::{Kroner, Persons};
use schemars::JsonSchema;
use serde::Deserialize;

/// Who settles.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum GroupOfRow {
    Ukraine,
    Asylum,
    Quota,
    Family,
    FamilyOfHumanitarian,
    Minors,
}

/// What the persons of a row have a right to.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum CategoryOfRow {
    SingleAdult,
    Adult,
    Child,
    UnaccompaniedMinor,
    Kindergarten,
    Elderly,
    #[serde(rename = "disability-1")]
    Disability1,
    #[serde(rename = "disability-2")]
    Disability2,
    #[serde(rename = "disability-2-special")]
    Disability2Special,
    Trainee,
    AboveRequest,
}

/// A row of the table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
struct Row {
    /// Year of settlement.
    #[schemars(range(min = 1900, max = 2200))]
    year: i32,
    /// Month of settlement, 1 to 12; evenly over the year if it is not given.
    #[schemars(range(min = 1, max = 12))]
    month: Option<u8>,
    /// Municipality, any text; empty is the whole country.
    municipality: Option<String>,
    /// Who.
    group: GroupOfRow,
    /// What they have a right to.
    category: CategoryOfRow,
    /// How many.
    #[schemars(range(min = 0, max = 10_000_000))]
    persons: i64,
    /// Age at the end of the settlement year.
    #[schemars(range(min = 0, max = 120))]
    age: Option<u8>,
    /// Yearly expense for each person, for disability grant 2.
    #[schemars(range(min = 0, max = 100_000_000))]
    expense_kroner: Option<i64>,
    /// How many are there on 1 January of the second grant year; as many as the year before if it is not given.
    #[schemars(range(min = 0, max = 10_000_000))]
    year_2: Option<i64>,
    #[schemars(range(min = 0, max = 10_000_000))]
    year_3: Option<i64>,
    #[schemars(range(min = 0, max = 10_000_000))]
    year_4: Option<i64>,
    #[schemars(range(min = 0, max = 10_000_000))]
    year_5: Option<i64>,
    /// Year in which all of them move on to another municipality.
    #[schemars(range(min = 1900, max = 2200))]
    moved_year: Option<i32>,
    /// Month of that move, 1 to 12.
    #[schemars(range(min = 1, max = 12))]
    moved_month: Option<u8>,
    /// Municipality that they move to.
    moved_to: Option<String>,
}

impl Row {
    /// The move, if all of it is given.
    fn moved(&self) -> Option<(Month, String)> {
        let (year, month, to) = (self.moved_year?, self.moved_month?, self.moved_to.clone()?);
        Some((Month::new(Year(year), month), to))
    }

    /// What is wrong with the move, by column.
    fn wrong_move(&self) -> Option<(&'static str, &'static str)> {
        let given =
            [self.moved_year.is_some(), self.moved_month.is_some(), self.moved_to.is_some()];
        if given == [false; 3] {
            return None;
        }
        if self.municipality.is_none() {
            return Some(("municipality", "must be given where somebody moves"));
        }
        let columns = ["moved_year", "moved_month", "moved_to"];
        if let Some(missing) = given.iter().position(|it| !it) {
            return Some((columns[missing], "must be given where somebody moves"));
        }
        // Without a month of settlement the last of the year may not be there yet.
        let settled = Month::new(Year(self.year), self.month.unwrap_or(12));
        let is_early = self.moved().is_some_and(|(moved, _)| moved < settled);
        is_early.then_some(("moved_month", "must not lie before settlement"))
    }
}

/// The entries of a CSV file, or everything that is wrong with it.
pub fn load_entries(path: &str) -> Result<Vec<Entry>, Problems> {
    let table: Table<Row> = load_table_file(path, &[])?;
    let mut problems = Problems::new();
    let mut entries = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let is_disability_2 =
            matches!(row.category, CategoryOfRow::Disability2 | CategoryOfRow::Disability2Special);
        if is_disability_2 && row.expense_kroner.is_none() {
            let accepted = "must be the yearly expense behind disability grant 2";
            problems.push(table.problem(index, "expense_kroner", accepted));
        }
        let is_minor = row.category == CategoryOfRow::UnaccompaniedMinor;
        if is_minor != (row.group == GroupOfRow::Minors) {
            let accepted = "must be unaccompanied-minor for the group minors, and for no other";
            problems.push(table.problem(index, "category", accepted));
        }
        if let Some((column, accepted)) = row.wrong_move() {
            problems.push(table.problem(index, column, accepted));
        }
        entries.extend(entries_of(row));
    }
    if problems.has_errors() { Err(problems) } else { Ok(entries) }
}

/// One entry for each month of settlement.
fn entries_of(row: &Row) -> Vec<Entry> {
    let mut present = [row.year_2, row.year_3, row.year_4, row.year_5];
    let mut last = row.persons;
    for it in &mut present {
        last = it.unwrap_or(last);
        *it = Some(last);
    }
    let present = present.map(|it| it.unwrap_or(last));
    let months = match row.month {
        Some(month) => month..=month,
        None => 1..=12,
    };
    let n_months = months.len() as i64;
    let first = i64::from(*months.start());
    months
        .map(|month| {
            let part = |persons: i64| {
                let until = |n: i64| persons * n / n_months;
                let number = i64::from(month) - first;
                Persons(until(number + 1) - until(number))
            };
            Entry {
                settled: Month::new(Year(row.year), month),
                claim: claim_of(row),
                persons: part(row.persons),
                present: std::array::from_fn::<_, { GrantYear::N - 1 }, _>(|it| part(present[it])),
                age: row.age,
                is_three_year: row.group == GroupOfRow::FamilyOfHumanitarian,
                municipality: row.municipality.clone().unwrap_or_default(),
                moved: row.moved(),
            }
        })
        .collect()
}

fn claim_of(row: &Row) -> Claim {
    let training = match row.group {
        GroupOfRow::Ukraine => Training::CollectiveProtection,
        _ => Training::Ordinary,
    };
    let disability_2 = |is_special| Claim::Disability2 {
        expense: Kroner(row.expense_kroner.unwrap_or_default()),
        is_special,
    };
    match row.category {
        CategoryOfRow::SingleAdult => Claim::Grant(Category::SingleAdult),
        CategoryOfRow::Adult => Claim::Grant(Category::Adult),
        CategoryOfRow::Child => Claim::Grant(Category::Child),
        CategoryOfRow::UnaccompaniedMinor => Claim::Grant(Category::UnaccompaniedMinor),
        CategoryOfRow::Kindergarten => Claim::Kindergarten,
        CategoryOfRow::Elderly => Claim::Elderly,
        CategoryOfRow::Disability1 => Claim::Disability1,
        CategoryOfRow::Disability2 => disability_2(false),
        CategoryOfRow::Disability2Special => disability_2(true),
        CategoryOfRow::Trainee => Claim::Training(training),
        CategoryOfRow::AboveRequest => Claim::AboveRequest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(csv: &str) -> Result<Vec<Entry>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cohorts.csv");
        std::fs::write(&path, csv).expect("a file");
        let path = path.to_str().expect("UTF-8");
        load_entries(path).map_err(|it| it.to_string().replace(path, "cohorts.csv"))
    }

    #[test]
    fn a_row_without_a_month_is_spread_over_the_year_and_nobody_is_lost() {
        let csv = "year,group,category,persons,year_3\n2022,quota,child,29,13\n";
        let entries = load(csv).expect("no mistake");
        assert_eq!(entries.len(), 12);
        let sum = |of: fn(&Entry) -> Persons| entries.iter().map(of).sum::<Persons>().0;
        assert_eq!(sum(|it| it.persons), 29);
        assert_eq!(sum(|it| it.present[0]), 29, "as many as were settled");
        assert_eq!([sum(|it| it.present[1]), sum(|it| it.present[3])], [13, 13]);
        assert!(entries.iter().all(|it| (2..=3).contains(&it.persons.0)));
    }

    #[test]
    fn every_mistake_has_its_line_and_column() {
        let csv = "year,group,category,persons\n\
                   2022,ukraina,child,1\n2022,ukraine,disability-2,-1\n";
        let said = load(csv).expect_err("mistakes");
        assert!(said.contains("cohorts.csv:2:6: group is \"ukraina\""), "{said}");
        assert!(said.contains("cohorts.csv:3:27: persons is -1"), "{said}");
        let csv = "year,group,category,persons\n2022,ukraine,disability-2,1\n\
                   2022,quota,unaccompanied-minor,1\n";
        let said = load(csv).expect_err("mistakes");
        assert!(said.contains("cohorts.csv:2:1: expense_kroner is empty"), "{said}");
        assert!(said.contains("cohorts.csv:3:12: category is"), "{said}");
        let csv = "year,group,category,persons,municipality,moved_year,moved_month,moved_to\n\
                   2022,quota,child,1,,2023,4,0301\n2022,quota,child,1,1103,2023,,0301\n\
                   2022,quota,child,1,1103,2022,11,0301\n";
        let said = load(csv).expect_err("mistakes");
        assert!(said.contains("cohorts.csv:2:1: municipality is empty"), "{said}");
        assert!(said.contains("cohorts.csv:3:1: moved_month is empty"), "{said}");
        assert!(said.contains("cohorts.csv:4:30: moved_month is"), "{said}");
    }
}
