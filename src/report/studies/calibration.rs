//! Were the bands right? Where outcomes fell in their forecasts, and how often each band held.

use super::tables::to_table;
use super::{Study, word};
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_bracket, draw_legend};
use crate::report::look::panel::{Panel, TICK};
use crate::report::look::ticks::Ticks;
use crate::report::look::{
    ACCENT, AXIS_ROOM, BAND_50, BAND_90, INK, LABEL_SIZE, MEDIAN, THIN_LINE,
};
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::Format;
use crate::results::sheet::Sheet;
use plotters::style::RGBColor;

const HEIGHTS: Heights = Heights { wide: 780.0, narrow: 1_180.0 };
/// What is forecast, in order.
const TARGETS: [&str; 2] = ["arrived_persons", "settled_under_request_persons"];
/// A band: the column of how often it held, how often it should, and its colour.
const LEVELS: [(&str, f64, RGBColor); 3] =
    [("inside_50", 0.5, BAND_50), ("inside_80", 0.8, MEDIAN), ("inside_90", 0.9, INK)];

/// The rows of a sheet that are about one target.
struct Rows<'a> {
    sheet: &'a Sheet,
    rows: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn of(sheet: &'a Sheet, target: &str) -> Self {
        let rows = (0..sheet.rows.len()).filter(|row| sheet.words(*row, "target") == target);
        Self { sheet, rows: rows.collect() }
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        let number = |row: &usize| self.sheet.number(*row, name).unwrap_or(0.0);
        self.rows.iter().map(number).collect()
    }
}

/// Needs the sheets `hindcast_pit` and `hindcast_coverage`.
pub fn render(page: &Page, study: &Study) -> Option<Figure> {
    let (fell, held) = (study.sheet("hindcast_pit")?, study.sheet("hindcast_coverage")?);
    let share = |target: &str| {
        let rows = Rows::of(held, target);
        let years = rows.rows.iter().find(|row| held.words(**row, "reach") == "whole_year")?;
        Some(page.whole(held.number(*years, "inside_80")? * 100.0))
    };
    let heading = Heading {
        title: match (share(TARGETS[0]), share(TARGETS[1])) {
            (Some(arrivals), Some(settled)) => {
                with(page, "calibration-title", &[("arrivals", arrivals), ("settled", settled)])
            }
            _ => page.text.get("calibration-plain"),
        },
        unit: page.text.get("calibration-unit"),
        has_actuals: true,
        tables: vec![to_table(fell, &page.text), to_table(held, &page.text)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, (fell, held));
    Some(page.figure_of_height(HEIGHTS, "calibration", heading, paint))
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, (fell, held): (&Sheet, &Sheet)) {
    let band = |level: f64| {
        let percent = page.percent(level);
        page.text.with("calibration-held", &[("percent", &percent)])
    };
    let mut entries = vec![(Sign::Fill(BAND_50), page.text.get("calibration-outcomes"))];
    entries.push((Sign::Fill(BAND_90), page.text.get("calibration-even")));
    entries.extend(LEVELS.map(|(_, level, colour)| (Sign::Dot(colour), band(level))));
    entries.push((Sign::Bracket(ACCENT), page.text.get("calibration-interval")));
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let all = Area { top: area.top + legend, ..area };
    let (n_across, n_down) = if page.is_narrow() { (1, 4) } else { (2, 2) };
    let gap = if page.is_narrow() { 0.0 } else { 34.0 };
    let width = (all.width() - gap * (n_across - 1) as f64) / n_across as f64;
    let height = all.height() / n_down as f64;
    for index in 0..4 {
        let (across, down) = (index % n_across, index / n_across);
        let left = all.left + across as f64 * (width + gap);
        let top = all.top + down as f64 * height;
        let place = Area {
            left: left + AXIS_ROOM,
            top: top + 48.0,
            right: left + width,
            bottom: top + height - 40.0,
        };
        let target = TARGETS[index / 2];
        match index % 2 {
            0 => draw_fell(canvas, place, page, &Rows::of(fell, target), target),
            _ => draw_held(canvas, place, page, &Rows::of(held, target), target),
        }
    }
}

/// How many outcomes fell in each tenth of their forecast, over the band that even shares would lie in.
fn draw_fell(canvas: &mut Canvas, area: Area, page: &Page, rows: &Rows, target: &str) {
    let counts = rows.numbers("forecasts");
    let evens = [rows.numbers("even_from"), rows.numbers("even_to")];
    let [(from, to)] = [(evens[0].first(), evens[1].first())];
    let largest = counts.iter().chain(to).copied().fold(0.0, f64::max);
    let ticks = Ticks::from_zero(largest, 5);
    let panel = Panel { area, from: 0.0, to: counts.len().max(1) as f64, top: ticks.top };
    if let (Some(from), Some(to)) = (from, to) {
        canvas.fill(&Area { top: panel.y(*to), bottom: panel.y(*from), ..area }, BAND_90);
    }
    let heading = page.text.with("calibration-fell", &[("target", &word(page, target))]);
    panel.draw_heading(canvas, &heading);
    panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
    for (index, count) in counts.iter().enumerate() {
        let (left, right) = (panel.x(index as f64 + 0.12), panel.x(index as f64 + 0.88));
        canvas.fill(&Area { left, right, top: panel.y(*count), bottom: area.bottom }, BAND_50);
    }
    let names: Vec<_> = (1..=counts.len()).map(|tenth| tenth.to_string()).collect();
    panel.draw_slots(canvas, &names);
    canvas.text(
        &page.text.get("calibration-tenth"),
        ((area.left + area.right) / 2.0, area.bottom + 34.0),
        Side::Centre,
        TICK,
    );
    let told = |(index, count): (usize, &f64)| {
        let tenth = bands::line(&page.text.get("head-tenth"), &(index + 1).to_string());
        let outcomes = bands::line(&page.text.get("calibration-outcomes"), &page.whole(*count));
        (index as f64 + 0.5, format!("{tenth}\n{outcomes}"))
    };
    panel.spots(canvas, counts.iter().enumerate().map(told).collect());
}

/// How often the bands of 50, 80 and 90 % held, by how far ahead the forecast was.
fn draw_held(canvas: &mut Canvas, area: Area, page: &Page, rows: &Rows, target: &str) {
    let ticks = Ticks::of_shares();
    let n = rows.rows.len().max(1);
    let panel = Panel { area, from: 0.0, to: n as f64, top: ticks.top };
    let heading = page.text.with("calibration-how-often", &[("target", &word(page, target))]);
    panel.draw_heading(canvas, &heading);
    panel.draw_grid(canvas, &ticks, Some(&|value| page.percent(value)));
    for (_, level, colour) in LEVELS {
        let y = panel.y(level);
        canvas.line(&[(area.left, y), (area.right, y)], Stroke::dashed(colour, THIN_LINE));
    }
    let (low, high) = (rows.numbers("inside_80_from"), rows.numbers("inside_80_to"));
    for index in 0..rows.rows.len() {
        let at = index as f64 + 0.5;
        let x = panel.x(at + 0.02) - 14.0;
        draw_bracket(canvas, x, (panel.y(low[index]), panel.y(high[index])), ACCENT);
        for (name, _, colour) in LEVELS {
            canvas.disc(panel.at(at, rows.numbers(name)[index]), 5.0, colour);
        }
        let share = rows.numbers("inside_80")[index];
        let look = Type::bold(LABEL_SIZE, MEDIAN);
        let beside = (panel.x(at) + 11.0, panel.y(share) + 0.36 * LABEL_SIZE);
        canvas.text_on_paper(&page.percent(share), beside, Side::Right, look);
    }
    let reach = |row: &usize| word(page, rows.sheet.words(*row, "reach"));
    let names: Vec<_> = rows.rows.iter().map(reach).collect();
    let width = area.width() / n as f64;
    panel.draw_baseline(canvas);
    for (index, name) in names.iter().enumerate() {
        let lines = TICK.wrapped_at_most(2, name, width - 4.0);
        for (below, line) in lines.iter().enumerate() {
            let y = area.bottom + 18.0 + 14.0 * below as f64;
            canvas.text(line, (panel.x(index as f64 + 0.5), y), Side::Centre, TICK);
        }
    }
    let told = |(index, name): (usize, &String)| {
        let mut lines = vec![name.clone()];
        for (column, level, _) in LEVELS {
            let share = rows.numbers(column)[index];
            lines.push(bands::line(&page.percent(level), &page.percent(share)));
        }
        let range = Format::Percent.range((low[index], high[index]), &page.text);
        lines.push(bands::line(&page.text.get("calibration-interval"), &range));
        (index as f64 + 0.5, lines.join("\n"))
    };
    panel.spots(canvas, names.iter().enumerate().map(told).collect());
}
