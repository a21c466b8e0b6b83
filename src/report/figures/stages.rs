//! Where the queue stands: waiting for a permit, waiting for a place, and agreed but not moved, on top of each
//! other, and how many of them live in reception.

use super::timeline::{Monthly, Timeline, of_month};
use crate::calendar::Month;
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Stroke};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::ticks::Ticks;
use crate::report::look::{AXIS_ROOM, INK, LINE, SERIES};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::Measure;

/// What a month has of each stage.
struct Stage<'a> {
    month: Month,
    pending: &'a Measure,
    waiting: &'a Measure,
    agreed: &'a Measure,
    reception: Option<&'a Measure>,
}

/// Needs `pending_persons`, `waiting_persons` and `agreed_persons` by month; shows `reception_persons` where it
/// exists. Shows means, because the stages' medians do not add up to the median of the queue.
pub fn render(page: &Page) -> Vec<Figure> {
    let monthly = |name| page.measures.monthly(Subject::national(name));
    let pending: Monthly = monthly("pending_persons");
    let (waiting, agreed) = (monthly("waiting_persons"), monthly("agreed_persons"));
    let reception = monthly("reception_persons");
    let stage = |&(month, pending): &(Month, _)| {
        Some(Stage {
            month,
            pending,
            waiting: of_month(&waiting, month)?,
            agreed: of_month(&agreed, month)?,
            reception: of_month(&reception, month),
        })
    };
    let stages: Vec<_> = pending.iter().filter_map(stage).collect();
    let Some(timeline) = Timeline::over(page, &pending, &Vec::new()) else { return Vec::new() };
    if stages.is_empty() {
        return Vec::new();
    }
    let heading = Heading {
        title: title(page, &stages),
        unit: page.text.get("stages-unit"),
        has_actuals: false,
        tables: vec![table(page, &stages)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &timeline, &stages);
    vec![page.figure("stages", heading, paint)]
}

/// The finding: how many stand where when most wait for a permit.
fn title(page: &Page, stages: &[Stage]) -> String {
    // The first of equals, so that a flat series names its start.
    let most = stages
        .iter()
        .reduce(|most, it| if it.pending.mean > most.pending.mean { it } else { most });
    let Some(most) = most else { return page.text.get("stages-unit") };
    let arguments = [
        ("month", page.text.month(most.month)),
        ("pending", page.rounded(most.pending.mean)),
        ("waiting", page.rounded(most.waiting.mean)),
    ];
    with(page, "stages-title", &arguments)
}

fn table(page: &Page, stages: &[Stage]) -> Table {
    let keys = ["stages-pending", "stages-waiting", "stages-agreed", "reception-heading"];
    let row = |stage: &Stage| {
        let means = [Some(stage.pending), Some(stage.waiting), Some(stage.agreed), stage.reception];
        let cells = means.map(|it| Cell::number(it.map(|it| it.mean), Format::Whole));
        Row::new(page.text.month(stage.month), cells.into())
    };
    Table {
        caption: page.text.get("stages-unit"),
        corner: page.text.get("month"),
        columns: keys.map(|key| page.text.get(key)).into(),
        rows: stages.iter().map(row).collect(),
    }
    .without_empty()
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, timeline: &Timeline, stages: &[Stage]) {
    let has_reception = stages.iter().any(|it| it.reception.is_some());
    let mut entries: Vec<_> = ["stages-agreed", "stages-unplaced", "stages-pending"]
        .into_iter()
        .zip(SERIES)
        .map(|(key, colour)| (Sign::Fill(colour), page.text.get(key)))
        .collect();
    if has_reception {
        let line = Sign::Line(Stroke::dashed(INK, LINE));
        entries.push((line, page.text.get("stages-reception")));
    }
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let most = stages.iter().map(|it| {
        let queue = it.pending.mean + it.waiting.mean;
        queue.max(it.reception.map_or(0.0, |it| it.mean))
    });
    let ticks = Ticks::from_zero(most.fold(0.0, f64::max), 6);
    let place = Area {
        left: area.left + AXIS_ROOM,
        top: area.top + legend + 24.0,
        right: area.right - 6.0,
        bottom: area.bottom - 44.0,
    };
    let panel = timeline.panel(place, ticks.top);
    // From the bottom: the nearer to a home, the lower.
    let floors =
        |it: &Stage| [0.0, it.agreed.mean, it.waiting.mean, it.waiting.mean + it.pending.mean];
    for (index, colour) in SERIES.into_iter().enumerate() {
        let edge = |level: usize| {
            stages.iter().map(move |it| panel.at(timeline.end(it.month), floors(it)[level]))
        };
        let upper = edge(index + 1);
        let outline: Vec<_> = upper.chain(edge(index).rev()).collect();
        canvas.polygon(&outline, colour);
    }
    let label = |value| page.decimal(value, ticks.n_decimals);
    panel.draw_grid(canvas, &ticks, Some(&label));
    let reception =
        stages.iter().filter_map(|it| Some(panel.at(timeline.end(it.month), it.reception?.mean)));
    canvas.line(&reception.collect::<Vec<_>>(), Stroke::dashed(INK, LINE));
    panel.draw_months(canvas, timeline.first(), &page.text);
    timeline.draw_as_of(canvas, &panel, Some(&page.text));
    let told = |it: &Stage| (timeline.end(it.month), pointed(page, it));
    panel.spots(canvas, stages.iter().map(told).collect());
}

fn pointed(page: &Page, stage: &Stage) -> String {
    let line = |key: &str, it: &Measure| bands::line(&page.text.get(key), &page.whole(it.mean));
    let mut lines = vec![
        page.text.month(stage.month),
        line("stages-pending", stage.pending),
        line("stages-waiting", stage.waiting),
        line("stages-agreed", stage.agreed),
    ];
    lines.extend(stage.reception.map(|it| line("reception-heading", it)));
    lines.join("\n")
}
