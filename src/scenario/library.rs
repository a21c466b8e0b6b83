//! The embedded scenarios: every file of `scenarios/` by its name without `.toml`.

use super::load::Library;

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        /// Names and texts, in the order they are listed.
        const SCENARIOS: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../scenarios/", $name, ".toml")))),+
        ];
    };
}

embedded!["hindcast-2022", "letter-2023", "letter-2023-may", "norway"];

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
