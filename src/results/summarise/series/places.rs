//! What is summarised by place: municipalities, counties, centrality classes and the country.

use super::super::super::columns::{
    Column, MISSING, MunicipalYear, ShadowPrices, TableColumn, TableId,
};
use super::super::super::measures::{
    AGREED_PLACES, Derived, MATCH_SCORE, SETTLED_PER_1000, SHADOW_PRICE, STEERED_SHARE, UTILISATION,
};
use super::super::super::observation::{Dimensions, Observation};
use super::super::super::{Label, NATIONAL};
use super::{Sink, Traversal, label_of, share};

/// Columns of `municipal_year`.
const N: usize = MunicipalYear::N;

/// Sums of the columns over some municipalities, and their inhabitants.
#[derive(Clone, Copy, Default)]
struct Total {
    columns: [i64; N],
    population: i64,
}

impl Total {
    fn add(&mut self, row: &[i64], population: i64) {
        self.columns.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        self.population += population;
    }

    fn of(&self, column: MunicipalYear) -> i64 {
        self.columns[column.index()]
    }
}

/// The country, its counties, and its centrality classes.
struct Totals {
    national: Total,
    counties: Vec<Total>,
    /// Classes 1 to 6.
    centrality: [Total; 6],
}

impl Traversal<'_> {
    pub(super) fn visit_municipalities(&self, observation: &Observation, sink: &mut impl Sink) {
        let Dimensions { municipalities, counties, .. } = self.dimensions;
        let columns = TableId::MunicipalYear.table().columns;
        for year in 0..self.dimensions.n_years() {
            let period = || self.year(year);
            let at = |column: &Column, place: &str| Label {
                place: place.to_owned(),
                ..label_of(column, self.year(year))
            };
            let mut totals = Totals {
                national: Total::default(),
                counties: vec![Total::default(); counties.len()],
                centrality: Default::default(),
            };
            let first = self.layout.municipal_year(year, 0) * N;
            let rows = observation.values(TableId::MunicipalYear)[first..].chunks_exact(N);
            for ((row, county), municipality) in rows.zip(self.county_of).zip(municipalities) {
                let population = municipality.population;
                totals.national.add(row, population);
                if let Some(county) = county {
                    totals.counties[*county].add(row, population);
                }
                if let Some(class) = municipality.centrality {
                    totals.centrality[usize::from(class) - 1].add(row, population);
                }
                for (column, value) in columns.iter().zip(row) {
                    sink.column(column, *value, || at(column, &municipality.code));
                }
                let settled = row[MunicipalYear::Settled.index()];
                sink.amount(per_1000(settled, population), || Label {
                    place: municipality.code.clone(),
                    ..Label::national(SETTLED_PER_1000, period())
                });
            }
            for (county, total) in counties.iter().zip(&totals.counties) {
                for (column, value) in columns.iter().zip(&total.columns) {
                    sink.column(column, *value, || at(column, &county.code));
                }
                visit_total(total, &county.code, &period, sink);
            }
            let has_classes = municipalities.iter().any(|it| it.centrality.is_some());
            for (class, total) in (1..).zip(&totals.centrality).filter(|_| has_classes) {
                let place = centrality_place(class);
                for (column, value) in columns.iter().zip(&total.columns) {
                    sink.column(column, *value, || at(column, &place));
                }
                visit_total(total, &place, &period, sink);
            }
            for (column, value) in columns.iter().zip(&totals.national.columns) {
                if let Some(derived) = national_name(column) {
                    sink.column(column, *value, || Label::national(derived, self.year(year)));
                }
            }
            visit_total(&totals.national, NATIONAL, &period, sink);
        }
    }

    /// What one more place would have been worth, where the policy has prices.
    pub(super) fn visit_shadow_prices(&self, observation: &Observation, sink: &mut impl Sink) {
        for year in 0..self.dimensions.n_years() {
            for (at, municipality) in self.dimensions.municipalities.iter().enumerate() {
                let row = self.layout.municipal_year(year, at);
                let points = observation.get(row, ShadowPrices::Price);
                let price = if points == MISSING { f64::NAN } else { points as f64 / 1000.0 };
                sink.amount(price, || Label {
                    place: municipality.code.clone(),
                    ..Label::national(SHADOW_PRICE, self.year(year))
                });
            }
        }
    }
}

/// The measures that are quotients of sums over a place.
fn visit_total(total: &Total, place: &str, period: &impl Fn() -> String, sink: &mut impl Sink) {
    let settled = total.of(MunicipalYear::Settled);
    let under_request = settled - total.of(MunicipalYear::Family);
    let by_agreement = by_agreement(&total.columns);
    let places = total.of(MunicipalYear::Agreed) + total.of(MunicipalYear::CarriedPlaces);
    let placed = total.of(MunicipalYear::Placed);
    let points = total.of(MunicipalYear::MatchPoints);
    for (derived, value) in [
        (SETTLED_PER_1000, per_1000(settled, total.population)),
        (UTILISATION, share(by_agreement, places)),
        (STEERED_SHARE, share(by_agreement, under_request)),
        (MATCH_SCORE, share(points, 1000 * placed)),
    ] {
        sink.amount(value, || Label {
            place: place.to_owned(),
            ..Label::national(derived, period())
        });
    }
}

/// Persons settled by agreement, of a row or of the sums of rows.
pub(super) fn by_agreement(columns: &[i64]) -> i64 {
    let of = |column: MunicipalYear| columns[column.index()];
    of(MunicipalYear::Settled) - of(MunicipalYear::SelfSettled) - of(MunicipalYear::Family)
}

/// What a class of centrality is called as a place.
pub(super) fn centrality_place(class: u8) -> String {
    format!("centrality-{class}")
}

pub(super) fn per_1000(persons: i64, population: i64) -> f64 {
    share(1000 * persons, population)
}

/// What the sum of a municipal column over the country is called; nothing where another table has
/// it.
fn national_name(column: &Column) -> Option<Derived> {
    if column.name == MunicipalYear::Agreed.column().name {
        // `agreed_persons` of the country is a stock of people in `monthly`.
        return Some(AGREED_PLACES);
    }
    let elsewhere = [TableId::Monthly, TableId::BudgetYear].map(|table| table.table().columns);
    let taken = elsewhere.iter().any(|columns| columns.iter().any(|it| it.name == column.name));
    let Column { name, unit, meaning, .. } = *column;
    (!taken).then_some(Derived { name, unit, meaning })
}
