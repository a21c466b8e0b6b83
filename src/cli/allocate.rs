//! `bosett allocate`: the allocator alone, on a list of cases that has nothing to do with a scenario.

mod tables;

use super::error::CliError;
use super::options::Format;
use super::print;
use super::table::Table;
use super::values::whole as whole_number;
use crate::chance::{Chance, Process};
use crate::matching::Method;
use crate::matching::cases::{Placement, place_cases};
use crate::report::number::{decimal, percent, whole};
use crate::report::text::Text;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use tables::{Cases, DestinationRow, load_cases, load_destinations};

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
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = whole_number(1, 1_000_000_u32))]
    pub batch: u32,
    /// Seed of the proportional method, which draws lots
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole_number(0, u64::MAX))]
    pub seed: u64,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Offers the names of all methods, and reads one.
fn method_names() -> impl TypedValueParser<Value = Method> {
    let names = Method::ALL.map(Method::name);
    PossibleValuesParser::new(names).map(|it| Method::named(&it).expect("only names are accepted"))
}

/// Places a list of cases and says how good that is.
pub fn allocate(arguments: &AllocateArguments, text: &Text) -> Result<(), CliError> {
    let destinations = load_destinations(&arguments.destinations)?;
    let load = |path: &str| load_cases(path, &destinations, &arguments.destinations);
    let cases = load(&arguments.cases)?;
    let pool = arguments.forecast.as_deref().map(load).transpose()?;
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
    print(&match arguments.format {
        Format::Table => answer.render(text),
        Format::Json => answer.render_json(),
    })
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
