//! One replication's numbers: a flat array per table, filled from the model's hot loop.
//!
//! [`Dimensions`] says what the rows are for, [`Layout`] where they are. Nothing here hashes, and
//! after [`Observation::new`] nothing allocates.

use super::Place;
use super::columns::{
    ForwardLiability, Key, MISSING, PaceYear, ShadowPrices, TableColumn, TableId, WaitingSize,
    WaitingYear,
};
use crate::calendar::{Month, Year};
use std::ops::Range;

/// Classes of months waited: 0, 1, ... 23, and 24 or more.
pub const N_WAIT_CLASSES: usize = 25;

/// Number of classes of the size of a household (assumption A210).
pub const N_SIZE_CLASSES: usize = 4;

/// What the classes of size are called: 1, 2, 3 to 5, 6 and more persons.
pub const SIZE_CLASSES: [&str; N_SIZE_CLASSES] = ["size-1", "size-2", "size-3-5", "size-6"];

/// The class of a household of so many persons.
pub const fn size_class(persons: i64) -> usize {
    match persons {
        ..=1 => 0,
        2 => 1,
        3..=5 => 2,
        _ => 3,
    }
}

/// Memory for the observations that wait to be handed on or written, in bytes.
const MEMORY: usize = 256 << 20;

/// Name of all arrival groups together.
pub const ALL_GROUPS: &str = "all";

/// What the rows of the tables are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimensions {
    /// First month of the horizon.
    pub first_month: Month,
    /// Number of months the horizon touches.
    pub n_months: usize,
    /// Arrival groups, in order.
    pub groups: Vec<String>,
    /// Budget posts, such as `671/60`, in order.
    pub posts: Vec<String>,
    /// Municipalities, in register order.
    pub municipalities: Vec<Place>,
    /// Counties, in order of their code.
    pub counties: Vec<Place>,
    /// Branches of the scenario with their probabilities, in order; none where nothing is drawn between.
    pub branches: Vec<(String, f64)>,
}

impl Dimensions {
    /// The month at a position.
    pub fn month(&self, month_index: usize) -> Month {
        self.first_month.plus(month_index as i32)
    }

    /// The year at a position.
    pub fn year(&self, year_index: usize) -> Year {
        self.first_month.year().plus(year_index as i32)
    }

    /// Number of calendar years the horizon touches.
    pub fn n_years(&self) -> usize {
        let last = self.first_month.plus(self.n_months as i32 - 1);
        (last.year().0 - self.first_month.year().0) as usize + 1
    }

    /// Positions of the months of a year that lie in the horizon.
    pub fn months_of(&self, year_index: usize) -> Range<usize> {
        let january = self.year(year_index).first_month().since(self.first_month);
        let n_months = self.n_months as i32;
        january.max(0) as usize..(january + 12).min(n_months) as usize
    }

    /// Whether all twelve months of a year lie in the horizon.
    pub fn is_whole_year(&self, year_index: usize) -> bool {
        self.months_of(year_index).len() == 12
    }

    /// Where the rows of the tables are.
    pub fn layout(&self) -> Layout {
        Layout {
            n_months: self.n_months,
            n_years: self.n_years(),
            n_groups: self.groups.len(),
            n_posts: self.posts.len(),
            n_municipalities: self.municipalities.len(),
        }
    }

    /// What a key's value at `index` is called in files; years and months waited are plain numbers.
    pub fn label(&self, key: Key, index: usize) -> String {
        match key {
            Key::Month | Key::PermitMonth => self.month(index).to_string(),
            Key::Year | Key::PermitYear => self.year(index).to_string(),
            Key::Group => self.groups[index].clone(),
            Key::GroupOrAll => self.groups.get(index).map_or(ALL_GROUPS, String::as_str).to_owned(),
            Key::Post => self.posts[index].clone(),
            Key::Municipality => self.municipalities[index].code.clone(),
            Key::MonthsWaited => index.to_string(),
            Key::HouseholdSize => SIZE_CLASSES[index].to_owned(),
        }
    }
}

/// Where the rows of each table are: row numbers in the nested order of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    n_months: usize,
    n_years: usize,
    n_groups: usize,
    n_posts: usize,
    n_municipalities: usize,
}

impl Layout {
    /// Number of values a key takes.
    pub const fn n_values(&self, key: Key) -> usize {
        match key {
            Key::Month | Key::PermitMonth => self.n_months,
            Key::Year | Key::PermitYear => self.n_years,
            Key::Group => self.n_groups,
            Key::GroupOrAll => self.n_groups + 1,
            Key::Post => self.n_posts,
            Key::Municipality => self.n_municipalities,
            Key::MonthsWaited => N_WAIT_CLASSES,
            Key::HouseholdSize => N_SIZE_CLASSES,
        }
    }

    /// Number of rows one replication has in a table, before rows of zeros are left out.
    pub fn n_rows(&self, table: TableId) -> usize {
        table.table().keys.iter().map(|key| self.n_values(*key)).product()
    }

    /// How many observations may be in memory together: `most`, or half or a quarter of it and so on
    /// where they would take too much.
    pub fn n_in_memory(&self, most: usize) -> usize {
        let n_numbers = |table: &TableId| self.n_rows(*table) * table.table().columns.len();
        let len = size_of::<i64>() * TableId::ALL.iter().map(n_numbers).sum::<usize>();
        let mut halves = std::iter::successors(Some(most), |n| Some(n / 2));
        halves.find(|n| *n <= 1 || n * len <= MEMORY).expect("one is small enough")
    }

    /// Row of `monthly`.
    #[inline]
    pub const fn monthly(&self, month_index: usize, group: usize) -> usize {
        month_index * self.n_groups + group
    }

    /// Row of `reception`.
    #[inline]
    pub const fn reception(&self, month_index: usize) -> usize {
        month_index
    }

    /// Row of `budget_month`.
    #[inline]
    pub const fn budget_month(&self, month_index: usize, post: usize) -> usize {
        month_index * self.n_posts + post
    }

    /// Row of `budget_year`.
    #[inline]
    pub const fn budget_year(&self, year_index: usize, post: usize) -> usize {
        year_index * self.n_posts + post
    }

    /// Row of `forward_liability`.
    #[inline]
    pub const fn forward_liability(&self, group: usize, post: usize) -> usize {
        group * self.n_posts + post
    }

    /// Row of `municipal_year`.
    #[inline]
    pub const fn municipal_year(&self, year_index: usize, municipality: usize) -> usize {
        year_index * self.n_municipalities + municipality
    }

    /// Row of `waits`; months beyond the last class fall in it.
    #[inline]
    pub const fn waits(&self, permit_month: usize, group: usize, months_waited: usize) -> usize {
        let last = N_WAIT_CLASSES - 1;
        let class = if months_waited < last { months_waited } else { last };
        (permit_month * self.n_groups + group) * N_WAIT_CLASSES + class
    }

    /// Row of `pace_year`; the group after the last is all of them together.
    #[inline]
    pub const fn pace_year(&self, permit_year: usize, group: usize) -> usize {
        permit_year * (self.n_groups + 1) + group
    }

    /// Row of `waiting_year`; the group after the last is all of them together.
    #[inline]
    pub const fn waiting_year(&self, year_index: usize, group: usize) -> usize {
        year_index * (self.n_groups + 1) + group
    }

    /// Row of `waiting_size`.
    #[inline]
    pub const fn waiting_size(&self, year_index: usize, size_class: usize) -> usize {
        year_index * N_SIZE_CLASSES + size_class
    }

    /// The only row of `replications`.
    #[inline]
    pub const fn replications(&self) -> usize {
        0
    }
}

/// The numbers of one replication, one flat array per table, row after row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    layout: Layout,
    tables: [Vec<i64>; TableId::N],
}

impl Observation {
    /// An observation of nothing yet.
    pub fn new(dimensions: &Dimensions) -> Self {
        let layout = dimensions.layout();
        let tables =
            TableId::ALL.map(|table| vec![0; layout.n_rows(table) * table.table().columns.len()]);
        let mut observation = Self { layout, tables };
        observation.clear();
        observation
    }

    /// Forgets everything and keeps the memory: zero everywhere, and [`MISSING`] for the pace, for
    /// what one more person costs and for what one more place is worth.
    pub fn clear(&mut self) {
        for table in TableId::ALL {
            let nothing = match table {
                PaceYear::TABLE
                | WaitingYear::TABLE
                | WaitingSize::TABLE
                | ForwardLiability::TABLE
                | ShadowPrices::TABLE => MISSING,
                _ => 0,
            };
            self.tables[table as usize].fill(nothing);
        }
    }

    /// Where the rows are.
    #[inline]
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Adds to one number.
    #[inline]
    pub fn add<C: TableColumn>(&mut self, row: usize, column: C, value: i64) {
        self.tables[C::TABLE as usize][row * C::N + column.index()] += value;
    }

    /// Replaces one number.
    #[inline]
    pub fn set<C: TableColumn>(&mut self, row: usize, column: C, value: i64) {
        self.tables[C::TABLE as usize][row * C::N + column.index()] = value;
    }

    /// One number.
    #[inline]
    pub fn get<C: TableColumn>(&self, row: usize, column: C) -> i64 {
        self.tables[C::TABLE as usize][row * C::N + column.index()]
    }

    /// All numbers of a table, row after row.
    #[inline]
    pub fn values(&self, table: TableId) -> &[i64] {
        &self.tables[table as usize]
    }

    /// All numbers of a table, to be filled when a folder is read back.
    pub(super) fn values_mut(&mut self, table: TableId) -> &mut [i64] {
        &mut self.tables[table as usize]
    }

    /// One column added up over a range of rows.
    pub fn total<C: TableColumn>(&self, rows: Range<usize>, column: C) -> i64 {
        rows.map(|row| self.get(row, column)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::{Monthly, Replications, Waits};
    use super::super::examples::dimensions;
    use super::*;

    #[test]
    fn rows_are_in_the_nested_order_of_the_keys() {
        let layout = dimensions().layout();
        let mut row = 0;
        for month in 0..layout.n_values(Key::PermitMonth) {
            for group in 0..layout.n_values(Key::Group) {
                for months_waited in 0..N_WAIT_CLASSES {
                    assert_eq!(layout.waits(month, group, months_waited), row);
                    row += 1;
                }
            }
        }
        assert_eq!(row, layout.n_rows(TableId::Waits));
        assert_eq!(layout.waits(0, 0, 24), layout.waits(0, 0, 300));
        assert_eq!(layout.n_rows(TableId::Replications), 1);
        let last_pace = layout.pace_year(layout.n_years - 1, layout.n_groups);
        assert_eq!(last_pace + 1, layout.n_rows(TableId::PaceYear));
    }

    #[test]
    fn fewer_observations_are_held_where_each_is_large() {
        let mut dimensions = dimensions();
        assert_eq!(dimensions.layout().n_in_memory(50), 50);
        // 20,000 municipalities and 8 years of 26 numbers each: 33 million bytes.
        let municipality = dimensions.municipalities[0].clone();
        dimensions.municipalities = vec![municipality; 20_000];
        dimensions.n_months = 96;
        let layout = dimensions.layout();
        let n_bytes: usize =
            Observation::new(&dimensions).tables.iter().map(|it| 8 * it.len()).sum();
        for (most, n) in [(64, layout.n_in_memory(64)), (50, layout.n_in_memory(50))] {
            assert!(n < most && n * n_bytes <= MEMORY && (2 * n + 1) * n_bytes > MEMORY, "{n}");
        }
        assert_eq!(layout.n_in_memory(1), 1);
    }

    #[test]
    fn years_know_their_months_also_when_the_horizon_cuts_them() {
        let mut dimensions = dimensions();
        dimensions.first_month = "2022-11".parse().expect("a month");
        dimensions.n_months = 16;
        assert_eq!(dimensions.n_years(), 3);
        assert_eq!(dimensions.months_of(0), 0..2);
        assert_eq!(dimensions.months_of(1), 2..14);
        assert_eq!(dimensions.months_of(2), 14..16);
        assert!(dimensions.is_whole_year(1) && !dimensions.is_whole_year(2));
        assert_eq!(dimensions.label(Key::Month, 15), "2024-02");
    }

    #[test]
    fn what_is_added_is_there_until_it_is_cleared() {
        let mut observation = Observation::new(&dimensions());
        let row = observation.layout().monthly(3, 1);
        observation.add(row, Monthly::Settled, 4);
        observation.add(row, Monthly::Settled, 3);
        observation.set(observation.layout().waits(2, 0, 7), Waits::Left, 9);
        observation.set(0, Replications::Draw, 12);
        assert_eq!(observation.get(row, Monthly::Settled), 7);
        assert_eq!(observation.get(row, Monthly::SelfSettled), 0);
        assert_eq!(observation.total(0..row + 1, Monthly::Settled), 7);
        assert_eq!(observation.get(0, PaceYear::MedianDays), MISSING);
        observation.clear();
        assert_eq!(observation, Observation::new(&dimensions()));
    }

    #[test]
    fn every_size_has_a_class() {
        let classes = [1, 2, 3, 5, 6, 8].map(|persons| SIZE_CLASSES[size_class(persons)]);
        assert_eq!(classes, ["size-1", "size-2", "size-3-5", "size-3-5", "size-6", "size-6"]);
        let layout = dimensions().layout();
        let last = layout.waiting_size(layout.n_years - 1, N_SIZE_CLASSES - 1);
        assert_eq!(last + 1, layout.n_rows(TableId::WaitingSize));
    }
}
