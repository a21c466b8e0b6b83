//! What post 60 is spent on each year: people settled earlier, new settlement, one-offs.

use crate::calendar::Year;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_bar, draw_bracket, draw_legend};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS_ROOM, INK, LABEL_SIZE, PAPER, SERIES};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::Measure;

const POST: &str = "671/60";
/// Measure and legend of the parts, from the bottom.
const PARTS: [(&str, &str); 3] = [
    ("committed_kroner", "part-committed"),
    ("new_kroner", "part-new"),
    ("one_off_kroner", "part-one-off"),
];

struct BudgetYear<'a> {
    year: Year,
    /// Whether only what is committed is known: the floor of the year after the run.
    is_floor: bool,
    parts: [f64; 3],
    cash: Option<&'a Measure>,
    allocation: Option<f64>,
}

/// Needs `committed_kroner`, `new_kroner` and `one_off_kroner` by year on post 671/60; shows the 80 %
/// interval and the mean of `cash_kroner` and the `allocation_kroner` where they exist, and after the last year the
/// `next_year_floor_kroner`. Shows means, because the
/// parts' medians do not add up to the median of the whole.
pub fn render(page: &Page) -> Vec<Figure> {
    let on_post = |name| Subject::national(name).post(POST);
    let mut years: Vec<_> = page
        .measures
        .yearly(on_post(PARTS[0].0))
        .into_iter()
        .filter_map(|(year, committed)| {
            let mean = |name| Some(page.measures.year(on_post(name), year)?.mean);
            Some(BudgetYear {
                year,
                is_floor: false,
                parts: [committed.mean, mean(PARTS[1].0)?, mean(PARTS[2].0)?],
                cash: page.measures.year(on_post("cash_kroner"), year),
                allocation: mean("allocation_kroner"),
            })
        })
        .collect();
    let Some(last) = years.last().map(|it| it.year) else { return Vec::new() };
    let floor = page.measures.year(on_post("next_year_floor_kroner"), last);
    years.extend(floor.map(|floor| BudgetYear {
        year: last.plus(1),
        is_floor: true,
        parts: [floor.mean, 0.0, 0.0],
        cash: None,
        allocation: None,
    }));
    let heading = Heading {
        title: title(page, &years),
        unit: page.text.get("decomposition-unit"),
        has_actuals: false,
        tables: vec![table(page, &years)],
    };
    let name = "budget-decomposition";
    vec![page.figure(name, heading, |canvas, area| paint(canvas, area, page, &years))]
}

fn table(page: &Page, years: &[BudgetYear]) -> Table {
    let mut columns: Vec<_> = PARTS.iter().map(|(_, words)| page.text.get(words)).collect();
    columns.push(page.text.get("paid-mean"));
    columns.push(page.share_of_runs(0.8));
    columns.push(page.text.get("allocation"));
    let row = |year: &BudgetYear| {
        let mut parts = year.parts.map(|part| Cell::Number(part, Format::Millions(0)));
        if year.is_floor {
            parts[1..].fill(Cell::Nothing);
        }
        let range = |cash: &Measure| Cell::Range(cash.q10, cash.q90, Format::Millions(0));
        let rest = [
            Cell::number(year.cash.map(|cash| cash.mean), Format::Millions(0)),
            year.cash.map_or(Cell::Nothing, range),
            Cell::number(year.allocation, Format::Millions(1)),
        ];
        Row::new(name(page, year), parts.into_iter().chain(rest).collect())
    };
    let rows = years.iter().map(row).collect();
    let (caption, corner) = (page.text.get("decomposition-unit"), page.text.get("year"));
    Table { caption, corner, columns, rows }.without_empty()
}

/// The year, and of the year after the run that only its floor is shown.
fn name(page: &Page, year: &BudgetYear) -> String {
    let number = year.year.to_string();
    if year.is_floor { page.text.with("decomposition-floor", &[("year", &number)]) } else { number }
}

fn title(page: &Page, years: &[BudgetYear]) -> String {
    let focus = page.focus_year();
    let chosen = years.iter().find(|it| Some(it.year) == focus).unwrap_or(&years[0]);
    let year = chosen.year.to_string();
    let committed = page.millions(chosen.parts[0]);
    let Some(allocation) = chosen.allocation else {
        let arguments = [("year", year.as_str()), ("committed", &committed)];
        return page.text.with("decomposition-title", &arguments);
    };
    let allocation = page.allocation(allocation);
    let arguments =
        [("year", year.as_str()), ("committed", &committed), ("allocation", &allocation)];
    page.text.with("decomposition-title-allocation", &arguments)
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, years: &[BudgetYear]) {
    let mut entries: Vec<_> = PARTS
        .iter()
        .zip(SERIES)
        .map(|((_, words), colour)| (Sign::Fill(colour), page.text.get(words)))
        .collect();
    if years.iter().any(|it| it.cash.is_some()) {
        let words = page.text.with("total-interval", &[("percent", &page.percent(0.8))]);
        entries.push((Sign::Bracket(INK), words));
    }
    if years.iter().any(|it| it.allocation.is_some()) {
        entries.push((Sign::Bar(ACCENT), page.text.get("allocation")));
    }
    let at = (area.left, area.top + 8.0);
    let legend = draw_legend(canvas, at, area.width(), &entries);
    let largest = years.iter().map(|it| {
        let total: f64 = it.parts.iter().sum();
        total.max(it.cash.map_or(0.0, |cash| cash.q90)).max(it.allocation.unwrap_or(0.0))
    });
    let ticks = Ticks::from_zero(largest.fold(0.0, f64::max) / 1e6, 6);
    let left = area.left + AXIS_ROOM;
    let top = area.top + legend + 12.0;
    let place = Area {
        left,
        top,
        right: area.right - if page.is_narrow() { 6.0 } else { 30.0 },
        bottom: area.bottom - 28.0,
    };
    let scale = Panel { area: place, from: 0.0, to: years.len() as f64, top: ticks.top };
    scale.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
    let panel = Panel { top: ticks.top * 1e6, ..scale };
    for (slot, year) in years.iter().enumerate() {
        draw_year(canvas, &panel, page, slot as f64 + 0.5, year);
    }
    let names: Vec<_> = years.iter().map(|it| name(page, it)).collect();
    panel.draw_slots(canvas, &names);
    let told = |(slot, year)| (slot as f64 + 0.5, pointed(page, year));
    panel.spots(canvas, years.iter().enumerate().map(told).collect());
}

fn pointed(page: &Page, year: &BudgetYear) -> String {
    let mut lines = vec![name(page, year)];
    let n_parts = if year.is_floor { 1 } else { PARTS.len() };
    let parts = year.parts.iter().zip(PARTS).take(n_parts);
    lines.extend(
        parts.map(|(part, (_, name))| bands::line(&page.text.get(name), &page.millions(*part))),
    );
    let cash = year.cash.map(|cash| page.millions(cash.mean));
    lines.extend(cash.map(|it| bands::line(&page.text.get("paid-mean"), &it)));
    let allocation = year.allocation.map(|it| page.allocation(it));
    lines.extend(allocation.map(|it| bands::line(&page.text.get("allocation"), &it)));
    lines.join("\n")
}

fn draw_year(canvas: &mut Canvas, panel: &Panel, page: &Page, slot: f64, year: &BudgetYear) {
    let slot_width = panel.x(1.0) - panel.x(0.0);
    let width = (slot_width * if page.is_narrow() { 0.62 } else { 0.46 }).min(110.0);
    let middle = panel.x(slot);
    let (left, right) = (middle - width / 2.0, middle + width / 2.0);
    let mut below = 0.0;
    for ((part, colour), letters) in year.parts.iter().zip(SERIES).zip([PAPER, INK, INK]) {
        let area = Area { left, top: panel.y(below + part), right, bottom: panel.y(below) };
        canvas.fill(&area, colour);
        if area.height() > LABEL_SIZE * 1.5 {
            let at = (middle, (area.top + area.bottom) / 2.0);
            let look = Type::plain(LABEL_SIZE, letters);
            canvas.text_beside(&page.millions(*part), at, Side::Centre, look);
        }
        // A white seam, so that the parts are told apart in grey print too.
        canvas.line(&[(left, area.top), (right, area.top)], Stroke::solid(PAPER, 1.0));
        below += part;
    }
    if let Some(cash) = year.cash {
        // Above the marker too, if that lies above the bar.
        let top = panel.y(below.max(year.allocation.unwrap_or(0.0)));
        let look = Type::bold(LABEL_SIZE, INK);
        canvas.text_on_paper(&page.millions(cash.mean), (middle, top - 7.0), Side::Centre, look);
        draw_bracket(canvas, left - 9.0, (panel.y(cash.q10), panel.y(cash.q90)), INK);
    }
    if let Some(allocation) = year.allocation {
        let y = panel.y(allocation);
        draw_bar(canvas, (middle + 6.0, y), width + 12.0, ACCENT);
        if page.is_narrow() {
            return;
        }
        let look = Type::bold(LABEL_SIZE, ACCENT);
        let words = page.allocation(allocation);
        canvas.text_beside(&words, (right + 16.0, y), Side::Right, look);
    }
}
