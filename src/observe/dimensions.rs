//! The rows, places and groups that the results of a scenario have.

use crate::results::Place;
use crate::results::observation::Dimensions;
use crate::scenario::{Post, Scenario};

/// The rows, places and groups that the results of a scenario have.
pub fn plan_dimensions(scenario: &Scenario) -> Dimensions {
    let register = &scenario.register;
    let branches = &scenario.world.branches;
    let is_drawn = branches.iter().filter(|it| it.weight > 0.0).count() > 1;
    let branches = branches.iter().filter(|_| is_drawn).map(|it| (it.name.clone(), it.weight));
    let county = |position: usize| &register.counties()[position];
    Dimensions {
        first_month: scenario.run.horizon.first_month(),
        n_months: scenario.run.horizon.n_months(),
        groups: scenario.world.groups.iter().map(|it| it.id.clone()).collect(),
        posts: Post::ALL.iter().map(|it| it.code().to_owned()).collect(),
        branches: branches.collect(),
        municipalities: register
            .municipalities()
            .iter()
            .map(|it| Place {
                code: it.code.clone(),
                name: it.name.clone(),
                county: county(it.county).code.clone(),
                population: it.population.0,
                centrality: it.centrality,
                longitude: it.longitude,
                latitude: it.latitude,
            })
            .collect(),
        counties: (0..register.counties().len())
            .map(|position| {
                let within = register.municipalities().iter().filter(|it| it.county == position);
                Place {
                    code: county(position).code.clone(),
                    name: county(position).name.clone(),
                    county: county(position).code.clone(),
                    population: within.map(|it| it.population.0).sum(),
                    centrality: None,
                    longitude: None,
                    latitude: None,
                }
            })
            .collect(),
    }
}
