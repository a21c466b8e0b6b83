//! Limits of a request: caps by inhabitants and by last year, a smallest request, and an exact sum.
//!
//! A request is none or at least the smallest ("as a rule nobody is asked for fewer than ten"). Requests that
//! come out too small are dropped or lifted one at a time, the smallest first, and the rest is shared again,
//! so that what one gives up does not push another over its cap.

use super::apportion::{Bounds, NoRoom, Rounding, apportion};

/// What limits the requests of single places; all empty is no limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// At most so many for each thousand inhabitants, and the inhabitants of each place.
    pub per_thousand: Option<(f64, Vec<f64>)>,
    /// At most so large a change from last year, relative to it, and last year's requests. Nobody who was not
    /// asked then is limited, and no cap by inhabitants is broken to keep a change small.
    pub change: Option<(f64, Vec<u32>)>,
    /// Never fewer than these, such as what has been agreed to when a request is revised within the year.
    pub agreed: Option<Vec<u32>>,
    /// The smallest request there is.
    pub minimum: Option<Minimum>,
}

/// The smallest request, and what becomes of smaller ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// A request is none or at least so many.
    pub least: u32,
    /// A request that would be smaller is lifted if it is at least so many, and dropped otherwise: zero asks
    /// everyone, the least itself lifts nobody.
    pub lifted_from: u32,
}

/// Why limits cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitsError {
    /// Limits, as they are once requests below the minimum have been dropped or lifted, leave no room.
    NoRoom {
        /// The least that can be asked for in all.
        least: u64,
        /// The most that can be asked for in all.
        most: u64,
    },
    /// A limit has another number of places than the quotas.
    WrongLength {
        /// Places with a quota.
        expected: usize,
        /// Places in the limit.
        found: usize,
    },
}

impl From<NoRoom> for LimitsError {
    fn from(NoRoom { least, most }: NoRoom) -> Self {
        Self::NoRoom { least, most }
    }
}

/// Whole requests in proportion to `quotas`, within limits, that add up to `total` exactly.
pub fn plan_request(
    total: u32,
    quotas: &[f64],
    limits: &Limits,
    rounding: Rounding,
) -> Result<Vec<u32>, LimitsError> {
    let mut bounds = bounds(quotas.len(), limits)?;
    let Some(Minimum { least, lifted_from }) = limits.minimum else {
        return Ok(apportion(total, quotas, &bounds, rounding)?);
    };
    for it in &mut bounds {
        // Whoever may not be asked for the least is not asked.
        if it.most < least {
            *it = Bounds { least: 0, most: 0 };
        }
    }
    loop {
        let requests = apportion(total, quotas, &bounds, rounding)?;
        let is_too_small = |it: &usize| {
            let asked = requests[*it];
            let is_none = asked == 0 && (lifted_from > 0 || quotas[*it] <= 0.0);
            asked < least && !is_none && bounds[*it].most > 0
        };
        let order = |a: &usize, b: &usize| {
            requests[*a].cmp(&requests[*b]).then(quotas[*a].total_cmp(&quotas[*b]))
        };
        let Some(smallest) = (0..requests.len()).filter(is_too_small).min_by(order) else {
            return Ok(requests);
        };
        bounds[smallest] = if requests[smallest] >= lifted_from {
            Bounds { least, ..bounds[smallest] }
        } else {
            Bounds { least: 0, most: 0 }
        };
    }
}

fn bounds(n_places: usize, limits: &Limits) -> Result<Vec<Bounds>, LimitsError> {
    let check = |found: usize| {
        let is_right = found == n_places;
        is_right.then_some(()).ok_or(LimitsError::WrongLength { expected: n_places, found })
    };
    let mut bounds = vec![Bounds::NONE; n_places];
    if let Some((rate, inhabitants)) = &limits.per_thousand {
        check(inhabitants.len())?;
        for (bounds, inhabitants) in bounds.iter_mut().zip(inhabitants) {
            bounds.most = (rate * inhabitants / 1000.0).floor() as u32;
        }
    }
    if let Some((change, last_year)) = &limits.change {
        check(last_year.len())?;
        for (bounds, &last) in bounds.iter_mut().zip(last_year).filter(|it| *it.1 > 0) {
            let last = f64::from(last);
            bounds.most = bounds.most.min((last * (1.0 + change)).floor() as u32);
            bounds.least = ((last * (1.0 - change)).ceil() as u32).min(bounds.most);
        }
    }
    if let Some(agreed) = &limits.agreed {
        check(agreed.len())?;
        for (bounds, &agreed) in bounds.iter_mut().zip(agreed) {
            bounds.least = bounds.least.max(agreed);
            bounds.most = bounds.most.max(agreed);
        }
    }
    Ok(bounds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    const MINIMUM: Minimum = Minimum { least: 10, lifted_from: 10 };

    fn plan(total: u32, quotas: &[f64], limits: &Limits) -> Result<Vec<u32>, LimitsError> {
        plan_request(total, quotas, limits, Rounding::LargestRemainder)
    }

    #[test]
    fn a_request_is_none_or_at_least_the_minimum() {
        let with = |lifted_from| Limits {
            minimum: Some(Minimum { least: 10, lifted_from }),
            ..Limits::default()
        };
        let quotas = [60.0, 20.0, 9.0, 7.0, 4.0];
        // Dropping the 4 brings the 9 to 9.4 and the 7 to 7.3; dropping that brings the 9 to 10.1.
        assert_eq!(plan(100, &quotas, &with(10)), Ok(vec![67, 23, 10, 0, 0]));
        // From 7 on, lifted: 10 and 10, and 80 for 60 and 20.
        assert_eq!(plan(100, &quotas, &with(7)), Ok(vec![60, 20, 10, 10, 0]));
        assert_eq!(plan(100, &quotas, &with(0)), Ok(vec![53, 17, 10, 10, 10]));
        let none = LimitsError::NoRoom { least: 0, most: 0 };
        assert_eq!(plan(7, &quotas, &with(10)), Err(none), "seven cannot be asked of anybody");
    }

    #[test]
    fn caps_by_inhabitants_and_by_last_year() {
        let quotas = [50.0, 30.0, 20.0];
        let inhabitants = vec![1000.0, 9000.0, 9000.0];
        let per_thousand = Some((20.0, inhabitants));
        let limits = Limits { per_thousand: per_thousand.clone(), ..Limits::default() };
        assert_eq!(plan(100, &quotas, &limits), Ok(vec![20, 48, 32]));
        // The second may change to 40 to 60, the third to 8 to 12; the first was not asked.
        let change = Some((0.2, vec![0, 50, 10]));
        let limits = Limits { change: change.clone(), ..Limits::default() };
        assert_eq!(plan(100, &quotas, &limits), Ok(vec![48, 40, 12]));
        let limits = Limits { change, per_thousand, ..Limits::default() };
        assert_eq!(plan(90, &quotas, &limits), Ok(vec![20, 58, 12]));
        assert_eq!(plan(93, &quotas, &limits), Err(LimitsError::NoRoom { least: 48, most: 92 }));
    }

    #[test]
    fn what_is_agreed_stays_when_a_request_is_revised() {
        let agreed = Some(vec![0, 0, 40]);
        let limits = Limits { agreed, minimum: Some(MINIMUM), ..Limits::default() };
        assert_eq!(plan(100, &[50.0, 30.0, 20.0], &limits), Ok(vec![38, 22, 40]));
    }

    #[test]
    fn lists_must_fit() {
        let limits = Limits { agreed: Some(vec![1]), ..Limits::default() };
        let wrong = LimitsError::WrongLength { expected: 2, found: 1 };
        assert_eq!(plan(10, &[1.0, 1.0], &limits), Err(wrong));
    }

    #[test]
    fn any_request_adds_up_within_its_limits() {
        let mut n_planned = 0;
        for seed in 0..400 {
            let mut draws = Chance::new(seed, 0).stream(Process::Allocation, 0);
            let n = 5 + draws.below(40) as usize;
            let quotas: Vec<f64> = (0..n).map(|_| draws.uniform().powi(4)).collect();
            let inhabitants: Vec<f64> = quotas.iter().map(|it| 30_000.0 * it + 400.0).collect();
            let last_year: Vec<u32> = (0..n).map(|_| draws.below(60)).collect();
            let minimum = Minimum { least: 10, lifted_from: draws.below(11) };
            let is_capped = draws.below(2) == 0;
            let limits = Limits {
                per_thousand: Some((30.0, inhabitants.clone())),
                change: is_capped.then(|| (0.9, last_year.clone())),
                agreed: None,
                minimum: Some(minimum),
            };
            let total = draws.below(8 * n as u32);
            for rounding in [Rounding::LargestRemainder, Rounding::SainteLague] {
                let Ok(requests) = plan_request(total, &quotas, &limits, rounding) else {
                    continue;
                };
                n_planned += 1;
                assert_eq!(requests.iter().sum::<u32>(), total, "seed {seed}");
                for (at, &asked) in requests.iter().enumerate() {
                    assert!(asked == 0 || asked >= 10, "seed {seed}: {asked}");
                    assert!(f64::from(asked) <= 0.03 * inhabitants[at], "seed {seed}: {asked}");
                    let most = 1.9 * f64::from(last_year[at]);
                    let is_kept = last_year[at] == 0 || f64::from(asked) <= most;
                    assert!(!is_capped || is_kept, "seed {seed}: {asked} after {}", last_year[at]);
                }
            }
        }
        assert!(n_planned > 300, "only {n_planned} could be planned");
    }
}
