//! Requests and answers of earlier years, in the municipalities of 2023.

use super::municipal_settlement;
use crate::calendar::Year;
use crate::register::file::{self, NamedRow};
use crate::register::{Cell, Edition, Register};

/// Requested, decided and settled in one year in a municipality of 2023.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What the state last asked for; `None` where nobody was asked.
    pub requested: Option<i64>,
    /// What it first asked for, which differs in years with a second request.
    pub requested_first: Option<i64>,
    /// What the council agreed to; `None` where nothing is registered.
    pub decided: Option<i64>,
    /// Settled, withheld cells counted as none.
    pub settled: i64,
}

/// Requests and answers of a year from 2012 to 2023, one for each municipality of 2023 in the order of its
/// register; those that have merged since are added up.
pub fn answers_of(year: Year) -> Vec<Answer> {
    let register = Register::embedded(Edition::Of2023);
    let mapping: Vec<NamedRow> = file::embedded("municipality-mapping-2019-2023.csv");
    let rows = municipal_settlement();
    let mut answers = vec![Answer::default(); register.n_municipalities()];
    for row in rows.iter().filter(|it| it.year == year) {
        let heir = mapping.iter().find(|it| it["code_2019"] == row.code);
        let code = match heir {
            Some(heir) if row.codes_of == Year(2019) => &heir["code_2023"],
            _ => &row.code,
        };
        // A part that is not attributed to a municipality belongs to none.
        let Some(id) = register.by_code(code) else { continue };
        let answer = &mut answers[id.index()];
        let add = |sum: &mut Option<i64>, cell: Cell| {
            if let Some(persons) = cell.known() {
                *sum = Some(sum.unwrap_or(0) + persons.0);
            }
        };
        add(&mut answer.requested, row.requested);
        let first =
            row.requested_original.known().map_or(row.requested, |_| row.requested_original);
        add(&mut answer.requested_first, first);
        add(&mut answer.decided, row.decided);
        answer.settled += row.settled.known().map_or(0, |it| it.0);
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_merged_municipalities_add_up_to_the_country() {
        let sum =
            |year, of: fn(&Answer) -> i64| -> i64 { answers_of(Year(year)).iter().map(of).sum() };
        assert_eq!(sum(2016, |it| it.requested.unwrap_or(0)), 18_517);
        assert_eq!(sum(2016, |it| it.decided.unwrap_or(0)), 16_523);
        assert_eq!(sum(2022, |it| it.settled), 31_253);
    }
}
