//! Checks what is under study: requests and their keys, allocation, the queue, reception capacity.

use super::Check;
use crate::calendar::Year;
use crate::register::Edition;
use crate::register::municipal::{municipal_settlement_of, requests_2024};
use crate::scenario::file::{
    CaseOrderFile, KeyFile, MethodFile, PolicyFile, QueueFile, ReceptionPolicyFile, RequestFile,
    RequestSizeFile,
};
use crate::scenario::{
    AllocationPolicy, CaseOrder, Policy, QueuePolicy, ReceptionPolicy, RequestKey, RequestRound,
    RequestSize,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

impl Check<'_> {
    /// What is under study.
    pub(super) fn policy(&mut self, file: &PolicyFile) -> Option<Policy> {
        let requests: Vec<Option<RequestRound>> =
            file.requests.iter().map(|(name, it)| self.request(name, it)).collect();
        let reception = self.reception_policy(&file.reception);
        let mut requests: Vec<RequestRound> = requests.into_iter().collect::<Option<_>>()?;
        requests.sort_by_key(|it| (it.issued, it.year));
        Some(Policy {
            requests,
            allocation: match file.allocation.method {
                MethodFile::Proportional => AllocationPolicy::Proportional,
                MethodFile::RoundRobin => AllocationPolicy::RoundRobin,
                MethodFile::LargestDeficit => AllocationPolicy::LargestDeficit,
            },
            queue: match file.queue {
                QueueFile::FirstComeFirstServed => QueuePolicy::FirstComeFirstServed,
                QueueFile::FamiliesFirst => QueuePolicy::FamiliesFirst,
            },
            cases: match file.cases {
                CaseOrderFile::AsRipe => CaseOrder::AsRipe,
                CaseOrderFile::MinorsFirst => CaseOrder::MinorsFirst,
                CaseOrderFile::MinorsAndFamiliesFirst => CaseOrder::MinorsAndFamiliesFirst,
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
        Some(RequestRound { year, issued: issued?, persons, minors, key: key? })
    }

    fn request_key(&mut self, key: &str, file: &KeyFile) -> Option<RequestKey> {
        match file {
            KeyFile::Population => Some(RequestKey::Population),
            KeyFile::AsRequested(year) => {
                let weights = self.requested_in(Year(*year));
                if weights.is_none() {
                    let accepted = match self.register.edition() {
                        Some(Edition::Of2023) => "must be 2021, 2022 or 2023 with register 2023",
                        Some(Edition::Of2024) => "must be 2021, 2022, 2023 or 2024",
                        None => "must be population or csv: your own register has no requests",
                    };
                    self.problem(&format!("{key}.as-requested"), accepted);
                }
                weights.map(|it| RequestKey::Weights(Arc::new(it)))
            }
            KeyFile::Csv(_) => self.weights_from_table(&format!("{key}.csv")),
        }
    }

    /// What each municipality was asked for in a year; where a cell is silent, nothing.
    fn requested_in(&self, year: Year) -> Option<Vec<f64>> {
        let cells: Vec<crate::register::Cell> = if year == Year(2024) {
            (self.register.edition()? == Edition::Of2024).then_some(())?;
            requests_2024(&self.register)?.iter().map(|it| it.requested).collect()
        } else {
            let years = municipal_settlement_of(&self.register, year)?;
            years.iter().map(|it| it.requested).collect()
        };
        Some(cells.iter().map(|it| it.known().map_or(0.0, |it| it.0 as f64)).collect())
    }

    fn weights_from_table(&mut self, key: &str) -> Option<RequestKey> {
        /// The weight of a municipality.
        #[derive(Deserialize, JsonSchema)]
        struct WeightRow {
            /// Code of the municipality.
            code: String,
            /// Its weight.
            #[schemars(range(min = 0.0, max = 1e12))]
            weight: f64,
        }
        let table = self.loaded.load_table::<WeightRow>(key, &["code"]);
        let table = self.take(table)?;
        let weights = self.by_municipality(&table, 0.0, |it| (&it.code, it.weight))?;
        if weights.iter().sum::<f64>() <= 0.0 {
            self.problem(key, "must name a table with a weight over 0");
        }
        Some(RequestKey::Weights(Arc::new(weights)))
    }

    fn reception_policy(&mut self, file: &ReceptionPolicyFile) -> ReceptionPolicy {
        let at = |field: &str| format!("policy.reception.{field}");
        ReceptionPolicy {
            target_quantile: self.number(&at("target_quantile"), &file.target_quantile),
            buffer: self.number(&at("buffer"), &file.buffer),
            lead_days: self.number(&at("lead_days"), &file.lead_days),
            notice_days: self.number(&at("notice_days"), &file.notice_days),
            beds_per_month: self.number(&at("beds_per_month"), &file.beds_per_month),
        }
    }
}
