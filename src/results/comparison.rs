//! Scenarios side by side: `comparison.json`, every number that a comparison shows.
//!
//! The first scenario is the baseline. Differences are of the same replication in both, so that chance which
//! both share falls out of them.

use super::provenance::ScenarioText;
use super::{Measure, Summary};
use serde::{Deserialize, Serialize};

/// Name of the comparison in its folder.
pub const COMPARISON_FILE: &str = "comparison.json";

/// The mean of a paired difference is within this many of its standard errors in 95 of 100 cases.
const REACH: f64 = 1.959_964;

/// Everything a comparison found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Version of the program.
    pub version: String,
    /// Tag of the scheme that keys the random streams.
    pub rng_schema: String,
    /// Arguments of the command, without the program's own path.
    pub command: Vec<String>,
    /// The baseline, then the others.
    pub scenarios: Vec<Compared>,
}

/// One scenario of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The scenario as it was run.
    pub scenario: ScenarioText,
    /// Its measures of the whole country: all of years, some of months.
    pub summary: Summary,
    /// How far each is from the baseline; empty for the baseline.
    pub differences: Vec<Difference>,
    /// What is written differently from the baseline.
    pub changes: Vec<Change>,
    /// What each cause contributes to the difference in payments on post 60: one for each year and cause.
    pub steps: Vec<Step>,
    /// Whether the causes could be told apart; if not, they stand as one.
    pub is_taken_apart: bool,
}

/// The difference of one quantity, replication by replication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The differences over replications, under the name of the quantity.
    pub measure: Measure,
    /// From here...
    pub low: f64,
    /// ... to here the true mean difference lies in 95 of 100 such runs.
    pub high: f64,
}

/// A key that is written differently from the baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The key.
    pub key: String,
    /// What kind of cause it is.
    pub cause: Cause,
    /// What the baseline has; nothing if it has no such key.
    pub before: Option<String>,
    /// What this scenario has; nothing if it has no such key.
    pub after: Option<String>,
}

/// What one cause contributes in one year, whatever the order in which causes are let in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Which cause.
    pub cause: Cause,
    /// How much, in kroner.
    pub difference: Difference,
}

/// Kinds of causes, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// How many come, are granted a permit and stay.
    Volume,
    /// How long everything takes, and what there is room for.
    Timing,
    /// Who they are: households, ages, needs.
    Composition,
    /// Kroner for each person.
    Rates,
    /// Everything else.
    Other,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 5] =
        [Self::Volume, Self::Timing, Self::Composition, Self::Rates, Self::Other];

    /// Its name in keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::Timing => "timing",
            Self::Composition => "composition",
            Self::Rates => "rates",
            Self::Other => "other",
        }
    }
}

impl Difference {
    /// A difference with the interval of its mean.
    pub fn new(measure: Measure) -> Self {
        let reach = REACH * measure.mc_error;
        let (low, high) = (measure.mean - reach, measure.mean + reach);
        Self { measure, low, high }
    }

    /// Whether the runs show that there is a difference at all.
    pub fn is_clear(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

impl Comparison {
    /// The scenario that the others are compared with.
    ///
    /// # Panics
    /// If it compares nothing.
    pub fn baseline(&self) -> &Compared {
        self.scenarios.first().expect("a comparison has a baseline")
    }

    /// The scenarios that are compared with the baseline.
    pub fn others(&self) -> &[Compared] {
        self.scenarios.get(1..).unwrap_or_default()
    }
}

impl Compared {
    /// The difference of a quantity in a year.
    pub fn difference(&self, name: &str, year: &str, post: Option<&str>) -> Option<&Difference> {
        let is_it = |it: &&Difference| {
            let Measure { name: its, period, post: of, .. } = &it.measure;
            its == name && period == year && of.as_deref() == post
        };
        self.differences.iter().find(is_it)
    }

    /// The steps of a year that change anything, in the order they are shown.
    pub fn steps_of<'a>(&'a self, year: &str) -> Vec<&'a Step> {
        self.steps.iter().filter(|step| step.difference.measure.period == year).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{dimensions, summary};
    use super::super::measures::{AVAILABLE, OVERRUN};
    use super::super::summarise::distribution::Distribution;
    use super::super::summarise::draws::Draws;
    use super::super::{Label, Measure};
    use super::*;

    #[test]
    fn a_difference_is_clear_if_its_interval_leaves_zero_out() {
        let of = |values: [f64; 4]| {
            let draws = Draws::in_order(values.len(), 1);
            let distribution = Distribution::of(&mut values.to_vec(), &draws).expect("values");
            let label = Label::national(OVERRUN, "2023".to_owned());
            Difference::new(Measure::new(label, distribution))
        };
        // Mean 2, standard deviation 2/sqrt(3), of four: the error is 1/sqrt(3).
        let clear = of([1.0, 3.0, 1.0, 3.0]);
        assert!((clear.high - (2.0 + 1.959_964 / 3.0_f64.sqrt())).abs() < 1e-6);
        assert!(clear.is_clear() && of([-1.0, -1.0, -3.0, -3.0]).is_clear());
        assert!(!of([-1.0, 1.0, -3.0, 4.0]).is_clear() && !of([0.0; 4]).is_clear());
    }

    #[test]
    fn a_difference_and_a_step_are_found_by_all_that_they_are() {
        let of = |derived, year: &str, post: Option<&str>, value| {
            let label = Label::national(derived, year.to_owned());
            let label = post.map_or(label.clone(), |it| label.post(it));
            Difference::new(Measure::constant(label, value))
        };
        let step = |cause, year, value| Step { cause, difference: of(OVERRUN, year, None, value) };
        let scenario = ScenarioText::new("example", "An example", "");
        let compared = Compared {
            scenario,
            summary: summary(&dimensions(), Vec::new()),
            differences: vec![
                of(AVAILABLE, "2023", None, 1.0),
                of(OVERRUN, "2024", None, 2.0),
                of(OVERRUN, "2023", Some("671/60"), 3.0),
                of(OVERRUN, "2023", None, 4.0),
            ],
            changes: Vec::new(),
            steps: vec![
                step(Cause::Rates, "2023", 1.0),
                step(Cause::Rates, "2024", 2.0),
                step(Cause::Other, "2023", 3.0),
            ],
            is_taken_apart: true,
        };
        let found =
            |year, post| compared.difference(OVERRUN.name, year, post).map(|it| it.measure.mean);
        assert_eq!(found("2023", None), Some(4.0));
        assert_eq!(found("2023", Some("671/60")), Some(3.0));
        assert_eq!((found("2024", None), found("2025", None)), (Some(2.0), None));
        let steps = compared.steps_of("2023");
        let steps: Vec<_> = steps.iter().map(|it| (it.cause, it.difference.measure.mean)).collect();
        assert_eq!(steps, [(Cause::Rates, 1.0), (Cause::Other, 3.0)]);
        assert!(compared.steps_of("2025").is_empty());
        let other = Compared { is_taken_apart: false, ..compared.clone() };
        let comparison = Comparison {
            version: String::new(),
            rng_schema: String::new(),
            command: Vec::new(),
            scenarios: vec![compared.clone(), other.clone()],
        };
        assert_eq!(*comparison.baseline(), compared);
        assert_eq!(comparison.others(), [other]);
    }

    #[test]
    fn causes_have_the_names_of_their_keys() {
        let names = ["volume", "timing", "composition", "rates", "other"];
        assert_eq!(Cause::ALL.map(Cause::name), names);
    }
}
