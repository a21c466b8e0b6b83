//! Uncertainty as bands: a fan over time, or a box for a single period, in the same three blues.

use super::canvas::{Area, Canvas, Stroke};
use super::legend::Sign;
use super::panel::Panel;
use super::{BAND_50, BAND_80, BAND_90, LINE, MEDIAN, PAPER};
use crate::report::number;
use crate::report::text::Text;
use crate::results::Measure;
use plotters::style::RGBColor;

/// From wide and light to narrow and dark.
fn bands(measure: &Measure) -> [((f64, f64), RGBColor); 3] {
    [
        ((measure.q05, measure.q95), BAND_90),
        ((measure.q10, measure.q90), BAND_80),
        ((measure.q25, measure.q75), BAND_50),
    ]
}

/// Draws the three bands and the median through `points`, in order of their horizontal value.
pub fn draw_fan(canvas: &mut Canvas, panel: &Panel, points: &[(f64, &Measure)]) {
    for index in 0..3 {
        let edge = |upper: bool| {
            points.iter().map(move |(x, measure)| {
                let ((low, high), _) = bands(measure)[index];
                panel.at(*x, if upper { high } else { low })
            })
        };
        let outline: Vec<_> = edge(true).chain(edge(false).rev()).collect();
        if let Some((_, measure)) = points.first() {
            canvas.polygon(&outline, bands(measure)[index].1);
        }
    }
    let median: Vec<_> = points.iter().map(|(x, measure)| panel.at(*x, measure.q50)).collect();
    canvas.line(&median, Stroke::solid(MEDIAN, LINE));
}

/// Draws the same for one period as a box of `width` logical pixels around `x`.
pub fn draw_box(canvas: &mut Canvas, panel: &Panel, x: f64, width: f64, measure: &Measure) {
    let middle = panel.x(x);
    let (left, right) = (middle - width / 2.0, middle + width / 2.0);
    for ((low, high), colour) in bands(measure) {
        canvas.fill(&Area { left, top: panel.y(high), right, bottom: panel.y(low) }, colour);
    }
    let y = panel.y(measure.q50);
    // A white edge keeps the median apart from a band that is hardly thicker than itself.
    canvas.line(&[(left, y), (right, y)], Stroke::solid(PAPER, LINE + 1.6));
    canvas.line(&[(left, y), (right, y)], Stroke::solid(MEDIAN, LINE));
}

/// The key to a fan.
pub fn legend(text: &Text) -> Vec<(Sign, String)> {
    let percent = |share| number::percent(share, 0, text.language());
    let widest = text.with("share-of-runs", &[("percent", &percent(0.9))]);
    vec![
        (Sign::Line(Stroke::solid(MEDIAN, LINE)), text.get("median")),
        (Sign::Fill(BAND_50), percent(0.5)),
        (Sign::Fill(BAND_80), percent(0.8)),
        (Sign::Fill(BAND_90), widest),
    ]
}
