//! Settlement against its plan: cumulative sums of the deviations, down and up, and their moving average, each with
//! its limit, the periods that alarm, and when settlement is thought to have changed.

mod charts;

pub use charts::{Charts, at};

use crate::calendar::{Day, Month};
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Point, Side, Stroke};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::{Panel, TICK};
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS, AXIS_ROOM, GRID, HAIRLINE, INK, LINE, MEDIAN, THIN_LINE};
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::Measure;
use charts::Series;

/// Low and wide; on a phone the plots lie under each other.
const HEIGHTS: Heights = Heights { wide: 430.0, narrow: 800.0 };
/// Measure, heading and title of each direction.
const DIRECTIONS: [(&str, &str, &str); 2] = [
    ("settled_cusum_down", "watch-heading-down", "watch-title-down"),
    ("settled_cusum_up", "watch-heading-up", "watch-title-up"),
];
const FORMAT: Format = Format::Decimal(2);

/// Needs `settled_cusum_down`, `settled_cusum_up` and `settled_cusum_limit` by month or week.
pub fn render(page: &Page) -> Vec<Figure> {
    let charts = Charts::find(page);
    if charts.limit.is_empty() || charts.sums.iter().any(|it| it.len() != charts.limit.len()) {
        return Vec::new();
    }
    let heading = Heading {
        title: title(page, &charts),
        unit: page.text.get("watch-unit"),
        has_actuals: true,
        tables: vec![table(page, &charts)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &charts);
    vec![page.figure_of_height(HEIGHTS, "watch", heading, paint)]
}

/// The finding: the first alarm, or that there is none.
fn title(page: &Page, charts: &Charts) -> String {
    let first = |(index, sums): (usize, &Series)| {
        let alarm = sums.iter().find(|(start, sum)| charts.is_alarm(*start, sum))?;
        Some((alarm.0, DIRECTIONS[index].2))
    };
    let found = charts.sums.iter().enumerate().filter_map(first).min();
    let last = charts.limit.last().map(|(start, _)| (*start, "watch-title-quiet"));
    found.or(last).map_or_else(
        || page.text.get("watch-unit"),
        |(start, key)| page.text.with(key, &[("month", &charts.period(page, start))]),
    )
}

fn table(page: &Page, charts: &Charts) -> Table {
    let row = |(start, limit): &(Day, &Measure)| {
        let sums = charts.sums.iter().map(|it| at(it, *start));
        let average = [&charts.average, &charts.average_limit].map(|it| at(it, *start));
        let numbers = sums.chain([Some(*limit)]).chain(average);
        let cells = numbers.map(|it| Cell::number(it.map(|it| it.mean), FORMAT));
        Row::new(charts.period(page, *start), cells.collect())
    };
    let keys = [
        "watch-heading-down",
        "watch-heading-up",
        "watch-limit",
        "watch-heading-average",
        "watch-limit",
    ];
    Table {
        caption: page.text.get("watch-unit"),
        corner: page.text.get("watch-period"),
        columns: keys.map(|key| page.text.get(key)).into(),
        rows: charts.limit.iter().map(row).collect(),
    }
    .without_empty()
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, charts: &Charts) {
    const GAP: f64 = 16.0;
    let mut entries = vec![
        (Sign::Line(Stroke::solid(MEDIAN, LINE)), page.text.get("watch-statistic")),
        (Sign::Line(Stroke::dashed(ACCENT, THIN_LINE)), page.text.get("watch-limit")),
        (Sign::Dot(ACCENT), page.text.get("watch-alarm")),
    ];
    let change = Sign::Line(Stroke::dashed(INK, THIN_LINE));
    entries.extend((!charts.changes.is_empty()).then(|| (change, page.text.get("watch-change"))));
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let all = Area { top: area.top + legend, ..area };
    let n = if charts.average.is_empty() { 2 } else { 3 };
    // The moving average has no heading of a direction.
    let plots = DIRECTIONS.iter().map(Some).chain([None]).take(n);
    for (index, plot) in plots.enumerate() {
        let part = match page.is_narrow() {
            true => {
                let height = all.height() / n as f64;
                let top = all.top + index as f64 * height;
                Area { top, bottom: top + height, ..all }
            }
            false => {
                let width = (all.width() - GAP * (n - 1) as f64) / n as f64;
                let left = all.left + index as f64 * (width + GAP);
                Area { left, right: left + width, ..all }
            }
        };
        let left = part.left + AXIS_ROOM - 10.0;
        let place = Area { left, top: part.top + 44.0, bottom: part.bottom - 42.0, ..part };
        match plot {
            Some((_, heading, _)) => {
                draw_sum(canvas, place, page, charts, (&charts.sums[index], *heading));
            }
            None => draw_average(canvas, place, page, charts),
        }
    }
}

/// A plot of all periods with months below it.
fn plot(area: Area, charts: &Charts, top: f64) -> (Panel, Month) {
    let first = charts.limit[0].0.month();
    let last = charts.limit[charts.limit.len() - 1].0.month();
    let to = f64::from(last.since(first) + 1);
    (Panel { area, from: 0.0, to, top }, first)
}

fn draw_sum(
    canvas: &mut Canvas,
    area: Area,
    page: &Page,
    charts: &Charts,
    (sums, heading): (&Series, &str),
) {
    let numbers = charts.sums.iter().flatten().chain(&charts.limit).map(|(_, it)| it.mean);
    let ticks = Ticks::from_zero(numbers.fold(0.0, f64::max), 5);
    let (panel, first) = plot(area, charts, ticks.top);
    panel.draw_heading(canvas, &page.text.get(heading));
    panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
    panel.draw_months(canvas, first, &page.text);
    let is_alarm = |start: Day, it: &Measure| charts.is_alarm(start, it);
    if sums.iter().any(|(start, it)| is_alarm(*start, it)) {
        draw_changes(canvas, &panel, charts);
    }
    let y = |value: f64| panel.y(value);
    draw_line(canvas, &panel, charts, &charts.limit, Stroke::dashed(ACCENT, THIN_LINE), y);
    draw_line(canvas, &panel, charts, sums, Stroke::solid(MEDIAN, LINE), y);
    draw_dots(canvas, &panel, charts, sums, y, is_alarm);
    tell(canvas, page, &panel, charts, (sums, &charts.limit));
}

/// The moving average goes both ways from zero.
fn draw_average(canvas: &mut Canvas, area: Area, page: &Page, charts: &Charts) {
    let numbers = charts.average.iter().chain(&charts.average_limit).map(|(_, it)| it.mean.abs());
    let ticks = Ticks::from_zero(numbers.fold(0.0, f64::max), 3);
    let (panel, first) = plot(area, charts, 2.0 * ticks.top);
    let y = |value: f64| panel.y(value + ticks.top);
    panel.draw_heading(canvas, &page.text.get("watch-heading-average"));
    for value in ticks.values.iter().flat_map(|it| [*it, -it]) {
        let stroke =
            if value == 0.0 { Stroke::solid(AXIS, 1.0) } else { Stroke::solid(GRID, HAIRLINE) };
        canvas.line(&[(area.left, y(value)), (area.right, y(value))], stroke);
        let words = page.decimal(value, ticks.n_decimals);
        canvas.text_beside(&words, (area.left - 8.0, y(value)), Side::Left, TICK);
    }
    panel.draw_months(canvas, first, &page.text);
    let stroke = Stroke::dashed(ACCENT, THIN_LINE);
    draw_line(canvas, &panel, charts, &charts.average_limit, stroke, y);
    draw_line(canvas, &panel, charts, &charts.average_limit, stroke, |value| y(-value));
    draw_line(canvas, &panel, charts, &charts.average, Stroke::solid(MEDIAN, LINE), y);
    let is_alarm = |start: Day, it: &Measure| {
        at(&charts.average_limit, start).is_some_and(|limit| it.mean.abs() > limit.mean)
    };
    draw_dots(canvas, &panel, charts, &charts.average, y, is_alarm);
    tell(canvas, page, &panel, charts, (&charts.average, &charts.average_limit));
}

fn draw_line(
    canvas: &mut Canvas,
    panel: &Panel,
    charts: &Charts,
    series: &Series,
    stroke: Stroke,
    y: impl Fn(f64) -> f64,
) {
    let point = |(start, it): &(Day, &Measure)| (panel.x(charts.x(*start)), y(it.mean));
    canvas.line(&series.iter().map(point).collect::<Vec<Point>>(), stroke);
}

fn draw_dots(
    canvas: &mut Canvas,
    panel: &Panel,
    charts: &Charts,
    series: &Series,
    y: impl Fn(f64) -> f64,
    is_alarm: impl Fn(Day, &Measure) -> bool,
) {
    for (start, it) in series {
        let at = (panel.x(charts.x(*start)), y(it.mean));
        match is_alarm(*start, it) {
            true => canvas.disc(at, 5.0, ACCENT),
            false => canvas.disc(at, if charts.is_weekly() { 1.6 } else { 2.5 }, MEDIAN),
        }
    }
}

/// A line where settlement is thought to have changed.
fn draw_changes(canvas: &mut Canvas, panel: &Panel, charts: &Charts) {
    for start in charts.change_starts() {
        let x = panel.x(charts.x(start));
        let line = [(x, panel.area.top), (x, panel.area.bottom)];
        canvas.line(&line, Stroke::dashed(INK, THIN_LINE));
    }
}

fn tell(
    canvas: &mut Canvas,
    page: &Page,
    panel: &Panel,
    charts: &Charts,
    (series, limits): (&Series, &Series),
) {
    let told = |(start, it): &(Day, &Measure)| {
        let words = |it: &Measure| FORMAT.words(it.mean, &page.text);
        let mut lines = vec![charts.period(page, *start)];
        lines.push(bands::line(&page.text.get("watch-statistic"), &words(it)));
        let limit = at(limits, *start);
        lines.extend(limit.map(|it| bands::line(&page.text.get("watch-limit"), &words(it))));
        (charts.x(*start), lines.join("\n"))
    };
    panel.spots(canvas, series.iter().map(told).collect());
}
