//! Scenario discovery: which few conditions together make a breach likely (the patient rule induction
//! method of Friedman and Fisher 1999, as used by Bryant and Lempert 2010; methods 6.5).

mod region;

pub use region::{Limit, Region};

use crate::score::clopper_pearson;
use statrs::distribution::{Binomial, DiscreteCDF};

/// What kind of number a coordinate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// A number; a region keeps an interval of it.
    Number,
    /// One of this many levels, numbered from 0; a region keeps some of them.
    Levels(usize),
}

/// Points tried and whether there was a breach at each.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    factors: Vec<Factor>,
    points: Vec<Vec<f64>>,
    breached: Vec<bool>,
}

/// A region and how well it tells breaches from the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The region.
    pub region: Region,
    /// The share of all breaches that lie inside.
    pub coverage: f64,
    /// The share of points inside that are breaches.
    pub density: f64,
    /// The share of all points that lie inside.
    pub mass: f64,
}

impl Finding {
    /// The harmonic mean of coverage and density: high only if both are.
    pub fn merit(&self) -> f64 {
        let sum = self.coverage + self.density;
        if sum > 0.0 { 2.0 * self.coverage * self.density / sum } else { 0.0 }
    }
}

/// The regions from all of the sample to the smallest, each peeled from the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The findings, in order.
    pub findings: Vec<Finding>,
}

impl Trajectory {
    /// The finding with the greatest [`Finding::merit`].
    pub fn best(&self) -> &Finding {
        let better = |one: &&Finding, two: &&Finding| one.merit().total_cmp(&two.merit());
        self.findings.iter().max_by(better).expect("the whole sample is a finding")
    }
}

impl Sample {
    /// A sample with at least one breach.
    ///
    /// # Panics
    /// If there is no breach, or the points are not as many as the outcomes or have another number of
    /// coordinates than there are factors.
    pub fn new(factors: Vec<Factor>, points: Vec<Vec<f64>>, breached: Vec<bool>) -> Self {
        assert_eq!(points.len(), breached.len(), "an outcome for each point");
        assert!(points.iter().all(|point| point.len() == factors.len()), "a coordinate each");
        assert!(breached.contains(&true), "there is no breach to explain");
        Self { factors, points, breached }
    }

    /// Peels the share `peeled` (usually 0.05) of the region's points off the face whose loss raises the
    /// density most, again and again until less than `least_mass` (usually 0.05) of all points would be
    /// left or no face raises it.
    ///
    /// A dropped level, or equal values that go together, can be a larger share. Faces are therefore
    /// compared by what they gain for each point lost, or the largest would win by chance (the lenient
    /// criterion of Kwakkel and Jaxa-Rozen 2016).
    ///
    /// # Panics
    /// If the share is not between zero and one.
    pub fn peel(&self, peeled: f64, least_mass: f64) -> Trajectory {
        assert!(peeled > 0.0 && peeled < 1.0, "share {peeled}");
        let mut findings = vec![self.judge(Region::whole(&self.factors))];
        loop {
            let here = &findings[findings.len() - 1];
            let inside: Vec<&[f64]> = self.inside(&here.region).collect();
            let candidates =
                (0..self.factors.len()).flat_map(|at| here.region.peelings(at, &inside, peeled));
            let judged = candidates.map(|region| self.judge(region));
            let kept = judged.filter(|it| it.mass >= least_mass && it.density > here.density);
            let gain = |it: &Finding| (it.density - here.density) / (here.mass - it.mass);
            // The first of equals: the answer does not depend on how it is searched.
            let best = kept.reduce(|one, two| if gain(&two) > gain(&one) { two } else { one });
            match best {
                Some(finding) => findings.push(finding),
                None => return Trajectory { findings },
            }
        }
    }

    /// Takes back at each face, while that makes the region no less dense: peeling may have gone too far.
    pub fn paste(&self, finding: &Finding, peeled: f64) -> Finding {
        let mut here = finding.clone();
        loop {
            let n_inside = self.inside(&here.region).count() as f64;
            let mut n_taken = (peeled * n_inside).ceil().max(1.0) as usize;
            let mut better = None;
            while better.is_none() && n_taken > 0 {
                let wider =
                    (0..self.factors.len()).flat_map(|at| self.pastings(&here, at, n_taken));
                better = wider
                    .filter(|it| it.density >= here.density && it.mass > here.mass)
                    .reduce(|one, two| if two.coverage > one.coverage { two } else { one });
                n_taken /= 2;
            }
            match better {
                Some(finding) => here = finding,
                None => return here,
            }
        }
    }

    /// The region of the best finding of a peeling with the usual shares, without the limits that chance
    /// alone may have set (more than 5 % likely), and pasted.
    pub fn discover(&self) -> Finding {
        let mut found = self.peel(0.05, 0.05).best().clone();
        loop {
            let tested = self.restrictions(&found.region);
            let weakest = tested.into_iter().max_by(|one, two| one.1.total_cmp(&two.1));
            match weakest {
                Some((factor, p_value)) if p_value > 0.05 => {
                    found = self.judge(found.region.without(factor, &self.factors));
                }
                _ => return self.paste(&found, 0.05),
            }
        }
    }

    /// The restricted factors, each with how likely so many breaches in the region would be if its limit
    /// had no effect: the binomial tail at the density without that limit (quasi-p-value).
    pub fn restrictions(&self, region: &Region) -> Vec<(usize, f64)> {
        let (n, n_breaches) = self.counts(region);
        let p_value = |factor: usize| {
            let (n_without, breaches_without) = self.counts(&region.without(factor, &self.factors));
            let density = breaches_without as f64 / n_without as f64;
            let law = Binomial::new(density, n as u64).expect("a density is a probability");
            if n_breaches == 0 { 1.0 } else { law.sf(n_breaches as u64 - 1) }
        };
        region.restricted().map(|factor| (factor, p_value(factor))).collect()
    }

    /// The 95 % limits of a region's density.
    pub fn density_limits(&self, region: &Region) -> (f64, f64) {
        let (n, n_breaches) = self.counts(region);
        clopper_pearson(n_breaches as u64, n as u64, 0.95)
    }

    fn pastings(&self, here: &Finding, factor: usize, n_taken: usize) -> Vec<Finding> {
        // Only points that the other limits let in can be won.
        let others = here.region.without(factor, &self.factors);
        let candidates: Vec<f64> = self.inside(&others).map(|point| point[factor]).collect();
        let wider = here.region.pastings(factor, &candidates, n_taken);
        wider.into_iter().map(|region| self.judge(region)).collect()
    }

    fn inside<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a [f64]> {
        self.points.iter().map(Vec::as_slice).filter(|point| region.holds(point))
    }

    /// The number of points inside and of breaches among them.
    fn counts(&self, region: &Region) -> (usize, usize) {
        let inside = self.points.iter().zip(&self.breached).filter(|(it, _)| region.holds(it));
        inside.fold((0, 0), |(n, n_breaches), (_, breached)| {
            (n + 1, n_breaches + usize::from(*breached))
        })
    }

    fn judge(&self, region: Region) -> Finding {
        let (n, n_breaches) = self.counts(&region);
        let n_all_breaches = self.breached.iter().filter(|it| **it).count();
        Finding {
            region,
            coverage: n_breaches as f64 / n_all_breaches as f64,
            density: if n > 0 { n_breaches as f64 / n as f64 } else { 0.0 },
            mass: n as f64 / self.points.len() as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    fn sample(
        key: u64,
        n: usize,
        factors: Vec<Factor>,
        is_breach: impl Fn(&[f64]) -> bool,
    ) -> Sample {
        let mut stream = Chance::new(65, key).stream(Process::Parameter, 0);
        let mut draw = |factor: &Factor| match factor {
            Factor::Number => stream.uniform(),
            Factor::Levels(n) => f64::from(stream.below(*n as u32)),
        };
        let points: Vec<Vec<f64>> =
            (0..n).map(|_| factors.iter().map(&mut draw).collect()).collect();
        let breached = points.iter().map(|point| is_breach(point)).collect();
        Sample::new(factors, points, breached)
    }

    #[test]
    fn t22_the_planted_box_is_found() {
        for key in 0..3 {
            let sample = sample(key, 5_000, vec![Factor::Number; 10], |point| {
                point[0] > 0.6 && point[1] < 0.4
            });
            let found = sample.discover();
            let restricted: Vec<usize> = found.region.restricted().collect();
            assert_eq!(restricted, [0, 1], "{found:?}");
            assert!(found.coverage >= 0.95 && found.density >= 0.95, "{found:?}");
            let Limit::Between(low, _) = found.region.limits[0] else { panic!("{found:?}") };
            let Limit::Between(_, high) = found.region.limits[1] else { panic!("{found:?}") };
            assert!((low - 0.6).abs() < 0.02 && (high - 0.4).abs() < 0.02, "{found:?}");
            assert!(sample.restrictions(&found.region).iter().all(|(_, p)| *p < 1e-6));
            assert!(sample.density_limits(&found.region).0 > 0.9);
        }
    }

    #[test]
    fn peeling_raises_density_and_lowers_coverage() {
        let sample = sample(3, 2_000, vec![Factor::Number; 4], |point| point[0] * point[1] > 0.5);
        let trajectory = sample.peel(0.05, 0.05);
        let (first, last) = (&trajectory.findings[0], trajectory.findings.last().unwrap());
        assert_eq!((first.coverage, first.mass), (1.0, 1.0));
        assert!(trajectory.findings.is_sorted_by(|one, two| one.density < two.density));
        assert!(trajectory.findings.is_sorted_by(|one, two| one.coverage >= two.coverage));
        assert!(last.mass >= 0.05 && last.density > 0.95, "{last:?}");
    }

    #[test]
    fn a_level_that_never_breaks_is_dropped() {
        for key in 4..8 {
            let factors = vec![Factor::Levels(3), Factor::Number, Factor::Levels(2)];
            let is_breach = |point: &[f64]| point[0] != 1.0 && point[1] > 0.7;
            let found = sample(key, 2_000, factors, is_breach).discover();
            assert_eq!(found.region.limits[0], Limit::Among(vec![true, false, true]), "{found:?}");
            assert_eq!(found.region.limits[2], Limit::Among(vec![true, true]), "{found:?}");
            assert!(found.coverage > 0.95 && found.density > 0.95, "{found:?}");
        }
    }

    #[test]
    fn what_chance_alone_explains_is_not_a_restriction() {
        let sample = sample(5, 2_000, vec![Factor::Number; 3], |point| point[2] > 0.5);
        let mut region = sample.discover().region;
        region.limits[0] = Limit::Between(0.1, 0.9);
        let p_values = sample.restrictions(&region);
        assert_eq!((p_values[0].0, p_values[1].0), (0, 2));
        assert!(p_values[0].1 > 0.1 && p_values[1].1 < 1e-9, "{p_values:?}");
    }

    #[test]
    fn pasting_wins_back_what_was_peeled_too_far() {
        let sample = sample(6, 4_000, vec![Factor::Number; 2], |point| point[0] > 0.6);
        let mut region = Region::whole(&sample.factors);
        region.limits[0] = Limit::Between(0.7, f64::INFINITY);
        let (narrow, wide) = (sample.judge(region), sample.judge(Region::whole(&sample.factors)));
        let pasted = sample.paste(&narrow, 0.05);
        assert!(narrow.coverage < 0.8 && pasted.coverage > 0.999, "{pasted:?}");
        assert_eq!(pasted.density, 1.0);
        assert_eq!(sample.paste(&wide, 0.05), wide);
    }
}
