//! What a result rests on: its parameters, assumed first and the widest first, and its reference data.
//!
//! The order by width is an order of reading: how much a result depends on a parameter is a question
//! for a sensitivity study.

use super::number;
use super::page::Page;
use super::table::{Cell, Row, Table};
use super::text::Text;
use crate::results::provenance::{Parameter, Provenance, Reference};

/// Statuses with their headings, the least certain first. Anything else counts as assumed.
const STATUSES: [(&str, &str); 3] =
    [("assumed", "basis-assumed"), ("derived", "basis-derived"), ("verified", "basis-verified")];

/// Parameters of one status.
pub struct Group<'a> {
    /// What they have in common.
    pub heading: String,
    /// Whether nobody vouches for them.
    pub is_assumed: bool,
    /// The widest first, then in the order of the provenance.
    pub parameters: Vec<&'a Parameter>,
}

/// All parameters by status; statuses without any are left out.
pub fn groups<'a>(provenance: &'a Provenance, text: &Text) -> Vec<Group<'a>> {
    let group = |(status, key): (&str, &str)| {
        let is_of_status = |it: &&Parameter| status_of(it) == status;
        let mut parameters: Vec<_> = provenance.parameters.iter().filter(is_of_status).collect();
        // The sort is stable, so equals keep their order.
        parameters.sort_by(|one, other| relative_width(other).total_cmp(&relative_width(one)));
        let heading = text.with(key, &[("number", &parameters.len().to_string())]);
        Group { heading, is_assumed: status == "assumed", parameters }
    };
    let mut groups: Vec<_> = STATUSES.into_iter().map(group).collect();
    groups.retain(|it| !it.parameters.is_empty());
    groups
}

/// The assumptions that span most, at most `n` of them and each of another kind.
pub fn widest<'a>(provenance: &'a Provenance, n: usize) -> Vec<&'a Parameter> {
    let assumed = |it: &&Parameter| status_of(it) == "assumed" && it.law.is_some();
    let mut widest: Vec<&'a Parameter> = provenance.parameters.iter().filter(assumed).collect();
    widest.sort_by(|one, other| relative_width(other).total_cmp(&relative_width(one)));
    let mut kinds: Vec<&str> = Vec::new();
    widest.retain(|it| {
        // The steps of a path and the groups of people have keys that differ in their middle only.
        let kind = it.key.rsplit('.').next().unwrap_or(&it.key);
        let kind = kind.split('[').next().unwrap_or(kind);
        let is_new = !kinds.contains(&kind);
        kinds.push(kind);
        is_new
    });
    widest.truncate(n);
    widest
}

/// How many parameters are assumed.
pub fn n_assumed(provenance: &Provenance) -> usize {
    provenance.parameters.iter().filter(|it| status_of(it) == "assumed").count()
}

fn status_of(parameter: &Parameter) -> &str {
    let known = STATUSES.iter().find(|(status, _)| *status == parameter.status);
    known.map_or("assumed", |(status, _)| status)
}

/// The parameters of a group as a table.
pub fn table(parameters: &[&Parameter], page: &Page) -> Table {
    let row = |parameter: &&Parameter| {
        let law = parameter.law.as_ref();
        let cells = vec![
            Cell::Words(central(parameter, &page.text)),
            law.map_or(Cell::Nothing, |law| Cell::Words(law_words(law, &page.text))),
            parameter.source.clone().map_or(Cell::Nothing, Cell::Words),
        ];
        Row::new(parameter.key.clone(), cells)
    };
    let columns = ["basis-central", "basis-law", "basis-source"].map(|it| page.text.get(it));
    Table {
        caption: String::new(),
        corner: page.text.get("basis-key"),
        columns: columns.into(),
        rows: parameters.iter().map(row).collect(),
    }
}

/// Files of reference data as a table.
pub fn references(provenance: &Provenance, page: &Page) -> Table {
    let row = |reference: &Reference| {
        let cells = [&reference.vintage, &reference.sha256].map(|it| Cell::Words(it.clone()));
        Row::new(reference.file.clone(), cells.into())
    };
    Table {
        caption: String::new(),
        corner: page.text.get("origin-file"),
        columns: vec![page.text.get("origin-vintage"), "SHA-256".to_owned()],
        rows: provenance.references.iter().map(row).collect(),
    }
}

/// The central value, in the number format of the language if it is a number.
pub fn central(parameter: &Parameter, text: &Text) -> String {
    let number = parameter.central.parse::<f64>().ok().filter(|it| it.is_finite());
    number.map_or_else(
        || parameter.central.clone(),
        |number| number::significant(number, text.language()),
    )
}

/// What is not known about a parameter, in words; as the provenance has it if its form is new to us.
pub fn law_words(law: &str, text: &Text) -> String {
    let number = |value: f64| number::significant(value, text.language());
    match read_law(law) {
        Some(("triangular", numbers)) if numbers.len() == 3 => {
            let [low, mode, high] = [0, 1, 2].map(|index| number(numbers[index]));
            text.with("law-triangular", &[("low", &low), ("mode", &mode), ("high", &high)])
        }
        Some(("normal", numbers)) if numbers.len() == 2 => {
            let [mean, sd] = [0, 1].map(|index| number(numbers[index]));
            text.with("law-normal", &[("mean", &mean), ("sd", &sd)])
        }
        Some(("quartiles", numbers)) if numbers.len() == 5 => {
            let [low, first, median, third, high] =
                [0, 1, 2, 3, 4].map(|index| number(numbers[index]));
            let middle = [("first", first.as_str()), ("median", &median), ("third", &third)];
            let ends = [("low", low.as_str()), ("high", &high)];
            text.with("law-quartiles", &[ends.as_slice(), &middle].concat())
        }
        _ => law.to_owned(),
    }
}

/// Name and numbers of a law such as `triangular(1, 2, 4)`.
fn read_law(law: &str) -> Option<(&str, Vec<f64>)> {
    let (name, rest) = law.split_once('(')?;
    let numbers = rest.strip_suffix(')')?.split(',').map(|it| it.trim().parse::<f64>().ok());
    Some((name, numbers.collect::<Option<_>>()?))
}

/// How far a parameter may vary, as a part of its size; 0 if it is certain.
fn relative_width(parameter: &Parameter) -> f64 {
    let Some((name, numbers)) = parameter.law.as_deref().and_then(read_law) else { return 0.0 };
    let (low, high) = match (name, numbers.as_slice()) {
        ("triangular", [low, _, high]) | ("quartiles", [low, .., high]) => (*low, *high),
        // Nineteen of twenty lie within two standard deviations.
        ("normal", [mean, sd]) => (mean - 2.0 * sd, mean + 2.0 * sd),
        _ => return 0.0,
    };
    let size = low.abs().max(high.abs());
    if size > 0.0 { (high - low) / size } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::text::Language;

    #[test]
    fn assumed_come_first_and_the_widest_of_them_before_the_others() {
        let provenance = fixture::provenance();
        let groups = groups(&provenance, &Text::new(Language::Nb));
        let keys = |group: &Group| {
            let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
            group.parameters.iter().map(|it| last(&it.key)).collect::<Vec<_>>()
        };
        assert_eq!(keys(&groups[0]), ["ratio", "persons", "mean", "2024-01", "share"]);
        assert_eq!(keys(&groups[1]), ["secondary_moves_per_year[0]"]);
        assert_eq!(keys(&groups[2]), ["2023-01"]);
        assert_eq!(n_assumed(&provenance), 5);
        assert_eq!(widest(&provenance, 2).len(), 2);
    }

    #[test]
    fn a_status_nobody_knows_is_an_assumption() {
        let mut provenance = fixture::provenance();
        provenance.parameters[0].status = "certain".to_owned();
        assert_eq!(n_assumed(&provenance), 6);
    }

    #[test]
    fn laws_are_told_in_words_or_as_they_are() {
        let text = Text::new(Language::En);
        let told = |law| law_words(law, &text);
        assert_eq!(told("triangular(2000, 4500, 9000)"), "2,000 to 9,000, most likely 4,500");
        assert_eq!(told("normal(0.05, 0.01)"), "0.05, standard deviation 0.01");
        assert_eq!(told("uniform(<1>)"), "uniform(<1>)");
        assert_eq!(told("triangular(1)"), "triangular(1)");
    }
}
