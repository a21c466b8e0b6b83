//! Checks the opening position: earlier cohorts, minors under care, and who was waiting.

use super::Check;
use crate::calendar::Year;
use crate::register::municipal::opening_cohorts;
use crate::scenario::file::{CohortFile, Count, OpeningFile, WaitingFile};
use crate::scenario::number::Number;
use crate::scenario::{Opening, OpeningCohort, OpeningMinors, OpeningWaiting, limits};
use crate::units::Persons;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

impl Check<'_> {
    /// Where everything stood when the run began.
    pub(super) fn opening(&mut self, file: &OpeningFile, groups: &[&str]) -> Option<Opening> {
        let at = |field: &str| format!("world.opening.{field}");
        let last_year = self.horizon.first_year().plus(-1);
        let cohorts = self.cohorts(&file.cohorts, groups);
        Some(Opening {
            minors: self.opening_minors(&file.minors),
            waiting: self.waiting(&file.waiting, groups),
            last_year_profile: self.profile(
                &at("last_year_profile"),
                file.last_year_profile,
                last_year,
            ),
            last_year_grant: self.number(&at("last_year_grant"), &file.last_year_grant),
            disability_kroner: self.number(&at("disability_kroner"), &file.disability_kroner),
            disability_extended_kroner: self
                .number(&at("disability_extended_kroner"), &file.disability_extended_kroner),
            training_kroner: self.number(&at("training_kroner"), &file.training_kroner),
            // Last, so that a mistake in it hides none in the others.
            cohorts: cohorts?,
        })
    }

    fn cohorts(
        &mut self,
        files: &BTreeMap<String, CohortFile>,
        groups: &[&str],
    ) -> Option<Vec<OpeningCohort>> {
        if files.len() > 40 {
            self.problem("world.opening.cohorts", "must be at most 40 years");
        }
        let cohorts: Vec<Option<OpeningCohort>> =
            files.iter().map(|(year, file)| self.cohort(year, file, groups)).collect();
        cohorts.into_iter().collect()
    }

    fn cohort(&mut self, text: &str, file: &CohortFile, groups: &[&str]) -> Option<OpeningCohort> {
        let key = format!("world.opening.cohorts.{text}");
        let year = self.year_key(&key, text)?;
        let first = self.horizon.first_year();
        if year >= first {
            let accepted = format!("must be before {first}, when the run begins");
            self.fault(&key, format!("is a cohort of {year}"), accepted);
            return None;
        }
        let Some(group) = groups.iter().position(|id| *id == file.group) else {
            self.push(self.loaded.unknown_word(&format!("{key}.group"), groups));
            return None;
        };
        let others = self.others_of_cohort(&format!("{key}.others"), file, groups)?;
        let settled = match file.csv {
            Some(_) => self.cohort_from_table(&format!("{key}.csv"))?,
            None => self.cohort_from_register(&key, year)?,
        };
        self.compare_others(&format!("{key}.others"), &others, &settled);
        let factor = &file.triggering_per_settled;
        let triggering_per_settled = self.number(&format!("{key}.triggering_per_settled"), factor);
        Some(OpeningCohort { year, group, others, settled, triggering_per_settled })
    }

    /// Persons of a cohort who share the later life of another group than most.
    fn others_of_cohort(
        &mut self,
        key: &str,
        file: &CohortFile,
        groups: &[&str],
    ) -> Option<Vec<(usize, Number)>> {
        let mut others = Vec::with_capacity(file.others.len());
        for (id, persons) in &file.others {
            let key = format!("{key}.{id}");
            let Some(group) = groups.iter().position(|it| it == id) else {
                self.push(self.loaded.unknown_key(&key, groups));
                return None;
            };
            if *id == file.group {
                self.fault(
                    &key,
                    "is the cohort's own group",
                    "must name other groups than `group`",
                );
                return None;
            }
            others.push((group, self.number(&key, persons)));
        }
        Some(others)
    }

    /// No more can be of other groups than were settled.
    fn compare_others(&mut self, key: &str, others: &[(usize, Number)], settled: &[Persons]) {
        let n_others: f64 = others.iter().map(|(_, persons)| persons.central()).sum();
        let n_settled: i64 = settled.iter().map(|it| it.0).sum();
        if n_others > n_settled as f64 {
            let accepted = format!("must be at most the {n_settled} who were settled");
            self.fault(key, format!("are {n_others} persons together"), accepted);
        }
    }

    fn cohort_from_register(&mut self, key: &str, year: Year) -> Option<Vec<Persons>> {
        let known = opening_cohorts(&self.register)?;
        match known.settled.into_iter().find(|it| it.year == year) {
            Some(cohort) => Some(cohort.persons),
            None => {
                let found = format!("is a cohort of {year}, for which the register has no figures");
                self.fault(key, found, "must name a csv with code and settled");
                None
            }
        }
    }

    fn cohort_from_table(&mut self, key: &str) -> Option<Vec<Persons>> {
        /// Persons settled in a municipality.
        #[derive(Deserialize, JsonSchema)]
        struct CohortRow {
            /// Code of the municipality.
            code: String,
            /// Persons settled.
            #[schemars(range(min = 0, max = 10_000_000))]
            settled: i64,
        }
        let table = self.loaded.load_table::<CohortRow>(key, &["code"]);
        let table = self.take(table)?;
        self.by_municipality(&table, Persons::ZERO, |it| (&it.code, Persons(it.settled)))
    }

    fn opening_minors(&mut self, files: &BTreeMap<String, Count>) -> Vec<OpeningMinors> {
        let mut minors = Vec::with_capacity(files.len());
        for (text, count) in files {
            let key = format!("world.opening.minors.{text}");
            let age = text.parse::<u8>().ok().filter(|age| *age <= limits::MINOR_LAST_AGE);
            let Some(age) = age else {
                let last = limits::MINOR_LAST_AGE;
                let accepted = format!("must stand under an age from 0 to {last}");
                self.fault(&key, format!("stands under {text}"), accepted);
                continue;
            };
            minors.push(OpeningMinors { age, persons: self.number(&key, count) });
        }
        minors
    }

    fn waiting(
        &mut self,
        files: &BTreeMap<String, WaitingFile>,
        groups: &[&str],
    ) -> Vec<OpeningWaiting> {
        for id in files.keys().filter(|id| !groups.contains(&id.as_str())) {
            let key = format!("world.opening.waiting.{id}");
            self.push(self.loaded.unknown_key(&key, groups));
        }
        let nobody = WaitingFile::default();
        groups
            .iter()
            .map(|id| {
                let file = files.get(*id).unwrap_or(&nobody);
                let at = |field: &str| format!("world.opening.waiting.{id}.{field}");
                OpeningWaiting {
                    pending: self.number(&at("pending"), &file.pending),
                    ready: self.number(&at("ready"), &file.ready),
                    agreed: self.number(&at("agreed"), &file.agreed),
                }
            })
            .collect()
    }
}
