//! Secondary moves by centrality: how many stayed in each county against how central its settlement is.

use crate::register::municipal::{CountyRetention, opening_cohorts, retention_by_county};
use crate::register::{Edition, Register};
use crate::scenario::Moves;
use crate::validation::render_table;

/// Classes of centrality.
const N_CLASSES: usize = 6;
/// A slope with fewer standard errors than this is not used.
const ENOUGH: f64 = 2.0;

/// A county of 2024.
struct County {
    name: String,
    /// Persons whom its municipalities settled in five years.
    settled: f64,
    /// Mean class of centrality of the municipalities that settled them.
    class: f64,
    /// Share still in the municipality.
    stayed: f64,
    /// Hazard of a move, added up over the unknown time.
    hazard: f64,
}

impl County {
    /// What is published of it, and persons settled by class in each county.
    fn of(published: CountyRetention, settled: &[(String, [f64; N_CLASSES])]) -> Option<Self> {
        let CountyRetention { county: name, stayed_pct, moved_pct } = published;
        let (stayed, moved) = (stayed_pct / 100.0, moved_pct / 100.0);
        let by_class = settled.iter().find(|it| it.0 == name)?.1;
        let all: f64 = by_class.iter().sum();
        let classes =
            by_class.iter().zip(1_u8..).map(|(persons, class)| persons * f64::from(class));
        let class = classes.sum::<f64>() / all;
        Some(Self { name, settled: all, class, stayed, hazard: move_hazard(stayed, moved) })
    }
}

/// The hazard of a move where some stay and of the others only a part has moved: competing hazards in a constant
/// proportion.
fn move_hazard(stayed: f64, moved: f64) -> f64 {
    -stayed.ln() * moved / (1.0 - stayed)
}

/// Persons settled in 2019 to 2023 by county of 2024 and class.
fn settled_by_class() -> Vec<(String, [f64; N_CLASSES])> {
    let register = Register::embedded(Edition::Of2024);
    let cohorts = opening_cohorts(&register).expect("our own table").settled;
    let mut by_county: Vec<_> =
        register.counties().iter().map(|it| (it.name.clone(), [0.0; N_CLASSES])).collect();
    for (position, municipality) in register.municipalities().iter().enumerate() {
        let class = municipality.centrality.expect("each has a class in our own table");
        let persons: i64 = cohorts.iter().map(|it| it.persons[position].0).sum();
        by_county[municipality.county].1[usize::from(class) - 1] += persons as f64;
    }
    by_county
}

fn counties(settled: &[(String, [f64; N_CLASSES])]) -> Vec<County> {
    retention_by_county().into_iter().filter_map(|it| County::of(it, settled)).collect()
}

/// A straight line through points with weights.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    at_zero: f64,
    slope: f64,
    /// Standard error of the slope.
    error: f64,
}

impl Line {
    /// By weighted least squares; a point is where, how high, and its weight.
    fn fit(points: impl Iterator<Item = [f64; 3]> + Clone) -> Self {
        let sum = |of: &dyn Fn([f64; 3]) -> f64| points.clone().map(of).sum::<f64>();
        let weight = sum(&|it| it[2]);
        let (x, y) = (sum(&|it| it[2] * it[0]) / weight, sum(&|it| it[2] * it[1]) / weight);
        let width = sum(&|it| it[2] * (it[0] - x).powi(2));
        let slope = sum(&|it| it[2] * (it[0] - x) * (it[1] - y)) / width;
        let at_zero = y - slope * x;
        let rest = sum(&|it| it[2] * (it[1] - at_zero - slope * it[0]).powi(2));
        let freedom = points.count() as f64 - 2.0;
        Self { at_zero, slope, error: (rest / freedom / width).sqrt() }
    }

    /// The logarithm of the hazard, every county alike.
    fn through<'a>(counties: impl Iterator<Item = &'a County> + Clone) -> Self {
        Self::fit(counties.map(|it| [it.class, it.hazard.ln(), 1.0]))
    }

    fn ratio(&self) -> f64 {
        self.slope / self.error
    }

    fn hazard(&self, class: f64) -> f64 {
        (self.at_zero + self.slope * class).exp()
    }
}

/// What multiplies the hazard in each class, so that its mean over those who are settled is one.
fn multiples(slope: f64, settled: [f64; N_CLASSES]) -> [f64; N_CLASSES] {
    let raw: [f64; N_CLASSES] = std::array::from_fn(|it| (slope * (it + 1) as f64).exp());
    let sum: f64 = raw.iter().zip(settled).map(|(multiple, persons)| multiple * persons).sum();
    raw.map(|it| it * settled.iter().sum::<f64>() / sum)
}

/// Persons settled in the country by class.
fn of_country(settled: &[(String, [f64; N_CLASSES])]) -> [f64; N_CLASSES] {
    std::array::from_fn(|class| settled.iter().map(|it| it.1[class]).sum())
}

/// How far each county lies from the line, and the line without it.
fn county_table(counties: &[County], whole: Line) -> String {
    let header = [
        "county",
        "mean class",
        "still there",
        "hazard",
        "by the line",
        "slope without",
        "t without",
    ];
    let rows = counties.iter().map(|it| {
        let rest = without(counties, it);
        [
            it.name.clone(),
            format!("{:.2}", it.class),
            format!("{:.0} %", 100.0 * it.stayed),
            format!("{:.3}", it.hazard),
            format!("{:.3}", whole.hazard(it.class)),
            format!("{:.2}", rest.slope),
            format!("{:.1}", rest.ratio()),
        ]
    });
    render_table(header, rows)
}

/// The line without one county.
fn without(counties: &[County], left_out: &County) -> Line {
    Line::through(counties.iter().filter(|it| it.name != left_out.name))
}

/// What is fitted and what is used, by class.
fn class_table(country: [f64; N_CLASSES], slope: f64, embedded: &Moves) -> String {
    let all: f64 = country.iter().sum();
    let fitted = multiples(slope, country);
    let rows = (0..N_CLASSES).map(|it| {
        [
            (it + 1).to_string(),
            format!("{:.0} %", 100.0 * country[it] / all),
            format!("{:.2}", fitted[it]),
            embedded.by_centrality[it].central().to_string(),
        ]
    });
    render_table(["class", "settled", "multiple", "in `norway`"], rows)
}

/// How sure the slope is, in words.
fn verdict(counties: &[County], whole: Line) -> String {
    let ratio = |left_out: &County| without(counties, left_out).ratio();
    let n_weak = counties.iter().filter(|it| ratio(it).abs() < ENOUGH).count();
    let weakest = counties.iter().min_by(|a, b| ratio(a).abs().total_cmp(&ratio(b).abs()));
    let weakest = weakest.expect("there are counties");
    let by_persons = Line::fit(counties.iter().map(|it| [it.class, it.hazard.ln(), it.settled]));
    let is_used = match whole.ratio().abs() > ENOUGH {
        true => "`norway` has the multiples below (A191)",
        false => "`norway` has none of it (A191)",
    };
    format!(
        "The slope is {:.3} for each class, with a standard error of {:.3}: t = {:.2} with {} degrees of freedom. By the rule that\n\
         was set before the fit, t over {ENOUGH:.0}, {is_used}. With one county left out t is below {ENOUGH:.0} for {n_weak} of\n\
         the {}, and {:.1} without {}. Weighted by persons settled the slope is {:.3} (t = {:.2}).\n",
        whole.slope,
        whole.error,
        whole.ratio(),
        counties.len() - 2,
        counties.len(),
        ratio(weakest),
        weakest.name,
        by_persons.slope,
        by_persons.ratio(),
    )
}

/// The part of the section, from its heading.
pub(super) fn section(embedded: &Moves) -> String {
    let settled = settled_by_class();
    let counties = counties(&settled);
    let whole = Line::through(counties.iter());
    format!(
        "### By centrality\n\n\
         The only published figures by place are shares still in the municipality by county\n\
         (`scenarios/reference/retention-by-county.csv`), for a cohort and after a time that are not stated: only the ratios between\n\
         counties can be used. Against them stands the mean class of centrality, 1 to 6, of the municipalities that settled people in\n\
         2019 to 2023. The hazard is that of a move within Norway, against emigration and death, added up over the unknown time. Its\n\
         logarithm is a straight line in the class by least squares, each county with the same weight, since counties lie farther from\n\
         any line than chance of their persons could bring them.\n\n{}\n{}\n{}\n\
         The multiples have mean one over those settled, so that moves in the whole country are at first as many as without them. Of\n\
         family and match score no table is published: family counts as one, match score as nothing (A192, A193), and emigration is\n\
         alike everywhere (A194).\n",
        county_table(&counties, whole),
        verdict(&counties, whole),
        class_table(of_country(&settled), whole.slope, embedded),
    )
}

#[cfg(test)]
mod tests {
    use super::super::embedded_moves;
    use super::*;

    #[test]
    fn a_line_and_its_error_are_those_of_the_textbook() {
        // Anscombe's first set: 3.00 + 0.500 x, standard error 0.118.
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let line = Line::fit(x.into_iter().zip(y).map(|(x, y)| [x, y, 1.0]));
        assert!((line.at_zero - 3.0001).abs() < 1e-3 && (line.slope - 0.5001).abs() < 1e-4);
        assert!((line.error - 0.1179).abs() < 1e-4, "{}", line.error);
        // A point of weight two is two points, but for the degrees of freedom.
        let doubled = [[1.0, 1.0, 2.0], [2.0, 3.0, 1.0], [4.0, 4.0, 1.0]];
        let twice = [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [2.0, 3.0, 1.0], [4.0, 4.0, 1.0]];
        let (a, b) = (Line::fit(doubled.into_iter()), Line::fit(twice.into_iter()));
        assert!((a.slope - b.slope).abs() < 1e-12 && (a.at_zero - b.at_zero).abs() < 1e-12);
    }

    #[test]
    fn a_hazard_is_the_movers_part_of_what_takes_people_away() {
        // Constant hazards 0.3 of a move and 0.1 of leaving, for one year.
        let gone = 1.0 - (-0.4_f64).exp();
        assert!((move_hazard(1.0 - gone, gone * 0.75) - 0.3).abs() < 1e-12);
    }

    #[test]
    fn all_counties_are_found_and_the_embedded_scenarios_have_what_is_fitted() {
        let settled = settled_by_class();
        let counties = counties(&settled);
        assert_eq!((counties.len(), settled.len()), (15, 15));
        let slope = Line::through(counties.iter()).slope;
        let country = of_country(&settled);
        let fitted = multiples(slope, country);
        let all: f64 = country.iter().sum();
        let mean: f64 = fitted.iter().zip(country).map(|(it, persons)| it * persons / all).sum();
        assert!((mean - 1.0).abs() < 1e-12);
        let embedded = embedded_moves().by_centrality.map(|it| it.central());
        for (embedded, fitted) in embedded.into_iter().zip(fitted) {
            assert!((embedded - fitted).abs() < 0.005, "{embedded} and {fitted}");
        }
    }
}
