//! How much the system takes: for each pressure the capacity at which a breach has a probability of 10, 50 and
//! 90 %, with where the scenario stands today.

use super::Study;
use super::tables::to_table;
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Point, Side, Stroke, Type};
use crate::report::look::labels::spread;
use crate::report::look::legend::{Sign, draw_bracket, draw_legend};
use crate::report::look::panel::{Panel, TICK};
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS, BAND_50, INK, LABEL_SIZE, LINE, MEDIAN, NARROW_HEIGHT};
use crate::report::number::significant;
use crate::report::page::{Heading, Heights, Page};
use crate::results::sheet::Sheet;
use plotters::style::RGBColor;

const HEIGHTS: Heights = Heights { wide: 620.0, narrow: NARROW_HEIGHT + 60.0 };
/// Room for direct labels at the right end of the lines.
const LABEL_ROOM: f64 = 150.0;
const COLOURS: [RGBColor; 3] = [MEDIAN, BAND_50, ACCENT];

/// A place on a line: pressure and capacity, and between which capacities it surely lies.
struct Spot {
    pressure: f64,
    capacity: f64,
    sure: (Option<f64>, Option<f64>),
}

/// The capacities at which a breach has one probability.
struct Line {
    probability: f64,
    spots: Vec<Spot>,
}

/// Where the scenario stands, and where it would with more pressure.
struct Today {
    now: Point,
    later: Option<f64>,
}

/// Needs the sheet `stress_frontier`; shows `stress_today`.
pub fn render(page: &Page, study: &Study, pressure: &str, capacity: &str) -> Option<Figure> {
    let sheet = study.sheet("stress_frontier")?;
    let lines = lines(sheet);
    if lines.iter().all(|it| it.spots.is_empty()) {
        return None;
    }
    let today = study.sheet("stress_today").and_then(read_today);
    let heading = Heading {
        title: title(page, &lines),
        unit: page.text.with("frontier-unit", &[("pressure", pressure), ("capacity", capacity)]),
        has_actuals: false,
        tables: vec![to_table(sheet, &page.text)],
    };
    let paint = |canvas: &mut Canvas, area| {
        paint(canvas, area, page, (&lines, today.as_ref()), (pressure, capacity));
    };
    Some(page.figure_of_height(HEIGHTS, "stress-frontier", heading, paint))
}

fn lines(sheet: &Sheet) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for row in 0..sheet.rows.len() {
        let number = |name| sheet.number(row, name);
        let (Some(probability), Some(pressure)) = (number("probability"), number("pressure"))
        else {
            continue;
        };
        let at = lines.iter().position(|it| it.probability == probability);
        let at = at.unwrap_or_else(|| {
            lines.push(Line { probability, spots: Vec::new() });
            lines.len() - 1
        });
        // Where every capacity, or none, is enough there is no place on the line.
        if let Some(capacity) = number("capacity") {
            let sure = (number("surely_too_little"), number("surely_enough"));
            lines[at].spots.push(Spot { pressure, capacity, sure });
        }
    }
    lines
}

fn read_today(sheet: &Sheet) -> Option<Today> {
    let row = |word: &str| (0..sheet.rows.len()).find(|row| sheet.words(*row, "point") == word);
    let now = row("today")?;
    let later = row("official_high").and_then(|row| sheet.number(row, "pressure"));
    Some(Today { now: (sheet.number(now, "pressure")?, sheet.number(now, "capacity")?), later })
}

/// The finding: what is needed at the largest pressure for a breach to be unlikely. What presses and what is needed
/// stand under it.
fn title(page: &Page, lines: &[Line]) -> String {
    let safest = lines.iter().min_by(|one, other| one.probability.total_cmp(&other.probability));
    let largest = safest.and_then(|it| it.spots.last().map(|spot| (it.probability, spot)));
    let Some((probability, spot)) = largest else { return page.text.get("frontier-plain") };
    let arguments = [
        ("percent", page.whole(probability * 100.0)),
        ("value", significant(spot.pressure, page.language())),
        ("number", significant(spot.capacity, page.language())),
    ];
    with(page, "frontier-title", &arguments)
}

fn paint(
    canvas: &mut Canvas,
    area: Area,
    page: &Page,
    (lines, today): (&[Line], Option<&Today>),
    (pressure, capacity): (&str, &str),
) {
    let mut entries = vec![(Sign::Bracket(AXIS), page.text.get("frontier-sure"))];
    entries.extend(today.map(|_| (Sign::Dot(INK), page.text.get("word-today"))));
    let later = today.and_then(|it| it.later);
    let arrow = Sign::Line(Stroke::dashed(INK, 1.6));
    entries.extend(later.map(|_| (arrow, page.text.get("word-official-high"))));
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let room = if page.is_narrow() { 74.0 } else { LABEL_ROOM };
    let place = Area {
        left: area.left + 66.0,
        top: area.top + legend + 34.0,
        right: area.right - room,
        bottom: area.bottom - 46.0,
    };
    let spots = || lines.iter().flat_map(|it| &it.spots);
    let points = spots().map(|it| it.pressure).chain(today.map(|it| it.now.0)).chain(later);
    let (from, to) = points
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    let edge = ((to - from) * 0.05).max(f64::MIN_POSITIVE.max(from.abs() * 1e-3));
    let sure = spots().filter_map(|it| it.sure.1);
    let highest = spots().map(|it| it.capacity).chain(sure).chain(today.map(|it| it.now.1));
    let ticks = Ticks::from_zero(highest.fold(0.0, f64::max), 6);
    let panel = Panel { area: place, from: from - edge, to: to + edge, top: ticks.top };
    let cut = |words: &str, width: f64| Type::plain(LABEL_SIZE, INK).cut(words, width);
    let heading = cut(capacity, area.width());
    canvas.text(&heading, (area.left, place.top - 14.0), Side::Right, Type::bold(LABEL_SIZE, INK));
    panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
    panel.draw_baseline(canvas);
    draw_pressures(canvas, page, &panel, lines);
    let below = ((place.left + place.right) / 2.0, place.bottom + 38.0);
    canvas.text(&cut(pressure, place.width() + room), below, Side::Centre, TICK);
    draw_lines(canvas, page, &panel, lines);
    if let Some(today) = today {
        draw_today(canvas, page, &panel, today);
    }
    tell(canvas, page, &panel, lines);
}

/// A tick and a number at every pressure that was tried.
fn draw_pressures(canvas: &mut Canvas, page: &Page, panel: &Panel, lines: &[Line]) {
    let mut tried: Vec<f64> = lines.iter().flat_map(|it| &it.spots).map(|it| it.pressure).collect();
    tried.sort_by(f64::total_cmp);
    tried.dedup();
    for pressure in tried {
        let (x, y) = (panel.x(pressure), panel.area.bottom);
        canvas.line(&[(x, y), (x, y + 4.0)], Stroke::solid(AXIS, 1.0));
        let words = significant(pressure, page.language());
        canvas.text(&words, (x, y + 18.0), Side::Centre, TICK);
    }
}

fn draw_lines(canvas: &mut Canvas, page: &Page, panel: &Panel, lines: &[Line]) {
    let shown: Vec<_> = lines.iter().zip(COLOURS).filter(|(it, _)| !it.spots.is_empty()).collect();
    let ends = shown.iter().filter_map(|(it, _)| it.spots.last());
    let ends: Vec<_> = ends.map(|it| panel.y(it.capacity)).collect();
    let heights = spread(&ends, 17.0, (panel.area.top, panel.area.bottom));
    for ((line, colour), height) in shown.into_iter().zip(heights) {
        for (at, spot) in line.spots.iter().enumerate() {
            if let (Some(little), Some(enough)) = spot.sure {
                // The lines' brackets stand beside each other.
                let x = panel.x(spot.pressure) - 5.0 - 3.0 * (at % 2) as f64;
                draw_bracket(canvas, x, (panel.y(little), panel.y(enough)), AXIS);
            }
        }
        let points: Vec<_> =
            line.spots.iter().map(|it| panel.at(it.pressure, it.capacity)).collect();
        canvas.line(&points, Stroke::solid(colour, LINE));
        points.iter().for_each(|at| canvas.disc(*at, 4.0, colour));
        let percent = page.percent(line.probability);
        let words = match page.is_narrow() {
            true => percent,
            false => page.text.with("frontier-risk", &[("percent", &percent)]),
        };
        let look = Type::bold(LABEL_SIZE, colour);
        canvas.text_beside(&words, (panel.area.right + 8.0, height), Side::Right, look);
    }
}

fn draw_today(canvas: &mut Canvas, page: &Page, panel: &Panel, today: &Today) {
    let at = panel.at(today.now.0, today.now.1);
    if let Some(later) = today.later {
        let to = (panel.x(later), at.1);
        canvas.line(&[at, to], Stroke::dashed(INK, 1.6));
        let back = if to.0 > at.0 { -8.0 } else { 8.0 };
        let head = [(to.0 + back, to.1 - 5.0), to, (to.0 + back, to.1 + 5.0)];
        canvas.polygon(&head, INK);
    }
    canvas.disc(at, 6.0, INK);
    let words = page.text.get("word-today");
    let look = Type::bold(LABEL_SIZE, INK);
    canvas.text_on_paper(&words, (at.0 + 9.0, at.1 + 16.0), Side::Right, look);
}

/// What pointing at a pressure shows: the capacity for each probability.
fn tell(canvas: &mut Canvas, page: &Page, panel: &Panel, lines: &[Line]) {
    let Some(longest) = lines.iter().max_by_key(|it| it.spots.len()) else { return };
    let told = |spot: &Spot| {
        let mut words = vec![significant(spot.pressure, page.language())];
        for line in lines {
            let at = line.spots.iter().find(|it| it.pressure == spot.pressure);
            words.extend(at.map(|it| {
                let name = page.percent(line.probability);
                bands::line(&name, &significant(it.capacity, page.language()))
            }));
        }
        (spot.pressure, words.join("\n"))
    };
    panel.spots(canvas, longest.spots.iter().map(told).collect());
}
