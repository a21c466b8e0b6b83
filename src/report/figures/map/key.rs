//! What colour and size on the map mean, and its largest municipalities as a list.

use super::{Bubble, radius};
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::ticks::Ticks;
use crate::report::look::{AXIS, GRID, HAIRLINE, HEADING_SIZE, INK, LABEL_SIZE, QUIET};
use crate::report::page::Page;
use plotters::style::RGBColor;

const HEADING: Type = Type { size: HEADING_SIZE, bold: true, colour: INK };
const WORDS: Type = Type { size: LABEL_SIZE, bold: false, colour: INK };
const NUMBERS: Type = Type { size: LABEL_SIZE, bold: false, colour: QUIET };
/// Round numbers a class may begin at, times a power of ten.
const ROUND: [f64; 12] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];

/// Classes of numbers, each with its colour.
pub struct Classes {
    /// Where the second class begins, the third, and so on.
    limits: Vec<f64>,
    colours: Vec<RGBColor>,
}

impl Classes {
    /// About equally many of `values` in each class, between round limits.
    pub fn of<const N: usize>(values: impl Iterator<Item = f64>, colours: [RGBColor; N]) -> Self {
        let mut sorted: Vec<_> = values.collect();
        sorted.sort_by(f64::total_cmp);
        let mut limits: Vec<f64> =
            (1..N).map(|part| nearest_round(sorted[sorted.len() * part / N])).collect();
        limits.retain(|&limit| limit > 0.0);
        limits.dedup();
        // Fewer classes take the darkest colours, so that the end of the scale stays the same.
        let colours = colours[N - 1 - limits.len()..].to_vec();
        Self { limits, colours }
    }

    /// The colour of a value.
    pub fn colour(&self, value: f64) -> RGBColor {
        self.colours[self.limits.partition_point(|&limit| limit <= value)]
    }
}

/// The round number with the smallest relative distance.
fn nearest_round(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let distance = |round: f64| (round * power / value).ln().abs();
    let nearest =
        ROUND.into_iter().min_by(|one, other| distance(*one).total_cmp(&distance(*other)));
    nearest.expect("there are round numbers") * power
}

/// The key of a map.
pub struct Key<'a> {
    /// Words and number formats.
    pub page: &'a Page<'a>,
    /// Colours.
    pub classes: &'a Classes,
    /// Persons in the largest bubble.
    pub most: f64,
}

impl Key<'_> {
    /// Draws everything from the top of `area`; `largest` is the list under it.
    pub fn draw(&self, canvas: &mut Canvas, area: Area, largest: &[Bubble]) {
        let below = self.draw_colours(canvas, area);
        let below = self.draw_sizes(canvas, Area { top: below + 30.0, ..area });
        if !largest.is_empty() {
            self.draw_list(canvas, Area { top: below + 34.0, ..area }, largest);
        }
    }

    /// Draws what the colours mean, and returns where it ends.
    pub fn draw_colours(&self, canvas: &mut Canvas, area: Area) -> f64 {
        const BOX: f64 = 46.0;
        let words = self.page.text.get("per-1000-heading");
        canvas.text(&words, (area.left, area.top + 12.0), Side::Right, HEADING);
        let top = area.top + 24.0;
        for (index, colour) in self.classes.colours.iter().enumerate() {
            let left = area.left + index as f64 * BOX;
            canvas.fill(&Area { left, top, right: left + BOX, bottom: top + 14.0 }, *colour);
        }
        for (index, limit) in self.classes.limits.iter().enumerate() {
            let x = area.left + (index as f64 + 1.0) * BOX;
            let n_decimals = usize::from(limit.fract() != 0.0) + usize::from(*limit < 0.1);
            let words = self.page.decimal(*limit, n_decimals);
            canvas.text(&words, (x, top + 31.0), Side::Centre, NUMBERS);
        }
        top + 32.0
    }

    fn draw_sizes(&self, canvas: &mut Canvas, area: Area) -> f64 {
        let words = self.page.text.get("persons-heading");
        canvas.text(&words, (area.left, area.top + 12.0), Side::Right, HEADING);
        let round = Ticks::from_zero(self.most, 2).values[1];
        let sizes = [round, round / 5.0, round / 20.0].map(|size| size.max(1.0).round());
        let bottom = area.top + 24.0 + 2.0 * radius(sizes[0], self.most);
        let mut left = area.left;
        for persons in sizes {
            let radius = radius(persons, self.most);
            let at = (left + radius, bottom - radius);
            canvas.ring(at, radius, Stroke::solid(AXIS, 1.2));
            let words = self.page.whole(persons);
            let at = (left + 2.0 * radius + 7.0, bottom - 6.0);
            canvas.text_beside(&words, at, Side::Right, NUMBERS);
            left += 2.0 * radius + NUMBERS.width_of(&words) + 26.0;
        }
        bottom
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Area, largest: &[Bubble]) {
        const ROW: f64 = 21.0;
        const COLUMN: f64 = 62.0;
        let text = &self.page.text;
        let heading = text.with("largest-heading", &[("number", &largest.len().to_string())]);
        canvas.text(&heading, (area.left, area.top + 12.0), Side::Right, HEADING);
        let columns = [area.right - COLUMN, area.right];
        let names = [text.get("persons-column"), text.get("per-1000-column")];
        for (x, words) in columns.iter().zip(&names) {
            canvas.text(words, (*x, area.top + 34.0), Side::Left, NUMBERS);
        }
        for (index, bubble) in largest.iter().enumerate() {
            let y = area.top + 56.0 + index as f64 * ROW;
            let line = y - ROW + 6.0;
            let stroke = Stroke::solid(GRID, HAIRLINE);
            canvas.line(&[(area.left, line), (area.right, line)], stroke);
            let name = self.page.measures.name_of(bubble.place);
            let name = WORDS.cut(&name, columns[0] - area.left - 44.0);
            canvas.text(&name, (area.left, y), Side::Right, WORDS);
            let per_1000 = self.page.decimal(bubble.per_1000, 1);
            let persons = self.page.whole(bubble.persons);
            for (x, words) in columns.iter().zip([persons, per_1000]) {
                canvas.text(&words, (*x, y), Side::Left, WORDS);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::map::CLASS_COLOURS;

    #[test]
    fn classes_have_round_limits_and_about_equal_sizes() {
        let values = || (0..100).map(|it| 3.0 + f64::from(it) / 10.0);
        let classes = Classes::of(values(), CLASS_COLOURS);
        assert_eq!(classes.limits, [5.0, 7.0, 9.0, 10.0]);
        assert_eq!(classes.colour(4.99), CLASS_COLOURS[0]);
        assert_eq!(classes.colour(5.0), CLASS_COLOURS[1]);
        assert_eq!(classes.colour(1e9), CLASS_COLOURS[4]);
    }

    #[test]
    fn equal_values_make_fewer_classes() {
        let classes = Classes::of([0.0, 0.0, 0.0, 6.0, 6.0].into_iter(), CLASS_COLOURS);
        assert_eq!(classes.limits, [6.0]);
        assert_eq!(classes.colour(6.0), CLASS_COLOURS[4]);
        let nothing = Classes::of([0.0; 5].into_iter(), CLASS_COLOURS);
        assert_eq!(nothing.colour(0.0), CLASS_COLOURS[4]);
    }
}
