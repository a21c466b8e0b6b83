//! What is wrong in a scenario, where, and what to write instead; turned into text for an author.
//!
//! Nothing here prints: `cli` writes the text to stderr.

use std::fmt;
use std::io::IsTerminal;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::place::Place;

/// Whether the run can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// The scenario can be run, but the author should know.
    Warning,
}

/// What is there where nothing is.
pub const IS_MISSING: &str = "is missing";

/// One problem: `world.capacity is -5, must be between 0 and 100000`.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Whether the run can go on.
    pub severity: Severity,
    /// Where the value is, or where it is missing.
    pub place: Place,
    /// The key in the merged scenario; none for a file that cannot be read as a scenario.
    pub key: Option<String>,
    /// What is there, with its verb: `is -5`, `is missing`.
    pub found: String,
    /// What is accepted, with its verb: `must be between 0 and 100000`.
    pub accepted: Option<String>,
    /// The next step: `did you mean "capacity"?`.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error without key, limits or hint.
    pub fn error(place: Place, found: impl Into<String>) -> Self {
        let severity = Severity::Error;
        Self { severity, place, key: None, found: found.into(), accepted: None, hint: None }
    }

    /// The same, about this key.
    pub fn about(mut self, key: impl fmt::Display) -> Self {
        self.key = Some(key.to_string()).filter(|key| !key.is_empty());
        self
    }

    /// The same, saying what is accepted: `must be at least 1`.
    pub fn accepting(mut self, accepted: impl Into<String>) -> Self {
        self.accepted = Some(accepted.into());
        self
    }

    /// The same with a next step, if there is one.
    pub fn with_hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same, saying otherwise what is there: `covers 3 of 60 months`.
    pub fn with_found(mut self, found: impl Into<String>) -> Self {
        self.found = found.into();
        self
    }

    /// The same, but the run can go on.
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// One line, and one more for the hint.
    fn write_plain(&self, text: &mut String) {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        text.push_str(&format!("{severity}: {}: {self}\n", self.place.location()));
        if let Some(hint) = &self.hint {
            text.push_str(&format!("  hint: {hint}\n"));
        }
    }

    /// The lines around the place, with the value underlined.
    fn write_graphical(&self, handler: &GraphicalReportHandler, text: &mut String) {
        let drawn = self.place.can_be_drawn() && handler.render_report(text, self).is_ok();
        if !drawn {
            self.write_plain(text);
        }
    }

    fn order(&self) -> ((&str, usize, usize), Severity, Option<&str>, &str) {
        (self.place.order(), self.severity, self.key.as_deref(), &self.found)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(key) = &self.key {
            write!(f, "{key} ")?;
        }
        f.write_str(&self.found)?;
        match &self.accepted {
            Some(accepted) => write!(f, ", {accepted}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.hint.as_ref().map(|hint| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.place.file().as_ref())
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.place.span()?;
        let label = LabeledSpan::new(None, span.start, span.len());
        Some(Box::new(std::iter::once(label)))
    }
}

/// How problems are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A line each, for logs, editors and pipes.
    Plain,
    /// With the lines of the file, for a terminal.
    Graphical {
        /// Whether the terminal wants colour.
        colour: bool,
    },
}

/// The width of graphical messages: fixed, so that a message is the same everywhere.
const WIDTH: usize = 100;

/// More problems than this are counted, not shown.
const MOST_SHOWN: usize = 200;

impl Look {
    /// Graphical if `stream` is a terminal, with colour unless `NO_COLOR` is set.
    pub fn for_stream(stream: &impl IsTerminal) -> Self {
        if !stream.is_terminal() {
            return Self::Plain;
        }
        let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self::Graphical { colour }
    }
}

/// Every problem of a scenario, in no order until it is shown.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    diagnostics: Vec<Diagnostic>,
}

impl Problems {
    /// No problem yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Tells someone whose file lacks whole tables that nobody has to write them all.
    pub(super) fn hint_at_extends(&mut self, name: &str) {
        let is_of_root = |key: &Option<String>| key.as_ref().is_some_and(|it| !it.contains('.'));
        let is_lacking = |it: &&mut Diagnostic| it.found == IS_MISSING && is_of_root(&it.key);
        let mut lacking: Vec<_> = self.diagnostics.iter_mut().filter(is_lacking).collect();
        lacking.sort_by(|a, b| a.order().cmp(&b.order()));
        if let [_, .., last] = &mut lacking[..] {
            let hint = format!("begin with extends = \"{name}\" and write only what differs");
            last.hint = Some(hint);
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether any of them stops the run.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|it| it.severity == Severity::Error)
    }

    /// Each problem once, by file and then from top to bottom.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        sorted.sort_by(|a, b| a.order().cmp(&b.order()));
        sorted.dedup_by(|a, b| a.order() == b.order() && a.accepted == b.accepted);
        sorted
    }

    /// Everything there is to say, in order, ending in a line break.
    pub fn to_text(&self, look: Look) -> String {
        let sorted = self.sorted();
        let shown = &sorted[..sorted.len().min(MOST_SHOWN)];
        let mut text = String::new();
        match look {
            Look::Plain => shown.iter().for_each(|it| it.write_plain(&mut text)),
            Look::Graphical { colour } => {
                let handler = graphical_handler(colour);
                shown.iter().for_each(|it| it.write_graphical(&handler, &mut text));
            }
        }
        if sorted.len() > shown.len() {
            text.push_str(&format!("and {} more problems\n", sorted.len() - shown.len()));
        }
        text
    }
}

fn graphical_handler(colour: bool) -> GraphicalReportHandler {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_links(false)
        .with_context_lines(1)
}

impl Extend<Diagnostic> for Problems {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.diagnostics.extend(diagnostics);
    }
}

impl From<Diagnostic> for Problems {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic] }
    }
}

impl IntoIterator for Problems {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.diagnostics.into_iter()
    }
}

/// The plain look, without the last line break.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_text(Look::Plain).trim_end())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::super::example::{GOOD, folder_with, good_but, load_in, load_text};
    use super::*;

    fn drawn(text: &str, overrides: &[&str]) -> String {
        let folder = folder_with(&[("a.toml", text)]);
        let problems = load_in(folder.path(), "a.toml", overrides).expect_err("a mistake");
        let text = problems.to_text(Look::Graphical { colour: false });
        let text = text.replace(&format!("{}/", folder.path().display()), "");
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_terminal_sees_the_line() {
        let noise = "noise = { \"æøå\" = 1, dispersion = -1 }\nnosie = 1";
        let text = good_but("noise = { dispersion = 0.02, drift_sd = 0.15 }", noise);
        let expected = "  \
  × world.noise.\"æøå\" is not a known key, must be one of dispersion, drift_sd
    ╭─[a.toml:10:11]
  9 │ growth = { low = 1, mode = 2, high = 3 }
 10 │ noise = { \"æøå\" = 1, dispersion = -1 }
    ·           ─────
 11 │ nosie = 1
    ╰────
  × world.noise.dispersion is -1, must be greater than 0 and at most 1
    ╭─[a.toml:10:35]
  9 │ growth = { low = 1, mode = 2, high = 3 }
 10 │ noise = { \"æøå\" = 1, dispersion = -1 }
    ·                                   ──
 11 │ nosie = 1
    ╰────
  × world.nosie is not a known key
    ╭─[a.toml:11:1]
 10 │ noise = { \"æøå\" = 1, dispersion = -1 }
 11 │ nosie = 1
    · ─────
 12 │ hazard = [0.1, 0.2]
    ╰────
  help: did you mean \"noise\"?";
        assert_eq!(drawn(&text, &[]), expected.trim_start_matches('\n'));
    }

    #[test]
    fn an_argument_is_drawn_too() {
        let expected = "  × world.capacity is -5, must be between 0 and 100000
   ╭─[--set:1:16]
 1 │ world.capacity=-5
   ·                ──
   ╰────";
        assert_eq!(drawn(GOOD, &["world.capacity=-5"]), expected);
    }

    #[test]
    fn what_a_terminal_cannot_show_is_a_plain_line() {
        let long = good_but("[0.1, 0.2]", &format!("[{}2]", "0.1, ".repeat(100)));
        assert_eq!(
            drawn(&long, &[]),
            "error: a.toml:11:511: world.hazard[100] is 2, must be between 0 and 1"
        );
        assert_eq!(
            drawn("a = \"\u{1b}[31mred\"", &[]).lines().next(),
            Some(
                "error: a.toml:1:6: not valid TOML: invalid basic string, expected non-double-quote visible characters, `\\`"
            )
        );
    }

    #[test]
    fn problems_of_meaning_look_the_same() {
        let loaded = load_text(GOOD);
        let mut problems = Problems::new();
        problems.push(loaded.warning("world.capacity", "should be below 30000"));
        problems.push(loaded.unknown_word("policy.request.2023.key", &["imdi-2023", "even"]));
        problems.push(loaded.unknown_key("world.arrivals.ukraine", &["ukrainian", "quota"]));
        problems.push(
            loaded
                .problem("policy.request", "must have every year to 2027")
                .with_found("has 2023")
                .with_hint("add [policy.request.2024]".to_owned()),
        );
        // The same problem twice is one problem.
        problems.push(loaded.warning("world.capacity", "should be below 30000"));
        let text = problems.to_text(Look::Plain);
        let short: Vec<&str> =
            text.lines().map(|line| line.rsplit_once("/a.toml").map_or(line, |it| it.1)).collect();
        assert_eq!(
            short,
            [
                ":8:12: world.capacity is 40_000, should be below 30000",
                ":13:17: world.arrivals.ukraine is not a known key",
                "  hint: did you mean \"ukrainian\"?",
                ":19:9: policy.request has 2023, must have every year to 2027",
                "  hint: add [policy.request.2024]",
                ":21:7: policy.request.2023.key is \"imdi-2022\", must be one of \"imdi-2023\", \"even\"",
                "  hint: did you mean \"imdi-2023\"?",
            ]
        );
        assert!(text.starts_with("warning: "), "{text}");
        assert!(problems.has_errors());
    }

    #[test]
    fn very_many_problems_are_counted() {
        let text = good_but("[0.1, 0.2]", &format!("[{}2]", "2,\n".repeat(999)));
        let folder = folder_with(&[("a.toml", &text)]);
        let problems = load_in(folder.path(), "a.toml", &[]).expect_err("mistakes").to_string();
        assert_eq!(problems.lines().count(), MOST_SHOWN + 1);
        assert!(problems.ends_with("\nand 800 more problems"), "{problems}");
    }
}
