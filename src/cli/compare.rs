//! `bosett compare`: scenarios side by side on common random numbers.

use super::error::CliError;
use super::error::file::FileError;
use super::interrupt::{listen, stop_here};
use super::options::Format;
use super::print;
use super::result_arguments::CompareArguments;
use super::table::wrap;
use crate::actuals::list_published;
use crate::chance::STREAM_VERSION;
use crate::engine::on_threads;
use crate::report::comparison::{POST, of_scenario, write_comparison};
use crate::report::page::Page;
use crate::report::text::Text;
use crate::results::comparison::{COMPARISON_FILE, Comparison};
use crate::results::folder::UnpublishedFolder;
use crate::results::json_lines;
use crate::results::observation::ALL_GROUPS;
use crate::results::provenance::sha256;
use crate::study::compare::{Entry, Plan};
use std::path::{Path, PathBuf};

/// Where lines of text are broken.
const WIDTH: usize = 80;

/// Runs the scenarios and what lies between them, writes a folder and prints what was found.
pub fn compare(arguments: &CompareArguments, text: &Text) -> Result<(), CliError> {
    let entries = load(arguments)?;
    let plan = Plan::new(&entries)?;
    let out = choose_folder(arguments, &entries);
    let folder = UnpublishedFolder::create(&out)?;
    let stop = listen()?;
    let progress = arguments.options.progress(plan.n_replications());
    let comparison = on_threads(arguments.options.threads(), || {
        let version = env!("CARGO_PKG_VERSION");
        let streams = STREAM_VERSION.to_string();
        plan.run(version, &streams, arguments.deciding(), stop, &|| progress.advance())
    })?;
    drop(progress);
    let mut comparison = comparison?;
    for (compared, entry) in comparison.scenarios.iter_mut().zip(&entries) {
        compared.summary.measures.extend(list_published(&entry.scenario).into_iter().filter(
            // Only what stands beside a projection of all groups together.
            |it| it.group == ALL_GROUPS && it.post.as_deref().is_none_or(|post| post == POST),
        ));
    }
    let path = folder.path().join(COMPARISON_FILE);
    std::fs::write(&path, json_lines(&comparison))
        .map_err(|source| FileError::Write { path, source })?;
    if !arguments.no_report {
        write_comparison(&comparison, folder.path(), text.language())?;
    }
    stop_here(stop)?;
    let out = folder.publish()?;
    print(&match arguments.options.format {
        Format::Table => render_answer(&comparison, &out, text),
        Format::Json => json_lines(&comparison),
    })
}

/// The scenarios, the others with the seed and the number of replications of the first.
fn load(arguments: &CompareArguments) -> Result<Vec<Entry>, CliError> {
    let mut entries: Vec<Entry> = Vec::new();
    for argument in &arguments.scenarios {
        let mut same = Vec::new();
        if let Some(first) = entries.first() {
            let run = &first.scenario.run;
            same.push(format!("run.replications={}", run.replications));
            same.push(format!("run.seed={}", run.seed));
        }
        let scenario = arguments.options.load(argument, &same)?;
        entries.push(Entry { argument: argument.clone(), scenario });
    }
    Ok(entries)
}

/// `results/compare-<scenarios>-<hash>`: the same for the same comparison.
fn choose_folder(arguments: &CompareArguments, entries: &[Entry]) -> PathBuf {
    if let Some(out) = &arguments.options.out {
        return out.clone();
    }
    let mut decides = format!("{}\n{STREAM_VERSION}\n", env!("CARGO_PKG_VERSION"));
    for Entry { scenario, .. } in entries {
        decides.push_str(&scenario.text);
        scenario.tables.iter().for_each(|(name, text)| decides.push_str(&format!("{name} {text}")));
    }
    let names: Vec<_> = entries.iter().map(|it| it.scenario.name.as_str()).collect();
    let hash = &sha256(decides.as_bytes())[..8];
    Path::new("results").join(format!("compare-{}-{hash}", names.join("-")))
}

/// The title of each scenario, and what it changes in sentences.
fn render_answer(comparison: &Comparison, out: &Path, text: &Text) -> String {
    let baseline = &comparison.baseline().summary;
    let page = Page::new(baseline, text.language());
    let mut answer = format!("{}: {}\n", text.get("compare-before"), page.title());
    for other in comparison.others() {
        answer.push_str(&format!("\n{}\n", text.title(&other.summary.title)));
        for sentence in of_scenario(&page, other) {
            answer.push_str(&wrap(&format!("- {sentence}"), WIDTH, "  "));
        }
    }
    let out = out.display().to_string();
    answer.push_str(&format!("\n{}\n", text.with("terminal-comparison", &[("folder", &out)])));
    answer
}
