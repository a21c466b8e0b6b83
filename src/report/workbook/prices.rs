//! The sheet that says where one more place is worth most: municipalities in that order, year by year.

use super::lines::{Entry, Lines};
use super::{Looks, text};
use crate::report::page::Page;
use crate::report::worth::ranked;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Adds it, where the policy has prices.
pub fn add(book: &mut Workbook, page: &Page, looks: &Looks) -> Result<(), XlsxError> {
    let years: Vec<_> = page.years().into_iter().map(|year| (year, ranked(page, year))).collect();
    if years.iter().all(|(_, ranked)| ranked.is_empty()) {
        return Ok(());
    }
    let heads = [
        (page.text.get("year"), 8.0),
        (page.text.get("municipality"), 24.0),
        (page.text.get("county"), 24.0),
        (page.text.get("mean"), 10.0),
        (page.percent(0.1), 10.0),
        (page.percent(0.9), 10.0),
    ];
    let mut lines = Lines::begin(book, page, "prices", &heads, looks)?;
    let (whole, look) = (Format::new().set_num_format("0"), Format::new().set_num_format("0.000"));
    for (year, ranked) in years {
        for it in ranked {
            let number = |value| Entry::Number(value, &look);
            let [mean, low, high] = [it.measure.mean, it.measure.q10, it.measure.q90].map(number);
            let (name, county) = (text(&page.measures.name_of(it.place)), text(it.county));
            let [name, county] = [&name, &county].map(|it| Entry::Words(it));
            let year = Entry::Number(f64::from(year.0), &whole);
            lines.push(&[year, name, county, mean, low, high])?;
        }
    }
    lines.finish()
}
