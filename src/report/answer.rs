//! The answer to what was asked: key figures, a few sentences, and one table by year.
//!
//! Every part is left out where its measures are missing.

use super::bands;
use super::figures::settlements;
use super::measures::Subject;
use super::page::Page;
use super::table::{Cell, Format, Row, Table};
use crate::calendar::{Month, Year};
use crate::results::Measure;
use serde::Serialize;

/// The post the answer is about: the integration grant.
pub const POST: &str = "671/60";

/// A number large enough to be seen from afar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyFigure {
    /// The number.
    pub number: String,
    /// What it is.
    pub name: String,
    /// What the range is.
    pub note: String,
    /// From where to where it may be.
    pub range: String,
}

/// Settled, settled in time, in reception, and the risk of an overrun, in the headline's year.
pub fn key_figures(page: &Page) -> Vec<KeyFigure> {
    let Some(year) = page.focus_year() else { return Vec::new() };
    let year_words = year.to_string();
    let in_year = |key: &str| page.text.with(key, &[("year", &year_words)]);
    let of_name = |name: &str, key: &str, format: Format| {
        let measure = page.measures.year(Subject::national(name), year)?;
        let ends = (measure.q10, measure.q90);
        let (number, range) = match format {
            Format::Whole => (page.rounded(measure.q50), rounded_range(page, ends)),
            format => (format.words(measure.q50, &page.text), format.range(ends, &page.text)),
        };
        Some(KeyFigure { number, name: in_year(key), note: page.text.get("key-band"), range })
    };
    let overrun = on_post(page, "overrun_probability", POST, year).map(|measure| {
        let cash = on_post(page, "cash_kroner", POST, year);
        KeyFigure {
            number: Format::Chance.words(measure.mean, &page.text),
            name: in_year("key-overrun"),
            note: cash.map(|_| page.text.get("key-band-millions")).unwrap_or_default(),
            range: cash
                .map(|it| rounded_range(page, (it.q10 / 1e6, it.q90 / 1e6)))
                .unwrap_or_default(),
        }
    });
    let figures = [
        of_name("settled_under_request_persons", "key-settled", Format::Whole),
        of_name("settled_within_6_months", "key-within", Format::Percent),
        of_name("peak_reception_persons", "key-reception", Format::Whole),
        overrun,
    ];
    figures.into_iter().flatten().collect()
}

/// From one number to another, for a sentence; one number where both are written alike.
fn rounded_range(page: &Page, (low, high): (f64, f64)) -> String {
    let (low, high) = (page.rounded(low), page.rounded(high));
    if low == high { low } else { format!("{low}\u{2013}{high}") }
}

/// The answer in sentences, the most important first.
pub fn sentences(page: &Page) -> Vec<String> {
    let Some(year) = page.focus_year() else { return Vec::new() };
    let money = [cash(page, POST, year), overrun(page, POST, year), supplement(page, POST, year)];
    let money: Vec<_> = money.into_iter().flatten().collect();
    let money = (!money.is_empty()).then(|| money.join(" "));
    let people = [settled(page, year), within(page, year), reception(page, year)];
    people.into_iter().chain([money]).flatten().collect()
}

/// How many are settled.
pub fn settled(page: &Page, year: Year) -> Option<String> {
    page.measures.year(Subject::national("settled_under_request_persons"), year)?;
    Some(format!("{}.", settlements::title(page)))
}

/// How many of those with a permit are settled in time.
pub fn within(page: &Page, year: Year) -> Option<String> {
    let share = |name| Some(page.measures.year(Subject::national(name), year)?.q50);
    let percent = |share: f64| page.whole(share * 100.0);
    let six = percent(share("settled_within_6_months")?);
    let three = percent(share("settled_within_3_months")?);
    let arguments = [("year", year.to_string()), ("six", six), ("three", three)];
    Some(with(page, "answer-within", &arguments))
}

/// How many are in reception when they are most.
pub fn reception(page: &Page, year: Year) -> Option<String> {
    let peak = page.measures.year(Subject::national("peak_reception_persons"), year)?;
    let spread = bands::spread(page, peak, |it| page.rounded(it));
    let arguments =
        [("year", year.to_string()), ("persons", page.rounded(peak.q50)), ("spread", spread)];
    Some(with(page, "answer-reception", &arguments))
}

/// What is paid on a post, against what there is.
pub fn cash(page: &Page, post: &str, year: Year) -> Option<String> {
    let cash = on_post(page, "cash_kroner", post, year)?;
    let mut arguments = vec![
        ("post", post_name(page, post)),
        ("year", year.to_string()),
        ("cash", page.rounded_millions(cash.q50)),
        ("spread", bands::spread(page, cash, |it| page.rounded_millions(it))),
    ];
    let paid = with(page, "answer-cash", &arguments);
    let Some(allocation) = on_post(page, "allocation_kroner", post, year) else {
        return Some(paid);
    };
    let allocation = page.allocation(allocation.mean);
    arguments.push(("allocation", allocation.clone()));
    let available = on_post(page, "available_kroner", post, year);
    let available = available.map(|it| page.allocation(it.mean)).filter(|it| *it != allocation);
    let against = match available {
        Some(available) => {
            arguments.push(("available", available));
            with(page, "answer-available", &arguments)
        }
        None => with(page, "answer-allocation", &arguments),
    };
    Some(format!("{paid} {against}"))
}

/// How likely it is that the money does not last, and when it runs out.
pub fn overrun(page: &Page, post: &str, year: Year) -> Option<String> {
    let probability = on_post(page, "overrun_probability", post, year)?;
    let percent = page.text.probability(probability.mean);
    let risk = with(page, "answer-overrun", &[("percent", percent)]);
    // That it lasts in half of the replications goes without saying if it lasts in more.
    let month = exhaustion_month(page, post, year).flatten().map(|month| page.text.month(month));
    Some(match month {
        Some(month) => format!("{risk} {}", with(page, "answer-exhausted", &[("month", month)])),
        None => risk,
    })
}

/// The month by whose end the money has run out in half of the replications; none if it lasts.
pub fn exhaustion_month(page: &Page, post: &str, year: Year) -> Option<Option<Month>> {
    let number = on_post(page, "exhaustion_month", post, year)?.q50.floor();
    // December is 12, and 13 is not in this year.
    let is_month = (1.0..=12.0).contains(&number);
    Some(is_month.then(|| Month::new(year, number as u8)))
}

/// How much more would be enough in half, three quarters and nine tenths of the replications.
pub fn supplement(page: &Page, post: &str, year: Year) -> Option<String> {
    let needed = |name| Some(on_post(page, name, post, year)?.mean);
    let half = needed("supplement_kroner_50")?;
    let quarters = needed("supplement_kroner_75")?;
    let most = needed("supplement_kroner_90")?;
    let millions = |it| page.rounded_millions(it);
    let arguments =
        [("half", millions(half)), ("quarters", millions(quarters)), ("most", millions(most))];
    let key = match (half > 0.0, quarters > 0.0, most > 0.0) {
        (true, ..) => "answer-supplement",
        (false, true, _) => "answer-supplement-sometimes",
        (false, false, true) => "answer-supplement-seldom",
        (false, false, false) => "answer-supplement-never",
    };
    Some(with(page, key, &arguments))
}

/// Where most of the uncertainty of what is paid on a post comes from.
pub fn main_layer(page: &Page, post: &str, year: Year) -> Option<String> {
    let share = |layer: &'static str| {
        let name = format!("cash_kroner_variance_share_{layer}");
        Some((layer, on_post(page, &name, post, year)?.mean))
    };
    let layers = ["scenario", "parameters", "chance"].into_iter().filter_map(share);
    let (layer, share) = layers.max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let layer = page.text.get(&format!("cause-{layer}"));
    let arguments =
        [("layer", layer), ("percent", page.whole(share * 100.0)), ("post", post_name(page, post))];
    Some(with(page, "cause-layer", &arguments))
}

/// The answer by year.
pub fn table(page: &Page) -> Table {
    let years = page.years();
    let mut rows = vec![Row::heading(page.text.get("answer-people"))];
    rows.extend(people(page, &years));
    rows.push(Row::heading(page.text.get("answer-money")));
    rows.extend(money(page, &years));
    rows.retain(|row| row.cells.is_empty() || row.has_content());
    Table {
        caption: page.text.get("answer-table"),
        corner: String::new(),
        columns: years.iter().map(Year::to_string).collect(),
        rows,
    }
    .without_empty()
}

/// A row of medians and one of the ends of the 80 % band.
fn band<'a>(
    page: &Page<'a>,
    name: String,
    years: &[Year],
    format: Format,
    of: impl Fn(Year) -> Option<&'a Measure>,
) -> [Row; 2] {
    let found: Vec<_> = years.iter().map(|year| of(*year)).collect();
    let medians = found.iter().map(|it| Cell::number(it.map(|it| it.q50), format)).collect();
    let range =
        |it: &Option<&Measure>| it.map_or(Cell::Nothing, |it| Cell::Range(it.q10, it.q90, format));
    let ranges = found.iter().map(range).collect();
    [Row::new(name, medians), Row::detail(page.share_of_runs(0.8), ranges)]
}

fn people(page: &Page, years: &[Year]) -> Vec<Row> {
    let measure =
        |name: &'static str| move |year: Year| page.measures.year(Subject::national(name), year);
    let median = |name, key: &str, format| {
        let of = measure(name);
        let cells = years.iter().map(|year| Cell::number(of(*year).map(|it| it.q50), format));
        Row::new(page.text.get(key), cells.collect())
    };
    let band =
        |name, key: &str, format| band(page, page.text.get(key), years, format, measure(name));
    let mut rows = Vec::new();
    rows.extend(band("arrived_persons", "row-arrived", Format::Whole));
    rows.extend(band("settled_under_request_persons", "row-settled-under-request", Format::Whole));
    rows.push(median("requested_persons", "request", Format::Whole));
    rows.push(median("settled_within_3_months", "row-within-3", Format::Percent));
    rows.push(median("settled_within_6_months", "row-within-6", Format::Percent));
    rows.extend(band("peak_reception_persons", "row-reception", Format::Whole));
    rows
}

fn money(page: &Page, years: &[Year]) -> Vec<Row> {
    let of = |name: &'static str| move |year: Year| on_post(page, name, POST, year);
    let row = |name, key: &str, format| {
        let of = of(name);
        let cells = years.iter().map(|year| Cell::number(of(*year).map(|it| it.q50), format));
        Row::new(page.text.get(key), cells.collect())
    };
    let paid = page.text.get("row-cash");
    let mut rows = Vec::from(band(page, paid, years, Format::Millions(0), of("cash_kroner")));
    rows.push(row("allocation_kroner", "allocation", Format::Millions(1)));
    rows.push(row("available_kroner", "available", Format::Millions(1)));
    rows.push(row("overrun_probability", "row-overrun", Format::Chance));
    let month = |year: &Year| match exhaustion_month(page, POST, *year) {
        None => Cell::Nothing,
        Some(None) => Cell::Words(page.text.get("lasts")),
        Some(Some(month)) => Cell::Words(page.text.get(&format!("month-{}", month.number()))),
    };
    rows.push(Row::new(page.text.get("row-exhausted"), years.iter().map(month).collect()));
    rows.push(row("supplement_kroner_50", "row-supplement-50", Format::Millions(0)));
    rows.push(row("supplement_kroner_75", "row-supplement-75", Format::Millions(0)));
    rows.push(row("supplement_kroner_90", "row-supplement-90", Format::Millions(0)));
    rows.push(row("next_year_floor_kroner", "row-floor", Format::Millions(0)));
    rows
}

/// A measure of a post in a year.
pub fn on_post<'a>(page: &Page<'a>, name: &str, post: &str, year: Year) -> Option<&'a Measure> {
    page.measures.year(Subject::national(name).post(post), year)
}

/// What a post is called; its id where the language files do not know it.
pub fn post_name(page: &Page, post: &str) -> String {
    let key = format!("post-{}", post.replace('/', "-"));
    page.text.find(&key).unwrap_or_else(|| post.to_owned())
}

/// The text of `key` with arguments that are already text.
pub fn with(page: &Page, key: &str, arguments: &[(&str, String)]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|(name, it)| (*name, it.as_str())).collect();
    page.text.with(key, &arguments)
}
