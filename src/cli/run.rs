//! `bosett run`: a scenario into a result folder and an answer.

use super::answer::{render_json, render_table};
use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::fast::run_fast;
use super::interrupt::listen;
use super::options::Format;
use super::out::{RESULTS, default_folder, reuse};
use super::precision::Certainty;
use super::provenance::gather_provenance;
use super::run_arguments::RunArguments;
use super::workshop::{Product, Workshop};
use super::{load_checked, print};
use crate::engine::Engine;
use crate::report::text::Text;
use crate::results::Summary;
use crate::results::provenance::Provenance;
use crate::scenario::Scenario;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Most histories that `--precision` runs, where the command line does not say.
const MOST: u32 = 20_000;

/// Runs a scenario, or finds that it was run before, and prints the answer.
pub fn run(arguments: &RunArguments, text: &Text) -> Result<(), CliError> {
    let stop = listen()?;
    match arguments.precision {
        None => run_all(arguments, text, stop),
        Some(wanted) => run_until_certain(arguments, wanted, text, stop),
    }
}

fn run_all(arguments: &RunArguments, text: &Text, stop: &AtomicBool) -> Result<(), CliError> {
    let scenario = arguments.options.load(arguments.scenario(), &[])?;
    if arguments.fast {
        return run_fast(&scenario, &arguments.options, text);
    }
    let replications = plan_replications(arguments, &scenario)?;
    let n_replications = replications.end - replications.start;
    let provenance = gather_provenance(&scenario, n_replications, arguments.deciding());
    let (out, earlier) = choose_folder(arguments, &scenario, &provenance)?;
    let summary = match earlier {
        Some(summary) => summary,
        None => {
            let workshop = open_workshop(arguments, &scenario, n_replications, text, stop);
            match &arguments.checkpoint {
                None => workshop.simulate(replications, &provenance, &out)?,
                Some(kept) => workshop.simulate_in_parts(&provenance, kept, &out)?,
            }
        }
    };
    print_answer(arguments, &summary, &out, text)
}

/// Runs histories until one measure is certain enough. The folder is that of a run with as many from the
/// start, and only gets its name, which depends on their number, when that is known.
fn run_until_certain(
    arguments: &RunArguments,
    wanted: f64,
    text: &Text,
    stop: &AtomicBool,
) -> Result<(), CliError> {
    let scenario = arguments.options.load(arguments.scenario(), &[])?;
    let most = arguments.options.replications().unwrap_or(MOST);
    let workshop = open_workshop(arguments, &scenario, most, text, stop);
    let dimensions = &workshop.engine.dimensions;
    let mut certainty =
        Certainty::new(arguments.measure.as_deref(), &scenario, dimensions, wanted)?;
    let with_csv = arguments.wanted().with_csv;
    let mut product = match &arguments.options.out {
        Some(out) => Product::create(out, dimensions, with_csv)?,
        None => Product::create_in(Path::new(RESULTS), dimensions, with_csv)?,
    };
    match &arguments.checkpoint {
        None => workshop.gather(most, &mut certainty, &mut product)?,
        Some(kept) => workshop.gather_in_parts(most, kept, &mut certainty, &mut product)?,
    }
    workshop.progress.hide();
    let n = product.n_replications();
    arguments.options.remark(&certainty.message(n));
    let told = arguments.with_replications(n);
    let (whole, _) = load_checked(told.scenario(), &told.options.overrides())?;
    let provenance = gather_provenance(&whole, n, told.deciding());
    let (out, earlier) = choose_folder(&told, &whole, &provenance)?;
    let summary = match earlier {
        Some(summary) => summary,
        None => {
            product.name(&out);
            workshop.complete(product, &provenance)?
        }
    };
    print_answer(arguments, &summary, &out, text)
}

fn open_workshop<'a>(
    arguments: &'a RunArguments,
    scenario: &'a Scenario,
    n_replications: u32,
    text: &'a Text,
    stop: &'a AtomicBool,
) -> Workshop<'a> {
    let progress = arguments.options.progress(n_replications.into());
    Workshop { arguments, scenario, engine: Engine::new(scenario), progress, stop, text }
}

fn print_answer(
    arguments: &RunArguments,
    summary: &Summary,
    out: &Path,
    text: &Text,
) -> Result<(), CliError> {
    print(&match arguments.options.format {
        Format::Table => render_table(summary, arguments.only_replication, out, text),
        Format::Json => render_json(summary, out),
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

/// The folder to write, and the summary in it if the same run was made before, which is then said.
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
    if earlier.is_some() {
        let again = format!("move {} away to make it again", out.display());
        arguments.options.remark(&format!("this run was made before; {again}\n"));
    }
    Ok((out, earlier))
}
