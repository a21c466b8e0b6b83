//! The bootstrap particle filter (Gordon, Salmond and Smith 1993).

use crate::chance::Stream;

/// A model of a state that moves by chance and is seen through observations.
pub trait StateModel {
    /// What is not observed: drift, regime, stocks.
    type State: Clone;
    /// What is observed in one step.
    type Observation;

    /// Draws a state as it may be before the first observation.
    fn draw_opening(&self, stream: &mut Stream) -> Self::State;

    /// Draws the state one step later.
    fn draw_next(&self, state: &Self::State, stream: &mut Stream) -> Self::State;

    /// The log of the probability, or density, of an observation in a state.
    fn log_likelihood(&self, state: &Self::State, observation: &Self::Observation) -> f64;
}

/// The law of the state given what was observed so far, as weighted states.
#[derive(Clone, Debug, PartialEq)]
pub struct Particles<S> {
    states: Vec<S>,
    /// They add up to one.
    weights: Vec<f64>,
    log_likelihood: f64,
}

/// An observation that no state could have given: the filter cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impossible;

impl<S: Clone> Particles<S> {
    /// Draws `n` states as they may be before the first observation. Usual are 5,000.
    ///
    /// # Panics
    /// If `n` is zero.
    pub fn draw(model: &impl StateModel<State = S>, n: usize, stream: &mut Stream) -> Self {
        assert!(n > 0, "no particles");
        let states = (0..n).map(|_| model.draw_opening(stream)).collect();
        Self { states, weights: vec![1.0 / n as f64; n], log_likelihood: 0.0 }
    }

    /// Moves every state one step and weighs it by the observation of that step, if there is one. States
    /// are drawn anew when the weights are worth less than half of them.
    pub fn step<M: StateModel<State = S>>(
        &mut self,
        model: &M,
        observation: Option<&M::Observation>,
        stream: &mut Stream,
    ) -> Result<(), Impossible> {
        if self.effective_size() < self.states.len() as f64 / 2.0 {
            self.resample(stream);
        }
        for state in &mut self.states {
            *state = model.draw_next(state, stream);
        }
        let Some(observation) = observation else { return Ok(()) };
        let logs: Vec<f64> =
            self.states.iter().map(|state| model.log_likelihood(state, observation)).collect();
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !largest.is_finite() {
            return Err(Impossible);
        }
        let weighed: Vec<f64> = self
            .weights
            .iter()
            .zip(&logs)
            .map(|(weight, log)| weight * (log - largest).exp())
            .collect();
        let total: f64 = weighed.iter().sum();
        if total <= 0.0 {
            return Err(Impossible);
        }
        self.weights = weighed.iter().map(|weight| weight / total).collect();
        self.log_likelihood += largest + total.ln();
        Ok(())
    }

    /// The log of the estimated probability of all observations so far; the estimate itself, not its log,
    /// is right on average.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// How many equally weighted states the weighted ones are worth.
    pub fn effective_size(&self) -> f64 {
        1.0 / self.weights.iter().map(|weight| weight * weight).sum::<f64>()
    }

    /// The mean of a quantity of the state.
    pub fn mean(&self, quantity: impl Fn(&S) -> f64) -> f64 {
        self.states.iter().zip(&self.weights).map(|(state, weight)| weight * quantity(state)).sum()
    }

    /// The smallest value that a quantity of the state does not exceed with the given probability.
    pub fn quantile(&self, probability: f64, quantity: impl Fn(&S) -> f64) -> f64 {
        let weighted = self.states.iter().map(quantity).zip(self.weights.iter().copied());
        let mut pairs: Vec<(f64, f64)> = weighted.collect();
        pairs.sort_by(|one, two| one.0.total_cmp(&two.0));
        let mut reached = 0.0;
        for (value, weight) in &pairs {
            reached += weight;
            if reached >= probability {
                return *value;
            }
        }
        pairs[pairs.len() - 1].0
    }

    /// States drawn by weight, evenly: where `n` replications begin.
    pub fn draw_states(&self, n: usize, stream: &mut Stream) -> Vec<S> {
        let positions = draw_positions(&self.weights, n, stream);
        positions.into_iter().map(|at| self.states[at].clone()).collect()
    }

    fn resample(&mut self, stream: &mut Stream) {
        let n = self.states.len();
        self.states = self.draw_states(n, stream);
        self.weights = vec![1.0 / n as f64; n];
    }
}

/// Positions drawn in proportion to weights that add up to one, with a single random number: systematic
/// resampling (Kitagawa 1996).
fn draw_positions(weights: &[f64], n: usize, stream: &mut Stream) -> Vec<usize> {
    let start = stream.uniform();
    let (mut at, mut reached) = (0, weights[0]);
    (0..n)
        .map(|number| {
            let place = (number as f64 + start) / n as f64;
            while reached < place && at + 1 < weights.len() {
                at += 1;
                reached += weights[at];
            }
            at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use crate::filter::count_log_likelihood;
    use rand_distr::{Distribution, StandardNormal};

    fn stream(key: u64) -> Stream {
        Chance::new(74, key).stream(Process::Parameter, 0)
    }

    fn normal(stream: &mut Stream) -> f64 {
        StandardNormal.sample(stream.generator())
    }

    /// A level that wanders by steps of 0.4, seen with noise of standard deviation one.
    struct LocalLevel;

    const STEP: f64 = 0.4;

    impl StateModel for LocalLevel {
        type State = f64;
        type Observation = f64;

        fn draw_opening(&self, stream: &mut Stream) -> f64 {
            normal(stream)
        }

        fn draw_next(&self, state: &f64, stream: &mut Stream) -> f64 {
            state + STEP * normal(stream)
        }

        fn log_likelihood(&self, state: &f64, observation: &f64) -> f64 {
            -((observation - state).powi(2) + (2.0 * std::f64::consts::PI).ln()) / 2.0
        }
    }

    /// Mean and variance of the level and the log-likelihood, exactly (Kalman 1960).
    fn kalman(observations: &[Option<f64>]) -> (f64, f64, f64) {
        let (mut mean, mut variance, mut log_likelihood) = (0.0, 1.0, 0.0);
        for observation in observations {
            variance += STEP * STEP;
            let Some(observation) = observation else { continue };
            let (error, spread) = (observation - mean, variance + 1.0);
            log_likelihood -=
                (error * error / spread + (2.0 * std::f64::consts::PI * spread).ln()) / 2.0;
            mean += variance / spread * error;
            variance /= spread;
        }
        (mean, variance, log_likelihood)
    }

    /// A year of months, one of them not observed.
    const OBSERVATIONS: [Option<f64>; 12] = [
        Some(0.6),
        Some(-0.8),
        Some(1.1),
        Some(1.9),
        Some(0.2),
        None,
        Some(1.3),
        Some(-0.1),
        Some(2.2),
        Some(1.5),
        Some(0.9),
        Some(2.6),
    ];

    #[test]
    fn t23_a_particle_filter_agrees_with_a_kalman_filter() {
        // 20 filters of 10,000. Each log-likelihood has a standard deviation of about 0.02 here: 0.1 is five
        // of them. Estimates of the likelihood, of means and of variances are right on average: 3.9 of
        // their standard errors over 20 filters are exceeded once in a thousand seeds for each of 4.
        let (mean, variance, log_likelihood) = kalman(&OBSERVATIONS);
        let filters: Vec<Particles<f64>> = (1..=20)
            .map(|key| {
                let mut stream = stream(key);
                let mut particles = Particles::draw(&LocalLevel, 10_000, &mut stream);
                for observation in &OBSERVATIONS {
                    particles.step(&LocalLevel, observation.as_ref(), &mut stream).unwrap();
                }
                particles
            })
            .collect();
        let errors: Vec<f64> =
            filters.iter().map(|it| it.log_likelihood() - log_likelihood).collect();
        assert!(errors.iter().all(|it| it.abs() < 0.1), "{errors:?}");
        let ratios = errors.iter().map(|it| it.exp());
        assert_mean(&ratios.collect::<Vec<_>>(), 1.0);
        assert_mean(&filters.iter().map(|it| it.mean(|level| *level)).collect::<Vec<_>>(), mean);
        let spreads = filters.iter().map(|it| it.mean(|level| (level - mean).powi(2)));
        assert_mean(&spreads.collect::<Vec<_>>(), variance);
        let high = filters.iter().map(|it| it.quantile(0.9, |level| *level));
        assert_mean(&high.collect::<Vec<_>>(), mean + 1.281_552 * variance.sqrt());
    }

    fn assert_mean(values: &[f64], expected: f64) {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|it| (it - mean).powi(2)).sum();
        let distance = (mean - expected).abs() / (squares / (n - 1.0) / n).sqrt();
        assert!(distance < 3.9, "{mean} for {expected}: {distance:.2} standard errors apart");
        assert!((mean - expected).abs() < 0.02, "{mean} for {expected}");
    }

    /// Arrivals in calm and surge with negative-binomial counts (methods 1.4).
    struct Regimes;

    impl Regimes {
        const MEANS: [f64; 2] = [100.0, 250.0];
        const SWITCH: [f64; 2] = [0.05, 0.1];
    }

    impl StateModel for Regimes {
        type State = usize;
        type Observation = u64;

        fn draw_opening(&self, _stream: &mut Stream) -> usize {
            0
        }

        fn draw_next(&self, state: &usize, stream: &mut Stream) -> usize {
            if stream.uniform() < Self::SWITCH[*state] { 1 - state } else { *state }
        }

        fn log_likelihood(&self, state: &usize, observation: &u64) -> f64 {
            count_log_likelihood(Self::MEANS[*state], 0.3, *observation)
        }
    }

    #[test]
    fn the_regime_has_its_exact_probability() {
        // A filter of 20,000 against the exact recursion: the probability has a standard error of about
        // 0.004, 0.015 is exceeded less than once in a thousand seeds.
        let counts = [90, 120, 160, 190, 140, 230, 310, 180, 150];
        let (mut surge, mut stream) = (0.0, stream(99));
        let mut particles = Particles::draw(&Regimes, 20_000, &mut stream);
        for count in counts {
            let before: f64 = surge * 0.9 + (1.0 - surge) * 0.05;
            let likelihood = |state| Regimes.log_likelihood(&state, &count).exp();
            let both = before * likelihood(1) + (1.0 - before) * likelihood(0);
            surge = before * likelihood(1) / both;
            particles.step(&Regimes, Some(&count), &mut stream).unwrap();
            let found = particles.mean(|state| *state as f64);
            assert!((found - surge).abs() < 0.015, "{count}: {found} for {surge}");
        }
        assert!(surge > 0.3 && surge < 0.97, "the regime is in doubt: {surge}");
    }

    #[test]
    fn systematic_resampling_gives_each_state_its_share() {
        let weights = [0.1, 0.0, 0.55, 0.35];
        let mut counts = [0; 4];
        for at in draw_positions(&weights, 20, &mut stream(5)) {
            counts[at] += 1;
        }
        assert_eq!(counts, [2, 0, 11, 7]);
        assert_eq!(draw_positions(&[1.0], 3, &mut stream(6)), [0, 0, 0]);
    }

    #[test]
    fn what_cannot_be_is_said() {
        struct Never;
        impl StateModel for Never {
            type State = ();
            type Observation = ();
            fn draw_opening(&self, _stream: &mut Stream) {}
            fn draw_next(&self, _state: &(), _stream: &mut Stream) {}
            fn log_likelihood(&self, _state: &(), _observation: &()) -> f64 {
                f64::NEG_INFINITY
            }
        }
        let mut particles = Particles::draw(&Never, 3, &mut stream(7));
        assert_eq!(particles.step(&Never, None, &mut stream(8)), Ok(()));
        assert_eq!(particles.step(&Never, Some(&()), &mut stream(8)), Err(Impossible));
    }
}
