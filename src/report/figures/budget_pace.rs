//! Cash paid on post 60 within each year against the allocation, and when the allocation runs out.

mod plots;

use super::timeline::{self, of_month};
use crate::calendar::{Month, Year};
use crate::report::bands::{self, Beside};
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Stroke};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::{ACCENT, ACCENT_LIGHT, AXIS_ROOM, HEIGHT, INK, LINE, THIN_LINE, fan};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Format, Table};
use crate::results::Measure;
use plots::Scales;

const POST: &str = "671/60";
/// Years side by side on a phone, and how high they are.
const N_ACROSS_NARROW: usize = 2;
const ROW_HEIGHT: f64 = 350.0;

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

    /// What each month tells when pointed at.
    fn pointed(&self, page: &Page) -> Vec<(f64, String)> {
        let first = self.year.first_month();
        let told = |(month, cash): &(Month, &Measure)| {
            let name = page.text.month(*month);
            let mut words = bands::pointed(page, &name, cash, Format::Millions(0));
            if let Some(actual) = of_month(&self.actual, *month) {
                words += "\n";
                words += &bands::line(&page.text.get("actual"), &page.millions(actual.mean));
            }
            (f64::from(month.since(first)) + 1.0, words)
        };
        self.cash.iter().map(told).collect()
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
        tables: vec![table(page, &years)],
    };
    let n_rows = years.len().div_ceil(N_ACROSS_NARROW) as f64;
    let heights = Heights { wide: HEIGHT, narrow: 96.0 + n_rows * ROW_HEIGHT };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &years);
    vec![page.figure_of_height(heights, "budget-pace", heading, paint)]
}

fn table(page: &Page, years: &[BudgetYear]) -> Table {
    let cash: Vec<_> = years.iter().flat_map(|it| it.cash.iter().copied()).collect();
    let actual: Vec<_> = years.iter().flat_map(|it| it.actual.iter().copied()).collect();
    let chances: Vec<_> = years.iter().flat_map(|it| it.exhaustion.iter().copied()).collect();
    let chances =
        cash.iter().map(|(month, _)| of_month(&chances, *month).map(|it| it.mean)).collect();
    let name = page.text.get("exhaustion-heading");
    let beside = vec![Beside::numbers(name, chances, Format::Percent)];
    let caption = page.text.get("budget-pace-unit");
    timeline::table(page, caption, &cash, &actual, Format::Millions(0), beside)
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
    let all = Area { left: area.left + AXIS_ROOM, top: area.top + legend, ..area };
    let n_across = if page.is_narrow() { N_ACROSS_NARROW.min(years.len()) } else { years.len() };
    let rows = years.chunks(n_across);
    let height = all.height() / rows.len() as f64;
    let scales = Scales::of(years);
    for (index, row) in rows.enumerate() {
        let top = all.top + index as f64 * height;
        scales.draw_row(canvas, Area { top, bottom: top + height, ..all }, page, row, n_across);
    }
}
