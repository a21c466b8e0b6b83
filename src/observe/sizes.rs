//! Waits by size of the household, over the groups that wait in reception or private stay.
//!
//! A home for one is found sooner than a home for eight. The counts are those of all groups in `pace_year` sorted otherwise:
//! added up over the sizes they are the same (assumption A210).

use super::Watch;
use super::waits::{End, Wait};
use crate::results::columns::WaitingSize;
use crate::results::observation::{N_SIZE_CLASSES, size_class};
use crate::results::waits::{Pace, WaitCounts};
use std::ops::RangeInclusive;

/// Waits by size of the household.
#[derive(Clone, Debug)]
pub(super) struct SizeWaits {
    /// Waits of those given a permit in the run, by its year and size, year-major.
    counts: Vec<WaitCounts>,
    /// Persons who wait at the end of each year, whenever their permit was given; year-major.
    waiting: Vec<i64>,
}

impl SizeWaits {
    /// Nothing counted yet; `by_year` has room for those with a permit in each year.
    pub fn new(by_year: &[WaitCounts]) -> Self {
        let counts = by_year.iter().flat_map(|it| std::iter::repeat_n(it.clone(), N_SIZE_CLASSES));
        let counts: Vec<_> = counts.collect();
        Self { waiting: vec![0; counts.len()], counts }
    }

    /// Forgets all counts and keeps the memory.
    pub fn clear(&mut self) {
        self.counts.iter_mut().for_each(WaitCounts::clear);
        self.waiting.fill(0);
    }

    /// Counts the wait of a household, which touches these years.
    pub fn count(&mut self, wait: Wait, years: RangeInclusive<usize>) {
        let at = |year: usize| year * N_SIZE_CLASSES + size_class(wait.persons);
        let (first, last) = (*years.start(), *years.end());
        if wait.permit_day >= 0 {
            let counts = &mut self.counts[at(first)];
            counts.enter(0, wait.persons);
            wait.end.count(counts, wait.days(), wait.persons);
        }
        for year in years {
            if year < last || wait.end == End::StillWaiting {
                self.waiting[at(year)] += wait.persons;
            }
        }
    }
}

impl Watch<'_> {
    /// The shares settled in time and the days waited by size of the household, and who waits at the end of the year.
    pub(super) fn write_sizes(&mut self) {
        let layout = self.observation.layout();
        let all = self.sizes.counts.iter().zip(&self.sizes.waiting);
        for (index, (counts, waiting)) in all.enumerate() {
            let (year, size) = (index / N_SIZE_CLASSES, index % N_SIZE_CLASSES);
            let row = layout.waiting_size(year, size);
            Pace::of(counts, counts.n_days()).write::<WaitingSize>(&mut self.observation, row);
            self.observation.set(row, WaitingSize::Permit, counts.n_entered());
            self.observation.set(row, WaitingSize::Waiting, *waiting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(persons: i64, permit_day: i32, last_day: usize, end: End) -> Wait {
        Wait { group: 0, persons, permit_day, last_day, end }
    }

    #[test]
    fn a_wait_is_counted_with_its_size_and_at_every_year_end_it_sees() {
        // Three years of ten days.
        let mut sizes = SizeWaits::new(&[30, 20, 10].map(WaitCounts::new));
        sizes.count(wait(1, 4, 9, End::Settled), 0..=0);
        sizes.count(wait(5, 8, 10, End::Settled), 0..=1);
        sizes.count(wait(3, 12, 29, End::StillWaiting), 1..=2);
        sizes.count(wait(6, -400, 15, End::Left), 0..=1);
        let waiting: Vec<&[i64]> = sizes.waiting.chunks(N_SIZE_CLASSES).collect();
        assert_eq!(waiting, [[0, 0, 5, 6], [0, 0, 3, 0], [0, 0, 3, 0]]);
        let entered: Vec<i64> = sizes.counts.iter().map(WaitCounts::n_entered).collect();
        assert_eq!(entered, [1, 0, 5, 0, 0, 0, 3, 0, 0, 0, 0, 0]);
        let mut settled_later = WaitCounts::new(30);
        settled_later.enter(0, 5);
        settled_later.settle(2, 5);
        assert_eq!(sizes.counts[2], settled_later);
        assert_eq!(Pace::of(&sizes.counts[1], 30), Pace::default(), "nobody is not 0 days");
        sizes.clear();
        assert!(sizes.waiting.iter().all(|it| *it == 0));
        assert!(sizes.counts.iter().all(|it| it.n_entered() == 0));
    }
}
