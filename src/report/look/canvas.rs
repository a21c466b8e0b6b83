//! Lines, fills and text in logical pixels, written as SVG. Knows no colours and no measures.
//!
//! plotters' backends take whole pixels, which makes thin lines step. Everything is therefore drawn
//! ten times as large, and [`Figure`](crate::report::figure::Figure) shows it in a view box.

use super::PAPER;
pub use super::lettering::Type;
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle, TextStyle};

/// How much larger than logical pixels the drawing is.
pub const SCALE: f64 = 10.0;

/// plotters puts the baseline this many em under the top.
const TOP_TO_BASELINE: f64 = 0.76;
/// From the middle of capital letters and digits down to the baseline, in em.
const MIDDLE_TO_BASELINE: f64 = 0.36;

/// A position: right and down, in logical pixels.
pub type Point = (f64, f64);

/// An upright rectangle in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Distance between the left and right edges.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Distance between the upper and lower edges.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether the two have a point in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Colour, weight and dashes of a line.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    /// Its colour.
    pub colour: RGBColor,
    /// Its weight in logical pixels.
    pub width: f64,
    /// Lengths drawn and left out; a solid line without.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// A line without gaps.
    pub fn solid(colour: RGBColor, width: f64) -> Self {
        Self { colour, width, dash: None }
    }

    /// A line of short dashes.
    pub fn dashed(colour: RGBColor, width: f64) -> Self {
        Self { colour, width, dash: Some((5.0, 4.0)) }
    }
}

/// Where a text lies, seen from its position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    /// It ends there.
    Left,
    /// Its middle is there.
    Centre,
    /// It starts there.
    Right,
}

const NEVER_FAILS: &str = "writing SVG into a string cannot fail";

/// A part of the drawing that tells something when the reader points at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Where it lies.
    pub area: Area,
    /// What it tells, one thing a line.
    pub words: String,
}

/// A sheet to draw on.
pub struct Canvas<'a> {
    backend: SVGBackend<'a>,
    spots: Vec<Spot>,
}

impl<'a> Canvas<'a> {
    /// A white sheet of `size` logical pixels, whose SVG goes into `svg`.
    pub fn new(svg: &'a mut String, (width, height): Point) -> Self {
        let size = ((width * SCALE) as u32, (height * SCALE) as u32);
        let mut canvas = Self { backend: SVGBackend::with_string(svg, size), spots: Vec::new() };
        canvas.fill(&Area { left: 0.0, top: 0.0, right: width, bottom: height }, PAPER);
        canvas
    }

    /// Lets `area` tell `words` when the reader points at it. Later spots lie on earlier ones.
    pub fn spot(&mut self, area: Area, words: String) {
        self.spots.push(Spot { area, words });
    }

    /// Ends the drawing and gives its spots.
    pub fn finish(self) -> Vec<Spot> {
        self.spots
    }

    /// A line through `points`.
    pub fn line(&mut self, points: &[Point], stroke: Stroke) {
        let style = shape(stroke.colour, stroke.width);
        match stroke.dash {
            None => self.backend.draw_path(points.iter().map(scaled), &style).expect(NEVER_FAILS),
            Some(dash) => {
                for (from, to) in dashes(points, dash) {
                    self.backend.draw_line(scaled(&from), scaled(&to), &style).expect(NEVER_FAILS);
                }
            }
        }
    }

    /// The inside of a closed line through `points`.
    pub fn polygon(&mut self, points: &[Point], colour: RGBColor) {
        let style = colour.filled();
        self.backend.fill_polygon(points.iter().map(scaled), &style).expect(NEVER_FAILS);
    }

    /// A filled rectangle.
    pub fn fill(&mut self, area: &Area, colour: RGBColor) {
        let from = scaled(&(area.left, area.top));
        let to = scaled(&(area.right, area.bottom));
        self.backend.draw_rect(from, to, &colour.filled(), true).expect(NEVER_FAILS);
    }

    /// A filled circle.
    pub fn disc(&mut self, centre: Point, radius: f64, colour: RGBColor) {
        let radius = (radius * SCALE).round() as u32;
        let style = colour.filled();
        self.backend.draw_circle(scaled(&centre), radius, &style, true).expect(NEVER_FAILS);
    }

    /// The outline of a circle.
    pub fn ring(&mut self, centre: Point, radius: f64, stroke: Stroke) {
        let radius = (radius * SCALE).round() as u32;
        let style = shape(stroke.colour, stroke.width);
        self.backend.draw_circle(scaled(&centre), radius, &style, false).expect(NEVER_FAILS);
    }

    /// `words` with their baseline at `at`.
    pub fn text(&mut self, words: &str, (x, baseline): Point, side: Side, look: Type) {
        // XML has no control characters at all, not even escaped ones.
        let words: String = words.chars().filter(|it| !it.is_control()).collect();
        if words.is_empty() {
            return;
        }
        let anchor = match side {
            Side::Left => HPos::Right,
            Side::Centre => HPos::Center,
            Side::Right => HPos::Left,
        };
        let style =
            TextStyle::from(look.font()).color(&look.colour).pos(Pos::new(anchor, VPos::Top));
        let top = baseline - TOP_TO_BASELINE * look.size;
        self.backend.draw_text(&words, &style, scaled(&(x, top))).expect(NEVER_FAILS);
    }

    /// The same on a strip of paper, where lines run behind it.
    pub fn text_on_paper(&mut self, words: &str, (x, baseline): Point, side: Side, look: Type) {
        let width = look.width_of(words);
        let left = match side {
            Side::Left => x - width,
            Side::Centre => x - width / 2.0,
            Side::Right => x,
        };
        let (top, bottom) = (baseline - look.size * 0.9, baseline + look.size * 0.2);
        let strip = Area { left: left - 2.0, top, right: left + width + 2.0, bottom };
        self.fill(&strip, PAPER);
        self.text(words, (x, baseline), side, look);
    }

    /// `words` with the middle of their digits at the height of `at`.
    pub fn text_beside(&mut self, words: &str, (x, middle): Point, side: Side, look: Type) {
        self.text(words, (x, middle + MIDDLE_TO_BASELINE * look.size), side, look);
    }
}

fn scaled(&(x, y): &Point) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

fn shape(colour: RGBColor, width: f64) -> ShapeStyle {
    colour.stroke_width((width * SCALE).round() as u32)
}

/// The pieces of a line that its dashes draw; the pattern runs on around corners.
fn dashes(points: &[Point], (on, off): (f64, f64)) -> Vec<(Point, Point)> {
    let mut pieces = Vec::new();
    let mut into_pattern = 0.0;
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = (x1 - x0).hypot(y1 - y0);
        let at = |done: f64| (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length);
        let mut done = 0.0;
        while done < length {
            let is_on = into_pattern < on;
            let rest = if is_on { on - into_pattern } else { on + off - into_pattern };
            // Never a step so small that it is lost in rounding.
            let next = (done + rest.max(0.01)).min(length);
            if is_on {
                pieces.push((at(done), at(next)));
            }
            into_pattern = (into_pattern + next - done) % (on + off);
            done = next;
        }
    }
    pieces
}
