//! Checks how a request is shared between municipalities: keys with their indicators, and limits.

use super::Check;
use crate::calendar::{Day, Year};
use crate::register::Edition;
use crate::register::municipal::{municipal_settlement_of, requests_2024};
use crate::request_key::presets::{
    EMPLOYMENT, FAMILY, IMMIGRANTS, POPULATION, PROGRAMME_RESULTS, SCHOOL_CAPACITY,
};
use crate::request_key::{IndicatorError, Indicators, Minimum, Preset};
use crate::scenario::file::{DayText, KeyFile, LimitsFile, PresetFile, PresetKeyFile};
use crate::scenario::{KnownDecision, RequestKey, RequestLimits};
use crate::units::Persons;
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

/// Indicators of a municipality; those that a key does not need may be left out.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
struct IndicatorRow {
    /// Code of the municipality.
    code: String,
    /// Employed share of inhabitants of working age.
    employment_rate: Option<f64>,
    /// Share in work or education after the introduction programme.
    programme_results: Option<f64>,
    /// Places in upper-secondary school in the region, relative to the young who live there.
    upper_secondary_capacity: Option<f64>,
    /// Immigrants and refugees who live there.
    immigrants: Option<f64>,
    /// Persons reunited with refugees in the last year.
    family_reunified_last_year: Option<f64>,
    /// Labour market, Swedish key.
    labour_market: Option<f64>,
    /// Housing, Swedish key.
    housing: Option<f64>,
    /// Demography, Swedish key.
    demography: Option<f64>,
    /// Tax revenue, German key.
    tax_revenue: Option<f64>,
    /// Socio-economic score, Dutch key.
    ses_woa_score: Option<f64>,
    /// Gross domestic product, European key.
    gross_domestic_product: Option<f64>,
    /// Past applications per inhabitant, European key.
    applications_per_inhabitant: Option<f64>,
    /// Unemployed share, European key.
    unemployment_rate: Option<f64>,
}

/// A column of the table by the name that keys have for it.
type ColumnOf = (&'static str, fn(&IndicatorRow) -> Option<f64>);

/// The columns by name.
const COLUMNS: [ColumnOf; 13] = [
    (EMPLOYMENT, |it| it.employment_rate),
    (PROGRAMME_RESULTS, |it| it.programme_results),
    (SCHOOL_CAPACITY, |it| it.upper_secondary_capacity),
    (IMMIGRANTS, |it| it.immigrants),
    (FAMILY, |it| it.family_reunified_last_year),
    ("labour_market", |it| it.labour_market),
    ("housing", |it| it.housing),
    ("demography", |it| it.demography),
    ("tax_revenue", |it| it.tax_revenue),
    ("ses_woa_score", |it| it.ses_woa_score),
    ("gross_domestic_product", |it| it.gross_domestic_product),
    ("applications_per_inhabitant", |it| it.applications_per_inhabitant),
    ("unemployment_rate", |it| it.unemployment_rate),
];

impl Check<'_> {
    /// How a request is shared.
    pub(super) fn request_key(&mut self, key: &str, file: &KeyFile) -> Option<RequestKey> {
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
            KeyFile::Preset(preset) => self.preset_key(&format!("{key}.preset"), preset),
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

    /// Answers that are known, by municipality.
    pub(super) fn known_decisions(
        &mut self,
        key: &str,
        issued: Option<Day>,
    ) -> Option<Vec<Option<KnownDecision>>> {
        /// How a municipality has answered.
        #[derive(Deserialize, JsonSchema)]
        struct DecisionRow {
            /// Code of the municipality.
            code: String,
            /// Persons agreed to; 0 where the council said no.
            #[schemars(range(min = 0, max = 1_000_000))]
            agreed: i64,
            /// The day of the decision; empty where it was before the run.
            decided_on: Option<DayText>,
            /// Unaccompanied minors agreed to; empty where that is not known.
            #[schemars(range(min = 0, max = 1_000_000))]
            minors_agreed: Option<i64>,
        }
        let day_of = |row: &DecisionRow| -> Option<Day> { row.decided_on.as_ref()?.0.parse().ok() };
        let table = self.loaded.load_table::<DecisionRow>(key, &["code"]);
        let table = self.take(table)?;
        for (position, row) in table.rows.iter().enumerate() {
            if let (Some(day), Some(issued)) = (day_of(row), issued)
                && day < issued
            {
                let accepted = format!("must not be before the letter, which is of {issued}");
                self.push(table.problem(position, "decided_on", accepted));
            }
        }
        self.by_municipality(&table, None, |row| {
            let agreed = [Some(Persons(row.agreed)), row.minors_agreed.map(Persons)];
            (&row.code, Some(KnownDecision { decided_on: day_of(row), agreed }))
        })
    }

    /// A key in use with the indicators it needs, which must give shares.
    fn preset_key(&mut self, key: &str, file: &PresetKeyFile) -> Option<RequestKey> {
        let preset = preset(file.name);
        let given = match &file.indicators {
            Some(_) => self.load_indicators(&format!("{key}.indicators"))?,
            None => Vec::new(),
        };
        let population =
            self.register.municipalities().iter().map(|it| it.population.0 as f64).collect();
        let empty = Indicators::new(self.register.n_municipalities());
        let mut indicators = empty.with(POPULATION, population).expect("one for each municipality");
        for (name, values) in given {
            indicators = indicators.with(name, values).expect("columns have names of their own");
        }
        // Any number will do: what is missing does not depend on it.
        if let Err(error) = preset.key().quotas(1_000_000, &indicators) {
            let accepted = self.explain(&error);
            self.problem(&format!("{key}.indicators"), accepted);
            return None;
        }
        Some(RequestKey::Preset(preset, Arc::new(indicators)))
    }

    /// The columns of a table of indicators that have a number anywhere.
    fn load_indicators(&mut self, key: &str) -> Option<Vec<(&'static str, Vec<f64>)>> {
        let table = self.loaded.load_table::<IndicatorRow>(key, &["code"]);
        let table = self.take(table)?;
        let mut columns = Vec::new();
        for (name, value) in COLUMNS {
            let number = |it: &IndicatorRow| value(it).unwrap_or(f64::NAN);
            let values = self.by_municipality(&table, f64::NAN, |it| (&it.code, number(it)))?;
            if values.iter().any(|it| !it.is_nan()) {
                columns.push((name, values));
            }
        }
        Some(columns)
    }

    /// What indicators must be where a key cannot use them.
    fn explain(&self, error: &IndicatorError) -> String {
        let name = |place: &usize| &self.register.municipalities()[*place].name;
        match error {
            IndicatorError::Unknown { indicator }
            | IndicatorError::WrongLength { indicator, .. } => {
                format!("must name a table with the column {indicator}, which the key needs")
            }
            IndicatorError::Twice { indicator } => format!("must have {indicator} once"),
            IndicatorError::Missing { indicator, place } => {
                format!("must have a number for {indicator} in {}", name(place))
            }
            IndicatorError::TooSmall { indicator, place, found } => {
                format!("must have a larger {indicator} than {found} in {}", name(place))
            }
            IndicatorError::NothingToShareBy => "must have something to share by".to_owned(),
        }
    }

    /// What limits the request of a single municipality.
    pub(super) fn request_limits(&mut self, key: &str, file: &LimitsFile) -> RequestLimits {
        let minimum = file
            .least
            .map(|least| Minimum { least, lifted_from: file.lifted_from.unwrap_or(least) });
        if let Some(lifted_from) =
            file.lifted_from.filter(|it| file.least.is_none_or(|least| *it > least))
        {
            let found = format!("is {lifted_from}");
            self.fault(&format!("{key}.lifted_from"), found, "must be at most limits.least");
        }
        RequestLimits { per_thousand: file.per_1000, change: file.change, minimum }
    }
}

fn preset(name: PresetFile) -> Preset {
    match name {
        PresetFile::Population => Preset::Population,
        PresetFile::NorwaySize => Preset::NorwaySize,
        PresetFile::Norway2018 => Preset::Norway2018,
        PresetFile::Norway2022 => Preset::Norway2022,
        PresetFile::Denmark => Preset::Denmark,
        PresetFile::Sweden2014 => Preset::Sweden2014,
        PresetFile::Germany => Preset::Germany,
        PresetFile::NetherlandsHousing => Preset::NetherlandsHousing,
        PresetFile::Netherlands2024 => Preset::Netherlands2024,
        PresetFile::EuropeanUnion2015 => Preset::EuropeanUnion2015,
    }
}
