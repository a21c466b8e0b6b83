//! A small world for the tests of results.

use super::columns::{Kind, MISSING, PARTS_PER_MILLION, TableId};
use super::observation::{Dimensions, Observation};
use super::provenance::{Parameter, Provenance, Reference, ScenarioText, sha256};
use super::{Measure, Place, Summary};

fn place(code: &str, county: &str, population: i64) -> Place {
    let is_municipality = code != county;
    Place {
        code: code.to_owned(),
        name: format!("Place {code}"),
        county: county.to_owned(),
        population,
        centrality: is_municipality.then_some(3),
        longitude: is_municipality.then_some(10.75),
        latitude: is_municipality.then_some(59.91),
    }
}

/// Two whole years from January 2023, two groups, two posts, four municipalities in two counties.
pub fn dimensions() -> Dimensions {
    Dimensions {
        first_month: "2023-01".parse().expect("a month"),
        n_months: 24,
        groups: vec!["ukraine".to_owned(), "quota".to_owned()],
        posts: vec!["671/60".to_owned(), "671/61".to_owned()],
        municipalities: vec![
            place("0301", "03", 500),
            place("1103", "11", 300),
            place("1106", "11", 150),
            place("1108", "11", 50),
        ],
        counties: vec![place("03", "03", 500), place("11", "11", 500)],
        branches: Vec::new(),
    }
}

/// Numbers that differ everywhere and from replication to replication, within what each column may
/// hold.
pub fn observation(dimensions: &Dimensions, replication: u32) -> Observation {
    let mut observation = Observation::new(dimensions);
    let mut state = u64::from(replication).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n) as i64
    };
    for table in TableId::ALL {
        let columns = table.table().columns;
        for (index, value) in observation.values_mut(table).iter_mut().enumerate() {
            *value = match columns[index % columns.len()].kind {
                Kind::KronerOrMissing | Kind::PointsOrMissing if below(20) == 0 => MISSING,
                Kind::Kroner | Kind::KronerOrMissing => below(9_000_000_000),
                Kind::Share => below(PARTS_PER_MILLION as u64 + 1),
                Kind::Days if below(20) == 0 => MISSING,
                Kind::Code => i64::from(replication / 2),
                // Half of the rows of a table that leaves out zeros should be zero.
                _ if table == TableId::Waits && index / columns.len() % 2 == 0 => 0,
                _ => below(2_000),
            };
        }
    }
    observation
}

/// A summary with these measures.
pub fn summary(dimensions: &Dimensions, measures: Vec<Measure>) -> Summary {
    Summary {
        scenario: "example".to_owned(),
        title: "An example".to_owned(),
        start: "2023-01-01".to_owned(),
        end: "2024-12-31".to_owned(),
        as_of: "2022-12-31".to_owned(),
        replications: 3,
        seed: 2023,
        groups: dimensions.groups.clone(),
        places: dimensions.counties.iter().chain(&dimensions.municipalities).cloned().collect(),
        posts: dimensions.posts.clone(),
        branches: Vec::new(),
        measures,
    }
}

/// A provenance with something in every field.
pub fn provenance() -> Provenance {
    Provenance {
        version: "0.1.0".to_owned(),
        rng_schema: "v1".to_owned(),
        scenario: ScenarioText::new("example", "An example", "title = \"An example\"\n"),
        seed: 2023,
        replications: 3,
        as_of: "2022-12-31".to_owned(),
        command: vec!["run".to_owned(), "example".to_owned()],
        references: vec![Reference {
            file: "municipalities.csv".to_owned(),
            vintage: "2023-01-01".to_owned(),
            sha256: sha256(b""),
        }],
        parameters: vec![Parameter {
            key: "world.arrivals.ukraine.annual".to_owned(),
            central: "40000".to_owned(),
            law: None,
            status: "assumed".to_owned(),
            source: Some("the tests".to_owned()),
        }],
    }
}
