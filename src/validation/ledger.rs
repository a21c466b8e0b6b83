//! Posts 60, 61 and 672/60 worked out from persons settled, by the code of `bosett ledger`, against the accounts.
//!
//! The parameters that no document gives are fitted openly (assumptions A91 to A94): each year is shown as it
//! comes out of the fit on all years, and as it is foretold by a fit that has not seen it.

mod accounts;
mod basis;
mod file;
mod fit;
mod minors;
mod post_60;
mod training;

use super::Effort;
use crate::engine::Interrupted;
use accounts::{accounts_of, paid_of};
use basis::{Basis, YearSum};
use file::N_PARAMETERS;
use fit::fit;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Post 60 is held against these years.
const YEARS: std::ops::RangeInclusive<i32> = 2017..=2023;
/// Standard deviation of a year's relative error in the fit.
const ERROR: f64 = 0.02;

type Years = BTreeMap<i32, YearSum>;
type Values = [f64; N_PARAMETERS];

/// Makes the fits: a row for each parameter, a column for all years and for each year left out.
pub fn simulate(effort: Effort<'_>) -> Result<String, Interrupted> {
    let basis = Basis::load();
    let mut fits = Vec::new();
    for left_out in [None].into_iter().chain(YEARS.map(Some)) {
        if effort.is_interrupted.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        fits.push(fit_values(&basis, left_out));
    }
    let years: Vec<String> = YEARS.map(|it| format!("without_{it}")).collect();
    let mut table = format!("parameter,all_years,{}\n", years.join(","));
    for (index, parameter) in basis.parameters.iter().enumerate() {
        let cells: Vec<String> = fits.iter().map(|it| format!("{:.4}", it[index])).collect();
        table.push_str(&format!("{},{}\n", parameter.name, cells.join(",")));
    }
    Ok(table)
}

/// The section as Markdown, from the table of the fits.
pub fn section(table: &str) -> String {
    let basis = Basis::load();
    let fits = read_fits(&basis, table);
    let unseen: Vec<(i32, Values)> = YEARS.zip(fits[1..].iter().copied()).collect();
    [
        post_60::post_60(&basis, &fits[0], &unseen),
        minors::minors(&basis),
        training::training(&basis),
    ]
    .join("\n")
}

/// Parameters of each fit: all years, then each year left out.
///
/// # Panics
/// If the table is not one that [`simulate`] made from the parameters of today.
fn read_fits(basis: &Basis, table: &str) -> Vec<Values> {
    let mut fits = vec![[0.0; N_PARAMETERS]; 1 + YEARS.count()];
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(rows.len(), N_PARAMETERS, "parameters of docs/validation/ledger.csv");
    for (index, row) in rows.into_iter().enumerate() {
        let mut cells = row.split(',');
        assert_eq!(cells.next(), Some(basis.parameters[index].name.as_str()));
        for (fit, cell) in fits.iter_mut().zip(cells) {
            fit[index] = cell.parse().expect("a number");
        }
    }
    fits
}

/// Parameters by the fit that has not seen the accounts and payments of a year.
fn fit_values(basis: &Basis, left_out: Option<i32>) -> Values {
    let distances = fit(|distances: &Values| {
        let sums = basis.post_60(&basis.values(distances));
        let mut residuals = distances.to_vec();
        let mut hold = |found: f64, expected: Option<f64>| {
            residuals.extend(expected.map(|it| (found / it - 1.0) / ERROR));
        };
        for year in YEARS.filter(|it| Some(*it) != left_out) {
            hold(sums[&year].total(), accounts_of("671/60", year));
        }
        if left_out != Some(2023) {
            hold(sums[&2023].year_1, paid_of("671/60", 2023, YEAR_1));
            hold(sums[&2023].years_2_to_5, paid_of("671/60", 2023, YEARS_2_TO_5));
        }
        let counted = basis.triggering();
        hold(sums[&counted.year].triggering, Some(counted.persons));
        residuals
    });
    basis.values(&distances)
}

const YEAR_1: &str = "integration-grant-year-1";
const YEARS_2_TO_5: &str = "integration-grant-years-2-to-5";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_fit_is_that_of_today_and_meets_what_it_is_for() {
        let basis = Basis::load();
        let committed = read_fits(&basis, include_str!("../../docs/validation/ledger.csv"))[0];
        let values = fit_values(&basis, None);
        for ((it, value), committed) in basis.parameters.iter().zip(values).zip(committed) {
            let apart = (value - committed).abs() / it.spread;
            assert!(apart < 0.02, "{} is {value} and not {committed}", it.name);
        }
        // What the reconciliation is for: the two years under collective protection.
        let sums = basis.post_60(&values);
        for year in [2022, 2023] {
            let accounts = accounts_of("671/60", year).expect("accounts");
            let error = sums[&year].total() / accounts - 1.0;
            assert!(error.abs() < 0.03, "{year}: {error}");
        }
        for (found, component) in
            [(sums[&2023].year_1, YEAR_1), (sums[&2023].years_2_to_5, YEARS_2_TO_5)]
        {
            let paid = paid_of("671/60", 2023, component).expect("a payment");
            assert!((found / paid - 1.0).abs() < 0.05, "{component}: {found} against {paid}");
        }
    }
}
