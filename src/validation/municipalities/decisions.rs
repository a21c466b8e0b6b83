//! Which municipalities agree to less than asked, to more, or have not answered: logistic regressions on the answers of
//! each, and how well they do on a year that they have not seen.

use super::answers::asked_for;
use super::logit::{Fit, area_under_curve, deviance_saved};
use super::render_table;
use super::requests::filled;
use crate::calendar::Year;
use crate::register::municipal::{Answer, answers_of};
use crate::register::{Edition, Register};
use std::ops::RangeInclusive;

/// Years of answers that are fitted: before, the register has no answer from many.
const FITTED: RangeInclusive<i32> = 2016..=2022;
/// Years with the answers of September 2023 too, which are to one of two letters.
const WITH_SEPTEMBER: RangeInclusive<i32> = 2016..=2023;
/// Years in which some had no answer registered at the year's end, and two years of settlement lie before.
const SILENT: RangeInclusive<i32> = 2014..=2016;

/// What may explain an answer.
const EXPLAINING: [&str; 5] = [
    "request per inhabitant, logarithm, over the country's",
    "settled in the two years before, per 1,000 inhabitants",
    "settled of what was agreed last year",
    "centrality class, 1 to 6",
    "households that rent, per cent (2022)",
];
/// The one of these whose left-out score is also told alone.
const LOAD: usize = 0;

/// How a municipality that was asked had answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    None,
    Less,
    Equal,
    More,
}

/// One municipality that was asked, and what may explain its answer.
#[derive(Clone, Debug)]
struct Case {
    year: i32,
    explaining: [f64; EXPLAINING.len()],
    kind: Kind,
}

/// A yes or no that is fitted, and the cases that it is asked of.
#[derive(Clone, Copy, Debug)]
struct Question {
    name: &'static str,
    is_asked: fn(Kind) -> bool,
    is_yes: fn(Kind) -> bool,
}

const LESS: Question =
    Question { name: "less", is_asked: |it| it != Kind::None, is_yes: |it| it == Kind::Less };
const MORE: Question = Question {
    name: "more, of others",
    is_asked: |it| matches!(it, Kind::Equal | Kind::More),
    is_yes: |it| it == Kind::More,
};
const NO_ANSWER: Question =
    Question { name: "no answer", is_asked: |_| true, is_yes: |it| it == Kind::None };

/// All municipalities that were asked in these years.
fn cases(years: RangeInclusive<i32>) -> Vec<Case> {
    let register = Register::embedded(Edition::Of2023);
    let country = register.population().0 as f64;
    let rented = filled(&register, "rented_households_pct");
    let mut cases = Vec::new();
    for year in years {
        let [before, last, now] = [year - 2, year - 1, year].map(|it| answers_of(Year(it)));
        let asked = asked_for(&now);
        let requested: i64 = asked.iter().flatten().sum();
        for (at, municipality) in register.municipalities().iter().enumerate() {
            let Some(asked) = asked[at].filter(|it| *it > 0) else { continue };
            let population = municipality.population.0 as f64;
            let settled = (before[at].settled + last[at].settled) as f64;
            let load = (asked as f64 / population) / (requested as f64 / country);
            let explaining = [
                load.ln(),
                1000.0 * settled / population,
                kept(&last[at]),
                f64::from(municipality.centrality.unwrap_or(4)),
                rented[at],
            ];
            cases.push(Case { year, explaining, kind: kind(asked, now[at].decided) });
        }
    }
    cases
}

/// Settled of what was agreed to; all of it where nothing was.
fn kept(last: &Answer) -> f64 {
    match last.decided {
        Some(agreed) if agreed > 0 => (last.settled as f64 / agreed as f64).min(1.5),
        _ => 1.0,
    }
}

fn kind(asked: i64, decided: Option<i64>) -> Kind {
    match decided {
        None => Kind::None,
        Some(it) if it < asked => Kind::Less,
        Some(it) if it > asked => Kind::More,
        Some(_) => Kind::Equal,
    }
}

impl Question {
    /// The cases of these years that the question is asked of.
    fn of(self, cases: &[Case], years: impl Fn(i32) -> bool) -> Vec<&Case> {
        cases.iter().filter(|it| years(it.year) && (self.is_asked)(it.kind)).collect()
    }

    /// Each year with a level of its own, so that the rest is between municipalities of the same year.
    fn fit(self, cases: &[&Case], columns: &[usize]) -> Fit {
        let mut years: Vec<i32> = cases.iter().map(|it| it.year).collect();
        years.dedup();
        let row = |case: &&Case| {
            let levels = years.iter().map(|year| f64::from(u8::from(*year == case.year)));
            columns.iter().map(|it| case.explaining[*it]).chain(levels).collect::<Vec<f64>>()
        };
        let rows: Vec<Vec<f64>> = cases.iter().map(row).collect();
        let outcomes: Vec<bool> = cases.iter().map(|it| (self.is_yes)(it.kind)).collect();
        Fit::new(&rows, &outcomes)
    }

    /// Scores of cases by a fit, with how they came out.
    fn score(self, cases: &[&Case], fit: &Fit, columns: &[usize]) -> Vec<(f64, bool)> {
        let score = |case: &&Case| {
            let parts = columns.iter().zip(&fit.coefficients);
            let sum: f64 = parts.map(|(at, effect)| case.explaining[*at] * effect).sum();
            (sum, (self.is_yes)(case.kind))
        };
        cases.iter().map(score).collect()
    }

    /// The fit of other years on one that is left out: its cases, those with a yes, the area under the curve with all
    /// that may explain, and the deviance saved by all and by the request alone.
    fn leave_out(self, cases: &[Case], year: i32) -> [String; 5] {
        let others = self.of(cases, |it| it != year && FITTED.contains(&it));
        let own = self.of(cases, |it| it == year);
        let all: Vec<usize> = (0..EXPLAINING.len()).collect();
        let scored = |columns: &[usize]| self.score(&own, &self.fit(&others, columns), columns);
        let (by_all, by_load) = (scored(&all), scored(&[LOAD]));
        let n_yes = by_all.iter().filter(|it| it.1).count();
        let told = |value: Option<f64>, text: fn(f64) -> String| value.map_or("-".to_owned(), text);
        let percent = |it: f64| format!("{:+.1} %", 100.0 * it);
        [
            own.len().to_string(),
            n_yes.to_string(),
            told(area_under_curve(&by_all), |it| format!("{it:.2}")),
            told(deviance_saved(&by_all), percent),
            told(deviance_saved(&by_load), percent),
        ]
    }
}

/// The coefficients of several fits beside each other, with their standard errors.
fn coefficients(fits: &[Fit; 5]) -> impl Iterator<Item = [String; 6]> {
    EXPLAINING.iter().enumerate().map(|(at, name)| {
        let cell =
            |fit: &Fit| format!("{:+.3} ({:.3})", fit.coefficients[at], fit.standard_errors[at]);
        let [a, b, c, d, e] = fits.each_ref().map(cell);
        [(*name).to_owned(), a, b, c, d, e]
    })
}

/// The fits beside each other.
fn fitted(seen: &[Case], silent: &[Case]) -> String {
    let columns: [(Question, &[Case], RangeInclusive<i32>); 5] = [
        (LESS, seen, FITTED),
        (LESS, seen, WITH_SEPTEMBER),
        (MORE, seen, FITTED),
        (MORE, seen, WITH_SEPTEMBER),
        (NO_ANSWER, silent, SILENT),
    ];
    let all: Vec<usize> = (0..EXPLAINING.len()).collect();
    let fits = columns.each_ref().map(|(question, cases, years)| {
        question.fit(&question.of(cases, |it| years.contains(&it)), &all)
    });
    let names = columns.each_ref().map(|(question, _, years)| {
        format!("{}, {} to {}", question.name, years.start(), years.end())
    });
    let [a, b, c, d, e] = names.each_ref().map(String::as_str);
    render_table(["explaining", a, b, c, d, e], coefficients(&fits))
}

/// How the fit of other years does on each.
fn years_left_out(seen: &[Case]) -> String {
    let rows = WITH_SEPTEMBER.map(|year| {
        let [[a, b, c, d, e], [f, g, h, i, j]] = [LESS, MORE].map(|it| it.leave_out(seen, year));
        [year.to_string(), a, b, c, d, e, f, g, h, i, j]
    });
    let header = [
        "left out",
        "answers",
        "less",
        "area",
        "saved",
        "by the request",
        "others",
        "more",
        "area",
        "saved",
        "by the request",
    ];
    render_table(header, rows)
}

/// The section as Markdown.
pub fn section() -> String {
    let (seen, silent) = (cases(WITH_SEPTEMBER), cases(SILENT));
    let n_silent = silent.iter().filter(|it| it.kind == Kind::None).count();
    let september = LESS.of(&seen, |it| it == *WITH_SEPTEMBER.end());
    let (n_less, n_answered) = october();
    format!(
        "### Who agrees to less than asked, or to more\n\n\
         Logistic regressions, each year with a level of its own: of \"less than asked, or nothing\" among all answers, of \"more\" among\n\
         the others (as the model has them, A7), and of no answer registered at the year's end ({n_silent} of {} asked). Standard errors in\n\
         brackets; a positive coefficient is more often so. By municipality the answers of 2023 are known on 25 September only, when\n\
         {} of {} stand with less than the letter of May had raised the request to; by the count of 3 October, which is not by\n\
         municipality, {} of {} had agreed to less, so that most of the former must be answers to the letter of November. Fits with 2023 take\n\
         the register as it stands.\n\n{}\n\
         Each year left out in turn, fitted on the others from {} to {}. The area under the curve is the chance that one that agreed to\n\
         less (more) was thought the likelier of two; 0.50 is a toss of a coin. Saved is the part of the deviance that the fit saves on the\n\
         year beside what the year's share alone leaves, when that share is known; less than nothing is worse than no fit. The model\n\
         therefore keeps the same chances for all (A125).\n\n{}",
        silent.len(),
        september.iter().filter(|it| it.kind == Kind::Less).count(),
        september.len(),
        n_less,
        n_answered,
        fitted(&seen, &silent),
        FITTED.start(),
        FITTED.end(),
        years_left_out(&seen),
    )
}

/// Municipalities that had agreed to less, and that had answered, on 3 October 2023.
fn october() -> (i64, i64) {
    let counts = crate::register::snapshots::answer_counts();
    let count = counts.iter().find(|it| it.year == Year(2023)).expect("it was counted");
    (count.below, count.n_answered())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_of_one_kind() {
        let kinds = [None, Some(0), Some(9), Some(10), Some(11)].map(|it| kind(10, it));
        assert_eq!(kinds, [Kind::None, Kind::Less, Kind::Less, Kind::Equal, Kind::More]);
        let asked = |question: Question| kinds.map(question.is_asked);
        assert_eq!(asked(LESS), [false, true, true, true, true]);
        assert_eq!(asked(MORE), [false, false, false, true, true]);
    }

    #[test]
    fn the_years_that_are_fitted_are_those_of_the_register() {
        let all = cases(WITH_SEPTEMBER);
        let n =
            |year, kind: Kind| all.iter().filter(|it| it.year == year && it.kind == kind).count();
        // In 2020 the request was lowered after it had been answered: nobody agreed to more than was asked for then.
        assert_eq!((n(2020, Kind::Less), n(2020, Kind::More)), (4, 1));
        assert_eq!((n(2022, Kind::Less), n(2022, Kind::More), n(2022, Kind::None)), (16, 55, 0));
        assert_eq!((n(2023, Kind::Less), n(2023, Kind::Equal), n(2023, Kind::More)), (205, 138, 2));
    }
}
