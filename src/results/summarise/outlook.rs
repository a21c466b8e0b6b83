//! The forecast alarm: how likely the next three months of settlement fall far short of an even pace, or run far
//! ahead of it (methods 5.8).
//!
//! The even pace is that of the year's requests (assumption A182): what is settled under them in a month is held
//! against a twelfth. The plan of `bosett watch` is another thing: what a result or a file expects month by month.

use super::super::columns::{Monthly, MunicipalYear};
use super::super::measures::{AHEAD_PROBABILITY, SHORT_PROBABILITY};
use super::super::observation::{Dimensions, Observation};
use super::super::{Label, Measure};
use super::distribution::Distribution;
use super::draws::Draws;
use super::series::outcome;

/// Months that are looked at together.
const N_MONTHS: usize = 3;
/// Below this share of the even pace settlement is short of it.
const SHORT: f64 = 0.8;
/// Above this share of the even pace it is ahead.
const AHEAD: f64 = 1.2;

/// How three months of a replication went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// Nobody is asked, so there is nothing to fall short of.
    Unplanned,
    Short,
    Planned,
    Ahead,
}

/// Remembers in which replications settlement is short or ahead, by the first of the three months.
pub struct Outlook {
    dimensions: Dimensions,
    paces: Vec<Vec<Pace>>,
}

impl Outlook {
    /// Nothing gathered yet.
    pub fn new(dimensions: &Dimensions) -> Self {
        let n = (dimensions.n_months + 1).saturating_sub(N_MONTHS);
        Self { dimensions: dimensions.clone(), paces: vec![Vec::new(); n] }
    }

    /// Adds one replication.
    pub fn push(&mut self, observation: &Observation) {
        let layout = observation.layout();
        let mut planned = Vec::with_capacity(self.dimensions.n_months);
        for year in 0..self.dimensions.n_years() {
            let rows = layout.municipal_year(year, 0)
                ..layout.municipal_year(year, self.dimensions.municipalities.len());
            let requested = observation.total(rows, MunicipalYear::Requested) as f64;
            planned.extend(self.dimensions.months_of(year).map(|_| requested / 12.0));
        }
        let settled = |month: usize| {
            let rows = layout.monthly(month, 0)..layout.monthly(month + 1, 0);
            observation.total(rows, Monthly::UnderRequest) as f64
        };
        let settled: Vec<f64> = (0..self.dimensions.n_months).map(settled).collect();
        for (first, paces) in self.paces.iter_mut().enumerate() {
            let months = first..first + N_MONTHS;
            let planned: f64 = planned[months.clone()].iter().sum();
            paces.push(Pace::of(settled[months].iter().sum(), planned));
        }
    }

    /// The two probabilities for every month from which three lie in the horizon.
    pub fn measures(&self, draws: &Draws) -> Vec<Measure> {
        let mut measures = Vec::new();
        for (first, paces) in self.paces.iter().enumerate() {
            let month = self.dimensions.month(first).to_string();
            for (derived, pace) in
                [(SHORT_PROBABILITY, Pace::Short), (AHEAD_PROBABILITY, Pace::Ahead)]
            {
                let happened = |it: &Pace| outcome((*it != Pace::Unplanned).then_some(*it == pace));
                let happened: Vec<f64> = paces.iter().map(happened).collect();
                let label = Label::national(derived, month.clone());
                let share = Distribution::of_share(&happened, draws);
                measures.extend(share.map(|it| Measure::new(label, it)));
            }
        }
        measures
    }
}

impl Pace {
    fn of(settled: f64, planned: f64) -> Self {
        match planned > 0.0 {
            false => Self::Unplanned,
            true if settled < SHORT * planned => Self::Short,
            true if settled > AHEAD * planned => Self::Ahead,
            true => Self::Planned,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::examples::dimensions;
    use super::*;

    /// A plan of 100 a month, and totals of three months that are 0.7, 0.797, 0.8, 1.2 and 1.21 of it.
    #[test]
    fn what_is_below_the_share_of_the_plan_is_counted_and_what_is_at_it_is_not() {
        let dimensions = dimensions();
        let mut outlook = Outlook::new(&dimensions);
        for third in [210, 239, 240, 360, 363] {
            let mut observation = Observation::new(&dimensions);
            let layout = observation.layout();
            observation.set(layout.municipal_year(0, 1), MunicipalYear::Requested, 1_200);
            observation.set(layout.monthly(2, 0), Monthly::UnderRequest, third);
            outlook.push(&observation);
        }
        let measures = outlook.measures(&Draws::in_order(5, 1));
        let first = dimensions.month(0).to_string();
        let of = |derived: super::super::super::measures::Derived| {
            let found = measures.iter().find(|it| it.name == derived.name && it.period == first);
            found.map(|it| it.mean)
        };
        assert_eq!(of(SHORT_PROBABILITY), Some(0.4));
        assert_eq!(of(AHEAD_PROBABILITY), Some(0.2));
        // Three months of which none is asked for have no plan.
        let last = dimensions.month(dimensions.n_months - 3).to_string();
        assert!(measures.iter().all(|it| it.period != last));
    }
}
