//! Settlement ahead, from histories of the model that went their own way before the day.
//!
//! No history settles month by month what was settled. Two things are made of how it differs: a factor on its
//! pace that lasts and wanders (assumption A187), and people: whom reality has not settled yet and the history
//! has still wait, and the other way round, so that part of the difference is made up for each month
//! (assumption A188), and nobody is settled who is not there. A particle filter learns both from the months so
//! far, for each of the histories that lie closest to them (assumption A143); what a history says after the day
//! is carried on with what was learnt.

use super::outlook::draw_normal;
use super::past::History;
use crate::chance::Stream;
use crate::filter::{Particles, StateModel};

/// Particles for each history.
const N_PARTICLES: usize = 500;
/// One history in so many is kept, and carried on as many times (assumption A143).
const ONE_IN: usize = 3;
/// What the monthly change of the log factor may be before it is seen: median, and the factor one standard
/// deviation is worth (assumption A187, as A141).
const CHANGE: (f64, f64) = (0.25, 2.0);
/// The largest part of the difference that may be made up for in a month (assumption A188).
const MOST_MADE_UP: f64 = 0.6;
/// A month's published number is interpolated: the standard deviation of its logarithm (assumption A189).
const PUBLISHED_SD: f64 = 0.15;
/// Fewer than so many persons a month are never expected.
const LEAST: f64 = 1.0;

/// How a history differs from what was published.
#[derive(Clone, Copy, Debug)]
struct Course {
    /// The month last reached, counted from 1.
    n_months: usize,
    log_factor: f64,
    change_sd: f64,
    /// Part of the log factor that lasts to the next month.
    persistence: f64,
    /// Part of the difference in people that is made up for in a month.
    made_up: f64,
    /// Persons whom the history has settled and reality has not.
    behind: f64,
}

impl Course {
    /// The month after.
    fn next(self, stream: &mut Stream) -> Self {
        let log_factor = self.persistence * self.log_factor + self.change_sd * draw_normal(stream);
        Self { log_factor, n_months: self.n_months + 1, ..self }
    }

    /// What is expected of a month in which the history settles `simulated`.
    fn expected(&self, simulated: f64) -> f64 {
        (simulated * self.log_factor.exp() + self.made_up * self.behind).max(LEAST)
    }
}

/// A history, and the months that are over.
struct CourseModel<'a> {
    settled: &'a [f64],
    published: &'a [f64],
}

impl CourseModel<'_> {
    /// Persons whom the history has settled and reality has not, after so many months.
    fn behind(&self, n_months: usize) -> f64 {
        let pairs = self.settled.iter().zip(self.published).take(n_months);
        pairs.map(|(simulated, published)| simulated - published).sum()
    }
}

impl StateModel for CourseModel<'_> {
    type State = Course;
    type Observation = f64;

    fn draw_opening(&self, stream: &mut Stream) -> Course {
        let (median, factor) = CHANGE;
        Course {
            n_months: 0,
            log_factor: 0.0,
            change_sd: median * factor.powf(draw_normal(stream)),
            persistence: stream.uniform(),
            made_up: MOST_MADE_UP * stream.uniform(),
            behind: 0.0,
        }
    }

    fn draw_next(&self, state: &Course, stream: &mut Stream) -> Course {
        Course { behind: self.behind(state.n_months), ..state.next(stream) }
    }

    fn log_likelihood(&self, state: &Course, published: &f64) -> f64 {
        let expected = state.expected(self.settled[state.n_months - 1]);
        let variance = variance_of(expected);
        let error = (published.max(LEAST) / expected).ln();
        -(error.powi(2) / variance + variance.ln()) / 2.0
    }
}

/// The variance of the logarithm of a published month around its expectation.
fn variance_of(expected: f64) -> f64 {
    PUBLISHED_SD.powi(2) + 1.0 / expected
}

/// What comes after the months that were published.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The number of the history that was carried on.
    pub history: usize,
    /// Persons settled, by month.
    pub settled: Vec<f64>,
    /// Persons in reception centres at month end.
    pub housed: Vec<f64>,
}

/// Carries on the histories closest to what was published; about as many come back as there are histories.
///
/// # Panics
/// If a history is shorter than what was published.
pub fn draw_ahead(histories: &[History], published: &[f64], stream: &mut Stream) -> Vec<Ahead> {
    let mut ahead = Vec::new();
    for number in pick_closest(histories, published) {
        let history = &histories[number];
        let model = CourseModel { settled: &history.settled, published };
        let mut particles = Particles::draw(&model, N_PARTICLES, stream);
        for month in published {
            if particles.step(&model, Some(month), stream).is_err() {
                // Nothing near was drawn: all that was seen is forgotten.
                particles = Particles::draw(&model, N_PARTICLES, stream);
                break;
            }
        }
        let courses = particles.draw_states(ONE_IN, stream);
        let courses = courses.into_iter().map(|it| carry_on(it, number, history, &model, stream));
        ahead.extend(courses);
    }
    ahead
}

/// The histories whose settlement up to the day lies closest to what was published (assumption A143).
fn pick_closest(histories: &[History], published: &[f64]) -> Vec<usize> {
    let distance = |it: &History| -> f64 {
        it.settled.iter().zip(published).map(|(one, other)| (one - other).abs()).sum()
    };
    let mut ranked: Vec<(f64, usize)> =
        histories.iter().enumerate().map(|(number, it)| (distance(it), number)).collect();
    ranked.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let n_kept = (histories.len() / ONE_IN).max(2).min(histories.len());
    ranked[..n_kept].iter().map(|(_, number)| *number).collect()
}

/// A history after the months that were published.
fn carry_on(
    mut course: Course,
    number: usize,
    history: &History,
    model: &CourseModel<'_>,
    stream: &mut Stream,
) -> Ahead {
    let n_over = model.published.len();
    course.behind = model.behind(n_over);
    let mut ahead = Ahead { history: number, settled: Vec::new(), housed: Vec::new() };
    for month in n_over..history.settled.len() {
        course = course.next(stream);
        let simulated = history.settled[month];
        let expected = course.expected(simulated);
        let error = variance_of(expected).sqrt() * draw_normal(stream);
        // Nobody is settled who is not there: those who wait when the history's month is over or were settled
        // in it, and those whom it had settled before and reality had not.
        let most = (history.waiting[month] + simulated + course.behind).max(0.0);
        let settled = (expected * error.exp()).min(most).round();
        course.behind += simulated - settled;
        ahead.settled.push(settled);
        // Whoever is settled later or sooner lives in reception as often as the others who wait.
        let (housed, private) = (history.housed[month], history.private[month]);
        let share = if housed > 0.0 { housed / (housed + private) } else { 0.0 };
        ahead.housed.push((housed + share * course.behind).max(0.0).round());
    }
    ahead
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    fn stream(key: u64) -> Stream {
        Chance::new(187, key).stream(Process::Parameter, 0)
    }

    fn median(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    /// A history with so many waiting and in reception all the time.
    fn history(settled: Vec<f64>, waiting: f64) -> History {
        let of = |number: f64| vec![number; settled.len()];
        let (waiting, housed) = (of(waiting), of(600.0));
        History { waiting, housed, private: of(200.0), paid: of(0.0), settled }
    }

    #[test]
    fn the_histories_that_are_near_are_carried_on() {
        // Three kinds of history: only those around 1,000 a month are like the eight months published.
        let level = |it: usize| [300.0, 1_000.0, 3_000.0][it % 3];
        let histories: Vec<History> =
            (0..90).map(|it| history(vec![level(it); 14], 50_000.0)).collect();
        let drawn = draw_ahead(&histories, &[1_000.0; 8], &mut stream(1));
        assert_eq!(drawn.len(), 90);
        assert!(drawn.iter().all(|it| it.history % 3 == 1 && it.settled.len() == 6));
        let first = median(drawn.iter().map(|it| it.settled[0]).collect());
        assert!((first - 1_000.0).abs() < 100.0, "{first}");
    }

    #[test]
    fn whom_the_history_settles_late_was_settled_already() {
        // Reality settles 6,000 in the second month and the history in the fourth: few are left for the fourth.
        let histories = vec![history(vec![100.0, 100.0, 100.0, 6_000.0, 100.0], 50_000.0); 60];
        let ahead = |published: &[f64]| {
            let drawn = draw_ahead(&histories, published, &mut stream(2));
            median(drawn.iter().map(|it| it.settled[0]).collect())
        };
        let (early, in_time) = (ahead(&[100.0, 6_000.0, 100.0]), ahead(&[100.0, 100.0, 100.0]));
        assert!(early < 0.8 * in_time, "{early} and {in_time}");
    }

    #[test]
    fn nobody_is_settled_who_is_not_there() {
        // 400 wait at each month end of a history that settles 500; 700 more than that were settled before.
        let histories = vec![history(vec![500.0; 6], 400.0); 30];
        for ahead in draw_ahead(&histories, &[900.0, 800.0], &mut stream(3)) {
            let mut behind = -700.0_f64;
            for (settled, housed) in ahead.settled.iter().zip(&ahead.housed) {
                assert!(*settled <= (900.0 + behind).max(0.0), "{settled} of {}", 900.0 + behind);
                behind += 500.0 - settled;
                // Three in four live in reception.
                assert_eq!(*housed, (600.0 + 0.75 * behind).max(0.0).round());
            }
        }
    }

    #[test]
    fn what_is_unknown_of_the_pace_grows_ahead() {
        let histories = vec![history(vec![2_000.0; 24], 500_000.0); 300];
        let drawn = draw_ahead(&histories, &[2_000.0; 12], &mut stream(4));
        let width = |month: usize| {
            let mut values: Vec<f64> = drawn.iter().map(|it| it.settled[month]).collect();
            values.sort_by(f64::total_cmp);
            (values[270] / values[30]).ln()
        };
        // Next month at least as wide as the error of a published month: 2 x 1.28 x 0.15.
        assert!(width(0) > 0.38 && width(0) < 1.0, "{}", width(0));
        assert!(width(11) > 1.05 * width(0), "{} and {}", width(0), width(11));
    }

    #[test]
    fn before_anything_is_published_the_first_histories_are_as_good_as_any() {
        let histories = vec![history(vec![500.0; 3], 9_000.0); 9];
        let numbers: Vec<usize> =
            draw_ahead(&histories, &[], &mut stream(5)).iter().map(|it| it.history).collect();
        assert_eq!(numbers, [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    }
}
