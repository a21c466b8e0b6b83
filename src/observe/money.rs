//! Watches money: rights, cash and what is appropriated, by month and year.

use super::Watch;
use crate::calendar::Year;
use crate::model::grants::plan_floor;
use crate::model::today::Today;
use crate::model::{State, World};
use crate::results::columns::{BudgetMonth, BudgetYear, MISSING};
use crate::scenario::Post;

impl Watch<'_> {
    pub(super) fn watch_money(&mut self, today: &Today, state: &State, world: World<'_>) {
        let layout = self.observation.layout();
        let floor = plan_floor(state, today, world);
        let booked = state.ledger.right_this_month();
        for post in Post::ALL {
            let at = post.index();
            let (right, parts, outstanding) = if post == Post::Reception {
                // Reception is paid as it runs.
                (state.beds.cost(), [state.beds.cost(), 0, 0], 0)
            } else {
                let ledger = &state.ledger;
                let parts = ledger.parts_this_month[at];
                (booked[at], parts, ledger.outstanding(post).0)
            };
            let row = layout.budget_month(today.month_index, at);
            self.observation.set(row, BudgetMonth::Right, right);
            self.observation.set(row, BudgetMonth::Cash, parts.iter().sum());
            self.observation.set(row, BudgetMonth::Outstanding, outstanding);
            // Nobody is committed to for the beds of next year.
            let floor = floor.and_then(|it| it.get(at).copied()).map_or(MISSING, |it| it.0);
            self.observation.set(row, BudgetMonth::Floor, floor);
            self.booked_this_year[at] += right;
            for (paid, part) in self.paid_this_year[at].iter_mut().zip(parts) {
                *paid += part;
            }
        }
        if today.is_year_end {
            self.watch_year_of_money(today);
        }
    }

    fn watch_year_of_money(&mut self, today: &Today) {
        let layout = self.observation.layout();
        let year = today.month.year();
        for post in Post::ALL {
            let at = post.index();
            let row = layout.budget_year(today.year_index, at);
            let parts = std::mem::take(&mut self.paid_this_year[at]);
            let cash: i64 = parts.iter().sum();
            let right = std::mem::take(&mut self.booked_this_year[at]);
            let frame = self.frame_of(post, year);
            for (column, value) in [
                (BudgetYear::Right, right),
                (BudgetYear::Cash, cash),
                (BudgetYear::Committed, parts[0]),
                (BudgetYear::New, parts[1]),
                (BudgetYear::OneOff, parts[2]),
                (BudgetYear::Allocation, frame.allocation),
                (BudgetYear::CarriedIn, frame.carried_in),
                (BudgetYear::Change, frame.change),
            ] {
                self.observation.set(row, column, value);
            }
            let left = frame.allocation + frame.carried_in + frame.change - cash;
            // What was paid before the run began is not known: no rest of such a year is left over.
            let is_known = frame.carries_over && self.scenario.run.horizon.is_whole_year(year);
            self.left_over[at] = if is_known { left.max(0) } else { 0 };
        }
    }

    /// What is appropriated to a post in a year, with what the year before left over (assumption A80).
    fn frame_of(&self, post: Post, year: Year) -> Frame {
        let budget = &self.scenario.budget;
        let adopted = budget.appropriations.iter().find(|it| it.post == post && it.year == year);
        let Some(adopted) = adopted else { return Frame::default() };
        let changes = budget.changes.iter().filter(|it| it.post == post && it.day.year() == year);
        Frame {
            allocation: adopted.kroner.0,
            carried_in: adopted.carried_in.0 + self.left_over[post.index()],
            change: changes.map(|it| it.kroner.0).sum(),
            carries_over: adopted.carries_over,
        }
    }
}

/// What is appropriated to a post in a year.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    allocation: i64,
    carried_in: i64,
    change: i64,
    carries_over: bool,
}
