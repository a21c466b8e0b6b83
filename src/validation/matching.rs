//! Methods of allocation in a made-up country of Norway's size: what they are worth of the bound, and how even.

use super::sheets::{MARK, Part};
use super::{Effort, render_table};
use crate::chance::{Chance, Process};
use crate::engine::Interrupted;
use crate::matching::{Allocator, Household, Method, batch, synthetic, year};
use std::sync::atomic::Ordering;

/// Standard deviations of the interaction of household and place in the countries.
const INTERACTIONS: [f64; 3] = [0.2, 0.5, 0.8];
/// Countries of each kind; in each one year is drawn.
const N_COUNTRIES: u64 = 5;
/// The least share of the bound, and the largest imbalance, that were asked of balanced prices.
const ASKED: [f64; 2] = [0.994, 0.30];

/// Lets every method place a year in each country, and writes a row for each; the number of histories does not matter.
pub fn simulate(effort: Effort<'_>) -> Result<String, Interrupted> {
    let mut table =
        format!("{MARK}matching\ninteraction,country,method,share,imbalance,unplaced\n");
    for interaction in INTERACTIONS {
        for seed in 1..=N_COUNTRIES {
            if effort.is_interrupted.load(Ordering::Relaxed) {
                return Err(Interrupted);
            }
            for [method, share, imbalance, unplaced] in place(seed, interaction) {
                table.push_str(&format!(
                    "{interaction},{seed},{method},{share},{imbalance},{unplaced}\n"
                ));
            }
        }
    }
    Ok(table)
}

/// Each method's value over the exact optimum of the linear relaxation that knows the whole year, its imbalance over the
/// months, and the households that it left unplaced.
fn place(seed: u64, interaction: f64) -> Vec<[String; 4]> {
    let country = synthetic::country(seed, interaction);
    let problem = &country.problem;
    let months = country.draw_year(seed, 1.0);
    let all: Vec<Household> = months.iter().flat_map(|it| it.ready.iter().copied()).collect();
    let bound = batch::hindsight(problem, problem.capacity(), &all).bound;
    let of = |method: &Method| {
        let mut draws = Chance::new(seed, 0).stream(Process::Allocation, 2);
        let outcome =
            year::place_year(problem, &months, Allocator::new(*method, problem), &mut draws);
        [
            method.name().to_owned(),
            format!("{:.5}", outcome.value / bound),
            format!("{:.4}", outcome.imbalance()),
            outcome.n_unplaced.to_string(),
        ]
    };
    Method::ALL.iter().map(of).collect()
}

/// Share of the bound and imbalance of a method in each country of one kind.
fn measured(part: &Part<'_>, method: Method, interaction: f64) -> Vec<[f64; 2]> {
    let number =
        |row: &[&str], column: &str| part.get(row, column).parse::<f64>().unwrap_or(f64::NAN);
    let is_of = |row: &&Vec<&str>| {
        part.get(row, "method") == method.name() && number(row, "interaction") == interaction
    };
    let rows = part.rows.iter().filter(is_of);
    rows.map(|row| ["share", "imbalance"].map(|it| number(row, it))).collect()
}

/// The means of each method over the countries of each kind.
fn render_methods(part: &Part<'_>) -> String {
    let rows = Method::ALL.map(|method| {
        let kinds = INTERACTIONS.map(|it| measured(part, method, it));
        let mean = |values: &[[f64; 2]], which: usize| {
            values.iter().map(|it| it[which]).sum::<f64>() / values.len() as f64
        };
        let [a, b, c] = kinds.each_ref().map(|it| format!("{:.2} %", 100.0 * mean(it, 0)));
        let [d, e, f] = kinds.each_ref().map(|it| format!("{:.2}", mean(it, 1)));
        [format!("`{}`", method.name()), a, b, c, d, e, f]
    });
    let shares = INTERACTIONS.map(|it| format!("of the bound, {it}"));
    let evenness = INTERACTIONS.map(|it| format!("imbalance, {it}"));
    let ([a, b, c], [d, e, f]) =
        (shares.each_ref().map(String::as_str), evenness.each_ref().map(String::as_str));
    render_table(["method", a, b, c, d, e, f], rows)
}

/// The section as Markdown.
pub fn section(table: &str) -> String {
    let part = Part::find(table, "matching");
    let of = |method: Method, interaction: f64| measured(&part, method, interaction);
    let balanced: Vec<[f64; 2]> =
        INTERACTIONS.iter().flat_map(|it| of(Method::DEFAULT, *it)).collect();
    let worst_share = balanced.iter().map(|it| it[0]).fold(f64::INFINITY, f64::min);
    let worst_imbalance = balanced.iter().map(|it| it[1]).fold(0.0, f64::max);
    let unplaced = |row: &Vec<&str>| part.get(row, "unplaced").parse().unwrap_or(0);
    let n_unplaced: usize = part.rows.iter().map(unplaced).sum();
    format!(
        "## Allocation in a made-up country\n\n\
         A country of Norway's size ({} municipalities, {} classes of household, {} persons a year and 5 % more places;\n\
         `src/matching/synthetic.rs`, nothing in it is an estimate), {} of each of three kinds: household and place interact with a\n\
         standard deviation of {}, {} and {}. Value of the year's placements over the exact bound that knows the whole year (the linear\n\
         relaxation of what hindsight could do), and how far the months are from even, summed over municipalities and per person placed:\n\
         means over countries. Asked of balanced prices was at least {:.1} % of the bound with an imbalance of at most {:.2}; the worst of the {}\n\
         countries has {:.2} % and {:.2}. Households left without a place: {n_unplaced}. `bosett validate --simulate matching` makes the table\n\
         anew; `cargo bench --bench matching` prints it for one country, with times.\n\n{}",
        synthetic::N_DESTINATIONS,
        synthetic::N_CLASSES,
        synthetic::N_PERSONS,
        N_COUNTRIES,
        INTERACTIONS[0],
        INTERACTIONS[1],
        INTERACTIONS[2],
        100.0 * ASKED[0],
        ASKED[1],
        balanced.len(),
        100.0 * worst_share,
        worst_imbalance,
        render_methods(&part),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_of_these_countries_and_meets_what_was_asked() {
        let table = include_str!("../../docs/validation/matching.csv");
        let part = Part::find(table, "matching");
        assert_eq!(part.rows.len(), INTERACTIONS.len() * N_COUNTRIES as usize * Method::ALL.len());
        // One country made anew is the one that is committed, to the digit.
        let first: Vec<Vec<&str>> = part.rows[..Method::ALL.len()].to_vec();
        for (row, made) in first.iter().zip(place(1, INTERACTIONS[0])) {
            assert_eq!(row[2..], made.each_ref().map(String::as_str), "{row:?}");
        }
        for row in part.rows.iter().filter(|it| it[2] == Method::DEFAULT.name()) {
            let [share, imbalance]: [f64; 2] =
                [3, 4].map(|it: usize| row[it].parse().expect("a number"));
            assert!(share >= ASKED[0] && imbalance <= ASKED[1], "{row:?}");
        }
    }
}
