//! Posts 60, 61 and 672/60 worked out from persons settled, by the code of `bosett ledger`, against the accounts.
//!
//! The parameters that no document gives are fitted openly (assumptions A91 to A94): each year is shown as it
//! comes out of the fit on all years, and as it is foretold by a fit that has not seen it.
//! It is longer than other files because most of it is the wording of the section.

mod basis;
mod fit;

use super::{Effort, render_table};
use crate::engine::Interrupted;
use basis::{Basis, N_PARAMETERS, YearSum, accounts_of, budget_of, paid_of};
use fit::fit;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Post 60 is held against these years.
const YEARS: std::ops::RangeInclusive<i32> = 2017..=2023;
/// Standard deviation of a year's relative error in the fit.
const ERROR: f64 = 0.02;
/// A year that the fit has not seen is met within this.
const LIMIT: f64 = 0.05;

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
    let sums = basis.post_60(&fits[0]);
    let unseen = YEARS.zip(&fits[1..]);
    let left_out: Years =
        unseen.map(|(year, values)| (year, basis.post_60(values)[&year])).collect();
    [
        introduction(&basis, &fits[0]),
        years(&sums, &left_out),
        triggering(&basis, &sums),
        components(&sums, &left_out),
        minors(&basis),
        training(&basis),
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

fn introduction(basis: &Basis, values: &[f64; N_PARAMETERS]) -> String {
    let rows = basis.parameters.iter().zip(values).map(|(it, value)| {
        let n_decimals = if it.expected >= 10.0 { 0 } else { 3 };
        [
            format!("`{}`: {}", it.name, it.meaning),
            format!("{:.n_decimals$} ± {:.n_decimals$}", it.expected, it.spread),
            format!("{value:.n_decimals$}"),
            it.status.clone(),
            it.source.clone(),
        ]
    });
    let table = render_table(["parameter", "expected", "fitted", "status", "evidence"], rows);
    format!(
        "## Post 60 from persons settled\n\n\
         Persons settled in each year since 2012 are priced by the code of `bosett ledger`, with the rates of\n\
         `rules.toml` at their stated values, and held against the accounts. What no document gives is fitted by least\n\
         squares: relative errors of {error:.0} % in the accounts of each year, in grant year 1 and grant years 2 to 5\n\
         of 2023 and in the persons counted in one year, and the spreads of the parameters below around what was expected.\n\
         Everything it rests on stands in `scenarios/reference/ledger-reconciliation.toml`, the parameters of each fit in\n\
         `docs/validation/ledger.csv`; disability grants and bonus are what was paid where that is published.\n\n{table}",
        error = 100.0 * ERROR,
    )
}

fn years(sums: &Years, left_out: &Years) -> String {
    let rows = YEARS.filter_map(|year| {
        let accounts = accounts_of("671/60", year)?;
        let (adopted, revised) = budget_of("671/60", year)?;
        let (seen, unseen) = (sums[&year].total(), left_out[&year].total());
        Some([
            year.to_string(),
            million(accounts),
            million(seen),
            percent(seen, accounts),
            million(unseen),
            percent(unseen, accounts),
            percent(adopted, accounts),
            percent(revised, accounts),
        ])
    });
    let header = [
        "year",
        "accounts",
        "calculated",
        "deviation",
        "year left out",
        "deviation",
        "adopted budget",
        "revised budget",
    ];
    format!(
        "Million kroner. *Calculated* is the fit on all years, *year left out* the fit that has not seen the year. The\n\
         last two columns are the state's own calculations against the same accounts.\n\n{}\n{}",
        render_table(header, rows),
        verdict(left_out)
    )
}

/// Which years are met, and what is missing for the others.
fn verdict(left_out: &Years) -> String {
    let error = |year: &i32| {
        let accounts = accounts_of("671/60", *year).expect("there are accounts of these years");
        left_out[year].total() / accounts - 1.0
    };
    let (met, missed): (Vec<i32>, Vec<i32>) = YEARS.partition(|year| error(year).abs() <= LIMIT);
    let list = |years: &[i32]| years.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    let limit = format!("{:.0} %", 100.0 * LIMIT);
    if missed.is_empty() {
        return format!("Left out, every year comes within {limit}.\n");
    }
    let own = |year: &i32| {
        let (adopted, revised) = budget_of("671/60", *year).expect("there is a budget");
        let found = left_out[year].total();
        format!(
            "- {year}: calculated {}, adopted {}, after all changes {}, accounts {}. The calculation lies {} from \
             the adopted budget and {} from the revised one.",
            million(found),
            million(adopted),
            million(revised),
            million(accounts_of("671/60", *year).unwrap_or_default()),
            percent(found, adopted),
            percent(found, revised),
        )
    };
    format!(
        "Left out, {} come within {limit} and {} do not:\n\n{}\n\n\
         What is missing is the number of persons who gave the right, by grant year: it is published for one year only.\n\
         Without it nobody can tell families that came, people who left and payments that slipped into another year\n\
         apart, and a constant that met these years would only hide that.\n",
        list(&met),
        list(&missed),
        missed.iter().map(own).collect::<Vec<_>>().join("\n"),
    )
}

fn triggering(basis: &Basis, sums: &Years) -> String {
    let counted = basis.triggering();
    let found = sums[&counted.year].triggering;
    format!(
        "Persons who gave the right in {}: counted {:.0}, calculated {found:.0} ({}).\n",
        counted.year,
        counted.persons,
        percent(found, counted.persons)
    )
}

fn components(sums: &Years, left_out: &Years) -> String {
    type Part = fn(&YearSum) -> f64;
    let parts: [(&str, &str, Part); 4] = [
        ("grant year 1 and one-offs", YEAR_1, |it| it.year_1),
        ("grant years 2 to 5", YEARS_2_TO_5, |it| it.years_2_to_5),
        ("disability grants (as paid)", "disability-grants", |it| it.disability),
        ("bonus (as paid)", "bonus-above-request", |it| it.bonus),
    ];
    let rows = [2022, 2023].into_iter().flat_map(|year| {
        parts.iter().filter_map(move |(name, component, part)| {
            let paid = paid_of("671/60", year, component)?;
            let (seen, unseen) = (part(&sums[&year]), part(&left_out[&year]));
            Some([
                format!("{year}, {name}"),
                million(paid),
                million(seen),
                percent(seen, paid),
                million(unseen),
                percent(unseen, paid),
            ])
        })
    });
    let header = ["component", "paid", "calculated", "deviation", "year left out", "deviation"];
    let rest = accounts_of("671/60", 2022).unwrap_or_default()
        - paid_of("671/60", 2022, "disability-grants").unwrap_or_default();
    let found = sums[&2022].year_1 + sums[&2022].years_2_to_5;
    format!(
        "### Its components\n\n\
         Million kroner. For 2022 many municipalities' payments of grant years 1 to 5 are missing in the source, so what\n\
         is published there is less than what was paid; accounts less disability grants leave {} for the two together,\n\
         calculated {} ({}).\n\n{}",
        million(rest),
        million(found),
        percent(found, rest),
        render_table(header, rows),
    )
}

/// Years of post 61 that its fit has seen; cohorts from before the first settlement known here are in none later.
const MINORS_FIT: [i32; 2] = [2020, 2021];

fn minors(basis: &Basis) -> String {
    let (expected, spread) = basis.minors_stay();
    let accounts = |year| accounts_of("671/61", year).expect("there are accounts of these years");
    let [distance] = fit(|[distance]: &[f64; 1]| {
        let care = basis.post_61(expected + spread * distance);
        let errors = MINORS_FIT.iter().map(|year| (care[year] / accounts(*year) - 1.0) / ERROR);
        errors.chain([*distance]).collect()
    });
    let stay = expected + spread * distance;
    let (everybody, care) = (basis.post_61(1.0), basis.post_61(stay));
    let rows = (2020..=2023).map(|year| {
        let accounts = accounts(year);
        [
            year.to_string(),
            million(accounts),
            million(care[&year]),
            percent(care[&year], accounts),
            if MINORS_FIT.contains(&year) { "seen" } else { "left out" }.to_owned(),
            million(everybody[&year]),
            percent(everybody[&year], accounts),
        ]
    });
    let header =
        ["year", "accounts", "calculated", "deviation", "the fit", "if all stay", "deviation"];
    format!(
        "### Post 61, unaccompanied minors\n\n\
         From unaccompanied minors settled since 2015 at stated ages. The share still under care a year later is fitted on\n\
         {}: expected {expected:.2} ± {spread:.2}, fitted {stay:.3}. Million kroner. What is missing is the number under care\n\
         by age, and since 2019 the number settled.\n\n{}",
        MINORS_FIT.map(|it| it.to_string()).join(" and "),
        render_table(header, rows)
    )
}

fn training(basis: &Basis) -> String {
    let rows = basis.post_672_60().into_iter().filter_map(|(year, (ukraine, other))| {
        let accounts = accounts_of("672/60", year)?;
        let found = ukraine + other;
        Some([
            year.to_string(),
            million(accounts),
            million(ukraine),
            million(other),
            million(found),
            percent(found, accounts),
        ])
    });
    let header = ["year", "accounts", "collective protection", "others", "calculated", "deviation"];
    format!(
        "### Post 672/60, Norwegian training\n\n\
         One amount for each participant with collective protection, paid after the stated time; all others at the\n\
         accounts of the last year without them. Nothing is fitted. Million kroner. What is missing is the number in\n\
         training by year, in both groups, and the rate for collective protection in 2022.\n\n{}",
        render_table(header, rows)
    )
}

fn million(value: f64) -> String {
    format!("{value:.1}")
}

fn percent(found: f64, expected: f64) -> String {
    format!("{:+.1} %", 100.0 * (found / expected - 1.0))
}

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
