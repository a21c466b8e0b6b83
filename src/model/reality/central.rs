//! The scenario without its uncertainty: for people to read, and for expected values.

use super::{Reality, arrivals};
use crate::scenario::number::Drawn;
use crate::scenario::{Group, Scenario};

/// Places in published ranges that stand for all of them.
const N_POSITIONS: usize = 64;

impl Reality {
    /// Every parameter at its central value, every range at its median, in the first branch. No replication
    /// is like this.
    pub fn central(scenario: &Scenario) -> Self {
        Self::of(scenario, central_draw(scenario, 0))
    }
}

fn central_draw(scenario: &Scenario, branch: usize) -> Drawn {
    let values = scenario.parameters.iter().map(|it| it.central).collect();
    Drawn { values, branch, range_positions: vec![0.5; scenario.world.groups.len()] }
}

/// Expected arrivals of a group by month of the horizon, over all branches by weight and all places in their
/// ranges; parameters at their central values.
pub fn plan_mean_arrivals(scenario: &Scenario, group: &Group) -> Vec<f64> {
    let horizon = scenario.run.horizon;
    let mut mean = vec![0.0; horizon.n_months()];
    for (branch, weight) in scenario.world.branches.iter().map(|it| it.weight).enumerate() {
        let drawn = central_draw(scenario, branch);
        for number in 0..N_POSITIONS {
            let position = (number as f64 + 0.5) / N_POSITIONS as f64;
            let at = arrivals::InRange { branch, position };
            let persons = arrivals::plan_expected_persons(&group.arrivals, horizon, at, &drawn);
            for (sum, persons) in mean.iter_mut().zip(persons) {
                *sum += persons * weight / N_POSITIONS as f64;
            }
        }
    }
    mean
}

/// Expected arrivals by group and year of the horizon in one branch: every parameter at its central value
/// and every range at its median. For people to read; no replication is like this.
pub fn plan_central_arrivals(scenario: &Scenario, branch: usize) -> Vec<Vec<f64>> {
    let drawn = central_draw(scenario, branch);
    let at = arrivals::InRange { branch, position: 0.5 };
    let horizon = scenario.run.horizon;
    let years_of = |group: &Group| {
        let persons = arrivals::plan_expected_persons(&group.arrivals, horizon, at, &drawn);
        let in_year = |year| {
            let months = horizon.months().zip(&persons);
            months.filter(|(month, _)| month.year() == year).map(|(_, persons)| persons).sum()
        };
        horizon.years().map(in_year).collect()
    };
    scenario.world.groups.iter().map(years_of).collect()
}
