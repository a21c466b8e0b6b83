//! A scenario at many points of its values: a grid, a Latin hypercube or Sobol points. Rows that are written
//! already are not run again.

use super::quantity::{NoQuantity, Quantity};
use super::sheet::{Cell, Shape, Sheet};
use super::vary::{Ended, Variants, run};
use crate::chance::{Chance, Process, text_key};
use crate::design::{draw_latin_hypercube, draw_sobol_points, grid};
use crate::engine::Engine;
use crate::results::summarise::distribution::quantile;
use crate::results::summarise::draws::Draws;
use std::sync::atomic::AtomicBool;

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every combination of the values listed.
    Grid,
    /// Evenly over each key, at random together.
    LatinHypercube,
    /// Evenly over the whole space.
    Sobol,
}

/// A key and the values it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// A key of the scenario file.
    pub key: String,
    /// What it may be.
    pub values: Values,
}

/// The values of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// These and no others.
    Listed(Vec<f64>),
    /// Anything between the two.
    Between(f64, f64),
}

impl Axis {
    /// Reads `KEY=1,2,3` or `KEY=1..3`.
    pub fn read(text: &str) -> Option<Self> {
        let (key, values) = text.split_once('=')?;
        let number =
            |it: &str| it.trim().replace('_', "").parse::<f64>().ok().filter(|it| it.is_finite());
        let values = match values.split_once("..") {
            Some((low, high)) => Values::Between(number(low)?, number(high)?),
            None => Values::Listed(values.split(',').map(number).collect::<Option<_>>()?),
        };
        Some(Self { key: key.trim().to_owned(), values })
    }

    fn at(&self, coordinate: f64) -> f64 {
        match &self.values {
            Values::Between(low, high) => in_steps(*low, *high, coordinate),
            Values::Listed(listed) => {
                listed[((coordinate * listed.len() as f64) as usize).min(listed.len() - 1)]
            }
        }
    }
}

/// A value of a range, with as many digits as tell ten thousand of its values apart: what is used is what is shown.
fn in_steps(low: f64, high: f64, coordinate: f64) -> f64 {
    let value = low + (high - low) * coordinate;
    let digits = (4.0 - (high - low).abs().log10().floor()).clamp(0.0, 12.0) as usize;
    let short = format!("{value:.digits$}").parse().unwrap_or(value);
    f64::clamp(short, low.min(high), low.max(high))
}

/// The points of a design; in a grid, ends of a range are its two values.
pub fn plan_points(axes: &[Axis], design: Design, n: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Chance::new(seed, 0).stream(Process::Parameter, text_key("points of a sweep"));
    if design == Design::Grid {
        let listed: Vec<Vec<f64>> = axes
            .iter()
            .map(|it| match &it.values {
                Values::Listed(listed) => listed.clone(),
                Values::Between(low, high) => vec![*low, *high],
            })
            .collect();
        let levels: Vec<usize> = listed.iter().map(Vec::len).collect();
        // A grid's coordinates are the middles of its cells.
        let at = |axis: usize, coordinate: f64| {
            let n_levels = levels[axis];
            listed[axis][((coordinate * n_levels as f64) as usize).min(n_levels - 1)]
        };
        let points = grid(&levels).into_iter();
        return points
            .map(|point| point.iter().enumerate().map(|(axis, it)| at(axis, *it)).collect())
            .collect();
    }
    let points = match design {
        Design::Sobol => draw_sobol_points(n, axes.len(), &mut stream),
        Design::Grid | Design::LatinHypercube => draw_latin_hypercube(n, axes.len(), &mut stream),
    };
    let scaled = |point: &Vec<f64>| axes.iter().zip(point).map(|(axis, it)| axis.at(*it)).collect();
    points.iter().map(scaled).collect()
}

/// A sweep: where, and what is read off there.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Names the scenario with all its values: rows of another one are not taken for its own.
    pub run: String,
    /// The scenario.
    pub variants: Variants,
    /// The keys that are set.
    pub keys: Vec<String>,
    /// The quantities, as they are named.
    pub quantities: Vec<String>,
}

impl Sweep {
    /// An empty sheet: a row for each point and quantity.
    pub fn sheet(&self) -> Sheet {
        Sheet::new(
            "sweep",
            &[
                ("run", Shape::Text),
                ("point", Shape::Whole),
                ("values", Shape::Text),
                ("quantity", Shape::Text),
                ("replications", Shape::Whole),
                ("mean", Shape::Any),
                ("standard_error", Shape::Any),
                ("q10", Shape::Any),
                ("median", Shape::Any),
                ("q90", Shape::Any),
            ],
        )
    }

    /// The values of a point as they stand in its rows.
    pub fn describe(&self, point: &[f64]) -> String {
        let pairs = self.keys.iter().zip(point).map(|(key, value)| format!("{key}={value}"));
        pairs.collect::<Vec<_>>().join(" ")
    }

    /// The rows of one point.
    pub fn run_point(
        &self,
        number: usize,
        point: &[f64],
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Result<Vec<Vec<Cell>>, NoQuantity>, Ended> {
        let scenario = self.variants.at(&self.keys, point)?;
        let dimensions = Engine::new(&scenario).dimensions;
        let found: Result<Vec<Quantity>, NoQuantity> =
            self.quantities.iter().map(|it| Quantity::find(it, &dimensions)).collect();
        let quantities = match found {
            Ok(quantities) => quantities,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let seen = run(&scenario, 0..scenario.run.replications, &quantities, stop, progress)?;
        let in_a_draw = scenario.run.replications_per_draw as usize;
        let rows = quantities.iter().enumerate().map(|(column, quantity)| {
            let all: Vec<f64> = seen.iter().map(|it| it[column].unwrap_or(f64::NAN)).collect();
            let values: Vec<f64> = seen.iter().filter_map(|it| it[column]).collect();
            let mut row = vec![
                Cell::text(&self.run),
                Cell::Number((number + 1) as f64),
                Cell::Text(self.describe(point)),
                Cell::text(quantity),
                Cell::Number(values.len() as f64),
            ];
            row.extend(summary(&all, in_a_draw).map(Cell::of));
            row
        });
        Ok(Ok(rows.collect()))
    }
}

/// Mean, its standard error, and the quantiles at 10, 50 and 90 % of values that are one a history and in their order;
/// not a number where there is none.
fn summary(values: &[f64], in_a_draw: usize) -> [Option<f64>; 5] {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|it| !it.is_nan()).collect();
    if sorted.is_empty() {
        return [None; 5];
    }
    let n = sorted.len();
    let mean = sorted.iter().sum::<f64>() / n as f64;
    let error = Draws::in_order(values.len(), in_a_draw).error_of_mean(values);
    sorted.sort_by(f64::total_cmp);
    let [low, median, high] = [100, 500, 900].map(|permille| Some(quantile(&sorted, permille)));
    [Some(mean), (n > 1).then_some(error), low, median, high]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(text: &str) -> Axis {
        Axis::read(text).expect("an axis")
    }

    #[test]
    fn values_of_a_range_have_no_more_digits_than_tell_them_apart() {
        assert_eq!(in_steps(20_000.0, 80_000.0, 0.123_456_789), 27_407.0);
        assert_eq!(in_steps(0.5, 2.0, 0.123_456_789), 0.6852);
        assert_eq!(in_steps(0.0, 1e-3, 1.0 / 3.0), 0.000_333_3);
        assert_eq!(in_steps(3.0, 3.0, 0.7), 3.0);
        assert!((0.123_45..=7.0).contains(&in_steps(0.123_45, 7.0, 0.0)), "never outside");
    }

    #[test]
    fn axes_are_lists_or_ranges() {
        assert_eq!(axis("a.b=1,2.5").values, Values::Listed(vec![1.0, 2.5]));
        assert_eq!(axis("a.b=0.5..2").values, Values::Between(0.5, 2.0));
        assert_eq!(axis("a=35_000").values, Values::Listed(vec![35_000.0]));
        for wrong in ["a", "a=", "a=x", "a=1..", "a=1,,2", "a=inf"] {
            assert_eq!(Axis::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_grid_has_every_combination_once() {
        let axes = [axis("a=1,2,3"), axis("b=10..20")];
        let mut points = plan_points(&axes, Design::Grid, 99, 1);
        points.sort_by(|one, two| one.partial_cmp(two).expect("numbers"));
        let expected: Vec<Vec<f64>> = [1.0, 2.0, 3.0]
            .iter()
            .flat_map(|one| [10.0, 20.0].map(|two| vec![*one, two]))
            .collect();
        assert_eq!(points, expected);
    }

    #[test]
    fn a_design_stays_in_its_ranges_and_is_the_same_again() {
        let axes = [axis("a=5..6"), axis("b=1,2")];
        for design in [Design::LatinHypercube, Design::Sobol] {
            let points = plan_points(&axes, design, 32, 7);
            assert_eq!(points.len(), 32);
            assert!(points.iter().all(|it| (5.0..=6.0).contains(&it[0])));
            let n_first = points.iter().filter(|it| it[1] == 1.0).count();
            assert_eq!(n_first, 16, "each level as often: {design:?}");
            assert_eq!(points, plan_points(&axes, design, 32, 7));
        }
    }

    #[test]
    fn the_summary_is_that_of_the_numbers() {
        let [mean, error, low, middle, high] = summary(&[1.0, 2.0, 3.0, 4.0, 5.0], 1);
        assert_eq!((mean, middle), (Some(3.0), Some(3.0)));
        assert_eq!((low, high), (Some(1.4), Some(4.6)));
        assert!((error.expect("a number") - 0.5_f64.sqrt()).abs() < 1e-12);
        assert_eq!(summary(&[], 1), [None; 5]);
        // Two histories of each draw that are the same say no more than one.
        let pairs = [1.0, 1.0, 2.0, 2.0, f64::NAN, 3.0, 4.0, 4.0, 5.0, 5.0];
        let [_, of_pairs, ..] = summary(&pairs, 2);
        assert!(of_pairs > summary(&pairs, 1)[1]);
        assert_eq!(summary(&[7.0], 1)[1], None);
    }
}
