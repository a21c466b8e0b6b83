//! Where one more place is worth most: municipalities in that order, each with its county, the mean and the band.

use crate::calendar::Year;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::TICK;
use crate::report::look::ticks::Ticks;
use crate::report::look::{
    AXIS, BAND_80, GRID, HAIRLINE, HEIGHT, INK, LABEL_SIZE, MEDIAN, PAPER, QUIET,
};
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::report::worth::{Worth, ranked};

/// Municipalities drawn; the table has all of them.
const N_DRAWN: usize = 15;
/// The same on a phone.
const N_NARROW: usize = 10;
/// On a phone the numbers lie above the bars.
const HEIGHTS: Heights = Heights { wide: HEIGHT, narrow: 520.0 };
/// How a worth is written: a hundredth of a match.
const FORMAT: Format = Format::Decimal(2);
/// Half the height of a band, and the radius of the mean on it.
const HALF_BAND: f64 = 5.0;
const RADIUS: f64 = 4.5;
/// Where the columns begin, as shares of the width: county, the end of the numbers, the end of the bands, the bars.
const COLUMNS: [f64; 4] = [0.20, 0.44, 0.55, 0.58];
/// The same of the numbers on a phone.
const NARROW_COLUMNS: [f64; 2] = [0.80, 1.0];

/// Needs `shadow_price` of municipalities in the headline's year, or in the first year that has it.
pub fn render(page: &Page) -> Vec<Figure> {
    let focus = page.focus_year();
    let found = focus.into_iter().chain(page.years()).map(|year| (year, ranked(page, year)));
    let Some((year, all)) = found.into_iter().find(|(_, it)| it.len() > 1) else {
        return Vec::new();
    };
    let heading = Heading {
        title: title(page, &all[0], year),
        unit: page.text.with("worth-unit", &[("year", &year.to_string())]),
        has_actuals: false,
        tables: vec![table(page, &all, year)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &all);
    vec![page.figure_of_height(HEIGHTS, "worth-of-place", heading, paint)]
}

fn title(page: &Page, most: &Worth, year: Year) -> String {
    let number = FORMAT.words(most.measure.mean, &page.text);
    let year = year.to_string();
    let place = page.measures.name_of(most.place);
    let arguments =
        [("year", year.as_str()), ("place", place.as_str()), ("number", number.as_str())];
    match most.measure.mean > 0.0 {
        true => page.text.with("worth-title", &arguments),
        false => page.text.with("worth-title-none", &arguments),
    }
}

fn table(page: &Page, all: &[Worth], year: Year) -> Table {
    let row = |it: &Worth| {
        let cells = vec![
            Cell::Words(it.county.to_owned()),
            Cell::Number(it.measure.mean, FORMAT),
            Cell::Range(it.measure.q10, it.measure.q90, FORMAT),
        ];
        Row::new(it.place.name.clone(), cells)
    };
    Table {
        caption: page.text.with("worth-caption", &[("year", &year.to_string())]),
        corner: page.text.get("municipality"),
        columns: vec![page.text.get("county"), page.text.get("mean"), page.share_of_runs(0.8)],
        rows: all.iter().map(row).collect(),
    }
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, all: &[Worth]) {
    let n = if page.is_narrow() { N_NARROW } else { N_DRAWN };
    let shown = &all[..all.len().min(n)];
    let entries = [
        (Sign::Dot(MEDIAN), page.text.get("mean")),
        (Sign::Fill(BAND_80), page.share_of_runs(0.8)),
    ];
    let legend = draw_legend(canvas, (area.left, area.top + 8.0), area.width(), &entries);
    let first = if page.is_narrow() { 0.0 } else { COLUMNS[3] };
    let place = Area {
        left: area.left + first * area.width() + 14.0,
        top: area.top + legend + 8.0,
        right: area.right - 14.0,
        bottom: area.bottom - 24.0,
    };
    let largest = shown.iter().map(|it| it.measure.q90.max(it.measure.mean)).fold(0.0, f64::max);
    let ticks = Ticks::from_zero(largest, if page.is_narrow() { 4 } else { 5 });
    draw_grid(canvas, &place, page, &ticks);
    let slot = place.height() / shown.len() as f64;
    for (index, worth) in shown.iter().enumerate() {
        let top = place.top + slot * index as f64;
        let row = Area { left: area.left, right: area.right, top, bottom: top + slot };
        let bar = match page.is_narrow() {
            true => row.bottom - HALF_BAND - 4.0,
            false => (row.top + row.bottom) / 2.0,
        };
        draw_words(canvas, &row, page, worth);
        draw_band(canvas, &place, bar, ticks.top, worth);
        let name = bands::line(&worth.place.name, worth.county);
        let mean =
            bands::line(&page.text.get("mean"), &FORMAT.words(worth.measure.mean, &page.text));
        let told = bands::pointed(page, &format!("{name}\n{mean}"), worth.measure, FORMAT);
        canvas.spot(row, told);
    }
}

fn draw_grid(canvas: &mut Canvas, place: &Area, page: &Page, ticks: &Ticks) {
    for value in &ticks.values {
        let x = place.left + value / ticks.top * place.width();
        canvas.line(&[(x, place.top), (x, place.bottom)], Stroke::solid(GRID, HAIRLINE));
        let words = page.decimal(*value, ticks.n_decimals);
        canvas.text(&words, (x, place.bottom + 18.0), Side::Centre, TICK);
    }
    let ends = [(place.left, place.bottom), (place.right, place.bottom)];
    canvas.line(&ends, Stroke::solid(AXIS, 1.0));
}

/// The municipality, its county, the mean and the band, each under those of the row above.
fn draw_words(canvas: &mut Canvas, row: &Area, page: &Page, worth: &Worth) {
    let (name, quiet) = (Type::plain(LABEL_SIZE, INK), Type::plain(LABEL_SIZE, QUIET));
    let at = |share: f64| row.left + share * row.width();
    let mean = FORMAT.words(worth.measure.mean, &page.text);
    let band = FORMAT.range((worth.measure.q10, worth.measure.q90), &page.text);
    let bold = Type::bold(LABEL_SIZE, INK);
    if page.is_narrow() {
        let baseline = row.top + 16.0;
        let [end_of_number, end_of_band] = NARROW_COLUMNS.map(at);
        let room = end_of_number - 46.0 - row.left;
        let both = match worth.county.is_empty() {
            true => worth.place.name.clone(),
            false => format!("{}, {}", worth.place.name, worth.county),
        };
        canvas.text_on_paper(&name.cut(&both, room), (row.left, baseline), Side::Right, name);
        canvas.text_on_paper(&mean, (end_of_number, baseline), Side::Left, bold);
        canvas.text_on_paper(&band, (end_of_band, baseline), Side::Left, quiet);
        return;
    }
    let baseline = (row.top + row.bottom) / 2.0 + LABEL_SIZE * 0.35;
    let [county, end_of_number, end_of_band, _] = COLUMNS.map(at);
    let room = |from: f64, to: f64| to - from - 10.0;
    let cut = name.cut(&worth.place.name, room(row.left, county));
    canvas.text(&cut, (row.left, baseline), Side::Right, name);
    let cut = quiet.cut(worth.county, room(county, end_of_number - 36.0));
    canvas.text(&cut, (county, baseline), Side::Right, quiet);
    canvas.text(&mean, (end_of_number, baseline), Side::Left, bold);
    canvas.text(&band, (end_of_band, baseline), Side::Left, quiet);
}

fn draw_band(canvas: &mut Canvas, place: &Area, middle: f64, top: f64, worth: &Worth) {
    let x = |value: f64| place.left + (value / top).min(1.0) * place.width();
    let (left, right) = (x(worth.measure.q10), x(worth.measure.q90));
    let band = Area { left, right, top: middle - HALF_BAND, bottom: middle + HALF_BAND };
    canvas.fill(&band, BAND_80);
    let centre = (x(worth.measure.mean), middle);
    canvas.disc(centre, RADIUS, MEDIAN);
    canvas.ring(centre, RADIUS, Stroke::solid(PAPER, HAIRLINE));
}
