//! Which open places large households can take: a home for eight is not eight rooms.
//!
//! Places for large households are a part of the open ones, and small households take them last (assumption
//! A162). Without a limit there is nothing here and every open place will do.

use super::{MILLI, PlaceRules, resized};
use crate::scenario::MAX_HOUSEHOLD;

/// Open places for large households, by municipality.
#[derive(Clone, Debug, Default)]
pub(super) struct Homes {
    /// Constant: households of so many persons and more are large; over the largest there is if nothing is limited.
    large_from: usize,
    /// Constant: thousandths of the places opened that large households can take.
    share: i64,
    /// Open places that large households can take, never more than are open.
    open: Vec<u32>,
    /// Thousandths opened and not yet a whole place.
    part_opened: Vec<i64>,
}

impl Homes {
    /// No places anywhere.
    pub fn reset(self, n_municipalities: usize, rules: &PlaceRules) -> Self {
        let is_limited = usize::from(rules.large_from) <= MAX_HOUSEHOLD;
        let n = if is_limited { n_municipalities } else { 0 };
        Self {
            large_from: usize::from(rules.large_from),
            share: (rules.large_share * MILLI as f64).round() as i64,
            open: resized(self.open, n, 0),
            part_opened: resized(self.part_opened, n, 0),
        }
    }

    /// Open places by municipality for a household of `size`; nothing where all open places will do.
    #[inline]
    pub fn room_for(&self, size: u8) -> Option<&[u32]> {
        (usize::from(size) >= self.large_from && !self.open.is_empty()).then_some(&self.open)
    }

    /// Whether there is room somewhere, as far as homes go.
    #[inline]
    pub fn has_room_for(&self, size: u8) -> bool {
        self.room_for(size).is_none_or(|open| open.iter().any(|it| *it >= u32::from(size)))
    }

    /// So many places have opened.
    pub fn open(&mut self, municipality: usize, places: i64) {
        if let Some(open) = self.open.get_mut(municipality) {
            let opened = places * self.share + self.part_opened[municipality];
            *open += (opened / MILLI) as u32;
            self.part_opened[municipality] = opened % MILLI;
        }
    }

    /// A household has taken places, of which so many are left.
    #[inline]
    pub fn take(&mut self, municipality: usize, size: u8, left: u32) {
        if let Some(open) = self.open.get_mut(municipality) {
            let is_large = usize::from(size) >= self.large_from;
            let after = if is_large { *open - u32::from(size) } else { *open };
            *open = after.min(left);
        }
    }

    /// A household has given its places back; a small one never says which it had.
    pub fn give_back(&mut self, municipality: usize, size: u8) {
        if usize::from(size) >= self.large_from
            && let Some(open) = self.open.get_mut(municipality)
        {
            *open += u32::from(size);
        }
    }

    /// The month's places have lapsed.
    pub fn lapse(&mut self, municipality: usize) {
        if let Some(open) = self.open.get_mut(municipality) {
            *open = 0;
        }
    }

    /// A new year: nothing is open.
    pub fn apply_year_start(&mut self) {
        self.open.fill(0);
    }
}

/// Places that are open, to try a plan on.
#[derive(Clone, Debug)]
pub struct PlacesLeft {
    pub(super) homes: Homes,
    pub(super) open: Vec<u32>,
}

impl PlacesLeft {
    /// Takes places for a household, if it can have them.
    pub fn try_take(&mut self, municipality: usize, size: u8) -> bool {
        let room = self.homes.room_for(size).unwrap_or(&self.open);
        if room[municipality] < u32::from(size) {
            return false;
        }
        self.open[municipality] -= u32::from(size);
        self.homes.take(municipality, size, self.open[municipality]);
        true
    }
}
