//! Checks that the law covers the run: one set of rates a year, each uncertain rate a parameter of its own
//! (assumptions A44 and A45).

use super::Check;
use crate::calendar::{GrantYear, Year};
use crate::law::Law;
use crate::rules::{Rule, RuleNotInForce, RuleValue, Rules};
use crate::scenario::RatesOf;
use crate::scenario::file::GrantsFile;
use crate::scenario::number::Number;
use crate::units::Kroner;

impl Check<'_> {
    /// The rates of every year of the run; a rule that is not in force in one of them is a problem. After them come
    /// those of the years that the floor of the last year and one more person of the first look at, as far as
    /// the law is known.
    ///
    /// The year's rates are those of January: rates change with the budget year (assumption A46). When moves
    /// changed their rule is assumption A47. That the last known law goes on is assumption A200.
    pub(super) fn rates(
        &mut self,
        rules: Rules,
        grants: &GrantsFile,
    ) -> Option<Vec<RatesOf<Number>>> {
        let rules = match grants.law_continues_to {
            Some(last) => &rules.continued_to(Year(last)),
            None => &rules,
        };
        let mut years: Vec<Year> = self.horizon.years().collect();
        let (first, end) = (years[0], years[years.len() - 1].plus(1));
        let later = (end.0..=end.0.max(first.0 + GrantYear::N as i32 - 1)).map(Year);
        if let Some(schedule) = grants.schedule {
            return Some(years.into_iter().chain(later).map(|_| made_up(schedule)).collect());
        }
        if !self.check_law(rules) {
            return None;
        }
        years.extend(later.take_while(|year| first_missing(rules, *year).is_none()));
        let mut seen = Vec::new();
        let rates: Vec<Option<RatesOf<Number>>> =
            years.into_iter().map(|year| self.rates_of(rules, year, &mut seen)).collect();
        let mut rates: Vec<RatesOf<Number>> = rates.into_iter().collect::<Option<_>>()?;
        if let Some(n_years) = grants.special_accommodation_years {
            rates.iter_mut().for_each(|it| it.disability_2_years_special = i64::from(n_years));
        }
        Some(rates)
    }

    /// Whether every rule that must cover a run covers this one, so that no rate is asked for outside its life.
    fn check_law(&mut self, rules: &Rules) -> bool {
        let years: Vec<Year> = self.horizon.years().collect();
        let Some(first_gap) = years.iter().find_map(|&year| first_missing(rules, year)) else {
            return true;
        };
        let is_known = |year: &Year| first_missing(rules, *year).is_none();
        let known: Vec<Year> = (1900..=2200).map(Year).filter(is_known).collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return false };
        let accepted = |missing: RuleNotInForce| {
            let (first, last) = (first.first_day(), last.last_day());
            format!("must lie between {first} and {last}, where the law is known: {missing}")
        };
        let ends = [("run.start", years.first()), ("run.end", years.last())];
        let mut is_at_an_end = false;
        for (key, year) in ends {
            if let Some((year, missing)) =
                year.and_then(|&year| Some((year, first_missing(rules, year)?)))
            {
                self.problem(key, accepted(missing) + &way_out(key, year, *last));
                is_at_an_end = true;
            }
        }
        if !is_at_an_end {
            self.problem("run.end", accepted(first_gap));
        }
        false
    }

    fn rates_of(
        &mut self,
        rules: &Rules,
        year: Year,
        seen: &mut Vec<(String, Number)>,
    ) -> Option<RatesOf<Number>> {
        let nothing = Number::certain(0.0);
        RatesOf::read(rules, year, nothing, |rule| self.rate(rule, year, seen)).ok()
    }

    /// The rate of a year as a number; an entry that stands for several years is one parameter.
    fn rate(
        &mut self,
        rule: &Rule<Kroner>,
        year: Year,
        seen: &mut Vec<(String, Number)>,
    ) -> Result<Number, RuleNotInForce> {
        let month = year.first_month();
        let value = rule.value_at(month)?;
        let from = rule.since(month).unwrap_or(month);
        let key = format!("rules.{}.{from}", rule.name());
        if let Some((_, number)) = seen.iter().find(|(known, _)| *known == key) {
            return Ok(*number);
        }
        let number = self.rate_number(&key, value);
        seen.push((key, number));
        Ok(number)
    }

    fn rate_number(&mut self, key: &str, value: &RuleValue<Kroner>) -> Number {
        let mode = value.value.0 as f64;
        match value.range {
            Some((low, high)) if low < high => {
                let (low, high) = (low.0 as f64, high.0 as f64);
                let law = Law::Triangular { low, mode, high };
                self.uncertain(key, law.mean(), law, Some(value.origin.clone()))
            }
            _ => {
                let number = self.certain(key, mode);
                if let Some(parameter) = self.parameters.last_mut() {
                    parameter.origin = Some(value.origin.clone());
                }
                number
            }
        }
    }
}

/// A run may end later than the law if it is said that the law goes on.
fn way_out(key: &str, year: Year, last: Year) -> String {
    match key {
        "run.end" if year > last => {
            format!("; world.grants.law_continues_to = {year} lets the law of {last} go on")
        }
        _ => String::new(),
    }
}

/// The first rule that must cover a run and does not cover this year, with the month.
fn first_missing(rules: &Rules, year: Year) -> Option<RuleNotInForce> {
    let (first, last) = (year.first_month(), year.last_month());
    let of_split = || rules.move_split_at(first).err();
    rules.missing(first, last).into_iter().next().or_else(of_split)
}

/// The rates of a made-up world: so much by grant year and nothing else.
fn made_up(schedule: [u32; 5]) -> RatesOf<Number> {
    let kroner = schedule.map(|it| Number::certain(f64::from(it)));
    let nothing = Number::certain(0.0);
    RatesOf {
        year_1: [kroner[0]; 4],
        years_2_to_5: [kroner[1], kroner[2], kroner[3], kroner[4]],
        kindergarten: nothing,
        elderly: nothing,
        disability_1: nothing,
        disability_2_own_share: nothing,
        disability_2_cap: nothing,
        minor_to_16: nothing,
        minor_17_to_20: nothing,
        training_collective: nothing,
        training_ordinary: nothing,
        training_base_small: nothing,
        training_base: nothing,
        bonus_above_request: nothing,
        disability_2_years: 0,
        disability_2_years_special: 0,
        move_split: crate::rules::MoveSplit::CurrentAndFollowingMonth,
    }
}
