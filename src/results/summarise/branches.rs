//! The headline of each branch of the scenario by itself, beside that of all together.
//!
//! All replications of a draw are in one branch. To a branch the numbers of the others are not defined, so that means,
//! quantiles and Monte Carlo errors are those of any quantity that not every replication has.

use super::super::columns::{BudgetYear, Monthly, Replications, TableColumn};
use super::super::observation::{ALL_GROUPS, Dimensions, Observation};
use super::super::{BranchSummary, Label, Measure, NATIONAL};
use super::distribution::Distribution;
use super::draws::Draws;

/// The post of the headline.
const POST: &str = "671/60";

/// Whether each branch has a measure of its own: arrivals, settled, the cash of a post and who waits at the end of a year.
pub fn is_headline(label: &Label) -> bool {
    let of_post = [BudgetYear::Cash.column()];
    let of_none = [Monthly::Arrived, Monthly::Settled, Monthly::Waiting].map(Monthly::column);
    let is_it = match label.post.as_deref() {
        Some(POST) => of_post.iter().any(|column| column.name == label.name),
        Some(_) => false,
        None => of_none.iter().any(|column| column.name == label.name),
    };
    let is_year = !label.period.contains('-');
    is_it && is_year && label.group == ALL_GROUPS && label.place == NATIONAL
}

/// Which branch each replication is in.
pub struct Branches {
    /// Names and probabilities.
    branches: Vec<(String, f64)>,
    /// Position of its branch, replication by replication.
    of_replication: Vec<i64>,
}

impl Branches {
    /// No replications yet.
    pub fn new(dimensions: &Dimensions) -> Self {
        Self { branches: dimensions.branches.clone(), of_replication: Vec::new() }
    }

    /// Adds the next replication.
    pub fn push(&mut self, observation: &Observation) {
        let row = observation.layout().replications();
        self.of_replication.push(observation.get(row, Replications::Branch));
    }

    /// Whether the scenario has none.
    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    /// Each branch with those measures, whose values are one a replication and in order.
    pub fn summaries(&self, measures: &[(&Label, Vec<f64>)], draws: &Draws) -> Vec<BranchSummary> {
        let summary = |(position, (name, weight)): (i64, &(String, f64))| {
            let measure = |(label, values): &(&Label, Vec<f64>)| {
                let pairs = values.iter().zip(&self.of_replication);
                let own = pairs.map(|(it, of)| if *of == position { *it } else { f64::NAN });
                let distribution = Distribution::of(&mut own.collect(), draws)?;
                Some(Measure::new((*label).clone(), distribution))
            };
            BranchSummary {
                name: name.clone(),
                weight: *weight,
                replications: self.of_replication.iter().filter(|it| **it == position).count()
                    as u64,
                measures: measures.iter().filter_map(measure).collect(),
            }
        };
        (0..).zip(&self.branches).map(summary).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::examples::{dimensions, observation};
    use super::super::Summariser;
    use super::*;

    /// Two replications a draw, draws in the branches in turn but never in the last.
    fn summarised(names: &[&str], n: u32) -> (Vec<BranchSummary>, Vec<Measure>) {
        let branches = names.iter().map(|it| ((*it).to_owned(), 1.0 / names.len() as f64));
        let dimensions = Dimensions { branches: branches.collect(), ..dimensions() };
        let mut summariser = Summariser::new(&dimensions);
        for replication in 0..n {
            let mut observation = observation(&dimensions, replication);
            let draw = i64::from(replication / 2);
            let n_drawn = names.len().saturating_sub(1).max(1) as i64;
            observation.set(0, Replications::Draw, draw);
            observation.set(0, Replications::Branch, draw % n_drawn);
            summariser.push(&observation).expect("it fits into memory");
        }
        let branches = summariser.branches().expect("nothing is on disk");
        (branches, summariser.finish().expect("nothing is on disk"))
    }

    #[test]
    fn the_branches_add_up_to_all() {
        let (branches, all) = summarised(&["low", "mid", "high"], 14);
        let n: Vec<u64> = branches.iter().map(|it| it.replications).collect();
        assert_eq!(n, [8, 6, 0]);
        assert!(branches[2].measures.is_empty(), "nothing is known of it");
        // Four measures in each of two years.
        assert_eq!(branches[0].measures.len(), 8);
        for (low, mid) in branches[0].measures.iter().zip(&branches[1].measures) {
            let same = |it: &&Measure| {
                let key = |it: &Measure| (it.name.clone(), it.period.clone(), it.post.clone());
                key(it) == key(low) && it.group == "all" && it.place == "national"
            };
            let all = all.iter().find(same).expect("the mixture has it too");
            let mean = (8.0 * low.mean + 6.0 * mid.mean) / 14.0;
            assert!((mean / all.mean - 1.0).abs() < 1e-12, "{}: {mean}, {}", all.name, all.mean);
            assert!(low.q10 <= low.q50 && low.q50 <= low.q90);
        }
    }

    #[test]
    fn the_error_of_a_branch_is_that_of_its_own_draws() {
        let branches = Branches {
            branches: vec![("low".to_owned(), 0.5), ("high".to_owned(), 0.5)],
            of_replication: vec![0, 0, 1, 1, 0, 0],
        };
        let label = Label::national(super::super::super::measures::UTILISATION, "2023".to_owned());
        let values = vec![1.0, 2.0, 50.0, 70.0, 5.0, 8.0];
        let found = branches.summaries(&[(&label, values)], &Draws::in_order(6, 2));
        let alone = Draws::in_order(4, 2).error_of_mean(&[1.0, 2.0, 5.0, 8.0]);
        assert!((found[0].measures[0].mc_error - alone).abs() < 1e-12);
        assert_eq!((found[0].measures[0].mean, found[1].measures[0].mean), (4.0, 60.0));
    }

    #[test]
    fn without_branches_there_is_nothing_to_tell() {
        assert_eq!(summarised(&[], 4).0, []);
    }
}
