//! Settlement per inhabitant and use of agreed places by centrality class, most central first.

use crate::calendar::Year;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Type};
use crate::report::look::legend::draw_legend;
use crate::report::look::panel::{Panel, TICK};
use crate::report::look::ticks::Ticks;
use crate::report::look::{AXIS_ROOM, HEIGHT, INK, LABEL_SIZE, fan};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Format, Table};
use crate::results::Measure;

/// Places of the six classes in Statistics Norway's index.
const CLASSES: [&str; 6] = [
    "centrality-1",
    "centrality-2",
    "centrality-3",
    "centrality-4",
    "centrality-5",
    "centrality-6",
];

/// Measure and heading of each plot; the second is a share.
const PLOTS: [(&str, &str); 2] =
    [("settled_per_1000", "per-1000-heading"), ("utilisation", "utilisation-heading")];

/// On a phone the plots lie under each other.
const HEIGHTS: Heights = Heights { wide: HEIGHT, narrow: 660.0 };

type ByClass<'a> = [&'a Measure; 6];

/// Needs `settled_per_1000` or `utilisation` of the headline's year at the places `centrality-1` to
/// `centrality-6`; shows both where they exist.
pub fn render(page: &Page) -> Vec<Figure> {
    let Some(year) = page.focus_year() else { return Vec::new() };
    let plots = PLOTS.map(|(name, _)| by_class(page, name, year));
    if plots.iter().all(Option::is_none) {
        return Vec::new();
    }
    let heading = Heading {
        title: title(page, plots[0], year),
        unit: page.text.with("centrality-unit", &[("year", &year.to_string())]),
        has_actuals: false,
        tables: tables(page, &plots),
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &plots);
    vec![page.figure_of_height(HEIGHTS, "centrality", heading, paint)]
}

fn tables(page: &Page, plots: &[Option<ByClass>; 2]) -> Vec<Table> {
    let shown = plots.iter().zip(PLOTS).filter_map(|(it, (_, heading))| Some(((*it)?, heading)));
    let table = |(classes, heading): (ByClass, &str)| {
        let format = if heading == PLOTS[1].1 { Format::Percent } else { Format::Decimal(1) };
        let numbered = (1..).zip(classes).map(|(class, it): (i32, _)| (class.to_string(), it));
        let periods: Vec<_> = numbered.collect();
        bands::table(page, page.text.get(heading), "centrality", &periods, format, Vec::new())
    };
    shown.map(table).collect()
}

fn by_class<'a>(page: &Page<'a>, name: &str, year: Year) -> Option<ByClass<'a>> {
    let found: Vec<_> = CLASSES
        .iter()
        .filter_map(|class| page.measures.year(Subject::national(name).place(class), year))
        .collect();
    found.try_into().ok()
}

fn title(page: &Page, per_1000: Option<ByClass>, year: Year) -> String {
    let year = year.to_string();
    let Some(classes) = per_1000 else {
        return page.text.with("centrality-plain", &[("year", &year)]);
    };
    let numbered = classes.iter().enumerate();
    let most = numbered.max_by(|(_, one), (_, other)| one.q50.total_cmp(&other.q50));
    let (index, measure) = most.expect("there are six classes");
    let class = (index + 1).to_string();
    let number = page.decimal(measure.q50, 1);
    let arguments = [("year", year.as_str()), ("class", &class), ("number", &number)];
    page.text.with("centrality-title", &arguments)
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, plots: &[Option<ByClass>; 2]) {
    const GAP: f64 = 30.0;
    let at = (area.left, area.top + 8.0);
    let legend = draw_legend(canvas, at, area.width(), &fan::legend(&page.text));
    let shown: Vec<_> =
        plots.iter().zip(PLOTS).filter_map(|(it, plot)| Some(((*it)?, plot))).collect();
    let all = Area { top: area.top + legend, ..area };
    for (index, (classes, (name, heading))) in shown.iter().enumerate() {
        let (index, n) = (index as f64, shown.len() as f64);
        let part = if page.is_narrow() {
            let height = all.height() / n;
            let top = all.top + index * height;
            Area { top, bottom: top + height, ..all }
        } else {
            let width = (all.width() - GAP * (n - 1.0)) / n;
            let left = all.left + index * (width + GAP);
            Area { left, right: left + width, ..all }
        };
        let place = Area {
            left: part.left + AXIS_ROOM,
            top: part.top + 48.0,
            right: part.right,
            bottom: part.bottom - 44.0,
        };
        let is_share = *name == PLOTS[1].0;
        draw_classes(canvas, place, page, classes, &page.text.get(heading), is_share);
    }
}

fn draw_classes(
    canvas: &mut Canvas,
    area: Area,
    page: &Page,
    classes: &ByClass,
    heading: &str,
    is_share: bool,
) {
    let largest = classes.iter().map(|it| it.q95).fold(0.0, f64::max);
    let ticks = match is_share && largest <= 1.0 {
        true => Ticks::of_shares(),
        false => Ticks::from_zero(largest, 6),
    };
    let panel = Panel { area, from: 0.0, to: 6.0, top: ticks.top };
    let label = |value| match is_share {
        true => page.percent(value),
        false => page.decimal(value, ticks.n_decimals),
    };
    panel.draw_heading(canvas, heading);
    panel.draw_grid(canvas, &ticks, Some(&label));
    let width = (area.width() / 6.0 * 0.5).min(44.0);
    for (index, measure) in classes.iter().enumerate() {
        let x = index as f64 + 0.5;
        fan::draw_box(canvas, &panel, x, width, measure);
        let words = match is_share {
            true => page.percent(measure.q50),
            false => page.decimal(measure.q50, 1),
        };
        let at = (panel.x(x), panel.y(measure.q95) - 6.0);
        canvas.text_on_paper(&words, at, Side::Centre, Type::plain(LABEL_SIZE, INK));
    }
    let names: Vec<_> = (1..=6).map(|class| class.to_string()).collect();
    panel.draw_slots(canvas, &names);
    let baseline = area.bottom + 37.0;
    canvas.text(&page.text.get("most-central"), (area.left, baseline), Side::Right, TICK);
    canvas.text(&page.text.get("least-central"), (area.right, baseline), Side::Left, TICK);
    let format = if is_share { Format::Percent } else { Format::Decimal(1) };
    let told = |(index, measure): (usize, &&Measure)| {
        let name = bands::line(&page.text.get("centrality"), &(index + 1).to_string());
        (index as f64 + 0.5, bands::pointed(page, &name, measure, format))
    };
    panel.spots(canvas, classes.iter().enumerate().map(told).collect());
}
