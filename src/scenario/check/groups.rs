//! Checks arrival groups: who they are, when they come, how they wait.

use super::Check;
use crate::calendar::{Month, Year};
use crate::law::UnitTable;
use crate::scenario::file::{
    ArrivalsFile, CaseFile, DurationFile, GroupFile, HouseholdsFile, PathFile, RangesFile,
    ReunificationFile, RouteFile, SeriesFile, TrackFile, TrainingFile,
};
use crate::scenario::number::Number;
use crate::scenario::{
    Arrivals, Branch, CasePeriod, Duration, DurationPart, Group, HouseholdKind, Households,
    MAX_HOUSEHOLD, PathItem, Range, Reunification, Route, Track, Training,
};
use schemars::JsonSchema;
use serde::Deserialize;
use statrs::distribution::{ContinuousCDF, Gamma, LogNormal};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most kinds of household a group can have.
const MOST_KINDS: usize = crate::scenario::MAX_KINDS;

impl Check<'_> {
    /// Every group, in the order of their ids.
    pub(super) fn groups(
        &mut self,
        files: &BTreeMap<String, GroupFile>,
        branches: &[Branch],
    ) -> Option<Vec<Group>> {
        if files.is_empty() || files.len() > 200 {
            self.problem("world.groups", "must have at least one group and at most 200");
        }
        let groups: Vec<Option<Group>> =
            files.iter().map(|(id, file)| self.group(id, file, files, branches)).collect();
        groups.into_iter().collect()
    }

    fn group(
        &mut self,
        id: &str,
        file: &GroupFile,
        all: &BTreeMap<String, GroupFile>,
        branches: &[Branch],
    ) -> Option<Group> {
        let at = |field: &str| format!("world.groups.{id}.{field}");
        if id == "all" {
            self.problem(&format!("world.groups.{id}"), "must have another id: \"all\" is the sum");
        }
        let arrivals = self.arrivals(&at("arrivals"), &file.arrivals, branches);
        let households = self.households(&at("households"), &file.households);
        let cases = self.cases(&at("cases"), &file.cases);
        if file.route == RouteFile::Reception && file.cases.is_empty() {
            let accepted = "must have at least one period for the route \"reception\"";
            self.problem(&at("cases"), accepted);
        }
        let reunification = match &file.reunification {
            Some(it) => Some(self.reunification(&at("reunification"), it, all)?),
            None => None,
        };
        Some(Group {
            id: id.to_owned(),
            route: match file.route {
                RouteFile::Reception => Route::Reception,
                RouteFile::Direct => Route::Direct,
                RouteFile::Family => Route::Family,
            },
            track: match file.track {
                TrackFile::Ordinary => Track::Ordinary,
                TrackFile::Minors => Track::Minors,
            },
            is_unaccompanied: file.unaccompanied,
            training: match file.training {
                TrainingFile::None => None,
                TrainingFile::CollectiveProtection => Some(Training::CollectiveProtection),
                TrainingFile::Ordinary => Some(Training::Ordinary),
            },
            arrivals: arrivals?,
            households: households?,
            cases: cases?,
            private_share: self.number(&at("private_share"), &file.private_share),
            self_settled_share: self.number(&at("self_settled_share"), &file.self_settled_share),
            withdrawal_per_month: self
                .number(&at("withdrawal_per_month"), &file.withdrawal_per_month),
            return_days: self.duration(&at("return_days"), &file.return_days),
            matching_days: self.duration(&at("matching_days"), &file.matching_days),
            offer_days: self.duration(&at("offer_days"), &file.offer_days),
            self_settlement_days: self
                .duration(&at("self_settlement_days"), &file.self_settlement_days),
            reunification,
            emigration_per_year: self.five(&at("emigration_per_year"), &file.emigration_per_year),
        })
    }

    fn arrivals(
        &mut self,
        key: &str,
        file: &ArrivalsFile,
        branches: &[Branch],
    ) -> Option<Arrivals> {
        let path: Vec<Option<PathItem>> = file
            .path
            .iter()
            .enumerate()
            .map(|(position, item)| {
                self.path_item(&format!("{key}.path[{position}]"), item, branches)
            })
            .collect();
        let seasonality = file.seasonality.unwrap_or([1.0; 12]);
        let mean = seasonality.iter().sum::<f64>() / 12.0;
        if (mean - 1.0).abs() > 1e-6 || seasonality.iter().any(|&it| it < 0.0) {
            let accepted = "must be twelve factors from 0 with mean 1";
            self.problem(&format!("{key}.seasonality"), accepted);
        }
        Some(Arrivals {
            path: path.into_iter().collect::<Option<_>>()?,
            multiplier: self.number(&format!("{key}.multiplier"), &file.multiplier),
            seasonality,
            dispersion: self.number(&format!("{key}.noise.dispersion"), &file.noise.dispersion),
            drift_sd: self.number(&format!("{key}.noise.drift_sd"), &file.noise.drift_sd),
            persistence: self.number(&format!("{key}.noise.persistence"), &file.noise.persistence),
        })
    }

    fn path_item(&mut self, key: &str, file: &PathFile, branches: &[Branch]) -> Option<PathItem> {
        match file {
            PathFile::Level(it) => {
                let from = self.month(&format!("{key}.level.from"), &it.from.0);
                let to = self.month(&format!("{key}.level.to"), &it.to.0);
                let per_month = self.number(&format!("{key}.level.per_month"), &it.per_month);
                if from? > to? {
                    self.problem(&format!("{key}.level.to"), "must not be before from");
                }
                Some(PathItem::Level { from: from?, to: to?, per_month })
            }
            PathFile::Annual(it) => {
                let year = Year(it.year);
                let key = format!("{key}.annual");
                let persons = self.number(&format!("{key}.persons"), &it.persons);
                let profile = self.profile(&format!("{key}.profile"), it.profile, year);
                Some(PathItem::Annual { year, persons, profile })
            }
            PathFile::Ranges(it) => self.ranges(&format!("{key}.ranges"), it, branches),
            PathFile::Follow(it) => {
                let year = Year(it.year);
                let key = format!("{key}.follow");
                let ratio = self.number(&format!("{key}.ratio"), &it.ratio);
                let profile = self.profile(&format!("{key}.profile"), it.profile, year);
                Some(PathItem::Follow { year, ratio, profile })
            }
            PathFile::Series(it) => self.series(&format!("{key}.series"), it),
        }
    }

    fn ranges(&mut self, key: &str, file: &RangesFile, branches: &[Branch]) -> Option<PathItem> {
        let year = Year(file.year);
        let profile = self.profile(&format!("{key}.profile"), file.profile, year);
        for name in file.ranges.keys().filter(|it| *it != "all") {
            if !branches.iter().any(|branch| branch.name == *name) {
                let mut known: Vec<&str> = branches.iter().map(|it| it.name.as_str()).collect();
                known.push("all");
                self.push(self.loaded.unknown_key(&format!("{key}.ranges.{name}"), &known));
            }
        }
        let mut ranges = Vec::with_capacity(branches.len());
        for branch in branches {
            let (name, range) = match (file.ranges.get(&branch.name), file.ranges.get("all")) {
                (Some(range), _) => (branch.name.as_str(), range),
                (None, Some(range)) => ("all", range),
                (None, None) => {
                    let accepted = format!("must have a range for the branch \"{}\"", branch.name);
                    self.problem(&format!("{key}.ranges"), accepted);
                    return None;
                }
            };
            let [low, high] = *range;
            if !(low > 0.0 && low < high) {
                let key = format!("{key}.ranges.{name}");
                self.problem(&key, "must be [lower, upper] with 0 < lower < upper");
                return None;
            }
            let planning = file.planning.filter(|it| low < *it && *it < high);
            ranges.push(Range { low, high, planning });
        }
        if file.planning.is_some() && ranges.iter().all(|it| it.planning.is_none()) {
            self.problem(&format!("{key}.planning"), "must lie inside one of the ranges");
        }
        Some(PathItem::Ranges { year, ranges, profile })
    }

    fn series(&mut self, key: &str, file: &SeriesFile) -> Option<PathItem> {
        match (&file.csv, &file.from, &file.persons) {
            (Some(_), None, None) => self.series_from_table(&format!("{key}.csv")),
            (None, Some(from), Some(persons)) => {
                let from = self.month(&format!("{key}.from"), &from.0)?;
                if persons.iter().any(|it| *it < 0.0) {
                    self.problem(&format!("{key}.persons"), "must be numbers from 0");
                }
                Some(PathItem::Series { from, persons: persons.clone() })
            }
            _ => {
                self.problem(key, "must have either csv, or from and persons");
                None
            }
        }
    }

    fn series_from_table(&mut self, key: &str) -> Option<PathItem> {
        /// A month of a series.
        #[derive(Deserialize, JsonSchema)]
        struct SeriesRow {
            /// The month.
            month: crate::scenario::file::MonthText,
            /// Persons in it.
            #[schemars(range(min = 0.0, max = 1e9))]
            persons: f64,
        }
        let table = self.loaded.load_table::<SeriesRow>(key, &["month"]);
        let table = self.take(table)?;
        let mut from = None;
        for (position, row) in table.rows.iter().enumerate() {
            let month: Month = row.month.0.parse().expect("the schema knows months");
            let first = *from.get_or_insert(month);
            let expected = first.plus(position as i32);
            if month != expected {
                let accepted = format!("must be {expected}: months follow each other");
                self.push(table.problem(position, "month", accepted));
                return None;
            }
        }
        let Some(from) = from else {
            self.problem(key, "must name a table with at least one month");
            return None;
        };
        Some(PathItem::Series { from, persons: table.rows.iter().map(|it| it.persons).collect() })
    }

    fn households(&mut self, key: &str, file: &HouseholdsFile) -> Option<Households> {
        if file.kinds.is_empty() || file.kinds.len() > MOST_KINDS {
            let accepted = format!("must have at least one kind and at most {MOST_KINDS}");
            self.problem(&format!("{key}.kinds"), accepted);
            return None;
        }
        let mut kinds = Vec::with_capacity(file.kinds.len());
        for (name, it) in &file.kinds {
            let share = self.number(&format!("{key}.kinds.{name}.share"), &it.share);
            let members = [it.small_children, it.children, it.youths, it.adults, it.elderly];
            let size: usize = members.iter().map(|&it| usize::from(it)).sum();
            if !(1..=MAX_HOUSEHOLD).contains(&size) {
                let accepted = format!("must have 1 to {MAX_HOUSEHOLD} members");
                self.problem(&format!("{key}.kinds.{name}"), accepted);
            }
            kinds.push(HouseholdKind { share, members });
        }
        let sum: f64 = kinds.iter().map(|it| it.share.central()).sum();
        self.check_sum(&format!("{key}.kinds"), "shares", sum);
        Some(Households { kinds, concentration: file.concentration })
    }

    fn cases(&mut self, key: &str, files: &[CaseFile]) -> Option<Vec<CasePeriod>> {
        let mut periods: Vec<CasePeriod> = Vec::with_capacity(files.len());
        for (position, file) in files.iter().enumerate() {
            let at = |field: &str| format!("{key}[{position}].{field}");
            let from = self.month(&at("from"), &file.from.0)?;
            if periods.last().is_some_and(|last| last.from >= from) {
                self.problem(&at("from"), "must come after the period before it");
            }
            let granted_share = self.number(&at("granted_share"), &file.granted_share);
            let days = self.duration(&at("days"), &file.days);
            periods.push(CasePeriod { from, granted_share, days });
        }
        Some(periods)
    }

    fn reunification(
        &mut self,
        key: &str,
        file: &ReunificationFile,
        all: &BTreeMap<String, GroupFile>,
    ) -> Option<Reunification> {
        let families: Vec<&str> = all
            .iter()
            .filter(|(_, group)| group.route == RouteFile::Family)
            .map(|(id, _)| id.as_str())
            .collect();
        if !families.contains(&file.group.as_str()) {
            let key = format!("{key}.group");
            self.push(self.loaded.unknown_word(&key, &families));
            return None;
        }
        Some(Reunification {
            group: all.keys().position(|id| *id == file.group)?,
            persons_per_settled: self
                .number(&format!("{key}.persons_per_settled"), &file.persons_per_settled),
            days: self.duration(&format!("{key}.days"), &file.days),
            three_year_share: self
                .number(&format!("{key}.three_year_share"), &file.three_year_share),
        })
    }

    /// A duration; the parts of a mixture of mixtures are laid side by side.
    pub(super) fn duration(&mut self, key: &str, file: &DurationFile) -> Duration {
        let mut parts = Vec::new();
        self.duration_parts(key, file, 1.0, &mut parts);
        let total: f64 = parts.iter().map(|it| it.weight).sum();
        if total <= 0.0 {
            self.problem(key, "must have a part with a weight over 0");
        }
        Duration { parts }
    }

    fn duration_parts(
        &mut self,
        key: &str,
        file: &DurationFile,
        weight: f64,
        parts: &mut Vec<DurationPart>,
    ) {
        let (mean, shape) = match file {
            DurationFile::Constant(it) => {
                (self.number(&format!("{key}.constant.days"), &it.days), UnitTable::constant())
            }
            DurationFile::Exponential(it) => (
                self.number(&format!("{key}.exponential.mean"), &it.mean),
                UnitTable::exponential(),
            ),
            DurationFile::Gamma(it) => {
                (self.number(&format!("{key}.gamma.mean"), &it.mean), gamma_shape(it.cv))
            }
            DurationFile::Lognormal(it) => {
                (self.number(&format!("{key}.lognormal.mean"), &it.mean), lognormal_shape(it.cv))
            }
            DurationFile::Empirical(it) => {
                let key = format!("{key}.empirical.days");
                if it.days.is_empty() || it.days.iter().any(|day| !(0.0..=65_535.0).contains(day)) {
                    self.problem(&key, "must be one or more numbers from 0 to 65535");
                    return;
                }
                let mean = it.days.iter().sum::<f64>() / it.days.len() as f64;
                (Number::certain(mean), UnitTable::observed(&it.days))
            }
            DurationFile::Mixture(files) => {
                for (position, it) in files.iter().enumerate() {
                    let key = format!("{key}.mixture[{position}].days");
                    self.duration_parts(&key, &it.days, weight * it.weight, parts);
                }
                return;
            }
        };
        parts.push(DurationPart { weight, mean, shape: Arc::new(shape) });
    }
}

/// A gamma law with mean one and this coefficient of variation.
pub(super) fn gamma_shape(cv: f64) -> UnitTable {
    let shape = 1.0 / (cv * cv);
    let law = Gamma::new(shape, shape).expect("a positive shape");
    UnitTable::from_distribution(|it| law.cdf(it))
}

/// A lognormal law with mean one and this coefficient of variation.
pub(super) fn lognormal_shape(cv: f64) -> UnitTable {
    let variance = (cv * cv).ln_1p();
    let law = LogNormal::new(-variance / 2.0, variance.sqrt()).expect("a positive spread");
    UnitTable::from_distribution(|it| law.cdf(it))
}
