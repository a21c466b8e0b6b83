//! Little's identity, exact on every path: the stock added up over the days is the sojourns added up over the
//! persons, those cut off at the end included (methods 2.8).

use crate::support::{ADULTS, Country, arrivals, cases, walk};
use bosett::model::households::Stage;
use bosett::model::today::Today;
use bosett::model::{Event, Observer, State};

/// Adds up how many evenings persons waited with a permit.
#[derive(Default)]
struct Sojourns {
    ended: i64,
    cut_off: i64,
}

/// Evenings from the permit, or from the start of the run where that is later, until the morning of `day`.
fn evenings(permit_day: i32, day: usize) -> i64 {
    day as i64 - i64::from(permit_day.max(0))
}

impl Observer for Sojourns {
    fn on_event(&mut self, today: &Today, event: Event) {
        let (Event::Settled { persons, permit_day, .. }
        | Event::LeftWaiting { persons, permit_day, .. }) = event;
        self.ended += persons * evenings(permit_day, today.index);
    }

    fn on_end(&mut self, today: &Today, state: &State) {
        for household in state.households.iter() {
            if matches!(
                household.stage,
                Stage::Permitted | Stage::Ready | Stage::Agreed | Stage::OnItsOwn
            ) {
                let persons = i64::from(household.facts.size);
                self.cut_off += persons * evenings(household.permit_day, today.index + 1);
            }
        }
    }
}

#[test]
fn the_stock_over_days_is_the_sojourns_over_persons() {
    let kinds =
        "one = { share = 0.5, adults = 1 }\nfive = { share = 0.5, adults = 2, children = 3 }";
    for kinds in [ADULTS, kinds] {
        let country = Country::with(&[
            "run.end=2023-10-17",
            &arrivals("60"),
            "people.arrivals.noise={ dispersion = 0.1, drift_sd = 0.2, persistence = 0.9 }",
            &cases("0.8", "{ exponential = { mean = 20 } }"),
            "people.self_settled_share=0.1",
            "people.self_settlement_days={ exponential = { mean = 40 } }",
            "people.withdrawal_per_month=0.1",
            "people.matching_days={ exponential = { mean = 10 } }",
            "people.offer_days={ gamma = { mean = 30, cv = 0.5 } }",
            "world.opening.waiting.people={ pending = 30, ready = 50, agreed = 20 }",
        ]);
        let scenario = country.with_kinds(kinds).with_places(&[20, 8, 0]).scenario();
        for replication in 0..5 {
            let (mut sojourns, mut stock) = (Sojourns::default(), 0);
            walk(&scenario, replication, &mut sojourns, |_, state| {
                stock += state.stocks.iter().map(|it| it.waiting).sum::<i64>();
            });
            assert_eq!(stock, sojourns.ended + sojourns.cut_off, "replication {replication}");
            assert!(sojourns.ended > 0 && sojourns.cut_off > 0, "both kinds are there");
        }
    }
}
