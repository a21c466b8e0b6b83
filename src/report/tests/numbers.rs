//! Where the numbers on a page come from. Two questions are asked of each: is there a number of the result that is
//! written so, and does it follow when every number of the result is made smaller by the same factor? The first
//! catches what was computed on the way, the second whatever does not come from the result at all, however short.

use super::documents::is_in;
use crate::report::number;
use crate::report::text::Language;
use crate::results::provenance::Provenance;
use crate::results::{Measure, Summary};
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::BTreeSet;

/// What every measure is multiplied by; nothing that a page says depends on the size of all of them.
pub const FACTOR: f64 = 0.83;

/// What stands on pages without being of a result: bands and limits of risk, numbers of months, classes of centrality,
/// posts, the inhabitants that settlement is held against, and the name of a checksum.
const CONSTANTS: [&str; 30] = [
    "50", "80", "90", "256", "10", "0.1", "50%", "80%", "90%", "95%", "75%", "10%", "120%", "1%",
    "99%", "1", "2", "3", "4", "5", "6", "12", "1000", "671", "672", "490", "60", "61", "95",
    "100",
];

/// Months, as they follow the number of a day.
const MONTHS: [&str; 20] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
    "January",
    "February",
    "March",
    "May",
    "June",
    "July",
    "October",
    "December",
];

/// A number as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its digits with a point before decimals, and a `%` behind a percentage.
    pub text: String,
    value: f64,
    n_decimals: usize,
}

/// The numbers of a text. Dates, posts and what touches a letter are names and not among them.
pub fn numbers_in(text: &str, language: Language) -> Vec<Written> {
    let letters: Vec<char> = text.chars().collect();
    let (thousands, decimal) = match language {
        Language::En => (',', '.'),
        Language::Nb | Language::Nn => ('\u{202f}', ','),
    };
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        let mut text = String::new();
        while is_digit(at) {
            text.push(letters[at]);
            at += 1;
            let are_three = (1..=3).all(|it| is_digit(at + it)) && !is_digit(at + 4);
            if letters.get(at) == Some(&thousands) && are_three {
                at += 1;
            }
        }
        if letters.get(at) == Some(&decimal) && is_digit(at + 1) {
            text.push('.');
            at += 1;
            while is_digit(at) {
                text.push(letters[at]);
                at += 1;
            }
        }
        let before = start.checked_sub(1).map_or(' ', |it| letters[it]);
        let after: String = letters[at..].iter().take(12).collect();
        if is_name(before, &after) {
            // The rest of a date or a post belongs to it.
            while letters.get(at).is_some_and(|it| it.is_alphanumeric() || "-/_.".contains(*it)) {
                at += 1;
            }
            continue;
        }
        let n_decimals = text.split_once('.').map_or(0, |(_, it)| it.len());
        let value = text.parse().expect("digits");
        let after = after.trim_start_matches([' ', '\u{a0}']);
        if ["%", "prosent", "per cent"].iter().any(|it| after.starts_with(it)) {
            text.push('%');
        }
        found.push(Written { text, value, n_decimals });
    }
    found
}

/// Whether digits between these are a part of a name, a date or a post.
fn is_name(before: char, after: &str) -> bool {
    let mut next = after.chars();
    let (first, second) = (next.next().unwrap_or(' '), next.next().unwrap_or(' '));
    let day = after.trim_start_matches('.').trim_start();
    before.is_alphabetic()
        || "_/[".contains(before)
        || first.is_alphabetic()
        || "_/]".contains(first)
        || first == '-' && second.is_ascii_digit()
        || MONTHS.iter().any(|it| day.starts_with(it))
}

/// Every way in which numbers of a result may be written.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeSet<String>);

impl Known {
    /// Years, and what else stands on pages without being of a result.
    pub fn constants() -> Self {
        let years = (2000..2040).map(|it: i32| it.to_string());
        Self(years.chain(CONSTANTS.map(str::to_owned)).collect())
    }

    /// Adds what a run was made with: its size, its seed and its parameters.
    pub fn add_run(&mut self, summary: &Summary, provenance: &Provenance) {
        self.add(summary.seed as f64);
        self.add(summary.replications as f64);
        for parameter in &provenance.parameters {
            let law = parameter.law.iter().flat_map(|law| law.split(['(', ',', ')']));
            let numbers = law.chain([parameter.central.as_str()]).map(str::trim);
            numbers.filter_map(|it| it.parse::<f64>().ok()).for_each(|it| self.add(it));
        }
        // How many of them there are, of each kind.
        (0..=provenance.parameters.len()).for_each(|it| self.add(it as f64));
    }

    /// Adds a number in all its forms.
    pub fn add(&mut self, value: f64) {
        let value = value.abs();
        let plain = |text: String| text.replace(',', "");
        let en = Language::En;
        let mut texts = vec![
            number::whole(value, en),
            number::rounded(value, en),
            number::rounded(value / 1e6, en),
            number::significant(value, en),
        ];
        texts.extend((1..=3).map(|it| number::decimal(value, it, en)));
        texts.extend((0..=3).map(|it| number::millions(value, it, en)));
        texts.extend((0..=1).map(|it| number::percent(value, it, en)));
        self.0.extend(texts.into_iter().map(plain));
    }

    /// Adds every statistic of every measure.
    pub fn add_all<'a>(&mut self, measures: impl IntoIterator<Item = &'a Measure>) {
        measures.into_iter().flat_map(super::documents::statistics).for_each(|it| self.add(it));
    }

    /// Whether the number is one of them.
    pub fn holds(&self, it: &Written) -> bool {
        self.0.contains(&it.text)
    }
}

/// The same result with every number smaller, but for the numbers of months and the marks of what changed.
pub fn smaller(summary: &Summary) -> Summary {
    let mut summary = summary.clone();
    let is_number =
        |it: &&mut Measure| !it.unit.starts_with("month of") && !it.name.ends_with("_change");
    for it in summary.measures.iter_mut().filter(is_number) {
        let Measure { mean, sd, q05, q10, q25, q50, q75, q90, q95, mc_error, .. } = it;
        for number in [mean, sd, q05, q10, q25, q50, q75, q90, q95, mc_error] {
            *number *= FACTOR;
        }
    }
    summary
}

/// Whether `other` is `one` with every number of the result smaller, as far as rounding lets it be seen.
fn follows(one: &Written, other: &Written) -> bool {
    let unit = |it: &Written| {
        let plain = 0.1_f64.powi(it.n_decimals as i32);
        // A number of a sentence has three digits, and zeros behind them.
        let magnitude = if it.value > 0.0 { it.value.log10().floor() } else { 0.0 };
        let rounded = 10_f64.powf((magnitude - 2.0).max(0.0));
        if it.n_decimals == 0 && it.value % rounded == 0.0 { rounded } else { plain }
    };
    let room = 0.5 * (FACTOR * unit(one) + unit(other)) + 1e-9;
    (other.value - FACTOR * one.value).abs() <= room
}

/// The texts of a page that are not drawings, code or words of the user.
fn texts<'a>(document: &'a Document<'_>, is_saying: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    let is_drawn = |node: &Node| node.parent().is_some_and(|it| it.has_tag_name("text"));
    let nodes = document.descendants().filter(|it| it.is_text() && !is_drawn(it));
    let nodes = nodes.filter(|it| !is_in(*it, &["style", "script", "pre", "code"]));
    let texts = nodes.filter_map(|it| it.text()).filter(|it| !it.trim().is_empty());
    texts.filter(|it| !is_saying(it)).collect()
}

/// A text without its numbers.
fn shape(text: &str) -> String {
    text.chars().filter(|it| it.is_alphabetic()).collect()
}

/// What is wrong with the numbers of a page: `other` is the same page of the smaller result. `constants` are those
/// that may stay, `known` are those of the result.
pub fn foreign(
    [page, other]: [&Document; 2],
    (constants, known): (&Known, &Known),
    is_saying: &dyn Fn(&str) -> bool,
    language: Language,
) -> (usize, Vec<String>) {
    let (one, other) = (texts(page, is_saying), texts(other, is_saying));
    let differs = one.iter().zip(&other).find(|(one, other)| shape(one) != shape(other));
    assert!(one.len() == other.len(), "not the same page with other numbers: {differs:?}");
    let mut problems = Vec::new();
    let mut n_numbers = 0;
    for (text, smaller) in one.into_iter().zip(other) {
        let (numbers, others) = (numbers_in(text, language), numbers_in(smaller, language));
        if numbers.len() != others.len() {
            problems.push(format!("{text:?} becomes {smaller:?}"));
            continue;
        }
        for (number, other) in numbers.iter().zip(&others) {
            n_numbers += 1;
            let is_constant = number == other && constants.holds(number);
            if !is_constant && !known.holds(number) {
                problems.push(format!("{} is no number of the result: {text:?}", number.text));
            }
            if !is_constant && !follows(number, other) {
                let (from, to) = (&number.text, &other.text);
                problems.push(format!("{from} becomes {to}: {text:?}"));
            }
        }
    }
    (n_numbers, problems)
}

/// The numbers of a page that are not known, of those that are long enough to be: two digits may be a number of
/// anything. On an axis, round numbers need not be known.
pub fn unknown(document: &Document, known: &Known, language: Language) -> (usize, Vec<String>) {
    let mut problems = Vec::new();
    let mut n_numbers = 0;
    for node in document.descendants().filter(|it| it.is_text()) {
        if is_in(node, &["style", "script", "pre", "code"]) {
            continue;
        }
        let is_drawn = node.parent().is_some_and(|it| it.has_tag_name("text"));
        let text = node.text().unwrap_or_default();
        let long = |it: &Written| it.text.len() > 2;
        for number in numbers_in(text, language).into_iter().filter(long) {
            n_numbers += 1;
            if !(known.holds(&number) || is_drawn && is_of_axis(&number)) {
                problems.push(format!("{}: {text:?}", number.text));
            }
        }
    }
    (n_numbers, problems)
}

/// Whether it may stand on an axis: a multiple of 1, 2, 2.5 or 5 with zeros behind it.
fn is_of_axis(number: &Written) -> bool {
    let digits: String = number.text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_matches('0');
    digits.len() <= 2 || digits.len() == 3 && digits.ends_with('5')
}

#[test]
fn a_number_from_elsewhere_is_found() {
    let measure =
        |factor: f64| -> Vec<f64> { [35_217.0, 0.634, 7.25].map(|it| it * factor).to_vec() };
    let mut known = Known::default();
    measure(1.0).into_iter().for_each(|it| known.add(it));
    let problems = |one: &str, other: &str| {
        let page = |planted: &str, persons: &str| {
            format!("<html><p>{persons} persons, 80% of runs</p><p>{planted}</p></html>")
        };
        let pages = [page(one, "35,200"), page(other, "29,200")];
        let [one, other] = pages.each_ref().map(|it| Document::parse(it).expect("a page"));
        let known = (&Known::constants(), &known);
        foreign([&one, &other], known, &|_| false, Language::En).1.len()
    };
    // What is there, and follows.
    for (one, other) in [("63%", "53%"), ("7.25", "6.02"), ("35,217", "29,230"), ("90%", "90%")] {
        assert_eq!(problems(one, other), 0, "{one}");
    }
    // What stays, was computed, or was rounded another way.
    for (one, other) in [("37%", "37%"), ("17", "17"), ("4.2", "4.2"), ("35,218", "29,231")] {
        assert!(problems(one, other) > 0, "{one}");
    }
    for (one, other) in [("63%", "63%"), ("35,200", "35,200"), ("64%", "53%"), ("7.3", "7.3")] {
        assert!(problems(one, other) > 0, "{one}");
    }
    let page =
        Document::parse("<html><p>35,217 and 36,217 and 63% and 62%</p></html>").expect("a page");
    let (n, found) = unknown(&page, &known, Language::En);
    assert_eq!((n, found.len()), (4, 2), "{found:?}");
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let read = |text: &str, language| -> Vec<String> {
        numbers_in(text, language).into_iter().map(|it| it.text).collect()
    };
    let norwegian =
        "35\u{202f}300 av 15\u{202f}335,9, 93\u{a0}% og 8 prosent; 7\u{2013}12, \u{2212}0,04.";
    let expected = ["35300", "15335.9", "93%", "8%", "7", "12", "0.04"];
    assert_eq!(read(norwegian, Language::Nb), expected);
    let english = "35,300 of 15,335.9, 93% and 8 per cent; 7\u{2013}12, \u{2212}0.04. In 2023, 100";
    let expected = ["35300", "15335.9", "93%", "8%", "7", "12", "0.04", "2023", "100"];
    assert_eq!(read(english, Language::En), expected);
    let names = "671/60, P3, 2023-06-30, 30. juni, cases[0].days, q90_x";
    assert_eq!(read(names, Language::Nn), [""; 0]);
}
