//! Months on a horizontal axis, what was published along it, and the day of knowledge.

use crate::calendar::{Day, Month};
use crate::report::bands::{self, Beside};
use crate::report::look::canvas::{Area, Canvas, Side, Stroke, Type};
use crate::report::look::legend::{Sign, draw_ring};
use crate::report::look::panel::Panel;
use crate::report::look::{INK, LABEL_SIZE, LINE, QUIET, THIN_LINE};
use crate::report::page::Page;
use crate::report::table::{Format, Table};
use crate::report::text::Text;
use crate::results::Measure;

/// A series by month.
pub type Monthly<'a> = Vec<(Month, &'a Measure)>;

/// Published months shown before the horizon; older ones say little about it.
const N_MONTHS_BEFORE: i32 = 24;

/// The months on the axis, and what is known.
#[derive(Clone, Copy)]
pub struct Timeline {
    first: Month,
    n_months: i32,
    as_of: Option<Day>,
}

impl Timeline {
    /// The months of `fan`, and published ones around it.
    pub fn over(page: &Page, fan: &Monthly, actual: &Monthly) -> Option<Self> {
        let (start, end) = (fan.first()?.0, fan.last()?.0);
        let first = actual
            .first()
            .map_or(start, |&(month, _)| month.min(start).max(start.plus(-N_MONTHS_BEFORE)));
        Some(Self { first, n_months: end.since(first) + 1, as_of: page.as_of() })
    }

    /// A plot of these months in `area` with `top` at its upper edge.
    pub fn panel(&self, area: Area, top: f64) -> Panel {
        Panel { area, from: 0.0, to: f64::from(self.n_months), top }
    }

    /// The first month on the axis.
    pub fn first(&self) -> Month {
        self.first
    }

    /// Where a flow during the month is drawn.
    pub fn middle(&self, month: Month) -> f64 {
        f64::from(month.since(self.first)) + 0.5
    }

    /// Where a stock at the end of the month is drawn.
    pub fn end(&self, month: Month) -> f64 {
        f64::from(month.since(self.first)) + 1.0
    }

    /// Whether the axis has this month.
    pub fn has(&self, month: Month) -> bool {
        (0..self.n_months).contains(&month.since(self.first))
    }

    /// Whether the month was over on the as-of day. Without such a day everything published counts.
    pub fn is_known(&self, month: Month) -> bool {
        self.as_of.is_none_or(|as_of| month.last_day() <= as_of)
    }

    /// The vertical line after which everything is a projection, named above the plot
    /// if `text` is given.
    pub fn draw_as_of(&self, canvas: &mut Canvas, panel: &Panel, text: Option<&Text>) {
        let Some(as_of) = self.as_of.filter(|day| self.has(day.month())) else { return };
        let month = as_of.month();
        let into_month = f64::from(as_of.since(month.first_day()) + 1) / f64::from(month.n_days());
        let x = panel.x(f64::from(month.since(self.first)) + into_month);
        let stroke = Stroke::dashed(QUIET, 1.0);
        canvas.line(&[(x, panel.area.top - 3.0), (x, panel.area.bottom)], stroke);
        let Some(text) = text else { return };
        let look = Type::plain(LABEL_SIZE, QUIET);
        let words = text.with("as-of-line", &[("date", &text.date(as_of))]);
        let half = look.width_of(&words) / 2.0;
        // Over the line, but not out of the plot.
        let centre = x.max(panel.area.left + half).min(panel.area.right - half);
        canvas.text(&words, (centre, panel.area.top - 9.0), Side::Centre, look);
    }

    /// What was published: a line as far as it was known, rings for what came later.
    pub fn draw_actuals(
        &self,
        canvas: &mut Canvas,
        panel: &Panel,
        actual: &Monthly,
        place: impl Fn(Month) -> f64,
    ) {
        let shown = actual.iter().filter(|(month, _)| self.has(*month));
        let (known, later): (Vec<_>, Vec<_>) = shown.partition(|(month, _)| self.is_known(*month));
        let at = |(month, measure): &&(Month, &Measure)| panel.at(place(*month), measure.mean);
        let line: Vec<_> = known.iter().map(at).collect();
        canvas.line(&line, Stroke::solid(INK, LINE));
        let later: Vec<_> = later.iter().map(at).collect();
        let start = line.last().filter(|_| !later.is_empty());
        let path: Vec<_> = start.into_iter().chain(&later).copied().collect();
        canvas.line(&path, Stroke::solid(INK, THIN_LINE / 2.0));
        for point in later {
            draw_ring(canvas, point, INK);
        }
    }

    /// Lets every month tell what was simulated and published for it, and what `further` adds.
    pub fn spots(
        &self,
        page: &Page,
        canvas: &mut Canvas,
        panel: &Panel,
        (fan, actual): (&Monthly, &Monthly),
        place: impl Fn(Month) -> f64,
        further: impl Fn(Month) -> Vec<String>,
    ) {
        let told = |month: Month| {
            let name = page.text.month(month);
            let (simulated, published) = (of_month(fan, month), of_month(actual, month));
            if simulated.is_none() && published.is_none() {
                return None;
            }
            let told = simulated.map_or_else(
                || name.clone(),
                |measure| bands::pointed(page, &name, measure, Format::Whole),
            );
            let published =
                published.map(|it| bands::line(&page.text.get("actual"), &page.whole(it.mean)));
            let lines = [told].into_iter().chain(published).chain(further(month));
            Some((place(month), lines.collect::<Vec<_>>().join("\n")))
        };
        let months = (0..self.n_months).map(|index| self.first.plus(index));
        panel.spots(canvas, months.filter_map(told).collect());
    }

    /// The key to what was published, as far as any of it is shown.
    pub fn legend(&self, actual: &Monthly, text: &Text) -> Vec<(Sign, String)> {
        let mut months = actual.iter().map(|(month, _)| *month).filter(|&month| self.has(month));
        let known = months.clone().any(|month| self.is_known(month));
        let later = months.any(|month| !self.is_known(month));
        let mut entries = Vec::new();
        if known {
            entries.push((Sign::Line(Stroke::solid(INK, LINE)), text.get("actual")));
        }
        if later {
            entries.push((Sign::Ring(INK), text.get("actual-later")));
        }
        entries
    }
}

/// The measure of a month, if the series has it.
pub fn of_month<'a>(series: &[(Month, &'a Measure)], month: Month) -> Option<&'a Measure> {
    series.iter().find(|(other, _)| *other == month).map(|(_, measure)| *measure)
}

/// The fan by month as a table, beside what was published and `beside`.
pub fn table(
    page: &Page,
    caption: String,
    fan: &Monthly,
    actual: &Monthly,
    format: Format,
    beside: Vec<Beside>,
) -> Table {
    let periods: Vec<_> = fan.iter().map(|(month, it)| (page.text.month(*month), *it)).collect();
    let published = |month| of_month(actual, month).map(|it| it.mean);
    let published = fan.iter().map(|(month, _)| published(*month)).collect();
    let mut columns = vec![Beside::numbers(page.text.get("actual"), published, format)];
    columns.extend(beside);
    bands::table(page, caption, "month", &periods, format, columns)
}

/// The largest number that a plot of these series must have room for.
pub fn largest(fan: &Monthly, actual: &Monthly) -> f64 {
    let upper = fan.iter().map(|(_, measure)| measure.q95);
    upper.chain(actual.iter().map(|(_, measure)| measure.mean)).fold(0.0, f64::max)
}
