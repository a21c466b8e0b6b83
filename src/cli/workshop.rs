//! Histories into a result folder: run in order, written and summarised as they come, each once.

use super::error::CliError;
use super::interrupt::stop_here;
use super::load_checked;
use super::merge::{join, provenance_of_part, shard_of};
use super::options::MOST_REPLICATIONS;
use super::out::{Contents, publish, reuse};
use super::precision::Certainty;
use super::progress::Progress;
use super::provenance::gather_provenance;
use super::run_arguments::RunArguments;
use super::shard::Shard;
use crate::actuals::list_published;
use crate::engine::{BLOCK, Engine, Interrupted, on_threads};
use crate::report::text::Text;
use crate::results::Summary;
use crate::results::folder::{FolderError, FolderWriter};
use crate::results::observation::{Dimensions, Observation};
use crate::results::provenance::Provenance;
use crate::results::shards::Replications;
use crate::results::summarise::Summariser;
use crate::scenario::Scenario;
use crate::study::watch::list_watched;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Replications in a part of a run that is kept for the case that it is interrupted: some seconds of work.
const PART: u32 = 200;
/// The same where nobody knows yet how many it takes: whole blocks, so that the looks are those of a run that
/// is not kept, and a whole part of the most that a run may have, so that a part never depends on the end.
const PART_OF_MOST: u32 = 5 * BLOCK;

/// What histories are gathered into: the tables on disk and the numbers that make the summary.
pub struct Product {
    writer: FolderWriter,
    pub summariser: Summariser,
}

impl Product {
    /// Begins the folder `out`.
    pub fn create(
        out: &Path,
        dimensions: &Dimensions,
        with_csv: bool,
    ) -> Result<Self, FolderError> {
        Ok(Self::with(FolderWriter::create(out, dimensions, with_csv)?, dimensions))
    }

    /// Begins a folder in `above` whose name is not known yet.
    pub fn create_in(
        above: &Path,
        dimensions: &Dimensions,
        with_csv: bool,
    ) -> Result<Self, FolderError> {
        Ok(Self::with(FolderWriter::create_in(above, dimensions, with_csv)?, dimensions))
    }

    fn with(writer: FolderWriter, dimensions: &Dimensions) -> Self {
        let summariser = Summariser::beside(dimensions, writer.folder());
        Self { writer, summariser }
    }

    /// Says what the folder will be called.
    pub fn name(&mut self, out: &Path) {
        self.writer.name(out);
    }

    /// Adds the next histories.
    pub fn add(&mut self, block: &[(u32, Observation)]) -> Result<(), CliError> {
        for (_, observation) in block {
            self.summariser.push(observation)?;
        }
        Ok(self.writer.append(block)?)
    }

    /// Histories so far.
    pub fn n_replications(&self) -> u32 {
        self.summariser.n_replications() as u32
    }
}

/// All that a run needs while it is under way.
pub struct Workshop<'a> {
    pub arguments: &'a RunArguments,
    pub scenario: &'a Scenario,
    pub engine: Engine<'a>,
    pub progress: Progress,
    pub stop: &'a AtomicBool,
    pub text: &'a Text,
}

/// Why no more histories are run before there are as many as there may be.
enum Ended {
    /// The measure is certain enough.
    Certain,
    /// It cannot go on.
    Failed(CliError),
}

impl From<Interrupted> for Ended {
    fn from(error: Interrupted) -> Self {
        Self::Failed(error.into())
    }
}

impl From<CliError> for Ended {
    fn from(error: CliError) -> Self {
        Self::Failed(error)
    }
}

impl Workshop<'_> {
    /// Runs the histories on a pool of threads and writes the folder, whole or not at all.
    pub fn simulate(
        &self,
        replications: Range<u32>,
        provenance: &Provenance,
        out: &Path,
    ) -> Result<Summary, CliError> {
        let with_csv = self.arguments.wanted().with_csv;
        let mut product = Product::create(out, &self.engine.dimensions, with_csv)?;
        let advance = || self.progress.advance();
        on_threads(self.arguments.options.threads(), || {
            self.engine
                .run::<CliError>(replications, self.stop, &advance, |block| product.add(block))
        })??;
        self.complete(product, provenance)
    }

    /// Summary, provenance and report of what was gathered; the folder gets its name.
    pub fn complete(&self, product: Product, provenance: &Provenance) -> Result<Summary, CliError> {
        let branches = product.summariser.branches()?;
        let mut measures = product.summariser.finish()?;
        measures.extend(list_published(self.scenario));
        let dispersion = self.scenario.world.municipalities.settlement_dispersion.central();
        measures.extend(list_watched(&measures, dispersion));
        let replications = provenance.replications;
        let summary = Summary { replications, branches, ..self.engine.describe(measures) };
        // The figures of a part would show a part only.
        let with_report = self.arguments.wanted().with_report && shard_of(provenance).is_none();
        publish(product.writer, &summary, provenance, with_report, self.text, self.stop)?;
        Ok(summary)
    }

    /// Runs the histories part by part, each kept in a folder of its own as soon as it is finished, and joins
    /// them. Parts that are there already are not run again.
    pub fn simulate_in_parts(
        &self,
        provenance: &Provenance,
        kept: &Path,
        out: &Path,
    ) -> Result<Summary, CliError> {
        let n = self.scenario.run.replications;
        let parts = Shard::all(n.div_ceil(PART));
        let folders = parts.map(|shard| self.keep(shard, n, provenance, kept));
        let folders = folders.collect::<Result<Vec<PathBuf>, CliError>>()?;
        join(&folders, out, self.arguments.wanted(), self.text, self.stop)
    }

    /// The folder of one part of `n` histories, run now unless it is there already.
    fn keep(
        &self,
        shard: Shard,
        n: u32,
        whole: &Provenance,
        kept: &Path,
    ) -> Result<PathBuf, CliError> {
        let folder = kept.join(shard.folder());
        let replications = shard.of(n);
        let part = provenance_of_part(whole, shard, replications.len());
        match reuse(&folder, &part, Contents { with_csv: false, with_report: false })? {
            Some(_) => self.progress.skip(replications.len() as u64),
            None => {
                self.simulate(replications, &part, &folder).map_err(|it| kept_in(kept, it))?;
            }
        }
        Ok(folder)
    }

    /// Runs histories until they make the measure certain enough, at most so many.
    pub fn gather(
        &self,
        most: u32,
        certainty: &mut Certainty,
        product: &mut Product,
    ) -> Result<(), CliError> {
        let advance = || self.progress.advance();
        let ended = on_threads(self.arguments.options.threads(), || {
            self.engine.run::<Ended>(0..most, self.stop, &advance, |block| {
                product.add(block)?;
                match certainty.is_enough(&product.summariser)? {
                    true => Err(Ended::Certain),
                    false => Ok(()),
                }
            })
        })?;
        match ended {
            Ok(()) | Err(Ended::Certain) => Ok(()),
            Err(Ended::Failed(error)) => Err(error),
        }
    }

    /// The same from parts that are kept: the parts are those of the longest run there may be, run as far as
    /// they are needed, and looked at in the same blocks.
    pub fn gather_in_parts(
        &self,
        most: u32,
        kept: &Path,
        certainty: &mut Certainty,
        product: &mut Product,
    ) -> Result<(), CliError> {
        let longest = self.arguments.with_replications(MOST_REPLICATIONS);
        let (whole, _) = load_checked(longest.scenario(), &longest.options.overrides())?;
        let whole = gather_provenance(&whole, MOST_REPLICATIONS, longest.deciding());
        for shard in Shard::all(MOST_REPLICATIONS / PART_OF_MOST) {
            let folder = self.keep(shard, MOST_REPLICATIONS, &whole, kept)?;
            let mut replications = Replications::open(&folder, &self.engine.dimensions)?;
            let mut left = shard.of(MOST_REPLICATIONS);
            left.end = left.end.min(most);
            while !left.is_empty() {
                stop_here(self.stop).map_err(|it| kept_in(kept, it.into()))?;
                let n = left.len().min(self.engine.block as usize);
                let block = replications.by_ref().take(n).collect::<Result<Vec<_>, _>>()?;
                product.add(&block)?;
                left.start += n as u32;
                if certainty.is_enough(&product.summariser)? || product.n_replications() == most {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// An interruption says where the parts are.
fn kept_in(kept: &Path, error: CliError) -> CliError {
    match error {
        CliError::Interrupted(_) => CliError::InterruptedAndKept { path: kept.to_owned() },
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use super::super::options::RunOptions;
    use super::*;
    use crate::scenario::check::load;
    use crate::scenario::library::LIBRARY;
    use std::sync::atomic::Ordering;

    /// A workshop with as small a world as there is, and what it counts.
    fn with_workshop<R>(work: impl FnOnce(&Workshop<'_>) -> R) -> R {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/cli/small.toml");
        let (scenario, _) = load(path, &[], LIBRARY).unwrap_or_else(|it| panic!("{it}"));
        let arguments = RunArguments::default();
        let stop = AtomicBool::new(false);
        work(&Workshop {
            arguments: &arguments,
            scenario: &scenario,
            engine: Engine::new(&scenario),
            progress: RunOptions::default().progress(1_000),
            stop: &stop,
            text: &Text::new(crate::report::text::Language::En),
        })
    }

    #[test]
    fn every_history_is_run_once_until_the_measure_is_certain() {
        with_workshop(|workshop| {
            let above = tempfile::tempdir().expect("a folder");
            let dimensions = &workshop.engine.dimensions;
            let begin = |name: &str| {
                Product::create(&above.path().join(name), dimensions, false).expect("a folder")
            };
            let certain = || {
                let measure = Some("settled_persons,2023");
                Certainty::new(measure, workshop.scenario, dimensions, 0.03).expect("a measure")
            };
            let mut product = begin("gathered");
            workshop.gather(1_000, &mut certain(), &mut product).expect("it runs");
            let n = product.n_replications();
            assert!(n > BLOCK && n < 1_000 - BLOCK && n.is_multiple_of(BLOCK), "{n} histories");
            // The block after the last is under way while the last is looked at; nothing is run again.
            assert_eq!(workshop.progress.n_done(), u64::from(n + BLOCK));

            // Kept in parts it takes as many. A folder that exists is never written again: the second time nothing
            // is run.
            let kept = above.path().join("kept");
            for name in ["first", "again"] {
                let mut product = begin(name);
                let ended = workshop.gather_in_parts(1_000, &kept, &mut certain(), &mut product);
                ended.expect("it runs");
                assert_eq!(product.n_replications(), n, "{name}");
            }
            let n_kept = std::fs::read_dir(&kept).expect("a folder").count() as u32;
            assert_eq!(n_kept, n.div_ceil(PART_OF_MOST));
            workshop.stop.store(true, Ordering::Relaxed);
            let mut product = begin("stopped");
            let ended = workshop.gather_in_parts(1_000, &kept, &mut certain(), &mut product);
            assert!(matches!(ended, Err(CliError::InterruptedAndKept { .. })));
        });
    }
}
