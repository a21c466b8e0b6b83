//! What one more place is worth in each municipality, the most first: for the figure and for the workbook.

use super::measures::Subject;
use super::page::Page;
use crate::calendar::Year;
use crate::results::{Measure, Place};

/// What one more place is worth in a municipality.
pub struct Worth<'a> {
    /// The municipality.
    pub place: &'a Place,
    /// Name of its county; empty where that is not known.
    pub county: &'a str,
    /// In match scores of one person, over the histories.
    pub measure: &'a Measure,
}

/// The municipalities in order of what one more place is worth in the mean; none under a policy without prices.
pub fn ranked<'a>(page: &Page<'a>, year: Year) -> Vec<Worth<'a>> {
    let worth = |place: &'a Place| {
        let subject = Subject::national("shadow_price").place(&place.code);
        let measure = page.measures.year(subject, year)?;
        let county = page.measures.place(&place.county).map_or("", |it| &it.name);
        Some(Worth { place, county, measure })
    };
    let mut ranked: Vec<_> = page.measures.places().filter_map(worth).collect();
    ranked.sort_by(|one, other| {
        let by_mean = other.measure.mean.total_cmp(&one.measure.mean);
        by_mean.then_with(|| one.place.code.cmp(&other.place.code))
    });
    ranked
}
