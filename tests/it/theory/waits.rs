//! Times from permit to settlement come back as the law they were drawn from: from the table of waits, and from
//! the pace with those still waiting counted honestly (methods 2.9).

use crate::support::{Country, Nobody, Sample, arrivals, collect, limit, observe, walk};
use bosett::model::households::{Household, Stage};
use bosett::model::today::Today;
use bosett::model::{Event, Observer};
use bosett::results::columns::{
    MISSING, PARTS_PER_MILLION, PaceYear, TableColumn, WaitingYear, Waits,
};
use bosett::results::observation::{Layout, N_WAIT_CLASSES};
use bosett::results::waits::PACE_DAYS;
use bosett::scenario::Scenario;
use statrs::distribution::{ChiSquared, ContinuousCDF, Exp, Gamma};

const MEAN: f64 = 100.0;
const CV: f64 = 0.7;

/// The law of days.
fn law(mean: f64) -> Gamma {
    let shape = 1.0 / (CV * CV);
    Gamma::new(shape, shape / mean).expect("a positive shape")
}

/// The mean, and one 2 % off.
const RIGHT_AND_WRONG: [f64; 2] = [MEAN, MEAN * 1.02];

/// Everybody has a permit on arrival, and a municipality as soon as it can be looked for.
fn country(arrivals: &str, set: &[&str]) -> Scenario {
    Country::with(&["run.end=2024-12-31", arrivals])
        .and(&[&format!("people.matching_days={{ gamma = {{ mean = {MEAN}, cv = {CV} }} }}")])
        .and(set)
        .scenario()
}

/// So many people in 2023, evenly over its days, and none after.
fn in_2023(persons: u32) -> String {
    format!("people.arrivals.path=[{{ annual = {{ year = 2023, persons = {persons} }} }}]")
}

/// Share whose whole days, rounded to the nearest, are at most so many.
fn within(law: &Gamma, days: usize) -> f64 {
    law.cdf(days as f64 + 0.5)
}

#[test]
fn the_table_of_waits_has_the_law() {
    // Pearson's test over months waited. Of 100,000 persons a mean 2 % off adds 100,000 x 2.04 x 0.02^2 = 80 to the
    // statistic, of which the limit is about 30: the information on a scale is the shape, 2.04, a person.
    let scenario = country(&in_2023(100_000), &[]);
    let observation = &observe(&scenario, 0..1)[0];
    let mut settled = [0.0; N_WAIT_CLASSES];
    for month in 0..12 {
        for (class, count) in settled.iter_mut().enumerate() {
            *count +=
                observation.get(observation.layout().waits(month, 0, class), Waits::Settled) as f64;
        }
    }
    let n: f64 = settled.iter().sum();
    // Class k holds the days from 30.4375 k on. Durations are tables of 4,096 steps, so that an end of a class can be
    // 12 persons off: the last class with 1,000 takes the rest.
    let first_day = |class: usize| (class * 1461).div_ceil(48);
    let statistic = |law: &Gamma| {
        let share_before = |class| if class == 0 { 0.0 } else { within(law, first_day(class) - 1) };
        let n_classes =
            (1..).take_while(|&class| n * (1.0 - share_before(class)) > 1_000.0).count() + 1;
        let end = |class: usize| if class + 1 == n_classes { 1.0 } else { share_before(class + 1) };
        let rest: f64 = settled[n_classes..].iter().sum();
        let terms = (0..n_classes).map(|class| {
            let expected = n * (end(class) - share_before(class));
            let found = settled[class] + if class + 1 == n_classes { rest } else { 0.0 };
            (found - expected).powi(2) / expected
        });
        let limit = ChiSquared::new(n_classes as f64 - 1.0).expect("degrees").inverse_cdf(0.999);
        (terms.sum::<f64>(), limit)
    };
    let ((right, limit), (wrong, _)) = (statistic(&law(MEAN)), statistic(&law(MEAN * 1.02)));
    println!(
        "{n} persons: chi-square {right:.1}, limit {limit:.1}; with a mean 2 % longer {wrong:.1}"
    );
    assert!(right < limit && limit < wrong);
}

/// The pace of those with a permit in a year, one sample a column, of replications that reached it.
fn pace(scenario: &Scenario, n_replications: u32, year_index: usize, column: PaceYear) -> Sample {
    of_row(scenario, n_replications, column, |layout| layout.pace_year(year_index, 0))
}

/// The same as the calendar year shows it.
fn period(scenario: &Scenario, n_replications: u32, year: usize, column: WaitingYear) -> Sample {
    of_row(scenario, n_replications, column, |layout| layout.waiting_year(year, 0))
}

fn of_row<C: TableColumn + Sync>(
    scenario: &Scenario,
    n_replications: u32,
    column: C,
    row: impl Fn(Layout) -> usize + Sync,
) -> Sample {
    let found = collect(scenario, 0..n_replications, |it| it.get(row(it.layout()), column));
    assert!(found.iter().all(|&value| value != MISSING), "{}", column.column().name);
    Sample::of(found.into_iter().map(|value| value as f64))
}

const WITHIN: [PaceYear; 3] =
    [PaceYear::Within3Months, PaceYear::Within6Months, PaceYear::Within12Months];

#[test]
fn kaplan_meier_gives_the_law_also_where_the_horizon_cuts_waits_off() {
    // 160 replications of 1,200 permits a year: a share has a standard error of 0.11 %, and a mean 2 % longer lowers
    // the share within three months by 1.2 %. In the second year most waits of the last months are cut off.
    let scenario = country(&arrivals("100"), &[]);
    let million = PARTS_PER_MILLION as f64;
    for year_index in 0..2 {
        for at in 0..2 {
            let [right, wrong] =
                RIGHT_AND_WRONG.map(|mean| within(&law(mean), PACE_DAYS[at]) * million);
            let sample = pace(&scenario, 160, year_index, WITHIN[at]);
            let what = format!("within {} days, year {year_index}", PACE_DAYS[at]);
            sample.assert_mean(&what, limit(5), right, wrong);
        }
    }
    // Within a year nearly all are settled, so that a mean 2 % off would not show.
    let all = within(&law(MEAN), PACE_DAYS[2]) * million;
    assert!(pace(&scenario, 160, 0, WITHIN[2]).distance(all) < limit(5));
}

#[test]
fn a_calendar_year_gives_the_law_too_while_nothing_changes() {
    // Waits with a constant hazard, so that a period and a cohort have one truth. In the second year those who already
    // wait enter late, in the third, the last, the horizon cuts waits off. 160 replications as above; the share within
    // three months is 0.2 % away from where a mean 2 % longer would have it in 0.9 %.
    let waits = format!("people.matching_days={{ exponential = {{ mean = {MEAN} }} }}");
    let scenario = country(&arrivals("100"), &["run.end=2025-12-31", &waits]);
    let within = |mean: f64, days: usize| 1e6 * (1.0 - (-(days as f64 + 0.5) / mean).exp());
    let columns = [WaitingYear::Within3Months, WaitingYear::Within6Months];
    for year in 0..3 {
        for (at, column) in columns.into_iter().enumerate() {
            let [right, wrong] = RIGHT_AND_WRONG.map(|mean| within(mean, PACE_DAYS[at]));
            let what = format!("within {} days in year {year}", PACE_DAYS[at]);
            let seen = period(&scenario, 160, year, column);
            seen.assert_mean(&what, limit(9), right, wrong);
        }
    }
    // The cohort of the year agrees with the period to the error of both.
    let cohort = pace(&scenario, 160, 1, PaceYear::Within3Months);
    let seen = period(&scenario, 160, 1, WaitingYear::Within3Months);
    let distance = (cohort.mean - seen.mean).abs() / cohort.error().hypot(seen.error());
    println!("cohort {}, period {}: {distance:.2} errors apart", cohort.mean, seen.mean);
    assert!(distance < limit(9));
}

#[test]
fn who_waits_at_a_year_end_is_counted_by_days_waited() {
    // Counted from the households of the evening, those with a permit from before the run included.
    let days = "people.matching_days={ gamma = { mean = 400, cv = 0.7 } }";
    let opening = "world.opening.waiting.people={ pending = 0, ready = 300, agreed = 50 }";
    let scenario = country(&arrivals("100"), &["run.end=2025-12-31", days, opening]);
    let mut counted = Vec::new();
    walk(&scenario, 0, &mut Nobody, |today, state| {
        if !today.is_year_end {
            return;
        }
        let waited = |it: &Household| today.index as i32 - it.permit_day;
        let has_permit = |it: &&Household| {
            matches!(it.stage, Stage::Permitted | Stage::Ready | Stage::Agreed | Stage::OnItsOwn)
        };
        counted.push(PACE_DAYS.map(|days| -> i64 {
            let waiting = state.households.iter().filter(has_permit);
            let long = waiting.filter(|it| waited(it) > days as i32);
            long.map(|it| i64::from(it.facts.size)).sum()
        }));
    });
    let observation = &observe(&scenario, 0..1)[0];
    let columns = [WaitingYear::Over3Months, WaitingYear::Over6Months, WaitingYear::Over12Months];
    for (year, expected) in counted.into_iter().enumerate() {
        let row = observation.layout().waiting_year(year, 0);
        let found = columns.map(|column| observation.get(row, column));
        println!("year {year}: {found:?}");
        assert_eq!(found, expected, "year {year}");
        // At the end of the first year hardly anybody can have waited for more than it.
        assert!(found[0] > found[1] && found[1] > found[2] && (year == 0 || found[2] > 0));
    }
}

#[test]
fn median_and_ninth_decile_are_those_of_the_law() {
    // A quantile of n waits has the standard error sqrt(p (1 - p) / n) / density: with 96,000 0.8 and 2.4 days. Days
    // are whole, which adds a half. 2 % are 5 and 12 days.
    let (mean, n) = (300.0, 96_000.0_f64);
    let days = format!("people.matching_days={{ gamma = {{ mean = {mean}, cv = {CV} }} }}");
    let scenario = country(&in_2023(96_000), &["run.end=2026-12-31", &days]);
    let row = &observe(&scenario, 0..1)[0];
    for (p, column) in [(0.5_f64, PaceYear::MedianDays), (0.9, PaceYear::P90Days)] {
        let found = row.get(row.layout().pace_year(0, 0), column) as f64;
        let [right, wrong] = [1.0, 1.02].map(|times| law(mean * times).inverse_cdf(p));
        let density = law(mean).cdf(right + 0.5) - law(mean).cdf(right - 0.5);
        let tolerance = 0.5 + limit(2) * (p * (1.0 - p) / n).sqrt() / density;
        println!("{p}: {found} days, theory {right:.1}, tolerance {tolerance:.1}");
        assert!((found - right).abs() < tolerance, "{found} and not {right}");
        assert!((found - wrong).abs() > tolerance, "{found} would also pass for {wrong}");
    }
}

#[test]
fn aalen_johansen_gives_the_incidence_beside_withdrawal() {
    // Settled within t: the sum over days k of P(wait = k) P(patience > k). One minus Kaplan-Meier would be what it
    // is without withdrawal, 5 to 25 % more.
    let share = 0.05_f64;
    let scenario = country(&arrivals("100"), &[&format!("people.withdrawal_per_month={share}")]);
    let rate = -(1.0 - share).ln() / (365.25 / 12.0);
    let incidence = |law: &Gamma, days: usize| {
        let day = |k: usize| {
            let here = within(law, k) - if k == 0 { 0.0 } else { within(law, k - 1) };
            // On the very day of arrival nobody has lost patience.
            let patient = if k == 0 { 1.0 } else { (-rate * (k as f64 + 0.5)).exp() };
            here * patient
        };
        (0..=days).map(day).sum::<f64>()
    };
    for at in 0..2 {
        let [right, wrong] = RIGHT_AND_WRONG.map(|mean| incidence(&law(mean), PACE_DAYS[at]) * 1e6);
        let sample = pace(&scenario, 200, 0, WITHIN[at]);
        let what = format!("within {} days beside withdrawal", PACE_DAYS[at]);
        sample.assert_mean(&what, limit(3), right, wrong);
        let without = within(&law(MEAN), PACE_DAYS[at]) * 1e6;
        assert!(sample.distance(without) > limit(3), "withdrawal does matter");
    }
}

/// Months waited by those who have settled, added up.
#[derive(Default)]
struct Completed {
    n: f64,
    months: f64,
    within_6: f64,
}

impl Observer for Completed {
    fn on_event(&mut self, today: &Today, event: Event) {
        let Event::Settled { persons, permit_day, .. } = event else { return };
        let (persons, days) = (persons as f64, f64::from(today.index as i32 - permit_day));
        self.n += persons;
        self.months += persons * days / (365.0 / 12.0);
        self.within_6 += persons * f64::from(u8::from(days < 365.0 / 2.0));
    }
}

#[test]
fn the_mean_of_completed_waits_is_far_too_short_and_the_pace_is_not() {
    // T9: constant arrivals for a year, exponential waits with mean six months, seen at the end of the year. The
    // mean of completed waits is 2.861 months, and 88.08 % of them took at most six; the truth is 6 and 63.21 %.
    let mean = 365.0 / 2.0;
    let waits = format!("people.matching_days={{ exponential = {{ mean = {mean} }} }}");
    let scenario = Country::with(&[&in_2023(200_000), &waits]).scenario();
    let mut completed = Completed::default();
    walk(&scenario, 0, &mut completed, |_, _| ());
    let (months, share) = (completed.months / completed.n, completed.within_6 / completed.n);
    // About 114,000 completed waits with a standard deviation of 2.2 months.
    println!("{} completed: mean {months:.3} months, {share:.4} within six", completed.n);
    assert!((months - 2.861).abs() < limit(3) * 2.3 / completed.n.sqrt(), "{months}");
    assert!((share - 0.8808).abs() < limit(3) * 0.324 / completed.n.sqrt(), "{share}");
    let row = &observe(&scenario, 0..1)[0];
    let found = row.get(row.layout().pace_year(0, 0), PaceYear::Within6Months) as f64 / 1e6;
    // 183 days and a half are just over six months. The risk set is half of all on average: Greenwood's variance is
    // at most that of 100,000 waits seen to their end.
    let expected = Exp::new(1.0 / mean).expect("a rate").cdf(183.5);
    let tolerance = limit(3) * (expected * (1.0 - expected) / 100_000.0).sqrt();
    assert!((found - expected).abs() < tolerance, "{found} and not {expected}");
}
