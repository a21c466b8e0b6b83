//! A figure: SVG with text as text, and the same as a sharp PNG with our own font.
//!
//! Needs no font on the machine. Reads no measures; those who draw on its canvas do.

use super::look::FONT_STACK;
use super::look::canvas::{Canvas, Point, SCALE, Spot};
use super::look::lettering::with_lengths;
use super::picture;
use super::table::Table;
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, LazyLock};

/// PNG pixels per logical pixel: sharp on a slide, and all figures of a run under 2 MB.
const PNG_SCALE: f32 = 1.5;

/// A finished figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of its files, without an ending.
    pub name: String,
    /// The finding it shows: its title, and the text for those who cannot see it.
    pub title: String,
    /// What the numbers are, with their unit.
    pub subtitle: String,
    /// Where the numbers come from.
    pub source: String,
    /// The drawing.
    pub svg: String,
    /// Its numbers.
    pub tables: Vec<Table>,
}

/// Why a figure could not be turned into a picture. The figure is then useless; others are not.
#[derive(Debug, thiserror::Error)]
pub enum FigureError {
    /// The SVG is not one; our mistake.
    #[error("figure {name} is not valid SVG")]
    NotSvg {
        /// Name of the figure.
        name: String,
        /// What the reader of SVG says.
        source: usvg::Error,
    },
    /// Too large to be drawn, or not encodable.
    #[error("figure {name} cannot be written as PNG")]
    NoPicture {
        /// Name of the figure.
        name: String,
    },
}

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for font in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

impl Figure {
    /// Draws a figure of `size` logical pixels with `paint`, as yet without words around it.
    pub fn draw(name: &str, title: &str, size: Point, paint: impl FnOnce(&mut Canvas)) -> Self {
        let mut drawing = String::new();
        let mut canvas = Canvas::new(&mut drawing, size);
        paint(&mut canvas);
        let spots = canvas.finish();
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            subtitle: String::new(),
            source: String::new(),
            svg: finished(&drawing, title, size, &spots),
            tables: Vec::new(),
        }
    }

    /// The drawing as a part of a web page, which settles its size.
    pub fn inline(&self) -> String {
        let (_, rest) = self.svg.split_once("</title>").expect("a drawing has a title");
        let (head, _) = self.svg.split_once('>').expect("a drawing has a first tag");
        let (_, head) = head.split_once(" role=\"img\" ").expect("a drawing has a role");
        let title = escaped(&self.title);
        let rest = with_lengths(rest.trim_end());
        format!("<svg role=\"img\" aria-label=\"{title}\" {head}>{rest}")
    }

    /// The figure in pixels, more of them than its logical size.
    pub fn png(&self) -> Result<Vec<u8>, FigureError> {
        let no_picture = || FigureError::NoPicture { name: self.name.clone() };
        let tree = self.tree()?;
        let size = tree.size().to_int_size().scale_by(PNG_SCALE).ok_or_else(no_picture)?;
        let mut pixels =
            tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(no_picture)?;
        // A height that is no whole number of pixels would leave a seam without colour.
        pixels.fill(tiny_skia::Color::WHITE);
        let larger = tiny_skia::Transform::from_scale(PNG_SCALE, PNG_SCALE);
        resvg::render(&tree, larger, &mut pixels.as_mut());
        picture::encode(&pixels).map_err(|_| no_picture())
    }

    pub(super) fn tree(&self) -> Result<usvg::Tree, FigureError> {
        let options = usvg::Options {
            font_family: "Noto Sans".to_owned(),
            fontdb: Arc::clone(&FONTS),
            ..usvg::Options::default()
        };
        usvg::Tree::from_str(&self.svg, &options)
            .map_err(|source| FigureError::NotSvg { name: self.name.clone(), source })
    }
}

/// The drawing with its logical size, a role and a title for screen readers, what its spots tell, and
/// less to load.
fn finished(drawing: &str, title: &str, (width, height): Point, spots: &[Spot]) -> String {
    let start = drawing.find("viewBox=").expect("plotters writes a view box");
    let (head, rest) = drawing[start..].split_once('>').expect("plotters closes its tag");
    let title = escaped(title);
    let rest = rest.replace(" opacity=\"1\"", "").replace(" \"/>", "\"/>");
    // Said once for all texts; a web page has it in its style.
    let font = format!(" font-family=\"{FONT_STACK}\"");
    let rest = outlined(&rest.replace(&font, ""));
    let (rest, _) = rest.rsplit_once("</svg>").expect("plotters closes its drawing");
    let spots: String = spots.iter().map(spot).collect();
    let spots = match spots.is_empty() {
        true => spots,
        false => format!("<g class=\"spots\" fill=\"none\" pointer-events=\"all\">\n{spots}</g>\n"),
    };
    format!(
        "<svg width=\"{width}\" height=\"{height}\"{font} role=\"img\" {head}>\n\
         <title>{title}</title>{rest}{spots}</svg>\n"
    )
}

/// The drawing in which an area and the line around it are one element: plotters writes all their points twice.
fn outlined(drawing: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in drawing.lines() {
        let around = line.strip_prefix("<polyline fill=\"none\"");
        let around = around.and_then(|it| it.split_once(" points="));
        let area = lines.last().filter(|it| it.starts_with("<polygon "));
        let area = area.and_then(|it| it.split_once(" points="));
        let merged = match (area, around) {
            (Some((fill, points)), Some((stroke, same))) if points == same => {
                Some(format!("{fill}{stroke} points={points}"))
            }
            _ => None,
        };
        match merged {
            Some(merged) => *lines.last_mut().expect("the area") = merged,
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// A part of the drawing with what it tells, which a reader sees when pointing at it.
fn spot(Spot { area, words }: &Spot) -> String {
    let scaled = |length: f64| (length * SCALE).round();
    let (x, y) = (scaled(area.left), scaled(area.top));
    let (width, height) = (scaled(area.width()), scaled(area.height()));
    let words: Vec<_> = words.lines().map(escaped).collect();
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><title>{}</title></rect>\n",
        words.join("\n")
    )
}

/// Text as XML content or attribute.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|it| !it.is_control()).collect();
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::look::canvas::{Area, Side, Type};
    use crate::report::look::{INK, LABEL_SIZE};

    fn sample(words: &str) -> Figure {
        let look = Type::plain(LABEL_SIZE, INK);
        Figure::draw("sample", words, (300.0, 100.0), |canvas| {
            canvas.text(words, (20.0, 50.0), Side::Right, look);
        })
    }

    #[test]
    fn a_figure_keeps_its_logical_size_and_its_text() {
        let figure = sample("Bosatte på Ålesund");
        assert!(
            figure.svg.starts_with("<svg width=\"300\" height=\"100\" font-family=\"Noto Sans, ")
        );
        assert!(figure.svg.contains(">\nBosatte på Ålesund\n</text>"), "{}", figure.svg);
        let size = figure.tree().expect("valid").size();
        assert_eq!((size.width(), size.height()), (300.0, 100.0));
    }

    #[test]
    fn an_area_and_its_outline_are_one_element() {
        use crate::report::look::canvas::Stroke;
        let corners = [(10.0, 10.0), (90.0, 10.0), (50.0, 80.0), (10.0, 10.0)];
        let figure = Figure::draw("area", "Area", (100.0, 100.0), |canvas| {
            canvas.polygon(&corners, INK);
            canvas.line(&corners, Stroke::solid(crate::report::look::PAPER, 1.0));
            canvas.line(&corners[..2], Stroke::solid(INK, 1.0));
        });
        assert_eq!(figure.svg.matches("100,100 900,100 500,800 100,100").count(), 1);
        assert!(
            figure.svg.contains("<polygon fill=\"#1C212B\" stroke=\"#FFFFFF\""),
            "{}",
            figure.svg
        );
        assert_eq!(figure.svg.matches("<polyline").count(), 1, "{}", figure.svg);
        figure.tree().expect("valid");
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        let figure = sample("<script>alert(1)</script> & =1+1");
        assert!(!figure.svg.contains("<script"));
        assert_eq!(figure.svg.matches("&lt;script&gt;").count(), 2, "in title and drawing");
        figure.tree().expect("valid");
    }

    #[test]
    fn a_spot_tells_its_words_and_has_no_ink() {
        let area = Area { left: 10.0, top: 20.0, right: 30.0, bottom: 60.0 };
        let draw = |spots: &[&str]| {
            Figure::draw("spots", "Spots & \"dots\"", (300.0, 100.0), |canvas| {
                spots.iter().for_each(|words| canvas.spot(area, (*words).to_owned()));
            })
        };
        let figure = draw(&["May 2023\nMedian: <1>"]);
        let spot = "<rect x=\"100\" y=\"200\" width=\"200\" height=\"400\">\
                    <title>May 2023\nMedian: &lt;1&gt;</title></rect>";
        assert!(figure.svg.contains(spot), "{}", figure.svg);
        assert_eq!(figure.png().ok(), draw(&[]).png().ok());
    }

    #[test]
    fn in_a_page_the_page_settles_the_size_and_a_title_does_not_cover_the_spots() {
        let inline = sample("Spots & \"dots\"").inline();
        let head = "<svg role=\"img\" aria-label=\"Spots &amp; &quot;dots&quot;\" viewBox=\"0 0 3000 1000\"";
        assert!(inline.starts_with(head), "{inline}");
        assert!(!inline.contains("<title>") && inline.ends_with("</svg>"), "{inline}");
    }

    #[test]
    fn the_picture_has_ink_where_the_text_is() {
        let figure = sample("mmm");
        let png = figure.png().expect("a picture");
        let pixels = tiny_skia::Pixmap::decode_png(&png).expect("a PNG");
        assert_eq!((pixels.width(), pixels.height()), (450, 150));
        let dark = pixels.pixels().iter().filter(|pixel| pixel.red() < 100).count();
        assert!(dark > 100, "only {dark} dark pixels: the font is missing");
    }

    #[test]
    fn text_is_as_wide_as_it_was_measured() {
        for words in ["Bosatte personer i 2023", "15\u{202f}335,9 mill. kroner", "WWWW", "iiii"] {
            for look in [Type::plain(20.0, INK), Type::bold(20.0, INK)] {
                let figure = Figure::draw("wide", words, (600.0, 60.0), |canvas| {
                    canvas.text(words, (0.0, 40.0), Side::Right, look);
                });
                let drawn = figure.tree().expect("valid");
                let usvg::Node::Group(group) = &drawn.root().children()[0] else {
                    panic!("the view box is a group");
                };
                let text = group.children().last().expect("a text");
                let drawn = f64::from(text.abs_bounding_box().right());
                let measured = look.width_of(words);
                assert!(
                    (drawn - measured).abs() < 0.03 * measured + 2.0,
                    "{words}: {drawn} {measured}"
                );
            }
        }
    }
}
