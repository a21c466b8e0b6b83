//! Early warning that settlement runs faster or slower than planned (methods 5.8).
//!
//! Turns a forecast and what was observed into standardised residuals ([`CountForecast`]), and those into
//! alarms, by a cumulative sum ([`Cusum`]) or a moving average ([`Ewma`]). A chart is designed by how
//! long it is to be quiet when nothing has changed. Nothing here reads a table, a date or a scenario:
//! observations are numbered from 0, and the caller knows the week.

mod cusum;
mod ewma;
mod residual;
mod run_length;

pub use cusum::Cusum;
pub use ewma::{Ewma, EwmaLimits};
pub use residual::CountForecast;
pub use run_length::mean_of_pair;

/// Which way things have moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// More than forecast.
    Up,
    /// Less than forecast.
    Down,
}

impl Direction {
    /// One for more, minus one for less.
    fn sign(self) -> f64 {
        match self {
            Self::Up => 1.0,
            Self::Down => -1.0,
        }
    }
}

/// A chart has passed its limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alarm {
    /// Which way.
    pub direction: Direction,
    /// The observation at which the limit was passed.
    pub index: usize,
    /// The chart's statistic there, positive in the alarm's direction.
    pub statistic: f64,
    /// The limit it passed.
    pub limit: f64,
    /// The first observation that is thought to belong to the change.
    pub change_index: usize,
    /// The mean residual since the change, in standard deviations of the forecast; negative for less.
    pub size: f64,
    /// How likely the chart was to have raised an alarm by now since it was started or restarted, had
    /// nothing changed. For a [`Cusum`], in this direction.
    pub false_alarm_probability: f64,
}

/// A chart drawn over all observations. After an alarm it starts afresh in that direction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    /// The statistic that alarms when there is more than forecast.
    pub up: Vec<f64>,
    /// The statistic that alarms when there is less than forecast.
    pub down: Vec<f64>,
    /// The limit of both.
    pub limits: Vec<f64>,
    /// The alarms in the order they were raised.
    pub alarms: Vec<Alarm>,
}

/// Raises an alarm at `index`, with everything that follows from the residuals since the change.
fn raise(
    direction: Direction,
    residuals: &[f64],
    change_index: usize,
    index: usize,
    (statistic, limit): (f64, f64),
    quiet_probability: f64,
) -> Alarm {
    let since = &residuals[change_index..=index];
    let size = since.iter().sum::<f64>() / since.len() as f64;
    let false_alarm_probability = 1.0 - quiet_probability;
    Alarm { direction, index, statistic, limit, change_index, size, false_alarm_probability }
}
