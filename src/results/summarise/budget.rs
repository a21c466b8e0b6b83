//! How hard the cash presses on what is available: overrun, supplement, month of exhaustion
//! (methods 5.7).
//!
//! Available is allocation, carry-over and changes together, and may differ between replications.
//! Only a year that lies whole in the horizon is judged: half a year's cash against a year's
//! allocation says nothing.

use super::super::columns::{BudgetMonth, BudgetYear, TableColumn};
use super::super::measures::{
    AVAILABLE, Derived, EXHAUSTION_MONTH, EXHAUSTION_PROBABILITY, EXPECTED_SHORTFALL, OVERRUN,
    OVERRUN_PROBABILITY, SUPPLEMENT_50, SUPPLEMENT_75, SUPPLEMENT_90, UNDERUSE_PROBABILITY,
};
use super::super::observation::{Dimensions, Observation};
use super::super::{Label, Measure};
use super::distribution::{Distribution, quantile, quantile_error, sort};
use super::draws::Draws;
use super::series::outcome;

/// The month number that stands for not in this year.
const NEVER: u8 = 13;

/// One post in one year, one value a replication.
struct PostYear {
    year_index: usize,
    post: usize,
    allocation: Vec<i64>,
    carried_in: Vec<i64>,
    change: Vec<i64>,
    cash: Vec<i64>,
    exhaustion: Vec<u8>,
}

/// Gathers what budget pressure needs, replication by replication.
pub struct BudgetPressure {
    dimensions: Dimensions,
    post_years: Vec<PostYear>,
}

impl BudgetPressure {
    /// Nothing gathered yet.
    pub fn new(dimensions: &Dimensions) -> Self {
        let posts = 0..dimensions.posts.len();
        let post_year = |year_index, post| PostYear {
            year_index,
            post,
            allocation: Vec::new(),
            carried_in: Vec::new(),
            change: Vec::new(),
            cash: Vec::new(),
            exhaustion: Vec::new(),
        };
        let years = 0..dimensions.n_years();
        let post_years =
            years.flat_map(|year| posts.clone().map(move |post| post_year(year, post)));
        Self { dimensions: dimensions.clone(), post_years: post_years.collect() }
    }

    /// Adds one replication.
    pub fn push(&mut self, observation: &Observation) {
        let layout = observation.layout();
        for it in &mut self.post_years {
            let row = layout.budget_year(it.year_index, it.post);
            it.allocation.push(observation.get(row, BudgetYear::Allocation));
            it.carried_in.push(observation.get(row, BudgetYear::CarriedIn));
            it.change.push(observation.get(row, BudgetYear::Change));
            it.cash.push(observation.get(row, BudgetYear::Cash));
            let available = it.available(it.cash.len() - 1);
            let mut to_date = 0;
            let exhausted = self.dimensions.months_of(it.year_index).find(|month| {
                to_date += observation.get(layout.budget_month(*month, it.post), BudgetMonth::Cash);
                to_date > available
            });
            let number = |month| self.dimensions.month(month).number();
            it.exhaustion.push(exhausted.map_or(NEVER, number));
        }
    }

    /// Allocation and pressure of every post and year with an allocation.
    pub fn measures(&self, draws: &Draws) -> Vec<Measure> {
        let with_allocation = self.post_years.iter().filter(|it| it.has_allocation());
        with_allocation.flat_map(|it| it.measures(&self.dimensions, draws)).collect()
    }
}

impl PostYear {
    fn available(&self, replication: usize) -> i64 {
        self.allocation[replication] + self.carried_in[replication] + self.change[replication]
    }

    fn has_allocation(&self) -> bool {
        self.allocation.iter().any(|allocation| *allocation != 0)
    }

    fn measures(&self, dimensions: &Dimensions, draws: &Draws) -> Vec<Measure> {
        let post = &dimensions.posts[self.post];
        let year = dimensions.year(self.year_index).to_string();
        let label = |derived| Label::national(derived, year.clone()).post(post);
        let mut measures = Vec::new();
        let mut push = |derived, values: Vec<f64>| {
            let distribution = Distribution::of(&mut { values }, draws);
            measures.extend(distribution.map(|it| Measure::new(label(derived), it)));
        };
        let kroner = |values: &[i64]| values.iter().map(|value| *value as f64).collect();
        push(of_column(BudgetYear::Allocation), kroner(&self.allocation));
        push(of_column(BudgetYear::CarriedIn), kroner(&self.carried_in));
        push(of_column(BudgetYear::Change), kroner(&self.change));
        let available: Vec<_> = (0..self.cash.len()).map(|it| self.available(it)).collect();
        push(AVAILABLE, kroner(&available));
        if !dimensions.is_whole_year(self.year_index) {
            return measures;
        }

        let over: Vec<_> = self.cash.iter().zip(&available).map(|(cash, it)| cash - it).collect();
        push(OVERRUN, kroner(&over.iter().map(|it| *it.max(&0)).collect::<Vec<_>>()));
        // NaN keeps its place among the replications, so that the rest are of the right draws.
        let shortfall = |it: &i64| if *it > 0 { *it as f64 } else { f64::NAN };
        push(EXPECTED_SHORTFALL, over.iter().map(shortfall).collect());
        push(EXHAUSTION_MONTH, self.exhaustion.iter().map(|month| f64::from(*month)).collect());
        let mut share = |label, happened: Vec<bool>| {
            let happened: Vec<f64> = happened.into_iter().map(|it| outcome(Some(it))).collect();
            let share = Distribution::of_share(&happened, draws);
            measures.extend(share.map(|it| Measure::new(label, it)));
        };
        share(label(OVERRUN_PROBABILITY), over.iter().map(|it| *it > 0).collect());
        let under = self.cash.iter().zip(&available);
        let is_under = under.map(|(cash, available)| *cash * 100 < *available * 95);
        share(label(UNDERUSE_PROBABILITY), is_under.collect());
        for month in dimensions.months_of(self.year_index) {
            let month = dimensions.month(month);
            let is_exhausted = self.exhaustion.iter().map(|it| *it == month.number());
            let label = Label::national(EXHAUSTION_PROBABILITY, month.to_string()).post(post);
            share(label, is_exhausted.collect());
        }
        let supplements = supplements(&over, draws);
        measures.extend(supplements.map(|(derived, it)| Measure::new(label(derived), it)));
        measures
    }
}

/// The supplementary appropriation that is enough in 50, 75 and 90 of 100 replications.
fn supplements(over: &[i64], draws: &Draws) -> impl Iterator<Item = (Derived, Distribution)> {
    let values: Vec<f64> = over.iter().map(|it| *it as f64).collect();
    let mut sorted = values.clone();
    sort(&mut sorted);
    let enough = [(SUPPLEMENT_50, 500), (SUPPLEMENT_75, 750), (SUPPLEMENT_90, 900)];
    enough.into_iter().map(move |(derived, permille)| {
        let supplement = quantile(&sorted, permille).max(0.0);
        let mc_error = quantile_error(&values, &sorted, permille, draws);
        (derived, Distribution { mc_error, ..Distribution::constant(supplement) })
    })
}

fn of_column(column: BudgetYear) -> Derived {
    let column = column.column();
    Derived { name: column.name, unit: column.unit, meaning: column.meaning }
}

#[cfg(test)]
mod tests {
    use super::super::super::examples::dimensions;
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    const BILLION: f64 = 1e9;

    /// The toy budget: cash is 8,900 + 0.195 n million, n normal with mean 33,000 and sd 3,000; an
    /// even grid of quantiles in place of draws, and cash paid out evenly over the year.
    fn toy() -> (Dimensions, Vec<Measure>) {
        let dimensions = dimensions();
        let mut pressure = BudgetPressure::new(&dimensions);
        let n = 20_001;
        let persons = Normal::new(33_000.0, 3_000.0).expect("a normal distribution");
        for replication in 0..n {
            let persons = persons.inverse_cdf((f64::from(replication) + 0.5) / f64::from(n));
            let cash = ((8_900.0 + 0.195 * persons) * 1e6) as i64;
            let mut observation = Observation::new(&dimensions);
            let layout = observation.layout();
            observation.set(layout.budget_year(1, 0), BudgetYear::Cash, cash);
            // Allocation and change together are 15,335.9 million.
            observation.set(layout.budget_year(1, 0), BudgetYear::Allocation, 15_000_000_000);
            observation.set(layout.budget_year(1, 0), BudgetYear::Change, 335_900_000);
            for month in dimensions.months_of(1) {
                observation.set(layout.budget_month(month, 0), BudgetMonth::Cash, cash / 12);
            }
            pressure.push(&observation);
        }
        let measures = pressure.measures(&Draws::in_order(20_001, 1));
        (dimensions, measures)
    }

    #[test]
    fn the_normal_toy_budget_presses_as_theory_says() {
        let (dimensions, measures) = toy();
        let find = |derived: Derived| {
            let found = measures.iter().find(|it| it.name == derived.name);
            found.unwrap_or_else(|| panic!("no {}", derived.name))
        };
        let close = |found: f64, expected: f64, tolerance: f64| {
            assert!((found - expected).abs() < tolerance, "{found}, expected {expected}");
        };
        close(find(OVERRUN_PROBABILITY).mean, 0.49939, 0.0001);
        close(find(OVERRUN).mean / 1e6, 232.93, 0.1);
        close(find(EXPECTED_SHORTFALL).mean / 1e6, 232.93 / 0.49939, 0.2);
        assert_eq!(find(SUPPLEMENT_50).mean, 0.0);
        let normal = Normal::standard();
        close(find(SUPPLEMENT_75).mean / 1e6, 585.0 * normal.inverse_cdf(0.75) - 0.9, 0.1);
        close(find(SUPPLEMENT_90).mean / 1e6, 585.0 * normal.inverse_cdf(0.90) - 0.9, 0.2);
        close(find(AVAILABLE).mean / BILLION, 15.3359, 1e-12);
        // Below 95 % is 767.695 million under, 1.31 standard deviations.
        close(find(UNDERUSE_PROBABILITY).mean, normal.cdf((0.9 - 766.795) / 585.0), 0.0001);
        let period = dimensions.year(1).to_string();
        assert!(measures.iter().all(|it| it.period.starts_with(&period)), "only where allocated");
    }

    #[test]
    fn what_is_spent_to_the_last_krone_is_not_overspent() {
        let dimensions = dimensions();
        let mut pressure = BudgetPressure::new(&dimensions);
        for last in [1_000, 1_001, 900, 899] {
            let mut observation = Observation::new(&dimensions);
            let layout = observation.layout();
            let row = layout.budget_year(1, 1);
            observation.set(row, BudgetYear::Allocation, 1_900);
            observation.set(row, BudgetYear::CarriedIn, 150);
            observation.set(row, BudgetYear::Change, -50);
            observation.set(row, BudgetYear::Cash, 1_000 + last);
            let months = dimensions.months_of(1);
            observation.set(layout.budget_month(months.start, 1), BudgetMonth::Cash, 1_000);
            observation.set(layout.budget_month(months.start + 4, 1), BudgetMonth::Cash, last);
            pressure.push(&observation);
        }
        let measures = pressure.measures(&Draws::in_order(4, 1));
        let find = |derived: Derived, period: &str| {
            measures.iter().find(|it| it.name == derived.name && it.period == period)
        };
        let mean = |derived, period| find(derived, period).map(|it| it.mean);
        assert_eq!(mean(AVAILABLE, "2024"), Some(2_000.0));
        assert_eq!(mean(OVERRUN_PROBABILITY, "2024"), Some(0.25));
        assert_eq!(mean(OVERRUN, "2024"), Some(0.25));
        assert_eq!(mean(EXPECTED_SHORTFALL, "2024"), Some(1.0));
        // 1,900 is 95 % of what there is, and only 1,899 is less.
        assert_eq!(mean(UNDERUSE_PROBABILITY, "2024"), Some(0.25));
        let exhausted = |month| mean(EXHAUSTION_PROBABILITY, month);
        assert_eq!((exhausted("2024-01"), exhausted("2024-05")), (Some(0.0), Some(0.25)));
        assert_eq!(mean(EXHAUSTION_MONTH, "2024"), Some((3.0 * 13.0 + 5.0) / 4.0));
        assert!(measures.iter().all(|it| it.post.as_deref() == Some("671/61")));
        assert_eq!(mean(of_column(BudgetYear::CarriedIn), "2024"), Some(150.0));
    }

    #[test]
    fn exhaustion_has_a_month_or_none_and_the_chances_add_up() {
        let (_, measures) = toy();
        let of = |derived: Derived| measures.iter().filter(move |it| it.name == derived.name);
        let by_month: Vec<f64> = of(EXHAUSTION_PROBABILITY).map(|it| it.mean).collect();
        assert_eq!(by_month.len(), 12);
        let within: f64 = by_month.iter().sum();
        let overrun = of(OVERRUN_PROBABILITY).next().expect("a probability").mean;
        // Twelfths are rounded down, so the very last krone may be missing.
        assert!((within - overrun).abs() < 1e-3, "{within} and {overrun}");
        let month = of(EXHAUSTION_MONTH).next().expect("a month");
        // To run out in November takes cash of 12/11 of what is available, 2.4 standard deviations
        // up.
        assert_eq!((month.q05, month.q50, month.q95), (12.0, 13.0, 13.0));
        assert_eq!(month.unit, "month of the year");
    }
}
