//! Who still lives where they were settled, by county; cohort and horizon are not stated.

use crate::register::file::{self, MappingRow, NamedRow};
use crate::register::{Edition, Register};

/// What became of the settled refugees of a county of 2024, in per cent, as published.
#[derive(Clone, Debug, PartialEq)]
pub struct CountyRetention {
    /// Name of the county.
    pub county: String,
    /// Still live in their first municipality.
    pub stayed_pct: f64,
    /// Have moved to another municipality, wherever it lies.
    pub moved_pct: f64,
}

/// All counties for which it is published.
pub fn retention_by_county() -> Vec<CountyRetention> {
    let rows: Vec<NamedRow> = file::embedded("retention-by-county.csv");
    let read = |row: &NamedRow| {
        let share = |column: &str| row[column].parse::<f64>().expect("our own table");
        let moved = ["moved_within_county_pct", "moved_other_county_pct", "moved_to_oslo_pct"];
        CountyRetention {
            county: row["county"].clone(),
            stayed_pct: share("still_in_municipality_pct"),
            moved_pct: moved.map(share).iter().sum(),
        }
    };
    rows.iter().map(read).collect()
}

/// Share of settled refugees who still live in their first municipality, in per cent, as published for the
/// county that each municipality of the register belongs to from 2024.
pub fn stayed_in_county(register: &Register) -> Vec<Option<f64>> {
    let unknown = || vec![None; register.n_municipalities()];
    let Some(edition) = register.edition() else { return unknown() };
    let of_2024 = Register::embedded(Edition::Of2024);
    let published = retention_by_county();
    let by_county = |code_2024: &str| -> Option<f64> {
        let id = of_2024.by_code(code_2024)?;
        let name = &of_2024.counties()[of_2024.municipality(id).county].name;
        Some(published.iter().find(|it| it.county == *name)?.stayed_pct)
    };
    let mapping: Vec<MappingRow> = file::embedded("municipality-mapping-2023-2024.csv");
    let code_2024 = |code: &str| match edition {
        Edition::Of2024 => Some(code.to_owned()),
        Edition::Of2023 => {
            mapping.iter().find(|it| it.code_2023 == code).map(|it| it.code_2024.clone())
        }
    };
    let stayed = register.municipalities().iter().map(|it| by_county(&code_2024(&it.code)?));
    stayed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_county_are_those_of_the_table() {
        let published = retention_by_county();
        assert_eq!(published.len(), 15);
        let oslo = published.iter().find(|it| it.county == "Oslo").expect("published");
        assert_eq!((oslo.stayed_pct, oslo.moved_pct), (92.0, 5.0));
    }

    #[test]
    fn every_municipality_has_the_retention_of_its_county() {
        for edition in [Edition::Of2023, Edition::Of2024] {
            let register = Register::embedded(edition);
            let stayed = stayed_in_county(&register);
            assert!(stayed.iter().all(Option::is_some));
            assert_eq!(stayed[0], Some(92.0), "Oslo");
            let tromso = register.municipalities().iter().position(|it| it.name == "Tromsø");
            assert_eq!(stayed[tromso.expect("in both")], Some(81.0));
        }
    }
}
