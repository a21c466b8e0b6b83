//! Hazards after settlement that depend on where a household lives, how large it is and how well it fits.
//!
//! What happens next is drawn with the largest hazard that any household can have, so that one table serves all of a
//! group and most are told at once that nothing will happen within the horizon. On the day itself it happens with
//! the household's own hazard over the largest, and otherwise the next day is drawn. That is exact: a Poisson process
//! from which points are taken out at random is one of the smaller rate.

use super::Odds;
use crate::chance::Stream;
use crate::elementary::exp;
use crate::scenario::Scenario;
use crate::scenario::number::{Drawn, Number};

/// What multiplies the hazards of a group for each household of it.
#[derive(Clone, Debug, Default)]
pub struct Multiples {
    /// Of a move, by class of the match scores and municipality.
    pub moves: Thinning,
    /// Of emigration, by municipality.
    pub emigration: Thinning,
}

/// The multiples of one hazard.
#[derive(Clone, Debug)]
pub struct Thinning {
    most: f64,
    /// Each multiple over the largest; empty if all of them are one.
    odds: Vec<Odds>,
}

impl Default for Thinning {
    fn default() -> Self {
        Self { most: 1.0, odds: Vec::new() }
    }
}

impl Thinning {
    fn new(multiples: impl Iterator<Item = f64> + Clone) -> Self {
        if multiples.clone().all(|it| it == 1.0) {
            return Self::default();
        }
        let most = multiples.clone().fold(0.0, f64::max);
        // Where all are nothing nobody is asked.
        let odds = multiples.map(|it| Odds::new(it / most));
        Self { most, odds: odds.collect() }
    }

    /// The largest of them.
    pub fn most(&self) -> f64 {
        self.most
    }

    /// Whether what happens at the largest hazard happens to the household that has the multiple at `position`. No
    /// word is drawn where all are one.
    #[inline]
    fn happens(&self, position: usize, draws: &mut Stream) -> bool {
        self.odds.get(position).is_none_or(|it| it.hit(draws.word()))
    }
}

impl Multiples {
    /// Those of a replication (assumptions A191 to A194).
    pub(super) fn new(scenario: &Scenario, drawn: &Drawn) -> Self {
        let moves = &scenario.world.moves;
        let municipalities = scenario.register.municipalities();
        let by_place = |numbers: &[Number; 6]| -> Vec<f64> {
            let of_class = |class: u8| numbers[usize::from(class) - 1].of(drawn);
            municipalities.iter().map(|it| it.centrality.map_or(1.0, of_class)).collect()
        };
        let emigration = by_place(&moves.emigration_by_centrality);
        let of_place = by_place(&moves.by_centrality);
        let (family, effect) = (moves.family_multiple.of(drawn), moves.match_effect.of(drawn));
        let problem = scenario.policy.match_scores.problem();
        let mut of_household = Vec::with_capacity(problem.n_classes() * of_place.len());
        for class in 0..problem.n_classes() {
            let of_size = if problem.size(class) > 1 { family } else { 1.0 };
            let scores = problem.values_per_place(class);
            let inhabitants = municipalities.iter().map(|it| it.population.0 as f64);
            let mean = mean_of_known(scores, inhabitants);
            let of_score = |score: f64| {
                // Where it must not be placed nothing is known of how well it fits.
                if effect == 0.0 || !score.is_finite() { 1.0 } else { exp(effect * (score - mean)) }
            };
            let all = of_place.iter().zip(scores);
            of_household.extend(all.map(|(place, score)| place * of_size * of_score(*score)));
        }
        Self {
            moves: Thinning::new(of_household.iter().copied()),
            emigration: Thinning::new(emigration.iter().copied()),
        }
    }

    /// Whether a household moves from where it lives on a day on which one with the largest hazard would.
    #[inline]
    pub fn moves(
        &self,
        scenario: &Scenario,
        (group, size): (u8, u8),
        municipality: u16,
        draws: &mut Stream,
    ) -> bool {
        let scores = &scenario.policy.match_scores;
        let class = scores.class(usize::from(group), usize::from(size));
        let n = scores.problem().n_destinations();
        self.moves.happens(class * n + usize::from(municipality), draws)
    }

    /// Whether it leaves the country on such a day.
    #[inline]
    pub fn emigrates(&self, municipality: u16, draws: &mut Stream) -> bool {
        self.emigration.happens(usize::from(municipality), draws)
    }
}

/// The mean of the scores that are known.
fn mean_of_known(scores: &[f64], weights: impl Iterator<Item = f64>) -> f64 {
    let known = scores.iter().zip(weights).filter(|(score, _)| score.is_finite());
    let (sum, weight) =
        known.fold((0.0, 0.0), |(sum, all), (score, weight)| (sum + weight * score, all + weight));
    if weight > 0.0 { sum / weight } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    #[test]
    fn the_largest_always_happens_and_the_others_in_proportion() {
        let thinning = Thinning::new([0.5, 2.0, 0.0].into_iter());
        assert_eq!(thinning.most(), 2.0);
        let mut draws = Chance::new(1, 0).stream(Process::Life, 1);
        let mut happened = [0; 3];
        for (position, happened) in happened.iter_mut().enumerate() {
            *happened = (0..10_000).filter(|_| thinning.happens(position, &mut draws)).count();
        }
        // A quarter of 10,000 has a standard error of 43.
        assert!(happened[0].abs_diff(2_500) < 150, "{happened:?}");
        assert_eq!(happened[1..], [10_000, 0]);
    }

    #[test]
    fn nothing_is_drawn_where_all_are_alike_and_nobody_is_asked_where_all_are_nothing() {
        let stream = || Chance::new(1, 0).stream(Process::Life, 1);
        let mut draws = stream();
        let alike = Thinning::new([1.0; 3].into_iter());
        assert!((0..3).all(|it| alike.happens(it, &mut draws)));
        assert_eq!(draws.word(), stream().word());
        assert_eq!(Thinning::new([0.0; 3].into_iter()).most(), 0.0);
    }

    #[test]
    fn the_mean_leaves_out_where_nobody_may_be() {
        let found = mean_of_known(&[0.2, f64::NEG_INFINITY, 0.8], [1.0, 5.0, 2.0].into_iter());
        assert!((found - 0.6).abs() < 1e-12, "{found}");
        assert_eq!(mean_of_known(&[f64::NAN], [1.0].into_iter()), 0.0);
    }
}
