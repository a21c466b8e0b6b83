//! Secondary moves of the embedded scenarios against the stocks and the retention that are published.

mod centrality;

use super::render_table;
use crate::register::actuals::national_years;
use crate::scenario::Moves;
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;

/// Columns begin with year, residence, refugees, settled here, moved here, unknown.
const STOCKS: &str = include_str!("../../scenarios/reference/secondary-moves-stock.csv");
/// Years whose five cohorts are all among the settled that are published.
const YEARS: std::ops::RangeInclusive<i32> = 2016..=2022;
/// Years after settlement, share still in the municipality of settlement, and source.
const RETENTION: [(f64, f64, &str); 3] = [
    (5.0, 0.73, "cohort of 2005, Statistics Norway"),
    (5.0, 0.76, "cohort of 2006, Statistics Norway"),
    (7.0, 0.67, "Fafo 2025:14, two thirds"),
];

/// A year's stock with up to four years in the country: who moved in, of those whose settlement is known.
struct Stock {
    year: i32,
    moved: f64,
}

fn stocks() -> Vec<Stock> {
    let rows = STOCKS.lines().map(|it| it.split(',').collect::<Vec<&str>>());
    rows.filter(|it| it.get(1) == Some(&"0-4_years"))
        .filter_map(|it| {
            let number = |at: usize| it.get(at)?.parse::<f64>().ok();
            let (settled, moved) = (number(3)?, number(4)?);
            Some(Stock { year: number(0)? as i32, moved: moved / (settled + moved) })
        })
        .filter(|it| YEARS.contains(&it.year))
        .collect()
}

fn embedded_moves() -> Moves {
    let loaded = load("norway", &[], LIBRARY);
    let (scenario, _) = loaded.unwrap_or_else(|it| panic!("our own scenario: {it}"));
    scenario.world.moves
}

/// Hazards of a move by year since settlement, the last for ever after.
struct Hazards([f64; 5]);

impl Hazards {
    fn of(moves: &Moves) -> Self {
        Self(moves.move_per_year.map(|it| -(1.0 - it.central()).ln()))
    }

    fn times(&self, factor: f64) -> Self {
        Self(self.0.map(|it| factor * it))
    }

    /// Share that has not moved so many years after settlement.
    fn stay(&self, years: f64) -> f64 {
        let in_year = |year: usize| self.0[year.min(4)] * (years - year as f64).clamp(0.0, 1.0);
        (-(0..years.ceil() as usize).map(in_year).sum::<f64>()).exp()
    }

    /// Share that has moved of the five last cohorts at the end of a year, each settled in the middle of its own.
    fn moved(&self, year: i32, settled: &Settled) -> f64 {
        let cohorts =
            || (year - 4..=year).map(|cohort| (settled.of(cohort), f64::from(year - cohort)));
        let moved: f64 = cohorts().map(|(n, years)| n * (1.0 - self.stay(years + 0.5))).sum();
        moved / cohorts().map(|it| it.0).sum::<f64>()
    }
}

/// Persons settled in each year.
struct Settled(Vec<(i32, f64)>);

impl Settled {
    fn published() -> Self {
        let years = national_years();
        let settled = years.iter().filter_map(|it| Some((it.year.0, it.settled?.0 as f64)));
        Self(settled.collect())
    }

    fn of(&self, year: i32) -> f64 {
        self.0.iter().find(|it| it.0 == year).map_or(0.0, |it| it.1)
    }
}

/// The multiple of all hazards that comes nearest to the stocks, to a hundredth, by least squares.
fn fit<'a>(
    hazards: &Hazards,
    settled: &Settled,
    stocks: impl Iterator<Item = &'a Stock> + Clone,
) -> f64 {
    let error = |factor: f64| -> f64 {
        let hazards = hazards.times(factor);
        let miss = |it: &Stock| (hazards.moved(it.year, settled) - it.moved).powi(2);
        stocks.clone().map(miss).sum()
    };
    let factors = (50..=400).map(|it| f64::from(it) / 100.0);
    factors.min_by(|a, b| error(*a).total_cmp(&error(*b))).expect("there are factors")
}

/// The section as Markdown.
pub fn section() -> String {
    let moves = embedded_moves();
    let (hazards, settled, stocks) = (Hazards::of(&moves), Settled::published(), stocks());
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let whole = fit(&hazards, &settled, stocks.iter());
    let rows = stocks.iter().map(|stock| {
        let factor = fit(&hazards, &settled, stocks.iter().filter(|it| it.year != stock.year));
        let others = hazards.times(factor);
        [
            stock.year.to_string(),
            percent(stock.moved),
            percent(hazards.moved(stock.year, &settled)),
            percent(others.moved(stock.year, &settled)),
            format!("{factor:.2}"),
        ]
    });
    let stock_table =
        render_table(["year", "published", "embedded", "fit without the year", "multiple"], rows);
    let fitted = hazards.times(whole);
    let rows = RETENTION.map(|(years, stay, source)| {
        let of = |hazards: &Hazards| percent(hazards.stay(years));
        [format!("{years} years, {source}"), percent(stay), of(&hazards), of(&fitted)]
    });
    let retention = render_table(["still there after", "published", "embedded", "fitted"], rows);
    format!(
        "## Secondary moves\n\n\
         Of refugees with up to four years in the country at the end of a year, those who live in another municipality than the one\n\
         that settled them, of those of whom that is known (`scenarios/reference/secondary-moves-stock.csv`). Calculated from the\n\
         shares of `norway` (A9) for the cohorts settled in the five years, each in the middle of its year. Fitted is one multiple of\n\
         all hazards, by least squares, with each year left out in turn.\n\n{stock_table}\n\
         The same hazards against the shares that stayed; fitted on the stocks of all years, {whole:.2} times the embedded:\n\n{retention}\n\
         The two sources contradict each other: whoever fits the stocks loses the cohorts. The stocks count family and others who never\n\
         were settled by agreement, and their unknown part jumps between years; the cohorts follow the same persons. The embedded\n\
         scenarios keep to the cohorts.\n\n{}",
        centrality::section(&moves)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_stays_and_who_has_moved() {
        let hazards = Hazards([0.1, 0.2, 0.0, 0.0, 0.3]);
        assert!((hazards.stay(1.5) - (-0.2_f64).exp()).abs() < 1e-12);
        assert!((hazards.stay(7.0) - (-1.2_f64).exp()).abs() < 1e-12);
        // One cohort alone, settled two and a half years ago.
        let settled = Settled(vec![(2018, 40.0)]);
        assert!((hazards.moved(2020, &settled) - (1.0 - (-0.3_f64).exp())).abs() < 1e-12);
    }

    #[test]
    fn a_fit_finds_the_multiple_that_made_the_stocks() {
        let hazards = Hazards([0.02, 0.05, 0.07, 0.07, 0.06]);
        let (made, settled) = (hazards.times(1.7), Settled::published());
        let stocks: Vec<Stock> =
            YEARS.map(|year| Stock { year, moved: made.moved(year, &settled) }).collect();
        assert_eq!(fit(&hazards, &settled, stocks.iter()), 1.7);
    }
}
