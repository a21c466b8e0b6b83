//! `Reality`: the numbers of a scenario as they are in one replication, in the form the daily loop reads.
//!
//! Made once a replication from the scenario and the drawn parameters: tables of whole days, thresholds for
//! random words, expected arrivals by month. After this, nothing in the loop looks at a law or a logarithm.

mod arrivals;
mod as_of;
mod central;
mod days;
mod family;
mod life;
mod moves;
mod multiples;
mod newcomer;
mod rates;
mod returns;

pub use arrivals::range_quantile;
pub use as_of::{AsOf, Belief};
pub use central::{plan_central_arrivals, plan_mean_arrivals};
pub use days::plan_days;
pub use family::ReunificationReality;
pub use life::{Fate, LifeTable};
pub use moves::{Destinations, MoveShares};
pub use multiples::Multiples;
pub use newcomer::NewcomerOdds;
pub use rates::{MemberRights, Rates, RightsByAge};
pub use returns::Returns;

use crate::chance::{Chance, Process, text_key};
use crate::law::{QuantileTable, standard_normal_quantile};
use crate::scenario::number::{Drawn, Number};
use crate::scenario::{Group, Regimes, Route, Scenario};

/// A probability as a threshold for 32 random bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Odds(u64);

impl Odds {
    /// From a probability; what lies outside 0 to 1 is cut off.
    pub fn new(probability: f64) -> Self {
        Self((probability.clamp(0.0, 1.0) * (1_u64 << 32) as f64).round() as u64)
    }

    /// Whether the upper half of a random word says yes.
    #[inline]
    pub fn hit(self, word: u64) -> bool {
        (word >> 32) < self.0
    }
}

/// What one replication's world is like.
#[derive(Clone, Debug, Default)]
pub struct Reality {
    /// By group, in the scenario's order.
    pub groups: Vec<GroupReality>,
    /// The drawn parameters, for numbers that are read once.
    pub drawn: Drawn,
    /// Days until year 1 of the integration grant is paid.
    pub year_1_days: QuantileTable,
    /// Days until one-offs are paid.
    pub one_off_days: QuantileTable,
    /// Days until training grants are paid.
    pub training_days: QuantileTable,
    /// Odds of what a settlement sets off.
    pub newcomers: NewcomerOdds,
    /// Days from a request to a municipality's decision.
    pub decision_days: QuantileTable,
    /// Standard deviations over the expected residents for which beds are wanted.
    pub bed_margin: f64,
    /// Rates and limits by year of the horizon.
    pub rates: Vec<Rates>,
    /// What settlement gives a right to by age, by year of the horizon.
    pub member_rights: Vec<MemberRights>,
    /// What becomes of the rest of the year's grant on a move, by month of the horizon.
    pub move_splits: Vec<MoveShares>,
    /// Where a household moves to.
    pub destinations: Destinations,
    /// Whose hazard of a move or of emigration is smaller than the largest.
    pub multiples: Multiples,
}

/// What one group is like in a replication.
#[derive(Clone, Debug, Default)]
pub struct GroupReality {
    /// Names the group's streams.
    pub name: u64,
    /// Expected persons by month of the horizon, noise not included.
    pub expected_persons: Vec<f64>,
    /// What is known of its arrivals on the as-of day.
    pub as_of: AsOf,
    /// Shares of the kinds of household, adding up to one.
    pub kind_shares: Vec<f64>,
    /// Mean number of persons in a household.
    pub persons_per_household: f64,
    /// Position in `cases` for each month of the horizon.
    pub case_of_month: Vec<u8>,
    /// Decisions by period.
    pub cases: Vec<CaseReality>,
    /// Lives privately while waiting.
    pub is_private: Odds,
    /// Comes straight to a municipality and needs neither reception nor private stay.
    pub is_direct: bool,
    /// Needs medical treatment that cannot wait.
    pub is_medical: Odds,
    /// Settles on its own, and that or finds a home in agreement with a municipality.
    pub finds_home: [Odds; 2],
    /// Days from arrival until it would withdraw; empty if nobody does.
    pub withdrawal_days: Option<QuantileTable>,
    /// Days from refusal until the country is left.
    pub return_days: QuantileTable,
    /// Days from permit until a municipality can be looked for.
    pub matching_days: QuantileTable,
    /// Days from agreement to the move.
    pub offer_days: QuantileTable,
    /// Days from permit to a move on its own.
    pub self_settlement_days: QuantileTable,
    /// What happens after settlement.
    pub life: LifeTable,
    /// Return by date on top of that, if anybody returns by date.
    pub returns: Option<Returns>,
    /// Extra-Poisson variance of a month's count.
    pub dispersion: f64,
    /// Standard deviation of the monthly innovation of log intensity.
    pub drift_sd: f64,
    /// How much of the drift lasts to the next month.
    pub persistence: f64,
    /// Degrees of freedom of the innovation's tails, if they are heavy.
    pub tails: Option<f64>,
    /// Sudden changes of intensity.
    pub regimes: Option<Regimes>,
    /// Family that follows.
    pub reunification: Option<ReunificationReality>,
}

/// Decisions in cases of one period.
#[derive(Clone, Debug, Default)]
pub struct CaseReality {
    /// A permit.
    pub is_granted: Odds,
    /// Days from arrival to decision.
    pub days: QuantileTable,
}

impl GroupReality {
    /// How many families follow a household of `size`, from a random word.
    #[inline]
    pub fn n_families(&self, size: u8, word: u64) -> u64 {
        self.reunification.as_ref().map_or(0, |it| it.n_families(size, word))
    }
}

impl Reality {
    /// The reality of the replications that share `draw`.
    pub fn new(scenario: &Scenario, seed: u64, draw: u64) -> Self {
        Self::of(scenario, draw_parameters(scenario, &Chance::new(seed, draw)))
    }

    /// The reality in which parameters, branch and places in ranges are these.
    pub fn of(scenario: &Scenario, drawn: Drawn) -> Self {
        let multiples = Multiples::new(scenario, &drawn);
        let plan = |it: usize| plan_group(it, scenario, &multiples, &drawn);
        let mut groups: Vec<GroupReality> = (0..scenario.world.groups.len()).map(plan).collect();
        for (position, group) in scenario.world.groups.iter().enumerate() {
            let family = group.reunification.as_ref();
            groups[position].reunification =
                family.map(|family| ReunificationReality::new(family, &groups, &drawn));
        }
        let grants = &scenario.world.grants;
        let rates: Vec<Rates> =
            scenario.rates.iter().map(|year| Rates::new(year, &drawn)).collect();
        Self {
            groups,
            year_1_days: plan_days(&grants.year_1_days, &drawn),
            one_off_days: plan_days(&grants.one_off_days, &drawn),
            training_days: plan_days(&grants.training_days, &drawn),
            newcomers: NewcomerOdds::new(grants, &drawn),
            decision_days: plan_days(&scenario.world.municipalities.decision_days, &drawn),
            bed_margin: plan_bed_margin(scenario.policy.reception.target_quantile.of(&drawn)),
            member_rights: rates.iter().map(MemberRights::new).collect(),
            move_splits: moves::plan_move_splits(scenario.run.horizon, grants, &rates),
            destinations: Destinations::new(&scenario.world.moves, &drawn),
            multiples,
            rates,
            drawn,
        }
    }

    /// The value of a number in this replication.
    #[inline]
    pub fn value(&self, number: Number) -> f64 {
        number.of(&self.drawn)
    }
}

/// The branch and every uncertain parameter, each from a stream of its own name.
fn draw_parameters(scenario: &Scenario, chance: &Chance) -> Drawn {
    let draw_of = |name: &str| chance.stream(Process::Parameter, text_key(name)).uniform();
    let mut left = draw_of("branch");
    let last = scenario.world.branches.len() - 1;
    let branch = scenario.world.branches[..last]
        .iter()
        .position(|branch| {
            left -= branch.weight;
            left < 0.0
        })
        .unwrap_or(last);
    let values = scenario
        .parameters
        .iter()
        .map(|parameter| match &parameter.law {
            Some(law) => law.quantile(draw_of(&parameter.key)),
            None => parameter.central,
        })
        .collect();
    let range_positions = scenario
        .world
        .groups
        .iter()
        .map(|group| draw_of(&format!("position in the ranges of {}", group.id)))
        .collect();
    Drawn { values, branch, range_positions }
}

fn plan_group(
    position: usize,
    scenario: &Scenario,
    multiples: &Multiples,
    drawn: &Drawn,
) -> GroupReality {
    let group = &scenario.world.groups[position];
    let branch = drawn.branch;
    let at = arrivals::InRange { branch, position: drawn.range_positions[position] };
    let horizon = scenario.run.horizon;
    let kinds = &group.households.kinds;
    let total: f64 = kinds.iter().map(|kind| kind.share.of(drawn)).sum();
    let kind_shares: Vec<f64> = kinds.iter().map(|kind| kind.share.of(drawn) / total).collect();
    let persons_per_household =
        kinds.iter().zip(&kind_shares).map(|(kind, share)| f64::from(kind.size()) * share).sum();
    let drift = as_of::Drift {
        dispersion: group.arrivals.dispersion.of(drawn),
        sd: group.arrivals.drift_sd.of(drawn),
        persistence: group.arrivals.persistence.of(drawn),
    };
    let path = arrivals::Path::new(&group.arrivals, at, drawn);
    let started = |month| group.cases.partition_point(|it| it.from <= month).saturating_sub(1);
    GroupReality {
        name: text_key(&group.id),
        expected_persons: arrivals::plan_expected_persons(&group.arrivals, horizon, at, drawn),
        as_of: as_of::plan_as_of(&group.arrivals, &path, horizon, drift),
        kind_shares,
        persons_per_household,
        case_of_month: horizon.months().map(|month| started(month) as u8).collect(),
        cases: group
            .cases
            .iter()
            .map(|it| CaseReality {
                is_granted: Odds::new(it.granted_share.of(drawn)),
                days: plan_days(&it.days, drawn),
            })
            .collect(),
        is_private: Odds::new(group.private_share.of(drawn)),
        is_direct: group.route != Route::Reception,
        is_medical: Odds::new(group.medical_share.of(drawn)),
        finds_home: plan_own_homes(group, drawn),
        withdrawal_days: days::plan_withdrawal(group.withdrawal_per_month.of(drawn)),
        return_days: plan_days(&group.return_days, drawn),
        matching_days: plan_days(&group.matching_days, drawn),
        offer_days: plan_days(&group.offer_days, drawn),
        self_settlement_days: plan_days(&group.self_settlement_days, drawn),
        life: LifeTable::new(&scenario.world.moves, &group.emigration_per_year, multiples, drawn),
        returns: Returns::new(&group.returns, horizon, drawn),
        dispersion: drift.dispersion,
        drift_sd: drift.sd,
        persistence: drift.persistence,
        tails: group.arrivals.tails,
        regimes: group.arrivals.regimes.clone(),
        reunification: None,
    }
}

/// Who finds a home outside agreement, and outside or inside it: a single word decides both.
fn plan_own_homes(group: &Group, drawn: &Drawn) -> [Odds; 2] {
    let outside = group.self_settled_share.of(drawn);
    [Odds::new(outside), Odds::new(outside + group.agreed_self_settled_share.of(drawn))]
}

/// The quantile of a normal law; a half is exactly nothing. None in a thousand is as far as it goes.
fn plan_bed_margin(quantile: f64) -> f64 {
    if quantile == 0.5 { 0.0 } else { standard_normal_quantile(quantile.clamp(0.001, 0.999)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_hit_as_often_as_they_say() {
        assert!(!Odds::new(0.0).hit(0));
        assert!(Odds::new(1.0).hit(u64::MAX));
        assert!(Odds::new(0.5).hit((1 << 63) - 1));
        assert!(!Odds::new(0.5).hit(1 << 63));
    }
}
