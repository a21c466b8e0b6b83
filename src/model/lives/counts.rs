//! What lives change in the counts of those who have settled.

use super::Life;
use crate::model::Settled;
use crate::model::settlement::YearFlows;
use crate::model::today::Today;

impl Settled {
    /// Changes the count of the cell a life is in.
    #[inline]
    pub fn change(&mut self, life: &Life, municipality: usize, persons: i32) {
        let cell = usize::from(life.cohort) * self.n_municipalities + municipality;
        if life.is_three_year {
            self.three_year[cell] += persons;
        } else {
            self.five_year[cell] += persons;
        }
    }

    /// Ends disability grant 2 from the next year on.
    pub(super) fn end_disability(&mut self, position: Option<usize>) {
        if let Some(position) = position {
            self.disabilities[position].is_over = true;
        }
    }

    /// Changes the count of unaccompanied minors, if the life is one's and the special grant still runs.
    pub(super) fn change_minor(
        &mut self,
        life: &Life,
        municipality: usize,
        today: &Today,
        persons: i32,
    ) {
        if life.minor_birth_year == Life::NO_MINOR {
            return;
        }
        let age = today.month.year().0 - i32::from(life.minor_birth_year);
        if (0..=i32::from(crate::scenario::limits::MINOR_LAST_AGE)).contains(&age) {
            let cell = age as usize * self.n_municipalities + municipality;
            self.minors[cell] += persons;
            let settled = today.day.plus(life.settled_day - today.index as i32);
            if settled.year() == today.day.year() {
                self.new_minors[cell] += persons;
            }
        }
    }

    /// Starts the flows of a year.
    pub fn apply_year_start(&mut self) {
        self.this_year.fill(YearFlows::default());
        self.new_minors.fill(0);
    }

    /// Turns unaccompanied minors a year older; those who turn 21 leave the count.
    pub fn apply_birthdays(&mut self) {
        let n = self.n_municipalities;
        let length = self.minors.len();
        self.minors.copy_within(..length - n, n);
        self.minors[..n].fill(0);
    }
}
