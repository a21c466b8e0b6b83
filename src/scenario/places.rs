//! `PlacesToDraw`: municipalities drawn by inhabitants or by earlier settlement, one random word each.
//!
//! Municipalities are laid out county by county, so that "another in the county" and "elsewhere" are spans
//! of one running sum.

use crate::register::Register;

/// Running sums over municipalities, ready to draw from.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacesToDraw {
    /// Municipalities county by county.
    order: Vec<u16>,
    /// Position of each municipality in `order`.
    position: Vec<u32>,
    /// Inhabitants of those before each position, and of all at the end.
    population: Vec<u64>,
    /// First position and the one after the last of each municipality's county.
    county: Vec<(u32, u32)>,
    /// Persons settled last year before each municipality in register order, and all at the end.
    last_settled: Vec<u64>,
}

impl PlacesToDraw {
    /// From the register and the persons settled last year, if anybody was.
    pub fn new(register: &Register, last_settled: Option<Vec<u64>>) -> Self {
        let municipalities = register.municipalities();
        let mut order: Vec<u16> = (0..municipalities.len() as u16).collect();
        order.sort_by_key(|&it| municipalities[usize::from(it)].county);
        let inhabitants = |it: &u16| municipalities[usize::from(*it)].population.0 as u64;
        let population = running_sum(order.iter().map(inhabitants));
        let mut position = vec![0; order.len()];
        let mut county = vec![(0, 0); order.len()];
        for (at, &municipality) in order.iter().enumerate() {
            position[usize::from(municipality)] = at as u32;
            let own = municipalities[usize::from(municipality)].county;
            let is_own = |it: &u16| municipalities[usize::from(*it)].county == own;
            let first = order.iter().position(is_own).unwrap_or(at);
            let n = order.iter().filter(|it| is_own(it)).count();
            county[usize::from(municipality)] = (first as u32, (first + n) as u32);
        }
        let in_register_order = municipalities.iter().map(|it| it.population.0 as u64);
        let last_settled = last_settled.filter(|it| it.iter().any(|&persons| persons > 0));
        let last_settled = match last_settled {
            Some(persons) => running_sum(persons.into_iter()),
            None => running_sum(in_register_order),
        };
        Self { order, position, population, county, last_settled }
    }

    /// A municipality by inhabitants.
    pub fn draw_by_population(&self, word: u64) -> u16 {
        self.order[draw(&self.population, word)]
    }

    /// A municipality as last year's settlement was spread; by inhabitants where there was none.
    pub fn draw_by_last_settled(&self, word: u64) -> u16 {
        draw(&self.last_settled, word) as u16
    }

    /// Another municipality than `from`, inside its county or outside it, by inhabitants.
    ///
    /// Where there is no other inside, one outside is drawn, and the other way round; where there is none at
    /// all, it is `from`.
    pub fn draw_other(&self, from: usize, is_within: bool, word: u64) -> u16 {
        let (first, end) = self.county[from];
        let at = self.position[from];
        let inside = [(first, at), (at + 1, end)];
        let outside = [(0, first), (end, self.order.len() as u32)];
        let (wanted, otherwise) = if is_within { (inside, outside) } else { (outside, inside) };
        let drawn = self.draw_from(wanted, word).or_else(|| self.draw_from(otherwise, word));
        drawn.map_or(from as u16, |position| self.order[position])
    }

    /// A position in one of two spans, by inhabitants.
    fn draw_from(&self, spans: [(u32, u32); 2], word: u64) -> Option<usize> {
        let weight = |(first, end): (u32, u32)| {
            self.population[end as usize] - self.population[first as usize]
        };
        let [left, right] = spans;
        let total = weight(left) + weight(right);
        if total == 0 {
            return None;
        }
        let wanted = part_of(total, word);
        let (span, wanted) =
            if wanted < weight(left) { (left, wanted) } else { (right, wanted - weight(left)) };
        let start = self.population[span.0 as usize];
        Some(self.population.partition_point(|&before| before <= start + wanted) - 1)
    }
}

/// Sums before each value, and of all at the end.
fn running_sum(values: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut sums = vec![0];
    for value in values {
        sums.push(sums[sums.len() - 1] + value);
    }
    sums
}

/// A whole number below `total` from a random word.
fn part_of(total: u64, word: u64) -> u64 {
    ((u128::from(word) * u128::from(total)) >> 64) as u64
}

/// The position drawn in proportion to the values that were summed.
fn draw(sums: &[u64], word: u64) -> usize {
    let total = *sums.last().expect("a running sum has an end");
    let wanted = part_of(total, word);
    sums.partition_point(|&before| before <= wanted).clamp(1, sums.len() - 1) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Edition;

    /// Draws over the whole range of words, evenly.
    fn words(n: u64) -> impl Iterator<Item = u64> {
        (0..n).map(move |it| (u64::MAX / n) * it + u64::MAX / n / 2)
    }

    #[test]
    fn places_are_drawn_by_their_size_and_their_county() {
        let register = Register::embedded(Edition::Of2023);
        let places = PlacesToDraw::new(&register, None);
        let bergen = register.by_code("4601").expect("Bergen").index();
        let county = register.municipalities()[bergen].county;
        let n = 20_000;
        for is_within in [true, false] {
            for word in words(n) {
                let to = usize::from(places.draw_other(bergen, is_within, word));
                assert_ne!(to, bergen);
                assert_eq!(register.municipalities()[to].county == county, is_within);
            }
        }
        let oslo = register.by_code("0301").expect("Oslo").index();
        let share = words(n).filter(|&it| usize::from(places.draw_by_population(it)) == oslo);
        let share = share.count() as f64 / n as f64;
        let population = register.municipalities()[oslo].population.0 as f64;
        let expected = population / register.population().0 as f64;
        assert!((share - expected).abs() < 0.001, "{share} and not {expected}");
    }

    #[test]
    fn a_county_of_one_sends_its_movers_elsewhere() {
        let register = Register::embedded(Edition::Of2023);
        let places = PlacesToDraw::new(&register, None);
        let oslo = register.by_code("0301").expect("Oslo").index();
        assert!(words(100).all(|it| usize::from(places.draw_other(oslo, true, it)) != oslo));
    }

    #[test]
    fn settlement_of_last_year_is_followed_where_there_was_any() {
        let register = Register::embedded(Edition::Of2023);
        let mut persons = vec![0; register.n_municipalities()];
        persons[7] = 3;
        let places = PlacesToDraw::new(&register, Some(persons));
        assert!(words(50).all(|it| places.draw_by_last_settled(it) == 7));
    }
}
