//! `bosett run`: a scenario into a result folder and an answer.

use super::answer::{render_json, render_table};
use super::arguments::{Format, RunArguments};
use super::error::CliError;
use super::fast::run_fast;
use super::interrupt::{listen, stop_here};
use super::out::{default_folder, reuse};
use super::precision::plan_precision;
use super::progress::Progress;
use super::provenance::gather_provenance;
use super::{is_stderr_terminal, load_checked, print, tell};
use crate::actuals::list_published;
use crate::engine::{Engine, on_threads};
use crate::report;
use crate::report::page::Page;
use crate::report::text::Text;
use crate::results::folder::FolderWriter;
use crate::results::provenance::Provenance;
use crate::results::summarise::Summariser;
use crate::results::{Measure, Summary};
use crate::scenario::Scenario;
use crate::scenario::load::Look;
use crate::study::watch::list_watched;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Runs a scenario, or finds that it was run before, and prints the answer.
pub fn run(arguments: &RunArguments, text: &Text) -> Result<(), CliError> {
    let stop = listen()?;
    let Some(precision) = arguments.precision else { return run_all(arguments, text, stop) };
    let (scenario, _) = load_checked(arguments.scenario(), &arguments.overrides())?;
    let n = plan_precision(arguments, &scenario, precision, stop)?;
    // The histories are run again and written: the folder is that of a run with as many from the start.
    run_all(&arguments.with_replications(n), text, stop)
}

fn run_all(arguments: &RunArguments, text: &Text, stop: &AtomicBool) -> Result<(), CliError> {
    let (scenario, warnings) = load_checked(arguments.scenario(), &arguments.overrides())?;
    if !arguments.quiet {
        tell(&warnings.to_text(Look::for_stream(&io::stderr())));
    }
    if arguments.fast {
        return run_fast(&scenario, arguments.format, text);
    }
    let replications = plan_replications(arguments, &scenario)?;
    let n_replications = replications.end - replications.start;
    let provenance = gather_provenance(&scenario, n_replications, arguments.deciding());
    let (out, earlier) = choose_folder(arguments, &scenario, &provenance)?;
    let summary = match earlier {
        Some(summary) => {
            if !arguments.quiet {
                tell(&format!(
                    "this run was made before; move {} away to make it again\n",
                    out.display()
                ));
            }
            summary
        }
        None => simulate(arguments, &scenario, replications, &provenance, &out, text, stop)?,
    };
    print(&match arguments.format {
        Format::Table => render_table(&summary, arguments.only_replication, &out, text),
        Format::Json => render_json(&summary, &out),
    })
}

/// Which histories: all, or the one that was asked for.
fn plan_replications(
    arguments: &RunArguments,
    scenario: &Scenario,
) -> Result<Range<u32>, CliError> {
    let n = scenario.run.replications;
    match arguments.only_replication {
        None => Ok(0..n),
        Some(only) if only < n => Ok(only..only + 1),
        Some(found) => Err(CliError::NoSuchReplication { found, n }),
    }
}

/// The folder to write, and the summary in it if the same run was made before.
fn choose_folder(
    arguments: &RunArguments,
    scenario: &Scenario,
    provenance: &Provenance,
) -> Result<(PathBuf, Option<Summary>), CliError> {
    if let Some(out) = &arguments.out {
        return Ok((out.clone(), None));
    }
    let mut out = default_folder(scenario, provenance);
    if let Some(only) = arguments.only_replication {
        out.as_mut_os_string().push(format!("-replication-{only}"));
    }
    let earlier = reuse(&out, provenance, arguments)?;
    Ok((out, earlier))
}

/// Runs the histories on a pool of threads and writes the folder, whole or not at all.
fn simulate(
    arguments: &RunArguments,
    scenario: &Scenario,
    replications: Range<u32>,
    provenance: &Provenance,
    out: &Path,
    text: &Text,
    stop: &AtomicBool,
) -> Result<Summary, CliError> {
    let engine = Engine::new(scenario);
    let mut writer = FolderWriter::create(out, &engine.dimensions, arguments.csv)?;
    let mut summariser = Summariser::new(&engine.dimensions);
    let progress = Progress::new(provenance.replications, !arguments.quiet && is_stderr_terminal());
    on_threads(arguments.threads.map(usize::from), || {
        engine.run::<CliError>(replications, stop, &|| progress.advance(), |block| {
            block.iter().for_each(|(_, observation)| summariser.push(observation));
            Ok(writer.append(block)?)
        })
    })??;
    drop(progress);
    let mut measures = summariser.finish();
    measures.extend(list_published(scenario));
    measures.extend(list_watched(&measures));
    let summary = summary_of(scenario, &engine, provenance, measures);
    publish(writer, &summary, provenance, arguments, text, stop)?;
    Ok(summary)
}

/// Completes the folder and gives it its name.
fn publish(
    writer: FolderWriter,
    summary: &Summary,
    provenance: &Provenance,
    arguments: &RunArguments,
    text: &Text,
    stop: &AtomicBool,
) -> Result<(), CliError> {
    stop_here(stop)?;
    let folder = writer.close(summary, provenance)?;
    stop_here(stop)?;
    if !arguments.no_report {
        report::write_report(Page::new(summary, text.language()), provenance, folder.path())?;
    }
    stop_here(stop)?;
    folder.publish()?;
    Ok(())
}

fn summary_of(
    scenario: &Scenario,
    engine: &Engine<'_>,
    provenance: &Provenance,
    measures: Vec<Measure>,
) -> Summary {
    let dimensions = &engine.dimensions;
    Summary {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        start: scenario.run.horizon.start.to_string(),
        end: scenario.run.horizon.end.to_string(),
        as_of: scenario.run.as_of.to_string(),
        replications: provenance.replications,
        seed: scenario.run.seed,
        groups: dimensions.groups.clone(),
        places: dimensions.counties.iter().chain(&dimensions.municipalities).cloned().collect(),
        posts: dimensions.posts.clone(),
        measures,
    }
}
