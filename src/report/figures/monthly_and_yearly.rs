//! A flow of persons: a fan by month, and beside it the years with what others announced for them.

use super::timeline::{self, Monthly, Timeline, largest};
use crate::calendar::Year;
use crate::report::bands::{self, Beside};
use crate::report::look::canvas::{Area, Canvas};
use crate::report::look::fan;
use crate::report::look::legend::{Sign, draw_bar, draw_bracket, draw_legend, draw_ring};
use crate::report::look::panel::Panel;
use crate::report::look::ticks::Ticks;
use crate::report::look::{ACCENT, AXIS_ROOM, HEIGHT, INK};
use crate::report::page::{Heights, Page};
use crate::report::table::{Cell, Format, Table};
use crate::results::Measure;

/// Number of steps on the vertical axes.
const N_STEPS: usize = 6;
/// Width of the plot of years for each year in it, and at least for all of them.
const YEAR_WIDTH: f64 = 54.0;
const YEARS_LEAST_WIDTH: f64 = 120.0;
/// On a phone the years lie under the months and take this much of the height.
const YEARS_PART: f64 = 0.42;
/// On a phone there are two plots.
pub const HEIGHTS: Heights = Heights { wide: HEIGHT, narrow: 620.0 };

/// What someone has announced for a year.
#[derive(Clone, Copy)]
pub enum Announced {
    /// A number of persons.
    Number(f64),
    /// From, to.
    Range(f64, f64),
}

/// One flow of persons.
pub struct Flow<'a> {
    /// Simulated, by month; not empty.
    pub monthly: Monthly<'a>,
    /// Simulated, by year.
    pub yearly: Vec<(Year, &'a Measure)>,
    /// Published, by month.
    pub actual_monthly: Monthly<'a>,
    /// Published, by year.
    pub actual_yearly: Vec<(Year, &'a Measure)>,
    /// What was announced for the years.
    pub announced: Vec<(Year, Announced)>,
    /// What an announced number is.
    pub number_name: String,
    /// What an announced range is.
    pub range_name: String,
}

impl Flow<'_> {
    /// Whether any published number is shown.
    pub fn has_actuals(&self) -> bool {
        let is_shown = |(year, _): &(Year, &Measure)| self.actual(*year).is_some();
        !self.actual_monthly.is_empty() || self.yearly.iter().any(is_shown)
    }

    /// Draws the flow into `area`.
    pub fn draw(&self, canvas: &mut Canvas, area: Area, page: &Page) {
        let Some(timeline) = Timeline::over(page, &self.monthly, &self.actual_monthly) else {
            return;
        };
        let mut entries = fan::legend(&page.text);
        entries.extend(self.actual_legend(page, &timeline));
        entries.extend(self.announced_legend());
        let at = (area.left, area.top + 8.0);
        let legend = draw_legend(canvas, at, area.width(), &entries);
        let top = area.top + legend + 48.0;
        let all = Area { left: area.left + AXIS_ROOM, top, bottom: area.bottom - 42.0, ..area };
        let (months, years) = self.places(all, page.is_narrow());
        self.draw_months(canvas, months, page, &timeline);
        if !self.yearly.is_empty() {
            self.draw_years(canvas, years, page);
        }
    }

    /// Where the plots of months and years lie.
    fn places(&self, all: Area, is_narrow: bool) -> (Area, Area) {
        if self.yearly.is_empty() {
            return (all, all);
        }
        if is_narrow {
            let top = all.bottom - all.height() * YEARS_PART + 60.0;
            return (Area { bottom: top - 88.0, ..all }, Area { top, ..all });
        }
        let width = (self.yearly.len() as f64 * YEAR_WIDTH).max(YEARS_LEAST_WIDTH);
        let left = all.right - width;
        (Area { right: left - AXIS_ROOM - 24.0, ..all }, Area { left, ..all })
    }

    /// How the reader is told what was published, where it is by year only too.
    fn actual_legend(&self, page: &Page, timeline: &Timeline) -> Vec<(Sign, String)> {
        let mut entries = timeline.legend(&self.actual_monthly, &page.text);
        let shown = self.yearly.iter().map(|(year, _)| *year);
        for year in shown.filter(|year| self.actual(*year).is_some()) {
            let (sign, key) = match is_known(page, year) {
                true => (Sign::Dot(INK), "actual"),
                false => (Sign::Ring(INK), "actual-later"),
            };
            let name = page.text.get(key);
            if entries.iter().all(|(_, other)| *other != name) {
                entries.push((sign, name));
            }
        }
        entries
    }

    /// How the reader is told what the announcements are.
    fn announced_legend(&self) -> Vec<(Sign, String)> {
        let has = |wanted: fn(&Announced) -> bool| self.announced.iter().any(|(_, it)| wanted(it));
        let mut entries = Vec::new();
        if has(|it| matches!(it, Announced::Range(..))) {
            entries.push((Sign::Bracket(ACCENT), self.range_name.clone()));
        }
        if has(|it| matches!(it, Announced::Number(_))) {
            entries.push((Sign::Bar(ACCENT), self.number_name.clone()));
        }
        entries
    }

    /// The years and the months as tables; `unit` says what the numbers are.
    pub fn tables(&self, page: &Page, unit: &str) -> Vec<Table> {
        let caption = |key| format!("{unit} {}", page.text.get(key));
        let months = (&self.monthly, &self.actual_monthly);
        let months = timeline::table(
            page,
            caption("by-month"),
            months.0,
            months.1,
            Format::Whole,
            Vec::new(),
        );
        if self.yearly.is_empty() {
            return vec![months];
        }
        let years = || self.yearly.iter().map(|(year, _)| *year);
        let numbers = years().map(|year| self.announced_number(year)).collect();
        let ranges = years().map(|year| {
            let ranges = self.announced_ranges(year, page);
            if ranges.is_empty() { Cell::Nothing } else { Cell::Words(ranges.join("; ")) }
        });
        let published = years().map(|year| self.actual(year).map(|it| it.mean)).collect();
        let beside = vec![
            Beside::numbers(self.number_name.clone(), numbers, Format::Whole),
            Beside { name: self.range_name.clone(), cells: ranges.collect() },
            Beside::numbers(page.text.get("actual"), published, Format::Whole),
        ];
        let periods: Vec<_> =
            self.yearly.iter().map(|(year, it)| (year.to_string(), *it)).collect();
        let years = bands::table(page, caption("by-year"), "year", &periods, Format::Whole, beside);
        vec![years, months]
    }

    fn actual(&self, year: Year) -> Option<&Measure> {
        self.actual_yearly.iter().find(|(other, _)| *other == year).map(|(_, measure)| *measure)
    }

    fn announced_number(&self, year: Year) -> Option<f64> {
        self.announced.iter().find_map(|(other, it)| match it {
            Announced::Number(number) if *other == year => Some(*number),
            _ => None,
        })
    }

    fn announced_ranges(&self, year: Year, page: &Page) -> Vec<String> {
        let of_year = self.announced.iter().filter(|(other, _)| *other == year);
        let range = of_year.filter_map(|(_, it)| match *it {
            Announced::Range(from, to) => Some(Format::Whole.range((from, to), &page.text)),
            Announced::Number(_) => None,
        });
        range.collect()
    }

    fn draw_months(&self, canvas: &mut Canvas, area: Area, page: &Page, timeline: &Timeline) {
        let ticks = Ticks::from_zero(largest(&self.monthly, &self.actual_monthly), N_STEPS);
        let panel = timeline.panel(area, ticks.top);
        panel.draw_heading(canvas, &page.text.get("per-month"));
        panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
        let points: Vec<_> =
            self.monthly.iter().map(|&(month, it)| (timeline.middle(month), it)).collect();
        fan::draw_fan(canvas, &panel, &points);
        panel.draw_months(canvas, timeline.first(), &page.text);
        timeline.draw_as_of(canvas, &panel, Some(&page.text));
        let place = |month| timeline.middle(month);
        timeline.draw_actuals(canvas, &panel, &self.actual_monthly, place);
        let series = (&self.monthly, &self.actual_monthly);
        timeline.spots(page, canvas, &panel, series, place, |_| Vec::new());
    }

    fn draw_years(&self, canvas: &mut Canvas, area: Area, page: &Page) {
        let announced = self.announced.iter().map(|(_, announced)| match *announced {
            Announced::Number(number) => number,
            Announced::Range(_, to) => to,
        });
        let published = self.yearly.iter().filter_map(|(year, _)| self.actual(*year));
        let published = published.map(|it| it.mean);
        let upper = self.yearly.iter().map(|(_, measure)| measure.q95);
        let largest = upper.chain(published).chain(announced).fold(0.0, f64::max);
        let ticks = Ticks::from_zero(largest, N_STEPS);
        let n_years = self.yearly.len();
        let panel = Panel { area, from: 0.0, to: n_years as f64, top: ticks.top };
        panel.draw_heading(canvas, &page.text.get("per-year"));
        panel.draw_grid(canvas, &ticks, Some(&|value| page.decimal(value, ticks.n_decimals)));
        let names: Vec<_> = self.yearly.iter().map(|(year, _)| year.to_string()).collect();
        let width = (area.width() / n_years as f64 * 0.42).min(34.0);
        for (slot, &(year, measure)) in self.yearly.iter().enumerate() {
            let x = slot as f64 + 0.5;
            fan::draw_box(canvas, &panel, x, width, measure);
            self.draw_announced(canvas, &panel, x, width, year);
            self.draw_actual(canvas, &panel, x, year, page);
        }
        panel.draw_slots(canvas, &names);
        let told = |(slot, &(year, measure)): (usize, &(Year, &Measure))| {
            let mut lines = vec![bands::pointed(page, &year.to_string(), measure, Format::Whole)];
            let number = self.announced_number(year).map(|number| page.whole(number));
            lines.extend(number.map(|it| bands::line(&self.number_name, &it)));
            let ranges = self.announced_ranges(year, page);
            lines.extend(ranges.iter().map(|it| bands::line(&self.range_name, it)));
            let actual = self.actual(year).map(|it| page.whole(it.mean));
            lines.extend(actual.map(|it| bands::line(&page.text.get("actual"), &it)));
            (slot as f64 + 0.5, lines.join("\n"))
        };
        panel.spots(canvas, self.yearly.iter().enumerate().map(told).collect());
    }

    fn draw_announced(&self, canvas: &mut Canvas, panel: &Panel, x: f64, width: f64, year: Year) {
        for (_, announced) in self.announced.iter().filter(|(other, _)| *other == year) {
            match *announced {
                Announced::Number(number) => {
                    draw_bar(canvas, panel.at(x, number), width + 10.0, ACCENT);
                }
                Announced::Range(from, to) => {
                    let beside = panel.x(x) + width / 2.0 + 5.0;
                    draw_bracket(canvas, beside, (panel.y(from), panel.y(to)), ACCENT);
                }
            }
        }
    }

    fn draw_actual(&self, canvas: &mut Canvas, panel: &Panel, x: f64, year: Year, page: &Page) {
        let Some(measure) = self.actual(year) else { return };
        let at = panel.at(x, measure.mean);
        if is_known(page, year) {
            canvas.disc(at, 4.0, INK);
        } else {
            draw_ring(canvas, at, INK);
        }
    }
}

/// Whether a year was over on the day whose knowledge the scenario rests on.
fn is_known(page: &Page, year: Year) -> bool {
    page.as_of().is_none_or(|as_of| year.last_day() <= as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::arrivals;
    use crate::report::fixture;
    use crate::report::text::Language;
    use crate::results::Summary;

    /// The figure of a group with published numbers of years.
    fn drawn(years: &[(i32, f64)]) -> String {
        let mut summary: Summary = fixture::summary();
        let of_2023 = |it: &&Measure| {
            it.name == "arrived_persons" && it.group == "ukraine" && it.period == "2023"
        };
        let like = summary.measures.iter().find(of_2023).expect("a measure").clone();
        let published = years.iter().map(|(year, mean)| Measure {
            name: "arrived_persons_actual".to_owned(),
            period: year.to_string(),
            mean: *mean,
            ..like.clone()
        });
        summary.measures.extend(published);
        let figures = arrivals::render(&Page::new(&summary, Language::En));
        let figure = figures.into_iter().find(|it| it.name == "arrivals-ukraine");
        figure.expect("a figure").svg
    }

    #[test]
    fn a_published_year_is_explained_if_it_is_drawn_and_counts_for_nothing_if_not() {
        let nothing = drawn(&[]);
        assert!(!nothing.contains("Actual"));
        assert_eq!(drawn(&[(2015, 5e6)]), nothing, "2015 lies before the run");
        let later = drawn(&[(2023, 35_000.0)]);
        assert!(later.contains("Actual (known later)"), "{later}");
        assert_eq!(drawn(&[(2015, 5e6), (2023, 35_000.0)]), later);
    }
}
