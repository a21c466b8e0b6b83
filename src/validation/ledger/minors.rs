//! The part of the section on post 61: unaccompanied minors (A93).

use super::ERROR;
use super::accounts::{accounts_of, million, percent};
use super::basis::Basis;
use super::fit::fit;
use crate::model::grants::Category;
use crate::pricing::{Claim, Component, PaymentDays, price};
use crate::validation::render_table;
use std::collections::BTreeMap;

/// Years of post 61 that its fit has seen; cohorts from before the first settlement known here are in none later.
const MINORS_FIT: [i32; 2] = [2020, 2021];

pub fn minors(basis: &Basis) -> String {
    let (expected, spread) = (basis.file.minors.stay, basis.file.minors.stay_spread);
    let accounts = |year| accounts_of("671/61", year).expect("there are accounts of these years");
    let [distance] = fit(|[distance]: &[f64; 1]| {
        let care = post_61(basis, expected + spread * distance);
        let errors = MINORS_FIT.iter().map(|year| (care[year] / accounts(*year) - 1.0) / ERROR);
        errors.chain([*distance]).collect()
    });
    let stay = expected + spread * distance;
    let (everybody, care) = (post_61(basis, 1.0), post_61(basis, stay));
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

/// Post 61 by year, million kroner, when this share of minors stays each year.
fn post_61(basis: &Basis, stay: f64) -> BTreeMap<i32, f64> {
    let mut entries = Vec::new();
    for (year, settled) in &basis.file.minors.settled {
        let year: i32 = year.parse().expect("a year");
        for (age, share) in &basis.file.minors.ages {
            let age: u8 = age.parse().expect("an age");
            let first = entries.len();
            let claim = Claim::Grant(Category::UnaccompaniedMinor);
            basis.add_months(&mut entries, year, claim, *settled as f64 * share, stay);
            entries[first..].iter_mut().for_each(|it| it.age = Some(age));
        }
    }
    let days = PaymentDays { year_1: 0, one_off: 0, training: 0 };
    let lines = price(&entries, &basis.law, days).into_iter();
    let care = lines.filter(|it| it.component == Component::Care);
    care.map(|it| (it.year.0, it.cash.0 as f64 / 1e6)).collect()
}
