//! The half-year report: what each post has, what is paid, what is still to come, and the risk.

use super::{Content, Flag, Section, chosen};
use crate::calendar::{Day, Month, Year};
use crate::report::answer::{self, on_post, post_name, with};
use crate::report::measures::Subject;
use crate::report::page::Page;
use crate::report::table::{Cell, Format, Row, Table};
use crate::report::web::FigureView;
use crate::results::Measure;

/// The month the report is counted at the end of, if nothing later is known.
const JUNE: u8 = 6;
/// From here on the risk of an overrun, or of money that is not used, is called medium or high.
const MEDIUM_RISK: f64 = 0.1;
const HIGH_RISK: f64 = 0.5;
const MONEY: Format = Format::Millions(1);

/// A post of one budget year, counted at the end of a month.
struct Post<'p, 'a> {
    page: &'p Page<'a>,
    id: &'a str,
    year: Year,
    counted: Month,
}

/// The document, about the headline's year.
pub fn plan(page: &Page, figures: &[FigureView]) -> Option<Content> {
    let year = page.focus_year()?;
    let counted = counted(page, year);
    let post = |id| Post { page, id, year, counted };
    let posts = page.summary.posts.iter().map(|id| post(id.as_str()));
    let posts: Vec<_> = posts.filter(|it| it.of_year("allocation_kroner").is_some()).collect();
    let title = page.text.with("half-year-title", &[("year", &year.to_string())]);
    let percent = |share: f64| page.whole(share * 100.0);
    let limits = [("medium", percent(MEDIUM_RISK)), ("high", percent(HIGH_RISK))];
    let mut sections = vec![overview(page, counted, &posts)];
    sections.push(Section {
        sentences: vec![with(page, "risk-explained", &limits)],
        ..Section::new(page.text.get("half-year-posts"))
    });
    sections.extend(posts.iter().map(Post::section));
    sections.push(Section {
        figures: chosen(figures, &["budget-pace", "budget-decomposition"]),
        ..Section::new(page.text.get("report-figures"))
    });
    Some(Content { title, sections })
}

/// June, or the last month that was over on the as-of day if that is later in the year.
fn counted(page: &Page, year: Year) -> Month {
    let june = Month::new(year, JUNE);
    let over = page.as_of().map(|day| match day == day.month().last_day() {
        true => day.month(),
        false => day.month().plus(-1),
    });
    over.filter(|month| *month > june).map_or(june, |month| month.min(year.last_month()))
}

fn overview(page: &Page, counted: Month, posts: &[Post]) -> Section {
    let day = counted.last_day();
    let mut sentences =
        vec![page.text.with("half-year-counted", &[("date", &page.text.date(day))])];
    let has_accounts = posts.iter().any(|it| it.paid_actual().is_some());
    if !has_accounts {
        sentences.push(page.text.get("half-year-projected"));
    }
    let month = page.text.month(counted);
    Section {
        sentences,
        tables: vec![
            table(page, &month, posts).view(&page.text),
            one_more(page, posts).without_empty().view(&page.text),
        ],
        ..Section::new(page.text.get("half-year-overview"))
    }
}

/// Posts side by side, because they are fewer than what is told of each.
fn table(page: &Page, month: &str, posts: &[Post]) -> Table {
    let line =
        |name: String, of: &dyn Fn(&Post) -> Cell| Row::new(name, posts.iter().map(of).collect());
    let band = |of: &dyn Fn(&Post) -> Cell| {
        Row::detail(page.share_of_runs(0.8), posts.iter().map(of).collect())
    };
    let text = |key: &str| page.text.get(key);
    let at = |key: &str| page.text.with(key, &[("month", month)]);
    let mut rows = vec![
        line(text("allocation"), &|it| mean(it.of_year("allocation_kroner"))),
        line(text("row-carried"), &|it| mean(it.of_year("carried_in_kroner"))),
        line(text("row-change"), &|it| mean(it.of_year("change_kroner"))),
        line(text("row-available"), &|it| mean(it.of_year("available_kroner"))),
        line(at("row-to-date"), &|it| it.paid()),
        band(&|it| it.paid_range()),
        line(at("row-outstanding"), &|it| median(it.of_month("outstanding_kroner"))),
        line(text("row-rest"), &|it| median(it.of_month("cash_rest_of_year_kroner"))),
        band(&|it| range(it.of_month("cash_rest_of_year_kroner"))),
        line(text("row-year-end"), &|it| median(it.of_year("cash_kroner"))),
        band(&|it| range(it.of_year("cash_kroner"))),
        line(text("row-deviation"), &|it| median(it.of_year("deviation_kroner"))),
        band(&|it| range(it.of_year("deviation_kroner"))),
        line(text("row-overrun"), &|it| chance(it.of_year("overrun_probability"))),
        line(text("row-underuse"), &|it| chance(it.of_year("underuse_probability"))),
        line(text("row-exhausted"), &|it| it.exhausted()),
        line(text("row-supplement-50"), &|it| median(it.of_year("supplement_kroner_50"))),
        line(text("row-supplement-75"), &|it| median(it.of_year("supplement_kroner_75"))),
        line(text("row-supplement-90"), &|it| median(it.of_year("supplement_kroner_90"))),
        line(at("row-floor-of"), &|it| median(it.of_month("next_year_floor_kroner"))),
        band(&|it| range(it.of_month("next_year_floor_kroner"))),
        line(text("row-risk"), &|it| it.flag().map_or(Cell::Nothing, |it| Cell::Words(it.words))),
    ];
    rows.retain(Row::has_content);
    Table {
        caption: text("half-year-table"),
        corner: String::new(),
        columns: posts.iter().map(|it| it.id.to_owned()).collect(),
        rows,
    }
}

/// What one more person settled on the first day of the run costs, by group and post.
fn one_more(page: &Page, posts: &[Post]) -> Table {
    let first = page.summary.start.parse::<Day>().map(Day::year).ok();
    let cell = |group: &str, name, post: &Post| {
        let subject = Subject::national(name).group(group).post(post.id);
        let measure = first.and_then(|year| page.measures.year(subject, year));
        // A post that a group has no part in says nothing of it.
        let measure = measure.filter(|it| it.q50 > 0.0);
        Cell::number(measure.map(|it| it.q50), Format::Millions(3))
    };
    let row = |group: &String| {
        let cells = posts.iter().flat_map(|post| {
            ["forward_liability_kroner", "forward_liability_discounted_kroner"]
                .map(|name| cell(group, name, post))
        });
        Row::new(capitalised(&page.text.group(group)), cells.collect())
    };
    let columns = posts.iter().flat_map(|post| {
        let discounted = page.text.with("column-discounted", &[("post", post.id)]);
        [post.id.to_owned(), discounted]
    });
    Table {
        caption: page.text.get("half-year-one-more"),
        corner: String::new(),
        columns: columns.collect(),
        rows: page.summary.groups.iter().map(row).filter(Row::has_content).collect(),
    }
}

fn mean(measure: Option<&Measure>) -> Cell {
    Cell::number(measure.map(|it| it.mean), MONEY)
}

fn median(measure: Option<&Measure>) -> Cell {
    Cell::number(measure.map(|it| it.q50), MONEY)
}

fn range(measure: Option<&Measure>) -> Cell {
    measure.map_or(Cell::Nothing, |it| Cell::Range(it.q10, it.q90, MONEY))
}

fn chance(measure: Option<&Measure>) -> Cell {
    Cell::number(measure.map(|it| it.mean), Format::Chance)
}

impl<'a> Post<'_, 'a> {
    fn of_year(&self, name: &str) -> Option<&'a Measure> {
        on_post(self.page, name, self.id, self.year)
    }

    fn of_month(&self, name: &str) -> Option<&'a Measure> {
        self.page.measures.month(Subject::national(name).post(self.id), self.counted)
    }

    /// What the accounts say is paid, if they are known.
    fn paid_actual(&self) -> Option<&'a Measure> {
        self.of_month("cash_to_date_kroner_actual")
    }

    fn paid(&self) -> Cell {
        let actual = self.paid_actual();
        if actual.is_some() { mean(actual) } else { median(self.of_month("cash_to_date_kroner")) }
    }

    fn paid_range(&self) -> Cell {
        match self.paid_actual() {
            Some(_) => Cell::Nothing,
            None => range(self.of_month("cash_to_date_kroner")),
        }
    }

    /// The month by whose end the money has run out in half of the runs.
    fn exhausted(&self) -> Cell {
        let page = self.page;
        match answer::exhaustion_month(page, self.id, self.year) {
            None => Cell::Nothing,
            Some(None) => Cell::Words(page.text.get("lasts")),
            Some(Some(month)) => Cell::Words(page.text.get(&format!("month-{}", month.number()))),
        }
    }

    /// How much is at stake.
    fn flag(&self) -> Option<Flag> {
        let overrun = self.of_year("overrun_probability")?.mean;
        let unused = self.of_year("underuse_probability").map_or(0.0, |it| it.mean);
        let (kind, key) = match (overrun, unused) {
            (overrun, _) if overrun >= HIGH_RISK => ("high", "risk-high"),
            (overrun, _) if overrun >= MEDIUM_RISK => ("medium", "risk-medium"),
            (_, unused) if unused >= HIGH_RISK => ("unused", "risk-unused"),
            _ => ("low", "risk-low"),
        };
        Some(Flag { kind, words: self.page.text.get(key) })
    }

    fn section(&self) -> Section {
        let (page, year) = (self.page, self.year);
        let sentences = [
            answer::cash(page, self.id, year),
            answer::overrun(page, self.id, year),
            self.parts(),
            self.volume(),
            answer::main_layer(page, self.id, year),
            answer::supplement(page, self.id, year),
        ];
        Section {
            is_part: true,
            flag: self.flag(),
            sentences: sentences.into_iter().flatten().collect(),
            ..Section::new(capitalised(&post_name(page, self.id)))
        }
    }

    /// What is paid for those settled before the year, in it, and as one-off grants.
    fn parts(&self) -> Option<String> {
        // Posts that are not told apart have all their cash in one part.
        let is_some = |name| self.of_year(name).is_some_and(|it| it.mean > 0.0);
        (is_some("committed_kroner") && is_some("new_kroner")).then_some(())?;
        let millions = |name: &str| Some(self.page.millions(self.of_year(name)?.mean));
        let arguments = [
            ("year", self.year.to_string()),
            ("committed", millions("committed_kroner")?),
            ("new", millions("new_kroner")?),
            ("once", millions("one_off_kroner")?),
        ];
        Some(with(self.page, "cause-parts", &arguments))
    }

    /// How many are settled against how many requested, where the post pays for settlement.
    fn volume(&self) -> Option<String> {
        let is_grant = self.id == answer::POST;
        is_grant.then(|| answer::settled(self.page, self.year)).flatten()
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
