//! `MatchScores`: how well each kind of household fits in each municipality, from 0 to 1 (treffsikkerhet).
//!
//! The scores that ship with the program are an index of public indicators (assumption A120), not a chance of
//! employment, and know nothing of single persons. A table of the scenario replaces them pair by pair; where it
//! leaves a score empty, such a household must not be placed.

use super::{Group, MAX_HOUSEHOLD};
use crate::calendar::Year;
use crate::matching::{Class, Problem};
use crate::register::Register;
use crate::register::municipal::indicator;

/// Scores by class of household and municipality; classes that fit alike are one.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchScores {
    /// The class of each group and size.
    classes: Vec<u16>,
    /// What a household of each class is worth in each municipality: its persons times its score.
    problem: Problem,
    /// The same by class and municipality in whole thousandths, for one person; [`NEVER`] where it must not be.
    thousandths: Vec<i32>,
}

/// A score that a table gives; nothing where such a household must not be placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GivenScore {
    /// Position of the group.
    pub group: usize,
    /// Persons in the household.
    pub persons: usize,
    /// Position of the municipality.
    pub municipality: usize,
    /// The score.
    pub score: Option<f64>,
}

impl MatchScores {
    /// The index of public indicators, with what a table gives instead.
    pub fn new(register: &Register, groups: &[Group], given: &[GivenScore]) -> Self {
        let n = register.n_municipalities();
        let index = Index::new(register);
        let by_size: Vec<Vec<f64>> = (1..=MAX_HOUSEHOLD).map(|size| index.scores(size)).collect();
        let mut rows: Vec<(usize, Vec<f64>)> = Vec::new();
        let mut classes = Vec::with_capacity(groups.len() * MAX_HOUSEHOLD);
        for group in 0..groups.len() {
            for size in 1..=MAX_HOUSEHOLD {
                let mut scores = by_size[size - 1].clone();
                for it in given.iter().filter(|it| (it.group, it.persons) == (group, size)) {
                    scores[it.municipality] = it.score.unwrap_or(f64::NAN);
                }
                // By bits: a score that is not a number is equal to itself here.
                let is_same = |(other, row): &(usize, Vec<f64>)| {
                    *other == size
                        && row.iter().zip(&scores).all(|(a, b)| a.to_bits() == b.to_bits())
                };
                let class = rows.iter().position(is_same).unwrap_or_else(|| {
                    rows.push((size, scores));
                    rows.len() - 1
                });
                classes.push(class as u16);
            }
        }
        let worth = |(size, scores): (usize, Vec<f64>)| Class {
            size: size as u32,
            values: scores.into_iter().map(|score| size as f64 * score).collect(),
        };
        let rows: Vec<Class> = rows.into_iter().map(worth).collect();
        let problem = Problem::new(vec![0; n], &rows).expect("a score for each municipality");
        let per_place = (0..problem.n_classes()).flat_map(|it| problem.values_per_place(it));
        let whole =
            |score: &f64| if score.is_nan() { NEVER } else { (1000.0 * score).round() as i32 };
        let thousandths = per_place.map(whole).collect();
        Self { classes, problem, thousandths }
    }

    /// The classes and what they are worth where.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The class of a household of a group.
    #[inline]
    pub fn class(&self, group: usize, size: usize) -> usize {
        usize::from(self.classes[group * MAX_HOUSEHOLD + size - 1])
    }

    /// How well a household fits in each municipality.
    #[inline]
    pub fn fits(&self, group: usize, size: usize) -> Fits<'_> {
        let n = self.problem.n_destinations();
        Fits(&self.thousandths[self.class(group, size) * n..][..n])
    }
}

/// In place of a score: such a household must not be there.
const NEVER: i32 = i32::MIN;

/// How well a household fits in each municipality, in thousandths.
#[derive(Clone, Copy, Debug)]
pub struct Fits<'a>(&'a [i32]);

impl Fits<'_> {
    /// Whether it may be in a municipality.
    #[inline]
    pub fn allows(self, municipality: usize) -> bool {
        self.0[municipality] != NEVER
    }

    /// Its score in a municipality where it may be.
    #[inline]
    pub fn thousandths(self, municipality: usize) -> i32 {
        self.0[municipality]
    }
}

/// The indicators behind the scores, each with mean 0 and standard deviation 1 over municipalities.
struct Index {
    /// Logarithm of the inhabitants of the housing and labour market region.
    labour_market: Vec<f64>,
    /// Statistics Norway's centrality index, or its class where a register has no index.
    centrality: Vec<f64>,
    /// Share of households that rent.
    rented: Vec<f64>,
    /// Share of dwellings that the municipality owns.
    municipal: Vec<f64>,
    /// Share of the settled who still live there, of the county.
    stayed: Vec<f64>,
}

impl Index {
    fn new(register: &Register) -> Self {
        let all = register.municipalities();
        let region_of = |it: &crate::register::Municipality| {
            let region = it.labour_market_region.as_ref()?;
            let same = all.iter().filter(|other| {
                other.labour_market_region.as_ref().is_some_and(|its| its.code == region.code)
            });
            let persons: i64 = same.map(|other| other.population.0).sum();
            Some((persons.max(1) as f64).ln())
        };
        let centrality = |it: &crate::register::Municipality| {
            let index = it.centrality_index.map(f64::from);
            // The middle of each class on the scale of the index.
            let of_class =
                |class: u8| [960.0, 890.0, 810.0, 720.0, 620.0, 450.0][usize::from(class) - 1];
            index.or_else(|| it.centrality.map(of_class))
        };
        let published = |column| {
            indicator(register, column, Year(2022)).unwrap_or_else(|| vec![None; all.len()])
        };
        Self {
            labour_market: standardised(all.iter().map(region_of).collect()),
            centrality: standardised(all.iter().map(centrality).collect()),
            rented: standardised(published("rented_households_pct")),
            municipal: standardised(published("municipal_dwellings_pct")),
            stayed: standardised(crate::register::municipal::stayed_in_county(register)),
        }
    }

    /// Scores for a household of `size`: singles and couples lean on work and rented homes, families on homes
    /// that the municipality has and on whether people stay (assumption A120).
    fn scores(&self, size: usize) -> Vec<f64> {
        let family = ((size as f64 - 1.0) / 3.0).min(1.0);
        let between = |single: f64, of_family: f64| single + family * (of_family - single);
        let weights = [
            (&self.labour_market, between(0.30, 0.10)),
            (&self.centrality, between(0.15, 0.05)),
            (&self.rented, between(0.15, 0.05)),
            (&self.municipal, between(0.05, 0.20)),
            (&self.stayed, between(0.10, 0.20)),
        ];
        let sum = |at: usize| weights.iter().map(|(it, weight)| weight * it[at]).sum::<f64>();
        // In thousandths: the last bits of a platform's exponential must not tip a choice.
        let score = |at: usize| (1000.0 / (1.0 + (-sum(at)).exp())).round() / 1000.0;
        (0..self.stayed.len()).map(score).collect()
    }
}

/// The numbers with mean 0 and standard deviation 1, held within three of them; 0 where nothing is known.
fn standardised(numbers: Vec<Option<f64>>) -> Vec<f64> {
    let known: Vec<f64> = numbers.iter().flatten().copied().collect();
    let n = known.len().max(1) as f64;
    let mean = known.iter().sum::<f64>() / n;
    let sd = (known.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / n).sqrt();
    let scale = |it: f64| if sd > 0.0 { ((it - mean) / sd).clamp(-3.0, 3.0) } else { 0.0 };
    numbers.into_iter().map(|it| it.map_or(0.0, scale)).collect()
}
