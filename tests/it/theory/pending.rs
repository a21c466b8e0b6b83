//! Persons without a decision are an M_t/G/infinity system: Poisson, with a mean that follows the arrivals
//! (Eick, Massey and Whitt 1993; methods 2.8).

use crate::support::{Country, Sample, cases, collect, limit, of_month};
use bosett::calendar::Month;
use bosett::results::columns::Monthly;
use statrs::distribution::{ChiSquared, ContinuousCDF, Gamma};

/// A gamma law of days.
#[derive(Clone, Copy)]
struct Days {
    mean: f64,
    cv: f64,
}

impl Days {
    fn survival(self, days: f64) -> f64 {
        let shape = 1.0 / (self.cv * self.cv);
        Gamma::new(shape, shape / self.mean).expect("a positive shape").sf(days)
    }

    fn text(self) -> String {
        format!("{{ gamma = {{ mean = {}, cv = {} }} }}", self.mean, self.cv)
    }
}

const START: &str = "2023-01";

/// m(t) = integral of lambda(t - u) P(S > u) over u, at the end of the last month: arrivals come evenly over a
/// month's days, and a day stands for its middle.
fn mean_pending(persons: &[f64], days: Days) -> f64 {
    let first: Month = START.parse().expect("a month");
    let end = first.plus(persons.len() as i32).first_day();
    let months = persons.iter().enumerate().map(|(index, persons)| {
        let month = first.plus(index as i32);
        let n_days = month.n_days();
        let since_first = end.since(month.first_day());
        let stay = |day: i32| days.survival(f64::from(since_first - day) - 0.5);
        persons / f64::from(n_days) * (0..n_days).map(stay).sum::<f64>()
    });
    months.sum()
}

/// Persons pending at the end of the last month, one number a replication.
fn simulate(persons: &[f64], days: Days, n_replications: u32) -> Vec<f64> {
    let start: Month = START.parse().expect("a month");
    let end = start.plus(persons.len() as i32 - 1).last_day();
    let series = format!("{{ series = {{ from = '{START}', persons = {persons:?} }} }}");
    let scenario = Country::default()
        .with_places(&[0])
        .and(&[
            &format!("run.end={end}"),
            &format!("people.arrivals.path=[{series}]"),
            &cases("1", &days.text()),
        ])
        .scenario();
    collect(&scenario, 0..n_replications, |it| {
        of_month(it, persons.len() - 1, Monthly::Pending) as f64
    })
}

/// So many a month, changing by `slope` from month to month.
fn path(first: f64, slope: f64, n_months: usize) -> Vec<f64> {
    (0..n_months).map(|month| first + slope * month as f64).collect()
}

#[test]
fn the_stock_without_decision_is_poisson_with_the_mean_of_theory() {
    // 700 replications of about 200 persons: the mean has a relative standard error of 1 / sqrt(140,000) = 0.27 %,
    // and 2 % is 7.5 of them. The index of dispersion has one of sqrt(2 / 700) = 5.3 %: a dispersion of monthly
    // arrivals of 0.005 would add about 30 %, Norway's 0.02 four times that.
    let days = Days { mean: 60.0, cv: 0.8 };
    let n = 700;
    for (what, persons) in [
        ("constant", path(100.0, 0.0, 8)),
        ("rising", path(10.0, 20.0, 6)),
        ("falling", path(240.0, -25.0, 6)),
        ("young", path(240.0, 0.0, 1)),
    ] {
        let sample = Sample::of(simulate(&persons, days, n));
        let expected = mean_pending(&persons, days);
        sample.assert_mean(what, limit(8), expected, expected * 1.02);
        let index = sample.variance / expected;
        let off = (index - 1.0).abs() / (2.0 / f64::from(n)).sqrt();
        println!("{what}: variance over mean {index:.3}, {off:.2} of {:.2} errors", limit(8));
        assert!(off < limit(8), "{what}: variance over mean {index}");
    }
    // The mean permit time itself, 2 % longer, where it matters most.
    let long = mean_pending(&path(100.0, 0.0, 36), Days { mean: 61.2, ..days });
    let right = mean_pending(&path(100.0, 0.0, 36), days);
    assert!((long / right - 1.02).abs() < 0.001, "a stationary stock is as long as the time");
}

#[test]
fn the_spread_of_permit_times_matters_with_both_signs_where_arrivals_change() {
    // Where arrivals are constant only the mean counts; where they rise, more spread lowers the stock, because the
    // long cases are from when fewer came; where they fall it raises it (methods 2.8).
    let (even, spread) = (Days { mean: 40.0, cv: 0.3 }, Days { mean: 40.0, cv: 1.2 });
    let n = 300;
    for (what, persons, sign) in [
        ("constant", path(100.0, 0.0, 12), 0.0),
        ("rising", path(0.0, 14.0, 12), -1.0),
        ("falling", path(168.0, -14.0, 12), 1.0),
    ] {
        let [a, b] = [even, spread].map(|days| mean_pending(&persons, days));
        let [few, many] = [even, spread].map(|days| Sample::of(simulate(&persons, days, n)));
        let error = few.error().hypot(many.error());
        let (found, expected) = (many.mean - few.mean, b - a);
        println!("{what}: {found:.2}, theory {expected:.2}, standard error {error:.2}");
        assert!((found - expected).abs() < limit(3) * error, "{what}: {found}, theory {expected}");
        if sign == 0.0 {
            assert!(expected.abs() < 0.01 * a, "{what}: {a} and {b}");
        } else {
            assert!(found * sign > limit(3) * error, "{what}: {found} has the wrong sign");
        }
    }
}

#[test]
fn cases_end_at_the_times_of_their_law_and_with_the_share_of_permits() {
    // Everybody comes on the first day. Pearson's test of the month of the decision for 100,000 persons: a mean 2 %
    // off adds 100,000 x 1.56 x 0.02^2 = 62 to the statistic. The share of permits has a standard error of 0.13 %.
    let days = Days { mean: 100.0, cv: 0.8 };
    let share = 0.8;
    let scenario = Country::default()
        .with_places(&[0])
        .and(&[
            "run.start=2023-03-31",
            "run.end=2024-06-30",
            // The run's first month is one day of 31.
            "people.arrivals.path=[{ series = { from = '2023-03', persons = [3_100_000] } }]",
            "people.return_days={ exponential = { mean = 50 } }",
            &cases(&share.to_string(), &days.text()),
        ])
        .scenario();
    let n_months = scenario.run.horizon.n_months();
    let decided = collect(&scenario, 0..1, |it| {
        let of = |month, column| of_month(it, month, column) as f64;
        let both = |month| (of(month, Monthly::Permit), of(month, Monthly::Refused));
        (0..n_months).map(both).collect::<Vec<_>>()
    });
    let first: Month = "2023-03".parse().expect("a month");
    let decided = &decided[0];
    let (permits, refusals) = decided.iter().fold((0.0, 0.0), |(a, b), it| (a + it.0, b + it.1));
    let n = permits + refusals;
    let (found, error) = (permits / n, (share * (1.0 - share) / n).sqrt());
    println!("{found:.4} of {n} permits, theory {share}, standard error {error:.4}");
    assert!((found - share).abs() < limit(2) * error && 0.02 * share > 2.0 * limit(2) * error);
    // Days are rounded: who is decided by the end of a month had less than that and a half.
    let arrived = first.last_day();
    let by = |month: i32| f64::from(first.plus(month).last_day().since(arrived)) + 0.5;
    let statistic = |days: Days| -> f64 {
        let within = |month| 1.0 - days.survival(by(month));
        let last = within(n_months as i32 - 1);
        let terms = decided.iter().enumerate().map(|(month, (permits, refusals))| {
            let before = if month == 0 { 0.0 } else { within(month as i32 - 1) };
            let expected = n * (within(month as i32) - before) / last;
            (permits + refusals - expected).powi(2) / expected
        });
        terms.sum()
    };
    let limit = ChiSquared::new(n_months as f64 - 1.0).expect("degrees").inverse_cdf(0.9995);
    let (right, wrong) = (statistic(days), statistic(Days { mean: 102.0, ..days }));
    println!("chi-square {right:.1}, limit {limit:.1}; with a mean 2 % longer {wrong:.1}");
    assert!(right < limit && limit < wrong);
}

#[test]
fn noise_leaves_the_mean_of_arrivals_on_its_path() {
    // Overdispersion, drift and households of one to four: 6,000 replications of about 60 persons with a coefficient
    // of variation of 0.28 have a relative standard error of 0.36 %, and 2 % is 5.6 of them.
    let kinds =
        "one = { share = 0.5, adults = 1 }\nfour = { share = 0.5, adults = 2, children = 2 }";
    let scenario = Country::default()
        .with_places(&[0])
        .with_kinds(kinds)
        .and(&[
            "run.end=2023-06-30",
            "people.arrivals.path=[{ series = { from = '2023-01', persons = [60, 60, 60, 60, 60, 60] } }]",
            "people.arrivals.noise={ dispersion = 0.02, drift_sd = 0.1, persistence = 0.9 }",
        ])
        .scenario();
    let arrived = collect(&scenario, 0..6_000, |it| of_month(it, 5, Monthly::Arrived) as f64);
    Sample::of(arrived).assert_mean("arrivals of the sixth month", limit(1), 60.0, 61.2);
}
