//! Checks what is under study: requests and their keys, allocation, the queue, reception capacity.

use super::Check;
use super::register::NO_MUNICIPALITY;
use crate::calendar::Year;
use crate::request_key::Rounding;
use crate::scenario::file::{
    CaseOrderFile, Count, PolicyFile, QueueFile, ReceptionPolicyFile, RequestFile, RequestSizeFile,
    RoundingFile,
};
use crate::scenario::{
    CaseOrder, GivenScore, Group, MatchScores, OrderTerms, Policy, QueuePolicy, ReceptionPolicy,
    RequestRound, RequestSize,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

impl Check<'_> {
    /// What is under study.
    pub(super) fn policy(&mut self, file: &PolicyFile, groups: &[Group]) -> Option<Policy> {
        let requests: Vec<Option<RequestRound>> =
            file.requests.iter().map(|(name, it)| self.request(name, it)).collect();
        let reception = self.reception_policy(&file.reception);
        let given = match &file.allocation.scores {
            Some(_) => self.scores_from_table("policy.allocation.scores", groups),
            None => Some(Vec::new()),
        };
        let mut requests: Vec<RequestRound> = requests.into_iter().collect::<Option<_>>()?;
        requests.sort_by_key(|it| (it.issued, it.year));
        Some(Policy {
            requests,
            allocation: file.allocation.method,
            match_scores: Arc::new(MatchScores::new(&self.register, groups, &given?)),
            queue: match file.queue {
                QueueFile::FirstComeFirstServed => QueuePolicy::FirstComeFirstServed,
                QueueFile::FamiliesFirst => QueuePolicy::FamiliesFirst,
                QueueFile::MedicalFirst => QueuePolicy::MedicalFirst,
            },
            cases: match file.cases {
                CaseOrderFile::AsRipe => CaseOrder::AsRipe,
                CaseOrderFile::MinorsFirst => CaseOrder::MinorsFirst,
                CaseOrderFile::MinorsAndFamiliesFirst => CaseOrder::MinorsAndFamiliesFirst,
                CaseOrderFile::MinorsMedicalAndFamiliesFirst => {
                    CaseOrder::MinorsMedicalAndFamiliesFirst
                }
            },
            reception,
        })
    }

    fn request(&mut self, name: &str, file: &RequestFile) -> Option<RequestRound> {
        let at = |field: &str| format!("policy.requests.{name}.{field}");
        let year = Year(file.year);
        let issued = self.day(&at("issued"), &file.issued.0);
        let (first, last) = (self.horizon.first_year(), self.horizon.end.year());
        if year < first {
            self.problem(&at("year"), format!("must be a year of the run, {first} to {last}"));
        } else if year > last {
            // A run may be shorter than what was written for it.
            let accepted = format!("must be a year of the run, {first} to {last}, to be used");
            self.push(self.loaded.warning(&at("year"), accepted));
        }
        let earliest = year.plus(-2).first_day();
        let latest =
            if year == last { self.horizon.end.min(year.last_day()) } else { year.last_day() };
        if issued.is_some_and(|it| !(earliest..=latest).contains(&it)) {
            let accepted =
                format!("must lie between {earliest} and {latest} for a request for {year}");
            self.problem(&at("issued"), accepted);
        }
        let persons = match &file.size {
            RequestSizeFile::Persons(it) => {
                RequestSize::Persons(self.number(&at("size.persons"), it))
            }
            RequestSizeFile::Need(it) => RequestSize::Need(self.number(&at("size.need"), it)),
        };
        let minors = self.number(&at("minors"), &file.minors);
        let key = self.request_key(&at("key"), &file.key);
        let limits = self.request_limits(&at("limits"), &file.limits);
        let rounding = match file.rounding {
            RoundingFile::LargestRemainder => Rounding::LargestRemainder,
            RoundingFile::SainteLague => Rounding::SainteLague,
        };
        let decisions = match &file.decisions {
            Some(_) => self.known_decisions(&at("decisions"), issued),
            None => Some(Vec::new()),
        };
        Some(RequestRound {
            year,
            issued: issued?,
            persons,
            minors,
            key: key?,
            limits,
            rounding,
            decisions: decisions?,
        })
    }

    /// Scores that replace those of public indicators, pair by pair.
    fn scores_from_table(&mut self, key: &str, groups: &[Group]) -> Option<Vec<GivenScore>> {
        /// How well a household fits in a municipality.
        #[derive(Deserialize, JsonSchema)]
        struct ScoreRow {
            /// Arrival group.
            group: String,
            /// Persons in the household.
            #[schemars(range(min = 1, max = 8))]
            persons: u8,
            /// Code of the municipality.
            code: String,
            /// The score; empty where such a household must not be placed.
            #[schemars(range(min = 0.0, max = 1.0))]
            score: Option<f64>,
        }
        let table = self.loaded.load_table::<ScoreRow>(key, &["group", "persons", "code"]);
        let table = self.take(table)?;
        let mut given = Vec::with_capacity(table.rows.len());
        for (row, it) in table.rows.iter().enumerate() {
            let group = groups.iter().position(|group| group.id == it.group);
            let municipality = self.register.by_code(&it.code);
            if group.is_none() {
                let names: Vec<&str> = groups.iter().map(|it| it.id.as_str()).collect();
                let accepted = format!("must be a group of world.groups: {}", names.join(", "));
                self.push(table.problem(row, "group", accepted));
            }
            if municipality.is_none() {
                let problem = table.problem(row, "code", NO_MUNICIPALITY);
                self.push(problem.with_hint(self.nearest_code(&it.code)));
            }
            if let (Some(group), Some(municipality)) = (group, municipality) {
                let persons = usize::from(it.persons);
                let municipality = municipality.index();
                given.push(GivenScore { group, persons, municipality, score: it.score });
            }
        }
        (given.len() == table.rows.len()).then_some(given)
    }

    fn reception_policy(&mut self, file: &ReceptionPolicyFile) -> ReceptionPolicy {
        let key = "policy.reception";
        let emergency =
            [&file.lead_days, &file.bound_days, &file.notice_days, &file.beds_per_month];
        ReceptionPolicy {
            target_quantile: self.number(&format!("{key}.target_quantile"), &file.target_quantile),
            buffer: self.number(&format!("{key}.buffer"), &file.buffer),
            emergency: self.order_terms(key, emergency),
            ordinary: file.ordinary.as_ref().map(|it| {
                let terms = [&it.lead_days, &it.bound_days, &it.notice_days, &it.beds_per_month];
                self.order_terms(&format!("{key}.ordinary"), terms)
            }),
        }
    }

    /// Days of lead, bound time and notice, and beds a month.
    fn order_terms(&mut self, key: &str, files: [&Count; 4]) -> OrderTerms {
        let [lead, bound, notice, beds] = files;
        OrderTerms {
            lead_days: self.number(&format!("{key}.lead_days"), lead),
            bound_days: self.number(&format!("{key}.bound_days"), bound),
            notice_days: self.number(&format!("{key}.notice_days"), notice),
            beds_per_month: self.number(&format!("{key}.beds_per_month"), beds),
        }
    }
}
