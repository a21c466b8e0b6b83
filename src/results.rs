//! The result of a run: columns declared once, observations of one replication, and their summary.
//!
//! `observe` fills an [`Observation`](observation::Observation) a replication, [`folder`] writes
//! and reads the result folder, [`summarise`] turns observations into the flat list of [`Measure`]s
//! that every figure, sheet and sentence takes its numbers from. Nothing here runs a model.

pub mod columns;
pub mod comparison;
pub mod csv_text;
pub mod dictionary;
#[cfg(test)]
pub(crate) mod examples;
pub mod folder;
mod json;
pub mod measures;
pub mod observation;
pub mod provenance;
pub mod shards;
pub mod sheet;
pub mod spread;
pub mod summarise;
pub mod tables;
pub mod waits;

use measures::Derived;
use observation::ALL_GROUPS;
use serde::{Deserialize, Serialize};
use summarise::distribution::Distribution;

/// The place of a measure of the whole country.
pub const NATIONAL: &str = "national";

/// The summary of one quantity over all replications: one row of `summary.json`.
///
/// A probability, a constant or a published actual stands in `mean` and in every quantile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// What is measured, for example `settled_persons`.
    pub name: String,
    /// Unit of the numbers, for example `persons`, `kroner`, `share`, `days`, `month`.
    pub unit: String,
    /// A year (`2023`), a month (`2023-05`), or `all` for the whole horizon.
    pub period: String,
    /// An arrival group, `all`, or a size of household such as `size-3-5`.
    pub group: String,
    /// `national`, a county code (two digits) or a municipality code (four digits).
    pub place: String,
    /// `671/60` and so on, or nothing where no post applies.
    pub post: Option<String>,
    /// Mean over the replications in which the quantity is defined and reached.
    pub mean: f64,
    /// Standard deviation over the same replications.
    pub sd: f64,
    /// 5 % quantile over replications.
    pub q05: f64,
    /// 10 % quantile.
    pub q10: f64,
    /// 25 % quantile.
    pub q25: f64,
    /// Median.
    pub q50: f64,
    /// 75 % quantile.
    pub q75: f64,
    /// 90 % quantile.
    pub q90: f64,
    /// 95 % quantile.
    pub q95: f64,
    /// Monte Carlo standard error of the mean.
    pub mc_error: f64,
}

impl Measure {
    /// The summary of the quantity with this label.
    pub fn new(label: Label, distribution: Distribution) -> Self {
        let Label { name, unit, period, group, place, post } = label;
        let Distribution { mean, sd, quantiles, mc_error, .. } = distribution;
        let [q05, q10, q25, q50, q75, q90, q95] = quantiles;
        let (name, unit) = (name.to_owned(), unit.to_owned());
        Self {
            name,
            unit,
            period,
            group,
            place,
            post,
            mean,
            sd,
            q05,
            q10,
            q25,
            q50,
            q75,
            q90,
            q95,
            mc_error,
        }
    }

    /// A number that does not vary, such as a published actual.
    ///
    /// # Panics
    /// If the number is infinite or not a number, which no summary can hold.
    pub fn constant(label: Label, value: f64) -> Self {
        assert!(value.is_finite(), "{} is {value}", label.name);
        Self::new(label, Distribution::constant(value))
    }
}

/// What a number is: all of a [`Measure`] but its distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Name of the measure.
    pub name: &'static str,
    /// Unit of the numbers.
    pub unit: &'static str,
    /// A year or a month.
    pub period: String,
    /// An arrival group or `all`.
    pub group: String,
    /// `national`, a county or a municipality code.
    pub place: String,
    /// Budget post, where one applies.
    pub post: Option<String>,
}

impl Label {
    /// A national measure of all groups.
    pub fn national(derived: Derived, period: String) -> Self {
        let Derived { name, unit, .. } = derived;
        let (group, place) = (ALL_GROUPS.to_owned(), NATIONAL.to_owned());
        Self { name, unit, period, group, place, post: None }
    }

    /// The same for one budget post.
    pub fn post(self, post: &str) -> Self {
        Self { post: Some(post.to_owned()), ..self }
    }
}

/// A county or municipality, so that a report can name and place it without the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Two digits for a county, four for a municipality.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of its county (its own code for a county).
    pub county: String,
    /// Inhabitants at the start of the register's year.
    pub population: i64,
    /// Statistics Norway's centrality class, 1 most central to 6; nothing for a county.
    pub centrality: Option<u8>,
    /// Longitude of the municipal seat, degrees east; nothing for a county.
    pub longitude: Option<f64>,
    /// Latitude of the municipal seat, degrees north; nothing for a county.
    pub latitude: Option<f64>,
}

/// One branch of the scenario by itself: one row of `branches` in `summary.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BranchSummary {
    /// Its name.
    pub name: String,
    /// Its probability.
    pub weight: f64,
    /// Number of replications that are in it.
    pub replications: u64,
    /// Its headline by year over those replications; nothing where there are none.
    pub measures: Vec<Measure>,
}

/// `summary.json`: every number that any figure or text shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Name of the scenario.
    pub scenario: String,
    /// Title of the scenario.
    pub title: String,
    /// First and last day of the horizon.
    pub start: String,
    /// Last day of the horizon.
    pub end: String,
    /// The day whose knowledge the scenario rests on.
    pub as_of: String,
    /// Number of replications.
    pub replications: u64,
    /// Seed of all random streams.
    pub seed: u64,
    /// Arrival groups in order: id.
    pub groups: Vec<String>,
    /// Counties and municipalities.
    pub places: Vec<Place>,
    /// Budget posts in order.
    pub posts: Vec<String>,
    /// The branches of the scenario, each by itself; none where it has no branches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<BranchSummary>,
    /// All measures.
    pub measures: Vec<Measure>,
}

/// A document as JSON in which each record of its lists has a line of its own.
///
/// # Panics
/// If the document has a map whose keys are not texts, which none of ours has.
pub fn json_lines(document: &impl Serialize) -> String {
    let mut text = Vec::new();
    let format = json::RecordLines::default();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, format);
    document.serialize(&mut serializer).expect("keys are texts");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is UTF-8")
}

impl Summary {
    /// The national measure of a quantity in a year or month, for all groups and of no post.
    pub fn national(&self, name: &str, period: &str) -> Option<&Measure> {
        self.find(name, period, ALL_GROUPS, NATIONAL, None)
    }

    /// The measure of a quantity, or nothing where there is none.
    pub fn find(
        &self,
        name: &str,
        period: &str,
        group: &str,
        place: &str,
        post: Option<&str>,
    ) -> Option<&Measure> {
        self.measures.iter().find(|it| {
            it.name == name
                && it.period == period
                && it.group == group
                && it.place == place
                && it.post.as_deref() == post
        })
    }
}

#[cfg(test)]
mod tests {
    use super::examples::{dimensions, summary};
    use super::measures::{AGREED_PLACES, UTILISATION};
    use super::*;

    #[test]
    fn a_measure_is_found_by_all_that_it_is() {
        let label = |derived: Derived, period: &str| Label::national(derived, period.to_owned());
        let county = Label { place: "11".to_owned(), ..label(UTILISATION, "2023") };
        let group = Label { group: "quota".to_owned(), ..label(UTILISATION, "2023") };
        let labels = [
            label(AGREED_PLACES, "2023"),
            label(UTILISATION, "2024"),
            county,
            group,
            label(UTILISATION, "2023").post("671/60"),
            label(UTILISATION, "2023"),
        ];
        let measures = (0_u8..).zip(labels).map(|(it, label)| Measure::constant(label, it.into()));
        let summary = summary(&dimensions(), measures.collect());
        let name = UTILISATION.name;
        let found = |group, place, post| summary.find(name, "2023", group, place, post);
        assert_eq!(found("all", "11", None).map(|it| it.mean), Some(2.0));
        assert_eq!(found("quota", "national", None).map(|it| it.mean), Some(3.0));
        assert_eq!(found("all", "national", Some("671/60")).map(|it| it.mean), Some(4.0));
        assert_eq!(summary.national(name, "2023").map(|it| it.mean), Some(5.0));
        assert_eq!(summary.national(name, "2024").map(|it| it.mean), Some(1.0));
        assert_eq!(summary.national(AGREED_PLACES.name, "2023").map(|it| it.mean), Some(0.0));
        assert_eq!(found("ukraine", "national", None), None);
        assert_eq!(summary.national(name, "2025"), None);
    }

    #[test]
    fn a_document_ends_with_a_line_break() {
        let text = json_lines(&serde_json::json!({ "a": 1, "b": [{ "c": 2 }] }));
        assert_eq!(text, "{\n  \"a\": 1,\n  \"b\": [\n    {\"c\": 2}\n  ]\n}\n");
    }
}
