//! One replication, and all of them in parallel with the same answer on any number of threads.

use crate::chance::Chance;
use crate::model::reality::Reality;
use crate::model::today::{MonthOfDay, Today, plan_days};
use crate::model::{self, Observer, State, World};
use crate::observe::{Watch, plan_dimensions};
use crate::results::observation::{Dimensions, Observation};
use crate::results::{Measure, Summary};
use crate::scenario::Scenario;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// A scenario made ready to run: what is the same for every replication is worked out once.
pub struct Engine<'a> {
    scenario: &'a Scenario,
    days: Vec<Today>,
    months: MonthOfDay,
    /// The rows that results will have.
    pub dimensions: Dimensions,
    /// Replications that are computed before their results are handed on: [`BLOCK`], or fewer where a result is
    /// large, so that memory stays small.
    pub block: u32,
}

/// The run was interrupted; nothing of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

/// The system gives no threads.
#[derive(Debug, thiserror::Error)]
#[error("cannot start the threads")]
pub struct NoThreads(#[from] rayon::ThreadPoolBuildError);

/// Does `work` on `n_threads` threads, or on one for each core. The answer is the same on any number.
pub fn on_threads<R: Send>(
    n_threads: Option<usize>,
    work: impl FnOnce() -> R + Send,
) -> Result<R, NoThreads> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(n_threads.unwrap_or(0));
    Ok(threads.build()?.install(work))
}

/// Does `work` for each number below `n` on whatever threads there are; the answers are in order.
pub fn collect_in_order<T: Send>(
    n: usize,
    stop: &AtomicBool,
    progress: &(impl Fn() + Sync),
    work: impl Fn(usize) -> T + Sync,
) -> Result<Vec<T>, Interrupted> {
    let done: Option<Vec<T>> = (0..n)
        .into_par_iter()
        .map(|number| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let answer = work(number);
            progress();
            Some(answer)
        })
        .collect();
    done.ok_or(Interrupted)
}

/// The memory of one replication, reused for the next.
struct Worker<'a> {
    state: State,
    reality: Reality,
    /// The draw that `reality` is of.
    draw: Option<u64>,
    watch: Watch<'a>,
}

/// Most replications that are computed before their results are handed on: enough to keep all threads busy.
pub const BLOCK: u32 = 64;

impl<'a> Engine<'a> {
    /// Makes a scenario ready.
    pub fn new(scenario: &'a Scenario) -> Self {
        let days = plan_days(scenario.run.horizon);
        let months = MonthOfDay::new(&days);
        let dimensions = plan_dimensions(scenario);
        let block = dimensions.layout().n_in_memory(BLOCK as usize) as u32;
        Self { scenario, days, months, dimensions, block }
    }

    /// What a report says of the scenario, with these measures of it.
    pub fn describe(&self, measures: Vec<Measure>) -> Summary {
        let (run, dimensions) = (&self.scenario.run, &self.dimensions);
        Summary {
            scenario: self.scenario.name.clone(),
            title: self.scenario.title.clone(),
            start: run.horizon.start.to_string(),
            end: run.horizon.end.to_string(),
            as_of: run.as_of.to_string(),
            replications: u64::from(run.replications),
            seed: run.seed,
            groups: dimensions.groups.clone(),
            places: dimensions.counties.iter().chain(&dimensions.municipalities).cloned().collect(),
            posts: dimensions.posts.clone(),
            branches: Vec::new(),
            measures,
        }
    }

    /// Runs `replications` and hands their observations on in order, block by block, while the next block
    /// runs. `progress` is told of each one that is done, in any order.
    ///
    /// An error of `hand_on` ends the run; so does `stop`.
    pub fn run<E: Send + From<Interrupted>>(
        &self,
        replications: Range<u32>,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
        mut hand_on: impl FnMut(&[(u32, Observation)]) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let workers = Mutex::new(Vec::new());
        let compute = |first: u32| -> Option<Vec<(u32, Observation)>> {
            let block = first..first.saturating_add(self.block).min(replications.end);
            // Collecting keeps the order. A parallel sum would round differently on each number of threads.
            block
                .into_par_iter()
                .map(|number| {
                    if stop.load(Ordering::Relaxed) {
                        return None;
                    }
                    let observation = self.run_with(&workers, number);
                    progress();
                    Some((number, observation))
                })
                .collect()
        };
        let mut first = replications.start;
        let mut done = compute(first);
        loop {
            let block = done.ok_or(Interrupted)?;
            if block.is_empty() {
                return Ok(());
            }
            first += block.len() as u32;
            let (handed_on, next) = rayon::join(|| hand_on(&block), || compute(first));
            handed_on?;
            done = next;
        }
    }

    /// One replication with whatever worker is free.
    fn run_with<'e>(&'e self, workers: &Mutex<Vec<Worker<'e>>>, number: u32) -> Observation {
        const HELD: &str = "no worker panics while it holds the lock";
        let free = workers.lock().expect(HELD).pop();
        let mut worker = free.unwrap_or_else(|| Worker::new(self));
        let observation = worker.run(self, number, &mut ()).clone();
        workers.lock().expect(HELD).push(worker);
        observation
    }

    /// Runs one replication alone and shows its results.
    pub fn run_one(&self, number: u32) -> Observation {
        self.run_one_with(number, &mut ())
    }

    /// Runs one replication alone, under the eyes of `observer` too, and shows its results.
    pub fn run_one_with(&self, number: u32, observer: &mut impl Observer) -> Observation {
        Worker::new(self).run(self, number, observer).clone()
    }

    /// Runs one replication under the eyes of `observer`.
    pub fn watch_one(&self, number: u32, observer: &mut impl Observer) {
        let draw = self.draw_of(number);
        let reality = Reality::new(self.scenario, self.scenario.run.seed, draw);
        self.advance(&mut State::default(), &reality, number, observer);
    }

    /// The draw of branch and parameters that a replication has.
    fn draw_of(&self, number: u32) -> u64 {
        u64::from(number / self.scenario.run.replications_per_draw)
    }

    /// From the first morning to the last evening.
    fn advance(
        &self,
        state: &mut State,
        reality: &Reality,
        number: u32,
        observer: &mut impl Observer,
    ) {
        let world = World {
            scenario: self.scenario,
            reality,
            chance: Chance::new(self.scenario.run.seed, u64::from(number)),
            months: &self.months,
            replication: u64::from(number),
        };
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return };
        model::opening::open(state, first, world);
        for today in &self.days {
            model::step(state, today, world, observer);
        }
        observer.on_end(last, state);
    }
}

impl<'e> Worker<'e> {
    fn new(engine: &'e Engine<'_>) -> Self {
        Self {
            state: State::default(),
            reality: Reality::default(),
            draw: None,
            watch: Watch::new(engine.scenario, &engine.months, &engine.dimensions),
        }
    }

    /// Runs a replication, watched by `beside` as well.
    fn run(
        &mut self,
        engine: &Engine<'_>,
        number: u32,
        beside: &mut impl Observer,
    ) -> &Observation {
        let draw = engine.draw_of(number);
        if self.draw != Some(draw) {
            self.reality = Reality::new(engine.scenario, engine.scenario.run.seed, draw);
            self.draw = Some(draw);
        }
        self.watch.begin(self.reality.drawn.branch, draw);
        let mut both = (&mut self.watch, beside);
        engine.advance(&mut self.state, &self.reality, number, &mut both);
        &self.watch.observation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Event;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;

    /// How often it was told of something.
    #[derive(Debug, Default, PartialEq)]
    struct Told {
        events: usize,
        months: usize,
        ends: usize,
    }

    impl Observer for Told {
        fn on_event(&mut self, _today: &Today, _event: Event) {
            self.events += 1;
        }

        fn on_month_end(&mut self, _today: &Today, _state: &State, _world: World<'_>) {
            self.months += 1;
        }

        fn on_end(&mut self, _today: &Today, _state: &State) {
            self.ends += 1;
        }
    }

    #[test]
    fn who_watches_beside_sees_all_and_changes_nothing() {
        let loaded = load("letter-2023", &["run.end=2023-03-31".to_owned()], LIBRARY);
        let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
        let engine = Engine::new(&scenario);
        let (mut alone, mut beside) = (Told::default(), Told::default());
        engine.watch_one(2, &mut alone);
        let seen = engine.run_one_with(2, &mut beside);
        assert_eq!(alone, beside);
        assert!(alone.events > 0 && alone.months == 3 && alone.ends == 1, "{alone:?}");
        assert!(
            seen == engine.run_one(2),
            "the results are those of a run that nobody else watches"
        );
    }
}
