//! How long one replication of the default scenario takes, and the reality it starts from; and one of the yardstick.

use bosett::engine::Engine;
use bosett::model::reality::Reality;
use bosett::scenario::check;
use bosett::scenario::library::{DEFAULT, LIBRARY};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn replication(criterion: &mut Criterion) {
    let (scenario, _) = check::load(DEFAULT, &[], LIBRARY).expect("the default scenario is right");
    let engine = Engine::new(&scenario);
    let mut group = criterion.benchmark_group("letter-2023");
    group.sample_size(20);
    // Replication 0 belongs to one branch for ever: the figure is comparable from version to version.
    group.bench_function("replication", |bench| bench.iter(|| engine.run_one(black_box(0))));
    group.bench_function("reality", |bench| {
        bench.iter(|| Reality::new(&scenario, scenario.run.seed, black_box(0)));
    });
    group.bench_function("check", |bench| {
        bench.iter(|| {
            check::load(black_box(DEFAULT), &[], LIBRARY).map(|it| it.0.parameters.len()).ok()
        });
    });
    group.finish();
}

/// 200,000 persons in one queue; docs/performance.md compares it with a program that does nothing else.
fn pipeline(criterion: &mut Criterion) {
    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/pipeline-1/pipeline-1.toml");
    let (scenario, _) = check::load(FILE, &[], LIBRARY).expect("the yardstick is right");
    let engine = Engine::new(&scenario);
    let mut group = criterion.benchmark_group("pipeline-1");
    group.sample_size(20);
    group.bench_function("replication", |bench| bench.iter(|| engine.run_one(black_box(0))));
    group.finish();
}

criterion_group!(benches, replication, pipeline);
criterion_main!(benches);
