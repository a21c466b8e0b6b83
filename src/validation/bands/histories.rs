//! Histories of an embedded scenario: the answers of municipalities in them, and when people were settled.

use crate::engine::Engine;
use crate::model::requests::MunicipalDecision;
use crate::model::today::Today;
use crate::model::{Event, Observer, State};
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
    fn of(state: &State) -> Self {
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

/// What is remembered of a history.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The answers there were in the end.
    pub answers: Answers,
    /// For each of the numbers looked for, the day on which so many of the group were settled; infinite if they
    /// never were.
    pub reached_on: Vec<f64>,
}

/// Watches a history for the days on which so many persons of a group are settled.
struct Watch<'a> {
    group: usize,
    wanted: &'a [i64],
    settled: i64,
    seen: Seen,
}

impl Observer for Watch<'_> {
    fn on_event(&mut self, today: &Today, event: Event) {
        let Event::Settled { group, persons, .. } = event else { return };
        if group != self.group {
            return;
        }
        self.settled += persons;
        for (reached_on, wanted) in self.seen.reached_on.iter_mut().zip(self.wanted) {
            if self.settled >= *wanted {
                *reached_on = reached_on.min(today.index as f64);
            }
        }
    }

    fn on_end(&mut self, _today: &Today, state: &State) {
        self.seen.answers = Answers::of(state);
    }
}

/// Histories of a scenario, looked through for the days on which so many of its Ukrainians were settled.
pub fn watch(scenario: &Scenario, wanted: &[i64], replications: u32) -> Vec<Seen> {
    let group = scenario.world.groups.iter().position(|it| it.id == "ukraine").expect("a group");
    let engine = Engine::new(scenario);
    let of_history = |replication| {
        let reached_on = vec![f64::INFINITY; wanted.len()];
        let seen = Seen { answers: Answers::default(), reached_on };
        let mut watch = Watch { group, wanted, settled: 0, seen };
        engine.watch_one(replication, &mut watch);
        watch.seen
    };
    (0..replications).map(of_history).collect()
}
