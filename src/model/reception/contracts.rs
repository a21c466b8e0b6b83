//! Beds of one kind under contract: which stand, which are paid for, what is ordered and under notice.

/// How beds of one kind come and go.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Days from an order until the beds stand.
    pub lead: usize,
    /// Days from the first on which a bed stands until notice may be given.
    pub bound: usize,
    /// Days from notice until a bed is no longer paid for.
    pub notice: usize,
    /// Most beds that can be ordered at once.
    pub most: i64,
}

/// Beds of one kind.
#[derive(Clone, Debug, Default)]
pub struct Contracts {
    /// Stock: beds that stand.
    pub standing: i64,
    /// Stock: beds paid for, those under notice included.
    pub paid_for: i64,
    /// Stock: beds ordered and not standing yet.
    pub ordered: i64,
    /// Stock: beds that stand and may be given notice.
    free: i64,
    /// Beds that start to stand (and to be paid for), by day.
    start: Vec<i32>,
    /// Beds whose bound time is over, by day.
    release: Vec<i32>,
    /// Beds no longer paid for, by day.
    stop: Vec<i32>,
}

impl Contracts {
    /// No beds.
    pub fn reset(&mut self, n_days: usize) {
        let lists = [&mut self.start, &mut self.release, &mut self.stop].map(|list| {
            let mut list = std::mem::take(list);
            list.clear();
            list.resize(n_days, 0);
            list
        });
        let [start, release, stop] = lists;
        *self = Self { start, release, stop, ..Self::default() };
    }

    /// Sets the beds that stand when the run begins; none of them is bound any more.
    pub fn open(&mut self, beds: i64) {
        (self.standing, self.paid_for, self.free) = (beds, beds, beds);
    }

    /// What is ready stands, what is bound no longer may go, what is under notice stops to cost.
    pub fn apply_day(&mut self, day: usize) {
        let started = i64::from(self.start[day]);
        self.standing += started;
        self.paid_for += started;
        self.ordered -= started;
        self.free += i64::from(self.release[day]);
        self.paid_for -= i64::from(self.stop[day]);
    }

    /// Beds ordered that stand after so many days.
    pub fn standing_within(&self, day: usize, days: usize) -> i64 {
        let end = (day + days + 1).min(self.start.len());
        self.start[(day + 1).min(end)..end].iter().map(|it| i64::from(*it)).sum()
    }

    /// Orders what is wanted, as far as it can be had.
    pub fn order(&mut self, day: usize, wanted: i64, terms: Terms) {
        let beds = wanted.clamp(0, terms.most);
        let stands = day + terms.lead.max(1);
        self.ordered += beds;
        add_on(&mut self.start, stands, beds);
        add_on(&mut self.release, stands + terms.bound, beds);
    }

    /// Gives notice for what is not wanted, as far as it may be; those beds are empty from now on.
    pub fn give_notice(&mut self, day: usize, unwanted: i64, terms: Terms) {
        let beds = unwanted.clamp(0, self.free);
        self.standing -= beds;
        self.free -= beds;
        add_on(&mut self.stop, day + terms.notice.max(1), beds);
    }
}

/// Beyond the last day nothing happens.
fn add_on(list: &mut [i32], day: usize, beds: i64) {
    if let Some(on_day) = list.get_mut(day) {
        *on_day += beds as i32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bed_comes_after_its_lead_and_goes_after_its_bound_time_and_notice() {
        let terms = Terms { lead: 2, bound: 3, notice: 4, most: 10 };
        let mut beds = Contracts::default();
        beds.reset(15);
        beds.open(5);
        beds.order(0, 30, terms);
        assert_eq!([1, 2, 9].map(|days| beds.standing_within(0, days)), [0, 10, 10]);
        let mut seen = Vec::new();
        for day in 0..15 {
            beds.apply_day(day);
            // Nothing is wanted any more: on day 0 the five that stood go, on day 5 the ten that were ordered.
            beds.give_notice(day, 100, terms);
            seen.push((beds.standing, beds.paid_for, beds.ordered));
        }
        let by_hand = [
            [(0, 5, 10); 2].as_slice(),
            &[(10, 15, 0); 2],
            &[(10, 10, 0); 1],
            &[(0, 10, 0); 4],
            &[(0, 0, 0); 6],
        ];
        assert_eq!(seen, by_hand.concat());
    }

    #[test]
    fn what_comes_after_the_last_day_stays_ordered() {
        let terms = Terms { lead: 9, bound: 0, notice: 9, most: 7 };
        let mut beds = Contracts::default();
        beds.reset(3);
        beds.order(1, 8, terms);
        beds.order(1, -8, terms);
        assert_eq!(beds.ordered, 7);
        assert_eq!(beds.standing_within(2, 30), 0);
        beds.give_notice(1, 1, terms);
        assert_eq!(beds.paid_for, 0);
    }
}
