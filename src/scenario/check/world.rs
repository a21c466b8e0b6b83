//! Checks what we do not choose: branches, reception, municipalities, moves, grants - and a user's register.

use super::Check;
use super::durations::lognormal_shape;
use crate::register::Register;
use crate::scenario::file::{
    GrantsFile, MovesFile, MunicipalitiesFile, ReceptionFile, ScenarioFile, WorldFile,
};
use crate::scenario::load::{Loaded, Problems, Table};
use crate::scenario::{Branch, GrantBehaviour, Moves, MunicipalBehaviour, Reception, World};
use crate::units::{Kroner, MunicipalityId, Persons};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A municipality of a user's own register, as far as this reads it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "the schema of the rows is what is used here")]
struct MunicipalityRow {
    /// Code, four digits.
    code: String,
    /// Name.
    name: String,
    /// Code of the county, two digits.
    county_code: String,
    /// Name of the county.
    county: String,
    /// Inhabitants.
    #[schemars(range(min = 0, max = 100_000_000))]
    population: i64,
    /// Centrality class.
    #[schemars(range(min = 1, max = 6))]
    centrality_class: Option<u8>,
    /// Degrees east.
    #[schemars(range(min = -180.0, max = 180.0))]
    longitude: Option<f64>,
    /// Degrees north.
    #[schemars(range(min = -90.0, max = 90.0))]
    latitude: Option<f64>,
}

/// The municipalities of a user's table.
pub(super) fn load_register(
    loaded: &Loaded<ScenarioFile>,
    problems: &mut Problems,
) -> Option<Register> {
    let key = "run.register";
    let table = match loaded.load_table::<MunicipalityRow>(key, &["code"]) {
        Ok(table) => table,
        Err(found) => {
            problems.extend(found);
            return None;
        }
    };
    // Its lines are known to be right; what is left is whether they make a register.
    match Register::from_csv(table.file().name(), table.file().text()) {
        Ok(register) => Some(register),
        Err(bad) => {
            problems.push(
                loaded
                    .problem(key, "must name a table of municipalities")
                    .with_found(bad.to_string()),
            );
            None
        }
    }
}

impl Check<'_> {
    /// What we do not choose.
    pub(super) fn world(&mut self, file: &WorldFile) -> Option<World> {
        let branches = self.branches(&file.branches);
        let groups = self.groups(&file.groups, &branches)?;
        let ids: Vec<&str> = groups.iter().map(|it| it.id.as_str()).collect();
        let opening = self.opening(&file.opening, &ids);
        Some(World {
            branches,
            reception: self.reception(&file.reception),
            municipalities: self.municipal_behaviour(&file.municipalities)?,
            moves: self.moves(&file.moves)?,
            grants: self.grant_behaviour(&file.grants),
            opening: opening?,
            groups,
        })
    }

    fn branches(&mut self, weights: &BTreeMap<String, f64>) -> Vec<Branch> {
        if weights.is_empty() {
            return vec![Branch { name: "only".to_owned(), weight: 1.0 }];
        }
        for (name, weight) in weights {
            if !(0.0..=1.0).contains(weight) {
                let key = format!("world.branches.{name}");
                self.problem(&key, "must be a probability from 0 to 1");
            }
        }
        self.check_sum("world.branches", "probabilities", weights.values().sum());
        let branch = |(name, &weight): (&String, &f64)| Branch { name: name.clone(), weight };
        let mut branches: Vec<Branch> = weights.iter().map(branch).collect();
        // Low before mid before high, other names in their own order after them.
        let order = ["low", "mid", "high"];
        branches.sort_by_key(|it| order.iter().position(|name| *name == it.name).unwrap_or(3));
        branches
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
        let fixed_monthly_places = match &file.fixed_monthly_places {
            Some(_) => Some(self.places_from_table(&at("fixed_monthly_places"))?),
            None => None,
        };
        let behaviour = MunicipalBehaviour {
            decision_days: self.duration(&at("decision_days"), &file.decision_days),
            equal_share: self.number(&at("equal_share"), &file.equal_share),
            more_share: self.number(&at("more_share"), &file.more_share),
            declined_share: self.number(&at("declined_share"), &file.declined_share),
            less_mean: self.number(&at("less_mean"), &file.less_mean),
            more_mean: self.number(&at("more_mean"), &file.more_mean),
            opening_rise: self.number(&at("opening_rise"), &file.opening_rise),
            opening_fall: self.number(&at("opening_fall"), &file.opening_fall),
            front_loading: self.number(&at("front_loading"), &file.front_loading),
            provisional_share: self.number(&at("provisional_share"), &file.provisional_share),
            opening_pace: self.number(&at("opening_pace"), &file.opening_pace),
            fixed_monthly_places,
        };
        let sum = behaviour.equal_share.central() + behaviour.more_share.central();
        if sum > 1.0 + 1e-9 {
            let accepted = format!(
                "must be at most {} beside equal_share",
                1.0 - behaviour.equal_share.central()
            );
            self.problem(&at("more_share"), accepted);
        }
        Some(behaviour)
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
        let mut places = vec![Persons::ZERO; self.register.n_municipalities()];
        for (row, it) in table.rows.iter().enumerate() {
            let id = self.municipality_in(&table, row, "code", &it.code)?;
            places[id.index()] = Persons(it.places);
        }
        Some(places)
    }

    /// The municipality a table names, or a problem in that line.
    pub(super) fn municipality_in<R>(
        &mut self,
        table: &Table<R>,
        row: usize,
        column: &str,
        code: &str,
    ) -> Option<MunicipalityId> {
        let id = self.register.by_code(code);
        if id.is_none() {
            let accepted = "must be the code of a municipality of run.register";
            self.push(table.problem(row, column, accepted));
        }
        id
    }

    /// A loaded table, or nothing with its problems noted.
    pub(super) fn take<R>(&mut self, table: Result<Table<R>, Problems>) -> Option<Table<R>> {
        table.map_err(|found| self.problems.extend(found)).ok()
    }

    fn moves(&mut self, file: &MovesFile) -> Option<Moves> {
        let at = |field: &str| format!("world.moves.{field}");
        let capital = match &file.capital {
            None => None,
            Some(code) => match self.register.by_code(code) {
                Some(id) => Some(id),
                None => {
                    let municipalities = self.register.municipalities();
                    let codes: Vec<&str> =
                        municipalities.iter().map(|it| it.code.as_str()).collect();
                    let hint = nearest_hint(code, &codes);
                    let problem = self.loaded.problem(
                        &at("capital"),
                        "must be the code of a municipality of run.register",
                    );
                    self.push(problem.with_hint(hint));
                    return None;
                }
            },
        };
        let moves = Moves {
            move_per_year: self.five(&at("move_per_year"), &file.move_per_year),
            to_capital: self.number(&at("to_capital"), &file.to_capital),
            to_same_county: self.number(&at("to_same_county"), &file.to_same_county),
            capital,
            deaths_per_year: self.number(&at("deaths_per_year"), &file.deaths_per_year),
        };
        if moves.to_capital.central() + moves.to_same_county.central() > 1.0 + 1e-9 {
            let accepted = "must be at most 1 together with to_capital";
            self.problem(&at("to_same_county"), accepted);
        }
        Some(moves)
    }

    fn grant_behaviour(&mut self, file: &GrantsFile) -> GrantBehaviour {
        let at = |field: &str| format!("world.grants.{field}");
        if !file.instalment_months.is_sorted() {
            let accepted = "must be four months in order, one for each quarter's instalment";
            self.problem(&at("instalment_months"), accepted);
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
            other_training_kroner: self
                .number(&at("other_training_kroner"), &file.other_training_kroner),
            schedule: file.schedule.map(|it| it.map(|kroner| Kroner(i64::from(kroner)))),
        }
    }
}

/// The hint for a code that is nearly a known one.
fn nearest_hint(code: &str, known: &[&str]) -> Option<String> {
    let nearest = known.iter().min_by_key(|it| strsim::damerau_levenshtein(code, it))?;
    (strsim::damerau_levenshtein(code, nearest) <= 1)
        .then(|| format!("did you mean \"{nearest}\"?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_with_one_wrong_digit_is_guessed() {
        assert_eq!(
            nearest_hint("0302", &["1103", "0301"]),
            Some("did you mean \"0301\"?".to_owned())
        );
        assert_eq!(nearest_hint("9999", &["1103", "0301"]), None);
    }
}
