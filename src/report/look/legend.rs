//! The key to colours and lines: one row under the subtitle.

use super::canvas::{Canvas, Point, Side, Stroke, Type};
use super::{INK, LABEL_SIZE, PAPER, canvas::Area};
use plotters::style::RGBColor;

/// How a thing is drawn.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// An area of this colour.
    Fill(RGBColor),
    /// A line.
    Line(Stroke),
    /// A full dot.
    Dot(RGBColor),
    /// An empty dot.
    Ring(RGBColor),
    /// A short thick line across.
    Bar(RGBColor),
    /// A range with ends.
    Bracket(RGBColor),
}

const SIGN_WIDTH: f64 = 22.0;
const ROW_HEIGHT: f64 = 20.0;
const LETTERS: Type = Type { size: LABEL_SIZE, bold: false, colour: INK };

/// Draws `entries` from `at` (left, middle of the first row), in as many rows as `width` needs, and
/// returns how high they are.
pub fn draw_legend(
    canvas: &mut Canvas,
    (left, top): Point,
    width: f64,
    entries: &[(Sign, String)],
) -> f64 {
    let (mut x, mut y) = (left, top);
    for (sign, words) in entries {
        let needed = SIGN_WIDTH + 6.0 + LETTERS.width_of(words);
        if x > left && x + needed > left + width {
            x = left;
            y += ROW_HEIGHT;
        }
        draw_sign(canvas, *sign, (x, y));
        canvas.text_beside(words, (x + SIGN_WIDTH + 6.0, y), Side::Right, LETTERS);
        x += needed + 18.0;
    }
    if entries.is_empty() { 0.0 } else { y - top + ROW_HEIGHT }
}

fn draw_sign(canvas: &mut Canvas, sign: Sign, (x, y): Point) {
    let middle = x + SIGN_WIDTH / 2.0;
    match sign {
        Sign::Fill(colour) => {
            let area = Area { left: x, top: y - 6.0, right: x + SIGN_WIDTH, bottom: y + 6.0 };
            canvas.fill(&area, colour);
        }
        Sign::Line(stroke) => canvas.line(&[(x, y), (x + SIGN_WIDTH, y)], stroke),
        Sign::Dot(colour) => canvas.disc((middle, y), 4.0, colour),
        Sign::Ring(colour) => draw_ring(canvas, (middle, y), colour),
        Sign::Bar(colour) => draw_bar(canvas, (middle, y), SIGN_WIDTH, colour),
        Sign::Bracket(colour) => draw_bracket(canvas, middle, (y - 7.0, y + 7.0), colour),
    }
}

/// A white dot with a rim: published later than the day the scenario knows.
pub fn draw_ring(canvas: &mut Canvas, centre: Point, colour: RGBColor) {
    canvas.disc(centre, 3.4, PAPER);
    canvas.ring(centre, 3.4, Stroke::solid(colour, 1.5));
}

/// A short thick line across: a number that someone has set.
pub fn draw_bar(canvas: &mut Canvas, (x, y): Point, width: f64, colour: RGBColor) {
    canvas.line(&[(x - width / 2.0, y), (x + width / 2.0, y)], Stroke::solid(colour, 3.0));
}

/// A range with ends, from the first height to the second.
pub fn draw_bracket(canvas: &mut Canvas, x: f64, (from, to): (f64, f64), colour: RGBColor) {
    let points = [(x + 4.0, from), (x, from), (x, to), (x + 4.0, to)];
    canvas.line(&points, Stroke::solid(colour, 1.8));
}
