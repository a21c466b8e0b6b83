//! Accounts, budgets and payments in million kroner, and how the section writes them.

use crate::calendar::Year;
use crate::register::budget::{Payment, budget_post, payments};
use crate::units::Kroner;

/// What a post was in the accounts, million kroner.
pub fn accounts_of(series: &str, year: i32) -> Option<f64> {
    in_millions(budget_post(series, Year(year))?.accounts)
}

/// Adopted, and after all changes in the year.
pub fn budget_of(series: &str, year: i32) -> Option<(f64, f64)> {
    let post = budget_post(series, Year(year))?;
    Some((in_millions(post.adopted)?, in_millions(post.revised)?))
}

/// What was paid of a component of a post, million kroner.
pub fn paid_of(series: &str, year: i32, component: &str) -> Option<f64> {
    let is_wanted =
        |it: &Payment| it.series == series && it.year.0 == year && it.component == component;
    in_millions(payments().into_iter().find(is_wanted).map(|it| it.paid))
}

fn in_millions(kroner: Option<Kroner>) -> Option<f64> {
    kroner.map(|it| it.0 as f64 / 1e6)
}

pub fn million(value: f64) -> String {
    format!("{value:.1}")
}

pub fn percent(found: f64, expected: f64) -> String {
    format!("{:+.1} %", 100.0 * (found / expected - 1.0))
}
