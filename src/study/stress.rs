//! How much the system takes: for each pressure the capacity at which a breach has a given probability, and
//! which conditions together make a breach likely (methods 6.4 and 6.5).

use super::breach::{AnyOf, Breach};
use super::quantity::NoQuantity;
use super::sheet::{Cell, Shape, Sheet};
use super::sweep::Axis;
use super::vary::{Ended, Variants, uncertain};
use crate::decide::{Crossing, Factor, Limit, Sample, Search, Trials};
use crate::engine::{Engine, Interrupted};
use crate::model::reality::Reality;
use crate::register::actuals::{Forecast, forecasts};
use crate::scenario::Scenario;
use crate::units::Persons;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// Probabilities of a breach whose lines are drawn.
pub const PROBABILITIES: [f64; 3] = [0.1, 0.5, 0.9];

/// Why a study of breaches ends early.
#[derive(Debug)]
pub enum Stopped {
    /// As any study.
    Ended(Ended),
    /// A breach is about a number that is not there.
    NoQuantity(NoQuantity),
}

impl<T: Into<Ended>> From<T> for Stopped {
    fn from(it: T) -> Self {
        Self::Ended(it.into())
    }
}

/// A way from much to little risk at each of several pressures.
#[derive(Clone, Debug)]
pub struct Frontier {
    /// The scenario.
    pub variants: Variants,
    /// What presses: a key and the values it is given.
    pub pressure: (String, Vec<f64>),
    /// What is looked for: a key, the value at which a breach is most likely, and that at which it is least.
    pub capacity: (String, f64, f64),
    /// What is a breach.
    pub breaches: Vec<Breach>,
    /// Replications at each place to begin with.
    pub n_first: usize,
    /// Replications after which a place is judged by its share.
    pub n_most: usize,
}

/// Runs replications `range` of a scenario and counts those with a breach.
pub fn count_breaches(
    scenario: &Scenario,
    breaches: &[Breach],
    range: Range<usize>,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Vec<bool>, Stopped> {
    let engine = Engine::new(scenario);
    let dimensions = engine.dimensions.clone();
    let any = AnyOf::find(breaches, &dimensions).map_err(Stopped::NoQuantity)?;
    let mut seen = Vec::with_capacity(range.len());
    let range = range.start as u32..range.end as u32;
    engine.run::<Interrupted>(range, stop, progress, |block| {
        seen.extend(block.iter().map(|(_, it)| any.holds(it, &dimensions)));
        Ok(())
    })?;
    Ok(seen)
}

impl Frontier {
    /// The capacity at each pressure and probability.
    pub fn find(&self, stop: &AtomicBool, progress: &(impl Fn() + Sync)) -> Result<Sheet, Stopped> {
        let columns = [
            ("pressure", Shape::Any),
            ("probability", Shape::Percent),
            ("capacity", Shape::Any),
            ("surely_too_little", Shape::Any),
            ("surely_enough", Shape::Any),
            ("note", Shape::Text),
        ];
        let mut sheet = Sheet::new("stress_frontier", &columns);
        for pressure in &self.pressure.1 {
            for (probability, crossing) in self.cross(*pressure, stop, progress)? {
                let start = vec![Cell::Number(*pressure), Cell::Number(probability)];
                let rest = match crossing {
                    Crossing::AtOnce => [None, None, None].map(Cell::of).into_iter(),
                    Crossing::Never => [None, None, None].map(Cell::of).into_iter(),
                    Crossing::Found { at, surely_before, surely_behind } => {
                        [Some(at), surely_before, surely_behind].map(Cell::of).into_iter()
                    }
                };
                let note = match crossing {
                    Crossing::AtOnce => Cell::Word("holds_everywhere"),
                    Crossing::Never => Cell::Word("breaks_everywhere"),
                    Crossing::Found { .. } => Cell::Nothing,
                };
                sheet.push(start.into_iter().chain(rest).chain([note]).collect());
            }
        }
        Ok(sheet)
    }

    /// Where the scenario itself stands, and where it would stand if the arrivals of the last official forecast's
    /// high range came in place of its planning figure (assumption A181); nothing where a key is not a number
    /// of the scenario.
    pub fn today(&self, scenario: &Scenario) -> Sheet {
        let columns = [("point", Shape::Text), ("pressure", Shape::Any), ("capacity", Shape::Any)];
        let mut sheet = Sheet::new("stress_today", &columns);
        let value = |key: &str| {
            let parameter = scenario.parameters.iter().find(|it| it.key == key);
            parameter.map(|it| it.central)
        };
        let (Some(pressure), Some(capacity)) = (value(&self.pressure.0), value(&self.capacity.0))
        else {
            return sheet;
        };
        let numbers = |pressure| [Cell::Number(pressure), Cell::Number(capacity)];
        sheet.push([Cell::Word("today")].into_iter().chain(numbers(pressure)).collect());
        if let Some(times) = official_high(&self.pressure.0, scenario) {
            let numbers = numbers(pressure * times);
            sheet.push([Cell::Word("official_high")].into_iter().chain(numbers).collect());
        }
        sheet
    }

    /// Where on the way of capacity each probability is reached at one pressure.
    fn cross(
        &self,
        pressure: f64,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Vec<(f64, Crossing)>, Stopped> {
        let (key, from, to) = &self.capacity;
        let keys = [self.pressure.0.clone(), key.clone()];
        let mut failed = None;
        let run = |place: f64, range: Range<usize>| {
            let counted = self
                .variants
                .at(&keys, &[pressure, round_to(place, to - from)])
                .map_err(Stopped::from)
                .and_then(|it| count_breaches(&it, &self.breaches, range, stop, progress));
            match counted {
                Ok(seen) => seen.iter().filter(|it| **it).count(),
                Err(error) => {
                    failed.get_or_insert(error);
                    0
                }
            }
        };
        let mut trials = Trials::new(run);
        let tolerance = (to - from).abs() / 100.0;
        let mut search = Search::new(*from, *to, tolerance);
        (search.n_first, search.n_most) = (self.n_first, self.n_most);
        search.n_grid = 5;
        let crossings = PROBABILITIES.map(|it| (it, search.find(it, &mut trials)));
        drop(trials);
        match failed {
            Some(error) => Err(error),
            None => Ok(crossings.into()),
        }
    }
}

/// How many times as many the middle of the official high range is as the planning figure, in the first year that
/// the last forecast known on the as-of day is about, if `key` multiplies the arrivals of a group.
fn official_high(key: &str, scenario: &Scenario) -> Option<f64> {
    let rest = key.strip_prefix("world.groups.")?;
    let group = rest.strip_suffix(".arrivals.multiplier")?;
    let as_of = scenario.run.as_of;
    let year = scenario.first_year.max(as_of.plus(1).year());
    let known = forecasts().into_iter().filter(|it| {
        it.group == group && it.target_year == year && it.known_on().is_some_and(|on| on <= as_of)
    });
    let last = known.max_by_key(Forecast::known_on)?;
    let middle = |range: (Option<Persons>, Option<Persons>)| {
        Some((range.0?.0 as f64 + range.1?.0 as f64) / 2.0)
    };
    let high = middle((last.high.from, last.high.to))?;
    let planned = last.planning.map(|it| it.0 as f64);
    Some(high / planned.or_else(|| middle((last.mid.from, last.mid.to)))?)
}

/// A place as a scenario takes it: whole where the way is long, so that counts of persons stay counts.
pub fn round_to(place: f64, width: f64) -> f64 {
    if width.abs() >= 50.0 { place.round() } else { place }
}

/// Which values of uncertain parameters make a breach likely: PRIM over as many draws as replications.
pub fn discover(
    scenario: &Scenario,
    breaches: &[Breach],
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
) -> Result<Sheet, Stopped> {
    let mut scenario = scenario.clone();
    // Every history has its own draw, or several would share a point.
    scenario.run.replications_per_draw = 1;
    let n = scenario.run.replications as usize;
    let breached = count_breaches(&scenario, breaches, 0..n, stop, progress)?;
    let parameters = uncertain(&scenario);
    let mut factors = vec![Factor::Number; parameters.len()];
    factors.push(Factor::Levels(scenario.world.branches.len()));
    let points: Vec<Vec<f64>> = (0..n)
        .map(|draw| {
            let drawn = Reality::new(&scenario, scenario.run.seed, draw as u64).drawn;
            let values = parameters.iter().map(|at| drawn.values[*at]);
            values.chain([drawn.branch as f64]).collect()
        })
        .collect();
    let columns = [
        ("factor", Shape::Text),
        ("from", Shape::Any),
        ("to", Shape::Any),
        ("p_value", Shape::Any),
        ("coverage", Shape::Percent),
        ("density", Shape::Percent),
        ("breach_share", Shape::Percent),
    ];
    let mut sheet = Sheet::new("stress_conditions", &columns);
    let n_breaches = breached.iter().filter(|it| **it).count();
    let share = n_breaches as f64 / n as f64;
    if n_breaches == 0 || n_breaches == n {
        let mut row = vec![Cell::Word(if n_breaches == 0 { "no_breach" } else { "all_breaches" })];
        row.extend([None, None, None, None, None].map(Cell::of));
        row.push(Cell::Number(share));
        sheet.push(row);
        return Ok(sheet);
    }
    let sample = Sample::new(factors, points, breached);
    let finding = sample.discover();
    for (factor, p_value) in sample.restrictions(&finding.region) {
        let name = parameters
            .get(factor)
            .map_or(Cell::Word("branch"), |at| Cell::text(&scenario.parameters[*at].key));
        let (from, to) = match &finding.region.limits[factor] {
            Limit::Between(from, to) => (Cell::of(Some(*from)), Cell::of(Some(*to))),
            Limit::Among(kept) => {
                let names = scenario.world.branches.iter().zip(kept).filter(|(_, it)| **it);
                let names: Vec<&str> = names.map(|(it, _)| it.name.as_str()).collect();
                (Cell::Text(names.join(" ")), Cell::Nothing)
            }
        };
        let numbers = [p_value, finding.coverage, finding.density, share].map(Cell::Number);
        sheet.push([name, from, to].into_iter().chain(numbers).collect());
    }
    Ok(sheet)
}

/// The values of an axis that presses.
pub fn listed(axis: &Axis) -> Vec<f64> {
    match &axis.values {
        super::sweep::Values::Listed(listed) => listed.clone(),
        super::sweep::Values::Between(low, high) => {
            (0..5).map(|at| low + (high - low) * f64::from(at) / 4.0).collect()
        }
    }
}
