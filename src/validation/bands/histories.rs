//! Histories of an embedded scenario: the answers of municipalities in them, and when people were settled.

use crate::engine::Engine;
use crate::model::requests::MunicipalDecision;
use crate::model::today::Today;
use crate::model::{Event, Observer, State};
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use crate::scenario::{Route, Scenario, Track};
use std::cmp::Ordering;

/// The behaviour that is fitted to 2022.
const FITTED: &str = "fitted-2022";

/// A scenario in which everything is as it came, to be run with the behaviour that was fitted.
#[derive(Clone, Copy, Debug)]
pub struct Calibrated {
    /// Its name.
    pub name: &'static str,
    /// The year that is held against what was published.
    pub year: i32,
    /// Keys of fitted parameters that the scenario knows better.
    pub own: &'static [&'static str],
}

impl Calibrated {
    /// The scenario with the fit, and with `set` in the form of `--set`; each history draws what is not known anew.
    pub fn load(self, set: &[&str]) -> Scenario {
        let fitted = (LIBRARY.text)(FITTED).expect("our own fit");
        let laws = fitted.lines().filter(|it| it.starts_with("world."));
        let laws =
            laws.filter(|it| it.split(" = ").next().is_some_and(|key| !self.own.contains(&key)));
        let mut all: Vec<String> = laws.map(|it| it.replacen(" = ", "=", 1)).collect();
        all.push("run.replications_per_draw=1".to_owned());
        all.extend(set.iter().map(|it| (*it).to_owned()));
        let loaded = load(self.name, &all, LIBRARY);
        loaded.unwrap_or_else(|problems| panic!("our own scenario: {problems}")).0
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
    /// For each of the numbers looked for, the day of the run on which so many of the group were settled; infinite
    /// if they never were.
    pub reached_on: Vec<f64>,
    /// For each of the days looked for, persons settled under a request from the start of the run to its evening.
    pub settled_by: Vec<f64>,
}

/// What is looked for in a history.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Numbers of Ukrainians settled.
    pub numbers: &'a [i64],
    /// Days of the run.
    pub days: &'a [i32],
}

/// Watches a history for what is looked for.
struct Watch<'a> {
    /// The group whose numbers are looked for.
    group: usize,
    /// Whether each group is settled under a request.
    is_counted: &'a [bool],
    wanted: Wanted<'a>,
    /// Of the group so far.
    settled: i64,
    seen: Seen,
}

impl Observer for Watch<'_> {
    fn on_event(&mut self, today: &Today, event: Event) {
        let Event::Settled { group, persons, .. } = event else { return };
        if self.is_counted[group] {
            for (settled_by, day) in self.seen.settled_by.iter_mut().zip(self.wanted.days) {
                if today.index as i32 <= *day {
                    *settled_by += persons as f64;
                }
            }
        }
        if group != self.group {
            return;
        }
        self.settled += persons;
        for (reached_on, wanted) in self.seen.reached_on.iter_mut().zip(self.wanted.numbers) {
            if self.settled >= *wanted {
                *reached_on = reached_on.min(today.index as f64);
            }
        }
    }

    fn on_end(&mut self, _today: &Today, state: &State) {
        self.seen.answers = Answers::of(state);
    }
}

/// Histories of a scenario, looked through for what is wanted.
pub fn watch(scenario: &Scenario, wanted: Wanted<'_>, replications: u32) -> Vec<Seen> {
    let groups = &scenario.world.groups;
    let group = groups.iter().position(|it| it.id == "ukraine").expect("a group");
    let is_counted: Vec<bool> = groups.iter().map(|it| it.route != Route::Family).collect();
    let engine = Engine::new(scenario);
    let of_history = |replication| {
        let reached_on = vec![f64::INFINITY; wanted.numbers.len()];
        let settled_by = vec![0.0; wanted.days.len()];
        let seen = Seen { answers: Answers::default(), reached_on, settled_by };
        let mut watch = Watch { group, is_counted: &is_counted, wanted, settled: 0, seen };
        engine.watch_one(replication, &mut watch);
        watch.seen
    };
    (0..replications).map(of_history).collect()
}
