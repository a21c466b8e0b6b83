//! Cases that are ripe for decision and wait for somebody to decide them, in the order of the policy
//! (assumption A113).

use super::households::{Household, Households, Stage};
use crate::scenario::CaseOrder;
use std::collections::VecDeque;

/// Lines of cases: the first is served first.
const N_LINES: usize = 4;

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
    pub fn add(&mut self, slot: u32, household: &Household, is_minor: bool, order: CaseOrder) {
        let Household { facts, is_medical, .. } = *household;
        let line = match order {
            CaseOrder::AsRipe => 0,
            CaseOrder::MinorsFirst => usize::from(!is_minor),
            CaseOrder::MinorsAndFamiliesFirst | CaseOrder::MinorsMedicalAndFamiliesFirst
                if is_minor =>
            {
                0
            }
            CaseOrder::MinorsMedicalAndFamiliesFirst if is_medical => 1,
            CaseOrder::MinorsAndFamiliesFirst | CaseOrder::MinorsMedicalAndFamiliesFirst => {
                3 - usize::from(facts.has_children)
            }
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

#[cfg(test)]
mod tests {
    use super::super::households::Facts;
    use super::*;
    use crate::calendar::Year;

    /// The keys in the order in which the cases of a minor (3), a family (2), a household with a medical need (1) and
    /// one with none of it (0), ripe in the order of their keys, are decided.
    fn decided(order: CaseOrder) -> Vec<u64> {
        let mut households = Households::default();
        let mut office = Office::default();
        for key in 0..4 {
            let slot = households
                .insert(Facts { has_children: key == 2, ..Facts::person(key, 0, Year(2023)) });
            households[slot].stage = Stage::Pending;
            households[slot].is_medical = key == 1;
            office.add(slot, &households[slot], key == 3, order);
        }
        office.begin_day(1e6);
        std::iter::from_fn(|| office.next(&households))
            .map(|slot| households[slot].facts.key)
            .collect()
    }

    #[test]
    fn a_day_decides_whole_persons_and_what_was_too_much_is_taken_off_the_next() {
        let mut households = Households::default();
        let mut office = Office::default();
        for key in 0..20 {
            let slot = households.insert(Facts { size: 3, ..Facts::person(key, 0, Year(2023)) });
            households[slot].stage = Stage::Pending;
            office.add(slot, &households[slot], false, CaseOrder::AsRipe);
        }
        let mut decide = |persons_a_day: f64| {
            office.begin_day(persons_a_day * 365.25 / 12.0);
            std::iter::from_fn(|| office.next(&households)).count()
        };
        // Three persons are one household, and a person more is the next, which takes two of the next day's.
        assert_eq!([decide(3.0), decide(6.0), decide(4.0)], [1, 2, 2]);
        assert_eq!([decide(2.0), decide(3.0), decide(0.0)], [0, 1, 0]);
        // What is not used when nobody waits is lost.
        assert_eq!(decide(1e6), 14);
        assert_eq!(decide(1.0), 0);
    }

    #[test]
    fn an_office_that_begins_anew_has_no_cases_and_owes_no_time() {
        let mut households = Households::default();
        let mut office = Office::default();
        for key in 0..3 {
            let slot = households.insert(Facts { size: 8, ..Facts::person(key, 0, Year(2023)) });
            households[slot].stage = Stage::Pending;
            office.add(slot, &households[slot], false, CaseOrder::AsRipe);
        }
        office.begin_day(365.25 / 12.0);
        assert_eq!(office.next(&households), Some(0), "one person a day, and eight are decided");
        office.reset();
        office.begin_day(365.25 / 12.0);
        assert_eq!(office.next(&households), None);
        office.add(2, &households[2], false, CaseOrder::AsRipe);
        assert_eq!(office.next(&households), Some(2));
    }

    #[test]
    fn each_order_serves_its_classes_in_turn_and_the_rest_as_ripe() {
        assert_eq!(decided(CaseOrder::AsRipe), [0, 1, 2, 3]);
        assert_eq!(decided(CaseOrder::MinorsFirst), [3, 0, 1, 2]);
        assert_eq!(decided(CaseOrder::MinorsAndFamiliesFirst), [3, 2, 0, 1]);
        assert_eq!(decided(CaseOrder::MinorsMedicalAndFamiliesFirst), [3, 1, 2, 0]);
    }
}
