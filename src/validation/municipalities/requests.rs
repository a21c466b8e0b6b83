//! The requests of past years made again from keys.

use super::render_table;
use crate::calendar::Year;
use crate::register::municipal::{Answer, answers_of, indicator};
use crate::register::{Edition, Register};
use crate::request_key::presets::{
    EMPLOYMENT, FAMILY, IMMIGRANTS, POPULATION, PROGRAMME_RESULTS, SCHOOL_CAPACITY,
};
use crate::request_key::{
    Factor, Indicators, Key, Limits, Minimum, Preset, Rounding, dissimilarity, plan_request,
};

/// Years whose requests are made again.
const YEARS: std::ops::RangeInclusive<i32> = 2016..=2023;
/// Years on which the power of inhabitants is chosen, and tested.
const POWER_YEARS: [i32; 4] = [2020, 2021, 2022, 2023];
/// First year with persons settled by municipality.
const FIRST_SETTLED: i32 = 2012;
/// As a rule nobody is asked for fewer.
const LEAST: u32 = 10;
/// Year of the public indicators.
const INDICATORS_OF: Year = Year(2022);

/// Presets that are not another one when what is not published says nothing (assumption A169).
const SHOWN: [Preset; 6] = [
    Preset::Population,
    Preset::NorwaySize,
    Preset::Norway2018,
    Preset::Denmark,
    Preset::Netherlands2024,
    Preset::EuropeanUnion2015,
];

/// What was asked of each municipality in a year.
fn asked_in(year: i32) -> Vec<f64> {
    answers_of(Year(year)).iter().map(|it| it.requested.unwrap_or(0) as f64).collect()
}

/// Persons settled in each municipality from the first year known until the year before.
fn settled_before(year: i32) -> Vec<f64> {
    let years: Vec<Vec<Answer>> = (FIRST_SETTLED..year).map(|it| answers_of(Year(it))).collect();
    let n = Register::embedded(Edition::Of2023).n_municipalities();
    (0..n).map(|at| years.iter().map(|it| it[at].settled as f64).sum()).collect()
}

/// A public indicator, where it is not published the mean of the others.
pub(super) fn filled(register: &Register, column: &str) -> Vec<f64> {
    let values = indicator(register, column, INDICATORS_OF).expect("a column of ours");
    let known: Vec<f64> = values.iter().copied().flatten().collect();
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    values.into_iter().map(|it| it.unwrap_or(mean)).collect()
}

/// What each key needs, as far as it is published; the rest says nothing of any municipality (assumption A169).
fn indicators(register: &Register, year: i32) -> Indicators {
    let population: Vec<f64> =
        register.municipalities().iter().map(|it| it.population.0 as f64).collect();
    let settled = settled_before(year);
    // One person more, so that a place that settled nobody can be divided by.
    let burden = settled.iter().zip(&population).map(|(it, people)| (it + 1.0) / people).collect();
    let low_income = filled(register, "low_income_pct");
    let country: f64 = low_income.iter().zip(&population).map(|(a, b)| a * b).sum::<f64>()
        / population.iter().sum::<f64>();
    let score = low_income.iter().map(|it| (country - it) / 10.0).collect();
    let alike = vec![1.0; population.len()];
    let columns = [
        (POPULATION, population.clone()),
        (EMPLOYMENT, alike.clone()),
        (PROGRAMME_RESULTS, alike.clone()),
        (SCHOOL_CAPACITY, alike.clone()),
        (IMMIGRANTS, settled),
        (FAMILY, vec![0.0; population.len()]),
        ("ses_woa_score", score),
        ("gross_domestic_product", population),
        ("applications_per_inhabitant", burden),
        ("unemployment_rate", alike),
    ];
    let empty = Indicators::new(register.n_municipalities());
    columns.into_iter().fold(empty, |all, (name, values)| {
        all.with(name, values).expect("one for each municipality")
    })
}

/// How far the request that a key makes is from what was asked.
fn distance(key: &Key, asked: &[f64], indicators: &Indicators, least: Option<u32>) -> f64 {
    let total = asked.iter().sum::<f64>() as u32;
    let quotas = key.quotas(total, indicators).expect("all that it needs is there");
    let minimum = least.map(|least| Minimum { least, lifted_from: 0 });
    let limits = Limits { minimum, ..Limits::default() };
    let plan = plan_request(total, &quotas, &limits, Rounding::LargestRemainder);
    let plan: Vec<f64> = plan.expect("there is room").into_iter().map(f64::from).collect();
    dissimilarity(&plan, asked)
}

/// The power of inhabitants, to two digits, that comes nearest to what was asked.
fn nearest_power(asked: &[f64], indicators: &Indicators) -> f64 {
    let of = |hundredths: &i32| {
        let power = f64::from(*hundredths) / 100.0;
        distance(&by_power(power), asked, indicators, None)
    };
    let nearest = (0..=150).min_by(|one, two| of(one).total_cmp(&of(two)));
    f64::from(nearest.expect("there are some")) / 100.0
}

fn by_power(power: f64) -> Key {
    Key::Multiplicative(vec![Factor::power(POPULATION, power)])
}

/// Each year's request against those that keys would have made of its sum.
fn presets(register: &Register) -> String {
    let rows = YEARS.map(|year| {
        let asked = asked_in(year);
        let indicators = indicators(register, year);
        let total = asked.iter().sum::<f64>();
        let of = |preset: Preset, least| {
            format!("{:.3}", distance(&preset.key(), &asked, &indicators, least))
        };
        let [a, b, c, d, e, f] = SHOWN.map(|it| of(it, None));
        // Where the whole request is less than the minimum for each, not everyone can be asked.
        let has_room = total >= f64::from(LEAST) * asked.len() as f64;
        let least = if has_room { of(Preset::NorwaySize, Some(LEAST)) } else { "-".to_owned() };
        let n_asked = asked.iter().filter(|it| **it > 0.0).count();
        [year.to_string(), format!("{total:.0}"), n_asked.to_string(), a, b, c, d, e, f, least]
    });
    let [a, b, c, d, e, f] = SHOWN.map(Preset::name);
    let header =
        ["year", "requested", "municipalities", a, b, c, d, e, f, "norway-size, at least 10"];
    render_table(header, rows)
}

/// The power chosen on each year and tested on the others.
fn powers(register: &Register) -> String {
    let years = POWER_YEARS.map(|year| (asked_in(year), indicators(register, year)));
    let rows = POWER_YEARS.iter().zip(&years).map(|(year, (asked, indicators))| {
        let power = nearest_power(asked, indicators);
        let of = |(asked, indicators): &(Vec<f64>, Indicators)| {
            format!("{:.3}", distance(&by_power(power), asked, indicators, None))
        };
        let [a, b, c, d] = years.each_ref().map(of);
        [year.to_string(), format!("{power:.2}"), a, b, c, d]
    });
    let header = ["chosen on", "power", "2020", "2021", "2022", "2023"];
    render_table(header, rows)
}

/// The section as Markdown.
pub fn section() -> String {
    let register = Register::embedded(Edition::Of2023);
    format!(
        "### Requests made again\n\n\
         Share of the request that a key would have asked of another municipality (dissimilarity; 0 is the request itself), among\n\
         the municipalities of 2023 with the inhabitants of that year. Each key shares the year's request among all; until 2021 many were\n\
         not asked. `population` shares by inhabitants, `norway-size` by inhabitants to the power 0.7, which was chosen on 2020 to 2023.\n\
         Source: `scenarios/reference/municipal-settlement.csv`.\n\n{}\n\
         What the keys need and the reference data have not by municipality says nothing of any of them (A169): results of the\n\
         introduction programme, employment and places in upper-secondary school in the Norwegian keys, families that followed in the\n\
         Danish one, income and unemployment in that of the Union. `norway-2018` is thus inhabitants and the step at 5,000 alone, and\n\
         `norway-2022` would be `norway-size`. In place of immigrants, and of past applications, are persons settled since\n\
         {FIRST_SETTLED}, and in place of the Dutch score the share with a low income ({}). Not there is the rest: tax revenue for `germany`\n\
         and labour market, housing and demography for `sweden-2014`, which without them are `population`, as `netherlands-housing` is.\n\n\
         The power of inhabitants chosen on one year, and how far off it is on each:\n\n{}",
        presets(&register),
        INDICATORS_OF,
        powers(&register),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_that_made_a_request_is_found_again() {
        let register = Register::embedded(Edition::Of2023);
        let indicators = indicators(&register, 2022);
        let asked = by_power(0.83).quotas(35_000, &indicators).expect("inhabitants are known");
        let asked: Vec<f64> = asked.into_iter().map(f64::round).collect();
        let found = nearest_power(&asked, &indicators);
        assert!((found - 0.83).abs() < 0.005, "{found}");
        assert!(distance(&by_power(found), &asked, &indicators, None) < 0.005);
    }

    #[test]
    fn what_is_not_published_leaves_a_key_to_the_rest() {
        let register = Register::embedded(Edition::Of2023);
        let indicators = indicators(&register, 2023);
        let of = |preset: Preset| preset.key().quotas(38_000, &indicators).expect("all there");
        let same = of(Preset::Norway2022)
            .iter()
            .zip(of(Preset::NorwaySize))
            .all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(same, "without results, work and schools the key of 2022 is one of size");
        let sums = SHOWN.map(|it| of(it).iter().sum::<f64>());
        assert!(sums.iter().all(|it| (it - 38_000.0).abs() < 1e-6), "{sums:?}");
    }
}
