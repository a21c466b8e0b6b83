//! The pack for the Calculation Group: figures and tables P1 to P5 as far as one result has them.

use super::{Content, Section, chosen};
use crate::report::answer;
use crate::report::page::Page;
use crate::report::web::FigureView;

/// Heading and figures of each part about one scenario.
pub const PARTS: [(&str, &[&str]); 3] = [
    ("pack-flows", &["arrivals", "arrivals-", "settlements", "waiting", "stages", "reception"]),
    ("pack-pace", &["budget-pace"]),
    ("pack-decomposition", &["budget-decomposition"]),
];

/// The document.
pub fn plan(page: &Page, figures: &[FigureView]) -> Option<Content> {
    let part = |(heading, names): (&str, &[&str])| Section {
        figures: chosen(figures, names),
        ..Section::new(page.text.get(heading))
    };
    let table = answer::table(page);
    let mut sections = vec![Section {
        sentences: answer::sentences(page),
        ..Section::new(page.text.get("report-answer"))
    }];
    sections.extend(PARTS.into_iter().map(part));
    sections.push(Section {
        sentences: vec![page.text.get("pack-waterfall-how")],
        ..Section::new(page.text.get("pack-waterfall"))
    });
    sections.push(Section {
        sentences: vec![page.text.get("pack-table-how")],
        tables: vec![table.view(&page.text)],
        ..Section::new(page.text.get("pack-table"))
    });
    sections.push(Section {
        figures: chosen(figures, &["settled-within", "centrality", "map"]),
        ..Section::new(page.text.get("pack-more"))
    });
    Some(Content { title: page.text.get("pack-title"), sections })
}
