//! The published figures that runs are held against, and where each stands in a run.

use crate::calendar::{Day, Month, Year};
use crate::register::actuals::{MONTH_ERROR, Measure, monthly_flows};
use crate::register::snapshots::{reception_occupancy, settled_snapshots};
use crate::results::columns::{Monthly, Reception};
use crate::results::observation::Observation;
use crate::scenario::Scenario;
use crate::study::settled_days::SettledDays;
use std::collections::BTreeMap;

/// A count of a single day of those who wait stands for the month end if it is no further away.
const NEAR_DAYS: i32 = 5;
/// The group that is counted as settled with collective protection.
const COLLECTIVE: &str = "ukraine";

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Persons settled under a request from January to the evening of a day.
    Settled,
    /// Of these persons of the group.
    GroupSettled,
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
            Self::Settled => "settled_under_request_persons",
            Self::GroupSettled => "settled_group_persons",
            Self::Permits => "permit_persons",
            Self::Agreed => "agreed_persons",
            Self::InReception => "reception_persons",
        }
    }

    /// The table it was read from.
    pub fn table(self) -> &'static str {
        match self {
            Self::Settled | Self::GroupSettled | Self::Agreed => "settled-snapshots.csv",
            Self::Permits => "arrivals-monthly.csv",
            Self::InReception => "reception-occupancy.csv",
        }
    }
}

/// A published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it counts.
    pub counted: Counted,
    /// The last day of the time it is about.
    pub last: Day,
    /// The figure.
    pub published: f64,
    /// Position of the group, for what is of the group.
    group: usize,
}

impl Figure {
    /// The year it is of.
    pub fn year(&self) -> Year {
        self.last.year()
    }

    /// The time it is about, as in `2022Q3`, `2022-09` or `2022-09-28`.
    pub fn time(&self) -> String {
        let month = self.last.month();
        match self.counted {
            Counted::Settled | Counted::GroupSettled => self.last.to_string(),
            Counted::Permits => format!("{}Q{}", month.year(), month.quarter()),
            Counted::Agreed | Counted::InReception => month.to_string(),
        }
    }

    /// The first day of the time it is about.
    fn first(&self) -> Day {
        let month = self.last.month();
        match self.counted {
            Counted::Settled | Counted::GroupSettled => self.last.year().first_day(),
            Counted::Permits => month.plus(-2).first_day(),
            Counted::Agreed | Counted::InReception => month.first_day(),
        }
    }

    /// Standard deviation of its logarithm around the truth: that of a month, or of three where it is a quarter
    /// (assumption A189).
    pub fn error(&self) -> f64 {
        match self.counted {
            Counted::Permits => MONTH_ERROR / 3.0_f64.sqrt(),
            _ => MONTH_ERROR,
        }
    }

    /// The figure in a run of which this was seen.
    pub fn read(&self, seen: &Observation, days: &SettledDays, scenario: &Scenario) -> f64 {
        let layout = seen.layout();
        let last = self.last.month().since(scenario.run.horizon.first_month()) as usize;
        let quarter = last.saturating_sub(2)..=last;
        let groups = scenario.world.groups.iter().enumerate();
        // Families that follow are outside the request and outside the published figures.
        let requested = groups.filter(|(_, it)| it.route.is_under_request());
        let number: i64 = match self.counted {
            Counted::Settled => days.requested_by(self.last),
            Counted::GroupSettled => days.of_group_by(self.group, self.last),
            Counted::Permits => quarter
                .map(|month| seen.get(layout.monthly(month, self.group), Monthly::Permit))
                .sum(),
            Counted::Agreed => requested
                .map(|(group, _)| seen.get(layout.monthly(last, group), Monthly::Agreed))
                .sum(),
            Counted::InReception => seen.get(layout.reception(last), Reception::Persons),
        };
        number as f64
    }
}

/// Every published figure whose whole time lies in the run, by kind and time.
pub fn list_figures(scenario: &Scenario, group: &str) -> Vec<Figure> {
    let position = scenario.world.groups.iter().position(|it| it.id == group);
    let of = |counted| {
        move |(last, published)| Figure { counted, last, published, group: position.unwrap_or(0) }
    };
    let mut figures: Vec<Figure> = settled().into_iter().map(of(Counted::Settled)).collect();
    if position.is_some() {
        figures.extend(settled_of(group).into_iter().map(of(Counted::GroupSettled)));
        figures.extend(permits_of(group).into_iter().map(of(Counted::Permits)));
    }
    figures.extend(agreed().into_iter().map(of(Counted::Agreed)));
    figures.extend(in_reception().into_iter().map(of(Counted::InReception)));
    let horizon = scenario.run.horizon;
    figures.retain(|it| horizon.start <= it.first() && it.last <= horizon.end);
    figures
}

/// Counts of all who were settled. Where so many or more were, nobody counted them.
fn settled() -> Vec<(Day, f64)> {
    let counts = settled_snapshots().into_iter().filter(|it| !it.is_lower_bound);
    counts.filter_map(|it| Some((it.day, it.settled?.0 as f64))).collect()
}

/// Counts of those of a group who were settled.
fn settled_of(group: &str) -> Vec<(Day, f64)> {
    let counts = settled_snapshots();
    let counts = counts.into_iter().filter(|it| group == COLLECTIVE && !it.is_lower_bound);
    counts.filter_map(|it| Some((it.day, it.settled_collective?.0 as f64))).collect()
}

/// Permits of a group, by quarter.
fn permits_of(group: &str) -> Vec<(Day, f64)> {
    let flows = monthly_flows().into_iter();
    let permits = flows.filter(|it| it.group == group && it.measure == Measure::Permits);
    quarters(permits.map(|it| (it.month, it.persons.0 as f64)))
}

/// Persons with a municipality, at month ends that a count is near to.
fn agreed() -> Vec<(Day, f64)> {
    let counts = settled_snapshots().into_iter();
    counts.filter_map(|it| Some((near_month_end(it.day)?, it.agreed?.0 as f64))).collect()
}

/// Persons in reception centres, at month ends that a count is near to.
fn in_reception() -> Vec<(Day, f64)> {
    let counts = reception_occupancy().into_iter();
    counts.filter_map(|it| Some((near_month_end(it.day)?, it.residents.0 as f64))).collect()
}

/// The month end that a count of a day stands for.
fn near_month_end(day: Day) -> Option<Day> {
    let ends = [day.month().plus(-1), day.month()].map(Month::last_day);
    ends.into_iter().find(|it| it.since(day).abs() <= NEAR_DAYS)
}

/// Quarters of which every month is there, by their last day.
fn quarters(months: impl Iterator<Item = (Month, f64)>) -> Vec<(Day, f64)> {
    let months: BTreeMap<Month, f64> = months.collect();
    let ends = months.keys().filter(|it| it.is_quarter_end());
    let sum = |end: &Month| {
        let three = [end.plus(-2), end.plus(-1), *end].map(|it| months.get(&it));
        let [Some(one), Some(two), Some(three)] = three else { return None };
        Some((end.last_day(), one + two + three))
    };
    ends.filter_map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;

    fn scenario(set: &[&str]) -> Scenario {
        let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
        let loaded = load("calibration-2022", &set, LIBRARY);
        loaded.unwrap_or_else(|problems| panic!("{problems}")).0
    }

    fn of(figures: &[Figure], counted: Counted) -> Vec<(String, f64)> {
        let chosen = figures.iter().filter(|it| it.counted == counted);
        chosen.map(|it| (it.time(), it.published)).collect()
    }

    #[test]
    fn figures_are_those_published_and_lie_in_the_run() {
        let figures = list_figures(&scenario(&[]), "ukraine");
        let find = |counted, time: &str| {
            let found = figures.iter().find(|it| it.counted == counted && it.time() == time);
            found.map(|it| it.published)
        };
        assert_eq!(find(Counted::Permits, "2022Q2"), Some(6_760.0 + 5_770.0 + 2_780.0));
        assert_eq!(find(Counted::Permits, "2023Q4"), None, "December is not published");
        // 28 September 2022 and 3 October 2023 are two and three days from the end of September.
        assert_eq!(find(Counted::Agreed, "2022-09"), Some(6_342.0));
        assert_eq!(find(Counted::Agreed, "2023-09"), Some(4_928.0));
        assert_eq!(find(Counted::InReception, "2023-08"), Some(12_000.0));
        assert!(figures.iter().all(|it| it.year() >= Year(2022)), "2015 is not in the run");
    }

    #[test]
    fn those_settled_are_counted_on_days_and_over_so_many_is_no_count() {
        let figures = list_figures(&scenario(&[]), "ukraine");
        let expected = |counts: &[(&str, f64)]| -> Vec<(String, f64)> {
            counts.iter().map(|(day, persons)| ((*day).to_owned(), *persons)).collect()
        };
        let all = [
            ("2022-05-23", 4_324.0),
            ("2022-09-28", 22_261.0),
            ("2022-12-31", 31_258.0),
            ("2023-10-03", 22_370.0),
        ];
        assert_eq!(of(&figures, Counted::Settled), expected(&all));
        let ukrainians = [
            ("2022-04-20", 131.0),
            ("2022-04-22", 210.0),
            ("2022-04-29", 628.0),
            ("2022-05-05", 1_094.0),
            ("2022-05-19", 2_520.0),
            ("2022-05-23", 2_836.0),
            ("2022-12-31", 27_058.0),
            ("2023-10-03", 19_374.0),
        ];
        assert_eq!(of(&figures, Counted::GroupSettled), expected(&ukrainians));
        let others = list_figures(&scenario(&[]), "asylum");
        assert_eq!(of(&others, Counted::GroupSettled), [], "only Ukrainians were counted");
        assert_eq!(of(&others, Counted::Settled), expected(&all));
    }

    #[test]
    fn a_count_from_january_needs_a_run_that_has_begun_by_then() {
        let times = |set: &[&str]| {
            let figures = list_figures(&scenario(set), "ukraine");
            of(&figures, Counted::Settled).into_iter().map(|it| it.0).collect::<Vec<_>>()
        };
        assert_eq!(times(&["run.end=2022-12-30"]), ["2022-05-23", "2022-09-28"]);
        assert_eq!(times(&["run.start=2022-01-02"]), ["2023-10-03"]);
    }

    #[test]
    fn a_figure_is_read_to_the_evening_of_its_day() {
        let scenario = scenario(&["run.end=2022-12-31"]);
        let mut days = SettledDays::new(&scenario);
        let seen = Engine::new(&scenario).run_one_with(1, &mut days);
        let position = |id: &str| scenario.world.groups.iter().position(|it| it.id == id);
        let ukraine = position("ukraine").expect("a group");
        let december =
            list_figures(&scenario, "ukraine").into_iter().filter(|it| it.time() == "2022-12-31");
        for figure in december {
            let in_run = |group: usize| -> i64 {
                let row = |month| seen.layout().monthly(month, group);
                (0..12).map(|month| seen.get(row(month), Monthly::Settled)).sum()
            };
            let family = position("family").expect("a group");
            let expected = match figure.counted {
                Counted::GroupSettled => in_run(ukraine),
                _ => (0..scenario.world.groups.len()).filter(|it| *it != family).map(in_run).sum(),
            };
            assert_eq!(figure.read(&seen, &days, &scenario), expected as f64, "{figure:?}");
            let before = Figure { last: figure.last.plus(-60), ..figure };
            assert!(before.read(&seen, &days, &scenario) < expected as f64);
        }
    }
}
