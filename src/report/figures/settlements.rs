//! Settled persons by month and year, with the state's request.

use super::monthly_and_yearly::{Announced, Flow, HEIGHTS};
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::Canvas;
use crate::report::measures::Subject;
use crate::report::page::{Heading, Page};

/// Needs `settled_under_request_persons` by month; shows it by year, `settled_under_request_persons_actual` by month and year and
/// `requested_persons` by year where they exist.
pub fn render(page: &Page) -> Vec<Figure> {
    let settled = Subject::national("settled_under_request_persons");
    let actual = Subject::national("settled_under_request_persons_actual");
    let monthly = page.measures.monthly(settled);
    if monthly.is_empty() {
        return Vec::new();
    }
    let requested = page.measures.yearly(Subject::national("requested_persons"));
    let announced: Vec<_> =
        requested.iter().map(|&(year, it)| (year, Announced::Number(it.q50))).collect();
    let flow = Flow {
        monthly,
        yearly: page.measures.yearly(settled),
        actual_monthly: page.measures.monthly(actual),
        actual_yearly: page.measures.yearly(actual),
        announced,
        number_name: page.text.get("request"),
        range_name: String::new(),
    };
    let unit = page.text.get("settlements-unit");
    let heading = Heading {
        title: title(page),
        has_actuals: flow.has_actuals(),
        tables: flow.tables(page, &unit),
        unit,
    };
    let paint = |canvas: &mut Canvas, area| flow.draw(canvas, area, page);
    vec![page.figure_of_height(HEIGHTS, "settlements", heading, paint)]
}

/// The finding: how many are settled in the headline's year, against how many requested.
pub fn title(page: &Page) -> String {
    let yearly = page.measures.yearly(Subject::national("settled_under_request_persons"));
    let Some((year, settled)) = page.in_focus(&yearly) else {
        return page.text.get("settlements-plain");
    };
    let year_name = year.to_string();
    let persons = page.rounded(settled.q50);
    let spread = bands::spread(page, settled, |it| page.rounded(it));
    let mut arguments =
        vec![("year", year_name.as_str()), ("persons", &persons), ("spread", &spread)];
    match page.measures.year(Subject::national("requested_persons"), year) {
        Some(requested) => {
            let requested = page.rounded(requested.q50);
            arguments.push(("requested", &requested));
            page.text.with("settlements-title-requested", &arguments)
        }
        None => page.text.with("settlements-title", &arguments),
    }
}
