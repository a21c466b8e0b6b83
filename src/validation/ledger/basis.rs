//! Persons settled and stated assumptions (A91, A92) into entries for the ledger, and these into post 60 by year.

use super::accounts::paid_of;
use super::file::{File, LateYears, N_PARAMETERS, Parameter, Triggering};
use crate::calendar::{Month, Year};
use crate::model::grants::Category;
use crate::pricing::{Claim, Component, Entry, Law, PaymentDays, price};
use crate::register::actuals::{national_years, settled_months};
use crate::register::municipal::municipal_settlement;
use crate::rules::Rules;
use crate::units::Persons;
use std::collections::BTreeMap;

/// First settlement year, and the last.
const FIRST: i32 = 2012;
const LAST: i32 = 2023;
/// Years after settlement in which family comes.
const FAMILY_YEARS: i32 = 7;
/// Years since the settlement year from which grant years 4 and 5 begin.
const FIRST_LATE: i32 = 3;

/// Everything the reconciliation rests on.
pub struct Basis {
    pub parameters: Vec<Parameter>,
    pub file: File,
    pub law: Law,
    /// Persons settled and, of these, with collective protection, by year.
    pub settled: BTreeMap<i32, (i64, i64)>,
    /// Weight of each month, where months are published.
    months: BTreeMap<i32, Vec<i64>>,
}

/// What a year comes to, in million kroner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearSum {
    pub year_1: f64,
    pub years_2_to_5: f64,
    pub disability: f64,
    pub bonus: f64,
    /// Persons who give the right in the year.
    pub triggering: f64,
    /// Of these in grant years 4 and 5.
    pub late: f64,
}

impl YearSum {
    /// Post 60.
    pub fn total(&self) -> f64 {
        self.year_1 + self.years_2_to_5 + self.disability + self.bonus
    }
}

impl Basis {
    /// From our own files.
    pub fn load() -> Self {
        let file = File::embedded();
        let law = Law::read(&Rules::embedded(), Year(FIRST), Year(LAST)).expect("the law is known");
        let mut months: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
        for it in settled_months() {
            months.entry(it.month.year().0).or_default().push(it.settled.0);
        }
        let municipal = municipal_settlement();
        let mut settled = BTreeMap::new();
        for it in national_years().iter().filter(|it| it.year.0 <= LAST) {
            let by_month = months.get(&it.year.0).map(|it| it.iter().sum());
            let all = by_month.or(it.settled.map(|it| it.0)).expect("settled in every year");
            let municipal = municipal.iter().filter(|row| row.year == it.year);
            let known = municipal.filter_map(|row| row.settled_ukraine.known());
            // Where the national figure is "over" so many, the municipal ones add up to more.
            let sum: i64 = known.map(|it| it.0).sum();
            let collective = it.settled_collective.map_or(0, |it| it.0.max(sum));
            settled.insert(it.year.0, (all, collective));
        }
        Self { parameters: file.parameter.clone(), file, law, settled, months }
    }

    /// Persons who gave the right, as counted.
    pub fn triggering(&self) -> Triggering {
        self.file.triggering
    }

    /// The share in grant years 4 and 5, as counted.
    pub fn late_years(&self) -> LateYears {
        self.file.late_years
    }

    /// Parameters from their distances to what was expected, in spreads.
    pub fn values(&self, distances: &[f64; N_PARAMETERS]) -> [f64; N_PARAMETERS] {
        std::array::from_fn(|it| {
            let Parameter { expected, spread, .. } = self.parameters[it];
            expected + spread * distances[it]
        })
    }

    /// Post 60 by year, 2017 to the last.
    pub fn post_60(&self, values: &[f64; N_PARAMETERS]) -> BTreeMap<i32, YearSum> {
        let [_, _, days, days_2022, _, disability, _, _] = *values;
        let entries = self.entries(values);
        let mut sums: BTreeMap<i32, YearSum> =
            (2017..=LAST).map(|it| (it, YearSum::default())).collect();
        for entry in &entries {
            let Claim::Grant(_) = entry.claim else { continue };
            for (year, sum) in &mut sums {
                let years = year - entry.settled.year().0;
                let persons = match years {
                    0 => entry.persons.0,
                    1..=4 => entry.present[years as usize - 1].0,
                    _ => 0,
                };
                sum.triggering += persons as f64;
                if years >= FIRST_LATE {
                    sum.late += persons as f64;
                }
            }
        }
        let (of_2022, others): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|it| it.settled.year().0 == 2022);
        for (entries, days) in [(others, days), (of_2022, days_2022)] {
            // A part of a day is a mean of two whole ones.
            let (whole, part) = (days.floor(), days - days.floor());
            for (whole, weight) in [(whole, 1.0 - part), (whole + 1.0, part)] {
                self.add_paid(&mut sums, &entries, whole as i32, weight);
            }
        }
        for (year, sum) in &mut sums {
            let paid = |component| paid_of("671/60", *year, component);
            sum.disability = paid("disability-grants").unwrap_or(disability);
            sum.bonus = paid("bonus-above-request").unwrap_or(0.0);
        }
        sums
    }

    fn add_paid(
        &self,
        sums: &mut BTreeMap<i32, YearSum>,
        entries: &[Entry],
        days: i32,
        weight: f64,
    ) {
        let days = PaymentDays { year_1: days, one_off: days, training: 0 };
        for line in price(entries, &self.law, days) {
            let Some(sum) = sums.get_mut(&line.year.0) else { continue };
            let paid = weight * line.cash.0 as f64 / 1e6;
            match line.component {
                Component::Years2To5 => sum.years_2_to_5 += paid,
                _ => sum.year_1 += paid,
            }
        }
    }

    /// Everybody who gives the right, and their one-offs.
    fn entries(&self, values: &[f64; N_PARAMETERS]) -> Vec<Entry> {
        let [_, _, _, _, stay, _, triggering, stay_ukraine] = *values;
        let composition = &self.file.composition;
        let mut entries = Vec::new();
        for (&year, &(all, collective)) in &self.settled {
            let ukraine = collective as f64 * triggering;
            let other = (all - collective) as f64;
            let family = self.family(year, values);
            let single = self.single_adults(year);
            let single_ukraine = composition.single_adults_ukraine;
            let kindergarten = composition.kindergarten.times(ukraine, other, family);
            let elderly = composition.elderly.times(ukraine, other, family);
            let grant = Claim::Grant;
            for (claim, persons, stay) in [
                (grant(Category::SingleAdult), other * single, stay),
                (grant(Category::Adult), other * (1.0 - single) + family, stay),
                (grant(Category::SingleAdult), ukraine * single_ukraine, stay_ukraine),
                (grant(Category::Adult), ukraine * (1.0 - single_ukraine), stay_ukraine),
                (Claim::Kindergarten, kindergarten, 1.0),
                (Claim::Elderly, elderly, 1.0),
            ] {
                self.add_months(&mut entries, year, claim, persons, stay);
            }
        }
        entries
    }

    /// Spreads persons over the months of their settlement year; of all, so many are there in later years.
    pub fn add_months(
        &self,
        entries: &mut Vec<Entry>,
        year: i32,
        claim: Claim,
        persons: f64,
        stay: f64,
    ) {
        let even = vec![1; 12];
        let weights = self.months.get(&year).unwrap_or(&even);
        let total: i64 = weights.iter().sum();
        let mut before = 0;
        for (month, weight) in (1..).zip(weights) {
            let part = |persons: f64| {
                let until = |weight: i64| (persons * weight as f64 / total as f64).round() as i64;
                Persons(until(before + weight) - until(before))
            };
            entries.push(Entry {
                settled: Month::new(Year(year), month),
                claim,
                persons: part(persons),
                // Half a year from settlement to the first new year, on the average.
                present: std::array::from_fn(|it| part(persons * stay.powf(it as f64 + 0.5))),
                age: None,
                is_three_year: false,
                municipality: String::new(),
                moved: None,
            });
            before += weight;
        }
    }

    /// Family members who come in a year, at Poisson distributed years after those they follow. Before the first
    /// year as many settled each year as in it.
    fn family(&self, year: i32, values: &[f64; N_PARAMETERS]) -> f64 {
        let [per_settled, mean, ..] = *values;
        let mut weight = (-mean).exp();
        let mut family = 0.0;
        for years in 0..=FAMILY_YEARS {
            family += per_settled * weight * self.followed((year - years).max(FIRST));
            weight *= mean / f64::from(years + 1);
        }
        family
    }

    /// Settled persons whom family follows as it does asylum seekers: less follows resettlement refugees.
    fn followed(&self, year: i32) -> f64 {
        let (all, collective) = self.settled[&year];
        let other = all - collective;
        let quota = self.file.family.quota[&year.to_string()].min(other);
        (other - quota) as f64 + self.file.family.quota_weight * quota as f64
    }

    fn single_adults(&self, year: i32) -> f64 {
        let known = self.file.single_adults.iter().rev().find(|it| it.from <= year);
        known.expect("a share from the first year on").share
    }
}
