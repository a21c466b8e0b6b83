//! `bosett ledger`: prices cohorts that are given in a table, or one more person settled in a month.

use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::error::input::InputError;
use super::print;
use super::table::Table;
use super::values::whole as whole_number;
use crate::calendar::{GrantYear, Month, Year};
use crate::model::grants::Category;
use crate::pricing::file::load_entries;
use crate::pricing::{Claim, Entry, Law, Line, PaymentDays, price};
use crate::report::number::whole;
use crate::report::text::Text;
use crate::results::csv_text::csv_cell;
use crate::results::json_lines;
use crate::rules::Rules;
use crate::units::{Kroner, Persons};
use clap::{Args, ValueEnum};
use serde::Serialize;

/// How priced cohorts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LedgerFormat {
    /// A table for people
    #[default]
    Table,
    /// For machines
    Json,
    /// For spreadsheets
    Csv,
}

/// `bosett ledger`.
#[derive(Clone, Debug, Args)]
pub struct LedgerArguments {
    /// A CSV file with the columns year, group, category and persons; see the README
    #[arg(value_name = "COHORTS", required_unless_present = "one_more")]
    cohorts: Option<String>,
    /// Last year to price [default: the fourth after the last settlement year]
    #[arg(long, value_name = "YEAR", value_parser = whole_number(1900, 2200))]
    until: Option<i32>,
    /// Days from settlement until grant year 1 is paid
    #[arg(long, value_name = "DAYS", default_value_t = 38, value_parser = whole_number(0, 3650))]
    year_1_days: i32,
    /// Days from settlement until one-off grants are paid
    #[arg(long, value_name = "DAYS", default_value_t = 50, value_parser = whole_number(0, 3650))]
    one_off_days: i32,
    /// Days from settlement until the training grant is paid
    #[arg(long, value_name = "DAYS", default_value_t = 120, value_parser = whole_number(0, 3650))]
    training_days: i32,
    /// Tell municipalities apart
    #[arg(long)]
    by_municipality: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: LedgerFormat,
    /// Show instead what one more person settled in this month gives a right to, year by year
    #[arg(long, value_name = "MONTH", conflicts_with = "cohorts")]
    one_more: Option<Month>,
}

/// Prints rights and cash by year and component.
pub fn ledger(arguments: &LedgerArguments, text: &Text) -> Result<(), CliError> {
    if let Some(month) = arguments.one_more {
        return print(&render_one_more(month, text)?);
    }
    let path = arguments.cohorts.as_deref().unwrap_or_default();
    let entries = load_entries(path)?;
    let settled = entries.iter().map(|it| it.settled.year());
    let (Some(first), Some(last)) = (settled.clone().min(), settled.max()) else {
        return Err(InputError::NoRows { path: path.to_owned(), what: "cohort" }.into());
    };
    let last = arguments.until.map_or(last.plus(GrantYear::N as i32 - 1), Year);
    if last < first {
        let accepted = format!("{first}, the first year of settlement, or later");
        return Err(CommandLineError::option("--until", &last.to_string(), accepted).into());
    }
    let law = read_law(first, last)?;
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

/// The law of these years, or where all of it is known.
fn read_law(first: Year, last: Year) -> Result<Law, InputError> {
    let rules = Rules::embedded();
    Law::read(&rules, first, last).map_err(|missing| {
        let is_known = |year: &Year| Law::read(&rules, *year, *year).is_ok();
        let known: Vec<Year> = (1900..=2200).map(Year).filter(is_known).collect();
        let end = |it: Option<&Year>| it.map_or(missing.month.year().0, |it| it.0);
        InputError::NotInForce { missing, first: end(known.first()), last: end(known.last()) }
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
        let place = csv_cell(&it.municipality);
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
fn render_one_more(month: Month, text: &Text) -> Result<String, InputError> {
    let year = month.year();
    let last = year.plus(GrantYear::N as i32 - 1);
    let law = read_law(year, last)?;
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
