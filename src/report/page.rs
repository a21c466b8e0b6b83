//! What every figure and text of one report shares: the measures, the words, the day of knowledge.

use super::borders::Borders;
use super::figure::Figure;
use super::look::canvas::{Area, Canvas};
use super::look::frame::Frame;
use super::look::{HEIGHT, NARROW_HEIGHT, NARROW_WIDTH, WIDTH};
use super::measures::Measures;
use super::number;
use super::table::Table;
use super::text::{Language, Text};
use crate::calendar::{Day, Year};
use crate::results::{Measure, Summary};

/// Everything a figure is made from.
pub struct Page<'a> {
    /// The summary itself, for its scenario and seed.
    pub summary: &'a Summary,
    /// Its measures.
    pub measures: Measures<'a>,
    /// The words.
    pub text: Text,
    /// Borders of municipalities, if the user has supplied them.
    pub borders: Option<&'a Borders>,
    sheet: Sheet,
    has_provenance: bool,
}

/// What figures are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// A file of its own, which has its title, subtitle and source on it.
    File,
    /// A web page, which sets title, subtitle and source itself.
    Screen,
    /// The same on a phone: narrow, with plots under each other.
    Phone,
}

/// Heights of a figure in logical pixels.
#[derive(Clone, Copy, Debug)]
pub struct Heights {
    /// As a file.
    pub wide: f64,
    /// On a phone.
    pub narrow: f64,
}

/// The usual heights.
const HEIGHTS: Heights = Heights { wide: HEIGHT, narrow: NARROW_HEIGHT };
/// What the words around a figure take of the height of a file.
const FRAME_HEIGHT: f64 = 120.0;
/// White at the edges of a figure without a frame.
const EDGE: f64 = 6.0;

/// What the reader is told besides the drawing.
pub struct Heading {
    /// The finding, as a sentence with its number.
    pub title: String,
    /// What the numbers are, with their unit.
    pub unit: String,
    /// Whether published numbers are shown and need a source.
    pub has_actuals: bool,
    /// Its numbers.
    pub tables: Vec<Table>,
}

impl<'a> Page<'a> {
    /// A report on `summary` in `language`.
    pub fn new(summary: &'a Summary, language: Language) -> Self {
        Self {
            summary,
            measures: Measures::new(summary),
            text: Text::new(language),
            borders: None,
            sheet: Sheet::File,
            has_provenance: true,
        }
    }

    /// The same with figures for `sheet`.
    pub fn on(self, sheet: Sheet) -> Self {
        Self { sheet, ..self }
    }

    /// The same in a folder where no provenance tells the sources of published numbers.
    pub fn without_provenance(self) -> Self {
        Self { has_provenance: false, ..self }
    }

    /// The same with a map of areas.
    pub fn with_borders(self, borders: Option<&'a Borders>) -> Self {
        Self { borders, ..self }
    }

    /// The title of the scenario in the language of the report.
    pub fn title(&self) -> String {
        self.text.title(&self.summary.title)
    }

    /// Whether plots lie under each other.
    pub fn is_narrow(&self) -> bool {
        self.sheet == Sheet::Phone
    }

    /// Whether figures are files of their own, which a slide may show without a page around them.
    pub fn is_file(&self) -> bool {
        self.sheet == Sheet::File
    }

    /// The language of the report.
    pub fn language(&self) -> Language {
        self.text.language()
    }

    /// The day whose knowledge the scenario rests on.
    pub fn as_of(&self) -> Option<Day> {
        self.summary.as_of.parse().ok()
    }

    /// The year a headline is about: the first in the horizon that was not over on the as-of day.
    pub fn focus_year(&self) -> Option<Year> {
        let day = |text: &str| text.parse::<Day>().ok();
        let start = day(&self.summary.start)?.year();
        let end = day(&self.summary.end)?.year();
        let after = self.as_of().map_or(start, |as_of| as_of.plus(1).year());
        Some(after.clamp(start, end))
    }

    /// The measure of the headline's year out of a yearly series.
    pub fn in_focus(&self, yearly: &[(Year, &'a Measure)]) -> Option<(Year, &'a Measure)> {
        let focus = self.focus_year()?;
        yearly.iter().copied().find(|&(year, _)| year == focus)
    }

    /// A number without decimals.
    pub fn whole(&self, value: f64) -> String {
        number::whole(value, self.language())
    }

    /// A number for a sentence.
    pub fn rounded(&self, value: f64) -> String {
        number::rounded(value, self.language())
    }

    /// A number with decimals.
    pub fn decimal(&self, value: f64, n_decimals: usize) -> String {
        number::decimal(value, n_decimals, self.language())
    }

    /// The years of the horizon.
    pub fn years(&self) -> Vec<Year> {
        let year = |text: &str| text.parse::<Day>().ok().map(Day::year);
        let (start, end) = (year(&self.summary.start), year(&self.summary.end));
        let (Some(start), Some(end)) = (start, end) else { return Vec::new() };
        (start.0..=end.0).map(Year).collect()
    }

    /// The share of the replications that a band holds, as a heading.
    pub fn share_of_runs(&self, share: f64) -> String {
        self.text.with("share-of-runs", &[("percent", &self.percent(share))])
    }

    /// Kroner in millions for a sentence, without the unit.
    pub fn rounded_millions(&self, kroner: f64) -> String {
        self.rounded(kroner / 1e6)
    }

    /// Kroner in whole millions, without the unit.
    pub fn millions(&self, kroner: f64) -> String {
        number::millions(kroner, 0, self.language())
    }

    /// Kroner in millions as budgets write them, with one decimal.
    pub fn allocation(&self, kroner: f64) -> String {
        number::millions(kroner, 1, self.language())
    }

    /// A share as a percentage with its sign.
    pub fn percent(&self, share: f64) -> String {
        number::percent(share, 0, self.language())
    }

    /// The day of knowledge as it is written; what the summary has for it if that is not a date.
    pub fn as_of_words(&self) -> String {
        self.as_of().map_or_else(|| self.summary.as_of.clone(), |day| self.text.date(day))
    }

    /// A figure of the usual height; `paint` fills the area its heading leaves.
    pub fn figure(
        &self,
        name: &str,
        heading: Heading,
        paint: impl FnOnce(&mut Canvas, Area),
    ) -> Figure {
        self.figure_of_height(HEIGHTS, name, heading, paint)
    }

    /// A figure that is higher or lower than usual.
    pub fn figure_of_height(
        &self,
        heights: Heights,
        name: &str,
        heading: Heading,
        paint: impl FnOnce(&mut Canvas, Area),
    ) -> Figure {
        let frame = self.frame(&heading);
        let size = match self.sheet {
            Sheet::File => (WIDTH, heights.wide),
            Sheet::Screen => (WIDTH, heights.wide - FRAME_HEIGHT),
            Sheet::Phone => (NARROW_WIDTH, heights.narrow),
        };
        let figure = Figure::draw(name, &heading.title, size, |canvas| {
            let (right, bottom) = (size.0 - EDGE, size.1 - EDGE);
            let whole = Area { left: EDGE / 3.0, top: EDGE, right, bottom };
            let area = match self.sheet {
                Sheet::File => frame.draw(canvas, size),
                Sheet::Screen | Sheet::Phone => whole,
            };
            paint(canvas, area);
        });
        Figure { subtitle: heading.unit, source: frame.footer, tables: heading.tables, ..figure }
    }

    fn frame(&self, heading: &Heading) -> Frame {
        let as_of = self.as_of_words();
        let known =
            self.text.with("subtitle", &[("date", &as_of), ("scenario", self.title().as_str())]);
        let footer = self.source(heading.has_actuals);
        Frame { title: heading.title.clone(), unit: heading.unit.clone(), known, footer }
    }

    /// Where the numbers come from.
    pub fn source(&self, has_actuals: bool) -> String {
        let Summary { scenario, replications, seed, .. } = self.summary;
        let source = [
            ("scenario", scenario.as_str()),
            ("replications", &self.whole(*replications as f64)),
            ("seed", &seed.to_string()),
        ];
        let mut source = self.text.with("footer", &source);
        if has_actuals {
            let key = if self.has_provenance { "footer-actuals" } else { "footer-published" };
            source.push(' ');
            source.push_str(&self.text.get(key));
        }
        source
    }

    /// Where the numbers of a whole page come from, published ones among them if it is said where those are from.
    pub fn source_of_all(&self) -> String {
        self.source(self.has_provenance)
    }
}
