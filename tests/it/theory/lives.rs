//! After settlement people move, leave and die at the yearly shares that the scenario says, one against the other.

use crate::support::{Country, Nobody, Sample, collect, limit, of_month, walk};
use bosett::results::columns::Monthly;

const MOVES: f64 = 0.10;
const LEAVES: f64 = 0.08;
const DIES: f64 = 0.05;

/// The constant hazard a year that makes a share happen within it.
fn hazard(share: f64) -> f64 {
    -(1.0 - share).ln()
}

/// Events of one kind in five years, for each who settles: hazard times years lived here.
fn expected(of: f64, [leaves, dies]: [f64; 2]) -> f64 {
    let ends = leaves + dies;
    of / ends * (1.0 - (-5.0 * ends).exp())
}

#[test]
fn moves_departures_and_deaths_compete_at_their_hazards() {
    // 40 replications of 10,000 people who settle on one day: about 150,000, 120,000 and 75,000 events, with standard
    // errors of 0.3, 0.3 and 0.4 %.
    let five = |share: f64| format!("{:?}", [share; 5]);
    // The run's only arrivals are those of its first day, one of the 31 of its month; five years end 1 January.
    let only = "{ level = { from = '2022-12', to = '2022-12', per_month = 310_000 } }";
    let scenario = Country::with(&[
        "run.start=2022-12-31",
        "run.end=2027-12-31",
        "people.route='direct'",
        &format!("people.arrivals.path=[{only}]"),
        &format!("people.emigration_per_year={}", five(LEAVES)),
        &format!("world.moves.move_per_year={}", five(MOVES)),
        &format!("world.moves.deaths_per_year={DIES}"),
    ])
    .scenario();
    let found = collect(&scenario, 0..40, |it| {
        let total = |column| (0..61).map(|month| of_month(it, month, column)).sum::<i64>() as f64;
        let settled = total(Monthly::Settled);
        [Monthly::Moved, Monthly::Emigrated, Monthly::Died].map(|it| total(it) / settled)
    });
    let hazards = [MOVES, LEAVES, DIES].map(hazard);
    for (kind, what) in ["moves", "departures", "deaths"].into_iter().enumerate() {
        let sample = Sample::of(found.iter().map(|it| it[kind]));
        let ends = [hazards[1], hazards[2]];
        let right = expected(hazards[kind], ends);
        sample.assert_mean(what, limit(3), right, right * 1.02);
    }
}

#[test]
fn a_share_that_changes_from_year_to_year_counts_from_the_day_of_settlement() {
    // Of 60,000 a share that stays has a standard error of at most 0.2 %. Years are of 365.25 days.
    let shares = [0.1, 0.3, 0.0, 0.2, 0.05];
    let only = "{ level = { from = '2022-12', to = '2022-12', per_month = 1_860_000 } }";
    let scenario = Country::with(&[
        "run.start=2022-12-31",
        "run.end=2028-12-31",
        "people.route='direct'",
        &format!("people.arrivals.path=[{only}]"),
        &format!("people.emigration_per_year={shares:?}"),
    ])
    .scenario();
    let mut present = Vec::new();
    walk(&scenario, 0, &mut Nobody, |today, state| {
        let anniversary = (present.len() as f64 * 365.25).round() as usize;
        if today.index == anniversary {
            present.push(state.stocks[0].settled as f64);
        }
    });
    let mut stays = 1.0;
    for (year, share) in shares.iter().chain([&shares[4]]).enumerate() {
        stays *= 1.0 - share;
        let found = present[year + 1] / present[0];
        let error = (stays * (1.0 - stays) / present[0]).sqrt();
        println!("after {} years {found:.4} stay, theory {stays:.4}", year + 1);
        assert!((found - stays).abs() < limit(6) * error, "after {} years: {found}", year + 1);
    }
}
