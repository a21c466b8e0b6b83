//! The published figures that runs are held against, and where each stands in a run.

use crate::calendar::{Month, Year};
use crate::origin::Status;
use crate::register::actuals::{MONTH_ERROR, Measure, monthly_flows, settled_months};
use crate::register::snapshots::{reception_occupancy, settled_snapshots};
use crate::results::columns::{Monthly, Reception};
use crate::results::observation::Observation;
use crate::scenario::{Route, Scenario};
use std::collections::BTreeMap;

/// A count of a single day stands for the month end if it is no further away.
const NEAR_DAYS: i32 = 5;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Persons settled under a request in a month.
    Settled,
    /// Permits of the group in a quarter.
    Permits,
    /// Persons with a municipality who have not moved in, at a month end.
    Agreed,
    /// Persons in reception centres at a month end.
    InReception,
}

impl Counted {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled_persons",
            Self::Permits => "permit_persons",
            Self::Agreed => "agreed_persons",
            Self::InReception => "reception_persons",
        }
    }

    /// The table it was read from.
    pub fn table(self) -> &'static str {
        match self {
            Self::Settled => "settled-monthly.csv",
            Self::Permits => "arrivals-monthly.csv",
            Self::Agreed => "settled-snapshots.csv",
            Self::InReception => "reception-occupancy.csv",
        }
    }
}

/// A published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it counts.
    pub counted: Counted,
    /// The last month of the time it is about.
    pub last: Month,
    /// The figure.
    pub published: f64,
    /// Position of the group, for permits.
    group: usize,
}

impl Figure {
    /// The year it is of.
    pub fn year(&self) -> Year {
        self.last.year()
    }

    /// The time it is about, as in `2022Q3` or `2022-09`.
    pub fn time(&self) -> String {
        match self.counted {
            Counted::Permits => format!("{}Q{}", self.last.year(), self.last.quarter()),
            Counted::Settled | Counted::Agreed | Counted::InReception => self.last.to_string(),
        }
    }

    /// Standard deviation of its logarithm around the truth: that of a month, or of three where it is a quarter
    /// (assumption A189).
    pub fn error(&self) -> f64 {
        match self.counted {
            Counted::Permits => MONTH_ERROR / 3.0_f64.sqrt(),
            Counted::Settled | Counted::Agreed | Counted::InReception => MONTH_ERROR,
        }
    }

    /// The figure in a run.
    pub fn read(&self, seen: &Observation, scenario: &Scenario) -> f64 {
        let layout = seen.layout();
        let last = self.last.since(scenario.run.horizon.first_month()) as usize;
        let quarter = last.saturating_sub(2)..=last;
        let groups = scenario.world.groups.iter().enumerate();
        // Families that follow are outside the request and outside the published figures.
        let requested = || groups.clone().filter(|(_, it)| it.route != Route::Family);
        let number: i64 = match self.counted {
            Counted::Settled => requested()
                .map(|(group, _)| seen.get(layout.monthly(last, group), Monthly::Settled))
                .sum(),
            Counted::Permits => quarter
                .map(|month| seen.get(layout.monthly(month, self.group), Monthly::Permit))
                .sum(),
            Counted::Agreed => requested()
                .map(|(group, _)| seen.get(layout.monthly(last, group), Monthly::Agreed))
                .sum(),
            Counted::InReception => seen.get(layout.reception(last), Reception::Persons),
        };
        number as f64
    }
}

/// Every published figure whose whole time lies in the run, by kind and time.
pub fn list_figures(scenario: &Scenario, group: &str) -> Vec<Figure> {
    let horizon = scenario.run.horizon;
    let (first, last) = (horizon.first_month(), horizon.end.month());
    let position = scenario.world.groups.iter().position(|it| it.id == group);
    // A month that is assumed says nothing.
    let settled = settled_months().into_iter().filter(|it| it.origin.status != Status::Assumed);
    let settled = settled.map(|it| (it.month, it.settled.0 as f64));
    let permits = monthly_flows()
        .into_iter()
        .filter(|it| position.is_some() && it.group == group && it.measure == Measure::Permits);
    let permits = permits.map(|it| (it.month, it.persons.0 as f64));
    let agreed = settled_snapshots().into_iter().filter_map(|it| Some((it.day, it.agreed?)));
    let housed = reception_occupancy().into_iter().map(|it| (it.day, it.residents));
    let near = |(day, persons): (crate::calendar::Day, crate::units::Persons)| {
        let ends = [day.month().plus(-1), day.month()];
        let near = ends.into_iter().find(|it| it.last_day().since(day).abs() <= NEAR_DAYS)?;
        Some((near, persons.0 as f64))
    };
    let of = |counted| {
        move |(last, published)| Figure { counted, last, published, group: position.unwrap_or(0) }
    };
    let mut figures: Vec<Figure> = settled.map(of(Counted::Settled)).collect();
    figures.extend(quarters(permits).into_iter().map(of(Counted::Permits)));
    figures.extend(agreed.filter_map(near).map(of(Counted::Agreed)));
    figures.extend(housed.filter_map(near).map(of(Counted::InReception)));
    figures.retain(|it| {
        let begins = match it.counted {
            Counted::Permits => it.last.plus(-2),
            Counted::Settled | Counted::Agreed | Counted::InReception => it.last,
        };
        first <= begins && it.last <= last
    });
    figures
}

/// Quarters of which every month is there, by their last month.
fn quarters(months: impl Iterator<Item = (Month, f64)>) -> Vec<(Month, f64)> {
    let months: BTreeMap<Month, f64> = months.collect();
    let ends = months.keys().filter(|it| it.is_quarter_end());
    let sum = |end: &Month| {
        let three = [end.plus(-2), end.plus(-1), *end].map(|it| months.get(&it));
        let [Some(one), Some(two), Some(three)] = three else { return None };
        Some((*end, one + two + three))
    };
    ends.filter_map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;

    #[test]
    fn figures_are_those_published_and_lie_in_the_run() {
        let loaded = load("calibration-2022", &[], LIBRARY);
        let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
        let figures = list_figures(&scenario, "ukraine");
        let of = |counted, time: &str| {
            let found = figures.iter().find(|it| it.counted == counted && it.time() == time);
            found.map(|it| it.published)
        };
        assert_eq!(of(Counted::Settled, "2022-05"), Some(3_245.0));
        assert_eq!(of(Counted::Settled, "2022-03"), None, "assumed");
        assert_eq!(of(Counted::Permits, "2022Q2"), Some(6_760.0 + 5_770.0 + 2_780.0));
        assert_eq!(of(Counted::Permits, "2023Q4"), None, "December is not published");
        // 28 September 2022 and 3 October 2023 are two and three days from the end of September.
        assert_eq!(of(Counted::Agreed, "2022-09"), Some(6_342.0));
        assert_eq!(of(Counted::Agreed, "2023-09"), Some(4_928.0));
        assert_eq!(of(Counted::InReception, "2023-08"), Some(12_000.0));
        assert!(figures.iter().all(|it| it.year() >= Year(2022)), "2015 is not in the run");
    }
}
