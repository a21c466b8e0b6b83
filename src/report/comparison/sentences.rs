//! What a comparison found, in sentences that need no table beside them: of people where they differ most, of money in
//! the headline's year and in all.

use super::{ALL, period_words, periods, total};
use crate::report::answer::with;
use crate::report::page::Page;
use crate::report::table::Format;
use crate::results::comparison::{Cause, Compared, Difference, Step};

/// What of people is told, in its order: who is settled, how soon, who waits, where they live and who has no bed.
const OF_PEOPLE: [(&str, &str); 5] = [
    ("settled_persons", "settled"),
    ("settled_within_6_months", "within"),
    ("waiting_persons", "waiting"),
    ("peak_reception_persons", "reception"),
    ("peak_bed_shortfall", "without-bed"),
];

/// What a scenario changes, and why: money for the headline's year and for all years, then people.
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
    sentences.extend(of_people(page, other));
    sentences
}

/// What differs in settlement, waiting and reception, each in the year in which it differs most; nothing of what no year
/// shows a clear difference in.
fn of_people(page: &Page, other: &Compared) -> Vec<String> {
    let told = |(name, key): (&str, &str)| {
        let years = page.years().into_iter().map(|year| year.to_string());
        let clear = years.filter_map(|year| {
            let found = other.difference(name, &year, None).filter(|it| it.is_clear());
            found.map(|it| (year, it))
        });
        // Of years that differ alike, the first.
        let size = |it: &Difference| it.measure.mean.abs();
        let (year, found) =
            clear.reduce(|most, it| if size(it.1) > size(most.1) { it } else { most })?;
        Some(of_quantity(page, key, &year, found))
    };
    let sentences: Vec<_> = OF_PEOPLE.into_iter().filter_map(told).collect();
    let is_of_people = |it: &Difference| OF_PEOPLE.iter().any(|(name, _)| it.measure.name == *name);
    let is_unclear = sentences.is_empty() && other.differences.iter().any(is_of_people);
    let unclear = is_unclear.then(|| page.text.get("compare-people-unclear"));
    sentences.into_iter().chain(unclear).collect()
}

/// A clear difference in persons, or in a share in percentage points.
fn of_quantity(page: &Page, key: &str, year: &str, found: &Difference) -> String {
    let Difference { measure, low, high } = found;
    let (number, range) = match measure.unit.as_str() {
        "share" => {
            let ends = (low * 100.0, high * 100.0);
            let points = page.decimal(measure.mean.abs() * 100.0, 1);
            (points, Format::Decimal(1).range(ends, &page.text))
        }
        _ => (page.rounded(measure.mean.abs()), Format::Whole.range((*low, *high), &page.text)),
    };
    let arguments = [("year", year.to_owned()), ("number", number), ("range", range)];
    with(page, &format!("compare-{key}-{}", direction(found)), &arguments)
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
