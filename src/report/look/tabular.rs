//! A table as a part of a drawing: for slides, where no web page can hold it.

use super::canvas::{Area, Canvas, Side, Stroke, Type};
use super::{AXIS, GRID, HAIRLINE, INK, LABEL_SIZE, QUIET};
use crate::report::figure::Figure;
use crate::report::page::{Heading, Heights, Page};
use crate::report::table::{Row, Table};
use crate::report::text::Text;

const HEAD: Type = Type { size: LABEL_SIZE, bold: true, colour: INK };
const PLAIN: Type = Type { size: LABEL_SIZE, bold: false, colour: INK };
const DETAIL: Type = Type { size: LABEL_SIZE, bold: false, colour: QUIET };

/// Room of a line, and of a line of a heading.
const ROW_HEIGHT: f64 = 21.0;
const HEAD_HEIGHT: f64 = 16.0;
/// Lines that the name of a column may take.
const HEAD_LINES: usize = 3;
/// White between columns.
const GAP: f64 = 16.0;
/// The most of the width that the names of the lines may take.
const NAMES_PART: f64 = 0.45;

/// A figure that is the table itself, with `around` for what stands above and below it.
pub fn figure_of(page: &Page, name: &str, title: String, table: Table, around: f64) -> Figure {
    let heading = Heading {
        title,
        unit: table.caption.clone(),
        has_actuals: false,
        tables: vec![table.clone()],
    };
    let height = around + height_of(table.rows.len());
    let heights = Heights { wide: height, narrow: height };
    let paint = |canvas: &mut Canvas, area| draw_table(canvas, area, &table, &page.text);
    page.figure_of_height(heights, name, heading, paint)
}

/// How high a table of `n_rows` lines is at most.
pub fn height_of(n_rows: usize) -> f64 {
    HEAD_HEIGHT * HEAD_LINES as f64 + 10.0 + ROW_HEIGHT * n_rows as f64
}

/// Draws the table into `area` from its top; what does not fit its column is cut visibly.
pub fn draw_table(canvas: &mut Canvas, area: Area, table: &Table, text: &Text) {
    let wide =
        |row: &Row| look_of(row).width_of(&row.name) + if row.is_detail { 12.0 } else { 0.0 };
    let names = table.rows.iter().map(wide).fold(HEAD.width_of(&table.corner), f64::max);
    let names = (names + GAP).min(area.width() * NAMES_PART);
    let column = (area.width() - names) / table.columns.len().max(1) as f64;
    let head = |words: &str| HEAD.wrapped_at_most(HEAD_LINES, words, column - GAP);
    let heads: Vec<_> = table.columns.iter().map(|it| head(it)).collect();
    let n_lines = heads.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let bottom = area.top + HEAD_HEIGHT * n_lines as f64;
    canvas.text(&HEAD.cut(&table.corner, names - GAP), (area.left, bottom), Side::Right, HEAD);
    for (index, lines) in heads.iter().enumerate() {
        let right = area.left + names + column * (index + 1) as f64;
        for (above, line) in lines.iter().rev().enumerate() {
            let at = (right, bottom - HEAD_HEIGHT * above as f64);
            canvas.text(line, at, Side::Left, HEAD);
        }
    }
    let mut top = bottom + 7.0;
    canvas.line(&[(area.left, top), (area.right, top)], Stroke::solid(INK, 1.2));
    for row in &table.rows {
        let middle = top + ROW_HEIGHT / 2.0;
        let indent = if row.is_detail { 12.0 } else { 0.0 };
        let look = look_of(row);
        let name =
            look.cut(&row.name, if row.cells.is_empty() { area.width() } else { names - GAP });
        canvas.text_beside(&name, (area.left + indent, middle), Side::Right, look);
        for (index, cell) in row.cells.iter().enumerate() {
            let right = area.left + names + column * (index + 1) as f64;
            let words = look.cut(&cell.words(text), column - 4.0);
            canvas.text_beside(&words, (right, middle), Side::Left, look);
        }
        top += ROW_HEIGHT;
        let stroke = match row.cells.is_empty() {
            true => Stroke::solid(AXIS, 1.0),
            false => Stroke::solid(GRID, HAIRLINE),
        };
        canvas.line(&[(area.left, top), (area.right, top)], stroke);
    }
}

fn look_of(row: &Row) -> Type {
    match (row.cells.is_empty(), row.is_detail) {
        (true, _) => HEAD,
        (_, true) => DETAIL,
        _ => PLAIN,
    }
}
