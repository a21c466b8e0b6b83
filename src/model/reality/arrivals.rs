//! Expected arrivals by month: the components of a path added up, times season and multiplier.

use crate::calendar::{Horizon, Month, Year};
use crate::law::standard_normal_quantile;
use crate::scenario::number::Drawn;
use crate::scenario::{Arrivals, PathItem, Range};

/// Half the width of a central 90 % interval in standard deviations.
const Z_95: f64 = 1.644_853_626_951_472_7;

/// Where a replication lies in published ranges.
#[derive(Clone, Copy, Debug)]
pub struct InRange {
    /// The branch.
    pub branch: usize,
    /// Probability within the branch's range.
    pub position: f64,
}

/// Expected persons in each month of the horizon; a month cut by the horizon counts in part.
pub fn plan_expected_persons(
    arrivals: &Arrivals,
    horizon: Horizon,
    at: InRange,
    drawn: &Drawn,
) -> Vec<f64> {
    let totals = plan_annual_totals(&arrivals.path, at, drawn);
    let multiplier = arrivals.multiplier.of(drawn);
    horizon
        .months()
        .map(|month| {
            let whole: f64 = arrivals
                .path
                .iter()
                .zip(&totals)
                .map(|(item, total)| persons_in(item, *total, month, drawn))
                .sum();
            let season = arrivals.seasonality[usize::from(month.number()) - 1];
            let left: f64 = arrivals
                .restrictions
                .iter()
                .map(|it| it.factor(month, it.share.of(drawn)))
                .product();
            whole.max(0.0) * season * multiplier * left * part_in(horizon, month)
        })
        .collect()
}

/// The share of a month's days that lies in the horizon.
fn part_in(horizon: Horizon, month: Month) -> f64 {
    horizon
        .days_of(month)
        .map_or(0.0, |(first, last)| f64::from(last.since(first) + 1) / f64::from(month.n_days()))
}

/// The year's total of each annual component, in the order of the path; others have none.
fn plan_annual_totals(path: &[PathItem], at: InRange, drawn: &Drawn) -> Vec<Option<f64>> {
    let mut totals: Vec<Option<f64>> = Vec::with_capacity(path.len());
    for item in path {
        let total = match item {
            PathItem::Annual { persons, .. } => Some(persons.of(drawn)),
            PathItem::Ranges { ranges, .. } => Some(range_quantile(ranges[at.branch], at.position)),
            PathItem::Follow { year, ratio, .. } => {
                Some(ratio.of(drawn) * total_of(path, &totals, year.plus(-1)))
            }
            PathItem::Level { .. } | PathItem::Series { .. } | PathItem::Curve(_) => None,
        };
        totals.push(total);
    }
    totals
}

/// What the components so far add up to in `year`.
fn total_of(path: &[PathItem], totals: &[Option<f64>], year: Year) -> f64 {
    path.iter()
        .zip(totals)
        .filter_map(|(item, total)| match item {
            PathItem::Annual { year: of, .. }
            | PathItem::Ranges { year: of, .. }
            | PathItem::Follow { year: of, .. }
                if *of == year =>
            {
                *total
            }
            _ => None,
        })
        .sum()
}

/// A range read as a central 90 % interval of a lognormal, with its peak at the planning figure if it has one.
///
/// With a planning figure the law is two-piece normal in logarithms: each side has its own spread, and the
/// probability below the peak is in proportion to it (methods 1.5, assumption A49).
pub fn range_quantile(range: Range, probability: f64) -> f64 {
    let (low, high) = (range.low.ln(), range.high.ln());
    let Some(planning) = range.planning else {
        let (centre, spread) = ((low + high) / 2.0, (high - low) / (2.0 * Z_95));
        return (centre + spread * standard_normal_quantile(probability)).exp();
    };
    let peak = planning.ln();
    let (below, above) = ((peak - low) / Z_95, (high - peak) / Z_95);
    let share_below = below / (below + above);
    let at = if probability < share_below {
        peak + below * standard_normal_quantile(probability / (2.0 * share_below))
    } else {
        let rest = (1.0 - probability) / (2.0 * (1.0 - share_below));
        peak - above * standard_normal_quantile(rest)
    };
    at.exp()
}

fn persons_in(item: &PathItem, total: Option<f64>, month: Month, drawn: &Drawn) -> f64 {
    match item {
        PathItem::Level { from, to, per_month } => {
            if (*from..=*to).contains(&month) {
                per_month.of(drawn)
            } else {
                0.0
            }
        }
        PathItem::Annual { year, profile, .. }
        | PathItem::Ranges { year, profile, .. }
        | PathItem::Follow { year, profile, .. } => {
            let share = profile[usize::from(month.number()) - 1];
            if month.year() == *year { total.unwrap_or(0.0) * share } else { 0.0 }
        }
        PathItem::Curve(curve) => curve.persons_in(month, drawn),
        PathItem::Series { from, persons } => usize::try_from(month.since(*from))
            .ok()
            .and_then(|index| persons.get(index).copied())
            .unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_central_90_per_cent_interval() {
        let range = Range { low: 20_000.0, high: 40_000.0, planning: None };
        assert!((range_quantile(range, 0.05) - 20_000.0).abs() < 1.0);
        assert!((range_quantile(range, 0.95) - 40_000.0).abs() < 1.0);
        assert!((range_quantile(range, 0.5) - 28_284.3).abs() < 1.0, "methods 1.5: median 28 284");
    }

    #[test]
    fn a_planning_figure_is_the_peak_and_splits_the_probability() {
        let range = Range { low: 30_000.0, high: 50_000.0, planning: Some(40_000.0) };
        let (below, above) = ((4.0_f64 / 3.0).ln(), (5.0_f64 / 4.0).ln());
        let share_below = below / (below + above);
        assert!((range_quantile(range, share_below) - 40_000.0).abs() < 1.0);
        assert!(range_quantile(range, 0.01) < range_quantile(range, 0.99));
    }
}
