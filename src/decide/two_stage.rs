//! A request now and a revision at mid-year, when more is known (methods 6.2).

use super::UnitCosts;
use super::newsvendor::Needs;

/// What may be known at mid-year, and what the year's need may be then.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The probability of the branch.
    pub probability: f64,
    /// Equally likely needs of the whole year.
    pub needs: Vec<f64>,
}

/// What a place costs that is asked for at mid-year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Revision {
    /// What it costs more than one asked for at once.
    pub extra_cost: f64,
    /// The share of a place that it is worth this year, since it comes later.
    pub share_in_time: f64,
}

/// The cheapest request and revisions, and what being able to revise is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoStagePlan {
    /// The places to have from the start.
    pub places: f64,
    /// The places to add at mid-year, by branch.
    pub added: Vec<f64>,
    /// The expected cost.
    pub expected_cost: f64,
    /// The cheapest number of places if it could not be revised.
    pub places_without_revision: f64,
    /// How much less the plan costs than the cheapest without revision.
    pub recourse_value: f64,
}

/// Tries every number of places in steps of `step`, now and at mid-year, up to the largest need.
///
/// Places are never given back: a municipality that has prepared keeps the cost.
///
/// # Panics
/// If there is no branch, a branch has no needs, or the step or the share in time is not positive.
pub fn plan_two_stages(
    branches: &[Branch],
    costs: UnitCosts,
    revision: Revision,
    step: f64,
) -> TwoStagePlan {
    assert!(step > 0.0 && revision.share_in_time > 0.0, "step and share must be positive");
    let laws: Vec<Needs> = branches.iter().map(|branch| Needs::new(&branch.needs)).collect();
    let largest = laws.iter().filter_map(|law| law.sorted.last()).copied().fold(0.0, f64::max);
    let n_steps = (largest / step).ceil() as usize;
    let cost_in = |law: &Needs, places: f64, added: f64| {
        law.at(places + added * revision.share_in_time, costs).expected_cost
            + revision.extra_cost * added
    };
    let cheapest_addition = |law: &Needs, places: f64| {
        let most = ((largest - places) / revision.share_in_time / step).ceil().max(0.0) as usize;
        let additions = (0..=most).map(|n| n as f64 * step);
        cheapest(additions.map(|added| (added, cost_in(law, places, added))))
    };
    let expected = |cost: &dyn Fn(&Needs) -> f64| -> f64 {
        branches.iter().zip(&laws).map(|(branch, law)| branch.probability * cost(law)).sum()
    };
    let requests = || (0..=n_steps).map(|n| n as f64 * step);
    let revised = |places| expected(&|law| cheapest_addition(law, places).1);
    let fixed = |places| expected(&|law| cost_in(law, places, 0.0));
    let (places, expected_cost) = cheapest(requests().map(|places| (places, revised(places))));
    let (places_without_revision, cost_without) =
        cheapest(requests().map(|places| (places, fixed(places))));
    TwoStagePlan {
        places,
        added: laws.iter().map(|law| cheapest_addition(law, places).0).collect(),
        expected_cost,
        places_without_revision,
        recourse_value: cost_without - expected_cost,
    }
}

/// The first of the pairs of number and cost with the smallest cost.
fn cheapest(pairs: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let smaller = |best: (f64, f64), it: (f64, f64)| if it.1 < best.1 { it } else { best };
    pairs.reduce(smaller).expect("zero is always tried")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branches() -> Vec<Branch> {
        let branch = |probability, need| Branch { probability, needs: vec![need] };
        vec![branch(0.5, 20_000.0), branch(0.5, 40_000.0)]
    }

    #[test]
    fn a_revision_that_is_free_and_in_time_waits_for_the_news() {
        let costs = UnitCosts { short: 3.0, idle: 1.0 };
        let revision = Revision { extra_cost: 0.0, share_in_time: 1.0 };
        let plan = plan_two_stages(&branches(), costs, revision, 500.0);
        // Without it 40,000 is cheapest, and half the time 20,000 places are idle.
        assert_eq!((plan.expected_cost, plan.recourse_value), (0.0, 10_000.0));
        assert_eq!(plan.places_without_revision, 40_000.0);
        assert!(plan.places <= 20_000.0);
        assert_eq!(plan.places + plan.added[1], 40_000.0);
    }

    #[test]
    fn a_dear_revision_is_worth_what_it_saves() {
        // 20,000 places now: 20,000 more half the time at 0.8 each cost 8,000 against 10,000 for having
        // them idle half the time.
        let costs = UnitCosts { short: 3.0, idle: 1.0 };
        let revision = Revision { extra_cost: 0.8, share_in_time: 1.0 };
        let plan = plan_two_stages(&branches(), costs, revision, 500.0);
        assert_eq!((plan.places, plan.added.as_slice()), (20_000.0, [0.0, 20_000.0].as_slice()));
        assert!((plan.expected_cost - 8_000.0).abs() < 1e-6, "{plan:?}");
        assert!((plan.recourse_value - 2_000.0).abs() < 1e-6, "{plan:?}");
    }

    #[test]
    fn a_revision_that_costs_more_than_idle_places_is_not_used() {
        let costs = UnitCosts { short: 3.0, idle: 1.0 };
        for revision in [
            Revision { extra_cost: 1.1, share_in_time: 1.0 },
            Revision { extra_cost: 0.6, share_in_time: 0.5 },
        ] {
            let plan = plan_two_stages(&branches(), costs, revision, 500.0);
            assert_eq!((plan.places, plan.recourse_value), (40_000.0, 0.0), "{revision:?}");
            assert_eq!(plan.added, [0.0, 0.0]);
        }
    }
}
