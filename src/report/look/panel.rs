//! One plot: a horizontal scale, a vertical scale from zero, and their axes.

use super::canvas::{Area, Canvas, Point, Side, Stroke, Type};
use super::ticks::Ticks;
use super::{AXIS, GRID, HAIRLINE, HEADING_SIZE, INK, QUIET, TICK_SIZE};
use crate::calendar::Month;
use crate::report::text::Text;

/// Number types on axes share.
pub const TICK: Type = Type { size: TICK_SIZE, bold: false, colour: QUIET };

/// A plot: where it lies and what its edges stand for. The vertical axis starts at zero.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// Where it lies.
    pub area: Area,
    /// Value at the left edge.
    pub from: f64,
    /// Value at the right edge.
    pub to: f64,
    /// Value at the upper edge.
    pub top: f64,
}

impl Panel {
    /// Horizontal position of a value.
    pub fn x(&self, value: f64) -> f64 {
        self.area.left + (value - self.from) / (self.to - self.from) * self.area.width()
    }

    /// Vertical position of a value.
    pub fn y(&self, value: f64) -> f64 {
        self.area.bottom - value / self.top * self.area.height()
    }

    /// Position of a pair of values.
    pub fn at(&self, x: f64, y: f64) -> Point {
        (self.x(x), self.y(y))
    }

    /// The heading above the plot.
    pub fn draw_heading(&self, canvas: &mut Canvas, words: &str) {
        let look = Type::bold(HEADING_SIZE, INK);
        let words = look.cut(words, self.area.width() + 20.0);
        canvas.text(&words, (self.area.left, self.area.top - 26.0), Side::Right, look);
    }

    /// Grid lines at `ticks`, their numbers left of the plot if `label` names them.
    pub fn draw_grid(
        &self,
        canvas: &mut Canvas,
        ticks: &Ticks,
        label: Option<&dyn Fn(f64) -> String>,
    ) {
        for &value in &ticks.values {
            let y = self.y(value);
            let stroke = Stroke::solid(GRID, HAIRLINE);
            canvas.line(&[(self.area.left, y), (self.area.right, y)], stroke);
            if let Some(label) = label {
                canvas.text_beside(&label(value), (self.area.left - 8.0, y), Side::Left, TICK);
            }
        }
    }

    /// The line at zero.
    pub fn draw_baseline(&self, canvas: &mut Canvas) {
        let y = self.area.bottom;
        let stroke = Stroke::solid(AXIS, 1.0);
        canvas.line(&[(self.area.left, y), (self.area.right, y)], stroke);
    }

    /// Lets the plot tell something at each of `points`, which are in order: halfway to its neighbours
    /// and over the whole height.
    pub fn spots(&self, canvas: &mut Canvas, points: Vec<(f64, String)>) {
        let places: Vec<_> = points.iter().map(|(x, _)| self.x(*x)).collect();
        // The outer ones reach as far out as in, but not out of the plot.
        let between = |one: usize, other: usize| (places[one] + places[other]) / 2.0;
        let last = places.len().saturating_sub(1);
        for (index, (_, words)) in points.into_iter().enumerate() {
            let left = if index > 0 { between(index - 1, index) } else { self.area.left };
            let right = if index < last { between(index, index + 1) } else { self.area.right };
            canvas.spot(Area { left, right, ..self.area }, words);
        }
    }

    /// A name under each of `n` equal slots. Horizontal values are slot numbers from 0.
    pub fn draw_slots(&self, canvas: &mut Canvas, names: &[String]) {
        self.draw_baseline(canvas);
        for (index, name) in names.iter().enumerate() {
            let x = self.x(index as f64 + 0.5);
            canvas.text(name, (x, self.area.bottom + 19.0), Side::Centre, TICK);
        }
    }

    /// Months on the horizontal axis, which counts them from `first`: a tick at every quarter, names of
    /// months where there is room, and each year under its middle.
    pub fn draw_months(&self, canvas: &mut Canvas, first: Month, text: &Text) {
        let has_names = self.draw_months_of_year(canvas, first, text);
        let baseline = self.area.bottom + if has_names { 35.0 } else { 21.0 };
        self.draw_years(canvas, first, baseline);
    }

    /// The same without the years; returns whether there was room for names of months.
    pub fn draw_months_of_year(&self, canvas: &mut Canvas, first: Month, text: &Text) -> bool {
        self.draw_baseline(canvas);
        let n_months = (self.to - self.from).round() as i32;
        let month_width = self.area.width() / f64::from(n_months.max(1));
        let has_names = month_width * 3.0 >= 36.0;
        let n_apart = if month_width >= 36.0 { 1 } else { 3 };
        for index in 0..=n_months {
            let month = first.plus(index);
            let is_turn = month.number() == 1;
            let length = if is_turn { 8.0 } else { 4.0 };
            if is_turn || (month.number() - 1).is_multiple_of(3) {
                let x = self.x(f64::from(index));
                let y = self.area.bottom;
                canvas.line(&[(x, y), (x, y + length)], Stroke::solid(AXIS, 1.0));
            }
            let is_named = (month.number() - 1).is_multiple_of(n_apart);
            if has_names && index < n_months && is_named {
                let at = (self.x(f64::from(index) + 0.5), self.area.bottom + 18.0);
                canvas.text(&text.month_short(month), at, Side::Centre, TICK);
            }
        }
        has_names
    }

    fn draw_years(&self, canvas: &mut Canvas, first: Month, baseline: f64) {
        let n_months = (self.to - self.from).round() as i32;
        let (first_year, last_year) = (first.year(), first.plus(n_months - 1).year());
        for number in first_year.0..=last_year.0 {
            let year = first_year.plus(number - first_year.0);
            let from = year.first_month().since(first).max(0);
            let to = (year.last_month().since(first) + 1).min(n_months);
            let (from, to) = (self.x(f64::from(from)), self.x(f64::from(to)));
            let name = year.to_string();
            // A year of which only a month or two shows has no room for its name.
            if TICK.width_of(&name) + 4.0 <= to - from {
                canvas.text(&name, ((from + to) / 2.0, baseline), Side::Centre, TICK);
            }
        }
    }
}
