//! Is parallel the same? Any number of threads, any share of the work: the same bytes.

use crate::support::{Country, arrivals, cases, embedded, observe};
use bosett::engine::{Engine, Interrupted};
use bosett::results::columns::TABLES;
use bosett::results::summarise::Summariser;
use bosett::results::tables::TableWriter;
use bosett::scenario::Scenario;
use rayon::ThreadPoolBuilder;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

fn on_threads<T: Send>(n_threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
    pool.install(work)
}

/// Every table as Parquet and CSV, and every measure to its last bit.
fn bytes_of(scenario: &Scenario, replications: Range<u32>, n_threads: usize) -> Vec<Vec<u8>> {
    let engine = Engine::new(scenario);
    let folder = tempfile::tempdir().expect("a folder");
    let create = |table| TableWriter::create(folder.path(), table, &engine.dimensions, true);
    let mut writers: Vec<_> = TABLES.iter().map(|it| create(it).expect("it opens")).collect();
    let mut summary = Summariser::new(&engine.dimensions);
    let ran = on_threads(n_threads, || {
        engine.run::<Interrupted>(replications, &AtomicBool::new(false), &|| (), |block| {
            for (number, observation) in block {
                summary.push(observation).expect("it fits into memory");
                for writer in &mut writers {
                    writer.append(*number, observation).expect("it can be written");
                }
            }
            Ok(())
        })
    });
    ran.expect("nobody interrupts");
    for writer in writers {
        writer.finish().expect("it closes");
    }
    let mut bytes = vec![
        serde_json::to_vec(&summary.finish().expect("nothing is on disk"))
            .expect("measures are numbers"),
    ];
    for table in &TABLES {
        for ending in ["parquet", "csv"] {
            let path = folder.path().join(table.name).with_extension(ending);
            bytes.push(std::fs::read(path).expect("it is there"));
        }
    }
    bytes
}

/// People wait, are refused, withdraw, move and leave; places are asked for and agreed to.
fn busy_country() -> Scenario {
    let kinds =
        "one = { share = 0.6, adults = 1 }\nfour = { share = 0.4, adults = 2, children = 2 }";
    let population = vec![900, 50, 400, 70, 30];
    let country = Country { places: None, population, ..Country::default() }.with_kinds(kinds);
    country
        .and(&[
            "run.end=2024-06-30",
            "run.replications_per_draw=3",
            &arrivals("{ low = 10, mode = 20, high = 40 }"),
            "people.arrivals.noise={ dispersion = 0.1, drift_sd = 0.2, persistence = 0.9 }",
            &cases("0.8", "{ gamma = { mean = 60, cv = 0.7 } }"),
            "people.withdrawal_per_month=0.05",
            "people.self_settled_share=0.1",
            "people.return_days={ exponential = { mean = 40 } }",
            "people.offer_days={ exponential = { mean = 20 } }",
            "people.emigration_per_year=[0.1, 0.1, 0.1, 0.1, 0.1]",
            "world.moves={ move_per_year = [0.3, 0.3, 0.3, 0.3, 0.3], deaths_per_year = 0.05 }",
            "world.municipalities={ less_share = 0.5, declined_share = 0.5 }",
            "world.municipalities.provisional_share=0.5",
            "policy.requests.letter={ year = 2023, issued = 2022-12-01, size = { persons = 150 } }",
        ])
        .scenario()
}

#[test]
fn threads_change_no_byte() {
    // 150 replications are three blocks of the engine and three row groups of the tables.
    let scenario = busy_country();
    let alone = bytes_of(&scenario, 0..150, 1);
    assert!(alone.iter().all(|it| it.len() > 30), "every file has something in it");
    for n_threads in [2, 3, 7] {
        assert!(alone == bytes_of(&scenario, 0..150, n_threads), "{n_threads} threads");
    }
}

#[test]
fn threads_change_no_number_of_the_main_scenario() {
    let scenario = embedded("letter-2023", &[]);
    let [alone, together] = [1, 7].map(|it| on_threads(it, || observe(&scenario, 0..3)));
    assert!(alone == together);
}

#[test]
fn a_replication_is_the_same_alone() {
    // Alone it has memory of its own; in a run it uses that of replications before it.
    for scenario in [embedded("letter-2023", &[]), busy_country()] {
        let all = observe(&scenario, 0..6);
        assert!(Engine::new(&scenario).run_one(5) == all[5], "{}", scenario.name);
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "replications differ");
    }
}

#[test]
fn shards_are_parts_of_the_whole() {
    let scenario = busy_country();
    let all = observe(&scenario, 0..8);
    let shards = [observe(&scenario, 0..3), observe(&scenario, 3..8)];
    assert!(all == shards.concat());
    assert!(observe(&scenario, 8..8).is_empty());
}

#[test]
fn an_interrupted_run_ends_and_says_so() {
    let scenario = busy_country();
    let engine = Engine::new(&scenario);
    let (stop, n_done) = (AtomicBool::new(false), AtomicU32::new(0));
    let stop_after_ten = || {
        if n_done.fetch_add(1, Ordering::Relaxed) == 10 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let mut n_handed_on = 0;
    let ended = engine.run::<Interrupted>(0..1_000_000, &stop, &stop_after_ten, |block| {
        n_handed_on += block.len();
        Ok(())
    });
    assert_eq!(ended, Err(Interrupted));
    assert_eq!(n_handed_on, 0, "a block is handed on whole or not at all");
}

#[test]
fn an_error_of_the_reader_ends_the_run() {
    #[derive(Debug, PartialEq)]
    struct DiskFull;
    impl From<Interrupted> for DiskFull {
        fn from(_: Interrupted) -> Self {
            panic!("nobody interrupts")
        }
    }
    let scenario = busy_country();
    let engine = Engine::new(&scenario);
    let ended = engine.run(0..1_000_000, &AtomicBool::new(false), &|| (), |_| Err(DiskFull));
    assert_eq!(ended, Err(DiskFull));
}
