//! The plots of budget years side by side: cash against its limits, and under it when it runs out.

use super::BudgetYear;
use crate::calendar::Month;
use crate::report::bands;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, ACCENT_LIGHT, INK, LABEL_SIZE, LINE, QUIET, THIN_LINE, fan};
use crate::report::page::Page;
use crate::results::Measure;
use plotters::style::RGBColor;

const GAP: f64 = 22.0;
/// Height of the lower plot as a part of both.
const LOWER_PART: f64 = 0.24;

/// Vertical axes that all years share.
pub struct Scales {
    /// In millions, so that the steps are round in the unit the reader sees.
    cash: Ticks,
    chance: Option<Ticks>,
}

impl Scales {
    /// Axes with room for all of these years.
    pub fn of(years: &[BudgetYear]) -> Self {
        let upper = |it: &BudgetYear| it.cash.iter().map(|(_, cash)| cash.q95).fold(0.0, f64::max);
        let actual =
            |it: &BudgetYear| it.actual.iter().map(|(_, cash)| cash.mean).fold(0.0, f64::max);
        let largest =
            years.iter().map(|it| upper(it).max(it.allocation).max(it.available).max(actual(it)));
        let cash = Ticks::from_zero(largest.fold(0.0, f64::max) / 1e6, 6);
        let chances = years.iter().flat_map(|it| &it.exhaustion).map(|(_, measure)| measure.mean);
        let has_chances = years.iter().any(|it| !it.exhaustion.is_empty());
        let most = chances.fold(0.0, f64::max).max(0.1);
        Self { cash, chance: has_chances.then(|| Ticks::from_zero(most, 3)) }
    }

    /// Some years side by side: the cash, and under it the months in which the money runs out.
    pub fn draw_row(
        &self,
        canvas: &mut Canvas,
        area: Area,
        page: &Page,
        years: &[BudgetYear],
        n_across: usize,
    ) {
        let top = area.top + 46.0;
        let bottom = area.bottom - 28.0;
        let lower_height = if self.chance.is_some() { (bottom - top) * LOWER_PART } else { 0.0 };
        let gap = if self.chance.is_some() { 42.0 } else { 0.0 };
        let upper = Area { top, bottom: bottom - lower_height - gap, ..area };
        for (index, year) in years.iter().enumerate() {
            let place = slice(upper, index, n_across);
            let scale = Panel { area: place, from: 0.0, to: 12.0, top: self.cash.top };
            let label = |value| page.decimal(value, self.cash.n_decimals);
            scale.draw_grid(canvas, &self.cash, if index == 0 { Some(&label) } else { None });
            let panel = Panel { top: self.cash.top * 1e6, ..scale };
            draw_year_of_cash(canvas, &panel, page, year);
            match self.chance {
                Some(_) => panel.draw_baseline(canvas),
                None => {
                    panel.draw_months_of_year(canvas, year.year.first_month(), &page.text);
                }
            }
            panel.spots(canvas, year.pointed(page));
        }
        if let Some(ticks) = &self.chance {
            let lower = Area { top: bottom - lower_height, bottom, ..area };
            draw_exhaustion(canvas, lower, page, (years, n_across), ticks);
        }
    }
}

/// The part of `area` that belongs to the panel at `index` of `n`.
fn slice(area: Area, index: usize, n: usize) -> Area {
    let width = (area.width() - GAP * (n - 1) as f64) / n as f64;
    let left = area.left + index as f64 * (width + GAP);
    Area { left, right: left + width, ..area }
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

fn draw_exhaustion(
    canvas: &mut Canvas,
    area: Area,
    page: &Page,
    (years, n_across): (&[BudgetYear], usize),
    ticks: &Ticks,
) {
    let heading = Type::bold(LABEL_SIZE, INK);
    let at = (area.left, area.top - 12.0);
    let key = if page.is_narrow() { "exhaustion-heading-short" } else { "exhaustion-heading" };
    let words = heading.cut(&page.text.get(key), area.width());
    canvas.text(&words, at, Side::Right, heading);
    for (index, year) in years.iter().enumerate() {
        let place = slice(area, index, n_across);
        let panel = Panel { area: place, from: 0.0, to: 12.0, top: ticks.top };
        let label = |value| page.percent(value);
        panel.draw_grid(canvas, ticks, if index == 0 { Some(&label) } else { None });
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
        let told = |(month, chance): &(Month, &Measure)| {
            let words = bands::line(&page.text.month(*month), &page.percent(chance.mean));
            (f64::from(month.since(first)) + 0.5, words)
        };
        panel.spots(canvas, year.exhaustion.iter().map(told).collect());
    }
}
