//! How many to ask for: the smallest request with a service guarantee, the cheapest, the least regretted, and
//! what it is worth to be able to revise it (methods 6.1 to 6.3).

mod guarantee;

use super::breach::Breach;
use super::sheet::{Cell, Shape, Sheet};
use super::stress::{Stopped, round_to};
use super::vary::Variants;
use crate::calendar::Year;
use crate::decide::{
    self, Regrets, Revision, UnitCosts, places_for_needs, plan_two_stages, request_for,
};
use crate::engine::{Engine, Interrupted};
use crate::results::columns::{MunicipalYear, Replications};
use crate::scenario::Scenario;
use std::sync::atomic::AtomicBool;

/// Requests that are compared by regret.
const N_CHOICES: usize = 7;
/// Persons by which requests with revision are stepped (methods 6.2).
const STEP: f64 = 500.0;

/// What is to be decided, and what it costs to be wrong.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario.
    pub variants: Variants,
    /// The key of the letter's number of persons.
    pub key: String,
    /// The year the letter is for.
    pub year: Year,
    /// The smallest request that is looked at, and the largest: with the largest, places are no limit.
    pub between: (f64, f64),
    /// What breaks the guarantee, and the probability that is accepted.
    pub guarantee: Option<(Breach, f64)>,
    /// What one place too few and one too many cost.
    pub costs: UnitCosts,
    /// What a place costs more, and is worth this year, if it is asked for at mid-year.
    pub revision: Revision,
}

/// What came of a request in one replication.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    branch: usize,
    requested: f64,
    agreed: f64,
    settled: f64,
    idle: f64,
}

impl Plan {
    /// The number of replications that regret and cost take; a guarantee takes as many as it needs.
    pub fn n_runs(&self, scenario: &Scenario) -> usize {
        N_CHOICES * scenario.run.replications as usize
    }

    /// All that can be said about the request.
    pub fn decide(
        &self,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Vec<Sheet>, Stopped> {
        let mut sheets = vec![self.prices()];
        if let Some((breach, accepted)) = &self.guarantee {
            sheets.push(self.smallest(breach, *accepted, stop, progress)?);
        }
        let choices: Vec<f64> = (0..N_CHOICES)
            .map(|at| {
                let share = at as f64 / (N_CHOICES - 1) as f64;
                round_to(self.between.0 + (self.between.1 - self.between.0) * share, f64::INFINITY)
            })
            .collect();
        let mut outcomes = Vec::with_capacity(N_CHOICES);
        let mut branches = Vec::new();
        for choice in &choices {
            let scenario = self.variants.at(std::slice::from_ref(&self.key), &[*choice])?;
            let named = scenario.world.branches.iter();
            branches = named.map(|it| (it.name.clone(), it.weight)).collect();
            outcomes.push(self.run(&scenario, stop, progress)?);
        }
        // With the largest request those are settled who need it.
        let need = outcomes[N_CHOICES - 1].clone();
        sheets.push(self.cheapest(&need));
        sheets.push(self.regrets(&choices, &outcomes, &need, &branches));
        sheets.push(self.stages(&need, &branches));
        Ok(sheets)
    }

    /// What it costs to be wrong, which all that is recommended rests on.
    fn prices(&self) -> Sheet {
        let columns = [
            ("price_short", Shape::Whole),
            ("price_idle", Shape::Whole),
            ("price_late", Shape::Whole),
            ("share_in_time", Shape::Percent),
        ];
        let mut sheet = Sheet::new("plan_prices", &columns);
        let Revision { extra_cost, share_in_time } = self.revision;
        let prices = [self.costs.short, self.costs.idle, extra_cost, share_in_time];
        sheet.push(prices.map(Cell::Number).into());
        sheet
    }

    /// What comes of the request in the year, in each replication.
    fn run(
        &self,
        scenario: &Scenario,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Vec<Outcome>, Interrupted> {
        let engine = Engine::new(scenario);
        let n_municipalities = engine.dimensions.municipalities.len();
        let year_index = (self.year.0 - scenario.first_year.0).max(0) as usize;
        let mut outcomes = Vec::new();
        engine.run::<Interrupted>(0..scenario.run.replications, stop, progress, |block| {
            outcomes.extend(block.iter().map(|(_, seen)| {
                let layout = seen.layout();
                let first = layout.municipal_year(year_index, 0);
                let sum = |column| seen.total(first..first + n_municipalities, column) as f64;
                let outside = sum(MunicipalYear::SelfSettled) + sum(MunicipalYear::Family);
                Outcome {
                    branch: seen.get(layout.replications(), Replications::Branch) as usize,
                    requested: sum(MunicipalYear::Requested),
                    agreed: sum(MunicipalYear::Agreed),
                    settled: sum(MunicipalYear::Settled) - outside,
                    idle: sum(MunicipalYear::IdlePlaces),
                }
            }));
            Ok(())
        })?;
        Ok(outcomes)
    }

    /// The places that cost least, and the request that gives them.
    fn cheapest(&self, need: &[Outcome]) -> Sheet {
        let needs: Vec<f64> = need.iter().map(|it| it.settled).collect();
        let places = places_for_needs(&needs, self.costs);
        let total = |of: fn(&Outcome) -> f64| need.iter().map(of).sum::<f64>();
        let share_agreed = total(|it| it.agreed) / total(|it| it.requested);
        let columns = [
            ("service_level", Shape::Percent),
            ("places", Shape::Whole),
            ("share_agreed", Shape::Percent),
            ("request", Shape::Whole),
            ("expected_shortage", Shape::Whole),
            ("expected_idle", Shape::Whole),
            ("expected_cost", Shape::Whole),
        ];
        let mut sheet = Sheet::new("plan_cheapest", &columns);
        // Places that are agreed to are there; that not all are used is the cost of idle ones.
        let request = (share_agreed > 0.0).then(|| request_for(places.places, share_agreed, 1.0));
        sheet.push(vec![
            Cell::Number(self.costs.service_level()),
            Cell::Number(places.places),
            Cell::of(Some(share_agreed)),
            Cell::of(request),
            Cell::Number(places.expected_shortage),
            Cell::Number(places.expected_idle),
            Cell::Number(places.expected_cost),
        ]);
        sheet
    }

    /// What each request costs in each branch, and how much it may be regretted.
    fn regrets(
        &self,
        choices: &[f64],
        outcomes: &[Vec<Outcome>],
        need: &[Outcome],
        branches: &[(String, f64)],
    ) -> Sheet {
        let present: Vec<usize> =
            (0..branches.len()).filter(|at| need.iter().any(|it| it.branch == *at)).collect();
        let cost = |it: &Outcome, need: &Outcome| {
            self.costs.short * (need.settled - it.settled).max(0.0) + self.costs.idle * it.idle
        };
        let costs_of = |of_choice: &Vec<Outcome>| -> Vec<f64> {
            let in_branch = |branch: &usize| {
                let pairs = of_choice.iter().zip(need).filter(|(it, _)| it.branch == *branch);
                let costs: Vec<f64> = pairs.map(|(it, need)| cost(it, need)).collect();
                costs.iter().sum::<f64>() / costs.len() as f64
            };
            present.iter().map(in_branch).collect()
        };
        let regrets = Regrets::new(outcomes.iter().map(costs_of).collect());
        let weights: Vec<f64> = present.iter().map(|at| branches[*at].1).collect();
        let total: f64 = weights.iter().sum();
        let weights: Vec<f64> = weights.iter().map(|it| it / total).collect();
        let expected = regrets.expected_costs(&weights);
        let (minimax, cheapest) = (regrets.minimax(), regrets.cheapest(&weights));
        let columns = [
            ("request", Shape::Whole),
            ("expected_cost", Shape::Whole),
            ("cost_worst_tenth", Shape::Whole),
            ("largest_regret", Shape::Whole),
            ("worst_branch", Shape::Text),
            ("note", Shape::Text),
        ];
        let mut sheet = Sheet::new("plan_regret", &columns);
        for (at, largest) in regrets.largest().into_iter().enumerate() {
            let all: Vec<f64> =
                outcomes[at].iter().zip(need).map(|(it, need)| cost(it, need)).collect();
            let worst = (0..present.len())
                .max_by(|one, two| regrets.regrets[at][*one].total_cmp(&regrets.regrets[at][*two]));
            sheet.push(vec![
                Cell::Number(choices[at]),
                Cell::Number(expected[at]),
                Cell::Number(decide::cvar(&all, 0.9)),
                Cell::Number(largest),
                worst.map_or(Cell::Nothing, |it| Cell::text(&branches[present[it]].0)),
                match (at == minimax.index, at == cheapest.index) {
                    (true, true) => Cell::Word("least_regret_and_cost"),
                    (true, false) => Cell::Word("least_regret"),
                    (false, true) => Cell::Word("least_cost"),
                    (false, false) => Cell::Nothing,
                },
            ]);
        }
        sheet
    }

    /// A request now and a revision at mid-year, when the branch is known.
    fn stages(&self, need: &[Outcome], branches: &[(String, f64)]) -> Sheet {
        let known: Vec<(&str, decide::Branch)> = branches
            .iter()
            .enumerate()
            .filter_map(|(at, (name, weight))| {
                let in_branch = need.iter().filter(|it| it.branch == at);
                let needs: Vec<f64> = in_branch.map(|it| it.settled).collect();
                let branch = decide::Branch { probability: *weight, needs };
                (!branch.needs.is_empty()).then_some((name.as_str(), branch))
            })
            .collect();
        let total: f64 = known.iter().map(|(_, it)| it.probability).sum();
        let laws: Vec<decide::Branch> = known
            .iter()
            .map(|(_, it)| decide::Branch { probability: it.probability / total, ..it.clone() })
            .collect();
        let plan = plan_two_stages(&laws, self.costs, self.revision, STEP);
        let columns = [
            ("branch", Shape::Text),
            ("places_at_once", Shape::Whole),
            ("places_added", Shape::Whole),
            ("without_revision", Shape::Whole),
            ("expected_cost", Shape::Whole),
            ("recourse_value", Shape::Whole),
        ];
        let mut sheet = Sheet::new("plan_stages", &columns);
        for ((name, _), added) in known.iter().zip(&plan.added) {
            sheet.push(vec![
                Cell::text(name),
                Cell::Number(plan.places),
                Cell::Number(*added),
                Cell::Number(plan.places_without_revision),
                Cell::Number(plan.expected_cost),
                Cell::Number(plan.recourse_value),
            ]);
        }
        sheet
    }
}
