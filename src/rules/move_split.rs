//! [`MoveSplit`]: how two municipalities share a grant year when a person moves between them.

use crate::calendar::Month;
use crate::origin::Origin;

/// How a grant year is divided when a person moves to another municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveSplit {
    /// So many eighths stay with the municipality moved from, by quarter of the move.
    EighthsByQuarter([u8; 4]),
    /// The municipality moved from keeps the month of the move and the following one.
    CurrentAndFollowingMonth,
}

impl MoveSplit {
    /// What the municipality moved from keeps of the year's grant, as part and whole. The month that
    /// follows December belongs to the next grant year and is not counted.
    pub fn kept(self, month_of_move: Month) -> (i64, i64) {
        match self {
            Self::EighthsByQuarter(shares) => {
                (i64::from(shares[usize::from(month_of_move.quarter()) - 1]), 8)
            }
            Self::CurrentAndFollowingMonth => ((i64::from(month_of_move.number()) + 1).min(12), 12),
        }
    }
}

/// A way to divide a grant year on a move, with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveRule {
    /// The way.
    pub split: MoveSplit,
    /// Earliest and latest month it may have begun, where that is assumed.
    pub from_range: Option<(Month, Month)>,
    /// Source and status.
    pub origin: Origin,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_table_counts_quarters_and_the_new_text_months() {
        let eighths = MoveSplit::EighthsByQuarter([1, 3, 5, 7]);
        let months = MoveSplit::CurrentAndFollowingMonth;
        let cases = [
            ("2019-01", (1, 8), (2, 12)),
            ("2019-03", (1, 8), (4, 12)),
            ("2019-04", (3, 8), (5, 12)),
            ("2019-06", (3, 8), (7, 12)),
            ("2019-07", (5, 8), (8, 12)),
            ("2019-10", (7, 8), (11, 12)),
            ("2019-11", (7, 8), (12, 12)),
            ("2019-12", (7, 8), (12, 12)),
        ];
        for (text, by_table, by_text) in cases {
            let month = text.parse().expect("a month");
            assert_eq!(eighths.kept(month), by_table, "in {text}");
            assert_eq!(months.kept(month), by_text, "in {text}");
        }
    }
}
