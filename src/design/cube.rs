//! Points that fill the unit cube.

use super::Point;
use crate::chance::Stream;

/// `n` points, of which each coordinate has one in each of `n` equal slices (McKay, Beckman and Conover
/// 1979).
pub fn draw_latin_hypercube(n: usize, n_factors: usize, stream: &mut Stream) -> Vec<Point> {
    let mut points = vec![Vec::with_capacity(n_factors); n];
    for _ in 0..n_factors {
        for (point, slice) in points.iter_mut().zip(draw_order(n, stream)) {
            point.push((slice as f64 + stream.uniform()) / n as f64);
        }
    }
    points
}

/// The numbers below `n` in random order.
pub(super) fn draw_order(n: usize, stream: &mut Stream) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        let chosen = stream.below(u32::try_from(last + 1).expect("a short list"));
        order.swap(last, chosen as usize);
    }
    order
}

/// Every combination of evenly spaced levels from 0 to 1; the last factor varies fastest. A factor with a
/// single level stays at the middle.
pub fn grid(n_levels: &[usize]) -> Vec<Point> {
    let level = |at: usize, n: usize| if n > 1 { at as f64 / (n - 1) as f64 } else { 0.5 };
    let mut points = vec![Vec::with_capacity(n_levels.len())];
    for n in n_levels {
        let extended = |point: &Point| -> Vec<Point> {
            (0..*n).map(|at| [point.as_slice(), &[level(at, *n)]].concat()).collect()
        };
        points = points.iter().flat_map(extended).collect();
    }
    points
}

/// The length of the library's sequence; a longer design is put together from several.
const SEQUENCE: usize = 1 << 16;
/// The number of the library's dimensions; further ones are those of another sequence.
const DIMENSIONS: usize = 256;

/// `n` points of a Sobol sequence with Owen's scrambling (Joe and Kuo 2008; Burley 2020). Most even for a
/// power of two; beyond 65,536 the points are those of several independent sequences.
///
/// No coordinate is 0 or 1.
pub fn draw_sobol_points(n: usize, n_factors: usize, stream: &mut Stream) -> Vec<Point> {
    let n_sets = n_factors.div_ceil(DIMENSIONS);
    let mut seeds = Vec::new();
    let mut points = Vec::with_capacity(n);
    for index in 0..n {
        if index % SEQUENCE == 0 {
            seeds = (0..n_sets).map(|_| (stream.word() >> 32) as u32).collect();
        }
        let coordinate = |factor: usize| {
            let (set, dimension) = (factor / DIMENSIONS, (factor % DIMENSIONS) as u32);
            let cell = sobol_burley::sample((index % SEQUENCE) as u32, dimension, seeds[set]);
            // The library gives the lower end of one of 2^23 cells.
            f64::from(cell) + 0.5 / f64::from(1 << 23)
        };
        points.push((0..n_factors).map(coordinate).collect());
    }
    points
}

/// The seed that a coordinate stands for, when chance itself is a factor: its share of the variance is
/// what no better knowledge of the parameters can take away (methods 6.6).
pub fn seed_of(coordinate: f64) -> u64 {
    coordinate.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    fn stream() -> Stream {
        Chance::new(66, 0).stream(Process::Parameter, 0)
    }

    #[test]
    fn each_slice_of_a_latin_hypercube_holds_one_point() {
        let points = draw_latin_hypercube(40, 3, &mut stream());
        for factor in 0..3 {
            let mut slices: Vec<usize> =
                points.iter().map(|point| (point[factor] * 40.0) as usize).collect();
            assert!(!slices.is_sorted(), "factor {factor} is in random order");
            slices.sort_unstable();
            assert_eq!(slices, (0..40).collect::<Vec<_>>());
        }
    }

    #[test]
    fn orders_are_equally_likely() {
        // 12,000 orders of three. Chi-square with 5 degrees of freedom: 20.52 is exceeded once in a
        // thousand seeds.
        let mut stream = stream();
        let mut counts = [0.0; 6];
        for _ in 0..12_000 {
            let order = draw_order(3, &mut stream);
            counts[order[0] * 2 + usize::from(order[1] > order[2])] += 1.0;
        }
        let chi: f64 = counts.iter().map(|n: &f64| (n - 2_000.0).powi(2) / 2_000.0).sum();
        assert!(chi < 20.52, "{counts:?}: {chi}");
    }

    #[test]
    fn a_grid_has_every_combination() {
        let expected = [[0.0, 0.0], [0.0, 0.5], [0.0, 1.0], [1.0, 0.0], [1.0, 0.5], [1.0, 1.0]];
        assert_eq!(grid(&[2, 3]), expected.map(|point| point.to_vec()));
        assert_eq!(grid(&[1, 2]), [[0.5, 0.0], [0.5, 1.0]].map(|point| point.to_vec()));
    }

    #[test]
    fn sobol_points_are_even_in_every_pair_of_factors() {
        // A scrambled sequence of 256 points puts one in each of 256 equal boxes, whichever way they are
        // cut, for the first two dimensions; and 16 in each sixteenth of any one.
        let points = draw_sobol_points(256, 6, &mut stream());
        for cuts in [(1, 256), (4, 64), (16, 16), (64, 4)] {
            let mut n_inside = vec![0; 256];
            for point in &points {
                let (row, column) = (point[0] * cuts.0 as f64, point[1] * cuts.1 as f64);
                n_inside[row as usize * cuts.1 + column as usize] += 1;
            }
            assert!(n_inside.iter().all(|n| *n == 1), "cut {cuts:?}");
        }
        for factor in 0..6 {
            let counts = points.iter().fold([0; 16], |mut counts, point| {
                counts[(point[factor] * 16.0) as usize] += 1;
                counts
            });
            assert_eq!(counts, [16; 16], "factor {factor}");
        }
    }

    #[test]
    fn sobol_points_do_not_end() {
        let points = draw_sobol_points(SEQUENCE + 2, 2, &mut stream());
        assert_ne!(points[0], points[SEQUENCE], "another sequence");
        let wide = draw_sobol_points(4, 258, &mut stream());
        assert_ne!(wide[0][0], wide[0][256]);
        assert!(
            points.iter().flatten().chain(wide.iter().flatten()).all(|it| *it > 0.0 && *it < 1.0)
        );
    }
}
