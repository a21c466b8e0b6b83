//! `bosett run --fast`: expected values in a moment, as far as they are exact.

use super::error::CliError;
use super::options::{Format, RunOptions};
use super::print;
use super::study::{render, to_json};
use crate::calendar::Year;
use crate::fluid::{Expected, Ignored, expect, list_ignored};
use crate::report::text::Text;
use crate::scenario::Scenario;
use crate::study::sheet::{Cell, Shape, Sheet};

/// Prints what is expected of every group, and why the rest is not.
pub fn run_fast(scenario: &Scenario, options: &RunOptions, text: &Text) -> Result<(), CliError> {
    for (key, ignored) in list_ignored(scenario) {
        options.remark(&warning(&key, ignored));
    }
    let expected = expect(scenario);
    let columns = [
        ("group", Shape::Text),
        ("year", Shape::Text),
        ("arrived_persons", Shape::Whole),
        ("permit_persons", Shape::Whole),
        ("refused_persons", Shape::Whole),
        ("pending_persons", Shape::Whole),
    ];
    let mut sheet = Sheet::new("fast", &columns);
    for (group, expected) in scenario.world.groups.iter().zip(&expected) {
        let Some(expected) = expected else { continue };
        for year in scenario.run.horizon.years() {
            let mut row = vec![Cell::text(text.group(&group.id)), Cell::text(year)];
            row.extend(of_year(scenario, expected, year).map(Cell::Number));
            sheet.push(row);
        }
    }
    print(&match options.format {
        Format::Json => format!("{:#}\n", to_json(&[sheet])),
        Format::Table => {
            let title = format!("{} ({})\n", scenario.title, scenario.name);
            let refusal = text.get("fast-refusal");
            format!("{title}\n{}\n{}", render(&sheet, text), super::table::wrap(&refusal, 80, ""))
        }
    })
}

/// What the expected values know nothing of, and what that does to them.
fn warning(key: &str, ignored: Ignored) -> String {
    let why = match ignored {
        Ignored::LearntDrift { factor } => format!(
            "arrivals stood at {factor:.2} times their path on the as-of day, and expected values follow the path"
        ),
        Ignored::LimitedDecisions => {
            "expected values decide every case in its time, so that permits come too early"
                .to_owned()
        }
    };
    format!("warning: --fast knows nothing of {key}: {why}; run without --fast\n")
}

/// Arrived, permits and refusals in a year, and pending at its end.
fn of_year(scenario: &Scenario, expected: &Expected, year: Year) -> [f64; 4] {
    let months = scenario.run.horizon.months().enumerate().filter(|(_, it)| it.year() == year);
    let months: Vec<usize> = months.map(|(index, _)| index).collect();
    let sum = |flow: &[f64]| months.iter().map(|it| flow[*it]).sum::<f64>();
    let last = months.last().map_or(0.0, |it| expected.pending[*it]);
    [sum(&expected.arrived), sum(&expected.permits), sum(&expected.refused), last]
}
