//! Those who settled in earlier years, each with a later life of their own (assumption A62).

use crate::chance::{Process, scale};
use crate::model::households::Facts;
use crate::model::lives::{Life, list_next_event, return_day};
use crate::model::settlement::{Reference, apply_reunification};
use crate::model::today::Today;
use crate::model::{State, World};
use crate::scenario::OpeningCohort;

/// Days of settlement told apart within a year.
const DAYS_A_YEAR: u32 = 365;

/// People settled in earlier years.
pub(super) fn open_cohorts(state: &mut State, first: &Today, world: World<'_>) {
    for (number, cohort) in world.scenario.world.opening.cohorts.iter().enumerate() {
        let factor = world.reality.value(cohort.triggering_per_settled);
        let settled = cohort.settled.iter().map(|it| it.0).sum::<i64>().max(1) as f64;
        let part = |of, group, share| Part::new(first, world, (number, cohort), (of, group), share);
        let mut most = part(0, cohort.group, 1.0);
        let mut others: Vec<Part> = (1..)
            .zip(&cohort.others)
            .map(|(of, (group, persons))| part(of, *group, world.reality.value(*persons) / settled))
            .collect();
        // The rounding of one municipality is carried to the next, so that the country is exact.
        let mut carried = 0.0;
        for (municipality, settled) in cohort.settled.iter().enumerate() {
            let persons = round_and_carry(settled.0 as f64 * factor, &mut carried);
            let cell = number * state.settled.n_municipalities + municipality;
            state.settled.five_year[cell] = persons as i32;
            let mut left = persons as u32;
            for other in &mut others {
                let n = round_and_carry(persons as f64 * other.share, &mut other.carried);
                let n = n.clamp(0, i64::from(left)) as u32;
                other.open_lives(state, first, world, municipality, n);
                left -= n;
            }
            most.open_lives(state, first, world, municipality, left);
        }
    }
}

/// A whole number close by; what is left over is carried to the next.
fn round_and_carry(number: f64, carried: &mut f64) -> i64 {
    let exact = number + *carried;
    *carried = exact - exact.round();
    exact.round() as i64
}

/// Those of a cohort who share the later life of one arrival group.
struct Part {
    cohort: usize,
    /// Its number in the cohort: 0 for the group that most are of.
    number: u32,
    group: usize,
    /// Share of the cohort.
    share: f64,
    /// Persons lost by rounding in the municipalities so far.
    carried: f64,
    /// Whom a family follows: the settled, and not the family that has come since (assumption A65).
    reference_share: f64,
    /// As `carried`, of these.
    references_carried: f64,
    /// First day of the settlement year, counted from the start of the run.
    year_start: i32,
    /// By day of the settlement year, the random word from which on nothing happens within the run, and the largest
    /// of these.
    quiet_from: (Vec<u64>, u64),
}

impl Part {
    fn new(
        first: &Today,
        world: World<'_>,
        (cohort_number, cohort): (usize, &OpeningCohort),
        (number, group): (u32, usize),
        share: f64,
    ) -> Self {
        let year_start = cohort.year.first_day().since(first.day);
        let n_days = world.scenario.run.horizon.n_days() as u32;
        let life = &world.reality.groups[group].life;
        let quiet_from: Vec<u64> = (0..DAYS_A_YEAR)
            .map(|day| life.quiet_from(settled_on(year_start, day).unsigned_abs(), n_days))
            .collect();
        let ever = quiet_from.iter().copied().max().unwrap_or(0);
        let factor = world.reality.value(cohort.triggering_per_settled);
        Self {
            cohort: cohort_number,
            number,
            group,
            share,
            carried: 0.0,
            reference_share: 1.0 / factor.max(1.0),
            references_carried: 0.0,
            year_start,
            quiet_from: (quiet_from, ever),
        }
    }

    /// Draws what will happen to `n` persons of a municipality; each is known only as one of a count, so each goes alone.
    fn open_lives(
        &mut self,
        state: &mut State,
        first: &Today,
        world: World<'_>,
        municipality: usize,
        n: u32,
    ) {
        let group = self.group;
        state.stocks[group].settled += i64::from(n);
        state.opening[group].settled += i64::from(n);
        let reality = &world.reality.groups[group];
        let has_family = reality.reunification.is_some();
        let n_references = f64::from(n) * self.reference_share;
        let n_references = round_and_carry(n_references, &mut self.references_carried);
        let (quiet_from, ever_quiet_from) = &self.quiet_from;
        // One stream for all of them, the same number of words for each: one person more changes no other's.
        let all = opening_key(self.cohort, municipality, u32::MAX - self.number);
        let mut draws = world.chance.stream(Process::OpeningLife, all);
        for ordinal in 0..n {
            let key = opening_key(self.cohort, municipality, (self.number << 24) | ordinal);
            // The upper half says what happens next, the lower when it settled; on no day does anything happen to
            // most.
            let word = draws.word();
            let day = || scale(word << 32, DAYS_A_YEAR);
            let settled_day = || settled_on(self.year_start, day());
            let is_quiet = word >= *ever_quiet_from || word >= quiet_from[day() as usize];
            // Before the run nobody has returned by date: it is about who is there when it begins.
            let returns = return_day(world, group as u8, key, -1);
            if !is_quiet || returns.is_some() {
                let life = self.life(key, settled_day(), municipality);
                list_next_event(state, first, world, life, word);
            }
            let n_families = if has_family { reality.n_families(1, draws.word()) } else { 0 };
            if n_families > 0 && i64::from(ordinal) < n_references {
                let reference = Reference {
                    facts: Facts::person(key, group, first.month.year()),
                    municipality: municipality as u16,
                    days_since: settled_day().unsigned_abs(),
                };
                let mut own = world.chance.stream(Process::OpeningLife, key);
                apply_reunification(state, first, world, reference, n_families, &mut own);
            }
        }
    }

    fn life(&self, key: u64, settled_day: i32, municipality: usize) -> Life {
        Life {
            key,
            settled_day,
            municipality: municipality as u16,
            cohort: self.cohort as u8,
            group: self.group as u8,
            size: 1,
            is_three_year: false,
            n_events: 0,
            minor_birth_year: Life::NO_MINOR,
            disability: Life::NO_DISABILITY,
        }
    }
}

/// The day of the run, negative, that is so many days into a year that begins on `year_start`.
fn settled_on(year_start: i32, day: u32) -> i32 {
    (year_start + day as i32).min(-1)
}

/// Names a person of an opening cohort; the top bit keeps these apart from households that arrive.
fn opening_key(cohort: usize, municipality: usize, ordinal: u32) -> u64 {
    (1 << 63) | ((cohort as u64) << 56) | ((municipality as u64) << 32) | u64::from(ordinal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_persons_of_opening_cohorts_have_one_name() {
        // Of the first part and of the second, and the streams of both.
        let ordinals = [0, 1, 2, 70_000, 1 << 24, (1 << 24) | 70_000, u32::MAX - 1, u32::MAX];
        let places = || (0..6).flat_map(|cohort| (0..400).map(move |place| (cohort, place)));
        let keys: BTreeSet<u64> = places()
            .flat_map(|(cohort, place)| ordinals.map(|it| opening_key(cohort, place, it)))
            .collect();
        assert_eq!(keys.len(), 6 * 400 * ordinals.len());
        assert!(keys.iter().all(|key| key >> 63 == 1), "and none that of a household that arrives");
    }

    #[test]
    fn what_rounding_takes_it_gives_back() {
        let mut carried = 0.0;
        let whole: Vec<i64> = (0..9).map(|_| round_and_carry(1.4, &mut carried)).collect();
        assert_eq!(whole, [1, 2, 1, 2, 1, 1, 2, 1, 2]);
    }
}
