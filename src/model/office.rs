//! Cases that are ripe for decision and wait for somebody to decide them, in the order of the policy
//! (assumption A113).

use super::households::{Facts, Households, Stage};
use crate::scenario::CaseOrder;
use std::collections::VecDeque;

/// Lines of cases: the first is served first.
const N_LINES: usize = 3;

/// Thousandths of a person: capacity is a rate, and whole persons are decided.
const PART: i64 = 1000;

/// Cases that wait for a decision.
#[derive(Clone, Debug, Default)]
pub struct Office {
    /// Slot and key, in the order in which the cases were ripe.
    lines: [VecDeque<(u32, u64)>; N_LINES],
    /// What may be decided today, in thousandths of a person; below zero after a large household.
    left: i64,
}

impl Office {
    /// Nobody waits.
    pub fn reset(&mut self) {
        self.lines.iter_mut().for_each(VecDeque::clear);
        self.left = 0;
    }

    /// A case is ripe.
    pub fn add(&mut self, slot: u32, facts: Facts, is_minor: bool, order: CaseOrder) {
        let line = match order {
            CaseOrder::AsRipe => 0,
            CaseOrder::MinorsFirst => usize::from(!is_minor),
            CaseOrder::MinorsAndFamiliesFirst if is_minor => 0,
            CaseOrder::MinorsAndFamiliesFirst => 2 - usize::from(facts.has_children),
        };
        self.lines[line].push_back((slot, facts.key));
    }

    /// A day of work for so many persons a month. What is not used when nobody waits is lost; what was decided
    /// too much the day before, since households are not divided, is taken off.
    pub fn begin_day(&mut self, persons_a_month: f64) {
        let a_day = (persons_a_month * 12.0 / 365.25 * PART as f64).round() as i64;
        self.left = self.left.min(0) + a_day;
    }

    /// The next case to decide today. Who has left meanwhile is passed over.
    pub fn next(&mut self, households: &Households) -> Option<u32> {
        while self.left > 0 {
            let (slot, key) = self.lines.iter_mut().find_map(VecDeque::pop_front)?;
            let household = &households[slot];
            // A slot is used again by others, a key is not.
            if household.stage == Stage::Pending && household.facts.key == key {
                self.left -= i64::from(household.facts.size) * PART;
                return Some(slot);
            }
        }
        None
    }
}
