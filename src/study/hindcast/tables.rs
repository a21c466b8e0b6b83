//! The hindcast as sheets: coverage, skill, the totals of years, where outcomes fell, every forecast.

use super::{Baseline, Case, Period, Reach, Score, Target};
use crate::score::{even_bin_range, pit_histogram};
use crate::study::sheet::{Cell, Shape, Sheet};

/// Bins of the histogram of where outcomes fell.
const N_BINS: usize = 10;

/// All sheets.
pub fn to_sheets(cases: &[Case], scores: &[Score]) -> Vec<Sheet> {
    vec![
        coverage(scores),
        skills(scores),
        years(cases),
        official(cases),
        pit(scores),
        every_case(cases),
    ]
}

fn reach_name(reach: Reach) -> &'static str {
    match reach {
        Reach::Months1To3 => "months_1_to_3",
        Reach::Months4To6 => "months_4_to_6",
        Reach::Months7To12 => "months_7_to_12",
        Reach::Year => "whole_year",
    }
}

/// How often the intervals held, and how far off the median was.
fn coverage(scores: &[Score]) -> Sheet {
    let mut sheet = Sheet::new(
        "hindcast_coverage",
        &[
            ("target", Shape::Text),
            ("reach", Shape::Text),
            ("forecasts", Shape::Whole),
            ("origins", Shape::Whole),
            ("inside_50", Shape::Percent),
            ("inside_80", Shape::Percent),
            ("inside_80_from", Shape::Percent),
            ("inside_80_to", Shape::Percent),
            ("inside_90", Shape::Percent),
            ("bias", Shape::Percent),
            ("error", Shape::Percent),
        ],
    );
    for score in scores {
        let [at_50, at_80, at_90] = &score.coverage;
        sheet.push(vec![
            Cell::Word(score.target.name()),
            Cell::Word(reach_name(score.reach)),
            Cell::Number(score.n as f64),
            Cell::Number(score.n_origins as f64),
            Cell::Number(at_50.share()),
            Cell::Number(at_80.share()),
            Cell::Number(at_80.low),
            Cell::Number(at_80.high),
            Cell::Number(at_90.share()),
            Cell::of(score.errors.as_ref().map(|it| it.bias)),
            Cell::of(score.errors.as_ref().map(|it| it.mean_absolute)),
        ]);
    }
    sheet
}

/// Scores and how much better they are than those of simple forecasts.
fn skills(scores: &[Score]) -> Sheet {
    let mut sheet = Sheet::new(
        "hindcast_skill",
        &[
            ("target", Shape::Text),
            ("reach", Shape::Text),
            ("baseline", Shape::Text),
            ("forecasts", Shape::Whole),
            ("crps", Shape::Whole),
            ("interval_score", Shape::Whole),
            ("skill", Shape::Percent),
            ("error_saved", Shape::Percent),
            ("p_value", Shape::Any),
        ],
    );
    for score in scores {
        for versus in &score.versus {
            sheet.push(vec![
                Cell::Word(score.target.name()),
                Cell::Word(reach_name(score.reach)),
                Cell::Word(versus.baseline.name()),
                Cell::Number(versus.n as f64),
                Cell::Number(score.crps),
                Cell::Number(score.interval_score),
                Cell::Number(versus.skill),
                Cell::Number(versus.error_saved),
                Cell::of(versus.p_value),
            ]);
        }
    }
    sheet
}

impl Baseline {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "official_figure",
            Self::LastMonth => "last_month",
            Self::SeasonalNaive => "seasonal_naive",
            Self::RandomWalk => "random_walk",
        }
    }
}

/// The totals of years from every origin, beside the official figure.
fn years(cases: &[Case]) -> Sheet {
    let mut sheet = Sheet::new(
        "hindcast_years",
        &[
            ("target", Shape::Text),
            ("year", Shape::Text),
            ("origin", Shape::Text),
            ("official_figure", Shape::Whole),
            ("median", Shape::Whole),
            ("q10", Shape::Whole),
            ("q90", Shape::Whole),
            ("outcome", Shape::Whole),
        ],
    );
    for target in Target::ALL {
        for case in cases.iter().filter(|it| it.target == target) {
            let Period::Year(year) = case.period else { continue };
            let official = case.baselines[Baseline::Official as usize].as_ref();
            sheet.push(vec![
                Cell::Word(target.name()),
                Cell::text(year),
                Cell::text(case.origin),
                Cell::of(official.map(|it| it[0])),
                Cell::Number(case.quantile(0.5)),
                Cell::Number(case.quantile(0.1)),
                Cell::Number(case.quantile(0.9)),
                Cell::Number(case.outcome),
            ]);
        }
    }
    sheet
}

/// How often the median of a year's total was nearer to what came than the official figure was.
fn official(cases: &[Case]) -> Sheet {
    let columns = [("target", Shape::Text), ("nearer", Shape::Whole), ("forecasts", Shape::Whole)];
    let mut sheet = Sheet::new("hindcast_official", &columns);
    for target in Target::ALL {
        if let Some((nearer, all)) = share_beaten(cases, target) {
            let numbers = [nearer, all].map(|it| Cell::Number(it as f64));
            sheet.push([Cell::Word(target.name())].into_iter().chain(numbers).collect());
        }
    }
    sheet
}

/// In which tenth of its forecast each outcome fell, over all reaches; even if the forecasts are right.
fn pit(scores: &[Score]) -> Sheet {
    let mut sheet = Sheet::new(
        "hindcast_pit",
        &[
            ("target", Shape::Text),
            ("tenth", Shape::Whole),
            ("forecasts", Shape::Whole),
            ("even_from", Shape::Whole),
            ("even_to", Shape::Whole),
        ],
    );
    for target in Target::ALL {
        let of = scores.iter().filter(|it| it.target == target);
        let values: Vec<f64> = of.flat_map(|it| it.pit.iter().copied()).collect();
        if values.is_empty() {
            continue;
        }
        let (from, to) = even_bin_range(values.len() as u64, N_BINS, 0.9);
        for (bin, n) in pit_histogram(&values, N_BINS).into_iter().enumerate() {
            sheet.push(vec![
                Cell::Word(target.name()),
                Cell::Number((bin + 1) as f64),
                Cell::Number(n as f64),
                Cell::Number(from as f64),
                Cell::Number(to as f64),
            ]);
        }
    }
    sheet
}

/// Every forecast with its outcome.
fn every_case(cases: &[Case]) -> Sheet {
    let mut sheet = Sheet::new(
        "hindcast_forecasts",
        &[
            ("target", Shape::Text),
            ("origin", Shape::Text),
            ("period", Shape::Text),
            ("months_ahead", Shape::Whole),
            ("q05", Shape::Whole),
            ("q10", Shape::Whole),
            ("q25", Shape::Whole),
            ("median", Shape::Whole),
            ("q75", Shape::Whole),
            ("q90", Shape::Whole),
            ("q95", Shape::Whole),
            ("outcome", Shape::Whole),
            ("official_figure", Shape::Whole),
            ("last_month", Shape::Whole),
            ("seasonal_naive", Shape::Whole),
            ("random_walk", Shape::Whole),
        ],
    )
    .long();
    for case in cases {
        let (period, ahead) = match case.period {
            Period::Month(month, ahead) => (month.to_string(), Cell::Number(ahead as f64)),
            Period::Year(year) => (year.to_string(), Cell::Nothing),
        };
        let quantiles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].map(|it| case.quantile(it));
        let mut row = vec![
            Cell::Word(case.target.name()),
            Cell::text(case.origin),
            Cell::Text(period),
            ahead,
        ];
        row.extend(quantiles.map(Cell::Number));
        row.push(Cell::Number(case.outcome));
        // Of many histories the one in the middle.
        let middle = |it: &Vec<f64>| it[it.len() / 2];
        row.extend(case.baselines.iter().map(|it| Cell::of(it.as_ref().map(middle))));
        sheet.push(row);
    }
    sheet
}

/// The share of year totals from official rounds whose official figure was further off than the median.
pub fn share_beaten(cases: &[Case], target: Target) -> Option<(usize, usize)> {
    let years =
        cases.iter().filter(|it| matches!(it.period, Period::Year(_)) && it.target == target);
    let pairs: Vec<(f64, f64)> = years
        .filter_map(|it| {
            let official = it.baselines[Baseline::Official as usize].as_ref()?[0];
            Some(((it.quantile(0.5) - it.outcome).abs(), (official - it.outcome).abs()))
        })
        .collect();
    let n_better = pairs.iter().filter(|(ours, theirs)| ours < theirs).count();
    (!pairs.is_empty()).then_some((n_better, pairs.len()))
}
