//! How many places to have when too few and too many both cost (methods 6.2).

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// What one place too few and one too many cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitCosts {
    /// A person without a place: months in reception, late premium.
    pub short: f64,
    /// A place without a person: staff, leases, trust lost.
    pub idle: f64,
}

impl UnitCosts {
    /// The probability of having enough at which one more place costs as much as it saves.
    pub fn service_level(&self) -> f64 {
        self.short / (self.short + self.idle)
    }
}

/// A number of places and what it leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Places {
    /// The number of places.
    pub places: f64,
    /// The expected number of persons without a place.
    pub expected_shortage: f64,
    /// The expected number of places without a person.
    pub expected_idle: f64,
    /// The expected cost of both.
    pub expected_cost: f64,
}

impl Places {
    fn new(places: f64, mean_need: f64, expected_shortage: f64, costs: UnitCosts) -> Self {
        let expected_idle = places - mean_need + expected_shortage;
        let expected_cost = costs.short * expected_shortage + costs.idle * expected_idle;
        Self { places, expected_shortage, expected_idle, expected_cost }
    }
}

/// The cheapest number of places when the need is normal.
pub fn places_for_normal(mean: f64, sd: f64, costs: UnitCosts) -> Places {
    let normal = Normal::standard();
    let z = normal.inverse_cdf(costs.service_level());
    let expected_shortage = sd * (normal.pdf(z) - z * normal.sf(z));
    Places::new(mean + sd * z, mean, expected_shortage, costs)
}

/// The cheapest number of places when each of `needs` is as likely as the others: one a replication.
///
/// # Panics
/// If there are no needs.
pub fn places_for_needs(needs: &[f64], costs: UnitCosts) -> Places {
    let law = Needs::new(needs);
    let rank = (costs.service_level() * needs.len() as f64).ceil().max(1.0) as usize;
    law.at(law.sorted[rank - 1], costs)
}

/// What to ask municipalities for so that `places` are used: not all agree, and not all they agree to is
/// used.
///
/// # Panics
/// If a share is not positive.
pub fn request_for(places: f64, share_agreed: f64, share_used: f64) -> f64 {
    assert!(share_agreed > 0.0 && share_used > 0.0, "nothing would come of a request");
    places / (share_agreed * share_used)
}

/// Equally likely needs, sorted and summed so that a shortage is found by one search.
pub(super) struct Needs {
    pub(super) sorted: Vec<f64>,
    /// The sum of the needs from each position on.
    sums_above: Vec<f64>,
    mean: f64,
}

impl Needs {
    pub(super) fn new(needs: &[f64]) -> Self {
        assert!(!needs.is_empty(), "no needs");
        let mut sorted = needs.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut sums_above = vec![0.0; sorted.len() + 1];
        for at in (0..sorted.len()).rev() {
            sums_above[at] = sums_above[at + 1] + sorted[at];
        }
        let mean = sums_above[0] / sorted.len() as f64;
        Self { sorted, sums_above, mean }
    }

    pub(super) fn at(&self, places: f64, costs: UnitCosts) -> Places {
        let at = self.sorted.partition_point(|need| *need <= places);
        let n = self.sorted.len();
        let shortage = self.sums_above[at] - places * (n - at) as f64;
        Places::new(places, self.mean, shortage / n as f64, costs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_of_methods_6_2() {
        for (short, idle, expected) in
            [(3.0, 1.0, 36_372.0), (1.0, 1.0, 33_000.0), (1.0, 3.0, 29_628.0)]
        {
            let places = places_for_normal(33_000.0, 5_000.0, UnitCosts { short, idle });
            assert!((places.places - expected).abs() < 0.5, "{places:?}");
        }
        let places = places_for_normal(33_000.0, 5_000.0, UnitCosts { short: 3.0, idle: 1.0 });
        assert!((places.expected_shortage - 745.8).abs() < 0.05, "{places:?}");
        assert!((places.expected_idle - (3_372.4 + 745.8)).abs() < 0.1, "{places:?}");
    }

    #[test]
    fn a_sample_of_the_law_gives_the_same() {
        let costs = UnitCosts { short: 3.0, idle: 1.0 };
        let normal = Normal::new(33_000.0, 5_000.0).unwrap();
        let quantile = |it| normal.inverse_cdf((f64::from(it) + 0.5) / 20_000.0);
        let needs: Vec<f64> = (0..20_000).map(quantile).collect();
        let (found, expected) =
            (places_for_needs(&needs, costs), places_for_normal(33_000.0, 5_000.0, costs));
        assert!((found.places - expected.places).abs() < 2.0, "{found:?}");
        assert!((found.expected_cost / expected.expected_cost - 1.0).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn no_other_number_is_cheaper() {
        let needs = [5.0, 9.0, 2.0, 7.0, 7.0, 12.0];
        for costs in
            [(1.0, 1.0), (4.0, 1.0), (1.0, 3.0)].map(|(short, idle)| UnitCosts { short, idle })
        {
            let best = places_for_needs(&needs, costs);
            for tenths in 0..150 {
                let other = Needs::new(&needs).at(f64::from(tenths) / 10.0, costs);
                assert!(other.expected_cost >= best.expected_cost - 1e-12, "{best:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_request_makes_up_for_refusals() {
        assert!((request_for(36_000.0, 0.9, 0.8) - 50_000.0).abs() < 1e-6);
    }
}
