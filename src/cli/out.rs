//! The folder of a run's result: where it goes when nobody says, whether what lies there already is that
//! result, and its completion.

use super::error::CliError;
use super::error::file::{FileError, Unusable};
use super::interrupt::stop_here;
use crate::report::page::Page;
use crate::report::text::Text;
use crate::report::write_report;
use crate::results::Summary;
use crate::results::columns::TABLES;
use crate::results::folder::{
    FolderWriter, PROVENANCE_FILE, TABLES_FOLDER, read_provenance, read_summary,
};
use crate::results::provenance::{Provenance, sha256};
use crate::scenario::Scenario;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

/// Folder of all results that have no folder of their own.
pub const RESULTS: &str = "results";

/// `results/<scenario>-<as-of date>-<hash>`: the same for the same run, another one for any other.
pub fn default_folder(scenario: &Scenario, provenance: &Provenance) -> PathBuf {
    let mut decides = format!(
        "{}\n{}\n{}\n{}\n{}\n",
        provenance.version,
        provenance.rng_schema,
        provenance.seed,
        scenario.run.replications,
        provenance.scenario.text
    );
    for reference in &provenance.references {
        decides.push_str(&format!("{} {}\n", reference.file, reference.sha256));
    }
    let hash = &sha256(decides.as_bytes())[..8];
    Path::new(RESULTS).join(format!("{}-{}-{hash}", scenario.name, scenario.run.as_of))
}

/// What a result folder is to hold beside tables and summary.
#[derive(Clone, Copy, Debug)]
pub struct Contents {
    /// A CSV file beside each table.
    pub with_csv: bool,
    /// Figures.
    pub with_report: bool,
}

/// The summary in `folder` if the very same run was made before; nothing if nothing is there.
pub fn reuse(
    folder: &Path,
    provenance: &Provenance,
    wanted: Contents,
) -> Result<Option<Summary>, CliError> {
    if fs::symlink_metadata(folder).is_err() {
        return Ok(None);
    }
    let refuse = |why| CliError::from(FileError::NotReusable { path: folder.to_owned(), why });
    let Ok(found) = read_provenance(folder) else { return Err(refuse(Unusable::Different)) };
    // The same run may have been asked for in other words.
    let is_same = Provenance { command: provenance.command.clone(), ..found } == *provenance;
    let table = folder.join(TABLES_FOLDER).join(TABLES[0].name);
    if !is_same {
        Err(refuse(Unusable::Different))
    } else if is_older_than_program(&folder.join(PROVENANCE_FILE)) {
        Err(refuse(Unusable::OlderThanProgram))
    } else if wanted.with_csv && !table.with_extension("csv").exists() {
        Err(refuse(Unusable::NoCsv))
    } else if wanted.with_report && !folder.join("report.html").exists() {
        Err(refuse(Unusable::NoReport))
    } else {
        Ok(Some(read_summary(folder)?))
    }
}

/// Completes the folder and gives it its name.
pub fn publish(
    writer: FolderWriter,
    summary: &Summary,
    provenance: &Provenance,
    with_report: bool,
    text: &Text,
    stop: &AtomicBool,
) -> Result<(), CliError> {
    stop_here(stop)?;
    let folder = writer.close(summary, provenance)?;
    stop_here(stop)?;
    if with_report {
        write_report(Page::new(summary, text.language()), provenance, folder.path())?;
    }
    stop_here(stop)?;
    folder.publish()?;
    Ok(())
}

/// Whether `file` was written before this program was built: it may then have been by another program
/// of the same version.
fn is_older_than_program(file: &Path) -> bool {
    let written = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
    let program: Option<SystemTime> = std::env::current_exe().ok().and_then(|it| written(&it));
    match (written(file), program) {
        (Some(file), Some(program)) => file < program,
        _ => false,
    }
}
