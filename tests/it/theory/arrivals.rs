//! How many arrive: moments of the mixture of ranges, and persons who come as whole households
//! (methods 1.5 and 1.6).

use crate::support::{Country, Nobody, Sample, arrivals, cases, collect, limit, of_month, walk};
use bosett::model::reality::{Reality, plan_central_arrivals, plan_mean_arrivals};
use bosett::results::columns::Monthly;

/// Moments of a range read as a central 90 % interval of a lognormal law.
fn lognormal([low, high]: [f64; 2]) -> (f64, f64) {
    let (centre, spread) = ((low.ln() + high.ln()) / 2.0, (high / low).ln() / (2.0 * 1.644_854));
    let mean = (centre + spread.powi(2) / 2.0).exp();
    (mean, mean.powi(2) * (spread.powi(2)).exp_m1())
}

#[test]
fn the_year_is_a_mixture_of_its_ranges_by_weight() {
    let branches = [(0.25, [20.0, 40.0]), (0.60, [60.0, 100.0]), (0.15, [160.0, 240.0])];
    let scenario = Country::with(&[
        "run.replications_per_draw=1",
        // The whole year in January, and no other month to walk through.
        "run.end=2023-01-31",
        "world.branches={ low = 0.25, mid = 0.60, high = 0.15 }",
        "people.arrivals.path=[{ ranges = { year = 2023, \
         ranges = { low = [20, 40], mid = [60, 100], high = [160, 240] }, \
         profile = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] } }]",
    ])
    .scenario();
    let totals = collect(&scenario, 0..40_000, |observation| {
        of_month(observation, 0, Monthly::Arrived) as f64
    });
    let of = branches.map(|(weight, range)| (weight, lognormal(range)));
    let mean: f64 = of.iter().map(|(weight, (mean, _))| weight * mean).sum();
    let square: f64 = of.iter().map(|(weight, (mean, var))| weight * (var + mean.powi(2))).sum();
    // The count around the intensity is Poisson.
    let variance = square - mean.powi(2) + mean;
    let sample = Sample::of(totals.iter().copied());
    sample.assert_mean("the mixture's mean", limit(2), mean, 0.98 * mean);
    // The fourth moment is the sample's own: the law has no simple one.
    let squares = Sample::of(totals.iter().map(|it| (it - mean).powi(2)));
    squares.assert_mean("the mixture's variance", limit(2), variance, 0.9 * variance);
}

#[test]
fn persons_come_as_whole_households_and_nobody_is_lost_or_added() {
    // Observed months are certain, so what comes may differ from them by part of a household only.
    let kinds =
        "one = { share = 0.3, adults = 1 }\nfive = { share = 0.7, adults = 2, children = 3 }";
    let counts = [7, 3, 0, 11, 8, 2, 1, 9, 4, 6, 5, 7];
    let scenario = Country::with(&[
        "run.as_of=2023-12-31",
        &format!("people.arrivals.observed={{ from = '2023-01', persons = {counts:?} }}"),
    ])
    .with_kinds(kinds)
    .scenario();
    let runs = collect(&scenario, 0..500, |observation| {
        let mut over = Vec::new();
        let (mut wanted, mut arrived) = (0, 0);
        for (month, count) in counts.iter().enumerate() {
            wanted += count;
            arrived += of_month(observation, month, Monthly::Arrived);
            over.push(arrived - wanted);
        }
        over
    });
    for over in &runs {
        // A household that is not wanted yet has not come; the last one may bring four more than are.
        assert!(over.iter().all(|it| (0..5).contains(it)), "{over:?}");
    }
    assert!(runs.iter().any(|over| over.iter().any(|it| *it > 0)), "households do overshoot");
}

#[test]
fn a_months_households_vary_together_as_a_dirichlet_law_says() {
    // So many of a hundred single persons are of one kind: Dirichlet with two parts is a beta law, and the number
    // is beta-binomial. Were households independent its variance would be 21 and not 120.
    let (n, share, concentration) = (100.0, 0.3, 20.0);
    let kinds =
        format!("young = {{ share = {share}, children = 1 }}\nold = {{ share = 0.7, adults = 1 }}");
    let scenario = Country::with(&[
        "run.end=2023-01-31",
        "run.as_of=2023-01-31",
        "people.arrivals.observed={ from = '2023-01', persons = [100] }",
        &format!("people.households.concentration={concentration}"),
        &cases("1", "{ constant = { days = 400 } }"),
    ])
    .with_kinds(&kinds)
    .scenario();
    let numbers: Vec<f64> = (0..4_000)
        .map(|replication| {
            let mut young = 0;
            walk(&scenario, replication, &mut Nobody, |today, state| {
                if today.index == 30 {
                    young = state.households.iter().filter(|it| it.facts.has_children).count();
                }
            });
            young as f64
        })
        .collect();
    let (mean, spread) = (n * share, n * share * (1.0 - share));
    let variance = spread * (1.0 + (n - 1.0) / (concentration + 1.0));
    let sample = Sample::of(numbers.iter().copied());
    sample.assert_mean("young of a hundred", limit(2), mean, 0.95 * mean);
    let squares = Sample::of(numbers.iter().map(|it| (it - mean).powi(2)));
    squares.assert_mean("their variance", limit(2), variance, 0.85 * variance);
}

#[test]
fn expected_arrivals_are_those_of_all_branches_and_central_ones_of_one() {
    // The median of a range from 40 to 90 is 60, and that of one from 100 to 225 is 150.
    let ranges = "{ year = 2023, ranges = { few = [40, 90], many = [100, 225] } }";
    let scenario = Country::with(&[
        "world.branches={ few = 0.75, many = 0.25 }",
        &format!("people.arrivals.path=[{{ ranges = {ranges} }}]"),
    ])
    .scenario();
    let few = scenario.world.branches.iter().position(|it| it.weight == 0.75).expect("a branch");
    let central = |branch: usize| plan_central_arrivals(&scenario, branch)[0].clone();
    for (branch, expected) in [(few, 60.0), (1 - few, 150.0)] {
        let found = central(branch);
        assert!(found.len() == 1 && (found[0] - expected).abs() < 1e-6, "{found:?}");
    }
    let first: f64 = Reality::central(&scenario).groups[0].expected_persons.iter().sum();
    assert!((first - central(0)[0]).abs() < 1e-9, "{first}");
    let months = plan_mean_arrivals(&scenario, &scenario.world.groups[0]);
    let expected = 0.75 * lognormal([40.0, 90.0]).0 + 0.25 * lognormal([100.0, 225.0]).0;
    // Sixty-four places in a range stand for all.
    assert!((months.iter().sum::<f64>() / expected - 1.0).abs() < 0.001, "{months:?}");
    assert_eq!(months.len(), 12);
}

#[test]
fn every_family_that_follows_has_a_name_of_its_own() {
    let kin = "{ route = 'family', households.kinds.one = { share = 1.0, adults = 1 } }";
    let follows = "group = 'kin', persons_per_settled = 3.0, days = { constant = { days = 30 } }";
    let scenario = Country::with(&[
        "run.end=2023-03-31",
        &arrivals("40"),
        &format!("world.groups.kin={kin}"),
        &format!("people.reunification={{ {follows}, three_year_share = 0.0 }}"),
    ])
    .scenario();
    let mut most = 0;
    walk(&scenario, 0, &mut Nobody, |today, state| {
        let mut keys: Vec<u64> = state.households.iter().map(|it| it.facts.key).collect();
        let n = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), n, "two of a name on {}", today.day);
        most = most.max(n);
    });
    assert!(most > 100, "three families follow each of about forty, and {most} were coming");
}
