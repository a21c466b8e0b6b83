//! Settlement month by month against an even pace of the year's request: a calendar whose colours have their
//! middle at the plan.

use crate::calendar::{Month, Year};
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::TICK;
use crate::report::look::{INK, LABEL_SIZE, PAPER};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::Measure;
use plotters::style::RGBColor;

/// A calendar is wider than it is high.
const HEIGHTS: Heights = Heights { wide: 430.0, narrow: 560.0 };

/// Where each class ends, as a share of the even pace, its colour and that of the letters on it. Orange is
/// slower, blue is faster, and grey is as planned.
const CLASSES: [(f64, RGBColor, RGBColor); 5] = [
    (0.5, RGBColor(196, 78, 0), PAPER),
    (0.8, RGBColor(243, 190, 148), INK),
    (1.2, RGBColor(232, 234, 238), INK),
    (1.5, RGBColor(141, 186, 219), INK),
    (f64::INFINITY, RGBColor(18, 94, 158), PAPER),
];

/// A year with its request.
struct PlannedYear<'a> {
    year: Year,
    requested: &'a Measure,
    months: Vec<(Month, &'a Measure)>,
}

/// Needs `settled_under_request_persons` by month and `requested_persons` of the year.
pub fn render(page: &Page) -> Vec<Figure> {
    let settled = Subject::national("settled_under_request_persons");
    let year = |year: Year| {
        let requested = page.measures.year(Subject::national("requested_persons"), year)?;
        let months = (0..12).map(|index| year.first_month().plus(index));
        let months = months.filter_map(|it| Some((it, page.measures.month(settled, it)?)));
        let months: Vec<_> = months.collect();
        let is_planned = requested.q50 > 0.0 && !months.is_empty();
        is_planned.then_some(PlannedYear { year, requested, months })
    };
    let years: Vec<_> = page.years().into_iter().filter_map(year).collect();
    if years.is_empty() {
        return Vec::new();
    }
    let heading = Heading {
        title: title(page, &years),
        unit: page.text.get("calendar-unit"),
        has_actuals: false,
        tables: vec![table(page, &years)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &years);
    vec![page.figure_of_height(HEIGHTS, "pace-calendar", heading, paint)]
}

/// The finding: the slowest and the fastest month of the headline's year.
fn title(page: &Page, years: &[PlannedYear]) -> String {
    let focus = page.focus_year();
    let chosen = years.iter().find(|it| Some(it.year) == focus).unwrap_or(&years[0]);
    let by_size =
        |one: &&(Month, &Measure), other: &&(Month, &Measure)| one.1.q50.total_cmp(&other.1.q50);
    let (least, most) =
        (chosen.months.iter().min_by(by_size), chosen.months.iter().max_by(by_size));
    let (Some((slow, fewest)), Some((fast, largest))) = (least, most) else {
        return page.text.get("calendar-unit");
    };
    let arguments = [
        ("slow", page.text.get(&format!("month-{}", slow.number()))),
        ("fewest", page.rounded(fewest.q50)),
        ("fast", page.text.get(&format!("month-{}", fast.number()))),
        ("most", page.rounded(largest.q50)),
        ("year", chosen.year.to_string()),
        ("requested", page.rounded(chosen.requested.q50)),
    ];
    with(page, "calendar-title", &arguments)
}

fn table(page: &Page, years: &[PlannedYear]) -> Table {
    let row = |number: u8| {
        let cells = years.iter().map(|year| {
            let settled = year.months.iter().find(|(month, _)| month.number() == number);
            Cell::number(settled.map(|(_, it)| it.q50), Format::Whole)
        });
        Row::new(page.text.get(&format!("month-{number}")), cells.collect())
    };
    let mut rows: Vec<_> = (1..=12).map(row).collect();
    let requests = years.iter().map(|it| Cell::Number(it.requested.q50, Format::Whole));
    rows.push(Row::new(page.text.get("request"), requests.collect()));
    rows.retain(Row::has_content);
    Table {
        caption: page.text.get("calendar-unit"),
        corner: page.text.get("month"),
        columns: years.iter().map(|it| it.year.to_string()).collect(),
        rows,
    }
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, years: &[PlannedYear]) {
    let keys = ["calendar-1", "calendar-2", "calendar-3", "calendar-4", "calendar-5"];
    let entries: Vec<_> = keys
        .into_iter()
        .zip(CLASSES)
        .map(|(key, (_, colour, _))| (Sign::Fill(colour), page.text.get(key)))
        .collect();
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let place = Area {
        left: area.left + 44.0,
        top: area.top + legend + 26.0,
        right: area.right - 4.0,
        bottom: area.bottom - 6.0,
    };
    // On a phone the months go down and the years across.
    let is_turned = page.is_narrow();
    let (n_across, n_down) = if is_turned { (years.len(), 12) } else { (12, years.len()) };
    let width = place.width() / n_across as f64;
    let height = (place.height() / n_down as f64).min(64.0);
    let at = |across: usize, down: usize| Area {
        left: place.left + across as f64 * width,
        top: place.top + down as f64 * height,
        right: place.left + (across + 1) as f64 * width,
        bottom: place.top + (down + 1) as f64 * height,
    };
    let month_names = (1..=12).map(|it| page.text.get(&format!("month-short-{it}")));
    let year_names = years.iter().map(|it| it.year.to_string());
    let (across, down): (Vec<_>, Vec<_>) = match is_turned {
        true => (year_names.collect(), month_names.collect()),
        false => (month_names.collect(), year_names.collect()),
    };
    for (index, name) in across.iter().enumerate() {
        let cell = at(index, 0);
        let middle = (cell.left + cell.right) / 2.0;
        canvas.text(name, (middle, place.top - 9.0), Side::Centre, TICK);
    }
    for (index, name) in down.iter().enumerate() {
        let cell = at(0, index);
        let middle = (cell.top + cell.bottom) / 2.0;
        canvas.text_beside(name, (place.left - 8.0, middle), Side::Left, TICK);
    }
    for (index, year) in years.iter().enumerate() {
        for (month, settled) in &year.months {
            let number = usize::from(month.number() - 1);
            let cell = if is_turned { at(index, number) } else { at(number, index) };
            draw_month(canvas, cell, page, year, (*month, settled));
        }
    }
}

fn draw_month(
    canvas: &mut Canvas,
    cell: Area,
    page: &Page,
    year: &PlannedYear,
    (month, settled): (Month, &Measure),
) {
    let pace = settled.q50 * 12.0 / year.requested.q50;
    let class = CLASSES.iter().find(|(end, ..)| pace < *end).unwrap_or(&CLASSES[4]);
    canvas.fill(&cell, class.1);
    let corners = [
        (cell.left, cell.top),
        (cell.right, cell.top),
        (cell.right, cell.bottom),
        (cell.left, cell.bottom),
        (cell.left, cell.top),
    ];
    canvas.line(&corners, Stroke::solid(PAPER, 2.0));
    let middle = ((cell.left + cell.right) / 2.0, (cell.top + cell.bottom) / 2.0);
    let look = Type::plain(LABEL_SIZE, class.2);
    canvas.text_beside(&page.whole(settled.q50), middle, Side::Centre, look);
    let requested = bands::line(&page.text.get("request"), &page.whole(year.requested.q50));
    let told = bands::pointed(page, &page.text.month(month), settled, Format::Whole);
    canvas.spot(cell, format!("{told}\n{requested}"));
}
