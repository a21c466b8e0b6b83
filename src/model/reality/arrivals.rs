//! Expected arrivals by month: the components of a path added up, times season and multiplier.

use crate::calendar::{Horizon, Month, Year};
use crate::elementary::{exp, ln};
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

/// Expected persons in each month of the horizon; a month cut by the horizon counts in part, an observed one
/// as it was.
pub fn plan_expected_persons(
    arrivals: &Arrivals,
    horizon: Horizon,
    at: InRange,
    drawn: &Drawn,
) -> Vec<f64> {
    let path = Path::new(arrivals, at, drawn);
    let multiplier = arrivals.multiplier.of(drawn);
    let expected = |month| match arrivals.observed.as_ref().and_then(|it| it.of(month)) {
        Some(observed) => observed.expected(),
        None => path.persons_in(month) * multiplier * part_in(horizon, month),
    };
    horizon.months().map(expected).collect()
}

/// The expected path of a group in one replication, before its multiplier.
pub struct Path<'a> {
    arrivals: &'a Arrivals,
    drawn: &'a Drawn,
    /// The year's total of each annual component.
    totals: Vec<Option<f64>>,
    /// Factors on the annual components in years that are observed in part.
    rests: Vec<(Year, f64)>,
}

impl<'a> Path<'a> {
    /// The path where the replication lies in published ranges.
    pub fn new(arrivals: &'a Arrivals, at: InRange, drawn: &'a Drawn) -> Self {
        let totals = plan_annual_totals(arrivals, at, drawn);
        let rests = plan_rests(arrivals, &totals);
        Self { arrivals, drawn, totals, rests }
    }

    /// Expected persons in a month that is not observed.
    fn persons_in(&self, month: Month) -> f64 {
        let rest = self.rests.iter().find(|(year, _)| *year == month.year());
        let rest = rest.map_or(1.0, |(_, factor)| *factor);
        let persons = |(item, total): (&PathItem, &Option<f64>)| match total {
            Some(total) => rest * total * share_in(item, month),
            None => persons_in(item, month, self.drawn),
        };
        let whole: f64 = self.arrivals.path.iter().zip(&self.totals).map(persons).sum();
        self.seasoned(whole, month)
    }

    /// What the components that are no year's total expect in a month; nothing where one of those speaks of it.
    pub fn level_in(&self, month: Month) -> Option<f64> {
        let items = &self.arrivals.path;
        if items.iter().any(|item| year_of(item) == Some(month.year())) {
            return None;
        }
        let whole: f64 = items.iter().map(|item| persons_in(item, month, self.drawn)).sum();
        Some(self.seasoned(whole, month)).filter(|it| *it > 0.0)
    }

    fn seasoned(&self, whole: f64, month: Month) -> f64 {
        let season = self.arrivals.seasonality[usize::from(month.number()) - 1];
        let left = self.arrivals.restrictions.iter();
        let left: f64 = left.map(|it| it.factor(month, it.share.of(self.drawn))).product();
        whole.max(0.0) * season * left
    }
}

/// The year that a component gives the total of.
fn year_of(item: &PathItem) -> Option<Year> {
    match item {
        PathItem::Annual { year, .. }
        | PathItem::Ranges { year, .. }
        | PathItem::Follow { year, .. } => Some(*year),
        PathItem::Level { .. } | PathItem::Series { .. } | PathItem::Curve(_) => None,
    }
}

/// The part of its year's total that a component has in a month of the year.
fn share_in(item: &PathItem, month: Month) -> f64 {
    match item {
        PathItem::Annual { year, profile, .. }
        | PathItem::Ranges { year, profile, .. }
        | PathItem::Follow { year, profile, .. }
            if month.year() == *year =>
        {
            profile[usize::from(month.number()) - 1]
        }
        _ => 0.0,
    }
}

/// What of `year` has been observed.
fn observed_in(arrivals: &Arrivals, year: Year) -> f64 {
    let months = (0..12).map(|month| year.first_month().plus(month));
    let observed = months.filter_map(|month| arrivals.observed.as_ref()?.of(month));
    observed.map(|it| it.expected()).sum()
}

/// A year's total is the whole year's: what was observed is taken off it, and the months that are left share
/// the rest as they would have shared the whole (assumption A112).
fn plan_rests(arrivals: &Arrivals, totals: &[Option<f64>]) -> Vec<(Year, f64)> {
    let Some(observed) = &arrivals.observed else { return Vec::new() };
    let years = observed.from.year().0..=observed.last().year().0;
    let rest_of = |year: Year| {
        let total = total_of(&arrivals.path, totals, year);
        let months = (0..12).map(|month| year.first_month().plus(month));
        let ahead: f64 = months
            .filter(|month| observed.of(*month).is_none())
            .flat_map(|month| arrivals.path.iter().zip(totals).map(move |it| (month, it)))
            .map(|(month, (item, total))| total.unwrap_or(0.0) * share_in(item, month))
            .sum();
        let rest = (total - observed_in(arrivals, year)).max(0.0);
        (year, if ahead > 0.0 { rest / ahead } else { 0.0 })
    };
    years.map(|year| rest_of(Year(year))).collect()
}

/// The share of a month's days that lies in the horizon.
fn part_in(horizon: Horizon, month: Month) -> f64 {
    horizon
        .days_of(month)
        .map_or(0.0, |(first, last)| f64::from(last.since(first) + 1) / f64::from(month.n_days()))
}

/// The year's total of each annual component, in the order of the path; others have none.
fn plan_annual_totals(arrivals: &Arrivals, at: InRange, drawn: &Drawn) -> Vec<Option<f64>> {
    let path = &arrivals.path;
    let mut totals: Vec<Option<f64>> = Vec::with_capacity(path.len());
    for item in path {
        let total = match item {
            PathItem::Annual { persons, .. } => Some(persons.of(drawn)),
            PathItem::Ranges { ranges, .. } => Some(range_quantile(ranges[at.branch], at.position)),
            PathItem::Follow { year, ratio, .. } => {
                let before = year.plus(-1);
                let whole = total_of(path, &totals, before).max(observed_in(arrivals, before));
                Some(ratio.of(drawn) * whole)
            }
            PathItem::Level { .. } | PathItem::Series { .. } | PathItem::Curve(_) => None,
        };
        totals.push(total);
    }
    totals
}

/// What the components so far add up to in `year`.
fn total_of(path: &[PathItem], totals: &[Option<f64>], year: Year) -> f64 {
    let of_year = path.iter().zip(totals).filter(|(item, _)| year_of(item) == Some(year));
    of_year.filter_map(|(_, total)| *total).sum()
}

/// A range read as a central 90 % interval of a lognormal, with its peak at the planning figure if it has one.
///
/// With a planning figure the law is two-piece normal in logarithms: each side has its own spread, and the
/// probability below the peak is in proportion to it (methods 1.5, assumption A49).
pub fn range_quantile(range: Range, probability: f64) -> f64 {
    let (low, high) = (ln(range.low), ln(range.high));
    let Some(planning) = range.planning else {
        let (centre, spread) = ((low + high) / 2.0, (high - low) / (2.0 * Z_95));
        return exp(centre + spread * standard_normal_quantile(probability));
    };
    let peak = ln(planning);
    let (below, above) = ((peak - low) / Z_95, (high - peak) / Z_95);
    let share_below = below / (below + above);
    let at = if probability < share_below {
        peak + below * standard_normal_quantile(probability / (2.0 * share_below))
    } else {
        let rest = (1.0 - probability) / (2.0 * (1.0 - share_below));
        peak - above * standard_normal_quantile(rest)
    };
    exp(at)
}

/// Persons of a component that is no year's total.
fn persons_in(item: &PathItem, month: Month, drawn: &Drawn) -> f64 {
    match item {
        PathItem::Level { from, to, per_month } => {
            if (*from..=*to).contains(&month) {
                per_month.of(drawn)
            } else {
                0.0
            }
        }
        PathItem::Annual { .. } | PathItem::Ranges { .. } | PathItem::Follow { .. } => 0.0,
        PathItem::Curve(curve) => curve.persons_in(month, drawn),
        PathItem::Series { from, persons } => usize::try_from(month.since(*from))
            .ok()
            .and_then(|index| persons.get(index).copied())
            .unwrap_or(0.0),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::scenario::number::Number;
    use crate::scenario::{Observed, ObservedMonth, Restriction};

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

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    /// Arrivals along a path, without noise, season or anything known.
    pub(in crate::model::reality) fn along(path: Vec<PathItem>) -> Arrivals {
        Arrivals {
            path,
            multiplier: Number::certain(1.0),
            seasonality: [1.0; 12],
            dispersion: Number::certain(0.0),
            drift_sd: Number::certain(0.0),
            persistence: Number::certain(0.0),
            tails: None,
            restrictions: Vec::new(),
            regimes: None,
            observed: None,
        }
    }

    /// What is expected in 2023 and 2024.
    fn expected_of(arrivals: &Arrivals) -> Vec<f64> {
        let horizon = Horizon {
            start: "2023-01-01".parse().expect("a day"),
            end: "2024-12-31".parse().expect("a day"),
        };
        let at = InRange { branch: 0, position: 0.5 };
        plan_expected_persons(arrivals, horizon, at, &Drawn::default())
    }

    /// The same of a path with restrictions.
    fn expected(path: Vec<PathItem>, restrictions: Vec<Restriction>) -> Vec<f64> {
        expected_of(&Arrivals { restrictions, ..along(path) })
    }

    /// So many in each month from one on, all of them registered.
    pub(in crate::model::reality) fn observed(from: &str, persons: &[u32]) -> Observed {
        let known = |&persons: &u32| ObservedMonth { persons, registered_share: 1.0 };
        Observed { from: month(from), months: persons.iter().map(known).collect() }
    }

    pub(in crate::model::reality) fn level(from: &str, to: &str, per_month: f64) -> PathItem {
        let per_month = Number::certain(per_month);
        PathItem::Level { from: month(from), to: month(to), per_month }
    }

    #[test]
    fn levels_and_totals_have_their_areas_and_add_up() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} and {b}");
        let months = expected(vec![level("2023-03", "2023-09", 100.0)], Vec::new());
        close(months.iter().sum(), 700.0);
        assert_eq!((months[1], months[2], months[8], months[9]), (0.0, 100.0, 100.0, 0.0));
        let mut profile = [0.05; 12];
        profile[11] = 0.45;
        let annual =
            PathItem::Annual { year: Year(2024), persons: Number::certain(1200.0), profile };
        let both = expected(vec![level("2023-03", "2023-09", 100.0), annual], Vec::new());
        close(both.iter().sum(), 1900.0);
        close(both[23], 540.0);
    }

    fn annual(year: i32, persons: f64) -> PathItem {
        let profile = [1.0 / 12.0; 12];
        PathItem::Annual { year: Year(year), persons: Number::certain(persons), profile }
    }

    fn assert_close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        let apart = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(apart < 1e-9, "{found:?} and {expected:?}");
    }

    #[test]
    fn what_came_is_taken_off_the_years_total_and_the_rest_is_shared_as_before() {
        let path = vec![annual(2023, 1_200.0), level("2023-01", "2024-12", 10.0)];
        let known = |from, persons: &[u32]| {
            let observed = Some(observed(from, persons));
            expected_of(&Arrivals { observed, ..along(path.clone()) })
        };
        // 850 are left for nine months, beside ten a month whatever the year's total is.
        let months = known("2023-01", &[150, 70, 130]);
        assert_close(&months[..3], &[150.0, 70.0, 130.0]);
        assert_close(&months[3..12], &[850.0 / 9.0 + 10.0; 9]);
        assert_close(&months[12..], &[10.0; 12]);
        // More came than the year was to have: nobody is left.
        assert_close(&known("2022-12", &[99, 1_300])[1..12], &[10.0; 11]);
        // The months that were to have them are past: the others have none, whatever is missing.
        let mut profile = [0.0; 12];
        profile[0] = 1.0;
        let january =
            PathItem::Annual { year: Year(2023), persons: Number::certain(1_200.0), profile };
        let path_of_january = vec![january, level("2023-01", "2024-12", 10.0)];
        let observed = Some(observed("2023-01", &[1_000]));
        let months = expected_of(&Arrivals { observed, ..along(path_of_january) });
        assert_close(&months[1..12], &[10.0; 11]);
        // A year that is known whole has no rest, and what came before it is no part of it.
        let months = known("2022-07", &[100; 18]);
        assert_close(&months[..12], &[100.0; 12]);
        assert_close(&known("2022-07", &[100; 6])[..12], &[110.0; 12]);
    }

    #[test]
    fn a_year_follows_what_came_where_that_was_more_than_was_said() {
        let ratio = Number::certain(0.5);
        let follow = PathItem::Follow { year: Year(2024), ratio, profile: [1.0 / 12.0; 12] };
        let in_2024 = |path: Vec<PathItem>, persons: &[u32]| {
            let observed = (!persons.is_empty()).then(|| observed("2023-01", persons));
            expected_of(&Arrivals { observed, ..along(path) })[12..].iter().sum::<f64>()
        };
        let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
        close(in_2024(vec![annual(2023, 1_200.0), follow.clone()], &[]), 600.0);
        close(in_2024(vec![annual(2023, 1_200.0), follow.clone()], &[100; 5]), 600.0);
        close(in_2024(vec![annual(2023, 1_200.0), follow.clone()], &[150; 12]), 900.0);
        close(in_2024(vec![follow.clone()], &[30; 12]), 180.0);
        // Years are followed, and not what is expected month by month.
        close(in_2024(vec![level("2023-01", "2023-12", 50.0), follow], &[]), 0.0);
    }

    #[test]
    fn only_months_of_which_no_years_total_speaks_have_a_level() {
        let arrivals = Arrivals {
            seasonality: std::array::from_fn(|it| if it == 1 { 0.5 } else { 1.0 }),
            ..along(vec![annual(2024, 1_200.0), level("2023-02", "2024-12", 10.0)])
        };
        let drawn = Drawn::default();
        let path = Path::new(&arrivals, InRange { branch: 0, position: 0.5 }, &drawn);
        let levels = ["2023-01", "2023-02", "2023-03", "2024-01", "2025-01"];
        let levels = levels.map(|it| path.level_in(month(it)));
        assert_eq!(levels, [None, Some(5.0), Some(10.0), None, None]);
    }

    #[test]
    fn a_month_that_the_run_cuts_counts_in_part() {
        let horizon = Horizon {
            start: "2023-04-16".parse().expect("a day"),
            end: "2023-06-03".parse().expect("a day"),
        };
        let parts = ["2023-03", "2023-04", "2023-05", "2023-06", "2023-07"];
        let parts = parts.map(|it| part_in(horizon, month(it)));
        assert_eq!(parts, [0.0, 0.5, 1.0, 0.1, 0.0]);
        let multiplier = Number::certain(2.0);
        let arrivals = Arrivals { multiplier, ..along(vec![level("2023-01", "2023-12", 100.0)]) };
        let at = InRange { branch: 0, position: 0.5 };
        let months = plan_expected_persons(&arrivals, horizon, at, &Drawn::default());
        assert_close(&months, &[100.0, 200.0, 20.0]);
    }

    #[test]
    fn the_season_multiplies_what_a_path_expects() {
        let mut season = [1.0; 12];
        (season[1], season[6]) = (0.5, 1.5);
        let path = vec![level("2023-01", "2024-12", 100.0)];
        let restriction =
            Restriction { from: month("2023-07"), share: Number::certain(0.2), over_months: 1 };
        let restrictions = vec![restriction];
        let months = expected_of(&Arrivals { seasonality: season, restrictions, ..along(path) });
        assert_eq!((months[0], months[1], months[5]), (100.0, 50.0, 100.0));
        assert!((months[6] - 120.0).abs() < 1e-9 && (months[13] - 40.0).abs() < 1e-9, "{months:?}");
    }

    #[test]
    fn a_restriction_takes_its_share_in_equal_steps() {
        // Methods 1.1: from the month on, 1 - delta phased linearly over k months.
        let restriction =
            Restriction { from: month("2023-04"), share: Number::certain(0.6), over_months: 3 };
        let months = expected(vec![level("2023-01", "2024-12", 100.0)], vec![restriction]);
        let expected = [100.0, 100.0, 100.0, 80.0, 60.0, 40.0, 40.0];
        for (found, expected) in months.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{months:?}");
        }
        // Three months whole, two on the way, the other nineteen at 40 %.
        assert!((months.iter().sum::<f64>() - (300.0 + 140.0 + 19.0 * 40.0)).abs() < 1e-9);
    }
}
