//! How long it takes to price and place in a made-up country of Norway's size.

use bosett::chance::{Chance, Process};
use bosett::matching::{Allocator, Forecast, Household, Method, batch, prices, synthetic, year};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

fn price(bench: &mut Criterion) {
    let country = synthetic::country(1, 0.5);
    let (problem, expected) = (&country.problem, &country.expected);
    let capacity = problem.capacity();
    bench.bench_function("price a year from nothing", |it| {
        it.iter(|| prices::solve(problem, capacity, expected, None));
    });
    let fewer: Vec<f64> = expected.iter().map(|it| 0.9 * it).collect();
    let start = prices::solve(problem, capacity, &fewer, None);
    bench.bench_function("price a year from similar prices", |it| {
        it.iter(|| prices::solve(problem, capacity, expected, Some(&start)));
    });
    let solved = prices::solve(problem, capacity, expected, None);
    bench.bench_function("a bound from the prices of a year", |it| {
        it.iter(|| prices::bound(problem, capacity, expected, &solved));
    });
}

fn place_batch(bench: &mut Criterion) {
    let country = synthetic::country(1, 0.5);
    let problem = &country.problem;
    let months = country.draw_year(5, 1.0);
    let ready = months.iter().flat_map(|it| it.ready.iter().copied());
    let waiting: Vec<Household> = ready.take(1_430).collect();
    let persons: u32 = waiting.iter().map(|it| problem.size(it.class)).sum();
    for method in [Method::Proportional, Method::GreedyBatch, Method::DEFAULT] {
        let mut allocator = Allocator::new(method, problem);
        let later = Forecast::expected(country.expected.clone());
        allocator.reprice(problem, problem.capacity(), &waiting, &later);
        let name = format!("place {persons} persons, {}", method.name());
        bench.bench_function(&name, |it| {
            it.iter_batched(
                || (allocator.clone(), problem.capacity().to_vec()),
                |(mut allocator, mut room)| {
                    let mut draws = Chance::new(3, 0).stream(Process::Allocation, 0);
                    allocator.place_batch(problem, &mut room, &waiting, &mut draws)
                },
                BatchSize::SmallInput,
            );
        });
    }
}

fn place_year(bench: &mut Criterion) {
    let country = synthetic::country(1, 0.5);
    let problem = &country.problem;
    let months = country.draw_year(5, 1.0);
    let all: Vec<Household> = months.iter().flat_map(|it| it.ready.iter().copied()).collect();
    let bound = batch::hindsight(problem, problem.capacity(), &all).bound;
    for method in Method::ALL {
        let place = || {
            let mut draws = Chance::new(3, 0).stream(Process::Allocation, 0);
            year::place_year(problem, &months, Allocator::new(method, problem), &mut draws)
        };
        let outcome = place();
        let (share, imbalance) = (outcome.value / bound, outcome.imbalance());
        println!("{}: {share:.4} of the bound, imbalance {imbalance:.3}", method.name());
        bench.bench_function(&format!("a year, {}", method.name()), |it| it.iter(place));
    }
    bench.bench_function("the bound of a year, exactly", |it| {
        it.iter(|| batch::hindsight(problem, problem.capacity(), &all));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = price, place_batch, place_year
}
criterion_main!(benches);
