//! Cash paid on post 60 within each year against the allocation, and when the allocation runs out.

use crate::calendar::{Month, Year};
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{
    ACCENT, ACCENT_LIGHT, AXIS_ROOM, INK, LABEL_SIZE, LINE, QUIET, THIN_LINE, fan,
};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Page};
use crate::results::Measure;
use plotters::style::RGBColor;

const POST: &str = "671/60";
const GAP: f64 = 22.0;
/// Height of the lower plot as a part of both.
const LOWER_PART: f64 = 0.24;

/// One budget year.
struct BudgetYear<'a> {
    year: Year,
    /// The adopted budget.
    allocation: f64,
    /// The same with changes and carry-over: what the probabilities are measured against.
    available: f64,
    cash: Vec<(Month, &'a Measure)>,
    actual: Vec<(Month, &'a Measure)>,
    exhaustion: Vec<(Month, &'a Measure)>,
    overrun: Option<&'a Measure>,
}

impl BudgetYear<'_> {
    /// Whether the two differ in the decimal that is shown.
    fn is_changed(&self) -> bool {
        (self.available - self.allocation).abs() >= 50_000.0
    }
}

/// Needs `cash_to_date_kroner` by month and `allocation_kroner` by year, on post 671/60; shows
/// `available_kroner` by year, `exhaustion_probability` (of running out in that month) by month,
/// `overrun_probability` by year and `cash_to_date_kroner_actual` by month where they exist.
pub fn render(page: &Page) -> Vec<Figure> {
    let years = budget_years(page);
    if years.is_empty() {
        return Vec::new();
    }
    let heading = Heading {
        title: title(page, &years),
        unit: page.text.get("budget-pace-unit"),
        has_actuals: years.iter().any(|it| !it.actual.is_empty()),
    };
    vec![page.figure("budget-pace", &heading, |canvas, area| paint(canvas, area, page, &years))]
}

fn budget_years<'a>(page: &Page<'a>) -> Vec<BudgetYear<'a>> {
    let monthly = |name: &str, year: Year| {
        let mut months = page.measures.monthly(Subject::national(name).post(POST));
        months.retain(|(month, _)| month.year() == year);
        months
    };
    let on_post = |name| Subject::national(name).post(POST);
    let allocations = page.measures.yearly(on_post("allocation_kroner"));
    let years = allocations.into_iter().map(|(year, allocation)| BudgetYear {
        year,
        allocation: allocation.mean,
        available: page
            .measures
            .year(on_post("available_kroner"), year)
            .map_or(allocation.mean, |available| available.mean),
        cash: monthly("cash_to_date_kroner", year),
        actual: monthly("cash_to_date_kroner_actual", year),
        exhaustion: monthly("exhaustion_probability", year),
        overrun: page.measures.year(on_post("overrun_probability"), year),
    });
    years.filter(|it| !it.cash.is_empty() && it.available > 0.0).collect()
}

fn title(page: &Page, years: &[BudgetYear]) -> String {
    let focus = page.focus_year();
    let in_focus = years.iter().find(|it| Some(it.year) == focus).or(years.first());
    let overrun = in_focus.and_then(|it| it.overrun.map(|measure| (it.year, measure.mean)));
    let Some((year, probability)) = overrun else { return page.text.get("budget-pace-plain") };
    let key = match in_focus.is_some_and(BudgetYear::is_changed) {
        true => "budget-pace-title-available",
        false => "budget-pace-title",
    };
    let probability = page.text.probability(probability);
    let arguments = [("year", year.to_string()), ("percent", probability)];
    let arguments: Vec<_> = arguments.iter().map(|(name, it)| (*name, it.as_str())).collect();
    page.text.with(key, &arguments)
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, years: &[BudgetYear]) {
    let mut entries = fan::legend(&page.text);
    if years.iter().any(|it| !it.actual.is_empty()) {
        entries.push((Sign::Line(Stroke::solid(INK, LINE)), page.text.get("actual")));
    }
    let limit = Sign::Line(Stroke::solid(ACCENT, LINE));
    if years.iter().any(BudgetYear::is_changed) {
        let adopted = Sign::Line(Stroke::solid(ACCENT_LIGHT, LINE));
        entries.push((adopted, page.text.get("allocation")));
        entries.push((limit, page.text.get("available")));
    } else {
        entries.push((limit, page.text.get("allocation")));
    }
    entries.push((Sign::Line(Stroke::dashed(ACCENT, THIN_LINE)), page.text.get("even-pace")));
    let at = (area.left, area.top + 8.0);
    let legend = draw_legend(canvas, at, area.width(), &entries);
    let has_lower = years.iter().any(|it| !it.exhaustion.is_empty());
    let top = area.top + legend + 46.0;
    let lower_height = if has_lower { (area.bottom - top) * LOWER_PART } else { 0.0 };
    let upper_bottom = area.bottom - 28.0 - if has_lower { lower_height + 42.0 } else { 0.0 };
    let upper = Area { left: area.left + AXIS_ROOM, top, right: area.right, bottom: upper_bottom };
    let lower =
        Area { top: area.bottom - 28.0 - lower_height, bottom: area.bottom - 28.0, ..upper };
    draw_cash(canvas, upper, page, years, !has_lower);
    if has_lower {
        draw_exhaustion(canvas, lower, page, years);
    }
}

/// The part of `area` that belongs to the panel at `index` of `n`.
fn slice(area: Area, index: usize, n: usize) -> Area {
    let width = (area.width() - GAP * (n - 1) as f64) / n as f64;
    let left = area.left + index as f64 * (width + GAP);
    Area { left, right: left + width, ..area }
}

fn draw_cash(canvas: &mut Canvas, area: Area, page: &Page, years: &[BudgetYear], names: bool) {
    let upper = |it: &BudgetYear| it.cash.iter().map(|(_, cash)| cash.q95).fold(0.0, f64::max);
    let actual = |it: &BudgetYear| it.actual.iter().map(|(_, cash)| cash.mean).fold(0.0, f64::max);
    let largest =
        years.iter().map(|it| upper(it).max(it.allocation).max(it.available).max(actual(it)));
    // In millions, so that the steps are round in the unit the reader sees.
    let ticks = Ticks::from_zero(largest.fold(0.0, f64::max) / 1e6, 6);
    for (index, year) in years.iter().enumerate() {
        let place = slice(area, index, years.len());
        let scale = Panel { area: place, from: 0.0, to: 12.0, top: ticks.top };
        let label = |value| page.decimal(value, ticks.n_decimals);
        scale.draw_grid(canvas, &ticks, if index == 0 { Some(&label) } else { None });
        let panel = Panel { top: ticks.top * 1e6, ..scale };
        draw_year_of_cash(canvas, &panel, page, year);
        if names {
            panel.draw_months_of_year(canvas, year.year.first_month(), &page.text);
        } else {
            panel.draw_baseline(canvas);
        }
    }
}

fn draw_year_of_cash(canvas: &mut Canvas, panel: &Panel, page: &Page, year: &BudgetYear) {
    let first = year.year.first_month();
    let end = |month: Month| f64::from(month.since(first)) + 1.0;
    let nothing = nothing_yet(year.cash[0].1);
    // A year that begins before the horizon has no January, and its cash does not start at zero.
    let start = (year.cash[0].0 == first).then_some((0.0, &nothing));
    let months = year.cash.iter().map(|&(month, cash)| (end(month), cash));
    let points: Vec<_> = start.into_iter().chain(months).collect();
    fan::draw_fan(canvas, panel, &points);
    let pace = [panel.at(0.0, 0.0), panel.at(12.0, year.available)];
    canvas.line(&pace, Stroke::dashed(ACCENT, THIN_LINE));
    if year.is_changed() {
        draw_limit(canvas, panel, page, (year.allocation, year.available), ACCENT_LIGHT);
    }
    draw_limit(canvas, panel, page, (year.available, year.allocation), ACCENT);
    let published: Vec<_> =
        year.actual.iter().map(|&(month, cash)| panel.at(end(month), cash.mean)).collect();
    canvas.line(&published, Stroke::solid(INK, LINE));
    panel.draw_heading(canvas, &year.year.to_string());
    if let Some(overrun) = year.overrun {
        let percent = page.text.probability(overrun.mean);
        let words = page.text.with("overrun-short", &[("percent", &percent)]);
        let at = (panel.area.left, panel.area.top - 10.0);
        let look = Type::plain(LABEL_SIZE, QUIET);
        canvas.text(&look.cut(&words, panel.area.width() + GAP - 4.0), at, Side::Right, look);
    }
}

/// A limit across the year with its amount; the lower of two has its amount below.
fn draw_limit(
    canvas: &mut Canvas,
    panel: &Panel,
    page: &Page,
    (amount, other): (f64, f64),
    colour: RGBColor,
) {
    let line = [panel.at(0.0, amount), panel.at(12.0, amount)];
    canvas.line(&line, Stroke::solid(colour, LINE));
    let beside = if amount < other { LABEL_SIZE + 3.0 } else { -6.0 };
    let at = (panel.area.left + 2.0, panel.y(amount) + beside);
    canvas.text(&page.allocation(amount), at, Side::Right, Type::bold(LABEL_SIZE, ACCENT));
}

/// The cash before the year began, in the form of the other months.
fn nothing_yet(like: &Measure) -> Measure {
    Measure {
        mean: 0.0,
        q05: 0.0,
        q10: 0.0,
        q25: 0.0,
        q50: 0.0,
        q75: 0.0,
        q90: 0.0,
        q95: 0.0,
        ..like.clone()
    }
}

fn draw_exhaustion(canvas: &mut Canvas, area: Area, page: &Page, years: &[BudgetYear]) {
    let chances = years.iter().flat_map(|it| &it.exhaustion).map(|(_, measure)| measure.mean);
    let ticks = Ticks::from_zero(chances.fold(0.0, f64::max).max(0.1), 3);
    let heading = Type::bold(LABEL_SIZE, INK);
    let at = (area.left, area.top - 12.0);
    canvas.text(&page.text.get("exhaustion-heading"), at, Side::Right, heading);
    for (index, year) in years.iter().enumerate() {
        let place = slice(area, index, years.len());
        let panel = Panel { area: place, from: 0.0, to: 12.0, top: ticks.top };
        let label = |value| page.percent(value);
        panel.draw_grid(canvas, &ticks, if index == 0 { Some(&label) } else { None });
        let first = year.year.first_month();
        for (month, chance) in &year.exhaustion {
            let from = f64::from(month.since(first));
            let bar = Area {
                left: panel.x(from + 0.12),
                top: panel.y(chance.mean),
                right: panel.x(from + 0.88),
                bottom: place.bottom,
            };
            canvas.fill(&bar, ACCENT);
        }
        panel.draw_months_of_year(canvas, first, &page.text);
    }
}
