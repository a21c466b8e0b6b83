//! Persons in reception against the beds there are.

use super::timeline::{self, Monthly, Timeline, largest, of_month};
use crate::calendar::Month;
use crate::report::bands::{self, Beside};
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::labels::spread;
use crate::report::look::legend::{Sign, draw_legend};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS_ROOM, LABEL_SIZE, LINE, MEDIAN, QUIET, fan};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Page};
use crate::report::table::{Format, Table};
use plotters::style::RGBColor;

/// Room for labels right of the plot.
const LABEL_ROOM: f64 = 132.0;
/// What ordinary beds and all beds are drawn with.
const STROKES: [Stroke; 2] = [
    Stroke { colour: QUIET, width: LINE, dash: None },
    Stroke { colour: ACCENT, width: LINE, dash: None },
];

struct Reception<'a> {
    persons: Monthly<'a>,
    actual: Monthly<'a>,
    ordinary: Monthly<'a>,
    /// Beds besides the ordinary ones, by kind.
    other: [Monthly<'a>; 2],
}

/// Needs `reception_persons` and `ordinary_beds` by month; shows `arrival_centre_beds` and
/// `emergency_beds` together with them, and `reception_persons_actual`, where they exist. Beds are
/// means, which add up.
pub fn render(page: &Page) -> Vec<Figure> {
    let monthly = |name| page.measures.monthly(Subject::national(name));
    let reception = Reception {
        persons: monthly("reception_persons"),
        actual: monthly("reception_persons_actual"),
        ordinary: monthly("ordinary_beds"),
        other: [monthly("arrival_centre_beds"), monthly("emergency_beds")],
    };
    if reception.persons.is_empty() || reception.ordinary.is_empty() {
        return Vec::new();
    }
    let heading = Heading {
        title: title(page, &reception),
        unit: page.text.get("reception-unit"),
        has_actuals: !reception.actual.is_empty(),
        tables: vec![reception.table(page)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &reception);
    vec![page.figure("reception", heading, paint)]
}

impl Reception<'_> {
    /// Each kind of beds with its name.
    fn beds(&self, page: &Page) -> [(String, &Monthly<'_>); 3] {
        let [arrival_centre, emergency] = &self.other;
        [
            (page.text.get("ordinary-beds"), &self.ordinary),
            (page.text.get("arrival-centre-beds"), arrival_centre),
            (page.text.get("emergency-beds"), emergency),
        ]
    }

    fn table(&self, page: &Page) -> Table {
        let beside = self.beds(page).map(|(name, beds)| {
            let beds = self
                .persons
                .iter()
                .map(|(month, _)| of_month(beds, *month).map(|it| it.mean))
                .collect();
            Beside::numbers(name, beds, Format::Whole)
        });
        let caption = page.text.get("reception-unit");
        let beside = beside.into();
        timeline::table(page, caption, &self.persons, &self.actual, Format::Whole, beside)
    }

    fn draw_spots(&self, canvas: &mut Canvas, panel: &Panel, page: &Page, timeline: &Timeline) {
        let beds = |month| {
            let kinds = self.beds(page).into_iter();
            let line = |(name, beds): (String, &Monthly)| {
                of_month(beds, month).map(|beds| bands::line(&name, &page.whole(beds.mean)))
            };
            kinds.filter_map(line).collect()
        };
        let end = |month| timeline.end(month);
        timeline.spots(page, canvas, panel, (&self.persons, &self.actual), end, beds);
    }
}

fn title(page: &Page, reception: &Reception) -> String {
    let fan = &reception.persons;
    let peak = fan.iter().rev().max_by(|(_, one), (_, other)| one.q50.total_cmp(&other.q50));
    let beds = peak.and_then(|(month, most)| {
        let (_, beds) = reception.ordinary.iter().find(|(other, _)| other == month)?;
        Some((*month, most.q50, beds.mean))
    });
    let Some((month, persons, beds)) = beds else { return page.text.get("reception-plain") };
    let (month, persons) = (page.text.month(month), page.rounded(persons));
    let beds = page.rounded(beds);
    let arguments = [("month", month.as_str()), ("persons", &persons), ("beds", &beds)];
    page.text.with("reception-title", &arguments)
}

/// Ordinary beds, and all beds together if there are others, by month.
fn capacity(reception: &Reception) -> [Vec<(Month, f64)>; 2] {
    let ordinary: Vec<_> = reception.ordinary.iter().map(|(month, it)| (*month, it.mean)).collect();
    let mut all = ordinary.clone();
    for (month, beds) in reception.other.iter().flatten() {
        if let Some((_, sum)) = all.iter_mut().find(|(other, _)| other == month) {
            *sum += beds.mean;
        }
    }
    let has_others = reception.other.iter().any(|beds| !beds.is_empty());
    [ordinary, if has_others { all } else { Vec::new() }]
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, reception: &Reception) {
    let Some(timeline) = Timeline::over(page, &reception.persons, &reception.actual) else {
        return;
    };
    let capacity = capacity(reception);
    let names = [page.text.get("ordinary-beds"), page.text.get("all-beds")];
    let mut entries = fan::legend(&page.text);
    entries.extend(timeline.legend(&reception.actual, &page.text));
    // Where there is no room at the right ends of the lines, the key names them.
    let label_room = if page.is_narrow() { 0.0 } else { LABEL_ROOM };
    if page.is_narrow() {
        let shown =
            capacity.iter().zip(STROKES).zip(&names).filter(|((beds, _), _)| !beds.is_empty());
        entries.extend(shown.map(|((_, stroke), name)| (Sign::Line(stroke), name.clone())));
    }
    let at = (area.left, area.top + 8.0);
    let legend = draw_legend(canvas, at, area.width(), &entries);
    let most_beds = capacity.iter().flatten().map(|(_, beds)| *beds).fold(0.0, f64::max);
    let ticks = Ticks::from_zero(largest(&reception.persons, &reception.actual).max(most_beds), 6);
    let left = area.left + AXIS_ROOM;
    let top = area.top + legend + 26.0;
    let place = Area { left, top, right: area.right - label_room, bottom: area.bottom - 42.0 };
    let panel = timeline.panel(place, ticks.top);
    panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
    let points: Vec<_> =
        reception.persons.iter().map(|&(month, it)| (timeline.end(month), it)).collect();
    fan::draw_fan(canvas, &panel, &points);
    for (beds, stroke) in capacity.iter().zip(STROKES) {
        draw_beds(canvas, &panel, &timeline, beds, stroke);
    }
    panel.draw_months(canvas, timeline.first(), &page.text);
    timeline.draw_as_of(canvas, &panel, Some(&page.text));
    timeline.draw_actuals(canvas, &panel, &reception.actual, |month| timeline.end(month));
    if !page.is_narrow() {
        let last = reception.persons.last().map(|(_, it)| it.q50);
        let ends = [
            (capacity[0].last().map(|it| it.1), names[0].as_str(), QUIET),
            (capacity[1].last().map(|it| it.1), names[1].as_str(), ACCENT),
            (last, &page.text.get("persons-in-reception"), MEDIAN),
        ];
        draw_ends(canvas, &panel, &ends);
    }
    reception.draw_spots(canvas, &panel, page, &timeline);
}

/// Beds as steps: they are there for the whole month.
fn draw_beds(
    canvas: &mut Canvas,
    panel: &Panel,
    timeline: &Timeline,
    beds: &[(Month, f64)],
    stroke: Stroke,
) {
    let steps: Vec<_> = beds
        .iter()
        .filter(|(month, _)| timeline.has(*month))
        .flat_map(|&(month, beds)| {
            let end = timeline.end(month);
            [panel.at(end - 1.0, beds), panel.at(end, beds)]
        })
        .collect();
    canvas.line(&steps, stroke);
}

/// Names the lines at their right ends.
fn draw_ends(canvas: &mut Canvas, panel: &Panel, ends: &[(Option<f64>, &str, RGBColor)]) {
    let shown: Vec<_> =
        ends.iter().filter_map(|(end, name, colour)| Some(((*end)?, *name, *colour))).collect();
    let wanted: Vec<_> = shown.iter().map(|(end, ..)| panel.y(*end)).collect();
    let heights = spread(&wanted, 18.0, (panel.area.top, panel.area.bottom));
    for ((_, name, colour), y) in shown.iter().zip(heights) {
        let look = Type::plain(LABEL_SIZE, *colour);
        let name = look.cut(name, LABEL_ROOM - 8.0);
        canvas.text_beside(&name, (panel.area.right + 8.0, y), Side::Right, look);
    }
}
