//! Checks a user's own register, and the municipalities that keys and tables name by code.

use super::Check;
use crate::register::Register;
use crate::scenario::file::ScenarioFile;
use crate::scenario::load::{Loaded, Problems, Table};
use schemars::JsonSchema;
use serde::Deserialize;

/// A municipality of a user's own register.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
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
    if table.rows.is_empty() {
        problems.push(loaded.problem(key, "must name a table with at least one municipality"));
        return None;
    }
    // Its lines are known to be right; what is left is whether they make a register.
    match Register::from_csv(table.file().name(), &plain_csv(&table.rows)) {
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

/// The rows without the comments, spaces and empty lines that a user's table may have.
fn plain_csv(rows: &[MunicipalityRow]) -> String {
    let mut text =
        "code,name,county_code,county,population,centrality_class,longitude,latitude\n".to_owned();
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let or_empty = |number: Option<f64>| number.map_or(String::new(), |it| it.to_string());
    for it in rows {
        let cells = [
            quoted(&it.code),
            quoted(&it.name),
            quoted(&it.county_code),
            quoted(&it.county),
            it.population.to_string(),
            or_empty(it.centrality_class.map(f64::from)),
            or_empty(it.longitude),
            or_empty(it.latitude),
        ];
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

impl Check<'_> {
    /// A table's values in the order of the register, `nothing` for a municipality that it leaves out; or a
    /// problem for each line that names none.
    pub(super) fn by_municipality<R, T: Clone>(
        &mut self,
        table: &Table<R>,
        nothing: T,
        code_and_value: impl Fn(&R) -> (&str, T),
    ) -> Option<Vec<T>> {
        let mut values = vec![nothing; self.register.n_municipalities()];
        let mut is_known = true;
        for (row, it) in table.rows.iter().enumerate() {
            let (code, value) = code_and_value(it);
            match self.register.by_code(code) {
                Some(id) => values[id.index()] = value,
                None => {
                    is_known = false;
                    let problem = table.problem(row, "code", NO_MUNICIPALITY);
                    self.push(problem.with_hint(self.nearest_code(code)));
                }
            }
        }
        is_known.then_some(values)
    }

    /// The hint for a code that is nearly a known one.
    pub(super) fn nearest_code(&self, code: &str) -> Option<String> {
        let codes = self.register.municipalities().iter().map(|it| it.code.as_str());
        nearest_hint(code, codes)
    }
}

/// What a code must be that is none of a municipality.
pub(super) const NO_MUNICIPALITY: &str = "must be the code of a municipality of run.register";

/// The hint for a code that is nearly a known one.
fn nearest_hint<'a>(code: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let nearest = known.min_by_key(|it| strsim::damerau_levenshtein(code, it))?;
    (strsim::damerau_levenshtein(code, nearest) <= 1)
        .then(|| format!("did you mean \"{nearest}\"?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_with_one_wrong_digit_is_guessed() {
        assert_eq!(
            nearest_hint("0302", ["1103", "0301"].into_iter()),
            Some("did you mean \"0301\"?".to_owned())
        );
        assert_eq!(nearest_hint("9999", ["1103", "0301"].into_iter()), None);
    }
}
