//! What a parameter is called: words for the end of its key, and the group or year it is about.

use super::text::Text;

/// Parts of a key behind which the id of a group stands.
const BEFORE_GROUP: [&str; 3] = ["groups", "waiting", "others"];

/// The parameter in words, if the language files know any part of its key from the beginning on.
pub fn parameter_name(key: &str, text: &Text) -> Option<String> {
    let mut parts: Vec<&str> =
        key.split('.').map(|it| it.split('[').next().unwrap_or(it)).collect();
    let mut about = Vec::new();
    for before in BEFORE_GROUP {
        if let Some(at) = parts.iter().position(|it| *it == before)
            && at + 1 < parts.len()
        {
            about.push(text.group(parts.remove(at + 1)));
        }
    }
    let is_year = |part: &str| part.starts_with(|it: char| it.is_ascii_digit());
    about.extend(parts.iter().find(|it| is_year(it)).map(|it| (*it).to_owned()));
    let words = parts.into_iter().filter(|it| !is_year(it) && !["world", "policy"].contains(it));
    let mut name = format!("parameter-{}", words.collect::<Vec<_>>().join("-").replace('_', "-"));
    // The end of a key says which number of a law it is, or of which person a rate.
    loop {
        if let Some(words) = text.find(&name) {
            about.insert(0, words);
            return Some(about.join(", "));
        }
        name.truncate(name.rfind('-')?);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::text::Language;

    #[test]
    fn keys_have_names_with_the_group_and_the_year_they_are_about() {
        let text = Text::new(Language::En);
        let name = |key| parameter_name(key, &text);
        for (key, expected) in [
            (
                "world.groups.asylum.cases[1].days.gamma.mean",
                "days of processing, other asylum seekers",
            ),
            (
                "world.groups.mine.arrivals.path[0].follow.ratio",
                "arrivals as a multiple of the year before, mine",
            ),
            (
                "world.opening.waiting.asylum.ready",
                "waiting for a municipality at the start, other asylum seekers",
            ),
            (
                "world.opening.cohorts.2022.others.quota",
                "who the earlier settled were, resettlement refugees, 2022",
            ),
            ("rules.integration-grant-year-3-adult.2025-01", "integration grant, 2025-01"),
            ("policy.reception.buffer", "spare beds that are ordered"),
        ] {
            assert_eq!(name(key).as_deref(), Some(expected), "{key}");
        }
        assert_eq!(name("world.something.new"), None);
        assert_eq!(name("report.map"), None);
    }

    #[test]
    fn every_language_has_the_same_names() {
        let texts = Language::ALL.map(Text::new);
        for key in [
            "world.reception.ordinary_beds",
            "world.municipalities.opening_rise",
            "rules.kindergarten-grant.2024-01",
        ] {
            assert!(texts.iter().all(|it| parameter_name(key, it).is_some()), "{key}");
        }
    }
}
