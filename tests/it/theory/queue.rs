//! Few places: the queue for a municipality is a discrete Lindley recursion, Q' = (Q + A - c)+, exactly, because
//! a month's places are open from its first day to its last and whoever comes in it can have one (methods 2.6).

use crate::support::{ADULTS, Country, Sample, collect, limit, of_month};
use bosett::results::columns::{Monthly, TableId};
use bosett::scenario::Scenario;
use statrs::distribution::{Discrete, Poisson};

/// Places a month.
const PLACES: i64 = 20;

/// Arrivals expected a month: vector A of the methods (T6).
const EXPECTED: [f64; 12] =
    [30.0, 30.0, 30.0, 30.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0];

/// Its published E[Q] and P(Q > 0) at the end of each month.
const VECTOR_A: [(f64, f64); 12] = [
    (10.0495, 0.9647),
    (20.0527, 0.9974),
    (30.053, 0.9998),
    (40.053, 1.0),
    (35.0546, 0.9992),
    (30.0709, 0.9941),
    (25.1522, 0.9754),
    (20.41, 0.9318),
    (16.008, 0.8565),
    (12.1163, 0.7532),
    (8.8563, 0.6338),
    (6.2697, 0.5136),
];

/// The exact law of the queue month by month, by convolution: E[Q] and P(Q > 0).
fn lindley(expected: &[f64]) -> Vec<(f64, f64)> {
    const N: usize = 400;
    let mut queue = vec![0.0; N];
    queue[0] = 1.0;
    let months = expected.iter().map(|&mean| {
        let arrivals = Poisson::new(mean).expect("a mean");
        let mut next = vec![0.0; N];
        for (before, probability) in queue.iter().enumerate().filter(|(_, it)| **it > 1e-15) {
            for count in 0..120 {
                let after = (before as i64 + count - PLACES).max(0) as usize;
                next[after.min(N - 1)] += probability * arrivals.pmf(count as u64);
            }
        }
        queue = next;
        let mean = queue.iter().enumerate().map(|(n, probability)| n as f64 * probability).sum();
        (mean, 1.0 - queue[0])
    });
    months.collect()
}

/// Everybody comes straight to a municipality and moves in on the day a place is found.
fn country(kinds: &str, set: &[&str]) -> Scenario {
    let series = format!("{{ series = {{ from = '2023-01', persons = {EXPECTED:?} }} }}");
    let country = Country::with(&["people.route='direct'"]);
    let country = country.and(&[&format!("people.arrivals.path=[{series}]")]).and(set);
    country.with_kinds(kinds).with_places(&[13, 0, 7]).scenario()
}

#[test]
fn the_queue_has_the_transient_law_of_lindley() {
    // 4,000 replications: the mean queue has a standard error of 0.08 to 0.20 persons. Arrivals 2 % higher make it
    // 0.6 longer after a month, 3.4 after eight and 2.7 after twelve, where it is 6.3: at least 6.9 errors. They
    // raise the share of paths with a queue from 51 to 63 % there; its error is 0.8 %.
    let scenario = country(ADULTS, &[]);
    let paths = collect(&scenario, 0..4_000, |it| {
        let mut before = 0;
        std::array::from_fn::<f64, 12, _>(|month| {
            let arrived = of_month(it, month, Monthly::Arrived);
            let queue = of_month(it, month, Monthly::Waiting);
            assert_eq!(queue, (before + arrived - PLACES).max(0), "month {month}");
            before = queue;
            queue as f64
        })
    });
    let more = lindley(&EXPECTED.map(|it| it * 1.02));
    for (month, (mean, share)) in lindley(&EXPECTED).into_iter().enumerate() {
        let (published_mean, published_share) = VECTOR_A[month];
        assert!((mean - published_mean).abs() < 1e-4, "month {month}: {mean}");
        assert!((share - published_share).abs() < 1e-4, "month {month}: {share}");
        let what = format!("E[Q], month {month}");
        let sample = Sample::of(paths.iter().map(|it| it[month]));
        sample.assert_mean(&what, limit(24), mean, more[month].0);
        if share < 0.9 {
            let what = format!("P(Q > 0), month {month}");
            let sample = Sample::of(paths.iter().map(|it| f64::from(u8::from(it[month] > 0.0))));
            sample.assert_mean(&what, limit(24), share, more[month].1);
        }
    }
}

#[test]
fn who_is_served_first_changes_who_waits_and_not_how_many() {
    // The conservation law of work-conserving rules (methods 2.7, T20), on every path and in every month.
    let kinds = "child = { share = 0.4, children = 1 }\nadult = { share = 0.6, adults = 1 }";
    let of = |rule: &str| {
        let scenario =
            country(kinds, &["people.medical_share=0.2", &format!("policy.queue='{rule}'")]);
        collect(&scenario, 0..50, |it| {
            let waiting: Vec<i64> = (0..12).map(|at| of_month(it, at, Monthly::Waiting)).collect();
            (waiting, it.values(TableId::Waits).to_vec())
        })
    };
    let in_order = of("first-come-first-served");
    for rule in ["families-first", "medical-first"] {
        let ordered = of(rule);
        for ((waiting, _), (same, _)) in in_order.iter().zip(&ordered) {
            assert_eq!(waiting, same, "{rule}");
        }
        assert!(in_order.iter().zip(&ordered).any(|(a, b)| a.1 != b.1), "{rule} does matter");
    }
}
