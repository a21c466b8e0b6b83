//! `bosett merge`: the parts of a run joined into the very bytes of one run.

use super::answer::{render_json, render_table};
use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::interrupt::{listen, stop_here};
use super::options::Format;
use super::out::{Contents, publish};
use super::print;
use super::shard::Shard;
use super::watch::dispersion_of;
use crate::report::text::Text;
use crate::results::Summary;
use crate::results::folder::{FolderError, FolderWriter, read_provenance, read_summary};
use crate::results::measures::{PUBLISHED, SUMMARY_FILE};
use crate::results::observation::Dimensions;
use crate::results::provenance::Provenance;
use crate::results::shards::Replications;
use crate::results::summarise::Summariser;
use crate::scenario::load::words::list;
use crate::study::watch::list_watched;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// The option whose value says which part of a run a folder is.
const OPTION: &str = "--shard";

/// `bosett merge`.
#[derive(Clone, Debug, Args)]
pub struct MergeArguments {
    /// The result folders of all parts, in any order
    #[arg(required = true, value_name = "DIR")]
    pub shards: Vec<PathBuf>,
    /// The result folder of the whole run
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Write a CSV file beside each Parquet table
    #[arg(long)]
    pub csv: bool,
    /// Leave report, workbook, documents and figures out
    #[arg(long)]
    pub no_report: bool,
}

/// Joins parts that were made elsewhere and prints the answer of the whole run.
pub fn merge(arguments: &MergeArguments, text: &Text) -> Result<(), CliError> {
    let wanted = Contents { with_csv: arguments.csv, with_report: !arguments.no_report };
    let summary = join(&arguments.shards, &arguments.out, wanted, text, listen()?)?;
    print(&match arguments.format {
        Format::Table => render_table(&summary, None, &arguments.out, text),
        Format::Json => render_json(&summary, &arguments.out),
    })
}

/// Joins all parts of one run, a few replications in memory at a time.
pub fn join(
    folders: &[PathBuf],
    out: &Path,
    wanted: Contents,
    text: &Text,
    stop: &AtomicBool,
) -> Result<Summary, CliError> {
    let (folders, provenance) = plan_whole(folders)?;
    let mut summary = read_summary(&folders[0])?;
    let no_dates = || FolderError::Mismatch { path: folders[0].join(SUMMARY_FILE) };
    let dimensions = Dimensions::of_summary(&summary).ok_or_else(no_dates)?;
    let mut writer = FolderWriter::create(out, &dimensions, wanted.with_csv)?;
    let mut summariser = Summariser::beside(&dimensions, writer.folder());
    for folder in &folders {
        for replication in Replications::open(folder, &dimensions)? {
            stop_here(stop)?;
            let (number, observation) = replication?;
            summariser.push(&observation)?;
            writer.append(&[(number, observation)])?;
        }
    }
    // Published figures do not depend on the replications: those of a part are those of the whole.
    summary.measures.retain(|it| PUBLISHED.iter().any(|published| published.name == it.name));
    summary.branches = summariser.branches()?;
    summary.measures.splice(0..0, summariser.finish()?);
    summary.measures.extend(list_watched(&summary.measures, dispersion_of(&provenance)));
    summary.replications = provenance.replications;
    publish(writer, &summary, &provenance, wanted.with_report, text, stop)?;
    Ok(summary)
}

/// The folders in the order of their parts, and the provenance of the whole run.
fn plan_whole(folders: &[PathBuf]) -> Result<(Vec<PathBuf>, Provenance), CliError> {
    let mut parts = Vec::with_capacity(folders.len());
    for folder in folders {
        let provenance = read_provenance(folder)?;
        let not_a_shard = || CommandLineError::NotAShard { path: folder.clone() };
        let shard = shard_of(&provenance).ok_or_else(not_a_shard)?;
        parts.push((shard, folder.clone(), provenance));
    }
    parts.sort_by_key(|it| it.0.number());
    let n_replications = parts.iter().map(|it| it.2.replications).sum();
    let whole = |part: &Provenance| Provenance {
        replications: n_replications,
        command: without_shard(&part.command),
        ..part.clone()
    };
    let provenance = whole(&parts[0].2);
    let other = parts.iter().find(|it| whole(&it.2) != provenance);
    if let Some((_, path, other)) = other {
        let (path, first) = (path.clone(), parts[0].1.clone());
        let what = difference(&whole(other), &provenance);
        return Err(CommandLineError::OtherRun { path, first, what }.into());
    }
    check_parts(&parts)?;
    Ok((parts.into_iter().map(|it| it.1).collect(), provenance))
}

/// Whether the parts, in order, are every part of one division once.
fn check_parts(parts: &[(Shard, PathBuf, Provenance)]) -> Result<(), CommandLineError> {
    let first_shard = parts[0].0;
    let clashes = |index: &usize| {
        let shard = parts[*index].0;
        shard.n_shards() != first_shard.n_shards() || shard == parts[*index - 1].0
    };
    if let Some(index) = (1..parts.len()).find(clashes) {
        let (shard, path, _) = &parts[index];
        let is_again = *shard == parts[index - 1].0;
        let before = if is_again { &parts[index - 1] } else { &parts[0] };
        return Err(CommandLineError::NotApart {
            path: path.clone(),
            shard: *shard,
            first: before.1.clone(),
            first_shard: before.0,
        });
    }
    let is_there = |shard: &Shard| parts.iter().any(|it| it.0 == *shard);
    let missing = Shard::all(first_shard.n_shards()).filter(|it| !is_there(it));
    let missing: Vec<String> = missing.map(|it| it.to_string()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = list(missing.iter().map(String::as_str));
    Err(CommandLineError::MissingParts { missing, n: first_shard.n_shards() })
}

/// The first thing in which a run differs from another one.
fn difference(run: &Provenance, other: &Provenance) -> String {
    let told = [
        ("the version of bosett", &run.version, &other.version),
        ("the scheme of random streams", &run.rng_schema, &other.rng_schema),
        ("the seed", &run.seed.to_string(), &other.seed.to_string()),
        ("the scenario", &run.scenario.name, &other.scenario.name),
    ];
    match told.into_iter().find(|(_, it, that)| it != that) {
        Some((what, it, that)) => format!("{what} is {it} and not {that}"),
        None if run.scenario != other.scenario => "the text of the scenario is another".to_owned(),
        None if run.references != other.references => "its tables are others".to_owned(),
        None => "the command was another".to_owned(),
    }
}

/// The provenance of a part of a run.
pub fn provenance_of_part(whole: &Provenance, shard: Shard, n_replications: usize) -> Provenance {
    let mut part = Provenance { replications: n_replications as u64, ..whole.clone() };
    part.command.extend([OPTION.to_owned(), shard.to_string()]);
    part
}

/// Which part of a run a provenance is of, if of a part only.
pub fn shard_of(provenance: &Provenance) -> Option<Shard> {
    let at = provenance.command.iter().position(|it| it == OPTION)?;
    provenance.command.get(at + 1)?.parse().ok()
}

fn without_shard(command: &[String]) -> Vec<String> {
    let at = command.iter().position(|it| it == OPTION).unwrap_or(command.len());
    command
        .iter()
        .enumerate()
        .filter(|(it, _)| !(at..at + 2).contains(it))
        .map(|it| it.1.clone())
        .collect()
}
