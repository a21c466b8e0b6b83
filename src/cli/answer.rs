//! The answer of a run: a short table for people, or the measures behind it for machines.
//!
//! Computes nothing: every number is a measure of the summary.

use super::table::{Table, wrap};
use crate::calendar::{Day, Year};
use crate::report::number::{millions, percent, whole};
use crate::report::text::Text;
use crate::results::measures::{FOREMOST_OF_POST, FOREMOST_OF_YEAR};
use crate::results::observation::ALL_GROUPS;
use crate::results::{Measure, NATIONAL, Summary};
use crate::scenario::Post;
use serde::Serialize;
use std::path::Path;

/// The post that the answer is about.
const POST: Post = Post::IntegrationGrant;
/// Where lines of text are broken.
const WIDTH: usize = 80;
/// Where there is no number.
const NOTHING: &str = "–";
/// The measure of a year that is shown of other posts too.
const PAID: &str = "cash_kroner";
/// The measure of a month from which the likely month of exhaustion is read.
const EXHAUSTION: &str = "exhaustion_probability";

/// The answer as JSON: what the summary says of itself, the folder, and the measures as in `summary.json`.
pub fn render_json(summary: &Summary, folder: &Path) -> String {
    #[derive(Serialize)]
    struct Answer<'a> {
        scenario: &'a str,
        title: &'a str,
        start: &'a str,
        end: &'a str,
        as_of: &'a str,
        replications: u64,
        seed: u64,
        folder: String,
        measures: Vec<&'a Measure>,
    }
    let Summary { scenario, title, start, end, as_of, replications, seed, .. } = summary;
    let answer = Answer {
        scenario,
        title,
        start,
        end,
        as_of,
        replications: *replications,
        seed: *seed,
        folder: folder.display().to_string(),
        measures: summary.measures.iter().filter(|it| is_shown(it)).collect(),
    };
    crate::results::json_lines(&answer)
}

/// Whether the answer shows a measure.
fn is_shown(measure: &Measure) -> bool {
    let Measure { name, period, group, place, post, .. } = measure;
    let is_year = period.len() == 4;
    let is_known = match post.as_deref() {
        None => is_year && FOREMOST_OF_YEAR.contains(&name.as_str()),
        Some(post) if post == POST.code() => {
            name == EXHAUSTION || is_year && FOREMOST_OF_POST.contains(&name.as_str())
        }
        Some(post) => is_year && name == PAID && other_posts().any(|it| it.code() == post),
    };
    is_known && group == ALL_GROUPS && place == NATIONAL
}

/// The answer as a table; `only` is the one history it is about, if not about all.
pub fn render_table(summary: &Summary, only: Option<u32>, folder: &Path, text: &Text) -> String {
    let answer = Answer { summary, text };
    let mut parts = vec![answer.heading(only), answer.settlement(), answer.explanation()];
    parts.extend(answer.without_bed());
    parts.push(answer.money());
    parts.extend(answer.other_posts());
    parts.extend(answer.years().into_iter().filter_map(|year| answer.allocation(year)));
    let folder = folder.display().to_string();
    parts.push(format!("{}\n", text.with("terminal-folder", &[("folder", &folder)])));
    parts.join("\n")
}

/// The other posts of the chapters of integration: for unaccompanied minors, and for Norwegian training.
fn other_posts() -> impl Iterator<Item = Post> {
    let is_other = |post: &Post| {
        *post != POST && ["671/", "672/"].iter().any(|chapter| post.code().starts_with(chapter))
    };
    Post::ALL.into_iter().filter(is_other)
}

struct Answer<'a> {
    summary: &'a Summary,
    text: &'a Text,
}

impl Answer<'_> {
    fn heading(&self, only: Option<u32>) -> String {
        let Summary { title, scenario, as_of, replications, seed, .. } = self.summary;
        let as_of = as_of.parse::<Day>().map_or_else(|_| as_of.clone(), |day| self.text.date(day));
        let seed = seed.to_string();
        let basis = match only {
            None => {
                let replications = whole(*replications as f64, self.text.language());
                let arguments =
                    [("replications", replications.as_str()), ("seed", &seed), ("date", &as_of)];
                self.text.with("terminal-basis", &arguments)
            }
            Some(number) => {
                let number = number.to_string();
                let arguments = [("number", number.as_str()), ("seed", &seed), ("date", &as_of)];
                self.text.with("terminal-basis-only", &arguments)
            }
        };
        format!("{} ({scenario})\n{basis}\n", self.text.title(title))
    }

    /// Settled persons, pace and reception by year.
    fn settlement(&self) -> String {
        let mut table = Table::default();
        let heads = ["terminal-settled", "terminal-band", "terminal-3", "terminal-6"];
        let heads = heads.into_iter().chain(["terminal-peak", "terminal-band"]);
        table.push([String::new()].into_iter().chain(heads.map(|key| self.text.get(key))));
        let language = self.text.language();
        for year in self.years() {
            let [settled, within_3, within_6, peak] =
                FOREMOST_OF_YEAR.map(|name| self.summary.national(name, &year.to_string()));
            let persons = |it: Option<&Measure>| or_nothing(it, |it| whole(it.q50, language));
            let share = |it: Option<&Measure>| or_nothing(it, |it| percent(it.q50, 0, language));
            let band = |it| self.band(it, |value| whole(value, language));
            table.push([
                year.to_string(),
                persons(settled),
                band(settled),
                share(within_3),
                share(within_6),
                persons(peak),
                band(peak),
            ]);
        }
        format!("{}\n{}", self.text.get("terminal-settlement"), table.render())
    }

    /// Most persons without a bed, in the years in which that happens in one run of ten.
    fn without_bed(&self) -> Option<String> {
        let language = self.text.language();
        let mut table = Table::default();
        for year in self.years() {
            let found = self.summary.national("peak_bed_shortfall", &year.to_string());
            if let Some(it) = found.filter(|it| it.q90 > 0.0) {
                let band = self.band(Some(it), |value| whole(value, language));
                table.push([year.to_string(), whole(it.q50, language), band]);
            }
        }
        let heading = self.text.get("terminal-without-bed");
        (!table.is_empty()).then(|| format!("{heading}\n{}", table.render()))
    }

    fn explanation(&self) -> String {
        wrap(&self.text.get("terminal-explanation"), WIDTH, "")
    }

    /// Payments on the post by year, against what was appropriated.
    fn money(&self) -> String {
        let mut table = Table::default();
        let heads = ["terminal-paid", "terminal-band", "terminal-allocation"];
        table.push(
            [String::new()].into_iter().chain(heads.into_iter().map(|key| self.text.get(key))),
        );
        for year in self.years() {
            let paid = self.of_post("cash_kroner", year);
            table.push([
                year.to_string(),
                or_nothing(paid, |it| self.millions(it.q50)),
                self.band(paid, |value| self.millions(value)),
                or_nothing(self.of_post("allocation_kroner", year), |it| self.millions(it.q50)),
            ]);
        }
        format!("{}\n{}", self.text.get("terminal-money"), table.render())
    }

    /// Payments on the other posts of the same chapters by year, where there are any.
    fn other_posts(&self) -> Option<String> {
        let years = self.years();
        let mut table = Table::default();
        table.push([String::new()].into_iter().chain(years.iter().map(Year::to_string)));
        let mut is_paid = false;
        for post in other_posts().map(Post::code) {
            let of = |year: &Year| {
                self.summary.find(PAID, &year.to_string(), ALL_GROUPS, NATIONAL, Some(post))
            };
            let paid: Vec<_> = years.iter().map(of).collect();
            if paid.iter().flatten().any(|it| it.q90 > 0.0) {
                is_paid = true;
                let paid = paid.into_iter().map(|it| or_nothing(it, |it| self.millions(it.q50)));
                table.push([post.to_owned()].into_iter().chain(paid));
            }
        }
        let heading = self.text.get("terminal-other-posts");
        is_paid.then(|| format!("{heading}\n{}", table.render()))
    }

    /// How the payments of a year press on its appropriation, where there is one.
    fn allocation(&self, year: Year) -> Option<String> {
        let allocation = self.of_post("allocation_kroner", year)?;
        let probability = self.of_post("overrun_probability", year)?;
        let mut table = Table::default();
        let mut row = |key: &str, arguments: &[(&str, &str)], value: String| {
            table.push([format!("  {}", self.text.with(key, arguments)), value]);
        };
        if let Some(available) = self.of_post("available_kroner", year)
            && available.q50 != allocation.q50
        {
            row("terminal-available", &[], self.millions(available.q50));
        }
        row("terminal-overrun", &[], self.percent_of_runs(probability.mean));
        row("terminal-exhausted", &[], self.likely_month(year));
        for percent in ["50", "75", "90"] {
            if let Some(it) = self.of_post(&format!("supplement_kroner_{percent}"), year) {
                row("terminal-supplement", &[("percent", percent)], self.millions(it.q50));
            }
        }
        if let Some(it) = self.of_post("next_year_floor_kroner", year) {
            let next = year.plus(1).to_string();
            row("terminal-floor", &[("year", &next)], self.millions(it.q50));
        }
        let (year, amount) = (year.to_string(), self.millions(allocation.q50));
        let arguments = [("year", year.as_str()), ("amount", &amount)];
        Some(format!("{}\n{}", self.text.with("terminal-pressure", &arguments), table.render()))
    }

    /// The month in which the money runs out most often, and how often.
    fn likely_month(&self, year: Year) -> String {
        let months = (0..12).map(|index| year.first_month().plus(index));
        let found = months.filter_map(|month| {
            let period = month.to_string();
            let measure =
                self.summary.find(EXHAUSTION, &period, ALL_GROUPS, NATIONAL, Some(POST.code()))?;
            Some((month, measure.mean))
        });
        // Of months that are equally likely, the first.
        let likely = found.reduce(|best, it| if it.1 > best.1 { it } else { best });
        match likely {
            Some((month, probability)) if probability > 0.0 => {
                let (month, percent) = (self.text.month(month), self.percent_of_runs(probability));
                format!("{month} ({percent})")
            }
            _ => self.text.get("terminal-never"),
        }
    }

    fn percent_of_runs(&self, share: f64) -> String {
        self.text.with("terminal-of-runs", &[("percent", &self.text.probability(share))])
    }

    fn millions(&self, kroner: f64) -> String {
        millions(kroner, 1, self.text.language())
    }

    /// From the 10 % to the 90 % quantile; one number where both are written alike.
    fn band(&self, measure: Option<&Measure>, write: impl Fn(f64) -> String) -> String {
        or_nothing(measure, |it| {
            let (low, high) = (write(it.q10), write(it.q90));
            if low == high { low } else { format!("{low}–{high}") }
        })
    }

    fn of_post(&self, name: &str, year: Year) -> Option<&Measure> {
        self.summary.find(name, &year.to_string(), ALL_GROUPS, NATIONAL, Some(POST.code()))
    }

    /// The calendar years that the horizon touches.
    fn years(&self) -> Vec<Year> {
        let year = |text: &str| text.parse().ok().map(Day::year);
        let (Some(first), Some(last)) = (year(&self.summary.start), year(&self.summary.end)) else {
            return Vec::new();
        };
        (first.0..=last.0).map(Year).collect()
    }
}

fn or_nothing(measure: Option<&Measure>, write: impl Fn(&Measure) -> String) -> String {
    measure.map_or_else(|| NOTHING.to_owned(), write)
}
