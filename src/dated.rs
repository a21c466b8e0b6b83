//! `Dated<T>`: a value that changes on known months and is an error outside its life.
//!
//! A rate of 2023 must never be used for 2031 by accident: a rule ends with an entry that has no value.

use crate::calendar::Month;

/// A value with the months it changes on, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated<T> {
    /// From this month, this value; `None` ends the life.
    entries: Vec<(Month, Option<T>)>,
}

/// Asked for a month in which there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not in force in {month}")]
pub struct NotInForce {
    /// The month that was asked for.
    pub month: Month,
}

/// The entries are not in order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the entry from {month} does not come after the one before it")]
pub struct NotInOrder {
    /// The first month that is out of order.
    pub month: Month,
}

impl<T> Dated<T> {
    /// Takes entries in order of time; an entry without a value ends the life.
    pub fn new(entries: Vec<(Month, Option<T>)>) -> Result<Self, NotInOrder> {
        let unordered = entries.windows(2).find(|pair| pair[0].0 >= pair[1].0);
        match unordered {
            Some(pair) => Err(NotInOrder { month: pair[1].0 }),
            None => Ok(Self { entries }),
        }
    }

    /// The value in force in `month`.
    pub fn at(&self, month: Month) -> Result<&T, NotInForce> {
        // An entry without a value marks the end of the rule's life.
        let n_started = self.entries.partition_point(|(from, _)| *from <= month);
        let in_force = n_started.checked_sub(1).and_then(|index| self.entries[index].1.as_ref());
        in_force.ok_or(NotInForce { month })
    }

    /// A life that ends on `end` goes on to `later`; one that ended otherwise is over.
    pub fn prolong(&mut self, end: Month, later: Month) {
        if let Some((from, None)) = self.entries.last_mut()
            && *from == end
        {
            *from = later.max(end);
        }
    }

    /// The month from which the value in force in `month` has been in force.
    pub fn since(&self, month: Month) -> Option<Month> {
        let n_started = self.entries.partition_point(|(from, _)| *from <= month);
        let (from, value) = self.entries.get(n_started.checked_sub(1)?)?;
        value.as_ref().map(|_| *from)
    }

    /// Every entry, in order of time.
    pub fn entries(&self) -> impl Iterator<Item = (Month, Option<&T>)> {
        self.entries.iter().map(|(from, value)| (*from, value.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn a_value_lives_from_its_month_to_its_end() {
        let entries = vec![
            (month("2031-01"), Some(7)),
            (month("2032-01"), Some(8)),
            (month("2033-01"), None),
        ];
        let rate = Dated::new(entries).expect("in order");
        let cases = [
            ("2030-12", None),
            ("2031-01", Some(7)),
            ("2031-12", Some(7)),
            ("2032-01", Some(8)),
            ("2032-12", Some(8)),
            ("2033-01", None),
        ];
        for (text, expected) in cases {
            assert_eq!(rate.at(month(text)).ok().copied(), expected, "in {text}");
            assert_eq!(rate.since(month(text)).is_some(), expected.is_some(), "in {text}");
        }
        assert_eq!(rate.since(month("2031-12")), Some(month("2031-01")));
    }

    #[test]
    fn only_what_lives_to_the_end_goes_on() {
        let lives = |end| Dated::new(vec![(month("2031-01"), Some(7)), (month(end), None)]);
        let [mut to_the_end, mut over_before] =
            ["2033-01", "2032-01"].map(|end| lives(end).expect("in order"));
        for rate in [&mut to_the_end, &mut over_before] {
            rate.prolong(month("2033-01"), month("2040-01"));
            rate.prolong(month("2040-01"), month("2035-01"));
        }
        let in_force = |rate: &Dated<i32>, text| rate.at(month(text)).is_ok();
        assert!(in_force(&to_the_end, "2039-12") && !in_force(&to_the_end, "2040-01"));
        assert!(!in_force(&over_before, "2032-01"));
    }

    #[test]
    fn entries_out_of_order_are_refused() {
        let twice = vec![(month("2031-01"), Some(7)), (month("2031-01"), Some(8))];
        assert_eq!(Dated::new(twice), Err(NotInOrder { month: month("2031-01") }));
    }
}
