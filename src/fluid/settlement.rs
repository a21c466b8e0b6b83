//! What is expected beyond the permit in a country that has places for all: what the model is tested against.
//!
//! Exact only where every household finds an open place on the day on which it can be matched and no office limits the
//! number of decisions. No command shows it, because nowhere in Norway has that been so.

use super::{
    days_of_months, expect_arrivals, expect_cases_by_day, mean_overshoot, plan_decisions,
    plan_not_returned, probabilities, probabilities_left,
};
use crate::law::QuantileTable;
use crate::model::reality::{GroupReality, Reality};
use crate::scenario::{Group, Route, Scenario};

/// What is expected of a group in such a country, by month of the horizon, in persons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settling {
    /// Have a permit and are not settled, at month end.
    pub waiting: Vec<f64>,
    /// Live in reception at month end.
    pub reception: Vec<f64>,
    /// Live in a private stay at month end.
    pub private: Vec<f64>,
    /// Settle.
    pub settled: Vec<f64>,
}

/// The expected values of every group; none of a group that follows the settled.
pub fn expect_settling(scenario: &Scenario) -> Vec<Option<Settling>> {
    let central = Reality::central(scenario);
    let groups = scenario.world.groups.iter().zip(&central.groups).enumerate();
    let expected = groups.map(|(position, (group, reality))| match group.route {
        Route::Family => None,
        Route::Direct | Route::Reception => Some(of_group(scenario, position, reality)),
    });
    expected.collect()
}

/// What becomes of a person with a permit so many days after the course began.
struct Course {
    /// Has a permit, is not settled and still here, in the evening.
    waiting: Vec<f64>,
    /// Settles on the day.
    settled: Vec<f64>,
}

impl Course {
    /// Of a permit after so many days with this probability, and settlement after so many; a withdrawal may come first:
    /// on the same day it does.
    fn new(permit: &[f64], settled: &[f64], withdrawal: Option<&QuantileTable>) -> Self {
        let stays = |day: usize| match withdrawal {
            Some(table) if day > 0 => 1.0 - table.share_within(day as u32),
            _ => 1.0,
        };
        let mut waits = 0.0;
        let mut course = Self { waiting: Vec::new(), settled: Vec::new() };
        for (day, (permit, settled)) in permit.iter().zip(settled).enumerate() {
            waits += permit - settled;
            course.waiting.push(waits * stays(day));
            course.settled.push(settled * stays(day));
        }
        course
    }
}

/// The probability of each sum of two numbers of days, as far as the first reaches.
fn sum_of(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; one.len()];
    for (days, probability) in one.iter().enumerate().filter(|(_, it)| **it > 0.0) {
        sum[days..].iter_mut().zip(other).for_each(|(it, share)| *it += probability * share);
    }
    sum
}

/// The probability of each number of days from the start of a course to settlement, given that of a permit.
fn plan_settled(permit: &[f64], group: &Group, reality: &GroupReality) -> Vec<f64> {
    let on_its_own = group.self_settled_share.central();
    let table = |it: &QuantileTable| probabilities(it, permit.len());
    let alone = sum_of(permit, &table(&reality.self_settlement_days));
    let matched = sum_of(permit, &table(&reality.matching_days));
    let agreed = sum_of(&matched, &table(&reality.offer_days));
    alone.iter().zip(agreed).map(|(a, b)| on_its_own * a + (1.0 - on_its_own) * b).collect()
}

fn of_group(scenario: &Scenario, position: usize, reality: &GroupReality) -> Settling {
    let group = &scenario.world.groups[position];
    let horizon = scenario.run.horizon;
    let n_days = horizon.n_days();
    let months = days_of_months(horizon);
    let arrived = expect_arrivals(scenario, group, reality);
    let not_returned = plan_not_returned(reality, n_days);
    let withdrawal = reality.withdrawal_days.as_ref();
    let course =
        |permit: &[f64]| Course::new(permit, &plan_settled(permit, group, reality), withdrawal);
    let is_direct = group.route == Route::Direct;
    let decisions = match is_direct {
        // Who comes straight to a municipality has a permit on arrival.
        true => vec![(1.0, at_once(n_days))],
        false => plan_decisions(group, reality, n_days),
    };
    let courses: Vec<Course> = decisions
        .iter()
        .map(|(granted, days)| course(&days.iter().map(|it| granted * it).collect::<Vec<f64>>()))
        .collect();
    let mut by_day = ByDay { waiting: vec![0.0; n_days], settled: vec![0.0; n_days] };
    for (month_index, &(first, last)) in months.iter().enumerate() {
        let case = if is_direct { 0 } else { usize::from(reality.case_of_month[month_index]) };
        let a_day = arrived[month_index] / (last - first + 1) as f64;
        for day in first..=last {
            by_day.add(day, a_day / not_returned[day], &courses[case], &not_returned);
        }
    }
    let pending = if is_direct { None } else { courses.last() };
    by_day.add_opening(scenario, position, reality, pending, &not_returned);
    let mut housed = vec![0.0; n_days];
    if !is_direct {
        let cases = expect_cases_by_day(scenario, position, reality);
        let refused = still_here(&cases.refused, &reality.return_days);
        let parts = cases.pending.iter().zip(&by_day.waiting).zip(refused);
        housed = parts.map(|((pending, waiting), refused)| pending + waiting + refused).collect();
    }
    let private = group.private_share.central();
    let at_end = |days: &[f64], share: f64| months.iter().map(|it| share * days[it.1]).collect();
    Settling {
        waiting: at_end(&by_day.waiting, 1.0),
        reception: at_end(&housed, 1.0 - private),
        private: at_end(&housed, private),
        settled: months.iter().map(|it| by_day.settled[it.0..=it.1].iter().sum()).collect(),
    }
}

/// Certainly on the first of so many days.
fn at_once(n_days: usize) -> Vec<f64> {
    (0..n_days).map(|day| f64::from(u8::from(day == 0))).collect()
}

/// The refused who have not left, by day: they leave at least a day after, whatever they would have done before
/// (assumption A53).
fn still_here(refused: &[f64], return_days: &QuantileTable) -> Vec<f64> {
    let stays = |day: usize| match day {
        0 => 1.0,
        _ => 1.0 - return_days.share_within(day as u32),
    };
    let shares: Vec<f64> = (0..refused.len()).map(stays).collect();
    sum_of(refused, &shares)
}

/// Waiting in the evening and settled during the day, by day.
struct ByDay {
    waiting: Vec<f64>,
    settled: Vec<f64>,
}

impl ByDay {
    /// Who was on the way on the first morning: `pending` is the course of cases under way then.
    fn add_opening(
        &mut self,
        scenario: &Scenario,
        position: usize,
        reality: &GroupReality,
        pending: Option<&Course>,
        not_returned: &[f64],
    ) {
        let n_days = not_returned.len();
        let at_once = at_once(n_days);
        let offered = |days: &[f64]| Course::new(&at_once, days, reality.withdrawal_days.as_ref());
        let ready = offered(&probabilities(&reality.offer_days, n_days));
        let agreed = offered(&probabilities_left(&reality.offer_days, n_days));
        let opening = &scenario.world.opening.waiting[position];
        let stages = [
            (opening.pending, pending),
            (opening.ready, Some(&ready)),
            (opening.agreed, Some(&agreed)),
        ];
        let last_household = mean_overshoot(&scenario.world.groups[position], reality);
        for (number, course) in stages {
            let persons = number.central().round();
            if let (Some(course), true) = (course, persons > 0.0) {
                self.add(0, persons + last_household, course, not_returned);
            }
        }
    }

    fn add(&mut self, day: usize, persons: f64, course: &Course, not_returned: &[f64]) {
        let parts = [(&mut self.waiting, &course.waiting), (&mut self.settled, &course.settled)];
        for (days, shares) in parts {
            let here = not_returned[day..].iter().zip(shares);
            let sums = days[day..].iter_mut().zip(here);
            sums.for_each(|(it, (here, share))| *it += persons * here * share);
        }
    }
}
