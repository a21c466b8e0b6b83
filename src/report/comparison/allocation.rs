//! What ways of allocation give and take: how well households and municipalities fit, how evenly people are
//! spread, and how long they wait - a dot for each scenario.

use crate::calendar::Year;
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::labels::Places;
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::{Panel, TICK};
use crate::report::look::ticks::Ticks;
use crate::report::look::{AXIS_ROOM, BAND_50, INK, LABEL_SIZE, MEDIAN};
use crate::report::page::{Heading, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::Measure;
use crate::results::comparison::Comparison;

/// Name of the figure.
pub const NAME: &str = "allocation-frontier";
const DOT: f64 = 7.0;

/// A scenario with its three numbers of the year.
struct Dot<'a> {
    title: String,
    is_baseline: bool,
    score: &'a Measure,
    spread: &'a Measure,
    wait: Option<&'a Measure>,
}

/// Beginning of the keys that say how people are allocated.
const KEYS: &str = "policy.allocation";

/// Needs `match_score` and `dissimilarity` of the headline's year in at least two scenarios that allocate differently.
pub fn render(page: &Page, comparison: &Comparison) -> Option<Figure> {
    let year = page.focus_year()?;
    let mut changes = comparison.others().iter().flat_map(|it| &it.changes);
    if !changes.any(|it| it.key.starts_with(KEYS)) {
        return None;
    }
    let dots: Vec<_> = comparison
        .scenarios
        .iter()
        .enumerate()
        .filter_map(|(index, it)| {
            let find = |name| it.summary.national(name, &year.to_string());
            let (score, spread) = (find("match_score")?, find("dissimilarity")?);
            let title = page.text.title(&it.summary.title);
            let wait = find("wait_days_median");
            Some(Dot { title, is_baseline: index == 0, score, spread, wait })
        })
        .collect();
    if dots.len() < 2 {
        return None;
    }
    let heading = Heading {
        title: title(page, &dots, year),
        unit: page.text.with("allocation-unit", &[("year", &year.to_string())]),
        has_actuals: false,
        tables: vec![table(page, &dots, year)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &dots);
    Some(page.figure(NAME, heading, paint))
}

/// The finding: which scenario fits best, and what spread it costs.
fn title(page: &Page, dots: &[Dot], year: Year) -> String {
    let best = dots.iter().max_by(|one, other| one.score.q50.total_cmp(&other.score.q50));
    let best = best.expect("there are two");
    let arguments = [
        ("scenario", best.title.clone()),
        ("year", year.to_string()),
        ("score", page.decimal(best.score.q50, 2)),
        ("spread", page.decimal(best.spread.q50, 2)),
    ];
    with(page, "allocation-title", &arguments)
}

fn table(page: &Page, dots: &[Dot], year: Year) -> Table {
    let number = |it: Option<&Measure>, format| Cell::number(it.map(|it| it.q50), format);
    let row = |dot: &Dot| {
        let cells = vec![
            number(Some(dot.score), Format::Decimal(3)),
            number(Some(dot.spread), Format::Decimal(3)),
            number(dot.wait, Format::Whole),
        ];
        Row::new(dot.title.clone(), cells)
    };
    Table {
        caption: page.text.with("allocation-unit", &[("year", &year.to_string())]),
        corner: page.text.get("compare-scenario"),
        columns: ["allocation-score", "allocation-spread", "allocation-wait"]
            .map(|key| page.text.get(key))
            .into(),
        rows: dots.iter().map(row).collect(),
    }
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, dots: &[Dot]) {
    let entries = [
        (Sign::Dot(INK), page.text.get("compare-baseline")),
        (Sign::Dot(MEDIAN), page.text.get("median")),
        (Sign::Line(Stroke::solid(BAND_50, 1.6)), page.share_of_runs(0.8)),
    ];
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let place = Area {
        left: area.left + AXIS_ROOM,
        top: area.top + legend + 40.0,
        right: area.right - 8.0,
        bottom: area.bottom - 46.0,
    };
    let largest = |of: fn(&Dot) -> f64| dots.iter().map(of).fold(0.0, f64::max);
    let ticks = Ticks::from_zero(largest(|it| it.score.q90.max(it.score.q50)), 5);
    let across = Ticks::from_zero(largest(|it| it.spread.q90.max(it.spread.q50)), 5);
    let panel = Panel { area: place, from: 0.0, to: across.top, top: ticks.top };
    panel.draw_heading(canvas, &page.text.get("allocation-score"));
    panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
    panel.draw_baseline(canvas);
    for value in &across.values {
        let words = page.decimal(*value, across.n_decimals);
        canvas.text(&words, (panel.x(*value), place.bottom + 18.0), Side::Centre, TICK);
    }
    let below = (place.right, place.bottom + 38.0);
    canvas.text(&page.text.get("allocation-spread"), below, Side::Left, TICK);
    draw_dots(canvas, page, &panel, dots);
}

fn draw_dots(canvas: &mut Canvas, page: &Page, panel: &Panel, dots: &[Dot]) {
    let around =
        |(x, y): (f64, f64)| Area { left: x - DOT, top: y - DOT, right: x + DOT, bottom: y + DOT };
    let mut places = Places::new(panel.area);
    for dot in dots {
        let (x, y) = (dot.spread.q50, dot.score.q50);
        let stroke = Stroke::solid(BAND_50, 1.6);
        canvas.line(&[panel.at(dot.spread.q10, y), panel.at(dot.spread.q90, y)], stroke);
        canvas.line(&[panel.at(x, dot.score.q10), panel.at(x, dot.score.q90)], stroke);
        places.keep_free(around(panel.at(x, y)));
    }
    for dot in dots {
        let at = panel.at(dot.spread.q50, dot.score.q50);
        canvas.disc(at, DOT, if dot.is_baseline { INK } else { MEDIAN });
        let look = Type::bold(LABEL_SIZE, INK);
        let name = look.cut(&dot.title, panel.area.width() * 0.6);
        let days = dot.wait.map(|it| page.whole(it.q50));
        let wait = days.map(|days| page.text.with("allocation-days", &[("days", &days)]));
        let wait = wait.unwrap_or_default();
        let size = (look.width_of(&name).max(TICK.width_of(&wait)), 32.0);
        if let Some(found) = places.find(at, DOT, size, &[]) {
            canvas.text_on_paper(&name, (found.left, found.top + 12.0), Side::Right, look);
            canvas.text_on_paper(&wait, (found.left, found.top + 27.0), Side::Right, TICK);
        }
        let told = [
            dot.title.clone(),
            bands::line(&page.text.get("allocation-score"), &page.decimal(dot.score.q50, 3)),
            bands::line(&page.text.get("allocation-spread"), &page.decimal(dot.spread.q50, 3)),
            wait,
        ];
        canvas.spot(around(at), told.join("\n"));
    }
}
