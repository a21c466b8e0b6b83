//! From nothing to the whole difference in payments, one bar for each cause.

use super::sentences::cause_words;
use super::{period_words, periods, total};
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_bracket, draw_legend};
use crate::report::look::panel::TICK;
use crate::report::look::ticks::Ticks;
use crate::report::look::{
    ACCENT, AXIS, AXIS_ROOM, GRID, HAIRLINE, INK, LABEL_SIZE, MEDIAN, QUIET,
};
use crate::report::page::{Heading, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::comparison::{Compared, Comparison, Difference};
use plotters::style::RGBColor;

/// A bar from where the ones before end.
struct Bar<'a> {
    name: String,
    difference: &'a Difference,
    from: f64,
    is_total: bool,
}

/// Name of the figure of the scenario at `index` after the baseline.
pub fn name(index: usize, period: &str) -> String {
    format!("waterfall-{}-{period}", index + 1)
}

/// A figure for each scenario in the headline's year and in all years.
pub fn render_all(page: &Page, comparison: &Comparison) -> Vec<Figure> {
    let others = comparison.others().iter().enumerate();
    let of = |(index, other)| {
        let drawn = periods(page).into_iter().map(move |it| render(page, index, other, &it));
        drawn.flatten().collect::<Vec<_>>()
    };
    others.flat_map(of).collect()
}

fn render(page: &Page, index: usize, other: &Compared, period: &str) -> Option<Figure> {
    let whole = total(other, period)?;
    let mut bars = Vec::new();
    let mut from = 0.0;
    for step in other.steps_of(period) {
        let name = cause_words(page, step.cause);
        bars.push(Bar { name, difference: &step.difference, from, is_total: false });
        from += step.difference.measure.mean;
    }
    if bars.is_empty() {
        return None;
    }
    let name_of_total = page.text.get("waterfall-total");
    bars.push(Bar { name: name_of_total, difference: whole, from: 0.0, is_total: true });
    let heading = Heading {
        title: title(page, other, period, whole),
        unit: page.text.with("waterfall-unit", &[("period", &period_words(page, period))]),
        has_actuals: false,
        tables: vec![table(page, &bars, period)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &bars);
    Some(page.figure(&name(index, period), heading, paint))
}

fn title(page: &Page, other: &Compared, period: &str, whole: &Difference) -> String {
    let direction = if whole.measure.mean < 0.0 { "lower" } else { "higher" };
    let arguments = [
        ("period", period_words(page, period)),
        ("scenario", page.text.title(&other.summary.title)),
        ("millions", page.rounded_millions(whole.measure.mean.abs())),
    ];
    with(page, &format!("waterfall-title-{direction}"), &arguments)
}

fn table(page: &Page, bars: &[Bar], period: &str) -> Table {
    let row = |bar: &Bar| {
        let Difference { measure, low, high } = bar.difference;
        let cells = vec![
            Cell::Number(measure.mean, Format::Millions(1)),
            Cell::Range(*low, *high, Format::Millions(1)),
            Cell::Range(measure.q10, measure.q90, Format::Millions(1)),
        ];
        Row::new(bar.name.clone(), cells)
    };
    Table {
        caption: page.text.with("waterfall-unit", &[("period", &period_words(page, period))]),
        corner: page.text.get("compare-cause"),
        columns: vec![
            page.text.get("compare-mean"),
            page.text.get("compare-interval"),
            page.share_of_runs(0.8),
        ],
        rows: bars.iter().map(row).collect(),
    }
}

/// Where kroner lie on the sheet: the axis has room on both sides of zero.
struct Scale {
    area: Area,
    low: f64,
    high: f64,
    step: Ticks,
}

impl Scale {
    fn new(area: Area, bars: &[Bar]) -> Self {
        let ends = bars.iter().flat_map(|bar| {
            let Difference { measure, low, high } = bar.difference;
            [bar.from, bar.from + measure.mean, bar.from + low, bar.from + high]
        });
        let ends: Vec<_> = ends.map(|it| it / 1e6).collect();
        let low = ends.iter().copied().fold(0.0, f64::min);
        let high = ends.iter().copied().fold(0.0, f64::max);
        let span = (high - low).max(1e-3);
        let step = Ticks::from_zero(span, 6);
        // Room for a number above the highest and below the lowest.
        let room = span * 0.09;
        let low = if low < 0.0 { low - room } else { 0.0 };
        let high = if high > 0.0 { high + room } else { 0.0 };
        Self { area, low, high, step }
    }

    /// Height of an amount in kroner.
    fn y(&self, kroner: f64) -> f64 {
        let part = (kroner / 1e6 - self.low) / (self.high - self.low);
        self.area.bottom - part * self.area.height()
    }

    fn draw_grid(&self, canvas: &mut Canvas, page: &Page) {
        let step = self.step.values.get(1).copied().unwrap_or(self.step.top);
        let first = (self.low / step).ceil() as i32;
        let last = (self.high / step).floor() as i32;
        for index in first..=last {
            let value = f64::from(index) * step;
            let y = self.y(value * 1e6);
            let colour = if index == 0 { AXIS } else { GRID };
            let stroke = Stroke::solid(colour, if index == 0 { 1.2 } else { HAIRLINE });
            canvas.line(&[(self.area.left, y), (self.area.right, y)], stroke);
            let words = page.decimal(value, self.step.n_decimals);
            canvas.text_beside(&words, (self.area.left - 8.0, y), Side::Left, TICK);
        }
    }
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, bars: &[Bar]) {
    let entries = [
        (Sign::Fill(ACCENT), page.text.get("waterfall-more")),
        (Sign::Fill(MEDIAN), page.text.get("waterfall-less")),
        (Sign::Fill(QUIET), page.text.get("waterfall-total")),
        (Sign::Bracket(INK), page.text.get("compare-interval")),
    ];
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let area = Area {
        left: area.left + AXIS_ROOM + 8.0,
        top: area.top + legend + 12.0,
        right: area.right - 6.0,
        bottom: area.bottom - 30.0,
    };
    let scale = Scale::new(area, bars);
    scale.draw_grid(canvas, page);
    let slot = area.width() / bars.len() as f64;
    for (index, bar) in bars.iter().enumerate() {
        let left = area.left + index as f64 * slot;
        draw_bar(canvas, &scale, (left, slot), page, bar);
        let told = [
            bar.name.clone(),
            bands::line(&page.text.get("compare-mean"), &words(page, bar.difference)),
            bands::line(&page.text.get("compare-interval"), &range(page, bar.difference)),
        ];
        let spot = Area { left, right: left + slot, ..area };
        canvas.spot(spot, told.join("\n"));
    }
}

fn words(page: &Page, difference: &Difference) -> String {
    let words = Format::Millions(0).words(difference.measure.mean, &page.text);
    // What rounds to nothing has no sign.
    let is_more = difference.measure.mean > 0.0 && words.contains(|it| ('1'..='9').contains(&it));
    if is_more { format!("+{words}") } else { words }
}

fn range(page: &Page, difference: &Difference) -> String {
    Format::Millions(0).range((difference.low, difference.high), &page.text)
}

fn draw_bar(canvas: &mut Canvas, scale: &Scale, (left, slot): (f64, f64), page: &Page, bar: &Bar) {
    let Difference { measure, low, high } = bar.difference;
    let (from, to) = (scale.y(bar.from), scale.y(bar.from + measure.mean));
    let middle = left + slot / 2.0;
    let half = (slot * 0.3).min(55.0);
    let fill = Area {
        left: middle - half,
        right: middle + half,
        top: from.min(to),
        bottom: from.max(to).max(from.min(to) + 1.0),
    };
    canvas.fill(&fill, colour(bar));
    if !bar.is_total {
        // To the bar that goes on from here.
        let stroke = Stroke::solid(AXIS, HAIRLINE);
        canvas.line(&[(middle + half, to), (left + slot * 1.5 - half, to)], stroke);
    }
    let (low, high) = (scale.y(bar.from + low), scale.y(bar.from + high));
    draw_bracket(canvas, middle - half - 9.0, (low, high), INK);
    let look = Type::bold(LABEL_SIZE, INK);
    let words = words(page, bar.difference);
    let baseline = match measure.mean < 0.0 {
        true => fill.bottom + 15.0,
        false => fill.top - 7.0,
    };
    canvas.text_on_paper(&words, (middle, baseline), Side::Centre, look);
    let look = Type::plain(LABEL_SIZE, INK);
    let name = look.cut(&bar.name, slot - 6.0);
    canvas.text(&name, (middle, scale.area.bottom + 21.0), Side::Centre, look);
}

fn colour(bar: &Bar) -> RGBColor {
    match (bar.is_total, bar.difference.measure.mean) {
        (true, _) => QUIET,
        (false, mean) if mean > 0.0 => ACCENT,
        (false, mean) if mean < 0.0 => MEDIAN,
        _ => AXIS,
    }
}
