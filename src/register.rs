//! The municipalities and the published actuals: embedded tables become a [`Register`] and typed figures.
//!
//! The municipalities are read when a run is opened; every other table only when it is asked for. A figure
//! that was not published is never a zero: see [`Cell`].

pub mod actuals;
pub mod budget;
pub mod coverage;
mod file;
pub mod municipal;
pub mod snapshots;
pub mod tables;

use crate::units::{MunicipalityId, Persons};
use file::MunicipalityRow;

/// Which year's municipalities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// The 356 municipalities and 11 counties of 2020 to 2023.
    Of2023,
    /// The 357 municipalities and 15 counties from 2024.
    Of2024,
}

/// What a published table says about a municipality. Silence is not zero, and neither is privacy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing registered; the table has an empty field.
    Missing,
    /// Withheld for privacy, normally one to four persons.
    Suppressed,
    /// This many, perhaps none.
    Known(Persons),
}

impl Cell {
    /// The figure, if one was published.
    pub fn known(self) -> Option<Persons> {
        match self {
            Self::Known(persons) => Some(persons),
            Self::Missing | Self::Suppressed => None,
        }
    }

    /// Reads a field of a table.
    fn read(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::Missing),
            "suppressed" => Some(Self::Suppressed),
            number => number.parse().ok().filter(|it| *it >= 0).map(|it| Self::Known(Persons(it))),
        }
    }
}

/// A county (fylke).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct County {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A housing and labour market region (bo- og arbeidsmarkedsregion).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabourMarketRegion {
    /// Three digits.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A municipality (kommune) as it was on 1 January of the register's year.
#[derive(Clone, Debug, PartialEq)]
pub struct Municipality {
    /// Four digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Position of its county in the register.
    pub county: usize,
    /// Inhabitants.
    pub population: Persons,
    /// Inhabitants by age, in the bands of [`AGE_BANDS`]; `None` where a user's table has none.
    pub ages: Option<[Persons; AGE_BANDS.len()]>,
    /// Statistics Norway's centrality class, 1 (most central) to 6.
    pub centrality: Option<u8>,
    /// Statistics Norway's centrality index, 0 to 1000.
    pub centrality_index: Option<u16>,
    /// Its housing and labour market region.
    pub labour_market_region: Option<LabourMarketRegion>,
    /// Name of its centre; empty if not known.
    pub seat: String,
    /// Longitude of the seat in degrees east.
    pub longitude: Option<f64>,
    /// Latitude of the seat in degrees north.
    pub latitude: Option<f64>,
}

/// First and last age of each band of [`Municipality::ages`]; the last is open.
pub const AGE_BANDS: [(u8, u8); 7] =
    [(0, 5), (6, 15), (16, 19), (20, 44), (45, 66), (67, 79), (80, u8::MAX)];

/// A table that cannot be read. Nothing can be done with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}: {problem}")]
pub struct BadTable {
    /// Name of the table.
    pub table: String,
    /// Line of the problem, the header being 1.
    pub line: u64,
    /// What is wrong there.
    pub problem: String,
}

/// The municipalities and counties of a run, in order of code.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    edition: Option<Edition>,
    municipalities: Vec<Municipality>,
    counties: Vec<County>,
}

impl Register {
    /// The register shipped with the program.
    pub fn embedded(edition: Edition) -> Self {
        let table = match edition {
            Edition::Of2023 => "municipalities-2023.csv",
            Edition::Of2024 => "municipalities-2024.csv",
        };
        Self { edition: Some(edition), ..Self::from_rows(file::embedded(table)) }
    }

    /// A register from a user's table: `code`, `name`, `county_code`, `county`, `population` and, where
    /// known, the other columns of `municipalities-2023.csv`. It has no published actuals.
    pub fn from_csv(table: &str, text: &str) -> Result<Self, BadTable> {
        let problem = |line, problem: String| BadTable { table: table.to_owned(), line, problem };
        let rows: Vec<MunicipalityRow> = file::rows(table, text)?;
        for (index, row) in rows.iter().enumerate() {
            let line = index as u64 + 2;
            if row.population.0 < 0 {
                return Err(problem(line, format!("population is {}", row.population)));
            }
            if rows[..index].iter().any(|earlier| earlier.code == row.code) {
                return Err(problem(line, format!("code {} stands twice", row.code)));
            }
        }
        if rows.is_empty() || rows.len() > usize::from(u16::MAX) {
            return Err(problem(1, format!("has {} municipalities", rows.len())));
        }
        Ok(Self::from_rows(rows))
    }

    fn from_rows(mut rows: Vec<MunicipalityRow>) -> Self {
        rows.sort_by(|a, b| a.code.cmp(&b.code));
        let mut counties: Vec<County> = rows.iter().map(county).collect();
        counties.sort_by(|a, b| a.code.cmp(&b.code));
        counties.dedup_by(|a, b| a.code == b.code);
        let municipalities = rows.into_iter().map(|row| municipality(row, &counties)).collect();
        Self { edition: None, municipalities, counties }
    }

    /// Which year's municipalities, or `None` for a user's own table.
    pub fn edition(&self) -> Option<Edition> {
        self.edition
    }

    /// All municipalities; a [`MunicipalityId`] is a position in this slice.
    pub fn municipalities(&self) -> &[Municipality] {
        &self.municipalities
    }

    /// All counties.
    pub fn counties(&self) -> &[County] {
        &self.counties
    }

    /// Number of municipalities.
    pub fn n_municipalities(&self) -> usize {
        self.municipalities.len()
    }

    /// The municipality at a position.
    pub fn municipality(&self, id: MunicipalityId) -> &Municipality {
        &self.municipalities[id.index()]
    }

    /// Every municipality's position, in order.
    pub fn ids(&self) -> impl Iterator<Item = MunicipalityId> + use<> {
        (0..self.municipalities.len()).map(|index| MunicipalityId(index as u16))
    }

    /// The municipality with a code.
    pub fn by_code(&self, code: &str) -> Option<MunicipalityId> {
        let position = self.municipalities.binary_search_by(|it| it.code.as_str().cmp(code));
        position.ok().map(|index| MunicipalityId(index as u16))
    }

    /// Inhabitants of the country.
    pub fn population(&self) -> Persons {
        self.municipalities.iter().map(|it| it.population).sum()
    }
}

fn county(row: &MunicipalityRow) -> County {
    County { code: row.county_code.clone(), name: row.county.clone() }
}

fn municipality(row: MunicipalityRow, counties: &[County]) -> Municipality {
    let county = counties.binary_search_by(|it| it.code.cmp(&row.county_code));
    let ages = [
        row.age_0_5,
        row.age_6_15,
        row.age_16_19,
        row.age_20_44,
        row.age_45_66,
        row.age_67_79,
        row.age_80_plus,
    ];
    let is_region_known = !row.labour_market_region_code.is_empty();
    Municipality {
        code: row.code,
        name: row.name,
        county: county.expect("the counties are those of the rows"),
        population: row.population,
        ages: ages.iter().all(Option::is_some).then(|| ages.map(|it| Persons(it.unwrap_or(0)))),
        centrality: row.centrality_class,
        centrality_index: row.centrality_index,
        labour_market_region: is_region_known.then_some(LabourMarketRegion {
            code: row.labour_market_region_code,
            name: row.labour_market_region,
        }),
        seat: row.seat,
        longitude: row.longitude,
        latitude: row.latitude,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_editions_hold_the_whole_country() {
        for (edition, n_municipalities, n_counties, population) in
            [(Edition::Of2023, 356, 11, 5_488_984), (Edition::Of2024, 357, 15, 5_550_203)]
        {
            let register = Register::embedded(edition);
            assert_eq!(register.n_municipalities(), n_municipalities);
            assert_eq!(register.counties().len(), n_counties);
            assert_eq!(register.population(), Persons(population));
            assert_eq!(register.edition(), Some(edition));
            for id in register.ids() {
                let it = register.municipality(id);
                assert_eq!(register.by_code(&it.code), Some(id));
                assert_eq!(register.counties()[it.county].code, it.code[..2]);
                let ages: Persons = it.ages.expect("embedded tables have ages").into_iter().sum();
                assert_eq!(ages, it.population, "{}", it.name);
                assert!((1..=6).contains(&it.centrality.expect("a class")), "{}", it.name);
                assert!(it.labour_market_region.is_some(), "{}", it.name);
                // Mainland Norway with its islands.
                assert!((4.0..32.0).contains(&it.longitude.expect("known")), "{}", it.name);
                assert!((57.5..71.5).contains(&it.latitude.expect("known")), "{}", it.name);
            }
        }
    }

    #[test]
    fn a_municipality_is_found_by_its_code_only() {
        let register = Register::embedded(Edition::Of2024);
        let haram = register.by_code("1580").expect("new in 2024");
        assert_eq!(register.municipality(haram).name, "Haram");
        assert_eq!(register.by_code("1507"), None, "divided on 1 January 2024");
        assert_eq!(register.by_code("301"), None);
    }

    #[test]
    fn silence_privacy_and_none_are_three_things() {
        assert_eq!(Cell::read(""), Some(Cell::Missing));
        assert_eq!(Cell::read("suppressed"), Some(Cell::Suppressed));
        assert_eq!(Cell::read("0"), Some(Cell::Known(Persons(0))));
        assert_ne!(Cell::Missing, Cell::Suppressed);
        assert_ne!(Cell::Suppressed, Cell::Known(Persons(0)));
        assert_eq!(Cell::Missing.known(), None);
        assert_eq!(Cell::Suppressed.known(), None);
        assert_eq!(Cell::Known(Persons(0)).known(), Some(Persons(0)));
        for text in ["-1", "s", "1.5", " "] {
            assert_eq!(Cell::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_users_table_needs_five_columns_and_is_put_in_order() {
        let text = "name,code,county,county_code,population,centrality_class\n\
                    Vest,0202,B,02,30,6\nØst,0101,A,01,70,\n";
        let register = Register::from_csv("own.csv", text).expect("a register");
        assert_eq!(register.edition(), None);
        assert_eq!(register.municipalities()[0].name, "Øst");
        assert_eq!(register.municipalities()[0].centrality, None);
        assert_eq!(register.municipalities()[1].centrality, Some(6));
        assert_eq!(register.municipalities()[1].county, 1);
        let bad = |text| Register::from_csv("own.csv", text).expect_err("bad").to_string();
        let header = "code,name,county_code,county,population\n";
        let twice = format!("{header}1,a,1,A,5\n1,b,1,A,5\n");
        assert_eq!(bad(&twice), "own.csv, line 3: code 1 stands twice");
        let word = format!("{header}1,a,1,A,many\n");
        assert!(bad(&word).starts_with("own.csv, line 2: "), "{}", bad(&word));
        assert_eq!(bad(header), "own.csv, line 1: has 0 municipalities");
    }
}
