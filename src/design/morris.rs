//! Screening of many factors by walks that move one factor at a time (Morris 1991).

use super::Point;
use super::cube::draw_order;
use crate::chance::Stream;

/// A walk through the cube in which each factor moves once.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The points in the order of the walk, one more than there are factors.
    pub points: Vec<Point>,
    /// The factor that moves after each point but the last, and how far.
    pub moves: Vec<(usize, f64)>,
}

/// Draws walks over a cube with `n_levels` levels a factor; each step is `p / (2 (p - 1))` long, so that
/// all levels are equally likely. Usual are 20 walks and 8 levels.
///
/// # Panics
/// If the number of levels is odd or zero.
pub fn draw_trajectories(
    n: usize,
    n_factors: usize,
    n_levels: u32,
    stream: &mut Stream,
) -> Vec<Trajectory> {
    assert!(n_levels > 0 && n_levels.is_multiple_of(2), "{n_levels} levels; must be even");
    let last = f64::from(n_levels - 1);
    let step = f64::from(n_levels / 2) / last;
    let mut draw_trajectory = || {
        // Each factor begins at one end of its step and moves to the other.
        let starts: Vec<(f64, f64)> = (0..n_factors)
            .map(|_| {
                let low = f64::from(stream.below(n_levels / 2)) / last;
                if stream.below(2) == 0 { (low, step) } else { (low + step, -step) }
            })
            .collect();
        let mut point: Point = starts.iter().map(|(at, _)| *at).collect();
        let mut trajectory = Trajectory { points: vec![point.clone()], moves: Vec::new() };
        for factor in draw_order(n_factors, stream) {
            let (at, by) = starts[factor];
            point[factor] = at + by;
            trajectory.points.push(point.clone());
            trajectory.moves.push((factor, by));
        }
        trajectory
    };
    (0..n).map(|_| draw_trajectory()).collect()
}

/// What moving one factor does to the output, for each full range it is moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The mean effect; effects up and down cancel.
    pub mean: f64,
    /// The mean size of effects (mu*): how much the factor matters (Campolongo and others 2007).
    pub mean_size: f64,
    /// The standard deviation of effects: how far it matters in bends or together with others.
    pub spread: f64,
}

/// The effect of each factor from the outputs at all points of all walks, in the order of the walks.
///
/// # Panics
/// If there are fewer than two walks or another number of outputs than points.
pub fn effects(trajectories: &[Trajectory], outputs: &[f64]) -> Vec<Effect> {
    assert!(trajectories.len() > 1, "a spread needs two walks");
    let mut by_factor = vec![Vec::new(); trajectories[0].moves.len()];
    let mut rest = outputs;
    for trajectory in trajectories {
        let (here, after) = rest.split_at(trajectory.points.len());
        for (pair, (factor, by)) in here.windows(2).zip(&trajectory.moves) {
            by_factor[*factor].push((pair[1] - pair[0]) / by);
        }
        rest = after;
    }
    assert!(rest.is_empty(), "{} outputs belong to no point", rest.len());
    by_factor.iter().map(|effects| summarise(effects)).collect()
}

fn summarise(effects: &[f64]) -> Effect {
    let n = effects.len() as f64;
    let mean = effects.iter().sum::<f64>() / n;
    let mean_size = effects.iter().map(|it| it.abs()).sum::<f64>() / n;
    let squares: f64 = effects.iter().map(|it| (it - mean) * (it - mean)).sum();
    Effect { mean, mean_size, spread: (squares / (n - 1.0)).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};
    use crate::design::known::g_function;

    fn run(n: usize, n_factors: usize, model: impl Fn(&[f64]) -> f64) -> Vec<Effect> {
        let mut stream = Chance::new(67, 0).stream(Process::Parameter, 0);
        let walks = draw_trajectories(n, n_factors, 8, &mut stream);
        let outputs: Vec<f64> =
            walks.iter().flat_map(|walk| &walk.points).map(|point| model(point)).collect();
        effects(&walks, &outputs)
    }

    #[test]
    fn a_straight_line_has_its_slopes_and_no_spread() {
        let slopes = [4.0, -2.5, 0.0, 0.125];
        let line = |point: &[f64]| -> f64 { point.iter().zip(slopes).map(|(x, b)| b * x).sum() };
        for (effect, slope) in run(20, 4, line).iter().zip(slopes) {
            assert!((effect.mean - slope).abs() < 1e-12, "{effect:?}");
            assert!((effect.mean_size - slope.abs()).abs() < 1e-12, "{effect:?}");
            assert!(effect.spread < 1e-12, "{effect:?}");
        }
    }

    #[test]
    fn walks_stay_on_the_levels_and_move_each_factor_once() {
        let mut stream = Chance::new(68, 0).stream(Process::Parameter, 0);
        let mut n_at = [0; 8];
        for walk in draw_trajectories(50, 5, 8, &mut stream) {
            let mut moved: Vec<usize> = walk.moves.iter().map(|(factor, _)| *factor).collect();
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2, 3, 4]);
            for coordinate in walk.points.iter().flatten() {
                let level = coordinate * 7.0;
                assert!((level - level.round()).abs() < 1e-12 && (0.0..=1.0).contains(coordinate));
                n_at[level.round() as usize] += 1;
            }
        }
        assert!(n_at.iter().all(|n| *n > 100), "all levels are used: {n_at:?}");
    }

    #[test]
    fn the_g_function_is_ranked_by_its_parameters() {
        let effects = run(40, 8, g_function);
        let sizes: Vec<f64> = effects.iter().map(|it| it.mean_size).collect();
        assert!(sizes[..4].is_sorted_by(|one, two| one > two), "{sizes:?}");
        assert!(sizes[4..].iter().all(|it| *it < 0.1 * sizes[3] + 0.05), "{sizes:?}");
        assert!(effects[0].spread > 1.0, "it bends: {:?}", effects[0]);
    }
}
