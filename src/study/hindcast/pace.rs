//! Settlement ahead, from histories of the model that went their own way before the day.
//!
//! No history settles month by month what was settled. Two things are made of how it differs: a factor on its
//! pace that lasts and wanders (assumption A187), and people: whom reality has not settled yet and the history
//! has still wait, and the other way round, so that part of the difference is made up for each month
//! (assumption A188). Both, and which histories are near at all, are learnt by a particle filter from the
//! months so far; what a history says after the day is carried on with what was learnt.

use super::outlook::{Noise, draw_normal};
use super::past::History;
use crate::chance::Stream;
use crate::filter::{Particles, StateModel};
use crate::register::actuals::MONTH_ERROR;

/// Particles in all, and at the least for each history.
const N_PARTICLES: usize = 5_000;
const N_EACH: usize = 20;
/// What the monthly change of the log factor may be before it is seen: median, and the factor one standard
/// deviation is worth (assumption A187, as A141).
const CHANGE: (f64, f64) = (0.25, 2.0);
/// The largest part of the difference that may be made up for in a month (assumption A188).
const MOST_MADE_UP: f64 = 0.6;
/// Fewer than so many persons a month are never expected.
const LEAST: f64 = 1.0;

/// A history and how it differs from what was published.
#[derive(Clone, Copy, Debug)]
struct Course {
    history: usize,
    /// The month last reached, counted from 1.
    n_months: usize,
    log_factor: f64,
    change_sd: f64,
    /// Part of the difference in people that is made up for in a month.
    made_up: f64,
    /// Persons whom the history has settled and reality has not.
    behind: f64,
}

impl Course {
    /// The month after.
    fn next(self, persistence: f64, stream: &mut Stream) -> Self {
        let log_factor = persistence * self.log_factor + self.change_sd * draw_normal(stream);
        Self { log_factor, n_months: self.n_months + 1, ..self }
    }

    /// What is expected of the month at `month` of the history: no more persons than there are to settle.
    fn expected(&self, history: &History, month: usize) -> f64 {
        let (settled, waiting) = (history.settled[month], history.waiting[month]);
        let wanted = settled * self.log_factor.exp() + self.made_up * self.behind;
        wanted.min(settled + waiting + self.behind).max(LEAST)
    }
}

/// Every history with its months, and the months that are over.
struct CourseModel<'a> {
    histories: &'a [History],
    published: &'a [f64],
    persistence: f64,
}

impl StateModel for CourseModel<'_> {
    type State = Course;
    type Observation = f64;

    fn draw_opening(&self, stream: &mut Stream) -> Course {
        let (median, factor) = CHANGE;
        Course {
            history: stream.below(self.histories.len() as u32) as usize,
            n_months: 0,
            log_factor: 0.0,
            change_sd: median * factor.powf(draw_normal(stream)),
            made_up: MOST_MADE_UP * stream.uniform(),
            behind: 0.0,
        }
    }

    fn draw_next(&self, state: &Course, stream: &mut Stream) -> Course {
        let mut next = state.next(self.persistence, stream);
        if let Some(before) = state.n_months.checked_sub(1) {
            next.behind += self.histories[state.history].settled[before] - self.published[before];
        }
        next
    }

    fn log_likelihood(&self, state: &Course, published: &f64) -> f64 {
        let expected = state.expected(&self.histories[state.history], state.n_months - 1);
        let variance = variance_of(expected);
        let error = (published.max(LEAST) / expected).ln();
        -(error.powi(2) / variance + variance.ln()) / 2.0
    }
}

/// The variance of the logarithm of a published month around its expectation.
fn variance_of(expected: f64) -> f64 {
    MONTH_ERROR.powi(2) + 1.0 / expected
}

/// Draws as many courses as there are histories: for each the history's number, and settlement in every month
/// after those published.
///
/// # Panics
/// If there is no history or one is shorter than what was published.
pub fn draw_ahead(
    histories: &[History],
    published: &[f64],
    noise: Noise,
    stream: &mut Stream,
) -> Vec<(usize, Vec<f64>)> {
    let model = CourseModel { histories, published, persistence: noise.persistence };
    let n = N_PARTICLES.max(N_EACH * histories.len());
    let mut particles = Particles::draw(&model, n, stream);
    for month in published {
        if particles.step(&model, Some(month), stream).is_err() {
            // No course is near: what was seen says nothing of the histories.
            particles = Particles::draw(&model, n, stream);
            break;
        }
    }
    let courses = particles.draw_states(histories.len(), stream);
    courses.into_iter().map(|it| (it.history, carry_on(it, &model, stream))).collect()
}

/// Settlement after the months that were published.
fn carry_on(mut course: Course, model: &CourseModel<'_>, stream: &mut Stream) -> Vec<f64> {
    let history = &model.histories[course.history];
    let n_over = model.published.len();
    if let Some(last) = n_over.checked_sub(1)
        && course.n_months == n_over
    {
        course.behind += history.settled[last] - model.published[last];
    }
    let ahead = (n_over..).zip(&history.settled[n_over..]).map(|(month, simulated)| {
        course = course.next(model.persistence, stream);
        let expected = course.expected(history, month);
        let error = variance_of(expected).sqrt() * draw_normal(stream);
        let settled = (expected * error.exp()).round();
        course.behind += simulated - settled;
        settled
    });
    ahead.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    const NOISE: Noise = Noise { dispersion: 0.02, drift_sd: 0.12, persistence: 0.9 };

    fn stream(key: u64) -> Stream {
        Chance::new(187, key).stream(Process::Parameter, 0)
    }

    fn histories(settled: impl Iterator<Item = Vec<f64>>) -> Vec<History> {
        let waiting = |it: &Vec<f64>| vec![1e6; it.len()];
        let history =
            |it: Vec<f64>| History { waiting: waiting(&it), settled: it, ..History::default() };
        settled.map(history).collect()
    }

    #[test]
    fn the_history_that_is_near_is_carried_on() {
        // Three kinds of history: only those around 1,000 a month are like the eight months published.
        let level = |it: usize| [300.0, 1_000.0, 3_000.0][it % 3];
        let histories = histories((0..90).map(|it| vec![level(it); 14]));
        let drawn = draw_ahead(&histories, &[1_000.0; 8], NOISE, &mut stream(1));
        assert_eq!(drawn.len(), 90);
        let n_near = drawn.iter().filter(|(history, _)| history % 3 == 1).count();
        assert!(n_near > 60, "{n_near} of 90");
        let mut first: Vec<f64> = drawn.iter().map(|(_, ahead)| ahead[0]).collect();
        first.sort_by(f64::total_cmp);
        assert!((first[45] - 1_000.0).abs() < 150.0, "{}", first[45]);
        assert!(drawn.iter().all(|(_, ahead)| ahead.len() == 6));
    }

    #[test]
    fn whom_reality_settled_before_is_not_settled_again() {
        let course = Course {
            history: 0,
            n_months: 3,
            log_factor: 2.0_f64.ln(),
            change_sd: 0.1,
            made_up: 0.25,
            behind: -1_200.0,
        };
        let history =
            History { settled: vec![1_000.0], waiting: vec![5_000.0], ..History::default() };
        let expected = |behind| Course { behind, ..course }.expected(&history, 0);
        assert!((expected(-1_200.0) - 1_700.0).abs() < 1e-9);
        assert!((expected(400.0) - 2_100.0).abs() < 1e-9);
        assert_eq!(expected(-90_000.0), LEAST);
        // Of the 6,000 whom the history has there, reality has settled 4,700 before: 1,300 are left.
        let fast = Course { log_factor: 5.0_f64.ln(), behind: -4_700.0, ..course };
        assert!((fast.expected(&history, 0) - 1_300.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_unknown_of_the_pace_grows_ahead() {
        let histories = histories((0..200).map(|_| vec![2_000.0; 24]));
        let drawn = draw_ahead(&histories, &[2_000.0; 12], NOISE, &mut stream(3));
        let width = |month: usize| {
            let mut values: Vec<f64> = drawn.iter().map(|(_, it)| it[month]).collect();
            values.sort_by(f64::total_cmp);
            (values[180] / values[20]).ln()
        };
        // Next month about as wide as the error of a published month at least: 2 x 1.28 x 0.15.
        assert!(width(0) > 0.33 && width(0) < 1.2, "{}", width(0));
        assert!(width(11) > width(0), "{} and {}", width(0), width(11));
    }

    #[test]
    fn before_anything_is_published_every_history_is_as_likely() {
        let histories = histories((0..40).map(|_| vec![500.0; 3]));
        let drawn = draw_ahead(&histories, &[], NOISE, &mut stream(4));
        let mut seen: Vec<usize> = drawn.iter().map(|(history, _)| *history).collect();
        seen.sort_unstable();
        seen.dedup();
        // 25 on average; 15 or fewer are drawn once in ten thousand seeds.
        assert!(seen.len() > 15, "{} histories of 40", seen.len());
    }
}
