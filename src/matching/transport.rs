//! The exact answer to a transportation problem: rows with a supply, columns with room, integer values.
//!
//! Successive shortest paths on the graph contracted to its columns: rows are let in one by one, and each
//! pushes its supply along the cheapest way to free room, moving earlier rows on where that pays. Values are
//! whole numbers and the scan has a fixed order, so equal answers are told apart the same way every time.
//! It knows nothing of households: what a row is, and what a unit of supply, is the caller's business.

/// A value no column may have for a row: the pair is forbidden.
pub const FORBIDDEN: i64 = i64::MIN;

/// What a [`solve`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// For each row the columns it sends to, and how many units.
    pub sent: Vec<Vec<(usize, u32)>>,
    /// For each row the units that stay where they are.
    pub kept: Vec<u32>,
    /// Price of one more unit of room in each column, never negative.
    pub prices: Vec<i64>,
    /// Sum of values over all units, those kept included.
    pub value: i64,
}

/// A transportation problem: maximise the sum of values, with each row free to keep units.
#[derive(Clone, Copy, Debug)]
pub struct Transport<'a> {
    /// Units in each row.
    pub supply: &'a [u32],
    /// Units each column has room for.
    pub room: &'a [u32],
    /// Value of a unit of a row in a column, row by row; [`FORBIDDEN`] where it may not go.
    pub values: &'a [i64],
    /// Value of a unit that is kept: zero for a bound, very low where everyone must be placed.
    pub value_kept: i64,
}

/// Working state: columns and, last, the place where units are kept.
struct Search<'a> {
    problem: Transport<'a>,
    /// What is sent to each column: row and units.
    members: Vec<Vec<(u32, u32)>>,
    /// Units of room left in each column.
    left: Vec<u32>,
    /// Dual of each column, at most zero.
    dual: Vec<i64>,
    distance: Vec<i64>,
    /// The row that moves into each column on the cheapest way, and the column it comes from.
    mover: Vec<(u32, u32)>,
    is_done: Vec<bool>,
    /// Rows whose ways on have been found.
    has_moved: Vec<bool>,
}

/// Distance to a column that cannot be reached.
const UNREACHED: i64 = i64::MAX;
/// Stands for "from outside" where a row enters.
const ENTRY: u32 = u32::MAX;

/// Solves the problem exactly; `prices` and `sent` satisfy complementary slackness to the last unit.
pub fn solve(problem: Transport<'_>) -> Flow {
    let n_columns = problem.room.len();
    assert_eq!(problem.values.len(), problem.supply.len() * n_columns, "one value for each pair");
    let mut left = problem.room.to_vec();
    left.push(u32::MAX);
    let mut search = Search {
        problem,
        members: vec![Vec::new(); n_columns + 1],
        left,
        dual: vec![0; n_columns + 1],
        distance: vec![UNREACHED; n_columns + 1],
        mover: vec![(0, ENTRY); n_columns + 1],
        is_done: vec![false; n_columns + 1],
        has_moved: vec![false; problem.supply.len()],
    };
    for (row, &supply) in problem.supply.iter().enumerate() {
        let mut waiting = supply;
        while waiting > 0 {
            let end = search.find_way(row);
            waiting -= search.push(row, end, waiting);
        }
    }
    search.flow()
}

impl Search<'_> {
    /// Cost of a unit of `row` in `column`, or `None` where it may not go.
    fn cost(&self, row: usize, column: usize) -> Option<i64> {
        let n_columns = self.problem.room.len();
        if column == n_columns {
            return Some(-self.problem.value_kept);
        }
        let value = self.problem.values[row * n_columns + column];
        (value != FORBIDDEN).then(|| -value)
    }

    /// Dijkstra over columns from `row` to the nearest with room; updates the duals.
    ///
    /// Ways are found in the order of their length, and all pairs in use are equally good for their row, so
    /// the first way that moves a row on is the shortest that does. A full column that holds only rows moved
    /// on before leads nowhere and is passed over, which leaves about as many steps as there are rows.
    fn find_way(&mut self, row: usize) -> usize {
        self.is_done.fill(false);
        self.distance.fill(UNREACHED);
        self.has_moved.fill(false);
        self.relax(row, ENTRY, 0);
        let end = loop {
            let column = self.nearest().expect("units can be kept");
            self.is_done[column] = true;
            if self.left[column] > 0 {
                break column;
            }
            for at in 0..self.members[column].len() {
                let member = self.members[column][at].0 as usize;
                if self.has_moved[member] {
                    continue;
                }
                let cost = self.cost(member, column).expect("a row is only where it may be");
                let base = self.distance[column] - (cost - self.dual[column]);
                self.relax(member, column as u32, base);
            }
        };
        let nearest = self.distance[end];
        for (dual, &distance) in self.dual.iter_mut().zip(&self.distance) {
            if distance < nearest {
                *dual += distance - nearest;
            }
        }
        end
    }

    /// The nearest column that has room or from which a row can be moved on, the first of equals.
    fn nearest(&self) -> Option<usize> {
        let (mut nearest, mut least) = (None, UNREACHED);
        for (column, &distance) in self.distance.iter().enumerate() {
            if distance >= least || self.is_done[column] {
                continue;
            }
            let leads_on = || self.members[column].iter().any(|it| !self.has_moved[it.0 as usize]);
            if self.left[column] > 0 || leads_on() {
                (nearest, least) = (Some(column), distance);
            }
        }
        nearest
    }

    /// Shortens ways that go on with `row` moving from `from` at distance `base`.
    fn relax(&mut self, row: usize, from: u32, base: i64) {
        self.has_moved[row] = true;
        for column in 0..self.left.len() {
            if self.is_done[column] {
                continue;
            }
            let Some(cost) = self.cost(row, column) else { continue };
            let distance = base + cost - self.dual[column];
            if distance < self.distance[column] {
                self.distance[column] = distance;
                self.mover[column] = (row as u32, from);
            }
        }
    }

    /// Sends as much as the way to `end` carries, at most `waiting`, and says how much.
    fn push(&mut self, row: usize, end: usize, waiting: u32) -> u32 {
        let mut units = waiting.min(self.left[end]);
        let mut column = end;
        while self.mover[column].1 != ENTRY {
            let (mover, from) = self.mover[column];
            column = from as usize;
            let held = self.members[column].iter().find(|it| it.0 == mover);
            units = units.min(held.expect("a mover is a member").1);
        }
        debug_assert_eq!(self.mover[column].0 as usize, row);
        self.left[end] -= if end == self.problem.room.len() { 0 } else { units };
        let mut column = end;
        loop {
            let (mover, from) = self.mover[column];
            self.add(column, mover, units);
            if from == ENTRY {
                return units;
            }
            column = from as usize;
            self.take(column, mover, units);
        }
    }

    fn add(&mut self, column: usize, row: u32, units: u32) {
        match self.members[column].iter_mut().find(|it| it.0 == row) {
            Some(held) => held.1 += units,
            None => self.members[column].push((row, units)),
        }
    }

    fn take(&mut self, column: usize, row: u32, units: u32) {
        let members = &mut self.members[column];
        let at = members.iter().position(|it| it.0 == row).expect("a mover is a member");
        members[at].1 -= units;
        if members[at].1 == 0 {
            members.swap_remove(at);
        }
    }

    fn flow(self) -> Flow {
        let n_columns = self.problem.room.len();
        let n_rows = self.problem.supply.len();
        let (mut sent, mut kept) = (vec![Vec::new(); n_rows], vec![0; n_rows]);
        let mut value = 0;
        for (column, members) in self.members.iter().enumerate() {
            for &(row, units) in members {
                let cost = self.cost(row as usize, column).expect("a row is only where it may be");
                value -= cost * i64::from(units);
                if column == n_columns {
                    kept[row as usize] = units;
                } else {
                    sent[row as usize].push((column, units));
                }
            }
        }
        let prices = self.dual[..n_columns].iter().map(|dual| -dual).collect();
        Flow { sent, kept, prices, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    /// Supplies, room and values of a small random problem.
    fn random(seed: u64, largest_supply: u32) -> (Vec<u32>, Vec<u32>, Vec<i64>) {
        let mut draws = Chance::new(seed, 3).stream(Process::Allocation, 3);
        let supply: Vec<u32> = (0..5).map(|_| 1 + draws.below(largest_supply)).collect();
        let room: Vec<u32> = (0..4).map(|_| draws.below(1 + 2 * largest_supply)).collect();
        let mut draw_value = |_| match draws.below(8) {
            0 => FORBIDDEN,
            // Few values, so that ties are common.
            _ => i64::from(draws.below(12)) - 1,
        };
        let values = (0..supply.len() * room.len()).map(&mut draw_value).collect();
        (supply, room, values)
    }

    /// The best sum of values of rows with one unit each, by trying everything.
    fn best_by_trial(values: &[i64], room: &mut [u32], value_kept: i64) -> i64 {
        if values.is_empty() {
            return 0;
        }
        let (row, rest) = values.split_at(room.len());
        let mut best = value_kept + best_by_trial(rest, room, value_kept);
        for column in 0..row.len() {
            if row[column] != FORBIDDEN && room[column] > 0 {
                room[column] -= 1;
                best = best.max(row[column] + best_by_trial(rest, room, value_kept));
                room[column] += 1;
            }
        }
        best
    }

    fn check(problem: Transport<'_>, flow: &Flow) {
        let n_columns = problem.room.len();
        let mut used = vec![0; n_columns];
        for (row, sent) in flow.sent.iter().enumerate() {
            let total: u32 = sent.iter().map(|it| it.1).sum();
            assert_eq!(total + flow.kept[row], problem.supply[row], "row {row} sends what it has");
            let values = &problem.values[row * n_columns..][..n_columns];
            let net = |column: usize| values[column] - flow.prices[column];
            let open = (0..n_columns).filter(|it| values[*it] != FORBIDDEN);
            let worth = open.map(net).fold(problem.value_kept, i64::max);
            for &(column, units) in sent {
                assert_ne!(values[column], FORBIDDEN);
                assert_eq!(net(column), worth, "a used pair is as good as any");
                used[column] += units;
            }
            assert!(flow.kept[row] == 0 || worth == problem.value_kept, "kept only if no worse");
        }
        for ((&used, &room), &price) in used.iter().zip(problem.room).zip(&flow.prices) {
            assert!(used <= room && price >= 0, "within the room");
            assert!(price == 0 || used == room, "room to spare is free");
        }
    }

    #[test]
    fn single_units_agree_with_trying_everything() {
        for seed in 0..500 {
            let (supply, mut room, values) = random(seed, 1);
            for value_kept in [0, -100] {
                let expected = best_by_trial(&values, &mut room, value_kept);
                let problem =
                    Transport { supply: &supply, room: &room, values: &values, value_kept };
                let flow = solve(problem);
                assert_eq!(flow.value, expected, "seed {seed}");
                check(problem, &flow);
            }
        }
    }

    #[test]
    fn slackness_is_complementary_to_the_last_unit() {
        for seed in 0..500 {
            let (supply, room, values) = random(seed, 9);
            let problem =
                Transport { supply: &supply, room: &room, values: &values, value_kept: 0 };
            check(problem, &solve(problem));
        }
    }

    #[test]
    fn nowhere_to_go_is_no_trouble() {
        let problem = Transport { supply: &[2, 3], room: &[], values: &[], value_kept: 0 };
        assert_eq!(solve(problem).kept, [2, 3]);
        let forbidden = [FORBIDDEN, 5];
        let problem = Transport { supply: &[2], room: &[9, 1], values: &forbidden, value_kept: 0 };
        let flow = solve(problem);
        assert_eq!((flow.sent, flow.kept, flow.value), (vec![vec![(1, 1)]], vec![1], 5));
    }
}
