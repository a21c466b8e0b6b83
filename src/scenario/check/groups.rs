//! Checks arrival groups: who they are, what becomes of their cases, and who follows them.

use super::Check;
use crate::scenario::file::{
    CaseFile, GroupFile, HouseholdsFile, ReunificationFile, RouteFile, TrackFile, TrainingFile,
};
use crate::scenario::{
    Branch, CasePeriod, Group, HouseholdKind, Households, MAX_HOUSEHOLD, Reunification, Route,
    Track, Training,
};
use std::collections::BTreeMap;

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
}
