//! The part of the section on post 60: parameters, years, what is missing, components.

use super::accounts::{accounts_of, budget_of, million, paid_of, percent};
use super::basis::{Basis, YearSum};
use super::file::N_PARAMETERS;
use super::{ERROR, Values, YEAR_1, YEARS, YEARS_2_TO_5, Years};
use crate::validation::render_table;

/// A year that the fit has not seen is met within this.
const LIMIT: f64 = 0.05;
/// Positions of parameters that no document gives.
const FAMILY: usize = 0;
const FAMILY_YEARS: usize = 1;
const STAY: usize = 4;
const DISABILITY: usize = 5;

/// The text from the section's heading, given the fit on all years and those that have not seen one.
pub fn post_60(basis: &Basis, fit: &Values, fits: &[(i32, Values)]) -> String {
    let sums = basis.post_60(fit);
    let left_out: Years =
        fits.iter().map(|(year, values)| (*year, basis.post_60(values)[year])).collect();
    [
        introduction(basis, fit),
        years(basis, &sums, fits, &left_out),
        triggering(basis, &sums),
        components(&sums, &left_out),
    ]
    .join("\n")
}

fn introduction(basis: &Basis, values: &Values) -> String {
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

fn years(basis: &Basis, sums: &Years, fits: &[(i32, Values)], left_out: &Years) -> String {
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
         last two columns are the state's own calculations against the same accounts.\n\n{}\n{}\n{}",
        render_table(header, rows),
        together(left_out),
        verdict(basis, fits)
    )
}

/// Years that stand together: what slips over a new year is in neither sum.
fn together(left_out: &Years) -> String {
    let sums = [2020..=2021, 2017..=2021].map(|years| {
        let accounts: f64 = years.clone().filter_map(|year| accounts_of("671/60", year)).sum();
        let found: f64 = years.clone().map(|year| left_out[&year].total()).sum();
        format!("{} to {}: {}", years.start(), years.end(), percent(found, accounts))
    });
    format!("Years left out, added up: {}.\n", sums.join("; "))
}

/// Which years are met, and what is missing for the others.
fn verdict(basis: &Basis, left_out: &[(i32, Values)]) -> String {
    let accounts = |year| accounts_of("671/60", year).expect("there are accounts of these years");
    let found = |(year, values): &(i32, Values)| basis.post_60(values)[year].total();
    let is_met = |it: &&(i32, Values)| (found(it) / accounts(it.0) - 1.0).abs() <= LIMIT;
    let (met, missed): (Vec<_>, Vec<_>) = left_out.iter().partition(is_met);
    let list = |fits: &[&(i32, Values)]| {
        fits.iter().map(|it| it.0.to_string()).collect::<Vec<_>>().join(", ")
    };
    let limit = format!("{:.0} %", 100.0 * LIMIT);
    if missed.is_empty() {
        return format!("Left out, every year comes within {limit}.\n");
    }
    let own = |it: &&(i32, Values)| {
        let (adopted, revised) = budget_of("671/60", it.0).expect("there is a budget");
        format!(
            "- {}: calculated {}, adopted {}, after all changes {}, accounts {}. The calculation lies {} from \
             the adopted budget and {} from the revised one.",
            it.0,
            million(found(it)),
            million(adopted),
            million(revised),
            million(accounts(it.0)),
            percent(found(it), adopted),
            percent(found(it), revised),
        )
    };
    format!(
        "Left out, {} come within {limit} and {} do not:\n\n{}\n\n{}",
        list(&met),
        list(&missed),
        missed.iter().map(own).collect::<Vec<_>>().join("\n"),
        missing(basis, &missed),
    )
}

/// What the figures that are not published could be worth in the years that are missed.
fn missing(basis: &Basis, missed: &[&(i32, Values)]) -> String {
    let rows = missed.iter().map(|(year, values)| {
        let sum = basis.post_60(values)[year];
        let accounts = accounts_of("671/60", *year).expect("there are accounts of these years");
        let gap = accounts - sum.total();
        let persons = gap / (sum.year_1 + sum.years_2_to_5) * sum.triggering;
        let shifted = |index: usize| {
            let mut aside = *values;
            aside[index] += basis.parameters[index].spread;
            basis.post_60(&aside)[year].total() - sum.total()
        };
        let each: Vec<f64> = (0..N_PARAMETERS).map(shifted).collect();
        let together = each.iter().map(|it| it * it).sum::<f64>().sqrt();
        [
            year.to_string(),
            format!("{gap:+.0}"),
            format!("{persons:+.0} of {:.0}", sum.triggering),
            format!("{:+.1}", each[FAMILY]),
            format!("{:+.1}", each[FAMILY_YEARS]),
            format!("{:+.1}", each[STAY]),
            format!("{:+.1}", each[DISABILITY]),
            format!("{together:.0} ({:.1} %)", 100.0 * together / accounts),
        ]
    });
    let header = [
        "year",
        "missing, million",
        "that is persons",
        "family + 1 spread",
        "its delay",
        "stay",
        "disability",
        "all, root of squares",
    ];
    format!(
        "What is missing is the number of persons who gave the right, by grant year: it is published for one year only.\n\
         The table says how many persons at the year's mean grant the gap is, and what the year's sum changes, in million\n\
         kroner, when one of the unpublished figures is one spread higher; the last column is what not knowing any of\n\
         them is worth. A gap within about two of these is what such a calculation must be prepared for without that\n\
         number; a constant that met the year would only hide it.\n\n{}",
        render_table(header, rows)
    )
}

fn triggering(basis: &Basis, sums: &Years) -> String {
    let (counted, late) = (basis.triggering(), basis.late_years());
    let found = sums[&counted.year].triggering;
    let of_late = sums[&late.year];
    format!(
        "Persons who gave the right in {}: counted {:.0}, calculated {found:.0} ({}). Of those who gave it in {} over {:.0} %\n\
         were in grant years 4 and 5 (Beregningsutvalget); calculated {:.0} %, which the fit has not seen.\n",
        counted.year,
        counted.persons,
        percent(found, counted.persons),
        late.year,
        100.0 * late.at_least,
        100.0 * of_late.late / of_late.triggering,
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
