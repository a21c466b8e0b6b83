//! Web pages: templates filled in and escaped, each page one file that needs no network.
//!
//! A page runs one script, ours: its policy names the script's hash, so that nothing smuggled in would
//! run even if it were not escaped.

use super::figure::Figure;
use super::page::Page;
use super::table::TableView;
use super::text::{Language, Text};
use crate::results::provenance::sha256;
use minijinja::value::{Kwargs, Serde};
use minijinja::{Environment, Error, Value};
use serde::Serialize;

const STYLE: &str = include_str!("templates/style.css");
const SCRIPT: &str = include_str!("templates/spots.js");
const MACROS: &str = include_str!("templates/macros.html");
const PAGE: &str = include_str!("templates/page.html");

const OURS: &str = "our own templates are rendered by the tests";

/// What stands above and below a page.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// What kind of document it is.
    pub kicker: String,
    /// Its title.
    pub title: String,
    /// Day of knowledge, scenario, replications.
    pub subtitle: String,
    /// Where its numbers come from.
    pub source: String,
}

impl Head {
    /// The head of a document of this kind about the summary.
    pub fn new(page: &Page, kicker: String, title: String) -> Self {
        let as_of = page.as_of_words();
        let scenario = page.title();
        let known = [("date", as_of.as_str()), ("scenario", scenario.as_str())];
        let subtitle = page.text.with("subtitle", &known);
        let source = page.source_of_all();
        Self { kicker, title, subtitle, source }
    }
}

/// A figure on a page: the drawing for wide and for narrow screens, and its tables.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    #[serde(skip)]
    name: String,
    id: String,
    title: String,
    subtitle: String,
    source: String,
    wide: String,
    narrow: String,
    tables: Vec<TableView>,
}

impl FigureView {
    /// The same figure drawn for both.
    pub fn new(wide: &Figure, narrow: &Figure, text: &Text) -> Self {
        Self {
            name: wide.name.clone(),
            id: wide.name.clone(),
            title: wide.title.clone(),
            subtitle: wide.subtitle.clone(),
            source: wide.source.clone(),
            wide: wide.inline(),
            narrow: narrow.inline(),
            tables: wide.tables.iter().map(|table| table.view(text)).collect(),
        }
    }

    /// Name of the figure.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same on a page that has several figures of its name: `place` tells them apart.
    pub fn at(self, place: String) -> Self {
        Self { id: format!("{place}-{}", self.name), ..self }
    }
}

/// Fills in a page: `template` with `content`, in the frame all pages share.
pub fn render(
    template: &'static str,
    title: &str,
    content: &impl Serialize,
    language: Language,
    version: &str,
) -> String {
    let mut environment = Environment::new();
    let text = Text::new(language);
    environment.add_function("text", move |key: String, arguments: Kwargs| {
        look_up(&text, &key, &arguments)
    });
    // The ending tells minijinja to escape.
    let source = format!("{MACROS}{template}");
    let body = environment.render_named_str("body.html", &source, Serde(content)).expect(OURS);
    let frame = minijinja::context! {
        language => language.code(),
        policy => policy(),
        version => version,
        title => title,
        style => STYLE,
        script => SCRIPT,
        body,
    };
    let page = environment.render_named_str("page.html", PAGE, frame).expect(OURS);
    // Neither HTML nor XML has these, escaped or not.
    page.chars().filter(|it| !it.is_control() || *it == '\n').collect()
}

fn look_up(text: &Text, key: &str, arguments: &Kwargs) -> Result<String, Error> {
    let values: Vec<(&str, String)> = arguments
        .args()
        .map(|name| Ok((name, arguments.get::<Value>(name)?.to_string())))
        .collect::<Result<_, Error>>()?;
    let values: Vec<_> = values.iter().map(|(name, it)| (*name, it.as_str())).collect();
    Ok(text.with(key, &values))
}

/// Nothing may be loaded, and only our script may run.
fn policy() -> String {
    let hash = base64(&sha256(SCRIPT.as_bytes()));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; img-src data:; \
         base-uri 'none'; form-action 'none'"
    )
}

/// Hexadecimal digits as base 64.
fn base64(hexadecimal: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = hexadecimal
        .chars()
        .filter_map(|it| it.to_digit(16))
        .flat_map(|digit| (0..4).rev().map(move |bit| (digit >> bit & 1) as u8))
        .collect();
    let digit = |bits: &[u8]| {
        let number = (0..6).fold(0, |number, at| number * 2 + bits.get(at).copied().unwrap_or(0));
        char::from(DIGITS[usize::from(number)])
    };
    let mut text: String = bits.chunks(6).map(digit).collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_the_standard() {
        // RFC 4648, section 10.
        for (hexadecimal, expected) in [
            ("", ""),
            ("66", "Zg=="),
            ("666f", "Zm8="),
            ("666f6f", "Zm9v"),
            ("666f6f62", "Zm9vYg=="),
        ] {
            assert_eq!(base64(hexadecimal), expected);
        }
    }

    #[test]
    fn style_and_script_have_nothing_that_ends_them_early() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains('<') && !text.contains("&"));
        }
    }
}
