//! `bosett report`: the report of a saved result again, without running anything.

use super::counts::Counts;
use super::error::CliError;
use super::error::file::FileError;
use super::error::input::InputError;
use super::interrupt::{listen, stop_here};
use super::result_arguments::{ReportArguments, Wanted};
use super::watch::dispersion_of;
use super::{print, tell};
use crate::report::borders::Borders;
use crate::report::documents::Kind;
use crate::report::page::Page;
use crate::report::text::Text;
use crate::report::{write_document, write_report};
use crate::results::Summary;
use crate::results::folder::{
    UnpublishedFolder, read_provenance, read_summary, write_tables_as_csv,
};
use crate::results::json_lines;
use crate::results::measures::{SUMMARY_FILE, WATCHED};
use crate::results::provenance::Provenance;
use crate::study::watch::list_charts;
use std::path::{Path, PathBuf};

/// Writes what was asked for into a folder of its own, whole or not at all, and prints its name.
pub fn report(arguments: &ReportArguments, text: &Text) -> Result<(), CliError> {
    let stop = listen()?;
    let mut summary = read_summary(&arguments.result)?;
    let provenance = read_provenance(&arguments.result)?;
    let (made_by, this) = (&provenance.version, env!("CARGO_PKG_VERSION"));
    if made_by != this {
        let path = arguments.result.display();
        tell(&format!(
            "warning: {path} was made by bosett {made_by} and this is {this}; numbers are shown as they are there\n"
        ));
    }
    if let Some(path) = &arguments.settled {
        watch_counts(&mut summary, &provenance, (path, &arguments.result))?;
    }
    let borders = arguments.map.as_deref().map(|path| load_borders(path, &summary)).transpose()?;
    let folder = UnpublishedFolder::create(&choose_folder(arguments, text))?;
    let page = Page::new(&summary, text.language()).with_borders(borders.as_ref());
    match kind(arguments.document) {
        None => {
            write_report(page, &provenance, folder.path())?;
        }
        Some(kind) => {
            let written = write_document(kind, page, &provenance, folder.path())?;
            written.ok_or_else(|| FileError::NothingToSay { path: arguments.result.clone() })?;
        }
    }
    if arguments.settled.is_some() {
        // Every number of a report stands in a summary, and these are not in that of the result.
        let path = folder.path().join(SUMMARY_FILE);
        std::fs::write(&path, json_lines(&summary))
            .map_err(|source| FileError::Write { path, source })?;
    }
    if arguments.csv {
        write_tables_as_csv(&arguments.result, folder.path())?;
    }
    stop_here(stop)?;
    let out = folder.publish()?.display().to_string();
    print(&format!("{}\n", text.with("terminal-report", &[("folder", &out)])))
}

/// Puts the counts in a file and the charts of them in the place of published settlement and its charts.
fn watch_counts(
    summary: &mut Summary,
    provenance: &Provenance,
    (path, plan): (&str, &Path),
) -> Result<(), CliError> {
    let counts = Counts::load(path)?;
    let periods =
        counts.against(&Counts::planned_by(summary), path, &plan.display().to_string())?;
    counts.replace_published(&mut summary.measures);
    summary.measures.retain(|it| WATCHED.iter().all(|watched| watched.name != it.name));
    let dispersion = dispersion_of(provenance);
    summary.measures.extend(list_charts(&periods, counts.pace, dispersion));
    Ok(())
}

/// The borders in a file, provided that some of them are those of the result's municipalities.
fn load_borders(path: &Path, summary: &Summary) -> Result<Borders, CliError> {
    let path_of = || path.to_owned();
    let text = std::fs::read_to_string(path)
        .map_err(|source| FileError::Read { path: path_of(), source })?;
    let borders = Borders::parse(&text)
        .map_err(|source| InputError::NoMap { path: path_of(), why: source.to_string() })?;
    let is_known = |code: &str| summary.places.iter().any(|place| place.code == code);
    if borders.shapes.iter().any(|shape| is_known(&shape.code)) {
        return Ok(borders);
    }
    let why = "none of its areas is a municipality of the result".to_owned();
    Err(InputError::NoMap { path: path_of(), why }.into())
}

/// The one document that was asked for, if not all.
fn kind(wanted: Wanted) -> Option<Kind> {
    match wanted {
        Wanted::All => None,
        Wanted::Monthly => Some(Kind::Monthly),
        Wanted::HalfYear => Some(Kind::HalfYear),
        Wanted::CalculationGroup => Some(Kind::CalculationGroup),
    }
}

fn choose_folder(arguments: &ReportArguments, text: &Text) -> PathBuf {
    let name = kind(arguments.document).map_or("report", Kind::name);
    let inside = || arguments.result.join(format!("{name}-{}", text.language().code()));
    arguments.out.clone().unwrap_or_else(inside)
}
