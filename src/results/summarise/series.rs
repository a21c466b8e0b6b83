//! Every quantity that is summarised as it stands: a column by month and year, by group, place and
//! post.
//!
//! One traversal gives both the labels and the numbers, so the two cannot fall out of step. Each
//! quantity is one number a replication.

mod load;
mod places;
pub mod steering;

use super::super::Label;
use super::super::columns::{
    BudgetMonth, BudgetYear, Column, Fold, ForwardLiability, Kind, MISSING, Monthly,
    PARTS_PER_MILLION, Reception, TableColumn, TableId,
};
use super::super::measures::{CASH_TO_DATE, Derived, PEAK_RECEPTION, PEAK_SHORTFALL};
use super::super::observation::{ALL_GROUPS, Dimensions, Layout, Observation, SIZE_CLASSES};
use steering::Meters;

/// Takes the numbers of one replication in their fixed order.
pub trait Sink {
    /// A whole number that fits 32 bits.
    fn count(&mut self, value: i64, label: impl FnOnce() -> Label);
    /// Kroner, nights or points, which a float holds exactly up to 2^53; or a share or time, NaN where it is
    /// not defined.
    fn amount(&mut self, value: f64, label: impl FnOnce() -> Label);

    /// Whether something happens, or nothing where it cannot: the measure is its probability.
    fn event(&mut self, happened: Option<bool>, label: impl FnOnce() -> Label) {
        self.amount(outcome(happened), label);
    }

    /// A whole number of a column, which goes where its kind fits.
    fn column(&mut self, column: &Column, value: i64, label: impl FnOnce() -> Label) {
        match column.kind {
            Kind::KronerOrMissing | Kind::PointsOrMissing if value == MISSING => {
                self.amount(f64::NAN, label);
            }
            // Nights and points are many for each person.
            Kind::Kroner | Kind::KronerOrMissing => self.amount(value as f64, label),
            Kind::Nights | Kind::Points | Kind::PointsOrMissing => {
                self.amount(value as f64, label);
            }
            _ => self.count(value, label),
        }
    }
}

/// 1 for what happens, 0 for what does not, and NaN where it cannot.
pub fn outcome(happened: Option<bool>) -> f64 {
    happened.map_or(f64::NAN, |it| f64::from(u8::from(it)))
}

/// What the traversal needs to know besides the observation.
pub struct Traversal<'a> {
    dimensions: &'a Dimensions,
    layout: Layout,
    county_of: &'a [Option<usize>],
}

impl<'a> Traversal<'a> {
    /// A traversal of observations with these dimensions; `county_of` each municipality is its
    /// position.
    pub fn new(dimensions: &'a Dimensions, county_of: &'a [Option<usize>]) -> Self {
        Self { dimensions, layout: dimensions.layout(), county_of }
    }

    /// Hands every number to `sink`.
    pub fn visit(&self, observation: &Observation, meters: &mut Meters, sink: &mut impl Sink) {
        self.visit_monthly(observation, sink);
        self.visit_reception(observation, sink);
        self.visit_budget(observation, sink);
        self.visit_forward_liability(observation, sink);
        self.visit_municipalities(observation, sink);
        self.visit_shadow_prices(observation, sink);
        self.visit_spread(observation, meters, sink);
        self.visit_load(observation, sink);
        self.visit_pace(observation, sink);
    }

    fn month(&self, month_index: usize) -> String {
        self.dimensions.month(month_index).to_string()
    }

    fn year(&self, year_index: usize) -> String {
        self.dimensions.year(year_index).to_string()
    }

    fn visit_monthly(&self, observation: &Observation, sink: &mut impl Sink) {
        let groups = &self.dimensions.groups;
        let values = observation.values(TableId::Monthly);
        for (index, column) in TableId::Monthly.table().columns.iter().enumerate() {
            let value =
                |month, group| values[self.layout.monthly(month, group) * Monthly::N + index];
            let total = |month| (0..groups.len()).map(|group| value(month, group)).sum();
            for month in 0..self.dimensions.n_months {
                let all = || label_of(column, self.month(month));
                for (group, name) in groups.iter().enumerate() {
                    sink.column(column, value(month, group), || Label {
                        group: name.clone(),
                        ..all()
                    });
                }
                sink.column(column, total(month), all);
            }
            for year in 0..self.dimensions.n_years() {
                let months = || self.dimensions.months_of(year);
                let all = || label_of(column, self.year(year));
                for (group, name) in groups.iter().enumerate() {
                    let folded = fold(column, months().map(|month| value(month, group)));
                    sink.column(column, folded, || Label { group: name.clone(), ..all() });
                }
                sink.column(column, fold(column, months().map(total)), all);
            }
        }
    }

    fn visit_reception(&self, observation: &Observation, sink: &mut impl Sink) {
        let values = observation.values(TableId::Reception);
        let value = |month, index| values[self.layout.reception(month) * Reception::N + index];
        let years = 0..self.dimensions.n_years();
        for (index, column) in TableId::Reception.table().columns.iter().enumerate() {
            // All groups of `monthly` together are the same persons.
            if column.name == Monthly::Reception.column().name {
                continue;
            }
            for month in 0..self.dimensions.n_months {
                let label = || label_of(column, self.month(month));
                sink.column(column, value(month, index), label);
            }
            for year in years.clone() {
                let months = self.dimensions.months_of(year);
                let folded = fold(column, months.map(|month| value(month, index)));
                sink.column(column, folded, || label_of(column, self.year(year)));
            }
        }
        let peaks =
            [(Reception::Persons, PEAK_RECEPTION), (Reception::BedShortfall, PEAK_SHORTFALL)];
        for (column, derived) in peaks {
            for year in years.clone() {
                let months = self.dimensions.months_of(year);
                let peak = months.map(|month| value(month, column.index())).max().unwrap_or(0);
                sink.count(peak, || Label::national(derived, self.year(year)));
            }
        }
    }

    fn visit_budget(&self, observation: &Observation, sink: &mut impl Sink) {
        for (index, post) in self.dimensions.posts.iter().enumerate() {
            let monthly = |month, column: BudgetMonth| {
                observation.get(self.layout.budget_month(month, index), column)
            };
            for year in 0..self.dimensions.n_years() {
                let mut to_date = 0;
                let months = self.dimensions.months_of(year);
                for month in months.clone() {
                    for column in [
                        BudgetMonth::Right,
                        BudgetMonth::Cash,
                        BudgetMonth::Outstanding,
                        BudgetMonth::Floor,
                    ] {
                        let label = || label_of(column.column(), self.month(month)).post(post);
                        sink.column(column.column(), monthly(month, column), label);
                    }
                    to_date += monthly(month, BudgetMonth::Cash);
                    let label = || Label::national(CASH_TO_DATE, self.month(month)).post(post);
                    sink.amount(to_date as f64, label);
                }
                // The allocation is left to the budget pressure, which knows whether there is any.
                for column in [
                    BudgetYear::Right,
                    BudgetYear::Cash,
                    BudgetYear::Committed,
                    BudgetYear::New,
                    BudgetYear::OneOff,
                ] {
                    let value = observation.get(self.layout.budget_year(year, index), column);
                    let label = || label_of(column.column(), self.year(year)).post(post);
                    sink.column(column.column(), value, label);
                }
                let last = months.end - 1;
                for column in [BudgetMonth::Outstanding, BudgetMonth::Floor] {
                    let label = || label_of(column.column(), self.year(year)).post(post);
                    sink.column(column.column(), monthly(last, column), label);
                }
            }
        }
    }

    /// What one more person of each group costs each post, in the first year of the horizon.
    fn visit_forward_liability(&self, observation: &Observation, sink: &mut impl Sink) {
        for column in [ForwardLiability::Liability, ForwardLiability::Discounted] {
            for (group, name) in self.dimensions.groups.iter().enumerate() {
                for (index, post) in self.dimensions.posts.iter().enumerate() {
                    let row = self.layout.forward_liability(group, index);
                    let value = observation.get(row, column);
                    sink.column(column.column(), value, || Label {
                        group: name.clone(),
                        ..label_of(column.column(), self.year(0)).post(post)
                    });
                }
            }
        }
    }

    /// Waiting by year of the permit, by calendar year, and by size of the household; the rows of all are alike. A size
    /// stands in place of the group.
    fn visit_pace(&self, observation: &Observation, sink: &mut impl Sink) {
        let groups = self.dimensions.groups.iter().map(String::as_str);
        let groups: Vec<&str> = groups.chain([ALL_GROUPS]).collect();
        for (table, names) in [
            (TableId::PaceYear, &groups[..]),
            (TableId::WaitingYear, &groups),
            (TableId::WaitingSize, &SIZE_CLASSES),
        ] {
            let table = table.table();
            let mut rows = observation.values(table.id).chunks_exact(table.columns.len());
            for year in 0..self.dimensions.n_years() {
                for (name, values) in names.iter().zip(&mut rows) {
                    for (column, value) in table.columns.iter().zip(values) {
                        let value = match (column.kind, *value) {
                            // A time that was not reached is long; a share that is not known is
                            // nothing.
                            (Kind::Days, MISSING) => f64::INFINITY,
                            (_, MISSING) => f64::NAN,
                            (Kind::Share, parts) => parts as f64 / PARTS_PER_MILLION as f64,
                            (_, number) => number as f64,
                        };
                        sink.amount(value, || Label {
                            group: (*name).to_owned(),
                            ..label_of(column, self.year(year))
                        });
                    }
                }
            }
        }
    }
}

/// The national measure of a column.
fn label_of(column: &Column, period: String) -> Label {
    Label::national(Derived { name: column.name, unit: column.unit, meaning: "" }, period)
}

fn fold(column: &Column, months: impl DoubleEndedIterator<Item = i64>) -> i64 {
    let mut months = months;
    match column.over_months {
        Fold::Sum => months.sum(),
        Fold::Last => months.next_back().unwrap_or(0),
        Fold::Max => months.max().unwrap_or(0),
        Fold::None => panic!("{} has no value for a year", column.name),
    }
}

fn share(part: i64, whole: i64) -> f64 {
    if whole == 0 { f64::NAN } else { part as f64 / whole as f64 }
}
