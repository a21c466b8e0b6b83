//! What moves the answers of a whole year: the grant's coverage of expenditure, the size of the request, time.

use super::answers::Measured;
use super::render_table;
use crate::calendar::Year;
use crate::register::coverage::grant_coverage;
use crate::register::snapshots::answer_counts;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::ops::RangeInclusive;

/// Years with answers from nearly all who were asked, and coverage of the grant.
const YEARS: RangeInclusive<i32> = 2016..=2023;

/// The answers of a year, counted.
#[derive(Clone, Copy, Debug)]
struct Counted {
    year: i32,
    requested: f64,
    n: f64,
    n_less: f64,
    n_more: f64,
}

impl Counted {
    /// By municipality, but for 2023 the count of 3 October, which is to the letter of May.
    fn of(year: i32) -> Self {
        if let Some(count) = answer_counts().iter().find(|it| it.year == Year(year) && year > 2022)
        {
            let (n, n_less, n_more) = (count.n_answered(), count.below, count.above);
            let requested = count.requested.0 as f64;
            return Self {
                year,
                requested,
                n: n as f64,
                n_less: n_less as f64,
                n_more: n_more as f64,
            };
        }
        let it = Measured::of(year);
        let n = it.n as f64;
        let n_less = n * it.less_share;
        Self {
            year,
            requested: it.requested as f64,
            n,
            n_less,
            n_more: (n - n_less) * it.more_share,
        }
    }

    /// Log odds of agreeing to less; half an answer more of each, so that none is not infinite.
    fn less(self) -> f64 {
        ((self.n_less + 0.5) / (self.n - self.n_less + 0.5)).ln()
    }

    /// Log odds of agreeing to more among the others.
    fn more(self) -> f64 {
        ((self.n_more + 0.5) / (self.n - self.n_less - self.n_more + 0.5)).ln()
    }
}

/// A straight line through points by least squares.
#[derive(Clone, Copy, Debug)]
struct Line {
    level: f64,
    slope: f64,
    standard_error: f64,
}

impl Line {
    fn through(points: &[(f64, f64)]) -> Self {
        let n = points.len() as f64;
        let (x, y) = points.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.0 / n, sum.1 + it.1 / n));
        let spread: f64 = points.iter().map(|it| (it.0 - x).powi(2)).sum();
        let slope = points.iter().map(|it| (it.0 - x) * (it.1 - y)).sum::<f64>() / spread;
        let line = Self { level: y - slope * x, slope, standard_error: 0.0 };
        let rest: f64 = points.iter().map(|it| (it.1 - line.at(it.0)).powi(2)).sum();
        Self { standard_error: (rest / (n - 2.0) / spread).sqrt(), ..line }
    }

    fn at(self, x: f64) -> f64 {
        self.level + self.slope * x
    }
}

/// The error of each point when a line, or the mean alone, is drawn through the others.
fn left_out(points: &[(f64, f64)]) -> Vec<[f64; 2]> {
    let of = |at: usize| {
        let mut others = points.to_vec();
        let (x, y) = others.remove(at);
        let mean = others.iter().map(|it| it.1).sum::<f64>() / others.len() as f64;
        [Line::through(&others).at(x) - y, mean - y]
    };
    (0..points.len()).map(of).collect()
}

/// Answers of a kind: its name, and their log odds in a year.
type Answers = (&'static str, fn(Counted) -> f64);
const ANSWERS: [Answers; 2] = [("less", Counted::less), ("more", Counted::more)];

/// What may explain a year: its name, and its value where it is known.
type Explaining = (&'static str, fn(i32) -> Option<f64>);
const EXPLAINING: [Explaining; 5] = [
    ("coverage of the year before, per 10 percentage points", |it| coverage_in(it - 1)),
    ("coverage of the same year, per 10 percentage points", coverage_in),
    ("requested, logarithm", |it| Some(Counted::of(it).requested.ln())),
    ("requested of what was requested the year before, logarithm", |it| {
        Some((Counted::of(it).requested / Counted::of(it - 1).requested).ln())
    }),
    ("calendar year", |it| Some(f64::from(it))),
];

fn coverage_in(year: i32) -> Option<f64> {
    let coverage = grant_coverage();
    coverage.iter().find(|it| it.0 == Year(year)).map(|it| it.1 / 10.0)
}

/// What may explain years against the log odds of their answers.
fn slopes() -> String {
    let rows = ANSWERS.iter().flat_map(|(kind, of)| {
        EXPLAINING.map(|(name, explaining)| {
            let point = |year: i32| Some((explaining(year)?, of(Counted::of(year))));
            let points: Vec<(f64, f64)> = YEARS.filter_map(point).collect();
            let line = Line::through(&points);
            let errors = left_out(&points);
            let root = |which: usize| {
                let sum: f64 = errors.iter().map(|it| it[which].powi(2)).sum();
                format!("{:.2}", (sum / errors.len() as f64).sqrt())
            };
            [
                format!("{kind}: {name}"),
                points.len().to_string(),
                format!("{:+.2}", line.slope),
                format!("{:.2}", line.standard_error),
                format!("{:+.1}", line.slope / line.standard_error),
                root(0),
                root(1),
            ]
        })
    });
    let header = [
        "explaining",
        "years",
        "slope",
        "standard error",
        "t",
        "error, year left out",
        "of the mean alone",
    ];
    render_table(header, rows)
}

/// Each year's share of less as told by the line through the other years' coverage of the year before.
fn told_by_coverage() -> String {
    let known: Vec<(Counted, f64)> =
        YEARS.filter_map(|it| Some((Counted::of(it), coverage_in(it - 1)?))).collect();
    let points: Vec<(f64, f64)> = known.iter().map(|it| (it.1, it.0.less())).collect();
    let percent = |odds: f64| format!("{:.0} %", 100.0 / (1.0 + (-odds).exp()));
    let rows = known.iter().zip(left_out(&points)).map(|((counted, coverage), [line, mean])| {
        [
            counted.year.to_string(),
            format!("{:.1} %", 10.0 * coverage),
            format!("{:.0} %", 100.0 * counted.n_less / counted.n),
            percent(counted.less() + line),
            percent(counted.less() + mean),
        ]
    });
    let header = [
        "left out",
        "coverage of the year before",
        "less",
        "told by coverage",
        "by the mean of the others",
    ];
    render_table(header, rows)
}

/// The section as Markdown.
pub fn section() -> String {
    format!(
        "### What moves a year\n\n\
         The grant's coverage of municipal expenditure (Beregningsutvalget, `scenarios/reference/municipal-cost-coverage.csv`) is national:\n\
         it moves whole years, and a year is one observation however many municipalities answered. So the log odds of each year's answers\n\
         from {} to {} ({} as counted on 3 October) are set against one explanation at a time, by least squares; a year for which nothing\n\
         is published is left out. The last two columns are the root of the mean square of what a line through the other years, and the\n\
         mean of the others alone, say of a year left out, in log odds.\n\n{}\n\
         Each year's share of less, told by the coverage of the year before through the other years:\n\n{}\n\
         What this can tell: where more of the cost was covered fewer agreed to less, and coverage tells a year left out better than the\n\
         mean of the others does. What it cannot: the years are few, the grant covered most in the years in which least was asked for, and\n\
         \"more\" was rarer then too, which a lower cost would not make it. So what moves may be what was asked for as well as what it\n\
         cost. No embedded scenario has it (A170): the year's level is drawn from the years that are known (A7). Who believes in it\n\
         can set what the line through all years says of one more year, with the error of the line and of a year:\n\n{}",
        YEARS.start(),
        YEARS.end(),
        YEARS.end(),
        slopes(),
        told_by_coverage(),
        opt_in(),
    )
}

/// What `less_share` would be with this much coverage in the year before, in the form of the scenario file.
fn opt_in() -> String {
    let of = |year: i32| Some((coverage_in(year - 1)?, Counted::of(year).less()));
    let points: Vec<(f64, f64)> = YEARS.filter_map(of).collect();
    let rows = [90.0, 95.0, 100.0, 105.0].map(|percent: f64| {
        let shares = [0.05, 0.25, 0.5, 0.75, 0.95].map(|it| {
            let odds = predicted(&points, percent / 10.0, it);
            format!("{:.2}", 1.0 / (1.0 + (-odds).exp()))
        });
        let law = format!("`less_share = {{ quartiles = [{}] }}`", shares.join(", "));
        [format!("{percent:.0} %"), law]
    });
    render_table(["coverage of the year before", "5, 25, 50, 75 and 95 % of the prediction"], rows)
}

/// A quantile of what the line through the points predicts for one more, by Student's law.
fn predicted(points: &[(f64, f64)], x: f64, probability: f64) -> f64 {
    let n = points.len() as f64;
    let line = Line::through(points);
    let mean = points.iter().map(|it| it.0).sum::<f64>() / n;
    let spread: f64 = points.iter().map(|it| (it.0 - mean).powi(2)).sum();
    let residual = line.standard_error * spread.sqrt();
    let error = residual * (1.0 + 1.0 / n + (x - mean).powi(2) / spread).sqrt();
    let student = StudentsT::new(0.0, 1.0, n - 2.0).expect("more than two points");
    line.at(x) + error * student.inverse_cdf(probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_slope_and_error_of_the_textbook() {
        // x 1 to 4, y 1, 3, 2, 4: slope .8, residual variance .9, sum of squares 5.
        let points = [(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 4.0)];
        let line = Line::through(&points);
        assert!((line.slope - 0.8).abs() < 1e-12 && (line.level - 0.5).abs() < 1e-12);
        assert!((line.standard_error - (0.9_f64 / 5.0).sqrt()).abs() < 1e-12);
        // Two degrees of freedom: the upper twentieth is 2.920. At the mean the error is the root of .9 (1 + 1/4).
        let upper = predicted(&points, 2.5, 0.95);
        assert!((upper - 2.5 - 2.919_986 * (0.9_f64 * 1.25).sqrt()).abs() < 1e-4, "{upper}");
        // Without the last the line is .5 x + 1 and the mean 2.
        let errors = left_out(&points);
        assert!((errors[3][0] + 1.0).abs() < 1e-12 && (errors[3][1] + 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_last_year_is_the_count_of_october() {
        let year = Counted::of(2023);
        assert_eq!(
            (year.n, year.n_less, year.n_more, year.requested),
            (291.0, 54.0, 9.0, 38_000.0)
        );
        assert!((Counted::of(2022).n_more - 55.0).abs() < 1e-9);
    }
}
