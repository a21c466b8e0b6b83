//! `bosett ledger`: prices cohorts that are given in a table, or one more person settled in a month.

use super::arguments::{LedgerArguments, LedgerFormat};
use super::error::CliError;
use super::print;
use super::table::Table;
use crate::calendar::{GrantYear, Month, Year};
use crate::model::grants::Category;
use crate::pricing::file::load_entries;
use crate::pricing::{Claim, Entry, Law, Line, PaymentDays, price};
use crate::report::number::whole;
use crate::report::text::Text;
use crate::results::json_lines;
use crate::rules::{RuleNotInForce, Rules};
use crate::units::{Kroner, Persons};
use serde::Serialize;

/// Prints rights and cash by year and component.
pub fn ledger(arguments: &LedgerArguments, text: &Text) -> Result<(), CliError> {
    if let Some(month) = arguments.one_more {
        return print(&render_one_more(month, text)?);
    }
    let Some(path) = &arguments.cohorts else { return Err(CliError::NoCohorts) };
    let entries = load_entries(path).map_err(CliError::Scenario)?;
    let settled = entries.iter().map(|it| it.settled.year());
    let (Some(first), Some(last)) = (settled.clone().min(), settled.max()) else {
        return Err(CliError::NoCohorts);
    };
    let last = arguments.until.map_or(last.plus(GrantYear::N as i32 - 1), Year).max(first);
    let law = Law::read(&Rules::embedded(), first, last)?;
    let days = PaymentDays {
        year_1: arguments.year_1_days,
        one_off: arguments.one_off_days,
        training: arguments.training_days,
    };
    let mut lines = price(&entries, &law, days);
    if !arguments.by_municipality {
        lines = national(lines);
    }
    print(&match arguments.format {
        LedgerFormat::Table => render_table(&lines, arguments.by_municipality, text),
        LedgerFormat::Json => render_json(&lines),
        LedgerFormat::Csv => render_csv(&lines),
    })
}

/// The lines of all municipalities together.
fn national(lines: Vec<Line>) -> Vec<Line> {
    let mut sums: Vec<Line> = Vec::new();
    let mut lines = lines;
    lines.sort_by_key(|it| (it.year, it.component));
    for line in lines {
        match sums.last_mut() {
            Some(last) if (last.year, last.component) == (line.year, line.component) => {
                last.right += line.right;
                last.cash += line.cash;
            }
            _ => sums.push(Line { municipality: String::new(), ..line }),
        }
    }
    sums
}

fn render_csv(lines: &[Line]) -> String {
    let mut csv = "year,municipality,post,component,right_kroner,cash_kroner\n".to_owned();
    for it in lines {
        let (post, component) = (it.component.post().code(), it.component.code());
        let place = match it.municipality.contains([',', '"', '\n']) {
            true => format!("\"{}\"", it.municipality.replace('"', "\"\"")),
            false => it.municipality.clone(),
        };
        csv.push_str(&format!(
            "{},{place},{post},{component},{},{}\n",
            it.year.0, it.right, it.cash
        ));
    }
    csv
}

fn render_json(lines: &[Line]) -> String {
    #[derive(Serialize)]
    struct LineOut<'a> {
        year: i32,
        municipality: Option<&'a str>,
        post: &'a str,
        component: &'a str,
        right_kroner: i64,
        cash_kroner: i64,
    }
    #[derive(Serialize)]
    struct Answer<'a> {
        lines: Vec<LineOut<'a>>,
        outstanding_kroner: i64,
    }
    let lines_out = lines.iter().map(|it| LineOut {
        year: it.year.0,
        municipality: Some(it.municipality.as_str()).filter(|it| !it.is_empty()),
        post: it.component.post().code(),
        component: it.component.code(),
        right_kroner: it.right.0,
        cash_kroner: it.cash.0,
    });
    json_lines(&Answer { lines: lines_out.collect(), outstanding_kroner: outstanding(lines).0 })
}

/// Rights of these years that are not paid in them.
fn outstanding(lines: &[Line]) -> Kroner {
    lines.iter().map(|it| it.right - it.cash).sum()
}

fn render_table(lines: &[Line], by_municipality: bool, text: &Text) -> String {
    let language = text.language();
    let kroner = |it: Kroner| whole(it.0 as f64, language);
    let mut table = Table::default();
    let heads = ["ledger-right", "ledger-cash"].map(|key| text.get(key));
    table.push([String::new()].into_iter().chain(heads));
    let mut years: Vec<Year> = lines.iter().map(|it| it.year).collect();
    years.dedup();
    for year in years {
        let of_year: Vec<&Line> = lines.iter().filter(|it| it.year == year).collect();
        let right: Kroner = of_year.iter().map(|it| it.right).sum();
        let cash: Kroner = of_year.iter().map(|it| it.cash).sum();
        table.push([year.to_string(), kroner(right), kroner(cash)]);
        for it in of_year {
            let component = text.get(&format!("ledger-{}", it.component.code()));
            let place = match by_municipality && !it.municipality.is_empty() {
                true => format!("{}, ", it.municipality),
                false => String::new(),
            };
            let name = format!("  {place}{component} ({})", it.component.post().code());
            table.push([name, kroner(it.right), kroner(it.cash)]);
        }
    }
    let owed = kroner(outstanding(lines));
    format!("{}\n{}\n", table.render(), text.with("ledger-outstanding", &[("kroner", &owed)]))
}

/// What one more person settled in a month gives a right to on post 60 in the grant years, by category.
fn render_one_more(month: Month, text: &Text) -> Result<String, RuleNotInForce> {
    let year = month.year();
    let last = year.plus(GrantYear::N as i32 - 1);
    let law = Law::read(&Rules::embedded(), year, last)?;
    let days = PaymentDays { year_1: 0, one_off: 0, training: 0 };
    let language = text.language();
    let mut table = Table::default();
    let years = (year.0..=last.0).map(|it| it.to_string());
    table.push([String::new()].into_iter().chain(years).chain([text.get("ledger-sum")]));
    let categories = [
        ("ledger-single-adult", Category::SingleAdult),
        ("ledger-adult", Category::Adult),
        ("ledger-child", Category::Child),
        ("ledger-minor", Category::UnaccompaniedMinor),
    ];
    for (key, category) in categories {
        let one = Entry {
            settled: month,
            claim: Claim::Grant(category),
            persons: Persons(1),
            present: [Persons(1); GrantYear::N - 1],
            age: None,
            is_three_year: false,
            municipality: String::new(),
            moved: None,
        };
        let lines = price(&[one], &law, days);
        let in_year = |year: i32| -> Kroner {
            lines.iter().filter(|it| it.year.0 == year).map(|it| it.right).sum()
        };
        let by_year: Vec<Kroner> = (year.0..=last.0).map(in_year).collect();
        let sum: Kroner = by_year.iter().copied().sum();
        let cells = by_year.iter().chain([&sum]).map(|it| whole(it.0 as f64, language));
        table.push([text.get(key)].into_iter().chain(cells));
    }
    let month = text.month(month);
    Ok(format!("{}\n\n{}", text.with("ledger-one-more", &[("month", &month)]), table.render()))
}
