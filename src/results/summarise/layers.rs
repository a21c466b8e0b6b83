//! Scenario, parameters and chance told apart in the yearly cash of each post and in the yearly
//! settled.

use super::super::columns::{BudgetYear, Monthly, Replications};
use super::super::measures::{
    CASH_CHANCE, CASH_PARAMETERS, CASH_SCENARIO, Derived, SETTLED_CHANCE, SETTLED_PARAMETERS,
    SETTLED_SCENARIO,
};
use super::super::observation::{Dimensions, Observation};
use super::super::{Label, Measure};
use super::distribution::Distribution;
use super::variance::VarianceShares;

/// Where each replication came from, and what came out.
pub struct Layers {
    dimensions: Dimensions,
    branches: Vec<i64>,
    draws: Vec<i64>,
    /// By year and post, then replication.
    cash: Vec<Vec<f64>>,
    /// By year, then replication.
    settled: Vec<Vec<f64>>,
}

impl Layers {
    /// Nothing gathered yet.
    pub fn new(dimensions: &Dimensions) -> Self {
        let n_years = dimensions.n_years();
        Self {
            dimensions: dimensions.clone(),
            branches: Vec::new(),
            draws: Vec::new(),
            cash: vec![Vec::new(); n_years * dimensions.posts.len()],
            settled: vec![Vec::new(); n_years],
        }
    }

    /// Adds one replication.
    pub fn push(&mut self, observation: &Observation) {
        let layout = observation.layout();
        let from = layout.replications();
        self.branches.push(observation.get(from, Replications::Branch));
        self.draws.push(observation.get(from, Replications::Draw));
        for (row, cash) in self.cash.iter_mut().enumerate() {
            cash.push(observation.get(row, BudgetYear::Cash) as f64);
        }
        for (year, settled) in self.settled.iter_mut().enumerate() {
            let months = self.dimensions.months_of(year);
            let rows = layout.monthly(months.start, 0)..layout.monthly(months.end, 0);
            settled.push(observation.total(rows, Monthly::Settled) as f64);
        }
    }

    /// The shares of variance, where they can be told.
    pub fn measures(&self) -> Vec<Measure> {
        let posts = &self.dimensions.posts;
        let mut measures = Vec::new();
        for (row, cash) in self.cash.iter().enumerate() {
            let names = [CASH_SCENARIO, CASH_PARAMETERS, CASH_CHANCE];
            let (year, post) = (row / posts.len(), &posts[row % posts.len()]);
            measures.extend(self.shares(names, year, Some(post), cash));
        }
        for (year, settled) in self.settled.iter().enumerate() {
            let names = [SETTLED_SCENARIO, SETTLED_PARAMETERS, SETTLED_CHANCE];
            measures.extend(self.shares(names, year, None, settled));
        }
        measures
    }

    fn shares(
        &self,
        names: [Derived; 3],
        year_index: usize,
        post: Option<&String>,
        values: &[f64],
    ) -> Vec<Measure> {
        let Some(shares) = VarianceShares::of(values, &self.branches, &self.draws) else {
            return Vec::new();
        };
        let period = self.dimensions.year(year_index).to_string();
        let label =
            |derived| Label { post: post.cloned(), ..Label::national(derived, period.clone()) };
        let shares = [shares.scenario, shares.parameters, shares.chance];
        let measure =
            |(derived, share)| Measure::new(label(derived), Distribution::constant(share));
        names.into_iter().zip(shares).map(measure).collect()
    }
}
