//! What stands around every figure: the finding, what is shown, and where it comes from.

use super::canvas::{Area, Canvas, Point, Side, Type};
use super::{FOOTER_SIZE, INK, MARGIN, QUIET, SUBTITLE_SIZE, TITLE_SIZE};

/// The texts around a figure.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The finding, as a sentence with its number.
    pub title: String,
    /// What the numbers are, with their unit.
    pub unit: String,
    /// Day of knowledge and scenario.
    pub known: String,
    /// Source, replications and seed.
    pub footer: String,
}

const TITLE: Type = Type { size: TITLE_SIZE, bold: true, colour: INK };
const SUBTITLE: Type = Type { size: SUBTITLE_SIZE, bold: false, colour: QUIET };
const FOOTER: Type = Type { size: FOOTER_SIZE, bold: false, colour: QUIET };

impl Frame {
    /// Draws the texts on a sheet of `size` and returns the area they leave.
    pub fn draw(&self, canvas: &mut Canvas, (width, height): Point) -> Area {
        let text_width = width - 2.0 * MARGIN;
        let title = TITLE.wrapped_at_most(3, &self.title, text_width);
        let subtitle = format!("{} {}", self.unit, self.known);
        let subtitle = if SUBTITLE.width_of(&subtitle) <= text_width {
            vec![subtitle]
        } else {
            let parts = [&self.unit, &self.known].into_iter();
            parts.flat_map(|words| SUBTITLE.wrapped_at_most(2, words, text_width)).collect()
        };
        let mut y = MARGIN - 4.0;
        for (lines, look) in [(title, TITLE), (subtitle, SUBTITLE)] {
            for line in lines {
                y += look.size * 1.32;
                canvas.text(&line, (MARGIN, y - look.size * 0.2), Side::Right, look);
            }
            y += 3.0;
        }
        let mut baseline = height - MARGIN + 8.0;
        for line in FOOTER.wrapped_at_most(2, &self.footer, text_width).iter().rev() {
            canvas.text(line, (MARGIN, baseline), Side::Right, FOOTER);
            baseline -= FOOTER.size * 1.4;
        }
        Area { left: MARGIN, top: y + 10.0, right: width - MARGIN, bottom: baseline - 4.0 }
    }
}
