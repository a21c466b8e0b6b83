//! `sources.toml` as it is written: what every column of the reference tables means.

use serde::Deserialize;
use std::collections::BTreeMap;

/// `sources.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::register) struct DictionaryFile {
    pub file: BTreeMap<String, TableFile>,
}

/// A table in `sources.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::register) struct TableFile {
    pub description: String,
    pub vintage: String,
    pub columns: Vec<ColumnFile>,
}

/// A column in `sources.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::register) struct ColumnFile {
    pub name: String,
    pub unit: String,
    pub meaning: String,
    pub source: Option<String>,
    pub status: Option<String>,
}
