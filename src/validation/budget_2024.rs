//! Post 60 for 2024 and 2025 as it would have been presented on 31 December 2023, and what makes it wide.

use super::{Effort, render_table};
use crate::engine::{Engine, Interrupted};
use crate::model::reality::Reality;
use crate::results::columns::BudgetYear;
use crate::results::observation::Observation;
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use crate::scenario::{Post, Scenario};
use crate::study::vary::uncertain;

/// The scenario, and the years that are told.
const SCENARIO: &str = "budget-2024";
const YEARS: [i32; 2] = [2024, 2025];
/// Quantiles that are told.
const PROBABILITIES: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
/// Drivers that are told for each year.
const N_DRIVERS: usize = 8;

/// Runs the scenario and writes quantiles and drivers as rows of kind, year, name and value.
pub fn simulate(effort: Effort<'_>) -> Result<String, Interrupted> {
    let overrides =
        ["run.replications_per_draw=1".to_owned(), format!("run.end={}-12-31", YEARS[1])];
    let loaded = load(SCENARIO, &overrides, LIBRARY);
    let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("our own scenario: {problems}"));
    let engine = Engine::new(&scenario);
    let mut cash: [Vec<f64>; 2] = Default::default();
    let stop = effort.is_interrupted;
    engine.run::<Interrupted>(0..effort.replications, stop, &|| (), |block| {
        for (_, seen) in block {
            for (year, of_year) in YEARS.iter().zip(&mut cash) {
                of_year.push(cash_of(seen, &scenario, *year));
            }
        }
        Ok(())
    })?;
    let factors = factors(&scenario, effort.replications);
    let mut table = format!("kind,year,name,value\nfact,,replications,{}\n", effort.replications);
    for (year, of_year) in YEARS.iter().zip(&cash) {
        let mut sorted = of_year.clone();
        sorted.sort_by(f64::total_cmp);
        for probability in PROBABILITIES {
            let value = quantile(&sorted, probability);
            table.push_str(&format!("quantile,{year},{probability},{value:.0}\n"));
        }
        let explained =
            factors.iter().map(|(name, values)| (name, correlation(values, of_year).powi(2)));
        let mut explained: Vec<(&String, f64)> = explained.collect();
        explained.sort_by(|one, two| two.1.total_cmp(&one.1));
        for (name, share) in explained.into_iter().take(N_DRIVERS) {
            table.push_str(&format!("driver,{year},{name},{share:.4}\n"));
        }
    }
    Ok(table)
}

fn cash_of(seen: &Observation, scenario: &Scenario, year: i32) -> f64 {
    let year_index = (year - scenario.first_year.0).max(0) as usize;
    let row = seen.layout().budget_year(year_index, Post::IntegrationGrant as usize);
    seen.get(row, BudgetYear::Cash) as f64
}

fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let at = probability * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    below + (above - below) * at.fract()
}

/// What differs between histories, by name: branch, place in the ranges, every uncertain parameter.
fn factors(scenario: &Scenario, n: u32) -> Vec<(String, Vec<f64>)> {
    let drawn: Vec<_> = (0..n)
        .map(|draw| Reality::new(scenario, scenario.run.seed, u64::from(draw)).drawn)
        .collect();
    let column = |of: &dyn Fn(usize) -> f64| (0..drawn.len()).map(of).collect::<Vec<f64>>();
    let mut factors =
        vec![("branch of the scenario".to_owned(), column(&|it| drawn[it].branch as f64))];
    for (group, definition) in scenario.world.groups.iter().enumerate() {
        let name = format!("place in the ranges of {}", definition.id);
        factors.push((name, column(&|it| drawn[it].range_positions[group])));
    }
    for at in uncertain(scenario) {
        let name = scenario.parameters[at].key.clone();
        factors.push((name, column(&|it| drawn[it].values[at])));
    }
    factors
}

/// The correlation of two series; zero if one of them does not vary.
fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let pairs = || one.iter().zip(other).map(|(a, b)| (a - mean_one, b - mean_other));
    let product: f64 = pairs().map(|(a, b)| a * b).sum();
    let size = pairs().map(|(a, _)| a * a).sum::<f64>() * pairs().map(|(_, b)| b * b).sum::<f64>();
    if size > 0.0 { product / size.sqrt() } else { 0.0 }
}

/// The section as Markdown.
pub fn section(table: &str) -> String {
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|it| it.split(',').collect()).collect();
    let of = |kind: &str, year: &str| -> Vec<(String, f64)> {
        let wanted = rows.iter().filter(|it| it.first() == Some(&kind) && it.get(1) == Some(&year));
        let pairs =
            wanted.filter_map(|it| Some(((*it.get(2)?).to_owned(), it.get(3)?.parse().ok()?)));
        pairs.collect()
    };
    let n = of("fact", "").first().map_or(0.0, |it| it.1);
    let years = YEARS.map(|it| it.to_string());
    let quantiles = years.each_ref().map(|year| of("quantile", year));
    let told = (0..quantiles[0].len().min(quantiles[1].len())).map(|at| {
        let (name, _) = &quantiles[0][at];
        let percent =
            name.parse::<f64>().map_or_else(|_| name.clone(), |it| format!("{:.0} %", 100.0 * it));
        let [first, second] =
            [0, 1].map(|year: usize| format!("{:.0}", quantiles[year][at].1 / 1e6));
        [percent, first, second]
    });
    let quantile_table = render_table(["quantile", &years[0], &years[1]], told);
    let drivers = years.each_ref().map(|year| of("driver", year));
    let driver_rows = years.iter().zip(&drivers).flat_map(|(year, drivers)| {
        drivers.iter().map(move |(name, share)| {
            [format!("{year}, `{name}`"), format!("{:.0} %", 100.0 * share)]
        })
    });
    format!(
        "## The budget for 2024, seen on 31 December 2023\n\n\
         Paid on kap. 671 post 60 in 2024 and 2025 according to scenario `{SCENARIO}`, million kroner of the year, over {n:.0}\n\
         histories, each with its own draw of what is not known. The accounts of these years are not in the reference data:\n\
         whoever has them can hold them against these bands.\n\n{quantile_table}\n\
         What makes the bands wide: the share of the variance between histories that goes with each factor alone (squared\n\
         correlation; what factors do together is in none of them, and shares near zero are within chance).\n\n{}",
        render_table(["factor", "share of variance"], driver_rows)
    )
}
