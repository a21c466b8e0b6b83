//! The part of the file about arrivals: the path, the noise around it.

use super::value::{Amount, MonthText, Real, Share};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Who arrives, and when.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct ArrivalsFile {
    /// Components of the expected number of persons; they are added up.
    #[serde(default)]
    pub path: Vec<PathFile>,
    /// Multiplies every month's expectation.
    #[serde(default = "Amount::one")]
    pub multiplier: Amount,
    /// Twelve seasonal factors, January first, with mean one; left out: flat.
    pub seasonality: Option<[f64; 12]>,
    /// Random variation around the expectation.
    #[serde(default)]
    pub noise: NoiseFile,
    /// Measures that lower the expectation from a month on.
    #[serde(default)]
    pub restrictions: Vec<RestrictionFile>,
    /// Sudden changes of intensity.
    pub regimes: Option<RegimesFile>,
    /// What was registered up to the as-of day: those months arrive as they did, and what follows starts there.
    pub observed: Option<ObservedFile>,
}

/// Registered arrivals up to the as-of day.
///
/// A year's total on the path is the whole year's: what was observed is taken off it, and the rest falls on the
/// months that are left. Against the other components the observed months show how far the intensity has
/// drifted, and the drift goes on from there (assumption A112).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ObservedFile {
    /// First month; it may lie before the run.
    pub from: MonthText,
    /// Persons registered in each month; the last one must be over on the as-of day.
    #[schemars(inner(range(min = 0, max = 10_000_000)))]
    pub persons: Vec<u32>,
    /// Shares of the arrivals of the latest months that are registered on the as-of day, latest last, for
    /// example `[0.99, 0.95]`; left out: all.
    #[serde(default)]
    #[schemars(inner(range(min = 0.05, max = 1.0)))]
    pub registered_share: Vec<f64>,
}

/// A measure that lowers what is expected.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RestrictionFile {
    /// First month of its effect.
    pub from: MonthText,
    /// Share taken away once it has its full effect.
    pub share: Share,
    /// Months until the full effect.
    #[serde(default = "one_month")]
    #[schemars(range(min = 1, max = 240))]
    pub over_months: u16,
}

fn one_month() -> u16 {
    1
}

/// A chain of states of intensity, for example calm, surge and crisis.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RegimesFile {
    /// Factor on the expectation in each state.
    #[schemars(inner(range(min = 0.0, max = 1000.0)))]
    pub factors: Vec<f64>,
    /// Probability of each state next month, one row for each state this month.
    pub transition: Vec<Vec<f64>>,
    /// Number of the state before the run, from 1.
    #[serde(default = "first_state")]
    #[schemars(range(min = 1, max = 20))]
    pub initial: u8,
}

fn first_state() -> u8 {
    1
}

/// Random variation of monthly arrivals.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct NoiseFile {
    /// Extra variance of a month's count: variance = mean + dispersion x mean².
    #[serde(default)]
    pub dispersion: Amount,
    /// Standard deviation of the monthly innovation of log intensity.
    #[serde(default)]
    pub drift_sd: Amount,
    /// How much of the drift lasts to the next month.
    #[serde(default)]
    pub persistence: Share,
    /// Degrees of freedom of heavy tails (Student's t) of the innovation; left out: normal.
    #[schemars(range(min = 2.5, max = 1000.0))]
    pub tails: Option<f64>,
}

/// A component of expected arrivals, in persons.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathFile {
    /// So many a month from one month to another, both included.
    Level(LevelFile),
    /// A year's total.
    Annual(AnnualFile),
    /// A year's total by branch.
    Ranges(RangesFile),
    /// A year's total as a multiple of the year before on this path.
    Follow(FollowFile),
    /// A figure for every month.
    Series(SeriesFile),
    /// Straight lines between months.
    Ramp(RampFile),
    /// Growth by the same share each month.
    Growth(GrowthFile),
    /// A jump that dies away.
    Shock(ShockFile),
    /// From one level to another in an S.
    Logistic(LogisticFile),
    /// A wave that rises and falls.
    Wave(WaveFile),
}

/// Straight lines between months.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RampFile {
    /// Months in order, with persons a month; nothing before the first and after the last.
    pub knots: Vec<KnotFile>,
}

/// A known month of a ramp.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct KnotFile {
    /// The month.
    pub month: MonthText,
    /// Persons in it.
    pub per_month: Amount,
}

/// Growth by the same share each month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct GrowthFile {
    /// First month.
    pub from: MonthText,
    /// Last month.
    pub to: MonthText,
    /// Persons in the first month.
    pub start: Amount,
    /// Growth a month as a share; below zero it shrinks.
    pub growth: Real,
}

/// A jump that dies away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ShockFile {
    /// The month of the jump.
    pub from: MonthText,
    /// Persons in that month.
    pub size: Amount,
    /// What is left of it each month after, as a share of the month before.
    pub kept: Share,
}

/// From one level to another in an S.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct LogisticFile {
    /// Persons a month long before.
    pub before: Amount,
    /// Persons a month long after.
    pub after: Amount,
    /// The month in which half the way is gone.
    pub middle: MonthText,
    /// Steepness in months; about four and a half of them take it from 10 to 90 %.
    pub width: Amount,
}

/// A wave.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct WaveFile {
    /// The month of the peak.
    pub peak: MonthText,
    /// Persons in that month.
    pub height: Amount,
    /// Width in months before the peak; the area of each side is two widths times the height.
    pub width_up: Amount,
    /// Width after the peak; left out: as before it.
    pub width_down: Option<Amount>,
}

/// So many a month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct LevelFile {
    /// First month.
    pub from: MonthText,
    /// Last month.
    pub to: MonthText,
    /// Persons a month.
    pub per_month: Amount,
}

/// A year's total.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct AnnualFile {
    /// The year.
    #[schemars(range(min = 1900, max = 2200))]
    pub year: i32,
    /// Persons in the year.
    pub persons: Amount,
    /// Weights of the months, January first; left out: by days.
    pub profile: Option<[f64; 12]>,
}

/// A year's total by branch: each range is read as a central 90 % interval.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RangesFile {
    /// The year.
    #[schemars(range(min = 1900, max = 2200))]
    pub year: i32,
    /// `[lower, upper]` for each branch by name, or for `all`.
    pub ranges: BTreeMap<String, [f64; 2]>,
    /// The figure planned on: the most likely value of the range it lies in.
    pub planning: Option<f64>,
    /// Weights of the months, January first; left out: by days.
    pub profile: Option<[f64; 12]>,
}

/// A year's total as a multiple of the year before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct FollowFile {
    /// The year.
    #[schemars(range(min = 1900, max = 2200))]
    pub year: i32,
    /// Multiple of the preceding year's expected total.
    pub ratio: Amount,
    /// Weights of the months, January first; left out: by days.
    pub profile: Option<[f64; 12]>,
}

/// A figure for every month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct SeriesFile {
    /// First month; with a CSV file it is read from there.
    pub from: Option<MonthText>,
    /// Persons in each month.
    pub persons: Option<Vec<f64>>,
    /// A CSV file with the columns month and persons.
    pub csv: Option<String>,
}
