//! How municipalities answered: with the answers of the year given, and told from the years before it.

use super::histories::{Answers, Calibrated, Seen, watch};
use super::{Point, render_points};
use crate::calendar::Year;
use crate::engine::Interrupted;
use crate::register::snapshots::answer_counts;
use crate::scenario::Scenario;
use crate::scenario::check::load;
use crate::scenario::library::LIBRARY;
use std::sync::atomic::AtomicBool;

/// Begins what is called a point that is told from the years before.
pub const TOLD: &str = "from the years before";
/// The scenario that knows answers to 2021, and no behaviour of 2022.
const KNOWS_2021: &str = "hindcast-2022";
/// The scenario that knows answers to 2022, and the letter of May; run with the fit to 2022, since the time to an answer
/// that `norway` has is from the count that is to be told (A25).
const KNOWS_2022: Calibrated = Calibrated { name: "letter-2023-may", year: 2023, own: &[] };
/// The day on which the answers to the letter of May 2023 were counted.
const COUNTED: &str = "run.end=2023-10-03";
/// The letter of May as if it had been the year's first, and the one before it out of the way.
const MAY_ALONE: [&str; 4] = [
    COUNTED,
    "policy.requests.letter-2023.issued=2023-05-15",
    "policy.requests.letter-2023.size.persons=38000",
    "policy.requests.may-2023.year=2024",
];

/// How the municipalities answered in histories, beside how they had answered when it was counted.
pub fn points_of(year: Year, histories: &[Seen]) -> Vec<Point> {
    let counts = answer_counts();
    let count = counts.iter().find(|it| it.year == year).expect("it was counted");
    let n = count.n_answered() as f64;
    let point = |what: &str, published: f64, of: &dyn Fn(&Answers) -> f64| {
        let values = histories.iter().map(|it| of(&it.answers)).collect();
        Point::new(format!("{year}, {what}"), published, values)
    };
    let decided = count.decided.0 as f64 / count.requested.0 as f64;
    vec![
        point("decided of requested", decided, &|it| it.decided / it.requested),
        point("municipalities that had answered", n, &Answers::n),
        point("share equal", count.equal as f64 / n, &|it| it.equal / it.n()),
        point("share less", count.below as f64 / n, &|it| it.less / it.n()),
        point("share more", count.above as f64 / n, &|it| it.more / it.n()),
    ]
}

/// Decided of requested on 3 October 2023, where what was agreed to in November counts until it is answered anew; and the
/// answers to the letter of May by then, as if it had been the year's first: who had answered the letter of November only
/// is undecided in the published count.
pub fn of_2023(
    calibrated: Calibrated,
    replications: u32,
    stop: &AtomicBool,
) -> Result<Vec<Point>, Interrupted> {
    let year = Year(2023);
    let both = watch(&calibrated.load(&[COUNTED]), replications, stop)?;
    let may = watch(&calibrated.load(&MAY_ALONE), replications, stop)?;
    let mut points = points_of(year, &both);
    points.truncate(1);
    points.extend(points_of(year, &may).split_off(1));
    Ok(points)
}

/// The same points from laws that have not seen the year: answers as in 2012 to the year before.
pub fn told(replications: u32, stop: &AtomicBool) -> Result<Vec<Point>, Interrupted> {
    let of_2022 = watch(&knowing_2021(), replications, stop)?;
    let mut points = points_of(Year(2022), &of_2022);
    points.extend(of_2023(KNOWS_2022, replications, stop)?);
    for point in &mut points {
        point.what = format!("{TOLD}, {}", point.what);
    }
    Ok(points)
}

fn knowing_2021() -> Scenario {
    let set = ["run.end=2022-12-31", "run.replications_per_draw=1"].map(str::to_owned);
    let loaded = load(KNOWS_2021, &set, LIBRARY);
    loaded.unwrap_or_else(|problems| panic!("our own scenario: {problems}")).0
}

/// The points that are told, as Markdown; nothing where a table has none.
pub fn section(points: &[Point]) -> String {
    if points.is_empty() {
        return String::new();
    }
    let n_inside = points.iter().filter(|it| it.is_inside()).count();
    let strip = |point: &Point| {
        let what = point.what.trim_start_matches(TOLD).trim_start_matches(": ").to_owned();
        Point { what, ..point.clone() }
    };
    let shown: Vec<Point> = points.iter().map(strip).collect();
    format!(
        "\n### Answers told from the years before\n\n\
         The same answers where the year has not been seen: those of 2022 by `{KNOWS_2021}`, whose laws of answers are of 2012 to 2021 and\n\
         which knows nothing of behaviour in 2022, those of 2023 by `{}`, whose laws are of 2012 to 2022, with the behaviour fitted to\n\
         2022. Requests and the days of letters are given. Inside are {n_inside} of {}. A band is as wide as years have differed (A7), so that\n\
         to be inside says less than above; where a median lies far off, years like the one that came were few. In 2022 those who agreed to\n\
         more added more than in any year before (A26), and in 2023 answers took longer than what is fitted to 2022 says.\n\n{}",
        KNOWS_2022.name,
        points.len(),
        render_points(&shown),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_told_under_their_own_name() {
        let point = |published: f64| Point {
            what: format!("{TOLD}: 2022: share less"),
            published,
            band: [0.1, 0.2, 0.3],
        };
        let text = section(&[point(0.15), point(0.4)]);
        assert!(text.contains("Inside are 1 of 2."), "{text}");
        assert!(
            text.contains("| 2022: share less | 0.150 | 0.100 | 0.200 | 0.300 | inside |"),
            "{text}"
        );
        assert_eq!(section(&[]), "");
    }

    #[test]
    fn what_is_told_knows_only_the_years_before() {
        let law = |scenario: &Scenario, key: &str| {
            let found = scenario.parameters.iter().find(|it| it.key == key);
            found.and_then(|it| it.law)
        };
        let less = "world.municipalities.less_share";
        let (before, hindcast) = (knowing_2021(), load(KNOWS_2021, &[], LIBRARY).expect("ours").0);
        assert_eq!(law(&before, less), law(&hindcast, less));
        let (may, letter) = (KNOWS_2022.load(&[COUNTED]), load("letter-2023", &[], LIBRARY));
        assert_eq!(law(&may, less), law(&letter.expect("ours").0, less));
        assert_ne!(law(&may, less), law(&before, less));
        let days = "world.municipalities.decision_days.gamma.mean";
        let fitted = load("fitted-2022", &[], LIBRARY).expect("ours").0;
        assert_eq!(law(&may, days), law(&fitted, days), "not that of the count of October");
    }
}
