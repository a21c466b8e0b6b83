//! Places in municipalities on one track: asked for, agreed to, opened month by month, used and idle.
//!
//! Places opened but not used stay open until the year ends; agreed places that never opened lapse with it
//! (assumption A59), unless a part of them is carried over (assumption A161).

mod homes;
mod opening;
mod sums;
mod year;

pub use opening::apply_opening;
pub use year::PlaceRules;

use super::requests::{ListedDecision, MunicipalDecision};
use crate::scenario::MAX_HOUSEHOLD;
use homes::Homes;
pub use homes::PlacesLeft;
use sums::OpenSums;

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
    /// Municipalities with at least 1, 2, 3 open places and so on up to the largest household.
    n_with: [i32; MAX_HOUSEHOLD],
    /// Used this year: somebody has moved in or will, by municipality.
    pub used: Vec<i32>,
    /// Monthly pace of opening in thousandths, by municipality.
    pace: Vec<i64>,
    /// Thousandths opened and not yet a whole place, by municipality.
    part_opened: Vec<i64>,
    /// Whose turn it is when municipalities take turns.
    pub turn: usize,
    /// Sums of `open`, to draw in proportion to it; none if nobody does.
    sums: OpenSums,
    /// Decisions by day: first of each day, then each one's next; `u32::MAX` ends a list.
    first_decision: Vec<u32>,
    listed: Vec<(ListedDecision, u32)>,
    /// Constant: what holds for these places in this replication.
    rules: PlaceRules,
    /// Which of the open places large households can take.
    homes: Homes,
    /// Constant in a year: agreed places of the year before that still hold, by municipality.
    carried: Vec<i32>,
    /// How far earlier agreements were used, 1 being fully, by municipality.
    trust: Vec<f64>,
}

impl Places {
    /// No places anywhere.
    pub fn reset(
        &mut self,
        n_municipalities: usize,
        n_years: usize,
        n_days: usize,
        rules: PlaceRules,
    ) {
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
            n_with: [0; MAX_HOUSEHOLD],
            used: resized(old.used, n_municipalities, 0),
            pace: resized(old.pace, n_municipalities, 0),
            part_opened: resized(old.part_opened, n_municipalities, 0),
            turn: 0,
            sums: old.sums.reset(if rules.are_drawn { n_municipalities } else { 0 }),
            first_decision: resized(old.first_decision, n_days, u32::MAX),
            listed: resized(old.listed, 0, (ListedDecision::NONE, u32::MAX)),
            rules,
            homes: old.homes.reset(n_municipalities, &rules),
            carried: resized(old.carried, n_municipalities, 0),
            trust: resized(old.trust, n_municipalities, 1.0),
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
        let carried = i64::from(self.carried[municipality]);
        match self.decision(year_index, municipality) {
            MunicipalDecision::Pending => {
                let requested = self.requested(year_index, municipality);
                carried + (f64::from(requested) * provisional_share) as i64
            }
            decided => carried + i64::from(decided.places()),
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
        self.homes.take(municipality, size, self.open[municipality]);
    }

    /// Gives back places held this year for a household that will not come.
    pub fn give_back(&mut self, municipality: usize, size: u8) {
        self.used[municipality] -= i32::from(size);
        self.change_open(municipality, i32::from(size));
        self.homes.give_back(municipality, size);
    }

    #[inline]
    fn change_open(&mut self, municipality: usize, change: i32) {
        let before = self.open[municipality] as i32;
        let after = before + change;
        self.open[municipality] = after as u32;
        for (size, n_with) in (1..).zip(&mut self.n_with) {
            *n_with += i32::from(after >= size) - i32::from(before >= size);
        }
        self.total_open += i64::from(change);
        self.sums.change(municipality, change);
    }

    /// Whether some municipality has `size` open places for a household of that size.
    #[inline]
    pub fn has_room_for(&self, size: u8) -> bool {
        self.n_with[usize::from(size) - 1] > 0 && self.homes.has_room_for(size)
    }

    /// Open places that a household of `size` could take, by municipality.
    #[inline]
    pub fn room_for(&self, size: u8) -> &[u32] {
        self.homes.room_for(size).unwrap_or(&self.open)
    }

    /// What is open, to try a plan on.
    pub fn left(&self) -> PlacesLeft {
        PlacesLeft { homes: self.homes.clone(), open: self.open.clone() }
    }

    /// The municipality in which open place number `place` (from 0) is, under rules by which they are drawn.
    #[inline]
    pub fn municipality_of_place(&self, place: i32) -> usize {
        self.sums.find(place)
    }
}

fn resized<T: Clone>(mut list: Vec<T>, length: usize, value: T) -> Vec<T> {
    list.clear();
    list.resize(length, value);
    list
}

#[cfg(test)]
mod tests {
    use super::opening::Opening;
    use super::*;
    use crate::units::Persons;

    fn places(agreed: &[i32]) -> Places {
        places_under(PlaceRules::default(), agreed)
    }

    fn places_under(rules: PlaceRules, agreed: &[i32]) -> Places {
        let mut places = Places::default();
        places.reset(agreed.len(), 2, 400, rules);
        for (municipality, &agreed) in agreed.iter().enumerate() {
            places.apply_decision(0, municipality, agreed);
        }
        places
    }

    const AT_ONCE: Opening = Opening {
        rise: 1.0,
        fall: 1.0,
        front_loading: 1.0,
        provisional_share: 0.0,
        queue_response: 0.0,
        waiting: 0,
    };

    /// Any number of persons can be housed.
    fn any(_: usize) -> f64 {
        f64::INFINITY
    }

    #[test]
    fn an_even_year_opens_all_that_was_agreed_and_no_more() {
        let mut places = places(&[7, 120, 1, 0]);
        for months_left in (1..=12).rev() {
            places.apply_month_start(0, months_left, AT_ONCE, any);
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
            places.apply_month_start(0, 10_000, slow, any);
            paces.push(places.pace[0] as f64 / MILLI as f64);
        }
        for (pace, expected) in paces.iter().zip([30.0, 51.0, 65.7, 75.99]) {
            assert!((pace / expected - 1.0).abs() < 0.001, "{pace} and not {expected}");
        }
    }

    #[test]
    fn a_place_is_found_where_it_is() {
        let mut places = places(&[2, 0, 3, 1]);
        places.apply_month_start(0, 1, AT_ONCE, any);
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
    fn a_place_of_a_new_year_is_found_where_it_is() {
        // More municipalities than are looked through one by one.
        let mut places = places(&[3; 30]);
        places.apply_month_start(0, 1, AT_ONCE, any);
        assert_eq!(places.municipality_of_place(89), 29);
        places.apply_year_start(1);
        assert_eq!((places.total_open, places.has_room_for(1)), (0, false));
        places.apply_decision(1, 3, 2);
        places.apply_decision(1, 29, 4);
        places.apply_month_start(1, 1, AT_ONCE, any);
        let found: Vec<usize> = (0..6).map(|it| places.municipality_of_place(it)).collect();
        assert_eq!(found, [3, 3, 29, 29, 29, 29]);
    }

    #[test]
    fn a_later_letter_takes_nothing_away() {
        let mut places = places(&[5]);
        places.apply_decision(0, 0, 0);
        assert_eq!(places.decision(0, 0), MunicipalDecision::Agreed(5));
        places.apply_decision(0, 0, 8);
        assert_eq!(places.decision(0, 0), MunicipalDecision::Agreed(8));
    }

    #[test]
    fn large_households_find_room_where_there_are_homes_for_them() {
        let rules = PlaceRules { large_from: 4, large_share: 0.5, ..PlaceRules::default() };
        let mut places = places_under(rules, &[12, 7]);
        places.apply_month_start(0, 1, AT_ONCE, any);
        assert_eq!((places.room_for(3), places.room_for(4)), (&[12, 7][..], &[6, 3][..]));
        assert!(places.has_room_for(5) && places.has_room_for(3));
        places.hold(0, 5);
        assert_eq!((places.room_for(3), places.room_for(4)), (&[7, 7][..], &[1, 3][..]));
        assert!(!places.has_room_for(4), "seven places are open in each, but not in one home");
        places.give_back(0, 5);
        assert!(places.has_room_for(6) && !places.has_room_for(7));
        // The small take a home for the large last.
        places.hold(0, 3);
        places.hold(0, 3);
        assert_eq!(places.room_for(4), [6, 3]);
        places.hold(0, 2);
        assert_eq!(places.room_for(4), [4, 3]);
    }

    #[test]
    fn a_plan_is_tried_on_places_and_homes_and_changes_neither() {
        let rules = PlaceRules { large_from: 4, large_share: 0.5, ..PlaceRules::default() };
        let mut places = places_under(rules, &[12, 7]);
        places.apply_month_start(0, 1, AT_ONCE, any);
        let mut left = places.left();
        assert!(!left.try_take(1, 8) && !left.try_take(1, 4), "three places in homes for large");
        assert!(left.try_take(0, 4) && !left.try_take(0, 4), "six of them here");
        // Eight are left; once six are taken, two are left for anybody.
        assert!(left.try_take(0, 3) && left.try_take(0, 3) && !left.try_take(0, 3));
        assert!(left.try_take(0, 2) && !left.try_take(0, 1));
        assert_eq!((left.open, places.open), (vec![0, 7], vec![12, 7]));
    }

    #[test]
    fn no_more_open_in_a_month_than_can_be_housed() {
        let mut places = places(&[120, 120]);
        places.apply_month_start(0, 1, AT_ONCE, |it| if it == 0 { 5.0 } else { 500.0 });
        assert_eq!(places.open, [5, 120]);
    }

    #[test]
    fn who_waits_is_answered_within_what_was_agreed() {
        let mut places = places(&[100, 300]);
        let slow = Opening { rise: 0.0, queue_response: 0.5, waiting: 80, ..AT_ONCE };
        places.apply_month_start(0, 12, slow, any);
        assert_eq!(places.open, [10, 30], "half of eighty, by what is left");
        places.apply_month_start(0, 11, Opening { waiting: 40, ..slow }, any);
        assert_eq!(places.open, [10, 30], "as many places are open as people wait");
        places.apply_month_start(0, 10, Opening { waiting: 5_000, ..slow }, any);
        assert_eq!(places.open, [100, 300], "all that was agreed, and no more");
    }

    #[test]
    fn a_part_of_what_was_agreed_and_not_used_is_there_next_year() {
        let rules =
            PlaceRules { carry_over_share: 0.5, trust_memory: 0.25, ..PlaceRules::default() };
        let mut places = places_under(rules, &[9, 4, 1]);
        places.apply_month_start(0, 1, AT_ONCE, any);
        places.hold(1, 4);
        assert_eq!([0, 1, 2].map(|it| places.carried_on(0, it)), [4, 0, 0]);
        places.apply_year_start(1);
        assert_eq!((places.available(1, 0, 0.0), places.available(1, 1, 0.0)), (4, 0));
        places.apply_decision(1, 0, 10);
        assert_eq!(places.available(1, 0, 0.0), 14);
        // A quarter of the way from 1 to none used, and to all used.
        assert_eq!([0, 1, 2].map(|it| places.trust(it)), [0.75, 1.0, 0.75]);
        // What was carried over counts as agreed: of fourteen seven are used, and half of the rest is carried on.
        places.apply_month_start(1, 1, AT_ONCE, any);
        places.hold(0, 7);
        assert_eq!([0, 1, 2].map(|it| places.carried_on(1, it)), [3, 0, 0]);
        places.apply_year_start(2);
        assert_eq!([0, 1, 2].map(|it| places.carried(it)), [3, 0, 0]);
        // Who promised nothing is remembered as before.
        let trust = [0.75 + 0.25 * (0.5 - 0.75), 1.0, 0.75];
        assert_eq!([0, 1, 2].map(|it| places.trust(it)), trust);
    }

    #[test]
    fn the_first_letter_of_a_year_is_remembered_beside_the_last() {
        let mut places = places(&[0, 0, 0]);
        for (year, letter, plan) in [(1, 0, [12, 24, 36]), (0, 1, [1, 2, 3]), (1, 2, [60, 0, 48])] {
            assert_eq!(places.has_letter(year), letter == 2);
            places.apply_request(year, letter, &plan);
        }
        let of = |year, it: usize| (places.original(year, it), places.requested(year, it));
        assert_eq!([of(0, 0), of(0, 1), of(0, 2)], [(1, 1), (2, 2), (3, 3)]);
        assert_eq!([of(1, 0), of(1, 1), of(1, 2)], [(12, 60), (24, 0), (36, 48)]);
        // An even pace of the first letter that asks a municipality, in thousandths a month.
        assert_eq!(places.pace, [1_000, 2_000, 3_000]);
        // Who answers a letter that another has replaced does not answer; the last has number 2.
        for letter in [0, 2, 0] {
            places.list_decision(5, 1, letter, letter);
        }
        places.list_decision(400, 1, 0, 2);
        let answered = std::iter::from_fn(|| places.next_decision(5)).map(|it| it.municipality);
        assert_eq!(answered.collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn places_of_a_table_replace_last_months() {
        let rules = PlaceRules { large_from: 4, large_share: 0.5, ..PlaceRules::default() };
        let mut places = places_under(rules, &[0, 0]);
        for (month, open) in [[6, 9], [6, 2], [0, 7]].into_iter().enumerate() {
            places.apply_fixed(&open.map(Persons));
            assert_eq!(places.open, open.map(|it| it as u32), "month {month}");
            assert_eq!(places.total_open, open.iter().sum::<i64>());
            places.hold(1, 1);
        }
        // Half of seven, and the half place that was left over of nine and of two.
        assert_eq!(places.room_for(4), [0, 4]);
    }
}
