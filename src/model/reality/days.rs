//! Durations of a replication as tables of whole days.

use crate::elementary::ln;
use crate::law::{QuantileTable, UnitTable};
use crate::scenario::Duration;
use crate::scenario::number::Drawn;

/// Whole days of a duration as it is in a replication.
pub fn plan_days(duration: &Duration, drawn: &Drawn) -> QuantileTable {
    match duration.parts.as_slice() {
        [only] => only.shape.days(only.mean.of(drawn)),
        parts => {
            let tables: Vec<(f64, QuantileTable)> =
                parts.iter().map(|it| (it.weight, it.shape.days(it.mean.of(drawn)))).collect();
            QuantileTable::mixture(&tables)
        }
    }
}

/// Days until withdrawal when a share withdraws each month, or nothing when nobody does (assumption A52).
pub(super) fn plan_withdrawal(share_per_month: f64) -> Option<QuantileTable> {
    const DAYS_A_MONTH: f64 = 365.25 / 12.0;
    if share_per_month <= 0.0 {
        return None;
    }
    // Where everybody withdraws at once the rate is as good as endless.
    let rate = -ln(1.0 - share_per_month.min(0.999_999)) / DAYS_A_MONTH;
    Some(UnitTable::exponential().days(1.0 / rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monthly_share_withdraws_in_a_month() {
        let table = plan_withdrawal(0.1).expect("somebody withdraws");
        assert!((table.share_within(30) - 0.1).abs() < 0.003, "{}", table.share_within(30));
        assert!((table.share_within(365) - (1.0 - 0.9_f64.powi(12))).abs() < 0.003);
        assert_eq!(plan_withdrawal(0.0), None);
    }
}
