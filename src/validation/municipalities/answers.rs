//! How municipalities answered in each year, and the laws of answers that follow from it.

use super::super::render_table;
use crate::calendar::Year;
use crate::register::municipal::{Answer, answers_of};
use crate::register::snapshots::answer_counts;
use crate::results::summarise::distribution::quantile;

/// Years with answers to a whole year's request; those of 2023 were counted in September.
const YEARS: std::ops::RangeInclusive<i32> = 2012..=2022;
/// Answers of a kind that a mean of that kind needs.
const FEWEST: usize = 10;
/// Scenarios, and the last year whose answers were known on their as-of day.
const KNOWN: [(&str, i32); 4] =
    [("hindcast-2022", 2021), ("spring-2022", 2021), ("norway", 2022), ("budget-2024", 2023)];

/// The answers of one year, by the parameters of the scenario file; nothing where too few answered so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    pub year: i32,
    pub requested: i64,
    decided: i64,
    pub n: usize,
    pub less_share: f64,
    pub more_share: f64,
    declined_share: Option<f64>,
    less_mean: Option<f64>,
    more_mean: Option<f64>,
}

impl Measured {
    pub fn of(year: i32) -> Self {
        let answers = answers_of(Year(year));
        let asked = asked_for(&answers);
        let pairs: Vec<(i64, i64)> = answers
            .iter()
            .zip(&asked)
            .filter_map(|(it, asked)| Some(((*asked)?, it.decided?)))
            .filter(|(asked, _)| *asked > 0)
            .collect();
        let of_kind = |is: fn(&(i64, i64)) -> bool| pairs.iter().copied().filter(is).collect();
        let less: Vec<(i64, i64)> = of_kind(|(asked, decided)| decided < asked);
        let some: Vec<(i64, i64)> = of_kind(|(asked, decided)| decided < asked && *decided > 0);
        let more: Vec<(i64, i64)> = of_kind(|(asked, decided)| decided > asked);
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        Self {
            year,
            requested: asked.iter().flatten().sum(),
            decided: answers.iter().filter_map(|it| it.decided).sum(),
            n: pairs.len(),
            less_share: share(less.len(), pairs.len()),
            more_share: share(more.len(), pairs.len() - less.len()),
            declined_share: (less.len() >= FEWEST)
                .then(|| share(less.len() - some.len(), less.len())),
            less_mean: decided_of_asked(&some),
            more_mean: decided_of_asked(&more).map(|it| it - 1.0),
        }
    }

    /// The answers to the request of 2023 as they were counted in October, by kind only.
    fn of_october_2023() -> Option<[f64; 2]> {
        let counts = answer_counts();
        let count = counts.iter().find(|it| it.year == Year(2023))?;
        let n = count.n_answered() as f64;
        let less = count.below as f64;
        Some([less / n, count.above as f64 / (n - less)])
    }
}

/// What each municipality had been asked for when it answered: the last request of the year, but the first where it was
/// lowered in the year, since it had been answered before.
pub(super) fn asked_for(answers: &[Answer]) -> Vec<Option<i64>> {
    let sum = |of: fn(&Answer) -> Option<i64>| -> i64 { answers.iter().filter_map(of).sum() };
    let is_lowered = sum(|it| it.requested_first) > sum(|it| it.requested);
    let asked = |it: &Answer| if is_lowered { it.requested_first } else { it.requested };
    answers.iter().map(asked).collect()
}

/// Decided over asked, together, so that large municipalities count as what they are.
fn decided_of_asked(pairs: &[(i64, i64)]) -> Option<f64> {
    let (asked, decided) = pairs.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    (pairs.len() >= FEWEST).then(|| decided as f64 / asked as f64)
}

/// The parameters, with how each is read off a year.
type Parameter = (&'static str, fn(&Measured) -> Option<f64>);
const PARAMETERS: [Parameter; 5] = [
    ("less_share", |it| Some(it.less_share)),
    ("more_share", |it| Some(it.more_share)),
    ("declined_share", |it| it.declined_share),
    ("less_mean", |it| it.less_mean),
    ("more_mean", |it| it.more_mean),
];

/// The laws of answers as they follow from what was known at the end of `last_year`: smallest value, quartiles and
/// largest of the years, to two digits.
fn laws(last_year: i32) -> [(&'static str, [f64; 5]); PARAMETERS.len()] {
    let years: Vec<Measured> = YEARS.filter(|it| *it <= last_year).map(Measured::of).collect();
    let latest = if last_year > *YEARS.end() { Measured::of_october_2023() } else { None };
    let latest = latest.map_or_else(Vec::new, Vec::from);
    std::array::from_fn(|at| {
        let (name, of) = PARAMETERS[at];
        let mut values: Vec<f64> = years.iter().filter_map(of).collect();
        values.extend(latest.get(at));
        values.sort_by(f64::total_cmp);
        let round = |value: f64| (100.0 * value).round() / 100.0;
        (name, [0, 250, 500, 750, 1000].map(|it| round(quantile(&values, it))))
    })
}

/// The section as Markdown.
pub fn section() -> String {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let maybe = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), percent);
    let rows = YEARS.map(Measured::of).map(|it| {
        [
            it.year.to_string(),
            it.requested.to_string(),
            percent(it.decided as f64 / it.requested as f64),
            it.n.to_string(),
            percent((1.0 - it.less_share) * (1.0 - it.more_share)),
            percent(it.less_share),
            percent(it.more_share),
            maybe(it.declined_share),
            maybe(it.less_mean),
            it.more_mean.map_or_else(|| "-".to_owned(), |it| format!("+{}", percent(it))),
        ]
    });
    let header = [
        "year",
        "requested",
        "decided",
        "answers",
        "equal",
        "less",
        "more, of others",
        "nothing, of less",
        "agreed to, of less",
        "agreed to, of more",
    ];
    let years = render_table(header, rows);
    let known = KNOWN.map(|(scenario, last_year)| {
        let of = |values: [f64; 5]| values.map(|it| format!("{it:.2}")).join(" – ");
        let laws = laws(last_year).map(|(_, values)| of(values));
        let [less, more, declined, less_mean, more_mean] = laws;
        [format!("`{scenario}`"), last_year.to_string(), less, more, declined, less_mean, more_mean]
    });
    let parameters = PARAMETERS.map(|(name, _)| format!("`{name}`"));
    let [less, more, declined, less_mean, more_mean] = parameters.each_ref().map(String::as_str);
    let header = ["scenario", "known to", less, more, declined, less_mean, more_mean];
    let laws = render_table(header, known);
    format!(
        "### Answers\n\n\
         Of the municipalities that were asked and have answered, in the numbers of 2023. The request is the last of the year, but\n\
         for 2020, when it was lowered after it had been answered. The last two columns are persons agreed to over persons asked\n\
         for, where at least {FEWEST} answered so. In 2023 the request was raised in May, and most had not answered anew when the\n\
         municipalities were counted in September: that year is not in the table.\n\n{years}\n\
         What moves answers is the year, and which year the next one will be like is not known. So the law of each parameter\n\
         is what it was in the years known on the scenario's as-of day: smallest value, quartiles and largest (A7, A26). One draw\n\
         holds for a whole history, because years resemble the year before. For 2023 `budget-2024` takes the count of 3 October.\n\n{laws}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Law;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;

    #[test]
    fn a_request_that_was_lowered_had_been_answered_before() {
        let year = Measured::of(2020);
        assert_eq!((year.requested, year.decided, year.n), (5_120, 4_838, 199));
        assert!(year.less_share < 0.03 && year.more_share < 0.01, "{year:?}");
        assert_eq!(year.more_mean, None, "too few agreed to more");
    }

    #[test]
    fn the_scenarios_have_the_laws_of_the_years_that_were_known() {
        for (name, last_year) in KNOWN {
            let scenario = if name == "norway" { "letter-2023" } else { name };
            let (scenario, _) = load(scenario, &[], LIBRARY).expect("our own scenario");
            for (parameter, values) in laws(last_year) {
                let key = format!("world.municipalities.{parameter}");
                let found = scenario.parameters.iter().find(|it| it.key == key);
                let law = found.and_then(|it| it.law);
                assert_eq!(law, Some(Law::Quartiles(values)), "{name}: {key}");
            }
        }
    }
}
