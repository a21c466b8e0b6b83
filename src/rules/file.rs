//! `rules.toml` as it is written: texts and integers, not yet months and kroner.

use serde::Deserialize;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    /// Rules, in any order.
    pub rule: Vec<RuleFile>,
    /// How a grant year is divided on a move, in order of time.
    pub move_split: Vec<MoveSplitFile>,
}

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// Kebab-case id.
    pub name: String,
    /// What it regulates.
    pub description: String,
    /// Unit of its values.
    pub unit: String,
    /// Whether it is meant to come and go.
    #[serde(default)]
    pub scheme: bool,
    /// Its values, in order of time.
    pub values: Vec<ValueFile>,
}

/// A value from a month on; without `value` the end of the rule's life.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueFile {
    /// First month.
    pub from: String,
    /// The value.
    pub value: Option<i64>,
    /// Least it may be.
    pub low: Option<i64>,
    /// Most it may be.
    pub high: Option<i64>,
    /// `verified`, `derived` or `assumed`.
    pub status: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A way to divide a grant year on a move, from a month on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveSplitFile {
    /// First month.
    pub from: String,
    /// Earliest it may have been, where the month is assumed.
    pub from_low: Option<String>,
    /// Latest it may have been, where the month is assumed.
    pub from_high: Option<String>,
    /// Which way.
    pub kind: MoveSplitKind,
    /// Eighths that stay, by quarter of the move.
    pub shares: Option<[u8; 4]>,
    /// `verified`, `derived` or `assumed`.
    pub status: String,
    /// Where it comes from.
    pub source: String,
}

/// The ways to divide a grant year on a move.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MoveSplitKind {
    /// By the quarter of the move.
    EighthsByQuarter,
    /// Two months.
    CurrentAndFollowingMonth,
}
