//! Words: every text a reader sees, in bokmål, nynorsk and English, looked up by key.
//!
//! The texts lie in `text/*.ftl` (Fluent). Numbers come in already formatted by
//! [`number`], so a language file holds words and their order, never a format.

use crate::calendar::{Day, Month};
use crate::report::number;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::{LanguageIdentifier, langid};

/// The languages a report can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Norwegian, bokmål.
    Nb,
    /// Norwegian, nynorsk.
    Nn,
    /// English.
    En,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    /// The language of a locale such as `nb-NO` or `nn_NO.UTF-8`; English for what we do not speak.
    pub fn from_locale(locale: &str) -> Self {
        let tag = locale.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match tag.to_ascii_lowercase().as_str() {
            "nb" | "no" => Self::Nb,
            "nn" => Self::Nn,
            _ => Self::En,
        }
    }

    /// The language of the system's locale.
    pub fn of_system() -> Self {
        sys_locale::get_locale().map_or(Self::En, |locale| Self::from_locale(&locale))
    }

    /// `nb`, `nn` or `en`, as on the command line and in HTML.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::Nb => langid!("nb"),
            Self::Nn => langid!("nn"),
            Self::En => langid!("en"),
        }
    }

    fn file(self) -> &'static str {
        match self {
            Self::Nb => include_str!("text/nb.ftl"),
            Self::Nn => include_str!("text/nn.ftl"),
            Self::En => include_str!("text/en.ftl"),
        }
    }
}

/// The texts of one language.
pub struct Text {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Text {
    /// The texts of `language`, which are part of the program.
    ///
    /// # Panics
    /// If our own language file is malformed, which a test rules out.
    pub fn new(language: Language) -> Self {
        let resource = FluentResource::try_new(language.file().to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}.ftl: {errors:?}", language.code()));
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Isolation marks are for mixed writing directions and would show as boxes in a figure.
        bundle.set_use_isolating(false);
        bundle
            .add_resource(resource)
            .unwrap_or_else(|errors| panic!("{}.ftl: {errors:?}", language.code()));
        Self { language, bundle }
    }

    /// The language these texts are in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of `key`.
    ///
    /// # Panics
    /// If there is no such text or it needs arguments, which is our mistake.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of `key` with its arguments filled in.
    ///
    /// # Panics
    /// If there is no such text or an argument is missing, which is our mistake.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.look_up(key, arguments)
            .unwrap_or_else(|| panic!("{}.ftl has no text \"{key}\"", self.language.code()))
    }

    /// The text of `key` if there is one: for ids that a scenario may define.
    pub fn find(&self, key: &str) -> Option<String> {
        self.look_up(key, &[])
    }

    fn look_up(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let arguments: FluentArgs =
            arguments.iter().map(|&(name, value)| (name, value.to_owned())).collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        assert!(errors.is_empty(), "{}.ftl, \"{key}\": {errors:?}", self.language.code());
        Some(text.into_owned())
    }

    /// A month in a sentence: `oktober 2023`.
    pub fn month(&self, month: Month) -> String {
        let name = self.get(&format!("month-{}", month.number()));
        self.with("month-of-year", &[("month", &name), ("year", &month.year().to_string())])
    }

    /// The month's short name on an axis: `okt.`
    pub fn month_short(&self, month: Month) -> String {
        self.get(&format!("month-short-{}", month.number()))
    }

    /// A date in a sentence: `30. juni 2023`.
    pub fn date(&self, day: Day) -> String {
        let name = self.get(&format!("month-{}", day.month().number()));
        let number = day.date().day().to_string();
        let year = day.year().to_string();
        self.with("date", &[("day", &number), ("month", &name), ("year", &year)])
    }

    /// The title of a scenario: translated if it is one of ours, otherwise as its author wrote it.
    pub fn title(&self, title: &str) -> String {
        let letters = |it: char| if it.is_ascii_alphanumeric() { it } else { ' ' };
        let words: String = title.to_ascii_lowercase().chars().map(letters).collect();
        let key = words.split_whitespace().collect::<Vec<_>>().join("-");
        self.find(&format!("title-{key}")).unwrap_or_else(|| title.to_owned())
    }

    /// An arrival group's name in a heading; its id where the scenario invented it.
    pub fn group(&self, id: &str) -> String {
        self.find(&format!("group-{id}")).unwrap_or_else(|| id.to_owned())
    }

    /// A probability in per cent for a sentence, without the sign. Replications never prove that
    /// something cannot or must happen, so the ends are told as "under 1" and "over 99".
    pub fn probability(&self, share: f64) -> String {
        let whole = |share: f64| number::whole(share * 100.0, self.language);
        if share < 0.01 {
            self.with("less-than", &[("number", &whole(0.01))])
        } else if share > 0.99 {
            self.with("more-than", &[("number", &whole(0.99))])
        } else {
            whole(share)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Key and the names of its arguments, read from the file without Fluent.
    fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let lines = language.file().lines().filter(|line| !line.starts_with(['#', ' ']));
        let entries = lines.filter_map(|line| line.split_once(" = "));
        let name = |rest: &str| {
            rest.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect()
        };
        entries
            .map(|(key, text)| (key.to_owned(), text.split('$').skip(1).map(name).collect()))
            .collect()
    }

    #[test]
    fn no_language_lacks_a_text_or_an_argument_that_another_has() {
        let reference = messages(Language::Nb);
        assert!(reference.len() > 50);
        assert_eq!(reference, messages(Language::Nn));
        assert_eq!(reference, messages(Language::En));
    }

    #[test]
    fn every_text_can_be_formatted() {
        for language in Language::ALL {
            let text = Text::new(language);
            for (key, names) in messages(language) {
                let arguments: Vec<_> = names.iter().map(|name| (name.as_str(), "¤")).collect();
                let words = text.with(&key, &arguments);
                assert!(words.matches('¤').count() >= names.len(), "{key}: {words}");
                assert!(!words.trim().is_empty() && !words.contains(['{', '}']), "{key}: {words}");
            }
        }
    }

    #[test]
    fn a_locale_chooses_the_language() {
        let cases = [
            ("nb-NO", Language::Nb),
            ("no", Language::Nb),
            ("NO_no.UTF-8", Language::Nb),
            ("nn_NO.UTF-8", Language::Nn),
            ("en-GB", Language::En),
            ("se-NO", Language::En),
            ("C", Language::En),
            ("", Language::En),
        ];
        for (locale, language) in cases {
            assert_eq!(Language::from_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn dates_are_written_as_people_write_them() {
        let day: Day = "2023-06-30".parse().expect("a date");
        let written = |language| Text::new(language).date(day);
        assert_eq!(written(Language::Nb), "30. juni 2023");
        assert_eq!(written(Language::Nn), "30. juni 2023");
        assert_eq!(written(Language::En), "30 June 2023");
        assert_eq!(Text::new(Language::Nn).month(day.month()), "juni 2023");
    }

    #[test]
    fn a_probability_is_never_told_as_certain() {
        let text = Text::new(Language::Nb);
        assert_eq!(text.probability(1.0), "over 99");
        assert_eq!(text.probability(0.0), "under 1");
        assert_eq!(text.probability(0.426), "43");
    }

    #[test]
    fn a_title_of_ours_is_translated_and_any_other_is_not() {
        let title = "The allocation letter for 2023, request raised to 38,000 in May";
        assert_eq!(Text::new(Language::En).title(title), title);
        let nynorsk = Text::new(Language::Nn);
        assert!(nynorsk.title(title).starts_with("Tildelingsbrevet for 2023, oppmodinga auka"));
        for other in ["<script>", "", "My own", "=1+1"] {
            assert_eq!(nynorsk.title(other), other);
        }
    }

    #[test]
    fn a_group_that_the_scenario_invented_keeps_its_id() {
        let text = Text::new(Language::En);
        assert_eq!(text.group("<script>"), "<script>");
        assert_eq!(text.group("ukraine"), "Ukrainians with collective protection");
    }
}
