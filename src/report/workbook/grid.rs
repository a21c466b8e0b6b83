//! Measures as sheets: a line for each period, group, post or place, a column for each measure.
//!
//! A measure that varies has three columns: the median and the ends of the band that holds 80 % of the runs.

mod kinds;

use super::{Looks, NUMBER_WIDTH, new_sheet, text};
use crate::calendar::Month;
use crate::report::page::Page;
use crate::results::{Measure, Place};
use kinds::{KINDS, Kind};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Rows above the lines: what the sheet shows, the units, the names.
const UNITS: u32 = 1;
const NAMES: u32 = 2;
const FIRST: u32 = 3;
const NAMES_HEIGHT: f64 = 62.0;

/// What a line is about. Lines are in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line<'a> {
    place: &'a str,
    period: &'a str,
    /// Position of the group or post among its kind.
    order: usize,
    /// The group or post.
    name: &'a str,
}

/// The measures of a kind, ready to be written.
struct Grid<'a> {
    /// Names of the measures in the order of the summary, whether they vary, and their unit.
    measures: Vec<(&'a str, bool, &'a str)>,
    lines: BTreeMap<Line<'a>, BTreeMap<&'a str, &'a Measure>>,
}

impl<'a> Grid<'a> {
    fn of(page: &Page<'a>, kind: &Kind) -> Self {
        let mut grid = Self { measures: Vec::new(), lines: BTreeMap::new() };
        let mut positions = BTreeMap::new();
        for measure in page.summary.measures.iter().filter(|it| (kind.holds)(it)) {
            let varies = measure.q10 != measure.q90;
            let position = *positions.entry(measure.name.as_str()).or_insert_with(|| {
                grid.measures.push((&measure.name, false, &measure.unit));
                grid.measures.len() - 1
            });
            grid.measures[position].1 |= varies;
            let line = grid.lines.entry(line(page, measure)).or_default();
            line.insert(measure.name.as_str(), measure);
        }
        grid
    }
}

fn line<'a>(page: &Page<'a>, measure: &'a Measure) -> Line<'a> {
    let (name, order) = match &measure.post {
        Some(post) => (post.as_str(), position(&page.summary.posts, post)),
        None => (measure.group.as_str(), position(&page.summary.groups, &measure.group)),
    };
    Line { place: &measure.place, period: &measure.period, order, name }
}

/// Where `name` stands in the list, from 1; 0 for what stands for all of it.
fn position(list: &[String], name: &str) -> usize {
    list.iter().position(|it| it == name).map_or(0, |index| index + 1)
}

/// Adds a sheet for each kind that has measures.
pub fn add_all(book: &mut Workbook, page: &Page, looks: &Looks) -> Result<(), XlsxError> {
    for kind in &KINDS {
        let grid = Grid::of(page, kind);
        if !grid.lines.is_empty() {
            let sheet = new_sheet(book, page, kind.key, looks)?;
            add(sheet, page, looks, kind, &grid)?;
        }
    }
    Ok(())
}

fn add(
    sheet: &mut Worksheet,
    page: &Page,
    looks: &Looks,
    kind: &Kind,
    grid: &Grid,
) -> Result<(), XlsxError> {
    sheet.set_row_height(NAMES, NAMES_HEIGHT)?;
    for (column, key) in (0..).zip(kind.columns) {
        sheet.write_string_with_format(NAMES, column, page.text.get(key), &looks.head)?;
        let is_name = matches!(*key, "municipality" | "county" | "group" | "household-size");
        let width = if is_name { 24.0 } else { 11.0 };
        sheet.set_column_width(column, width)?;
    }
    let n_keys = kind.columns.len() as u16;
    let last = add_heads(sheet, page, looks, (kind, grid), n_keys)?;
    let mut row = FIRST;
    for (line, measures) in &grid.lines {
        for (column, key) in (0..).zip(kind.columns) {
            write_key(sheet, (row, column), page, key, line)?;
        }
        add_numbers(sheet, row, n_keys, looks, (&grid.measures, measures))?;
        row += 1;
    }
    sheet.autofilter(NAMES, 0, row - 1, last)?;
    sheet.set_freeze_panes(FIRST, n_keys)?;
    sheet.set_repeat_rows(UNITS, NAMES)?;
    Ok(())
}

/// Names and units of the measures; returns the last column.
fn add_heads(
    sheet: &mut Worksheet,
    page: &Page,
    looks: &Looks,
    (kind, grid): (&Kind, &Grid),
    first: u16,
) -> Result<u16, XlsxError> {
    let is_places = kind.columns.contains(&"code");
    let label = if is_places { place_measure_name } else { measure_name };
    let quantiles = [page.text.get("median"), page.percent(0.1), page.percent(0.9)];
    let mut column = first;
    for (name, varies, unit) in &grid.measures {
        let label = label(page, name);
        let unit = page.text.find(&format!("unit-{}", unit.replace(' ', "-")));
        let unit = unit.unwrap_or_default();
        let names = match varies {
            true => quantiles.iter().map(|quantile| format!("{label}, {quantile}")).collect(),
            false => vec![label],
        };
        for name in names {
            sheet.write_string_with_format(UNITS, column, text(&unit), &looks.unit)?;
            sheet.write_string_with_format(NAMES, column, text(&name), &looks.head)?;
            sheet.set_column_width(column, NUMBER_WIDTH)?;
            column += 1;
        }
    }
    Ok(column - 1)
}

/// What a measure is called; its name in the summary where the language files do not know it.
pub fn measure_name(page: &Page, name: &str) -> String {
    page.text.find(&format!("measure-{name}")).unwrap_or_else(|| name.to_owned())
}

/// The same of a county or municipality, where some names mean something else.
fn place_measure_name(page: &Page, name: &str) -> String {
    let own = page.text.find(&format!("measure-place-{name}"));
    own.unwrap_or_else(|| measure_name(page, name))
}

/// A measure's name, whether it varies between runs (and so has a band), and its unit.
type NumberColumn<'a> = (&'a str, bool, &'a str);

fn add_numbers(
    sheet: &mut Worksheet,
    row: u32,
    first: u16,
    looks: &Looks,
    (columns, measures): (&[NumberColumn], &BTreeMap<&str, &Measure>),
) -> Result<(), XlsxError> {
    let mut column = first;
    for (name, varies, unit) in columns {
        let look = looks.of_unit(unit);
        let numbers = measures.get(name).map(|it| match varies {
            true => vec![it.q50, it.q10, it.q90],
            false => vec![it.q50],
        });
        for (at, number) in (column..).zip(numbers.unwrap_or_default()) {
            if number.is_finite() {
                sheet.write_number_with_format(row, at, number, &look)?;
            }
        }
        column += if *varies { 3 } else { 1 };
    }
    Ok(())
}

/// Writes the part of a line's name that belongs in the column `key`.
fn write_key(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    page: &Page,
    key: &str,
    line: &Line,
) -> Result<(), XlsxError> {
    let place = page.measures.place(line.place);
    let words = match key {
        "year" | "month" => return write_period(sheet, (row, column), line.period),
        "inhabitants" => return write_whole(sheet, (row, column), place.map(|it| it.population)),
        "centrality" => {
            let class = place.and_then(|it| it.centrality).map(i64::from);
            return write_whole(sheet, (row, column), class);
        }
        "group" => page.text.group(line.name),
        "household-size" => page.text.get(line.name),
        "post" => line.name.to_owned(),
        "municipality" => place.map_or_else(String::new, |it| page.measures.name_of(it)),
        "county" => place.map_or_else(String::new, |it| county(page, it)),
        _ => line.place.to_owned(),
    };
    sheet.write_string(row, column, text(&words))?;
    Ok(())
}

fn county(page: &Page, place: &Place) -> String {
    page.measures.place(&place.county).map_or_else(|| place.county.clone(), |it| it.name.clone())
}

fn write_whole(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    number: Option<i64>,
) -> Result<(), XlsxError> {
    let look = Format::new().set_num_format("#,##0");
    if let Some(number) = number {
        sheet.write_number_with_format(row, column, number as f64, &look)?;
    }
    Ok(())
}

/// A month as the date of its first day, a year as a number, anything else as text.
fn write_period(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    period: &str,
) -> Result<(), XlsxError> {
    if let Ok(month) = period.parse::<Month>() {
        let date = ExcelDateTime::from_ymd(month.year().0 as u16, month.number(), 1)?;
        let look = Format::new().set_num_format("yyyy-mm");
        sheet.write_datetime_with_format(row, column, &date, &look)?;
    } else if let Ok(year) = period.parse::<u16>() {
        let look = Format::new().set_num_format("0");
        sheet.write_number_with_format(row, column, year, &look)?;
    } else {
        sheet.write_string(row, column, text(period))?;
    }
    Ok(())
}
