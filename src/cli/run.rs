//! `bosett run`: a scenario into a result folder and an answer.

use super::answer::{render_json, render_table};
use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::fast::run_fast;
use super::interrupt::listen;
use super::merge::{join, provenance_of_part, shard_of};
use super::options::Format;
use super::out::{Contents, default_folder, publish, reuse};
use super::precision::plan_precision;
use super::progress::Progress;
use super::provenance::gather_provenance;
use super::run_arguments::RunArguments;
use super::shard::Shard;
use super::{load_checked, print};
use crate::actuals::list_published;
use crate::engine::{Engine, on_threads};
use crate::report::text::Text;
use crate::results::Summary;
use crate::results::folder::FolderWriter;
use crate::results::provenance::Provenance;
use crate::results::summarise::Summariser;
use crate::scenario::Scenario;
use crate::study::watch::list_watched;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Replications in a part of a run that is kept for the case that it is interrupted: some seconds of work.
const PART: u32 = 200;

/// Runs a scenario, or finds that it was run before, and prints the answer.
pub fn run(arguments: &RunArguments, text: &Text) -> Result<(), CliError> {
    let stop = listen()?;
    let Some(precision) = arguments.precision else { return run_all(arguments, text, stop) };
    let (scenario, _) = load_checked(arguments.scenario(), &arguments.options.overrides())?;
    let n = plan_precision(arguments, &scenario, precision, stop)?;
    // The histories are run again and written: the folder is that of a run with as many from the start.
    run_all(&arguments.with_replications(n), text, stop)
}

fn run_all(arguments: &RunArguments, text: &Text, stop: &AtomicBool) -> Result<(), CliError> {
    let scenario = arguments.options.load(arguments.scenario(), &[])?;
    if arguments.fast {
        return run_fast(&scenario, arguments.options.format, text);
    }
    let replications = plan_replications(arguments, &scenario)?;
    let n_replications = replications.end - replications.start;
    let provenance = gather_provenance(&scenario, n_replications, arguments.deciding());
    let (out, earlier) = choose_folder(arguments, &scenario, &provenance)?;
    let summary = match earlier {
        Some(summary) => {
            let again = format!("move {} away to make it again", out.display());
            arguments.options.remark(&format!("this run was made before; {again}\n"));
            summary
        }
        None => {
            let n_steps = u64::from(n_replications);
            let workshop = Workshop {
                arguments,
                scenario: &scenario,
                engine: Engine::new(&scenario),
                progress: arguments.options.progress(n_steps),
                stop,
                text,
            };
            match &arguments.checkpoint {
                None => workshop.simulate(replications, &provenance, &out)?,
                Some(kept) => workshop.simulate_in_parts(&provenance, kept, &out)?,
            }
        }
    };
    print(&match arguments.options.format {
        Format::Table => render_table(&summary, arguments.only_replication, &out, text),
        Format::Json => render_json(&summary, &out),
    })
}

/// Which histories: all, a part of them, or the one that was asked for.
fn plan_replications(
    arguments: &RunArguments,
    scenario: &Scenario,
) -> Result<Range<u32>, CliError> {
    let n = scenario.run.replications;
    let refuse = |option, found: String, accepted| {
        Err(CommandLineError::option(option, &found, accepted).into())
    };
    match (arguments.only_replication, arguments.shard) {
        (Some(only), _) if only < n => Ok(only..only + 1),
        (Some(found), _) => {
            let accepted = format!("below {n}, the number of replications");
            refuse("--only-replication", found.to_string(), accepted)
        }
        (None, Some(shard)) if shard.of(n).is_empty() => {
            let accepted = format!("one of at most {n} parts, the number of replications");
            refuse("--shard", shard.to_string(), accepted)
        }
        (None, Some(shard)) => Ok(shard.of(n)),
        (None, None) => Ok(0..n),
    }
}

/// The folder to write, and the summary in it if the same run was made before.
fn choose_folder(
    arguments: &RunArguments,
    scenario: &Scenario,
    provenance: &Provenance,
) -> Result<(PathBuf, Option<Summary>), CliError> {
    if let Some(out) = &arguments.options.out {
        return Ok((out.clone(), None));
    }
    let mut out = default_folder(scenario, provenance);
    if let Some(only) = arguments.only_replication {
        out.as_mut_os_string().push(format!("-replication-{only}"));
    }
    if let Some(shard) = arguments.shard {
        out.as_mut_os_string().push(format!("-{}", shard.folder()));
    }
    let earlier = reuse(&out, provenance, arguments.wanted())?;
    Ok((out, earlier))
}

/// All that a run needs while it is under way.
struct Workshop<'a> {
    arguments: &'a RunArguments,
    scenario: &'a Scenario,
    engine: Engine<'a>,
    progress: Progress,
    stop: &'a AtomicBool,
    text: &'a Text,
}

impl Workshop<'_> {
    /// Runs the histories on a pool of threads and writes the folder, whole or not at all.
    fn simulate(
        &self,
        replications: Range<u32>,
        provenance: &Provenance,
        out: &Path,
    ) -> Result<Summary, CliError> {
        let wanted = self.arguments.wanted();
        let mut writer = FolderWriter::create(out, &self.engine.dimensions, wanted.with_csv)?;
        let mut summariser = Summariser::new(&self.engine.dimensions);
        let advance = || self.progress.advance();
        on_threads(self.arguments.options.threads(), || {
            self.engine.run::<CliError>(replications, self.stop, &advance, |block| {
                block.iter().for_each(|(_, observation)| summariser.push(observation));
                Ok(writer.append(block)?)
            })
        })??;
        let mut measures = summariser.finish();
        measures.extend(list_published(self.scenario));
        let dispersion = self.scenario.world.municipalities.settlement_dispersion.central();
        measures.extend(list_watched(&measures, dispersion));
        let replications = provenance.replications;
        let summary = Summary { replications, ..self.engine.describe(measures) };
        // The figures of a part would show a part only.
        let with_report = wanted.with_report && shard_of(provenance).is_none();
        publish(writer, &summary, provenance, with_report, self.text, self.stop)?;
        Ok(summary)
    }

    /// Runs the histories part by part, each kept in a folder of its own as soon as it is finished, and joins
    /// them. Parts that are there already are not run again.
    fn simulate_in_parts(
        &self,
        provenance: &Provenance,
        kept: &Path,
        out: &Path,
    ) -> Result<Summary, CliError> {
        let n = self.scenario.run.replications;
        let mut folders = Vec::new();
        for shard in Shard::all(n.div_ceil(PART)) {
            let folder = kept.join(shard.folder());
            let replications = shard.of(n);
            let part = provenance_of_part(provenance, shard, replications.len());
            match reuse(&folder, &part, Contents { with_csv: false, with_report: false })? {
                Some(_) => self.progress.skip(replications.len() as u64),
                None => {
                    self.simulate(replications, &part, &folder).map_err(|error| match error {
                        CliError::Interrupted(_) => {
                            CliError::InterruptedAndKept { path: kept.to_owned() }
                        }
                        error => error,
                    })?;
                }
            }
            folders.push(folder);
        }
        join(&folders, out, self.arguments.wanted(), self.text, self.stop)
    }
}
