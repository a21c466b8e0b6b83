//! Forecasts made through 2022 and 2023 with what was known then, against what came.

use super::sheets::{MARK, Part, to_table};
use super::{Effort, render_table, words};
use crate::chance::{Chance, Process, text_key};
use crate::engine::Interrupted;
use crate::results::summarise::distribution::quantile;
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use crate::study::hindcast::{Record, Settings, Target, hindcast, score, share_beaten, to_sheets};

/// The scenario that is looked back from, and the group whose arrivals are forecast.
const LOOKED_FROM: (&str, &str) = ("hindcast-2022", "ukraine");

/// Looks back, and writes every sheet under its name.
pub fn simulate(effort: Effort<'_>) -> Result<String, Interrupted> {
    let (name, group) = LOOKED_FROM;
    let loaded = load(name, &[], LIBRARY);
    let (scenario, _) = loaded.unwrap_or_else(|problems| panic!("our own scenario: {problems}"));
    let settings = Settings { n_histories: effort.replications as usize };
    let record = Record::embedded(group);
    let cases = hindcast(&scenario, &record, settings, effort.is_interrupted, &|| ())?;
    let name = text_key("where outcomes fell");
    let mut stream = Chance::new(scenario.run.seed, 0).stream(Process::Parameter, name);
    let scores = score(&cases, &mut stream);
    let mut table = to_table(&to_sheets(&cases, &scores));
    table.push_str(&format!("{MARK}hindcast_facts\nname,value\n"));
    let origins = record.origins();
    table.push_str(&format!("origins,{}\n", origins.len()));
    table.push_str(&format!("histories,{}\n", effort.replications));
    for (name, day) in [("first", origins.first()), ("last", origins.last())] {
        table.push_str(&format!("{name},{}\n", day.map(ToString::to_string).unwrap_or_default()));
    }
    for target in Target::ALL {
        let (n_better, n) = share_beaten(&cases, target).unwrap_or_default();
        table.push_str(&format!("{}_beaten,{n_better} of {n}\n", target.name()));
    }
    Ok(table)
}

/// The section as Markdown.
pub fn section(table: &str) -> String {
    let facts = Part::find(table, "hindcast_facts");
    let [origins, histories, first, last] =
        ["origins", "histories", "first", "last"].map(|it| facts.value(it));
    let [arrivals, settlement, _, post_60] =
        Target::ALL.map(|it| facts.value(&format!("{}_beaten", it.name())));
    format!(
        "## Looking back: 2022 and 2023\n\n\
         From {origins} days between {first} and {last} - every official forecast of Ukrainian arrivals, and every quarter end -\n\
         arrivals, settlement, persons in reception and post 60 are forecast with what was published by then: months so far,\n\
         UDI's ranges, IMDi's letters, the adopted budget (`bosett hindcast`, scenario `hindcast-2022`, {histories} histories from each\n\
         day). Months are scored up to twelve ahead, and calendar years. The days overlap, and all of them see the same two\n\
         years: the limits of coverage, which are for independent outcomes, are narrower than they should be. Persons in\n\
         reception were counted at two month ends only (June 2022, August 2023), so that coverage there says next to nothing.\n\n\
         What was fitted: nothing to the outcomes. Of arrivals, the two sources of a forecast are averaged with equal weights,\n\
         quantile by quantile, the official one with its middle at the planning figure (A140), the spread of monthly changes\n\
         is learnt by a particle filter from the months so far (A141), and the level that a peak returns to is that of\n\
         applications for asylum in earlier years (A190). Of settlement, parameters have wide laws from before the war (A185),\n\
         and which of them are near, how the pace differs from the model's and how much of a difference in people is made up\n\
         for is learnt by another filter (A187 to A189); nobody settles who is not there. What is not held out is the form of\n\
         the model, which was made by people who knew these years - that municipalities open places for those who wait (A163)\n\
         was found in 2022 - and this form of a forecast, which was changed twice after its scores had been seen: the first,\n\
         without A185 and A187 to A190, had 80 % bands that held 30 % of settlement one to three months ahead and 71 % of its\n\
         years; the second, without A163 and without a limit to those who can settle, had a median that missed the year's\n\
         settlement by 7,645 persons on average (request 4,980), and bands of arrivals that held 95 to 100 %, which came of\n\
         drawing half of the histories from each source. Later the laws of municipalities' answers were taken from the years\n\
         before 2022 in the register (A7) and not judged, and months of settlement were interpolated anew, without a total that was\n\
         none (A166); against the series before, the year's settlement was missed by 3,550 persons. Settlement by month is\n\
         interpolated between dated totals: a month's outcome is itself uncertain, and months so far are known better than they\n\
         could be from what was published then - June to August 2022 are known from the count of 28 September. IMDi had its own.\n\n\
         The median of the year's total was nearer to the outcome than the official figure known on the day in {arrivals} totals of\n\
         arrivals, nearer than the request in {settlement} totals of settlement, and nearer than the adopted budget in {post_60}\n\
         years of post 60.\n\n{}\n\
         ### How often the bands held what came\n\n{}\n\
         ### Against simple forecasts\n\n\
         Skill is the part of the simple forecast's mean score (continuous ranked probability score) that is saved; p is that of\n\
         Diebold and Mariano with Newey and West's variance, each day one occasion; no p where the reach is too long for the days.\n\
         The last column is the part of the mean size of the simple forecast's error that the median alone saves.\n\n{}\n\
         ### Whole years\n\n{}\n\
         ### Where the outcomes fell\n\n\
         In which tenth of its forecast each outcome fell, months and years together. An even forecast has each count\n\
         between the limits nine times in ten, were the forecasts independent.\n\n{}",
        errors(&Part::find(table, "hindcast_years")),
        coverage(&Part::find(table, "hindcast_coverage")),
        skill(&Part::find(table, "hindcast_skill")),
        years(&Part::find(table, "hindcast_years")),
        tenths(&Part::find(table, "hindcast_pit")),
    )
}

/// The errors of the median and of the official figure, where there is one.
fn errors(part: &Part<'_>) -> String {
    let compared = [
        ("arrivals, persons", Target::Arrivals, 1.0),
        ("settlement, persons", Target::Settlement, 1.0),
        ("post 60, million kroner", Target::Post60, 1e6),
    ];
    let rows = compared.map(|(name, target, unit)| {
        let of = part.rows.iter().filter(|it| part.get(it, "target") == target.name());
        let errors: Vec<[f64; 2]> = of
            .filter_map(|row| {
                let number = |column: &str| part.get(row, column).parse::<f64>().ok();
                let (official, outcome) = (number("official_figure")?, number("outcome")?);
                Some([(number("median")? - outcome).abs(), (official - outcome).abs()])
            })
            .collect();
        let mut row = vec![name.to_owned(), errors.len().to_string()];
        for which in 0..2 {
            let mut sizes: Vec<f64> = errors.iter().map(|it| it[which] / unit).collect();
            sizes.sort_by(f64::total_cmp);
            let mean = |of: fn(f64) -> f64| {
                sizes.iter().copied().map(of).sum::<f64>() / sizes.len() as f64
            };
            let square = mean(|it| it * it).sqrt();
            let median = if sizes.is_empty() { f64::NAN } else { quantile(&sizes, 500) };
            row.extend([mean(|it| it), median, square].map(|it| format!("{it:.0}")));
        }
        <[String; 8]>::try_from(row).expect("a name, a number and three measures of two")
    });
    let header = [
        "",
        "forecasts",
        "mean error",
        "median error",
        "root mean square",
        "official: mean",
        "median",
        "root mean square",
    ];
    render_table(header, rows)
}

fn coverage(part: &Part<'_>) -> String {
    let header =
        ["", "forecasts", "days", "50 %", "80 %", "limits", "90 %", "bias of median", "mean error"];
    let rows = part.rows.iter().map(|row| {
        let limits =
            ["inside_80_from", "inside_80_to"].map(|it| part.percent(row, it)).join(" to ");
        [
            format!("{}, {}", words(part.get(row, "target")), words(part.get(row, "reach"))),
            part.whole(row, "forecasts"),
            part.whole(row, "origins"),
            part.percent(row, "inside_50"),
            part.percent(row, "inside_80"),
            limits,
            part.percent(row, "inside_90"),
            part.percent(row, "bias"),
            part.percent(row, "error"),
        ]
    });
    render_table(header, rows)
}

fn skill(part: &Part<'_>) -> String {
    let header = ["", "against", "forecasts", "skill", "p", "error of the median"];
    let rows = part.rows.iter().map(|row| {
        let p: Option<f64> = part.get(row, "p_value").parse().ok();
        [
            format!("{}, {}", words(part.get(row, "target")), words(part.get(row, "reach"))),
            words(part.get(row, "baseline")),
            part.whole(row, "forecasts"),
            part.percent(row, "skill"),
            p.map_or_else(|| "-".to_owned(), |it| format!("{it:.3}")),
            part.percent(row, "error_saved"),
        ]
    });
    render_table(header, rows)
}

fn years(part: &Part<'_>) -> String {
    let header = ["", "seen from", "official", "median", "10 %", "90 %", "came"];
    let rows = part.rows.iter().map(|row| {
        let is_money = part.get(row, "target") == Target::Post60.name();
        let told = |column: &str| match part.get(row, column).parse::<f64>() {
            Ok(kroner) if is_money => format!("{:.0} million", kroner / 1e6),
            _ => part.whole(row, column),
        };
        let numbers = ["official_figure", "median", "q10", "q90", "outcome"].map(told);
        let [official, median, low, high, came] = numbers;
        let what = format!("{} {}", words(part.get(row, "target")), part.get(row, "year"));
        [what, part.get(row, "origin").to_owned(), official, median, low, high, came]
    });
    render_table(header, rows)
}

fn tenths(part: &Part<'_>) -> String {
    let header = ["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "limits"];
    let rows = Target::ALL.iter().filter_map(|target| {
        let of: Vec<_> =
            part.rows.iter().filter(|it| part.get(it, "target") == target.name()).collect();
        if of.is_empty() {
            return None;
        }
        let count =
            |at: usize| of.get(at).map_or_else(String::new, |it| part.whole(it, "forecasts"));
        let limits = of.first().map_or_else(String::new, |it| {
            ["even_from", "even_to"].map(|column| part.whole(it, column)).join(" to ")
        });
        Some(std::array::from_fn(|at| match at {
            0 => words(target.name()),
            11 => limits.clone(),
            _ => count(at - 1),
        }))
    });
    render_table(header, rows)
}
