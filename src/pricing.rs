//! Prices given cohorts by the law, without simulation: persons settled in, rights and cash by year out.
//!
//! Rates and the reading of the law are those of the model ([`RatesOf`]). What differs is that nothing is drawn:
//! who settles, and who is still there each new year, is given, and a payment comes a fixed number of days after
//! settlement (assumption A90). Rights = cash + outstanding to the krone, for each municipality and component.

mod books;
pub mod file;

use crate::calendar::{GrantYear, Month, Year};
use crate::model::grants::Category;
use crate::rules::{RuleNotInForce, Rules};
use crate::scenario::{Post, RatesOf, Training};
use crate::units::{Kroner, Persons};

/// What an entry's persons have a right to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The integration grant in its five (or three) years; for unaccompanied minors of known age also care.
    Grant(Category),
    /// The kindergarten grant, for persons whose grant stands in an entry of its own.
    Kindergarten,
    /// The elderly grant, likewise.
    Elderly,
    /// Disability grant 1, likewise.
    Disability1,
    /// Disability grant 2 for this expense of the municipality a year, likewise.
    Disability2 {
        /// Yearly expense for each person.
        expense: Kroner,
        /// Whether settled from UDI's special accommodation.
        is_special: bool,
    },
    /// Norwegian training, likewise.
    Training(Training),
    /// The bonus for persons above the request, likewise.
    AboveRequest,
}

/// Persons alike, settled evenly over the days of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Month of settlement.
    pub settled: Month,
    /// What they have a right to.
    pub claim: Claim,
    /// How many.
    pub persons: Persons,
    /// How many of them are there on 1 January of the four years after; the last counts for all later years.
    pub present: [Persons; GrantYear::N - 1],
    /// Age at the end of the settlement year, where known.
    pub age: Option<u8>,
    /// Whether they have three grant years only: family of a person with a humanitarian permit.
    pub is_three_year: bool,
    /// Where; empty for the whole country.
    pub municipality: String,
    /// Where all of them move on to, and in which month.
    pub moved: Option<(Month, String)>,
}

impl Entry {
    /// Persons on 1 January so many years after the settlement year, or settled in it.
    fn present_after(&self, years: i32) -> Persons {
        match usize::try_from(years - 1) {
            Ok(index) => self.present[index.min(self.present.len() - 1)],
            Err(_) => self.persons,
        }
    }
}

/// Days from settlement to payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentDays {
    /// Grant year 1.
    pub year_1: i32,
    /// One-off grants.
    pub one_off: i32,
    /// Norwegian training.
    pub training: i32,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// Integration grant, grant year 1.
    Year1,
    /// Integration grant, grant years 2 to 5.
    Years2To5,
    /// Kindergarten and elderly grants.
    OneOffs,
    /// Disability grants 1 and 2.
    Disability,
    /// Bonus for persons above the request.
    Bonus,
    /// Care for unaccompanied minors.
    Care,
    /// Norwegian training.
    Training,
}

impl Component {
    /// All of them, in the order of results.
    pub const ALL: [Self; 7] = [
        Self::Year1,
        Self::Years2To5,
        Self::OneOffs,
        Self::Disability,
        Self::Bonus,
        Self::Care,
        Self::Training,
    ];

    /// The post it is paid under.
    pub fn post(self) -> Post {
        match self {
            Self::Care => Post::UnaccompaniedMinors,
            Self::Training => Post::Training,
            _ => Post::IntegrationGrant,
        }
    }

    /// Its name in results.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year1 => "year-1",
            Self::Years2To5 => "years-2-to-5",
            Self::OneOffs => "one-offs",
            Self::Disability => "disability",
            Self::Bonus => "bonus",
            Self::Care => "minors-care",
            Self::Training => "training",
        }
    }
}

/// Right and cash of a year, municipality and component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Calendar year.
    pub year: Year,
    /// Municipality, or empty for the whole country.
    pub municipality: String,
    /// What it is for.
    pub component: Component,
    /// Rights that arise in the year.
    pub right: Kroner,
    /// Cash paid in the year.
    pub cash: Kroner,
}

/// The law of some years at its stated values.
#[derive(Clone, Debug)]
pub struct Law {
    first: Year,
    rates: Vec<RatesOf<Kroner>>,
}

impl Law {
    /// The law from `first` to `last`, or the first rule that is not in force, with the month.
    pub fn read(rules: &Rules, first: Year, last: Year) -> Result<Self, RuleNotInForce> {
        let rates = (first.0..=last.0).map(Year).map(|year| {
            RatesOf::read(rules, year, Kroner::ZERO, |rule| rule.at(year.first_month()))
        });
        Ok(Self { first, rates: rates.collect::<Result<_, _>>()? })
    }

    /// The rates of a year; `None` before the first and after the last.
    pub fn of(&self, year: Year) -> Option<&RatesOf<Kroner>> {
        self.rates.get(usize::try_from(year.0 - self.first.0).ok()?)
    }

    fn last(&self) -> Year {
        self.first.plus(self.rates.len() as i32 - 1)
    }
}

/// Right and cash by year, municipality and component, from the first year of the law to its last. What is paid
/// later is in no line's cash; entries settled before the law's first year have no year 1 here.
pub fn price(entries: &[Entry], law: &Law, days: PaymentDays) -> Vec<Line> {
    let lines = books::book_all(entries, law, days).into_iter();
    let line = |((year, municipality, component), (right, cash))| Line {
        year: Year(year),
        municipality,
        component,
        right,
        cash,
    };
    lines.map(line).collect()
}

#[cfg(test)]
mod tests;
