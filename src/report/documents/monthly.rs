//! The monthly analysis of settlement: where it stands, where it goes, and how far it is off the request.

use super::{Content, Section, chosen, warning};
use crate::calendar::{Month, Year};
use crate::report::answer::{self, with};
use crate::report::bands;
use crate::report::figures::settled_within::TARGET;
use crate::report::measures::Subject;
use crate::report::page::Page;
use crate::report::table::{Cell, Format, Row, Table};
use crate::report::web::FigureView;
use crate::results::Measure;

/// Months shown before and after the month of the analysis.
const N_BEFORE: i32 = 5;
const N_AFTER: i32 = 6;

/// What is held against the request and against published numbers.
const SETTLED: &str = "settled_under_request_persons";
/// Quantities of a month, and whether they are counted at its end.
const QUANTITIES: [(&str, &str); 6] = [
    ("arrived_persons", "row-arrived"),
    ("permit_persons", "row-permits"),
    (SETTLED, "row-settled-under-request"),
    ("waiting_persons", "row-waiting"),
    ("reception_persons", "row-in-reception"),
    ("private_persons", "row-private"),
];

/// The document, about the last month that was over on the as-of day.
pub fn plan(page: &Page, figures: &[FigureView]) -> Option<Content> {
    let first = page.years().first()?.first_month();
    let month = page.as_of().map_or(first, |day| match day == day.month().last_day() {
        true => day.month(),
        false => day.month().plus(-1),
    });
    // The scenario may begin after the month that is known.
    let shown = month.max(first);
    let title = page.text.with("monthly-title", &[("month", &page.text.month(month))]);
    let sections = vec![status(page, month, shown), trend(page, month, shown, figures)];
    let plan = deviation(page, figures);
    let warning = warning::plan(page, month, figures);
    Some(Content { title, sections: sections.into_iter().chain(warning).chain(plan).collect() })
}

fn simulated<'a>(page: &Page<'a>, name: &str, month: Month) -> Option<&'a Measure> {
    page.measures.month(Subject::national(name), month)
}

fn actual<'a>(page: &Page<'a>, name: &str, month: Month) -> Option<&'a Measure> {
    page.measures.month(Subject::national(&format!("{name}_actual")), month)
}

fn status(page: &Page, month: Month, shown: Month) -> Section {
    let mut sentences = Vec::new();
    if let Some(settled) = actual(page, SETTLED, month) {
        let persons = page.whole(settled.mean);
        let arguments = [("month", page.text.month(month)), ("persons", persons)];
        let mut sentence = with(page, "monthly-settled", &arguments);
        if let Some(projected) = simulated(page, SETTLED, month) {
            sentence = format!("{sentence} {}", compared(page, settled.mean, projected));
        }
        sentences.push(sentence);
    } else if let Some(settled) = simulated(page, SETTLED, shown) {
        let persons = page.rounded(settled.q50);
        let spread = bands::spread(page, settled, |it| page.rounded(it));
        let arguments =
            [("month", page.text.month(shown)), ("persons", persons), ("spread", spread)];
        sentences.push(with(page, "monthly-settled-projected", &arguments));
    }
    let stocks = ["waiting_persons", "reception_persons"];
    if let [Some(waiting), Some(reception)] = stocks.map(|name| simulated(page, name, shown)) {
        let arguments = [
            ("month", page.text.month(shown)),
            ("waiting", page.rounded(waiting.q50)),
            ("reception", page.rounded(reception.q50)),
        ];
        sentences.push(with(page, "monthly-stocks", &arguments));
    }
    let row = |(name, key): (&str, &str)| {
        let cells = cells(actual(page, name, shown), simulated(page, name, shown));
        Row::new(page.text.get(key), cells)
    };
    let mut rows: Vec<_> = QUANTITIES.into_iter().map(row).collect();
    rows.retain(Row::has_content);
    let caption = page.text.with("monthly-table", &[("month", &page.text.month(shown))]);
    let table = Table { caption, corner: String::new(), columns: columns(page), rows };
    Section {
        sentences,
        tables: vec![table.without_empty().view(&page.text)],
        ..Section::new(page.text.get("monthly-status"))
    }
}

/// Where a published number lies in what was simulated.
fn compared(page: &Page, actual: f64, projected: &Measure) -> String {
    let (key, end) = match verdict(actual, projected) {
        "verdict-above" => ("monthly-above", projected.q90),
        "verdict-below" => ("monthly-below", projected.q10),
        _ => {
            let range = Format::Whole.range((projected.q10, projected.q90), &page.text);
            return page.text.with("monthly-inside", &[("range", &range)]);
        }
    };
    page.text.with(key, &[("number", &page.whole(end))])
}

/// The key of a word for where a number lies against the 80 % band.
fn verdict(actual: f64, projected: &Measure) -> &'static str {
    if actual > projected.q90 {
        "verdict-above"
    } else if actual < projected.q10 {
        "verdict-below"
    } else {
        "verdict-inside"
    }
}

fn columns(page: &Page) -> Vec<String> {
    vec![page.text.get("actual"), page.text.get("median"), page.share_of_runs(0.8)]
}

fn cells(actual: Option<&Measure>, simulated: Option<&Measure>) -> Vec<Cell> {
    let range = |it: &Measure| Cell::Range(it.q10, it.q90, Format::Whole);
    vec![
        Cell::number(actual.map(|it| it.mean), Format::Whole),
        Cell::number(simulated.map(|it| it.q50), Format::Whole),
        simulated.map_or(Cell::Nothing, range),
    ]
}

fn trend(page: &Page, month: Month, shown: Month, figures: &[FigureView]) -> Section {
    let direction = |name: &str, key: &str| {
        // Both simulated, where they are: a single published month is a noisy thing to start from.
        let now = simulated(page, name, shown).map(|it| (shown, it.q50));
        let now = now.or_else(|| actual(page, name, month).map(|it| (month, it.mean)));
        let (now, before) = now?;
        let later = now.plus(N_AFTER);
        let after = simulated(page, name, later)?.q50;
        let direction = if after < before { "falls" } else { "rises" };
        let arguments = [
            ("later", page.text.month(later)),
            ("after", page.rounded(after)),
            ("now", page.text.month(now)),
            ("before", page.rounded(before)),
        ];
        Some(with(page, &format!("{key}-{direction}"), &arguments))
    };
    let sentences =
        [direction(SETTLED, "monthly-settling"), direction("waiting_persons", "monthly-waiting")];
    let months = (-N_BEFORE..=N_AFTER).map(|index| month.plus(index));
    let row = |month: Month| {
        let (actual, simulated) = (actual(page, SETTLED, month), simulated(page, SETTLED, month));
        Row::new(page.text.month(month), cells(actual, simulated))
    };
    let mut rows: Vec<_> = months.map(row).collect();
    rows.retain(Row::has_content);
    let caption = page.text.get("monthly-trend-table");
    let corner = page.text.get("month");
    let table = Table { caption, corner, columns: columns(page), rows };
    Section {
        sentences: sentences.into_iter().flatten().collect(),
        tables: vec![table.without_empty().view(&page.text)],
        figures: chosen(
            figures,
            &["settlements", "pace-calendar", "waiting", "stages", "reception"],
        ),
        ..Section::new(page.text.get("monthly-trend"))
    }
}

fn deviation(page: &Page, figures: &[FigureView]) -> Option<Section> {
    let year = page.focus_year()?;
    let mut sentences: Vec<_> = answer::settled(page, year).into_iter().collect();
    sentences.extend(against_request(page, year));
    sentences.extend(answer::within(page, year));
    let mut tables = vec![plan_table(page)];
    tables.extend(published_table(page, year));
    tables.retain(|table| !table.rows.is_empty());
    Some(Section {
        sentences,
        tables: tables.iter().map(|table| table.view(&page.text)).collect(),
        figures: chosen(figures, &["settled-within"]),
        ..Section::new(page.text.get("monthly-deviation"))
    })
}

/// Where the request lies in what is settled.
fn against_request(page: &Page, year: Year) -> Option<String> {
    let of_year = |name| page.measures.year(Subject::national(name), year);
    let (settled, requested) = (of_year(SETTLED)?, of_year("requested_persons")?);
    let key = match verdict(requested.q50, settled) {
        "verdict-above" => "request-above",
        "verdict-below" => "request-below",
        _ => "request-inside",
    };
    Some(page.text.get(key))
}

/// What was planned for each year, and what comes of it.
fn plan_table(page: &Page) -> Table {
    let years = page.years();
    let of = |name: &'static str, key: &str, format| {
        let found = |year: &Year| page.measures.year(Subject::national(name), *year);
        let cells = years.iter().map(|year| Cell::number(found(year).map(|it| it.q50), format));
        Row::new(page.text.get(key), cells.collect())
    };
    let range = |year: &Year| {
        let settled = page.measures.year(Subject::national(SETTLED), *year);
        settled.map_or(Cell::Nothing, |it| Cell::Range(it.q10, it.q90, Format::Whole))
    };
    let target = page.text.with("within-target", &[("percent", &page.percent(TARGET))]);
    let mut rows = vec![
        of("requested_persons", "request", Format::Whole),
        of("agreed_places", "row-agreed", Format::Whole),
        of(SETTLED, "row-settled-under-request", Format::Whole),
        Row::detail(page.share_of_runs(0.8), years.iter().map(range).collect()),
        of("utilisation", "row-utilisation", Format::Percent),
        of("steered_share", "row-steered", Format::Percent),
        of("settled_within_6_months", "row-within-6", Format::Percent),
    ];
    rows.retain(Row::has_content);
    Table {
        caption: format!("{} {target}.", page.text.get("monthly-plan-table")),
        corner: String::new(),
        columns: years.iter().map(Year::to_string).collect(),
        rows,
    }
    .without_empty()
}

/// The months of the year that have both a published number and a simulated one.
fn published_table(page: &Page, year: Year) -> Option<Table> {
    let months = (0..12).map(|index| year.first_month().plus(index));
    let row = |month: Month| {
        let published = actual(page, SETTLED, month)?;
        let projected = simulated(page, SETTLED, month)?;
        let mut cells = cells(Some(published), Some(projected));
        cells.push(Cell::Words(page.text.get(verdict(published.mean, projected))));
        Some(Row::new(page.text.month(month), cells))
    };
    let rows: Vec<_> = months.filter_map(row).collect();
    let mut columns = columns(page);
    columns.push(page.text.get("monthly-verdict"));
    let caption = page.text.get("monthly-published-table");
    let corner = page.text.get("month");
    (!rows.is_empty()).then_some(Table { caption, corner, columns, rows })
}
