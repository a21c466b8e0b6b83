//! How long municipalities take to answer: what was counted, and what the model's law would have left unanswered.

use super::answers::asked_for;
use super::render_table;
use crate::calendar::{Day, Year};
use crate::model::reality::Reality;
use crate::register::municipal::answers_of;
use crate::register::snapshots::answer_counts;
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use std::ops::RangeInclusive;

/// Years whose register is that of the whole year.
const YEARS: RangeInclusive<i32> = 2012..=2022;
/// Letters whose day is known, with the day on which answers were counted.
const LETTERS: [(&str, &str, i32); 3] = [
    ("2022-03-18", "2022-12-31", 2022),
    ("2022-11-25", "2023-09-25", 2023),
    ("2023-05-15", "2023-10-03", 2023),
];
/// The scenario whose law of the time to an answer is held against the counts.
const SCENARIO: &str = "norway";

/// Municipalities asked for a year, and those with no answer in the register.
fn silent_in(year: i32) -> (usize, usize) {
    let answers = answers_of(Year(year));
    let asked = asked_for(&answers);
    let of_asked = answers.iter().zip(asked).filter(|(_, asked)| asked.is_some_and(|it| it > 0));
    of_asked.fold((0, 0), |(n, none), (it, _)| (n + 1, none + usize::from(it.decided.is_none())))
}

/// Of those asked by a letter, how many had not answered: the count of 3 October is of answers to the letter of May.
fn open_on(count: &str, year: i32) -> (usize, usize) {
    let (n_asked, n_silent) = silent_in(year);
    let counted = answer_counts().into_iter().find(|it| it.year == Year(year));
    match counted {
        Some(it) if count == "2023-10-03" => {
            ((it.n_answered() + it.undecided) as usize, it.undecided as usize)
        }
        _ => (n_asked, n_silent),
    }
}

/// The chance of an answer in a month of those who have not given one, were it always the same; at least so large
/// where nobody was left, with 95 % certainty (three over the number).
fn hazard(n: usize, open: usize, n_days: f64) -> String {
    let monthly = |share: f64| 100.0 * (1.0 - share.powf(365.25 / 12.0 / n_days));
    match open {
        0 => format!("at least {:.0} %", monthly(3.0 / n as f64)),
        _ => format!("{:.0} %", monthly(open as f64 / n as f64)),
    }
}

/// The section as Markdown.
pub fn section() -> String {
    let years = YEARS.map(|year| {
        let (asked, silent) = silent_in(year);
        let share = format!("{:.0} %", 100.0 * silent as f64 / asked as f64);
        [year.to_string(), asked.to_string(), silent.to_string(), share]
    });
    let (scenario, _) = load(SCENARIO, &[], LIBRARY).expect("our own scenario");
    let law = Reality::central(&scenario).decision_days;
    let letters = LETTERS.map(|(letter, count, year)| {
        let [from, to] = [letter, count].map(|it| it.parse::<Day>().expect("a day"));
        let n_days = to.since(from);
        let (asked, open) = open_on(count, year);
        [
            letter.to_owned(),
            count.to_owned(),
            n_days.to_string(),
            asked.to_string(),
            open.to_string(),
            hazard(asked, open, f64::from(n_days)),
            format!("{:.0}", asked as f64 * (1.0 - law.share_within(n_days as u32))),
        ]
    });
    let header = [
        "letter",
        "counted on",
        "days",
        "asked",
        "no answer",
        "monthly hazard",
        "no answer by the law",
    ];
    format!(
        "### How long an answer takes\n\n\
         No day of a decision is published by municipality, so a hazard by month after the letter cannot be fitted, and none with what\n\
         may explain it but who had not answered at all at the end of a year (above). Asked, and without an answer in the register when\n\
         the year was over (municipalities of 2023):\n\n{}\n\
         Of three letters the day is known. The hazard is what a constant one would be; the last column is how many the law of `{SCENARIO}`\n\
         (A25, central value) would have left. Who had answered the letter of November 2022 in September 2023 may have answered that\n\
         of May. The counts are one each: they hold a mean against the law, and nothing of its form.\n\n{}",
        render_table(["year", "asked", "no answer", "share"], years),
        render_table(header, letters),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_hazard_leaves_what_was_left() {
        // A quarter is left after two months: half answers each month.
        assert_eq!(hazard(40, 10, 2.0 * 365.25 / 12.0), "50 %");
        assert_eq!(hazard(300, 0, 2.0 * 365.25 / 12.0), "at least 90 %");
    }

    #[test]
    fn who_has_not_answered_is_as_counted() {
        assert_eq!(open_on("2023-10-03", 2023), (356, 65));
        assert_eq!(open_on("2022-12-31", 2022), (356, 0));
    }
}
