//! Arriving persons by month and year, with the official ranges; one figure for all groups together
//! and one for each group that someone has made a forecast for.

use super::monthly_and_yearly::{Announced, Flow, HEIGHTS};
use crate::calendar::Year;
use crate::report::bands;
use crate::report::figure::Figure;
use crate::report::look::canvas::Canvas;
use crate::report::measures::Subject;
use crate::report::page::{Heading, Page};

const ALL: &str = "all";

/// Needs `arrived_persons` by month; shows it by year, `arrived_persons_actual` by month and year, and
/// by year the ranges `forecast_low_from`, `forecast_low_to`, and so on for `mid` and `high`, and the
/// planning figure `forecast_planning`, where they exist.
pub fn render(page: &Page) -> Vec<Figure> {
    let groups = page.summary.groups.iter().map(String::as_str).filter(|group| *group != ALL);
    let forecast = groups.filter(|group| !announced(page, group).is_empty());
    [ALL].into_iter().chain(forecast).filter_map(|group| render_group(page, group)).collect()
}

fn render_group(page: &Page, group: &str) -> Option<Figure> {
    let arrived = Subject::national("arrived_persons").group(group);
    let actual = Subject::national("arrived_persons_actual").group(group);
    let monthly = page.measures.monthly(arrived);
    if monthly.is_empty() {
        return None;
    }
    let announced = announced(page, group);
    let flow = Flow {
        monthly,
        yearly: page.measures.yearly(arrived),
        actual_monthly: page.measures.monthly(actual),
        actual_yearly: page.measures.yearly(actual),
        announced,
        number_name: page.text.get("forecast-planning"),
        range_name: page.text.get("forecast-ranges"),
    };
    let group_name = page.text.group(group);
    let unit = page.text.with("arrivals-unit", &[("group", &group_name)]);
    let heading = Heading {
        title: title(page, group),
        has_actuals: flow.has_actuals(),
        tables: flow.tables(page, &unit),
        unit,
    };
    let name =
        if group == ALL { "arrivals".to_owned() } else { format!("arrivals-{}", slug(group)) };
    let paint = |canvas: &mut Canvas, area| flow.draw(canvas, area, page);
    Some(page.figure_of_height(HEIGHTS, &name, heading, paint))
}

/// The official ranges and planning figures of a group.
fn announced(page: &Page, group: &str) -> Vec<(Year, Announced)> {
    let yearly = |name: &str| page.measures.yearly(Subject::national(name).group(group));
    let mut announced = Vec::new();
    for (from, to) in [
        ("forecast_low_from", "forecast_low_to"),
        ("forecast_mid_from", "forecast_mid_to"),
        ("forecast_high_from", "forecast_high_to"),
    ] {
        let upper = yearly(to);
        for (year, low) in yearly(from) {
            if let Some((_, high)) = upper.iter().find(|(other, _)| *other == year) {
                announced.push((year, Announced::Range(low.mean, high.mean)));
            }
        }
    }
    let planning = yearly("forecast_planning");
    announced.extend(planning.iter().map(|&(year, it)| (year, Announced::Number(it.mean))));
    announced
}

/// The finding: how many arrive in the headline's year.
pub fn title(page: &Page, group: &str) -> String {
    let group_name = page.text.group(group);
    let yearly = page.measures.yearly(Subject::national("arrived_persons").group(group));
    let Some((year, arrived)) = page.in_focus(&yearly) else {
        return page.text.with("arrivals-plain", &[("group", &group_name)]);
    };
    let arguments = [
        ("group", group_name.as_str()),
        ("year", &year.to_string()),
        ("persons", &page.rounded(arrived.q50)),
        ("spread", &bands::spread(page, arrived, |it| page.rounded(it))),
    ];
    if group == ALL {
        page.text.with("arrivals-title", &arguments[1..])
    } else {
        page.text.with("arrivals-title-group", &arguments)
    }
}

/// A group's id as part of a file name: a scenario may have put anything into it.
fn slug(group: &str) -> String {
    group.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect()
}
