//! Histories of an embedded scenario, evening by evening, and the answers of municipalities in them.

use crate::chance::Chance;
use crate::model::reality::Reality;
use crate::model::requests::MunicipalDecision;
use crate::model::today::{MonthOfDay, plan_days};
use crate::model::{Observer, State, World, opening, step};
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use crate::scenario::{Scenario, Track};
use std::cmp::Ordering;

pub fn embedded(name: &str, set: &[&str]) -> Scenario {
    let mut set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
    set.push("run.replications_per_draw=1".to_owned());
    let loaded = load(name, &set, LIBRARY);
    loaded.unwrap_or_else(|problems| panic!("our own scenario: {problems}")).0
}

struct Nobody;

impl Observer for Nobody {}

/// Runs a history and shows the state of every evening.
pub fn walk(scenario: &Scenario, replication: u32, mut evening: impl FnMut(usize, &State)) {
    let days = plan_days(scenario.run.horizon);
    let months = MonthOfDay::new(&days);
    let replication = u64::from(replication);
    let reality = Reality::new(scenario, scenario.run.seed, replication);
    let chance = Chance::new(scenario.run.seed, replication);
    let world = World { scenario, reality: &reality, chance, months: &months, replication };
    let mut state = State::default();
    opening::open(&mut state, &days[0], world);
    for today in &days {
        step(&mut state, today, world, &mut Nobody);
        evening(today.index, &state);
    }
}

/// What the municipalities have answered to the ordinary request of the first year.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answers {
    pub requested: f64,
    pub decided: f64,
    pub equal: f64,
    pub less: f64,
    pub more: f64,
}

impl Answers {
    pub fn of(state: &State) -> Self {
        let places = &state.places[Track::Ordinary.index()];
        let mut answers = Self::default();
        for municipality in 0..places.n_municipalities() {
            let asked = places.requested(0, municipality);
            let decision = places.decision(0, municipality);
            answers.requested += f64::from(asked);
            if asked == 0 || decision == MunicipalDecision::Pending {
                continue;
            }
            answers.decided += f64::from(decision.places());
            *match decision.places().cmp(&asked) {
                Ordering::Equal => &mut answers.equal,
                Ordering::Less => &mut answers.less,
                Ordering::Greater => &mut answers.more,
            } += 1.0;
        }
        answers
    }

    pub fn n(&self) -> f64 {
        self.equal + self.less + self.more
    }
}

pub fn last_answers(scenario: &Scenario, replications: u32) -> Vec<Answers> {
    let n_days = scenario.run.horizon.n_days();
    let of_history = |replication| {
        let mut last = Answers::default();
        walk(scenario, replication, |day, state| {
            if day + 1 == n_days {
                last = Answers::of(state);
            }
        });
        last
    };
    (0..replications).map(of_history).collect()
}
