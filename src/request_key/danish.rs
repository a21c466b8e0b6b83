//! The Danish key: places with fewer immigrants than their size take more, and families that followed count.
//!
//! BEK 550/2022, section 4. The text we have ends before the last step; that what is left is scaled down in
//! proportion is an assumption.

/// The steps of the arithmetic, one number for each place.
#[derive(Clone, Debug, PartialEq)]
pub struct DanishQuotas {
    /// The share of population, twice, less the share of immigrants; may be negative.
    pub shares: Vec<f64>,
    /// The share of those who come and those who have followed.
    pub calculated: Vec<f64>,
    /// The quota: less those who have followed, not below zero, scaled to those who come.
    pub quotas: Vec<f64>,
}

/// Quotas of `total` for places with this many inhabitants, immigrants, and reunited family members last year.
pub fn plan_quotas(
    total: f64,
    population: &[f64],
    immigrants: &[f64],
    family: &[f64],
) -> DanishQuotas {
    let sum = |values: &[f64]| values.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let (inhabitants, all_immigrants) = (sum(population), sum(immigrants));
    let share = |(inhabitant, immigrant): (&f64, &f64)| {
        let (p, i) = (inhabitant / inhabitants, immigrant / all_immigrants);
        p - (i - p)
    };
    let shares: Vec<f64> = population.iter().zip(immigrants).map(share).collect();
    let to_share = total + family.iter().sum::<f64>();
    let calculated: Vec<f64> = shares.iter().map(|it| it * to_share).collect();
    let preliminary: Vec<f64> =
        calculated.iter().zip(family).map(|(it, followed)| (it - followed).max(0.0)).collect();
    let scale = total / sum(&preliminary);
    let quotas = preliminary.iter().map(|it| it * scale).collect();
    DanishQuotas { shares, calculated, quotas }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        // Methods T12.
        let found =
            plan_quotas(200.0, &[500.0, 300.0, 200.0], &[70.0, 20.0, 10.0], &[40.0, 10.0, 0.0]);
        let near = |found: &[f64], expected: [f64; 3]| {
            found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9)
        };
        assert!(near(&found.shares, [0.3, 0.4, 0.3]), "{found:?}");
        assert!(near(&found.calculated, [75.0, 100.0, 75.0]), "{found:?}");
        assert!(near(&found.quotas, [35.0, 90.0, 75.0]), "{found:?}");
    }

    #[test]
    fn who_has_taken_more_than_its_share_takes_none_and_the_rest_is_scaled() {
        let found = plan_quotas(100.0, &[1.0, 1.0], &[1.0, 0.0], &[20.0, 0.0]);
        assert_eq!(found.quotas, [0.0, 100.0]);
    }
}
