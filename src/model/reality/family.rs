//! Family that follows settled persons, as it is in one replication.

use super::{GroupReality, Odds, plan_days};
use crate::law::QuantileTable;
use crate::scenario::number::Drawn;
use crate::scenario::{MAX_HOUSEHOLD, Reunification};

/// Family that follows, in a replication.
#[derive(Clone, Debug)]
pub struct ReunificationReality {
    /// Position of the family group.
    pub group: usize,
    /// Families that follow a household, by its number of members less one.
    families: [Families; MAX_HOUSEHOLD],
    /// Days from settlement to arrival.
    pub days: QuantileTable,
    /// Has three grant years.
    pub is_three_year: Odds,
}

/// How many families follow: so many, and perhaps one more.
#[derive(Clone, Copy, Debug, Default)]
struct Families {
    n_certain: u64,
    is_one_more: Odds,
}

impl ReunificationReality {
    /// Of a group that is followed by one of `groups`.
    pub(super) fn new(family: &Reunification, groups: &[GroupReality], drawn: &Drawn) -> Self {
        let persons_per_family = groups[family.group].persons_per_household;
        let per_person = family.persons_per_settled.of(drawn) / persons_per_family;
        let mut families = [Families::default(); MAX_HOUSEHOLD];
        for (members, families) in (1_u8..).zip(&mut families) {
            let expected = per_person * f64::from(members);
            families.n_certain = expected.floor() as u64;
            families.is_one_more = Odds::new(expected.fract());
        }
        Self {
            group: family.group,
            families,
            days: plan_days(&family.days, drawn),
            is_three_year: Odds::new(family.three_year_share.of(drawn)),
        }
    }

    /// How many families follow a household of `size`, from a random word.
    #[inline]
    pub fn n_families(&self, size: u8, word: u64) -> u64 {
        let families = &self.families[usize::from(size) - 1];
        families.n_certain + u64::from(families.is_one_more.hit(word))
    }
}
