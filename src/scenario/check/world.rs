//! Checks what we do not choose: branches, reception, municipalities, moves, grants.

use super::durations::lognormal_shape;
use super::register::NO_MUNICIPALITY;
use super::{Check, is_authors, short};
use crate::scenario::file::{
    GrantsFile, HousingFile, Limited, MovesFile, MunicipalitiesFile, ReceptionFile, ReluctanceFile,
    WorldFile,
};
use crate::scenario::load::{Problems, Table};
use crate::scenario::number::Number;
use crate::scenario::{
    Branch, GrantBehaviour, Housing, LargeHomes, Moves, MunicipalBehaviour, Reception, Reluctance,
    World,
};
use crate::units::{Kroner, Persons};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Check<'_> {
    /// What we do not choose.
    pub(super) fn world(&mut self, file: &WorldFile) -> Option<World> {
        let branches = self.branches(&file.branches, file.branch.as_deref());
        let groups = self.groups(&file.groups, &branches);
        let ids: Vec<&str> = file.groups.keys().map(String::as_str).collect();
        let opening = self.opening(&file.opening, &ids);
        let decisions = file.decisions_per_month.as_ref();
        let decisions_per_month = decisions.map(|it| self.number("world.decisions_per_month", it));
        let reception = self.reception(&file.reception);
        let municipalities = self.municipal_behaviour(&file.municipalities);
        let moves = self.moves(&file.moves);
        let grants = self.grant_behaviour(&file.grants);
        Some(World {
            branches,
            groups: groups?,
            decisions_per_month,
            reception,
            municipalities: municipalities?,
            moves,
            grants,
            opening: opening?,
        })
    }

    fn branches(&mut self, weights: &BTreeMap<String, f64>, only: Option<&str>) -> Vec<Branch> {
        if weights.is_empty() {
            if only.is_some() {
                let accepted = "must be left out where there are no world.branches";
                self.problem("world.branch", accepted);
            }
            return vec![Branch { name: "only".to_owned(), weight: 1.0 }];
        }
        for (name, weight) in weights {
            if !(0.0..=1.0).contains(weight) {
                let key = format!("world.branches.{name}");
                self.problem(&key, "must be a probability from 0 to 1");
            }
        }
        let keys: Vec<String> = weights.keys().map(|it| format!("world.branches.{it}")).collect();
        self.check_sum("world.branches", "probabilities", weights.values().sum(), &keys);
        let branch = |(name, &weight): (&String, &f64)| Branch { name: name.clone(), weight };
        let mut branches: Vec<Branch> = weights.iter().map(branch).collect();
        // Low before mid before high, other names in their own order after them.
        let order = ["low", "mid", "high"];
        branches.sort_by_key(|it| order.iter().position(|name| *name == it.name).unwrap_or(3));
        if let Some(only) = only {
            self.choose_branch(&mut branches, only);
        }
        branches
    }

    /// Makes one branch certain. All keep their positions, so that a history which is in it anyway stays as it is.
    fn choose_branch(&mut self, branches: &mut [Branch], only: &str) {
        if branches.iter().all(|it| it.name != only) {
            let known: Vec<&str> = branches.iter().map(|it| it.name.as_str()).collect();
            self.push(self.loaded.unknown_word("world.branch", &known));
        }
        for branch in branches {
            branch.weight = f64::from(u8::from(branch.name == only));
        }
    }

    fn reception(&mut self, file: &ReceptionFile) -> Reception {
        let at = |field: &str| format!("world.reception.{field}");
        Reception {
            arrival_centre_beds: self.number(&at("arrival_centre_beds"), &file.arrival_centre_beds),
            ordinary_beds: self.number(&at("ordinary_beds"), &file.ordinary_beds),
            emergency_beds: self.number(&at("emergency_beds"), &file.emergency_beds),
            ordinary_price: self.number(&at("ordinary_price"), &file.ordinary_price),
            emergency_price: self.number(&at("emergency_price"), &file.emergency_price),
            resident_price: self.number(&at("resident_price"), &file.resident_price),
        }
    }

    fn municipal_behaviour(&mut self, file: &MunicipalitiesFile) -> Option<MunicipalBehaviour> {
        let at = |field: &str| format!("world.municipalities.{field}");
        let fixed_monthly_places = file
            .fixed_monthly_places
            .as_ref()
            .map(|_| self.places_from_table(&at("fixed_monthly_places")));
        let mut behaviour = MunicipalBehaviour {
            decision_days: self.duration(&at("decision_days"), &file.decision_days),
            less_share: self.number(&at("less_share"), &file.less_share),
            more_share: self.number(&at("more_share"), &file.more_share),
            declined_share: self.number(&at("declined_share"), &file.declined_share),
            less_mean: self.number(&at("less_mean"), &file.less_mean),
            more_mean: self.number(&at("more_mean"), &file.more_mean),
            reluctance: self.reluctance(&file.reluctance),
            opening_rise: self.number(&at("opening_rise"), &file.opening_rise),
            opening_fall: self.number(&at("opening_fall"), &file.opening_fall),
            front_loading: self.number(&at("front_loading"), &file.front_loading),
            provisional_share: self.number(&at("provisional_share"), &file.provisional_share),
            queue_response: self.optional(&at("queue_response"), file.queue_response.as_ref()),
            carry_over_share: self.number(&at("carry_over_share"), &file.carry_over_share),
            idle_place_kroner: self.number(&at("idle_place_kroner"), &file.idle_place_kroner),
            housing: file.housing.as_ref().map(|it| self.housing(it)),
            opening_pace: self.number(&at("opening_pace"), &file.opening_pace),
            settlement_dispersion: self
                .number(&at("settlement_dispersion"), &file.settlement_dispersion),
            fixed_monthly_places: None,
        };
        if let Some(places) = fixed_monthly_places {
            behaviour.fixed_monthly_places = Some(places?);
        }
        Some(behaviour)
    }

    fn optional<T: Limited>(&mut self, key: &str, value: Option<&T>) -> Option<Number> {
        value.map(|it| self.number(key, it))
    }

    fn reluctance(&mut self, file: &ReluctanceFile) -> Reluctance {
        let at = |field: &str| format!("world.municipalities.reluctance.{field}");
        Reluctance {
            load_effect: self.optional(&at("load_effect"), file.load_effect.as_ref()),
            fatigue_effect: self.optional(&at("fatigue_effect"), file.fatigue_effect.as_ref()),
            trust_effect: self.optional(&at("trust_effect"), file.trust_effect.as_ref()),
            trust_memory: self.optional(&at("trust_memory"), file.trust_memory.as_ref()),
            centrality_effect: self
                .optional(&at("centrality_effect"), file.centrality_effect.as_ref()),
            delay_effect: self.optional(&at("delay_effect"), file.delay_effect.as_ref()),
        }
    }

    fn housing(&mut self, file: &HousingFile) -> Housing {
        let at = |field: &str| format!("world.municipalities.housing.{field}");
        Housing {
            per_1000: self.optional(&at("per_1000"), file.per_1000.as_ref()),
            large: file.large.as_ref().map(|it| LargeHomes {
                from: it.from,
                share: self.number(&at("large.share"), &it.share),
            }),
        }
    }

    /// Whether two shares leave something or nothing for the rest, but no less than that.
    ///
    /// The problem is shown where the author wrote one of them, not in what that file starts from.
    fn check_parts(&mut self, shares: &[(String, Number); 2]) {
        let sum = shares[0].1.central() + shares[1].1.central();
        if sum <= 1.0 + 1e-9 {
            return;
        }
        let problems = [0, 1].map(|it| {
            let ((key, share), (other, _)) = (&shares[it], &shares[1 - it]);
            let other = other.rsplit('.').next().unwrap_or(other);
            let value = short(share.central());
            let found = if share.is_certain() {
                format!("is {value}")
            } else {
                format!("is {value} in the mean")
            };
            let accepted = format!("must be at most 1 together with {other}, not {}", short(sum));
            self.loaded.problem(key, accepted).with_found(found)
        });
        let [first, second] = problems;
        let is_second = is_authors(&second.place) && !is_authors(&first.place);
        self.push(if is_second { second } else { first });
    }

    fn places_from_table(&mut self, key: &str) -> Option<Vec<Persons>> {
        /// Places of a municipality.
        #[derive(Deserialize, JsonSchema)]
        struct PlacesRow {
            /// Code of the municipality.
            code: String,
            /// Places a month.
            #[schemars(range(min = 0, max = 1_000_000))]
            places: i64,
        }
        let table = self.loaded.load_table::<PlacesRow>(key, &["code"]);
        let table = self.take(table)?;
        self.by_municipality(&table, Persons::ZERO, |it| (&it.code, Persons(it.places)))
    }

    /// A loaded table, or nothing with its problems noted.
    pub(super) fn take<R>(&mut self, table: Result<Table<R>, Problems>) -> Option<Table<R>> {
        table.map_err(|found| self.problems.extend(found)).ok()
    }

    fn moves(&mut self, file: &MovesFile) -> Moves {
        let at = |field: &str| format!("world.moves.{field}");
        let capital = file.capital.as_ref().map(|code| self.register.by_code(code).ok_or(code));
        if let Some(Err(code)) = capital {
            let problem = self.loaded.problem(&at("capital"), NO_MUNICIPALITY);
            self.push(problem.with_hint(self.nearest_code(code)));
        }
        let moves = Moves {
            move_per_year: self.each(&at("move_per_year"), &file.move_per_year),
            by_centrality: self.each(&at("by_centrality"), &file.by_centrality),
            family_multiple: self.number(&at("family_multiple"), &file.family_multiple),
            match_effect: self.number(&at("match_effect"), &file.match_effect),
            emigration_by_centrality: self
                .each(&at("emigration_by_centrality"), &file.emigration_by_centrality),
            to_capital: self.number(&at("to_capital"), &file.to_capital),
            to_same_county: self.number(&at("to_same_county"), &file.to_same_county),
            capital: capital.and_then(Result::ok),
            deaths_per_year: self.number(&at("deaths_per_year"), &file.deaths_per_year),
        };
        let shares =
            [(at("to_capital"), moves.to_capital), (at("to_same_county"), moves.to_same_county)];
        self.check_parts(&shares);
        moves
    }

    fn grant_behaviour(&mut self, file: &GrantsFile) -> GrantBehaviour {
        let at = |field: &str| format!("world.grants.{field}");
        if !file.instalment_months.is_sorted() {
            let found = format!("is {:?}", file.instalment_months);
            let accepted = "must be four months in order, one for each quarter's instalment";
            self.fault(&at("instalment_months"), found, accepted);
        }
        GrantBehaviour {
            year_1_days: self.duration(&at("year_1_days"), &file.year_1_days),
            instalment_months: file.instalment_months,
            one_off_days: self.duration(&at("one_off_days"), &file.one_off_days),
            disability_1_share: self.number(&at("disability_1_share"), &file.disability_1_share),
            disability_2_share: self.number(&at("disability_2_share"), &file.disability_2_share),
            disability_2_expense: self
                .number(&at("disability_2_expense"), &file.disability_2_expense),
            disability_2_shape: Arc::new(lognormal_shape(file.disability_2_expense_cv)),
            special_accommodation_share: self
                .number(&at("special_accommodation_share"), &file.special_accommodation_share),
            newborns_per_settled: self
                .number(&at("newborns_per_settled"), &file.newborns_per_settled),
            training_share: self.number(&at("training_share"), &file.training_share),
            training_days: self.duration(&at("training_days"), &file.training_days),
            ordinary_training_years: file.ordinary_training_years,
            other_training_kroner: self
                .number(&at("other_training_kroner"), &file.other_training_kroner),
            discount_per_year: self.number(&at("discount_per_year"), &file.discount_per_year),
            schedule: file.schedule.map(|it| it.map(|kroner| Kroner(i64::from(kroner)))),
        }
    }
}
