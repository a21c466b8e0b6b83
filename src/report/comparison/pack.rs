//! The pack for the Calculation Group (Beregningsgruppen) from a comparison: what changed since the baseline, with the
//! figures of every scenario.

use super::{of_allocation, of_causes, tables};
use crate::report::documents::{
    Content, Section, calculation_group::PARTS, chosen, render_content,
};
use crate::report::figures;
use crate::report::page::{Page, Sheet};
use crate::report::text::Language;
use crate::report::web::FigureView;
use crate::results::comparison::Comparison;

/// The document; `views` are the figures of the comparison.
pub fn render(comparison: &Comparison, views: &[FigureView], language: Language) -> String {
    let page = Page::new(&comparison.baseline().summary, language).without_provenance();
    let figures: Vec<_> = (0..comparison.scenarios.len())
        .map(|index| of_scenario(comparison, index, language))
        .collect();
    let mut sections = Vec::new();
    for (heading, names) in PARTS {
        let parts = figures.iter().zip(&comparison.scenarios).map(|(figures, compared)| Section {
            is_part: true,
            figures: chosen(figures, names),
            ..Section::new(page.text.title(&compared.summary.title))
        });
        let parts: Vec<_> = parts.filter(|it| !it.figures.is_empty()).collect();
        if parts.is_empty() {
            continue;
        }
        sections.push(Section {
            sentences: vec![page.text.get("pack-each")],
            ..Section::new(page.text.get(heading))
        });
        sections.extend(parts);
    }
    sections.push(Section {
        sentences: vec![page.text.get("compare-changes-how")],
        ..Section::new(page.text.get("pack-waterfall"))
    });
    let causes = of_causes(&page, comparison, views);
    sections.extend(causes.into_iter().map(|it| Section { is_part: true, ..it }));
    let shown = tables::side_by_side(&page, comparison);
    sections.push(Section {
        sentences: vec![page.text.get("compare-table-how")],
        tables: shown.iter().map(|table| table.view(&page.text)).collect(),
        ..Section::new(page.text.get("pack-scenarios"))
    });
    sections.push(Section {
        figures: of_allocation(views),
        ..Section::new(page.text.get("pack-allocation"))
    });
    let shown = comparison.others().iter().map(|it| tables::differences(&page, it));
    sections.push(Section {
        sentences: vec![page.text.get("compare-differences-how")],
        tables: shown.map(|table| table.view(&page.text)).collect(),
        ..Section::new(page.text.get("compare-differences"))
    });
    let title = page.text.get("pack-title");
    render_content(Content { title, sections }, &page, &comparison.version)
}

/// The figures of one scenario, whose places on the page are its own.
fn of_scenario(comparison: &Comparison, index: usize, language: Language) -> Vec<FigureView> {
    let summary = &comparison.scenarios[index].summary;
    let page = Page::new(summary, language).on(Sheet::Screen);
    let wide = figures::render_all(&page);
    let page = page.on(Sheet::Phone);
    let narrow = figures::render_all(&page);
    let view = |(wide, narrow)| {
        FigureView::new(wide, narrow, &page.text).at(format!("scenario-{}", index + 1))
    };
    wide.iter().zip(&narrow).map(view).collect()
}
