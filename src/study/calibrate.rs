//! Behaviour that cannot be observed, from what can: parameters whose likelihood nobody can write down are
//! found by running the model under many values of them (methods 7.4).
//!
//! A parameter may lie where its law in the scenario says and nowhere else. The published figures of some years
//! are fitted; those of the others are left out, and show whether anything was learnt.

mod figures;
mod fitted;
mod search;
mod tables;

pub use fitted::{Stamp, render_fitted};
pub use search::{Check, Effort, N_FIFTHS};
pub use tables::{check_sheet, to_sheets};

use super::settled_days::SettledDays;
use super::vary::pin;
use crate::calendar::Year;
use crate::chance::{Chance, Process, text_key};
use crate::engine::{Engine, Interrupted};
use crate::filter::Posterior;
use crate::law::{Law, standard_normal_quantile};
use crate::scenario::Scenario;
use figures::{Figure, list_figures};
use search::Search;
use std::sync::atomic::AtomicBool;

/// The parameters that are fitted if none are named: how fast municipalities answer and open places, how long
/// people take, and where they live meanwhile (assumption A185).
pub const USUAL: [&str; 10] = [
    "world.municipalities.opening_rise",
    "world.municipalities.opening_fall",
    "world.municipalities.queue_response",
    "world.municipalities.provisional_share",
    "world.municipalities.front_loading",
    "world.municipalities.decision_days.gamma.mean",
    "world.groups.ukraine.matching_days.gamma.mean",
    "world.groups.ukraine.offer_days.gamma.mean",
    "world.groups.ukraine.withdrawal_per_month",
    "world.groups.ukraine.private_share",
];

/// What is fitted to what.
#[derive(Clone, Debug)]
pub struct Question {
    /// Keys of the parameters.
    pub keys: Vec<String>,
    /// The group whose permits and settlement are looked at.
    pub group: String,
    /// The years whose figures are fitted; those of other years are left out.
    pub years: Vec<Year>,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The scenario has no such uncertain parameter.
    #[error("\"{0}\" is not an uncertain number of the scenario, so there is nothing to find out")]
    Parameter(String),
    /// It cannot be written in a file that another scenario extends.
    #[error(
        "\"{0}\" stands in a list, which a scenario that extends the fitted file would replace whole"
    )]
    InList(String),
    /// No figure was published of these years.
    #[error("no published figure of {0} lies in the run")]
    Figures(String),
}

/// Parameters before and after the figures were seen, and the figures as the model gives them.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// The parameters' keys.
    keys: Vec<String>,
    /// Their laws before.
    laws: Vec<Law>,
    /// Where in their laws they lie, and how far the runs were from the figures.
    posterior: Posterior,
    /// The figures, fitted and left out.
    figures: Vec<Figure>,
    /// Whether each of them was fitted.
    is_fitted: Vec<bool>,
    /// What the model gives for each figure before and after, sorted.
    before: Vec<Vec<f64>>,
    after: Vec<Vec<f64>>,
}

/// A question made ready: the parameters' positions, and the figures to hold runs against.
#[derive(Clone, Debug)]
pub struct Task {
    scenario: Scenario,
    question: Question,
    parameters: Vec<usize>,
    figures: Vec<Figure>,
    is_fitted: Vec<bool>,
}

impl Task {
    /// Finds parameters and figures.
    pub fn new(scenario: &Scenario, question: Question) -> Result<Self, NoAnswer> {
        let find = |key: &String| {
            let is_it =
                |it: &crate::scenario::number::Parameter| it.key == *key && it.law.is_some();
            let found = scenario.parameters.iter().position(is_it);
            let found = found.ok_or_else(|| NoAnswer::Parameter(key.clone()))?;
            if key.contains('[') { Err(NoAnswer::InList(key.clone())) } else { Ok(found) }
        };
        let parameters = question.keys.iter().map(find).collect::<Result<_, _>>()?;
        let figures = list_figures(scenario, &question.group);
        let is_fitted: Vec<bool> =
            figures.iter().map(|it| question.years.contains(&it.year())).collect();
        if !is_fitted.contains(&true) {
            let years: Vec<String> = question.years.iter().map(ToString::to_string).collect();
            return Err(NoAnswer::Figures(years.join(", ")));
        }
        let mut scenario = scenario.clone();
        // Every run has a draw of its own of what is not fitted.
        scenario.run.replications_per_draw = 1;
        Ok(Self { scenario, question, parameters, figures, is_fitted })
    }

    /// The figures of one run as they would be published, as logarithms, with the parameters at probabilities of
    /// their laws. The error of what is published is drawn with the run, so that the fit does not follow it (assumption
    /// A189).
    fn run(&self, probabilities: &[f64], number: u64) -> Vec<f64> {
        let mut scenario = self.scenario.clone();
        for (parameter, probability) in self.parameters.iter().zip(probabilities) {
            pin(&mut scenario, *parameter, *probability);
        }
        let mut days = SettledDays::new(&scenario);
        let seen = Engine::new(&scenario).run_one_with(number as u32, &mut days);
        let mut errors = Chance::new(self.scenario.run.seed, number)
            .stream(Process::Parameter, text_key("error of published figures"));
        let published = |figure: &Figure| {
            let error = figure.error() * standard_normal_quantile(errors.uniform());
            // Nobody publishes less than nobody.
            (figure.read(&seen, &days, &scenario).ln_1p() + error).max(0.0)
        };
        self.figures.iter().map(published).collect()
    }

    fn stream(&self, what: &str) -> crate::chance::Stream {
        Chance::new(self.scenario.run.seed, 0).stream(Process::Parameter, text_key(what))
    }

    fn laws(&self) -> Vec<Law> {
        let law = |at: &usize| self.scenario.parameters[*at].law.expect("only uncertain ones");
        self.parameters.iter().map(law).collect()
    }

    /// Fits the parameters.
    pub fn calibrate(
        &self,
        effort: Effort,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Calibration, Interrupted> {
        let run = |probabilities: &[f64], number| self.run(probabilities, number);
        let mut stream = self.stream("calibration");
        let n = self.parameters.len();
        let search = Search::new(n, &self.is_fitted, effort, run, stop, progress, &mut stream)?;
        let published: Vec<f64> = self.figures.iter().map(|it| it.published.ln_1p()).collect();
        let posterior = search.find(&published, 0, &mut stream)?;
        let after = search.draw_runs(&posterior, &mut stream)?;
        let sorted = |runs: &[Vec<f64>]| -> Vec<Vec<f64>> {
            let of = |figure: usize| {
                let mut values: Vec<f64> = runs.iter().map(|it| it[figure].exp_m1()).collect();
                values.sort_by(f64::total_cmp);
                values
            };
            (0..self.figures.len()).map(of).collect()
        };
        Ok(Calibration {
            keys: self.question.keys.clone(),
            laws: self.laws(),
            before: sorted(search.opening()),
            after: sorted(&after),
            posterior,
            figures: self.figures.clone(),
            is_fitted: self.is_fitted.clone(),
        })
    }

    /// Simulation-based calibration: parameters are drawn from their laws, figures simulated with them, and the
    /// parameters fitted to those. If the method is right, each truth has every rank among draws of its fit
    /// equally often.
    pub fn check(
        &self,
        n_truths: usize,
        effort: Effort,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Check, Interrupted> {
        let run = |probabilities: &[f64], number| self.run(probabilities, number);
        let mut stream = self.stream("check of the calibration");
        let n = self.parameters.len();
        let search = Search::new(n, &self.is_fitted, effort, run, stop, progress, &mut stream)?;
        search.check(n_truths, &mut stream)
    }

    /// The keys that are fitted.
    pub fn keys(&self) -> &[String] {
        &self.question.keys
    }
}
