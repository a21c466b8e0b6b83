//! The way to a value in a scenario, as keys that TOML can read: `world.moves.hazard[2]`.

use std::fmt;

/// One step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list, from 0.
    Index(usize),
}

/// The way to a value: `world.moves.hazard[2]`, with quotes where TOML needs them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPath(pub Vec<Step>);

impl KeyPath {
    /// Reads what `Display` writes. A part that is not well formed is taken as a key.
    pub fn parse(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (step, after) = next_step(rest);
            steps.push(step);
            rest = after.strip_prefix('.').unwrap_or(after);
        }
        Self(steps)
    }

    /// The way on to `key`.
    pub fn join(&self, key: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_owned()));
        Self(steps)
    }
}

fn next_step(text: &str) -> (Step, &str) {
    if let Some((index, after)) = text.strip_prefix('[').and_then(|it| it.split_once(']'))
        && let Ok(index) = index.parse()
    {
        return (Step::Index(index), after);
    }
    if let Some((key, after)) = text.strip_prefix('"').and_then(|it| it.split_once('"')) {
        return (Step::Key(key.to_owned()), after);
    }
    let ends = |(at, c): &(usize, char)| *at > 0 && matches!(c, '.' | '[');
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    (Step::Key(text[..end].to_owned()), &text[end..])
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if index > 0 => write!(f, ".{}", key_text(key))?,
                Step::Key(key) => f.write_str(&key_text(key))?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A key as TOML writes it: bare if it can be, in quotes if it must.
pub fn key_text(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { toml_text(key) }
}

/// Text in quotes as TOML writes it.
pub fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_written() {
        let paths = [
            "world.moves.hazard[2]",
            "policy.request.2023.persons",
            "a.\"b c\".d[0][1].e",
            "\"æ\".b",
            "x",
            "",
        ];
        for path in paths {
            assert_eq!(KeyPath::parse(path).to_string(), path);
        }
        // What is not well formed must not fail, whatever it gives.
        for path in ["æ.ø", "a..b", "[", "a[x]", "a[", "\"", ".", "a[1"] {
            KeyPath::parse(path);
        }
    }
}
