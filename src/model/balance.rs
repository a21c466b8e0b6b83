//! The balance: persons and kroner add up exactly at every month end, in release builds too.
//!
//! A broken balance is an error of this program, never of its user: it stops with what, where and which
//! replication.

use super::households::{Household, Stage};
use super::settlement::persons_in;
use super::today::Today;
use super::{State, Stocks, World};

/// Checks everything that must add up.
///
/// # Panics
/// If it does not.
pub fn assert_balance(state: &State, today: &Today, world: World<'_>) {
    for group in 0..state.stocks.len() {
        assert_group(state, today, world, group);
    }
    assert_settled(state, today, world);
    let in_reception: i64 = state.stocks.iter().map(|it| it.in_reception).sum();
    if in_reception != state.beds.residents {
        fail(today, world, "residents", in_reception, state.beds.residents, "reception");
    }
    if let Some((post, municipality, gap)) = state.ledger.find_imbalance() {
        let place = format!("post {}, {}", post.code(), code(world, municipality));
        fail(today, world, "kroner: rights - cash - outstanding", gap.0, 0, &place);
    }
    if today.is_year_end {
        assert_recount(state, today, world);
    }
}

/// Everybody who arrived is somewhere on the way, has left, or has settled.
fn assert_group(state: &State, today: &Today, world: World<'_>, group: usize) {
    let (flow, total) = (&state.flows[group], &state.totals[group]);
    let stocks = &state.stocks[group];
    let came = state.opening[group].on_the_way + total.arrived + flow.arrived;
    let went = total.left + flow.left + total.settled + flow.settled;
    let here = stocks.pending + stocks.waiting + stocks.refused;
    let id = &world.scenario.world.groups[group].id;
    if came - went != here {
        fail(today, world, "persons on the way", came - went, here, id);
    }
    let is_negative = [stocks.pending, stocks.waiting, stocks.agreed, stocks.refused]
        .into_iter()
        .chain([stocks.in_reception, stocks.private, stocks.settled])
        .any(|stock| stock < 0);
    if is_negative || stocks.agreed > stocks.waiting {
        fail(today, world, "stocks", 0, stocks.waiting, &format!("{id}: {stocks:?}"));
    }
}

/// Everybody who settled is in a cohort, has left the country, or has died.
fn assert_settled(state: &State, today: &Today, world: World<'_>) {
    let mut expected = 0;
    for ((opening, total), flow) in state.opening.iter().zip(&state.totals).zip(&state.flows) {
        expected += opening.settled + total.settled + flow.settled + total.born + flow.born;
        expected -= total.emigrated + flow.emigrated + total.died + flow.died;
    }
    let stock: i64 = state.stocks.iter().map(|it| it.settled).sum();
    let counted = persons_in(&state.settled.five_year) + persons_in(&state.settled.three_year);
    if expected != stock || counted != stock {
        let place = format!("cohorts (flows say {expected})");
        fail(today, world, "persons settled", counted, stock, &place);
    }
}

/// Counts every household again, and every krone still due.
fn assert_recount(state: &State, today: &Today, world: World<'_>) {
    let counted = count_again(state);
    for (group, (counted, stocks)) in counted.iter().zip(&state.stocks).enumerate() {
        let stocks = Stocks { settled: 0, ..*stocks };
        if *counted != stocks {
            let id = &world.scenario.world.groups[group].id;
            let place = format!("{id}: counted {counted:?}, kept {stocks:?}");
            fail(today, world, "persons by stage", counted.waiting, stocks.waiting, &place);
        }
    }
    if let Some((post, municipality, gap)) = state.ledger.find_wrong_due() {
        let place = format!("post {}, {}", post.code(), code(world, municipality));
        fail(today, world, "kroner: outstanding - still due", gap.0, 0, &place);
    }
    if let Some((post, gap)) = state.ledger.find_wrong_parts() {
        let place = format!("post {}", post.code());
        fail(today, world, "kroner: accounts - what is reported", gap.0, 0, &place);
    }
}

/// Stocks of each group, counted household by household; nobody who has settled is a household any more.
fn count_again(state: &State) -> Vec<Stocks> {
    // First by stage and stay, without looking at either: the households lie in no order that could be guessed.
    const N_CELLS: usize = Stage::N * 4;
    let mut persons = vec![[0_i64; N_CELLS]; state.stocks.len()];
    for Household { facts, stage, .. } in state.households.iter_slots() {
        let stay = usize::from(facts.is_direct) << 1 | usize::from(facts.is_private);
        persons[usize::from(facts.group)][*stage as usize * 4 + stay] += i64::from(facts.size);
    }
    persons.iter().map(|persons| count_stages(persons.as_chunks().0)).collect()
}

/// Stocks of a group from its persons by stage and stay.
fn count_stages(persons: &[[i64; 4]]) -> Stocks {
    let of = |stage: Stage| persons[stage as usize].iter().sum::<i64>();
    let here = [
        Stage::Pending,
        Stage::Permitted,
        Stage::Ready,
        Stage::Agreed,
        Stage::OnItsOwn,
        Stage::Refused,
    ];
    let by_stay = |stay: usize| here.iter().map(|it| persons[*it as usize][stay]).sum();
    let (in_reception, private) = (by_stay(0), by_stay(1));
    Stocks {
        pending: of(Stage::Pending),
        waiting: of(Stage::Permitted) + of(Stage::Ready) + of(Stage::OnItsOwn) + of(Stage::Agreed),
        agreed: of(Stage::Agreed),
        refused: of(Stage::Refused),
        in_reception,
        private,
        settled: 0,
    }
}

fn code(world: World<'_>, municipality: usize) -> String {
    world.scenario.register.municipalities()[municipality].code.to_string()
}

fn fail(today: &Today, world: World<'_>, what: &str, found: i64, expected: i64, place: &str) -> ! {
    panic!(
        "the balance of {what} is broken in replication {} on {}, {place}: {found} and not {expected}",
        world.replication, today.day
    );
}
