//! Open places added up over municipalities, so that one is drawn in proportion to what is open there.

use super::resized;

/// Municipalities in a block: few enough to look through one by one.
const BLOCK: usize = 8;

/// Sums of open places over spans of blocks (a Fenwick tree).
#[derive(Clone, Debug, Default)]
pub(super) struct OpenSums {
    /// The sum of the blocks that end with each, as many as its number has a last bit; numbered from 1 to a power of
    /// two, so that a search needs no look at the end.
    spans: Vec<u32>,
}

impl OpenSums {
    /// Nothing is open.
    pub fn reset(self, n_municipalities: usize) -> Self {
        let n_blocks = n_municipalities.div_ceil(BLOCK).next_power_of_two();
        Self { spans: resized(self.spans, n_blocks + 1, 0) }
    }

    /// Nothing is open any more.
    pub fn clear(&mut self) {
        self.spans.fill(0);
    }

    /// So many places more, or fewer, in a municipality.
    #[inline]
    pub fn change(&mut self, municipality: usize, change: i32) {
        let mut span = municipality / BLOCK + 1;
        while let Some(sum) = self.spans.get_mut(span) {
            *sum = sum.wrapping_add_signed(change);
            span += span & span.wrapping_neg();
        }
    }

    /// The municipality in which open place number `place` (from 0, below the sum of `open`) is.
    #[inline]
    pub fn find(&self, open: &[u32], place: u32) -> usize {
        let (mut blocks, mut left) = (0, place);
        let mut step = (self.spans.len() - 1) / 2;
        while step > 0 {
            let sum = self.spans[blocks + step];
            if sum <= left {
                blocks += step;
                left -= sum;
            }
            step /= 2;
        }
        let mut municipality = blocks * BLOCK;
        while open[municipality] <= left {
            left -= open[municipality];
            municipality += 1;
        }
        municipality
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_where_it_is_in_countries_of_any_size() {
        for n in [1, 7, 8, 9, 64, 65, 100] {
            let mut sums = OpenSums::default().reset(n);
            let mut open: Vec<u32> = (0..n as u32).map(|it| (it * 7 + 3) % 5).collect();
            open.iter().enumerate().for_each(|(it, &places)| sums.change(it, places as i32));
            sums.change(0, -(open[0] as i32));
            open[0] = 0;
            let places: Vec<usize> =
                (0..n).flat_map(|it| std::iter::repeat_n(it, open[it] as usize)).collect();
            let found = (0..places.len()).map(|it| sums.find(&open, it as u32));
            assert!(found.eq(places.iter().copied()), "{n} municipalities");
        }
    }
}
