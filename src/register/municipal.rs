//! Figures by municipality, as published and in the order of a register.
//!
//! Figures of 2020 to 2023 are published in the numbers of 2023. For a register of 2024 they follow the
//! municipality to its new number, and Ålesund's persons are divided with Haram by population.

mod answers;
mod retention;

pub use answers::{Answer, answers_of};
pub use retention::{CountyRetention, retention_by_county, stayed_in_county};

use super::file::{self, MappingRow, NamedRow, RequestRow, SettlementRow};
use super::{Cell, Edition, Register};
use crate::calendar::Year;
use crate::origin::Origin;
use crate::units::Persons;
use std::collections::BTreeMap;

/// Requested, decided and settled in one municipality in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalYear {
    /// Municipality number of the time; 9999 is not attributed to one.
    pub code: String,
    /// Which numbers `code` belongs to: 2019 (2012 to 2019) or 2023 (2020 to 2023).
    pub codes_of: Year,
    /// Calendar year.
    pub year: Year,
    /// What the state last asked for.
    pub requested: Cell,
    /// What it first asked for, in years with a second request.
    pub requested_original: Cell,
    /// What the council agreed to; missing is no answer.
    pub decided: Cell,
    /// Settled in the full year.
    pub settled: Cell,
    /// Of these with collective protection; published for 2022 and 2023.
    pub settled_ukraine: Cell,
    /// Of these all others, at least.
    pub settled_other: Cell,
    /// Cells by sex and age withheld from `settled_other`, each one to four persons.
    pub n_cells_suppressed: Option<u8>,
    /// Unaccompanied minors settled.
    pub minors_settled: Cell,
    /// Whether request and decision are those of the whole year; in 2023 they are as of 25 September.
    pub is_decided_full_year: bool,
    /// Source and status.
    pub origin: Origin,
}

/// All municipalities and years as published, 2012 to 2023, by year and code.
pub fn municipal_settlement() -> Vec<MunicipalYear> {
    let rows: Vec<SettlementRow> = file::embedded("municipal-settlement.csv");
    rows.into_iter().map(municipal_year).collect()
}

fn municipal_year(row: SettlementRow) -> MunicipalYear {
    MunicipalYear {
        origin: row.origin(),
        code: row.code,
        codes_of: Year(row.edition),
        year: Year(row.year),
        requested: row.requested,
        requested_original: row.requested_original,
        decided: row.decided,
        settled: row.settled,
        settled_ukraine: row.settled_ukraine,
        settled_other: row.settled_other,
        n_cells_suppressed: row.settled_other_cells_suppressed,
        minors_settled: row.minors_settled,
        is_decided_full_year: row.coverage_decided == "full_year",
    }
}

/// The figures of a year from 2020 to 2023, one for each municipality of the register in its order, or
/// `None` for another year or a user's own register.
pub fn municipal_settlement_of(register: &Register, year: Year) -> Option<Vec<MunicipalYear>> {
    let edition = register.edition()?;
    let rows: Vec<SettlementRow> =
        file::embedded_with("municipal-settlement.csv", "year", &year.to_string());
    let published: BTreeMap<String, MunicipalYear> = rows
        .into_iter()
        .map(municipal_year)
        .filter(|it| it.codes_of == Year(2023))
        .map(|it| (it.code.clone(), it))
        .collect();
    if published.is_empty() {
        return None;
    }
    let parts = parts();
    let in_order = register.municipalities().iter().map(|municipality| match edition {
        Edition::Of2023 => published[&municipality.code].clone(),
        Edition::Of2024 => {
            let part = &parts[&municipality.code];
            divided(&published[&part.code_2023], &municipality.code, part)
        }
    });
    Some(in_order.collect())
}

/// What a municipality of 2024 has of one of 2023.
struct Part {
    code_2023: String,
    /// Its share in millionths of the population, or `None` for the one that has what the others leave.
    millionths: Option<i64>,
    /// Shares of the others in millionths.
    others: Vec<i64>,
}

impl Part {
    fn of(&self, whole: Persons) -> Persons {
        let rounded = |millionths: i64| Persons((whole.0 * millionths + 500_000) / 1_000_000);
        match self.millionths {
            Some(millionths) => rounded(millionths),
            None => whole - self.others.iter().map(|it| rounded(*it)).sum(),
        }
    }
}

/// Every municipality of 2024 with its part of one of 2023.
fn parts() -> BTreeMap<String, Part> {
    let rows: Vec<MappingRow> = file::embedded("municipality-mapping-2023-2024.csv");
    let millionths = |row: &MappingRow| (row.population_share * 1e6).round() as i64;
    let part = |row: &MappingRow| {
        let siblings = rows.iter().filter(|it| it.code_2023 == row.code_2023);
        let others: Vec<i64> =
            siblings.filter(|it| it.code_2024 != row.code_2024).map(millionths).collect();
        let is_largest = others.iter().all(|it| *it < millionths(row));
        Part {
            code_2023: row.code_2023.clone(),
            millionths: (!is_largest).then(|| millionths(row)),
            others,
        }
    };
    rows.iter().map(|row| (row.code_2024.clone(), part(row))).collect()
}

fn divided(whole: &MunicipalYear, code: &str, part: &Part) -> MunicipalYear {
    let of = |cell: Cell| cell.known().map_or(cell, |persons| Cell::Known(part.of(persons)));
    MunicipalYear {
        code: code.to_owned(),
        codes_of: Year(2024),
        requested: of(whole.requested),
        requested_original: of(whole.requested_original),
        decided: of(whole.decided),
        settled: of(whole.settled),
        settled_ukraine: of(whole.settled_ukraine),
        settled_other: of(whole.settled_other),
        minors_settled: of(whole.minors_settled),
        ..whole.clone()
    }
}

/// Persons settled in the five years before the register's year opened, with suppressed cells filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningCohorts {
    /// One cohort for each settlement year, oldest first.
    pub settled: Vec<Cohort>,
    /// The unaccompanied minors among them, for the years for which that can be said.
    pub minors: Vec<Cohort>,
}

/// Persons settled in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// The settlement year.
    pub year: Year,
    /// Persons, one figure for each municipality of the register in its order.
    pub persons: Vec<Persons>,
}

/// The opening position on 1 January of the register's year, or `None` for a user's own register.
pub fn opening_cohorts(register: &Register) -> Option<OpeningCohorts> {
    let (table, years, minor_years) = match register.edition()? {
        Edition::Of2023 => ("municipal-cohorts-2022.csv", 2018..=2022, 2021..=2022),
        Edition::Of2024 => ("municipal-cohorts-2023.csv", 2019..=2023, 2021..=2023),
    };
    let rows = named_rows(table, "code");
    let cohort = |kind: &str, year: i32| {
        let column = format!("{kind}_{year}");
        let persons = register.municipalities().iter().map(|it| {
            let text = &rows[&it.code][&column];
            Persons(text.parse().unwrap_or_else(|_| panic!("our own {table}: {text}")))
        });
        Cohort { year: Year(year), persons: persons.collect() }
    };
    Some(OpeningCohorts {
        settled: years.map(|year| cohort("settled", year)).collect(),
        minors: minor_years.map(|year| cohort("minors", year)).collect(),
    })
}

/// The rows of one of our own tables by the code in a column.
fn named_rows(table: &str, code: &str) -> BTreeMap<String, NamedRow> {
    let rows: Vec<NamedRow> = file::embedded(table);
    rows.into_iter().map(|row| (row[code].clone(), row)).collect()
}

/// The state's request to a municipality for 2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request2024 {
    /// Persons, minors included.
    pub requested: Cell,
    /// Unaccompanied minors; missing is not asked.
    pub minors_requested: Cell,
}

/// The request for 2024, one for each municipality of a register of 2024 in its order, else `None`.
pub fn requests_2024(register: &Register) -> Option<Vec<Request2024>> {
    if register.edition()? != Edition::Of2024 {
        return None;
    }
    let rows: Vec<RequestRow> = file::embedded("requests-2024.csv");
    let by_code: BTreeMap<String, Request2024> = rows
        .into_iter()
        .map(|row| {
            let RequestRow { code_2024, requested, minors_requested } = row;
            (code_2024, Request2024 { requested, minors_requested })
        })
        .collect();
    Some(register.municipalities().iter().map(|it| by_code[&it.code]).collect())
}

/// An indicator of `municipality-indicators.csv` for 2022 or 2023, one for each municipality of the
/// register in its order; `None` where nothing was published, and for a column, year or register that the
/// table does not know. Ålesund of 2023 has none: the figures are those of the municipalities of 2024.
pub fn indicator(register: &Register, column: &str, year: Year) -> Option<Vec<Option<f64>>> {
    let edition = register.edition()?;
    let rows: Vec<NamedRow> = file::embedded("municipality-indicators.csv");
    let is_known = rows.first().is_some_and(|row| row.contains_key(column));
    if !is_known || ["code_2024", "year"].contains(&column) {
        return None;
    }
    let parts = parts();
    let mut values: BTreeMap<&str, f64> = BTreeMap::new();
    let mut is_year_known = false;
    for row in rows.iter().filter(|row| row["year"] == year.to_string()) {
        is_year_known = true;
        let part = &parts[&row["code_2024"]];
        let code = match edition {
            Edition::Of2024 => row["code_2024"].as_str(),
            Edition::Of2023 if part.others.is_empty() => part.code_2023.as_str(),
            // A share or a count of one part says nothing about the whole.
            Edition::Of2023 => continue,
        };
        values.extend(row[column].parse().ok().map(|value: f64| (code, value)));
    }
    let in_order = register.municipalities().iter().map(|it| values.get(it.code.as_str()).copied());
    is_year_known.then(|| in_order.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(cells: impl Iterator<Item = Cell>) -> Persons {
        cells.filter_map(Cell::known).sum()
    }

    #[test]
    fn the_published_sums_are_those_of_the_source() {
        let register = Register::embedded(Edition::Of2023);
        let of = |year| municipal_settlement_of(&register, Year(year)).expect("published");
        let year_2022 = of(2022);
        assert_eq!(sum(year_2022.iter().map(|it| it.requested)), Persons(35_000));
        assert_eq!(sum(year_2022.iter().map(|it| it.requested_original)), Persons(5_500));
        // The county table has 35,705: 350 more in Innlandet than the municipal figures.
        assert_eq!(sum(year_2022.iter().map(|it| it.decided)), Persons(35_355));
        // Two cells are suppressed, five persons in all.
        assert_eq!(sum(year_2022.iter().map(|it| it.settled)), Persons(31_253));
        assert_eq!(year_2022.iter().filter(|it| it.settled == Cell::Suppressed).count(), 2);
        let year_2023 = of(2023);
        assert_eq!(sum(year_2023.iter().map(|it| it.requested)), Persons(38_000));
        assert_eq!(sum(year_2023.iter().map(|it| it.settled)), Persons(33_420));
        assert_eq!(sum(year_2023.iter().map(|it| it.settled_ukraine)), Persons(29_811));
        assert!(year_2023.iter().all(|it| !it.is_decided_full_year));
        assert_eq!(year_2023.iter().filter(|it| it.decided == Cell::Missing).count(), 11);
        assert_eq!(municipal_settlement_of(&register, Year(2019)), None, "other numbers");
    }

    #[test]
    fn the_division_of_alesund_loses_nobody() {
        let (old, new) = (Register::embedded(Edition::Of2023), Register::embedded(Edition::Of2024));
        for year in 2020..=2023 {
            let of = |register| municipal_settlement_of(register, Year(year)).expect("published");
            let (before, after) = (of(&old), of(&new));
            assert_eq!(after.len(), 357);
            assert_eq!(
                sum(before.iter().map(|it| it.settled)),
                sum(after.iter().map(|it| it.settled))
            );
        }
        let haram = new.by_code("1580").expect("in 2024").index();
        let year_2023 = municipal_settlement_of(&new, Year(2023)).expect("published");
        // 294 persons x 0.137875 = 40.5.
        assert_eq!(year_2023[haram].settled, Cell::Known(Persons(41)));
    }

    #[test]
    fn the_opening_cohorts_add_up_to_the_national_totals() {
        let totals = [(2018, 4_903), (2019, 4_822), (2020, 2_819), (2021, 4_489), (2022, 31_258)];
        let minors = [(2021, 72), (2022, 400), (2023, 484)];
        for edition in [Edition::Of2023, Edition::Of2024] {
            let register = Register::embedded(edition);
            let cohorts = opening_cohorts(&register).expect("an edition of ours");
            assert_eq!(cohorts.settled.len(), 5);
            for cohort in &cohorts.settled {
                let total = totals.iter().find(|(year, _)| Year(*year) == cohort.year);
                let expected = total.map_or(33_420, |(_, persons)| *persons);
                assert_eq!(cohort.persons.len(), register.n_municipalities());
                assert_eq!(cohort.persons.iter().copied().sum::<Persons>(), Persons(expected));
            }
            for (cohort, (year, expected)) in cohorts.minors.iter().zip(minors) {
                assert_eq!(cohort.year, Year(year));
                assert_eq!(cohort.persons.iter().copied().sum::<Persons>(), Persons(expected));
                let all = cohorts.settled.iter().find(|it| it.year == cohort.year).expect("same");
                let are_among =
                    cohort.persons.iter().zip(&all.persons).all(|(some, all)| some <= all);
                assert!(are_among, "minors of {year} are among the settled");
            }
        }
    }

    #[test]
    fn a_published_cell_stands_unchanged_in_its_cohort() {
        let register = Register::embedded(Edition::Of2023);
        let cohorts = opening_cohorts(&register).expect("an edition of ours");
        for cohort in &cohorts.settled[2..] {
            let published = municipal_settlement_of(&register, cohort.year).expect("published");
            for (persons, row) in cohort.persons.iter().zip(published) {
                match row.settled {
                    Cell::Known(known) => assert_eq!(*persons, known, "{} {}", row.code, row.year),
                    Cell::Suppressed => assert!(persons.0 <= 4, "{} {}", row.code, row.year),
                    Cell::Missing => {
                        panic!("{} {}: no cell is empty since 2020", row.code, row.year)
                    }
                }
            }
        }
    }

    #[test]
    fn the_request_for_2024_lacks_one_municipality() {
        let register = Register::embedded(Edition::Of2024);
        let requests = requests_2024(&register).expect("of 2024");
        // The national request is 37,000; Kautokeino is empty.
        assert_eq!(sum(requests.iter().map(|it| it.requested)), Persons(36_985));
        assert_eq!(sum(requests.iter().map(|it| it.minors_requested)), Persons(610));
        assert_eq!(requests.iter().filter(|it| it.requested == Cell::Missing).count(), 1);
        assert_eq!(requests_2024(&Register::embedded(Edition::Of2023)), None);
    }

    #[test]
    fn an_indicator_follows_the_register() {
        for edition in [Edition::Of2023, Edition::Of2024] {
            let register = Register::embedded(edition);
            let rented = indicator(&register, "rented_households_pct", Year(2022)).expect("known");
            assert_eq!(rented.len(), register.n_municipalities());
            assert_eq!(rented[0], Some(31.6), "Oslo");
            assert!(rented.iter().filter(|it| it.is_none()).count() <= 2);
            let distance =
                indicator(&register, "distance_to_centre_km", Year(2022)).expect("known");
            let alesund = register.by_code("1507");
            assert!(alesund.is_none_or(|id| distance[id.index()].is_none()), "divided");
            assert_eq!(indicator(&register, "code_2024", Year(2022)), None);
            assert_eq!(indicator(&register, "rent", Year(2022)), None);
            assert_eq!(indicator(&register, "rented_households_pct", Year(2019)), None);
        }
    }
}
