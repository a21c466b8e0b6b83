//! How long the parts around the daily loop take: the books, the summary of many replications, the report.

use bosett::engine::Engine;
use bosett::model::ledger::{Ledger, Part};
use bosett::report::page::Page;
use bosett::report::text::Language;
use bosett::report::write_report;
use bosett::results::Summary;
use bosett::results::observation::Observation;
use bosett::results::provenance::{Provenance, ScenarioText};
use bosett::results::summarise::Summariser;
use bosett::scenario::library::{DEFAULT, LIBRARY};
use bosett::scenario::{Post, Scenario, check};
use bosett::units::Kroner;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn ledger(criterion: &mut Criterion) {
    let (n_municipalities, n_months) = (356, 60);
    criterion.bench_function("ledger: book 100,000 rights and pay 60 months", |bench| {
        let mut books = Ledger::default();
        bench.iter(|| {
            books.reset(n_municipalities, n_months);
            for number in 0..100_000_usize {
                let month = number * 7 % 66;
                let municipality = number * 31 % n_municipalities;
                let kroner = Kroner(black_box(1_000));
                books.book(Post::IntegrationGrant, Part::New, municipality, kroner, month);
            }
            (0..n_months).for_each(|month| books.apply_payments(month));
            books.find_imbalance()
        });
    });
}

fn observed() -> (Scenario, Observation) {
    let (scenario, _) = check::load(DEFAULT, &[], LIBRARY).expect("the default scenario is right");
    let observation = Engine::new(&scenario).run_one(0);
    (scenario, observation)
}

fn summary(criterion: &mut Criterion) {
    let (scenario, observation) = observed();
    let dimensions = Engine::new(&scenario).dimensions;
    let mut group = criterion.benchmark_group("summary");
    group.sample_size(10);
    group.bench_function("of 10,000 replications", |bench| {
        bench.iter(|| {
            let mut summariser = Summariser::new(&dimensions);
            (0..10_000)
                .for_each(|_| summariser.push(black_box(&observation)).expect("there is room"));
            summariser.finish().expect("it can be read back").len()
        });
    });
    group.finish();
}

fn report(criterion: &mut Criterion) {
    let (scenario, observation) = observed();
    let dimensions = Engine::new(&scenario).dimensions;
    let mut summariser = Summariser::new(&dimensions);
    (0..10).for_each(|_| summariser.push(&observation).expect("it fits into memory"));
    let horizon = scenario.run.horizon;
    let summary = Summary {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        start: horizon.start.to_string(),
        end: horizon.end.to_string(),
        as_of: scenario.run.as_of.to_string(),
        replications: 10,
        seed: scenario.run.seed,
        groups: dimensions.groups.clone(),
        places: dimensions.counties.iter().chain(&dimensions.municipalities).cloned().collect(),
        posts: dimensions.posts.clone(),
        branches: Vec::new(),
        measures: summariser.finish().expect("it can be read back"),
    };
    let provenance = Provenance {
        version: String::new(),
        rng_schema: String::new(),
        scenario: ScenarioText::new(&scenario.name, &scenario.title, &scenario.text),
        seed: scenario.run.seed,
        replications: 10,
        as_of: scenario.run.as_of.to_string(),
        command: Vec::new(),
        references: Vec::new(),
        parameters: Vec::new(),
    };
    let mut group = criterion.benchmark_group("report");
    group.sample_size(10);
    group.bench_function("web page, workbook, documents and figures", |bench| {
        bench.iter(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let page = Page::new(&summary, Language::En);
            write_report(page, &provenance, folder.path()).map(|_| ()).expect("it can be written");
        });
    });
    group.finish();
}

criterion_group!(benches, ledger, summary, report);
criterion_main!(benches);
