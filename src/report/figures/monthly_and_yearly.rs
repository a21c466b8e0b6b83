//! A flow of persons: a fan by month, and beside it the years with what others announced for them.

use super::timeline::{Monthly, Timeline, largest};
use crate::calendar::Year;
use crate::report::look::canvas::{Area, Canvas};
use crate::report::look::fan;
use crate::report::look::legend::{Sign, draw_bar, draw_bracket, draw_legend, draw_ring};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS_ROOM, INK};
use crate::report::page::Page;
use crate::results::Measure;

/// Number of steps on the vertical axes.
const N_STEPS: usize = 6;
/// Width of the plot of years for each year in it, and at least for all of them.
const YEAR_WIDTH: f64 = 54.0;
const YEARS_LEAST_WIDTH: f64 = 120.0;

/// What someone has announced for a year.
#[derive(Clone, Copy)]
pub enum Announced {
    /// A number of persons.
    Number(f64),
    /// From, to.
    Range(f64, f64),
}

/// One flow of persons.
pub struct Flow<'a> {
    /// Simulated, by month; not empty.
    pub monthly: Monthly<'a>,
    /// Simulated, by year.
    pub yearly: Vec<(Year, &'a Measure)>,
    /// Published, by month.
    pub actual_monthly: Monthly<'a>,
    /// Published, by year.
    pub actual_yearly: Vec<(Year, &'a Measure)>,
    /// What was announced for the years.
    pub announced: Vec<(Year, Announced)>,
    /// How the reader is told what the announcements are.
    pub announced_legend: Vec<(Sign, String)>,
}

impl Flow<'_> {
    /// Whether any published number is shown.
    pub fn has_actuals(&self) -> bool {
        !self.actual_monthly.is_empty() || !self.actual_yearly.is_empty()
    }

    /// Draws the flow into `area`.
    pub fn draw(&self, canvas: &mut Canvas, area: Area, page: &Page) {
        let Some(timeline) = Timeline::over(page, &self.monthly, &self.actual_monthly) else {
            return;
        };
        let mut entries = fan::legend(&page.text);
        entries.extend(timeline.legend(&self.actual_monthly, &page.text));
        entries.extend(self.announced_legend.iter().cloned());
        let at = (area.left, area.top + 8.0);
        let legend = draw_legend(canvas, at, area.width(), &entries);
        let years = if self.yearly.is_empty() {
            0.0
        } else {
            (self.yearly.len() as f64 * YEAR_WIDTH).max(YEARS_LEAST_WIDTH) + AXIS_ROOM + 24.0
        };
        let top = area.top + legend + 48.0;
        let bottom = area.bottom - 42.0;
        let left = Area { left: area.left + AXIS_ROOM, top, right: area.right - years, bottom };
        self.draw_months(canvas, left, page, &timeline);
        if !self.yearly.is_empty() {
            let left = area.right - years + AXIS_ROOM + 24.0;
            self.draw_years(canvas, Area { left, top, right: area.right, bottom }, page);
        }
    }

    fn draw_months(&self, canvas: &mut Canvas, area: Area, page: &Page, timeline: &Timeline) {
        let ticks = Ticks::from_zero(largest(&self.monthly, &self.actual_monthly), N_STEPS);
        let panel = timeline.panel(area, ticks.top);
        panel.draw_heading(canvas, &page.text.get("per-month"));
        panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
        let points: Vec<_> =
            self.monthly.iter().map(|&(month, it)| (timeline.middle(month), it)).collect();
        fan::draw_fan(canvas, &panel, &points);
        panel.draw_months(canvas, timeline.first(), &page.text);
        timeline.draw_as_of(canvas, &panel, Some(&page.text));
        let place = |month| timeline.middle(month);
        timeline.draw_actuals(canvas, &panel, &self.actual_monthly, place);
    }

    fn draw_years(&self, canvas: &mut Canvas, area: Area, page: &Page) {
        let announced = self.announced.iter().map(|(_, announced)| match *announced {
            Announced::Number(number) => number,
            Announced::Range(_, to) => to,
        });
        let published = self.actual_yearly.iter().map(|(_, measure)| measure.mean);
        let upper = self.yearly.iter().map(|(_, measure)| measure.q95);
        let largest = upper.chain(published).chain(announced).fold(0.0, f64::max);
        let ticks = Ticks::from_zero(largest, N_STEPS);
        let n_years = self.yearly.len();
        let panel = Panel { area, from: 0.0, to: n_years as f64, top: ticks.top };
        panel.draw_heading(canvas, &page.text.get("per-year"));
        panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
        let names: Vec<_> = self.yearly.iter().map(|(year, _)| year.to_string()).collect();
        let width = (area.width() / n_years as f64 * 0.42).min(34.0);
        for (slot, &(year, measure)) in self.yearly.iter().enumerate() {
            let x = slot as f64 + 0.5;
            fan::draw_box(canvas, &panel, x, width, measure);
            self.draw_announced(canvas, &panel, x, width, year);
            self.draw_actual(canvas, &panel, x, year, page);
        }
        panel.draw_slots(canvas, &names);
    }

    fn draw_announced(&self, canvas: &mut Canvas, panel: &Panel, x: f64, width: f64, year: Year) {
        for (_, announced) in self.announced.iter().filter(|(other, _)| *other == year) {
            match *announced {
                Announced::Number(number) => {
                    draw_bar(canvas, panel.at(x, number), width + 10.0, ACCENT);
                }
                Announced::Range(from, to) => {
                    let beside = panel.x(x) + width / 2.0 + 5.0;
                    draw_bracket(canvas, beside, (panel.y(from), panel.y(to)), ACCENT);
                }
            }
        }
    }

    fn draw_actual(&self, canvas: &mut Canvas, panel: &Panel, x: f64, year: Year, page: &Page) {
        let actual = self.actual_yearly.iter().find(|(other, _)| *other == year);
        let Some((_, measure)) = actual else { return };
        let at = panel.at(x, measure.mean);
        if page.as_of().is_none_or(|as_of| year.last_day() <= as_of) {
            canvas.disc(at, 4.0, INK);
        } else {
            draw_ring(canvas, at, INK);
        }
    }
}
