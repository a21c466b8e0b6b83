//! Numbers into text: separators, signs and rounding of each language. Knows no words.
//!
//! Norwegian: `15 335,9` with a narrow no-break space; English: `15,335.9`. A minus is a minus sign.

use super::text::Language;

/// Between thousands in Norwegian: a narrow space at which no line breaks.
const NARROW_SPACE: char = '\u{202f}';
const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

impl Language {
    fn thousands_separator(self) -> char {
        match self {
            Language::Nb | Language::Nn => NARROW_SPACE,
            Language::En => ',',
        }
    }

    fn decimal_mark(self) -> char {
        match self {
            Language::Nb | Language::Nn => ',',
            Language::En => '.',
        }
    }
}

/// The number with exactly `n_decimals` decimals.
pub fn decimal(value: f64, n_decimals: usize, language: Language) -> String {
    let plain = format!("{:.*}", n_decimals, value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + 8);
    // What rounds to nothing has no sign.
    if value < 0.0 && plain.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.push(MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(language.thousands_separator());
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(language.decimal_mark());
        text.push_str(fraction);
    }
    text
}

/// The number without decimals: persons, beds, days.
pub fn whole(value: f64, language: Language) -> String {
    decimal(value, 0, language)
}

/// The number with at most three significant digits, for a sentence: 35,217 becomes 35,200.
pub fn rounded(value: f64, language: Language) -> String {
    let magnitude = if value == 0.0 { 0.0 } else { value.abs().log10().floor() };
    let unit = 10_f64.powf((magnitude - 2.0).max(0.0));
    whole((value / unit).round() * unit, language)
}

/// The number of a parameter: four significant digits at least, and no zeros behind them.
pub fn significant(value: f64, language: Language) -> String {
    const N_DIGITS: i32 = 4;
    let magnitude = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    let n_decimals = (N_DIGITS - 1 - magnitude).clamp(0, 12) as usize;
    let text = decimal(value, n_decimals, language);
    match text.contains(language.decimal_mark()) && n_decimals > 0 {
        true => text.trim_end_matches('0').trim_end_matches(language.decimal_mark()).to_owned(),
        false => text,
    }
}

/// An amount of kroner in millions, without the unit.
pub fn millions(kroner: f64, n_decimals: usize, language: Language) -> String {
    decimal(kroner / 1e6, n_decimals, language)
}

/// A share of one as a percentage with its sign, as in a table or on an axis.
pub fn percent(share: f64, n_decimals: usize, language: Language) -> String {
    let number = decimal(share * 100.0, n_decimals, language);
    match language {
        Language::Nb | Language::Nn => format!("{number}{NO_BREAK_SPACE}%"),
        Language::En => format!("{number}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_follow_the_language() {
        let cases = [
            (15_335.9, 1, "15\u{202f}335,9", "15,335.9"),
            (0.0, 0, "0", "0"),
            (999.0, 0, "999", "999"),
            (1_000.0, 0, "1\u{202f}000", "1,000"),
            (18_026_300_000.0, 0, "18\u{202f}026\u{202f}300\u{202f}000", "18,026,300,000"),
            (-1_234.56, 2, "\u{2212}1\u{202f}234,56", "\u{2212}1,234.56"),
            (-0.04, 1, "0,0", "0.0"),
            (999_999.96, 1, "1\u{202f}000\u{202f}000,0", "1,000,000.0"),
        ];
        for (value, n_decimals, norwegian, english) in cases {
            assert_eq!(decimal(value, n_decimals, Language::Nb), norwegian);
            assert_eq!(decimal(value, n_decimals, Language::Nn), norwegian);
            assert_eq!(decimal(value, n_decimals, Language::En), english);
        }
    }

    #[test]
    fn a_sentence_has_three_digits() {
        let cases =
            [(35_217.0, "35,200"), (35_250.1, "35,300"), (999.6, "1,000"), (7.2, "7"), (0.0, "0")];
        for (value, expected) in cases {
            assert_eq!(rounded(value, Language::En), expected);
        }
    }

    #[test]
    fn a_parameter_has_the_digits_that_matter() {
        let cases = [
            (40_000.0, "40,000"),
            (5_166.666_7, "5,167"),
            (61.666_7, "61.67"),
            (0.433_333, "0.4333"),
            (0.05, "0.05"),
            (1.0, "1"),
            (100.0, "100"),
            (0.0, "0"),
            (-0.5, "\u{2212}0.5"),
            (0.000_123_46, "0.0001235"),
        ];
        for (value, expected) in cases {
            assert_eq!(significant(value, Language::En), expected);
        }
    }

    #[test]
    fn shares_and_kroner_are_told_in_their_own_units() {
        assert_eq!(percent(0.9, 0, Language::Nb), "90\u{a0}%");
        assert_eq!(percent(0.174_6, 1, Language::En), "17.5%");
        assert_eq!(millions(15_335_900_000.0, 1, Language::Nn), "15\u{202f}335,9");
    }
}
