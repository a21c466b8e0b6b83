//! Persons who wait for settlement with a permit, live in reception, or live privately: side by side.

use super::timeline::{Monthly, Timeline, largest};
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas};
use crate::report::look::legend::draw_legend;
use crate::report::look::ticks::Ticks;
use crate::report::look::{AXIS_ROOM, fan};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Page};

/// Measure, its published counterpart, and the heading of its plot.
const STOCKS: [(&str, &str, &str); 3] = [
    ("waiting_persons", "waiting_persons_actual", "waiting-heading"),
    ("reception_persons", "reception_persons_actual", "reception-heading"),
    ("private_persons", "private_persons_actual", "private-heading"),
];

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
    };
    vec![page.figure("waiting", &heading, |canvas, area| paint(canvas, area, page, &shown))]
}

fn title(page: &Page, waiting: &Monthly) -> String {
    // The first of equals, so that a flat series names its start.
    let peak = waiting.iter().rev().max_by(|(_, one), (_, other)| one.q50.total_cmp(&other.q50));
    let Some((month, most)) = peak else { return page.text.get("waiting-plain") };
    let (month, persons) = (page.text.month(*month), page.rounded(most.q50));
    page.text.with("waiting-title", &[("month", &month), ("persons", &persons)])
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, stocks: &[Stock]) {
    const GAP: f64 = 26.0;
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
    let n_panels = stocks.len() as f64;
    let width = (area.width() - AXIS_ROOM - GAP * (n_panels - 1.0)) / n_panels;
    for (index, (stock, timeline)) in stocks.iter().zip(&timelines).enumerate() {
        let left = area.left + AXIS_ROOM + index as f64 * (width + GAP);
        let top = area.top + legend + 48.0;
        let place = Area { left, top, right: left + width, bottom: area.bottom - 30.0 };
        let panel = timeline.panel(place, ticks.top);
        let label = |value| page.decimal(value, ticks.n_decimals);
        // All share the axis of the first.
        panel.draw_grid(canvas, &ticks, if index == 0 { Some(&label) } else { None });
        let points: Vec<_> =
            stock.fan.iter().map(|&(month, it)| (timeline.end(month), it)).collect();
        fan::draw_fan(canvas, &panel, &points);
        panel.draw_heading(canvas, &stock.heading);
        panel.draw_months(canvas, timeline.first(), &page.text);
        // The line is the same in all, and named once.
        timeline.draw_as_of(canvas, &panel, (index == 0).then_some(&page.text));
        timeline.draw_actuals(canvas, &panel, &stock.actual, |month| timeline.end(month));
    }
}
