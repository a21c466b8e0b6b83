//! What of one replication is compared: a few yearly numbers of the whole country.

use crate::results::Label;
use crate::results::columns::{
    BudgetYear, MISSING, Monthly, PARTS_PER_MILLION, PaceYear, Reception,
};
use crate::results::measures::Derived;
use crate::results::observation::{Dimensions, Observation};
use crate::results::summarise::draws::Draws;

/// The post whose payments are taken apart.
pub const POST: &str = "671/60";

const fn named(name: &'static str, unit: &'static str) -> Derived {
    Derived { name, unit, meaning: "" }
}

/// Yearly quantities that are compared, and whether they are of the post.
pub const QUANTITIES: [(Derived, bool); 9] = [
    (named("arrived_persons", "persons"), false),
    (named("settled_persons", "persons"), false),
    (named("settled_within_6_months", "share"), false),
    (named("peak_reception_persons", "persons"), false),
    (named("cash_kroner", "kroner"), true),
    (named("right_kroner", "kroner"), true),
    (named("overrun_probability", "share"), true),
    (named("waiting_persons", "persons"), false),
    (named("peak_bed_shortfall", "beds"), false),
];
/// Position of the payments among the quantities.
pub const CASH: usize = 4;

/// The quantities of every year in every replication, in order.
pub struct Outcomes {
    n_years: usize,
    post: Option<usize>,
    dimensions: Dimensions,
    /// One for each replication, year and quantity; not a number where there is none.
    numbers: Vec<f64>,
    draws: Draws,
}

impl Outcomes {
    /// Nothing yet.
    pub fn new(dimensions: &Dimensions) -> Self {
        Self {
            n_years: dimensions.n_years(),
            post: dimensions.posts.iter().position(|post| post == POST),
            dimensions: dimensions.clone(),
            numbers: Vec::new(),
            draws: Draws::default(),
        }
    }

    /// Adds the next replication.
    pub fn push(&mut self, observation: &Observation) {
        self.draws.push(observation);
        for year in 0..self.n_years {
            let numbers = self.of_year(observation, year);
            self.numbers.extend(numbers);
        }
    }

    fn of_year(&self, observation: &Observation, year: usize) -> [f64; QUANTITIES.len()] {
        let layout = observation.layout();
        let n_groups = self.dimensions.groups.len();
        let months = self.dimensions.months_of(year);
        let rows = layout.monthly(months.start, 0)..layout.monthly(months.end, 0);
        let largest = |column: Reception| {
            let ends = months.clone().map(|month| observation.get(layout.reception(month), column));
            ends.max().map_or(f64::NAN, |it| it as f64)
        };
        let last = layout.monthly(months.end - 1, 0)..layout.monthly(months.end, 0);
        let within = observation.get(layout.pace_year(year, n_groups), PaceYear::Within6Months);
        let of_post = |column: BudgetYear| {
            self.post.map(|post| observation.get(layout.budget_year(year, post), column))
        };
        let kroner = |column| of_post(column).map_or(f64::NAN, |it| it as f64);
        let cash = kroner(BudgetYear::Cash);
        let adopted = kroner(BudgetYear::Allocation);
        let available = adopted + kroner(BudgetYear::CarriedIn) + kroner(BudgetYear::Change);
        // A year without a budget has nothing to overrun.
        let overrun = match adopted > 0.0 {
            true => f64::from(cash > available),
            false => f64::NAN,
        };
        [
            observation.total(rows.clone(), Monthly::Arrived) as f64,
            observation.total(rows, Monthly::Settled) as f64,
            if within == MISSING { f64::NAN } else { within as f64 / PARTS_PER_MILLION as f64 },
            largest(Reception::Persons),
            cash,
            kroner(BudgetYear::Right),
            overrun,
            observation.total(last, Monthly::Waiting) as f64,
            largest(Reception::BedShortfall),
        ]
    }

    /// Number of years.
    pub fn n_years(&self) -> usize {
        self.n_years
    }

    /// Which replications share a draw of the parameters.
    pub fn draws(&self) -> &Draws {
        &self.draws
    }

    /// A quantity of a year, replication by replication.
    pub fn series(&self, quantity: usize, year: usize) -> impl Iterator<Item = f64> {
        let at = year * QUANTITIES.len() + quantity;
        let step = self.n_years * QUANTITIES.len();
        self.numbers.iter().skip(at).step_by(step).copied()
    }

    /// The payments of all years together, replication by replication.
    pub fn totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.series(CASH, 0).count()];
        for year in 0..self.n_years {
            totals.iter_mut().zip(self.series(CASH, year)).for_each(|(sum, it)| *sum += it);
        }
        totals
    }

    /// What the payments of all years together are.
    pub fn label_of_total(&self) -> Label {
        Label { period: "all".to_owned(), ..self.label(CASH, 0) }
    }

    /// What a quantity of a year is.
    pub fn label(&self, quantity: usize, year: usize) -> Label {
        let (derived, is_of_post) = QUANTITIES[quantity];
        let label = Label::national(derived, self.dimensions.year(year).to_string());
        if is_of_post { label.post(POST) } else { label }
    }
}
