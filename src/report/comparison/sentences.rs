//! What a comparison found, in sentences that need no table beside them.

use super::{ALL, period_words, periods, total};
use crate::report::answer::with;
use crate::report::page::Page;
use crate::report::table::Format;
use crate::results::comparison::{Cause, Compared, Difference, Step};

/// What a scenario changes, and why: for the headline's year and for all years.
pub fn of_scenario(page: &Page, other: &Compared) -> Vec<String> {
    let mut sentences = Vec::new();
    if other.changes.is_empty() {
        return vec![page.text.get("compare-same")];
    }
    for period in periods(page) {
        sentences.extend(whole(page, other, &period));
        let steps = other.steps_of(&period);
        // One cause alone is the whole difference.
        if steps.len() > 1 {
            sentences.extend(steps.iter().map(|step| of_step(page, step)));
        } else if period != ALL
            && let [step] = steps[..]
            && other.is_taken_apart
        {
            sentences.push(page.text.get(&format!("compare-only-{}", step.cause.name())));
        }
    }
    if !other.is_taken_apart {
        sentences.push(page.text.get("compare-not-apart"));
    }
    sentences
}

/// The whole difference.
fn whole(page: &Page, other: &Compared, period: &str) -> Option<String> {
    let difference = total(other, period)?;
    let mut arguments = amounts(page, difference);
    arguments.push(("period", period_words(page, period)));
    arguments.push(("scenario", page.text.title(&other.summary.title)));
    Some(with(page, &format!("compare-total-{}", direction(difference)), &arguments))
}

/// What one cause does.
fn of_step(page: &Page, step: &Step) -> String {
    let Step { cause, difference } = step;
    let key = match direction(difference) {
        "unclear" => "compare-step-unclear".to_owned(),
        direction => format!("compare-step-{}-{direction}", cause.name()),
    };
    let mut arguments = amounts(page, difference);
    arguments.push(("cause", cause_words(page, *cause)));
    with(page, &key, &arguments)
}

/// What a kind of cause is called.
pub fn cause_words(page: &Page, cause: Cause) -> String {
    page.text.get(&format!("cause-{}", cause.name()))
}

fn direction(difference: &Difference) -> &'static str {
    match difference.is_clear() {
        false => "unclear",
        true if difference.measure.mean > 0.0 => "higher",
        true => "lower",
    }
}

/// How much, without its sign, and from where to where the mean may lie.
fn amounts(page: &Page, difference: &Difference) -> Vec<(&'static str, String)> {
    let Difference { measure, low, high } = difference;
    let range = Format::Millions(0).range((*low, *high), &page.text);
    vec![("millions", page.rounded_millions(measure.mean.abs())), ("range", range)]
}
