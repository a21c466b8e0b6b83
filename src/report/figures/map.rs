//! Where people are settled: a bubble at every municipality's seat, as large as the number of persons
//! and as dark as the number for each 1,000 inhabitants.

mod areas;
mod key;
mod projection;

use crate::calendar::Year;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Point, Side, Stroke, Type};
use crate::report::look::labels::Places;
use crate::report::look::{HAIRLINE, INK, LABEL_SIZE, PAPER};
use crate::report::measures::Subject;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Cell, Format, Row, Table};
use crate::results::{Measure, Place};
use key::{Classes, Key};
use plotters::style::RGBColor;
use projection::{fitted, projected};

/// The country is higher than it is wide.
const HEIGHTS: Heights = Heights { wide: 860.0, narrow: 640.0 };
/// Room for the key above the map on a phone.
const KEY_HEIGHT: f64 = 150.0;
/// Room for the key left of the map.
const KEY_WIDTH: f64 = 290.0;
/// Number of municipalities named.
const N_NAMED: usize = 10;
/// Radius of the largest bubble, in logical pixels.
const LARGEST_RADIUS: f64 = 25.0;
/// Radius of the smallest that can still be seen.
const SMALLEST_RADIUS: f64 = 1.6;

/// A light to dark blue, light enough to differ from the page and dark enough to print.
const CLASS_COLOURS: [RGBColor; 5] = [
    RGBColor(196, 217, 235),
    RGBColor(141, 186, 219),
    RGBColor(74, 142, 193),
    RGBColor(18, 94, 158),
    RGBColor(6, 48, 99),
];

/// A municipality as a bubble.
struct Bubble<'a> {
    place: &'a Place,
    persons: f64,
    settled: &'a Measure,
    per_1000: f64,
    centre: Point,
}

/// Needs `settled_persons` of the headline's year (or of the first year there is) for municipalities
/// with coordinates; and their `settled_per_1000`.
pub fn render(page: &Page) -> Vec<Figure> {
    let Some((year, mut bubbles)) = bubbles(page) else { return Vec::new() };
    bubbles.sort_by(|one, other| {
        other.persons.total_cmp(&one.persons).then_with(|| one.place.code.cmp(&other.place.code))
    });
    let heading = || Heading {
        title: title(page, &bubbles, year),
        unit: page.text.with("map-unit", &[("year", &year.to_string())]),
        has_actuals: false,
        tables: vec![table(page, &bubbles, year)],
    };
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, &bubbles);
    let bubble_map = page.figure_of_height(HEIGHTS, "map", heading(), paint);
    let area_map = page.borders.and_then(|it| areas::render(page, it, &bubbles, heading()));
    [bubble_map].into_iter().chain(area_map).collect()
}

fn table(page: &Page, bubbles: &[Bubble], year: Year) -> Table {
    let columns = vec![
        page.text.get("persons-heading"),
        page.share_of_runs(0.8),
        page.text.get("per-1000-heading"),
    ];
    let row = |bubble: &Bubble| {
        let cells = vec![
            Cell::Number(bubble.persons, Format::Whole),
            Cell::Range(bubble.settled.q10, bubble.settled.q90, Format::Whole),
            Cell::Number(bubble.per_1000, Format::Decimal(1)),
        ];
        Row::new(page.measures.name_of(bubble.place), cells)
    };
    let caption = page.text.with("map-unit", &[("year", &year.to_string())]);
    let rows = bubbles.iter().map(row).collect();
    Table { caption, corner: page.text.get("municipality"), columns, rows }
}

fn bubbles<'a>(page: &Page<'a>) -> Option<(Year, Vec<Bubble<'a>>)> {
    let focus = page.focus_year()?;
    let first = page.summary.start.get(..4).and_then(|year| year.parse().ok()).map(Year)?;
    [focus, first].into_iter().find_map(|year| {
        let found: Vec<_> =
            page.measures.places().filter_map(|place| bubble(page, place, year)).collect();
        // Two at least, or there is no distance to scale the map by.
        (found.len() > 1 && found.iter().any(|it| it.persons > 0.0)).then_some((year, found))
    })
}

fn bubble<'a>(page: &Page<'a>, place: &'a Place, year: Year) -> Option<Bubble<'a>> {
    let coordinates = place.longitude.zip(place.latitude).filter(|_| place.population > 0)?;
    let in_place = |name| page.measures.year(Subject::national(name).place(&place.code), year);
    let settled = in_place("settled_persons")?;
    let persons = settled.q50;
    let per_1000 = in_place("settled_per_1000")?.q50;
    Some(Bubble { place, persons, settled, per_1000, centre: projected(coordinates) })
}

fn title(page: &Page, bubbles: &[Bubble], year: Year) -> String {
    let most = &bubbles[0];
    let densest = bubbles.iter().max_by(|one, other| one.per_1000.total_cmp(&other.per_1000));
    let densest = densest.unwrap_or(most);
    let arguments = [
        ("year", year.to_string()),
        ("place", page.measures.name_of(most.place)),
        ("persons", page.rounded(most.persons)),
        ("densest", page.measures.name_of(densest.place)),
        ("number", page.decimal(densest.per_1000, 0)),
    ];
    let arguments: Vec<_> = arguments.iter().map(|(name, it)| (*name, it.as_str())).collect();
    page.text.with("map-title", &arguments)
}

fn radius(persons: f64, most: f64) -> f64 {
    (LARGEST_RADIUS * (persons / most).max(0.0).sqrt()).max(SMALLEST_RADIUS)
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, bubbles: &[Bubble]) {
    let most = bubbles[0].persons;
    let classes = Classes::of(bubbles.iter().map(|it| it.per_1000), CLASS_COLOURS);
    let map = match page.is_narrow() {
        true => Area { top: area.top + KEY_HEIGHT, ..area },
        false => Area { left: area.left + KEY_WIDTH, ..area },
    };
    let inner = Area {
        left: map.left + LARGEST_RADIUS,
        top: map.top + 6.0,
        right: map.right - LARGEST_RADIUS,
        bottom: map.bottom - LARGEST_RADIUS,
    };
    let centres: Vec<_> = bubbles.iter().map(|it| it.centre).collect();
    let centres = fitted(&centres, inner);
    // The largest first, so that none hides a smaller one.
    for (bubble, centre) in bubbles.iter().zip(&centres) {
        let radius = radius(bubble.persons, most);
        canvas.disc(*centre, radius, classes.colour(bubble.per_1000));
        canvas.ring(*centre, radius, Stroke::solid(PAPER, HAIRLINE));
    }
    draw_names(canvas, map, page, bubbles, &centres);
    let key = Key { page, classes: &classes, most };
    // On a phone there is no room for the list; it stands in the table under the map.
    let n_listed = if page.is_narrow() { 0 } else { bubbles.len().min(N_NAMED) };
    key.draw(canvas, Area { right: area.left + KEY_WIDTH - 20.0, ..area }, &bubbles[..n_listed]);
    for (bubble, (x, y)) in bubbles.iter().zip(centres) {
        let half = radius(bubble.persons, most).max(3.0);
        let spot = Area { left: x - half, top: y - half, right: x + half, bottom: y + half };
        canvas.spot(spot, told(page, bubble));
    }
}

/// What pointing at a municipality shows.
fn told(page: &Page, bubble: &Bubble) -> String {
    let name = bands::line(&page.measures.name_of(bubble.place), &page.text.get("persons-heading"));
    let told = bands::pointed(page, &name, bubble.settled, Format::Whole);
    let per_1000 = page.decimal(bubble.per_1000, 1);
    let dense = bands::line(&page.text.get("per-1000-heading"), &per_1000);
    format!("{told}\n{dense}")
}

fn draw_names(canvas: &mut Canvas, map: Area, page: &Page, bubbles: &[Bubble], centres: &[Point]) {
    let look = Type::plain(LABEL_SIZE, INK);
    let most = bubbles[0].persons;
    let square = |(x, y): Point, half: f64| Area {
        left: x - half,
        top: y - half,
        right: x + half,
        bottom: y + half,
    };
    let mut places = Places::new(map);
    for (bubble, &centre) in bubbles.iter().zip(centres) {
        // A square inside the disc: labels may cut its corners but not its middle.
        places.keep_free(square(centre, radius(bubble.persons, most) * 0.8));
    }
    // A name beside another named bubble would be taken for that one's.
    let around: Vec<_> = bubbles
        .iter()
        .zip(centres)
        .take(N_NAMED)
        .map(|(bubble, &centre)| square(centre, radius(bubble.persons, most) + 7.0))
        .collect();
    for (index, (bubble, &(x, y))) in bubbles.iter().zip(centres).take(N_NAMED).enumerate() {
        let radius = radius(bubble.persons, most);
        let name = look.cut(&page.measures.name_of(bubble.place), 160.0);
        let others: Vec<_> =
            (0..around.len()).filter(|it| *it != index).map(|it| around[it]).collect();
        let size = (look.width_of(&name) + 4.0, LABEL_SIZE * 1.25);
        let Some(area) = places.find((x, y), radius, size, &others) else { continue };
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        let near = (x.clamp(area.left, area.right), y.clamp(area.top, area.bottom));
        // A name that found no room beside its bubble is tied to it.
        if (near.0 - x).hypot(near.1 - y) > radius + 4.0 {
            canvas.disc((x, y), 1.8, INK);
            canvas.line(&[(x, y), near], Stroke::solid(INK, HAIRLINE));
        }
        canvas.text_beside(&name, middle, Side::Centre, look);
    }
}
