//! What is scored from one day: months and years of each target, in the histories and beside the baselines.

use super::baseline::{Histories, Seen};
use super::{Baseline, Case, Period, Record, Target};
use crate::calendar::{Day, Month, Year};
use crate::chance::Stream;
use std::collections::BTreeMap;

/// Months ahead that are scored one by one.
const SCORED_MONTHS: usize = 12;

/// Where a forecast is made and what it is about.
pub struct View<'a> {
    /// The day.
    pub origin: Day,
    /// Months ahead, in order.
    pub ahead: &'a [Month],
    /// Extra-Poisson variance of a month's count.
    pub dispersion: f64,
}

impl View<'_> {
    /// Every month and every year that is forecast in these histories, beside the baselines.
    pub fn cases(
        &self,
        target: Target,
        series: &BTreeMap<Month, f64>,
        histories: Vec<Vec<f64>>,
        official: impl Fn(Year) -> Option<f64>,
        stream: &mut Stream,
    ) -> Vec<Case> {
        let Some(first) = self.ahead.first() else { return Vec::new() };
        let so_far: BTreeMap<Month, f64> =
            series.range(..*first).map(|(month, persons)| (*month, *persons)).collect();
        let seen = Seen { so_far: &so_far, ahead: self.ahead, dispersion: self.dispersion };
        let baselines = Baseline::ALL.map(|it| seen.draw(it, &official, stream));
        let ours: Histories =
            histories.into_iter().map(|it| it.into_iter().map(Some).collect()).collect();
        let mut cases = Vec::new();
        for period in self.periods() {
            let Some(outcome) = self.read(period, &seen, |month| series.get(&month).copied())
            else {
                continue;
            };
            let Some(sample) = self.read_all(period, &seen, &ours) else { continue };
            let baselines = std::array::from_fn(|at| self.read_all(period, &seen, &baselines[at]));
            cases.push(Case { origin: self.origin, target, period, outcome, sample, baselines });
        }
        cases
    }

    /// Month ends with a published number, beside the last one that was published before.
    pub fn cases_of_stock(
        &self,
        target: Target,
        series: &BTreeMap<Month, f64>,
        histories: &[&[f64]],
    ) -> Vec<Case> {
        let Some(first) = self.ahead.first() else { return Vec::new() };
        let known = series.range(..*first).next_back().map(|(_, persons)| vec![*persons]);
        let months = self.ahead.iter().take(SCORED_MONTHS).enumerate();
        let cases = months.filter_map(|(at, month)| {
            let mut baselines: [Option<Vec<f64>>; Baseline::N] = Default::default();
            baselines[Baseline::LastMonth as usize].clone_from(&known);
            Some(Case {
                origin: self.origin,
                target,
                period: Period::Month(*month, at + 1),
                outcome: *series.get(month)?,
                sample: sorted(histories.iter().map(|it| it[at]).collect()),
                baselines,
            })
        });
        cases.collect()
    }

    /// Years with accounts whose last month is ahead, beside the budget adopted and the accounts before.
    pub fn cases_of_years(
        &self,
        target: Target,
        record: &Record,
        paid: impl Fn(Year) -> Vec<f64>,
    ) -> Vec<Case> {
        let ends = self.ahead.iter().filter(|it| it.number() == 12).map(|it| it.year());
        let cases = ends.filter_map(|year| {
            let outcome = *record.paid.get(&year)?;
            // A budget is adopted in the December before, and accounts are known when their year is over.
            let adopted = record.adopted.get(&year).filter(|_| year <= self.origin.year());
            let before = record.paid.get(&year.plus(-1)).filter(|_| year <= self.origin.year());
            let mut baselines: [Option<Vec<f64>>; Baseline::N] = Default::default();
            baselines[Baseline::Official as usize] = adopted.map(|it| vec![*it]);
            baselines[Baseline::SeasonalNaive as usize] = before.map(|it| vec![*it]);
            Some(Case {
                origin: self.origin,
                target,
                period: Period::Year(year),
                outcome,
                sample: sorted(paid(year)),
                baselines,
            })
        });
        cases.collect()
    }

    /// The first twelve months, and every year whose last month is ahead.
    fn periods(&self) -> Vec<Period> {
        let months = self.ahead.iter().take(SCORED_MONTHS).enumerate();
        let mut periods: Vec<Period> =
            months.map(|(at, month)| Period::Month(*month, at + 1)).collect();
        let ends = self.ahead.iter().filter(|it| it.number() == 12);
        periods.extend(ends.map(|it| Period::Year(it.year())));
        periods
    }

    /// A period's number from those of its months ahead; nothing if one of them is missing.
    fn read(
        &self,
        period: Period,
        seen: &Seen<'_>,
        month: impl Fn(Month) -> Option<f64>,
    ) -> Option<f64> {
        match period {
            Period::Month(it, _) => month(it),
            Period::Year(year) => {
                let months = self.ahead.iter().filter(|it| it.year() == year);
                let rest: Option<Vec<f64>> = months.map(|it| month(*it)).collect();
                Some(seen.in_year(year) + rest?.iter().sum::<f64>())
            }
        }
    }

    /// The same in every history, sorted.
    fn read_all(&self, period: Period, seen: &Seen<'_>, histories: &Histories) -> Option<Vec<f64>> {
        let first = *self.ahead.first()?;
        let numbers = histories
            .iter()
            .map(|history| self.read(period, seen, |month| history[month.since(first) as usize]));
        Some(sorted(numbers.collect::<Option<Vec<f64>>>()?))
    }
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Process};

    #[test]
    fn a_year_is_what_has_come_and_what_is_ahead() {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let series: BTreeMap<Month, f64> =
            (0..24).map(|later| (month("2022-01").plus(later), f64::from(later + 1))).collect();
        let ahead: Vec<Month> = (0..14).map(|later| month("2022-11").plus(later)).collect();
        let origin = "2022-11-08".parse().expect("a date");
        let view = View { origin, ahead: &ahead, dispersion: 0.0 };
        let histories = vec![vec![100.0; 14], vec![200.0; 14]];
        let mut stream = Chance::new(1, 0).stream(Process::Parameter, 0);
        let official = |year| (year == Year(2022)).then_some(255.0);
        let cases = view.cases(Target::Arrivals, &series, histories, official, &mut stream);
        // Twelve months and two years.
        assert_eq!(cases.len(), 14);
        let of_2022 = cases.iter().find(|it| it.period == Period::Year(Year(2022))).expect("there");
        // 1 + 2 + ... + 12 came; 55 by October.
        assert_eq!((of_2022.outcome, of_2022.sample.as_slice()), (78.0, &[255.0, 455.0][..]));
        assert_eq!(of_2022.baselines[0], Some(vec![255.0]), "the official figure itself");
        assert_eq!(of_2022.baselines[1], Some(vec![55.0 + 20.0]), "the last month twice");
        assert_eq!(of_2022.baselines[2], None, "no month a year before");
        let of_2023 = cases.iter().find(|it| it.period == Period::Year(Year(2023))).expect("there");
        assert_eq!(of_2023.baselines[0], None, "no official figure");
        let sum = |it: &[f64]| it.iter().sum::<f64>();
        assert_eq!(of_2023.sample, [sum(&[100.0; 12]), sum(&[200.0; 12])]);
        assert_eq!(of_2022.quantile(0.5), 355.0);
    }

    #[test]
    fn a_stock_and_a_year_are_held_against_what_was_known() {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let record = Record::embedded("ukraine");
        let ahead: Vec<Month> = (0..16).map(|later| month("2022-09").plus(later)).collect();
        let origin: Day = "2022-08-31".parse().expect("a date");
        let view = View { origin, ahead: &ahead, dispersion: 0.0 };
        let histories = [vec![9_000.0; 16], vec![7_000.0; 16]];
        let histories: Vec<&[f64]> = histories.iter().map(Vec::as_slice).collect();
        let cases = view.cases_of_stock(Target::InReception, &record.housed, &histories);
        // 12,000 on 31 August 2023; 6,000 in June 2022 were known.
        let [only] = cases.as_slice() else { panic!("{cases:?}") };
        assert_eq!(only.period, Period::Month(month("2023-08"), 12));
        assert_eq!((only.outcome, only.sample.as_slice()), (12_000.0, &[7_000.0, 9_000.0][..]));
        assert_eq!(only.baselines[Baseline::LastMonth as usize], Some(vec![6_000.0]));
        let cases = view.cases_of_years(Target::Post60, &record, |_| vec![2e10, 1e10]);
        let outcomes: Vec<f64> = cases.iter().map(|it| it.outcome).collect();
        assert_eq!(outcomes, [9_802_000_000.0, 18_026_300_000.0]);
        let official = |at: usize| cases[at].baselines[Baseline::Official as usize].clone();
        assert_eq!((official(0), official(1)), (Some(vec![4_953_100_000.0]), None));
        assert_eq!(cases[1].sample, [1e10, 2e10]);
    }
}
