//! Histories of an embedded scenario: the answers of municipalities in them, and when people were settled.

use crate::engine::{Engine, Interrupted, collect_in_order};
use crate::model::requests::MunicipalDecision;
use crate::model::today::Today;
use crate::model::{Observer, State};
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use crate::scenario::{Scenario, Track};
use crate::study::settled_days::SettledDays;
use std::cmp::Ordering;
use std::sync::atomic::AtomicBool;

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
    /// Who was settled on each day.
    pub days: SettledDays,
}

impl Observer for Answers {
    fn on_end(&mut self, _today: &Today, state: &State) {
        *self = Self::of(state);
    }
}

/// Histories of a scenario, in order.
pub fn watch(
    scenario: &Scenario,
    replications: u32,
    stop: &AtomicBool,
) -> Result<Vec<Seen>, Interrupted> {
    let engine = Engine::new(scenario);
    collect_in_order(replications as usize, stop, &|| (), |replication| {
        let mut seen = Seen { answers: Answers::default(), days: SettledDays::new(scenario) };
        engine.watch_one(replication as u32, &mut (&mut seen.answers, &mut seen.days));
        seen
    })
}
