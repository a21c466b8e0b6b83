//! `report.html`: the answer first, then every figure with its tables, then what it all rests on.

use super::answer::{self, KeyFigure};
use super::basis;
use super::branches;
use super::measures::Subject;
use super::page::Page;
use super::parameter_name::parameter_name;
use super::table::{Cell, Format, Row, Table, TableView};
use super::web::{FigureView, Head, render};
use crate::results::provenance::{Parameter, Provenance};
use serde::Serialize;

const TEMPLATE: &str = include_str!("templates/report.html");
/// Assumptions named beside the answer.
const N_CAVEATS: usize = 3;
/// Parameters of a status that are shown without a click.
const N_SHOWN: usize = 12;

#[derive(Serialize)]
struct Caveat {
    /// What it is called, where the language files know it.
    name: Option<String>,
    key: String,
    law: String,
}

#[derive(Serialize)]
struct Group {
    heading: String,
    first: Option<TableView>,
    rest: Option<TableView>,
    rest_heading: String,
}

#[derive(Serialize)]
struct Origin {
    name: String,
    words: String,
    is_code: bool,
}

/// All that the template shows.
#[derive(Serialize)]
struct Report<'a> {
    head: Head,
    key_figures: Vec<KeyFigure>,
    answer: Vec<String>,
    answer_table: TableView,
    main_layer: Option<String>,
    caveat_heading: String,
    caveats: Vec<Caveat>,
    figures: &'a [FigureView],
    basis: Vec<Group>,
    reading: Vec<String>,
    layers: Option<TableView>,
    branches: Option<TableView>,
    origin: Vec<Origin>,
    references: TableView,
    scenario_text: &'a str,
}

/// The whole report as one page.
pub fn render_report(page: &Page, provenance: &Provenance, figures: &[FigureView]) -> String {
    let text = &page.text;
    let title = page.title();
    let counts = [
        ("assumed", basis::n_assumed(provenance).to_string()),
        ("all", provenance.parameters.len().to_string()),
    ];
    let report = Report {
        head: Head::new(page, text.get("report-kicker"), title.clone()),
        key_figures: answer::key_figures(page),
        answer: answer::sentences(page),
        answer_table: answer::table(page).view(text),
        main_layer: page.focus_year().and_then(|year| answer::main_layer(page, answer::POST, year)),
        caveat_heading: answer::with(page, "caveats", &counts),
        caveats: caveats(page, provenance),
        figures,
        basis: groups(page, provenance),
        reading: reading(page),
        layers: layers(page).map(|table| table.view(text)),
        branches: branches::table(page).map(|table| table.view(text)),
        origin: origin(page, provenance),
        references: basis::references(provenance, page).view(text),
        scenario_text: &provenance.scenario.text,
    };
    render(TEMPLATE, &title, &report, page.language(), &provenance.version)
}

fn caveats(page: &Page, provenance: &Provenance) -> Vec<Caveat> {
    let caveat = |parameter: &&Parameter| {
        let law = basis::law_words(parameter.law.as_deref()?, &page.text);
        let name = parameter_name(&parameter.key, &page.text);
        Some(Caveat { name, key: parameter.key.clone(), law })
    };
    basis::widest(provenance, N_CAVEATS).iter().filter_map(caveat).collect()
}

fn groups(page: &Page, provenance: &Provenance) -> Vec<Group> {
    let group = |group: basis::Group<'_>| {
        let (first, rest) = group.parameters.split_at(group.parameters.len().min(N_SHOWN));
        // Of what is certain enough, nothing needs to stand open.
        let is_assumed = group.is_assumed;
        let (first, rest) = if is_assumed { (first, rest) } else { (&[][..], &*group.parameters) };
        let view = |parameters: &[_]| {
            let table = (!parameters.is_empty()).then(|| basis::table(parameters, page));
            table.map(|it| it.view(&page.text))
        };
        let number = rest.len().to_string();
        let key = if is_assumed { "basis-others" } else { "basis-all" };
        Group {
            first: view(first),
            rest: view(rest),
            rest_heading: page.text.with(key, &[("number", &number)]),
            heading: group.heading,
        }
    };
    basis::groups(provenance, &page.text).into_iter().map(group).collect()
}

/// How to read the numbers, in sentences.
fn reading(page: &Page) -> Vec<String> {
    let replications = page.whole(page.summary.replications as f64);
    let mut sentences = vec![page.text.with("reading-median", &[("replications", &replications)])];
    let keys = ["reading-bands", "reading-sums", "reading-limits", "reading-actuals"];
    sentences.extend(keys.map(|key| page.text.get(key)));
    sentences.extend(error(page, replications));
    sentences
}

/// How far the means are off because there are only so many replications.
fn error(page: &Page, replications: String) -> Option<String> {
    let year = page.focus_year()?;
    let persons =
        page.measures.year(Subject::national("settled_under_request_persons"), year)?.mc_error;
    let kroner = answer::on_post(page, "cash_kroner", answer::POST, year)?.mc_error;
    let arguments = [
        ("replications", replications),
        ("year", year.to_string()),
        ("persons", page.whole(persons)),
        ("millions", page.millions(kroner)),
    ];
    Some(answer::with(page, "reading-error", &arguments))
}

/// Where the uncertainty of the headline's year comes from.
fn layers(page: &Page) -> Option<Table> {
    const LAYERS: [&str; 3] = ["scenario", "parameters", "chance"];
    let year = page.focus_year()?;
    let row = |key: &str, quantity: &str, post: &str| {
        let share = |layer: &str| {
            let name = format!("{quantity}_variance_share_{layer}");
            page.measures.year(Subject::national(&name).post(post), year).map(|it| it.mean)
        };
        let cells = LAYERS.map(|layer| Cell::number(share(layer), Format::Percent));
        Row::new(page.text.get(key), cells.into())
    };
    let mut rows = vec![
        row("row-settled", "settled_persons", ""),
        row("row-cash-post-60", "cash_kroner", answer::POST),
    ];
    rows.retain(Row::has_content);
    let columns = LAYERS.map(|layer| page.text.get(&format!("layer-{layer}")));
    let caption = page.text.with("layers", &[("year", &year.to_string())]);
    let table = Table { caption, corner: String::new(), columns: columns.into(), rows };
    (!table.rows.is_empty()).then_some(table)
}

/// All it takes to run the scenario again.
fn origin(page: &Page, provenance: &Provenance) -> Vec<Origin> {
    let command = format!("bosett {}", provenance.command.join(" "));
    let replications = page.whole(provenance.replications as f64);
    let of = |key: &str, words: &str, is_code| Origin {
        name: page.text.get(key),
        words: words.to_owned(),
        is_code,
    };
    vec![
        of("origin-command", &command, true),
        of("origin-scenario", &provenance.scenario.name, true),
        of("origin-hash", &provenance.scenario.sha256, true),
        of("origin-as-of", &page.as_of_words(), false),
        of("origin-replications", &replications, false),
        of("origin-seed", &provenance.seed.to_string(), false),
        of("origin-version", &provenance.version, false),
        of("origin-streams", &provenance.rng_schema, false),
    ]
}
