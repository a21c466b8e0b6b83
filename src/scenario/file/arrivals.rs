//! The part of the file about arrivals: the path, the noise around it.

use super::value::{Amount, MonthText, Share};
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
