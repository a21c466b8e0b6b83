//! The books of [`price`](super::price): entries into right and cash by year, municipality and component.

use super::{Claim, Component, Entry, Law, PaymentDays};
use crate::calendar::Year;
use crate::model::grants::{Category, is_disability_2_year};
use crate::rules::MoveSplit;
use crate::scenario::{RatesOf, Training, months_after_new_year};
use crate::units::{Kroner, Persons};
use std::collections::BTreeMap;

/// Right and cash by year, municipality and component.
type Lines = BTreeMap<(i32, String, Component), (Kroner, Kroner)>;

/// Books every entry, and what municipalities get by their participants in training.
pub fn book_all(entries: &[Entry], law: &Law, days: PaymentDays) -> Lines {
    let mut books = Books { law, days, lines: BTreeMap::new(), trainees: BTreeMap::new() };
    entries.iter().for_each(|entry| books.book_entry(entry));
    books.book_training_base();
    books.lines
}

struct Books<'a> {
    law: &'a Law,
    days: PaymentDays,
    lines: Lines,
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
                self.book_each(entry, Component::OneOffs, each(|it| it.kindergarten), one_off);
            }
            Claim::Elderly => {
                self.book_each(entry, Component::OneOffs, each(|it| it.elderly), one_off);
            }
            Claim::Disability1 => {
                self.book_each(entry, Component::Disability, each(|it| it.disability_1), one_off);
            }
            Claim::AboveRequest => {
                self.book_each(entry, Component::Bonus, each(|it| it.bonus_above_request), one_off);
            }
            Claim::Training(training) => self.book_training(entry, training),
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
            self.book_each(entry, Component::Year1, year_1, self.days.year_1);
            let one_offs = entry.age.map_or(Kroner::ZERO, |age| rates.one_offs(age));
            self.book_each(entry, Component::OneOffs, one_offs, self.days.one_off);
        }
        self.book_yearly(entry, Component::Years2To5, 1, |rates, year| {
            rates.later(settled, year, entry.is_three_year)
        });
        let Some(age) = entry.age.filter(|_| category == Category::UnaccompaniedMinor) else {
            return;
        };
        let age_in = |year: Year| u8::try_from(i32::from(age) + year.0 - settled.0).ok();
        if let Some(care) = self.law.of(settled).and_then(|it| it.care(age)) {
            // A right of each month from that of settlement, where they live when it ends.
            let first = i64::from(entry.settled.number());
            let of_months = |months: std::ops::Range<i64>| -> Kroner {
                months.map(|month| care.instalment(month, 12)).sum()
            };
            let rest = of_months(first..13);
            let kept = match &entry.moved {
                Some((moved, _)) if moved.year() == settled => {
                    of_months(first..i64::from(moved.number()))
                }
                _ => rest,
            };
            self.book_split(settled, entry, Component::Care, entry.persons, (rest, kept));
        }
        self.book_yearly(entry, Component::Care, 1, |rates, year| rates.care(age_in(year)?));
    }

    fn book_training(&mut self, entry: &Entry, training: Training) {
        let year = entry.settled.year();
        if let Some(rates) = self.law.of(year) {
            let right = rates.training_from(training, entry.settled, entry.persons.0);
            self.book_once(entry, Component::Training, right, self.days.training);
        }
        let next = year.plus(1);
        if let Some(rates) = self.law.of(next)
            && training == Training::CollectiveProtection
        {
            let n_months = entry.persons.0 * months_after_new_year(entry.settled);
            let rest = rates.training_months(n_months);
            self.book(next, entry, Component::Training, rest, rest);
        }
        if !entry.municipality.is_empty() {
            let key = (year.0, entry.municipality.clone());
            *self.trainees.entry(key).or_default() += entry.persons.0;
        }
    }

    fn book_each(&mut self, entry: &Entry, component: Component, each: Kroner, days: i32) {
        self.book_once(entry, component, entry.persons * each, days);
    }

    /// Books what is paid once, so many days after settlement.
    fn book_once(&mut self, entry: &Entry, component: Component, right: Kroner, days: i32) {
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
            let each = each.unwrap_or(Kroner::ZERO);
            let kept = self.kept(entry, component, year, each);
            let persons = entry.present_after(year.0 - settled.0);
            self.book_split(year, entry, component, persons, (each, kept));
        }
    }

    /// What of a year's amount for one person the municipality of settlement keeps (assumptions A71, A72, A73, A75);
    /// the law must hold the year of the move.
    fn kept(&self, entry: &Entry, component: Component, year: Year, each: Kroner) -> Kroner {
        let Some((moved, _)) = &entry.moved else { return each };
        let is_year_of_move = year == moved.year();
        let split = self.law.of(moved.year()).map(|it| it.move_split);
        // "The current and the following month" of a move in December.
        let keeps_january = split == Some(MoveSplit::CurrentAndFollowingMonth)
            && moved.number() == 12
            && year == moved.year().plus(1);
        match (component, split) {
            _ if year < moved.year() => each,
            (Component::Years2To5, Some(split)) if is_year_of_move => {
                let (part, whole) = split.kept(*moved);
                each.first_parts(part, whole)
            }
            (Component::Years2To5, _) if keeps_january => each.first_parts(1, 12),
            (Component::Disability, _) if is_year_of_move => each,
            (Component::Care, _) if is_year_of_move => {
                each.first_parts(i64::from(moved.number()) - 1, 12)
            }
            _ => Kroner::ZERO,
        }
    }

    /// Books a year's amount for each person, part of it where they settled and the rest where they moved to.
    fn book_split(
        &mut self,
        year: Year,
        entry: &Entry,
        component: Component,
        persons: Persons,
        (each, kept): (Kroner, Kroner),
    ) {
        self.book(year, entry, component, persons * kept, persons * kept);
        if let Some((_, to)) = &entry.moved {
            let rest = persons * (each - kept);
            self.add(year, to.clone(), component, rest, rest);
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
