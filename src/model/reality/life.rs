//! What happens to a household after it has settled: a secondary move, emigration or death, or nothing.

use super::multiples::Multiples;
use crate::elementary::{exp, ln};
use crate::law::QuantileTable;
use crate::scenario::Moves;
use crate::scenario::number::{Drawn, Number};

/// Years after settlement with hazards of their own; later years are like the last.
const N_YEARS: usize = 5;
pub(super) const DAYS_A_YEAR: f64 = 365.25;

/// What happens; a move or emigration only if the household's own hazard has it ([`Multiples`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Moves to another municipality.
    Moves,
    /// Leaves the country.
    Emigrates,
    /// A member dies.
    Dies,
}

/// The next thing that happens, as competing hazards constant within each year since settlement (assumption
/// A67).
///
/// Deaths are counted per household here and take one member; at these rates two in one household within
/// the horizon are rare (assumption A21).
#[derive(Clone, Debug, Default)]
pub struct LifeTable {
    days: QuantileTable,
    /// The hazards of each year, and those of the years before it added up.
    hazards: [(f64, f64); N_YEARS],
    /// Of what happens in a year, the share that is a move, and a move or emigration.
    cuts: [(u32, u32); N_YEARS],
}

impl LifeTable {
    /// The table of a group, with the largest hazards that a household of it can have.
    pub fn new(
        moves: &Moves,
        emigration: &[Number; 5],
        multiples: &Multiples,
        drawn: &Drawn,
    ) -> Self {
        let death = hazard(moves.deaths_per_year.of(drawn));
        let mut totals = [0.0; N_YEARS];
        let mut cuts = [(0, 0); N_YEARS];
        for year in 0..N_YEARS {
            let move_on = multiples.moves.most() * hazard(moves.move_per_year[year].of(drawn));
            let emigrate = multiples.emigration.most() * hazard(emigration[year].of(drawn));
            totals[year] = move_on + emigrate + death;
            if totals[year] > 0.0 {
                let cut = |part: f64| (part / totals[year] * f64::from(u32::MAX)) as u32;
                cuts[year] = (cut(move_on), cut(move_on + emigrate));
            }
        }
        let mut before = 0.0;
        let hazards = totals.map(|total| {
            before += total;
            (total, before - total)
        });
        Self { days: plan_first_event(&totals), hazards, cuts }
    }

    /// Days since settlement until the first thing happens to a household.
    #[inline]
    pub fn first_day(&self, word: u64) -> u32 {
        self.days.days(word)
    }

    /// Days since settlement until something happens to a household of which nothing had happened by
    /// `days_since` days; far beyond any horizon if nothing does.
    #[inline]
    pub fn next_day(&self, days_since: u32, word: u64) -> u32 {
        if days_since == 0 {
            return self.first_day(word);
        }
        let passed = self.passed(days_since);
        let rest = 1.0 - passed;
        let at = passed + rest * crate::chance::unit_interval(word);
        self.days.days((at * 2.0_f64.powi(64)) as u64).max(days_since)
    }

    /// From this random word on, nothing happens within `n_days` more days to a household of which nothing had
    /// happened by `days_since` days: a quick no for most.
    pub fn quiet_from(&self, days_since: u32, n_days: u32) -> u64 {
        // Words just above the true limit are left to `next_day`, whose rounding is then the only one.
        const MARGIN: f64 = 1e-9;
        let passed = if days_since == 0 { 0.0 } else { self.passed(days_since) };
        let within = self.days.share_within(days_since + n_days);
        let limit = (within - passed) / (1.0 - passed) + MARGIN;
        (limit.max(0.0) * 2.0_f64.powi(64)) as u64
    }

    /// What it is that happens so many days after settlement.
    #[inline]
    pub fn fate(&self, day: u32, word: u64) -> Fate {
        let year = ((f64::from(day) / DAYS_A_YEAR) as usize).min(N_YEARS - 1);
        let (moves, leaves) = self.cuts[year];
        let word = (word >> 32) as u32;
        if word < moves {
            Fate::Moves
        } else if word < leaves {
            Fate::Emigrates
        } else {
            Fate::Dies
        }
    }

    /// Share to which something has happened by `days` days after settlement; the last year's hazard goes on for ever.
    fn passed(&self, days: u32) -> f64 {
        let years = f64::from(days) / DAYS_A_YEAR;
        let year = (years as usize).min(N_YEARS - 1);
        let (hazard, before) = self.hazards[year];
        (1.0 - exp(-before - hazard * (years - year as f64))).min(0.999_999)
    }
}

/// The constant hazard a year that makes a share happen within it.
pub(super) fn hazard(share: f64) -> f64 {
    -ln(1.0 - share.min(0.999_999))
}

/// Whole days to the first event at hazards by year; the last year's goes on for ever.
fn plan_first_event(totals: &[f64; N_YEARS]) -> QuantileTable {
    QuantileTable::from_quantiles(|probability| {
        let mut wanted = -ln(1.0 - probability);
        for (year, total) in totals.iter().enumerate() {
            if wanted < *total {
                return (year as f64 + wanted / total) * DAYS_A_YEAR;
            }
            wanted -= total;
        }
        let last = totals[N_YEARS - 1];
        if last > 0.0 { (N_YEARS as f64 + wanted / last) * DAYS_A_YEAR } else { f64::INFINITY }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(moving: [f64; 5], emigrating: f64) -> LifeTable {
        let moves = Moves {
            move_per_year: moving.map(Number::certain),
            by_centrality: [Number::certain(1.0); 6],
            family_multiple: Number::certain(1.0),
            match_effect: Number::certain(0.0),
            emigration_by_centrality: [Number::certain(1.0); 6],
            to_capital: Number::certain(0.25),
            to_same_county: Number::certain(0.25),
            capital: None,
            deaths_per_year: Number::certain(0.0),
        };
        let emigration = [Number::certain(emigrating); 5];
        LifeTable::new(&moves, &emigration, &Multiples::default(), &Drawn::default())
    }

    #[test]
    fn the_published_hazards_keep_76_per_cent_for_five_years() {
        let table = table([0.02, 0.05, 0.07, 0.07, 0.06], 0.0);
        let stays = 1.0 - table.days.share_within(1826);
        // Methods 5.3: survival .757 against 76 % of the 2006 cohort (Statistics Norway).
        assert!((stays - 0.757).abs() < 0.001, "{stays:.4} stay");
        assert!((table.passed(1826) - 0.243).abs() < 0.001);
    }

    #[test]
    fn what_has_not_happened_yet_happens_later() {
        let table = table([0.1; 5], 0.1);
        for days_since in [1, 400, 1800] {
            assert!(table.next_day(days_since, 0) >= days_since);
            assert!(table.next_day(days_since, u64::MAX) > 2000);
        }
    }

    #[test]
    fn a_quick_no_is_never_wrong_and_seldom_missing() {
        let table = table([0.02, 0.05, 0.07, 0.07, 0.06], 0.01);
        for days_since in [0, 1, 200, 365, 1500, 4000] {
            let limit = table.quiet_from(days_since, 1826);
            let happens = |word| table.next_day(days_since, word) <= days_since + 1826;
            let words = (0..50_000).map(|it: u64| it * (u64::MAX / 50_000));
            let (no, maybe): (Vec<u64>, Vec<u64>) = words.partition(|&word| word >= limit);
            assert!(!no.iter().any(|&word| happens(word)), "{days_since} days");
            let n_wrong = maybe.iter().filter(|&&word| !happens(word)).count();
            // A table has 4,096 steps, and a step may be cut by the limit.
            assert!(n_wrong <= 50_000 / 4096 + 1, "{n_wrong} of {} at {days_since}", maybe.len());
        }
    }

    #[test]
    fn the_last_word_on_which_something_happens_is_not_below_the_quick_no() {
        let table = table([0.02, 0.05, 0.07, 0.07, 0.06], 0.01);
        for (days_since, n_days) in [(1, 365), (200, 730), (365, 1_826), (1_500, 100)] {
            // Words are in the order of their days: the last one is found by halving.
            let happens = |word| table.next_day(days_since, word) <= days_since + n_days;
            let (mut yes, mut no) = (0, u64::MAX);
            while no - yes > 1 {
                let middle = yes + (no - yes) / 2;
                if happens(middle) { yes = middle } else { no = middle }
            }
            let quiet_from = table.quiet_from(days_since, n_days);
            assert!(quiet_from > yes, "{quiet_from} and {yes} after {days_since} days");
        }
    }

    #[test]
    fn fates_share_a_year_by_their_hazards() {
        let table = table([0.1; 5], 0.1);
        assert_eq!(table.fate(100, (1 << 62) - 1), Fate::Moves, "half of it is moves");
        assert_eq!(table.fate(100, 3 << 62), Fate::Emigrates);
    }

    #[test]
    fn years_after_the_fifth_are_like_the_fifth() {
        let table = table([0.1, 0.1, 0.1, 0.1, 0.3], 0.1);
        // Of what happens in the fifth year ln .7 of ln .7 + ln .9 are moves: 77.2 %, and in the fourth a half.
        let word = (0.76 * 2.0_f64.powi(64)) as u64;
        assert_eq!(table.fate(4 * 365, word), Fate::Emigrates);
        for days in [1_462, 1_826, 1_827, 2_500, 20_000] {
            assert_eq!(table.fate(days, word), Fate::Moves, "{days} days");
        }
        let gone = 1.0 - 0.9_f64.powi(9) * 0.7;
        assert!((table.passed(1_826) - gone).abs() < 0.001, "{}", table.passed(1_826));
        let gone = 1.0 - 0.9_f64.powi(9) * 0.7 * 0.63_f64.powi(5);
        assert!((table.passed(3_652) - gone).abs() < 0.001, "{}", table.passed(3_652));
        assert!((table.days.share_within(3_652) - gone).abs() < 0.001, "ten years");
    }

    #[test]
    fn who_has_waited_long_waits_no_longer_for_it() {
        // At a constant hazard the time that is left has the same law whenever it is asked for.
        let table = table([0.1; 5], 0.1);
        for days_since in [1, 200, 1_826, 2_922, 3_652, 5_000] {
            for part in 1..10 {
                let word = (f64::from(part) / 10.0 * 2.0_f64.powi(64)) as u64;
                let left = table.next_day(days_since, word) - days_since;
                let fresh = table.first_day(word);
                // The table has 4,096 steps, of which a twentieth is left after fourteen years: the shortest waits are 4 % off.
                let gap = f64::from(left.abs_diff(fresh)) / f64::from(fresh);
                assert!(gap < 0.05, "{left} and {fresh} days after {days_since}");
            }
        }
    }
}
