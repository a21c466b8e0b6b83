//! From one year to the next: what lapses, what is carried over, and what is remembered of promises.

use super::Places;
use crate::model::reality::Reality;
use crate::scenario::{AllocationPolicy, MAX_HOUSEHOLD, Scenario};

/// What holds for places in one replication.
#[derive(Clone, Copy, Debug)]
pub struct PlaceRules {
    /// Share of a year's agreed places that nobody took and that still hold in the next.
    pub carry_over_share: f64,
    /// How much of what is remembered of promises is last year's.
    pub trust_memory: f64,
    /// Kroner a month for an open place that nobody has taken.
    pub idle_kroner: i64,
    /// Households of so many persons and more need a home that can take them.
    pub large_from: u8,
    /// Share of the places opened that such households can take.
    pub large_share: f64,
    /// Whether municipalities are drawn in proportion to their open places, so that these are added up.
    pub are_drawn: bool,
}

impl Default for PlaceRules {
    /// Nothing is carried over or limited, and an empty place costs nothing.
    fn default() -> Self {
        Self {
            carry_over_share: 0.0,
            trust_memory: 0.0,
            idle_kroner: 0,
            large_from: MAX_HOUSEHOLD as u8 + 1,
            large_share: 1.0,
            are_drawn: true,
        }
    }
}

impl PlaceRules {
    /// The rules of a scenario as they are in a replication.
    pub fn new(scenario: &Scenario, reality: &Reality) -> Self {
        let behaviour = &scenario.world.municipalities;
        let value = |number| reality.value(number);
        let none = Self::default();
        let large = behaviour.housing.as_ref().and_then(|it| it.large);
        Self {
            carry_over_share: value(behaviour.carry_over_share),
            trust_memory: behaviour.reluctance.trust_memory.map_or(0.0, value),
            idle_kroner: value(behaviour.idle_place_kroner).round() as i64,
            large_from: large.map_or(none.large_from, |it| it.from),
            large_share: large.map_or(none.large_share, |it| value(it.share)),
            are_drawn: scenario.policy.allocation == AllocationPolicy::Proportional,
        }
    }
}

impl Places {
    /// A new year: nothing is used or open yet; a part of what was agreed is carried over, what became of
    /// promises is remembered, and the pace of opening goes on.
    pub(super) fn apply_year_start(&mut self, year_index: usize) {
        if let Some(last) = year_index.checked_sub(1) {
            for municipality in 0..self.n_municipalities {
                let agreed =
                    self.decision(last, municipality).places() + self.carried[municipality];
                if agreed > 0 {
                    let kept = (f64::from(self.used[municipality]) / f64::from(agreed)).min(1.0);
                    let trust = &mut self.trust[municipality];
                    *trust += self.rules.trust_memory * (kept - *trust);
                }
                self.carried[municipality] = self.carried_on(last, municipality);
            }
        }
        self.used.fill(0);
        self.open.fill(0);
        self.homes.apply_year_start();
        self.sums.clear();
        self.total_open = 0;
        self.n_with = [0; MAX_HOUSEHOLD];
    }

    /// Agreed places of a year that nobody has taken so far and that will still hold in the next, rounded down.
    pub fn carried_on(&self, year_index: usize, municipality: usize) -> i32 {
        let agreed = self.decision(year_index, municipality).places() + self.carried[municipality];
        let left = (agreed - self.used[municipality]).max(0);
        (f64::from(left) * self.rules.carry_over_share) as i32
    }

    /// Agreed places that still hold from the year before.
    pub fn carried(&self, municipality: usize) -> i32 {
        self.carried[municipality]
    }

    /// How far earlier agreements of a municipality were used: 1 is fully.
    pub fn trust(&self, municipality: usize) -> f64 {
        self.trust[municipality]
    }

    /// What holds for these places in this replication.
    pub fn rules(&self) -> &PlaceRules {
        &self.rules
    }

    /// Kroner for a month in which the places open now stood empty.
    pub fn idle_kroner(&self, municipality: usize) -> i64 {
        i64::from(self.open[municipality]) * self.rules.idle_kroner
    }
}
