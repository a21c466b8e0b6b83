//! The same numbers as areas, where the user supplies the borders.

use super::key::{Classes, Key};
use super::projection::{fitted, projected};
use super::{Bubble, CLASS_COLOURS, HEIGHTS, told};
use crate::report::borders::{Borders, Shape};
use crate::report::figure::Figure;
use crate::report::look::canvas::{Area, Canvas, Point, Stroke};
use crate::report::look::{HAIRLINE, PAPER};
use crate::report::page::{Heading, Page};

/// Points nearer to each other than this are one, in logical pixels.
const FINEST: f64 = 0.8;
/// Room for the key above the map on a phone; on a wide sheet it stands in the sea.
const KEY_HEIGHT: f64 = 66.0;

/// An area with its numbers.
struct Ground<'a> {
    bubble: &'a Bubble<'a>,
    shape: &'a Shape,
}

/// A figure if any of `bubbles` has borders.
pub fn render(
    page: &Page,
    borders: &Borders,
    bubbles: &[Bubble],
    heading: Heading,
) -> Option<Figure> {
    let mut grounds = Vec::new();
    for shape in &borders.shapes {
        let bubble = bubbles.iter().find(|it| it.place.code == shape.code);
        grounds.extend(bubble.map(|bubble| Ground { bubble, shape }));
    }
    if grounds.is_empty() {
        return None;
    }
    let paint = |canvas: &mut Canvas, area| paint(canvas, area, page, bubbles, &grounds);
    Some(page.figure_of_height(HEIGHTS, "map-areas", heading, paint))
}

fn paint(canvas: &mut Canvas, area: Area, page: &Page, bubbles: &[Bubble], grounds: &[Ground]) {
    let classes = Classes::of(bubbles.iter().map(|it| it.per_1000), CLASS_COLOURS);
    let map = match page.is_narrow() {
        true => Area { top: area.top + KEY_HEIGHT, ..area },
        false => Area { top: area.top + 6.0, ..area },
    };
    let lines = || grounds.iter().flat_map(|it| &it.shape.parts);
    let points: Vec<_> = lines().flatten().map(|it| projected(*it)).collect();
    let placed = fitted(&points, Area { bottom: map.bottom - 6.0, ..map });
    let mut placed = placed.into_iter();
    for ground in grounds {
        let colour = classes.colour(ground.bubble.per_1000);
        let mut largest: Option<Area> = None;
        for part in &ground.shape.parts {
            let line = thinned(placed.by_ref().take(part.len()));
            let size = around(&line);
            // An islet that would be a dot is left out, but never the only part.
            if size.width().max(size.height()) < FINEST && ground.shape.parts.len() > 1 {
                continue;
            }
            canvas.polygon(&line, colour);
            canvas.line(&line, Stroke::solid(PAPER, HAIRLINE));
            let is_larger = |it: Area| size.width() * size.height() > it.width() * it.height();
            if largest.is_none_or(is_larger) {
                largest = Some(size);
            }
        }
        if let Some(area) = largest {
            canvas.spot(middle_of(area), told(page, ground.bubble));
        }
    }
    let most = bubbles[0].persons;
    Key { page, classes: &classes, most }.draw_colours(canvas, area);
}

/// The line without points that are too near to be told apart.
fn thinned(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut line: Vec<Point> = Vec::new();
    let mut last = None;
    for point in points {
        let is_near =
            |it: &Point| (it.0 - point.0).abs() < FINEST && (it.1 - point.1).abs() < FINEST;
        last = Some(point);
        if !line.last().is_some_and(is_near) {
            line.push(point);
        }
    }
    // Closed where it ends.
    line.extend(last);
    line
}

fn around(line: &[Point]) -> Area {
    let low = |of: fn(&Point) -> f64| line.iter().map(of).fold(f64::INFINITY, f64::min);
    let high = |of: fn(&Point) -> f64| line.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    Area {
        left: low(|it| it.0),
        top: low(|it| it.1),
        right: high(|it| it.0),
        bottom: high(|it| it.1),
    }
}

/// Where the area tells its numbers: the middle of it, which is most likely its own ground.
fn middle_of(area: Area) -> Area {
    let (x, y) = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    let (width, height) = ((area.width() / 4.0).max(2.0), (area.height() / 4.0).max(2.0));
    Area { left: x - width, right: x + width, top: y - height, bottom: y + height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_cannot_be_told_apart_are_one_and_the_line_stays_closed() {
        let points = [(0.0, 0.0), (0.1, 0.1), (5.0, 0.0), (5.0, 5.0), (5.2, 5.1), (0.0, 0.0)];
        let line = thinned(points.into_iter());
        assert_eq!(line, [(0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 0.0), (0.0, 0.0)]);
        let size = around(&line);
        assert_eq!((size.width(), size.height()), (5.0, 5.0));
    }
}
