//! Places in municipalities on one track: asked for, agreed to, opened month by month, used and idle.
//!
//! Places opened but not used stay open until the year ends; agreed places that never opened lapse with it
//! (assumption A59).

mod opening;

pub use opening::apply_opening;

use super::requests::{ListedDecision, MunicipalDecision};
use crate::scenario::MAX_HOUSEHOLD;
use opening::Opening;

/// Thousandths of a place: monthly opening is slower than a place in small municipalities.
const MILLI: i64 = 1000;

/// The places of one track.
#[derive(Clone, Debug, Default)]
pub struct Places {
    n_municipalities: usize,
    /// Asked for, by year and municipality.
    requested: Vec<i32>,
    /// Asked for in the year's first letter, by year and municipality.
    original: Vec<i32>,
    /// The answer, by year and municipality.
    decisions: Vec<MunicipalDecision>,
    /// Letters issued, by year.
    n_letters: Vec<u32>,
    /// The last letter issued, by year: who has not answered yet answers this one.
    last_letter: Vec<u32>,
    /// Open now, by municipality.
    pub open: Vec<u32>,
    /// Sum of `open`.
    pub total_open: i64,
    /// Municipalities with at least so many open places, by number of places up to the largest household.
    n_with: [u32; MAX_HOUSEHOLD + 1],
    /// Used this year: somebody has moved in or will, by municipality.
    pub used: Vec<i32>,
    /// Monthly pace of opening in thousandths, by municipality.
    pace: Vec<i64>,
    /// Thousandths opened and not yet a whole place, by municipality.
    part_opened: Vec<i64>,
    /// Whose turn it is when municipalities take turns.
    pub turn: usize,
    /// Sums of `open` over spans of municipalities (a Fenwick tree), to draw in proportion to it.
    spans: Vec<i32>,
    /// Decisions by day: first of each day, then each one's next; `u32::MAX` ends a list.
    first_decision: Vec<u32>,
    listed: Vec<(ListedDecision, u32)>,
}

impl Places {
    /// No places anywhere.
    pub fn reset(&mut self, n_municipalities: usize, n_years: usize, n_days: usize) {
        let old = std::mem::take(self);
        *self = Self {
            n_municipalities,
            requested: resized(old.requested, n_years * n_municipalities, 0),
            original: resized(old.original, n_years * n_municipalities, 0),
            decisions: resized(
                old.decisions,
                n_years * n_municipalities,
                MunicipalDecision::Pending,
            ),
            n_letters: resized(old.n_letters, n_years, 0),
            last_letter: resized(old.last_letter, n_years, 0),
            open: resized(old.open, n_municipalities, 0),
            total_open: 0,
            n_with: [0; MAX_HOUSEHOLD + 1],
            used: resized(old.used, n_municipalities, 0),
            pace: resized(old.pace, n_municipalities, 0),
            part_opened: resized(old.part_opened, n_municipalities, 0),
            turn: 0,
            spans: resized(old.spans, n_municipalities + 1, 0),
            first_decision: resized(old.first_decision, n_days, u32::MAX),
            listed: resized(old.listed, 0, (ListedDecision::NONE, u32::MAX)),
        };
    }

    /// Number of municipalities.
    pub fn n_municipalities(&self) -> usize {
        self.n_municipalities
    }

    /// Asked of a municipality for a year.
    pub fn requested(&self, year_index: usize, municipality: usize) -> i32 {
        self.requested[year_index * self.n_municipalities + municipality]
    }

    /// Asked of a municipality in the year's first letter.
    pub fn original(&self, year_index: usize, municipality: usize) -> i32 {
        self.original[year_index * self.n_municipalities + municipality]
    }

    /// A municipality's answer for a year.
    pub fn decision(&self, year_index: usize, municipality: usize) -> MunicipalDecision {
        self.decisions[year_index * self.n_municipalities + municipality]
    }

    /// Places that a municipality has or prepares for a year: what it agreed to, or a part of what it was asked
    /// for while it has not answered.
    pub fn available(&self, year_index: usize, municipality: usize, provisional_share: f64) -> i64 {
        match self.decision(year_index, municipality) {
            MunicipalDecision::Pending => {
                let requested = self.requested(year_index, municipality);
                (f64::from(requested) * provisional_share) as i64
            }
            decided => i64::from(decided.places()),
        }
    }

    /// Sets the pace of opening when the run begins, in persons a month.
    pub fn set_pace(&mut self, municipality: usize, persons_a_month: f64) {
        self.pace[municipality] = (persons_a_month * MILLI as f64).round() as i64;
    }

    /// Enters what a letter for a year asks of each municipality.
    pub fn apply_request(&mut self, year_index: usize, letter: usize, plan: &[u32]) {
        let year = year_index * self.n_municipalities..(year_index + 1) * self.n_municipalities;
        for (requested, &persons) in self.requested[year.clone()].iter_mut().zip(plan) {
            *requested = persons as i32;
        }
        if self.n_letters[year_index] == 0 {
            self.original[year.clone()].copy_from_slice(&self.requested[year.clone()]);
        }
        self.n_letters[year_index] += 1;
        self.last_letter[year_index] = letter as u32;
        // Who has settled nobody so far begins at an even pace.
        for (pace, requested) in self.pace.iter_mut().zip(&self.requested[year]) {
            if *pace == 0 {
                *pace = i64::from(*requested) * MILLI / 12;
            }
        }
    }

    /// Whether a letter for a year has been issued.
    pub fn has_letter(&self, year_index: usize) -> bool {
        self.n_letters[year_index] > 0
    }

    /// Lists a decision on a day; one after the horizon is never taken.
    pub fn list_decision(
        &mut self,
        day: usize,
        year_index: usize,
        municipality: usize,
        letter: usize,
    ) {
        let Some(first) = self.first_decision.get_mut(day) else { return };
        self.listed.push((ListedDecision { year_index, municipality, letter }, *first));
        *first = (self.listed.len() - 1) as u32;
    }

    /// Takes a decision off the list of a day; one on a letter that a later letter has replaced is void.
    pub fn next_decision(&mut self, day: usize) -> Option<ListedDecision> {
        loop {
            let first = &mut self.first_decision[day];
            let (decision, next) = *self.listed.get(*first as usize)?;
            *first = next;
            if self.last_letter[decision.year_index] as usize == decision.letter {
                return Some(decision);
            }
        }
    }

    /// Enters an answer; a later letter never takes away what was agreed to before.
    pub fn apply_decision(&mut self, year_index: usize, municipality: usize, places: i32) {
        let at = year_index * self.n_municipalities + municipality;
        let places = places.max(self.decisions[at].places());
        self.decisions[at] = match places {
            0 => MunicipalDecision::Declined,
            places => MunicipalDecision::Agreed(places),
        };
    }

    /// Holds `size` places for a household.
    #[inline]
    pub fn hold(&mut self, municipality: usize, size: u8) {
        self.used[municipality] += i32::from(size);
        self.change_open(municipality, -i32::from(size));
    }

    /// Gives back places held this year for a household that will not come.
    pub fn give_back(&mut self, municipality: usize, size: u8) {
        self.used[municipality] -= i32::from(size);
        self.change_open(municipality, i32::from(size));
    }

    #[inline]
    fn change_open(&mut self, municipality: usize, change: i32) {
        let before = self.open[municipality] as i32;
        let after = before + change;
        self.open[municipality] = after as u32;
        let largest = MAX_HOUSEHOLD as i32;
        let (low, high) = (before.min(after).min(largest), before.max(after).min(largest));
        for size in low + 1..=high {
            let n_with = &mut self.n_with[size as usize];
            *n_with = if change > 0 { *n_with + 1 } else { *n_with - 1 };
        }
        self.total_open += i64::from(change);
        let mut span = municipality + 1;
        while span <= self.n_municipalities {
            self.spans[span] += change;
            span += span & span.wrapping_neg();
        }
    }

    /// Whether some municipality has `size` open places.
    #[inline]
    pub fn has_room_for(&self, size: u8) -> bool {
        self.n_with[usize::from(size)] > 0
    }

    /// The municipality in which open place number `place` (from 0) is.
    #[inline]
    pub fn municipality_of_place(&self, place: i32) -> usize {
        let (mut below, mut left) = (0, place);
        let mut step = (self.n_municipalities + 1).next_power_of_two() / 2;
        while step > 0 {
            let span = below + step;
            if span <= self.n_municipalities && self.spans[span] <= left {
                below = span;
                left -= self.spans[span];
            }
            step /= 2;
        }
        below
    }

    /// A new year: nothing is used or open yet; the pace of opening goes on.
    fn apply_year_start(&mut self) {
        self.used.fill(0);
        self.open.fill(0);
        self.spans.fill(0);
        self.total_open = 0;
        self.n_with = [0; MAX_HOUSEHOLD + 1];
    }

    /// Opens a month's places in every municipality, its pace moving part of the way to what is wanted.
    fn apply_month_start(&mut self, year_index: usize, months_left: i64, behaviour: Opening) {
        for municipality in 0..self.n_municipalities {
            let available = self.available(year_index, municipality, behaviour.provisional_share);
            let taken = i64::from(self.used[municipality]) + i64::from(self.open[municipality]);
            let remaining = (available - taken).max(0);
            let wanted = (remaining * MILLI) as f64 * behaviour.front_loading / months_left as f64;
            let pace = &mut self.pace[municipality];
            let gap = wanted - *pace as f64;
            let part = if gap > 0.0 { behaviour.rise } else { behaviour.fall };
            *pace += (gap * part).round() as i64;
            let opened = *pace + self.part_opened[municipality];
            let whole = (opened / MILLI).clamp(0, remaining);
            let is_all = whole == remaining;
            self.part_opened[municipality] = if is_all { 0 } else { opened - whole * MILLI };
            if whole > 0 {
                self.change_open(municipality, whole as i32);
            }
        }
    }

    /// Sets the month's places from a table; those of last month have lapsed.
    fn apply_fixed(&mut self, places: &[crate::units::Persons]) {
        for (municipality, places) in places.iter().enumerate() {
            let change = places.0 as i32 - self.open[municipality] as i32;
            if change != 0 {
                self.change_open(municipality, change);
            }
        }
    }
}

fn resized<T: Clone>(mut list: Vec<T>, length: usize, value: T) -> Vec<T> {
    list.clear();
    list.resize(length, value);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(agreed: &[i32]) -> Places {
        let mut places = Places::default();
        places.reset(agreed.len(), 1, 400);
        for (municipality, &agreed) in agreed.iter().enumerate() {
            places.apply_decision(0, municipality, agreed);
        }
        places
    }

    const AT_ONCE: Opening =
        Opening { rise: 1.0, fall: 1.0, front_loading: 1.0, provisional_share: 0.0 };

    #[test]
    fn an_even_year_opens_all_that_was_agreed_and_no_more() {
        let mut places = places(&[7, 120, 1, 0]);
        for months_left in (1..=12).rev() {
            places.apply_month_start(0, months_left, AT_ONCE);
        }
        assert_eq!(places.open, [7, 120, 1, 0]);
        assert_eq!(places.total_open, 128);
    }

    #[test]
    fn the_pace_closes_a_part_of_the_gap_each_month() {
        // Methods T17: a = .3, from 0 towards 100: 30, 51, 65.7, 75.99.
        let mut places = places(&[1_000_000]);
        let slow = Opening { rise: 0.3, ..AT_ONCE };
        let mut paces = Vec::new();
        for _ in 0..4 {
            // A large remainder spread so thin that 100 a month are wanted.
            places.apply_month_start(0, 10_000, slow);
            paces.push(places.pace[0] as f64 / MILLI as f64);
        }
        for (pace, expected) in paces.iter().zip([30.0, 51.0, 65.7, 75.99]) {
            assert!((pace / expected - 1.0).abs() < 0.001, "{pace} and not {expected}");
        }
    }

    #[test]
    fn a_place_is_found_where_it_is() {
        let mut places = places(&[2, 0, 3, 1]);
        places.apply_month_start(0, 1, AT_ONCE);
        let found: Vec<usize> = (0..6).map(|it| places.municipality_of_place(it)).collect();
        assert_eq!(found, [0, 0, 2, 2, 2, 3]);
        places.hold(2, 2);
        let found: Vec<usize> = (0..4).map(|it| places.municipality_of_place(it)).collect();
        assert_eq!(found, [0, 0, 2, 3]);
        assert!(places.has_room_for(2) && !places.has_room_for(3));
        places.give_back(2, 2);
        assert_eq!(places.open, [2, 0, 3, 1]);
        assert!(places.has_room_for(3) && !places.has_room_for(4));
    }

    #[test]
    fn a_later_letter_takes_nothing_away() {
        let mut places = places(&[5]);
        places.apply_decision(0, 0, 0);
        assert_eq!(places.decision(0, 0), MunicipalDecision::Agreed(5));
        places.apply_decision(0, 0, 8);
        assert_eq!(places.decision(0, 0), MunicipalDecision::Agreed(8));
    }
}
