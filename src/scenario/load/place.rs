//! Where a value was written: the text it stands in and the bytes it takes there.

use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// What a relative path in a text is relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// A folder on disk.
    Folder(PathBuf),
    /// The texts inside the program.
    Embedded,
}

/// One text a scenario was read from: a file, an embedded text or a `--set` argument.
#[derive(Debug)]
pub struct SourceText {
    name: String,
    text: String,
    home: Home,
    is_argument: bool,
    line_starts: OnceLock<Vec<usize>>,
}

/// Lines longer than this are not drawn, only named.
const LONGEST_DRAWN_LINE: usize = 300;

impl SourceText {
    /// A file or an embedded text, under the name that messages show.
    pub fn new(name: &str, text: String, home: Home) -> Arc<Self> {
        let name = name.replace(char::is_control, "?");
        Arc::new(Self { name, text, home, is_argument: false, line_starts: OnceLock::new() })
    }

    /// The text of one `--set`; its relative paths are those of the scenario it changes.
    pub fn argument(text: &str, home: Home) -> Arc<Self> {
        let name = format!("--set {}", text.replace(char::is_control, "?"));
        let text = text.to_owned();
        Arc::new(Self { name, text, home, is_argument: true, line_starts: OnceLock::new() })
    }

    /// The name that messages show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a `--set` argument.
    pub fn is_argument(&self) -> bool {
        self.is_argument
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What a relative path in this text is relative to.
    pub fn home(&self) -> &Home {
        &self.home
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }

    /// Line and column of a byte, both from 1, columns in characters.
    fn position(&self, byte: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= byte);
        let before = &self.text[starts[line - 1]..byte];
        (line, before.chars().count() + 1)
    }

    /// The lines from the one before `span` to the one after it.
    fn surroundings(&self, span: &Range<usize>) -> &str {
        let starts = self.line_starts();
        let first = starts.partition_point(|start| *start <= span.start).saturating_sub(2);
        let after = starts.partition_point(|start| *start <= span.end) + 1;
        &self.text[starts[first]..starts.get(after).copied().unwrap_or(self.text.len())]
    }
}

impl SourceCode for SourceText {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, lines_before, lines_after)?;
        // Miette counts a column in bytes; ours are characters, also after æ, ø and å.
        let column = if lines_before == 0 { self.position(span.offset()).1 - 1 } else { 0 };
        let name = if self.is_argument { "--set" } else { &self.name };
        Ok(Box::new(MietteSpanContents::new_named(
            name.to_owned(),
            read.data(),
            *read.span(),
            read.line(),
            column,
            read.line_count(),
        )))
    }
}

/// A text and the part of it that is meant; no part means the text as a whole.
#[derive(Clone, Debug)]
pub struct Place {
    file: Arc<SourceText>,
    span: Option<Range<usize>>,
}

impl Place {
    /// These bytes of `file`, whole characters.
    pub fn new(file: &Arc<SourceText>, span: Range<usize>) -> Self {
        let start = file.text.floor_char_boundary(span.start);
        let end = file.text.ceil_char_boundary(span.end).max(start);
        Self { file: Arc::clone(file), span: Some(start..end) }
    }

    /// The whole of `file`.
    pub fn whole(file: &Arc<SourceText>) -> Self {
        Self { file: Arc::clone(file), span: None }
    }

    /// The text it is in.
    pub fn file(&self) -> &Arc<SourceText> {
        &self.file
    }

    /// The bytes it takes, unless it is the text as a whole.
    pub fn span(&self) -> Option<&Range<usize>> {
        self.span.as_ref()
    }

    /// What is written here, as the author wrote it.
    pub fn written(&self) -> &str {
        self.span.as_ref().and_then(|span| self.file.text.get(span.clone())).unwrap_or("")
    }

    /// `name:line:column`, or only the name for a text as a whole and for an argument.
    pub fn location(&self) -> Cow<'_, str> {
        match &self.span {
            Some(span) if !self.file.is_argument => {
                let (line, column) = self.file.position(span.start);
                Cow::Owned(format!("{}:{line}:{column}", self.file.name))
            }
            _ => Cow::Borrowed(&self.file.name),
        }
    }

    /// The line this begins on, from 1.
    pub fn line(&self) -> usize {
        self.span.as_ref().map_or(1, |span| self.file.position(span.start).0)
    }

    /// Whether a terminal can show the lines around this place without harm.
    pub fn can_be_drawn(&self) -> bool {
        let Some(span) = &self.span else { return false };
        self.file.surroundings(span).split_inclusive('\n').all(|line| {
            let line = line.trim_end_matches(['\r', '\n']);
            line.len() <= LONGEST_DRAWN_LINE
                && !line.contains(|c: char| c.is_control() && c != '\t')
        })
    }

    /// Files by name, then from top to bottom.
    pub fn order(&self) -> (&str, usize, usize) {
        let span = self.span.clone().unwrap_or(0..0);
        (&self.file.name, span.start, span.end)
    }
}
