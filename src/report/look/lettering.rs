//! Type: our font at a size, how wide words are in it, and how they break into lines.

use super::canvas::SCALE;
use super::{FONT_STACK, INK};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, register_font};
use std::sync::Once;

/// plotters writes a font of `size` as `font-size = size / 1.24`.
const PLOTTERS_FONT_FACTOR: f64 = 1.24;
/// Ascent and descent of Noto Sans in em: plotters measures text in a font scaled to that height.
const NOTO_SANS_HEIGHT: f64 = 1.362;

/// Size, weight and colour of a text.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Font size in logical pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Its colour.
    pub colour: RGBColor,
}

impl Type {
    /// Regular weight.
    pub fn plain(size: f64, colour: RGBColor) -> Self {
        Self { size, bold: false, colour }
    }

    /// Bold.
    pub fn bold(size: f64, colour: RGBColor) -> Self {
        Self { size, bold: true, colour }
    }

    pub(super) fn font(&self) -> FontDesc<'static> {
        register_fonts();
        let style = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let size = self.size * SCALE * PLOTTERS_FONT_FACTOR;
        FontDesc::new(FontFamily::Name(FONT_STACK), size, style)
    }

    /// Width of `words` set in this type, in logical pixels.
    pub fn width_of(&self, words: &str) -> f64 {
        let (width, _) = self.font().box_size(words).expect("our own font is registered");
        f64::from(width) / SCALE * NOTO_SANS_HEIGHT / PLOTTERS_FONT_FACTOR
    }

    /// `words` in as few lines of at most `width` as possible, about equally long; a single word may
    /// be longer. A number is not parted from the word it counts.
    pub fn wrapped(&self, words: &str, width: f64) -> Vec<String> {
        let pieces = pieces(words);
        let widths: Vec<_> = pieces.iter().map(|piece| self.width_of(piece)).collect();
        let space = self.width_of("n n") - self.width_of("nn");
        // How many pieces each line takes, filled as far as `width` allows.
        let fill = |width: f64| {
            let mut lines: Vec<(usize, f64)> = Vec::new();
            for piece in &widths {
                match lines.last_mut() {
                    Some((n, used)) if *used + space + piece <= width => {
                        *n += 1;
                        *used += space + piece;
                    }
                    _ => lines.push((1, *piece)),
                }
            }
            lines
        };
        let full = fill(width);
        // The narrowest measure that needs no more lines leaves no lone word on the last.
        let narrower = (0..).map(|step| width - 6.0 * f64::from(step));
        let as_few =
            narrower.take_while(|it| *it > 0.0).map(fill).take_while(|it| it.len() == full.len());
        let counts = as_few.last().unwrap_or(full);
        let mut pieces = pieces.into_iter();
        counts
            .into_iter()
            .map(|(n, _)| pieces.by_ref().take(n).collect::<Vec<_>>().join(" "))
            .collect()
    }

    /// The same, with at most `n` lines: what is left over is cut, and lines that are too long are.
    pub fn wrapped_at_most(&self, n: usize, words: &str, width: f64) -> Vec<String> {
        let mut lines = self.wrapped(words, width);
        if lines.len() > n {
            let rest = lines.split_off(n - 1);
            lines.push(rest.join(" "));
        }
        lines.iter().map(|line| self.cut(line, width)).collect()
    }

    /// `words` cut to `width`, with an ellipsis where something is missing.
    pub fn cut(&self, words: &str, width: f64) -> String {
        if self.width_of(words) <= width {
            return words.to_owned();
        }
        let starts: Vec<_> = words.char_indices().map(|(start, _)| start).collect();
        let shown = |n_kept: usize| format!("{}…", words[..starts[n_kept]].trim_end());
        // The longest beginning that fits: beginnings grow wider with every letter.
        let n_kept: Vec<_> = (0..starts.len()).collect();
        let n_fitting = n_kept.partition_point(|&n_kept| self.width_of(&shown(n_kept)) <= width);
        if n_fitting == 0 { String::new() } else { shown(n_fitting - 1) }
    }
}

/// A drawing in which every text says how long it is, so that another font takes no more room than ours.
pub fn with_lengths(svg: &str) -> String {
    let mut parts = svg.split("<text ");
    let mut drawing = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        drawing.push_str("<text ");
        let Some((look, rest)) = part.split_once('>') else { continue };
        let words = rest.split("</text>").next().unwrap_or_default().trim();
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        let words = words.replace("&apos;", "'").replace("&amp;", "&");
        let size = look.split("font-size=\"").nth(1).and_then(|it| it.split('"').next());
        let size = size.and_then(|it| it.parse::<f64>().ok()).unwrap_or_default();
        let bold = look.contains("font-weight=\"bold\"");
        let length = Type { size: size / SCALE, bold, colour: INK }.width_of(&words) * SCALE;
        drawing.push_str(&format!(
            "{look} textLength=\"{length:.0}\" lengthAdjust=\"spacingAndGlyphs\">{rest}"
        ));
    }
    drawing
}

/// Where a line may break: between words, but not before a dash, between a number and the word it
/// counts, or in "i 2023". Only at plain spaces, for the no-break spaces inside numbers must hold.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let is_counted = |last: &str| {
            last.ends_with(|it: char| it.is_ascii_digit()) && word.starts_with(char::is_lowercase)
        };
        let is_dated = |last: &str| {
            let before = last.rsplit(' ').next().unwrap_or_default();
            before.chars().count() <= 2 && word.starts_with(|it: char| it.is_ascii_digit())
        };
        let sticks = |last: &str| word == "–" || is_counted(last) || is_dated(last);
        match pieces.last_mut().filter(|last| sticks(last)) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => pieces.push(word.to_owned()),
        }
    }
    pieces
}

/// Gives plotters our font under the name of the whole stack, which it then writes into the SVG.
fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, bytes) in
            [(FontStyle::Normal, notosans::REGULAR_TTF), (FontStyle::Bold, notosans::BOLD_TTF)]
        {
            assert!(register_font(FONT_STACK, style, bytes).is_ok(), "Noto Sans is a font");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::look::INK;

    const TYPE: Type = Type { size: 20.0, bold: true, colour: INK };

    #[test]
    fn lines_are_few_and_about_equally_long() {
        let words = "Sannsynligheten for at utbetalingene går ut over bevilgningen er 99 prosent";
        let lines = TYPE.wrapped(words, 700.0);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines.join(" "), words);
        let (first, last) = (TYPE.width_of(&lines[0]), TYPE.width_of(&lines[1]));
        assert!(first <= 700.0 && last > 0.7 * first, "{lines:?}");
        assert_eq!(TYPE.wrapped("kort", 700.0), ["kort"]);
        assert!(TYPE.wrapped("", 700.0).is_empty());
    }

    #[test]
    fn a_number_stays_with_its_word() {
        let lines = TYPE.wrapped("Det kom i 2023 – om", TYPE.width_of("Det kom i "));
        assert_eq!(lines, ["Det kom", "i 2023 –", "om"]);
        let lines = TYPE.wrapped("Det er over 99 prosent", TYPE.width_of("Det er over 99 "));
        assert_eq!(lines, ["Det er over", "99 prosent"]);
    }

    #[test]
    fn what_does_not_fit_is_cut_visibly() {
        let cut = TYPE.cut("Kommunar etter sentralitet", 150.0);
        assert!(cut.ends_with('…') && TYPE.width_of(&cut) <= 150.0, "{cut}");
        assert_eq!(TYPE.cut("Bodø", 150.0), "Bodø");
    }
}
