//! `--shard 3/16`: one part of a run, so that many machines can share it.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// Part `number` (from 1) of `n_shards` parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    n_shards: u32,
}

/// Most parts a run can be cut into.
const MOST: u32 = 100_000;

impl Shard {
    /// All parts of a run in `n_shards` parts, in order.
    pub fn all(n_shards: u32) -> impl Iterator<Item = Self> {
        (1..=n_shards).map(move |number| Self { number, n_shards })
    }

    /// The replications of this part of `n`: parts differ by at most one, and may be empty.
    pub fn of(self, n: u32) -> Range<u32> {
        let end =
            |number: u32| (u64::from(n) * u64::from(number) / u64::from(self.n_shards)) as u32;
        end(self.number - 1)..end(self.number)
    }

    /// Number of this part, from 1.
    pub fn number(self) -> u32 {
        self.number
    }

    /// Number of parts of the run.
    pub fn n_shards(self) -> u32 {
        self.n_shards
    }

    /// What a folder of this part is called.
    pub fn folder(self) -> String {
        format!("shard-{}-of-{}", self.number, self.n_shards)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.n_shards)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let numbers = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, n_shards)) if n_shards <= MOST && (1..=n_shards).contains(&number) => {
                Ok(Self { number, n_shards })
            }
            _ => {
                Err(format!("must be a part from 1/N to N/N, such as 3/16, with N at most {MOST}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_whole_without_gaps() {
        for n in [1, 7, 16, 1000] {
            for n_shards in [1, 2, 3, 7, 16] {
                let parts: Vec<Range<u32>> = Shard::all(n_shards).map(|it| it.of(n)).collect();
                assert_eq!((parts[0].start, parts[parts.len() - 1].end), (0, n));
                assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
                let sizes = parts.iter().map(ExactSizeIterator::len);
                assert!(sizes.clone().max() <= sizes.min().map(|it| it + 1));
            }
        }
    }

    #[test]
    fn a_part_is_read_as_it_is_written() {
        assert_eq!("3/16".parse::<Shard>().expect("a part").to_string(), "3/16");
        for wrong in ["0/3", "4/3", "3", "1/0", "a/b", "-1/3", "1/100001"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
