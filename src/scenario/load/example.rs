//! A small scenario that the tests of loading share, and the folder they write it in.

#![expect(dead_code, reason = "most fields are only there to be validated")]

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Library, Loaded, Problems, load_scenario};

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Example {
    #[schemars(length(min = 1))]
    pub title: String,
    pub run: Run,
    pub world: World,
    pub policy: Policy,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Run {
    pub start: Day,
    #[schemars(range(min = 1, max = 1_000_000))]
    pub replications: u32,
    pub seed: Option<u64>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct World {
    #[schemars(range(min = 0, max = 100_000))]
    pub capacity: i64,
    pub growth: Number,
    pub noise: Option<Noise>,
    #[serde(default)]
    pub arrivals: BTreeMap<String, Arrivals>,
    #[serde(default)]
    #[schemars(inner(range(min = 0.0, max = 1.0)))]
    pub hazard: Vec<f64>,
    pub coordinates: Option<(f64, f64)>,
    pub table: Option<String>,
    pub is_open: Option<bool>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Noise {
    #[schemars(extend("exclusiveMinimum" = 0.0, "maximum" = 1.0))]
    pub dispersion: f64,
    #[schemars(extend("exclusiveMinimum" = 0.0))]
    pub drift_sd: Option<f64>,
}

/// A number, or how it is distributed.
#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(untagged)]
pub enum Number {
    Known(f64),
    Triangular { low: f64, mode: f64, high: f64 },
    Normal { mean: f64, sd: f64 },
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Arrivals {
    None,
    Annual { year: u16, persons: u32 },
    Level(Number),
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Policy {
    pub allocation: Allocation,
    #[serde(default)]
    pub request: BTreeMap<u16, Request>,
    pub draws: Option<Draws>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Allocation {
    /// By free places.
    Capacity,
    /// By the share of the request.
    RequestShare,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Request {
    pub persons: u32,
    pub key: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Draws {
    Poisson { rate: f64 },
    Fixed(Fixed),
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Fixed {
    pub value: f64,
}

/// A day, as the real scenario has it: text in the schema, a type of its own in the program.
#[derive(Debug, PartialEq)]
pub struct Day(pub String);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.starts_with("20") {
            Ok(Self(text))
        } else {
            Err(serde::de::Error::custom("must be in this century"))
        }
    }
}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// A complete scenario without mistakes.
pub const GOOD: &str = "\
title = \"Ærlig tåke\"

[run]
start = 2023-01-01
replications = 1_000

[world]
capacity = 40_000
growth = { low = 1, mode = 2, high = 3 }
noise = { dispersion = 0.02, drift_sd = 0.15 }
hazard = [0.1, 0.2]

[world.arrivals.ukraine]
annual = { year = 2023, persons = 40_000 }

[policy]
allocation = \"capacity\"

[policy.request.2023]
persons = 38_000
key = \"imdi-2022\"
";

/// `GOOD` is embedded as `letter-2023`.
pub const LIBRARY: Library = Library {
    text: |name| match name {
        "letter-2023" => Some(GOOD),
        "uses-letter" => {
            Some("extends = \"letter-2023\"\ntitle = \"uses\"\nworld.table = \"rows.csv\"")
        }
        "rows.csv" => Some("month,persons\n2023-01,5\n"),
        _ => None,
    },
    names: || vec!["letter-2023", "uses-letter"],
};

/// A folder with these files, gone after the test.
pub fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

/// Loads `name` in `folder`.
pub fn load_in(folder: &Path, name: &str, overrides: &[&str]) -> Result<Loaded<Example>, Problems> {
    let path = folder.join(name);
    let overrides: Vec<String> = overrides.iter().map(|it| (*it).to_owned()).collect();
    load_scenario(path.to_str().expect("UTF-8"), &overrides, LIBRARY)
}

/// Loads a scenario of one file.
pub fn load_text(text: &str) -> Loaded<Example> {
    let folder = folder_with(&[("a.toml", text)]);
    load_in(folder.path(), "a.toml", &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is wrong with `a.toml` among these files, paths without the folder.
pub fn problems_with(files: &[(&str, &str)], overrides: &[&str]) -> String {
    let folder = folder_with(files);
    let problems = load_in(folder.path(), "a.toml", overrides).expect_err("a mistake");
    in_short(&problems, folder.path())
}

/// The plain look, without the name of the folder.
pub fn in_short(problems: &Problems, folder: &Path) -> String {
    problems.to_text(super::Look::Plain).replace(&format!("{}/", folder.display()), "")
}

/// `GOOD` with one text replaced by another.
pub fn good_but(old: &str, new: &str) -> String {
    assert!(GOOD.contains(old), "{old} is not in the example");
    GOOD.replace(old, new)
}
