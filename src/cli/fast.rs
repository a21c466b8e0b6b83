//! `bosett run --fast`: expected values in a moment, as far as they are exact.

use super::error::CliError;
use super::options::Format;
use super::print;
use super::study::{render, to_json};
use crate::calendar::Year;
use crate::fluid::{Expected, expect};
use crate::report::text::Text;
use crate::scenario::Scenario;
use crate::study::sheet::{Cell, Shape, Sheet};

/// Prints what is expected of every group, and why the rest is not.
pub fn run_fast(scenario: &Scenario, format: Format, text: &Text) -> Result<(), CliError> {
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
    print(&match format {
        Format::Json => format!("{:#}\n", to_json(&[sheet])),
        Format::Table => {
            let title = format!("{} ({})\n", scenario.title, scenario.name);
            let refusal = text.get("fast-refusal");
            format!("{title}\n{}\n{}", render(&sheet, text), super::table::wrap(&refusal, 80, ""))
        }
    })
}

/// Arrived, permits and refusals in a year, and pending at its end.
fn of_year(scenario: &Scenario, expected: &Expected, year: Year) -> [f64; 4] {
    let months = scenario.run.horizon.months().enumerate().filter(|(_, it)| it.year() == year);
    let months: Vec<usize> = months.map(|(index, _)| index).collect();
    let sum = |flow: &[f64]| months.iter().map(|it| flow[*it]).sum::<f64>();
    let last = months.last().map_or(0.0, |it| expected.pending[*it]);
    [sum(&expected.arrived), sum(&expected.permits), sum(&expected.refused), last]
}
