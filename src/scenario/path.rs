//! Who is expected to arrive, and when: the components of a path.

mod curve;

pub use curve::{Curve, Slope};

use super::number::Number;
use crate::calendar::{Month, Year};

/// Who arrives, and when.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// Components of the expected path; they are added up.
    pub path: Vec<PathItem>,
    /// Multiplies every month's expectation; 1 unless a study varies it.
    pub multiplier: Number,
    /// Twelve factors, January first, with mean one.
    pub seasonality: [f64; 12],
    /// Extra-Poisson variance of a month's count: variance = mean + dispersion x mean².
    pub dispersion: Number,
    /// Standard deviation of the monthly innovation of log intensity.
    pub drift_sd: Number,
    /// How much of the drift lasts to the next month, 0 to 1.
    pub persistence: Number,
    /// Degrees of freedom of the innovation's tails (Student's t); normal where there are none.
    pub tails: Option<f64>,
    /// Measures that lower the expectation.
    pub restrictions: Vec<Restriction>,
    /// Sudden changes of intensity.
    pub regimes: Option<Regimes>,
    /// What was registered up to the as-of day.
    pub observed: Option<Observed>,
}

/// Registered arrivals of months that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// First month.
    pub from: Month,
    /// The months from then on.
    pub months: Vec<ObservedMonth>,
}

impl Observed {
    /// What is known of a month, if it is one of them.
    pub fn of(&self, month: Month) -> Option<ObservedMonth> {
        let index = usize::try_from(month.since(self.from)).ok()?;
        self.months.get(index).copied()
    }

    /// The last month of which something is known.
    pub fn last(&self) -> Month {
        self.from.plus(self.months.len() as i32 - 1)
    }
}

/// What is known of one month on the as-of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ObservedMonth {
    /// Persons registered.
    pub persons: u32,
    /// Share of its arrivals that is registered.
    pub registered_share: f64,
}

impl ObservedMonth {
    /// Persons expected once all are registered.
    pub fn expected(self) -> f64 {
        f64::from(self.persons) / self.registered_share
    }
}

/// A component of the expected arrivals, in persons.
#[derive(Clone, Debug)]
pub enum PathItem {
    /// So many a month between two months, both included.
    Level {
        /// First month.
        from: Month,
        /// Last month.
        to: Month,
        /// Persons a month.
        per_month: Number,
    },
    /// A year's total, spread over its months.
    Annual {
        /// The year.
        year: Year,
        /// Persons in the year.
        persons: Number,
        /// Shares of the months, January first, adding up to one.
        profile: [f64; 12],
    },
    /// A year's total by branch: a range read as a central 90 % interval.
    Ranges {
        /// The year.
        year: Year,
        /// One range a branch, in the order of the branches.
        ranges: Vec<Range>,
        /// Shares of the months, January first, adding up to one.
        profile: [f64; 12],
    },
    /// A year's total as a multiple of the year before it on the same path.
    Follow {
        /// The year.
        year: Year,
        /// Multiple of the preceding year's expected total.
        ratio: Number,
        /// Shares of the months, January first, adding up to one.
        profile: [f64; 12],
    },
    /// A figure for every month from a first one.
    Series {
        /// First month.
        from: Month,
        /// Persons a month.
        persons: Vec<f64>,
    },
    /// A shape in time.
    Curve(Curve),
}

/// A measure that takes effect from a month on and lowers (or, below zero, raises) what is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Restriction {
    /// First month of its effect.
    pub from: Month,
    /// Share taken away once it has its full effect.
    pub share: Number,
    /// Months until the full effect; it grows in equal steps.
    pub over_months: u16,
}

impl Restriction {
    /// What is left of the expectation in `month`, as a factor, when the full effect takes `share` away.
    pub fn factor(&self, month: Month, share: f64) -> f64 {
        let n_months = month.since(self.from) + 1;
        let part = f64::from(n_months) / f64::from(self.over_months.max(1));
        1.0 - share * part.clamp(0.0, 1.0)
    }
}

/// Sudden changes of intensity: a chain of states, each with its factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Regimes {
    /// Factor on the expectation in each state.
    pub factors: Vec<f64>,
    /// Probability of each state next month, by state this month; rows add up to one.
    pub transition: Vec<Vec<f64>>,
    /// State in the month before the run.
    pub initial: usize,
}

/// A published range with the figure planned on, if any, in persons a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end: exceeded with 95 % probability.
    pub low: f64,
    /// Upper end: exceeded with 5 % probability.
    pub high: f64,
    /// The planning figure, taken as the most likely value in logarithms.
    pub planning: Option<f64>,
}
