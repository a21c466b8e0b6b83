//! Prices given cohorts by the law, without simulation: persons settled in, rights and cash by year out.
//!
//! Rates and the reading of the law are those of the model ([`RatesOf`]). What differs is that nothing is drawn:
//! who settles, and who is still there each new year, is given, and a payment comes a fixed number of days after
//! settlement (assumption A90). Rights = cash + outstanding to the krone, for each municipality and component.

pub mod file;

use crate::calendar::{GrantYear, Month, Year};
use crate::model::grants::{Category, is_disability_2_year};
use crate::rules::{RuleNotInForce, Rules};
use crate::scenario::{Post, RatesOf, Training};
use crate::units::{Kroner, Persons};
use std::collections::BTreeMap;

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
    let mut books = Books { law, days, lines: BTreeMap::new(), trainees: BTreeMap::new() };
    entries.iter().for_each(|entry| books.book_entry(entry));
    books.book_training_base();
    let lines = books.lines.into_iter();
    let line = |((year, municipality, component), (right, cash))| Line {
        year: Year(year),
        municipality,
        component,
        right,
        cash,
    };
    lines.map(line).collect()
}

struct Books<'a> {
    law: &'a Law,
    days: PaymentDays,
    lines: BTreeMap<(i32, String, Component), (Kroner, Kroner)>,
    /// Persons in training by settlement year and municipality.
    trainees: BTreeMap<(i32, String), i64>,
}

impl Books<'_> {
    fn book_entry(&mut self, entry: &Entry) {
        let year = entry.settled.year();
        let rates = self.law.of(year);
        let each = |rate: fn(&RatesOf<Kroner>) -> Kroner| rates.map_or(Kroner::ZERO, rate);
        let one_off = self.days.one_off;
        match entry.claim {
            Claim::Grant(category) => self.book_grant(entry, category),
            Claim::Kindergarten => {
                self.book_once(entry, Component::OneOffs, each(|it| it.kindergarten), one_off);
            }
            Claim::Elderly => {
                self.book_once(entry, Component::OneOffs, each(|it| it.elderly), one_off);
            }
            Claim::Disability1 => {
                self.book_once(entry, Component::Disability, each(|it| it.disability_1), one_off);
            }
            Claim::AboveRequest => {
                self.book_once(entry, Component::Bonus, each(|it| it.bonus_above_request), one_off);
            }
            Claim::Training(training) => {
                let rate = rates.map_or(Kroner::ZERO, |it| it.training(training));
                self.book_once(entry, Component::Training, rate, self.days.training);
                if !entry.municipality.is_empty() {
                    let key = (year.0, entry.municipality.clone());
                    *self.trainees.entry(key).or_default() += entry.persons.0;
                }
            }
            Claim::Disability2 { expense, is_special } => {
                // How long it lasts is the law of the settlement year.
                let n_years = rates.map_or(0, |it| it.disability_2_years(is_special));
                self.book_yearly(entry, Component::Disability, 0, |rates, year| {
                    let runs = is_disability_2_year(entry.settled.year(), year, n_years);
                    runs.then(|| rates.disability_2(expense))
                });
            }
        }
    }

    fn book_grant(&mut self, entry: &Entry, category: Category) {
        let settled = entry.settled.year();
        if let Some(rates) = self.law.of(settled) {
            let year_1 = rates.year_1[category as usize];
            self.book_once(entry, Component::Year1, year_1, self.days.year_1);
            let one_offs = entry.age.map_or(Kroner::ZERO, |age| rates.one_offs(age));
            self.book_once(entry, Component::OneOffs, one_offs, self.days.one_off);
        }
        self.book_yearly(entry, Component::Years2To5, 1, |rates, year| {
            rates.later(settled, year, entry.is_three_year)
        });
        let Some(age) = entry.age.filter(|_| category == Category::UnaccompaniedMinor) else {
            return;
        };
        let age_in = |year: Year| u8::try_from(i32::from(age) + year.0 - settled.0).ok();
        if let Some(care) = self.law.of(settled).and_then(|it| it.care(age)) {
            // A right of each month from that of settlement.
            let first = i64::from(entry.settled.number());
            let rest: Kroner = (first..=12).map(|month| care.instalment(month, 12)).sum();
            self.book(settled, entry, Component::Care, entry.persons * rest, entry.persons * rest);
        }
        self.book_yearly(entry, Component::Care, 1, |rates, year| rates.care(age_in(year)?));
    }

    /// Books what is paid once, so many days after settlement.
    fn book_once(&mut self, entry: &Entry, component: Component, each: Kroner, days: i32) {
        let right = entry.persons * each;
        let settled = entry.settled;
        let n_days = i64::from(settled.n_days());
        self.book(settled.year(), entry, component, right, Kroner::ZERO);
        let mut paid = Kroner::ZERO;
        for year in settled.year().0..=self.law.last().0 {
            // Who settles up to this day is paid by the end of the year.
            let until = Year(year).last_day().plus(-days).since(settled.first_day()) + 1;
            let by_then = right.first_parts(i64::from(until).clamp(0, n_days), n_days);
            self.book(Year(year), entry, component, Kroner::ZERO, by_then - paid);
            paid = by_then;
            if paid == right {
                break;
            }
        }
    }

    /// Books what is paid in the year of the right, for those who are there, from some year after settlement.
    fn book_yearly(
        &mut self,
        entry: &Entry,
        component: Component,
        from: i32,
        each: impl Fn(&RatesOf<Kroner>, Year) -> Option<Kroner>,
    ) {
        let settled = entry.settled.year();
        for year in (settled.0 + from..=self.law.last().0).map(Year) {
            let each = self.law.of(year).and_then(|rates| each(rates, year));
            let kroner = entry.present_after(year.0 - settled.0) * each.unwrap_or(Kroner::ZERO);
            self.book(year, entry, component, kroner, kroner);
        }
    }

    /// Books the base grant for training by last year's participants, where municipalities are told apart.
    fn book_training_base(&mut self) {
        for ((year, municipality), n_trainees) in std::mem::take(&mut self.trainees) {
            let year = Year(year + 1);
            let base = self.law.of(year).and_then(|rates| rates.training_base(n_trainees));
            let kroner = base.unwrap_or(Kroner::ZERO);
            self.add(year, municipality, Component::Training, kroner, kroner);
        }
    }

    fn book(
        &mut self,
        year: Year,
        entry: &Entry,
        component: Component,
        right: Kroner,
        cash: Kroner,
    ) {
        self.add(year, entry.municipality.clone(), component, right, cash);
    }

    fn add(
        &mut self,
        year: Year,
        place: String,
        component: Component,
        right: Kroner,
        cash: Kroner,
    ) {
        if (right, cash) != (Kroner::ZERO, Kroner::ZERO) {
            let line = self.lines.entry((year.0, place, component)).or_default();
            line.0 += right;
            line.1 += cash;
        }
    }
}

#[cfg(test)]
mod tests;
