//! Checks arrival groups: who they are, what becomes of their cases, and who follows them.

use super::Check;
use crate::scenario::file::{
    CaseFile, GroupFile, HouseholdKindFile, HouseholdsFile, ReturnFile, ReunificationFile,
    RouteFile, TrackFile, TrainingFile,
};
use crate::scenario::number::Number;
use crate::scenario::{
    AgeBand, Branch, CasePeriod, Group, HouseholdKind, Households, MAX_HOUSEHOLD, ReturnPeriod,
    Reunification, Route, Track, Training,
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
            let found = format!("has {} groups", files.len());
            self.fault("world.groups", found, "must have at least one and at most 200");
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
            let accepted = "must have another id: results call the sum of the groups \"all\"";
            self.fault("world.groups.all", "has the id \"all\"", accepted);
        }
        let arrivals = self.arrivals(&at("arrivals"), &file.arrivals, branches);
        let households = self.households(&at("households"), &file.households);
        if file.unaccompanied {
            self.check_alone(&at("households"), &file.households);
        }
        let cases = self.cases(&at("cases"), &file.cases);
        if file.route == RouteFile::Reception && file.cases.is_empty() {
            let accepted = "must have at least one period for the route \"reception\"";
            self.problem(&at("cases"), accepted);
        }
        if file.route == RouteFile::Family && file.reunification.is_some() {
            let accepted = "must be left out: family of family gives no right to the grant";
            self.fault(&at("reunification"), "is there for the route \"family\"", accepted);
        }
        let returns = self.returns(&at("returns"), &file.returns);
        let reunification =
            file.reunification.as_ref().map(|it| self.reunification(&at("reunification"), it, all));
        let [self_settled_share, agreed_self_settled_share] = self.homes_found(&at, file);
        Some(Group {
            id: id.to_owned(),
            route: route(file.route),
            track: track(file.track),
            is_unaccompanied: file.unaccompanied,
            training: training(file.training),
            private_share: self.number(&at("private_share"), &file.private_share),
            medical_share: self.number(&at("medical_share"), &file.medical_share),
            self_settled_share,
            agreed_self_settled_share,
            withdrawal_per_month: self
                .number(&at("withdrawal_per_month"), &file.withdrawal_per_month),
            return_days: self.duration(&at("return_days"), &file.return_days),
            matching_days: self.duration(&at("matching_days"), &file.matching_days),
            offer_days: self.duration(&at("offer_days"), &file.offer_days),
            self_settlement_days: self
                .duration(&at("self_settlement_days"), &file.self_settlement_days),
            emigration_per_year: self.each(&at("emigration_per_year"), &file.emigration_per_year),
            // Last, so that a mistake in one hides none in the others.
            returns: returns?,
            arrivals: arrivals?,
            households: households?,
            cases: cases?,
            reunification: match reunification {
                Some(it) => Some(it?),
                None => None,
            },
        })
    }

    /// Who finds a home outside and inside agreement; together no more than all.
    fn homes_found(&mut self, at: &impl Fn(&str) -> String, file: &GroupFile) -> [Number; 2] {
        let outside = self.number(&at("self_settled_share"), &file.self_settled_share);
        let key = at("agreed_self_settled_share");
        let inside = self.number(&key, &file.agreed_self_settled_share);
        let left = 1.0 - outside.central();
        if inside.central() > left {
            let accepted = format!("must be at most {left}, what self_settled_share leaves");
            self.fault(&key, format!("is {}", inside.central()), accepted);
        }
        [outside, inside]
    }

    fn returns(&mut self, key: &str, files: &[ReturnFile]) -> Option<Vec<ReturnPeriod>> {
        let mut periods: Vec<ReturnPeriod> = Vec::with_capacity(files.len());
        for (position, file) in files.iter().enumerate() {
            let at = |field: &str| format!("{key}[{position}].{field}");
            let from = self.month(&at("from"), &file.from.0);
            let to = file.to.as_ref().map(|it| self.month(&at("to"), &it.0));
            let per_year = self.number(&at("per_year"), &file.per_year);
            let (from, to) = (from?, to.map_or(Some(None), |it| it.map(Some))?);
            if to.is_some_and(|to| to < from) {
                self.problem(&at("to"), "must not be before from");
            }
            // Without a last month the one before lasts until this one begins.
            let is_later = |it: &ReturnPeriod| from > it.to.unwrap_or(it.from);
            if !periods.last().is_none_or(is_later) {
                self.problem(&at("from"), "must come after the months before it");
            }
            periods.push(ReturnPeriod { from, to, per_year });
        }
        Some(periods)
    }

    fn households(&mut self, key: &str, file: &HouseholdsFile) -> Option<Households> {
        if file.kinds.is_empty() || file.kinds.len() > MOST_KINDS {
            let found = format!("has {} kinds", file.kinds.len());
            let accepted = format!("must have at least one and at most {MOST_KINDS}");
            self.fault(&format!("{key}.kinds"), found, accepted);
            return None;
        }
        let mut kinds = Vec::with_capacity(file.kinds.len());
        for (name, it) in &file.kinds {
            let share = self.number(&format!("{key}.kinds.{name}.share"), &it.share);
            let members = members(it);
            let size: usize = members.iter().map(|&it| usize::from(it)).sum();
            if !(1..=MAX_HOUSEHOLD).contains(&size) {
                let found = format!("has {size} members");
                let accepted = format!("must have 1 to {MAX_HOUSEHOLD}");
                self.fault(&format!("{key}.kinds.{name}"), found, accepted);
            }
            kinds.push(HouseholdKind::new(share, members));
        }
        let sum: f64 = kinds.iter().map(|it| it.share.central()).sum();
        let keys: Vec<String> =
            file.kinds.keys().map(|it| format!("{key}.kinds.{it}.share")).collect();
        self.check_sum(&format!("{key}.kinds"), "shares", sum, &keys);
        Some(Households { kinds, concentration: file.concentration })
    }

    /// Unaccompanied minors are followed one by one: what they are owed goes by the age of each.
    fn check_alone(&mut self, key: &str, file: &HouseholdsFile) {
        for (name, it) in &file.kinds {
            let size: usize = members(it).iter().map(|&it| usize::from(it)).sum();
            if (2..=MAX_HOUSEHOLD).contains(&size) {
                let accepted = "must have 1 in a group of unaccompanied minors";
                self.fault(&format!("{key}.kinds.{name}"), format!("has {size} members"), accepted);
            }
        }
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
            let problem = self.loaded.unknown_word(&format!("{key}.group"), &families);
            let accepted = "must be the id of a group with the route \"family\"";
            self.push(match families.as_slice() {
                [] => problem.accepting(format!("{accepted}, and there is none")),
                families => problem.accepting(format!("{accepted}: {}", families.join(", "))),
            });
        }
        Some(Reunification {
            persons_per_settled: self
                .number(&format!("{key}.persons_per_settled"), &file.persons_per_settled),
            days: self.duration(&format!("{key}.days"), &file.days),
            three_year_share: self
                .number(&format!("{key}.three_year_share"), &file.three_year_share),
            group: all.keys().position(|id| *id == file.group)?,
        })
    }
}

/// Members by band of age.
fn members(it: &HouseholdKindFile) -> [u8; AgeBand::N] {
    [it.small_children, it.children, it.youths, it.adults, it.elderly]
}

fn route(file: RouteFile) -> Route {
    match file {
        RouteFile::Reception => Route::Reception,
        RouteFile::Direct => Route::Direct,
        RouteFile::Family => Route::Family,
    }
}

fn track(file: TrackFile) -> Track {
    match file {
        TrackFile::Ordinary => Track::Ordinary,
        TrackFile::Minors => Track::Minors,
    }
}

fn training(file: TrainingFile) -> Option<Training> {
    match file {
        TrainingFile::None => None,
        TrainingFile::CollectiveProtection => Some(Training::CollectiveProtection),
        TrainingFile::Ordinary => Some(Training::Ordinary),
    }
}
