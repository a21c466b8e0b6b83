//! What is wrong with a file that somebody made, apart from scenarios and tables, whose mistakes have a line
//! and a column: exit code 1.

use crate::register::BadTable;
use crate::rules::RuleNotInForce;
use crate::study::compare::CompareError;
use std::path::PathBuf;

/// Why what a file holds cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A table has a header and nothing below it.
    #[error("{path} has no rows, must have at least one {what}")]
    NoRows {
        /// The file.
        path: String,
        /// What a row is.
        what: &'static str,
    },
    /// The law is not known in a year that is to be priced.
    #[error(
        "{missing}; the years from the first settlement to the last must lie in {first}-{last}, where all law is known"
    )]
    NotInForce {
        /// The rule that is missing first.
        missing: RuleNotInForce,
        /// First year with all law.
        first: i32,
        /// Last year with all law.
        last: i32,
    },
    /// A table in the form of our own tables is not what it must be.
    #[error(transparent)]
    Table(#[from] BadTable),
    /// A file has no borders that a map could be drawn from.
    #[error("{path} is no map: {why}")]
    NoMap {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        why: String,
    },
    /// Counts of periods that no plan is about.
    #[error("no period of {path} has a plan above zero; {plan} has {periods}")]
    NothingPlanned {
        /// The file of counts.
        path: String,
        /// The plan.
        plan: String,
        /// The periods of the plan.
        periods: String,
    },
    /// A plan that is coarser in time cannot be split, but a finer one cannot be held against months.
    #[error("{plan} is a plan by week and {path} counts by month; count by week, or plan by month")]
    WeeksAndMonths {
        /// The file of counts.
        path: String,
        /// The plan.
        plan: String,
    },
    /// Scenarios that cannot be compared.
    #[error("{0}")]
    Apart(CompareError),
}
