//! Forward liability: what one more person settled on the first day of the run is expected to cost (methods 5.6).
//!
//! Expected values, with the law and the hazards of the replication; rounded to whole kroner once, at the end.

use super::Watch;
use crate::calendar::{GrantYear, Month};
use crate::elementary::{exp, ln};
use crate::model::World;
use crate::model::grants::{Category, Living, category_of, is_disability_2_year};
use crate::results::columns::ForwardLiability;
use crate::scenario::{HouseholdKind, Post, Training, limits, months_after_new_year};
use crate::units::Kroner;

const DAYS_A_YEAR: f64 = 365.25;

/// Expected kroner by grant year.
type ByYear = [f64; GrantYear::N];

impl Watch<'_> {
    /// Writes what one more person of each group costs each post, if the law of all five years is known.
    pub(super) fn watch_forward_liability(&mut self, world: World<'_>) {
        if world.reality.rates.len() < GrantYear::N {
            return;
        }
        let discount = world.reality.value(world.scenario.world.grants.discount_per_year);
        let outlook = Outlook::new(world);
        for group in 0..world.scenario.world.groups.len() {
            let expected = expect_grants(world, &outlook, group);
            for post in &Post::ALL[..Post::N_MUNICIPAL] {
                let by_year = expected[post.index()];
                let discounted =
                    by_year.iter().rev().fold(0.0, |later, year| year + later / (1.0 + discount));
                let row = self.observation.layout().forward_liability(group, post.index());
                for (column, kroner) in [
                    (ForwardLiability::Liability, by_year.iter().sum::<f64>()),
                    (ForwardLiability::Discounted, discounted),
                ] {
                    self.observation.set(row, column, kroner.round() as i64);
                }
            }
        }
    }
}

/// Expected grants to one more person of a group who settles on the first day of the run, by post and grant year:
/// the law of the person, the chances of the model, and no family that follows (assumption A151).
fn expect_grants(world: World<'_>, outlook: &Outlook, group: usize) -> [ByYear; Post::N_MUNICIPAL] {
    let mut expected = [ByYear::default(); Post::N_MUNICIPAL];
    let reality = &world.reality.groups[group];
    let kinds = &world.scenario.world.groups[group].households.kinds;
    for (kind, share) in kinds.iter().zip(&reality.kind_shares) {
        let weight = share / reality.persons_per_household;
        let survival = Survival::new(world, outlook, group, kind.size());
        add_persons(&mut expected, world, (group, kind), outlook, weight, &survival);
        let persons = weight * f64::from(kind.size());
        add_chances(&mut expected, world, outlook, persons, &survival);
    }
    expected
}

/// Adds what the members of a kind of household have a right to by their ages.
fn add_persons(
    expected: &mut [ByYear; Post::N_MUNICIPAL],
    world: World<'_>,
    (group, kind): (usize, &HouseholdKind),
    outlook: &Outlook,
    weight: f64,
    survival: &Survival,
) {
    let definition = &world.scenario.world.groups[group];
    let rates = &world.reality.rates;
    let behaviour = &world.scenario.world.grants;
    let first = outlook.first_month;
    let [grant, care, training] = expected;
    for (youngest, n_ages) in kind.ages() {
        for age in youngest..youngest + n_ages {
            let weight = weight / f64::from(n_ages);
            let category = category_of(age, Living::of(definition, kind.size()));
            let once = rates[0].year_1[category as usize] + rates[0].one_offs(age);
            grant[0] += weight * once.0 as f64;
            for (year, rates) in rates.iter().enumerate().take(GrantYear::N) {
                let calendar = first.year().plus(year as i32);
                let later = rates.later(first.year(), calendar, false);
                let present = survival.at_new_year[year];
                grant[year] += weight * present * later.map_or(0.0, |it| it.0 as f64);
                let each = rates.care(age + year as u8).filter(|_| definition.is_unaccompanied);
                let months = survival.months[year] / 12.0;
                care[year] += weight * months * each.map_or(0.0, |it| it.0 as f64);
            }
            let Some(kind_of_training) = definition.training else { continue };
            if (limits::TRAINING_FIRST_AGE..=limits::TRAINING_LAST_AGE).contains(&age) {
                let takes_part = weight * world.reality.value(behaviour.training_share);
                training[0] +=
                    takes_part * rates[0].training_from(kind_of_training, first, 1).0 as f64;
                let n_years = match kind_of_training {
                    Training::CollectiveProtection => {
                        let rest = rates[1].training_months(months_after_new_year(first));
                        training[1] += takes_part * rest.0 as f64;
                        1
                    }
                    Training::Ordinary => usize::from(behaviour.ordinary_training_years),
                };
                for (year, rates) in
                    rates.iter().enumerate().take(n_years.min(GrantYear::N)).skip(1)
                {
                    training[year] += takes_part * rates.training(kind_of_training).0 as f64;
                }
            }
        }
    }
}

/// Adds what anybody may come to cost: a child born soon after, and the disability grants.
fn add_chances(
    expected: &mut [ByYear; Post::N_MUNICIPAL],
    world: World<'_>,
    outlook: &Outlook,
    weight: f64,
    survival: &Survival,
) {
    let rates = &world.reality.rates;
    let behaviour = &world.scenario.world.grants;
    let value = |number| world.reality.value(number);
    let first = outlook.first_month.year();
    let grant = &mut expected[Post::IntegrationGrant.index()];
    let newborn = weight * value(behaviour.newborns_per_settled);
    let once = rates[0].year_1[Category::Child as usize] + rates[0].kindergarten;
    grant[0] += newborn * once.0 as f64;
    grant[0] += weight * value(behaviour.disability_1_share) * rates[0].disability_1.0 as f64;
    let special = value(behaviour.special_accommodation_share);
    let in_need = weight * value(behaviour.disability_2_share);
    for (year, of_year) in rates.iter().enumerate().take(GrantYear::N) {
        let calendar = first.plus(year as i32);
        // A newborn stays for all five years (assumption A66).
        let later = of_year.later(first, calendar, false);
        grant[year] += newborn * later.map_or(0.0, |it| it.0 as f64);
        let runs: f64 = [(false, 1.0 - special), (true, special)]
            .into_iter()
            .filter(|(is_special, _)| {
                is_disability_2_year(first, calendar, rates[0].disability_2_years(*is_special))
            })
            .map(|(_, share)| share)
            .sum();
        if in_need * runs > 0.0 {
            grant[year] += in_need * runs * survival.at_new_year[year] * outlook.mean_grant_2[year];
        }
    }
}

/// Mean of disability grant 2 of a year over the expenses behind it.
fn mean_grant_2(world: World<'_>, year: usize) -> f64 {
    const N: u64 = 256;
    let behaviour = &world.scenario.world.grants;
    let mean = world.reality.value(behaviour.disability_2_expense);
    let rates = &world.reality.rates[year];
    let grant = |step: u64| {
        let word = (2 * step + 1) * (u64::MAX / (2 * N));
        let expense = (behaviour.disability_2_shape.value(word) * mean).round() as i64;
        rates.disability_2(Kroner(expense)).0 as f64
    };
    (0..N).map(grant).sum::<f64>() / N as f64
}

/// How likely a member of a household is still there, when it settles on the first day of the run.
struct Survival {
    /// On 1 January of each year of the run; of its first, on the day of settlement.
    at_new_year: [f64; GrantYear::N],
    /// Expected months of each year of the run at whose end it is there.
    months: [f64; GrantYear::N],
}

impl Survival {
    fn new(world: World<'_>, outlook: &Outlook, group: usize, size: u8) -> Self {
        let hazard = |share: f64| -ln(1.0 - share.min(0.999_999));
        let of_group = &world.scenario.world.groups[group].emigration_per_year;
        // The last year's hazard goes on.
        let emigration = of_group.map(|it| hazard(world.reality.value(it)));
        let returns = world.reality.groups[group].returns.as_ref();
        let deaths = world.reality.value(world.scenario.world.moves.deaths_per_year);
        // Of one's own: a death in the household takes one member (assumption A21).
        let death = hazard(deaths) / f64::from(size);
        let at = |day: i32| {
            let years = f64::from(day.max(0)) / DAYS_A_YEAR;
            let emigration: f64 = (0..GrantYear::N)
                .map(|year| {
                    let is_last = year + 1 == GrantYear::N;
                    let most = if is_last { f64::INFINITY } else { 1.0 };
                    emigration[year] * (years - year as f64).clamp(0.0, most)
                })
                .sum();
            let returns = returns.map_or(0.0, |it| it.passed_by(day.max(0)) - it.passed_by(0));
            exp(-emigration - returns - death * years)
        };
        Self {
            at_new_year: outlook.new_years.map(at),
            months: std::array::from_fn(|year| {
                let month_ends = outlook.month_ends[year].into_iter();
                month_ends.filter(|it| *it >= 0).map(at).sum()
            }),
        }
    }
}

/// What is the same for every group: days, counted from the start of the run and negative before it, and means.
struct Outlook {
    first_month: Month,
    /// Mean of disability grant 2 over the expenses behind it, by year.
    mean_grant_2: [f64; GrantYear::N],
    /// 1 January of each year.
    new_years: [i32; GrantYear::N],
    /// The last day of each month, by year.
    month_ends: [[i32; 12]; GrantYear::N],
}

impl Outlook {
    fn new(world: World<'_>) -> Self {
        let start = world.scenario.run.horizon.start;
        let year = |index: usize| start.year().plus(index as i32);
        let month = |index: usize, month: usize| year(index).first_month().plus(month as i32);
        Self {
            first_month: start.month(),
            mean_grant_2: std::array::from_fn(|it| mean_grant_2(world, it)),
            new_years: std::array::from_fn(|it| year(it).first_day().since(start)),
            month_ends: std::array::from_fn(|it| {
                std::array::from_fn(|number| month(it, number).last_day().since(start))
            }),
        }
    }
}
