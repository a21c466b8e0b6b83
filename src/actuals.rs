//! Published actuals and forecasts as constant measures, so that a report can hold a projection against them.
//!
//! Actuals of months and years after the as-of day are among them: their names end in `_actual`, and nothing
//! of the run has seen them. Forecasts are those that were known on the as-of day.

use crate::calendar::Year;
use crate::register::actuals::{self, Forecast, Measure as Flow};
use crate::register::budget::budget_posts;
use crate::results::measures::{
    ACCOUNTS_ACTUAL, ARRIVED_ACTUAL, Derived, FORECAST_HIGH_FROM, FORECAST_HIGH_TO,
    FORECAST_LOW_FROM, FORECAST_LOW_TO, FORECAST_MID_FROM, FORECAST_MID_TO, FORECAST_PLANNING,
    SETTLED_ACTUAL,
};
use crate::results::{Label, Measure};
use crate::scenario::{Post, Scenario};
use crate::units::{Kroner, Persons};
use std::collections::BTreeMap;

/// What was published about the groups and posts of a scenario; nothing for a made-up country.
pub fn list_published(scenario: &Scenario) -> Vec<Measure> {
    if scenario.register.edition().is_none() {
        return Vec::new();
    }
    let mut measures = list_settled();
    for group in &scenario.world.groups {
        measures.extend(list_arrived(&group.id));
        measures.extend(list_forecasts(&group.id, scenario));
    }
    measures.extend(Post::ALL.into_iter().flat_map(list_accounts));
    measures
}

/// Settled in every year with a figure, and by month where there are months.
fn list_settled() -> Vec<Measure> {
    let mut by_year = BTreeMap::new();
    for year in actuals::national_years() {
        by_year.extend(year.settled.map(|persons| (year.year, persons)));
    }
    let mut measures = Vec::new();
    for it in actuals::settled_months() {
        measures.push(persons_of(SETTLED_ACTUAL, it.month.to_string(), it.settled));
        // The months add up to the municipal figures, where the national one may be "over 33,000".
        by_year.insert(it.month.year(), it.settled_in_year);
    }
    let years = by_year.into_iter();
    measures.extend(years.map(|(year, it)| persons_of(SETTLED_ACTUAL, year.to_string(), it)));
    measures
}

/// Arrivals of a group: those who applied, or for groups that do not apply here, those who came.
fn list_arrived(group: &str) -> Vec<Measure> {
    let months = actuals::monthly_flows().into_iter().filter(|it| it.group == group);
    let months = months.filter(|it| it.measure == Flow::Applications);
    let mut measures: Vec<Measure> =
        months.map(|it| persons_of(ARRIVED_ACTUAL, it.month.to_string(), it.persons)).collect();
    let years = actuals::annual_flows().into_iter().filter(|it| it.group == group);
    let years: Vec<_> = years.collect();
    let applies = years.iter().any(|it| it.measure == Flow::Applications);
    let counted = if applies { Flow::Applications } else { Flow::Arrivals };
    let years = years.iter().filter(|it| it.measure == counted);
    measures.extend(years.map(|it| persons_of(ARRIVED_ACTUAL, it.year.to_string(), it.persons)));
    measures.into_iter().map(|it| Measure { group: group.to_owned(), ..it }).collect()
}

/// The last forecast of each year of the horizon that was known on the as-of day.
fn list_forecasts(group: &str, scenario: &Scenario) -> Vec<Measure> {
    let mut last: BTreeMap<Year, Forecast> = BTreeMap::new();
    for forecast in actuals::forecasts().into_iter().filter(|it| it.group == group) {
        let Some(known) = forecast.known_on() else { continue };
        let in_horizon = scenario.run.horizon.years().any(|it| it == forecast.target_year);
        let is_later =
            last.get(&forecast.target_year).is_none_or(|it| it.known_on() <= Some(known));
        if in_horizon && known <= scenario.run.as_of && is_later {
            last.insert(forecast.target_year, forecast);
        }
    }
    let measures = last.into_values().flat_map(|it| {
        let figures = [
            (FORECAST_LOW_FROM, it.low.from),
            (FORECAST_LOW_TO, it.low.to),
            (FORECAST_MID_FROM, it.mid.from),
            (FORECAST_MID_TO, it.mid.to),
            (FORECAST_HIGH_FROM, it.high.from),
            (FORECAST_HIGH_TO, it.high.to),
            (FORECAST_PLANNING, it.planning),
        ];
        figures.into_iter().filter_map(move |(name, persons)| {
            Some(persons_of(name, it.target_year.to_string(), persons?))
        })
    });
    measures.map(|it| Measure { group: group.to_owned(), ..it }).collect()
}

/// The accounts of a post in every year in which all that it consists of is known.
fn list_accounts(post: Post) -> Vec<Measure> {
    let series: &[&str] = match post {
        // Reception centres, grants to their municipalities, and benefits to their residents.
        Post::Reception => &["490/21", "490/60", "490/70"],
        _ => &[post.code()],
    };
    let mut by_year: BTreeMap<Year, (usize, Kroner)> = BTreeMap::new();
    for row in budget_posts().iter().filter(|row| series.contains(&row.series.as_str())) {
        let Some(accounts) = row.accounts else { continue };
        let (n_series, sum) = by_year.entry(row.year).or_insert((0, Kroner::ZERO));
        *n_series += 1;
        *sum += accounts;
    }
    let complete = by_year.into_iter().filter(|(_, (n_series, _))| *n_series == series.len());
    let measures = complete.map(|(year, (_, sum))| {
        let label = Label::national(ACCOUNTS_ACTUAL, year.to_string()).post(post.code());
        Measure::constant(label, sum.0 as f64)
    });
    measures.collect()
}

fn persons_of(name: Derived, period: String, persons: Persons) -> Measure {
    Measure::constant(Label::national(name, period), persons.0 as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;

    fn published(overrides: &[&str]) -> Vec<Measure> {
        let overrides: Vec<String> = overrides.iter().map(|it| (*it).to_owned()).collect();
        let (scenario, _) = load("letter-2023", &overrides, LIBRARY).expect("our own scenario");
        list_published(&scenario)
    }

    fn value(measures: &[Measure], name: &str, period: &str, of: &str) -> Option<f64> {
        let is_it = |it: &&Measure| {
            let belongs = it.group == of || it.post.as_deref() == Some(of);
            it.name == name && it.period == period && belongs
        };
        measures.iter().find(is_it).map(|it| it.mean)
    }

    #[test]
    fn actuals_are_told_also_after_the_day_of_knowledge() {
        let found = published(&[]);
        assert_eq!(
            value(&found, "settled_under_request_persons_actual", "2022-01", "all"),
            Some(307.0)
        );
        assert_eq!(
            value(&found, "settled_under_request_persons_actual", "2023", "all"),
            Some(33_420.0)
        );
        assert_eq!(
            value(&found, "settled_under_request_persons_actual", "2019", "all"),
            Some(4_822.0)
        );
        assert_eq!(value(&found, "arrived_persons_actual", "2023", "ukraine"), Some(35_345.0));
        assert_eq!(value(&found, "arrived_persons_actual", "2023", "quota"), Some(2_242.0));
        let accounts = |year, post| value(&found, "accounts_kroner_actual", year, post);
        assert_eq!(accounts("2023", "671/60"), Some(18_026_300_000.0));
        assert_eq!(accounts("2023", "490"), Some((3_323.9e6_f64 + 436.5e6 + 582.5e6).round()));
        assert_eq!(accounts("2024", "671/60"), None, "not published");
    }

    #[test]
    fn only_forecasts_that_were_known_are_told() {
        let planned = |as_of: &str| {
            let found = published(&[&format!("run.as_of={as_of}")]);
            value(&found, "forecast_planning", "2023", "ukraine")
        };
        assert_eq!(planned("2022-06-27"), None);
        assert_eq!(planned("2022-06-28"), Some(10_000.0));
        assert_eq!(planned("2022-11-07"), Some(30_000.0));
        assert_eq!(planned("2022-11-08"), Some(40_000.0));
        let found = published(&[]);
        assert_eq!(value(&found, "forecast_low_to", "2023", "ukraine"), Some(20_000.0));
        assert_eq!(value(&found, "forecast_high_to", "2023", "ukraine"), Some(120_000.0));
    }

    #[test]
    fn every_published_measure_stands_once() {
        let found = published(&[]);
        for (index, it) in found.iter().enumerate() {
            let label = |it: &Measure| {
                let Measure { name, period, group, post, .. } = it.clone();
                (name, period, group, post)
            };
            assert!(found[..index].iter().all(|other| label(other) != label(it)), "{it:?}");
        }
    }
}
