//! The look of every figure, in one place: colours, type sizes, margins, and the pieces made of them.
//!
//! Conventions: the title is the finding; one blue hue for bands of 50, 80 and 90 %, darkest in the
//! centre; dark ink for what was published; orange for allocations, limits and what others announced.
//! The colours stay apart for the colour-blind and in grey print (each step differs in lightness).

pub mod canvas;
pub mod fan;
pub mod frame;
pub mod labels;
pub mod legend;
pub mod lettering;
pub mod panel;
pub mod tabular;
pub mod ticks;

use plotters::style::RGBColor;

/// Text, published actuals.
pub const INK: RGBColor = RGBColor(28, 33, 43);
/// Subtitles, axis numbers, footers.
pub const QUIET: RGBColor = RGBColor(86, 95, 109);
/// Grid lines.
pub const GRID: RGBColor = RGBColor(228, 231, 236);
/// Axis lines and ticks.
pub const AXIS: RGBColor = RGBColor(140, 148, 160);
/// The page.
pub const PAPER: RGBColor = RGBColor(255, 255, 255);

/// The band that holds 90 % of the replications.
pub const BAND_90: RGBColor = RGBColor(218, 231, 243);
/// The band that holds 80 %.
pub const BAND_80: RGBColor = RGBColor(173, 204, 228);
/// The band that holds 50 %.
pub const BAND_50: RGBColor = RGBColor(112, 165, 207);
/// The median, and single estimates.
pub const MEDIAN: RGBColor = RGBColor(0, 78, 140);

/// Allocations, limits, targets and official forecasts.
pub const ACCENT: RGBColor = RGBColor(196, 78, 0);

/// What an accent line stood for before it was changed.
pub const ACCENT_LIGHT: RGBColor = RGBColor(236, 172, 128);

/// Three things side by side, dark to light.
pub const SERIES: [RGBColor; 3] =
    [RGBColor(0, 78, 140), RGBColor(98, 157, 204), RGBColor(222, 190, 120)];

/// Size of the finding, in logical pixels; a figure is 1,000 wide.
pub const TITLE_SIZE: f64 = 20.0;
/// Size of the line under the finding.
pub const SUBTITLE_SIZE: f64 = 13.0;
/// Size of the heading of a panel.
pub const HEADING_SIZE: f64 = 13.0;
/// Size of direct labels and legends.
pub const LABEL_SIZE: f64 = 12.0;
/// Size of numbers on axes.
pub const TICK_SIZE: f64 = 12.0;
/// Size of the source line.
pub const FOOTER_SIZE: f64 = 10.5;

/// Width of a figure, in logical pixels.
pub const WIDTH: f64 = 1_000.0;
/// Height of a figure.
pub const HEIGHT: f64 = 600.0;
/// Width of a figure for a phone; its type is as large, so there is room for less.
pub const NARROW_WIDTH: f64 = 420.0;
/// Height of a figure for a phone.
pub const NARROW_HEIGHT: f64 = 460.0;
/// White around everything.
pub const MARGIN: f64 = 28.0;
/// Room for numbers left of a vertical axis.
pub const AXIS_ROOM: f64 = 54.0;

/// Weight of the median and of actuals.
pub const LINE: f64 = 2.2;
/// Weight of limits and other secondary lines.
pub const THIN_LINE: f64 = 1.4;
/// Weight of the grid.
pub const HAIRLINE: f64 = 0.8;

/// What the SVG asks for, best first: a machine without Noto Sans shows its own sans serif.
pub const FONT_STACK: &str =
    "Noto Sans, Open Sans, Segoe UI, Helvetica Neue, Helvetica, Arial, sans-serif";
