//! `bosett allocate`: the allocator alone, on a list of cases that has nothing to do with a scenario.

use super::error::CliError;
use super::print;
use super::table::Table;
use crate::chance::{Chance, Process};
use crate::matching::cases::{Placement, place_cases};
use crate::matching::{Class, Method};
use crate::report::number::{decimal, percent, whole};
use crate::report::text::Text;
use crate::scenario::load::{Problems, Table as Rows, load_table_file};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, value_parser};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `bosett allocate`.
#[derive(Clone, Debug, Args)]
pub struct AllocateArguments {
    /// A CSV file with case, size, destination and score, a row for each pair; an empty score, compatible 0 or
    /// no row means that the case must not go there
    pub cases: String,
    /// A CSV file with destination and capacity
    pub destinations: String,
    /// Other cases, in a file like the first, that stand for those who are still to come
    #[arg(long, value_name = "CSV")]
    pub forecast: Option<String>,
    /// How places are found [default: balanced-prices with a forecast, else hindsight: all cases at once]
    #[arg(long, value_parser = method_names())]
    pub method: Option<Method>,
    /// Cases that are placed together, in the order of the file
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = value_parser!(u32).range(1..))]
    pub batch: u32,
    /// Seed of the proportional method, which draws lots
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Print the answer for machines
    #[arg(long)]
    pub json: bool,
}

/// Offers the names of all methods, and reads one.
fn method_names() -> impl TypedValueParser<Value = Method> {
    let names = Method::ALL.map(Method::name);
    PossibleValuesParser::new(names).map(|it| Method::named(&it).expect("only names are accepted"))
}

/// A case in one destination.
#[derive(Debug, Deserialize, JsonSchema)]
struct CaseRow {
    /// Name of the case; its rows need not stand together.
    case: String,
    /// Persons in it.
    #[schemars(range(min = 1, max = 1000))]
    size: u32,
    /// Where it could go.
    destination: String,
    /// What it would be worth there; empty where it must not go.
    #[schemars(range(min = -1e9, max = 1e9))]
    score: Option<f64>,
    /// `0` where it must not go, whatever the score.
    #[schemars(range(min = 0, max = 1))]
    compatible: Option<u8>,
}

/// A destination.
#[derive(Debug, Deserialize, JsonSchema)]
struct DestinationRow {
    /// Its name.
    destination: String,
    /// Places, in persons.
    #[schemars(range(min = 0, max = 1_000_000))]
    capacity: u32,
}

/// Cases in the order in which they first appear.
struct Cases {
    names: Vec<String>,
    classes: Vec<Class>,
}

/// Places a list of cases and says how good that is.
pub fn allocate(arguments: &AllocateArguments, text: &Text) -> Result<(), CliError> {
    let destinations = load_table_file::<DestinationRow>(&arguments.destinations, &["destination"]);
    let destinations = destinations.map_err(CliError::Scenario)?.rows;
    let load = |path: &str| {
        let rows = load_table_file::<CaseRow>(path, &["case", "destination"])?;
        gather(&rows, &destinations)
    };
    let cases = load(&arguments.cases).map_err(CliError::Scenario)?;
    let pool = arguments.forecast.as_deref().map(load).transpose().map_err(CliError::Scenario)?;
    let pool = pool.map_or_else(Vec::new, |it| it.classes);
    let method = match arguments.method {
        Some(method) => method,
        None if arguments.forecast.is_some() => Method::DEFAULT,
        None => Method::Hindsight,
    };
    let capacity: Vec<u32> = destinations.iter().map(|it| it.capacity).collect();
    let mut draws = Chance::new(arguments.seed, 0).stream(Process::Allocation, 0);
    let n_together = arguments.batch as usize;
    let placement = place_cases(&capacity, &cases.classes, &pool, method, n_together, &mut draws)
        .expect("the table has been checked");
    let answer = Answer { cases: &cases, destinations: &destinations, method, placement };
    print(&if arguments.json { answer.render_json() } else { answer.render(text) })
}

/// The rows of each case; every destination must be known, and a case has one size.
fn gather(rows: &Rows<CaseRow>, destinations: &[DestinationRow]) -> Result<Cases, Problems> {
    let mut problems = Problems::new();
    let mut cases = Cases { names: Vec::new(), classes: Vec::new() };
    let mut positions = std::collections::BTreeMap::new();
    for (number, row) in rows.rows.iter().enumerate() {
        let Some(at) = destinations.iter().position(|it| it.destination == row.destination) else {
            let accepted = "must be a destination of the other table";
            problems.push(rows.problem(number, "destination", accepted));
            continue;
        };
        let case = *positions.entry(row.case.as_str()).or_insert_with(|| {
            let values = vec![f64::NAN; destinations.len()];
            cases.names.push(row.case.clone());
            cases.classes.push(Class { size: row.size, values });
            cases.names.len() - 1
        });
        if cases.classes[case].size != row.size {
            let size = cases.classes[case].size;
            let accepted = format!("must be {size}, as in the first row of the case");
            problems.push(rows.problem(number, "size", accepted));
        }
        let is_compatible = row.compatible != Some(0);
        cases.classes[case].values[at] = row.score.filter(|_| is_compatible).unwrap_or(f64::NAN);
    }
    if problems.has_errors() { Err(problems) } else { Ok(cases) }
}

/// What is printed.
struct Answer<'a> {
    cases: &'a Cases,
    destinations: &'a [DestinationRow],
    method: Method,
    placement: Placement,
}

impl Answer<'_> {
    fn score(&self, case: usize) -> Option<f64> {
        self.placement.placed[case].map(|it| self.cases.classes[case].values[it])
    }

    fn render(&self, text: &Text) -> String {
        let language = text.language();
        let Placement { placed, value, bound, persons, prices } = &self.placement;
        let mut table = Table::default();
        table.push(
            ["case", "size", "destination", "score"].map(|it| text.get(&format!("allocate-{it}"))),
        );
        for (case, class) in self.cases.classes.iter().enumerate() {
            let destination = placed[case].map_or_else(
                || text.get("allocate-nowhere"),
                |it| self.destinations[it].destination.clone(),
            );
            let score = self.score(case).map_or_else(String::new, |it| decimal(it, 3, language));
            let size = whole(f64::from(class.size), language);
            table.push([self.cases.names[case].clone(), size, destination, score]);
        }
        let mut page = table.render();
        let mut table = Table::default();
        table.push(
            ["destination", "capacity", "placed", "price"]
                .map(|it| text.get(&format!("allocate-{it}"))),
        );
        for ((it, persons), price) in self.destinations.iter().zip(persons).zip(prices) {
            table.push([
                it.destination.clone(),
                whole(f64::from(it.capacity), language),
                whole(f64::from(*persons), language),
                decimal(*price, 3, language),
            ]);
        }
        page.push_str(&format!("\n{}\n", table.render()));
        let unplaced = placed.iter().zip(&self.cases.classes).filter(|(it, _)| it.is_none());
        let (n_cases, n_persons) =
            unplaced.fold((0, 0), |(cases, persons), (_, it)| (cases + 1, persons + it.size));
        let share =
            if *bound > 0.0 { percent(value / bound, 2, language) } else { "–".to_owned() };
        page.push_str(&text.with(
            "allocate-summary",
            &[
                ("method", self.method.name()),
                ("value", &decimal(*value, 3, language)),
                ("bound", &decimal(*bound, 3, language)),
                ("share", &share),
                ("cases", &whole(f64::from(n_cases), language)),
                ("persons", &whole(f64::from(n_persons), language)),
            ],
        ));
        page.push('\n');
        page
    }

    fn render_json(&self) -> String {
        #[derive(Serialize)]
        struct Case<'a> {
            case: &'a str,
            size: u32,
            destination: Option<&'a str>,
            score: Option<f64>,
        }
        #[derive(Serialize)]
        struct Destination<'a> {
            destination: &'a str,
            capacity: u32,
            persons_placed: u32,
            price: f64,
        }
        #[derive(Serialize)]
        struct Whole<'a> {
            method: &'a str,
            value: f64,
            bound: f64,
            unplaced_cases: usize,
            cases: Vec<Case<'a>>,
            destinations: Vec<Destination<'a>>,
        }
        let placement = &self.placement;
        let name = |it: usize| self.destinations[it].destination.as_str();
        let cases = (0..self.cases.names.len()).map(|case| Case {
            case: &self.cases.names[case],
            size: self.cases.classes[case].size,
            destination: placement.placed[case].map(name),
            score: self.score(case),
        });
        let destinations = (0..self.destinations.len()).map(|it| Destination {
            destination: name(it),
            capacity: self.destinations[it].capacity,
            persons_placed: placement.persons[it],
            price: placement.prices[it],
        });
        let whole = Whole {
            method: self.method.name(),
            value: placement.value,
            bound: placement.bound,
            unplaced_cases: placement.placed.iter().filter(|it| it.is_none()).count(),
            cases: cases.collect(),
            destinations: destinations.collect(),
        };
        let text = serde_json::to_string_pretty(&whole).expect("it has only names and numbers");
        format!("{text}\n")
    }
}
