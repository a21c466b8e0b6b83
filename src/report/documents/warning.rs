//! Early warning in the monthly analysis: how likely the next months are off the plan, and where the charts stand.

use super::{Section, chosen};
use crate::calendar::{Day, Month};
use crate::report::answer::with;
use crate::report::figures::watch::{Charts, at};
use crate::report::measures::Subject;
use crate::report::page::Page;
use crate::report::web::FigureView;

/// How likely the next months are off the plan, where the charts stood in the last period that was known, and what
/// came later.
pub fn plan(page: &Page, month: Month, figures: &[FigureView]) -> Option<Section> {
    let charts = Charts::find(page);
    let mut sentences = outlook(page, month);
    sentences.extend(charts_status(page, month, &charts));
    (!sentences.is_empty()).then(|| Section {
        sentences,
        figures: chosen(figures, &["watch"]),
        ..Section::new(page.text.get("watch-section"))
    })
}

/// The forecast alarm for the three months after `month`, or for the first three of the horizon.
fn outlook(page: &Page, month: Month) -> Vec<String> {
    let of = |name: &str, first: Month| {
        page.measures.month(Subject::national(name), first).map(|it| it.mean)
    };
    let start = page.years().first().map(|year| year.first_month());
    let first = month.plus(1).max(start.unwrap_or(month.plus(1)));
    let directions =
        [("settled_short_probability", "short"), ("settled_ahead_probability", "ahead")];
    let sentence = |(name, key): (&str, &str)| {
        let probability = of(name, first)?;
        // More likely than not.
        let is_alarm = if probability > 0.5 { "alarm" } else { "quiet" };
        let arguments = [
            ("from", page.text.month(first)),
            ("to", page.text.month(first.plus(2))),
            ("percent", page.text.probability(probability)),
        ];
        Some(with(page, &format!("outlook-{key}-{is_alarm}"), &arguments))
    };
    let mut sentences: Vec<_> = directions.into_iter().filter_map(sentence).collect();
    if !sentences.is_empty() {
        sentences.push(page.text.get("outlook-how"));
    }
    sentences
}

/// Where the charts stood in the last period that was known, and how often they alarm for nothing.
fn charts_status(page: &Page, month: Month, charts: &Charts) -> Vec<String> {
    let Some((last, _)) = charts.limit.last() else { return Vec::new() };
    // Weeks are given by the reader, and the last of them is what is known.
    let is_known = |start: &Day| charts.is_weekly() || start.month() <= month;
    let known = charts.limit.iter().map(|(start, _)| *start).rfind(is_known);
    let series = |name: &str| page.measures.by_start(Subject::national(name));
    let status = known.and_then(|start| {
        let of = |name: &str| Some(page.decimal(at(&series(name), start)?.mean, 2));
        let arguments = [
            ("month", charts.period(page, start)),
            ("down", of("settled_cusum_down")?),
            ("up", of("settled_cusum_up")?),
            ("limit", of("settled_cusum_limit")?),
            ("ewma", of("settled_ewma")?),
            ("ewmalimit", of("settled_ewma_limit")?),
        ];
        Some(with(page, "watch-status", &arguments))
    });
    let length = |name: &str| {
        let number = at(&series(name), *last)?.mean;
        let key = if charts.is_weekly() { "watch-weeks" } else { "watch-months" };
        Some(page.text.with(key, &[("number", &page.whole(number))]))
    };
    let rates = length("settled_cusum_run_length").zip(length("settled_ewma_run_length"));
    let rates =
        rates.map(|(cusum, ewma)| with(page, "watch-rates", &[("cusum", cusum), ("ewma", ewma)]));
    let status = status.unwrap_or_else(|| page.text.get("watch-none-known"));
    let about = (!charts.is_weekly()).then(|| page.text.get("watch-interpolated"));
    [Some(status), rates, about].into_iter().flatten().collect()
}
