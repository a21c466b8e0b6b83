//! The bands of a measure in words: as a table over periods, and as what a reader sees when pointing
//! at a figure. Both tell the same numbers.

use super::page::Page;
use super::table::{Cell, Format, Row, Table};
use crate::results::Measure;

/// Shares of the replications that the bands hold, from the narrowest.
const SHARES: [f64; 3] = [0.5, 0.8, 0.9];

/// The ends of the bands that hold 50, 80 and 90 % of the replications.
fn ends(measure: &Measure) -> [(f64, f64); 3] {
    let Measure { q05, q10, q25, q75, q90, q95, .. } = measure;
    [(*q25, *q75), (*q10, *q90), (*q05, *q95)]
}

/// A further column beside the bands.
pub struct Beside {
    /// Its name.
    pub name: String,
    /// One cell for each period.
    pub cells: Vec<Cell>,
}

impl Beside {
    /// A column of numbers.
    pub fn numbers(name: String, values: Vec<Option<f64>>, format: Format) -> Self {
        let cells = values.into_iter().map(|value| Cell::number(value, format)).collect();
        Self { name, cells }
    }
}

/// Median and bands for each period.
pub fn table(
    page: &Page,
    caption: String,
    corner: &str,
    periods: &[(String, &Measure)],
    format: Format,
    beside: Vec<Beside>,
) -> Table {
    let mut columns = vec![page.text.get("median")];
    columns.extend(SHARES.map(|share| page.percent(share)));
    columns.extend(beside.iter().map(|it| it.name.clone()));
    let row = |(index, (name, measure)): (usize, &(String, &Measure))| {
        let mut cells = vec![Cell::Number(measure.q50, format)];
        cells.extend(ends(measure).map(|(low, high)| Cell::Range(low, high, format)));
        let further = beside.iter().map(|it| it.cells.get(index).cloned());
        cells.extend(further.map(|cell| cell.unwrap_or(Cell::Nothing)));
        Row::new(name.clone(), cells)
    };
    let rows = periods.iter().enumerate().map(row).collect();
    Table { caption, corner: page.text.get(corner), columns, rows }.without_empty()
}

/// What pointing at a period shows: its name, the median and the bands, one a line.
pub fn pointed(page: &Page, name: &str, measure: &Measure, format: Format) -> String {
    let mut lines = vec![name.to_owned()];
    lines.push(line(&page.text.get("median"), &format.words(measure.q50, &page.text)));
    for (share, range) in SHARES.iter().zip(ends(measure)) {
        lines.push(line(&page.percent(*share), &format.range(range, &page.text)));
    }
    lines.join("\n")
}

/// How far a measure spreads over the runs, as the end of a sentence; `write` writes a number. Where the ends of the
/// band are written alike there is no band to tell of.
pub fn spread(page: &Page, measure: &Measure, write: impl Fn(f64) -> String) -> String {
    let [low, high] = [measure.q10, measure.q90].map(write);
    if low != high {
        return page.text.with("spread-between", &[("low", &low), ("high", &high)]);
    }
    page.text.get(match page.summary.replications {
        1 => "spread-one",
        _ if measure.sd == 0.0 => "spread-none",
        _ => "spread-close",
    })
}

/// A name and what it is.
pub fn line(name: &str, words: &str) -> String {
    format!("{name}: {words}")
}
