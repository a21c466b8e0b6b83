//! What a result depends on: every uncertain parameter screened, the foremost measured, chance among them.
//!
//! Several numbers may be asked about at once: they are read off the same histories, and the parameters that are
//! measured after the screening are the foremost of each in turn.
//!
//! Parameters are moved inside their own laws. Two factors stand for the rest: *arrivals*, the branch of the
//! scenario and the place in the published ranges, and *chance*, everything that is drawn of a history. The
//! share of variance of the latter is what no better knowledge can take away (methods 6.6).

use super::quantity::Quantity;
use super::sheet::{Cell, Shape, Sheet};
use super::vary::{pin, uncertain};
use crate::chance::{Chance, Process, text_key};
use crate::design::{self, SobolIndices, VariancePlan, bars, draw_trajectories, one_at_a_time};
use crate::engine::{Engine, Interrupted, collect_in_order};
use crate::scenario::Scenario;
use std::sync::atomic::AtomicBool;

/// Levels of the screening (methods 6.6).
const N_LEVELS: u32 = 8;
/// Resamples behind the intervals of shares.
const N_RESAMPLES: usize = 200;
/// Where in its law a parameter is low and high in a tornado.
const LOW_HIGH: (f64, f64) = (0.1, 0.9);
/// So many draws of arrivals and histories a study can tell apart.
const N_DRAWS: u32 = 1_000;

/// How to look.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Walks of the screening.
    pub n_walks: usize,
    /// Parameters that are measured after the screening.
    pub n_foremost: usize,
    /// Rows of the variance plan.
    pub n_rows: usize,
    /// Histories at each point of the tornado.
    pub n_histories: u32,
}

impl Settings {
    /// The number of histories that will be run.
    pub fn n_runs(&self, scenario: &Scenario) -> usize {
        let n_factors = uncertain(scenario).len() + 2;
        let n_measured = self.n_foremost.min(n_factors - 2) + 2;
        self.n_walks * (n_factors + 1)
            + self.n_rows * (n_measured + 2)
            + (2 * (n_measured - 2) + 1) * self.n_histories as usize
    }
}

/// The study of some quantities.
struct Study<'a> {
    scenario: &'a Scenario,
    quantities: &'a [Quantity],
    parameters: Vec<usize>,
    stop: &'a AtomicBool,
}

/// What the quantities depend on: screening, shares of variance, tornado.
pub fn measure_sensitivity(
    scenario: &Scenario,
    quantities: &[Quantity],
    settings: Settings,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<Sheet>, Interrupted> {
    let mut scenario = scenario.clone();
    // A draw of branch and place in the ranges for each so many numbers of histories.
    scenario.run.replications_per_draw = N_DRAWS;
    let parameters = uncertain(&scenario);
    let study = Study { scenario: &scenario, quantities, parameters, stop };
    let (screening, foremost) = study.screen(settings, progress)?;
    let shares = study.share(&foremost, settings, progress)?;
    let tornado = study.tornado(&foremost, settings, progress)?;
    Ok(vec![screening, shares, tornado])
}

impl Study<'_> {
    /// The quantities at a point: probabilities of `chosen` parameters, then of arrivals and chance. The other
    /// parameters are at their medians. A quantity that is not reached in the history is not a number.
    fn at(&self, chosen: &[usize], point: &[f64]) -> Vec<f64> {
        let mut scenario = self.scenario.clone();
        for parameter in &self.parameters {
            let position = chosen.iter().position(|it| it == parameter);
            pin(
                &mut scenario,
                *parameter,
                position.map_or(0.5, |it| point[it].clamp(0.001, 0.999)),
            );
        }
        let draw = |coordinate: f64| ((coordinate * f64::from(N_DRAWS)) as u32).min(N_DRAWS - 1);
        let number = draw(point[chosen.len()]) * N_DRAWS + draw(point[chosen.len() + 1]);
        let engine = Engine::new(&scenario);
        let seen = engine.run_one(number);
        let values = self.quantities.iter().map(|it| it.of(&seen, &engine.dimensions));
        values.map(|it| it.unwrap_or(f64::NAN)).collect()
    }

    /// Each quantity with its values at `n` points.
    fn at_all(
        &self,
        chosen: &[usize],
        n: usize,
        point: impl Fn(usize) -> Vec<f64> + Sync,
        progress: &(impl Fn() + Sync),
    ) -> Result<Vec<(&Quantity, Vec<f64>)>, Interrupted> {
        let seen =
            collect_in_order(n, self.stop, progress, |number| self.at(chosen, &point(number)))?;
        let of = |column: usize| seen.iter().map(|values| values[column]).collect();
        Ok(self.quantities.iter().enumerate().map(|(column, it)| (it, of(column))).collect())
    }

    /// Moves every parameter in walks; the foremost of each quantity in turn come back.
    fn screen(
        &self,
        settings: Settings,
        progress: &(impl Fn() + Sync),
    ) -> Result<(Sheet, Vec<usize>), Interrupted> {
        let n_factors = self.parameters.len() + 2;
        let mut stream = self.stream("screening");
        let walks = draw_trajectories(settings.n_walks, n_factors, N_LEVELS, &mut stream);
        let points: Vec<Vec<f64>> = walks.iter().flat_map(|it| it.points.clone()).collect();
        let point = |number: usize| points[number].clone();
        let columns = [
            ("quantity", Shape::Text),
            ("factor", Shape::Text),
            ("mean_size", Shape::Any),
            ("mean_effect", Shape::Any),
            ("spread", Shape::Any),
        ];
        let mut sheet = Sheet::new("sensitivity_screening", &columns);
        let mut orders = Vec::new();
        for (quantity, outputs) in self.at_all(&self.parameters, points.len(), point, progress)? {
            let effects = design::effects(&walks, &outputs);
            let mut order: Vec<usize> = (0..n_factors).collect();
            order.sort_by(|one, two| effects[*two].mean_size.total_cmp(&effects[*one].mean_size));
            for at in order.iter().take(2 * settings.n_foremost + 2) {
                let effect = &effects[*at];
                let numbers = [effect.mean_size, effect.mean, effect.spread];
                let mut row = vec![Cell::text(quantity), self.name(&self.parameters, *at)];
                row.extend(numbers.map(|it| Cell::of(Some(it))));
                sheet.push(row);
            }
            let of = |at: &usize| self.parameters.get(*at).copied();
            orders.push(order.iter().filter_map(of).collect::<Vec<_>>());
        }
        Ok((sheet, in_turn(&orders, settings.n_foremost)))
    }

    /// Shares of the variance of the foremost, arrivals and chance.
    fn share(
        &self,
        foremost: &[usize],
        settings: Settings,
        progress: &(impl Fn() + Sync),
    ) -> Result<Sheet, Interrupted> {
        let mut stream = self.stream("shares of variance");
        let plan = VariancePlan::draw(settings.n_rows, foremost.len() + 2, &mut stream);
        let points: Vec<Vec<f64>> = plan.points().collect();
        let point = |number: usize| points[number].clone();
        let columns = [
            ("quantity", Shape::Text),
            ("factor", Shape::Text),
            ("total_share", Shape::Percent),
            ("total_from", Shape::Percent),
            ("total_to", Shape::Percent),
            ("own_share", Shape::Percent),
            ("own_from", Shape::Percent),
            ("own_to", Shape::Percent),
        ];
        let mut sheet = Sheet::new("sensitivity_variance", &columns);
        for (quantity, outputs) in self.at_all(foremost, points.len(), point, progress)? {
            let indices = plan.draw_indices(&outputs, N_RESAMPLES, 0.95, &mut stream);
            let mut indices: Vec<(usize, SobolIndices)> = indices.into_iter().enumerate().collect();
            indices.sort_by(|one, two| two.1.total.value.total_cmp(&one.1.total.value));
            for (at, SobolIndices { first, total }) in indices {
                let mut row = vec![Cell::text(quantity), self.name(foremost, at)];
                let numbers =
                    [total.value, total.low, total.high, first.value, first.low, first.high];
                row.extend(numbers.map(|it| Cell::of(Some(it))));
                sheet.push(row);
            }
        }
        Ok(sheet)
    }

    /// The foremost one at a time at their low and high values, on the same histories.
    fn tornado(
        &self,
        foremost: &[usize],
        settings: Settings,
        progress: &(impl Fn() + Sync),
    ) -> Result<Sheet, Interrupted> {
        let low_high = vec![LOW_HIGH; foremost.len()];
        let points = one_at_a_time(&vec![0.5; foremost.len()], &low_high);
        let n_histories = settings.n_histories as usize;
        let point = |number: usize| {
            let (point, history) = (number / n_histories, number % n_histories);
            // Every point has the same draws of arrivals and the same histories.
            let place = (history as f64 + 0.5) / n_histories as f64;
            [&points[point][..], &[place, place]].concat()
        };
        let columns = [
            ("quantity", Shape::Text),
            ("factor", Shape::Text),
            ("at_low", Shape::Any),
            ("at_high", Shape::Any),
            ("low_error", Shape::Any),
            ("high_error", Shape::Any),
            ("baseline_mean", Shape::Any),
        ];
        let mut sheet = Sheet::new("sensitivity_tornado", &columns);
        let n_runs = points.len() * n_histories;
        for (quantity, outputs) in self.at_all(foremost, n_runs, point, progress)? {
            let outputs: Vec<Vec<f64>> = outputs.chunks(n_histories).map(<[f64]>::to_vec).collect();
            let baseline = outputs[0].iter().sum::<f64>() / n_histories as f64;
            for bar in bars(&outputs) {
                let (low, high) = (bar.at_low, bar.at_high);
                let numbers =
                    [low.mean, high.mean, low.standard_error, high.standard_error, baseline];
                let mut row = vec![Cell::text(quantity), self.name(foremost, bar.factor)];
                row.extend(numbers.map(|it| Cell::of(Some(it))));
                sheet.push(row);
            }
        }
        Ok(sheet)
    }

    /// A factor's name: a key of the scenario file, or what stands for the rest.
    fn name(&self, chosen: &[usize], factor: usize) -> Cell {
        match chosen.get(factor) {
            Some(parameter) => Cell::text(&self.scenario.parameters[*parameter].key),
            None if factor == chosen.len() => Cell::Word("arrivals"),
            None => Cell::Word("chance"),
        }
    }

    fn stream(&self, what: &str) -> crate::chance::Stream {
        let chance = Chance::new(self.scenario.run.seed, 0);
        chance.stream(Process::Parameter, text_key(what))
    }
}

/// The first `n` of all orders, taking the first of each, then the second of each, without repeating any.
fn in_turn(orders: &[Vec<usize>], n: usize) -> Vec<usize> {
    let longest = orders.iter().map(Vec::len).max().unwrap_or(0);
    let mut chosen = Vec::new();
    for next in (0..longest).flat_map(|place| orders.iter().filter_map(move |it| it.get(place))) {
        if chosen.len() < n && !chosen.contains(next) {
            chosen.push(*next);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quantity_has_its_foremost_parameters_among_those_measured() {
        let orders = [vec![4, 2, 7, 1], vec![2, 9, 4, 3]];
        assert_eq!(in_turn(&orders, 4), [4, 2, 9, 7]);
        assert_eq!(in_turn(&orders, 9), [4, 2, 9, 7, 1, 3]);
        assert_eq!(in_turn(&orders[..1], 2), [4, 2]);
    }
}
