//! Keys in use, as data: what is asked of Norwegian municipalities, and how other countries share.
//!
//! A preset names the indicators it needs; their numbers are the caller's. Where only the criteria are
//! published and not their weights, the weights are assumptions and the preset says so.

use super::{Direction, Factor, Key, Shape, Term};

/// A key with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Share of inhabitants.
    Population,
    /// Norway by inhabitants alone: population to the power that fits the requests of 2020 to 2023 best.
    NorwaySize,
    /// Norway, criteria of 2018: population, employment, results; mainly municipalities of 5,000 or more.
    Norway2018,
    /// Norway, criteria of 2022: everywhere; results, work and upper-secondary schools weigh most.
    Norway2022,
    /// Denmark: fewer immigrants than inhabitants, more to take; families that followed count.
    Denmark,
    /// Sweden, between counties, 2014: labour market, population, housing and demography.
    Sweden2014,
    /// Germany, between states (Königstein): tax revenue and population.
    Germany,
    /// The Netherlands, housing target: share of inhabitants.
    NetherlandsHousing,
    /// The Netherlands, dispersal act of 2024: inhabitants, more for the well-off and less for the others.
    Netherlands2024,
    /// The European Union, proposal of 2015: population, income, past applications and unemployment.
    EuropeanUnion2015,
}

/// How well the numbers of a preset are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Criteria and weights are published.
    Published,
    /// Criteria are published; some numbers are assumed.
    PartlyAssumed,
}

/// Inhabitants.
pub const POPULATION: &str = "population";
/// Employed share of inhabitants of working age.
pub const EMPLOYMENT: &str = "employment_rate";
/// Share in work or education after the introduction programme.
pub const PROGRAMME_RESULTS: &str = "programme_results";
/// Places in upper-secondary school in the region, relative to the young who live there.
pub const SCHOOL_CAPACITY: &str = "upper_secondary_capacity";
/// Immigrants and refugees who live in the place.
pub const IMMIGRANTS: &str = "immigrants";
/// Persons reunited with refugees in the last year.
pub const FAMILY: &str = "family_reunified_last_year";

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 10] = [
        Self::Population,
        Self::NorwaySize,
        Self::Norway2018,
        Self::Norway2022,
        Self::Denmark,
        Self::Sweden2014,
        Self::Germany,
        Self::NetherlandsHousing,
        Self::Netherlands2024,
        Self::EuropeanUnion2015,
    ];

    /// The preset's name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::NorwaySize => "norway-size",
            Self::Norway2018 => "norway-2018",
            Self::Norway2022 => "norway-2022",
            Self::Denmark => "denmark",
            Self::Sweden2014 => "sweden-2014",
            Self::Germany => "germany",
            Self::NetherlandsHousing => "netherlands-housing",
            Self::Netherlands2024 => "netherlands-2024",
            Self::EuropeanUnion2015 => "european-union-2015",
        }
    }

    /// Whether all its numbers are published.
    pub fn basis(self) -> Basis {
        match self {
            Self::Population | Self::Sweden2014 => Basis::Published,
            Self::Germany | Self::NetherlandsHousing => Basis::Published,
            Self::NorwaySize | Self::Norway2018 | Self::Norway2022 => Basis::PartlyAssumed,
            Self::Denmark | Self::Netherlands2024 | Self::EuropeanUnion2015 => Basis::PartlyAssumed,
        }
    }

    /// The key itself.
    pub fn key(self) -> Key {
        match self {
            Self::Population | Self::NetherlandsHousing => Key::proportional(POPULATION),
            Self::NorwaySize => Key::Multiplicative(vec![Factor::power(POPULATION, 0.7)]),
            Self::Norway2018 => norway_2018(),
            Self::Norway2022 => norway_2022(),
            Self::Denmark => Key::Danish {
                population: POPULATION.to_owned(),
                immigrants: IMMIGRANTS.to_owned(),
                family: FAMILY.to_owned(),
            },
            Self::Sweden2014 => weighted(&[
                ("labour_market", 45.0),
                (POPULATION, 30.0),
                ("housing", 15.0),
                ("demography", 10.0),
            ]),
            Self::Germany => weighted(&[("tax_revenue", 2.0), (POPULATION, 1.0)]),
            Self::Netherlands2024 => netherlands_2024(),
            Self::EuropeanUnion2015 => european_union_2015(),
        }
    }
}

fn weighted(terms: &[(&str, f64)]) -> Key {
    Key::Additive(terms.iter().map(|&(name, weight)| Term::new(name, weight)).collect())
}

/// Municipalities are asked for more the smaller they are: population to the power 0.7 is about what fits the
/// requests of 2020 to 2023 best. That those below 5,000 are asked for a fifth fits 2020. The other powers are
/// assumed.
fn norway_2018() -> Key {
    let mainly_larger = Shape::Steps(vec![(0.0, 0.2), (5_000.0, 1.0)]);
    Key::Multiplicative(vec![
        Factor::power(POPULATION, 0.7),
        Factor { indicator: POPULATION.to_owned(), shape: mainly_larger },
        Factor::power(EMPLOYMENT, 1.0),
        Factor::power(PROGRAMME_RESULTS, 1.0),
    ])
}

/// Results, work and schools weigh alike.
fn norway_2022() -> Key {
    Key::Multiplicative(vec![
        Factor::power(POPULATION, 0.7),
        Factor::power(PROGRAMME_RESULTS, 1.0),
        Factor::power(EMPLOYMENT, 1.0),
        Factor::power(SCHOOL_CAPACITY, 1.0),
    ])
}

/// The rate is assumed; it gives a municipality whose score is 0.3 about a third more than its inhabitants
/// would.
fn netherlands_2024() -> Key {
    let score = Factor { indicator: "ses_woa_score".to_owned(), shape: Shape::Exponential(1.0) };
    Key::Multiplicative(vec![Factor::power(POPULATION, 1.0), score])
}

/// The cap of the two inverse terms, 30 % of population and income, is recalled; that the rest is shared like
/// the sum is assumed.
fn european_union_2015() -> Key {
    let burden = |indicator: &str| Term {
        direction: Direction::Inverse,
        most: Some(0.3),
        ..Term::new(indicator, 10.0)
    };
    Key::Additive(vec![
        Term::new(POPULATION, 40.0),
        Term::new("gross_domestic_product", 40.0),
        burden("applications_per_inhabitant"),
        burden("unemployment_rate"),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::{Indicators, dissimilarity};
    use super::*;

    fn indicators() -> Indicators {
        let columns = [
            (POPULATION, [50_000.0, 30_000.0, 4_000.0]),
            (EMPLOYMENT, [0.7, 0.6, 0.8]),
            (PROGRAMME_RESULTS, [0.6, 0.7, 0.5]),
            (SCHOOL_CAPACITY, [1.0, 1.2, 0.8]),
            (IMMIGRANTS, [9_000.0, 3_000.0, 100.0]),
            (FAMILY, [40.0, 10.0, 0.0]),
            ("labour_market", [0.5, 0.3, 0.2]),
            ("housing", [0.2, 0.3, 0.5]),
            ("demography", [0.3, 0.3, 0.4]),
            ("tax_revenue", [60.0, 25.0, 4.0]),
            ("ses_woa_score", [-0.2, 0.1, 0.3]),
            ("gross_domestic_product", [60.0, 30.0, 3.0]),
            ("applications_per_inhabitant", [3.0, 2.0, 0.1]),
            ("unemployment_rate", [0.05, 0.06, 0.01]),
        ];
        let empty = Indicators::new(3);
        columns
            .into_iter()
            .fold(empty, |all, (name, values)| all.with(name, values.to_vec()).expect("fits"))
    }

    fn shares(preset: Preset) -> Vec<f64> {
        let quotas = preset.key().quotas(1_000, &indicators()).expect("all indicators are there");
        quotas.into_iter().map(|it| it / 1_000.0).collect()
    }

    #[test]
    fn every_preset_gives_shares_and_has_its_own_name() {
        for (at, preset) in Preset::ALL.into_iter().enumerate() {
            let shares = shares(preset);
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{}", preset.name());
            assert!(shares.iter().all(|it| *it > 0.0), "{}: {shares:?}", preset.name());
            let distance = dissimilarity(&shares, &indicators_population());
            println!("{:>20}: {distance:.3} from population", preset.name());
            assert!(Preset::ALL[..at].iter().all(|it| it.name() != preset.name()));
        }
        assert_eq!(shares(Preset::NetherlandsHousing), shares(Preset::Population));
    }

    fn indicators_population() -> [f64; 3] {
        [50_000.0, 30_000.0, 4_000.0]
    }

    #[test]
    fn published_weights_are_as_published() {
        let koenigstein = |tax: f64, people: f64| 2.0 / 3.0 * tax / 89.0 + people / 84.0 / 3.0;
        let expected = [koenigstein(60.0, 50.0), koenigstein(25.0, 30.0), koenigstein(4.0, 4.0)];
        for (found, expected) in shares(Preset::Germany).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12);
        }
        let sweden = 0.45 * 0.5 + 0.30 * 50.0 / 84.0 + 0.15 * 0.2 + 0.10 * 0.3;
        assert!((shares(Preset::Sweden2014)[0] - sweden).abs() < 1e-12);
    }

    #[test]
    fn the_caps_of_the_union_hold_for_the_small_and_untried() {
        // Without them the third, with a tenth of the others' burdens, would take several times its size.
        let share = shares(Preset::EuropeanUnion2015)[2];
        let main = 0.4 * 4.0 / 84.0 + 0.4 * 3.0 / 93.0;
        assert!(share > main && share < 2.0 * main, "{share} and {main}");
    }

    #[test]
    fn the_norwegian_criteria_of_2018_spare_the_small() {
        assert!(shares(Preset::Norway2018)[2] < 0.4 * shares(Preset::Norway2022)[2]);
        assert!(shares(Preset::Norway2022)[2] > shares(Preset::Population)[2]);
    }
}
