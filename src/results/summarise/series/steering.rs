//! How evenly settlement is spread over municipalities, within counties and classes of centrality too, and how far the
//! request and what became of it lie apart (methods 5.2).

use super::super::super::Label;
use super::super::super::columns::{MunicipalYear, TableColumn, TableId};
use super::super::super::measures::{
    DISSIMILARITY, DISSIMILARITY_EXCESS, DISSIMILARITY_EXCESS_WITHIN, DISSIMILARITY_REQUEST, GINI,
    HEAVILY_LOADED, LARGEST_PER_1000, MUNICIPALITIES_SETTLING, STEERING_ERROR, THEIL,
    THEIL_BETWEEN_CENTRALITY, THEIL_BETWEEN_COUNTIES, THEIL_WITHIN_CENTRALITY,
    THEIL_WITHIN_COUNTIES,
};
use super::super::super::observation::{Dimensions, Observation};
use super::super::super::spread::{SpreadMeter, dissimilarity, theil_between};
use super::places::{by_agreement, centrality_place, per_1000};
use super::{Sink, Traversal};

/// Settled for each thousand inhabitants above which a municipality counts as heavily loaded.
const HEAVY_PER_1000: f64 = 10.0;

/// Meters of spread: over the country, and within its counties and classes of centrality.
pub struct Meters {
    country: Option<SpreadMeter>,
    counties: Vec<Part>,
    classes: Vec<Part>,
    populations: Vec<i64>,
}

/// Municipalities of a county or a class.
struct Part {
    place: String,
    members: Vec<usize>,
    meter: Option<SpreadMeter>,
}

/// Numbers by municipality in one year of a replication.
struct Year {
    settled: Vec<i64>,
    by_agreement: Vec<i64>,
    requested: Vec<i64>,
}

impl Meters {
    /// Meters for the places of these dimensions; `county_of` each municipality is its position.
    pub fn new(dimensions: &Dimensions, county_of: &[Option<usize>]) -> Self {
        let Dimensions { municipalities, counties, .. } = dimensions;
        let populations: Vec<i64> = municipalities.iter().map(|it| it.population).collect();
        let part = |place: String, is_member: &dyn Fn(usize) -> bool| {
            let members: Vec<usize> = (0..populations.len()).filter(|it| is_member(*it)).collect();
            let meter = SpreadMeter::new(members.iter().map(|it| populations[*it]));
            Part { place, members, meter }
        };
        let county = |position: usize| {
            part(counties[position].code.clone(), &|it| county_of[it] == Some(position))
        };
        let class = |class: u8| {
            part(centrality_place(class), &|it| municipalities[it].centrality == Some(class))
        };
        Self {
            country: SpreadMeter::new(populations.iter().copied()),
            counties: (0..counties.len()).map(county).collect(),
            classes: (1..=6).map(class).collect(),
            populations,
        }
    }
}

impl Traversal<'_> {
    pub(super) fn visit_spread(
        &self,
        observation: &Observation,
        meters: &mut Meters,
        sink: &mut impl Sink,
    ) {
        for year in 0..self.dimensions.n_years() {
            let first = self.layout.municipal_year(year, 0) * MunicipalYear::N;
            let len = self.dimensions.municipalities.len() * MunicipalYear::N;
            let rows = &observation.values(TableId::MunicipalYear)[first..first + len];
            let rows = || rows.chunks_exact(MunicipalYear::N);
            let numbers = Year {
                settled: rows().map(|row| row[MunicipalYear::Settled.index()]).collect(),
                by_agreement: rows().map(by_agreement).collect(),
                requested: rows().map(|row| row[MunicipalYear::Requested.index()]).collect(),
            };
            visit_year(&numbers, meters, &|| self.year(year), sink);
        }
    }
}

fn visit_year(
    numbers: &Year,
    meters: &mut Meters,
    period: &impl Fn() -> String,
    sink: &mut impl Sink,
) {
    let Year { settled, by_agreement, requested } = numbers;
    let Meters { country, counties, classes, populations } = meters;
    let spread = country.as_mut().and_then(|meter| meter.measure(settled.iter().copied()));
    let or_nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let loads =
        settled.iter().zip(&*populations).map(|(it, population)| per_1000(*it, *population));
    let theil = or_nan(spread.map(|it| it.theil));
    let between_counties = between(counties, settled, populations);
    let between_classes = between(classes, settled, populations);
    for (derived, value) in [
        (DISSIMILARITY, or_nan(spread.map(|it| it.dissimilarity))),
        (DISSIMILARITY_EXCESS, or_nan(spread.map(|it| it.dissimilarity_excess))),
        (GINI, or_nan(spread.map(|it| it.gini))),
        (THEIL, theil),
        (THEIL_BETWEEN_COUNTIES, between_counties),
        (THEIL_WITHIN_COUNTIES, theil - between_counties),
        (THEIL_BETWEEN_CENTRALITY, between_classes),
        (THEIL_WITHIN_CENTRALITY, theil - between_classes),
        (DISSIMILARITY_REQUEST, or_nan(dissimilarity(requested, populations))),
        (STEERING_ERROR, or_nan(dissimilarity(by_agreement, requested))),
        (LARGEST_PER_1000, loads.clone().fold(f64::NAN, f64::max)),
        (HEAVILY_LOADED, share_above(loads, HEAVY_PER_1000)),
        (MUNICIPALITIES_SETTLING, settled.iter().filter(|it| **it > 0).count() as f64),
    ] {
        sink.amount(value, || Label::national(derived, period()));
    }
    for Part { place, members, meter } in counties.iter_mut().chain(classes) {
        let settled = members.iter().map(|it| settled[*it]);
        let spread = meter.as_mut().and_then(|meter| meter.measure(settled));
        let label = Label::national(DISSIMILARITY_EXCESS_WITHIN, period());
        let excess = or_nan(spread.map(|it| it.dissimilarity_excess));
        sink.amount(excess, || Label { place: place.clone(), ..label });
    }
}

/// The part of Theil's index between the parts, or NaN where some municipality is in none of them.
fn between(parts: &[Part], settled: &[i64], populations: &[i64]) -> f64 {
    let n_members: usize = parts.iter().map(|part| part.members.len()).sum();
    if n_members != settled.len() {
        return f64::NAN;
    }
    let sums = |of: &[i64]| -> Vec<i64> {
        parts.iter().map(|part| part.members.iter().map(|it| of[*it]).sum()).collect()
    };
    theil_between(&sums(settled), &sums(populations)).unwrap_or(f64::NAN)
}

/// The share of the loads that are above a limit; NaN where there is no load.
fn share_above(loads: impl Iterator<Item = f64>, limit: f64) -> f64 {
    let known = loads.filter(|it| !it.is_nan());
    let (n_above, n) = known.fold((0.0, 0.0), |(n_above, n), load| {
        (n_above + f64::from(u8::from(load > limit)), n + 1.0)
    });
    n_above / n
}
