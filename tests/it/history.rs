//! Is it credible? The year 2023 as projected on 15 December 2022, against what was published afterwards.
//!
//! One hundred replications, each a draw of its own of what is not known. An 80 % band should miss one figure in
//! five, and the figures of a year hang together, so this is no test of an error rate: it asks that the figures
//! the program is judged by are not among the misses. Where a figure is "over 14,000" or worked out from two
//! others the band is of 90 %. The seed is fixed; of 100 replications 7 to 13 lie below a true quantile of 10 %,
//! so a figure should not be expected to stay inside if it lies that near to an end.

use crate::support::of_groups;
use bosett::engine::{Engine, Interrupted};
use bosett::results::columns::{BudgetYear, Monthly, Reception};
use bosett::results::observation::Observation;
use bosett::scenario::library::LIBRARY;
use bosett::scenario::{Post, Route, Scenario, check};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

const N_REPLICATIONS: u32 = 100;

/// The replications of 2023, run once for all tests.
fn year_2023() -> &'static (Scenario, Vec<Observation>) {
    static RUN: OnceLock<(Scenario, Vec<Observation>)> = OnceLock::new();
    RUN.get_or_init(|| {
        let overrides = ["run.end=2023-12-31", "run.replications_per_draw=1"].map(str::to_owned);
        let loaded = check::load("letter-2023", &overrides, LIBRARY);
        let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
        let mut observations = Vec::new();
        let engine = Engine::new(&scenario);
        let go_on = AtomicBool::new(false);
        let keep = |block: &[(u32, Observation)]| {
            observations.extend(block.iter().map(|(_, observation)| observation.clone()));
            Ok::<(), Interrupted>(())
        };
        engine.run(0..N_REPLICATIONS, &go_on, &|| (), keep).expect("nobody interrupts");
        drop(engine);
        (scenario, observations)
    })
}

/// A quantity in each replication, in order of size.
struct Projected {
    what: &'static str,
    sorted: Vec<f64>,
}

impl Projected {
    fn of(what: &'static str, quantity: impl Fn(&Scenario, &Observation) -> i64) -> Self {
        let (scenario, observations) = year_2023();
        let values = observations.iter().map(|it| quantity(scenario, it) as f64);
        let mut sorted: Vec<f64> = values.collect();
        sorted.sort_by(f64::total_cmp);
        Self { what, sorted }
    }

    /// The value below which this share of the replications lies.
    fn quantile(&self, share: f64) -> f64 {
        let at = share * (self.sorted.len() - 1) as f64;
        let (below, above) = (self.sorted[at.floor() as usize], self.sorted[at.ceil() as usize]);
        below + (above - below) * at.fract()
    }

    /// Fails if the middle `share` of the replications does not hold what was published.
    #[track_caller]
    fn assert_band_holds(&self, share: f64, published: f64) {
        let tail = (1.0 - share) / 2.0;
        let (low, high) = (self.quantile(tail), self.quantile(1.0 - tail));
        let Self { what, .. } = self;
        let median = self.quantile(0.5);
        let said = format!("{what}: {low:.0} to {high:.0}, median {median:.0}, was {published:.0}");
        println!("{said}");
        assert!((low..=high).contains(&published), "{said}");
    }
}

/// Settled by the count of IMDi: family that follows is not in it.
fn settled(months: std::ops::Range<usize>) -> impl Fn(&Scenario, &Observation) -> i64 {
    move |scenario, observation| {
        let is_counted = |group: &bosett::scenario::Group| group.route != Route::Family;
        of_groups(scenario, observation, Monthly::Settled, months.clone(), is_counted)
    }
}

fn cash(post: Post) -> impl Fn(&Scenario, &Observation) -> i64 {
    move |_, observation| {
        let row = observation.layout().budget_year(0, post.index());
        observation.get(row, BudgetYear::Cash)
    }
}

#[test]
fn settlement_and_arrivals_of_2023_were_inside_the_band() {
    // Municipal sums of IMDi for 2023, and Ukrainians registered by UDI.
    let settled = Projected::of("settled in 2023", settled(0..12));
    settled.assert_band_holds(0.8, 33_420.0);
    let arrived = Projected::of("Ukrainians arrived in 2023", |scenario, observation| {
        of_groups(scenario, observation, Monthly::Arrived, 0..12, |group| group.id == "ukraine")
    });
    arrived.assert_band_holds(0.8, 36_461.0);
}

#[test]
fn the_first_half_of_2023_went_at_the_pace_of_the_model() {
    // "Over 14,000" settled by the end of June, "over 10,000" by 11 May: about 9,300 by the end of April.
    let half = Projected::of("settled January to June", settled(0..6));
    half.assert_band_holds(0.9, 14_000.0);
    let four = Projected::of("settled January to April", settled(0..4));
    four.assert_band_holds(0.9, 9_300.0);
}

#[test]
fn the_accounts_of_2023_were_inside_the_band_and_nearer_than_the_letter() {
    let post_60 = Projected::of("post 60 in 2023", cash(Post::IntegrationGrant));
    let (accounts, letter) = (18_026_300_000.0, 15_335_900_000.0);
    post_60.assert_band_holds(0.8, accounts);
    let median = post_60.quantile(0.5);
    assert!(
        (median - accounts).abs() < (accounts - letter),
        "the median {median:.0} is farther from the accounts than the letter was"
    );
}

#[test]
fn care_for_minors_in_2023_was_within_a_tenth_of_the_median() {
    // Most of the year's cash is for minors who were there when it began; new ones move it by a few per cent.
    let post_61 = Projected::of("post 61 in 2023", cash(Post::UnaccompaniedMinors));
    let (median, accounts) = (post_61.quantile(0.5), 1_166_900_000.0);
    assert!((median / accounts - 1.0).abs() < 0.1, "median {median:.0}, accounts {accounts:.0}");
}

#[test]
fn reception_of_2023_is_plausible() {
    // "Over 12,000" residents on 31 August 2023, the only figure of the year.
    let august = Projected::of("residents at the end of August", |_, observation| {
        observation.get(observation.layout().reception(7), Reception::Persons)
    });
    august.assert_band_holds(0.8, 12_000.0);
    let peak = Projected::of("peak of residents", |_, observation| {
        let residents =
            |month| observation.get(observation.layout().reception(month), Reception::Persons);
        (0..12).map(residents).max().unwrap_or(0)
    });
    // More than the residents of June 2022 in nine of ten, and under the most there ever were, 32,000 in
    // November 2015, in the median.
    assert!(peak.quantile(0.1) > 6_000.0, "{:.0}", peak.quantile(0.1));
    assert!(peak.quantile(0.5) < 32_000.0, "{:.0}", peak.quantile(0.5));
}
