//! `bosett validate`: writes `docs/validation.md`, and the tables of simulations beside it when asked to.

use super::arguments::ValidateArguments;
use super::error::CliError;
use super::error::command_line::CommandLineError;
use super::error::file::FileError;
use super::interrupt::listen;
use super::print;
use crate::validation::{Content, Effort, SECTIONS, render};
use std::fs;
use std::path::{Path, PathBuf};

/// Makes the tables that were asked for anew, then writes the document.
pub fn validate(arguments: &ValidateArguments) -> Result<(), CliError> {
    let tables = arguments.out.with_extension("");
    if !arguments.simulate.is_empty() {
        let effort = Effort { replications: arguments.replications, is_interrupted: listen()? };
        arguments.simulate.iter().try_for_each(|name| simulate(name, effort, &tables))?;
    }
    let table_of = |name: &str| fs::read_to_string(table_path(&tables, name)).ok();
    let page = render(table_of);
    write(&arguments.out, &page)?;
    print(&format!("{}\n", arguments.out.display()))
}

fn table_path(tables: &Path, name: &str) -> PathBuf {
    tables.join(format!("{name}.csv"))
}

fn simulate(name: &str, effort: Effort<'_>, tables: &Path) -> Result<(), CliError> {
    let simulated = SECTIONS.iter().filter_map(|it| match it.content {
        Content::Simulated { simulate, .. } => Some((it.name, simulate)),
        _ => None,
    });
    let Some((_, simulate)) = simulated.clone().find(|it| it.0 == name) else {
        let names: Vec<&str> = simulated.map(|it| it.0).collect();
        let accepted = format!("a section that rests on a simulation: {}", names.join(", "));
        return Err(CommandLineError::option("--simulate", name, accepted).into());
    };
    let table = simulate(effort)?;
    write(&table_path(tables, name), &table)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = match folder.as_os_str().is_empty() {
        true => Ok(()),
        false => fs::create_dir_all(folder),
    };
    let written = written.and_then(|()| fs::write(path, text));
    Ok(written.map_err(|source| FileError::write(path, source))?)
}
