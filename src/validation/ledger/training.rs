//! The part of the section on post 672/60: Norwegian training (A94).

use super::accounts::{accounts_of, million, percent};
use super::basis::Basis;
use crate::calendar::Year;
use crate::pricing::{Claim, PaymentDays, price};
use crate::register::municipal::{MunicipalYear, municipal_settlement};
use crate::scenario::Training;
use crate::validation::render_table;
use nalgebra::{DMatrix, DVector};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Settlement years that others are trained in: the year and the two before.
const N_YEARS: i32 = 3;
/// Years under collective protection that are held against the accounts.
const YEARS: RangeInclusive<i32> = 2022..=2023;

/// What a year comes to, in million kroner.
struct Sum {
    year: i32,
    accounts: f64,
    others: f64,
    collective: f64,
    base: f64,
}

impl Sum {
    fn total(&self) -> f64 {
        self.others + self.collective + self.base
    }
}

/// The text of the part, from its heading.
pub fn training(basis: &Basis) -> String {
    let others = Others::fit(basis, None);
    let collective = collective(basis);
    let municipal = municipal_settlement();
    let sums: Vec<Sum> = YEARS
        .map(|year| Sum {
            year,
            accounts: accounts(year),
            others: others.of(basis, year),
            collective: collective.get(&year).copied().unwrap_or_default(),
            base: base_added(basis, &municipal, year),
        })
        .collect();
    let rows = sums.iter().map(|it| {
        [
            it.year.to_string(),
            million(it.accounts),
            million(it.others),
            million(it.collective),
            million(it.base),
            million(it.total()),
            percent(it.total(), it.accounts),
        ]
    });
    let header =
        ["year", "accounts", "others", "collective", "base grants", "calculated", "deviation"];
    let table = render_table(header, rows);
    [before(basis, &others), format!("{}\n{table}\n{}", words(), unexplained(basis, &sums))]
        .join("\n")
}

fn words() -> &'static str {
    "With collective protection: participants by settlement month, twelve months from that of settlement at the rate of\n\
     the year they fall in (A152), paid after the stated time. *Base grants* are those that municipalities get because\n\
     of participants with collective protection settled the year before. Nothing is fitted to these two years, but the\n\
     months of A152 were introduced after the first calculation had missed them. Million kroner.\n"
}

fn accounts(year: i32) -> f64 {
    accounts_of("672/60", year).expect("there are accounts of these years")
}

/// What all others cost: so much a year, and so much for each person settled in the last three years.
struct Others {
    constant: f64,
    each: f64,
}

impl Others {
    /// By least squares on the accounts before collective protection, but for one year.
    fn fit(basis: &Basis, left_out: Option<i32>) -> Self {
        let [from, to] = basis.file.training.before;
        let years: Vec<i32> = (from..=to).filter(|it| Some(*it) != left_out).collect();
        let columns = DMatrix::from_fn(years.len(), 2, |row, column| {
            if column == 0 { 1.0 } else { settled_lately(basis, years[row]) }
        });
        let sums = DVector::from_iterator(years.len(), years.iter().map(|it| accounts(*it)));
        let normal = columns.tr_mul(&columns).cholesky().expect("settlement has varied");
        let found = normal.solve(&columns.tr_mul(&sums));
        Self { constant: found[0], each: found[1] }
    }

    fn of(&self, basis: &Basis, year: i32) -> f64 {
        self.constant + self.each * settled_lately(basis, year)
    }
}

/// Persons without collective protection settled in a year and the two before.
fn settled_lately(basis: &Basis, year: i32) -> f64 {
    let other = |year: i32| basis.settled[&year].0 - basis.settled[&year].1;
    (year - N_YEARS + 1..=year).map(other).sum::<i64>() as f64
}

/// How the accounts before collective protection follow settlement.
fn before(basis: &Basis, others: &Others) -> String {
    let [from, to] = basis.file.training.before;
    let rows = (from..=to).map(|year| {
        let unseen = Others::fit(basis, Some(year)).of(basis, year);
        [
            year.to_string(),
            format!("{:.0}", settled_lately(basis, year)),
            million(accounts(year)),
            million(others.of(basis, year)),
            percent(others.of(basis, year), accounts(year)),
            percent(unseen, accounts(year)),
        ]
    });
    let header =
        ["year", "settled in three years", "accounts", "fitted", "deviation", "year left out"];
    let rate = basis.law.of(Year(to)).expect("the law of the year").training_ordinary.0 as f64;
    let file = &basis.file.training;
    let by_rate = rate * file.training_age_other * file.participation;
    format!(
        "### Post 672/60, Norwegian training\n\n\
         Before collective protection the post follows persons settled in the year and the two before: {:.0} million kroner\n\
         and {:.0} kroner for each of them.\n\n{}\n\
         Person by person at the one rate that is known, and with the shares of 18 to 67 and of participants, each of them\n\
         would cost {by_rate:.0} kroner, {:.0} % of what the accounts moved by: three years of the rate are too little, and\n\
         what else follows settlement - other rates in each year, family, base grants - is not published. That is why\n\
         `world.grants.ordinary_training_years` is left at one in the embedded scenarios and the rest is a sum (A82).\n",
        others.constant,
        1e6 * others.each,
        render_table(header, rows),
        100.0 * by_rate / (1e6 * others.each),
    )
}

/// Participants with collective protection of a settlement year, if all of it took part.
fn of_age(basis: &Basis, year: i32) -> f64 {
    let age = &basis.file.training.training_age;
    let share = age.get(&year.to_string()).copied().unwrap_or_default();
    basis.settled[&year].1 as f64 * share
}

/// Training of those with collective protection by year, million kroner.
fn collective(basis: &Basis) -> BTreeMap<i32, f64> {
    let file = &basis.file.training;
    let mut entries = Vec::new();
    for year in YEARS {
        let claim = Claim::Training(Training::CollectiveProtection);
        let trainees = of_age(basis, year) * file.participation;
        basis.add_months(&mut entries, year, claim, trainees, 1.0);
    }
    let days = PaymentDays { year_1: 0, one_off: 0, training: file.days };
    let mut sums = BTreeMap::new();
    for line in price(&entries, &basis.law, days) {
        *sums.entry(line.year.0).or_insert(0.0) += line.cash.0 as f64 / 1e6;
    }
    sums
}

/// Base grants of a year to municipalities by all settled the year before, over those by all but collective
/// protection, million kroner.
fn base_added(basis: &Basis, municipal: &[MunicipalYear], year: i32) -> f64 {
    let file = &basis.file.training;
    let rates = basis.law.of(Year(year)).expect("the law of the year");
    let base = |persons: i64| {
        let trainees = persons as f64 * file.training_age_other * file.participation;
        rates.training_base(trainees.round() as i64).map_or(0.0, |it| it.0 as f64 / 1e6)
    };
    let last_year = municipal.iter().filter(|it| it.year.0 == year - 1);
    last_year
        .filter_map(|it| {
            let all = it.settled.known()?.0;
            let collective = it.settled_ukraine.known().map_or(0, |it| it.0);
            Some(base(all) - base((all - collective).max(0)))
        })
        .sum()
}

/// What the last year would need, where it is missed.
fn unexplained(basis: &Basis, sums: &[Sum]) -> String {
    let Some(last) = sums.last() else { return String::new() };
    let gap = last.accounts - last.total();
    let rate = basis.law.of(Year(last.year)).expect("the law of the year").training_collective;
    let trainees = gap * 1e6 / rate.0 as f64;
    let everybody = last.collective / basis.file.training.participation;
    let with_right = last.others + everybody + last.base;
    format!(
        "What is missing is the number of persons paid for by year, in both groups, and the rate for collective protection\n\
         in 2022. The gap of {} is {gap:.0} million kroner, {trainees:.0} whole years of training at the rate of the year. If\n\
         the grant is paid for everybody of 18 to 67 and not for participants, the year comes to {} ({}).\n",
        last.year,
        million(with_right),
        percent(with_right, last.accounts),
    )
}
