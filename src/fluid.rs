//! Expected values without a single history: arrivals and what becomes of cases, up to the permit.
//!
//! Exact as far as nobody waits for anybody else: from arrival to permit, refusal, withdrawal or return. Settlement and
//! all that follows from it wait for places in municipalities, and where a queue can form a deterministic
//! answer is wrong - it shows no queue where chance leaves one (methods 2.6) - so it is not given, but by
//! [`settlement`] for a country that has places for all, against which the model is tested. Parameters
//! are at their central values and published ranges are averaged; the mean over the laws of parameters differs
//! a little where something is not linear in them. Regimes of arrivals have the mean of their chain.

pub mod settlement;

use crate::calendar::Horizon;
use crate::law::QuantileTable;
use crate::model::reality::{GroupReality, Reality, plan_mean_arrivals};
use crate::scenario::{Group, Regimes, Route, Scenario};

/// What is expected of a group, by month of the horizon, in persons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// Who arrive.
    pub arrived: Vec<f64>,
    /// Who get a permit.
    pub permits: Vec<f64>,
    /// Who are refused.
    pub refused: Vec<f64>,
    /// Who have no decision at month end.
    pub pending: Vec<f64>,
}

/// The expected values of every group; none of a group that follows the settled, who wait for places.
pub fn expect(scenario: &Scenario) -> Vec<Option<Expected>> {
    let central = Reality::central(scenario);
    let groups = scenario.world.groups.iter().zip(&central.groups).enumerate();
    let expected = groups.map(|(position, (group, reality))| match group.route {
        Route::Family => None,
        Route::Direct => {
            let arrived = expect_arrivals(scenario, group, reality);
            let none = vec![0.0; arrived.len()];
            let permits = arrived.clone();
            Some(Expected { arrived, permits, refused: none.clone(), pending: none })
        }
        Route::Reception => {
            let by_day = expect_cases_by_day(scenario, position, reality);
            Some(by_day.by_month(&days_of_months(scenario.run.horizon)))
        }
    });
    expected.collect()
}

/// What of a scenario [`expect`] leaves out, each by its key and with what that does to the numbers.
pub fn list_ignored(scenario: &Scenario) -> Vec<(String, Ignored)> {
    let central = Reality::central(scenario);
    let groups = scenario.world.groups.iter().zip(&central.groups);
    let drifted = groups.filter(|(group, reality)| {
        group.route != Route::Family
            && reality.as_of.first_free.is_some()
            && reality.as_of.drift.mean != 0.0
    });
    let mut ignored: Vec<_> = drifted
        .map(|(group, reality)| {
            let key = format!("world.groups.{}.arrivals.observed", group.id);
            (key, Ignored::LearntDrift { factor: reality.as_of.drift.mean.exp() })
        })
        .collect();
    if scenario.world.decisions_per_month.is_some() {
        ignored.push(("world.decisions_per_month".to_owned(), Ignored::LimitedDecisions));
    }
    ignored
}

/// Something that [`expect`] knows nothing of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ignored {
    /// How far the months that were observed lay from what was expected of them, which simulated months go on from.
    LearntDrift {
        /// What the intensity stood at on the as-of day, as a multiple of the path.
        factor: f64,
    },
    /// That only so many cases can be decided in a month, so that the others wait.
    LimitedDecisions,
}

/// Arrivals by month: the mean of the path times the mean of the regimes. Drift and noise have mean one. What the
/// last household of a month brings over its number is taken off the next month's, so that it is left over once.
fn expect_arrivals(scenario: &Scenario, group: &Group, reality: &GroupReality) -> Vec<f64> {
    let mut arrived = plan_mean_arrivals(scenario, group);
    if let Some(regimes) = &group.arrivals.regimes {
        let factors = mean_factors(regimes, arrived.len());
        arrived.iter_mut().zip(factors).for_each(|(persons, factor)| *persons *= factor);
    }
    if let Some(first) = arrived.iter_mut().find(|it| **it > 0.0) {
        *first += mean_overshoot(group, reality);
    }
    arrived
}

/// The mean factor of the chain in each month; it moves once before the first.
fn mean_factors(regimes: &Regimes, n_months: usize) -> Vec<f64> {
    let mut shares = vec![0.0; regimes.factors.len()];
    shares[regimes.initial] = 1.0;
    let mut factors = Vec::with_capacity(n_months);
    for _ in 0..n_months {
        let mut next = vec![0.0; shares.len()];
        for (share, row) in shares.iter().zip(&regimes.transition) {
            next.iter_mut().zip(row).for_each(|(it, probability)| *it += share * probability);
        }
        shares = next;
        factors.push(shares.iter().zip(&regimes.factors).map(|(share, it)| share * it).sum());
    }
    factors
}

/// What becomes of a person so many days after arrival.
struct Course {
    permit: Vec<f64>,
    refusal: Vec<f64>,
    /// Without a decision and still here at the end of the day.
    pending: Vec<f64>,
}

impl Course {
    /// Of cases that take `probability[d]` to be decided after `d` days, against a withdrawal that may come
    /// first: on the same day it does (phase 1 of a day).
    fn new(probability: &[f64], granted: f64, withdrawal: Option<&QuantileTable>) -> Self {
        let stays = |day: usize| match withdrawal {
            // Nobody withdraws on the day of arrival.
            Some(table) if day > 0 => 1.0 - table.share_within(day as u32),
            _ => 1.0,
        };
        let mut undecided = 1.0;
        let mut course = Self { permit: Vec::new(), refusal: Vec::new(), pending: Vec::new() };
        for (day, decided) in probability.iter().enumerate() {
            undecided -= decided;
            course.permit.push(granted * decided * stays(day));
            course.refusal.push((1.0 - granted) * decided * stays(day));
            course.pending.push(undecided.max(0.0) * stays(day));
        }
        course
    }
}

/// The probability of each number of days from 0 to `n_days`.
fn probabilities(table: &QuantileTable, n_days: usize) -> Vec<f64> {
    let mut before = 0.0;
    let share = (0..n_days).map(|day| {
        let within = table.share_within(day as u32);
        let here = within - before;
        before = within;
        here
    });
    share.collect()
}

/// The days that are left to somebody met under way: a uniform part of a duration met in proportion to its
/// length (assumption A61).
fn probabilities_left(table: &QuantileTable, n_days: usize) -> Vec<f64> {
    let under_way = table.under_way();
    let mut left = vec![0.0; n_days];
    let longest = under_way.longest().max(1) as usize;
    let lengths = probabilities(&under_way, longest + 1);
    for (days, probability) in lengths.iter().enumerate().filter(|(_, it)| **it > 0.0) {
        let days = days.max(1);
        left.iter_mut().take(days).for_each(|it| *it += probability / days as f64);
    }
    left
}

/// Arrivals, decisions and stocks of a group whose cases are decided, by day of the horizon.
fn expect_cases_by_day(scenario: &Scenario, position: usize, reality: &GroupReality) -> Expected {
    let group = &scenario.world.groups[position];
    let horizon = scenario.run.horizon;
    let n_days = horizon.n_days();
    let arrived = expect_arrivals(scenario, group, reality);
    let mut by_day = Expected {
        arrived: vec![0.0; n_days],
        permits: vec![0.0; n_days],
        refused: vec![0.0; n_days],
        pending: vec![0.0; n_days],
    };
    let not_returned = plan_not_returned(reality, n_days);
    let courses: Vec<Course> = plan_decisions(group, reality, n_days)
        .iter()
        .map(|(granted, decided)| Course::new(decided, *granted, reality.withdrawal_days.as_ref()))
        .collect();
    for (month_index, (first, last)) in days_of_months(horizon).into_iter().enumerate() {
        let case = usize::from(reality.case_of_month[month_index]);
        let a_day = arrived[month_index] / (last - first + 1) as f64;
        for day in first..=last {
            by_day.arrived[day] += a_day;
            by_day.add(day, a_day / not_returned[day], &courses[case], &not_returned);
        }
    }
    let pending = scenario.world.opening.waiting[position].pending.central().round();
    if pending > 0.0 && !reality.cases.is_empty() {
        let opening = pending + mean_overshoot(group, reality);
        by_day.add(0, opening, courses.last().expect("that of the first morning"), &not_returned);
    }
    by_day
}

/// First and last day of each month of the horizon, counted from its start.
fn days_of_months(horizon: Horizon) -> Vec<(usize, usize)> {
    let days = horizon.months().filter_map(|month| horizon.days_of(month));
    days.map(|(first, last)| {
        (first.since(horizon.start) as usize, last.since(horizon.start) as usize)
    })
    .collect()
}

/// The share that has not returned by date, by the evening of each day since the first.
fn plan_not_returned(reality: &GroupReality, n_days: usize) -> Vec<f64> {
    let passed = |day| reality.returns.as_ref().map_or(0.0, |it| it.passed_by(day));
    (0..n_days as i32).map(|day| (-passed(day)).exp()).collect()
}

/// The share granted and the probability of each number of days to a decision: of the cases of each period, and last
/// of those under way on the first morning.
fn plan_decisions(group: &Group, reality: &GroupReality, n_days: usize) -> Vec<(f64, Vec<f64>)> {
    let granted = |case: usize| group.cases[case].granted_share.central();
    let cases = reality.cases.iter().enumerate();
    let mut all: Vec<(f64, Vec<f64>)> =
        cases.map(|(case, it)| (granted(case), probabilities(&it.days, n_days))).collect();
    if let Some(first) = reality.cases.first() {
        all.push((granted(0), probabilities_left(&first.days, n_days)));
    }
    all
}

/// Persons that the last household brings over a number filled household by household (renewal theory).
fn mean_overshoot(group: &Group, reality: &GroupReality) -> f64 {
    let sizes = group.households.kinds.iter().map(|it| f64::from(it.size()));
    let pairs: Vec<(f64, f64)> = sizes.zip(reality.kind_shares.iter().copied()).collect();
    let mean: f64 = pairs.iter().map(|(size, share)| size * share).sum();
    pairs.iter().map(|(size, share)| size * (size - 1.0) / 2.0 * share).sum::<f64>() / mean
}

impl Expected {
    /// Persons who begin their course on a day, if so many of them are here by the evening of each as `not_returned` says.
    fn add(&mut self, day: usize, persons: f64, course: &Course, not_returned: &[f64]) {
        let parts = [
            (&mut self.permits, &course.permit),
            (&mut self.refused, &course.refusal),
            (&mut self.pending, &course.pending),
        ];
        for (days, shares) in parts {
            let here = not_returned[day..].iter().zip(shares);
            days[day..]
                .iter_mut()
                .zip(here)
                .for_each(|(it, (here, share))| *it += persons * here * share);
        }
    }

    /// Days added up to months; a stock is that of the last day.
    fn by_month(&self, months: &[(usize, usize)]) -> Self {
        let mut monthly = Self::default();
        for &(first, last) in months {
            let sum = |days: &[f64]| days[first..=last].iter().sum::<f64>();
            monthly.arrived.push(sum(&self.arrived));
            monthly.permits.push(sum(&self.permits));
            monthly.refused.push(sum(&self.refused));
            monthly.pending.push(self.pending[last]);
        }
        monthly
    }
}
