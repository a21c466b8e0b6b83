//! Checks who arrives, and when: the components of a group's expected path and the variation around it.

use super::{Check, short};
use crate::calendar::{Month, Year};
use crate::scenario::file::{ArrivalsFile, PathFile, RangesFile, SeriesFile};
use crate::scenario::{Arrivals, Branch, Observed, PathItem, Range};
use schemars::JsonSchema;
use serde::Deserialize;

impl Check<'_> {
    /// Who arrives in a group; ranges are put in the order of the branches.
    pub(super) fn arrivals(
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
        let at = |field: &str| format!("{key}.{field}");
        let restrictions = self.restrictions(&format!("{key}.restrictions"), &file.restrictions);
        let regimes = file.regimes.as_ref().map(|it| self.regimes(&format!("{key}.regimes"), it));
        let observed = file.observed.as_ref().map(|it| self.observed(&at("observed"), it));
        let known = observed.iter().flatten().next();
        self.check_follows(key, &file.path, known);
        Some(Arrivals {
            multiplier: self.number(&at("multiplier"), &file.multiplier),
            seasonality: self.seasonality(&at("seasonality"), file.seasonality),
            dispersion: self.number(&at("noise.dispersion"), &file.noise.dispersion),
            drift_sd: self.number(&at("noise.drift_sd"), &file.noise.drift_sd),
            persistence: self.number(&at("noise.persistence"), &file.noise.persistence),
            tails: file.noise.tails,
            // Last, so that a mistake in one hides none in the others.
            path: path.into_iter().collect::<Option<_>>()?,
            restrictions: restrictions?,
            regimes: match regimes {
                Some(it) => Some(it?),
                None => None,
            },
            observed: match observed {
                Some(it) => Some(it?),
                None => None,
            },
        })
    }

    /// A multiple of nothing is nothing: a year that follows needs the year before it on the path, or observed.
    fn check_follows(&mut self, key: &str, path: &[PathFile], observed: Option<&Observed>) {
        let year_of = |item: &PathFile| match item {
            PathFile::Annual(it) => Some(it.year),
            PathFile::Ranges(it) => Some(it.year),
            PathFile::Follow(it) => Some(it.year),
            _ => None,
        };
        for (position, item) in path.iter().enumerate() {
            let PathFile::Follow(follow) = item else { continue };
            let before = follow.year - 1;
            let is_observed = observed.is_some_and(|it| {
                it.from <= Year(before).first_month() && Year(before).last_month() <= it.last()
            });
            if !is_observed && !path[..position].iter().any(|it| year_of(it) == Some(before)) {
                let accepted = format!("must come after an item of the path for {before}");
                self.problem(&format!("{key}.path[{position}].follow.year"), accepted);
            }
        }
    }

    fn seasonality(&mut self, key: &str, factors: Option<[f64; 12]>) -> [f64; 12] {
        let factors = factors.unwrap_or([1.0; 12]);
        let mean = factors.iter().sum::<f64>() / 12.0;
        let accepted = "must have twelve factors from 0 with mean 1";
        match factors.iter().find(|&&it| it < 0.0) {
            Some(factor) => self.fault(key, format!("has the factor {factor}"), accepted),
            None if (mean - 1.0).abs() > 1e-6 => {
                self.fault(key, format!("has the mean {}", short(mean)), accepted);
            }
            None => {}
        }
        factors
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
            curve => self.curve(key, curve).map(PathItem::Curve),
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
                    let found = format!("has no range for the branch \"{}\"", branch.name);
                    let accepted = "must have one for each of world.branches, or for all";
                    self.fault(&format!("{key}.ranges"), found, accepted);
                    return None;
                }
            };
            let [low, high] = *range;
            if !(low > 0.0 && low < high) {
                let key = format!("{key}.ranges.{name}");
                let found = format!("is [{low}, {high}]");
                self.fault(&key, found, "must be [lower, upper] with 0 < lower < upper");
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
                for (position, _) in persons.iter().enumerate().filter(|(_, it)| **it < 0.0) {
                    self.problem(&format!("{key}.persons[{position}]"), "must be at least 0");
                }
                Some(PathItem::Series { from, persons: persons.clone() })
            }
            (csv, from, persons) => {
                let has = [
                    csv.as_ref().map(|_| "csv"),
                    from.as_ref().map(|_| "from"),
                    persons.as_ref().map(|_| "persons"),
                ];
                let has: Vec<&str> = has.into_iter().flatten().collect();
                let found = match has.as_slice() {
                    [] => "is empty".to_owned(),
                    has => format!("has {}", has.join(" and ")),
                };
                self.fault(key, found, "must have either csv, or from and persons");
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
}
