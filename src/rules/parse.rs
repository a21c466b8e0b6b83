//! Turns the file's texts and integers into dated rules, or says what is wrong with it.

use super::file::{MoveSplitFile, MoveSplitKind, RuleFile, RulesFile, ValueFile};
use super::{Amount, MoveRule, MoveSplit, Rule, RuleValue};
use crate::calendar::{Month, NotADate};
use crate::dated::{Dated, NotInOrder};
use crate::origin::{NotAStatus, Origin, Status};
use std::collections::BTreeMap;

/// Why a file of rules cannot be used. No run can start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenRules {
    /// Not TOML, or not the keys of a rule.
    #[error("{0}")]
    Unreadable(String),
    /// A rule that the program needs is not there.
    #[error("rule {0} is missing")]
    Missing(&'static str),
    /// A rule that the program does not know.
    #[error("rule {0} is not known")]
    Unknown(String),
    /// Two rules with one name.
    #[error("rule {0} stands twice")]
    Twice(String),
    /// The unit is not one for the rule's type.
    #[error("rule {0}: unit \"{1}\" does not fit")]
    Unit(String, String),
    /// A month that is none.
    #[error("rule {0}: {1}")]
    Month(String, NotADate),
    /// Entries that are not in order of time.
    #[error("rule {0}: {1}")]
    Order(String, NotInOrder),
    /// A status that is none.
    #[error("rule {0}: {1}")]
    Status(String, NotAStatus),
    /// A value without status or source.
    #[error("rule {0}: the value from {1} has no status or no source")]
    NoOrigin(String, String),
    /// An assumed value without a range, or a range that does not hold the value.
    #[error("rule {0}: the value from {1} needs low and high around it")]
    Range(String, String),
    /// Shares that are missing, not wanted, or more than the whole.
    #[error(
        "move_split from {0}: needs four shares of at most 8 for eighths-by-quarter and none otherwise"
    )]
    Shares(String),
}

/// The rules of a file, not yet told apart by type.
pub(super) struct Found {
    rules: BTreeMap<String, RuleFile>,
    move_split: Vec<MoveSplitFile>,
}

impl Found {
    /// Reads the file.
    pub fn read(text: &str) -> Result<Self, BrokenRules> {
        let file: RulesFile = toml::from_str(text)
            .map_err(|error| BrokenRules::Unreadable(error.to_string().trim_end().to_owned()))?;
        let mut rules = BTreeMap::new();
        for rule in file.rule {
            if let Some(twice) = rules.insert(rule.name.clone(), rule) {
                return Err(BrokenRules::Twice(twice.name));
            }
        }
        Ok(Self { rules, move_split: file.move_split })
    }

    /// Takes out the rule called `name`.
    pub fn take<T: Amount>(&mut self, name: &'static str) -> Result<Rule<T>, BrokenRules> {
        let rule = self.rules.remove(name).ok_or(BrokenRules::Missing(name))?;
        if !T::has_unit(&rule.unit) {
            return Err(BrokenRules::Unit(rule.name, rule.unit));
        }
        let entries = rule
            .values
            .into_iter()
            .map(|value| Ok((month(name, &value.from)?, rule_value(name, value)?)))
            .collect::<Result<Vec<_>, _>>()?;
        let values =
            Dated::new(entries).map_err(|error| BrokenRules::Order(name.to_owned(), error))?;
        Ok(Rule {
            name,
            description: rule.description,
            unit: rule.unit,
            is_scheme: rule.scheme,
            values,
        })
    }

    /// Takes out the ways to divide a grant year on a move.
    pub fn take_move_split(&mut self) -> Result<Dated<MoveRule>, BrokenRules> {
        let entries = std::mem::take(&mut self.move_split)
            .into_iter()
            .map(|entry| Ok((month("move_split", &entry.from)?, Some(move_rule(entry)?))))
            .collect::<Result<Vec<_>, _>>()?;
        Dated::new(entries).map_err(|error| BrokenRules::Order("move_split".to_owned(), error))
    }

    /// Whether every rule has been taken.
    pub fn check_empty(mut self) -> Result<(), BrokenRules> {
        match self.rules.pop_first() {
            Some((name, _)) => Err(BrokenRules::Unknown(name)),
            None => Ok(()),
        }
    }
}

fn month(rule: &str, text: &str) -> Result<Month, BrokenRules> {
    text.parse().map_err(|error| BrokenRules::Month(rule.to_owned(), error))
}

/// The value of an entry, or nothing where the entry ends the rule's life.
fn rule_value<T: Amount>(
    rule: &str,
    entry: ValueFile,
) -> Result<Option<RuleValue<T>>, BrokenRules> {
    let Some(value) = entry.value else { return Ok(None) };
    let (Some(status), Some(source)) = (entry.status, entry.source) else {
        return Err(BrokenRules::NoOrigin(rule.to_owned(), entry.from));
    };
    let origin = origin(rule, &status, source)?;
    let range = match (entry.low, entry.high) {
        (Some(low), Some(high)) if low <= value && value <= high => Some((low, high)),
        (None, None) if origin.status != Status::Assumed => None,
        _ => return Err(BrokenRules::Range(rule.to_owned(), entry.from)),
    };
    let typed = |(low, high)| (T::from_integer(low), T::from_integer(high));
    Ok(Some(RuleValue { value: T::from_integer(value), range: range.map(typed), origin }))
}

fn move_rule(entry: MoveSplitFile) -> Result<MoveRule, BrokenRules> {
    let split = match (entry.kind, entry.shares) {
        (MoveSplitKind::EighthsByQuarter, Some(shares)) if shares.iter().all(|it| *it <= 8) => {
            MoveSplit::EighthsByQuarter(shares)
        }
        (MoveSplitKind::CurrentAndFollowingMonth, None) => MoveSplit::CurrentAndFollowingMonth,
        _ => return Err(BrokenRules::Shares(entry.from)),
    };
    let from_range = match (&entry.from_low, &entry.from_high) {
        (Some(low), Some(high)) => Some((month("move_split", low)?, month("move_split", high)?)),
        (None, None) => None,
        _ => return Err(BrokenRules::Range("move_split".to_owned(), entry.from)),
    };
    Ok(MoveRule { split, from_range, origin: origin("move_split", &entry.status, entry.source)? })
}

fn origin(rule: &str, status: &str, source: String) -> Result<Origin, BrokenRules> {
    let status = status.parse().map_err(|error| BrokenRules::Status(rule.to_owned(), error))?;
    Ok(Origin { status, source })
}
