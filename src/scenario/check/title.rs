//! The title of a scenario that is changed on the command line.

/// An override of the title that says what else is overridden, so that no figure of a changed scenario looks like one of
/// the scenario itself. How it is run is not told, nor a title that is given.
pub(super) fn plan_title(title: &str, overrides: &[String]) -> Option<String> {
    const MOST: usize = 2;
    const MOST_LETTERS: usize = 70;
    let says_something = |it: &&String| !it.starts_with("run.");
    if overrides.iter().any(|it| it.starts_with("title")) {
        return None;
    }
    let changes: Vec<&String> = overrides.iter().filter(says_something).collect();
    let told = changes.iter().take(MOST).map(|it| {
        let short: String = it.chars().take(MOST_LETTERS).collect();
        if short.len() < it.len() { format!("{short}…") } else { short }
    });
    let told: Vec<String> = told.collect();
    let more = if changes.len() > MOST { ", …" } else { "" };
    let title = format!("{title} – {}{more}", told.join(", "));
    (!changes.is_empty()).then(|| format!("title={title:?}"))
}

#[cfg(test)]
mod tests {
    use super::plan_title;

    fn planned(overrides: &[&str]) -> Option<String> {
        let overrides: Vec<String> = overrides.iter().map(|it| (*it).to_owned()).collect();
        plan_title("A \"letter\"", &overrides)
    }

    #[test]
    fn a_title_says_what_was_changed_and_not_how_it_is_run() {
        assert_eq!(planned(&[]), None);
        assert_eq!(planned(&["run.end=2024-12-31", "run.seed=7"]), None);
        assert_eq!(planned(&["a=1", "title='Mine'"]), None);
        let title = |it: &str| Some(format!("title=\"A \\\"letter\\\" – {it}\""));
        assert_eq!(planned(&["run.seed=7", "a.b=2"]), title("a.b=2"));
        assert_eq!(planned(&["a=1", "b=2", "c=3"]), title("a=1, b=2, …"));
        let long = format!("a={}", "1".repeat(100));
        assert_eq!(planned(&[&long]), title(&format!("a={}…", "1".repeat(68))));
    }
}
