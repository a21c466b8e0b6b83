//! Requests made again from keys, and the answers of municipalities against what may explain them.

mod answers;
mod logit;

use super::render_table;
use crate::calendar::Year;
use crate::register::municipal::answers_of;
use crate::register::{Edition, Register};
use crate::request_key::presets::POPULATION;
use crate::request_key::{
    Indicators, Limits, Minimum, Preset, Rounding, dissimilarity, plan_request,
};
use logit::{Fit, area_under_curve};

/// Years of answers that are fitted: before, the register has no answer from many; in 2023 it is of September.
const YEARS: std::ops::RangeInclusive<i32> = 2016..=2022;

/// What may explain that a municipality agrees to less than it is asked for.
const EXPLAINING: [&str; 4] = [
    "request per inhabitant, logarithm, over the country's",
    "settled in the two years before, per 1,000 inhabitants",
    "settled of what was agreed last year",
    "centrality class, 1 to 6",
];

/// The section as Markdown.
pub fn section() -> String {
    format!("## Municipalities\n\n{}\n{}\n{}", keys(), answers::section(), fit())
}

fn keys() -> String {
    let register = Register::embedded(Edition::Of2023);
    let population: Vec<f64> =
        register.municipalities().iter().map(|it| it.population.0 as f64).collect();
    let indicators = Indicators::new(population.len())
        .with(POPULATION, population.clone())
        .expect("one for each municipality");
    let rows = (2020..=2023).map(|year| {
        let asked: Vec<f64> =
            answers_of(Year(year)).iter().map(|it| it.requested.unwrap_or(0) as f64).collect();
        let total = asked.iter().sum::<f64>() as u32;
        let of = |preset: Preset, least: Option<u32>| {
            let quotas = preset.key().quotas(total, &indicators).expect("inhabitants are known");
            let minimum = least.map(|least| Minimum { least, lifted_from: 0 });
            let limits = Limits { minimum, ..Limits::default() };
            let plan = plan_request(total, &quotas, &limits, Rounding::LargestRemainder);
            let plan = plan.expect("there is room for ten in each");
            let plan: Vec<f64> = plan.into_iter().map(f64::from).collect();
            format!("{:.3}", dissimilarity(&plan, &asked))
        };
        // Where the whole request is less than ten for each, the minimum cannot ask everyone.
        let least = (total >= 10 * population.len() as u32).then_some(10);
        [
            year.to_string(),
            total.to_string(),
            of(Preset::Population, None),
            of(Preset::NorwaySize, None),
            least.map_or_else(|| "-".to_owned(), |it| of(Preset::NorwaySize, Some(it))),
        ]
    });
    let header = ["year", "requested", "population", "norway-size", "norway-size, at least 10"];
    format!(
        "### Requests made again\n\n\
         Share of the request that a key would have asked of another municipality (dissimilarity; 0 is the request itself).\n\
         `population` shares by inhabitants, `norway-size` by inhabitants to the power 0.7, which was chosen on these years.\n\
         The criteria of 2018 and 2022 also weigh results, work and schools, of which no figures by municipality are published:\n\
         the presets `norway-2018` and `norway-2022` need them from the user. Source:\n\
         `scenarios/reference/municipal-settlement.csv`.\n\n{}",
        render_table(header, rows)
    )
}

/// One answer and what may explain it.
struct Case {
    year: i32,
    explaining: [f64; 4],
    is_less: bool,
}

fn cases() -> Vec<Case> {
    let register = Register::embedded(Edition::Of2023);
    let country = register.population().0 as f64;
    let mut cases = Vec::new();
    for year in YEARS {
        let [before, last, now] = [year - 2, year - 1, year].map(|it| answers_of(Year(it)));
        let requested: i64 = now.iter().filter_map(|it| it.requested).sum();
        for (at, municipality) in register.municipalities().iter().enumerate() {
            let (Some(asked), Some(decided)) = (now[at].requested, now[at].decided) else {
                continue;
            };
            if asked <= 0 {
                continue;
            }
            let population = municipality.population.0 as f64;
            let kept = match last[at].decided {
                Some(agreed) if agreed > 0 => (last[at].settled as f64 / agreed as f64).min(1.5),
                _ => 1.0,
            };
            let settled = (before[at].settled + last[at].settled) as f64;
            let load = (asked as f64 / population) / (requested as f64 / country);
            let class = f64::from(municipality.centrality.unwrap_or(4));
            let explaining = [load.ln(), 1000.0 * settled / population, kept, class];
            cases.push(Case { year, explaining, is_less: decided < asked });
        }
    }
    cases
}

/// Each year with a level of its own, so that the rest is between municipalities of the same year.
fn fit_cases<'a>(cases: impl Iterator<Item = &'a Case>) -> Fit {
    let (rows, outcomes): (Vec<Vec<f64>>, Vec<bool>) = cases
        .map(|case| {
            let levels = YEARS.map(|year| f64::from(u8::from(year == case.year)));
            (case.explaining.into_iter().chain(levels).collect::<Vec<f64>>(), case.is_less)
        })
        .unzip();
    Fit::new(&rows, &outcomes)
}

fn fit() -> String {
    let cases = cases();
    let whole = fit_cases(cases.iter());
    let coefficients = EXPLAINING.iter().enumerate().map(|(at, name)| {
        let (found, error) = (whole.coefficients[at], whole.standard_errors[at]);
        let t = found / error;
        [(*name).to_owned(), format!("{found:+.3}"), format!("{error:.3}"), format!("{t:+.1}")]
    });
    let left_out = YEARS.map(|year| {
        let others = fit_cases(cases.iter().filter(|it| it.year != year));
        let own: Vec<&Case> = cases.iter().filter(|it| it.year == year).collect();
        let score = |case: &&Case| -> f64 {
            case.explaining.iter().zip(&others.coefficients).map(|(x, b)| x * b).sum()
        };
        let scored: Vec<(f64, bool)> = own.iter().map(|it| (score(it), it.is_less)).collect();
        let n_less = scored.iter().filter(|it| it.1).count();
        let area = area_under_curve(&scored);
        let area = area.map_or_else(|| "-".to_owned(), |it| format!("{it:.2}"));
        [year.to_string(), own.len().to_string(), n_less.to_string(), area]
    });
    format!(
        "### Who agrees to less than asked\n\n\
         Logistic regression of \"less than asked, or nothing\" on the answers of {} to {}, each year with a level of its own;\n\
         a positive coefficient is more often less.\n\n{}\n\
         Each year left out in turn: how well the fit of the others orders its municipalities. The area under the curve is\n\
         the chance that one that agreed to less was thought the likelier of two; 0.50 is a toss of a coin. The model therefore\n\
         keeps the same chances for all (A125).\n\n{}",
        YEARS.start(),
        YEARS.end(),
        render_table(["explaining", "coefficient", "standard error", "t"], coefficients),
        render_table(["year left out", "answers", "less", "area"], left_out),
    )
}
