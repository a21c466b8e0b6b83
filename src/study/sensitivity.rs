//! What a result depends on: every uncertain parameter screened, the foremost measured, chance among them.
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

/// The study of one quantity.
struct Study<'a> {
    scenario: &'a Scenario,
    quantity: &'a Quantity,
    parameters: Vec<usize>,
    stop: &'a AtomicBool,
}

/// What the quantity depends on: screening, shares of variance, tornado.
pub fn measure_sensitivity(
    scenario: &Scenario,
    quantity: &Quantity,
    settings: Settings,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<Sheet>, Interrupted> {
    let mut scenario = scenario.clone();
    // A draw of branch and place in the ranges for each so many numbers of histories.
    scenario.run.replications_per_draw = N_DRAWS;
    let parameters = uncertain(&scenario);
    let study = Study { scenario: &scenario, quantity, parameters, stop };
    let (screening, foremost) = study.screen(settings, progress)?;
    let shares = study.share(&foremost, settings, progress)?;
    let tornado = study.tornado(&foremost, settings, progress)?;
    Ok(vec![screening, shares, tornado])
}

impl Study<'_> {
    /// The quantity at a point: probabilities of `chosen` parameters, then of arrivals and chance. The other
    /// parameters are at their medians.
    fn at(&self, chosen: &[usize], point: &[f64]) -> f64 {
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
        self.quantity.of(&seen, &engine.dimensions).unwrap_or(0.0)
    }

    fn at_all(
        &self,
        chosen: &[usize],
        points: &[Vec<f64>],
        progress: &(impl Fn() + Sync),
    ) -> Result<Vec<f64>, Interrupted> {
        collect_in_order(points.len(), self.stop, progress, |number| {
            self.at(chosen, &points[number])
        })
    }

    /// Moves every parameter in walks; the foremost come back, largest first.
    fn screen(
        &self,
        settings: Settings,
        progress: &(impl Fn() + Sync),
    ) -> Result<(Sheet, Vec<usize>), Interrupted> {
        let n_factors = self.parameters.len() + 2;
        let mut stream = self.stream("screening");
        let walks = draw_trajectories(settings.n_walks, n_factors, N_LEVELS, &mut stream);
        let points: Vec<Vec<f64>> = walks.iter().flat_map(|it| it.points.clone()).collect();
        let outputs = self.at_all(&self.parameters, &points, progress)?;
        let effects = design::effects(&walks, &outputs);
        let mut order: Vec<usize> = (0..n_factors).collect();
        order.sort_by(|one, two| effects[*two].mean_size.total_cmp(&effects[*one].mean_size));
        let columns = [
            ("factor", Shape::Text),
            ("mean_size", Shape::Any),
            ("mean_effect", Shape::Any),
            ("spread", Shape::Any),
        ];
        let mut sheet = Sheet::new("sensitivity_screening", &columns);
        for at in order.iter().take(2 * settings.n_foremost + 2) {
            let effect = &effects[*at];
            sheet.push(vec![
                self.name(&self.parameters, *at),
                Cell::Number(effect.mean_size),
                Cell::Number(effect.mean),
                Cell::Number(effect.spread),
            ]);
        }
        let foremost = order.iter().filter_map(|at| self.parameters.get(*at).copied());
        Ok((sheet, foremost.take(settings.n_foremost).collect()))
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
        let outputs = self.at_all(foremost, &points, progress)?;
        let mut indices: Vec<(usize, SobolIndices)> = plan
            .draw_indices(&outputs, N_RESAMPLES, 0.95, &mut stream)
            .into_iter()
            .enumerate()
            .collect();
        indices.sort_by(|one, two| two.1.total.value.total_cmp(&one.1.total.value));
        let columns = [
            ("factor", Shape::Text),
            ("total_share", Shape::Percent),
            ("total_from", Shape::Percent),
            ("total_to", Shape::Percent),
            ("own_share", Shape::Percent),
            ("own_from", Shape::Percent),
            ("own_to", Shape::Percent),
        ];
        let mut sheet = Sheet::new("sensitivity_variance", &columns);
        for (at, SobolIndices { first, total }) in indices {
            let mut row = vec![self.name(foremost, at)];
            let numbers = [total.value, total.low, total.high, first.value, first.low, first.high];
            row.extend(numbers.map(|it| Cell::of(Some(it))));
            sheet.push(row);
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
        let outputs =
            collect_in_order(points.len() * n_histories, self.stop, progress, |number| {
                let (point, history) = (number / n_histories, number % n_histories);
                // Every point has the same draws of arrivals and the same histories.
                let place = (history as f64 + 0.5) / n_histories as f64;
                let mut point = points[point].clone();
                point.extend([place, place]);
                self.at(foremost, &point)
            })?;
        let outputs: Vec<Vec<f64>> = outputs.chunks(n_histories).map(<[f64]>::to_vec).collect();
        let baseline = outputs[0].iter().sum::<f64>() / n_histories as f64;
        let columns = [
            ("factor", Shape::Text),
            ("at_low", Shape::Any),
            ("at_high", Shape::Any),
            ("low_error", Shape::Any),
            ("high_error", Shape::Any),
            ("baseline_mean", Shape::Any),
        ];
        let mut sheet = Sheet::new("sensitivity_tornado", &columns);
        for bar in bars(&outputs) {
            sheet.push(vec![
                self.name(foremost, bar.factor),
                Cell::Number(bar.at_low.mean),
                Cell::Number(bar.at_high.mean),
                Cell::of(Some(bar.at_low.standard_error)),
                Cell::of(Some(bar.at_high.standard_error)),
                Cell::Number(baseline),
            ]);
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
