//! Is a broken balance noticed? Persons and kroner are put wrong by hand, one at a time.

use crate::support::{Country, Nobody, arrivals, cases, in_world};
use bosett::model::balance::assert_balance;
use bosett::model::households::Stage;
use bosett::model::{State, step};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A first slot of somebody at a stage, of those who live in reception or not.
fn find(state: &State, stage: Stage, is_private: bool) -> u32 {
    let is_it = |slot: &u32| {
        let it = &state.households[*slot];
        it.stage == stage && it.facts.is_private == is_private
    };
    (0..1_000).find(is_it).expect("there is somebody")
}

type Break = (&'static str, fn(&mut State));

/// What is put wrong, and the balance that must not hold then.
const BREAKS: [Break; 22] = [
    ("persons on the way", |it| it.stocks[0].pending += 1),
    ("persons on the way", |it| it.stocks[0].waiting -= 1),
    ("persons on the way", |it| it.stocks[0].refused += 1),
    ("persons on the way", |it| it.totals[0].arrived += 1),
    ("persons on the way", |it| it.totals[0].left -= 1),
    ("persons on the way", |it| it.flows[0].settled += 1),
    ("persons on the way", |it| it.opening[0].on_the_way += 1),
    ("stocks", |it| {
        it.stocks[0].waiting += it.stocks[0].pending + 1;
        it.stocks[0].pending = -1;
    }),
    ("stocks", |it| {
        it.stocks[0].pending += it.stocks[0].refused + 1;
        it.stocks[0].refused = -1;
    }),
    ("stocks", |it| it.stocks[0].in_reception = -1),
    ("stocks", |it| it.stocks[0].private = -1),
    ("stocks", |it| it.stocks[0].settled = -1),
    ("stocks", |it| it.stocks[0].agreed = -1),
    ("stocks", |it| it.stocks[0].agreed = it.stocks[0].waiting + 1),
    ("persons settled", |it| it.stocks[0].settled += 1),
    ("persons settled", |it| it.settled.five_year[0] += 1),
    ("persons settled", |it| it.totals[0].born += 1),
    ("residents", |it| it.beds.residents += 1),
    ("persons by stage", |it| {
        it.stocks[0].pending += 1;
        it.stocks[0].refused -= 1;
    }),
    ("persons by stage", |it| it.stocks[0].agreed -= 1),
    ("persons by stage", |it| {
        it.stocks[0].private += 1;
        it.stocks[0].in_reception -= 1;
        it.beds.residents -= 1;
    }),
    ("persons by stage", |it| {
        let slot = find(it, Stage::Ready, false);
        it.households[slot].facts.size += 1;
    }),
];

#[test]
fn whoever_is_lost_or_counted_twice_is_missed_at_month_end() {
    // Some wait for a decision, for a place and for the move, some were refused, some live privately.
    let scenario = Country::default()
        .with_places(&[10, 10, 10])
        .and(&[
            &arrivals("60"),
            &cases("0.8", "{ exponential = { mean = 60 } }"),
            "people.private_share=0.3",
            "people.withdrawal_per_month=0.02",
            "people.return_days={ exponential = { mean = 40 } }",
            "people.offer_days={ exponential = { mean = 20 } }",
            "people.emigration_per_year=[0.1, 0.1, 0.1, 0.1, 0.1]",
        ])
        .scenario();
    in_world(&scenario, 0, |days, world, mut state| {
        for today in days {
            step(&mut state, today, world, &mut Nobody);
        }
        let last = &days[days.len() - 1];
        // As it is, it adds up: on the last day of a year, when every household is counted again, too.
        assert_balance(&state, last, world);
        for private in [false, true] {
            for stage in [Stage::Pending, Stage::Refused, Stage::Ready, Stage::Agreed] {
                find(&state, stage, private);
            }
        }
        for (number, (what, put_wrong)) in BREAKS.into_iter().enumerate() {
            let mut broken = state.clone();
            put_wrong(&mut broken);
            let found = catch_unwind(AssertUnwindSafe(|| assert_balance(&broken, last, world)));
            let message = found.expect_err(what).downcast::<String>().expect("a text");
            assert!(
                message.contains(&format!("the balance of {what} is broken")),
                "{number}: {message}"
            );
        }
    });
}
