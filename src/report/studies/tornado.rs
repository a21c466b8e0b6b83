//! What moves a number most: a bar for each of the foremost parameters, from its low to its high value, the
//! longest on top.

use super::tables::{by_quantity, part, to_table};
use super::{Study, format_of, quantity_words, word};
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::TICK;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS, GRID, HAIRLINE, INK, LABEL_SIZE, MEDIAN, QUIET};
use crate::report::number;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::Format;
use crate::results::sheet::Sheet;
use plotters::style::RGBColor;

/// Room of a bar, and of all that stands around the bars.
const BAR: f64 = 44.0;
const NARROW_BAR: f64 = 62.0;
const AROUND: f64 = 240.0;
const NARROW_AROUND: f64 = 120.0;
/// Whiskers reach this many standard errors out, which holds the mean in 95 of 100 cases.
const REACH: f64 = 1.96;

/// A factor's two ends as differences from the baseline, with their standard errors.
struct Bar {
    name: String,
    ends: [End; 2],
}

/// The output at one end of a factor's range.
#[derive(Clone, Copy)]
struct End {
    change: f64,
    error: f64,
    colour: RGBColor,
    key: &'static str,
}

/// A figure for each quantity in the sheet `sensitivity_tornado`.
pub fn render_all(page: &Page, study: &Study) -> Vec<Figure> {
    let Some(sheet) = study.sheet("sensitivity_tornado") else { return Vec::new() };
    let parts = by_quantity(sheet).into_iter();
    parts.filter_map(|(quantity, rows)| render(page, &part(sheet, &rows), quantity)).collect()
}

/// The figure of a quantity from its part of the sheet.
fn render(page: &Page, sheet: &Sheet, quantity: &str) -> Option<Figure> {
    let bars: Vec<_> = (0..sheet.rows.len()).filter_map(|row| bar(page, sheet, row)).collect();
    let baseline = sheet.number(0, "baseline_mean")?;
    let first = bars.first()?;
    let (measure, _) = quantity.split_once('@').unwrap_or((quantity, ""));
    let format = format_of(measure);
    let name = quantity_words(&page.text, quantity);
    let [low, high] = first.ends.map(|it| signed(page, it.change, format));
    let unit = unit_words(page, measure, format);
    let arguments = [
        ("unit", unit.clone()),
        ("factor", first.name.clone()),
        ("quantity", name.clone()),
        ("low", low),
        ("high", high),
    ];
    let unit =
        [("quantity", name), ("unit", unit), ("baseline", format.words(baseline, &page.text))];
    let heading = Heading {
        title: with(page, "tornado-title", &arguments),
        unit: with(page, "tornado-unit", &unit),
        has_actuals: false,
        tables: vec![to_table(sheet, &page.text)],
    };
    let n = bars.len() as f64;
    let heights = Heights { wide: AROUND + BAR * n, narrow: NARROW_AROUND + NARROW_BAR * n };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &bars, format);
    let file: String =
        quantity.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    Some(page.figure_of_height(heights, &format!("tornado-{file}"), heading, paint))
}

fn bar(page: &Page, sheet: &Sheet, row: usize) -> Option<Bar> {
    let end = |change: &str, error: &str, colour, key| {
        let error = sheet.number(row, error).unwrap_or(0.0);
        Some(End { change: sheet.number(row, change)?, error, colour, key })
    };
    let ends = [
        end("at_low", "low_error", MEDIAN, "tornado-low")?,
        end("at_high", "high_error", ACCENT, "tornado-high")?,
    ];
    Some(Bar { name: word(page, sheet.words(row, "factor")), ends })
}

fn unit_words(page: &Page, measure: &str, format: Format) -> String {
    page.text.get(match format {
        Format::Millions(_) => "tornado-millions",
        Format::Percent => "tornado-points",
        _ if measure.ends_with("_persons") => "unit-persons",
        _ => "tornado-number",
    })
}

/// A difference with its sign. Shares mostly differ by little: their differences have a decimal, or as many as an axis
/// needs.
fn signed(page: &Page, change: f64, format: Format) -> String {
    signed_to(page, change, format, 1)
}

fn signed_to(page: &Page, change: f64, format: Format, n_decimals: usize) -> String {
    let words = match format {
        Format::Percent => number::percent(change, n_decimals, page.language()),
        _ => format.words(change, &page.text),
    };
    let is_up = change > 0.0 && words.chars().any(|it| ('1'..='9').contains(&it));
    if is_up { format!("+{words}") } else { words }
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, bars: &[Bar], format: Format) {
    let entries = [
        (Sign::Fill(MEDIAN), page.text.get("tornado-low")),
        (Sign::Fill(ACCENT), page.text.get("tornado-high")),
        (Sign::Line(Stroke::solid(INK, 1.4)), page.text.get("compare-interval")),
    ];
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    // Names stand left of the bars, and on a phone above them.
    let names = if page.is_narrow() { 0.0 } else { area.width() * 0.34 };
    let place = Area {
        left: area.left + names,
        top: area.top + legend + 12.0,
        right: area.right - 4.0,
        bottom: area.bottom - 24.0,
    };
    let scale = Scale::new(place, bars, page, format);
    scale.draw_grid(canvas, page, format);
    let middle = scale.x(0.0);
    canvas.line(&[(middle, place.top), (middle, place.bottom)], Stroke::solid(QUIET, 1.4));
    let slot = place.height() / bars.len() as f64;
    for (index, bar) in bars.iter().enumerate() {
        let top = place.top + slot * index as f64;
        let slot = Area { top, bottom: top + slot, ..place };
        let names = Area { left: area.left, right: area.left + names - 14.0, ..slot };
        draw_bar(canvas, page, &scale, (slot, names), (bar, format));
        let told = bar
            .ends
            .iter()
            .map(|end| bands::line(&page.text.get(end.key), &signed(page, end.change, format)));
        let told: Vec<_> = std::iter::once(bar.name.clone()).chain(told).collect();
        canvas.spot(Area { left: area.left, ..slot }, told.join("\n"));
    }
}

/// Where differences lie: bars grow from nothing in the middle.
struct Scale {
    place: Area,
    reach: (f64, f64),
    ticks: Ticks,
}

impl Scale {
    fn new(place: Area, bars: &[Bar], page: &Page, format: Format) -> Self {
        let outer = |end: &End| {
            let error = REACH * end.error;
            [end.change - error, end.change + error, 0.0]
        };
        let ends: Vec<f64> = bars.iter().flat_map(|it| &it.ends).flat_map(outer).collect();
        let low = ends.iter().copied().fold(0.0, f64::min);
        let high = ends.iter().copied().fold(0.0, f64::max);
        let span = (high - low).max(f64::MIN_POSITIVE);
        // Room for a number outside the longest bar on either side.
        let look = Type::bold(LABEL_SIZE, INK);
        let widest = bars.iter().flat_map(|it| &it.ends);
        let widest = widest.map(|it| look.width_of(&signed(page, it.change, format)));
        let room = (widest.fold(0.0, f64::max) + 14.0) / place.width() * span * 1.25;
        let n_steps = if page.is_narrow() { 3 } else { 6 };
        Self { place, reach: (low - room, high + room), ticks: Ticks::from_zero(span, n_steps) }
    }

    fn x(&self, change: f64) -> f64 {
        let (from, to) = self.reach;
        self.place.left + (change - from) / (to - from) * self.place.width()
    }

    fn draw_grid(&self, canvas: &mut Canvas, page: &Page, format: Format) {
        let step = self.ticks.values.get(1).copied().unwrap_or(self.ticks.top);
        let (first, last) = (self.reach.0 / step, self.reach.1 / step);
        for index in first.ceil() as i32..=last.floor() as i32 {
            let change = f64::from(index) * step;
            let x = self.x(change);
            let stroke = Stroke::solid(GRID, HAIRLINE);
            canvas.line(&[(x, self.place.top), (x, self.place.bottom)], stroke);
            let n_decimals = self.ticks.n_decimals.saturating_sub(2);
            let words = signed_to(page, change, format, n_decimals);
            canvas.text(&words, (x, self.place.bottom + 18.0), Side::Centre, TICK);
        }
        let line = [(self.place.left, self.place.bottom), (self.place.right, self.place.bottom)];
        canvas.line(&line, Stroke::solid(AXIS, 1.0));
    }
}

fn draw_bar(
    canvas: &mut Canvas,
    page: &Page,
    scale: &Scale,
    (slot, names): (Area, Area),
    (bar, format): (&Bar, Format),
) {
    let look = Type::plain(LABEL_SIZE, INK);
    // A key has no spaces to break at.
    let spaced = bar.name.replace('.', ".\u{200b} ");
    let glued = |line: &String| line.replace(".\u{200b} ", ".").replace('\u{200b}', "");
    let width = if page.is_narrow() { slot.width() } else { names.width() };
    let lines: Vec<_> = look.wrapped_at_most(2, &spaced, width).iter().map(glued).collect();
    let height = lines.len() as f64 * 15.0;
    let (left, side, top) = match page.is_narrow() {
        true => (slot.left, Side::Right, slot.top + 13.0),
        false => (names.right, Side::Left, (slot.top + slot.bottom - height) / 2.0 + 12.0),
    };
    for (index, line) in lines.iter().enumerate() {
        canvas.text_on_paper(line, (left, top + 15.0 * index as f64), side, look);
    }
    let above = if page.is_narrow() { height + 4.0 } else { 0.0 };
    let middle = (slot.top + above + slot.bottom) / 2.0;
    let half = ((slot.height() - above) * 0.3).min(13.0);
    for end in &bar.ends {
        let (from, to) = (scale.x(0.0), scale.x(end.change));
        let (left, right) = (from.min(to), from.max(to));
        let area = Area { left, right, top: middle - half, bottom: middle + half };
        canvas.fill(&area, end.colour);
    }
    draw_numbers(canvas, page, scale, middle, (bar, format));
}

/// Whiskers, and the two differences outside them; both on one side stand under each other.
fn draw_numbers(
    canvas: &mut Canvas,
    page: &Page,
    scale: &Scale,
    middle: f64,
    (bar, format): (&Bar, Format),
) {
    let [low, high] = bar.ends;
    let is_same_side = (low.change < 0.0) == (high.change < 0.0);
    for (end, lift) in [(low, -7.0), (high, 7.0)] {
        let error = REACH * end.error;
        let y = if is_same_side { middle + lift } else { middle };
        let (from, to) = (scale.x(end.change - error), scale.x(end.change + error));
        canvas.line(&[(from, y), (to, y)], Stroke::solid(INK, 1.4));
        for x in [from, to] {
            canvas.line(&[(x, y - 4.0), (x, y + 4.0)], Stroke::solid(INK, 1.4));
        }
        let look = Type::bold(LABEL_SIZE, end.colour);
        let words = signed(page, end.change, format);
        let other = if end.key == low.key { high } else { low };
        let other_error = REACH * other.error;
        let furthest = |sign: f64| {
            let own = sign * end.change + error;
            let others = if is_same_side { sign * other.change + other_error } else { 0.0 };
            scale.x(sign * own.max(others).max(0.0))
        };
        match end.change < 0.0 {
            true => canvas.text_beside(&words, (furthest(-1.0) - 7.0, y), Side::Left, look),
            false => canvas.text_beside(&words, (furthest(1.0) + 7.0, y), Side::Right, look),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::text::Language;

    #[test]
    fn a_difference_has_the_unit_of_its_quantity() {
        let summary = fixture::summary();
        let page = Page::new(&summary, Language::En);
        let unit = |measure| unit_words(&page, measure, format_of(measure));
        assert_eq!(unit("settled_persons"), "persons");
        assert_eq!(unit("bed_shortfall"), "number");
        assert_eq!(unit("cash_kroner"), "NOK million");
        assert_eq!(unit("settled_within_6_months"), "percentage points");
    }
}
