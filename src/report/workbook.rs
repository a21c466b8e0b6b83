//! `report.xlsx`: the answer and its origin in front, then a sheet for each kind of measure.
//!
//! Numbers are numbers in their own unit, text is text: nothing in it is a formula or can become one.
//! The same result gives the same bytes.

mod branches;
mod comparison;
mod front;
mod grid;
mod lines;
mod lists;
mod prices;

pub use comparison::render_comparison;

use super::page::Page;
use super::table::Format as NumberFormat;
use crate::calendar::Day;
use crate::results::provenance::Provenance;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

/// Most characters a cell can hold.
const MOST_CHARACTERS: usize = 32_767;
const BLUE: Color = Color::RGB(0x00_4E_8C);
const QUIET: Color = Color::RGB(0x56_5F_6D);
/// Width of a column of numbers, in characters.
const NUMBER_WIDTH: f64 = 13.0;

/// The workbook as a file's bytes.
pub fn render_workbook(page: &Page, provenance: &Provenance) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(page, &provenance.version, &page.title())?);
    let looks = Looks::new(page);
    front::add(&mut book, page, provenance, &looks)?;
    grid::add_all(&mut book, page, &looks)?;
    branches::add(&mut book, page, &looks)?;
    prices::add(&mut book, page, &looks)?;
    lists::add_all(&mut book, page, provenance, &looks)?;
    book.save_to_buffer()
}

/// Who made it and when: the day whose knowledge it rests on, not the day it was written.
fn properties(page: &Page, version: &str, title: &str) -> Result<DocProperties, XlsxError> {
    let start = page.summary.start.parse::<Day>().ok();
    let known = page.as_of().or(start);
    let date = known.map_or((2000, 1, 1), |day| {
        let date = day.date();
        (date.year(), date.month(), date.day())
    });
    let created = ExcelDateTime::from_ymd(date.0 as u16, date.1 as u8, date.2 as u8)?;
    let author = format!("bosett {version}");
    let properties = DocProperties::new().set_title(text(title)).set_author(author);
    Ok(properties.set_creation_datetime(&created))
}

/// Text that a cell can hold: the letters of it, at most so many.
fn text(words: &str) -> String {
    let letters = words.chars().filter(|it| !it.is_control() || *it == '\n');
    letters.take(MOST_CHARACTERS).collect()
}

/// How cells look.
struct Looks {
    title: Format,
    quiet: Format,
    plain: Format,
    wrapped: Format,
    heading: Format,
    head: Format,
    unit: Format,
    detail: Format,
    /// How a probability is written that replications never prove to be 0 or 1.
    chance: String,
}

impl Looks {
    fn new(page: &Page) -> Self {
        let word = |share| NumberFormat::Chance.words(share, &page.text);
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Medium);
        Self {
            title: Format::new().set_bold().set_font_size(16).set_font_color(BLUE),
            quiet: Format::new().set_font_color(QUIET),
            plain: Format::new(),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            heading: Format::new().set_bold().set_border_bottom(FormatBorder::Thin),
            head,
            unit: Format::new().set_italic().set_font_color(QUIET),
            detail: Format::new().set_font_color(QUIET).set_indent(1),
            chance: format!("[>0.99]\"{}\";[<0.01]\"{}\";0%", word(1.0), word(0.0)),
        }
    }

    /// How a number of this unit is written.
    fn of_unit(&self, unit: &str) -> Format {
        let code = match unit {
            "persons" | "kroner" | "beds" | "nights" | "places" | "municipalities" | "days"
            | "person-months" | "place-months" => "#,##0",
            "share" => "0.0%",
            "index" | "match score of one person" => "0.000",
            _ => "0.0",
        };
        Format::new().set_num_format(code)
    }

    /// How a number of a table is written.
    fn of_number(&self, format: NumberFormat) -> Format {
        let code = match format {
            NumberFormat::Whole | NumberFormat::Millions(0) => "#,##0".to_owned(),
            NumberFormat::Decimal(_) | NumberFormat::Millions(_) => "#,##0.0".to_owned(),
            NumberFormat::Percent => "0%".to_owned(),
            NumberFormat::Significant => "#,##0.####".to_owned(),
            NumberFormat::Chance => self.chance.clone(),
        };
        Format::new().set_num_format(code)
    }
}

/// A sheet with a line on what it shows, ready for print.
fn new_sheet<'b>(
    book: &'b mut Workbook,
    page: &Page,
    key: &str,
    looks: &Looks,
) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(page.text.get(&format!("sheet-{key}")))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let about = page.text.get(&format!("sheet-{key}-about"));
    sheet.write_string_with_format(0, 0, text(&about), &looks.quiet)?;
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::grid::measure_name;
    use super::*;
    use crate::report::fixture;
    use crate::report::text::Language;
    use crate::results::columns::TABLES;
    use crate::results::measures::{DERIVED, WATCHED};

    #[test]
    fn every_declared_measure_has_a_name_in_every_language() {
        let summary = fixture::summary();
        for language in Language::ALL {
            let page = Page::new(&summary, language);
            let columns = TABLES.iter().flat_map(|table| table.columns).map(|it| it.name);
            let derived = DERIVED.iter().chain(WATCHED).map(|it| it.name);
            for name in columns.chain(derived) {
                assert_ne!(measure_name(&page, name), name, "in {}", language.code());
            }
        }
    }
}
