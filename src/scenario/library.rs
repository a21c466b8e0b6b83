//! The embedded scenarios: every file of `scenarios/` by its name without `.toml`, and what was fitted.

use super::load::Library;

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        /// Names and texts, in the order they are listed.
        const SCENARIOS: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../scenarios/", $name, ".toml"))),)+
            // Written by `bosett calibrate`, and therefore among the reference data.
            ("fitted-2022", include_str!("../../scenarios/reference/fitted-2022.toml")),
        ];
    };
}

embedded![
    "letter-2023",
    "letter-2023-may",
    "budget-2024",
    "rising-2023",
    "falling-2023",
    "winter-shock",
    "plateau",
    "udi-low-2023",
    "udi-mid-2023",
    "udi-high-2023",
    "reception-bottleneck",
    "municipal-fatigue",
    "peace-return",
    "spring-2022",
    "hindcast-2022",
    "calibration-2022",
    "calibration-2023",
    "disability-10-years",
    "disability-5-years",
    "norway",
];

/// The scenario that is run when none is named.
pub const DEFAULT: &str = "letter-2023";

/// The embedded scenarios as the loader wants them.
pub const LIBRARY: Library = Library { text, names };

fn text(name: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn names() -> Vec<&'static str> {
    SCENARIOS.iter().map(|(name, _)| *name).collect()
}
