//! Finds measures of a summary by name, period, group, place and post. Computes nothing.

use crate::calendar::{Day, Month, Year};
use crate::results::{Measure, Place, Summary};
use std::collections::BTreeMap;

/// What a series of measures is about: everything but the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject<'q> {
    name: &'q str,
    group: &'q str,
    place: &'q str,
    post: &'q str,
}

impl<'q> Subject<'q> {
    /// The measure `name` for all groups and the whole country, without a post.
    pub fn national(name: &'q str) -> Self {
        Self { name, group: "all", place: "national", post: "" }
    }

    /// The same of one arrival group.
    pub fn group(self, group: &'q str) -> Self {
        Self { group, ..self }
    }

    /// The same in one place.
    pub fn place(self, place: &'q str) -> Self {
        Self { place, ..self }
    }

    /// The same on one post of the budget.
    pub fn post(self, post: &'q str) -> Self {
        Self { post, ..self }
    }
}

/// The measures of a summary, ready to be asked.
pub struct Measures<'a> {
    by_subject: BTreeMap<Subject<'a>, BTreeMap<&'a str, &'a Measure>>,
    places: BTreeMap<&'a str, &'a Place>,
}

impl<'a> Measures<'a> {
    /// Takes in a summary. A measure with a number that is not finite counts as missing.
    pub fn new(summary: &'a Summary) -> Self {
        let mut by_subject: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for measure in summary.measures.iter().filter(|measure| is_finite(measure)) {
            let subject = Subject {
                name: &measure.name,
                group: &measure.group,
                place: &measure.place,
                post: measure.post.as_deref().unwrap_or(""),
            };
            by_subject.entry(subject).or_default().insert(measure.period.as_str(), measure);
        }
        let places = summary.places.iter().map(|place| (place.code.as_str(), place)).collect();
        Self { by_subject, places }
    }

    /// The measure for one year.
    pub fn year(&self, subject: Subject<'_>, year: Year) -> Option<&'a Measure> {
        self.period(subject, &year.to_string())
    }

    /// The measure for one month.
    pub fn month(&self, subject: Subject<'_>, month: Month) -> Option<&'a Measure> {
        self.period(subject, &month.to_string())
    }

    /// The measure of every year it has, in order.
    pub fn yearly(&self, subject: Subject<'_>) -> Vec<(Year, &'a Measure)> {
        self.series(subject, |period| {
            let is_year = period.len() == 4 && period.bytes().all(|it| it.is_ascii_digit());
            is_year.then(|| period.parse().ok().map(Year)).flatten()
        })
    }

    /// The measure of every month it has, in order.
    pub fn monthly(&self, subject: Subject<'_>) -> Vec<(Month, &'a Measure)> {
        self.series(subject, |period| period.parse().ok())
    }

    /// The measure of every month or week it has, by their first days and in order.
    pub fn by_start(&self, subject: Subject<'_>) -> Vec<(Day, &'a Measure)> {
        self.series(subject, |period| {
            let month = period.parse().ok().map(Month::first_day);
            month.or_else(|| period.parse().ok())
        })
    }

    /// The place with this code.
    pub fn place(&self, code: &str) -> Option<&'a Place> {
        self.places.get(code).copied()
    }

    /// What a place is called; with its county in brackets where another municipality has the same name.
    pub fn name_of(&self, place: &Place) -> String {
        let is_namesake = |it: &&Place| it.name == place.name && it.code != place.code;
        let is_municipality = |it: &Place| it.code != it.county;
        let namesakes = self.places.values().filter(|it| is_municipality(it) && is_namesake(it));
        match self.place(&place.county) {
            Some(county) if is_municipality(place) && namesakes.count() > 0 => {
                format!("{} ({})", place.name, county.name)
            }
            _ => place.name.clone(),
        }
    }

    /// All places, in order of their codes.
    pub fn places(&self) -> impl Iterator<Item = &'a Place> {
        self.places.values().copied()
    }

    fn period(&self, subject: Subject<'_>, period: &str) -> Option<&'a Measure> {
        self.by_subject.get(&subject)?.get(period).copied()
    }

    fn series<P>(
        &self,
        subject: Subject<'_>,
        read: impl Fn(&str) -> Option<P>,
    ) -> Vec<(P, &'a Measure)> {
        let periods = self.by_subject.get(&subject).into_iter().flatten();
        periods.filter_map(|(period, measure)| Some((read(period)?, *measure))).collect()
    }
}

fn is_finite(measure: &Measure) -> bool {
    let Measure { mean, q05, q10, q25, q50, q75, q90, q95, .. } = measure;
    [mean, q05, q10, q25, q50, q75, q90, q95].into_iter().all(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn years_and_months_of_one_name_are_told_apart_and_in_order() {
        let summary = fixture::summary();
        let measures = Measures::new(&summary);
        let settled = Subject::national("settled_persons");
        let years: Vec<_> = measures.yearly(settled).iter().map(|(year, _)| year.0).collect();
        assert_eq!(years, [2023, 2024, 2025, 2026, 2027]);
        let months = measures.monthly(settled);
        assert_eq!(months.len(), 60);
        assert!(months.windows(2).all(|pair| pair[1].0.since(pair[0].0) == 1));
        assert!(measures.yearly(settled.group("nobody")).is_empty());
    }

    #[test]
    fn what_is_not_a_number_counts_as_missing() {
        let mut summary = fixture::summary();
        for measure in &mut summary.measures {
            measure.q95 = f64::NAN;
        }
        assert!(Measures::new(&summary).yearly(Subject::national("settled_persons")).is_empty());
    }

    #[test]
    fn municipalities_of_one_name_are_told_apart_by_their_county() {
        let mut summary = fixture::summary();
        let is_county = |it: &&crate::results::Place| it.code == it.county;
        let known: Vec<_> =
            summary.places.iter().filter(is_county).map(|it| it.code.clone()).collect();
        let mut counties = Vec::new();
        for place in summary.places.iter_mut().filter(|it| it.code != it.county) {
            if counties.len() < 2
                && known.contains(&place.county)
                && !counties.contains(&place.county)
            {
                "Herøy".clone_into(&mut place.name);
                counties.push(place.county.clone());
            }
        }
        let measures = Measures::new(&summary);
        let names: Vec<_> = measures.places().map(|it| measures.name_of(it)).collect();
        for code in &counties {
            let county = measures.place(code).expect("a county");
            assert!(names.contains(&format!("Herøy ({})", county.name)), "{names:?}");
            // A county is not told by itself.
            assert_eq!(measures.name_of(county), county.name);
        }
        assert_eq!(names.iter().filter(|it| it.contains('(')).count(), 2, "{names:?}");
    }
}
