//! The wording that messages share: quoted values, numbers, lists and the nearest known word.

/// Longest part of a value that a message repeats.
const LONGEST_SHOWN: usize = 60;

/// Most words that a message lists.
const MOST_LISTED: usize = 12;

/// `text` in double quotes, escaped and cut where it is long.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{:?}", format!("{}…", &text[..end])),
        None => format!("{text:?}"),
    }
}

/// `text` as it stands, cut where it is long.
pub fn cut(text: &str) -> String {
    let line = text.replace(char::is_control, " ");
    match line.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A limit from a schema, whole numbers without a decimal point.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        format!("{value:.0}")
    } else {
        format!("{value:?}")
    }
}

/// `a, b, c`, cut where it is long.
pub fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    let shown = words[..words.len().min(MOST_LISTED)].join(", ");
    match words.len() {
        n if n > MOST_LISTED => format!("{shown}, … ({n} in all)"),
        _ => shown,
    }
}

/// `"a", "b", "c"`, cut where it is long.
pub fn quoted_list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(quoted).collect();
    list(words.iter().map(String::as_str))
}

/// `one` of it or `n many`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// `did you mean "x"?` with the known word nearest to `word`, if any is near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean {}?", quoted(near)))
}

/// The known word that `word` is probably a slip for.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    let length = word.chars().count();
    // A text of megabytes is no slip, and its distance would take minutes.
    if !(2..=LONGEST_SHOWN).contains(&length) {
        return None;
    }
    let distance = |other: &str| {
        let begins_alike = length >= 3 && other.starts_with(&word);
        let distance = strsim::damerau_levenshtein(&word, other);
        let longest = length.max(other.chars().count());
        let near = distance <= (longest / 3).max(usize::from(length > 2));
        // Of two words equally near, the one that begins alike is meant.
        (near || begins_alike).then(|| (distance, 1.0 - strsim::jaro_winkler(&word, other)))
    };
    let near = known.into_iter().filter_map(|it| Some((distance(&plain(it))?, it)));
    let closer = |a: &((usize, f64), &str), b: &((usize, f64), &str)| {
        a.0.0.cmp(&b.0.0).then(a.0.1.total_cmp(&b.0.1))
    };
    near.min_by(closer).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_near_or_none() {
        let known = ["capacity", "sd", "seed", "request_share", "balanced-prices"];
        let cases = [
            ("capasity", Some("capacity")),
            ("Capacity", Some("capacity")),
            ("cap", Some("capacity")),
            ("sed", Some("seed")),
            ("request-share", Some("request_share")),
            ("balancedprices", Some("balanced-prices")),
            ("x", None),
            ("qq", None),
            ("persons", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, known), expected, "for {word:?}");
        }
        assert_eq!(nearest(&"x".repeat(5_000_000), known), None);
    }

    #[test]
    fn long_lists_and_values_are_cut() {
        let many: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
        let listed = list(many.iter().map(String::as_str));
        assert_eq!(listed, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, … (20 in all)");
        assert_eq!(quoted(&"æ".repeat(61)), format!("\"{}…\"", "æ".repeat(60)));
        assert_eq!(quoted("a\u{1b}[31m\"b\""), r#""a\u{1b}[31m\"b\"""#);
    }
}
