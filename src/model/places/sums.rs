//! Open places added up over municipalities, so that one is drawn in proportion to what is open there.

/// Children of a node: few enough to compare at once, and two levels of them are a country.
const WIDTH: usize = 32;

/// Open places of the municipalities as a tree of sums.
///
/// Which child a place lies under is how many sums it has reached: all are compared and none is jumped to, since where
/// the next household goes is what no processor can guess.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenSums {
    /// From the nodes over municipalities up to the one over all.
    levels: Vec<Vec<Node>>,
}

/// For each child the open places under those before it.
#[derive(Clone, Copy, Debug)]
struct Node {
    before: [i32; WIDTH],
}

/// No bits and then all: from the right place on, all of them for the children behind one and none for the others.
const LAST_ARE_BEHIND: [i32; 2 * WIDTH] = {
    let mut bits = [0; 2 * WIDTH];
    let mut at = WIDTH;
    while at < bits.len() {
        bits[at] = -1;
        at += 1;
    }
    bits
};

impl Node {
    const EMPTY: Self = Self { before: [0; WIDTH] };

    /// So many places more, or fewer, under a child.
    #[inline]
    fn change(&mut self, child: usize, change: i32) {
        for (before, is_behind) in self.before.iter_mut().zip(&LAST_ARE_BEHIND[WIDTH - 1 - child..])
        {
            *before += change & is_behind;
        }
    }

    /// The child that has the place, and the place's number there.
    #[inline]
    fn find(&self, place: i32) -> (usize, i32) {
        let n_reached: i32 = self.before.iter().map(|before| i32::from(*before <= place)).sum();
        // Nothing lies before the first, so that it is always reached.
        let child = n_reached as usize - 1;
        (child, place - self.before[child])
    }
}

impl OpenSums {
    /// Nothing is open. Without municipalities there is no tree, and nothing is added up.
    pub fn reset(mut self, n_municipalities: usize) -> Self {
        self.levels.clear();
        let mut n_nodes = n_municipalities;
        while n_nodes > 1 || (n_nodes == 1 && self.levels.is_empty()) {
            n_nodes = n_nodes.div_ceil(WIDTH);
            self.levels.push(vec![Node::EMPTY; n_nodes]);
        }
        self
    }

    /// Nothing is open any more.
    pub fn clear(&mut self) {
        self.levels.iter_mut().for_each(|level| level.fill(Node::EMPTY));
    }

    /// So many places more, or fewer, in a municipality.
    #[inline]
    pub fn change(&mut self, municipality: usize, change: i32) {
        let mut at = municipality;
        for level in &mut self.levels {
            level[at / WIDTH].change(at % WIDTH, change);
            at /= WIDTH;
        }
    }

    /// The municipality in which open place number `place` (from 0, below the number of those that are open) is.
    #[inline]
    pub fn find(&self, place: i32) -> usize {
        self.levels
            .iter()
            .rev()
            .fold((0, place), |(node, place), level| {
                let (child, place) = level[node].find(place);
                (node * WIDTH + child, place)
            })
            .0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The plain loop that the tree stands for.
    fn find_one_by_one(open: &[i32], place: i32) -> usize {
        let mut left = place;
        open.iter()
            .position(|places| {
                left -= places;
                left < 0
            })
            .expect("a place that is open")
    }

    proptest! {
        #[test]
        fn every_place_is_found_where_a_plain_loop_finds_it(
            open in proptest::collection::vec(prop_oneof![Just(0), 0..9_i32], 1..1_100),
            changes in proptest::collection::vec((any::<proptest::sample::Index>(), 0..9_i32), 0..40),
        ) {
            let mut sums = OpenSums::default().reset(open.len());
            let mut open = open;
            open.iter().enumerate().for_each(|(it, places)| sums.change(it, *places));
            for (municipality, places) in changes {
                let at = municipality.index(open.len());
                sums.change(at, places - open[at]);
                open[at] = places;
            }
            for place in 0..open.iter().sum() {
                prop_assert_eq!(sums.find(place), find_one_by_one(&open, place));
            }
        }
    }

    #[test]
    fn countries_of_any_size_have_a_tree_and_forget_what_was_open() {
        for n in [1, 31, 32, 33, 1_024, 1_025, 40_000] {
            let mut sums = OpenSums::default().reset(n);
            (0..n).for_each(|it| sums.change(it, 1));
            let places = [0, n / 2, n - 1];
            assert_eq!(places.map(|it| sums.find(it as i32)), places, "{n} municipalities");
            sums.clear();
            sums.change(n - 1, 2);
            assert_eq!(sums.find(1), n - 1, "{n} municipalities");
        }
    }

    #[test]
    fn without_municipalities_nothing_is_added_up() {
        let mut sums = OpenSums::default().reset(40).reset(0);
        sums.change(7, 3);
        assert!(sums.levels.is_empty());
    }
}
