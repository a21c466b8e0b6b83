//! Approximate Bayesian computation on probabilities: every parameter is uniform between 0 and 1 before anything
//! is seen, and a run turns probabilities into summaries.

use crate::chance::Stream;
use crate::engine::{Interrupted, collect_in_order};
use crate::filter::{
    AbcSettings, Posterior, Prior, Proposal, calibration_rank, draw_posterior,
    standardised_distance,
};
use crate::score::unevenness;
use std::sync::atomic::{AtomicBool, Ordering};

/// Parts that the ranks of a check are counted in.
pub const N_FIFTHS: usize = 5;
/// Draws of a fit among which its truth is ranked: ranks 0 to 19, four to a part.
const N_DRAWS: usize = 19;
/// Numbers of runs that each search has for itself, so that no two runs share their chance.
const BLOCK: u64 = 1 << 20;

/// How hard to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Runs from the laws before anything is seen, and from the fit.
    pub n_shown: usize,
    /// The generations.
    pub abc: AbcSettings,
}

/// Parameters that are anywhere between 0 and 1.
struct Cube(usize);

impl Prior for Cube {
    fn draw(&self, stream: &mut Stream) -> Vec<f64> {
        (0..self.0).map(|_| stream.uniform()).collect()
    }

    fn density(&self, parameters: &[f64]) -> f64 {
        f64::from(u8::from(parameters.iter().all(|it| (0.0..1.0).contains(it))))
    }
}

/// A search for the parameters of a model that can be run.
pub struct Search<'a, Run, Progress> {
    prior: Cube,
    /// Whether each summary counts.
    counts: Vec<bool>,
    /// The standard deviation of each summary before anything is seen.
    scales: Vec<f64>,
    effort: Effort,
    run: Run,
    stop: &'a AtomicBool,
    progress: &'a Progress,
    opening: Vec<Vec<f64>>,
}

/// Where the truths lay in fits to their own simulations.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// For each parameter the number of truths in each fifth of its fit.
    pub counts: Vec<[usize; N_FIFTHS]>,
}

impl Check {
    /// How uneven the fifths of a parameter are, and how likely more is if the method is right.
    pub fn unevenness(&self, parameter: usize) -> (f64, f64) {
        unevenness(&self.counts[parameter])
    }
}

impl<'a, Run, Progress> Search<'a, Run, Progress>
where
    Run: Fn(&[f64], u64) -> Vec<f64> + Sync,
    Progress: Fn() + Sync,
{
    /// Runs the model from the laws to learn the scales. Summaries that never differ say nothing and count not.
    pub fn new(
        n_parameters: usize,
        counts: &[bool],
        effort: Effort,
        run: Run,
        stop: &'a AtomicBool,
        progress: &'a Progress,
        stream: &mut Stream,
    ) -> Result<Self, Interrupted> {
        let prior = Cube(n_parameters);
        let points: Vec<Vec<f64>> = (0..effort.n_shown).map(|_| prior.draw(stream)).collect();
        let opening =
            collect_in_order(points.len(), stop, progress, |it| run(&points[it], it as u64))?;
        let scales: Vec<f64> =
            (0..counts.len()).map(|it| standard_deviation(&opening, it)).collect();
        let counts = counts.iter().zip(&scales).map(|(counts, sd)| *counts && *sd > 0.0).collect();
        Ok(Self { prior, counts, scales, effort, run, stop, progress, opening })
    }

    /// The summaries of runs from the laws.
    pub fn opening(&self) -> &[Vec<f64>] {
        &self.opening
    }

    /// The parameters under which runs come close to what was observed; `block` is the search's own.
    pub fn find(
        &self,
        observed: &[f64],
        block: u64,
        stream: &mut Stream,
    ) -> Result<Posterior, Interrupted> {
        let chosen = |all: &[f64]| -> Vec<f64> {
            all.iter().zip(&self.counts).filter(|(_, it)| **it).map(|(value, _)| *value).collect()
        };
        let (observed, scales) = (chosen(observed), chosen(&self.scales));
        let distances = |proposals: &[Proposal]| {
            let distance = |at: usize| {
                let Proposal { number, parameters } = &proposals[at];
                let summaries = (self.run)(parameters, (block + 1) * BLOCK + number);
                standardised_distance(&chosen(&summaries), &observed, &scales)
            };
            let made = collect_in_order(proposals.len(), self.stop, self.progress, distance);
            // Once it is to stop nothing is near, and the search soon ends.
            made.unwrap_or_else(|Interrupted| vec![f64::INFINITY; proposals.len()])
        };
        let posterior = draw_posterior(&self.prior, distances, self.effort.abc, stream);
        if self.stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(posterior) }
    }

    /// The summaries of runs from a fit.
    pub fn draw_runs(
        &self,
        posterior: &Posterior,
        stream: &mut Stream,
    ) -> Result<Vec<Vec<f64>>, Interrupted> {
        let n = self.effort.n_shown;
        let points: Vec<&[f64]> =
            (0..n).map(|_| posterior.draw(stream).parameters.as_slice()).collect();
        let number = |at: usize| (BLOCK >> 1) + at as u64;
        collect_in_order(n, self.stop, self.progress, |it| (self.run)(points[it], number(it)))
    }

    /// Fits truths drawn from the laws to their own simulations.
    pub fn check(&self, n_truths: usize, stream: &mut Stream) -> Result<Check, Interrupted> {
        let mut counts = vec![[0; N_FIFTHS]; self.prior.0];
        for block in 0..n_truths as u64 {
            let truth = self.prior.draw(stream);
            let observed = (self.run)(&truth, (block + 2) * BLOCK - 1);
            let posterior = self.find(&observed, block, stream)?;
            for (parameter, counts) in counts.iter_mut().enumerate() {
                let rank =
                    calibration_rank(&posterior, parameter, truth[parameter], N_DRAWS, stream);
                counts[rank * N_FIFTHS / (N_DRAWS + 1)] += 1;
            }
        }
        Ok(Check { counts })
    }
}

fn standard_deviation(runs: &[Vec<f64>], summary: usize) -> f64 {
    let n = runs.len() as f64;
    let mean = runs.iter().map(|it| it[summary]).sum::<f64>() / n;
    (runs.iter().map(|it| (it[summary] - mean).powi(2)).sum::<f64>() / n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use crate::law::standard_normal_quantile;

    const EFFORT: Effort = Effort {
        n_shown: 200,
        abc: AbcSettings { n_kept: 150, n_generations: 6, n_runs_most: 20_000 },
    };

    fn stream(key: u64) -> Stream {
        Chance::new(185, key).stream(Process::Parameter, 0)
    }

    /// Two parameters seen through their sum and their difference, each with an error, and a third summary that
    /// has nothing to do with them.
    fn run(at: &[f64], number: u64) -> Vec<f64> {
        let mut chance = stream(1 << 40 | number);
        let mut error = || standard_normal_quantile(chance.uniform());
        vec![at[0] + at[1] + 0.1 * error(), at[0] - at[1] + 0.2 * error(), error(), 7.0]
    }

    #[test]
    fn the_truth_is_anywhere_in_its_fit() {
        // 100 truths, five parts: chi-square above 20 has a probability of 1 in 2,000 for each of two parameters,
        // so that the test fails wrongly once in a thousand seeds.
        let stop = AtomicBool::new(false);
        let counts = [true, true, false, true];
        let search = Search::new(2, &counts, EFFORT, run, &stop, &|| (), &mut stream(1))
            .expect("not stopped");
        let check = search.check(100, &mut stream(2)).expect("not stopped");
        for parameter in 0..2 {
            let (statistic, p) = check.unevenness(parameter);
            assert!(p > 0.0005, "parameter {parameter}: {statistic}, {:?}", check.counts);
            assert_eq!(check.counts[parameter].iter().sum::<usize>(), 100);
        }
    }

    #[test]
    fn a_wrong_model_is_noticed_by_the_check() {
        // The fit believes in errors a twentieth as large as they are: it is far too sure of itself.
        let stop = AtomicBool::new(false);
        let sure = |at: &[f64], number: u64| {
            let is_truth = (number + 1).is_multiple_of(BLOCK);
            let error = standard_normal_quantile(stream(1 << 40 | number).uniform());
            vec![at[0] + if is_truth { 0.3 } else { 0.015 } * error]
        };
        let search = Search::new(1, &[true], EFFORT, sure, &stop, &|| (), &mut stream(3))
            .expect("not stopped");
        let check = search.check(60, &mut stream(4)).expect("not stopped");
        let (statistic, p) = check.unevenness(0);
        assert!(p < 0.0005, "{statistic}: {:?}", check.counts);
    }

    #[test]
    fn one_thread_finds_what_three_find() {
        let stop = AtomicBool::new(false);
        let find = || {
            let counts = [true, true, false, true];
            let search = Search::new(2, &counts, EFFORT, run, &stop, &|| (), &mut stream(5));
            search.expect("not stopped").find(&[1.1, 0.3, 0.0, 7.0], 0, &mut stream(6))
        };
        let [one, three] =
            [1, 3].map(|n| crate::engine::on_threads(Some(n), find).expect("threads"));
        assert_eq!(one, three);
        let posterior = one.expect("not stopped");
        assert!((posterior.mean(0) - 0.7).abs() < 0.1, "{}", posterior.mean(0));
        assert!((posterior.mean(1) - 0.4).abs() < 0.1, "{}", posterior.mean(1));
    }

    #[test]
    fn an_interrupted_search_has_no_answer() {
        let stop = AtomicBool::new(true);
        let search = Search::new(2, &[true], EFFORT, run, &stop, &|| (), &mut stream(7));
        assert!(search.is_err());
    }
}
