//! Published settlement against the simulated: cumulative sums of the deviations, down and up, with their
//! limit and the months that alarm.

use super::timeline::{Monthly, of_month};
use crate::calendar::Month;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Stroke};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS_ROOM, LINE, MEDIAN, THIN_LINE};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::Measure;

/// Low and wide; on a phone the plots lie under each other.
const HEIGHTS: Heights = Heights { wide: 430.0, narrow: 560.0 };
/// Measure, heading and title of each direction.
const DIRECTIONS: [(&str, &str, &str); 2] = [
    ("settled_cusum_down", "watch-heading-down", "watch-title-down"),
    ("settled_cusum_up", "watch-heading-up", "watch-title-up"),
];
const FORMAT: Format = Format::Decimal(2);

/// What each month has.
struct Charts<'a> {
    sums: [Monthly<'a>; 2],
    limit: Monthly<'a>,
}

/// Needs `settled_cusum_down`, `settled_cusum_up` and `settled_cusum_limit` by month.
pub fn render(page: &Page) -> Vec<Figure> {
    let monthly = |name| page.measures.monthly(Subject::national(name));
    let charts = Charts {
        sums: DIRECTIONS.map(|(name, ..)| monthly(name)),
        limit: monthly("settled_cusum_limit"),
    };
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

impl Charts<'_> {
    /// The limit of a month, if a chart passes it.
    fn is_alarm(&self, month: Month, sum: &Measure) -> bool {
        of_month(&self.limit, month).is_some_and(|limit| sum.mean > limit.mean)
    }
}

/// The finding: the first alarm, or that there is none.
fn title(page: &Page, charts: &Charts) -> String {
    let first = |(index, sums): (usize, &Monthly)| {
        let alarm = sums.iter().find(|(month, sum)| charts.is_alarm(*month, sum))?;
        Some((alarm.0, DIRECTIONS[index].2))
    };
    let found = charts.sums.iter().enumerate().filter_map(first).min();
    let last = charts.limit.last().map(|(month, _)| (*month, "watch-title-quiet"));
    found.or(last).map_or_else(
        || page.text.get("watch-unit"),
        |(month, key)| page.text.with(key, &[("month", &page.text.month(month))]),
    )
}

fn table(page: &Page, charts: &Charts) -> Table {
    let row = |(month, limit): &(Month, &Measure)| {
        let sums = charts.sums.iter().map(|it| of_month(it, *month));
        let numbers = sums.chain([Some(*limit)]);
        let cells = numbers.map(|it| Cell::number(it.map(|it| it.mean), FORMAT));
        Row::new(page.text.month(*month), cells.collect())
    };
    Table {
        caption: page.text.get("watch-unit"),
        corner: page.text.get("month"),
        columns: ["watch-heading-down", "watch-heading-up", "watch-limit"]
            .map(|key| page.text.get(key))
            .into(),
        rows: charts.limit.iter().map(row).collect(),
    }
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, charts: &Charts) {
    const GAP: f64 = 30.0;
    let entries = [
        (Sign::Line(Stroke::solid(MEDIAN, LINE)), page.text.get("watch-sum")),
        (Sign::Line(Stroke::dashed(ACCENT, THIN_LINE)), page.text.get("watch-limit")),
        (Sign::Dot(ACCENT), page.text.get("watch-alarm")),
    ];
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let numbers = charts.sums.iter().flatten().chain(&charts.limit).map(|(_, it)| it.mean);
    let ticks = Ticks::from_zero(numbers.fold(0.0, f64::max), 5);
    let all = Area { left: area.left + AXIS_ROOM, top: area.top + legend, ..area };
    for (index, sums) in charts.sums.iter().enumerate() {
        let part = match page.is_narrow() {
            true => {
                let height = all.height() / 2.0;
                let top = all.top + index as f64 * height;
                Area { top, bottom: top + height, ..all }
            }
            false => {
                let width = (all.width() - GAP) / 2.0;
                let left = all.left + index as f64 * (width + GAP);
                Area { left, right: left + width, ..all }
            }
        };
        let place = Area { top: part.top + 44.0, bottom: part.bottom - 42.0, ..part };
        let first = charts.limit[0].0;
        let last = charts.limit[charts.limit.len() - 1].0;
        let to = f64::from(last.since(first) + 1);
        let panel = Panel { area: place, from: 0.0, to, top: ticks.top };
        let label = |value| page.decimal(value, ticks.n_decimals);
        panel.draw_heading(canvas, &page.text.get(DIRECTIONS[index].1));
        panel.draw_grid(canvas, &ticks, Some(&label));
        panel.draw_months(canvas, first, &page.text);
        draw_chart(canvas, &panel, page, charts, sums);
    }
}

fn draw_chart(canvas: &mut Canvas, panel: &Panel, page: &Page, charts: &Charts, sums: &Monthly) {
    let first = charts.limit[0].0;
    let x = |month: Month| f64::from(month.since(first)) + 0.5;
    let line = |series: &Monthly| -> Vec<_> {
        series.iter().map(|(month, it)| panel.at(x(*month), it.mean)).collect()
    };
    canvas.line(&line(&charts.limit), Stroke::dashed(ACCENT, THIN_LINE));
    canvas.line(&line(sums), Stroke::solid(MEDIAN, LINE));
    for (month, sum) in sums {
        let colour = if charts.is_alarm(*month, sum) { ACCENT } else { MEDIAN };
        let radius = if charts.is_alarm(*month, sum) { 5.0 } else { 2.5 };
        canvas.disc(panel.at(x(*month), sum.mean), radius, colour);
    }
    let told = |(month, sum): &(Month, &Measure)| {
        let words = |it: &Measure| FORMAT.words(it.mean, &page.text);
        let mut lines = vec![page.text.month(*month)];
        lines.push(bands::line(&page.text.get("watch-sum"), &words(sum)));
        let limit = of_month(&charts.limit, *month);
        lines.extend(limit.map(|it| bands::line(&page.text.get("watch-limit"), &words(it))));
        (x(*month), lines.join("\n"))
    };
    panel.spots(canvas, sums.iter().map(told).collect());
}
