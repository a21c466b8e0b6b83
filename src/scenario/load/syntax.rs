//! The text of one TOML file into a tree, or what is wrong with its syntax.

use std::sync::Arc;

use toml::de::{DeTable, Error};

use super::diagnostic::{Diagnostic, Problems};
use super::place::{Place, SourceText};
use super::tree::Node;

/// The values that `file` writes.
pub fn parse(file: &Arc<SourceText>) -> Result<Node, Problems> {
    let (document, mut errors) = DeTable::parse_recoverable(file.text());
    if errors.is_empty() {
        return Ok(Node::of_document(document.get_ref(), file));
    }
    // The parser reports what it lacks before what it cannot read.
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut problems = Problems::new();
    let mut last_line = 0;
    for error in &errors {
        let place = Place::new(file, error.span().unwrap_or(0..0));
        // After the first error of a line the parser guesses, and after an open bracket it is lost.
        if place.line() != last_line {
            last_line = place.line();
            let hint = written_value(&place).and_then(slip);
            let found = format!("not valid TOML: {}", error.message());
            problems.push(Diagnostic::error(place, found).with_hint(hint));
        }
        if is_lost_after(error) {
            break;
        }
    }
    Err(problems)
}

fn is_lost_after(error: &Error) -> bool {
    ["unclosed", "missing comma"].iter().any(|it| error.message().starts_with(it))
}

/// What stands after the first `=` of the line that `place` begins on.
fn written_value(place: &Place) -> Option<&str> {
    let text = place.file().text();
    let at = place.span().map_or(0, |span| span.start);
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length);
    let (_, value) = text[start..end].split_once('=')?;
    value.split('#').next().map(|value| value.trim().trim_end_matches(','))
}

/// The usual slips, each with what to write instead.
fn slip(value: &str) -> Option<String> {
    let is_date = value.contains('-') && value.split('-').all(is_digits);
    if value.is_empty() {
        Some("write a value after the =".to_owned())
    } else if is_date && value.matches('-').count() == 1 {
        Some(format!("write a month in quotes: \"{value}\""))
    } else if is_date {
        Some("a day is written 2023-01-31".to_owned())
    } else if value.starts_with(char::is_alphabetic) {
        Some("write text in quotes; only true and false have none".to_owned())
    } else {
        number_slip(value).filter(|_| value.parse::<f64>().is_err())
    }
}

/// What to write for a number as people write it.
pub fn number_slip(value: &str) -> Option<String> {
    if value.parse().is_ok_and(f64::is_finite) {
        return Some(format!("write it without quotes: {value}"));
    }
    let parts = |by: char| value.contains(by) && value.split(by).all(is_digits);
    if parts(',') {
        Some(format!("write decimals with a point: {}", value.replace(',', ".")))
    } else if [' ', '\u{a0}', '\u{202f}', '.'].into_iter().any(parts) {
        let digits = value.replace([' ', '\u{a0}', '\u{202f}', '.'], "");
        Some(format!("write large numbers without separators: {digits}"))
    } else {
        None
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::example::problems_with;

    #[test]
    fn a_syntax_error_is_explained_where_we_know_the_slip() {
        let literal = "string values must be quoted, expected literal string";
        let cases = [
            (
                "a = \nb = 1",
                format!("1:5: not valid TOML: {literal}\n  hint: write a value after the ="),
            ),
            ("[run\nb = 1", "1:5: not valid TOML: unclosed table, expected `]`".into()),
            ("a = \"x\nb = 1", "1:7: not valid TOML: invalid basic string, expected `\"`".into()),
            (
                "å = 1",
                "1:1: not valid TOML: invalid unquoted key, expected letters, numbers, `-`, `_`"
                    .into(),
            ),
            (
                "a = femten",
                "1:5: not valid TOML: invalid boolean, expected `false`\n  \
                 hint: write text in quotes; only true and false have none"
                    .into(),
            ),
            (
                "a = 40 000",
                format!(
                    "1:5: not valid TOML: {literal}\n  \
                     hint: write large numbers without separators: 40000"
                ),
            ),
            (
                "a = 1,5",
                "1:6: not valid TOML: unexpected key or value, expected newline, `#`\n  \
                 hint: write decimals with a point: 1.5"
                    .into(),
            ),
            (
                "a = 2023-01",
                "1:5: not valid TOML: invalid date, expected `-` (MM-DD)\n  \
                 hint: write a month in quotes: \"2023-01\""
                    .into(),
            ),
            (
                "a = 2023-13-01",
                "1:5: not valid TOML: invalid date, expected month between 01 and 12\n  \
                 hint: a day is written 2023-01-31"
                    .into(),
            ),
        ];
        for (text, expected) in cases {
            let said = problems_with(&[("a.toml", text)], &[]);
            assert_eq!(said, format!("error: a.toml:{expected}\n"), "for {text}");
        }
    }

    #[test]
    fn each_line_is_reported_until_the_parser_is_lost() {
        let text = "a = 1\na = 2\nb = x y\n[a]\nc = [1, 2\nd = 3\n";
        assert_eq!(
            problems_with(&[("a.toml", text)], &[]),
            "error: a.toml:2:1: not valid TOML: duplicate key\n\
             error: a.toml:3:5: not valid TOML: string values must be quoted, expected literal string\n  \
               hint: write text in quotes; only true and false have none\n\
             error: a.toml:4:2: not valid TOML: duplicate key\n\
             error: a.toml:6:1: not valid TOML: missing comma between array elements, expected `,`\n"
        );
    }
}
