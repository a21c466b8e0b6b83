//! Behaviour fitted to the figures of 2022, those of 2023 left out, and the method tested on truths that are known.

use super::sheets::{MARK, Part, to_table};
use super::{Effort, render_table, words};
use crate::calendar::Year;
use crate::engine::Interrupted;
use crate::filter::AbcSettings;
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use crate::study::calibrate::{self, Question, Task, USUAL, check_sheet, to_sheets};

/// The scenario, the group whose permits are fitted, and the year.
const SCENARIO: &str = "calibration-2022";
const GROUP: &str = "ukraine";
const FITTED: Year = Year(2022);
/// The fit, as `bosett calibrate --generations 8 --runs 30000` does it.
const FIT: AbcSettings = AbcSettings { n_kept: 200, n_generations: 8, n_runs_most: 30_000 };
/// The fits of the check: many, and each of them small.
const CHECK: AbcSettings = AbcSettings { n_kept: 40, n_generations: 4, n_runs_most: 600 };
/// Truths of the check.
const N_TRUTHS: usize = 30;

/// Fits, tests the method, and writes every sheet under its name.
pub fn simulate(effort: Effort<'_>) -> Result<String, Interrupted> {
    let loaded = load(SCENARIO, &[], LIBRARY);
    let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("our own scenario: {problems}"));
    let keys = USUAL.map(str::to_owned).to_vec();
    let question = Question { keys, group: GROUP.to_owned(), years: vec![FITTED] };
    let task = Task::new(&scenario, question).unwrap_or_else(|none| panic!("our own: {none}"));
    let of = |abc| calibrate::Effort { n_shown: effort.replications as usize, abc };
    let found = task.calibrate(of(FIT), effort.is_interrupted, &|| ())?;
    let check = task.check(N_TRUTHS, of(CHECK), effort.is_interrupted, &|| ())?;
    let mut sheets = to_sheets(&found);
    sheets.push(check_sheet(task.keys(), &check));
    let mut table = to_table(&sheets);
    table.push_str(&format!("{MARK}calibration_facts\nname,value\n"));
    table.push_str(&format!("shown,{}\n", effort.replications));
    table.push_str(&format!("truths,{N_TRUTHS}\n"));
    Ok(table)
}

/// The section as Markdown.
pub fn section(table: &str) -> String {
    let facts = Part::find(table, "calibration_facts");
    let generations = Part::find(table, "calibration_generations");
    let last = generations.rows.last().map_or("", |it| generations.get(it, "tolerance"));
    let last: f64 = last.parse().unwrap_or(f64::NAN);
    let figures = Part::find(table, "calibration_figures");
    format!(
        "## Behaviour fitted to {FITTED}\n\n\
         Ten parameters that nobody publishes are fitted to the published figures of {FITTED} (`bosett calibrate`, scenario\n\
         `{SCENARIO}`, whose arrivals, requests and answers are those of the year; approximate Bayesian computation, {} kept in each of\n\
         {} generations, at most {} runs, each of which draws the errors of what is published, A189). Settlement is fitted where it was\n\
         counted, on days, and not by months, which are interpolated (A166). Before, each parameter has the wide law\n\
         of A185; after, the last distance accepted is {last:.2} standard deviations of a figure. The fit is\n\
         `scenarios/reference/fitted-2022.toml` (A186). Quantiles are at one tenth, a half and nine tenths.\n\n{}\n\
         ### The figures, fitted and left out\n\n\
         {} runs from the laws before and from the fit. {}\n\n{}{}",
        FIT.n_kept,
        generations.rows.len(),
        FIT.n_runs_most,
        parameters(&Part::find(table, "calibration_parameters")),
        facts.value("shown"),
        errors(&figures),
        told(&figures),
        tested(&Part::find(table, "calibration_check"), facts.value("truths")),
    )
}

/// What the check found; nothing where there is none.
fn tested(check: &Part<'_>, n_truths: &str) -> String {
    if check.rows.is_empty() {
        return String::new();
    }
    format!(
        "\n### The method tested\n\n\
         {n_truths} truths drawn from the laws, figures simulated with each, and the ten parameters fitted to those ({} kept in {}\n\
         generations). In which fifth of its fit each truth fell: evenly, if the method is right. For any of the ten to have p\n\
         below 0.0001 by chance is one in a thousand. So few truths show a fit that is far too sure of itself, and no less.\n\n{}",
        CHECK.n_kept,
        CHECK.n_generations,
        ranks(check),
    )
}

/// A number with three significant digits.
fn short(part: &Part<'_>, row: &[&str], column: &str) -> String {
    let number: f64 = part.get(row, column).parse().unwrap_or(f64::NAN);
    let digits = if number == 0.0 { 0 } else { 2 - number.abs().log10().floor() as i32 };
    format!("{number:.*}", digits.clamp(0, 6) as usize)
}

fn parameters(part: &Part<'_>) -> String {
    let header = ["parameter", "before", "", "", "after", "", "", "narrower by"];
    let columns =
        ["prior_low", "prior_median", "prior_high", "fitted_low", "fitted_median", "fitted_high"];
    let rows = part.rows.iter().map(|row| {
        let [a, b, c, d, e, f] = columns.map(|it| short(part, row, it));
        let name = format!("`{}`", part.get(row, "factor"));
        [name, a, b, c, d, e, f, part.percent(row, "narrowed")]
    });
    render_table(header, rows)
}

/// Mean errors of the median, as logarithms, before and after, and how many figures the bands hold.
fn errors(part: &Part<'_>) -> String {
    let number =
        |row: &[&str], column: &str| part.get(row, column).parse::<f64>().unwrap_or(f64::NAN);
    let of = |used: &str, when: &str| {
        let rows: Vec<_> = part.rows.iter().filter(|it| part.get(it, "used") == used).collect();
        let error = |row: &&Vec<&str>| {
            let median = number(row, &format!("{when}_median"));
            (median.ln_1p() - number(row, "published").ln_1p()).abs()
        };
        let is_inside = |row: &&&Vec<&str>| {
            let published = number(row, "published");
            let [low, high] = ["low", "high"].map(|it| number(row, &format!("{when}_{it}")));
            low <= published && published <= high
        };
        let n_inside = rows.iter().filter(is_inside).count();
        let mean = rows.iter().map(error).sum::<f64>() / rows.len() as f64;
        (100.0 * mean.exp_m1(), n_inside, rows.len())
    };
    let [seen, left_out] = ["fitted", "left_out"].map(|used| {
        let ((before, _, _), (after, n_inside, n)) = (of(used, "prior"), of(used, "fitted"));
        format!(
            "{before:.0} % before and {after:.0} % after ({n_inside} of {n} inside the 80 % bands)"
        )
    });
    format!(
        "The median is off by a mean of {seen} on the\nfigures that were fitted, and by {left_out} on those\nleft out."
    )
}

fn told(part: &Part<'_>) -> String {
    let header = ["figure", "", "published", "before", "", "", "after", "", ""];
    let columns = [
        "published",
        "prior_low",
        "prior_median",
        "prior_high",
        "fitted_low",
        "fitted_median",
        "fitted_high",
    ];
    let rows = part.rows.iter().map(|row| {
        let [published, a, b, c, d, e, f] = columns.map(|it| part.whole(row, it));
        let name = words(part.get(row, "quantity"));
        let name = format!("{name} {}", part.get(row, "time"));
        [name, part.get(row, "used").replace('_', " "), published, a, b, c, d, e, f]
    });
    render_table(header, rows)
}

fn ranks(part: &Part<'_>) -> String {
    let header = ["parameter", "1", "2", "3", "4", "5", "chi-square", "p"];
    let rows = part.rows.iter().map(|row| {
        let fifth = |number: usize| part.whole(row, &format!("fifth_{number}"));
        let name = format!("`{}`", part.get(row, "factor"));
        let [statistic, p] = ["statistic", "p_value"].map(|it| short(part, row, it));
        [name, fifth(1), fifth(2), fifth(3), fifth(4), fifth(5), statistic, p]
    });
    render_table(header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_for_figures_fitted_and_left_out() {
        let table = "# calibration_figures\nquantity,time,used,published,prior_low,prior_median,prior_high,fitted_low,fitted_median,fitted_high\n\
                     settled_under_request_persons,2022Q1,fitted,99,10,49,60,90,99,120\n\
                     settled_under_request_persons,2023Q1,left_out,99,10,49,60,50,79,98\n";
        let text = errors(&Part::find(table, "calibration_figures"));
        // A median of 49 + 1 is half of 99 + 1: off by a factor of two.
        assert!(text.contains("100 % before and 0 % after (1 of 1 inside"), "{text}");
        assert!(text.contains("100 % before and 25 % after (0 of 1 inside"), "{text}");
    }
}
