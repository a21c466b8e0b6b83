//! The share settled within 3, 6 and 12 months of the permit, by year of the permit.

use crate::calendar::Year;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS_ROOM, INK, LABEL_SIZE, PAPER, QUIET, SERIES, THIN_LINE};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::Measure;
use crate::results::observation::SIZE_CLASSES;
use plotters::style::RGBColor;

/// Measure and legend of each limit.
const LIMITS: [(&str, &str); 3] = [
    ("settled_within_3_months", "within-3"),
    ("settled_within_6_months", "within-6"),
    ("settled_within_12_months", "within-12"),
];

/// The same at the pace of a calendar year.
const PERIOD: [&str; 3] = [
    "settled_within_3_months_period",
    "settled_within_6_months_period",
    "settled_within_12_months_period",
];

/// By size of the household: each measure, the heading of its column, and how its numbers are written.
const BY_SIZE: [(&str, &str, Format); 7] = [
    ("permit_by_size_persons", "measure-permit_by_size_persons", Format::Whole),
    ("settled_within_3_months_by_size", "within-3", Format::Percent),
    ("settled_within_6_months_by_size", "within-6", Format::Percent),
    ("settled_within_12_months_by_size", "within-12", Format::Percent),
    ("wait_days_median_by_size", "measure-wait_days_median_by_size", Format::Whole),
    ("wait_days_p90_by_size", "measure-wait_days_p90_by_size", Format::Whole),
    ("waiting_by_size_persons", "measure-waiting_by_size_persons", Format::Whole),
];

/// Six months is what the target is about, and darkest.
const COLOURS: [RGBColor; 3] = [SERIES[1], SERIES[0], SERIES[2]];
/// Lower than other figures: there is little to see near zero.
const HEIGHTS: Heights = Heights { wide: 500.0, narrow: 400.0 };

/// The national target for six months (IMDi, 90 % settled within six months of the permit).
pub const TARGET: f64 = 0.9;

/// A year of the permit, or a calendar year.
struct ShownYear<'a> {
    year: Year,
    shares: [Option<&'a Measure>; 3],
}

/// Needs `settled_within_6_months` by year of the permit; shows `settled_within_3_months` and
/// `settled_within_12_months` where they exist.
pub fn render(page: &Page) -> Vec<Figure> {
    let years = read_years(page, LIMITS.map(|(measure, _)| measure));
    if years.is_empty() {
        return Vec::new();
    }
    let heading = Heading {
        title: title(page, &years),
        unit: page.text.get("within-unit"),
        has_actuals: false,
        tables: [Some(table(page, &years)), period_table(page), size_table(page)]
            .into_iter()
            .flatten()
            .collect(),
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &years);
    vec![page.figure_of_height(HEIGHTS, "settled-within", heading, paint)]
}

/// The years that have the second of the measures.
fn read_years<'a>(page: &Page<'a>, measures: [&'a str; 3]) -> Vec<ShownYear<'a>> {
    let years = page.measures.yearly(Subject::national(measures[1]));
    let of = |year| measures.map(|it| page.measures.year(Subject::national(it), year));
    years.into_iter().map(|(year, _)| ShownYear { year, shares: of(year) }).collect()
}

fn table(page: &Page, years: &[ShownYear]) -> Table {
    table_of(page, years, "within-unit")
}

/// What the year's settlement alone would mean for someone who waits at its pace, if that is known.
fn period_table(page: &Page) -> Option<Table> {
    let years = read_years(page, PERIOD);
    (!years.is_empty()).then(|| table_of(page, &years, "within-period"))
}

/// The same of each size of household, for permits of the headline's year: large families and single adults have
/// different supply.
fn size_table(page: &Page) -> Option<Table> {
    let year = page.focus_year()?;
    let row = |size: &str| {
        let cells = BY_SIZE.map(|(name, _, format)| {
            let measure = page.measures.year(Subject::national(name).group(size), year);
            Cell::number(measure.map(|it| it.q50), format)
        });
        Row::new(page.text.get(size), cells.into())
    };
    let mut rows: Vec<_> = SIZE_CLASSES.into_iter().map(row).collect();
    rows.retain(Row::has_content);
    let table = Table {
        caption: page.text.with("within-sizes", &[("year", &year.to_string())]),
        corner: page.text.get("household-size"),
        columns: BY_SIZE.map(|(_, heading, _)| page.text.get(heading)).into(),
        rows,
    };
    (!table.rows.is_empty()).then(|| table.without_empty())
}

fn table_of(page: &Page, years: &[ShownYear], caption: &str) -> Table {
    let band = page.share_of_runs(0.8);
    let columns = LIMITS.iter().flat_map(|(_, name)| [page.text.get(name), band.clone()]);
    let row = |year: &ShownYear| {
        let cells = year.shares.iter().flat_map(|share| match share {
            Some(it) => [
                Cell::Number(it.q50, Format::Percent),
                Cell::Range(it.q10, it.q90, Format::Percent),
            ],
            None => [Cell::Nothing, Cell::Nothing],
        });
        Row::new(year.year.to_string(), cells.collect())
    };
    let table = Table {
        caption: page.text.get(caption),
        corner: page.text.get("year"),
        columns: columns.collect(),
        rows: years.iter().map(row).collect(),
    };
    table.without_empty()
}

fn title(page: &Page, years: &[ShownYear]) -> String {
    let focus = page.focus_year();
    let chosen = years.iter().find(|it| Some(it.year) == focus).unwrap_or(&years[0]);
    let share = chosen.shares[1].map_or(0.0, |measure| measure.q50);
    let percent = page.whole(share * 100.0);
    let target = page.whole(TARGET * 100.0);
    let arguments = [("year", chosen.year.to_string()), ("percent", percent), ("target", target)];
    let arguments: Vec<_> = arguments.iter().map(|(name, it)| (*name, it.as_str())).collect();
    page.text.with("within-title", &arguments)
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, years: &[ShownYear]) {
    let shown = |index: usize| years.iter().any(|it| it.shares[index].is_some());
    let mut entries: Vec<_> = (0..LIMITS.len())
        .filter(|&index| shown(index))
        .map(|index| (Sign::Dot(COLOURS[index]), page.text.get(LIMITS[index].1)))
        .collect();
    let with_percent = |key, share| page.text.with(key, &[("percent", &page.percent(share))]);
    entries.push((Sign::Line(Stroke::solid(QUIET, 3.0)), with_percent("share-of-runs", 0.8)));
    let target = Sign::Line(Stroke::dashed(ACCENT, THIN_LINE));
    entries.push((target, with_percent("within-target", TARGET)));
    let at = (area.left, area.top + 8.0);
    let legend = draw_legend(canvas, at, area.width(), &entries);
    let ticks = Ticks::of_shares();
    let left = area.left + AXIS_ROOM;
    let top = area.top + legend + 14.0;
    let place = Area { left, top, right: area.right, bottom: area.bottom - 28.0 };
    let panel = Panel { area: place, from: 0.0, to: years.len() as f64, top: ticks.top };
    panel.draw_grid(canvas, &ticks, Some(&|value| page.percent(value)));
    let target = [(place.left, panel.y(TARGET)), (place.right, panel.y(TARGET))];
    canvas.line(&target, Stroke::dashed(ACCENT, THIN_LINE));
    for (slot, year) in years.iter().enumerate() {
        for (index, share) in year.shares.iter().enumerate() {
            if let Some(share) = share {
                let x = slot as f64 + 0.22 + 0.27 * index as f64;
                draw_share(canvas, &panel, page, x, share, index);
            }
        }
    }
    let names: Vec<_> = years.iter().map(|it| it.year.to_string()).collect();
    panel.draw_slots(canvas, &names);
    let told = |(slot, year): (usize, &ShownYear)| {
        let limits = year.shares.iter().zip(LIMITS).filter_map(|(share, (_, name))| {
            let name = page.text.get(name);
            Some(bands::pointed(page, &name, (*share)?, Format::Percent))
        });
        let lines: Vec<_> = [year.year.to_string()].into_iter().chain(limits).collect();
        (slot as f64 + 0.5, lines.join("\n"))
    };
    panel.spots(canvas, years.iter().enumerate().map(told).collect());
}

fn draw_share(
    canvas: &mut Canvas,
    panel: &Panel,
    page: &Page,
    x: f64,
    share: &Measure,
    index: usize,
) {
    let interval = [panel.at(x, share.q10), panel.at(x, share.q90)];
    canvas.line(&interval, Stroke::solid(COLOURS[index], 3.0));
    let (middle, y) = panel.at(x, share.q50);
    canvas.disc((middle, y), 6.5, PAPER);
    canvas.disc((middle, y), 5.0, COLOURS[index]);
    let words = page.percent(share.q50);
    let look = Type::plain(LABEL_SIZE, INK);
    if !page.is_narrow() {
        let at = (middle + 10.0, y + LABEL_SIZE * 0.36);
        canvas.text_on_paper(&words, at, Side::Right, look);
    } else if index == 1 {
        // On a phone there is room for one number only; the others are told when pointed at.
        let below = panel.y(share.q10).max(y + 5.0) + LABEL_SIZE + 2.0;
        canvas.text_on_paper(&words, (middle, below), Side::Centre, look);
    }
}
