//! Persons who wait for settlement with a permit, live in reception, or live privately: side by side.

use super::timeline::{self, Monthly, Timeline, largest};
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas};
use crate::report::look::legend::draw_legend;
use crate::report::look::ticks::Ticks;
use crate::report::look::{AXIS_ROOM, HEIGHT, fan};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Format, Table};

/// Measure, its published counterpart, and the heading of its plot.
const STOCKS: [(&str, &str, &str); 3] = [
    ("waiting_persons", "waiting_persons_actual", "waiting-heading"),
    ("reception_persons", "reception_persons_actual", "reception-heading"),
    ("private_persons", "private_persons_actual", "private-heading"),
];

/// On a phone the plots lie under each other.
const HEIGHTS: Heights = Heights { wide: HEIGHT, narrow: 740.0 };

struct Stock<'a> {
    heading: String,
    fan: Monthly<'a>,
    actual: Monthly<'a>,
}

/// Needs `waiting_persons` and `reception_persons` by month; shows `private_persons` and published
/// numbers (`.._actual`) where they exist.
pub fn render(page: &Page) -> Vec<Figure> {
    let stocks: Vec<_> = STOCKS
        .iter()
        .map(|(name, actual, heading)| Stock {
            heading: page.text.get(heading),
            fan: page.measures.monthly(Subject::national(name)),
            actual: page.measures.monthly(Subject::national(actual)),
        })
        .collect();
    if stocks[0].fan.is_empty() || stocks[1].fan.is_empty() {
        return Vec::new();
    }
    let shown: Vec<_> = stocks.into_iter().filter(|stock| !stock.fan.is_empty()).collect();
    let heading = Heading {
        title: title(page, &shown[0].fan),
        unit: page.text.get("waiting-unit"),
        has_actuals: shown.iter().any(|stock| !stock.actual.is_empty()),
        tables: shown.iter().map(|stock| table(page, stock)).collect(),
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &shown);
    vec![page.figure_of_height(HEIGHTS, "waiting", heading, paint)]
}

fn table(page: &Page, stock: &Stock) -> Table {
    let caption = format!("{}. {}", stock.heading, page.text.get("waiting-unit"));
    timeline::table(page, caption, &stock.fan, &stock.actual, Format::Whole, Vec::new())
}

/// The finding: when most people wait.
fn title(page: &Page, waiting: &Monthly) -> String {
    // The first of equals, so that a flat series names its start.
    let peak = waiting.iter().rev().max_by(|(_, one), (_, other)| one.q50.total_cmp(&other.q50));
    let Some((month, most)) = peak else { return page.text.get("waiting-plain") };
    let (month, persons) = (page.text.month(*month), page.rounded(most.q50));
    page.text.with("waiting-title", &[("month", &month), ("persons", &persons)])
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, stocks: &[Stock]) {
    let mut entries = fan::legend(&page.text);
    let timelines: Vec<_> =
        stocks.iter().filter_map(|stock| Timeline::over(page, &stock.fan, &stock.actual)).collect();
    let published =
        stocks.iter().zip(&timelines).map(|(it, line)| line.legend(&it.actual, &page.text));
    if let Some(longest) = published.max_by_key(Vec::len) {
        entries.extend(longest);
    }
    let at = (area.left, area.top + 8.0);
    let legend = draw_legend(canvas, at, area.width(), &entries);
    let most = stocks.iter().map(|it| largest(&it.fan, &it.actual)).fold(0.0, f64::max);
    let ticks = Ticks::from_zero(most, 6);
    let all = Area { left: area.left + AXIS_ROOM, top: area.top + legend, ..area };
    for (index, (stock, timeline)) in stocks.iter().zip(&timelines).enumerate() {
        let place = place(all, index, stocks.len(), page.is_narrow());
        let panel = timeline.panel(place, ticks.top);
        let label = |value| page.decimal(value, ticks.n_decimals);
        // Side by side, all share the axis of the first.
        let has_numbers = index == 0 || page.is_narrow();
        panel.draw_grid(canvas, &ticks, if has_numbers { Some(&label) } else { None });
        let points: Vec<_> =
            stock.fan.iter().map(|&(month, it)| (timeline.end(month), it)).collect();
        fan::draw_fan(canvas, &panel, &points);
        panel.draw_heading(canvas, &stock.heading);
        panel.draw_months(canvas, timeline.first(), &page.text);
        // The line is the same in all, and named once.
        timeline.draw_as_of(canvas, &panel, (index == 0).then_some(&page.text));
        let end = |month| timeline.end(month);
        timeline.draw_actuals(canvas, &panel, &stock.actual, end);
        let series = (&stock.fan, &stock.actual);
        timeline.spots(page, canvas, &panel, series, end, |_| Vec::new());
    }
}

/// Where the plot at `index` of `n` lies.
fn place(all: Area, index: usize, n: usize, is_narrow: bool) -> Area {
    const GAP: f64 = 26.0;
    let (index, n) = (index as f64, n as f64);
    if is_narrow {
        let height = all.height() / n;
        let top = all.top + index * height;
        return Area { top: top + 48.0, bottom: top + height - 30.0, ..all };
    }
    let width = (all.width() - GAP * (n - 1.0)) / n;
    let left = all.left + index * (width + GAP);
    Area { left, top: all.top + 48.0, right: left + width, bottom: all.bottom - 30.0 }
}
