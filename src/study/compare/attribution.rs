//! Which kind of cause each krone of a difference is due to, whatever the order causes are let in.

use super::causes::{list_changes, mixed};
use super::outcomes::{CASH, Outcomes};
use super::{CompareError, Entry};
use crate::results::comparison::{Cause, Change, Difference, Step};
use crate::results::summarise::distribution::Distribution;
use crate::results::{Label, Measure};
use crate::scenario::Scenario;
use crate::scenario::check::load_text;
use crate::scenario::library::LIBRARY;
use toml::Table;

/// The scenarios between a baseline and another one.
pub struct Attribution {
    /// What is written differently.
    pub changes: Vec<Change>,
    /// The kinds of causes there are.
    causes: Vec<Cause>,
    /// For each set of causes, as a number whose bits are its causes, the scenario that has them; nothing
    /// for none and for all, which are run anyway. Empty if the causes cannot be told apart.
    mixtures: Vec<Option<Scenario>>,
}

impl Attribution {
    /// What has to be run between `baseline` and `other`.
    pub fn plan(baseline: &Entry, other: &Entry) -> Self {
        let read = |entry: &Entry| entry.scenario.text.parse::<Table>();
        let (Ok(before), Ok(after)) = (read(baseline), read(other)) else {
            unreachable!("the merged text of a scenario is TOML")
        };
        let changes = list_changes(&before, &after);
        let mut causes: Vec<_> = changes.iter().map(|it| it.cause).collect();
        causes.sort();
        causes.dedup();
        let all = (1_usize << causes.len()) - 1;
        let mixture = |set: usize| {
            if set == 0 || set == all {
                return Some(None);
            }
            let mixture = mixed(&before, &after, &of_set(&causes, set));
            check(&mixture, baseline, other).map(Some)
        };
        let mixtures: Option<Vec<_>> = (0..=all).map(mixture).collect();
        Self { changes, causes, mixtures: mixtures.unwrap_or_default() }
    }

    /// Number of scenarios to run besides the two.
    pub fn n_mixtures(&self) -> usize {
        self.mixtures.iter().flatten().count()
    }

    /// Whether every set of causes makes a scenario.
    pub fn is_taken_apart(&self) -> bool {
        !self.mixtures.is_empty()
    }

    /// The contribution of each cause in each year and over the horizon; `run` runs a mixture.
    pub fn run(
        &self,
        before: &Outcomes,
        after: &Outcomes,
        run: impl Fn(&Scenario) -> Result<Outcomes, CompareError>,
    ) -> Result<Vec<Step>, CompareError> {
        if self.mixtures.is_empty() {
            let worlds = [cash(before), cash(after)];
            return Ok(steps(&[Cause::Other], &worlds, before));
        }
        let all = self.mixtures.len() - 1;
        let mut worlds = Vec::new();
        for (set, mixture) in self.mixtures.iter().enumerate() {
            worlds.push(match mixture {
                Some(scenario) => cash(&run(scenario)?),
                None if set == all => cash(after),
                None => cash(before),
            });
        }
        Ok(steps(&self.causes, &worlds, before))
    }
}

/// The causes whose bits are set.
fn of_set(causes: &[Cause], set: usize) -> Vec<Cause> {
    causes.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, it)| *it).collect()
}

/// The mixture as a scenario, if it is one and reads no other tables than those it is made of.
fn check(mixture: &Table, baseline: &Entry, other: &Entry) -> Option<Scenario> {
    let scenario = load_text(mixture.to_string(), &baseline.argument, LIBRARY).ok()?;
    let known = || baseline.scenario.tables.iter().chain(&other.scenario.tables);
    // A name that means one table here and another there cannot be mixed.
    let is_known = |table: &(String, String)| known().all(|it| it.0 != table.0 || it == table);
    scenario.tables.iter().all(is_known).then_some(scenario)
}

/// Payments: for each period the numbers of all replications. The last period is the whole horizon.
type Payments = Vec<Vec<f64>>;

fn cash(outcomes: &Outcomes) -> Payments {
    let years = (0..outcomes.n_years()).map(|year| outcomes.series(CASH, year).collect());
    years.chain([outcomes.totals()]).collect()
}

/// `worlds` are the payments of every set of causes.
fn steps(causes: &[Cause], worlds: &[Payments], outcomes: &Outcomes) -> Vec<Step> {
    let n_periods = outcomes.n_years() + 1;
    let mut steps = Vec::new();
    for (period, (bit, cause)) in (0..n_periods)
        .flat_map(|period| causes.iter().enumerate().map(move |cause| (period, cause)))
    {
        let n = worlds[0][period].len();
        let of = |replication: usize| {
            contribution(bit, causes.len(), |set| worlds[set][period][replication])
        };
        let distribution = Distribution::of(&mut (0..n).map(of).collect(), outcomes.draws());
        let label = label(outcomes, period);
        let difference = distribution.map(|it| Difference::new(Measure::new(label, it)));
        steps.extend(difference.map(|difference| Step { cause: *cause, difference }));
    }
    steps
}

fn label(outcomes: &Outcomes, period: usize) -> Label {
    match period < outcomes.n_years() {
        true => outcomes.label(CASH, period),
        false => outcomes.label_of_total(),
    }
}

/// The Shapley value of cause `bit` of `n`: the mean of what it adds, over all orders of the causes.
fn contribution(bit: usize, n: usize, value: impl Fn(usize) -> f64) -> f64 {
    let factorial = |number: usize| (1..=number).map(|it| it as f64).product::<f64>();
    let without = (0..1_usize << n).filter(|set| set >> bit & 1 == 0);
    let added = without.map(|set| {
        let size = set.count_ones() as usize;
        let share = factorial(size) * factorial(n - size - 1) / factorial(n);
        share * (value(set | 1 << bit) - value(set))
    });
    added.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contribution_is_the_mean_over_all_orders() {
        // The glove game: one left glove (0), two right ones (1, 2); a pair is worth 1. Shapley's own answer
        // is 2/3, 1/6, 1/6.
        let pairs = |set: usize| f64::from(set & 1 == 1 && set >> 1 != 0);
        let found: Vec<_> = (0..3).map(|bit| contribution(bit, 3, pairs)).collect();
        for (found, expected) in found.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((found - expected).abs() < 1e-15, "{found}");
        }
        // What has no part in it gets nothing, and one cause alone gets all.
        assert_eq!(contribution(1, 2, |set| (set & 1) as f64 * 7.0), 0.0);
        assert_eq!(contribution(0, 1, |set| 3.0 + 2.0 * set as f64), 2.0);
    }
}
