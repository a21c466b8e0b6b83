//! Where a result comes from: all that it takes to run it again and to defend it.
//!
//! Holds nothing of the machine or the clock, so that the same run gives the same bytes anywhere.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// `provenance.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Tag of the scheme that keys the random streams; another one gives other numbers.
    pub rng_schema: String,
    /// What was run.
    pub scenario: ScenarioText,
    /// Seed of all random streams.
    pub seed: u64,
    /// Number of replications.
    pub replications: u64,
    /// The day whose knowledge the scenario rests on.
    pub as_of: String,
    /// Arguments of the command, without the program's own path.
    pub command: Vec<String>,
    /// The reference data that was used.
    pub references: Vec<Reference>,
    /// Every parameter.
    pub parameters: Vec<Parameter>,
}

/// A scenario as it was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioText {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// SHA-256 of the text, hexadecimal.
    pub sha256: String,
    /// The file with all that it extends merged in, as TOML.
    pub text: String,
}

impl ScenarioText {
    /// A scenario's text with its hash.
    pub fn new(name: &str, title: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            sha256: sha256(text.as_bytes()),
            text: text.to_owned(),
        }
    }
}

/// A file of reference data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Path below `scenarios/reference`.
    pub file: String,
    /// The day or period its figures are from.
    pub vintage: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

/// A number the result rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Key in the scenario file, or name of the rule.
    pub key: String,
    /// Its central value, as text.
    pub central: String,
    /// The distribution it is drawn from, as text; nothing if it is certain.
    pub law: Option<String>,
    /// `verified`, `derived` or `assumed`.
    pub status: String,
    /// Where it is from; nothing if nobody said.
    pub source: Option<String>,
}

/// SHA-256 of some bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha256() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
        assert_eq!(ScenarioText::new("a", "A", "abc").sha256, abc);
    }
}
