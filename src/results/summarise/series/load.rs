//! How long people wait and how full reception is over a year, and what municipalities take of what they were asked
//! for and agreed to (methods 5.1, 5.4 and 5.5).

use super::super::super::columns::{
    MISSING, Monthly, MunicipalYear, PARTS_PER_MILLION, PaceYear, Reception, TableColumn, TableId,
};
use super::super::super::measures::{
    BED_USE_LARGEST, BED_USE_MEAN, BROKEN_PROMISE, OVER_CAPACITY, PER_1000_24_MONTHS,
    SETTLED_OF_REQUESTED, TARGET_6_MONTHS, WAITING_PERSON_MONTHS,
};
use super::super::super::observation::Observation;
use super::super::super::{Label, NATIONAL};
use super::places::{by_agreement, centrality_place, per_1000};
use super::{Sink, Traversal, share};

/// The share that is to be settled within six months of the permit, as the directorate states it
/// (`scenarios/reference/waiting-times.csv`).
const TARGET: f64 = 0.9;

/// What is told about a place of one year.
#[derive(Clone, Copy, Default)]
struct Taken {
    by_agreement: i64,
    requested: i64,
    promised: i64,
    settled_24_months: i64,
    population: i64,
}

impl Traversal<'_> {
    pub(super) fn visit_load(&self, observation: &Observation, sink: &mut impl Sink) {
        for year in 0..self.dimensions.n_years() {
            self.visit_waiting(observation, year, sink);
            self.visit_target(observation, year, sink);
            self.visit_beds(observation, year, sink);
            self.visit_taken(observation, year, sink);
        }
    }

    fn visit_waiting(&self, observation: &Observation, year: usize, sink: &mut impl Sink) {
        let of_group = |group: usize| -> i64 {
            let months = self.dimensions.months_of(year);
            let rows = months.map(|month| self.layout.monthly(month, group));
            rows.map(|row| observation.get(row, Monthly::Waiting)).sum()
        };
        let all = || Label::national(WAITING_PERSON_MONTHS, self.year(year));
        let mut total = 0;
        for (group, name) in self.dimensions.groups.iter().enumerate() {
            total += of_group(group);
            let label = || Label { group: name.clone(), ..all() };
            sink.amount(of_group(group) as f64, label);
        }
        sink.amount(total as f64, all);
    }

    fn visit_target(&self, observation: &Observation, year: usize, sink: &mut impl Sink) {
        let row = self.layout.pace_year(year, self.dimensions.groups.len());
        let parts = observation.get(row, PaceYear::Within6Months);
        let is_met = || parts as f64 >= TARGET * PARTS_PER_MILLION as f64;
        let label = || Label::national(TARGET_6_MONTHS, self.year(year));
        sink.event((parts != MISSING).then(is_met), label);
    }

    /// Residents over the beds that stand, at month ends, and whether there was a night without beds enough.
    fn visit_beds(&self, observation: &Observation, year: usize, sink: &mut impl Sink) {
        let months = || self.dimensions.months_of(year);
        let get = |month, column| observation.get(self.layout.reception(month), column);
        let used = |month| {
            let beds =
                [Reception::ArrivalCentreBeds, Reception::OrdinaryBeds, Reception::EmergencyBeds];
            let standing = beds.into_iter().map(|it| get(month, it)).sum();
            share(get(month, Reception::Persons), standing)
        };
        let label = |derived| Label::national(derived, self.year(year));
        let mean = months().map(used).sum::<f64>() / months().len() as f64;
        sink.amount(months().map(used).fold(f64::NAN, f64::max), || label(BED_USE_LARGEST));
        sink.amount(mean, || label(BED_USE_MEAN));
        let is_over = months().any(|month| get(month, Reception::ShortfallNights) > 0);
        sink.event(Some(is_over), || label(OVER_CAPACITY));
    }

    /// What was taken of what was asked for and agreed to, and the load of two years: by municipality, county and
    /// class of centrality, and of the country.
    fn visit_taken(&self, observation: &Observation, year: usize, sink: &mut impl Sink) {
        let municipalities = &self.dimensions.municipalities;
        let n_counties = self.dimensions.counties.len();
        let mut counties = vec![Taken::default(); n_counties];
        let mut classes = [Taken::default(); 6];
        let mut country = Taken::default();
        let mut visit = |taken: Taken, place: &str| {
            taken.visit(|derived, value| {
                let label = || Label::national(derived, self.year(year));
                sink.amount(value, || Label { place: place.to_owned(), ..label() });
            });
        };
        for (at, municipality) in municipalities.iter().enumerate() {
            let taken = self.taken(observation, year, at);
            visit(taken, &municipality.code);
            country.add(taken);
            if let Some(county) = self.county_of[at] {
                counties[county].add(taken);
            }
            if let Some(class) = municipality.centrality {
                classes[usize::from(class) - 1].add(taken);
            }
        }
        for (county, taken) in self.dimensions.counties.iter().zip(counties) {
            visit(taken, &county.code);
        }
        for (class, taken) in (1..).zip(classes) {
            visit(taken, &centrality_place(class));
        }
        visit(country, NATIONAL);
    }

    fn taken(&self, observation: &Observation, year: usize, municipality: usize) -> Taken {
        let row = |year| {
            let first = self.layout.municipal_year(year, municipality) * MunicipalYear::N;
            &observation.values(TableId::MunicipalYear)[first..first + MunicipalYear::N]
        };
        let get = |year, column: MunicipalYear| row(year)[column.index()];
        let population = self.dimensions.municipalities[municipality].population;
        // Of the first year only the twelve months are known.
        let is_known = |year| self.dimensions.is_whole_year(year);
        let before = year.checked_sub(1).filter(|before| is_known(*before) && is_known(year));
        let settled =
            |before| get(before, MunicipalYear::Settled) + get(year, MunicipalYear::Settled);
        Taken {
            by_agreement: by_agreement(row(year)),
            requested: get(year, MunicipalYear::Requested),
            promised: get(year, MunicipalYear::Agreed) + get(year, MunicipalYear::CarriedPlaces),
            settled_24_months: before.map_or(0, settled),
            population: before.map_or(0, |_| population),
        }
    }
}

impl Taken {
    fn add(&mut self, other: Self) {
        self.by_agreement += other.by_agreement;
        self.requested += other.requested;
        self.promised += other.promised;
        self.settled_24_months += other.settled_24_months;
        self.population += other.population;
    }

    fn visit(self, mut visit: impl FnMut(super::Derived, f64)) {
        visit(SETTLED_OF_REQUESTED, share(self.by_agreement, self.requested));
        visit(BROKEN_PROMISE, 1.0 - share(self.by_agreement, self.promised));
        visit(PER_1000_24_MONTHS, per_1000(self.settled_24_months, self.population));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_the_published_one() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/reference/waiting-times.csv");
        let text = std::fs::read_to_string(file).expect("it is part of the project");
        let line = format!("target,all,settled-within-6-months,{:.0},percent,", 100.0 * TARGET);
        assert!(text.lines().any(|it| it.starts_with(&line)), "no {line}");
    }
}
