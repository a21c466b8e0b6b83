//! What each forecast said of a year, from the first day it was made to the last, against what came of it:
//! one figure for arrivals and one for settlement.

use super::tables::to_table;
use super::{Study, word};
use crate::calendar::{Day, Year};
use crate::report::answer::with;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_bar, draw_legend};
use crate::report::look::panel::Panel;
use crate::report::look::tabular::{draw_table, height_of};
use crate::report::look::ticks::Ticks;
use crate::report::look::{
    ACCENT, AXIS_ROOM, BAND_80, INK, LABEL_SIZE, LINE, MEDIAN, NARROW_HEIGHT, THIN_LINE,
};
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Format, Table};
use crate::results::sheet::Sheet;

/// Height without the table of errors.
const WIDE: f64 = 470.0;
/// Target and the beginning of the figure's name.
const TARGETS: [(&str, &str); 2] = [
    ("arrived_persons", "ladder-arrivals"),
    ("settled_under_request_persons", "ladder-settlement"),
];
/// Columns of the errors under the plots.
const ERRORS: [&str; 6] = ["reach", "forecasts", "inside_80", "inside_90", "bias", "error"];

/// A forecast of a year's total.
struct Rung {
    origin: Day,
    official: Option<f64>,
    median: f64,
    low: f64,
    high: f64,
}

/// The forecasts of one year, in order of the days they were made, and what came.
struct Ladder {
    year: Year,
    outcome: f64,
    rungs: Vec<Rung>,
}

/// Needs the sheet `hindcast_years`; shows `hindcast_coverage` under it and tells `hindcast_official`.
pub fn render(page: &Page, study: &Study) -> Vec<Figure> {
    let Some(sheet) = study.sheet("hindcast_years") else { return Vec::new() };
    let of = |(target, name): (&str, &str)| {
        let ladders = ladders(sheet, target);
        if ladders.is_empty() {
            return None;
        }
        let errors = study
            .sheet("hindcast_coverage")
            .map(|it| of_target(page, it, target, |name| ERRORS.contains(&name)));
        let mut tables = vec![of_target(page, sheet, target, |name| name != "target")];
        tables.extend(errors.clone());
        let heading = Heading {
            title: title(page, study, target),
            unit: page.text.with("ladder-unit", &[("target", &word(page, target))]),
            has_actuals: true,
            tables,
        };
        // A web page shows the table itself.
        let below = errors.filter(|_| page.is_file());
        let height = below.as_ref().map_or(0.0, |it| height_of(it.rows.len()) + 14.0);
        let narrow = 90.0 + NARROW_HEIGHT * 0.62 * ladders.len() as f64;
        let heights = Heights { wide: WIDE + height, narrow };
        let paint = |canvas: &mut Canvas, area: Area| {
            let plots = Area { bottom: area.bottom - height, ..area };
            paint(canvas, plots, page, &ladders);
            if let Some(errors) = &below {
                draw_table(canvas, Area { top: plots.bottom + 14.0, ..area }, errors, &page.text);
            }
        };
        Some(page.figure_of_height(heights, name, heading, paint))
    };
    TARGETS.into_iter().filter_map(of).collect()
}

fn ladders(sheet: &Sheet, target: &str) -> Vec<Ladder> {
    let mut ladders: Vec<Ladder> = Vec::new();
    for row in (0..sheet.rows.len()).filter(|row| sheet.words(*row, "target") == target) {
        let number = |name| sheet.number(row, name);
        let year = sheet.words(row, "year").parse::<i32>().ok().map(Year);
        let origin = sheet.words(row, "origin").parse::<Day>().ok();
        let numbers = (number("median"), number("q10"), number("q90"), number("outcome"));
        let (Some(year), Some(origin), (Some(median), Some(low), Some(high), Some(outcome))) =
            (year, origin, numbers)
        else {
            continue;
        };
        let rung = Rung { origin, official: number("official_figure"), median, low, high };
        match ladders.iter_mut().find(|it| it.year == year) {
            Some(ladder) => ladder.rungs.push(rung),
            None => ladders.push(Ladder { year, outcome, rungs: vec![rung] }),
        }
    }
    ladders.sort_by_key(|it| it.year);
    ladders
}

/// The finding: how often our median was nearer than the official figure.
fn title(page: &Page, study: &Study, target: &str) -> String {
    let target_words = word(page, target);
    let counted = study.sheet("hindcast_official").and_then(|sheet| {
        let row = (0..sheet.rows.len()).find(|row| sheet.words(*row, "target") == target)?;
        Some((sheet.number(row, "nearer")?, sheet.number(row, "forecasts")?))
    });
    match counted {
        Some((nearer, all)) => {
            let numbers = [("nearer", page.whole(nearer)), ("all", page.whole(all))];
            let [nearer, all] = numbers;
            with(page, "ladder-title", &[nearer, all, ("target", target_words)])
        }
        None => page.text.with("ladder-plain", &[("target", &target_words)]),
    }
}

/// The rows of a sheet that are about one target, with some of its columns.
fn of_target(page: &Page, sheet: &Sheet, target: &str, is_kept: fn(&str) -> bool) -> Table {
    let kept: Vec<_> =
        (0..sheet.columns.len()).filter(|at| is_kept(sheet.columns[*at].name)).collect();
    let rows = (0..sheet.rows.len()).filter(|row| sheet.words(*row, "target") == target);
    let cells = |row: usize| kept.iter().map(|at| sheet.rows[row][*at].clone()).collect();
    let own = Sheet {
        columns: kept.iter().map(|at| sheet.columns[*at]).collect(),
        rows: rows.map(cells).collect(),
        ..*sheet
    };
    to_table(&own, &page.text)
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, ladders: &[Ladder]) {
    const GAP: f64 = 40.0;
    let entries = [
        (Sign::Line(Stroke::solid(MEDIAN, LINE)), page.text.get("median")),
        (Sign::Fill(BAND_80), page.share_of_runs(0.8)),
        (Sign::Bar(ACCENT), page.text.get("ladder-official")),
        (Sign::Line(Stroke::dashed(INK, THIN_LINE)), page.text.get("ladder-outcome")),
    ];
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let all = Area { top: area.top + legend, ..area };
    let n = ladders.len() as f64;
    let widths: f64 = ladders.iter().map(|it| it.rungs.len() as f64 + 4.0).sum();
    let mut left = all.left;
    for (index, ladder) in ladders.iter().enumerate() {
        let part = match page.is_narrow() {
            true => {
                let height = all.height() / n;
                let top = all.top + index as f64 * height;
                Area { top, bottom: top + height, ..all }
            }
            false => {
                // Years with more forecasts are wider.
                let share = (ladder.rungs.len() as f64 + 4.0) / widths;
                let width = (all.width() - GAP * (n - 1.0)) * share;
                let part = Area { left, right: left + width, ..all };
                left += width + GAP;
                part
            }
        };
        // The outcome stands right of its dot, where no forecast is.
        let outcome = Type::bold(LABEL_SIZE, INK).width_of(&page.whole(ladder.outcome));
        let place = Area {
            left: part.left + AXIS_ROOM,
            top: part.top + 46.0,
            right: part.right - outcome - 12.0,
            bottom: part.bottom - 40.0,
        };
        draw_ladder(canvas, place, page, ladder);
    }
}

/// Months and days since the beginning of the month of the first rung.
fn place_of(first: Day, day: Day) -> f64 {
    let month = day.month();
    let into = f64::from(day.date().day()) / f64::from(month.n_days());
    f64::from(month.since(first.month())) + into
}

fn draw_ladder(canvas: &mut Canvas, area: Area, page: &Page, ladder: &Ladder) {
    let Some(first) = ladder.rungs.first().map(|it| it.origin) else { return };
    let officials = ladder.rungs.iter().filter_map(|it| it.official);
    let highs = ladder.rungs.iter().map(|it| it.high).chain(officials).chain([ladder.outcome]);
    let ticks = Ticks::from_zero(highs.fold(0.0, f64::max), 5);
    let to = f64::from(ladder.year.last_month().since(first.month()) + 1);
    let panel = Panel { area, from: 0.0, to, top: ticks.top };
    let year = ladder.year.to_string();
    panel.draw_heading(canvas, &page.text.with("ladder-year", &[("year", &year)]));
    panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
    let x = |rung: &Rung| place_of(first, rung.origin);
    let half = (area.width() / to * 0.22).clamp(2.0, 9.0);
    for rung in &ladder.rungs {
        let middle = panel.x(x(rung));
        let (top, bottom) = (panel.y(rung.high), panel.y(rung.low));
        canvas.fill(&Area { left: middle - half, right: middle + half, top, bottom }, BAND_80);
    }
    let medians: Vec<_> = ladder.rungs.iter().map(|it| panel.at(x(it), it.median)).collect();
    canvas.line(&medians, Stroke::solid(MEDIAN, THIN_LINE));
    medians.iter().for_each(|at| canvas.disc(*at, 3.2, MEDIAN));
    for rung in &ladder.rungs {
        if let Some(official) = rung.official {
            draw_bar(canvas, panel.at(x(rung), official), half * 2.0 + 5.0, ACCENT);
        }
    }
    let y = panel.y(ladder.outcome);
    canvas.line(&[(area.left, y), (area.right, y)], Stroke::dashed(INK, THIN_LINE));
    canvas.disc((area.right, y), 5.0, INK);
    let look = Type::bold(LABEL_SIZE, INK);
    canvas.text_beside(&page.whole(ladder.outcome), (area.right + 9.0, y), Side::Right, look);
    panel.draw_months(canvas, first.month(), &page.text);
    let told = |rung: &Rung| {
        let whole = |value| page.whole(value);
        let mut lines = vec![page.text.date(rung.origin)];
        lines.push(bands::line(&page.text.get("median"), &whole(rung.median)));
        let range = Format::Whole.range((rung.low, rung.high), &page.text);
        lines.push(bands::line(&page.percent(0.8), &range));
        let official = rung.official.map(whole);
        lines.extend(official.map(|it| bands::line(&page.text.get("ladder-official"), &it)));
        lines.push(bands::line(&page.text.get("ladder-outcome"), &whole(ladder.outcome)));
        (x(rung), lines.join("\n"))
    };
    panel.spots(canvas, ladder.rungs.iter().map(told).collect());
}
