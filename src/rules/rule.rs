//! [`Rule`]: one rate or limit of the law with its months, its origin and its life.

use crate::calendar::Month;
use crate::dated::Dated;
use crate::origin::Origin;
use crate::units::Kroner;

/// A value that a rule can have: [`Kroner`], or `i64` for ages, years, months and counts.
pub trait Amount: Copy + PartialOrd {
    /// From the integer in the file.
    fn from_integer(integer: i64) -> Self;
    /// As the integer in the file.
    fn integer(self) -> i64;
    /// Whether a unit in the file is one for this type.
    fn has_unit(unit: &str) -> bool;
}

impl Amount for Kroner {
    fn from_integer(integer: i64) -> Self {
        Self(integer)
    }

    fn integer(self) -> i64 {
        self.0
    }

    fn has_unit(unit: &str) -> bool {
        unit.starts_with("kroner")
    }
}

impl Amount for i64 {
    fn from_integer(integer: i64) -> Self {
        integer
    }

    fn integer(self) -> i64 {
        self
    }

    fn has_unit(unit: &str) -> bool {
        !unit.contains("kroner")
    }
}

/// A value of a rule with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleValue<T> {
    /// The value.
    pub value: T,
    /// Least and most it may be: always there where the value is assumed, elsewhere where texts disagree.
    pub range: Option<(T, T)>,
    /// Source and status.
    pub origin: Origin,
}

/// A rule of law whose value changes on known months.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule<T> {
    pub(super) name: &'static str,
    pub(super) description: String,
    pub(super) unit: String,
    pub(super) is_scheme: bool,
    pub(super) values: Dated<RuleValue<T>>,
}

/// A rule was asked for in a month outside its life. The run cannot go on without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rule {rule} is not in force in {month}")]
pub struct RuleNotInForce {
    /// The rule's name in `rules.toml`.
    pub rule: &'static str,
    /// The month that was asked for.
    pub month: Month,
}

impl<T: Amount> Rule<T> {
    /// The value in force in `month`.
    pub fn at(&self, month: Month) -> Result<T, RuleNotInForce> {
        self.value_at(month).map(|it| it.value)
    }

    /// The value in force in `month`, with its range and origin.
    pub fn value_at(&self, month: Month) -> Result<&RuleValue<T>, RuleNotInForce> {
        self.values.at(month).map_err(|_| RuleNotInForce { rule: self.name, month })
    }

    /// The month from which the value in force in `month` has been in force.
    pub fn since(&self, month: Month) -> Option<Month> {
        self.values.since(month)
    }

    /// The rule's name in `rules.toml`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it regulates, in a sentence.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Unit of its values, for example `kroner per person`.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Whether it is meant to come and go, so that a month without it means that nobody is paid.
    pub fn is_scheme(&self) -> bool {
        self.is_scheme
    }

    /// Adds every value to the list for provenance.
    pub(super) fn add_figures<'a>(&'a self, figures: &mut Vec<RuleFigure<'a>>) {
        let entries: Vec<_> = self.values.entries().collect();
        for (index, (from, value)) in entries.iter().enumerate() {
            let Some(value) = value else { continue };
            figures.push(RuleFigure {
                rule: self.name,
                unit: &self.unit,
                from: *from,
                until: entries.get(index + 1).map(|(next, _)| *next),
                value: value.value.integer(),
                range: value.range.map(|(low, high)| (low.integer(), high.integer())),
                origin: &value.origin,
            });
        }
    }

    /// Adds the first month from `first` to `last` without a value, unless this is a scheme.
    pub(super) fn add_missing(&self, first: Month, last: Month, missing: &mut Vec<RuleNotInForce>) {
        if self.is_scheme {
            return;
        }
        let months = (0..=last.since(first)).map(|index| first.plus(index));
        missing.extend(months.filter_map(|month| self.at(month).err()).next());
    }
}

/// One value of one rule, for provenance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleFigure<'a> {
    /// The rule's name.
    pub rule: &'static str,
    /// Unit of the value and the range.
    pub unit: &'a str,
    /// First month of the value.
    pub from: Month,
    /// First month after it, if it ends.
    pub until: Option<Month>,
    /// The value.
    pub value: i64,
    /// Least and most it may be, if that is known.
    pub range: Option<(i64, i64)>,
    /// Source and status.
    pub origin: &'a Origin,
}
